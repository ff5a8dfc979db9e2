//! The words by which spam betrays itself, and where a word counts.
//!
//! The same words stand in police warnings, in law texts and in sports news. A term is therefore
//! only ever looked for in a place that its author chose to be found by: an anchor, a title, a
//! heading, an address, hidden text. Running prose is never searched for single terms.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::{page::text, target::Sector};

/// One term of the lexicon.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// The term, lower case, NFC.
    pub text: &'static str,
    /// Without marks, hyphens as spaces: the forms of one term share it.
    plain: String,
    /// Whether it says enough by itself.
    pub strong: bool,
    /// What is sold: `casino`, `loan`, `brand` ….
    pub category: &'static str,
    /// `vi`, `vi-ascii` (marks removed), `slug` (marks removed, hyphens), `any`, `id`, `th` ….
    pub language: &'static str,
}

impl Term {
    /// Whether the term has a meaning of its own in an agency's daily work.
    fn at_home_in(&self, sector: Option<Sector>) -> bool {
        match sector {
            Some(Sector::Lottery) => !self.strong && self.text_is_lottery(),
            _ => false,
        }
    }

    fn text_is_lottery(&self) -> bool {
        ["xổ số", "xo so", "vé số", "xsm", "kqxs", "giải thưởng", "quay số", "trúng thưởng"]
            .iter()
            .any(|word| self.text.contains(word))
    }
}

/// All terms, ready to be looked for.
pub struct Lexicon {
    terms: Vec<Term>,
    /// Terms as they are written, for text with diacritics.
    accented: Searcher,
    /// Terms without marks, for text that carries none: addresses, careless anchors.
    plain: Searcher,
    /// Strong terms with all spaces gone, for words that were glued, or spaced out letter by letter.
    joined: Searcher,
}

struct Searcher {
    automaton: AhoCorasick,
    /// Index into the terms for each pattern.
    terms: Vec<usize>,
}

static BUILTIN: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::parse(include_str!("../../data/lexicon.tsv")));

impl Lexicon {
    /// The lexicon that comes with the program: `data/lexicon.tsv`.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    fn parse(table: &'static str) -> Self {
        let terms: Vec<Term> = table.lines().skip(1).filter_map(parse_term).collect();
        let accented = Searcher::new(&terms, |term| {
            (!matches!(term.language, "vi-ascii" | "slug")).then(|| term.text.to_owned())
        });
        let plain = Searcher::new(&terms, |term| {
            let usable = matches!(term.language, "vi-ascii" | "any" | "en" | "id");
            usable.then(|| term.plain.clone())
        });
        let joined = Searcher::new(&terms, |term| {
            let joined: String = term.plain.split_whitespace().collect();
            (term.strong && joined.len() >= 6).then_some(joined)
        });
        Self { terms, accented, plain, joined }
    }

    /// Distinct terms in a text that was written to be found, in order of appearance.
    pub fn in_words(&self, words: &str, sector: Option<Sector>) -> Vec<&Term> {
        let folded = text::fold(words);
        let mut found = Vec::new();
        self.accented.find(&folded.accented, &mut found);
        if !text::has_vietnamese_marks(words) {
            self.plain.find(&folded.plain, &mut found);
        }
        self.joined.find(&folded.plain, &mut found);
        self.distinct(found, sector)
    }

    /// Distinct terms in an address: host labels, path and query, taken apart at every sign.
    pub fn in_address(&self, address: &str, sector: Option<Sector>) -> Vec<&Term> {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let decoded = percent_decoded(rest);
        let words: String = decoded
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let folded = text::fold(&words);
        let mut found = Vec::new();
        self.accented.find(&folded.accented, &mut found);
        self.plain.find(&folded.plain, &mut found);
        self.distinct(found, sector)
    }

    fn distinct(&self, mut found: Vec<(usize, usize)>, sector: Option<Sector>) -> Vec<&Term> {
        found.sort_unstable();
        let mut seen = Vec::new();
        for (_, index) in found {
            let Some(term) = self.terms.get(index) else { continue };
            let known = seen.iter().any(|known: &&Term| known.plain == term.plain);
            if !known && !term.at_home_in(sector) {
                seen.push(term);
            }
        }
        seen
    }
}

impl Searcher {
    fn new(terms: &[Term], pattern: impl Fn(&Term) -> Option<String>) -> Self {
        let (patterns, terms): (Vec<String>, Vec<usize>) = terms
            .iter()
            .enumerate()
            .filter_map(|(index, term)| Some((pattern(term)?, index)))
            .unzip();
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .unwrap_or_else(|_| unreachable_automaton());
        Self { automaton, terms }
    }

    /// Matches on token boundaries, as (position, term).
    fn find(&self, text: &str, found: &mut Vec<(usize, usize)>) {
        for hit in self.automaton.find_iter(text) {
            if on_boundaries(text, hit.start(), hit.end())
                && let Some(term) = self.terms.get(hit.pattern().as_usize())
            {
                found.push((hit.start(), *term));
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

/// Languages that put no spaces between words have no token boundaries to ask for.
fn on_boundaries(text: &str, start: usize, end: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    let spaceless =
        |c: char| matches!(c as u32, 0x0E00..=0x0E7F | 0x2E80..=0x9FFF | 0xF900..=0xFAFF);
    let first = text[start..end].chars().next();
    let last = text[start..end].chars().next_back();
    let open = text[..start].chars().next_back().is_none_or(|c| !is_word(c));
    let close = text[end..].chars().next().is_none_or(|c| !is_word(c));
    (open || first.is_some_and(spaceless)) && (close || last.is_some_and(spaceless))
}

fn percent_decoded(text: &str) -> String {
    let decoded: Vec<u8> = url::form_urlencoded::parse(text.replace('=', "%3D").as_bytes())
        .flat_map(|(key, value)| [key.into_owned(), value.into_owned(), " ".into()])
        .flat_map(String::into_bytes)
        .collect();
    String::from_utf8_lossy(&decoded).into_owned()
}

fn parse_term(line: &'static str) -> Option<Term> {
    let mut columns = line.split('\t');
    let (term, strength) = (columns.next()?, columns.next()?);
    let (category, language) = (columns.next()?, columns.next()?);
    // Weak in running text, which is never searched for single terms anyway.
    let strong_when_chosen = columns.next().is_some_and(|note| {
        note.contains("strong as anchor") || note.contains("strong only as host label or anchor")
    });
    let strong = strength == "strong" || strong_when_chosen;
    let plain = text::fold(&term.replace('-', " ")).plain;
    (!term.is_empty()).then_some(Term { text: term, plain, strong, category, language })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&'static str> {
        Lexicon::builtin().in_words(text, None).iter().map(|term| term.text).collect()
    }

    fn has_strong(text: &str) -> bool {
        Lexicon::builtin().in_words(text, None).iter().any(|term| term.strong)
    }

    #[test]
    fn terms_are_found_with_and_without_marks() {
        assert!(has_strong("Nhà cái uy tín nhất"));
        assert!(has_strong("nha cai uy tin"));
        assert!(has_strong("NHÀ CÁI UY TÍN"));
    }

    #[test]
    fn a_text_with_marks_is_not_read_without_them() {
        // Without marks `hoãn cuộc` (to postpone a meeting) would read as `hoàn cược` (cash back).
        assert!(!words("Thông báo hoãn cuộc họp").iter().any(|term| term.contains("cược")));
    }

    #[test]
    fn terms_match_whole_tokens_only() {
        assert!(words("windows và darwin").is_empty());
        assert!(words("xw88z").is_empty());
        assert!(words("đăng ký W88 ngay").contains(&"w88"));
    }

    #[test]
    fn addresses_are_taken_apart() {
        let lexicon = Lexicon::builtin();
        let found = lexicon.in_address("https://w88.example/nha-cai-uy-tin?id=3", None);
        assert!(found.iter().any(|term| term.text == "w88"));
        assert!(found.iter().any(|term| term.strong && term.category != "brand"));
    }

    #[test]
    fn lottery_words_are_at_home_on_a_lottery_portal() {
        let lexicon = Lexicon::builtin();
        let title = "Kết quả xổ số kiến thiết";
        assert!(lexicon.in_words(title, Some(Sector::Lottery)).is_empty());
        assert!(!lexicon.in_words(title, None).is_empty());
    }
}
