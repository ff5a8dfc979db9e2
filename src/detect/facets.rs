//! What of a page is compared between visitors: sets of facts, never bytes.

use std::collections::{BTreeSet, HashSet};

use super::{
    Observation,
    anchor::Anchor,
    prose::{chosen_words, is_reporting},
};
use crate::{
    knowledge::Term,
    page::{Link, Page},
};

/// Headings of a page that are compared.
const MOST_HEADINGS: usize = 200;

/// Pages with fewer words than this are too small to be told apart by their words: shells that a
/// script fills, consent walls, notices.
const ENOUGH_WORDS: usize = 80;

/// Words in common, in percent of all, below which two pages have nothing to do with each other.
const UNRELATED: usize = 10;

/// A page with fewer links of its own than this has no template by which it is known again.
const ENOUGH_LINKS: usize = 5;

/// One visitor's page as it is compared.
pub(super) struct Facets<'a> {
    pub page: &'a Page,
    /// Hosts of links that nobody vouches for.
    pub hosts: BTreeSet<&'a str>,
    /// Addresses of links that stay on the portal.
    own: HashSet<&'a str>,
}

/// What a page offers to a search engine that no agency offers.
pub(super) struct Spam<'a> {
    /// Strong terms in title, description, headings: unless the page reports on crime.
    pub offered: Vec<&'a Term>,
    /// Links with spam words or addresses.
    pub links: Vec<Anchor<'a>>,
}

impl<'a> Facets<'a> {
    pub fn of(observation: &Observation<'a>, page: &'a Page) -> Self {
        let mut facets = Self { page, hosts: BTreeSet::new(), own: HashSet::new() };
        for url in page.links.iter().filter_map(|link| link.url.as_ref()) {
            let Some(host) = url.host_str() else { continue };
            if !observation.leads_away(url) {
                facets.own.insert(url.path());
            } else if observation.is_foreign(url)
                && !observation.knowledge.loaders.contains(host)
                && !observation.usual.contains(host.strip_prefix("www.").unwrap_or(host))
            {
                facets.hosts.insert(host);
            }
        }
        facets
    }

    pub fn spam(&self, observation: &Observation<'a>) -> Spam<'a> {
        let page = self.page;
        let offered = chosen_words(page, MOST_HEADINGS)
            .into_iter()
            .flat_map(|words| {
                let terms = observation.offers(words);
                let offered = !terms.is_empty() && !is_reporting(words);
                terms.into_iter().filter(move |_| offered)
            })
            .collect();
        let links = page
            .links
            .iter()
            .filter_map(|link| Anchor::read(observation, link))
            .filter(Anchor::is_spam)
            .collect();
        Spam { offered, links }
    }

    pub fn has_hosts_beyond(&self, others: &[Facets<'_>]) -> bool {
        self.hosts.iter().any(|host| !others.iter().any(|other| other.hosts.contains(host)))
    }

    /// Whether this is the other page with something added: most of its links are here.
    pub fn contains_most_links_of(&self, other: &Facets<'_>) -> bool {
        let common = other.own.iter().filter(|link| self.own.contains(*link)).count();
        other.own.len() >= ENOUGH_LINKS && common * 10 >= other.own.len() * 8
    }

    pub fn link_to(&self, host: &str) -> Option<&'a Link> {
        let leads_there =
            |link: &&Link| link.url.as_ref().and_then(url::Url::host_str) == Some(host);
        self.page.links.iter().find(leads_there)
    }

    /// A visitor without a language of their own often gets the English version.
    pub fn is_in_english(&self) -> bool {
        self.page.lang.as_deref().is_some_and(|lang| lang.starts_with("en"))
    }

    pub fn is_unrelated_to(&self, other: &Facets<'_>) -> bool {
        fn words(page: &Page) -> HashSet<&str> {
            page.folded().plain.split_whitespace().take(5_000).collect()
        }
        let (one, other) = (words(self.page), words(other.page));
        let common = one.intersection(&other).count();
        let all = one.len() + other.len() - common;
        one.len() >= ENOUGH_WORDS && other.len() >= ENOUGH_WORDS && common * 100 < all * UNRELATED
    }
}
