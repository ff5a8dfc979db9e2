//! Looking for many terms at once, on token boundaries.

use aho_corasick::{
    AhoCorasick, AhoCorasickBuilder, Anchored, Input, MatchKind, StartKind,
    automaton::OverlappingState,
};

use super::Term;

/// Terms are only looked for where one may begin. An automaton that looks everywhere spends most of
/// its time inside words that begin no term.
#[derive(Clone, Debug)]
pub(super) struct Searcher {
    automaton: AhoCorasick,
    /// Index into the terms for each pattern.
    terms: Vec<usize>,
    beginnings: Beginnings,
}

impl Searcher {
    pub fn new(terms: &[Term], patterns: impl Fn(&Term) -> Vec<String>) -> Self {
        let all = terms.iter().enumerate();
        let (patterns, terms): (Vec<String>, Vec<usize>) = all
            .flat_map(|(index, term)| patterns(term).into_iter().map(move |one| (one, index)))
            .filter(|(pattern, _)| !pattern.is_empty())
            .unzip();
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Anchored)
            .build(&patterns)
            .unwrap_or_else(|_| unreachable_automaton());
        let beginnings = Beginnings::of(patterns.iter().map(String::as_bytes));
        Self { automaton, terms, beginnings }
    }

    /// Matches on token boundaries, as (position, term): where several overlap, the first one, and
    /// of those that begin together the longest.
    pub fn find(&self, text: &str, found: &mut Vec<(usize, usize)>) {
        let mut free = 0;
        for at in self.beginnings.in_text(text.as_bytes()) {
            if at >= free
                && begins(text, at)
                && let Some((end, term)) = self.longest_at(text, at)
            {
                found.push((at, term));
                free = end;
            }
        }
    }

    /// The longest term that begins here and ends on a boundary, and where it ends.
    fn longest_at(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let mut state = OverlappingState::start();
        let mut longest: Option<(usize, usize)> = None;
        loop {
            let input = Input::new(text).range(at..).anchored(Anchored::Yes);
            self.automaton.try_find_overlapping(input, &mut state).ok()?;
            let Some(hit) = state.get_match() else { return longest };
            let longer = longest.is_none_or(|(end, _)| hit.end() > end);
            if longer && ends(text, at, hit.end()) {
                let term = self.terms.get(hit.pattern().as_usize())?;
                longest = Some((hit.end(), *term));
            }
        }
    }
}

/// The patterns are a few kilobytes of embedded text, so building cannot run out of states.
fn unreachable_automaton() -> AhoCorasick {
    AhoCorasickBuilder::new()
        .start_kind(StartKind::Anchored)
        .build(std::iter::empty::<&str>())
        .unwrap_or_else(|error| unreachable!("an automaton without patterns: {error}"))
}

/// How the patterns begin, hashed: tells most places at which none can. Of long patterns the first
/// eight bytes, of short ones the first four.
#[derive(Clone, Debug)]
struct Beginnings {
    long: Box<[u64]>,
    short: Box<[u64]>,
}

/// As many bits as fit into the nearest cache.
const BITS: u32 = 17;
const WORDS: usize = 1 << (BITS - 6);

impl Beginnings {
    fn of<'a>(patterns: impl Iterator<Item = &'a [u8]>) -> Self {
        let none = || vec![0; WORDS].into_boxed_slice();
        let mut own = Self { long: none(), short: none() };
        for pattern in patterns {
            match *pattern {
                [a, b, c, d, e, f, g, h, ..] => add(&mut own.long, &[a, b, c, d, e, f, g, h]),
                [a, b, c, d, ..] => add(&mut own.short, &[a, b, c, d]),
                // Anything may follow, also the end.
                [a, b, c] => (0..=u8::MAX).for_each(|d| add(&mut own.short, &[a, b, c, d])),
                _ => own.short.fill(u64::MAX),
            }
        }
        own
    }

    /// Where a pattern may begin, if a token does.
    fn in_text<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let mut before = 0_u8;
        text.iter().enumerate().filter_map(move |(at, &byte)| {
            let inside = before.is_ascii_alphanumeric() && !may_be_spaceless(byte);
            before = byte;
            (!inside && self.has(&text[at..])).then_some(at)
        })
    }

    fn has(&self, rest: &[u8]) -> bool {
        let long = rest.get(..8).is_some_and(|first| has(&self.long, first));
        long || match rest.get(..4) {
            Some(first) => has(&self.short, first),
            None => {
                let mut first = [0; 4];
                first[..rest.len()].copy_from_slice(rest);
                has(&self.short, &first)
            }
        }
    }
}

fn add(bits: &mut [u64], first: &[u8]) {
    let (word, bit) = place(first);
    if let Some(word) = bits.get_mut(word) {
        *word |= bit;
    }
}

fn has(bits: &[u64], first: &[u8]) -> bool {
    let (word, bit) = place(first);
    bits.get(word).is_some_and(|word| word & bit != 0)
}

fn place(first: &[u8]) -> (usize, u64) {
    let number = match *first {
        [a, b, c, d, e, f, g, h] => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        [a, b, c, d] => u64::from(u32::from_le_bytes([a, b, c, d])),
        _ => 0,
    };
    let hash = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

/// Whether a character that is [`is_spaceless`] may begin with this byte.
fn may_be_spaceless(byte: u8) -> bool {
    byte >= 0xe0 && byte != 0xe1
}

/// Thai, Chinese, Japanese.
pub(super) fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0E7F | 0x2E80..=0x9FFF | 0xF900..=0xFAFF)
}

/// Korean sets its words apart, and hangs particles on their ends.
fn takes_particles(c: char) -> bool {
    matches!(u32::from(c), 0xAC00..=0xD7A3)
}

/// Whether a token begins here. Languages that put no spaces between words have no boundaries to
/// ask for, and set none to the brands among their words either.
fn begins(text: &str, at: usize) -> bool {
    let (Some(before), Some(rest)) = (text.get(..at), text.get(at..)) else { return false };
    before.chars().next_back().is_none_or(parts_words) || rest.starts_with(is_spaceless)
}

/// Whether a token ends here.
fn ends(text: &str, start: usize, end: usize) -> bool {
    let last = text[start..end].chars().next_back();
    text[end..].chars().next().is_none_or(parts_words)
        || last.is_some_and(|c| is_spaceless(c) || takes_particles(c))
}

fn parts_words(c: char) -> bool {
    !c.is_alphanumeric() || is_spaceless(c)
}
