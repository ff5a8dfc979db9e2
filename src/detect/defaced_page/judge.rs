//! What the boasts on a page come to, by what is left of the portal.

use std::cell::LazyCell;

use super::{
    bare::{Left, left},
    places::{self, Found, Place},
    reading::Reading,
    stage,
    told::{is_about_attacks, news},
    weak::WeakWords,
};
use crate::{
    detect::Observation,
    finding::{Signal, SignalKind},
    page::{Page, Spot},
};

/// So many marks make a stage.
const STAGE: usize = 2;
/// So many words of news make a text news.
const NEWS: usize = 2;

/// What was found on one page.
pub(super) struct Wound {
    /// The boast; empty where nobody boasts.
    pub words: String,
    pub spot: Spot,
    pub signals: Vec<Signal>,
}

impl Wound {
    fn new(page: &Page, found: &Found, rest: impl IntoIterator<Item = Signal>) -> Self {
        let words = found.boast.words.clone();
        let mut signals = vec![Signal::new(SignalKind::Boast, words.as_str())];
        signals.extend(rest);
        Self { spot: found.spot(page), words, signals }
    }
}

/// What somebody left on a page, or put in its place.
pub(super) fn wound(observation: &Observation<'_>, page: &Page) -> Option<Wound> {
    let visible = places::visible(page);
    let mut found = places::found(page, &visible);
    found.retain(|found| !repeats_address(page, found));
    match left(observation, page) {
        Left::Page => on_the_portals_page(page, &found),
        // A long text is the attacker's, or the portal's.
        Left::LongText => on_a_bare_page(page, Left::LongText, &visible, found.clone())
            .or_else(|| on_the_portals_page(page, &found)),
        left => on_a_bare_page(page, left, &visible, found),
    }
}

/// Whether a page only repeats what its address asks for, as a search does.
fn repeats_address(page: &Page, found: &Found) -> bool {
    let words = found.boast.words.as_str();
    found.place != Place::Dialog
        && page.url.query_pairs().any(|(_, value)| {
            let asked = Reading::of(&value).plain;
            let asked = asked.trim();
            asked.contains(words) || asked.contains(' ') && words.contains(asked)
        })
}

/// The portal's own page with a boast on it: signed, on a line of its own, where nobody misses it.
fn on_the_portals_page(page: &Page, found: &[Found]) -> Option<Wound> {
    let was_put_there = |found: &&Found| {
        let Found { boast, place, .. } = found;
        !boast.is_told
            && match place {
                // No page of an agency opens a box to say that it was hacked.
                Place::Dialog => boast.signed || boast.stands_alone,
                // Nor does its code write so.
                Place::Script | Place::Frame => boast.stands_alone,
                Place::Title if boast.is_sentence => boast.stands_alone && !boast.is_quoted,
                _ => boast.signed && boast.stands_alone && !boast.is_quoted,
            }
    };
    let found = found.iter().find(was_put_there)?;
    let rest = if found.place != Place::Dialog && is_about_attacks(page) {
        Some(Signal::new(SignalKind::Context, "reporting"))
    } else {
        found.place.signal()
    };
    Some(Wound::new(page, found, rest))
}

/// A page on which nothing of the portal is left.
fn on_a_bare_page(
    page: &Page,
    left: Left,
    visible: &Reading,
    mut found: Vec<Found>,
) -> Option<Wound> {
    let marks = LazyCell::new(|| stage::marks(page));
    let is_staged = || marks.len() >= STAGE;
    let news = LazyCell::new(|| news(page));
    if found.is_empty() && left <= Left::SomeText && page.forms.is_empty() {
        found = places::found_in_source(page);
    }
    found.retain(|Found { boast, place, .. }| {
        let heads = matches!(place, Place::Title | Place::Heading | Place::Dialog);
        let is_boast = match left {
            Left::LongText => boast.signed && boast.stands_alone && heads,
            Left::SomeText => boast.signed && heads || boast.stands_alone || is_staged(),
            _ => boast.stands_alone || boast.is_brief || is_staged(),
        };
        // Owners claim that they were hacked; they do not sign it, least of all in a title.
        let enough = match boast.signed {
            true if heads && boast.stands_alone => 2 * NEWS,
            true => NEWS,
            false => 1,
        };
        let is_news = *news >= enough;
        is_boast && (is_staged() || !is_news) && (marks.len() > STAGE || !boast.is_told)
    });
    if let Some(first) = found.iter().find(|found| found.boast.signed).or(found.first()) {
        return Some(Wound::new(page, first, replaced(&marks)));
    }
    if left == Left::LongText || *news > 0 {
        return None;
    }
    let weak = WeakWords::of(page, visible);
    let boasts = weak.is_tag
        || weak.is_nearly_signed && (weak.count >= 2 || !marks.is_empty())
        || (weak.heads || weak.count >= 2) && is_staged()
        || weak.signs && marks.len() > STAGE
        || weak.count >= 1 && marks.contains(&"image-header")
        || weak.count >= 3 && !marks.is_empty();
    if boasts {
        let boast = Signal::new(SignalKind::Boast, weak.words.as_str());
        let signals = std::iter::once(boast).chain(replaced(&marks)).collect();
        return Some(Wound { words: weak.words, spot: page.first("body"), signals });
    }
    // Nobody boasts, but it is a stage with music: for a crew, or for nothing at all.
    let plays = marks.contains(&"sound");
    let for_a_crew =
        weak.taunts > 0 && marks.len() > STAGE || weak.is_signed_off && marks.len() > STAGE + 1;
    let for_nothing = left == Left::Nothing && marks.contains(&"upload-host");
    (plays && (for_a_crew || for_nothing)).then(|| Wound {
        words: String::new(),
        spot: page.first("body"),
        signals: replaced(&marks).collect(),
    })
}

fn replaced(marks: &[&'static str]) -> impl Iterator<Item = Signal> {
    let marks = if marks.len() >= STAGE { marks } else { &[] };
    let staged = marks.iter().map(|mark| Signal::new(SignalKind::Staged, *mark));
    std::iter::once(Signal::new(SignalKind::Replaced, "empty-page")).chain(staged)
}
