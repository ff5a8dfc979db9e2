//! What a link says for itself: by its words, its address, and where it leads.

use std::collections::BTreeSet;

use url::Url;

use super::{
    Observation,
    bait::{Bait, bait_in},
    carried::carried,
    disguise::undisguised,
    echo::is_search_page,
    prose::{Reporting, is_reporting},
    whereabouts::{is_institution, is_platform, is_search, is_upload},
};
use crate::{
    finding::{Signal, SignalKind},
    knowledge::{Term, is_brand_like_host},
    page::{
        Link,
        text::{self, Folded},
    },
};

/// A link and the terms it carries.
pub(super) struct Anchor<'a> {
    pub link: &'a Link,
    /// Where it leads, also by way of somebody who passes visitors on.
    pub host: String,
    /// Nobody vouches for the host.
    pub foreign: bool,
    /// It leads to a page of the portal.
    pub own: bool,
    /// Strong terms in what people read.
    pub words: Vec<&'a Term>,
    /// Strong terms in the address: brands as host labels, slugs.
    pub address: Vec<&'a Term>,
    /// The host is named as betting sites are.
    pub brand_like: bool,
    /// What its words offer, whether or not the lexicon knows them.
    pub bait: Option<Bait>,
    /// Terms that say little alone, and much among their like.
    pub hints: Vec<&'a Term>,
    /// The list on which the host stands.
    pub listed: Option<&'a str>,
    /// It leads to a file that somebody uploaded, or to a page that a query made up.
    pub uploaded: bool,
    /// What it says is news about crime or law, and its host is nobody's brand.
    pub reports: bool,
    /// Where a click leads, if the link itself does not.
    click: Option<&'a Url>,
}

/// A single term that is less than one in so many letters stands in running text.
const RUNNING: usize = 6;
/// One that is less than one in so many is not what the anchor is about.
const ABOUT: usize = 4;
/// An anchor of at most so many words was written for its keyword.
const FEW_WORDS: usize = 6;
/// Trades that are forbidden whoever advertises them: loans, drugs and films have honest traders.
const FORBIDDEN: &[&str] = &["adult", "betting", "brand", "casino", "numbers", "papers"];

impl<'a> Anchor<'a> {
    /// Reads a link that leads away from the portal.
    pub fn read(observation: &Observation<'a>, link: &'a Link) -> Option<Self> {
        Self::read_to(observation, link, link.url.as_ref()?)
    }

    /// Reads a link that stays where it is, and whose code opens another page on a click.
    pub fn clicked(observation: &Observation<'a>, link: &'a Link, to: &'a Url) -> Option<Self> {
        Some(Self { click: Some(to), ..Self::read_to(observation, link, to)? })
    }

    fn read_to(observation: &Observation<'a>, link: &'a Link, own_url: &Url) -> Option<Self> {
        let passed = carried(own_url).into_iter().find(|to| observation.is_foreign(to));
        let url = passed.as_ref().unwrap_or(own_url);
        if !observation.leads_away(url) {
            return None;
        }
        let host = url.host_str()?.to_owned();
        let said = Said::of(observation, &link.text);
        let words = words_of(observation, link, &said);
        let foreign = observation.is_foreign(url) || (!words.is_empty() && is_platform(&host));
        let uploaded = is_upload(url.path());
        // On a host that somebody vouches for, an address alone says little.
        let address = if foreign || uploaded || !words.is_empty() {
            observation.offers_in_address(url.as_str())
        } else {
            Vec::new()
        };
        let uploaded = uploaded && !address.is_empty();
        let is_brand = !address.is_empty() && !observation.offers_in_address(&host).is_empty();
        // A brand that is known is told as such.
        let brand_like = foreign && !is_brand && is_brand_like_host(&host);
        let hints = if foreign { said.hints() } else { Vec::new() };
        let listed = observation.knowledge.blocked.list_of(&host);
        let bait = if foreign { bait_in(&link.text, &said.folded) } else { None };
        let says_something = !words.is_empty() || !address.is_empty() || bait.is_some();
        let reports = says_something
            && listed.is_none()
            && !(foreign && (is_brand || brand_like))
            && (reports(link, &said) || (words.is_empty() && is_reporting(&in_words(url))));
        let anchor = Self::bare(link, host, words);
        let anchor = Self { bait, foreign, address, brand_like, hints, ..anchor };
        Some(Self { listed, uploaded, reports, ..anchor })
    }

    /// Reads a link to a page of the portal itself, if it says what that page sells.
    pub fn own(observation: &Observation<'a>, link: &'a Link) -> Option<Self> {
        let url = link.url.as_ref()?;
        let host = url.host_str().filter(|host| observation.target.owns(host))?.to_owned();
        let said = Said::of(observation, &link.text);
        let words = words_of(observation, link, &said);
        if words.is_empty() || reports(link, &said) {
            return None;
        }
        let query = url.query().is_some_and(|query| {
            let search = is_search(query) || is_search_page(url);
            !search && !observation.offers_in_address(query).is_empty()
        });
        let uploaded = query || is_upload(url.path());
        Some(Self { own: true, uploaded, ..Self::bare(link, host, words) })
    }

    fn bare(link: &'a Link, host: String, words: Vec<&'a Term>) -> Self {
        Self {
            link,
            host,
            foreign: false,
            own: false,
            words,
            address: Vec::new(),
            brand_like: false,
            bait: None,
            hints: Vec::new(),
            listed: None,
            uploaded: false,
            reports: false,
            click: None,
        }
    }

    /// Whether the link says by its words, its address or its host what it sells.
    pub fn is_spam(&self) -> bool {
        self.listed.is_some() || (self.says_something() && !self.reports)
    }

    /// Whether it carries terms, for whatever reason.
    pub fn says_something(&self) -> bool {
        !self.words.is_empty()
            || self.bait.is_some()
            || (self.address_counts() && !self.address.is_empty())
    }

    /// Whether the address adds to what the words say. The press has such words in its addresses;
    /// sites of the state and of schools have them only where somebody broke in.
    fn address_counts(&self) -> bool {
        let vouched = !self.words.is_empty() || self.uploaded;
        self.foreign || (vouched && is_institution(&self.host))
    }

    /// The terms that stand in what the link says, or in its address for want of words: `here`
    /// says nothing, and leads to `/nha-cai-uy-tin`.
    fn terms(&self) -> &[&'a Term] {
        let mute = self.words.is_empty() && self.bait.is_none() && self.address_counts();
        if mute { &self.address } else { &self.words }
    }

    /// The terms in the address that come on top of those.
    fn terms_of_address(&self) -> &[&'a Term] {
        let adds = !(self.words.is_empty() && self.bait.is_none()) && self.address_counts();
        if adds { &self.address } else { &[] }
    }

    /// Whether the anchor is a search phrase and little else, as nobody would link in a text, for
    /// what nobody may advertise.
    pub fn is_keyword(&self) -> bool {
        let is_phrase = |term: &&Term| {
            term.text.contains([' ', '-']) || matches!(&*term.language, "th" | "zh" | "ja" | "ko")
        };
        let mut telling = self.words.iter().filter(|term| is_forbidden(term));
        let phrase = telling.clone().count() >= 2 || telling.any(is_phrase);
        phrase && !self.reports && self.is_brief() && make_up(&self.words, self.link, ABOUT)
    }

    /// Whether it says but a few words.
    pub fn is_brief(&self) -> bool {
        text::fold(&self.link.text).accented.split_whitespace().count() <= FEW_WORDS
    }

    /// The language of its words, if all that they offer is in another than Vietnamese.
    pub fn foreign_language(&self) -> Option<&'static str> {
        if self.reports {
            return None;
        }
        let mut own = self.words.iter().map(|term| language_of(term));
        let first = match &self.bait {
            Some(bait) if self.words.is_empty() => bait.language?,
            _ => own.next()??,
        };
        own.all(|other| other == Some(first)).then_some(first)
    }

    /// Whether the link is about what it sells: by its address, its host, or most of its words.
    /// A headline may have such a word in it.
    pub fn is_about_it(&self) -> bool {
        self.listed.is_some()
            || self.brand_like
            || self.bait.is_some()
            || (self.address_counts() && !self.address.is_empty())
            || self.words.len() >= 2
            || make_up(&self.words, self.link, ABOUT)
    }

    /// Whether nobody who is trusted for what they write is at the other end.
    pub fn may_be_anybody(&self) -> bool {
        self.foreign || is_institution(&self.host)
    }

    /// The address as it stands in the page, resolved.
    pub fn url(&self) -> &str {
        let url = self.click.or(self.link.url.as_ref());
        url.map_or(self.link.href.as_str(), |url| url.as_str())
    }
}

/// The language of a term that nobody would take for Vietnamese: a phrase, if it is in our letters.
fn language_of(term: &Term) -> Option<&'static str> {
    match &*term.language {
        "en" if term.text.contains(' ') => Some("english"),
        "id" if term.text.contains(' ') => Some("indonesian"),
        "ja" => Some("japanese"),
        "zh" => Some("chinese"),
        "th" => Some("thai"),
        "ko" => Some("korean"),
        "ru" => Some("russian"),
        "ar" => Some("arabic"),
        _ => None,
    }
}

fn is_forbidden(term: &Term) -> bool {
    FORBIDDEN.contains(&&*term.category)
}

/// What a link says, folded once, and the terms in it.
struct Said<'a, 't> {
    text: &'t str,
    folded: Folded,
    terms: Vec<&'a Term>,
}

impl<'a, 't> Said<'a, 't> {
    fn of(observation: &Observation<'a>, text: &'t str) -> Self {
        let folded = text::fold(text);
        let terms = observation.knowledge.lexicon.in_folded(&folded, observation.target.sector);
        Self { text, folded, terms }
    }

    /// Strong terms, also where the words are disguised.
    fn offers(&self, observation: &Observation<'a>) -> Vec<&'a Term> {
        let strong: Vec<&Term> = self.terms.iter().copied().filter(|term| term.strong).collect();
        if !strong.is_empty() {
            return strong;
        }
        undisguised(self.text).map_or(strong, |plain| observation.offers(&plain))
    }

    /// Weak terms of forbidden trades, where little else is said.
    fn hints(&self) -> Vec<&'a Term> {
        if self.text.split_whitespace().nth(FEW_WORDS).is_some() {
            return Vec::new();
        }
        let weak = |term: &&Term| !term.strong && is_forbidden(term);
        self.terms.iter().copied().filter(weak).collect()
    }
}

fn words_of<'a>(observation: &Observation<'a>, link: &Link, said: &Said<'a, '_>) -> Vec<&'a Term> {
    let mut words = said.offers(observation);
    if !link.label.is_empty() {
        for term in Said::of(observation, &link.label).offers(observation) {
            if !words.contains(&term) {
                words.push(term);
            }
        }
    }
    if words.len() < 2 && !make_up(&words, link, RUNNING) {
        words.clear();
    }
    words
}

/// Whether terms are at least one in `share` letters of what a link says.
fn make_up(terms: &[&Term], link: &Link, share: usize) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let own: usize = terms.iter().map(|term| letters(&term.text)).sum();
    let said = [&link.text, &link.label].into_iter().map(|text| letters(text));
    // The label says again what the text says, or the text says nothing.
    let said = said.filter(|letters| *letters > 0).min().unwrap_or_default();
    own * share >= said
}

fn reports(link: &Link, said: &Said<'_, '_>) -> bool {
    Reporting::in_folded(&said.folded.accented).words() > 0
        || (!link.label.is_empty() && is_reporting(&link.label))
}

/// An address as its author's words.
fn in_words(url: &Url) -> String {
    url.path().replace(|c: char| !c.is_alphanumeric(), " ")
}

/// The most hosts and terms that one finding names.
const MOST: usize = 20;

/// The signals that a set of links carries together, hosts and terms at most [`MOST`] of each.
/// What reports on crime counts only where nothing else is there, and then as context too; weak
/// terms count if they are `telling` and there are no others.
pub(super) fn signals_of(anchors: &[Anchor<'_>], telling: bool) -> Vec<Signal> {
    let mut signals = Vec::new();
    let mut note = |kind, details: BTreeSet<&str>| {
        signals.extend(details.into_iter().take(MOST).map(|detail| Signal::new(kind, detail)));
    };
    let says_other = |a: &Anchor<'_>| !a.reports && (a.says_something() || a.brand_like);
    let all_report = anchors.iter().any(|a| a.reports) && !anchors.iter().any(says_other);
    let counted = || anchors.iter().filter(|anchor| all_report || !anchor.reports);
    let terms = counted().flat_map(Anchor::terms).map(|term| &*term.text);
    let unknown = counted().filter(|anchor| anchor.words.is_empty());
    let baits = unknown.filter_map(|anchor| anchor.bait.as_ref());
    let mut words: BTreeSet<&str> = terms.chain(baits.map(|bait| &*bait.words)).collect();
    if words.is_empty() && telling {
        words = counted().flat_map(|anchor| &anchor.hints).map(|term| &*term.text).collect();
    }
    note(SignalKind::Lexicon, words);
    if !all_report {
        let terms = counted().flat_map(Anchor::terms_of_address);
        let brand_like = counted().any(|anchor| anchor.brand_like).then_some("brand-like");
        note(SignalKind::Address, terms.map(|term| &*term.text).chain(brand_like).collect());
    }
    let uploaded = counted().any(|anchor| anchor.uploaded);
    note(SignalKind::Doorway, uploaded.then_some("uploaded").into_iter().collect());
    note(SignalKind::Listed, anchors.iter().filter_map(|anchor| anchor.listed).collect());
    let foreign: BTreeSet<&str> =
        anchors.iter().filter(|anchor| anchor.foreign).map(|anchor| &*anchor.host).collect();
    if !foreign.is_empty() {
        note(SignalKind::Host, BTreeSet::from(["unvouched"]));
    }
    note(SignalKind::Host, foreign);
    if all_report {
        note(SignalKind::Context, BTreeSet::from(["reporting"]));
    }
    signals
}

/// How many distinct weak terms the links have together.
pub(super) fn hints_in(anchors: &[Anchor<'_>]) -> usize {
    let hints = anchors.iter().flat_map(|anchor| &anchor.hints);
    hints.map(|term| &*term.text).collect::<BTreeSet<_>>().len()
}

/// The host by which a group of links is known again: the first in alphabetical order, those of
/// spam before others and foreign ones before those; of links to the portal's own pages the first
/// path.
pub(super) fn key_of(anchors: &[Anchor<'_>]) -> String {
    let name = |anchor: &Anchor<'_>| match (&anchor.link.url, anchor.own) {
        (Some(url), true) => url.path().to_owned(),
        _ => anchor.host.clone(),
    };
    let rank = |anchor: &Anchor<'_>| (!anchor.is_spam(), !anchor.foreign, name(anchor));
    anchors.iter().map(rank).min().map(|(.., name)| name).unwrap_or_default()
}

/// How many distinct hosts a group of links leads to.
pub(super) fn hosts_in(anchors: &[Anchor<'_>]) -> usize {
    anchors.iter().map(|anchor| &anchor.host).collect::<BTreeSet<_>>().len()
}
