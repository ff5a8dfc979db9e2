//! What a person approved of a portal.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use url::Url;

use super::{facet::Facet, facts::Fact, memory::Memory, normal::page_place, sketch::Sketch};

/// Bytes of what is said of a fact.
const MOST_SAYS: usize = 80;

/// The approved state of one portal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The id of the portal.
    pub portal: String,
    /// The version, from 1; 0 for a proposal.
    pub version: u32,
    pub(super) facts: BTreeMap<Facet, BTreeMap<String, Detail>>,
    pub(super) pages: BTreeMap<String, ApprovedPage>,
}

/// What is approved beside a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Detail {
    /// The bodies that a script may have; empty if none was at hand.
    pub bodies: BTreeSet<Body>,
    /// For people: the beginning of code or of a concealed text.
    pub says: String,
}

/// The body of a script file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Body {
    /// SHA-256 of its text, 64 hexadecimal digits.
    pub digest: String,
    /// Digest of its shape, 32 hexadecimal digits.
    pub shape: String,
}

/// A page of which more is approved than what it shares with others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ApprovedPage {
    pub title: String,
    pub skeleton: Sketch,
}

/// One thing that can be approved by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// A fact of the portal.
    Fact {
        /// Its kind.
        facet: Facet,
        /// What it is.
        value: String,
        /// The body, for a script file.
        body: Option<Body>,
        /// What shows it to a person.
        says: String,
    },
    /// Title and skeleton of a page; an empty title or skeleton leaves the approved one.
    Page {
        /// The name under which the page is remembered.
        place: String,
        /// The title.
        title: String,
        /// The areas of the page.
        skeleton: Sketch,
    },
}

impl Entry {
    pub(super) fn of(fact: &Fact) -> Self {
        let (facet, value) = (fact.facet, fact.value.clone());
        Self::Fact { facet, value, body: Body::of(fact), says: says(facet, &fact.shown) }
    }

    pub(super) fn as_fact(&self) -> Option<(Facet, &str, Option<&Body>)> {
        match self {
            Self::Fact { facet, value, body, .. } => Some((*facet, value, body.as_ref())),
            Self::Page { .. } => None,
        }
    }
}

impl Body {
    /// The body of a script file, if it was at hand.
    pub(super) fn of(fact: &Fact) -> Option<Self> {
        let code = fact.code.as_ref()?;
        Some(Self { digest: code.digest.clone()?, shape: code.shape.clone() })
    }
}

impl Baseline {
    /// What was learned, for a person to look through and approve; titles and skeletons of the
    /// pages in `starts`. What waits for a person is left out.
    pub fn propose(portal: &str, memory: &Memory, starts: &[Url]) -> Self {
        let mut proposal = Self { portal: portal.to_owned(), ..Self::default() };
        for facet in Facet::ALL {
            for (value, known) in memory.learned(facet) {
                let detail = Detail { bodies: known.bodies.clone(), says: known.says.clone() };
                proposal.facts.entry(facet).or_default().insert(value.clone(), detail);
            }
        }
        for start in starts {
            let place = page_place(start);
            let Some(page) = memory.page(&place) else { continue };
            let title = page.title.usual().unwrap_or_default().to_owned();
            let skeleton = page.skeleton.clone();
            proposal.pages.insert(place, ApprovedPage { title, skeleton });
        }
        proposal
    }

    /// The next version, with these entries beside those approved before.
    pub fn with(&self, entries: &[Entry]) -> Self {
        let mut next = self.clone();
        next.version += 1;
        for entry in entries {
            match entry {
                Entry::Fact { facet, value, body, says: shown } => {
                    let values = next.facts.entry(*facet).or_default();
                    let detail = values.entry(value.clone()).or_default();
                    detail.bodies.extend(body.clone());
                    detail.says = says(*facet, shown);
                }
                Entry::Page { place, title, skeleton } => {
                    let page = next.pages.entry(place.clone()).or_default();
                    if !title.is_empty() {
                        page.title.clone_from(title);
                    }
                    if *skeleton != Sketch::default() {
                        page.skeleton.clone_from(skeleton);
                    }
                }
            }
        }
        next
    }

    /// The next version, without a fact that the portal no longer needs.
    pub fn without(&self, facet: Facet, value: &str) -> Self {
        let mut next = self.clone();
        next.version += 1;
        if let Some(values) = next.facts.get_mut(&facet) {
            values.remove(value);
        }
        next.facts.retain(|_, values| !values.is_empty());
        next
    }

    /// Whether a value is approved.
    pub fn has(&self, facet: Facet, value: &str) -> bool {
        self.detail(facet, value).is_some()
    }

    /// The approved values of one facet, in order.
    pub fn values(&self, facet: Facet) -> impl Iterator<Item = &str> {
        self.facts.get(&facet).into_iter().flatten().map(|(value, _)| value.as_str())
    }

    pub(super) fn detail(&self, facet: Facet, value: &str) -> Option<&Detail> {
        self.facts.get(&facet)?.get(value)
    }
}

/// What is worth saying of a fact whose value says little.
pub(super) fn says(facet: Facet, shown: &str) -> String {
    if !matches!(facet, Facet::Inline | Facet::Hidden) {
        return String::new();
    }
    shown.get(..shown.floor_char_boundary(MOST_SAYS)).unwrap_or_default().trim().to_owned()
}
