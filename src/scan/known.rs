//! What is known of a portal before it is looked at: its pages, and where something was found.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use url::Url;

use crate::{
    detect,
    finding::Fingerprint,
    history,
    store::{self, KnownPage},
};

/// What is known of a portal before it is looked at.
#[derive(Default)]
pub(super) struct Known {
    pub pages: Vec<KnownPage>,
    pub open: Vec<history::Known>,
    /// Healed a short time ago, the last healed first.
    pub watched: Vec<history::Known>,
    /// What was learned over the nights; `None` where nothing is remembered.
    pub days: Option<store::Days>,
    /// The newest evidence of each finding.
    pub evidence: HashMap<Fingerprint, store::Kept>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::{Fingerprint, Severity},
        history::{KnownState, Place},
        identity::Identity,
    };

    #[test]
    fn places_that_are_watched_take_turns_and_lists_are_no_pages() {
        let address = |page: usize| format!("https://portal.example/{page}");
        let watched = |rule: &str, page| history::Known {
            id: Fingerprint(format!("{rule}{page}")),
            rule: rule.to_owned(),
            severity: Severity::High,
            subject: String::new(),
            url: address(page),
            seen_on: Identity::ALL.map(|identity| Place { url: address(page), identity }).into(),
            first_seen: Timestamp::UNIX_EPOCH,
            state: KnownState::Healed,
        };
        let mut known = Known {
            watched: (0..4).map(|page| watched("hidden-link", page)).collect(),
            ..Known::default()
        };
        known.watched.push(watched(detect::OF_LISTS, 9));
        let mut seen = HashSet::new();
        for night in 0..2 {
            let at = Timestamp::from_second(night).unwrap();
            for url in known.watched_pages(2) {
                assert!(seen.insert(url.clone()), "{url} twice");
                known.pages.push(KnownPage {
                    url: url.into(),
                    found_via: String::new(),
                    last_seen: at,
                    last_status: None,
                    digest: None,
                    last_looked: [Some(at); 4],
                });
            }
        }
        assert_eq!(seen.len(), 4);
        assert_eq!(known.open_lists().map(String::from).collect::<Vec<_>>(), [address(9)]);
    }
}
