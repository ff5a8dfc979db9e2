//! One culprit, many portals: what findings of several portals have in common, and what it is worth.
//!
//! Whoever breaks into a government portal breaks into many: with one kit, through one hole of a
//! common supplier, for one customer. So findings are joined by their [traces](Trace): the foreign
//! host, the code under whatever address, the beginning of a planted text. Two traces are of one
//! campaign if they stand together in findings of two portals, or if they came to the very same
//! portals in the very same nights. What may be a supplier's work is joined with its like only, or an
//! honest host would be called a culprit. One portal alone joins nothing, however many hosts it
//! names: it may be in the hands of somebody who wants the report to be one heap.
//!
//! A finding of a campaign gets a signal (`campaign`, with the number of portals) and is weighed
//! anew, unless
//! * nothing but being new speaks against it: a host that somebody vouches for, a library that the
//!   supplier brought up to date. What is new on one portal is new on fifty if all have one supplier;
//! * its page explains it away, or only does what its address says: news are printed by many
//!   agencies, and anybody can write an address for every portal.
//!
//! The weight is 1, and where nothing stands there that a supplier's work does not have as well
//! ([`may_be_rolled_out`](crate::detect::may_be_rolled_out)), it lifts to `medium` at most: an
//! unknown supplier's counter on fifty portals is one line for somebody to ask about, and no night of
//! fifty alarms.
//!
//! A member is a finding that was seen within the last 30 nights, as long as a healed portal is
//! watched. It need not have been seen tonight, and a neighbour's repair does not make a wound
//! harmless. What a person closed is none: somebody has looked and said what it is. Portals are told
//! apart by where they are, as in the registry; a host that belongs to one of them is no foreign
//! host, because portals link to each other.

mod groups;
mod weighing;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use groups::{Group, groups};
pub use weighing::keep;
use weighing::settle;

use crate::{
    finding::{Fingerprint, Severity, Signal, Trace, TraceKind},
    history::WATCHED_FOR,
    outcome::{Afflicted, Campaign, PortalReport, Reported},
    target::Hosts,
};

/// Findings that were not seen for longer are members no more.
pub const SEEN_WITHIN: SignedDuration = WATCHED_FOR;

/// A finding as far as it may have something in common with others.
#[derive(Clone, Debug)]
pub struct Member {
    /// The finding's name.
    pub id: Fingerprint,
    /// The portal's id.
    pub portal: String,
    /// Where the portal is, as [`place`] writes it: one that was looked at before it was registered had
    /// another id.
    pub place: String,
    /// The portal's name.
    pub name: String,
    /// What would be found again.
    pub traces: Vec<Trace>,
    /// Why it is believed.
    pub signals: Vec<Signal>,
    /// How grave it is so far.
    pub severity: Severity,
    /// Whether a second look saw it again.
    pub confirmed: bool,
    /// When it was seen for the first time.
    pub first_seen: Timestamp,
    /// Whether it is still there: what is healed says something of others, and nothing of itself.
    pub is_there: bool,
    /// Whether it is there and nobody set it aside.
    pub counts: bool,
}

impl Member {
    /// A finding of tonight that counts.
    fn new(report: &PortalReport, told: &Reported) -> Self {
        let finding = &told.finding;
        Self {
            id: finding.id.clone(),
            portal: report.portal.clone(),
            place: place(&report.url, &report.portal),
            name: report.name.clone(),
            traces: finding.traces.clone(),
            signals: finding.signals.clone(),
            severity: finding.severity,
            confirmed: finding.confirmed,
            first_seen: told.first_seen,
            is_there: true,
            counts: true,
        }
    }
}

/// What the findings of all portals have in common.
#[derive(Clone, Debug, Default)]
pub struct Cohort {
    /// Campaigns with a finding that counts: gravest first, then by the number of portals.
    pub campaigns: Vec<Campaign>,
    /// The findings whose signals or severity are others than before.
    pub changed: Vec<Reweighed>,
}

/// A finding that was weighed anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Reweighed {
    /// Its name.
    pub id: Fingerprint,
    /// Why it is believed.
    pub signals: Vec<Signal>,
    /// How grave it is.
    pub severity: Severity,
}

impl Cohort {
    /// Joins findings. `own` holds the hosts of the portals. The order of the findings makes no
    /// difference, and what was joined before is joined alike.
    pub fn of(members: &[Member], own: &Hosts) -> Self {
        let groups = groups(members, own);
        let mut portals: HashMap<usize, usize> = HashMap::new();
        for group in &groups {
            for member in &group.members {
                let most = portals.entry(*member).or_default();
                *most = (*most).max(group.portals.len());
            }
        }
        let weigh = |(nth, member): (usize, &Member)| {
            let (signals, severity) = settle(member, portals.get(&nth).copied());
            let is_new = signals != member.signals || severity != member.severity;
            (member.is_there && is_new).then(|| Reweighed {
                id: member.id.clone(),
                signals,
                severity,
            })
        };
        let changed: Vec<Reweighed> = members.iter().enumerate().filter_map(weigh).collect();
        let now: HashMap<&Fingerprint, &Reweighed> =
            changed.iter().map(|own| (&own.id, own)).collect();
        let told = groups.iter().filter_map(|group| campaign(group, members, &now));
        let mut campaigns: Vec<Campaign> = told.collect();
        campaigns.sort_by(|a, b| {
            let key = |own: &Campaign| (own.worst, own.portals.len());
            key(b).cmp(&key(a)).then_with(|| a.traces.cmp(&b.traces))
        });
        Self { campaigns, changed }
    }

    /// The same for what one run found, where nothing is remembered.
    pub fn of_reports(reports: &[PortalReport], own: &Hosts) -> Self {
        let members = reports.iter().flat_map(|report| {
            let told = report.findings.iter().filter(|told| !told.finding.traces.is_empty());
            told.map(|told| Member::new(report, told))
        });
        Self::of(&members.collect::<Vec<_>>(), own)
    }

    /// Brings reports up to date with what was weighed anew, gravest first, and gives the campaigns
    /// that concern them.
    pub fn apply(self, reports: &mut [PortalReport]) -> Vec<Campaign> {
        let changed: HashMap<&Fingerprint, &Reweighed> =
            self.changed.iter().map(|own| (&own.id, own)).collect();
        for report in reports.iter_mut() {
            for list in [&mut report.findings, &mut report.set_aside] {
                for told in list.iter_mut() {
                    if let Some(new) = changed.get(&told.finding.id) {
                        told.finding.signals.clone_from(&new.signals);
                        told.finding.severity = new.severity;
                    }
                }
                list.sort_by_key(|told| std::cmp::Reverse(told.finding.severity));
            }
        }
        let ids: HashSet<&str> = reports.iter().map(|report| &*report.portal).collect();
        let concerns = |own: &Campaign| own.portals.iter().any(|own| ids.contains(&*own.portal));
        self.campaigns.into_iter().filter(concerns).collect()
    }
}

/// The host and port of a portal's home page without `www.`; its id where that is no address.
pub fn place(home: &str, id: &str) -> String {
    let url = Url::parse(home).ok();
    let host = url.as_ref().and_then(Url::host_str).map(|host| {
        let host = host.trim_end_matches('.');
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    });
    match (host, url.and_then(|url| url.port())) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host,
        (None, _) => id.to_owned(),
    }
}

/// What is told of a group; nothing if it has no finding that counts.
fn campaign(
    group: &Group<'_>,
    members: &[Member],
    now: &HashMap<&Fingerprint, &Reweighed>,
) -> Option<Campaign> {
    let all = || group.members.iter().filter_map(|nth| members.get(*nth));
    let counted = || all().filter(|member| member.counts);
    let grave =
        |member: &Member| now.get(&member.id).map_or(member.severity, |changed| changed.severity);
    let mut portals: BTreeMap<&str, Afflicted> = BTreeMap::new();
    for member in all() {
        let portal = portals.entry(&member.place).or_insert_with(|| Afflicted {
            portal: member.portal.clone(),
            name: member.name.clone(),
            findings: Vec::new(),
        });
        if member.counts {
            portal.findings.push(member.id.clone());
        }
    }
    let first = group.traces.iter().map(|(trace, _)| trace).min()?;
    let mut traces = group.traces.clone();
    traces.sort_by_key(|(trace, portals)| (trace.kind, std::cmp::Reverse(*portals), *trace));
    let mut portals: Vec<Afflicted> = portals.into_values().collect();
    portals.sort_by(|a, b| a.portal.cmp(&b.portal));
    Some(Campaign {
        id: Fingerprint::of("", first.kind.id(), &first.value),
        traces: traces.into_iter().map(|(trace, _)| trace.clone()).collect(),
        worst: counted().map(grave).max()?,
        findings: counted().count(),
        first_seen: all().map(|member| member.first_seen).min()?,
        may_be_rolled_out: group.may_be_rolled_out(members),
        portals,
    })
}

#[cfg(test)]
mod tests;
