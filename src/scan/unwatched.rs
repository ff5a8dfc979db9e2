//! A portal that nobody could look at, night after night, is a finding itself.

use jiff::Timestamp;

use crate::{
    detect::{NIGHT_RULES, severity},
    finding::{Excerpt, Finding, Fingerprint, Where},
    history::Nights,
    identity::Identity,
    outcome::PortalReport,
};

/// Whether a look brought nothing that could be judged, and not because somebody stopped it.
pub(super) fn is_silent(report: &PortalReport) -> bool {
    !report.state.is_judged() && report.coverage.stopped_by != Some("signal")
}

/// What there is to say of a silent portal, after the silent nights before this look at `at`.
pub(super) fn finding(
    report: &PortalReport,
    before: Option<Nights>,
    at: Timestamp,
) -> Option<Finding> {
    let nights = before.map_or(Nights::first(at), |nights| nights.and(at));
    let found = NIGHT_RULES.iter().map(|rule| (rule, (rule.examine)(nights.count)));
    let (rule, signals) = found.into_iter().find(|(_, signals)| !signals.is_empty())?;
    Some(Finding {
        id: Fingerprint::of(&report.portal, rule.id, ""),
        rule: rule.id,
        family: rule.family,
        severity: severity(&signals),
        url: report.url.clone(),
        identity: Identity::Citizen,
        subject: report.name.clone(),
        excerpt: Excerpt::default(),
        unpacked: None,
        place: Where::default(),
        signals,
        why: rule.why,
        repair: rule.repair,
        pages: vec![report.url.clone()],
        pages_total: 1,
        // Every one of the nights saw it.
        confirmed: true,
        // Each portal is silent for itself.
        traces: Vec::new(),
    })
}
