//! What is joined, what is raised, and what it may cost.

use std::time::{Duration, Instant};

use super::*;
use crate::finding::SignalKind;

const PLANT: &[SignalKind] = &[SignalKind::Host, SignalKind::Lexicon];

fn member(portal: usize, subject: &str, kinds: &[SignalKind], traces: Vec<Trace>) -> Member {
    let signals: Vec<Signal> = kinds.iter().map(|kind| Signal::new(*kind, "x")).collect();
    let portal = format!("p{portal}");
    Member {
        id: Fingerprint::of(&portal, "rule", subject),
        place: place(&format!("https://www.{portal}.gov.example/"), &portal),
        name: portal.clone(),
        portal,
        traces,
        severity: crate::detect::severity(&signals),
        signals,
        confirmed: true,
        first_seen: Timestamp::UNIX_EPOCH,
        is_there: true,
        counts: true,
    }
}

/// A finding about one host.
fn about(portal: usize, host: &str, kinds: &[SignalKind]) -> Member {
    member(portal, host, kinds, vec![Trace::of_host(host).unwrap()])
}

fn cohort(members: &[Member]) -> Cohort {
    Cohort::of(members, &Hosts::default())
}

/// The findings after they were weighed anew.
fn after(members: &[Member]) -> Vec<Member> {
    let changed = cohort(members).changed;
    let new = |member: &Member| changed.iter().find(|new| new.id == member.id).cloned();
    let settled = |member: &Member| match new(member) {
        Some(Reweighed { signals, severity, .. }) => Member { signals, severity, ..member.clone() },
        None => member.clone(),
    };
    members.iter().map(settled).collect()
}

fn severities(members: &[Member]) -> Vec<Severity> {
    members.iter().map(|member| member.severity).collect()
}

#[test]
fn a_plant_on_three_portals_is_one_campaign_and_graver_than_on_one() {
    let mut members: Vec<Member> = (0..3).map(|nth| about(nth, "bet88.example", PLANT)).collect();
    members.push(about(3, "alone.example", PLANT));
    assert_eq!(severities(&members), [Severity::Medium; 4]);
    let settled = after(&members);
    assert_eq!(severities(&settled[..3]), [Severity::High; 3]);
    assert!(settled[0].signals.contains(&Signal::new(SignalKind::Campaign, "3")));
    assert_eq!(settled[3].severity, Severity::Medium);
    let campaigns = cohort(&members).campaigns;
    assert_eq!(campaigns.len(), 1);
    let own = &campaigns[0];
    assert_eq!((own.portals.len(), own.findings, own.worst), (3, 3, Severity::High));
    assert_eq!(own.traces, [Trace::of_host("bet88.example").unwrap()]);
    assert!(!own.may_be_rolled_out);
}

#[test]
fn what_a_supplier_rolls_out_stays_below_high() {
    use SignalKind::{Hidden, Host, Loads, New, Still};
    let on_fifty = |kinds: &[SignalKind], trace: Trace| {
        let all: Vec<Member> =
            (0..50).map(|nth| member(nth, "x", kinds, vec![trace.clone()])).collect();
        let campaigns = cohort(&all).campaigns;
        assert_eq!((campaigns.len(), campaigns[0].may_be_rolled_out), (1, true), "{kinds:?}");
        (all[0].severity, after(&all))
    };
    let library = Trace::of_script(&"ab".repeat(32));
    let host = || Trace::of_host("dem.example").unwrap();
    // A known service, a new library, a banner: nothing but new.
    for kinds in [&[New][..], &[New, Still]] {
        let (before, settled) = on_fifty(kinds, library.clone());
        assert_eq!(settled[7].severity, before);
        assert!(!settled[7].signals.iter().any(|own| own.kind == SignalKind::Campaign));
    }
    // A supplier whom nobody knows: told, and for somebody to look at, but no alarm.
    for kinds in [&[Host, Loads][..], &[Host, New], &[New, Hidden]] {
        let (_, settled) = on_fifty(kinds, host());
        assert_eq!(severities(&settled), [Severity::Medium; 50], "{kinds:?}");
        assert!(settled[7].signals.contains(&Signal::new(SignalKind::Campaign, "50")));
    }
}

#[test]
fn what_many_print_and_what_addresses_ask_for_is_not_raised() {
    for explained in [SignalKind::Context, SignalKind::Reflected] {
        let kinds = [PLANT, &[explained]].concat();
        let all: Vec<Member> = (0..5).map(|nth| about(nth, "bet88.example", &kinds)).collect();
        assert_eq!(cohort(&all).changed, []);
        assert_eq!(cohort(&all).campaigns.len(), 1);
    }
}

#[test]
fn portals_link_to_each_other_and_one_portal_alone_is_no_campaign() {
    let own = Hosts::of_portals(&["https://www.b.gov.example/".parse().unwrap()]);
    for host in ["b.gov.example", "tin.b.gov.example"] {
        let all = [about(0, host, PLANT), about(1, host, PLANT)];
        assert_eq!(Cohort::of(&all, &own).campaigns, []);
        assert_eq!(cohort(&all).campaigns.len(), 1);
    }
    let mut one = [about(0, "bet88.example", PLANT), about(0, "bet88.example", PLANT)];
    one[1].id = Fingerprint("other".to_owned());
    assert_eq!(cohort(&one).changed, []);
    // Looked at before it was registered under another id.
    one[1].portal = "xa-an".to_owned();
    assert_eq!(cohort(&one).changed, []);
}

#[test]
fn weighing_again_and_in_another_order_changes_nothing() {
    let mut members: Vec<Member> = (0..4).map(|nth| about(nth, "bet88.example", PLANT)).collect();
    members.extend((0..3).map(|nth| about(nth, "dem.example", &[SignalKind::Host])));
    let once = after(&members);
    assert_eq!(cohort(&once).changed, []);
    let mut turned = once.clone();
    turned.reverse();
    assert_eq!(cohort(&turned).changed, []);
    assert_eq!(cohort(&turned).campaigns, cohort(&once).campaigns);
}

#[test]
fn a_neighbours_repair_makes_nothing_harmless_and_its_end_does() {
    let mut members = after(&[0, 1].map(|nth| about(nth, "bet88.example", PLANT)));
    members[1] = Member { is_there: false, counts: false, ..members[1].clone() };
    assert_eq!(cohort(&members).changed, []);
    let own = &cohort(&members).campaigns[0];
    assert_eq!((own.portals.len(), own.findings), (2, 1));
    // Seen too long ago, or closed: the other one is no member any more.
    let alone = after(&members[..1]);
    assert_eq!((alone[0].severity, alone[0].signals.len()), (Severity::Medium, PLANT.len()));
    members[0].counts = false;
    assert_eq!(cohort(&members).campaigns, [], "nobody has to do anything");
}

#[test]
fn what_no_second_look_saw_is_medium_at_most() {
    let mut members = [0, 1].map(|nth| about(nth, "bet88.example", PLANT));
    members[0].confirmed = false;
    let settled = after(&members);
    assert_eq!(severities(&settled), [Severity::Medium, Severity::High]);
    assert_eq!(cohort(&settled).changed, []);
}

#[test]
fn a_host_a_script_and_a_text_that_stand_together_are_one_campaign() {
    let traces = || {
        let text = Trace::of_text("nhà cái uy tín nhất năm, nạp rút nhanh").unwrap();
        vec![Trace::of_host("bet88.example").unwrap(), Trace::of_script(&"ab".repeat(16)), text]
    };
    let members = [0, 1].map(|nth| member(nth, "x", PLANT, traces()));
    let campaigns = cohort(&members).campaigns;
    assert_eq!((campaigns.len(), campaigns[0].traces.len()), (1, 3));
    // In findings of their own they still came to the same portals in the same nights.
    let apart: Vec<Member> = (0..2)
        .flat_map(|portal| traces().into_iter().map(move |own| (portal, own)))
        .map(|(portal, own)| member(portal, &own.value, PLANT, vec![own.clone()]))
        .collect();
    assert_eq!(cohort(&apart).campaigns.len(), 1);
    // Not so what a supplier may have brought that night.
    let counter = [0, 1].map(|portal| about(portal, "dem.example", &[SignalKind::Host]));
    let both = [&apart[..], &counter].concat();
    let campaigns = cohort(&both).campaigns;
    assert_eq!(campaigns.len(), 2);
    assert!(campaigns[1].may_be_rolled_out && campaigns[1].traces.len() == 1);
    let mut later = apart;
    later[0].first_seen = Timestamp::from_second(86_400 * 3).unwrap();
    assert_eq!(cohort(&later).campaigns.len(), 2);
}

#[test]
fn a_hostile_portal_joins_nothing_with_two_thousand_hosts() {
    let host = |nth: usize| format!("h{nth}.example");
    // A thousand campaigns of two portals each, and one portal that names all of their hosts.
    let mut members: Vec<Member> = (0..1_000)
        .flat_map(|nth| [2 * nth, 2 * nth + 1].map(|portal| about(portal, &host(nth), PLANT)))
        .collect();
    let all: Vec<Trace> = (0..1_000).filter_map(|nth| Trace::of_host(&host(nth))).collect();
    let more = (1_000..2_000).filter_map(|nth| Trace::of_host(&host(nth)));
    let all: Vec<Trace> = all.into_iter().chain(more).collect();
    for (nth, some) in all.chunks(Trace::MOST).enumerate() {
        members.push(member(9_999, &nth.to_string(), PLANT, some.to_vec()));
    }
    let campaigns = cohort(&members).campaigns;
    assert_eq!(campaigns.len(), 1_000);
    assert!(campaigns.iter().all(|own| own.traces.len() == 1 && own.portals.len() <= 3));
    let joined = campaigns.iter().filter(|own| own.portals.len() == 3).count();
    assert!(joined <= groups::MOST_OF_PORTAL, "{joined}");
    // To name them once more does not get them past the bound.
    let again = members[2_000..]
        .iter()
        .cloned()
        .map(|own| Member { id: Fingerprint(format!("{} again", own.id)), ..own });
    let again: Vec<Member> = again.collect();
    members.extend(again);
    let campaigns = cohort(&members).campaigns;
    assert_eq!(campaigns.iter().filter(|own| own.portals.len() == 3).count(), joined);
    // Two of them may join what they name, up to a bound.
    for (nth, some) in all.chunks(Trace::MOST).enumerate() {
        members.push(member(9_998, &nth.to_string(), PLANT, some.to_vec()));
    }
    let campaigns = cohort(&members).campaigns;
    assert!(campaigns.iter().all(|own| own.traces.len() <= groups::MOST_JOINED));
}

#[test]
fn ten_thousand_findings_on_fourteen_thousand_portals_take_no_time() {
    let traces = |nth: usize| {
        let hosts = (0..Trace::MOST).map(|own| format!("h{}.example", (nth * 7 + own) % 5_000));
        hosts.filter_map(|host| Trace::of_host(&host)).collect()
    };
    let members: Vec<Member> = (0..10_000)
        .map(|nth| member((nth * 13) % 14_000, &nth.to_string(), PLANT, traces(nth)))
        .collect();
    let homes = (0..14_000).map(|nth| format!("https://p{nth}.gov.example/").parse().unwrap());
    let own = Hosts::of_portals(&homes.collect::<Vec<_>>());
    let began = Instant::now();
    assert_eq!(Cohort::of(&members, &own).changed.len(), 10_000);
    // Each finding against each other would be 50 million comparisons of 20 traces.
    let spent = began.elapsed();
    assert!(spent < Duration::from_secs(20), "{spent:?}");
}
