//! What documents are made of, held within bounds.

use quick_xml::{escape::resolve_predefined_entity, events::Event};
use url::Url;

use super::{Document, DocumentLink};

/// The most bytes of text that are kept.
pub(super) const MOST_TEXT: usize = 200 << 10;
/// The most links that are kept.
const MOST_LINKS: usize = 1_000;
/// The longest address that is kept, in bytes.
const LONGEST_ADDRESS: usize = 2_000;
/// The longest keywords that are kept, and the most of them.
const LONGEST_WORDS: usize = 2_000;
const MOST_WORDS: usize = 20;

/// Adds a link unless it is known.
pub(super) fn add_link(document: &mut Document, address: &str, text: &str) {
    let address = address.trim();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().take(LONGEST_WORDS).collect();
    if address.is_empty() || address.len() > LONGEST_ADDRESS {
        return;
    }
    if document.links.len() == MOST_LINKS {
        if !document.limits_hit.contains(&"links") {
            document.limits_hit.push("links");
        }
        return;
    }
    // An area without words says nothing that a link with words does not say.
    let known =
        |link: &DocumentLink| link.href == address && (text.is_empty() || link.text == text);
    if document.links.iter().any(known) {
        return;
    }
    // Documents have no address to which another could be relative.
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    document.links.push(DocumentLink { href: address.to_owned(), url, text });
}

/// Adds a subject or keywords.
pub(super) fn add_words(described: &mut Vec<String>, words: String) {
    let words = words.trim();
    if described.len() < MOST_WORDS && !words.is_empty() {
        described.push(words.chars().take(LONGEST_WORDS).collect());
    }
}

/// Appends the text of an event in XML. Entities beyond XML's own five are never expanded.
pub(super) fn push_text(event: &Event<'_>, to: &mut String) {
    let room = MOST_TEXT.saturating_sub(to.len());
    let mut push = |text: &str| to.push_str(&text[..text.floor_char_boundary(room)]);
    match event {
        Event::Text(text) => push(text),
        Event::CData(text) => push(text),
        Event::GeneralRef(reference) => {
            if let Ok(Some(c)) = reference.resolve_char_ref() {
                push(c.encode_utf8(&mut [0; 4]));
            } else if let Some(text) = resolve_predefined_entity(reference) {
                push(text);
            }
        }
        _ => {}
    }
}
