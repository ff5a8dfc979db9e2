//! The second look: what is grave is fetched again before it stands.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::{news, portal::PortalScan};
use crate::{
    finding::{Fingerprint, Severity},
    identity::Identity,
};

/// The most addresses that are looked at again; beyond, findings stay unconfirmed.
const MOST: usize = 40;

/// Looks again at the pages of all findings at `medium` and above, as every visitor: what is moved
/// or shown to some is told from what is moved or shown to all.
pub(super) async fn confirm(scan: &mut PortalScan<'_>, identities: &[Identity]) {
    let mut again: BTreeMap<String, Vec<Fingerprint>> = BTreeMap::new();
    for finding in scan.findings.at_least(Severity::Medium).filter(|one| !one.confirmed) {
        again.entry(finding.url.clone()).or_default().push(finding.id.clone());
    }
    let stop = scan.stop();
    for (address, ids) in again.into_iter().take(MOST) {
        let Ok(url) = Url::parse(&address) else { continue };
        if stop.is_asked() {
            break;
        }
        let look_again = async {
            let look = scan.look(&url, identities).await;
            let news = news::again(scan, &look).await;
            (look, news)
        };
        let Some((look, news)) = stop.let_finish(look_again).await else { break };
        let hits = || look.hits.iter().chain(&news);
        let seen: BTreeSet<Fingerprint> =
            hits().map(|(rule, hit)| scan.findings.fingerprint(rule, hit)).collect();
        // With the page at hand, what is new can be shown where it stands.
        for (rule, hit) in &news {
            let id = scan.findings.fingerprint(rule, hit);
            scan.findings.show(&id, &hit.proof);
        }
        // A visitor who was refused or failed this time proves nothing against the first look.
        let whole = look.not_comparable.is_empty() && look.failures.is_empty();
        for id in ids.iter().filter(|id| whole || seen.contains(id)) {
            scan.findings.settle(id, seen.contains(id));
        }
    }
}
