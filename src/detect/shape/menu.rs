//! A page whose own links are spam: a kit that links its pages to each other, a whole betting site
//! put on the portal.

use crate::{
    detect::{Observation, prose::is_reporting},
    knowledge::Term,
    page::{Link, Page},
};

/// Links to pages of the portal that are read.
const SAMPLE: usize = 60;
/// So many of them with a strong term, and one in so many, are a menu of spam.
const A_MENU: usize = 6;
const SHARE: usize = 2;

/// Terms that are named.
const MOST_TERMS: usize = 5;

/// The terms in the links to pages of the portal itself, if these are mostly spam.
pub(super) fn spam_menu<'a>(observation: &Observation<'a>, page: &Page) -> Option<Vec<&'a Term>> {
    let own = Own::of(observation, page);
    (own.spam >= A_MENU && own.spam * SHARE >= own.all).then_some(own.terms)
}

/// The terms in the links to pages of the portal itself, however few: where a machine has made the
/// page, it has made these too.
pub(in crate::detect) fn linked_terms<'a>(
    observation: &Observation<'a>,
    page: &Page,
) -> Vec<&'a Term> {
    Own::of(observation, page).terms
}

/// Links to pages of the portal itself.
#[derive(Default)]
struct Own<'a> {
    all: usize,
    /// Those with a strong term.
    spam: usize,
    /// Some of the terms.
    terms: Vec<&'a Term>,
}

impl<'a> Own<'a> {
    fn of(observation: &Observation<'a>, page: &Page) -> Self {
        let is_own = |link: &&Link| {
            let stays = link.url.as_ref().is_some_and(|url| !observation.leads_away(url));
            stays && link.text.len() >= 3 && !link.href.starts_with("javascript:")
        };
        let mut own = Self::default();
        for link in page.links.iter().filter(is_own).take(SAMPLE) {
            own.all += 1;
            let offered = observation.offers(&link.text);
            if !offered.is_empty() && !is_reporting(&link.text) {
                own.spam += 1;
                own.terms.extend(offered.into_iter().find(|term| !own.terms.contains(term)));
            }
        }
        own.terms.truncate(MOST_TERMS);
        own
    }
}
