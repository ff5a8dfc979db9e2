//! A notice by which somebody tries a channel.

use jiff::Timestamp;

use super::attachments;
use crate::{
    finding::{Lang, Severity},
    notice::{Event, Happening, Notice, Occasion, Of, Recipient, Wound},
};

/// A notice that says of itself that it is a test, with one made-up finding on a portal that cannot
/// exist, so that the reader sees what an alert looks like.
pub fn sample(recipient: Recipient, duty: Option<String>, at: Timestamp) -> Notice {
    let portal = Of {
        portal: "cong-mau".to_owned(),
        name: match recipient.lang {
            Lang::Vi => "Cổng thông tin điện tử mẫu",
            Lang::En => "An example of a portal",
        }
        .to_owned(),
        agency: None,
        province: None,
        url: "https://portal.example/".to_owned(),
    };
    let wound = Wound {
        id: "0000000000000000".to_owned(),
        rule: "hidden-link".to_owned(),
        family: "backlink".to_owned(),
        url: "https://portal.example/tin-tuc".to_owned(),
        identity: "citizen".to_owned(),
        subject: "nha-cai.example".to_owned(),
        excerpt: "<a style=\"display:none\" href=\"https://nha-cai.example/\">nhà cái</a>"
            .to_owned(),
        line: 120,
        column: 4,
        pages_total: 1,
        confirmed: true,
        first_seen: at,
        times_reopened: 0,
        campaign: None,
    };
    let event = Event {
        key: format!("test:{}", at.as_millisecond()),
        at,
        happening: Happening::New,
        severity: Severity::High,
        of: Some(portal),
        wound: Some(wound),
        detail: None,
    };
    let mut notice = Notice {
        id: format!("test-{}-{}", recipient.contact, at.as_millisecond()),
        occasion: Occasion::Test,
        at,
        recipient,
        events: vec![event],
        standing: Vec::new(),
        night: None,
        duty,
        attachments: Vec::new(),
    };
    notice.attachments = attachments(&notice);
    notice
}
