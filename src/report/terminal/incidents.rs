//! Incidents on a terminal: what is open first, and the whole story of one.

use jiff::Timestamp;

use super::ink::{Ink, Pen};
use crate::{
    outcome::{Deed, Fate, Incident, Story},
    report::{Options, RenderError, defang, handling, labels, signals, summary::Standings},
};

/// A list of incidents, as of `now`.
///
/// # Errors
/// None: it has the shape of the other formats.
pub fn list(
    incidents: &[Incident],
    now: Timestamp,
    options: &Options,
) -> Result<String, RenderError> {
    let mut pen = Pen::new(options);
    let when = labels::moment(now, pen.lang);
    pen.line(&[
        (Ink::Strong, pen.say("Sự cố tính đến ", "Incidents as of ")),
        (Ink::Strong, &when),
    ]);
    totals(&Standings::of(incidents), &mut pen);
    let is_set_aside = |own: &&Incident| own.handling.set_aside.is_some();
    let is_healed = |own: &&Incident| matches!(own.fate, Fate::Healed { .. });
    let left: Vec<&Incident> = incidents.iter().filter(|own| !is_healed(own)).collect();
    let (set_aside, left): (Vec<_>, Vec<_>) = left.into_iter().partition(is_set_aside);
    let (open, clearing): (Vec<_>, Vec<_>) = left.into_iter().partition(|own| own.counts());
    let healed: Vec<&Incident> = incidents.iter().filter(is_healed).collect();
    section(pen.say("Đang mở", "Open"), &open, now, &mut pen);
    let heading = pen.say("Không còn thấy, chờ thêm đêm sạch", "Gone, but not for long enough");
    section(heading, &clearing, now, &mut pen);
    let heading = pen.say("Đã tạm ẩn hoặc đóng, không tính", "Muted or closed, not counted");
    section(heading, &set_aside, now, &mut pen);
    section(pen.say("Đã khắc phục", "Healed"), &healed, now, &mut pen);
    Ok(pen.finish())
}

fn totals(totals: &Standings, pen: &mut Pen) {
    let counts = [
        (totals.open, pen.say("đang mở", "open")),
        (totals.clearing, pen.say("không còn thấy", "gone")),
        (totals.muted, pen.say("tạm ẩn", "muted")),
        (totals.closed, pen.say("đã đóng", "closed")),
        (totals.healed, pen.say("đã khắc phục", "healed")),
    ];
    // That nothing is open is worth saying; that nothing is muted is not.
    let told = counts.into_iter().enumerate().filter(|(nth, (count, _))| *nth == 0 || *count > 0);
    let told: Vec<String> = told.map(|(_, (count, what))| format!("{count} {what}")).collect();
    pen.sentence("", &told.join(" · "));
}

/// Incidents under their portals, each portal where its gravest stands.
fn section(heading: &str, incidents: &[&Incident], now: Timestamp, pen: &mut Pen) {
    if incidents.is_empty() {
        return;
    }
    pen.blank();
    pen.line(&[(Ink::Strong, heading)]);
    let mut portals: Vec<&str> = Vec::new();
    for own in incidents {
        if !portals.contains(&own.portal.as_str()) {
            portals.push(&own.portal);
        }
    }
    for portal in portals {
        let of_portal: Vec<_> = incidents.iter().filter(|own| own.portal == portal).collect();
        if let Some(own) = of_portal.first() {
            pen.line(&[(Ink::Plain, &name(own))]);
        }
        of_portal.into_iter().for_each(|own| line(own, now, pen));
    }
}

/// A portal's name with its id, as `--portal` takes it.
fn name(own: &Incident) -> String {
    // A host of our own stays as it is, to be copied after `--portal`.
    let is_name = own.portal.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    let id = if is_name { own.portal.clone() } else { defang::text(&own.portal) };
    match &own.portal_name {
        Some(name) if *name != own.portal => format!("{}  [{id}]", defang::text(name)),
        _ => id,
    }
}

fn line(own: &Incident, now: Timestamp, pen: &mut Pen) {
    let severity = labels::severity(own.severity).in_lang(pen.lang);
    pen.line(&[
        (Ink::Strong, &format!("  {}", handling::short(&own.id))),
        (Ink::of_severity(own.severity), &format!("  {severity}")),
        (Ink::Faint, &format!("  {}  ", defang::text(&own.rule))),
        (Ink::Plain, &defang::subject(&own.subject)),
    ]);
    let mut parts = vec![age(own, now, pen)];
    if own.times_reopened > 0 {
        parts.push(handling::came_back(own.times_reopened, pen.lang));
    }
    let acts = [&own.handling.acknowledged, &own.handling.set_aside];
    parts.extend(acts.into_iter().flatten().map(|act| handling::act(act, pen.lang)));
    pen.sentence("            ", &parts.join(" · "));
}

/// For how long it is open, or was.
fn age(own: &Incident, now: Timestamp, pen: &Pen) -> String {
    let days = handling::days(own.days_open(now), pen.lang);
    let since = labels::moment(own.opened_at, pen.lang);
    match own.fate {
        Fate::Open => {
            let (open, since_) = (pen.say("mở", "open for"), pen.say("từ", "since"));
            format!("{open} {days}, {since_} {since}")
        }
        Fate::Clearing { nights, since: gone } => format!(
            "{} {}, {}",
            pen.say("không còn thấy từ", "gone since"),
            labels::moment(gone, pen.lang),
            handling::nights_left(nights, pen.lang),
        ),
        Fate::Healed { at, .. } => format!(
            "{} {}, {} {days}",
            pen.say("khắc phục lúc", "healed"),
            labels::moment(at, pen.lang),
            pen.say("sau khi mở", "after"),
        ),
    }
}

/// One incident as the list has it, after somebody decided about it.
///
/// # Errors
/// None: it has the shape of the other formats.
pub fn decided(story: &Story, now: Timestamp, options: &Options) -> Result<String, RenderError> {
    let mut pen = Pen::new(options);
    pen.line(&[(Ink::Plain, &name(&story.incident))]);
    line(&story.incident, now, &mut pen);
    if let Some(act) = story.acts.last() {
        let act = handling::timeless(act, pen.lang);
        pen.sentence("  → ", &act);
    }
    Ok(pen.finish())
}

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
    use crate::{finding::Lang, report::fixture};

    const NOW: &str = "2026-11-21T18:00:00Z";

    #[test]
    fn a_list_says_what_is_open_and_sets_the_rest_apart() {
        let now = fixture::at(NOW);
        let options = Options { lang: Lang::En, ..Options::default() };
        let text = list(&fixture::incidents(), now, &options).unwrap();
        assert!(text.contains("1 open · 1 gone · 1 muted · 1 closed · 1 healed"), "{text}");
        let order = ["2c9b1e07  Critical", "Gone, but", "Muted or closed", "Healed"];
        let places: Vec<_> = order.iter().map(|part| text.find(part).expect(part)).collect();
        assert!(places.is_sorted(), "{text}");
        assert!(text.contains("open for 19 days"), "{text}");
        assert!(text.contains("came back 2 times"), "{text}");
        assert!(text.contains("muted until 2026-11-30 by Lò Văn A"), "{text}");
        let nothing = list(&[], now, &options).unwrap();
        assert!(nothing.contains("0 open"), "{nothing}");
    }

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
        assert!(!text.chars().any(|c| c != '\n' && crate::report::inert::deceives(c)), "{text}");
        assert!(!text.contains("http://") && !text.contains("hostile.unknowntop"), "{text}");
    }
}
