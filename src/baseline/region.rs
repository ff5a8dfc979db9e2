//! Places of a template: what stays the same of where something stands from page to page.

use super::normal::hash;
use crate::page::{Region, Spot};

/// Bytes of a path that are kept.
const MOST: usize = 160;

/// A place of a template: the path of element names from the nearest id downwards, without places
/// in lists and without the digits of ids: `footer#chan-trang > ul > li > a`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area(String);

impl Area {
    /// The area of a spot.
    pub fn of(spot: &Spot) -> Self {
        let mut path = String::with_capacity(spot.css.len().min(MOST));
        let mut in_number = false;
        for step in spot.css.split(" > ") {
            if !path.is_empty() {
                path.push_str(" > ");
            }
            let step = step.split(":nth-child(").next().unwrap_or(step);
            for c in step.chars() {
                let digit = c.is_ascii_digit() && step.contains('#');
                if !(digit && in_number) {
                    path.push(if digit { '0' } else { c });
                }
                in_number = digit;
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
        assert_ne!(first, area("li#tin-12 > p:nth-child(3) > a:nth-child(1)"));
        assert_ne!(area("html > body > h1"), area("html > body > h2"));
        assert_eq!(part_of(&area("footer#chan > p:nth-child(1)")), Region::Footer);
    }
}
