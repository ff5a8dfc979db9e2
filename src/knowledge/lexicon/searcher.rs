//! Looking for many terms at once, on token boundaries.

use std::cmp::Reverse;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::Term;

#[derive(Clone, Debug)]
pub(super) struct Searcher {
    automaton: AhoCorasick,
    /// Index into the terms for each pattern.
    terms: Vec<usize>,
}

impl Searcher {
    pub fn new(terms: &[Term], pattern: impl Fn(&Term) -> Option<String>) -> Self {
        let (patterns, terms): (Vec<String>, Vec<usize>) = terms
            .iter()
            .enumerate()
            .filter_map(|(index, term)| Some((pattern(term)?, index)))
            .unzip();
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .unwrap_or_else(|_| unreachable_automaton());
        Self { automaton, terms }
    }

    /// Matches on token boundaries, as (position, term): where several overlap, the first one, and
    /// of those that begin together the longest.
    pub fn find(&self, text: &str, found: &mut Vec<(usize, usize)>) {
        let mut hits: Vec<(usize, Reverse<usize>, usize)> = self
            .automaton
            .find_overlapping_iter(text)
            .filter(|hit| on_boundaries(text, hit.start(), hit.end()))
            .filter_map(|hit| {
                let term = self.terms.get(hit.pattern().as_usize())?;
                Some((hit.start(), Reverse(hit.end()), *term))
            })
            .collect();
        hits.sort_unstable();
        let mut free = 0;
        for (start, Reverse(end), term) in hits {
            if start >= free {
                found.push((start, term));
                free = end;
            }
        }
    }
}

/// The patterns are a few kilobytes of embedded text, so building cannot run out of states.
fn unreachable_automaton() -> AhoCorasick {
    AhoCorasickBuilder::new()
        .build(std::iter::empty::<&str>())
        .unwrap_or_else(|error| unreachable!("an automaton without patterns: {error}"))
}

/// Thai, Chinese, Japanese.
pub(super) fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0E7F | 0x2E80..=0x9FFF | 0xF900..=0xFAFF)
}

/// Korean sets its words apart, and hangs particles on their ends.
fn takes_particles(c: char) -> bool {
    matches!(u32::from(c), 0xAC00..=0xD7A3)
}

/// Languages that put no spaces between words have no token boundaries to ask for.
fn on_boundaries(text: &str, start: usize, end: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    let first = text[start..end].chars().next();
    let last = text[start..end].chars().next_back();
    let open = text[..start].chars().next_back().is_none_or(|c| !is_word(c));
    let close = text[end..].chars().next().is_none_or(|c| !is_word(c));
    (open || first.is_some_and(is_spaceless))
        && (close || last.is_some_and(|c| is_spaceless(c) || takes_particles(c)))
}
