//! The files that go with a notice.

use super::{document, wording};
use crate::notice::{Attachment, Notice};

/// All that a notice tells, once for people and once for machines. Made when the notice is made, so
/// that they stay as they are however often it is sent.
pub fn attachments(notice: &Notice) -> Vec<Attachment> {
    let day = notice.at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7))).date();
    let mut files = vec![Attachment {
        name: format!("canhcong-{day}.html"),
        media_type: "text/html; charset=utf-8".to_owned(),
        bytes: wording::whole_html(notice).into_bytes(),
    }];
    // A document of owned values cannot fail to become JSON; without it the report still goes.
    if let Ok(json) = document::of(notice, document::IN_A_FILE) {
        files.push(Attachment {
            name: format!("canhcong-{day}.json"),
            media_type: "application/json".to_owned(),
            bytes: json.into_bytes(),
        });
    }
    files
}
