//! What a page says of itself where search engines look first: what it sells, how loudly, and what
//! speaks for it.

use url::Url;

use super::{
    Observation,
    bait::bait,
    echo::Echo,
    prose::{Reporting, chosen_words, is_reporting, tells_of_offers},
    selling::Selling,
    shape::{linked_terms, trade_in},
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
const ENOUGH_TEXT: usize = 20_000;
/// Bytes after a term that tell what is said of it.
const NEAR: usize = 700;
/// Bytes of what is taken for the article, and the words of police by which it reports.
const ARTICLE: usize = 4_500;
const REPORTS: usize = 3;
/// So many distinct terms, so many in all, and one in so many words, and the text is about nothing
/// else.
const DENSE_DISTINCT: usize = 2;
const DENSE_TERMS: usize = 5;
const DENSE_SHARE: usize = 50;
/// Terms that one finding names.
const MOST_TERMS: usize = 5;

/// What a page offers in the words that it was written to be found by.
pub(super) struct Pitch<'a> {
    /// Strong terms, each once.
    terms: Vec<&'a Term>,
    /// A name shaped as those of betting sites, beside weak words of their trade; or an offer in the
    /// title that no lexicon knows.
    brand: Option<String>,
    /// Words that sell beside the terms.
    selling: Selling,
    /// The page reports on crime or law.
    reporting: bool,
    /// It reports, and describes itself to search engines as an offer all the same.
    contradicts: bool,
    /// The agency deals with what the terms mean.
    at_home: bool,
    /// The running text, folded with its marks, if anything is offered.
    text: String,
}

impl<'a> Pitch<'a> {
    /// Reads the chosen words of a page. Where a machine has made the page, what it copied does not
    /// speak for it.
    pub fn of(observation: &Observation<'a>, page: &Page, shapes: &[Signal]) -> Self {
        let sector = observation.target.sector;
        let mut terms = named_terms(observation, page);
        let brand = brand_in(observation, page, shapes).or_else(|| bait_in(&page.title));
        terms.retain(|term| term.strong);
        if !shapes.is_empty() {
            // Where a machine has made the page, weak words say enough.
            terms.extend(trade_in(observation, &page.title));
            if terms.is_empty() {
                terms = linked_terms(observation, page);
            }
        }
        if terms.is_empty() && page.headings.len() > FEW_HEADINGS {
            terms = spam_headings(observation, page);
        }
        if terms.is_empty() {
            terms = described_terms(observation, page);
        }
        distinct(&mut terms);
        let mut pitch = Self {
            brand,
            selling: Selling::default(),
            reporting: false,
            contradicts: false,
            at_home: !terms.is_empty() && terms.iter().all(|term| term.is_at_home_in(sector)),
            terms,
            text: String::new(),
        };
        if !pitch.is_empty() {
            pitch.text = start(&page.folded().accented, ENOUGH_TEXT).to_owned();
            pitch.read_on(page, shapes);
            pitch.contradicts = pitch.reporting && is_described_as_offer(observation, page);
            // Whoever only repeats what the address asks for sells nothing.
            if pitch.is_echo(observation) {
                pitch.selling = Selling::default();
            }
        }
        pitch
    }

    /// Reads what else is said beside the terms.
    fn read_on(&mut self, page: &Page, shapes: &[Signal]) {
        let article = self.article().unwrap_or_default();
        let near = start(article, NEAR);
        let chosen = chosen_words(page, FEW_HEADINGS);
        let reporting = chosen.iter().map(|words| Reporting::of(words).words()).sum::<usize>()
            + Reporting::in_folded(near).words();
        let mut selling = Selling::default();
        chosen.iter().for_each(|words| selling.note(words));
        selling.note_folded(near);
        let headline = page.headings.first().is_some_and(|heading| is_reporting(heading))
            || is_reporting(&page.title);
        self.reporting = shapes.is_empty()
            && (reporting >= selling.words().max(2)
                || (headline && reporting * 2 >= selling.words())
                || Reporting::in_folded(article).police >= REPORTS);
        self.selling = selling;
    }

    fn is_echo(&self, observation: &Observation<'_>) -> bool {
        let echo = Echo::of(observation);
        !self.terms.is_empty() && self.terms.iter().all(|term| echo.has(term))
    }

    /// The text from where it first names one of the terms: before that stands the menu. A text
    /// that names none of them is not about them, whatever the title says.
    fn article(&self) -> Option<&str> {
        let names = self.terms.iter().map(|term| &*term.text).chain(self.brand.as_deref());
        let first = names.filter_map(|name| self.text.find(name)).min()?;
        self.text.get(first..).map(|article| start(article, ARTICLE))
    }

    /// Nothing is offered.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.brand.is_none()
    }

    /// Whether a term is among those offered.
    pub fn names(&self, term: &Term) -> bool {
        self.terms.iter().any(|own| own.is_form_of(term))
    }

    /// The page says that it reports on crime or law.
    pub fn is_reporting(&self) -> bool {
        self.reporting
    }

    /// The page reports on crime or law, and its description sells what it reports on.
    pub fn contradicts_itself(&self) -> bool {
        self.contradicts
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
        // Whoever names several of them in a headline recommends them.
        let several = self.terms.len().saturating_sub(1).min(2);
        !self.is_empty() && !self.reporting && self.selling.is_offer(several)
    }

    /// Whether the text of the page is about nothing else.
    pub fn is_dense(&self, observation: &Observation<'_>) -> bool {
        if self.is_empty() {
            return false;
        }
        let share = observation
            .knowledge
            .lexicon
            .share_of(self.article().unwrap_or(start(&self.text, ARTICLE)));
        share.distinct >= DENSE_DISTINCT
            && share.terms >= DENSE_TERMS
            && share.terms * DENSE_SHARE >= share.words
    }
}

/// All terms, weak ones too, in what names the page: title, keywords, few headings.
fn named_terms<'a>(observation: &Observation<'a>, page: &Page) -> Vec<&'a Term> {
    let sector = observation.target.sector;
    let headings = if page.headings.len() <= FEW_HEADINGS { &*page.headings } else { &[] };
    let metas = page.metas.iter().filter(|(name, _)| matches!(&**name, "keywords" | "og:title"));
    std::iter::once(&page.title)
        .chain(metas.map(|(_, content)| content))
        .chain(headings.iter().filter(|heading| !is_announced(observation, page, heading)))
        .flat_map(|words| observation.knowledge.lexicon.in_words(words, sector))
        .collect()
}

/// Whether a heading is the link to another page of the portal: it names that page, in a list.
fn is_announced(observation: &Observation<'_>, page: &Page, heading: &str) -> bool {
    let elsewhere = |url: &Url| !observation.leads_away(url) && url.path() != page.url.path();
    let links = page.links.iter().filter(|link| link.text == heading);
    links.filter_map(|link| link.url.as_ref()).any(elsewhere)
}

/// Strong terms in the description, if it is an offer by itself: those of articles are their first
/// sentences.
fn described_terms<'a>(observation: &Observation<'a>, page: &Page) -> Vec<&'a Term> {
    described_offers(observation, page).flat_map(|(_, terms)| terms).collect()
}

/// Whether a description sells several things, and speaks of nobody else who does.
fn is_described_as_offer(observation: &Observation<'_>, page: &Page) -> bool {
    described_offers(observation, page)
        .any(|(words, terms)| terms.len() >= 2 && !words.contains('"') && !tells_of_offers(words))
}

/// Descriptions that are offers by themselves, with their terms.
fn described_offers<'a, 'p>(
    observation: &Observation<'a>,
    page: &'p Page,
) -> impl Iterator<Item = (&'p str, Vec<&'a Term>)> {
    let described = page.metas.iter().filter(|(name, _)| name.ends_with("description"));
    let terms = described.map(|(_, words)| (words.as_str(), observation.offers(words)));
    terms.filter(|(words, terms)| {
        let mut selling = Selling::default();
        selling.note(words);
        !terms.is_empty() && selling.is_offer(0) && !is_reporting(words)
    })
}

/// The beginning of a text, at most so many bytes.
fn start(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// A name shaped as those of betting sites, in the title of a page that a machine has made or that
/// speaks of their trade.
fn brand_in(observation: &Observation<'_>, page: &Page, shapes: &[Signal]) -> Option<String> {
    let title = text::fold(&page.title).plain;
    let brand = brand_like_word(&title)?;
    if !observation.offers(brand).is_empty() {
        return None;
    }
    let speaks_of_trade = || {
        let lexicon = &observation.knowledge.lexicon;
        let words = chosen_words(page, FEW_HEADINGS).into_iter();
        let mut terms = words.flat_map(|words| lexicon.in_words(words, observation.target.sector));
        terms.any(|term| matches!(&*term.category, "casino" | "betting" | "numbers"))
            || lexicon.share_of(start(&page.folded().accented, NEAR)).distinct > 1
    };
    (!shapes.is_empty() || speaks_of_trade()).then(|| brand.to_owned())
}

/// What a title offers that nobody honest promises, in the part of it that is not the site's name.
fn bait_in(title: &str) -> Option<String> {
    let parts = title.split(['-', '–', '|']);
    let telling = parts.filter_map(bait).find(|bait| bait.is_telling);
    telling.map(|bait| bait.words)
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
