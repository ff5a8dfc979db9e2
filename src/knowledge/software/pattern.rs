//! Patterns of others' rule files: thousands of regular expressions of which a page has a few.
//!
//! Most have a literal that must stand in the text. All literals are looked for at once; only a
//! pattern whose literal is there is compiled and tried. The engine takes time in proportion to the
//! text whatever the pattern, and none may take more than its share of memory.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::bytes::{Captures, Regex, RegexBuilder};
use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
};

/// The longest pattern that is read.
const LONGEST: usize = 2_000;
/// How deep groups may be nested.
const DEEPEST: u32 = 50;
/// Bytes that one compiled pattern may take, and what it remembers while it searches.
const LARGEST: usize = 64 << 10;
/// Literals that are shorter stand everywhere.
const SHORTEST_LITERAL: usize = 3;

/// One pattern, compiled when it is first needed.
#[derive(Debug)]
pub(super) struct Pattern {
    source: Box<str>,
    any_case: bool,
    /// What must stand in a text that it fits, in lower case.
    literal: Option<Vec<u8>>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Reads a pattern. `None` if it is none that the engine knows: one that looks around itself, or
    /// back.
    pub(super) fn read(source: &str, any_case: bool) -> Option<Self> {
        if source.len() > LONGEST {
            return None;
        }
        let tree = tree(source, false).or_else(|| tree(source, true))?;
        let literal = literal(&tree).filter(|found| found.len() >= SHORTEST_LITERAL);
        let compiled = OnceLock::new();
        Some(Self { source: source.into(), any_case, literal, compiled })
    }

    /// Where it fits a text, if it does.
    pub(super) fn captures<'t>(&self, text: &'t [u8]) -> Option<Captures<'t>> {
        self.compiled.get_or_init(|| self.compile()).as_ref()?.captures(text)
    }

    fn compile(&self) -> Option<Regex> {
        let build = |unicode: bool| {
            RegexBuilder::new(&self.source)
                .unicode(unicode)
                .case_insensitive(self.any_case)
                .nest_limit(DEEPEST)
                .size_limit(LARGEST)
                .dfa_size_limit(LARGEST)
                .build()
                .ok()
        };
        build(false).or_else(|| build(true))
    }
}

fn tree(source: &str, unicode: bool) -> Option<Hir> {
    let mut parser = ParserBuilder::new();
    parser.utf8(false).unicode(unicode).nest_limit(DEEPEST).build().parse(source).ok()
}

/// The longest text that must stand in whatever fits, in lower case. Goes as deep as groups may.
fn literal(tree: &Hir) -> Option<Vec<u8>> {
    match tree.kind() {
        HirKind::Literal(literal) => Some(literal.0.to_ascii_lowercase()),
        HirKind::Capture(group) => literal(&group.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => literal(&repeated.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(literal).max_by_key(Vec::len),
        _ => None,
    }
}

/// Many patterns that are looked for in the same texts, each with what it means.
#[derive(Debug)]
pub(super) struct Patterns<T> {
    entries: Vec<(Pattern, T)>,
    literals: OnceLock<Literals>,
}

#[derive(Debug)]
struct Literals {
    searcher: Option<AhoCorasick>,
    /// For each literal, the patterns that have it.
    patterns: Vec<Vec<usize>>,
    /// Patterns without a literal, which are always tried.
    always: Vec<usize>,
}

impl<T> Default for Patterns<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), literals: OnceLock::new() }
    }
}

impl<T> Patterns<T> {
    pub(super) fn add(&mut self, pattern: Pattern, meaning: T) {
        self.entries.push((pattern, meaning));
    }

    /// The patterns that fit somewhere in a text, in their order.
    pub(super) fn found<'t>(&self, text: &'t [u8]) -> Vec<(&T, Captures<'t>)> {
        let literals = self.literals.get_or_init(|| self.literals());
        let mut candidates = literals.always.clone();
        if let Some(searcher) = &literals.searcher {
            let mut seen = vec![false; literals.patterns.len()];
            for hit in searcher.find_overlapping_iter(text) {
                let at = hit.pattern().as_usize();
                if let (Some(seen @ false), Some(own)) =
                    (seen.get_mut(at), literals.patterns.get(at))
                {
                    *seen = true;
                    candidates.extend(own);
                }
            }
        }
        candidates.sort_unstable();
        let tried = candidates.into_iter().filter_map(|at| self.entries.get(at));
        tried.filter_map(|(pattern, meaning)| Some((meaning, pattern.captures(text)?))).collect()
    }

    fn literals(&self) -> Literals {
        let mut at = std::collections::HashMap::new();
        let (mut texts, mut patterns): (Vec<&[u8]>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
        let mut always = Vec::new();
        for (index, (pattern, _)) in self.entries.iter().enumerate() {
            let Some(literal) = &pattern.literal else {
                always.push(index);
                continue;
            };
            let own = *at.entry(&**literal).or_insert_with(|| {
                texts.push(literal);
                patterns.push(Vec::new());
                patterns.len() - 1
            });
            if let Some(own) = patterns.get_mut(own) {
                own.push(index);
            }
        }
        let searcher = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&texts)
            .ok();
        if searcher.is_none() {
            always = (0..self.entries.len()).collect();
        }
        Literals { searcher, patterns, always }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_literal_of_a_pattern_is_what_must_be_there() {
        for (source, literal) in [
            ("jquery", "jquery"),
            (r"/jquery(?:-(\d+\.\d+\.\d+))[/.-]", "/jquery-"),
            (r"(?:Apache(?:$|/([\d.]+))|HTTPD)", ""),
            (r"^WordPress(?: ([\d.]+))?", "wordpress"),
            (r"(?:abcdef)?ghi", "ghi"),
            (r"[a-z]+(wp-content)+x", "wp-content"),
            ("", ""),
        ] {
            let pattern = Pattern::read(source, true).unwrap();
            assert_eq!(pattern.literal.unwrap_or_default(), literal.as_bytes(), "{source}");
        }
    }

    #[test]
    fn what_the_engine_does_not_know_is_no_pattern() {
        for source in
            ["a(?=b)", r"(a)\1", "(", "a(?!b)", &"(".repeat(1_000), &"a".repeat(LONGEST + 1)]
        {
            assert!(Pattern::read(source, true).is_none(), "{}", &source[..1]);
        }
        let deep = format!("{}a{}", "(".repeat(200), ")".repeat(200));
        assert!(Pattern::read(&deep, true).is_none());
        // Read, but too large when it is compiled: it fits nothing.
        let large = Pattern::read(r"(?:[\x00-\xff]{1000}){1000}", true).unwrap();
        assert!(large.captures(&[b'a'; 2_000_000]).is_none());
    }

    #[test]
    fn patterns_are_found_with_and_without_literals() {
        let mut patterns = Patterns::default();
        for (meaning, source) in
            ["jquery", r"/(\d+)/JQuery\.js", r"\d{4}", "absent"].iter().enumerate()
        {
            patterns.add(Pattern::read(source, true).unwrap(), meaning);
        }
        let found: Vec<usize> = patterns.found(b"/12/jQuery.js").iter().map(|own| *own.0).collect();
        assert_eq!(found, [0, 1]);
        let found: Vec<usize> = patterns.found(b"2024").iter().map(|own| *own.0).collect();
        assert_eq!(found, [2]);
    }
}
