//! The figures as text.

use canhcong::finding::Severity;
use comfy_table::{Table, presets::NOTHING};

use crate::{
    tally::{Tally, YOUNG},
    upkeep::UPKEEP,
};

/// All of it, for a terminal.
pub fn render(tally: &Tally, nights: i64, portals: &[String]) -> String {
    let verdict = if tally.holds(nights, portals.len()) {
        "the figures hold"
    } else {
        "the figures do not hold"
    };
    [
        attacks(tally, nights, portals),
        alarms(tally),
        announced(tally, nights, portals),
        figures(tally, nights, portals),
        format!("{verdict}\n"),
    ]
    .join("\n")
}

fn attacks(tally: &Tally, nights: i64, portals: &[String]) -> String {
    let mut table =
        table(&["attack", "portal", "planted", "seen", "first told", "raised", "by", ""]);
    for (place, attack) in Tally::expected(nights, portals.len()) {
        let story = tally.attacks.get(&place);
        let night = |night: i64| format!("night {night}");
        let told = |told: Option<(i64, Severity, &str)>| match told {
            Some((night, severity, _)) => format!("night {night}, {severity}"),
            None => "-".into(),
        };
        let by = story.and_then(|story| story.raised.or(story.told)).map_or("-", |(.., rule)| rule);
        table.add_row([
            attack.kind.name().to_owned(),
            portals.get(attack.portal).cloned().unwrap_or_default(),
            night(attack.from),
            story.and_then(|story| story.shown).map_or("-".into(), night),
            told(story.and_then(|story| story.told)),
            told(story.and_then(|story| story.raised)),
            by.to_owned(),
            if story.is_some_and(|story| story.holds()) { "ok" } else { "MISSED" }.to_owned(),
        ]);
    }
    format!("Attacks\n{table}\n")
}

fn alarms(tally: &Tally) -> String {
    if tally.alarms.is_empty() {
        return "False alarms: none\n".into();
    }
    let mut table = table(&["night", "portal", "severity", "rule", "subject", "page"]);
    for alarm in &tally.alarms {
        table.add_row([
            alarm.night.to_string(),
            alarm.portal.clone(),
            alarm.severity.to_string(),
            alarm.rule.to_owned(),
            alarm.subject.chars().take(60).collect(),
            alarm.url.clone(),
        ]);
    }
    format!("False alarms\n{table}\n")
}

fn announced(tally: &Tally, nights: i64, portals: &[String]) -> String {
    let mut table = table(&["announced", "portal", "night", "findings at medium or below"]);
    let all = UPKEEP.iter().enumerate();
    for (place, own) in all.filter(|(_, own)| own.night <= nights && own.portal < portals.len()) {
        table.add_row([
            format!("{:?}", own.kind).to_lowercase(),
            portals.get(own.portal).cloned().unwrap_or_default(),
            own.night.to_string(),
            format!("{} of {}", tally.upkeep.get(&place).unwrap_or(&0), own.room()),
        ]);
    }
    format!("Changes that owners announced\n{table}\n")
}

fn figures(tally: &Tally, nights: i64, portals: &[String]) -> String {
    let expected = Tally::expected(nights, portals.len()).count();
    let stories = Tally::expected(nights, portals.len())
        .filter(|(place, _)| tally.attacks.get(place).is_some_and(|story| story.holds()));
    let young =
        tally.alarms.iter().filter(|own| own.severity == Severity::Medium).count() - tally.medium();
    format!(
        "{} portals, {nights} nights, {} page-nights ({} after night {YOUNG}), {} portal-nights that \
         could not be judged\nattacks raised on the night they were first seen: {} of {expected}\n\
         false alarms at high or above: {} (at most 1 in 10,000 page-nights)\n\
         false alarms at medium after night {YOUNG}: {} (at most 1 in 1,000 page-nights); before: \
         {young}\n",
        portals.len(),
        tally.pages,
        tally.pages_grown,
        tally.not_judged,
        stories.count(),
        tally.high(),
        tally.medium(),
    )
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header);
    table
}
