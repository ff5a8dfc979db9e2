//! Links by which generated pages on many broken-in sites hold each other up.
//!
//! A person who links says where to. A machine links to dozens of sites that have nothing to do
//! with each other, one page on each, under two letters that mean nothing, or under the name of
//! the page's own file.

use std::collections::HashSet;

use crate::{
    detect::Observation,
    page::{Link, Page, text},
};

/// So many sites.
const A_RING: usize = 12;
/// Of the links that lead away, one in so many.
const SHARE: usize = 2;
/// Letters of an anchor that says nothing.
const MUTE: usize = 3;
/// Links that are read.
const MOST_LINKS: usize = 600;

/// How many strange sites a page holds up, if it is part of a ring.
pub(super) fn sites_in_ring(observation: &Observation<'_>, page: &Page) -> Option<usize> {
    if page.links.len() < A_RING {
        return None;
    }
    let mut all: HashSet<&str> = HashSet::new();
    let mut strange: HashSet<&str> = HashSet::new();
    for link in page.links.iter().take(MOST_LINKS) {
        let Some(url) = link.url.as_ref() else { continue };
        let Some(site) = url.host_str().and_then(psl::domain_str) else { continue };
        if strange.contains(site) || !observation.is_foreign(url) {
            continue;
        }
        all.insert(site);
        if is_mute(link, url.path()) || names_its_file(link, url.path()) {
            strange.insert(site);
        }
    }
    (strange.len() >= A_RING && strange.len() * SHARE >= all.len()).then_some(strange.len())
}

/// An anchor of two letters to a page with a long name. Footnotes are numbered, and lists of
/// languages and letters lead to short names.
fn is_mute(link: &Link, path: &str) -> bool {
    let signs: Vec<char> = link.text.chars().filter(|c| c.is_alphanumeric()).take(9).collect();
    let is_number = signs.iter().all(char::is_ascii_digit);
    (1..=MUTE).contains(&signs.len())
        && words_of_file(path).is_some_and(|words| words.contains('-') || is_random_folder(path))
        && (!is_number || is_random_folder(path))
}

/// `<a href="/x7ab/cheap-blue-shoes.html">cheap blue shoes</a>` in a folder without a name.
fn names_its_file(link: &Link, path: &str) -> bool {
    is_random_folder(path)
        && words_of_file(path).is_some_and(|words| {
            words.contains('-') && text::fold(&link.text).plain == words.replace('-', " ")
        })
}

/// The last part of a path without its ending.
fn words_of_file(path: &str) -> Option<&str> {
    let file = path.trim_end_matches('/').rsplit('/').next()?;
    Some(file.rsplit_once('.').map_or(file, |(words, _)| words))
}

/// A folder named by a die: letters and digits mixed, or no vowel.
fn is_random_folder(path: &str) -> bool {
    let folder = path.trim_end_matches('/').rsplit('/').nth(1).unwrap_or_default();
    let digits = folder.bytes().filter(u8::is_ascii_digit).count();
    let letters = folder.bytes().filter(u8::is_ascii_alphabetic).count();
    let vowels = folder.bytes().filter(|b| b"aeiouy".contains(b)).count();
    (3..=12).contains(&folder.len())
        && digits + letters == folder.len()
        && letters > 0
        && (digits > 0 || vowels == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_named_by_a_die_are_told_from_words() {
        for path in ["/x7ab/cheap-shoes.html", "/wp/kfwz/a-b.html", "/9qd/c.php"] {
            assert!(is_random_folder(path), "{path}");
        }
        for path in ["/tin-tuc/bai-viet.html", "/2024/bai-viet.html", "/news/a-b.html", "/a.html"] {
            assert!(!is_random_folder(path), "{path}");
        }
    }
}
