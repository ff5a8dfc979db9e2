//! What became of earlier findings: set aside, gone, healed, and watched because of it.

use super::ink::{Ink, Pen};
use crate::{
    outcome::{Gone, PortalReport, Report},
    report::{defang, handling, labels},
};

pub(super) fn write(report: &Report, pen: &mut Pen) {
    set_aside(report, pen);
    let heading = pen.say("Không còn thấy trong lượt quét này", "Gone in this scan");
    gone(report, heading, |portal| &portal.clearing, pen);
    let heading = pen.say("Đã khắc phục", "Healed");
    gone(report, heading, |portal| &portal.healed, pen);
    watched(report, pen);
}

fn set_aside(report: &Report, pen: &mut Pen) {
    let portals = report.portals.iter().filter(|portal| !portal.set_aside.is_empty());
    for (nth, portal) in portals.enumerate() {
        if nth == 0 {
            let heading = pen
                .say("Đã tạm ngừng cảnh báo hoặc đóng, không tính", "Muted or closed, not counted");
            pen.blank();
            pen.line(&[(Ink::Strong, heading)]);
        }
        for reported in &portal.set_aside {
            let finding = &reported.finding;
            let severity = labels::severity(finding.severity).in_lang(pen.lang);
            pen.line(&[
                (Ink::Plain, &format!("  – {}", defang::text(&portal.name))),
                (Ink::Faint, &format!("  {severity}  {}  ", finding.rule)),
                (Ink::Plain, &defang::subject(&finding.subject)),
                (Ink::Faint, &format!("  {}", handling::short(&finding.id))),
            ]);
            if let Some(act) = &reported.handling.set_aside {
                let act = handling::act(act, pen.lang);
                pen.sentence("    ", &act);
            }
        }
    }
}

fn gone(report: &Report, heading: &str, list: fn(&PortalReport) -> &Vec<Gone>, pen: &mut Pen) {
    let portals = report.portals.iter().filter(|portal| !list(portal).is_empty());
    for (nth, portal) in portals.enumerate() {
        if nth == 0 {
            pen.blank();
            pen.line(&[(Ink::Strong, heading)]);
        }
        for gone in list(portal) {
            let is_healed = portal.healed.iter().any(|healed| healed.id == gone.id);
            let (ink, sign) =
                if is_healed { (Ink::Good, "  ✓ ") } else { (Ink::Plain, "  ○ ") };
            let left = if is_healed {
                String::new()
            } else {
                format!("  ({})", handling::left_to_heal(gone, pen.lang))
            };
            pen.line(&[
                (ink, sign),
                (Ink::Plain, &defang::text(&portal.name)),
                (Ink::Faint, &format!("  {}  ", defang::text(&gone.rule))),
                (Ink::Plain, &defang::subject(&gone.subject)),
                (Ink::Faint, &left),
            ]);
        }
    }
}

fn watched(report: &Report, pen: &mut Pen) {
    let watched = report.portals.iter().filter_map(|portal| Some((portal, portal.watch?)));
    for (nth, (portal, watch)) in watched.enumerate() {
        if nth == 0 {
            pen.blank();
        }
        let name = defang::text(&portal.name);
        pen.sentence("", &format!("{name}: {}.", handling::watch(&watch, pen.lang)));
    }
}
