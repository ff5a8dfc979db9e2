//! One line for each portal, as its look ends: what an operator reads in the log of a night.

use jiff::Timestamp;

use super::super::{PortalReport, defang, labels};
use crate::finding::{Lang, Severity, Standing};

/// Columns for the portal's id.
const ID: usize = 20;

/// The line of one portal, without a line break. `times` are when its turn came and when it was done;
/// `None` where the interrupted run before had judged it.
pub fn line(portal: &PortalReport, times: Option<(Timestamp, Timestamp)>, lang: Lang) -> String {
    let say = |vi: &'static str, en: &'static str| match lang {
        Lang::Vi => vi,
        Lang::En => en,
    };
    let coverage = &portal.coverage;
    let pages = say("trang", "pages");
    let mut parts = vec![
        labels::state(portal.state).in_lang(lang).to_owned(),
        format!("{pages} {}/{}", coverage.fetched, coverage.known),
    ];
    let findings = |severity: Severity| {
        let own = portal.findings.iter().filter(|own| own.finding.severity == severity).count();
        counted(labels::severity(severity).in_lang(lang), own)
    };
    parts.extend(together(Severity::ALL.into_iter().filter_map(findings)));
    let standing = |standing: Standing| {
        let own = portal.findings.iter().filter(|own| own.standing == standing).count();
        counted(labels::standing(standing).in_lang(lang), own)
    };
    let became = [Standing::New, Standing::Reopened].into_iter().filter_map(standing);
    let healed = counted(say("đã khắc phục", "healed"), portal.healed.len());
    parts.extend(together(became.chain(healed)));
    // The page budget ends the look at every large portal: nothing to be told each night.
    if let Some(reason) = coverage.stopped_by.filter(|reason| *reason != "pages") {
        parts.push(labels::stopped_by(reason).in_lang(lang).to_owned());
    }
    parts.push(match times {
        Some((from, to)) => labels::duration(from, to, lang),
        None => {
            say("đã đánh giá trong lượt quét bị ngắt trước đó", "judged before the interruption")
                .to_owned()
        }
    });
    let id = defang::text(&portal.portal);
    format!("{id:<ID$}  {}", parts.join(" · "))
}

fn counted(label: &str, count: usize) -> Option<String> {
    (count > 0).then(|| format!("{} {count}", label.to_lowercase()))
}

fn together(counts: impl Iterator<Item = String>) -> Option<String> {
    let counts: Vec<String> = counts.collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{fixture, inert};

    fn lines(lang: Lang) -> Vec<String> {
        let times = (fixture::at("2026-11-20T17:00:00Z"), fixture::at("2026-11-20T17:02:03Z"));
        fixture::province().portals.iter().map(|own| line(own, Some(times), lang)).collect()
    }

    #[test]
    fn a_portal_is_told_in_one_line() {
        let told = lines(Lang::En);
        let own = |id: &str| told.iter().find(|line| line.starts_with(id)).unwrap();
        assert_eq!(
            own("tuan-giao"),
            "tuan-giao             Findings · pages 50/361 · critical 1, medium 1 · \
             reopened 1, healed 1 · 2 min 3 s"
        );
        assert!(own("thu-vien").contains("Unreachable · pages 0/40 · 2 min 3 s"), "{told:#?}");
        assert!(lines(Lang::Vi).iter().any(|line| line.contains("nghiêm trọng 1")));
    }

    #[test]
    fn nothing_hostile_is_in_a_line() {
        for portal in &fixture::hostile().portals {
            let line = line(portal, None, Lang::Vi);
            assert!(!line.chars().any(inert::deceives), "{line}");
        }
    }
}
