//! How tonight's findings stand against what was known: new, ongoing, reopened, gone, or healed.
//!
//! The one mistake that must not happen here is to call a wound healed because nobody looked: a
//! portal that is down, a firewall page or a page left for another night says nothing.

mod handling;
mod nights;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

pub use handling::{day, handling, outgrown, zone};
pub use nights::{CLEAN_NIGHTS, Nights, WATCHED_FOR};

use crate::{
    detect,
    finding::{Finding, Fingerprint, Severity, Standing},
    identity::Identity,
    outcome::State,
};

/// A finding of an earlier look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub id: Fingerprint,
    /// The rule that found it.
    pub rule: String,
    /// How grave it was at the last look.
    pub severity: Severity,
    /// What it is about.
    pub subject: String,
    /// The page where it was seen first.
    pub url: String,
    /// Where it is still believed to be, at most [`Finding::MAX_PAGES`] places.
    pub seen_on: Vec<Place>,
    /// When it was seen for the first time.
    pub first_seen: Timestamp,
    /// What became of it.
    pub state: KnownState,
}

/// A page as one visitor sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The address.
    pub url: String,
    /// The visitor.
    pub identity: Identity,
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownState {
    /// It was there at the last look.
    Open,
    /// It was gone on these nights, and is not healed yet.
    Clearing(Nights),
    /// It was gone for long enough.
    Healed,
    /// It was recorded, but the portal's look ended before anybody was told. It keeps the
    /// standing that it would have been told with.
    Untold(Standing),
}

/// The addresses whose answers could be judged tonight, each with the visitors who got them.
///
/// Unreachable and not comparable answers do not belong in here.
#[derive(Clone, Debug, Default)]
pub struct LookedAt {
    visitors: HashMap<String, HashSet<Identity>>,
    without_past: bool,
}

impl LookedAt {
    /// Notes that a visitor got an answer that could be judged.
    pub fn insert(&mut self, url: impl Into<String>, identity: Identity) {
        self.visitors.entry(url.into()).or_default().insert(identity);
    }

    /// Notes that nothing was compared with other nights.
    pub fn leave_out_past(&mut self) {
        self.without_past = true;
    }

    /// Whether this visitor got an answer from this address.
    pub fn contains(&self, place: &Place) -> bool {
        self.visitors.get(&place.url).is_some_and(|seen| seen.contains(&place.identity))
    }

    /// Every address with the visitors who got an answer, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &HashSet<Identity>)> {
        self.visitors.iter().map(|(url, visitors)| (url.as_str(), visitors))
    }
}

/// How a finding of tonight stands against what was known of it.
pub fn standing(known: Option<KnownState>) -> Standing {
    match known {
        None => Standing::New,
        Some(KnownState::Open | KnownState::Clearing(_)) => Standing::Ongoing,
        Some(KnownState::Healed) => Standing::Reopened,
        Some(KnownState::Untold(standing)) => standing,
    }
}

/// Whether a finding that was not seen tonight is gone: every place where it is believed to be
/// was looked at as the visitor who saw it there. `portal` is how the look ended.
pub fn is_gone(known: &Known, looked_at: &LookedAt, portal: State) -> bool {
    if known.state == KnownState::Healed {
        return false;
    }
    if detect::is_of_nights(&known.rule) {
        // It says that nothing of the portal could be judged.
        return portal.is_judged();
    }
    if looked_at.without_past && detect::needs_past(&known.rule) {
        return false;
    }
    !known.seen_on.is_empty() && known.seen_on.iter().all(|place| looked_at.contains(place))
}

/// The clean nights of a finding that is gone, tonight's look at `at` included.
pub fn clean_nights(known: &Known, at: Timestamp) -> Nights {
    match known.state {
        KnownState::Clearing(nights) => nights.and(at),
        KnownState::Open | KnownState::Healed | KnownState::Untold(_) => Nights::first(at),
    }
}

/// Whether a finding that is gone was gone for long enough.
pub fn is_healed(known: &Known, clean: Nights) -> bool {
    // A portal that could be looked at cannot be unwatched by chance.
    clean.count >= CLEAN_NIGHTS || detect::is_of_nights(&known.rule)
}

/// Where a finding that was seen again is believed to be from now on: where it was seen tonight,
/// and where it was seen before unless tonight's look found that place clean.
pub fn places(known: Option<&Known>, tonight: &Finding, looked_at: &LookedAt) -> Vec<Place> {
    let first = std::iter::once(&tonight.url).chain(&tonight.pages);
    let seen = first.map(|url| Place { url: url.clone(), identity: tonight.identity });
    let before = known.into_iter().flat_map(|known| &known.seen_on);
    let unseen = before.filter(|place| !looked_at.contains(place)).cloned();
    let mut listed = HashSet::new();
    let mut places: Vec<Place> =
        seen.chain(unseen).filter(|place| listed.insert(place.clone())).collect();
    places.truncate(Finding::MAX_PAGES);
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Excerpt, Family, Text, Where};

    const HOME: &str = "https://a.example/";
    const NEWS: &str = "https://a.example/tin-tuc";

    fn place(url: &str, identity: Identity) -> Place {
        Place { url: url.to_owned(), identity }
    }

    fn known(state: KnownState, seen_on: &[Place]) -> Known {
        Known {
            id: Fingerprint("f".to_owned()),
            rule: "hidden-link".to_owned(),
            severity: Severity::High,
            subject: "nhacai.example".to_owned(),
            url: HOME.to_owned(),
            seen_on: seen_on.to_vec(),
            first_seen: Timestamp::UNIX_EPOCH,
            state,
        }
    }

    fn is_gone(known: &Known, looked_at: &LookedAt) -> bool {
        super::is_gone(known, looked_at, State::Clean)
    }

    fn looked(places: &[(&str, Identity)]) -> LookedAt {
        let mut looked_at = LookedAt::default();
        for (url, identity) in places {
            looked_at.insert(*url, *identity);
        }
        looked_at
    }

    fn finding(identity: Identity, pages: &[&str]) -> Finding {
        let text = Text { vi: "", en: "" };
        Finding {
            id: Fingerprint("f".to_owned()),
            rule: "hidden-link",
            family: Family::Backlink,
            severity: Severity::High,
            url: pages[0].to_owned(),
            identity,
            subject: "nhacai.example".to_owned(),
            excerpt: Excerpt::default(),
            unpacked: None,
            place: Where::default(),
            signals: Vec::new(),
            why: text,
            repair: text,
            pages: pages.iter().map(|page| (*page).to_owned()).collect(),
            pages_total: pages.len(),
            confirmed: true,
            traces: Vec::new(),
        }
    }

    #[test]
    fn what_was_never_seen_is_new_what_was_open_is_ongoing_what_was_healed_is_back() {
        assert_eq!(standing(None), Standing::New);
        assert_eq!(standing(Some(KnownState::Open)), Standing::Ongoing);
        assert_eq!(standing(Some(KnownState::Healed)), Standing::Reopened);
    }

    #[test]
    fn healed_is_what_was_gone_on_enough_nights_and_seen_before_that_it_is_ongoing() {
        let at = |hour: i64| Timestamp::from_second(hour * 3_600).unwrap();
        let mut wound = known(KnownState::Open, &[place(HOME, Identity::Citizen)]);
        let first = clean_nights(&wound, at(0));
        assert!(!is_healed(&wound, first));
        wound.state = KnownState::Clearing(first);
        assert_eq!(standing(Some(wound.state)), Standing::Ongoing);
        assert!(!is_healed(&wound, clean_nights(&wound, at(1))), "the same night");
        assert!(is_healed(&wound, clean_nights(&wound, at(24))));
    }

    #[test]
    fn a_portal_is_watched_again_with_its_first_answer() {
        let mut silent = known(KnownState::Open, &[place(HOME, Identity::Citizen)]);
        silent.rule = "unwatched-portal".to_owned();
        let looked_at = looked(&[(NEWS, Identity::Phone)]);
        assert!(!super::is_gone(&silent, &looked_at, State::NotComparable), "a sitemap only");
        assert!(super::is_gone(&silent, &looked_at, State::Clean));
        assert!(is_healed(&silent, clean_nights(&silent, Timestamp::UNIX_EPOCH)));
    }

    #[test]
    fn what_nobody_was_told_of_is_told_as_it_would_have_been() {
        assert_eq!(standing(Some(KnownState::Untold(Standing::New))), Standing::New);
        assert_eq!(standing(Some(KnownState::Untold(Standing::Reopened))), Standing::Reopened);
    }

    #[test]
    fn gone_only_where_every_place_was_looked_at() {
        let citizen = Identity::Citizen;
        let known = known(KnownState::Open, &[place(HOME, citizen), place(NEWS, citizen)]);
        assert!(is_gone(&known, &looked(&[(HOME, citizen), (NEWS, citizen)])));
        assert!(!is_gone(&known, &looked(&[(HOME, citizen)])), "a page for another night");
        assert!(!is_gone(&known, &looked(&[])), "the portal was down");
    }

    #[test]
    fn what_only_the_crawler_saw_is_not_gone_by_a_citizens_look() {
        let known = known(KnownState::Open, &[place(HOME, Identity::SearchCrawler)]);
        assert!(!is_gone(&known, &looked(&[(HOME, Identity::Citizen), (HOME, Identity::Phone)])));
        assert!(is_gone(&known, &looked(&[(HOME, Identity::SearchCrawler)])));
    }

    #[test]
    fn what_is_healed_or_has_no_place_is_not_gone_again() {
        let looked_at = looked(&[(HOME, Identity::Citizen)]);
        let healed = known(KnownState::Healed, &[place(HOME, Identity::Citizen)]);
        assert!(!is_gone(&healed, &looked_at));
        assert!(!is_gone(&known(KnownState::Open, &[]), &looked_at));
    }

    #[test]
    fn places_that_nobody_looked_at_stay_suspected() {
        let citizen = Identity::Citizen;
        let before = known(
            KnownState::Open,
            &[place(NEWS, Identity::Phone), place("https://a.example/x", citizen)],
        );
        let looked_at = looked(&[(HOME, citizen), ("https://a.example/x", citizen)]);
        let now = places(Some(&before), &finding(citizen, &[HOME]), &looked_at);
        assert_eq!(now, [place(HOME, citizen), place(NEWS, Identity::Phone)]);
    }

    #[test]
    fn places_are_bounded_and_tonights_come_first() {
        let pages: Vec<String> = (0..30).map(|n| format!("https://a.example/{n}")).collect();
        let before: Vec<Place> = pages.iter().map(|page| place(page, Identity::Phone)).collect();
        let known = known(KnownState::Open, &before);
        let now = places(Some(&known), &finding(Identity::Citizen, &[NEWS]), &looked(&[]));
        assert_eq!(now.len(), Finding::MAX_PAGES);
        assert_eq!(now[0], place(NEWS, Identity::Citizen));
    }
}
