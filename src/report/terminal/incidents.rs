//! Incidents on a terminal: what is open first, each portal under its name.

use jiff::Timestamp;

use super::ink::{Ink, Pen};
pub use super::story::story;
use crate::{
    outcome::{Fate, Incident, Story},
    report::{Options, RenderError, defang, handling, labels, summary::Standings},
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
    let heading =
        pen.say("Đã tạm ngừng cảnh báo hoặc đóng, không tính", "Muted or closed, not counted");
    section(heading, &set_aside, now, &mut pen);
    section(pen.say("Đã khắc phục", "Healed"), &healed, now, &mut pen);
    Ok(pen.finish())
}

fn totals(totals: &Standings, pen: &mut Pen) {
    let counts = [
        (totals.open, pen.say("đang mở", "open")),
        (totals.clearing, pen.say("không còn thấy", "gone")),
        (totals.muted, pen.say("tạm ngừng cảnh báo", "muted")),
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
pub(super) fn name(own: &Incident) -> String {
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
pub(super) fn age(own: &Incident, now: Timestamp, pen: &Pen) -> String {
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
}
