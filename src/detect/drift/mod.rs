//! Rules on what changed: they weigh the facts of `baseline` by where something is new, and who
//! vouches for the place to which it leads.

pub(super) mod changed_script;
pub(super) mod changed_title;
pub(super) mod injected_link;
pub(super) mod new_claim;
pub(super) mod new_form_target;
pub(super) mod new_frame;
pub(super) mod new_hidden_block;
pub(super) mod new_redirect;
pub(super) mod new_script;
pub(super) mod replaced_content;
pub(super) mod slug_burst;
pub(super) mod vanished_portal;

use url::Url;

use super::{Asked, Changed, Hit, Observation, Proof, destination::signals_to};
pub(super) use crate::baseline::{Change, ChangeKind, Facet, Standout};
use crate::{
    finding::{Signal, SignalKind},
    identity::Identity,
};

/// The changes of some kinds.
fn changes_of<'a>(
    observation: &Observation<'a>,
    kinds: &[ChangeKind],
) -> impl Iterator<Item = &'a Change> {
    let changes = match observation.asked {
        Asked::Changes(Changed { changes, .. }) => changes,
        Asked::Page | Asked::Nowhere(_) | Asked::List(_) | Asked::Software(_) => &[],
    };
    changes.iter().filter(move |change| kinds.contains(&change.kind))
}

/// What a change is as a hit. Where the page is at hand, it shows what is new.
fn hit(observation: &Observation<'_>, change: &Change, signals: Vec<Signal>) -> Hit {
    let (identity, page) = match observation.asked {
        Asked::Changes(Changed { identity, page, .. }) => (identity, page),
        Asked::Page | Asked::Nowhere(_) | Asked::List(_) | Asked::Software(_) => {
            (Identity::Citizen, None)
        }
    };
    let words = [change.before.as_deref(), change.after.as_deref()];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let proof = match page {
        _ if let Some(words) = put_in(change) => Proof::Words(words),
        Some(page) if !change.spot.css.is_empty() => {
            Proof::Element(page.clone(), change.spot.clone())
        }
        _ => Proof::Words(words.join(" → ")),
    };
    let subject = match change.kind {
        ChangeKind::ChangedTitle => words.last().copied().unwrap_or_default().to_owned(),
        _ => change.value.clone(),
    };
    let facet = change.facet.map_or("", Facet::id);
    let key = format!("{} {facet} {}", change.kind.id(), change.value);
    Hit { key, subject, identity, signals, proof }
}

/// What was put into a known script, and where in its text.
fn put_in(change: &Change) -> Option<String> {
    let difference = change.replaced.as_ref()?.difference.as_ref()?;
    let part = difference.parts.iter().find(|part| !part.added.trim().is_empty())?;
    Some(format!("{} {}:{} + {}", change.value, part.line, part.column, part.added.trim()))
}

/// That it was not there before.
fn new(what: &str) -> Signal {
    Signal::new(SignalKind::New, what)
}

/// That nothing has been new for a week where it stands.
fn setting_signals(change: &Change) -> Option<Signal> {
    let is_strong = change.setting.standout() == Standout::Strong && !change.setting.young;
    is_strong.then(|| Signal::new(SignalKind::Still, place_of(change)))
}

fn place_of(change: &Change) -> &'static str {
    if change.facet == Some(Facet::Script) { "file" } else { change.part.id() }
}

/// The address of a host, for those who weigh addresses.
fn address_of(host: &str) -> Option<Url> {
    if host.starts_with('/') {
        return None;
    }
    Url::parse(&format!("https://{host}/")).ok()
}

/// What speaks against a host; `None` if somebody vouches for it or it is the portal's own.
fn signals_to_host(observation: &Observation<'_>, host: &str) -> Option<Vec<Signal>> {
    signals_to(observation, &address_of(host)?)
}

/// What speaks against a host from which something is loaded; `None` for services that everybody
/// uses, too.
fn loads_from(observation: &Observation<'_>, host: &str) -> Option<Vec<Signal>> {
    let is_service = observation.knowledge.loaders.contains(host);
    signals_to_host(observation, host).filter(|_| !is_service)
}

/// The host in the name of a script that is loaded from elsewhere.
fn host_of_script(name: &str) -> Option<&str> {
    if name.starts_with('/') { None } else { name.split('/').next() }
}

/// What speaks against code by what it does: hosts that it newly names and loads from or moves to.
fn code_signals(observation: &Observation<'_>, change: &Change) -> Vec<Signal> {
    let mut signals = Vec::new();
    for host in &change.brings {
        let Some(named) = loads_from(observation, host) else { continue };
        signals.extend(named);
        let acts_there = change.acts.iter().any(|act| act.ends_with(&format!(" {host}")));
        if acts_there {
            signals.push(Signal::new(SignalKind::Loads, &**host));
        }
    }
    if change.opaque {
        signals.push(Signal::new(SignalKind::Encoded, "opaque"));
    }
    signals.dedup();
    signals
}
