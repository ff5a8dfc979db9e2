//! The memory against what happens to it in the field: kills, two runs, full and broken disks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the functions that tests share are tests too"
)]

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use canhcong::{
    finding::{
        Excerpt, Family, Finding, Fingerprint, Severity, Signal, SignalKind, Standing, Text, Trace,
        Where,
    },
    history::{self, LookedAt},
    identity::Identity,
    outcome::{Coverage, Deed, Failure, Fate, PortalReport, State},
    store::{KnownPage, KnownRule, Meant, Store, StoreError},
};
use jiff::{Timestamp, ToSpan};
use tempfile::TempDir;

const HOME: &str = "https://a.example/";
const NEWS: &str = "https://a.example/tin-tuc";
const WHY: Text = Text { vi: "Vì sao", en: "Why" };
const REPAIR: Text = Text { vi: "Khắc phục", en: "Repair" };

fn rules(id: &str) -> Option<KnownRule> {
    let id = ["hidden-link", "spam-link"].into_iter().find(|known| *known == id)?;
    Some(KnownRule { id, family: Family::Backlink, why: WHY, repair: REPAIR })
}

fn night(nth: i64) -> Timestamp {
    "2026-11-20T17:00:00.123456Z".parse::<Timestamp>().unwrap() + (24 * nth).hours()
}

fn open(dir: &Path) -> Result<Store, StoreError> {
    Store::open(dir, rules, night(0))
}

fn finding(key: &str) -> Finding {
    Finding {
        id: Fingerprint::of("a", "hidden-link", key),
        rule: "hidden-link",
        family: Family::Backlink,
        severity: Severity::High,
        url: HOME.to_owned(),
        identity: Identity::Phone,
        subject: key.to_owned(),
        excerpt: Excerpt { text: "trước <a>nhà cái</a> sau".to_owned(), mark: 8..24 },
        unpacked: Some(Excerpt { text: "location='//nhà-cái'".to_owned(), mark: 10..21 }),
        place: Where { line: 120, column: 4, css: "body > div".to_owned() },
        signals: vec![
            Signal::new(SignalKind::Hidden, "offscreen"),
            Signal::new(SignalKind::Lexicon, "nhà cái"),
        ],
        why: WHY,
        repair: REPAIR,
        pages: vec![HOME.to_owned()],
        pages_total: 1,
        confirmed: true,
        traces: Trace::of_host(key).into_iter().collect(),
    }
}

fn report(state: State) -> PortalReport {
    PortalReport {
        portal: "a".to_owned(),
        name: "Cổng A".to_owned(),
        agency: Some("Sở A".to_owned()),
        province: None,
        url: HOME.to_owned(),
        state,
        coverage: Coverage {
            known: 9,
            fetched: 5,
            failed: 1,
            skipped: 3,
            bytes: 1 << 40,
            identities: Identity::ALL.to_vec(),
            stopped_by: Some("time"),
            notes: vec![Text { vi: "một ghi chú", en: "a note" }.into()],
        },
        software: Vec::new(),
        findings: Vec::new(),
        set_aside: Vec::new(),
        clearing: Vec::new(),
        healed: Vec::new(),
        watch: None,
        failures: vec![Failure {
            url: NEWS.to_owned(),
            identity: Identity::FromSearch,
            reason: Text { vi: "quá thời gian chờ 20 giây", en: "timeout after 20 s" }.into(),
        }],
    }
}

fn looked_at(places: &[(&str, Identity)]) -> LookedAt {
    let mut looked_at = LookedAt::default();
    for (url, identity) in places {
        looked_at.insert(*url, *identity);
    }
    looked_at
}

/// One night's look at the portal, start to end.
fn look(store: &mut Store, nth: i64, found: &[Finding], looked: &LookedAt) -> PortalReport {
    let at = night(nth);
    let run = store.begin_run("nightly", at).unwrap();
    store.record_sightings(run, "a", found, at).unwrap();
    let state = if found.is_empty() { State::Clean } else { State::Findings };
    let told = store.finish_portal(run, report(state), found, looked, at).unwrap();
    store.finish_run(run, at).unwrap();
    told
}

fn standings(report: &PortalReport) -> Vec<Standing> {
    report.findings.iter().map(|reported| reported.standing).collect()
}

// -- What several portals have in common

/// A finding that is `medium` on one portal.
fn spam(host: &str) -> Finding {
    let signals = [(SignalKind::Host, host), (SignalKind::Lexicon, "nhà cái")];
    Finding {
        severity: Severity::Medium,
        signals: signals.map(|(kind, detail)| Signal::new(kind, detail)).into(),
        ..finding(host)
    }
}

fn spam_on(portal: &str, host: &str) -> (String, Finding) {
    let id = Fingerprint::of(portal, "hidden-link", host);
    (portal.to_owned(), Finding { id, ..spam(host) })
}

/// One night's look at some portals, each with one finding.
fn look_at(store: &mut Store, nth: i64, found: &[(String, Finding)]) {
    let at = night(nth);
    let run = store.begin_run("nightly", at).unwrap();
    for (portal, finding) in found {
        let url = format!("https://{portal}.example/");
        let report = PortalReport { portal: portal.clone(), url, ..report(State::Findings) };
        let found = std::slice::from_ref(finding);
        store.finish_portal(run, report, found, &LookedAt::default(), at).unwrap();
    }
    store.finish_run(run, at).unwrap();
}

/// How grave the finding about a host is on each portal, as it is on record.
fn on_record(store: &Store, host: &str, portals: &[&str]) -> Vec<Severity> {
    let of = |portal: &&str| {
        let id = Fingerprint::of(portal, "hidden-link", host);
        store.story(&id, night(0)).unwrap().unwrap().incident.severity
    };
    portals.iter().map(of).collect()
}

#[test]
fn what_portals_have_in_common_is_on_record_and_joining_again_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let host = "bet88.example";
    look_at(&mut store, 0, &["a", "b", "c"].map(|portal| spam_on(portal, host)));
    let first = store.join_portals(&[], night(0)).unwrap();
    assert_eq!((first.changed.len(), first.campaigns.len()), (3, 1));
    assert_eq!(on_record(&store, host, &["a", "b", "c"]), [Severity::High; 3]);
    let second = store.join_portals(&[], night(0)).unwrap();
    assert_eq!((second.changed.len(), &second.campaigns), (0, &first.campaigns));
    // A later night that is killed before it joins makes nothing harmless.
    look_at(&mut store, 1, &[spam_on("a", host)]);
    assert_eq!(on_record(&store, host, &["a", "b", "c"]), [Severity::High; 3]);
    // The portals of a run own their hosts, and so do those of other nights.
    look_at(&mut store, 1, &["a", "b"].map(|portal| spam_on(portal, "c.example")));
    assert_eq!(store.join_portals(&[], night(1)).unwrap().campaigns.len(), 1);
    // What nobody has seen for a month says nothing of what is there now.
    look_at(&mut store, 40, &[spam_on("a", host)]);
    assert_eq!(store.join_portals(&[], night(40)).unwrap().campaigns, []);
    assert_eq!(on_record(&store, host, &["a", "b"]), [Severity::Medium, Severity::High]);
}

#[test]
fn what_is_muted_still_belongs_to_a_campaign_and_what_is_closed_does_not() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let host = "bet88.example";
    look_at(&mut store, 0, &["a", "b"].map(|portal| spam_on(portal, host)));
    let act = |store: &mut Store, deed| {
        let id = Fingerprint::of("b", "hidden-link", host);
        store.act(&id, deed, "A", Some("đã hỏi"), night(0)).unwrap().unwrap();
    };
    act(&mut store, Deed::Muted("2026-12-30".parse().unwrap()));
    let cohort = store.join_portals(&[], night(0)).unwrap();
    assert_eq!((cohort.campaigns[0].findings, cohort.campaigns[0].portals.len()), (1, 2));
    assert_eq!(on_record(&store, host, &["a", "b"]), [Severity::High; 2]);
    act(&mut store, Deed::Closed);
    assert_eq!(store.join_portals(&[], night(0)).unwrap().campaigns, []);
    assert_eq!(on_record(&store, host, &["a"]), [Severity::Medium]);
}

// -- The life of a finding

#[test]
fn a_finding_is_new_then_ongoing_then_gone_then_healed_then_reopened() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let wound = [finding("nhacai.example")];
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    assert_eq!(standings(&look(&mut store, 0, &wound, &everywhere)), [Standing::New]);
    let second = look(&mut store, 1, &wound, &everywhere);
    assert_eq!(standings(&second), [Standing::Ongoing]);
    assert_eq!(second.findings[0].first_seen, night(0));
    let third = look(&mut store, 2, &[], &everywhere);
    assert_eq!((standings(&third), third.state), (vec![], State::Clean));
    assert_eq!((third.clearing.len(), third.healed.len()), (1, 0));
    assert_eq!((&third.clearing[0].id, third.clearing[0].clean_nights), (&wound[0].id, 1));
    let fourth = look(&mut store, 3, &[], &everywhere);
    assert_eq!((fourth.clearing.len(), fourth.healed.len()), (0, 1));
    assert_eq!(fourth.healed[0].id, wound[0].id);
    let fifth = look(&mut store, 4, &[], &everywhere);
    assert!(fifth.clearing.is_empty() && fifth.healed.is_empty(), "told once");
    let sixth = look(&mut store, 5, &wound, &everywhere);
    assert_eq!(standings(&sixth), [Standing::Reopened]);
    assert_eq!((sixth.findings[0].first_seen, sixth.findings[0].times_reopened), (night(0), 1));
}

#[test]
fn what_is_seen_again_before_it_is_healed_is_ongoing_and_has_to_be_clean_anew() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let wound = [finding("nhacai.example")];
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    look(&mut store, 0, &wound, &everywhere);
    assert_eq!(look(&mut store, 1, &[], &everywhere).clearing.len(), 1);
    let back = look(&mut store, 2, &wound, &everywhere);
    assert_eq!(standings(&back), [Standing::Ongoing]);
    assert_eq!(back.findings[0].times_reopened, 0);
    let gone = look(&mut store, 3, &[], &everywhere);
    assert_eq!((gone.clearing[0].clean_nights, gone.healed.len()), (1, 0));
}

#[test]
fn nights_in_which_a_place_was_not_looked_at_do_not_count_and_neither_do_looks_in_a_row() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    look(&mut store, 0, &[finding("nhacai.example")], &everywhere);
    look(&mut store, 1, &[], &everywhere);
    let silent = look(&mut store, 2, &[], &looked_at(&[]));
    assert!(silent.clearing.is_empty() && silent.healed.is_empty());
    // The same night once more.
    let run = store.begin_run("scan", night(1)).unwrap();
    let soon = night(1) + 2.hours();
    let told = store.finish_portal(run, report(State::Clean), &[], &everywhere, soon).unwrap();
    assert_eq!((told.clearing.len(), told.clearing[0].clean_nights), (1, 1));
    assert_eq!(look(&mut store, 3, &[], &everywhere).healed[0].clean_nights, 2);
}

#[test]
fn a_portal_is_watched_for_thirty_nights_after_something_was_healed() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    assert_eq!(look(&mut store, 0, &[finding("nhacai.example")], &everywhere).watch, None);
    assert_eq!(look(&mut store, 1, &[], &everywhere).watch, None);
    let healed = look(&mut store, 2, &[], &everywhere).watch.unwrap();
    assert_eq!((healed.healed, healed.until), (1, night(32)));
    let watched = store.watched_findings("a", night(31)).unwrap();
    assert_eq!(watched[0].seen_on[0].url, HOME);
    assert!(look(&mut store, 31, &[], &everywhere).watch.is_some());
    assert_eq!(look(&mut store, 32, &[], &everywhere).watch, None);
    assert!(store.watched_findings("b", night(3)).unwrap().is_empty());
}

#[test]
fn a_portal_that_could_not_be_judged_heals_nothing() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let wound = [finding("nhacai.example")];
    look(&mut store, 0, &wound, &looked_at(&[(HOME, Identity::Phone)]));
    for looked in [looked_at(&[]), looked_at(&[(NEWS, Identity::Phone), (HOME, Identity::Citizen)])]
    {
        assert!(look(&mut store, 1, &[], &looked).clearing.is_empty());
        assert_eq!(store.open_findings("a").unwrap()[0].id, wound[0].id);
    }
}

#[test]
fn a_page_left_for_another_night_is_remembered_as_suspect() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let mut wound = finding("nhacai.example");
    wound.pages.push(NEWS.to_owned());
    let phone = Identity::Phone;
    look(&mut store, 0, &[wound], &looked_at(&[(HOME, phone), (NEWS, phone)]));
    // Seen again on the home page while nobody looked at the other one …
    look(&mut store, 1, &[finding("nhacai.example")], &looked_at(&[(HOME, phone)]));
    // … so a clean home page alone does not heal it.
    assert!(look(&mut store, 2, &[], &looked_at(&[(HOME, phone)])).clearing.is_empty());
    let both = looked_at(&[(HOME, phone), (NEWS, phone)]);
    assert_eq!(look(&mut store, 3, &[], &both).clearing.len(), 1);
}

#[test]
fn a_first_look_that_the_second_does_not_bear_out_leaves_no_trace() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    let unsure = Finding { confirmed: false, ..finding("nhacai.example") };
    store.record_sightings(run, "a", &[unsure], night(0)).unwrap();
    let looked = looked_at(&[(HOME, Identity::Phone)]);
    let told = store.finish_portal(run, report(State::Clean), &[], &looked, night(0)).unwrap();
    assert!(told.findings.is_empty() && told.clearing.is_empty());
    assert!(store.open_findings("a").unwrap().is_empty());
    let next = look(&mut store, 1, &[finding("nhacai.example")], &looked);
    assert_eq!(standings(&next), [Standing::New]);
}

#[test]
fn portals_do_not_mix() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    store.record_sightings(run, "a", &[finding("nhacai.example")], night(0)).unwrap();
    let other = PortalReport { portal: "b".to_owned(), ..report(State::Clean) };
    let looked = looked_at(&[(HOME, Identity::Phone)]);
    let told = store.finish_portal(run, other, &[], &looked, night(0)).unwrap();
    assert!(told.findings.is_empty() && told.clearing.is_empty());
    assert_eq!(store.open_findings("a").unwrap().len(), 1);
}

#[test]
fn a_reopening_that_the_second_look_does_not_bear_out_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    look(&mut store, 0, &[finding("nhacai.example")], &everywhere);
    look(&mut store, 1, &[], &everywhere);
    look(&mut store, 2, &[], &everywhere);
    let before = store.incidents(None, true, night(3)).unwrap().remove(0);
    let run = store.begin_run("nightly", night(3)).unwrap();
    let unsure = Finding { confirmed: false, ..finding("nhacai.example") };
    store.record_sightings(run, "a", &[unsure], night(3)).unwrap();
    store.finish_portal(run, report(State::Clean), &[], &everywhere, night(3)).unwrap();
    let after = store.incidents(None, true, night(3)).unwrap().remove(0);
    assert_eq!(after.times_reopened, 0);
    assert!(
        matches!((before.fate, after.fate), (Fate::Healed { at: a, .. }, Fate::Healed { at: b, .. }) if a == b),
        "{:?}",
        after.fate
    );
}

// -- What people decide

fn closed(store: &mut Store, key: &str, nth: i64) {
    let act = store.act(&finding(key).id, Deed::Closed, "Lò Văn A", Some("đối tác"), night(nth));
    assert!(act.unwrap().is_some());
}

#[test]
fn what_is_muted_does_not_count_until_the_mute_ends() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let (wound, everywhere) = ([finding("nhacai.example")], looked_at(&[(HOME, Identity::Phone)]));
    look(&mut store, 0, &wound, &everywhere);
    let until = history::day(night(2));
    let muted = Deed::Muted(until);
    store.act(&wound[0].id, muted, "Lò Văn A", Some("chờ nhà thầu"), night(0)).unwrap().unwrap();
    let told = look(&mut store, 2, &wound, &everywhere);
    assert_eq!((told.findings.len(), told.set_aside.len(), told.state), (0, 1, State::Clean));
    let act = told.set_aside[0].handling.set_aside.as_ref().unwrap();
    assert_eq!((act.by.as_str(), act.deed), ("Lò Văn A", muted));
    let told = look(&mut store, 3, &wound, &everywhere);
    assert_eq!((standings(&told), told.set_aside.len()), (vec![Standing::Ongoing], 0));
    assert_eq!(told.state, State::Findings);
}

#[test]
fn what_is_closed_opens_again_when_it_is_graver_or_about_something_else() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    let known = [finding("nhacai.example"), finding("doi-tac.example")];
    look(&mut store, 0, &known, &everywhere);
    closed(&mut store, "nhacai.example", 0);
    closed(&mut store, "doi-tac.example", 0);
    assert_eq!(look(&mut store, 1, &known, &everywhere).set_aside.len(), 2);
    let changed = [
        Finding { severity: Severity::Critical, ..finding("nhacai.example") },
        Finding { subject: "bet88.example".to_owned(), ..finding("doi-tac.example") },
    ];
    let told = look(&mut store, 2, &changed, &everywhere);
    assert_eq!((told.findings.len(), told.set_aside.len()), (2, 0));
    let story = store.story(&changed[0].id, night(2)).unwrap().unwrap();
    let deeds: Vec<_> = story.acts.iter().map(|act| (act.deed, act.by.as_str())).collect();
    assert_eq!(deeds, [(Deed::Closed, "Lò Văn A"), (Deed::Reopened, "canhcong")]);
    // What is graver at the first look only, and not after the second, is what was closed.
    closed(&mut store, "doi-tac.example", 2);
    let run = store.begin_run("nightly", night(3)).unwrap();
    let first_look = Finding { severity: Severity::Critical, ..changed[1].clone() };
    store.record_sightings(run, "a", &[first_look], night(3)).unwrap();
    let told = store
        .finish_portal(run, report(State::Findings), &changed[1..], &everywhere, night(3))
        .unwrap();
    assert_eq!(told.set_aside.len(), 1);
}

#[test]
fn an_act_stays_on_record_whatever_becomes_of_the_finding() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    // Seen once by a run that died, acknowledged, and then not borne out.
    let run = store.begin_run("nightly", night(0)).unwrap();
    let unsure = Finding { confirmed: false, ..finding("nhacai.example") };
    store.record_sightings(run, "a", std::slice::from_ref(&unsure), night(0)).unwrap();
    store.act(&unsure.id, Deed::Acknowledged, "Lò Văn A", None, night(0)).unwrap().unwrap();
    look(&mut store, 1, &[], &everywhere);
    drop(store);
    let store = open(dir.path()).unwrap();
    let story = store.story(&unsure.id, night(1)).unwrap().unwrap();
    assert_eq!((story.acts.len(), story.acts[0].by.as_str()), (1, "Lò Văn A"));
    let nobody = Fingerprint("0000".to_owned());
    let mut store = store;
    assert!(store.act(&nobody, Deed::Closed, "A", None, night(1)).unwrap().is_none());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "somebody else's program opens the database")]
fn acts_cannot_be_changed_or_deleted() {
    let (dir, path) = used_database();
    let mut store = open(dir.path()).unwrap();
    closed(&mut store, "7.example", 1);
    drop(store);
    let other = rusqlite::Connection::open(&path).unwrap();
    for change in ["UPDATE acts SET actor = 'B'", "DELETE FROM acts"] {
        assert!(other.execute(change, []).unwrap_err().to_string().contains("kept"), "{change}");
    }
}

#[test]
fn a_story_has_every_look_every_healing_and_every_act() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let (wound, everywhere) = ([finding("nhacai.example")], looked_at(&[(HOME, Identity::Phone)]));
    let id = &wound[0].id;
    look(&mut store, 0, &wound, &everywhere);
    store.act(id, Deed::Acknowledged, "Lò Văn A", None, night(0)).unwrap().unwrap();
    (1..=2).for_each(|nth| drop(look(&mut store, nth, &[], &everywhere)));
    (5..=6).for_each(|nth| drop(look(&mut store, nth, &wound, &everywhere)));
    let story = store.story(id, night(9)).unwrap().unwrap();
    let seen: Vec<_> = story.sightings.iter().map(|seen| (seen.at, seen.standing)).collect();
    let expected = [(0, Standing::New), (5, Standing::Reopened), (6, Standing::Ongoing)]
        .map(|(nth, standing)| (night(nth), standing));
    assert_eq!(seen, expected);
    assert_eq!(story.healed, [night(2)]);
    let own = &story.incident;
    assert_eq!((own.first_seen, own.opened_at, own.last_seen), (night(0), night(5), night(6)));
    assert_eq!((own.days_open(night(9)), own.times_reopened), (4, 1));
    assert_eq!(own.portal_name.as_deref(), Some("Cổng A"));
    // Whoever cared for it then believes that it is done.
    assert!(own.handling.acknowledged.is_none());
    assert_eq!(store.incidents(Some("a"), false, night(9)).unwrap().len(), 1);
    assert!(store.incidents(Some("b"), true, night(9)).unwrap().is_empty());
}

#[test]
fn the_beginning_of_a_name_is_enough_where_no_other_begins_so() {
    let (dir, _) = used_database();
    let store = open(dir.path()).unwrap();
    let whole = finding("7.example").id;
    assert_eq!(store.meant(&whole.0).unwrap(), Meant::One(whole.clone()));
    assert_eq!(store.meant(&whole.0[..12]).unwrap(), Meant::One(whole));
    assert!(matches!(store.meant("").unwrap(), Meant::Several(_)));
    assert_eq!(store.meant("%").unwrap(), Meant::Nobody);
}

#[test]
fn people_ask_and_decide_while_a_run_is_under_way() {
    let dir = TempDir::new().unwrap();
    assert!(Store::open_beside(dir.path(), rules, night(0)).unwrap().is_none());
    assert!(!dir.path().join(Store::FILE).exists(), "asking makes no memory");
    let mut run = open(dir.path()).unwrap();
    let (wound, everywhere) = ([finding("nhacai.example")], looked_at(&[(HOME, Identity::Phone)]));
    look(&mut run, 0, &wound, &everywhere);
    let mut beside = Store::open_beside(dir.path(), rules, night(0)).unwrap().unwrap();
    assert_eq!(beside.incidents(None, false, night(0)).unwrap().len(), 1);
    closed(&mut beside, "nhacai.example", 0);
    assert_eq!(look(&mut run, 1, &wound, &everywhere).set_aside.len(), 1);
}

#[test]
fn silent_nights_are_counted_up_to_the_first_answer() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let mut end = |nth, state, stopped_by| {
        let run = store.begin_run("nightly", night(nth)).unwrap();
        let coverage = Coverage { stopped_by, ..report(state).coverage };
        let report = PortalReport { coverage, ..report(state) };
        store.finish_portal(run, report, &[], &looked_at(&[]), night(nth)).unwrap();
        store.silent_nights("a").unwrap().map(|nights| (nights.count, nights.since))
    };
    assert_eq!(end(0, State::Unreachable, None), Some((1, night(0))));
    assert_eq!(end(1, State::Clean, None), None);
    assert_eq!(end(2, State::Unreachable, None), Some((1, night(2))));
    assert_eq!(end(3, State::NotComparable, None), Some((2, night(2))));
    assert_eq!(
        end(4, State::Unreachable, Some("signal")),
        Some((2, night(2))),
        "somebody stopped it"
    );
    assert_eq!(end(5, State::Unreachable, None), Some((3, night(2))));
}

// -- A run that was cut short

#[test]
fn a_run_that_was_cut_short_goes_on_and_recalls_what_it_judged() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    look(&mut store, 0, &[finding("gone.example")], &looked_at(&[]));
    let run = store.begin_run("nightly", night(1)).unwrap();
    let found = [
        finding("nhacai.example"),
        Finding { severity: Severity::Critical, ..finding("bet88.example") },
    ];
    store.record_sightings(run, "a", &found[..1], night(1)).unwrap();
    let looked = looked_at(&[(HOME, Identity::Phone)]);
    let told =
        store.finish_portal(run, report(State::Findings), &found, &looked, night(1)).unwrap();
    drop(store);

    let store = open(dir.path()).unwrap();
    let unfinished = store.unfinished_run("nightly", night(0)).unwrap().unwrap();
    assert_eq!((unfinished.run, unfinished.started_at), (run, night(1)));
    assert_eq!(unfinished.judged, ["a"]);
    let recalled = store.portal_report(run, "a").unwrap().unwrap();
    assert_eq!(format!("{recalled:?}"), format!("{told:?}"));
    assert_eq!(recalled.findings[0].finding, found[1], "gravest first, nothing lost");
    assert_eq!(recalled.findings[1].finding, found[0]);
    assert_eq!(recalled.clearing[0].subject, "gone.example");
    assert!(store.portal_report(run, "b").unwrap().is_none());
}

#[test]
fn what_was_seen_before_the_cut_is_told_even_if_it_is_not_looked_at_again() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    store.record_sightings(run, "a", &[finding("nhacai.example")], night(0)).unwrap();
    drop(store);
    let mut store = open(dir.path()).unwrap();
    let elsewhere = looked_at(&[(NEWS, Identity::Phone)]);
    let told = store.finish_portal(run, report(State::Clean), &[], &elsewhere, night(0)).unwrap();
    assert_eq!((standings(&told), told.state), (vec![Standing::New], State::Findings));
}

#[test]
fn what_a_dead_run_recorded_is_still_new_to_the_people_of_the_next_one() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    let wound = [finding("nhacai.example")];
    store.record_sightings(run, "a", &wound, night(0)).unwrap();
    let next = look(&mut store, 1, &wound, &looked_at(&[(HOME, Identity::Phone)]));
    assert_eq!(standings(&next), [Standing::New]);
    assert_eq!(next.findings[0].first_seen, night(0));
}

#[test]
fn only_the_last_run_of_a_kind_goes_on_and_only_while_it_is_fresh() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    store.begin_run("nightly", night(0)).unwrap();
    assert!(store.unfinished_run("scan", night(0)).unwrap().is_none());
    assert!(store.unfinished_run("nightly", night(1)).unwrap().is_none(), "too old");
    assert!(store.unfinished_run("nightly", night(0)).unwrap().is_some());
    let second = store.begin_run("nightly", night(1)).unwrap();
    store.finish_run(second, night(1)).unwrap();
    assert!(store.unfinished_run("nightly", night(0)).unwrap().is_none(), "a later one ended");
}

#[test]
fn findings_of_a_rule_that_is_gone_mean_that_the_portal_is_looked_at_again() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    let found = [Finding { rule: "renamed-rule", ..finding("nhacai.example") }];
    store.finish_portal(run, report(State::Findings), &found, &looked_at(&[]), night(0)).unwrap();
    assert!(store.portal_report(run, "a").unwrap().is_none());
    assert_eq!(store.open_findings("a").unwrap().len(), 1);
}

// -- Pages

#[test]
fn pages_add_up_over_the_nights() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let first = KnownPage {
        url: HOME.to_owned(),
        found_via: "start".to_owned(),
        last_seen: night(0),
        last_status: Some(200),
        digest: Some([7; 32]),
        last_looked: [Some(night(0)), None, None, None],
    };
    store.record_pages("a", std::slice::from_ref(&first)).unwrap();
    let second = KnownPage {
        found_via: "link".to_owned(),
        last_seen: night(1),
        last_status: None,
        digest: None,
        last_looked: [None, None, Some(night(1)), None],
        ..first.clone()
    };
    store.record_pages("a", &[second]).unwrap();
    let known = store.known_pages("a").unwrap();
    let last_looked = [Some(night(0)), None, Some(night(1)), None];
    assert_eq!(known, [KnownPage { last_seen: night(1), last_looked, ..first }]);
    assert!(store.known_pages("b").unwrap().is_empty());
}

#[test]
fn a_portal_that_invents_addresses_every_night_does_not_fill_the_disk() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    const MANY: usize = KnownPage::MAX / 4 * 3;
    let invented = |nth: i64| -> Vec<KnownPage> {
        let page = |number| KnownPage {
            url: format!("https://a.example/{nth}/{number}"),
            found_via: "link".to_owned(),
            last_seen: night(nth),
            last_status: None,
            digest: None,
            last_looked: [None; 4],
        };
        (0..MANY).map(page).collect()
    };
    for nth in 0..2 {
        store.record_pages("a", &invented(nth)).unwrap();
        look(&mut store, nth, &[], &looked_at(&[]));
    }
    let known = store.known_pages("a").unwrap();
    assert_eq!(known.len(), KnownPage::MAX);
    assert_eq!(known.iter().filter(|page| page.last_seen == night(1)).count(), MANY);
}

// -- Many tasks, one writer

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_record_through_one_writer() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("scan", night(0)).unwrap();
    let (recorder, writer) = store.into_writer().unwrap();
    let tasks: Vec<_> = (0..100)
        .map(|nth| {
            let recorder = recorder.clone();
            tokio::spawn(async move {
                let found = [finding(&format!("{nth}.example"))];
                let work =
                    move |store: &mut Store| store.record_sightings(run, "a", &found, night(0));
                recorder.ask(work).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap()[0].standing, Standing::New);
    }
    drop(recorder);
    let store = tokio::task::spawn_blocking(|| writer.join()).await.unwrap().unwrap();
    assert_eq!(store.open_findings("a").unwrap().len(), 100);
}

#[tokio::test]
async fn the_end_of_the_writer_is_told_to_those_who_wait() {
    let dir = TempDir::new().unwrap();
    let (recorder, writer) = open(dir.path()).unwrap().into_writer().unwrap();
    let told = recorder.ask(|_: &mut Store| -> Result<(), _> { panic!("on purpose") }).await;
    assert!(matches!(told, Err(StoreError::WriterGone)));
    let told = recorder.ask(|store| store.open_findings("a")).await;
    assert!(matches!(told, Err(StoreError::WriterGone)));
    assert!(matches!(writer.join(), Err(StoreError::WriterGone)));
}

// -- A process of its own, that is killed or runs out of disk

const CHILD_DIR: &str = "CANHCONG_TEST_STORE";

/// Runs as a child of other tests: records one finding after another and says so.
#[test]
#[ignore = "runs as a child process of other tests"]
fn child_records_until_it_ends() {
    let Ok(dir) = env::var(CHILD_DIR) else { return };
    let failed = |error: StoreError| println!("failed {error}");
    let mut store = match open(Path::new(&dir)) {
        Ok(store) => store,
        Err(error) => return failed(error),
    };
    let run = store.begin_run("nightly", night(0)).unwrap();
    for nth in 0.. {
        let key = format!("{nth}.example");
        match store.record_sightings(run, "a", &[finding(&key)], night(0)) {
            Ok(_) => println!("ACK {key}"),
            Err(error) => return failed(error),
        }
    }
}

/// Runs as a child of another test: decides again and again and says so.
#[test]
#[ignore = "runs as a child process of another test"]
fn child_decides_until_it_ends() {
    let Ok(dir) = env::var(CHILD_DIR) else { return };
    let mut store = Store::open_beside(Path::new(&dir), rules, night(0)).unwrap().unwrap();
    for nth in 0.. {
        let by = format!("{nth}");
        let act = store.act(&finding("nhacai.example").id, Deed::Closed, &by, None, night(0));
        assert!(act.unwrap().is_some());
        println!("ACK {by}");
    }
}

fn child_command(dir: &Path, test: &str, program: &mut Command) -> Child {
    program
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(CHILD_DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn keys(lines: &[String]) -> Vec<&str> {
    // The test harness may put its own words before the first.
    lines.iter().filter_map(|line| Some(line.split_once("ACK ")?.1)).collect()
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let dir = TempDir::new().unwrap();
    let program = env::current_exe().unwrap();
    let mut child =
        child_command(dir.path(), "child_records_until_it_ends", &mut Command::new(program));
    let mut lines: Vec<String> = Vec::new();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    while keys(&lines).len() < 50 {
        lines.push(said.next().expect("the child goes on").unwrap());
    }
    let refused = open(dir.path()).unwrap_err();
    assert!(
        matches!(&refused, StoreError::InUse { pid: Some(pid), since: Some(_), .. } if *pid == child.id()),
        "{refused}"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    lines.extend(said.map_while(Result::ok));

    let store = open(dir.path()).unwrap();
    let open = store.open_findings("a").unwrap();
    for key in keys(&lines) {
        assert!(open.iter().any(|known| known.subject == key), "{key} was acknowledged");
    }
    assert!(store.unfinished_run("nightly", night(0)).unwrap().is_some());
}

#[test]
fn a_kill_loses_no_decision() {
    let dir = TempDir::new().unwrap();
    let wound = finding("nhacai.example");
    look(&mut open(dir.path()).unwrap(), 0, std::slice::from_ref(&wound), &looked_at(&[]));
    let program = env::current_exe().unwrap();
    let mut child =
        child_command(dir.path(), "child_decides_until_it_ends", &mut Command::new(program));
    let mut lines: Vec<String> = Vec::new();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    while keys(&lines).len() < 50 {
        lines.push(said.next().expect("the child goes on").unwrap());
    }
    child.kill().unwrap();
    child.wait().unwrap();
    lines.extend(said.map_while(Result::ok));
    let story = open(dir.path()).unwrap().story(&wound.id, night(0)).unwrap().unwrap();
    let by: Vec<&str> = story.acts.iter().map(|act| act.by.as_str()).collect();
    assert!(by.starts_with(&keys(&lines)), "{by:?}");
}

#[test]
fn two_runs_at_once_are_refused_and_the_next_one_is_not() {
    let dir = TempDir::new().unwrap();
    let first = open(dir.path()).unwrap();
    let told = open(dir.path()).unwrap_err().to_string();
    let expected = format!("(process {}, since 2026-11-20T17:00:00Z)", std::process::id());
    assert!(told.contains(&expected), "{told}");
    assert!(told.contains(&dir.path().display().to_string()), "{told}");
    drop(first);
    open(dir.path()).unwrap();
}

/// What the child said on a disk of this size, and a copy of what it left there; `None` where
/// such a disk can not be made.
fn on_a_disk_of(size: &str) -> Option<(String, TempDir)> {
    let (disk, copy) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    // A mount in a namespace of its own: nothing is left behind, whoever runs this.
    let script = "mount -t tmpfs -o size=$0 none \"$1\" || exit
                  disk=$1; copy=$2; shift 2; echo mounted
                  \"$@\"
                  cp \"$disk\"/* \"$copy\"/";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, size])
        .args([disk.path(), copy.path(), &env::current_exe().unwrap()])
        .args(["--exact", "child_records_until_it_ends", "--ignored", "--nocapture"])
        .env(CHILD_DIR, disk.path())
        .output();
    let said = String::from_utf8_lossy(&output.ok()?.stdout).into_owned();
    said.contains("mounted").then_some((said, copy))
}

#[test]
fn a_full_disk_is_told_and_what_was_recorded_before_stays() {
    let Some((said, copy)) = on_a_disk_of("400k") else {
        return eprintln!("skipped: unshare(1) can not mount a small disk here");
    };
    assert!(said.contains("failed the disk that holds"), "{said}");
    assert!(said.contains("canhcong.sqlite3 is full"), "{said}");
    let lines: Vec<String> = said.lines().map(str::to_owned).collect();
    let open = open(copy.path()).unwrap().open_findings("a").unwrap();
    assert!(!open.is_empty());
    assert_eq!(open.len(), keys(&lines).len());
}

#[test]
fn a_disk_that_is_too_full_to_begin_on_is_told() {
    for size in ["8k", "64k"] {
        let Some((said, copy)) = on_a_disk_of(size) else {
            return eprintln!("skipped: unshare(1) can not mount a small disk here");
        };
        assert!(said.contains("failed the disk that holds"), "{size}: {said}");
        // What is left there is in nobody's way.
        open(copy.path()).unwrap();
    }
}

// -- Evidence

#[test]
fn evidence_is_found_by_its_finding_and_what_is_in_hand_is_known() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let found = ["a.example", "b.example", "c.example"].map(finding);
    look(&mut store, 0, &found, &LookedAt::default());
    let ids = found.clone().map(|finding| finding.id);
    let both = [(ids[0].clone(), Severity::Medium), (ids[1].clone(), Severity::High)];
    store.record_evidence("a/1", &both, night(0)).unwrap();
    store.record_evidence("a/2", &[(ids[0].clone(), Severity::High)], night(1)).unwrap();
    // An item that a killed run left without a record is as grave as its finding.
    store.adopt_evidence("a/3", &[ids[2].0.clone()], night(1)).unwrap();
    let items = |store: &Store, id| -> Vec<_> {
        let kept = store.evidence_of(id).unwrap();
        kept.into_iter().map(|kept| (kept.item, kept.severity, kept.at)).collect()
    };
    let newest = ("a/2".to_owned(), Severity::High, night(1));
    let oldest = ("a/1".to_owned(), Severity::Medium, night(0));
    assert_eq!(items(&store, &ids[0]), [newest.clone(), oldest]);
    assert_eq!(store.newest_evidence("a").unwrap()[&ids[0]].item, "a/2");
    assert_eq!(items(&store, &ids[2])[0].1, Severity::High);

    // Gone on two nights is healed; whoever took one on may still work on it.
    let everywhere = looked_at(&Identity::ALL.map(|identity| (HOME, identity)));
    store.act(&ids[1], Deed::Acknowledged, "A", None, night(1)).unwrap().unwrap();
    for nth in 1..4 {
        look(&mut store, nth, &found[..1], &everywhere);
    }
    let in_hand = |store: &Store| {
        let mut in_hand: Vec<_> = store.findings_in_hand(night(4)).unwrap().into_iter().collect();
        in_hand.sort();
        in_hand
    };
    let mut expected = [ids[0].0.clone(), ids[1].0.clone()];
    expected.sort();
    assert_eq!(in_hand(&store), expected);
    store.act(&ids[1], Deed::Closed, "A", Some("đã xong"), night(4)).unwrap().unwrap();
    assert_eq!(in_hand(&store), [ids[0].0.clone()]);

    store.forget_evidence(&["a/1".to_owned()]).unwrap();
    assert_eq!(items(&store, &ids[0]), [newest]);
    assert_eq!(store.evidence_items().unwrap().len(), 2);
}

// -- Folders and files that are not what they should be

#[test]
fn a_folder_that_can_not_be_made_or_written_to_is_named() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let told = open(&file.join("state")).unwrap_err();
    assert!(matches!(&told, StoreError::Folder { .. }), "{told}");
    assert!(told.to_string().contains("file/state"), "{told}");
    // Not even root can make files there.
    let told = open(Path::new("/proc/canhcong")).unwrap_err();
    assert!(matches!(&told, StoreError::Folder { .. }), "{told}");
}

/// A database with something in it, closed in order.
fn used_database() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let found: Vec<_> = (0..200).map(|nth| finding(&format!("{nth}.example"))).collect();
    look(&mut store, 0, &found, &looked_at(&[]));
    drop(store);
    let path = dir.path().join(Store::FILE);
    (dir, path)
}

/// Opening fails, says so with the path, and leaves the file as it was.
fn refused(dir: &TempDir, path: &Path) -> StoreError {
    let before = fs::read(path).unwrap();
    let error = open(dir.path()).unwrap_err();
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    assert_eq!(fs::read(path).unwrap(), before, "the file was touched");
    error
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    for text in ["", "not a database", &"rác ".repeat(5000)] {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join(Store::FILE);
        fs::write(&path, text).unwrap();
        let error = refused(&dir, &path);
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    }
}

#[test]
fn a_truncated_database_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    let length = fs::metadata(&path).unwrap().len();
    for kept in [length - 1, length / 2, 4096, 100, 0] {
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(kept).unwrap();
        let error = refused(&dir, &path);
        assert!(matches!(error, StoreError::Damaged { .. }), "{kept}: {error}");
    }
}

#[test]
fn a_database_with_a_page_of_garbage_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    let middle = file.metadata().unwrap().len() / 4096 / 2 * 4096;
    file.write_all_at(&[0xaa; 4096], middle).unwrap();
    let error = refused(&dir, &path);
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn a_missing_database_whose_log_is_there_is_refused() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("canhcong.sqlite3-wal"), "what was not yet moved over").unwrap();
    let error = open(dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

/// Changes four bytes of the database's header.
fn patch(path: &Path, offset: u64, value: u32) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(&value.to_be_bytes(), offset).unwrap();
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    patch(&path, 60, 99); // user_version
    let error = refused(&dir, &path);
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "an older version of the program made this one")]
fn a_database_of_the_first_version_is_brought_up_to_date() {
    let dir = TempDir::new().unwrap();
    let old = rusqlite::Connection::open(dir.path().join("canhcong.sqlite3")).unwrap();
    old.execute_batch(include_str!("../src/store/schema.sql")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    let mut store = open(dir.path()).unwrap();
    let told = look(&mut store, 0, &[finding("nhacai.example")], &LookedAt::default());
    assert_eq!(told.findings[0].finding.unpacked, finding("nhacai.example").unpacked);
}

/// What version 2 knew: an open wound, one that was healed and one that came back, and a portal
/// that had been silent for two nights.
const VERSION_2: &str = "
    INSERT INTO runs VALUES (1, 'nightly', 0, 1), (2, 'nightly', 86400000000, 1);
    INSERT INTO findings (fingerprint, portal, rule, family, severity, url, identity, subject,
        excerpt, mark_start, mark_end, place_line, place_column, place_css, signals, pages,
        pages_total, confirmed, seen_on, state, first_seen, last_seen, healed_at, times_reopened)
    SELECT key, 'a', 'hidden-link', 'backlink', 'high', 'https://a.example/', 'phone', key || '.example',
        '', 0, 0, 1, 1, '', '[]', '[\"https://a.example/\"]', 1, 1,
        '[{\"url\":\"https://a.example/\",\"identity\":\"phone\"}]', state, 0, 86400000000, healed, times
    FROM (SELECT 'aa' key, 'open' state, NULL healed, 0 times
          UNION SELECT 'bb', 'healed', 86400000000, 0 UNION SELECT 'cc', 'open', NULL, 3);
    INSERT INTO sightings VALUES (1, 'aa', 'new', 0), (2, 'aa', 'ongoing', 86400000000),
        (2, 'cc', 'reopened', 86400000000);
    INSERT INTO portal_runs (run, portal, name, url, state, coverage, failures, healed, judged_at)
    SELECT id, 'a', 'A', 'https://a.example/', 'findings',
        '{\"known\":1,\"fetched\":1,\"failed\":0,\"skipped\":0,\"bytes\":1,\"identities\":[],\"stopped_by\":null,\"notes\":[]}',
        '[]', iif(id = 2, '[{\"id\":\"bb\",\"rule\":\"hidden-link\",\"severity\":\"high\",\"subject\":\"bb.example\",\"url\":\"https://a.example/\",\"first_seen\":0}]', '[]'),
        started_at FROM runs;
    INSERT INTO portal_runs SELECT run, 'b', 'B', agency, province, 'https://b.example/', 'unreachable',
        coverage, failures, '[]', judged_at FROM portal_runs;";

#[test]
#[expect(clippy::disallowed_methods, reason = "an older version of the program made this one")]
fn nothing_that_version_2_knew_is_lost() {
    let dir = TempDir::new().unwrap();
    let old = rusqlite::Connection::open(dir.path().join(Store::FILE)).unwrap();
    old.execute_batch(include_str!("../src/store/schema.sql")).unwrap();
    old.execute_batch(include_str!("../src/store/unpacked.sql")).unwrap();
    old.execute_batch(VERSION_2).unwrap();
    old.pragma_update(None, "user_version", 2).unwrap();
    drop(old);
    let now = Timestamp::from_second(86_400 * 3).unwrap();
    // A person's question brings it up to date as well.
    let store = Store::open_beside(dir.path(), rules, now).unwrap().unwrap();
    let told = |id: &str| store.story(&Fingerprint(id.to_owned()), now).unwrap().unwrap();
    let open = told("aa");
    assert_eq!((open.incident.fate, open.sightings.len()), (Fate::Open, 2));
    assert_eq!(open.incident.days_open(now), 3);
    let healed = told("bb");
    let second = Timestamp::from_second(86_400).unwrap();
    assert_eq!(healed.incident.fate, Fate::Healed { nights: 1, at: second });
    assert_eq!(healed.healed, [second]);
    let back = told("cc");
    assert_eq!((back.incident.times_reopened, back.incident.opened_at), (3, second));
    assert_eq!(store.silent_nights("b").unwrap().unwrap().count, 2);
    assert_eq!(store.watched_findings("a", now).unwrap().len(), 1);
    drop(store);
    // What was healed then is reopened now.
    let mut store = self::open(dir.path()).unwrap();
    let again = [Finding { id: Fingerprint("bb".to_owned()), ..finding("bb.example") }];
    let told = look(&mut store, 0, &again, &looked_at(&[(HOME, Identity::Phone)]));
    assert_eq!(standings(&told), [Standing::Reopened]);
    assert_eq!(told.clearing.len(), 2);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "an older version of the program made this one")]
fn what_version_4_knew_is_joined_when_it_is_seen_again() {
    let dir = TempDir::new().unwrap();
    let old = rusqlite::Connection::open(dir.path().join(Store::FILE)).unwrap();
    for change in [
        include_str!("../src/store/schema.sql"),
        include_str!("../src/store/unpacked.sql"),
        VERSION_2,
        include_str!("../src/store/life.sql"),
        include_str!("../src/store/days.sql"),
    ] {
        old.execute_batch(change).unwrap();
    }
    old.pragma_update(None, "user_version", 4).unwrap();
    drop(old);
    let mut store = open(dir.path()).unwrap();
    let again = |portal: &str, id: &str| {
        let id = Fingerprint(id.to_owned());
        (portal.to_owned(), Finding { id, ..spam("bet88.example") })
    };
    look_at(&mut store, 0, &[again("b", "dd")]);
    assert_eq!(store.join_portals(&[], night(0)).unwrap().campaigns, []);
    look_at(&mut store, 0, &[again("a", "aa")]);
    assert_eq!(store.join_portals(&[], night(0)).unwrap().campaigns.len(), 1);
}

#[test]
fn the_database_of_another_program_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    patch(&path, 68, 0x1234); // application_id
    let error = refused(&dir, &path);
    assert!(matches!(error, StoreError::Foreign { found: 0x1234, .. }), "{error}");
}

#[test]
fn a_beginning_that_was_cut_short_is_begun_again() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("canhcong.sqlite3.new"), "half a database").unwrap();
    let mut lock = fs::File::create(dir.path().join("run.lock")).unwrap();
    writeln!(lock, "1 2026-11-19T17:00:00Z").unwrap();
    open(dir.path()).unwrap();
    let mut text = String::new();
    fs::File::open(dir.path().join("run.lock")).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "", "ended in order");
}

#[test]
fn a_value_that_nobody_would_have_written_is_damage() {
    let (dir, path) = used_database();
    // `high` in every row becomes a severity that does not exist.
    let mut bytes = fs::read(&path).unwrap();
    for at in memchr::memmem::find_iter(&bytes.clone(), b"high") {
        bytes[at..at + 4].copy_from_slice(b"hihi");
    }
    fs::write(&path, bytes).unwrap();
    let store = open(dir.path()).unwrap();
    let error = store.open_findings("a").unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("hihi"), "{error}");
}
