//! How tonight's findings stand against what was known: new, ongoing, reopened, or healed.
//!
//! The one mistake that must not happen here is to call a wound healed because nobody looked: a
//! portal that is down, a firewall page or a page left for another night says nothing.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::{
    finding::{Finding, Fingerprint, Severity, Standing},
    identity::Identity,
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
    /// It was gone at the last look.
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
}

impl LookedAt {
    /// Notes that a visitor got an answer that could be judged.
    pub fn insert(&mut self, url: impl Into<String>, identity: Identity) {
        self.visitors.entry(url.into()).or_default().insert(identity);
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
        Some(KnownState::Open) => Standing::Ongoing,
        Some(KnownState::Healed) => Standing::Reopened,
        Some(KnownState::Untold(standing)) => standing,
    }
}

/// Whether a finding that was not seen tonight is gone: every place where it is believed to be
/// was looked at as the visitor who saw it there.
pub fn is_healed(known: &Known, looked_at: &LookedAt) -> bool {
    known.state != KnownState::Healed
        && !known.seen_on.is_empty()
        && known.seen_on.iter().all(|place| looked_at.contains(place))
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
