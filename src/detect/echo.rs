//! What an address asks a page to repeat.
//!
//! Search pages, tag pages and "not found" pages write the words of their address into title and
//! heading. Whoever made the address chose these words, not the portal.

use std::borrow::Cow;

use url::{Url, form_urlencoded};

use super::{Asked, Observation};
use crate::{knowledge::Term, page::text};

/// Parts of a path after which words follow that somebody looks for.
const ASKING: &[&str] =
    &["search", "tim-kiem", "timkiem", "tra-cuu", "tag", "tags", "tu-khoa", "tukhoa", "keyword"];

/// The words that an address asks a page to repeat.
pub(super) struct Echo {
    /// As they stand in the address, decoded.
    pub words: Vec<String>,
    /// The same, folded, with single spaces between words.
    plain: Vec<String>,
}

impl Echo {
    /// What follows `search` and `tag` in a path, and the values of the query; of an address that
    /// was made up, all of it.
    pub fn of(observation: &Observation<'_>) -> Self {
        let url = observation.url;
        let mut words: Vec<String> = match observation.asked {
            Asked::Nowhere(_) => vec![spaced(&decoded(url.path()))],
            // Dots stay: an advertisement says where to go.
            _ => asked_in_path(url).map(|part| decoded(part).replace(['-', '_'], " ")).collect(),
        };
        words.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
        let plain = words.iter().map(|words| plain(words)).collect();
        Self { words, plain }
    }

    /// Whether the page has a term from its address.
    pub fn has(&self, term: &Term) -> bool {
        self.has_words(&term.text)
    }

    /// The same for a term as a signal names it.
    pub fn has_words(&self, term: &str) -> bool {
        let term = plain(term);
        !term.is_empty() && self.plain.iter().any(|own| own.contains(&term))
    }
}

fn asked_in_path(url: &Url) -> impl Iterator<Item = &str> {
    let mut parts = url.path_segments().into_iter().flatten();
    let asking = parts.by_ref().any(is_asking);
    parts.filter(move |_| asking)
}

fn is_asking(part: &str) -> bool {
    ASKING.iter().any(|own| part.eq_ignore_ascii_case(own))
}

/// Whether an address is by its path that of a search or of a tag.
pub(super) fn is_search_page(url: &Url) -> bool {
    url.path_segments().is_some_and(|mut parts| parts.any(is_asking))
}

/// A part of an address without its percent signs.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let one = text.replace('&', "%26").replace('=', "%3D");
    let pair = form_urlencoded::parse(one.as_bytes()).next().map(|(text, _)| text.into_owned());
    Cow::Owned(pair.unwrap_or_default())
}

/// Hyphens and other signs of an address as spaces.
pub(super) fn spaced(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words without marks and signs, for looking for one text in another.
pub(super) fn plain(words: &str) -> String {
    text::fold(&spaced(words)).plain
}
