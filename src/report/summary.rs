//! Totals and order: what a reader with one minute sees first.

use std::cmp::Reverse;

use serde::Serialize;

use super::{PortalReport, Report, Reported, State, labels};
use crate::{
    finding::{Lang, Severity, Standing},
    outcome::{Deed, Fate, Incident},
};

/// How many portals and findings of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    states: [usize; State::ALL.len()],
    severities: [usize; Severity::ALL.len()],
    standings: [usize; Standing::ALL.len()],
    /// Pages looked at.
    pub pages: usize,
    /// Bytes of all bodies.
    pub bytes: u64,
    /// Findings that people muted or closed.
    pub set_aside: usize,
    /// Findings that are gone, but not for long enough.
    pub clearing: usize,
    /// Findings that are gone for good, as of this run.
    pub healed: usize,
}

impl Totals {
    /// Counts some portals.
    pub fn of<'a>(portals: impl IntoIterator<Item = &'a PortalReport>) -> Self {
        let mut totals = Self::default();
        portals.into_iter().for_each(|portal| totals.add(portal));
        totals
    }

    /// Counts one more.
    pub fn add(&mut self, portal: &PortalReport) {
        count(&mut self.states, &State::ALL, portal.state);
        for reported in &portal.findings {
            count(&mut self.severities, &Severity::ALL, reported.finding.severity);
            count(&mut self.standings, &Standing::ALL, reported.standing);
        }
        self.pages += portal.coverage.fetched;
        self.bytes += portal.coverage.bytes;
        self.set_aside += portal.set_aside.len();
        self.clearing += portal.clearing.len();
        self.healed += portal.healed.len();
    }

    /// Portals in each state, in the order of [`State::ALL`].
    pub fn states(&self) -> impl Iterator<Item = (State, usize)> {
        State::ALL.into_iter().zip(self.states)
    }

    /// Findings of each severity, gravest first.
    pub fn severities(&self) -> impl Iterator<Item = (Severity, usize)> {
        Severity::ALL.into_iter().zip(self.severities)
    }

    /// Findings of each standing, in the order of [`Standing::ALL`].
    pub fn standings(&self) -> impl Iterator<Item = (Standing, usize)> {
        Standing::ALL.into_iter().zip(self.standings)
    }

    /// All portals.
    pub fn portals(&self) -> usize {
        self.states.iter().sum()
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.severities.iter().sum()
    }
}

fn count<T: PartialEq>(counts: &mut [usize], kinds: &[T], kind: T) {
    let place = kinds.iter().position(|own| *own == kind);
    if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
        *count += 1;
    }
}

/// How many incidents stand how; each is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Standings {
    pub open: usize,
    /// Gone, but not for long enough.
    pub clearing: usize,
    pub muted: usize,
    pub closed: usize,
    pub healed: usize,
}

impl Standings {
    pub fn of<'a>(incidents: impl IntoIterator<Item = &'a Incident>) -> Self {
        let mut counts = Self::default();
        for own in incidents {
            let set_aside = own.handling.set_aside.as_ref().map(|act| act.deed);
            let count = match (own.fate, set_aside) {
                (Fate::Healed { .. }, _) => &mut counts.healed,
                (_, Some(Deed::Muted(_))) => &mut counts.muted,
                (_, Some(_)) => &mut counts.closed,
                (Fate::Clearing { .. }, None) => &mut counts.clearing,
                (Fate::Open, None) => &mut counts.open,
            };
            *count += 1;
        }
        counts
    }
}

/// The run in one or two sentences.
pub(super) fn verdict(report: &Report, lang: Lang) -> String {
    let totals = Totals::of(&report.portals);
    let states: Vec<_> = totals
        .states()
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| {
            let label = labels::state(state).in_lang(lang).to_lowercase();
            match lang {
                Lang::Vi => format!("{count} cổng {label}"),
                Lang::En => format!("{label}: {count}"),
            }
        })
        .collect();
    let states = states.join(", ");
    let (portals, findings) = (totals.portals(), totals.findings());
    let mut text = match lang {
        Lang::Vi => format!("Đã quét {portals} cổng: {states}."),
        Lang::En => format!("Portals scanned: {portals} ({states})."),
    };
    if let Some(worst) = report.worst() {
        let worst = labels::severity(worst).in_lang(lang).to_lowercase();
        text.push_str(&match lang {
            Lang::Vi => format!(" Tổng số phát hiện: {findings}, mức cao nhất: {worst}."),
            Lang::En => format!(" Findings in all: {findings}, the gravest: {worst}."),
        });
    }
    let set_aside: usize = report.portals.iter().map(|portal| portal.set_aside.len()).sum();
    if set_aside > 0 {
        text.push_str(&match lang {
            Lang::Vi => format!(" Tạm ngừng cảnh báo hoặc đã đóng, không tính: {set_aside}."),
            Lang::En => format!(" Muted or closed, not counted: {set_aside}."),
        });
    }
    text
}

impl PortalReport {
    /// The gravest severity of its findings.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|reported| reported.finding.severity).max()
    }

    /// Its findings, gravest first, those of one severity as they came.
    pub fn by_gravity(&self) -> Vec<&Reported> {
        let mut findings: Vec<_> = self.findings.iter().collect();
        findings.sort_by_key(|reported| Reverse(reported.finding.severity));
        findings
    }
}

impl Report {
    /// Its portals: those with the gravest findings first, then those that could not be judged,
    /// then the clean ones; otherwise as they came.
    pub fn by_gravity(&self) -> Vec<&PortalReport> {
        let mut portals: Vec<_> = self.portals.iter().collect();
        portals.sort_by_key(|portal| {
            (Reverse(portal.worst()), State::ALL.iter().position(|state| *state == portal.state))
        });
        portals
    }

    /// Its portals by province, those without one under `None`; in the order of
    /// [`Report::by_gravity`].
    pub fn by_province(&self) -> Vec<(Option<&str>, Vec<&PortalReport>)> {
        let mut provinces: Vec<(Option<&str>, Vec<&PortalReport>)> = Vec::new();
        for portal in self.by_gravity() {
            let province = portal.province.as_deref();
            match provinces.iter_mut().find(|(own, _)| *own == province) {
                Some((_, portals)) => portals.push(portal),
                None => provinces.push((province, vec![portal])),
            }
        }
        provinces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn totals_agree_with_the_lists() {
        let report = fixture::province();
        let totals = Totals::of(&report.portals);
        assert_eq!(totals.portals(), report.portals.len());
        assert_eq!(
            totals.findings(),
            report.portals.iter().map(|p| p.findings.len()).sum::<usize>()
        );
        let by_province = report.by_province();
        assert_eq!(by_province.iter().map(|(_, p)| p.len()).sum::<usize>(), totals.portals());
        let sum: usize =
            by_province.iter().map(|(_, p)| Totals::of(p.iter().copied()).findings()).sum();
        assert_eq!(sum, totals.findings());
    }

    #[test]
    fn a_verdict_counts_every_portal_and_finding() {
        let report = fixture::province();
        assert_eq!(
            verdict(&report, Lang::Vi),
            "Đã quét 6 cổng: 3 cổng có phát hiện, 1 cổng chưa đủ cơ sở đánh giá, 1 cổng không \
             truy cập được, 1 cổng chưa phát hiện bất thường. Tổng số phát hiện: 5, mức cao nhất: \
             nghiêm trọng. Tạm ngừng cảnh báo hoặc đã đóng, không tính: 1."
        );
        let clean = Report { portals: report.portals[..1].to_vec(), ..report };
        assert_eq!(verdict(&clean, Lang::En), "Portals scanned: 1 (nothing found: 1).");
    }

    #[test]
    fn the_gravest_comes_first_and_the_clean_last() {
        let report = fixture::province();
        let order: Vec<_> = report.by_gravity().iter().map(|p| (p.worst(), p.state)).collect();
        assert_eq!(order.first().unwrap().0, Some(Severity::Critical));
        assert_eq!(order.last().unwrap(), &(None, State::Clean));
        assert!(order.windows(2).all(|pair| pair[0].0 >= pair[1].0));
    }
}
