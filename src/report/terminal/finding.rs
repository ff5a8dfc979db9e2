//! One finding on a terminal.

use super::ink::{Ink, Pen};
use crate::{
    finding::{Excerpt, Lang},
    report::{PortalReport, Reported, defang, handling, labels, signals},
};

pub(super) fn write(reported: &Reported, portal: &PortalReport, pen: &mut Pen) {
    let finding = &reported.finding;
    let lang = pen.lang;
    let severity = labels::severity(finding.severity).in_lang(lang).to_uppercase();
    pen.blank();
    pen.line(&[
        (Ink::of_severity(finding.severity), &format!("  {severity}")),
        (Ink::Faint, &format!("  {}  ", finding.rule)),
        (Ink::Strong, &defang::subject(&finding.subject)),
    ]);

    let page = defang::own_page(&finding.url, &portal.url);
    // Apart from the address, which can be copied so.
    let place = match (finding.place.line, lang) {
        (0, _) => String::new(),
        (line, Lang::Vi) => format!("  dòng {line}, cột {}", finding.place.column),
        (line, Lang::En) => format!("  line {line}, column {}", finding.place.column),
    };
    let others = match finding.pages_total.saturating_sub(1) {
        0 => String::new(),
        more => format!("  ({} {more})", pen.say("số trang khác:", "other pages:")),
    };
    let label = label(pen, "Trang", "Page");
    pen.line(&[
        (Ink::Faint, &label),
        (Ink::Plain, &page),
        (Ink::Plain, &place),
        (Ink::Faint, &others),
    ]);

    proof(pen, ("Bằng chứng", "Proof"), &finding.excerpt);
    if let Some(unpacked) = &finding.unpacked {
        proof(pen, ("Mã giải ra", "Unpacked"), unpacked);
    }
    for (nth, phrase) in signals::in_words(&finding.signals, lang).iter().enumerate() {
        let label = if nth == 0 { self::label(pen, "Dấu hiệu", "Signals") } else { margin() };
        pen.sentence(&label, &phrase.words);
    }
    let label = self::label(pen, "Vì sao", "Why");
    pen.sentence(&label, finding.why.in_lang(lang));
    let label = self::label(pen, "Khắc phục", "Repair");
    pen.sentence(&label, finding.repair.in_lang(lang));
    let label = self::label(pen, "Tình trạng", "Standing");
    let standing = format!(
        "{} · {} {} · {} · {} {}",
        handling::standing(reported.standing, reported.times_reopened, lang),
        pen.say("lần đầu lúc", "first seen"),
        labels::moment(reported.first_seen, lang),
        labels::confirmed(finding.confirmed).in_lang(lang),
        pen.say("mã", "id"),
        handling::short(&finding.id),
    );
    pen.sentence(&label, &standing);
    if let Some(act) = &reported.handling.acknowledged {
        let act = handling::act(act, lang);
        pen.sentence(&margin(), &act);
    }
}

fn proof(pen: &mut Pen, (vi, en): (&'static str, &'static str), excerpt: &Excerpt) {
    let label = label(pen, vi, en);
    let [before, planted, after] = defang::marked(&excerpt.text, &excerpt.mark);
    if !excerpt.text.is_empty() {
        pen.line(&[
            (Ink::Faint, &label),
            (Ink::Plain, &before),
            (Ink::Planted, &planted),
            (Ink::Plain, &after),
        ]);
    }
}

const LABEL: usize = 16;

fn label(pen: &Pen, vi: &'static str, en: &'static str) -> String {
    format!("{:<LABEL$}", format!("    {}", pen.say(vi, en)))
}

fn margin() -> String {
    " ".repeat(LABEL)
}
