//! Notices as the tests of all channels send them.

use jiff::Timestamp;

use crate::{
    finding::{Lang, Severity},
    notice::{Event, Happening, Night, Notice, Occasion, Of, PortalStanding, Recipient, Wound},
    target::ContactRole,
};

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn recipient(role: ContactRole, lang: Lang) -> Recipient {
    Recipient {
        contact: "pa05".into(),
        role,
        name: "Phòng An ninh mạng".into(),
        channel: "thu".into(),
        address: Some("pa05@congan.example".into()),
        lang,
        verified_on: None,
    }
}

pub(super) fn portal(id: &str) -> Of {
    Of {
        portal: id.into(),
        name: format!("UBND xã {id}"),
        agency: Some("UBND tỉnh".into()),
        province: Some("Điện Biên".into()),
        url: format!("https://{id}.gov.example/"),
    }
}

pub(super) fn event(id: &str, happening: Happening, severity: Severity) -> Event {
    Event {
        key: format!("new:{id}"),
        at: at("2026-11-20T17:00:00Z"),
        happening,
        severity,
        of: Some(portal(id)),
        wound: Some(Wound {
            id: format!("{:016x}", id.len()),
            rule: "hidden-link".into(),
            family: "backlink".into(),
            url: format!("https://{id}.gov.example/tin-tuc?id=5"),
            identity: "citizen".into(),
            subject: "nha-cai.example".into(),
            excerpt: "<a href=\"https://nha-cai.example/vao\">nhà cái uy tín</a>".into(),
            line: 120,
            column: 4,
            pages_total: 12,
            confirmed: true,
            first_seen: at("2026-11-18T19:30:00Z"),
            times_reopened: 0,
            campaign: None,
        }),
        detail: None,
    }
}

/// News of two portals for the cyber unit, in Vietnamese.
pub(super) fn news() -> Notice {
    Notice {
        id: "n-0001".into(),
        occasion: Occasion::News,
        at: at("2026-11-20T17:05:00Z"),
        recipient: recipient(ContactRole::CyberUnit, Lang::Vi),
        events: vec![
            event("muong-lay", Happening::New, Severity::Critical),
            event("tuan-giao", Happening::Reopened, Severity::High),
        ],
        standing: Vec::new(),
        night: None,
        duty: None,
        attachments: Vec::new(),
    }
}

/// A morning on which nothing is new.
pub(super) fn quiet_digest() -> Notice {
    let standing = PortalStanding {
        of: portal("muong-lay"),
        open: [0, 1, 2, 0],
        unacknowledged: 1,
        oldest: Some(at("2026-11-18T19:30:00Z")),
        judged_at: Some(at("2026-11-20T17:00:00Z")),
    };
    let night = Night {
        started_at: at("2026-11-20T17:00:00Z"),
        finished_at: Some(at("2026-11-20T18:10:00Z")),
        portals: 12,
        judged: 11,
    };
    Notice {
        occasion: Occasion::Digest,
        events: Vec::new(),
        standing: vec![standing],
        night: Some(night),
        ..news()
    }
}
