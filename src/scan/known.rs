//! What is known of a portal before it is looked at: its pages, and where something was found.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use url::Url;

use crate::{detect, history, store::KnownPage};

/// What is known of a portal before it is looked at.
#[derive(Default)]
pub(super) struct Known {
    pub pages: Vec<KnownPage>,
    pub open: Vec<history::Known>,
    /// Healed a short time ago, the last healed first.
    pub watched: Vec<history::Known>,
}

impl Known {
    /// When each known page was last looked at by anybody.
    pub fn last_looked(&self) -> HashMap<String, Timestamp> {
        let last = |page: &KnownPage| page.last_looked.iter().flatten().max().copied();
        self.pages.iter().filter_map(|page| Some((page.url.clone(), last(page)?))).collect()
    }

    /// The addresses of known pages.
    pub fn pages(&self) -> impl Iterator<Item = Url> {
        self.pages.iter().filter_map(|page| Url::parse(&page.url).ok())
    }

    /// The pages where findings are still open.
    pub fn open_pages(&self) -> impl Iterator<Item = Url> {
        places(self.open.iter().filter(|known| known.rule != detect::OF_LISTS))
    }

    /// The sitemaps and feeds about which findings are still open, or were a short time ago.
    pub fn open_lists(&self) -> impl Iterator<Item = Url> {
        let all = self.open.iter().chain(&self.watched);
        places(all.filter(|known| known.rule == detect::OF_LISTS))
    }

    /// Whether something was healed a short time ago.
    pub fn is_watched(&self) -> bool {
        !self.watched.is_empty()
    }

    /// The pages where something was healed a short time ago: at most so many, those that were
    /// looked at longest ago, so that over the nights all have their turn.
    pub fn watched_pages(&self, most: usize) -> Vec<Url> {
        let last_looked = self.last_looked();
        let watched = self.watched.iter().filter(|known| known.rule != detect::OF_LISTS);
        let mut pages: Vec<Url> = places(watched).collect();
        pages.sort_by_key(|url| last_looked.get(url.as_str()).copied());
        pages.truncate(most);
        pages
    }
}

/// Each address once where findings are believed to be, or were.
fn places<'a>(findings: impl Iterator<Item = &'a history::Known>) -> impl Iterator<Item = Url> {
    let mut listed = HashSet::new();
    findings
        .flat_map(|known| &known.seen_on)
        .filter(move |place| listed.insert(place.url.clone()))
        .filter_map(|place| Url::parse(&place.url).ok())
}
