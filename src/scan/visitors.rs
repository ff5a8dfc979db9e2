//! As which visitors a page is looked at.
//!
//! Start pages and what is odd as every one; the rest as a citizen, but for a sample that rotates
//! from day to day, so that over the nights every page is looked at as everybody.

use jiff::Timestamp;
use url::Url;

use super::{Candidate, options::Options};
use crate::{finding::Fingerprint, identity::Identity, target::Target};

/// One ordinary page in so many is looked at as every visitor.
const SAMPLE: u64 = 5;

/// The same where something was healed a short time ago: what comes back may hide from citizens.
const WATCHED_SAMPLE: u64 = 2;

/// The visitors of one portal in one run.
pub(super) struct Visitors {
    portal: String,
    all: Vec<Identity>,
    thorough: bool,
    /// One ordinary page in so many is looked at as every visitor.
    sample: u64,
    /// Page budget.
    pages: usize,
    /// Days since 1970: which part of the pages has its turn.
    day: u64,
}

impl Visitors {
    pub fn new(options: &Options, target: &Target, is_watched: bool, at: Timestamp) -> Self {
        Self {
            portal: target.id.clone(),
            all: options.identities.clone(),
            thorough: options.thorough,
            sample: if is_watched { WATCHED_SAMPLE } else { SAMPLE },
            pages: options.pages.unwrap_or(target.pages),
            day: at.as_second().div_euclid(86_400).unsigned_abs(),
        }
    }

    /// The visitors of one address; `known` is how many addresses the portal has, as far as known.
    pub fn of(&self, candidate: &Candidate, known: usize) -> Vec<Identity> {
        // On a small portal the budget has room for everything.
        let is_small = known * self.sample as usize <= self.pages;
        let everybody = self.thorough
            || is_small
            || candidate.via.needs_all_identities()
            || self.is_in_sample(&candidate.url);
        if everybody {
            return self.all.clone();
        }
        let citizen = self.all.iter().find(|identity| **identity == Identity::Citizen);
        citizen.or(self.all.first()).copied().into_iter().collect()
    }

    fn is_in_sample(&self, url: &Url) -> bool {
        let name = Fingerprint::of(&self.portal, "sample", url.as_str());
        let number = u64::from_str_radix(&name.0, 16).unwrap_or_default();
        number.wrapping_add(self.day).is_multiple_of(self.sample)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Via;

    fn page(number: usize) -> Candidate {
        let url = Url::parse(&format!("https://portal.example/{number}")).unwrap();
        Candidate { url, via: Via::Link }
    }

    fn visitors(day: i64) -> Visitors {
        visitors_of(day, false)
    }

    fn visitors_of(day: i64, is_watched: bool) -> Visitors {
        let target = Target::ad_hoc(Url::parse("https://portal.example/").unwrap());
        let at = Timestamp::from_second(day * 86_400 + 3_600).unwrap();
        Visitors::new(&Options::default(), &target, is_watched, at)
    }

    #[test]
    fn over_the_nights_every_page_is_looked_at_as_everybody_once() {
        for number in 0..50 {
            let nights = (0..SAMPLE as i64)
                .filter(|day| visitors(*day).of(&page(number), 10_000).len() == 4)
                .count();
            assert_eq!(nights, 1, "page {number}");
        }
    }

    #[test]
    fn on_a_watched_portal_every_page_has_its_turn_within_two_nights() {
        for number in 0..50 {
            let nights =
                (0..2).filter(|day| visitors_of(*day, true).of(&page(number), 10_000).len() == 4);
            assert_eq!(nights.count(), 1, "page {number}");
        }
    }

    #[test]
    fn a_small_portal_and_odd_pages_are_looked_at_as_everybody() {
        let night = visitors(0);
        assert!((0..9).all(|number| night.of(&page(number), 9).len() == 4));
        let odd = |via| Candidate { via, ..page(1) };
        for via in [Via::Start, Via::Probe, Via::OpenFinding, Via::Healed, Via::CrawlerSitemap] {
            assert_eq!(night.of(&odd(via), 10_000).len(), 4);
        }
    }
}
