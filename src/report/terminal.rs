//! For the person at the terminal: a short table first, then every finding with what to do.
//!
//! Addresses are never broken over lines, so that they can be copied; only sentences are.

mod campaigns;
mod evaluation;
mod finding;
mod history;
pub mod incidents;
pub(super) mod ink;
pub mod outbox;
mod software;
mod story;

use ink::{Ink, Pen};

pub use evaluation::evaluation;

use super::{
    Format, Options, PortalReport, RenderError, Report, State, defang, labels, limits::LIMITS,
    summary,
};
use crate::finding::Text;

pub(super) const FORMAT: Format = Format { id: "terminal", render };

fn render(report: &Report, options: &Options) -> Result<String, RenderError> {
    let mut pen = Pen::new(options);
    overview(report, &mut pen);
    campaigns::write(report, &mut pen);
    for portal in report.by_gravity().into_iter().filter(|portal| !portal.findings.is_empty()) {
        pen.blank();
        pen.line(&[
            (Ink::Strong, &defang::text(&portal.name)),
            (Ink::Faint, &format!("  {}", defang::own_page(&portal.url, &portal.url))),
        ]);
        for reported in portal.by_gravity() {
            finding::write(reported, portal, &mut pen);
        }
    }
    history::write(report, &mut pen);
    software::write(report, &mut pen);
    unseen(report, &mut pen);
    if let Some(limit) = LIMITS.first() {
        pen.blank();
        pen.sentence("", limit.in_lang(pen.lang));
    }
    Ok(pen.finish())
}

fn overview(report: &Report, pen: &mut Pen) {
    let lang = pen.lang;
    let headings = [
        Text { vi: "Cổng thông tin", en: "Portal" },
        Text { vi: "Kết quả", en: "State" },
        Text { vi: "Mức cao nhất", en: "Gravest" },
        Text { vi: "Phát hiện", en: "Findings" },
        Text { vi: "Trang đã xem", en: "Pages" },
    ];
    let mut table = pen.table();
    table.set_header(headings.map(|heading| heading.in_lang(lang)));
    for portal in report.by_gravity() {
        let gravest = portal.worst();
        table.add_row([
            ink::cell(defang::text(&portal.name), Ink::Plain),
            ink::cell(labels::state(portal.state).in_lang(lang), Ink::of_state(portal.state)),
            ink::cell(
                gravest.map_or("–", |severity| labels::severity(severity).in_lang(lang)),
                gravest.map_or(Ink::Faint, Ink::of_severity),
            ),
            ink::cell(portal.findings.len(), Ink::Plain),
            ink::cell(format!("{}/{}", portal.coverage.fetched, portal.coverage.known), Ink::Plain),
        ]);
    }
    let when = labels::moment(report.started_at, lang);
    pen.line(&[(Ink::Strong, pen.say("Kết quả quét lúc ", "Scan of ")), (Ink::Strong, &when)]);
    pen.verbatim(&table.trim_fmt());
    let verdict = summary::verdict(report, lang);
    pen.sentence("", &verdict);
}

/// What was not looked at: a reader must not take silence for health.
fn unseen(report: &Report, pen: &mut Pen) {
    let mut opened = false;
    for portal in report.by_gravity() {
        let (summary, details) = (left_out(portal, pen), reasons(portal, pen));
        if summary.is_empty() && details.is_empty() {
            continue;
        }
        if !opened {
            pen.blank();
            pen.line(&[(Ink::Strong, pen.say("Chưa được xem xét", "Not looked at"))]);
            opened = true;
        }
        let name = defang::text(&portal.name);
        pen.sentence("  ", &format!("{name}: {}", summary.join(" · ")));
        for line in details {
            pen.line(&[(Ink::Faint, &format!("    {line}"))]);
        }
    }
}

fn left_out(portal: &PortalReport, pen: &Pen) -> Vec<String> {
    let coverage = &portal.coverage;
    let mut parts = Vec::new();
    if matches!(portal.state, State::Unreachable | State::NotComparable) {
        parts.push(labels::state(portal.state).in_lang(pen.lang).to_owned());
    }
    if coverage.skipped > 0 {
        let left = pen.say("số trang chuyển lượt sau", "pages left for later");
        parts.push(format!("{left}: {}", coverage.skipped));
    }
    if let Some(reason) = coverage.stopped_by {
        parts.push(labels::stopped_by(reason).in_lang(pen.lang).to_owned());
    }
    parts
}

fn reasons(portal: &PortalReport, pen: &Pen) -> Vec<String> {
    /// Failures that are shown here; the other formats have all of them.
    const MOST: usize = 5;
    let notes = portal.coverage.notes.iter().map(|note| defang::text(note.in_lang(pen.lang)));
    let failures = portal.failures.iter().take(MOST).map(|failure| {
        let url = defang::own_page(&failure.url, &portal.url);
        let identity = labels::identity(failure.identity).in_lang(pen.lang);
        format!("{url}  {identity}: {}", defang::text(failure.reason.in_lang(pen.lang)))
    });
    let mut lines: Vec<_> = notes.chain(failures).collect();
    if let more @ 1.. = portal.failures.len().saturating_sub(MOST) {
        lines.push(format!("{}: {more}", pen.say("số lỗi khác", "other failures")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{finding::Lang, report::fixture};

    fn told(report: &Report, options: Options) -> String {
        render(report, &options).unwrap()
    }

    #[test]
    fn nothing_hostile_reaches_the_terminal() {
        let text = told(&fixture::hostile(), Options::default());
        assert!(!text.chars().any(|c| c != '\n' && super::super::inert::deceives(c)), "{text}");
        assert!(!text.contains("http://hostile"), "{text}");
        assert!(!text.contains("hostile.unknowntop"), "{text}");
    }

    #[test]
    fn colours_are_the_only_escape_sequences_and_only_when_asked_for() {
        let coloured = told(&fixture::hostile(), Options { colour: true, ..Options::default() });
        let mut sequences = coloured.split('\x1b').skip(1).peekable();
        assert!(sequences.peek().is_some());
        for sequence in sequences {
            let (parameters, _) = sequence.split_once('m').expect("a colour");
            let digits = parameters.strip_prefix('[').expect("a colour");
            assert!(digits.chars().all(|c| c.is_ascii_digit() || c == ';'), "{sequence:?}");
        }
    }

    #[test]
    fn the_planted_part_is_the_one_in_colour() {
        let text = told(&fixture::province(), Options { colour: true, ..Options::default() });
        let start = text.find("\x1b[1;30;43m").unwrap();
        let planted = &text[start..start + text[start..].find("\x1b[0m").unwrap()];
        assert!(planted.ends_with("</div>"), "{planted:?}");
        assert!(planted.contains("<div style=") && planted.contains("hxxps://bet88[.]example"));
    }

    #[test]
    fn every_portal_every_finding_and_what_was_not_seen_is_told() {
        for lang in [Lang::Vi, Lang::En] {
            let report = fixture::province();
            let text = told(&report, Options { lang, ..Options::default() });
            for portal in &report.portals {
                assert!(text.contains(&portal.name), "{}", portal.name);
                for reported in &portal.findings {
                    assert!(text.contains(reported.finding.rule));
                    let why = reported.finding.why.in_lang(lang);
                    let first = why.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
                    assert!(text.contains(&first), "{first}");
                }
            }
            let told = report.portals.iter().flat_map(|portal| {
                portal.coverage.notes.iter().chain(portal.failures.iter().map(|f| &f.reason))
            });
            for set_aside in report.portals.iter().flat_map(|portal| &portal.set_aside) {
                assert!(text.contains(&set_aside.finding.subject.replace('.', "[.]")), "{text}");
                assert!(text.contains(&set_aside.handling.set_aside.as_ref().unwrap().by));
            }
            for seen in told.map(|sentence| sentence.in_lang(lang)).chain(["nhacai[.]example"]) {
                assert!(text.contains(seen), "{seen}");
            }
            let place = "thong-bao-lich-tiep-cong-dan.html  ";
            assert!(text.contains(place) && text.contains(" 120, "), "{text}");
        }
    }

    #[test]
    fn tables_and_sentences_keep_to_the_width() {
        let text = told(&fixture::province(), Options { width: 60, ..Options::default() });
        let long = |line: &&str| line.chars().count() > 60 && !line.contains("://");
        let long: Vec<_> = text.lines().filter(long).collect();
        // Proofs and subjects are copied, never broken.
        assert!(
            long.iter().all(|line| line.contains("[.]") || line.contains("<script>")),
            "{long:#?}"
        );
    }
}
