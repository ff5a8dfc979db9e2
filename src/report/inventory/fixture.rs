//! Portals and their software, for tests.

use crate::{
    finding::{Sentence, Severity},
    outcome::{Hole, PortalSoftware, Software, VersionTold},
    report::fixture::{HOSTILE, at},
};

/// A portal that was looked at then.
pub(super) fn on(portal: &str, looked_at: &str, software: Vec<Software>) -> PortalSoftware {
    PortalSoftware {
        portal: portal.into(),
        name: "Xã Mẫu".into(),
        agency: Some("UBND tỉnh Điện Biên".into()),
        province: Some("Điện Biên".into()),
        url: format!("https://{portal}.gov.example/"),
        looked_at: at(looked_at),
        software,
    }
}

/// An exact version, with one hole that it has and one that it may have.
pub(super) fn wordpress(version: &str) -> Software {
    let hole = |id: &str, certain| Hole {
        id: id.into(),
        certain,
        exploited: certain,
        letter: certain.then(|| "12/CATTT".into()),
    };
    Software {
        id: "wordpress".into(),
        product: "WordPress".into(),
        version: VersionTold {
            kind: "exact".into(),
            exact: Some(version.into()),
            at_least: None,
            below: None,
            up_to: None,
            all: version.into(),
        },
        standing: "outdated".into(),
        priority: Some(Severity::High),
        newest: Some("6.8.3".into()),
        as_of: Some("2026-11-01".parse().unwrap()),
        package: None,
        holes: vec![hole("CVE-2017-1001000", true), hole("CVE-2022-21661", false)],
        why: Sentence { vi: "bản cũ".into(), en: "it is old".into() },
        evidence: vec!["/ <meta name=generator>".into(), "/feed/ <generator>".into()],
    }
}

/// A product of which only a range is known.
pub(super) fn jquery() -> Software {
    Software {
        id: "jquery".into(),
        product: "jQuery".into(),
        version: VersionTold {
            kind: "range".into(),
            exact: None,
            at_least: Some("1.9".into()),
            below: Some("3.5.0".into()),
            up_to: None,
            all: "from 1.9, before 3.5.0".into(),
        },
        ..wordpress("")
    }
}

/// A portal with hostile text in every field that a server or a data file can fill.
pub(super) fn hostile() -> PortalSoftware {
    let text = || HOSTILE.to_owned();
    let some = || Some(text());
    let software = Software {
        id: text(),
        product: text(),
        version: VersionTold {
            kind: text(),
            exact: some(),
            at_least: some(),
            below: some(),
            up_to: some(),
            all: text(),
        },
        standing: text(),
        priority: None,
        newest: some(),
        as_of: None,
        package: some(),
        holes: vec![Hole { id: text(), certain: true, exploited: true, letter: some() }],
        why: Sentence { vi: text(), en: text() },
        evidence: vec![text()],
    };
    PortalSoftware {
        name: text(),
        agency: some(),
        province: some(),
        url: text(),
        ..on(HOSTILE, "2026-11-20T17:00:00Z", vec![software])
    }
}
