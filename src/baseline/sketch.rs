//! A small picture of a set, by which two sets can be compared: its smallest hashes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Hashes that are kept.
const KEPT: usize = 32;

/// The smallest hashes of a set, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    /// The sketch of a set of hashes.
    pub(super) fn of(hashes: impl Iterator<Item = u64>) -> Self {
        let mut kept = BTreeSet::new();
        for hash in hashes {
            kept.insert((hash >> 32) as u32);
            if kept.len() > KEPT {
                kept.pop_last();
            }
        }
        Self(kept.into_iter().collect())
    }

    /// How alike two sets are, from 0 to 1: an estimate of what they share among all that they have.
    pub fn likeness(&self, other: &Self) -> f32 {
        let both: BTreeSet<u32> = self.0.iter().chain(&other.0).copied().collect();
        let (mut all, mut shared) = (0_u16, 0_u16);
        for hash in both.iter().take(KEPT) {
            all += 1;
            let has = |sketch: &Self| sketch.0.binary_search(hash).is_ok();
            shared += u16::from(has(self) && has(other));
        }
        if all == 0 { 1.0 } else { f32::from(shared) / f32::from(all) }
    }

    /// Eight hexadecimal digits for each hash.
    pub(super) fn to_text(&self) -> String {
        self.0.iter().map(|hash| format!("{hash:08x}")).collect()
    }

    /// Reads what [`Sketch::to_text`] wrote.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let chunks = text.as_bytes().chunks(8);
        let hashes: Option<Vec<u32>> = chunks
            .map(|chunk| u32::from_str_radix(std::str::from_utf8(chunk).ok()?, 16).ok())
            .collect();
        hashes
            .filter(|own| own.len() <= KEPT && own.is_sorted() && text.len() == own.len() * 8)
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::normal::hash, *};

    fn sketch(names: std::ops::Range<u32>) -> Sketch {
        Sketch::of(names.map(|name| hash(&name.to_string())))
    }

    #[test]
    fn likeness_is_about_the_share_of_what_both_have() {
        assert!((sketch(0..20).likeness(&sketch(0..20)) - 1.0).abs() < 0.001);
        assert!(sketch(0..200).likeness(&sketch(200..400)) < 0.05);
        let half = sketch(0..100).likeness(&sketch(0..50));
        assert!((0.25..0.75).contains(&half), "{half}");
    }

    #[test]
    fn a_sketch_comes_back_from_its_text() {
        let own = sketch(0..9);
        assert_eq!(Sketch::from_text(&own.to_text()), Some(own.clone()));
        for broken in ["0", "zzzzzzzz", "ffffffff00000000", &"0000000a".repeat(33)] {
            assert_eq!(Sketch::from_text(broken), None, "{broken}");
        }
    }
}
