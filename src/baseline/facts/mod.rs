//! What one page says on one night, small enough to keep until the look at the portal is over.

mod code;
mod gather;

use std::collections::BTreeSet;

use url::Url;

pub use code::Shapes;

use super::{facet::Facet, region::Area, sketch::Sketch};
use crate::{
    fetch::Hop,
    page::{Loaded, Page, Region, Spot},
};

/// The facts of one page as one visitor saw it.
#[derive(Clone, Debug)]
pub struct PageFacts {
    /// The address it came from.
    pub url: Url,
    /// The name under which it is remembered: path and sorted query.
    pub place: String,
    /// The shape of its path: digits and titles taken out.
    pub shape: String,
    /// What leads away, runs, or is concealed, in document order, each once in its
    /// area, at most 500 for each facet.
    pub facts: Vec<Fact>,
    /// The title, at most 200 bytes.
    pub title: String,
    /// The description of the page's metas, at most 200 bytes.
    pub description: String,
    /// Bytes of visible text.
    pub text_bytes: usize,
    /// Hashes of the blocks of visible text, at most 400.
    pub(super) blocks: BTreeSet<u32>,
    /// The areas in which links, forms and scripts stand.
    pub(super) skeleton: Sketch,
    /// Areas of links, with what the links lead to, at most 5,000.
    pub(super) targets: Vec<(u64, u64)>,
    /// Pages of the portal to which it links, at most 2,000: shape and name.
    pub(super) leads_to: Vec<(String, u64)>,
}

/// One fact of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its kind.
    pub facet: Facet,
    /// What it is, as [`Facet`] says.
    pub value: String,
    /// For code, what is known of it.
    pub code: Option<Code>,
    /// Hash of a concealed text, 0 for anything else.
    pub(super) said: u64,
    /// What shows it to a person: the address, the beginning of the code or of the concealed text;
    /// one line of at most 200 bytes.
    pub shown: String,
    /// The area of the template.
    pub area: Area,
    /// The part of the page.
    pub part: Region,
    /// Where it stands.
    pub spot: Spot,
}

/// What is known of a piece of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// SHA-256 of its text, 64 hexadecimal digits, for a file whose text is at hand.
    pub digest: Option<String>,
    /// Digest of its shape and acts, 32 hexadecimal digits, for a file whose text is at hand.
    pub shape: String,
    /// Foreign hosts in its constants, at most 100.
    pub hosts: BTreeSet<String>,
    /// What reading shows that it does to move, load or send, at most 50: `location.href` and a
    /// host, or the shape of a path of the portal.
    pub acts: BTreeSet<String>,
    /// A place in which it acts could not be worked out.
    pub opaque: bool,
}

impl PageFacts {
    /// Gathers the facts of a page. `hops` are those that led to it, `loaded` holds the scripts that
    /// were fetched with it, `is_own` says which addresses belong to the portal, and `shapes` keeps
    /// what was found out about script files, which many pages share.
    pub fn of(
        page: &Page,
        hops: &[Hop],
        loaded: &Loaded,
        is_own: &dyn Fn(&Url) -> bool,
        shapes: &Shapes,
    ) -> Self {
        gather::gather(page, hops, loaded, is_own, shapes)
    }

    /// The facts of one facet.
    pub fn of_facet(&self, facet: Facet) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.facet == facet)
    }
}
