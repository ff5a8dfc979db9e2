//! Lines of syslog: RFC 5424 around the Common Event Format, version 0.
//!
//! They are read by machines that look for addresses, so nothing is defanged here; characters that
//! would end a field or a line are escaped or become spaces.

use std::fmt::Write as _;

use crate::{
    alert::wording,
    finding::Severity,
    notice::{Event, Notice},
};

/// RFC 5424's `local0`: it is for what sites use as they like.
const FACILITY: u8 = 16;
/// The most lines of one notice; the last one says how many are left out.
const MOST_LINES: usize = 2000;
/// The most bytes of one value. With all its fields a line stays below 8 KiB, which collectors
/// take.
const MOST_VALUE: usize = 600;

/// The lines of a notice: one for each event, or one for the notice where it has none.
pub(super) fn lines(notice: &Notice, host: &str) -> Vec<Vec<u8>> {
    let mut lines: Vec<_> =
        notice.events.iter().take(MOST_LINES).map(|event| of_event(notice, event, host)).collect();
    let more = notice.events.len().saturating_sub(MOST_LINES);
    if lines.is_empty() || more > 0 {
        lines.push(of_notice(notice, more, host));
    }
    lines
}

fn of_event(notice: &Notice, event: &Event, host: &str) -> Vec<u8> {
    let what = event.happening.id();
    let wound = event.wound.as_ref();
    let rule = wound.map_or(what, |wound| wound.rule.as_str());
    let mut out = begin(event.severity, event.at, host, what);
    header(&mut out, rule, &wording::event_name(event, notice.recipient.lang), event.severity);
    let mut fields = Fields(out);
    fields.put("rt", &event.at.as_millisecond().to_string());
    fields.put("externalId", &event.key);
    fields.put("act", what);
    if let Some(of) = &event.of {
        let home = url::Url::parse(&of.url).ok();
        fields.put("dhost", home.as_ref().and_then(url::Url::host_str).unwrap_or_default());
        fields.labelled("cs1", "portal", &of.portal);
        fields.labelled("cs2", "agency", of.agency.as_deref().unwrap_or_default());
    }
    if let Some(wound) = wound {
        fields.put("cat", &wound.family);
        fields.put("request", &wound.url);
        fields.labelled("cs3", "subject", &wound.subject);
        fields.labelled("cs4", "finding", &wound.id);
        fields.labelled("cs5", "confirmed", if wound.confirmed { "yes" } else { "no" });
        if let Some((campaign, portals)) = &wound.campaign {
            fields.labelled("cs6", "campaign", campaign);
            fields.labelled("cn2", "campaignPortals", &portals.to_string());
        }
        fields.labelled("cn1", "pages", &wound.pages_total.to_string());
        fields.put("msg", &wound.excerpt);
    } else {
        fields.put(
            "msg",
            event.detail.as_ref().map_or("", |detail| detail.in_lang(notice.recipient.lang)),
        );
    }
    fields.put("deviceExternalId", &notice.id);
    fields.0.into_bytes()
}

fn of_notice(notice: &Notice, more: usize, host: &str) -> Vec<u8> {
    let mut out = begin(Severity::Info, notice.at, host, "notice");
    header(&mut out, "notice", &wording::subject(notice), Severity::Info);
    let mut fields = Fields(out);
    fields.put("rt", &notice.at.as_millisecond().to_string());
    fields.put("externalId", &notice.id);
    if more > 0 {
        fields.labelled("cn1", "eventsLeftOut", &more.to_string());
    }
    fields.0.into_bytes()
}

/// RFC 5424's header without structured data, and the mark that UTF-8 follows.
fn begin(severity: Severity, at: jiff::Timestamp, host: &str, message: &str) -> String {
    let level = match severity {
        Severity::Critical => 2,
        Severity::High => 3,
        Severity::Medium => 4,
        Severity::Low => 5,
        Severity::Info => 6,
    };
    let at = at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ");
    format!("<{}>1 {at} {host} canhcong - {message} - \u{feff}", FACILITY * 8 + level)
}

fn header(out: &mut String, rule: &str, name: &str, severity: Severity) {
    let rank = match severity {
        Severity::Critical => 10,
        Severity::High => 8,
        Severity::Medium => 5,
        Severity::Low => 3,
        Severity::Info => 1,
    };
    let escape = |text: &str| cut(text).replace('\\', "\\\\").replace('|', "\\|");
    // Writing to a string does not fail.
    let _ = write!(
        out,
        "CEF:0|canhcong|canhcong|{}|{}|{}|{rank}|",
        env!("CARGO_PKG_VERSION"),
        escape(rule),
        escape(name)
    );
}

/// The extension: `key=value key=value`.
struct Fields(String);

impl Fields {
    fn put(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        if !self.0.ends_with('|') {
            self.0.push(' ');
        }
        let value = cut(value).replace('\\', "\\\\").replace('=', "\\=");
        // Writing to a string does not fail.
        let _ = write!(self.0, "{key}={value}");
    }

    /// A field of the sender's own, with its name beside it.
    fn labelled(&mut self, key: &str, label: &str, value: &str) {
        if !value.is_empty() {
            self.put(&format!("{key}Label"), label);
            self.put(key, value);
        }
    }
}

/// The beginning of a text on one line.
fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(MOST_VALUE);
    let text = text.get(..end).unwrap_or_default();
    text.chars().map(|c| if crate::report::deceives(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::fixture;

    #[test]
    fn no_text_of_a_page_ends_a_field_or_a_line() {
        let mut notice = fixture::news();
        let wound = notice.events[0].wound.as_mut().unwrap();
        wound.subject = "a|b\\c=d\ne act=healed".into();
        wound.rule = "ru|le".into();
        wound.excerpt = format!("\u{2028}{}", "ế=".repeat(2000));
        let lines = lines(&notice, "may-quet");
        let line = String::from_utf8(lines[0].clone()).unwrap();
        assert!(line.starts_with("<130>1 2026-11-20T17:00:00.000000Z may-quet canhcong - new - \u{feff}CEF:0|canhcong|canhcong|"), "{line}");
        assert!(line.contains("|ru\\|le|"));
        assert!(line.contains(r"cs3=a|b\\c\=d e act\=healed "), "{line}");
        assert!(!line.contains(['\n', '\u{2028}']));
        assert!(line.len() < 8192);
    }

    #[test]
    fn a_summary_without_events_is_a_line_too() {
        let lines = lines(&fixture::quiet_digest(), "-");
        assert_eq!(lines.len(), 1);
        assert!(String::from_utf8_lossy(&lines[0]).contains("|notice|"));
    }
}
