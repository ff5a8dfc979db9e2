//! What a page says of itself in structured data (JSON-LD): search engines take names, stars and
//! addresses from there, and people never see it.

use serde_json::Value;
use url::Url;

use super::{
    Observation,
    destination::signals_to,
    prose::{is_reporting, tells_of_offers},
    selling::Selling,
};
use crate::{
    finding::{Signal, SignalKind},
    page::Page,
};

/// Blocks that are read, the bytes of each, and the things described in them.
const MOST_BLOCKS: usize = 20;
const MOST_BYTES: usize = 256 * 1024;
const MOST_THINGS: usize = 500;
/// So many terms in an answer are no slip.
const SEVERAL: usize = 2;
/// Addresses of one thing, and terms that are named.
const MOST_ADDRESSES: usize = 50;
const MOST_TERMS: usize = 5;

/// Things that have a name of their own. Articles have headlines, and lists have entries: these
/// name what the page is about.
const NAMED: &[&str] = &[
    "Organization",
    "Corporation",
    "Business",
    "Store",
    "Casino",
    "Service",
    "Brand",
    "Product",
    "Game",
    "Application",
    "WebSite",
    "Person",
];

/// A thing that a page describes, with what speaks against it.
pub(super) struct Claimed {
    /// Its name, or where it is at home.
    pub subject: String,
    /// By what it is known again.
    pub key: String,
    pub signals: Vec<Signal>,
    /// Where its block stands in the source.
    pub at: usize,
}

/// The things in a page's structured data that sell what no agency sells, or are at home where such
/// things are sold.
pub(super) fn claimed(observation: &Observation<'_>, page: &Page) -> Vec<Claimed> {
    let mut all: Vec<Claimed> = Vec::new();
    for (at, block) in blocks(&page.source) {
        let Ok(value) = serde_json::from_str::<Value>(block) else { continue };
        for thing in things(&value) {
            let Some(claimed) = judge(observation, thing, at) else { continue };
            if !all.iter().any(|known| known.key == claimed.key) {
                all.push(claimed);
            }
        }
    }
    all
}

const END_TAG: &str = "</script";

/// The texts of the blocks with their places.
fn blocks(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let marks = memchr::memmem::find_iter(source.as_bytes(), "application/ld+json");
    marks.take(MOST_BLOCKS).filter_map(|mark| {
        let open = source.get(..mark)?.rfind('<')?;
        let text = source.get(mark..)?.split_once('>')?.1;
        let text = text.get(..text.floor_char_boundary(MOST_BYTES))?;
        let is_end = |at: &usize| {
            let tag = text.get(*at..at + END_TAG.len());
            tag.is_some_and(|tag| tag.eq_ignore_ascii_case(END_TAG))
        };
        let end = memchr::memmem::find_iter(text.as_bytes(), "</").find(is_end)?;
        Some((open, text.get(..end)?.trim()))
    })
}

/// The named things in a block, however deep; the parser bounds the depth.
fn things(value: &Value) -> Vec<&Value> {
    let (mut things, mut open) = (Vec::new(), vec![value]);
    while let Some(value) = open.pop() {
        if things.len() + open.len() > MOST_THINGS {
            break;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().take(MOST_THINGS)),
            Value::Object(members) => {
                if members.get("@type").is_some_and(|kind| is_named(kind) || is_question(kind)) {
                    things.push(value);
                }
                open.extend(members.values().filter(|member| !member.is_string()));
            }
            _ => {}
        }
    }
    things
}

fn is_named(kind: &Value) -> bool {
    texts(kind).any(|kind| NAMED.iter().any(|named| kind.ends_with(named)))
}

/// Questions that the page answers in search results.
fn is_question(kind: &Value) -> bool {
    texts(kind).any(|kind| kind.ends_with("Question"))
}

fn judge(observation: &Observation<'_>, thing: &Value, at: usize) -> Option<Claimed> {
    if thing.get("@type").is_some_and(is_question) {
        return judge_answer(observation, thing, at);
    }
    let member = |name| thing.get(name).into_iter().flat_map(texts);
    let words = || member("name").chain(member("alternateName"));
    let offered: Vec<_> = words()
        .filter(|words| !is_reporting(words))
        .flat_map(|words| observation.offers(words))
        .take(MOST_TERMS)
        .collect();
    let addresses = member("url").chain(member("@id")).chain(member("sameAs"));
    let addresses = addresses.take(MOST_ADDRESSES).filter_map(|address| Url::parse(address).ok());
    // Whoever made the portal has his own site in there, and a shop may have a lucky number in its
    // name: it says something with a term, or on a list.
    let mut homes = addresses.filter_map(|url| Some((signals_to(observation, &url)?, url)));
    let tells = |signal: &Signal| match signal.kind {
        SignalKind::Listed => true,
        SignalKind::Address => signal.detail != "brand-like",
        _ => false,
    };
    let said = |signals: &[Signal]| !offered.is_empty() || signals.iter().any(tells);
    let home = homes.find(|(signals, _)| said(signals));
    if offered.is_empty() && home.is_none() {
        return None;
    }
    let mut signals = vec![Signal::new(SignalKind::Claim, "structured-data")];
    signals.extend(offered.iter().map(|term| Signal::new(SignalKind::Lexicon, &*term.text)));
    let (against, url) = home.unzip();
    signals.extend(against.into_iter().flatten());
    let name = words().next().unwrap_or_default().to_owned();
    let host = url.as_ref().and_then(Url::host_str).map(str::to_owned);
    let subject = url.map_or_else(|| name.clone(), |url| url.to_string());
    Some(Claimed { subject, key: host.unwrap_or(name), signals, at })
}

/// A question whose answer is an offer.
fn judge_answer(observation: &Observation<'_>, thing: &Value, at: usize) -> Option<Claimed> {
    let question = thing.get("name")?.as_str()?;
    let answer = thing.get("acceptedAnswer")?.get("text")?.as_str()?;
    let said = format!("{question} {answer}");
    let terms = observation.offers(&said);
    let mut selling = Selling::default();
    selling.note(&said);
    let sells = terms.len() >= SEVERAL && selling.is_offer(0);
    if !sells || is_reporting(&said) || tells_of_offers(&said) {
        return None;
    }
    let mut signals = vec![Signal::new(SignalKind::Claim, "structured-data")];
    let terms = terms.into_iter().take(MOST_TERMS);
    signals.extend(terms.map(|term| Signal::new(SignalKind::Lexicon, &*term.text)));
    Some(Claimed { subject: question.to_owned(), key: question.to_owned(), signals, at })
}

/// The texts in a value: one, or a list of them.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    value.as_str().into_iter().chain(list.iter().filter_map(Value::as_str))
}
