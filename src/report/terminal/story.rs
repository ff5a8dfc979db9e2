//! The whole story of one incident on a terminal.

use jiff::Timestamp;

use super::{
    incidents::{age, name},
    ink::{Ink, Pen},
};
use crate::{
    outcome::{Deed, Fate, Story},
    report::{Options, RenderError, defang, handling, labels, signals},
};

/// The whole story of one incident, as of `now`.
///
/// # Errors
/// None: it has the shape of the other formats.
pub fn story(story: &Story, now: Timestamp, options: &Options) -> Result<String, RenderError> {
    let mut pen = Pen::new(options);
    let own = &story.incident;
    let severity = labels::severity(own.severity).in_lang(pen.lang).to_uppercase();
    pen.line(&[
        (Ink::of_severity(own.severity), &severity),
        (Ink::Faint, &format!("  {}  ", defang::text(&own.rule))),
        (Ink::Strong, &defang::subject(&own.subject)),
    ]);
    let home = own.portal_url.as_deref().unwrap_or(&own.url);
    field(("Mã", "Id"), &defang::text(&own.id.0), &mut pen);
    field(("Cổng", "Portal"), &name(own), &mut pen);
    let others = own.pages_total.saturating_sub(own.pages.len());
    for (nth, page) in own.pages.iter().enumerate() {
        let label = if nth == 0 { ("Trang", "Pages") } else { ("", "") };
        field(label, &defang::own_page(page, home), &mut pen);
    }
    if others > 0 {
        let more = format!("{} {others}", pen.say("số trang khác:", "other pages:"));
        field(("", ""), &more, &mut pen);
    }
    field(("Nhìn thấy", "Seen by"), labels::identity(own.identity).in_lang(pen.lang), &mut pen);
    let [before, planted, after] = defang::marked(&own.excerpt.text, &own.excerpt.mark);
    if !own.excerpt.text.is_empty() {
        let label = label(("Bằng chứng", "Proof"), &pen);
        pen.line(&[
            (Ink::Faint, &label),
            (Ink::Plain, &before),
            (Ink::Planted, &planted),
            (Ink::Plain, &after),
        ]);
    }
    for (nth, phrase) in signals::in_words(&own.signals, pen.lang).iter().enumerate() {
        let label = label(if nth == 0 { ("Dấu hiệu", "Signals") } else { ("", "") }, &pen);
        pen.sentence(&label, &phrase.words);
    }
    let mut standing = vec![age(own, now, &pen)];
    standing.push(labels::confirmed(own.confirmed).in_lang(pen.lang).to_owned());
    if own.times_reopened > 0 {
        standing.push(handling::came_back(own.times_reopened, pen.lang));
    }
    let set_aside = own.handling.set_aside.as_ref().map(|act| handling::act(act, pen.lang));
    standing.extend(set_aside);
    let label = label(("Tình trạng", "Standing"), &pen);
    pen.sentence(&label, &standing.join(" · "));
    pen.blank();
    pen.line(&[(Ink::Strong, pen.say("Diễn biến", "Story"))]);
    for (at, what) in told(story, &pen) {
        pen.sentence(&format!("  {}  ", labels::moment(at, pen.lang)), &what);
    }
    Ok(pen.finish())
}

/// Everything that happened, oldest first; looks in a row that saw nothing new are one line.
fn told(story: &Story, pen: &Pen) -> Vec<(Timestamp, String)> {
    let mut all: Vec<(Timestamp, String, bool)> = Vec::new();
    for seen in &story.sightings {
        let standing = labels::standing(seen.standing).in_lang(pen.lang);
        let run = defang::text(&seen.run);
        all.push((seen.at, format!("{standing} ({run})"), true));
    }
    let gone = match story.incident.fate {
        Fate::Clearing { since, .. } => Some(since),
        Fate::Open | Fate::Healed { .. } => None,
    };
    let gone = gone.map(|at| (at, pen.say("Không còn thấy", "Gone").to_owned(), false));
    let healed = pen.say("Đã khắc phục", "Healed");
    let healed = story.healed.iter().map(|at| (*at, healed.to_owned(), false));
    let acts = story.acts.iter().map(|act| {
        let about = match act.deed {
            // What led to a judgement is part of it.
            Deed::Closed | Deed::Muted(_) => {
                let severity = labels::severity(act.severity).in_lang(pen.lang).to_lowercase();
                format!(" [{severity}, {}]", defang::subject(&act.subject))
            }
            Deed::Acknowledged | Deed::Reopened => String::new(),
        };
        (act.at, format!("{}{about}", handling::timeless(act, pen.lang)), false)
    });
    all.extend(gone.into_iter().chain(healed).chain(acts));
    all.sort_by_key(|(at, ..)| *at);
    let mut lines: Vec<(Timestamp, String, usize)> = Vec::new();
    for (at, what, is_look) in all {
        match lines.last_mut() {
            Some((last, same, looks)) if is_look && *looks > 0 && *same == what => {
                (*last, *looks) = (at, *looks + 1);
            }
            _ => lines.push((at, what, usize::from(is_look))),
        }
    }
    let times = |(at, what, looks): (Timestamp, String, usize)| match looks {
        0 | 1 => (at, what),
        looks => (at, format!("{what} × {looks}")),
    };
    lines.into_iter().map(times).collect()
}

const LABEL: usize = 12;

fn label((vi, en): (&'static str, &'static str), pen: &Pen) -> String {
    format!("{:<LABEL$}", pen.say(vi, en))
}

/// A label and something that is copied, never broken.
fn field(names: (&'static str, &'static str), text: &str, pen: &mut Pen) {
    let label = label(names, pen);
    pen.line(&[(Ink::Faint, &label), (Ink::Plain, text)]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::Lang,
        report::{fixture, inert, terminal::incidents::list},
    };

    const NOW: &str = "2026-11-21T18:00:00Z";

    #[test]
    fn a_story_is_told_in_its_order_in_both_languages() {
        for (lang, parts) in [
            (Lang::Vi, ["Mới phát hiện", "Đã khắc phục", "Tái diễn", "đã tiếp nhận", "× 2"]),
            (Lang::En, ["New", "Healed", "Reopened", "acknowledged", "× 2"]),
        ] {
            let options = Options { lang, ..Options::default() };
            let text = story(&fixture::story(), fixture::at(NOW), &options).unwrap();
            let (_, told) =
                text.split_once(if lang == Lang::Vi { "Diễn biến" } else { "Story" }).unwrap();
            let places: Vec<_> = parts.iter().map(|part| told.find(part).expect(part)).collect();
            assert!(places.is_sorted(), "{told}");
        }
    }

    #[test]
    fn nothing_hostile_reaches_the_terminal() {
        let told = fixture::hostile_story();
        let text = story(&told, fixture::at(NOW), &Options::default()).unwrap()
            + &list(&[told.incident], fixture::at(NOW), &Options::default()).unwrap();
        assert!(!text.chars().any(|c| c != '\n' && inert::deceives(c)), "{text}");
        assert!(!text.contains("http://") && !text.contains("hostile.unknowntop"), "{text}");
    }
}
