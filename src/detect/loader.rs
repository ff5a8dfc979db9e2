//! Whose code is on sites everywhere.

use url::Url;

use super::Observation;
use crate::page::{Page, script::ScriptFacts};

/// Whether code from an address says nothing: the portal's own, vouched for, or a service whose
/// code stands on sites everywhere.
pub(super) fn is_known_loader(observation: &Observation<'_>, url: &Url) -> bool {
    observation.is_sibling(url)
        || !observation.is_foreign(url)
        || url.host_str().is_some_and(|host| observation.knowledge.loaders.contains(host))
}

/// Whether a script names a service that is not the portal's and stands on sites everywhere.
pub(super) fn names_services(
    observation: &Observation<'_>,
    page: &Page,
    facts: &ScriptFacts,
) -> bool {
    let mut urls = facts.addresses.iter().filter_map(|address| page.url.join(address).ok());
    urls.any(|url| observation.leads_away(&url) && is_known_loader(observation, &url))
}
