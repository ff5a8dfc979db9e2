//! What a link that leads away from the portal says for itself.

use super::{Observation, prose::is_reporting};
use crate::{
    finding::{Signal, SignalKind},
    knowledge::Term,
    page::Link,
};

/// A link that leads away, or a concealed one, and the terms it carries.
pub(super) struct Anchor<'a> {
    pub link: &'a Link,
    pub host: &'a str,
    /// Nobody vouches for the host.
    pub foreign: bool,
    /// Strong terms in what people read, unless it reports on crime or law.
    pub words: Vec<&'a Term>,
    /// Strong terms in the address: brands as host labels, slugs.
    pub address: Vec<&'a Term>,
}

impl<'a> Anchor<'a> {
    /// Reads a link that leads away from the portal.
    pub fn read(observation: &Observation<'a>, link: &'a Link) -> Option<Self> {
        let url = link.url.as_ref()?;
        if !observation.leads_away(url) {
            return None;
        }
        let mut words = observation.offers(&link.text);
        if !words.is_empty() && is_reporting(&link.text) {
            words.clear();
        }
        Some(Self {
            link,
            host: url.host_str()?,
            foreign: observation.is_foreign(url),
            words,
            address: observation.offers_in_address(url.as_str()),
        })
    }

    /// Whether the link says by its words or its address what it sells.
    pub fn is_spam(&self) -> bool {
        !self.words.is_empty() || (self.foreign && !self.address.is_empty())
    }

    /// The address as it stands in the page, resolved.
    pub fn url(&self) -> &str {
        self.link.url.as_ref().map_or(self.link.href.as_str(), |url| url.as_str())
    }
}

/// The most hosts and terms that one finding names.
const MOST: usize = 20;

/// The signals that a set of links carries together, hosts and terms at most [`MOST`] of each.
pub(super) fn signals_of(anchors: &[Anchor<'_>]) -> Vec<Signal> {
    let mut signals = Vec::new();
    let mut note = |kind, details: Vec<String>| {
        let mut details = details;
        details.sort_unstable();
        details.dedup();
        signals.extend(details.into_iter().take(MOST).map(|detail| Signal::new(kind, detail)));
    };
    let words = anchors.iter().flat_map(|anchor| &anchor.words);
    note(SignalKind::Lexicon, words.map(|term| term.text.clone()).collect());
    let addresses =
        anchors.iter().filter(|anchor| anchor.foreign).flat_map(|anchor| &anchor.address);
    note(SignalKind::Address, addresses.map(|term| term.text.clone()).collect());
    let foreign: Vec<String> = anchors
        .iter()
        .filter(|anchor| anchor.foreign)
        .map(|anchor| anchor.host.to_owned())
        .collect();
    if !foreign.is_empty() {
        note(SignalKind::Host, vec!["unvouched".to_owned()]);
    }
    note(SignalKind::Host, foreign);
    signals
}

/// The host by which a group of links is known again: the first in alphabetical order, foreign
/// ones before others.
pub(super) fn key_of(anchors: &[Anchor<'_>]) -> String {
    anchors
        .iter()
        .map(|a| (!a.foreign, a.host))
        .min()
        .map(|(_, host)| host.to_owned())
        .unwrap_or_default()
}

/// How many distinct hosts a group of links leads to.
pub(super) fn hosts_in(anchors: &[Anchor<'_>]) -> usize {
    let mut hosts: Vec<&str> = anchors.iter().map(|anchor| anchor.host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts.len()
}
