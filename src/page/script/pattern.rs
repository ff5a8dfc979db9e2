//! Regular expressions of scripts, run by an engine without backtracking.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

/// The most matches that are taken.
const MATCHES: usize = 20_000;

/// A regular expression, as far as the engine can run it.
pub(super) struct Pattern {
    source: String,
    flags: String,
    compiled: std::cell::OnceCell<Option<Regex>>,
}

impl Pattern {
    pub fn new(source: &str, flags: &str) -> Self {
        Self { source: source.to_owned(), flags: flags.to_owned(), compiled: Default::default() }
    }

    /// The source, as it stands between the slashes.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether running it costs nothing but the run.
    pub fn is_compiled(&self) -> bool {
        self.compiled.get().is_some()
    }

    // Most patterns of a page are never run on a constant, so compiling waits until one is.
    fn regex(&self) -> Option<&Regex> {
        let compile = || {
            if self.source.len() > 2_000 {
                return None;
            }
            RegexBuilder::new(&self.source.replace("[^]", r"[\s\S]"))
                .case_insensitive(self.flags.contains('i'))
                .multi_line(self.flags.contains('m'))
                .dot_matches_new_line(self.flags.contains('s'))
                .size_limit(1 << 18)
                .dfa_size_limit(1 << 18)
                .build()
                .ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }

    /// Whether it matches; `None` where it cannot be run.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        Some(self.regex()?.is_match(text))
    }

    /// Where it matches: everywhere with the flag `g`, else the first place.
    pub fn find(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let most = if self.is_global() { MATCHES } else { 1 };
        Some(self.regex()?.find_iter(text).take(most).map(|one| one.range()).collect())
    }

    /// Whether it has the flag `g`.
    pub fn is_global(&self) -> bool {
        self.flags.contains('g')
    }

    /// The parts between the matches.
    pub fn split<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        Some(self.regex()?.splitn(text, MATCHES).collect())
    }

    /// The match and its groups.
    pub fn groups(&self, matched: &str) -> Vec<String> {
        let captures = self.regex().and_then(|regex| regex.captures(matched));
        match captures {
            Some(captures) => captures
                .iter()
                .map(|group| group.map_or_else(String::new, |group| group.as_str().to_owned()))
                .collect(),
            None => vec![matched.to_owned()],
        }
    }

    /// A replacement with its `$1` and `$&` filled in.
    pub fn expand(&self, matched: &str, replacement: &str) -> String {
        let groups = self.groups(matched);
        let mut out = String::with_capacity(replacement.len() + matched.len());
        let mut rest = replacement.chars().peekable();
        while let Some(c) = rest.next() {
            let group = match (c, rest.peek()) {
                ('$', Some('&')) => Some(matched),
                ('$', Some('$')) => Some("$"),
                ('$', Some(digit)) => {
                    digit.to_digit(10).and_then(|at| groups.get(at as usize)).map(String::as_str)
                }
                _ => None,
            };
            match group {
                Some(group) => {
                    out.push_str(group);
                    rest.next();
                }
                None => out.push(c),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_filled_in() {
        let pattern = Pattern::new("(.)-(.)", "g");
        assert_eq!(pattern.expand("a-b", "$2$1$&$$$9"), "baa-b$$9");
    }

    #[test]
    fn a_pattern_that_the_engine_cannot_run_is_unknown() {
        assert_eq!(Pattern::new("(?=a)b", "").is_match("ab"), None);
        assert_eq!(Pattern::new("((a{1000}){1000}){1000}", "").is_match("a"), None);
        assert_eq!(Pattern::new(r"\/[^]*x", "").is_match("/\nx"), Some(true));
    }
}
