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
    let is_own = |link: &&Link| {
        let stays = link.url.as_ref().is_some_and(|url| !observation.leads_away(url));
        stays && link.text.len() >= 3 && !link.href.starts_with("javascript:")
    };
    let own = page.links.iter().filter(is_own).take(SAMPLE);
    let (mut all, mut spam, mut terms) = (0, 0, Vec::new());
    for link in own {
        all += 1;
        let offered = observation.offers(&link.text);
        if !offered.is_empty() && !is_reporting(&link.text) {
            spam += 1;
            let new = offered.into_iter().filter(|term| !terms.contains(term)).take(1);
            let new: Vec<&Term> = new.collect();
            terms.extend(new);
        }
    }
    terms.truncate(MOST_TERMS);
    (spam >= A_MENU && spam * SHARE >= all).then_some(terms)
}
