//! What several portals have in common, on a terminal.

use super::ink::{Ink, Pen};
use crate::{
    outcome::Report,
    report::{
        campaigns::{MOST, Told},
        labels,
    },
};

pub(super) fn write(report: &Report, pen: &mut Pen) {
    if report.campaigns.is_empty() {
        return;
    }
    pen.blank();
    pen.line(&[(Ink::Strong, pen.say("Chung trên nhiều cổng", "In common to several portals"))]);
    for campaign in report.campaigns.iter().take(MOST) {
        let told = Told::new(campaign, pen.lang);
        let severity = labels::severity(campaign.worst).in_lang(pen.lang).to_uppercase();
        pen.blank();
        pen.line(&[
            (Ink::of_severity(campaign.worst), &format!("  {severity}")),
            (Ink::Strong, &format!("  {}: {}", told.head, told.name)),
        ]);
        field(("Cổng", "Portals"), &told.portals, pen);
        if !told.also.is_empty() {
            field(("Cùng có", "Also"), &told.also, pen);
        }
        let found = format!(
            "{} · {} {}",
            campaign.findings,
            pen.say("lần đầu lúc", "first seen"),
            told.first_seen
        );
        field(("Phát hiện", "Findings"), &found, pen);
        field(("Đề nghị", "To do"), told.advice, pen);
    }
    if let more @ 1.. = report.campaigns.len().saturating_sub(MOST) {
        pen.blank();
        pen.sentence("  ", &format!("{}: {more}", pen.say("Ngoài ra còn", "Others")));
    }
}

const LABEL: usize = 16;

fn field((vi, en): (&'static str, &'static str), text: &str, pen: &mut Pen) {
    let label = format!("{:<LABEL$}", format!("    {}", pen.say(vi, en)));
    pen.sentence(&label, text);
}
