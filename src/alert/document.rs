//! A notice as JSON, `canhcong.alert/1`: what webhooks carry and what lies in a drop folder.
//!
//! `title` and `text` are for people and defanged; all other values are for machines and as they
//! were met. `docs/webhook.md` shows it to whoever writes a receiver.

mod parts;

use parts::{Event, Night, Recipient, Standing};
use serde::Serialize;

use super::wording;
use crate::{
    finding::Severity,
    notice::{Notice, Occasion},
    report,
};

/// The most events in a message over the network: as many as a notice has, for what is left out of
/// it is told nowhere else.
pub(super) const IN_A_MESSAGE: usize = 1000;
/// The most events in a file.
pub(super) const IN_A_FILE: usize = 2000;
/// The most characters of `text`: a bridge can hand it on as one chat message.
const MOST_TEXT: usize = 3500;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    id: &'a str,
    occasion: Occasion,
    at: String,
    severity: Option<Severity>,
    title: String,
    text: String,
    recipient: Recipient<'a>,
    events_total: usize,
    events: Vec<Event<'a>>,
    standing_total: usize,
    standing: Vec<Standing<'a>>,
    night: Option<Night>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// One JSON document that ends with a line break, with at most this many events and portals.
pub(super) fn of(notice: &Notice, most: usize) -> Result<String, serde_json::Error> {
    let document = Document {
        schema: "canhcong.alert/1",
        tool: Tool { name: "canhcong", version: env!("CARGO_PKG_VERSION") },
        id: &notice.id,
        occasion: notice.occasion,
        at: report::utc(notice.at),
        severity: wording::worst(notice),
        title: wording::subject(notice),
        text: shortened(wording::text(notice)),
        recipient: Recipient::of(&notice.recipient),
        events_total: notice.events.len(),
        events: notice.events.iter().take(most).map(Event::of).collect(),
        standing_total: notice.standing.len(),
        standing: notice.standing.iter().take(most).map(Standing::of).collect(),
        night: notice.night.as_ref().map(Night::of),
    };
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(MOST_TEXT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
