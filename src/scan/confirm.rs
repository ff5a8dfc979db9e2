//! The second look: what is grave is fetched again before it stands.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::portal::PortalScan;
use crate::{
    finding::{Fingerprint, Severity},
    identity::Identity,
};

/// The most addresses that are looked at again; beyond, findings stay unconfirmed.
const MOST: usize = 40;

/// Looks again at the pages of all findings at `medium` and above, as the visitor who saw them and
/// as a citizen for comparison.
pub(super) async fn confirm(scan: &mut PortalScan<'_>) {
    let mut again: BTreeMap<String, (BTreeSet<Identity>, Vec<Fingerprint>)> = BTreeMap::new();
    for finding in scan.findings.at_least(Severity::Medium) {
        let (identities, ids) = again.entry(finding.url.clone()).or_default();
        identities.extend([Identity::Citizen, finding.identity]);
        ids.push(finding.id.clone());
    }
    for (address, (identities, ids)) in again.into_iter().take(MOST) {
        let Ok(url) = Url::parse(&address) else { continue };
        let identities: Vec<Identity> = identities.into_iter().collect();
        let look = scan.look(&url, &identities).await;
        let seen: BTreeSet<Fingerprint> =
            look.hits.iter().map(|(rule, hit)| scan.findings.fingerprint(rule, hit)).collect();
        if look.views.is_empty() {
            continue;
        }
        for id in ids {
            scan.findings.settle(&id, seen.contains(&id));
        }
    }
}
