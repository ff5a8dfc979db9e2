//! What a page says of itself where search engines look first: what it sells, how loudly, and what
//! speaks for it.

use super::{
    Observation,
    prose::{chosen_words, is_reporting, reporting_words},
    selling::{AN_OFFER, note_selling_words},
    shape::trade_in,
};
use crate::{
    finding::{Signal, SignalKind},
    knowledge::{Term, brand_like_word},
    page::{Page, text},
};

/// On a page of more headings than this, a heading is one item of many: news, search results.
const FEW_HEADINGS: usize = 3;
/// Unless so many of them, and one in so many, speak of the same trade.
const SPAM_HEADINGS: usize = 3;
const SPAM_HEADINGS_SHARE: usize = 3;
/// Headings that are read.
const MOST_HEADINGS: usize = 60;

/// Bytes of running text that are read.
const ENOUGH_TEXT: usize = 30_000;
/// Characters after a term that tell what is said of it.
const NEAR: usize = 500;
/// So many distinct terms, so many in all, and one in so many words, and the text is about nothing
/// else.
const DENSE_DISTINCT: usize = 3;
const DENSE_TERMS: usize = 6;
const DENSE_SHARE: usize = 50;
/// Terms for each word of warning or law in the text of somebody who pretends to warn.
const PRETENCE: usize = 2;

/// Terms that one finding names.
const MOST_TERMS: usize = 5;

/// What a page offers in the words that it was written to be found by.
pub(super) struct Pitch<'a> {
    /// Strong terms, each once.
    terms: Vec<&'a Term>,
    /// A name shaped as those of betting sites, beside weak words of their trade.
    brand: Option<String>,
    /// Different words that sell beside the terms.
    selling: usize,
    /// The page reports on crime or law.
    reporting: bool,
    /// The agency deals with what the terms mean.
    at_home: bool,
    /// The terms stand in the query of the address: the page repeats what it was asked for.
    reflected: bool,
}

impl<'a> Pitch<'a> {
    /// Reads the chosen words of a page. Where a machine has made the page, what it copied does not
    /// speak for it.
    pub fn of(observation: &Observation<'a>, page: &Page, shapes: &[Signal]) -> Self {
        let sector = observation.target.sector;
        let lexicon = &observation.knowledge.lexicon;
        let chosen = chosen_words(page, FEW_HEADINGS);
        let mut terms: Vec<&Term> =
            chosen.iter().flat_map(|words| lexicon.in_words(words, sector)).collect();
        let brand = brand_in(&page.title, &terms);
        terms.retain(|term| term.strong);
        if !shapes.is_empty() {
            // Where a machine has made the page, weak words say enough.
            terms.extend(trade_in(observation, &page.title));
        }
        if terms.is_empty() && page.headings.len() > FEW_HEADINGS {
            terms = spam_headings(observation, page);
        }
        distinct(&mut terms);
        let mut pitch = Self {
            brand,
            selling: 0,
            reporting: false,
            at_home: !terms.is_empty() && terms.iter().all(|term| term.is_at_home_in(sector)),
            reflected: !terms.is_empty() && is_reflected(observation, page, &terms),
            terms,
        };
        if pitch.is_empty() {
            return pitch;
        }
        let near = pitch.said_of_terms(page);
        let mut words = chosen;
        words.push(&near);
        // Whoever only repeats a question sells nothing.
        if !pitch.reflected {
            let mut seen = Vec::new();
            words.iter().for_each(|words| note_selling_words(words, &mut seen));
            pitch.selling = seen.len();
        }
        pitch.reporting = shapes.is_empty() && pitch.reports(observation, page, &words);
        pitch
    }

    /// Whether the page reports on crime or law: by its title, or by most of what it says. A title
    /// among words that sell must be borne out by the text.
    fn reports(&self, observation: &Observation<'_>, page: &Page, words: &[&str]) -> bool {
        let reporting: usize = words.iter().map(|words| reporting_words(words)).sum();
        if reporting == 0 {
            return false;
        }
        let heading = page.headings.first().is_some_and(|heading| is_reporting(heading));
        if reporting >= self.selling {
            return reporting > 1 || heading || is_reporting(&page.title);
        }
        (heading || is_reporting(&page.title)) && {
            let text = start_of(&page.visible_text);
            let share = observation.knowledge.lexicon.share_of(text);
            reporting * 2 >= self.selling || reporting_words(text) > share.terms
        }
    }

    /// What the text says right after it first names one of the terms.
    fn said_of_terms(&self, page: &Page) -> String {
        let text = text::fold(start_of(&page.visible_text)).accented;
        let first = self.terms.iter().filter_map(|term| text.find(&term.text)).min();
        let said = first.and_then(|at| text.get(at..)).unwrap_or_default();
        said.chars().take(NEAR).collect()
    }

    /// Nothing is offered.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.brand.is_none()
    }

    /// The page says that it reports on crime or law.
    pub fn is_reporting(&self) -> bool {
        self.reporting
    }

    /// The terms, and what speaks for the page.
    pub fn signals(&self) -> Vec<Signal> {
        let terms = self.terms.iter().take(MOST_TERMS).map(|term| &*term.text);
        let mut signals: Vec<Signal> = terms
            .chain(self.brand.as_deref())
            .map(|term| Signal::new(SignalKind::Lexicon, term))
            .collect();
        if self.terms.len() >= 2 {
            signals.push(Signal::new(SignalKind::Volume, self.terms.len().to_string()));
        }
        if self.reflected {
            let asked = self.terms.iter().take(1);
            signals.extend(asked.map(|term| Signal::new(SignalKind::Reflected, &*term.text)));
        }
        if self.reporting {
            signals.push(Signal::new(SignalKind::Context, "reporting"));
        }
        if self.at_home {
            signals.push(Signal::new(SignalKind::Context, "sector"));
        }
        signals
    }

    /// The terms with nothing but what speaks for the page: it is only shown to those who ask.
    pub fn in_context(&self) -> Vec<Signal> {
        let mut signals = self.signals();
        signals.retain(|signal| matches!(signal.kind, SignalKind::Lexicon | SignalKind::Context));
        signals
    }

    /// Whether the terms stand among words that sell. A warning quotes such words.
    pub fn sells(&self) -> bool {
        let several = usize::from(self.terms.len() >= 2);
        !self.is_empty() && !self.reporting && self.selling + several >= AN_OFFER
    }

    /// Whether the text of the page is about nothing else.
    pub fn is_dense(&self, observation: &Observation<'_>, page: &Page) -> bool {
        if self.is_empty() {
            return false;
        }
        let text = start_of(&page.visible_text);
        let share = observation.knowledge.lexicon.share_of(text);
        share.distinct >= DENSE_DISTINCT
            && share.terms >= DENSE_TERMS
            && share.terms * DENSE_SHARE >= share.words
            && (!self.reporting || share.terms >= reporting_words(text) * PRETENCE)
    }
}

fn start_of(text: &str) -> &str {
    text.get(..text.floor_char_boundary(ENOUGH_TEXT)).unwrap_or_default()
}

/// A name shaped as those of betting sites, in a title that also has a word of their trade.
fn brand_in(title: &str, terms: &[&Term]) -> Option<String> {
    let trade = |term: &&Term| matches!(&*term.category, "casino" | "betting" | "numbers");
    terms.iter().any(trade).then(|| text::fold(title).plain).and_then(|title| {
        let brand = brand_like_word(&title)?;
        (!terms.iter().any(|term| term.text == brand)).then(|| brand.to_owned())
    })
}

/// Strong terms in the headings, if many of them have one.
fn spam_headings<'a>(observation: &Observation<'a>, page: &Page) -> Vec<&'a Term> {
    let headings = page.headings.iter().take(MOST_HEADINGS);
    let spam: Vec<Vec<&Term>> = headings
        .map(|heading| if is_reporting(heading) { Vec::new() } else { observation.offers(heading) })
        .filter(|terms| !terms.is_empty())
        .collect();
    let read = page.headings.len().min(MOST_HEADINGS);
    let many = spam.len() >= SPAM_HEADINGS && spam.len() * SPAM_HEADINGS_SHARE >= read;
    if many { spam.into_iter().flatten().collect() } else { Vec::new() }
}

fn is_reflected(observation: &Observation<'_>, page: &Page, terms: &[&Term]) -> bool {
    let Some(query) = page.url.query() else { return false };
    let asked = observation.offers_in_address(query);
    terms.iter().all(|term| asked.iter().any(|own| own.is_form_of(term)))
}

fn distinct(terms: &mut Vec<&Term>) {
    let mut seen: Vec<&Term> = Vec::new();
    terms.retain(|term| {
        let new = !seen.iter().any(|known| known.is_form_of(term));
        if new {
            seen.push(term);
        }
        new
    });
}
