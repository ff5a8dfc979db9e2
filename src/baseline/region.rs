//! Places of a template: what stays the same of where something stands from page to page.

use serde::{Deserialize, Serialize};

use super::normal::hash;
use crate::page::{Region, Spot};

/// Bytes of a path that are kept.
const MOST: usize = 160;

/// A place of a template: the path of element names from the nearest id downwards, without places
/// in lists and without the digits of ids: `footer#chan-trang > ul > li > a`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Area(String);

impl Area {
    /// The area of a spot.
    pub fn of(spot: &Spot) -> Self {
        let mut path = String::with_capacity(spot.css.len().min(MOST));
        for step in spot.css.split('>') {
            let step = step.trim_matches(' ');
            if !path.is_empty() {
                path.push_str(" > ");
            }
            // Without its place among its like: `li:nth-child(3)`.
            let place = step.ends_with(')').then(|| step.rfind(':')).flatten();
            let step = step.get(..place.unwrap_or(step.len())).unwrap_or(step);
            match step.split_once('#') {
                Some((tag, id)) => {
                    path.push_str(tag);
                    path.push('#');
                    push_id(&mut path, id);
                }
                None => path.push_str(step),
            }
        }
        path.truncate(path.floor_char_boundary(MOST));
        Self(path)
    }

    /// The path as text, at most 160 bytes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number under which the memory keeps it.
    pub(super) fn number(&self) -> u64 {
        hash(&self.0)
    }
}

/// An id without its numbers and what else is made up for each element: `news-8f3a2b1c`.
fn push_id(path: &mut String, id: &str) {
    for part in id.split_inclusive(['-', '_']) {
        let bare = part.trim_end_matches(['-', '_']);
        let has = |is: fn(&u8) -> bool| bare.bytes().any(|byte| is(&byte));
        if bare.len() > 4 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) {
            path.push('*');
        } else {
            let mut in_number = false;
            for c in bare.chars() {
                let digit = c.is_ascii_digit();
                if !(digit && in_number) {
                    path.push(if digit { '0' } else { c });
                }
                in_number = digit;
            }
        }
        path.push_str(part.get(bare.len()..).unwrap_or_default());
    }
}

/// The part of a page in which a spot stands, as far as its path says.
pub(super) fn part_of(area: &Area) -> Region {
    let named = |names: &[&str]| {
        area.0
            .split(" > ")
            .any(|step| names.iter().any(|name| step.split('#').any(|part| part == *name)))
    };
    match () {
        () if named(&["footer"]) => Region::Footer,
        () if named(&["nav", "menu"]) => Region::Nav,
        () if named(&["header", "head", "banner"]) => Region::Header,
        () if named(&["aside", "sidebar"]) => Region::Aside,
        () => Region::Main,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(css: &str) -> Area {
        Area::of(&Spot { tag: "a", at: 0, css: css.to_owned() })
    }

    #[test]
    fn places_in_lists_and_numbers_of_ids_do_not_count() {
        let first = area("li#tin-12 > div:nth-child(3) > a:nth-child(1)");
        assert_eq!(first, area("li#tin-987 > div:nth-child(1) > a:nth-child(14)"));
        assert_eq!(first.as_str(), "li#tin-0 > div > a");
        assert_eq!(area("div#news-8f3a2b1c > a").as_str(), "div#news-* > a");
        assert_eq!(area("div#menu-2 > a").as_str(), "div#menu-0 > a");
        assert_ne!(first, area("li#tin-12 > p:nth-child(3) > a:nth-child(1)"));
        assert_ne!(area("html > body > h1"), area("html > body > h2"));
        assert_eq!(part_of(&area("footer#chan > p:nth-child(1)")), Region::Footer);
    }
}
