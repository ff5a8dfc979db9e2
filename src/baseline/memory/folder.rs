//! The addresses of one folder, counted within a bound.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Addresses that are kept of one folder; of more, every second, fourth, eighth … is.
const MOST: usize = 2_000;

/// The pages of one folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::baseline) struct Folder {
    known: BTreeSet<u64>,
    /// One of two to the power of so many is kept.
    thinned: u32,
    /// The most new pages that one night brought, the first left out.
    pub usual: usize,
}

impl Folder {
    fn keeps(&self, page: u64) -> bool {
        page.trailing_zeros() >= self.thinned
    }

    /// How many of these pages were not heard of before; an estimate where not all are kept.
    pub fn new_of(&self, pages: &BTreeSet<u64>) -> usize {
        let kept = pages.iter().filter(|page| self.keeps(**page));
        kept.filter(|page| !self.known.contains(page)).count() << self.thinned
    }

    pub fn learn(&mut self, pages: &BTreeSet<u64>) {
        if !self.known.is_empty() {
            self.usual = self.usual.max(self.new_of(pages));
        }
        for page in pages {
            if self.keeps(*page) {
                self.known.insert(*page);
            }
            while self.known.len() > MOST && self.thinned < 32 {
                self.thinned += 1;
                let thinned = self.thinned;
                self.known.retain(|page| page.trailing_zeros() >= thinned);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::normal::hash, *};

    fn pages(range: std::ops::Range<u32>) -> BTreeSet<u64> {
        range.map(|page| hash(&format!("/tin/{page}"))).collect()
    }

    #[test]
    fn new_pages_are_counted_however_large_the_folder() {
        let mut folder = Folder::default();
        folder.learn(&pages(0..50_000));
        assert!(folder.known.len() <= MOST);
        assert_eq!(folder.new_of(&pages(0..50_000)), 0);
        let new = folder.new_of(&pages(50_000..60_000));
        assert!((7_000..13_000).contains(&new), "{new}");
    }

    #[test]
    fn the_usual_number_is_that_of_later_nights() {
        let mut folder = Folder::default();
        folder.learn(&pages(0..500));
        assert_eq!(folder.usual, 0);
        folder.learn(&pages(490..505));
        assert_eq!(folder.usual, 5);
    }
}
