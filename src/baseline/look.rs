//! One look at a portal: the facts of its pages, and the addresses that its lists name.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    facet::Facet,
    facts::PageFacts,
    normal::{hash, page_place, path_shape},
};

/// Pages of one look.
const MOST_PAGES: usize = 5_000;
/// Addresses from lists.
const MOST_LISTED: usize = 50_000;

/// A night, by the number of days since 1970 in the time zone of the portal; looks of one night
/// share its number.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Night(pub u32);

impl Night {
    /// Nights from an earlier one to this.
    pub fn since(self, earlier: Night) -> u32 {
        self.0.saturating_sub(earlier.0)
    }
}

/// What was seen of a portal in one look. Error and firewall pages do not belong in here.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pub(super) pages: Vec<PageFacts>,
    pub(super) unclean: BTreeSet<String>,
    listed: BTreeMap<u64, String>,
}

impl Look {
    /// Adds a page as one visitor got it, the same visitor in every look; at most 5,000. Of a page that is not `clean`, because something else was found
    /// on it, nothing is learned.
    pub fn add(&mut self, facts: PageFacts, clean: bool) {
        if self.pages.len() >= MOST_PAGES {
            return;
        }
        if !clean {
            self.unclean.insert(facts.place.clone());
        }
        self.pages.push(facts);
    }

    /// Adds pages of the portal that a sitemap, a feed or robots.txt names, at most 50,000.
    pub fn list<'a>(&mut self, urls: impl IntoIterator<Item = &'a Url>) {
        for url in urls {
            if self.listed.len() >= MOST_LISTED {
                return;
            }
            self.listed.insert(hash(&page_place(url)), folder_of(&path_shape(url)));
        }
    }

    /// The pages.
    pub fn pages(&self) -> &[PageFacts] {
        &self.pages
    }

    /// The digests of the script files whose texts are at hand, each once.
    pub fn script_files(&self) -> impl Iterator<Item = &str> {
        let scripts = self.pages.iter().flat_map(|page| page.of_facet(Facet::Script));
        let digests = scripts.filter_map(|script| script.code.as_ref()?.digest.as_deref());
        digests.collect::<BTreeSet<_>>().into_iter()
    }

    /// The pages of the portal that are heard of, by folder.
    pub(super) fn heard_of(&self) -> BTreeMap<String, BTreeSet<u64>> {
        let mut folders: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        let mut hear = |folder: &str, page: u64| match folders.get_mut(folder) {
            Some(pages) => _ = pages.insert(page),
            None => _ = folders.insert(folder.to_owned(), BTreeSet::from([page])),
        };
        for (page, folder) in &self.listed {
            hear(folder, *page);
        }
        for facts in &self.pages {
            hear(&folder_of(&facts.shape), hash(&facts.place));
            for (shape, page) in &facts.leads_to {
                hear(&folder_of(shape), *page);
            }
        }
        folders
    }
}

/// The folder in which a page of this shape stands, with the names of its query.
fn folder_of(shape: &str) -> String {
    let (path, query) = shape.split_once('?').map_or((shape, ""), |(path, query)| (path, query));
    let folder = path.rfind('/').map_or("", |end| path.get(..=end).unwrap_or_default());
    let query = query.get(..query.floor_char_boundary(80)).unwrap_or_default();
    if query.is_empty() { folder.to_owned() } else { format!("{folder}?{query}") }
}
