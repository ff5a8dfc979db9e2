//! Which software portals run: of one portal all of it, with what shows it; of many only what is old.

use super::{
    super::{Report, defang, labels},
    ink::{Ink, Pen},
};
use crate::outcome::Software;

/// Lines of evidence for one product.
const MOST_LINES: usize = 3;

pub(super) fn write(report: &Report, pen: &mut Pen) {
    let alone = report.portals.len() == 1;
    let worth = |own: &&Software| alone || is_old(own);
    let mut opened = false;
    for portal in report.by_gravity() {
        let mut products = portal.software.iter().filter(worth).peekable();
        if products.peek().is_none() {
            continue;
        }
        if !opened {
            pen.blank();
            pen.line(&[(Ink::Strong, pen.say("Phần mềm", "Software"))]);
            opened = true;
        }
        if !alone {
            pen.line(&[(Ink::Plain, &format!("  {}", defang::text(&portal.name)))]);
        }
        for own in products {
            product(own, alone, pen);
        }
    }
}

fn is_old(own: &Software) -> bool {
    matches!(own.standing.as_str(), "outdated" | "end-of-life")
        || own.holes.iter().any(|hole| hole.certain && hole.exploited)
}

fn product(own: &Software, with_evidence: bool, pen: &mut Pen) {
    let ink = if is_old(own) { Ink::Warning } else { Ink::Faint };
    let name = format!("{} {}", own.product, own.version.all);
    let standing = labels::software(&own.standing).in_lang(pen.lang);
    pen.line(&[
        (Ink::Plain, "    "),
        (Ink::Plain, &defang::text(&name)),
        (ink, &format!("  {standing}")),
    ]);
    if with_evidence {
        pen.sentence("      ", &defang::text(own.why.in_lang(pen.lang)));
        for line in own.evidence.iter().take(MOST_LINES) {
            pen.line(&[(Ink::Faint, &format!("      {}", defang::text(line)))]);
        }
    }
}
