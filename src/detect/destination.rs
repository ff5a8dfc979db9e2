//! What speaks against the place to which a visitor is moved.

use url::Url;

use super::{Observation, open_redirect::asked_for};
use crate::{
    finding::{Signal, SignalKind},
    identity::Identity,
    knowledge::is_brand_like_host,
    page::Page,
};

/// The signals of a destination; `None` if the portal or somebody trusted vouches for it.
pub(super) fn signals_to(observation: &Observation<'_>, url: &Url) -> Option<Vec<Signal>> {
    if !observation.is_foreign(url) {
        return None;
    }
    let host = url.host_str()?;
    let mut signals =
        vec![Signal::new(SignalKind::Host, "unvouched"), Signal::new(SignalKind::Host, host)];
    signals.extend(
        observation
            .offers_in_address(url.as_str())
            .into_iter()
            .take(5)
            .map(|term| Signal::new(SignalKind::Address, &*term.text)),
    );
    if is_brand_like_host(host) {
        signals.push(Signal::new(SignalKind::Address, "brand-like"));
    }
    let listed = observation.knowledge.blocked.list_of(host);
    signals.extend(listed.map(|list| Signal::new(SignalKind::Listed, list)));
    if asked_for(observation, url) {
        signals.push(Signal::new(SignalKind::Context, "asked-for"));
    }
    Some(signals)
}

/// A signal if the citizen's page lacks what this visitor's page shows.
pub(super) fn identity_signal(
    observation: &Observation<'_>,
    identity: Identity,
    shows: impl Fn(&Page) -> bool,
) -> Option<Signal> {
    let mut citizens = observation.citizen_pages().peekable();
    let is_compared = identity != Identity::Citizen && citizens.peek().is_some();
    (is_compared && citizens.all(|page| !shows(page)))
        .then(|| Signal::new(SignalKind::Identity, identity.id()))
}
