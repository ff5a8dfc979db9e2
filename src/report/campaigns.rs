//! One culprit, many portals: the same foreign host planted on several portals is one campaign,
//! and worth one investigation instead of many.

use std::{cmp::Reverse, collections::BTreeMap};

use jiff::Timestamp;
use url::Url;

use super::{PortalReport, Report, defang};
use crate::finding::Severity;

/// A foreign host that findings on two or more portals are about.
#[derive(Clone, Debug)]
pub struct Campaign<'a> {
    /// The host, lower case, without `www.`.
    pub host: String,
    /// The portals, in the order of the report; at least two.
    pub portals: Vec<&'a PortalReport>,
    /// How many findings are about the host.
    pub findings: usize,
    /// The gravest of them.
    pub worst: Severity,
    /// When the first of them was seen for the first time.
    pub first_seen: Timestamp,
}

/// The campaigns of a run: gravest first, then by the number of portals, then by name.
pub fn campaigns(report: &Report) -> Vec<Campaign<'_>> {
    let mut by_host: BTreeMap<String, Campaign<'_>> = BTreeMap::new();
    for portal in &report.portals {
        let own = Url::parse(&portal.url).ok().and_then(|url| url.host_str().map(bare));
        for reported in &portal.findings {
            let Some(host) = defang::host(&reported.finding.subject).map(bare) else { continue };
            if own.as_ref() == Some(&host) {
                continue;
            }
            let campaign = by_host.entry(host).or_insert_with_key(|host| Campaign {
                host: host.clone(),
                portals: Vec::new(),
                findings: 0,
                worst: Severity::Info,
                first_seen: reported.first_seen,
            });
            campaign.findings += 1;
            campaign.worst = campaign.worst.max(reported.finding.severity);
            campaign.first_seen = campaign.first_seen.min(reported.first_seen);
            // Portals come one after the other, so a repeated one is the last one.
            if campaign.portals.last().is_none_or(|last| last.portal != portal.portal) {
                campaign.portals.push(portal);
            }
        }
    }
    let mut campaigns: Vec<_> = by_host.into_values().filter(|c| c.portals.len() > 1).collect();
    campaigns.sort_by_key(|campaign| Reverse((campaign.worst, campaign.portals.len())));
    campaigns
}

fn bare(host: &str) -> String {
    let host = host.trim_end_matches('.').to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_host_on_two_portals_is_a_campaign_whatever_its_writing() {
        let mut report = fixture::province();
        report.portals.truncate(2);
        let subjects = ["https://www.Bet88.example/a", "bet88.example", "bet88.example/b"];
        for (portal, subjects) in report.portals.iter_mut().zip([&subjects[..1], &subjects[1..]]) {
            portal.findings =
                subjects.iter().map(|s| fixture::finding(s, Severity::Medium)).collect();
        }
        let campaigns = campaigns(&report);
        assert_eq!(campaigns.len(), 1);
        assert_eq!(campaigns[0].host, "bet88.example");
        assert_eq!((campaigns[0].portals.len(), campaigns[0].findings), (2, 3));
    }

    #[test]
    fn one_portal_alone_and_its_own_host_are_no_campaign() {
        let mut report = fixture::province();
        report.portals.truncate(2);
        let own = report.portals[0].url.clone();
        report.portals[0].findings = vec![fixture::finding("bad.example", Severity::High); 2];
        report.portals[0].findings.push(fixture::finding(&own, Severity::High));
        report.portals[1].findings = vec![
            fixture::finding("Hacked by somebody", Severity::High),
            fixture::finding("other.example", Severity::High),
        ];
        assert!(campaigns(&report).is_empty());
    }
}
