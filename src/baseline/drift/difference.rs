//! What was put into a text and what was taken out of it.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Places that are kept.
const MOST_PARTS: usize = 10;
/// Bytes of what was taken out or put in at one place.
const MOST_BYTES: usize = 600;
/// Comparing lines takes in the worst case as many steps as both texts have lines, multiplied:
/// beyond, what lies between the first and the last difference is one place.
const MOST_STEPS: usize = 1 << 22;

/// How one text became another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The places, in order, at most 10.
    pub parts: Vec<Part>,
    /// Further ones.
    pub left_out: usize,
}

/// One place at which two texts differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The line in the later text, from 1, on which that stands which is there instead.
    pub line: usize,
    /// The column in it, in bytes, from 1: compact libraries are one line.
    pub column: usize,
    /// What is gone, at most 600 bytes.
    pub removed: String,
    /// What is there instead, at most 600 bytes.
    pub added: String,
}

impl Difference {
    /// Compares line by line, and within lines that took the place of others tells what stayed at
    /// their beginning and end.
    pub fn between(before: &str, after: &str) -> Self {
        let lines = |text: &'_ str| -> usize { text.split_inclusive('\n').count() };
        if lines(before).saturating_mul(lines(after)) > MOST_STEPS {
            return Self {
                parts: Part::between(before, after, 0).into_iter().collect(),
                left_out: 0,
            };
        }
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let new: Vec<&str> = after.split_inclusive('\n').collect();
        let mut difference = Self::default();
        for change in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if matches!(change, DiffOp::Equal { .. }) {
                continue;
            }
            let (was, is) = (change.old_range(), change.new_range());
            let begins = is.start;
            let text = |lines: Option<&[&str]>| lines.unwrap_or_default().concat();
            let part = Part::between(&text(old.get(was)), &text(new.get(is)), begins);
            match part {
                Some(part) if difference.parts.len() < MOST_PARTS => difference.parts.push(part),
                Some(_) => difference.left_out += 1,
                None => {}
            }
        }
        difference
    }

    /// What was put in, place after place.
    pub fn added(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.added.trim()).filter(|added| !added.is_empty())
    }
}

impl Part {
    /// `lines` stand before both texts. `None` if they are the same.
    fn between(before: &str, after: &str, lines: usize) -> Option<Self> {
        if before == after {
            return None;
        }
        let pairs = before.char_indices().zip(after.chars());
        let same = pairs.take_while(|((_, old), new)| old == new).last();
        let start = same.map_or(0, |((at, c), _)| at + c.len_utf8());
        let (old, new) = (before.get(start..)?, after.get(start..)?);
        let ends = old.chars().rev().zip(new.chars().rev());
        let same: usize = ends.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let added = new.get(..new.len() - same)?;
        // Where somebody would look for it: after the line break with which it begins.
        let begins = start + (added.len() - added.trim_start().len()) % added.len().max(1);
        let ahead = after.get(..begins)?;
        let line_begins = ahead.rfind('\n').map_or(0, |at| at + 1);
        Some(Self {
            line: lines + ahead.matches('\n').count() + 1,
            column: begins - line_begins + 1,
            removed: cut(old.get(..old.len() - same)?),
            added: cut(added),
        })
    }
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(MOST_BYTES);
    let more = if end < text.len() { "…" } else { "" };
    format!("{}{more}", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(line: usize, column: usize, removed: &str, added: &str) -> Part {
        Part { line, column, removed: removed.to_owned(), added: added.to_owned() }
    }

    #[test]
    fn what_was_appended_to_a_compact_library_is_all_that_is_told() {
        let library = format!("/*! v3 */\n!function(){{{}}}();", "var a=1;".repeat(4_000));
        let planted = format!("{library}(function(){{location=\"https://x.example\"}})();");
        let difference = Difference::between(&library, &planted);
        let added = "(function(){location=\"https://x.example\"})();";
        assert_eq!(difference.parts, [part(2, 32_017, "", added)]);
    }

    #[test]
    fn places_are_told_apart_with_their_lines() {
        let before = "a\nb\nc\nd\ne\n";
        let after = "a\nb2\nc\nd\ne\nf\n";
        let difference = Difference::between(before, after);
        assert_eq!(difference.parts, [part(2, 2, "", "2"), part(6, 1, "", "f\n")]);
        let back = Difference::between(after, before);
        assert_eq!(back.parts, [part(2, 2, "2", ""), part(6, 1, "f\n", "")]);
        assert_eq!(Difference::between(before, before), Difference::default());
    }

    #[test]
    fn letters_of_several_bytes_are_never_cut_apart() {
        let difference = Difference::between("đường", "đượng");
        assert_eq!(difference.parts, [part(1, 5, "ờ", "ợ")]);
        let long = "đ".repeat(1_000);
        let difference = Difference::between("", &long);
        assert!(difference.parts[0].added.ends_with("đ…"));
    }

    #[test]
    fn texts_with_nothing_in_common_take_bounded_time_and_room() {
        let old: String = (0..50_000).map(|n| format!("{n}\n")).collect();
        let new: String = (0..50_000).map(|n| format!("x{n}\n")).collect();
        assert_eq!(Difference::between(&old, &new).parts.len(), 1);
        let old: String = (0..1_000).map(|n| format!("{n}\nsame\n")).collect();
        let new: String = (0..1_000).map(|n| format!("x{n}\nsame\n")).collect();
        let difference = Difference::between(&old, &new);
        assert_eq!((difference.parts.len(), difference.left_out), (10, 990));
    }
}
