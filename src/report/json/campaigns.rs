//! What several portals have in common, for machines: addresses as they are, and all of it.

use serde::Serialize;

use crate::{finding::Severity, outcome::Campaign, report::labels::utc};

#[derive(Serialize)]
pub(super) struct CampaignJson<'a> {
    id: &'a str,
    /// What they have in common before all: a host, a digest of code, the beginning of a text.
    name: &'a str,
    what: Vec<What<'a>>,
    portals: Vec<Portal<'a>>,
    portals_total: usize,
    /// How many findings count.
    findings: usize,
    severity: Severity,
    first_seen: String,
    /// Nothing tells it from a supplier's work.
    may_be_rolled_out: bool,
}

#[derive(Serialize)]
struct What<'a> {
    kind: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Portal<'a> {
    portal: &'a str,
    name: &'a str,
    /// Names of its findings that count.
    findings: Vec<&'a str>,
}

impl<'a> CampaignJson<'a> {
    pub fn new(campaign: &'a Campaign) -> Self {
        let traces = campaign.traces.iter();
        let what = traces.map(|trace| What { kind: trace.kind.id(), value: &trace.value });
        let portals = campaign.portals.iter().map(|own| Portal {
            portal: &own.portal,
            name: &own.name,
            findings: own.findings.iter().map(|id| id.0.as_str()).collect(),
        });
        Self {
            id: &campaign.id.0,
            name: campaign.traces.first().map_or("", |trace| &trace.value),
            what: what.collect(),
            portals: portals.collect(),
            portals_total: campaign.portals.len(),
            findings: campaign.findings,
            severity: campaign.worst,
            first_seen: utc(campaign.first_seen),
            may_be_rolled_out: campaign.may_be_rolled_out,
        }
    }
}
