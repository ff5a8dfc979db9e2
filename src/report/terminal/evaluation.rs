//! An evaluation on a terminal: recall and false alarms side by side, then what was wrong.

use std::path::Path;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, Width};

use super::ink::{self, Ink, Pen};
use crate::{
    finding::{Finding, Lang, Severity},
    outcome::{Evaluation, LabelledPage, Rate, Shortlist, Tally},
    report::{Options, RenderError, defang, labels},
};

/// An evaluation for people.
///
/// # Errors
/// None: it has the shape of the other formats.
pub fn evaluation(evaluation: &Evaluation, options: &Options) -> Result<String, RenderError> {
    let mut pen = Pen::new(options);
    let attacks = pen.say("Trang bị tấn công", "Attacks");
    table(attacks, false, evaluation, &mut pen);
    let benign = pen.say("Trang bình thường", "Benign pages");
    table(benign, true, evaluation, &mut pen);
    verdict(evaluation, &mut pen);
    let heading = pen.say("Trang bình thường bị báo nhầm", "Benign pages that were accused");
    pages(heading, &evaluation.accused, &mut pen);
    let heading = pen.say("Trang bị tấn công bị bỏ sót", "Attacks that were missed");
    pages(heading, &evaluation.missed, &mut pen);
    not_judged(evaluation, &mut pen);
    Ok(pen.finish())
}

/// The longest label that is not broken, in columns.
const LONGEST: u16 = 32;

/// Severities that have a column of their own.
const COLUMNS: [Severity; 4] =
    [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

fn table(heading: &str, benign: bool, evaluation: &Evaluation, pen: &mut Pen) {
    let rows = || {
        let of_kind = |label: &str| Evaluation::is_benign(label) == benign;
        evaluation.tallies.iter().filter(move |((_, label), _)| of_kind(label))
    };
    if rows().next().is_none() {
        return;
    }
    let lang = pen.lang;
    let levels = if benign { evaluation.levels() } else { vec![evaluation.fail_on] };
    let mut head =
        vec![pen.say("Nhãn", "Label").to_owned(), pen.say("Đã xét", "Judged").to_owned()];
    head.extend(COLUMNS.map(|severity| labels::severity(severity).in_lang(lang).to_owned()));
    head.push(pen.say("Không", "None").to_owned());
    head.extend(levels.iter().map(|level| {
        let what = if benign {
            pen.say("Báo nhầm", "False alarms")
        } else {
            pen.say("Phát hiện", "Recall")
        };
        format!("{what} ≥ {}", labels::severity(*level).in_lang(lang))
    }));
    let mut table = pen.table();
    table.set_header(head);
    for ((set, label), tally) in rows() {
        // Two short lines: names of labels are long, and they are copied after `--skip`.
        let set = if set == "." { String::new() } else { format!("{}/\n", defang::plain(set)) };
        let name = ink::cell(set + &defang::plain(label), Ink::Plain);
        table.add_row(cells(name, tally, benign, &levels, lang));
    }
    let name = ink::cell(pen.say("Tổng", "All"), Ink::Strong);
    table.add_row(cells(name, &evaluation.total(benign), benign, &levels, lang));
    let longest = table.column_max_content_widths().first().map_or(0, |width| *width.min(&LONGEST));
    for (nth, column) in table.column_iter_mut().enumerate() {
        if nth == 0 {
            let width = longest + column.padding_width();
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        } else {
            column.set_padding((0, 1)).set_cell_alignment(CellAlignment::Right);
        }
    }
    pen.line(&[(Ink::Strong, heading)]);
    pen.verbatim(&table.trim_fmt());
}

fn cells(name: Cell, tally: &Tally, benign: bool, levels: &[Severity], lang: Lang) -> Vec<Cell> {
    let mut cells = vec![name, ink::cell(files(tally), Ink::Plain)];
    // What is no more than a note counts as quiet.
    let quiet = tally.quiet + tally.at(Severity::Info);
    let counts = COLUMNS.map(|severity| tally.at(severity)).into_iter().chain([quiet]);
    cells.extend(
        counts.map(|count| ink::cell(count, if count == 0 { Ink::Faint } else { Ink::Plain })),
    );
    cells.extend(levels.iter().map(|level| {
        let rate = tally.at_least(*level);
        let ink = match rate.hits {
            _ if rate.of == 0 => Ink::Faint,
            hits if hits == if benign { 0 } else { rate.of } => Ink::Good,
            _ => Ink::Warning,
        };
        ink::cell(shares(rate, benign, lang).join("\n"), ink)
    }));
    cells
}

/// How many of a label's files were judged.
fn files(tally: &Tally) -> String {
    match tally.judged() {
        judged if judged == tally.files => judged.to_string(),
        judged => format!("{judged}/{}", tally.files),
    }
}

/// A share and the bound that matters: recall may be as low, false alarms as high.
fn shares(rate: Rate, benign: bool, lang: Lang) -> Vec<String> {
    let (Some(share), Some((lower, upper))) = (rate.share(), rate.bounds()) else {
        return vec!["–".to_owned()];
    };
    let (sign, bound) = if benign { ("≤", upper) } else { ("≥", lower) };
    vec![percent(share, lang), format!("{sign} {}", percent(bound, lang))]
}

fn percent(share: f64, lang: Lang) -> String {
    let number = format!("{:.1} %", share * 100.0);
    match lang {
        Lang::Vi => number.replace('.', ","),
        Lang::En => number,
    }
}

/// Both figures in one breath: either alone can be made as good as one likes.
fn verdict(evaluation: &Evaluation, pen: &mut Pen) {
    let sentence = format!("{} {}", recall(evaluation, pen), false_alarms(evaluation, pen));
    pen.sentence("", &sentence);
    let bounds = pen.say(
        "≥ và ≤: cận của khoảng tin cậy Wilson 95 %.",
        "≥ and ≤: the bound of the 95 % Wilson interval.",
    );
    pen.line(&[(Ink::Faint, bounds)]);
}

fn recall(evaluation: &Evaluation, pen: &Pen) -> String {
    let Rate { hits, of } = evaluation.total(false).at_least(evaluation.fail_on);
    if of == 0 {
        let unknown = pen.say(
            "Chưa xét trang bị tấn công nào nên chưa biết tỷ lệ phát hiện.",
            "No attack was judged, so nothing is known of recall.",
        );
        return unknown.to_owned();
    }
    let level = labels::severity(evaluation.fail_on).in_lang(pen.lang);
    let shares = shares(Rate { hits, of }, false, pen.lang).join(", ");
    match pen.lang {
        Lang::Vi => {
            format!("Phát hiện {hits} trong {of} trang bị tấn công từ mức {level} ({shares}).")
        }
        Lang::En => format!("Found {hits} of {of} attacks at {level} or graver ({shares})."),
    }
}

fn false_alarms(evaluation: &Evaluation, pen: &Pen) -> String {
    let benign = evaluation.total(true);
    let of = benign.judged();
    if of == 0 {
        let unknown = pen.say(
            "Chưa xét trang bình thường nào nên chưa biết tỷ lệ báo nhầm.",
            "No benign page was judged, so nothing is known of false alarms.",
        );
        return unknown.to_owned();
    }
    let levels = evaluation.levels().into_iter().map(|level| {
        let rate = benign.at_least(level);
        let shares = shares(rate, true, pen.lang).join(", ");
        let level = labels::severity(level).in_lang(pen.lang);
        match pen.lang {
            Lang::Vi => format!("{} từ mức {level} ({shares})", rate.hits),
            Lang::En => format!("{} at {level} or graver ({shares})", rate.hits),
        }
    });
    let levels = levels.collect::<Vec<_>>().join("; ");
    match pen.lang {
        Lang::Vi => format!("Báo nhầm trong {of} trang bình thường: {levels}."),
        Lang::En => format!("False alarms on {of} benign pages: {levels}."),
    }
}

fn pages(heading: &str, list: &Shortlist<LabelledPage>, pen: &mut Pen) {
    if list.total() == 0 {
        return;
    }
    pen.blank();
    pen.line(&[(Ink::Strong, &format!("{heading}: {}", list.total()))]);
    for page in list.first() {
        let path = path(&page.path);
        let label = format!("  {}", defang::plain(&page.label));
        let place = [(Ink::Plain, path.as_str()), (Ink::Faint, label.as_str())];
        match &page.gravest {
            Some(finding) => {
                found(finding, pen);
                pen.line(&[&[(Ink::Plain, "    ")], &place[..]].concat());
                pen.sentence("    ", &signals(finding));
            }
            None => {
                let nothing = pen.say("  KHÔNG CÓ GÌ  ", "  NOTHING  ");
                pen.line(&[&[(Ink::Faint, nothing)], &place[..]].concat());
            }
        }
    }
    more(list.left_out(), pen);
}

fn found(finding: &Finding, pen: &mut Pen) {
    let severity = labels::severity(finding.severity).in_lang(pen.lang).to_uppercase();
    pen.line(&[
        (Ink::of_severity(finding.severity), &format!("  {severity}")),
        (Ink::Faint, &format!("  {}  ", finding.rule)),
        (Ink::Plain, &defang::subject(&finding.subject)),
    ]);
}

/// As rules name them: whoever evaluates works on rules.
fn signals(finding: &Finding) -> String {
    /// Signals that are shown here; JSON has all of them.
    const MOST: usize = 12;
    let shown = finding.signals.iter().take(MOST);
    let mut all: Vec<String> = shown
        .map(|signal| format!("{}:{}", signal.kind.id(), defang::subject(&signal.detail)))
        .collect();
    if let more @ 1.. = finding.signals.len().saturating_sub(MOST) {
        all.push(format!("… (+{more})"));
    }
    all.join(", ")
}

fn not_judged(evaluation: &Evaluation, pen: &mut Pen) {
    let others = || evaluation.tallies.iter().filter(|(_, tally)| tally.no_pages > 0);
    let faults = &evaluation.faults;
    if others().next().is_none() && faults.total() == 0 && evaluation.skipped.is_empty() {
        return;
    }
    pen.blank();
    pen.line(&[(Ink::Strong, pen.say("Không được xét", "Not judged"))]);
    for (label, lines) in &evaluation.skipped {
        // A label that nothing has was mistyped, and its number says so.
        let line = format!("  --skip {}  {lines}", defang::plain(label));
        pen.line(&[(if *lines == 0 { Ink::Warning } else { Ink::Plain }, &line)]);
    }
    if others().next().is_some() {
        let why = pen.say(
            "Tệp không phải trang (trang có đuôi .html, .htm, .xhtml, có thể nén .gz):",
            "Files that are no pages (a page is named .html, .htm or .xhtml, gzipped or not):",
        );
        pen.sentence("  ", why);
    }
    for ((set, label), tally) in others() {
        let place = defang::plain(&format!("{set}/{label}"));
        pen.line(&[(Ink::Plain, &format!("    {place}  {}", tally.no_pages))]);
    }
    for fault in faults.first() {
        let place = format!("{}:{}", path(&fault.manifest), fault.line);
        let reason = defang::text(fault.reason.in_lang(pen.lang));
        pen.line(&[(Ink::Warning, &format!("  {place}")), (Ink::Plain, &format!(": {reason}"))]);
    }
    more(faults.left_out(), pen);
}

fn more(left_out: usize, pen: &mut Pen) {
    if left_out > 0 {
        let line = match pen.lang {
            Lang::Vi => format!("  … và {left_out} mục nữa (--all)"),
            Lang::En => format!("  … and {left_out} more (--all)"),
        };
        pen.line(&[(Ink::Faint, &line)]);
    }
}

fn path(path: &Path) -> String {
    defang::plain(&path.to_string_lossy())
}
