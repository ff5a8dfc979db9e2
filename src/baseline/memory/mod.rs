//! What was seen of a portal over the nights, whether or not anybody approved it.

mod folder;
mod learn;
mod page;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use values::Class;
pub(super) use {
    folder::Folder,
    page::{PageMemory, Wording},
    values::Values,
};

use super::{
    approved::{Body, Entry},
    facet::Facet,
    look::Night,
    normal::hash,
};

/// The memory of one portal. It is kept as one value; its parts are nobody's business.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    looks: u32,
    nights: u32,
    first: Night,
    last: Night,
    facts: BTreeMap<Facet, BTreeMap<String, Known>>,
    areas: BTreeMap<u64, Values>,
    concealed: BTreeMap<u64, Values>,
    pages: BTreeMap<String, PageMemory>,
    folders: BTreeMap<String, Folder>,
}

/// A fact that was seen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Known {
    pub first: Night,
    pub last: Night,
    pub nights: u32,
    /// It came after the learning: it waits for a person.
    pub waits: bool,
    pub bodies: BTreeSet<Body>,
    /// Nights on which a script had another body than the night before.
    pub turns: u32,
    latest: Option<Body>,
    pub says: String,
}

impl Known {
    /// Whether a script has another body every few nights.
    pub fn turns(&self) -> bool {
        self.turns > 2 && self.turns * 7 >= self.nights
    }
}

impl Memory {
    /// Nights before the memory stops being young.
    pub const YOUNG: u32 = 7;

    /// Nights on which something was learned.
    pub fn nights(&self) -> u32 {
        self.nights
    }

    /// Whether so little was seen yet that much will still look new.
    pub fn is_young(&self) -> bool {
        self.nights < Self::YOUNG
    }

    /// The last night on which something was learned.
    pub fn last_night(&self) -> Option<Night> {
        (self.looks > 0).then_some(self.last)
    }

    /// What came after the learning and waits for a person, with the first night it was seen, in
    /// the order of the facets: what may be approved beside a proposal.
    pub fn waiting(&self) -> Vec<(Entry, Night)> {
        let facts = self.facts.iter().flat_map(|(facet, values)| {
            let waiting = values.iter().filter(|(_, known)| known.waits);
            waiting.map(|(value, known)| {
                let (value, says) = (value.clone(), known.says.clone());
                let body = known.latest.clone();
                (Entry::Fact { facet: *facet, value, body, says }, known.first)
            })
        });
        facts.collect()
    }

    pub(super) fn known(&self, facet: Facet, value: &str) -> Option<&Known> {
        self.facts.get(&facet)?.get(value)
    }

    /// Facts of one facet that do not wait for a person.
    pub(super) fn learned(&self, facet: Facet) -> impl Iterator<Item = (&String, &Known)> {
        self.facts.get(&facet).into_iter().flatten().filter(|(_, known)| !known.waits)
    }

    /// Whether a page taught something on a night before.
    pub fn knows_page(&self, place: &str) -> bool {
        self.pages.contains_key(place)
    }

    pub(super) fn page(&self, place: &str) -> Option<&PageMemory> {
        self.pages.get(place)
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = &PageMemory> {
        self.pages.values()
    }

    pub(super) fn area(&self, number: u64) -> Option<&Values> {
        self.areas.get(&number)
    }

    pub(super) fn concealed(&self, place: &str) -> Option<&Values> {
        self.concealed.get(&hash(place))
    }

    pub(super) fn folder(&self, folder: &str) -> Option<&Folder> {
        self.folders.get(folder)
    }
}
