//! The outbox on a terminal: what was given up first, then what waits, then what was sent.

use jiff::Timestamp;

use super::ink::{Ink, Pen};
use crate::{
    notice::{Occasion, Outbox, Owed, Posted, PostedState},
    report::{Options, RenderError, defang, labels},
    target::Contact,
};

/// What is in the outbox, as of `now`.
///
/// # Errors
/// None: it has the shape of the other formats.
pub fn outbox(
    outbox: &Outbox,
    contacts: &[Contact],
    now: Timestamp,
    options: &Options,
) -> Result<String, RenderError> {
    let mut pen = Pen::new(options);
    let when = labels::moment(now, pen.lang);
    pen.line(&[
        (Ink::Strong, pen.say("Hộp thư đi tính đến ", "Outbox as of ")),
        (Ink::Strong, &when),
    ]);
    let of = |id: &str| -> Vec<&Posted> {
        outbox.notices.iter().filter(|own| own.state.id() == id).collect()
    };
    let (given_up, waiting, sent) = (of("given-up"), of("waiting"), of("sent"));
    let counts = [
        (given_up.len(), pen.say("không gửi được, đã ngừng thử", "given up")),
        (waiting.len(), pen.say("đang chờ gửi", "waiting")),
        (
            outbox.owed.iter().map(|own| own.events).sum(),
            pen.say("tin chưa đến lúc báo", "events not due yet"),
        ),
        (sent.len(), pen.say("đã gửi", "sent")),
    ];
    let told: Vec<String> = counts
        .into_iter()
        .enumerate()
        .filter(|(nth, (count, _))| *nth == 1 || *count > 0)
        .map(|(_, (count, what))| format!("{count} {what}"))
        .collect();
    pen.sentence("", &told.join(" · "));
    section(pen.say("Không gửi được, đã ngừng thử", "Given up"), &given_up, contacts, &mut pen);
    if !given_up.is_empty() {
        let again =
            pen.say("Gửi lại: canhcong alert retry MÃ", "To send again: canhcong alert retry ID");
        pen.sentence("  → ", again);
    }
    section(pen.say("Đang chờ gửi", "Waiting"), &waiting, contacts, &mut pen);
    owed(&outbox.owed, contacts, &mut pen);
    section(pen.say("Đã gửi", "Sent"), &sent, contacts, &mut pen);
    Ok(pen.finish())
}

fn section(heading: &str, notices: &[&Posted], contacts: &[Contact], pen: &mut Pen) {
    if notices.is_empty() {
        return;
    }
    pen.blank();
    pen.line(&[(Ink::Strong, heading)]);
    for own in notices {
        let severity = own.worst.map(|worst| labels::severity(worst).in_lang(pen.lang));
        let ink = own.worst.map_or(Ink::Plain, Ink::of_severity);
        pen.line(&[
            (Ink::Strong, &format!("  {}", own.id)),
            (ink, &severity.map(|severity| format!("  {severity}")).unwrap_or_default()),
            (Ink::Faint, &format!("  {}", occasion(own.occasion, pen))),
            (Ink::Plain, &format!("  {}", events(own.events, pen))),
        ]);
        pen.sentence("      ", &recipient(&own.contact, &own.channel, contacts, pen));
        pen.sentence("      ", &fate(own, pen));
        if let Some(said) = own.said.as_ref().filter(|said| !said.is_empty()) {
            pen.sentence("      → ", &defang::text(said));
        }
    }
}

fn owed(owed: &[Owed], contacts: &[Contact], pen: &mut Pen) {
    if owed.is_empty() {
        return;
    }
    pen.blank();
    let heading = pen.say(
        "Chưa đến lúc báo (chờ hết lượt quét, giờ yên lặng hoặc hạn mức mỗi giờ)",
        "Not due yet (the run goes on, quiet hours, or enough for this hour)",
    );
    pen.line(&[(Ink::Strong, heading)]);
    for own in owed {
        let severity = labels::severity(own.worst).in_lang(pen.lang);
        pen.line(&[
            (Ink::Strong, &format!("  {}", events(own.events, pen))),
            (Ink::of_severity(own.worst), &format!("  {severity}")),
            (Ink::Faint, pen.say("  từ ", "  since ")),
            (Ink::Plain, &labels::moment(own.since, pen.lang)),
        ]);
        pen.sentence("      ", &recipient(&own.contact, &own.channel, contacts, pen));
    }
}

/// To whom, over what; whether anybody made sure that it is right.
fn recipient(contact: &str, channel: &str, contacts: &[Contact], pen: &Pen) -> String {
    let over = pen.say("qua kênh", "over");
    let to = pen.say("gửi", "to");
    let known = contacts.iter().find(|own| own.id == contact);
    let (name, note) = match known {
        Some(own) => {
            let unverified = pen.say(" (liên hệ chưa xác minh)", " (unverified contact)");
            let note = if own.verified_on.is_none() { unverified } else { "" };
            (format!("{} [{contact}]", defang::text(&own.name)), note)
        }
        None => (
            contact.to_owned(),
            pen.say(" (không còn trong danh sách)", " (no longer in the registry)"),
        ),
    };
    format!("{to} {name}{note} {over} {channel}")
}

fn fate(own: &Posted, pen: &Pen) -> String {
    let made = labels::moment(own.made_at, pen.lang);
    let made = format!("{} {made}", pen.say("lập lúc", "made"));
    let tries = match own.attempts {
        0 => pen.say("chưa gửi lần nào", "not tried yet").to_owned(),
        1 => pen.say("đã thử 1 lần", "tried once").to_owned(),
        tries => format!("{} {tries} {}", pen.say("đã thử", "tried"), pen.say("lần", "times")),
    };
    let at = |at: Timestamp| labels::moment(at, pen.lang);
    let state = match own.state {
        PostedState::Waiting(next) => {
            format!("{} {}", pen.say("lần thử kế tiếp", "next try"), at(next))
        }
        PostedState::Sent(sent) => format!("{} {}", pen.say("đã gửi lúc", "sent"), at(sent)),
        PostedState::GivenUp(ended) => {
            format!("{} {}", pen.say("ngừng thử lúc", "given up"), at(ended))
        }
    };
    format!("{made} · {tries} · {state}")
}

fn occasion(occasion: Occasion, pen: &Pen) -> &'static str {
    match occasion {
        Occasion::News => pen.say("tin mới", "news"),
        Occasion::Reminder => pen.say("nhắc lại", "reminder"),
        Occasion::Digest => pen.say("bản tin sáng", "morning digest"),
        Occasion::Test => pen.say("gửi thử", "test"),
    }
}

fn events(count: usize, pen: &Pen) -> String {
    match count {
        1 => pen.say("1 sự kiện", "1 event").to_owned(),
        count => format!("{count} {}", pen.say("sự kiện", "events")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::{Lang, Severity},
        report::fixture,
    };

    #[test]
    fn what_nobody_got_stands_first_with_why_and_what_to_do() {
        let at = fixture::at("2026-11-20T20:00:00Z");
        let notice = |id: &str, state| Posted {
            id: id.to_owned(),
            occasion: Occasion::News,
            contact: "pa05".to_owned(),
            channel: "thu".to_owned(),
            made_at: at,
            events: 2,
            worst: Some(Severity::High),
            state,
            attempts: 3,
            said: Some("550 no such user https://bet88.example/".to_owned()),
        };
        let notices = vec![
            notice("news-11", PostedState::Waiting(at)),
            notice("news-22", PostedState::GivenUp(at)),
        ];
        let options = Options { lang: Lang::En, ..Options::default() };
        let outbox = Outbox { notices, owed: Vec::new() };
        let text = super::outbox(&outbox, &[], at, &options).unwrap();
        let places = ["1 given up · 1 waiting", "news-22", "alert retry", "news-11"];
        let places = places.map(|part| text.find(part).expect(part));
        assert!(places.is_sorted(), "{text}");
        assert!(text.contains("bet88[.]example") && text.contains("no longer"), "{text}");
    }
}
