//! Lists of words that are told apart, looked for together.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::page::text;

/// Some lists of words; where two words overlap, the longer one is found.
pub(super) struct WordLists {
    automaton: Option<AhoCorasick>,
    /// How many words there are up to the end of each list.
    ends: Vec<usize>,
}

/// A word that was found.
pub(super) struct Found {
    /// The list that it is in.
    pub list: usize,
    /// Its number among all words.
    pub word: usize,
    range: Range<usize>,
}

impl WordLists {
    /// From lists of words with `;` between them.
    pub fn new(lists: &[&str]) -> Self {
        let mut words = Vec::new();
        let mut ends = Vec::new();
        for list in lists {
            let own = list.split(';').map(str::trim).filter(|word| !word.is_empty());
            words.extend(own.map(text::fold));
            ends.push(words.len());
        }
        // With their marks, then all of them without.
        let patterns =
            words.iter().map(|word| &word.accented).chain(words.iter().map(|word| &word.plain));
        let automaton =
            AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Self { automaton, ends }
    }

    /// The words in a text that is folded, with its marks.
    pub fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Found> + 'a {
        let all = self.ends.last().copied().unwrap_or_default().max(1);
        self.automaton.iter().flat_map(move |automaton| automaton.find_iter(folded)).map(
            move |hit| {
                let word = hit.pattern().as_usize() % all;
                let list = self.ends.iter().take_while(|end| **end <= word).count();
                Found { list, word, range: hit.range() }
            },
        )
    }
}

impl Found {
    /// The word as it stands in the text.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.clone()).unwrap_or_default()
    }

    /// Whether a word begins here.
    pub fn begins_a_word(&self, text: &str) -> bool {
        text[self.range.start..].starts_with(is_spaceless)
            || text[..self.range.start].chars().next_back().is_none_or(parts_words)
    }

    /// Whether a word begins here and ends.
    pub fn is_a_word(&self, text: &str) -> bool {
        let ends = text[self.range.start..].starts_with(is_spaceless)
            || text[self.range.end..].chars().next().is_none_or(parts_words);
        self.begins_a_word(text) && ends
    }
}

fn parts_words(c: char) -> bool {
    !c.is_alphanumeric() || is_spaceless(c)
}

/// Thai and all that follows: scripts of Asia, most of which set no spaces.
fn is_spaceless(c: char) -> bool {
    c >= '\u{e00}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_and_without_marks_and_told_apart() {
        let lists = WordLists::new(&["cảnh báo; bẫy", "báo giá"]);
        let found = |text: &str| -> Vec<(usize, usize)> {
            let folded = text::fold(text).accented;
            let words: Vec<Found> =
                lists.find(&folded).filter(|found| found.is_a_word(&folded)).collect();
            words.iter().map(|found| (found.list, found.word)).collect()
        };
        assert_eq!(found("Cảnh báo: BẪY! báo giá"), [(0, 0), (0, 1), (1, 2)]);
        assert_eq!(found("canh bao, bao gia"), [(0, 0), (1, 2)]);
        assert!(found("xcảnh báo, cạnh bao, bẫyy").is_empty());
    }
}
