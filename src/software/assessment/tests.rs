use super::*;
use crate::software::{Branch, Confidence, Says, Version};

fn set(text: &str) -> Versions {
    Versions::parse(text).unwrap()
}

fn on(day: &str) -> Date {
    day.parse().unwrap()
}

fn branch(name: &str, versions: &str, support: Support, newest: Option<&str>) -> Branch {
    let release = |text| Release { version: Version::parse(text).unwrap(), date: None };
    Branch {
        name: name.to_owned(),
        versions: set(versions),
        released: None,
        support,
        newest: newest.map(release),
        followed: Versions::none(),
    }
}

fn lifecycle(part: Part) -> Lifecycle {
    Lifecycle {
        product: "cms".to_owned(),
        part,
        as_of: on("2026-06-01"),
        source: "us".to_owned(),
        branches: vec![
            branch("3", ">=3 <4", Support::Open, Some("3.2")),
            branch("2", ">=2 <3", Support::Until(on("2026-09-30")), Some("2.9")),
            branch("1", ">=1 <2", Support::Replaced, None),
            branch("0", "<1", Support::Ended, None),
        ],
    }
}

fn hole(id: &str, affected: &str, severity: Severity, exploited: bool) -> Advisory {
    Advisory {
        id: id.to_owned(),
        product: "cms".to_owned(),
        affected: set(affected),
        severity,
        exploited,
        letter: None,
        source: "us".to_owned(),
        confidence: Confidence::Vendor,
        as_of: None,
    }
}

fn judged(says: &[Says], part: Part, holes: &[Advisory], today: &str) -> Assessment {
    let answer = crate::software::Answer::of(says);
    let subject =
        Subject { name: "CMS", kind: answer.kind, versions: &answer.versions, package: None };
    assess(subject, Some(&lifecycle(part)), holes, on(today))
}

fn standing(versions: &str, today: &str) -> Standing {
    judged(&[Says::Versions(set(versions))], Part::Portal, &[], today).standing
}

#[test]
fn all_that_is_possible_is_judged() {
    let today = "2026-09-30";
    for (versions, verdict) in [
        ("3.2", Standing::NoNewerKnown),
        ("3.3", Standing::NoNewerKnown),
        ("4.0", Standing::NoNewerKnown),
        (">=3.2", Standing::NoNewerKnown),
        ("3.1", Standing::Outdated),
        (">=3 <3.2", Standing::Outdated),
        (">=3.1", Standing::PossiblyOutdated),
        (">=3 <4", Standing::PossiblyOutdated),
        ("2.9", Standing::NoNewerKnown),
        ("2.8", Standing::Outdated),
        ("1.7", Standing::Outdated),
        (">=1 <2.9", Standing::Outdated),
        ("0.5 | 1.5", Standing::Outdated),
        ("0.5", Standing::EndOfLife),
        ("<1", Standing::EndOfLife),
    ] {
        assert_eq!(standing(versions, today), verdict, "{versions}");
    }
    assert_eq!(standing("2.9", "2026-10-01"), Standing::EndOfLife);
    assert_eq!(standing("2.9 | 3.2", "2026-10-01"), Standing::PossiblyOutdated);
}

#[test]
fn nothing_is_told_of_what_is_not_known() {
    let holes = [hole("CVE-1", "<9", Severity::Critical, true)];
    let unknown = judged(&[Says::Product], Part::Portal, &holes, "2026-07-01");
    assert_eq!(unknown.standing, Standing::Unknown);
    assert!(unknown.advisories.is_empty() && unknown.severity.is_none());

    let mixed = [Says::Versions(set("0.1")), Says::Versions(set("0.2"))];
    let mixed = judged(&mixed, Part::Portal, &holes, "2026-07-01");
    assert_eq!(mixed.standing, Standing::PossiblyOutdated);
    assert!(mixed.advisories.iter().all(|hole| hole.extent == Extent::Possibly));
    assert!(mixed.severity <= Some(Severity::Medium));
}

#[test]
fn holes_are_as_grave_as_they_surely_apply() {
    let holes = [
        hole("CVE-1", "<3.1", Severity::Critical, true),
        hole("CVE-2", "<3.2", Severity::Medium, true),
        hole("CVE-3", "<3.2", Severity::Low, false),
    ];
    for (versions, grave, wholly) in [
        ("3.0", Some(Severity::Critical), 3),
        ("3.1", Some(Severity::High), 2),
        (">=3.0 <3.3", Some(Severity::Medium), 0),
        ("3.2", None, 0),
    ] {
        let says = [Says::Versions(set(versions))];
        let own = judged(&says, Part::Portal, &holes, "2026-06-15");
        assert_eq!(own.severity, grave, "{versions}");
        let sure = own.advisories.iter().filter(|hole| hole.extent == Extent::Wholly).count();
        assert_eq!(sure, wholly, "{versions}");
    }
    let says = [Says::Versions(set("3.0"))];
    let server = judged(&says, Part::Server, &holes, "2026-06-15");
    assert_eq!(
        (server.standing, server.severity),
        (Standing::PossiblyOutdated, Some(Severity::Info))
    );
}

#[test]
fn being_behind_becomes_graver_with_time() {
    for (versions, part, today, grave) in [
        ("3.1", Part::Portal, "2026-06-20", Some(Severity::Low)),
        ("3.1", Part::Portal, "2026-09-20", Some(Severity::Medium)),
        ("0.1", Part::Portal, "2026-06-20", Some(Severity::High)),
        ("0.1", Part::Library, "2026-06-20", Some(Severity::Medium)),
    ] {
        let own = judged(&[Says::Versions(set(versions))], part, &[], today);
        assert_eq!(own.severity, grave, "{versions} {today}");
    }
}

#[test]
fn the_reason_is_told_in_both_languages_and_how_old_it_is() {
    let holes = [hole("CVE-1", "<3.1", Severity::Critical, true)];
    let own = judged(&[Says::Versions(set("3.0"))], Part::Portal, &holes, "2026-12-01");
    assert_eq!(own.stale_days, Some(183));
    assert_eq!(
        own.why.en,
        "CMS 3.0 is outdated. Newest that is known: 3.2. It has CVE-1 (used by attackers). \
         What is known of its versions is 183 days old (2026-06-01)."
    );
    assert_eq!(
        own.why.vi,
        "CMS 3.0 đã cũ. Bản mới nhất đã biết: 3.2. Có lỗ hổng CVE-1 (đang bị khai thác). \
         Hiểu biết về phiên bản đã cũ 183 ngày (01/06/2026)."
    );
    for (versions, vi) in [
        ("3.0 | >3.1 <3.2", "CMS 3.0 hoặc sau 3.1, trước 3.2 đã cũ."),
        ("<=2.5", "CMS đến 2.5 đã cũ."),
        ("2.1 | 2.2 | 2.3 | 2.4 | 2.5", "CMS từ 2.1, đến 2.5 đã cũ."),
    ] {
        let own = judged(&[Says::Versions(set(versions))], Part::Portal, &[], "2026-06-02");
        assert!(own.why.vi.starts_with(vi), "{}", own.why.vi);
    }
    let newest = judged(&[Says::Versions(set("3.2"))], Part::Portal, &holes, "2026-06-02");
    assert_eq!(newest.why.en, "No version newer than CMS 3.2 is known as of 2026-06-01.");
}

proptest::proptest! {
    /// A verdict on a set is one on each of its versions.
    #[test]
    fn a_verdict_holds_for_every_version_that_is_possible(
        listed in proptest::collection::vec((0_u8..5, 0_u8..10), 1..6),
        later in 0_u16..300,
    ) {
        let today = on("2026-06-01").saturating_add(jiff::Span::new().days(later)).to_string();
        let texts: Vec<String> = listed.iter().map(|(a, b)| format!("{a}.{b}")).collect();
        let all = standing(&texts.join(" | "), &today);
        let each: Vec<Standing> = texts.iter().map(|text| standing(text, &today)).collect();
        let is_old = |own: &Standing| matches!(own, Standing::Outdated | Standing::EndOfLife);
        match all {
            Standing::EndOfLife => assert!(each.iter().all(|own| *own == Standing::EndOfLife)),
            Standing::Outdated => assert!(each.iter().all(is_old)),
            Standing::NoNewerKnown => assert!(each.iter().all(|own| *own == all)),
            Standing::PossiblyOutdated => {
                assert!(each.iter().any(is_old) && !each.iter().all(is_old));
            }
            Standing::Unknown => assert!(!each.iter().any(is_old)),
        }
    }
}
