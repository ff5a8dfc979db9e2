//! One self-contained page for the owner, the cyber unit and the printer. It loads nothing, runs
//! nothing, and leads nowhere: its only links jump within it.
//!
//! The views prepare every text (defanged, deceiving characters shown); the templates under
//! `templates/` escape it once more and hold the sentences of both languages.

mod finding;
mod portal;
mod software;
mod summary;

use askama::Template;
use finding::FindingView;
use portal::PortalView;
use summary::{CampaignView, ProvinceView, Tally};

use super::{
    Format, Options, RenderError, Report, Totals, campaigns::MOST, labels, limits::LIMITS,
};
use crate::finding::{Lang, Text};

pub(super) const FORMAT: Format = Format { id: "html", render };

fn render(report: &Report, options: &Options) -> Result<String, RenderError> {
    let mut text = Page::new(report, options.lang).render()?;
    text.push('\n');
    Ok(text)
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    lang: Lang,
    version: &'static str,
    started: String,
    started_utc: String,
    finished_utc: String,
    took: String,
    verdict: String,
    totals: Tally,
    provinces: Vec<ProvinceView>,
    campaigns: Vec<CampaignView>,
    /// Those that are only counted.
    more_campaigns: usize,
    /// In the order of the provinces, gravest first.
    portals: Vec<PortalView<'a>>,
}

impl<'a> Page<'a> {
    fn new(report: &'a Report, lang: Lang) -> Self {
        let by_province = report.by_province();
        let mut first = 1;
        let mut provinces = Vec::new();
        for (name, portals) in &by_province {
            provinces.push(ProvinceView::new(*name, portals, first, lang));
            first += portals.len();
        }
        let told = report.campaigns.iter().take(MOST);
        let portals = by_province.into_iter().flat_map(|(_, portals)| portals);
        Self {
            lang,
            version: env!("CARGO_PKG_VERSION"),
            started: labels::moment(report.started_at, lang),
            started_utc: labels::utc(report.started_at),
            finished_utc: labels::utc(report.finished_at),
            took: labels::duration(report.started_at, report.finished_at, lang),
            verdict: super::summary::verdict(report, lang),
            totals: Tally::new(Totals::of(&report.portals), lang),
            provinces,
            campaigns: told.map(|campaign| CampaignView::new(campaign, lang)).collect(),
            more_campaigns: report.campaigns.len().saturating_sub(MOST),
            portals: (1..).zip(portals).map(|(nth, p)| PortalView::new(p, nth, lang)).collect(),
        }
    }

    fn limits(&self) -> impl Iterator<Item = &'static str> {
        let lang = self.lang;
        LIMITS.iter().map(move |limit| limit.in_lang(lang))
    }

    fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        Text { vi, en }.in_lang(self.lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::Severity,
        report::{fixture, inert},
    };

    fn page(report: &Report, lang: Lang) -> String {
        render(report, &Options { lang, ..Options::default() }).unwrap()
    }

    /// Every value of an attribute, wherever it stands.
    fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
        let start = format!(" {attribute}=\"");
        page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
    }

    #[test]
    fn nothing_hostile_is_markup_and_nothing_leads_away() {
        for lang in [Lang::Vi, Lang::En] {
            let page = page(&fixture::hostile(), lang);
            for never in ["<script", "<img", "onerror=alert(1)>", "http://", "hostile.unknowntop"] {
                assert!(!page.contains(never), "{never}");
            }
            assert!(!page.chars().any(|c| c != '\n' && inert::deceives(c)));
            assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"));
            assert!(values(&page, "href").iter().all(|value| value.starts_with('#')));
            for loads in ["src", "action", "data", "srcset", "poster", "style"] {
                assert_eq!(values(&page, loads), Vec::<&str>::new(), "{loads}");
            }
        }
    }

    #[test]
    fn the_page_is_self_contained() {
        let page = page(&fixture::province(), Lang::Vi);
        assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
        for loads in ["url(", "@import", "<link", "<script", "<iframe"] {
            assert!(!page.contains(loads), "{loads}");
        }
        for target in values(&page, "href") {
            let id = target.trim_start_matches('#');
            assert!(page.contains(&format!("id=\"{id}\"")), "{target} leads nowhere");
        }
    }

    #[test]
    fn totals_agree_with_the_lists() {
        let report = fixture::province();
        let page = page(&report, Lang::En);
        let findings: usize = report.portals.iter().map(|portal| portal.findings.len()).sum();
        assert_eq!(page.matches("<section class=\"finding ").count(), findings);
        assert_eq!(page.matches("<article class=\"portal\"").count(), report.portals.len());
        assert!(page.contains(&format!("<span>All findings</span> <b>{findings}</b>")));
        assert!(
            page.contains(&format!("<span>All portals</span> <b>{}</b>", report.portals.len()))
        );
        for severity in Severity::ALL {
            let listed = page.matches(&format!("<section class=\"finding {severity}\"")).count();
            let label = labels::severity(severity).en;
            let tile = format!("<span class=\"badge {severity}\">{label}</span> <b>{listed}</b>");
            assert!(page.contains(&tile), "{tile}");
        }
    }

    #[test]
    fn the_planted_part_is_marked_and_the_others_are_not() {
        let page = page(&fixture::province(), Lang::Vi);
        let marked = page.split("<mark>").nth(1).unwrap().split("</mark>").next().unwrap();
        assert!(marked.contains("hxxps://bet88[.]example/khuyen-mai"), "{marked}");
        assert!(!marked.contains("Lịch tiếp công dân"), "{marked}");
        assert!(page.contains("Lịch tiếp công dân"));
    }

    #[test]
    fn what_running_unpacked_is_shown_with_its_target_marked_and_defanged() {
        let page = page(&fixture::province(), Lang::En);
        let (_, shown) = page.split_once("running the page unpacked").unwrap();
        let (shown, _) = shown.split_once("</figure>").unwrap();
        assert!(shown.contains("window.location.replace("), "{shown}");
        assert!(shown.contains("<mark>hxxps://bet88[.]example/</mark>"), "{shown}");
    }

    #[test]
    fn english_readers_get_no_vietnamese_and_the_other_way_round() {
        let mut report = fixture::province();
        for portal in report.campaigns.iter_mut().flat_map(|campaign| &mut campaign.portals) {
            portal.name = "P".into();
        }
        for (nth, portal) in report.portals.iter_mut().enumerate() {
            portal.name = format!("P{nth}");
            (portal.agency, portal.province) = (None, None);
            for reported in portal.findings.iter_mut().chain(&mut portal.set_aside) {
                let acts = [&mut reported.handling.acknowledged, &mut reported.handling.set_aside];
                for act in acts.into_iter().flatten() {
                    (act.by, act.why) = ("A".into(), None);
                }
                reported.finding.excerpt = Default::default();
                reported.finding.signals.retain(|signal| signal.detail.is_ascii());
            }
        }
        let accented = |c: &char| c.is_alphabetic() && !c.is_ascii();
        let english = page(&report, Lang::En).replace("Việt", "").replace("Canh cổng", "");
        assert_eq!(english.chars().find(accented), None);
        assert!(english.contains("muted until 2026-11-30 by A"));
        let vietnamese = page(&report, Lang::Vi);
        let body = vietnamese.split("<body>").nth(1).unwrap();
        for word in [" the ", " of ", " not ", " after ", " links", "Findings", "Portal ", "Page:"]
        {
            assert!(!body.contains(word), "{word}");
        }
    }
}
