//! Totals, provinces and campaigns as the template shows them.

use crate::{
    finding::{Lang, Severity},
    outcome::Campaign,
    report::{PortalReport, State, Totals, campaigns::Told, defang, labels},
};

/// A name with its code for the style sheet, and how many there are.
pub(super) struct Count {
    pub id: &'static str,
    pub label: &'static str,
    pub count: usize,
}

/// Totals with their names.
pub(super) struct Tally {
    pub portals: usize,
    pub findings: usize,
    pub pages: usize,
    pub states: Vec<Count>,
    pub severities: Vec<Count>,
}

impl Tally {
    pub fn new(totals: Totals, lang: Lang) -> Self {
        let state = |(state, count): (State, usize)| Count {
            id: state.id(),
            label: labels::state(state).in_lang(lang),
            count,
        };
        let severity = |(severity, count): (Severity, usize)| Count {
            id: severity.id(),
            label: labels::severity(severity).in_lang(lang),
            count,
        };
        Self {
            portals: totals.portals(),
            findings: totals.findings(),
            pages: totals.pages,
            states: totals.states().map(state).collect(),
            severities: totals.severities().map(severity).collect(),
        }
    }
}

/// The agency, unless the portal is named after it.
pub(super) fn agency(portal: &PortalReport) -> Option<String> {
    portal.agency.as_deref().filter(|agency| *agency != portal.name).map(defang::text)
}

/// One province in the summary, with one row for each portal.
pub(super) struct ProvinceView {
    pub name: Option<String>,
    pub tally: Tally,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    /// Number of the portal's section.
    pub nth: usize,
    pub name: String,
    pub agency: Option<String>,
    pub state: &'static str,
    pub state_label: &'static str,
    pub tally: Tally,
    pub known: usize,
}

impl ProvinceView {
    /// `first` is the number of the first portal's section.
    pub fn new(name: Option<&str>, portals: &[&PortalReport], first: usize, lang: Lang) -> Self {
        let row = |(nth, portal): (usize, &&PortalReport)| Row {
            nth,
            name: defang::text(&portal.name),
            agency: agency(portal),
            state: portal.state.id(),
            state_label: labels::state(portal.state).in_lang(lang),
            tally: Tally::new(Totals::of([*portal]), lang),
            known: portal.coverage.known,
        };
        Self {
            name: name.map(defang::text),
            rows: (first..).zip(portals).map(row).collect(),
            tally: Tally::new(Totals::of(portals.iter().copied()), lang),
        }
    }
}

/// One campaign.
pub(super) struct CampaignView {
    pub told: Told,
    pub severity: &'static str,
    pub severity_label: &'static str,
    pub findings: usize,
}

impl CampaignView {
    pub fn new(campaign: &Campaign, lang: Lang) -> Self {
        Self {
            told: Told::new(campaign, lang),
            severity: campaign.worst.id(),
            severity_label: labels::severity(campaign.worst).in_lang(lang),
            findings: campaign.findings,
        }
    }
}
