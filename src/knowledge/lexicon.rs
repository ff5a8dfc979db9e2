//! The words by which spam betrays itself, and where a word counts.
//!
//! The same words stand in police warnings, in law texts and in sports news. A term is therefore
//! only ever looked for in a place that its author chose to be found by: an anchor, a title, a
//! heading, an address, hidden text. Running prose is never searched for single terms.

mod searcher;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use self::{
    searcher::{Searcher, is_spaceless},
    table::add,
};
use crate::{
    page::text::{self, Folded},
    target::Sector,
};

/// One term of the lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term, lower case, NFC.
    pub text: String,
    /// Without marks, hyphens as spaces: the forms of one term share it.
    plain: String,
    /// Whether it says enough by itself.
    pub strong: bool,
    /// What is sold: `casino`, `loan`, `brand` ….
    pub category: String,
    /// `vi`, `vi-ascii` (marks removed), `any`, `en`, `id`, `th` ….
    pub language: String,
}

impl Term {
    /// Whether two terms are one, with and without its marks.
    pub fn is_form_of(&self, other: &Term) -> bool {
        self.plain == other.plain
    }

    /// Whether the agencies of a sector have to do with what the term means: they write about it,
    /// where others could only advertise it.
    pub fn is_at_home_in(&self, sector: Option<Sector>) -> bool {
        match sector {
            Some(Sector::Lottery) => self.category == "lottery",
            Some(Sector::Health) => self.category == "pharma",
            Some(Sector::Finance) => self.category == "loan",
            Some(Sector::Police | Sector::Justice) => self.category != "brand",
            _ => false,
        }
    }
}

/// Terms that are also looked for where no marks are written.
fn has_plain_form(term: &Term) -> bool {
    matches!(&*term.language, "vi-ascii" | "slug" | "any" | "en" | "id")
}

/// Characters that a word has on average where no spaces are put between words.
const LETTERS_OF_A_WORD: usize = 3;

/// How much of a text is about what the lexicon knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Terms, strong and weak, each time they occur.
    pub terms: usize,
    /// Distinct ones among them.
    pub distinct: usize,
    /// All words.
    pub words: usize,
}

/// All terms, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Lexicon {
    terms: Vec<Term>,
    /// Terms as they are written, and those that are also looked for where no marks are written:
    /// in addresses, in careless anchors.
    written: Searcher,
    /// Strong terms with all spaces gone, for words that were glued, or spaced out letter by letter.
    joined: Searcher,
}

impl Lexicon {
    /// From a table that is known to be in order: `data/lexicon.tsv`.
    pub(super) fn parse(table: &str) -> Self {
        let mut terms = Vec::new();
        // A test holds the table that comes with the program to its form.
        let _ = add(&mut terms, table);
        Self::of(terms)
    }

    /// Adds an operator's terms. A term that is there already takes the new strength; `off` takes
    /// it out.
    ///
    /// # Errors
    /// The number of the first line, from 1, that is no term, and what was expected.
    pub(super) fn extend(&mut self, table: &str) -> Result<(), (usize, String)> {
        let mut terms = std::mem::take(&mut self.terms);
        add(&mut terms, table)?;
        *self = Self::of(terms);
        Ok(())
    }

    fn of(terms: Vec<Term>) -> Self {
        let written = Searcher::new(&terms, |term| {
            let accented = (!matches!(&*term.language, "vi-ascii" | "slug"))
                .then(|| text::fold(&term.text).accented);
            let plain = has_plain_form(term).then(|| term.plain.clone());
            let plain = plain.filter(|plain| accented.as_ref() != Some(plain));
            accented.into_iter().chain(plain).collect()
        });
        let joined = Searcher::new(&terms, |term| {
            let joined: String = term.plain.split_whitespace().collect();
            let is_told_apart = term.strong && joined.is_ascii() && joined.len() >= 6;
            is_told_apart.then_some(joined).into_iter().collect()
        });
        Self { terms, written, joined }
    }

    /// Distinct terms in a text that was written to be found, in order of appearance.
    pub fn in_words(&self, words: &str, sector: Option<Sector>) -> Vec<&Term> {
        self.in_folded(&text::fold(words), sector)
    }

    /// The same in a text that is folded already.
    pub fn in_folded(&self, folded: &Folded, sector: Option<Sector>) -> Vec<&Term> {
        let mut found = Vec::new();
        self.written.find(&folded.accented, &mut found);
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
        self.in_words(&words, sector)
    }

    /// How much of a text is about what the lexicon knows; words of state lotteries do not count.
    /// The text is folded, with its marks.
    pub fn share_of(&self, folded: &str) -> Share {
        let mut found = Vec::new();
        self.written.find(folded, &mut found);
        let is_trade =
            |index: &usize| self.terms.get(*index).is_some_and(|term| term.category != "lottery");
        let terms: Vec<usize> = found.into_iter().map(|(_, term)| term).filter(is_trade).collect();
        let distinct: HashSet<usize> = terms.iter().copied().collect();
        let spaceless = folded.chars().filter(|c| is_spaceless(*c)).count();
        Share {
            terms: terms.len(),
            distinct: distinct.len(),
            words: folded.split_whitespace().count() + spaceless / LETTERS_OF_A_WORD,
        }
    }

    fn distinct(&self, mut found: Vec<(usize, usize)>, sector: Option<Sector>) -> Vec<&Term> {
        found.sort_unstable();
        let mut seen = Vec::new();
        for (_, index) in found {
            let Some(term) = self.terms.get(index) else { continue };
            let known = seen.iter().any(|known: &&Term| known.plain == term.plain);
            let usual = !term.strong && term.is_at_home_in(sector);
            if !known && !usual {
                seen.push(term);
            }
        }
        seen
    }
}

fn percent_decoded(text: &str) -> String {
    let decoded: Vec<u8> = url::form_urlencoded::parse(text.replace('=', "%3D").as_bytes())
        .flat_map(|(key, value)| [key.into_owned(), value.into_owned(), " ".into()])
        .flat_map(String::into_bytes)
        .collect();
    String::from_utf8_lossy(&decoded).into_owned()
}
