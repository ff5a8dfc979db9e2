//! One finding as the template shows it.

use crate::{
    finding::{Lang, Taxonomy},
    report::{Reported, defang, handling, labels, signals},
};

pub(super) struct FindingView {
    pub id: String,
    pub rule: &'static str,
    pub family: &'static str,
    pub severity: &'static str,
    pub severity_label: &'static str,
    pub standing: String,
    /// Who cares for it.
    pub acknowledged: Option<String>,
    pub confirmed: &'static str,
    pub first_seen: String,
    pub subject: String,
    pub url: String,
    pub identity: &'static str,
    /// Line from 1; 0 where the proof is not in a page's source.
    pub line: u32,
    pub column: u32,
    pub css: String,
    /// Before the planted part, the part, after it.
    pub excerpt: [String; 3],
    /// The same of code that was made of text while the page ran; empty where there is none.
    pub unpacked: [String; 3],
    pub signals: Vec<signals::Phrase>,
    pub why: &'static str,
    pub repair: &'static str,
    pub pages: Vec<String>,
    pub pages_total: usize,
    pub taxonomy: Taxonomy,
}

impl FindingView {
    pub fn new(reported: &Reported, home: &str, lang: Lang) -> Self {
        let finding = &reported.finding;
        Self {
            id: defang::text(&finding.id.0),
            rule: finding.rule,
            family: labels::family(finding.family).in_lang(lang),
            severity: finding.severity.id(),
            severity_label: labels::severity(finding.severity).in_lang(lang),
            standing: handling::standing(reported.standing, reported.times_reopened, lang),
            acknowledged: reported.handling.acknowledged.as_ref().map(|a| handling::act(a, lang)),
            confirmed: labels::confirmed(finding.confirmed).in_lang(lang),
            first_seen: labels::moment(reported.first_seen, lang),
            subject: defang::subject(&finding.subject),
            url: defang::own_page(&finding.url, home),
            identity: labels::identity(finding.identity).in_lang(lang),
            line: finding.place.line,
            column: finding.place.column,
            css: defang::text(&finding.place.css),
            excerpt: defang::marked(&finding.excerpt.text, &finding.excerpt.mark),
            unpacked: finding
                .unpacked
                .as_ref()
                .map(|unpacked| defang::marked(&unpacked.text, &unpacked.mark))
                .unwrap_or_default(),
            signals: signals::in_words(&finding.signals, lang),
            why: finding.why.in_lang(lang),
            repair: finding.repair.in_lang(lang),
            pages: finding.pages.iter().map(|page| defang::own_page(page, home)).collect(),
            pages_total: finding.pages_total,
            taxonomy: finding.family.taxonomy(),
        }
    }
}
