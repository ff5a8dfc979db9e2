//! The elements of a page as the parser saw them, for those who run its scripts.

use std::collections::HashMap;

use ego_tree::{NodeId, iter::Edge};
use scraper::{Html, Node};
use serde::{Deserialize, Serialize};

use super::{document::Document, gather::bounded};

/// Elements that are kept.
const MAX_ELEMENTS: usize = 20_000;
/// Bytes of attributes and texts that are kept.
const MAX_BYTES: usize = 4 << 20;
/// Bytes of one value that are kept; code is longer.
const MAX_VALUE: usize = 8 << 10;

/// An element of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Its name, lower case.
    pub tag: String,
    /// Its attributes, names in lower case.
    pub attributes: Vec<(String, String)>,
    /// The element around it, by place in the outline; parents stand before their children.
    pub parent: Option<u32>,
    /// The text directly inside; none of styles.
    pub text: String,
    /// Byte offset of its start tag in the source, as [`Spot::at`](super::Spot::at).
    #[serde(skip)]
    pub at: usize,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Whether it has code that an event sets off.
    pub fn has_handler(&self) -> bool {
        self.attributes.iter().any(|(name, _)| name.starts_with("on"))
    }
}

/// The elements in document order. What scripts wrote in place is left out: it is written again
/// when they are run. Where scripts run, `<noscript>` holds text and not elements.
pub(super) fn outline(document: &Document) -> Vec<Element> {
    let mut outline = Outline { elements: Vec::new(), places: HashMap::new(), room: MAX_BYTES };
    let mut skipped: Option<NodeId> = None;
    for edge in document.html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => {
                let counts = outline.take(document, &document.html, node.id());
                skipped = (!counts).then(|| node.id());
            }
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            _ => {}
        }
    }
    outline.elements
}

struct Outline {
    elements: Vec<Element>,
    places: HashMap<NodeId, u32>,
    room: usize,
}

impl Outline {
    /// Takes in a node; says whether what is in it counts.
    fn take(&mut self, document: &Document, html: &Html, id: NodeId) -> bool {
        let Some(node) = html.tree.get(id) else { return false };
        let parent = node.parent().and_then(|parent| self.places.get(&parent.id()).copied());
        match node.value() {
            Node::Element(element) => {
                let birth = document.birth(id);
                let written = birth.is_some_and(|birth| birth.written);
                if written || self.elements.len() >= MAX_ELEMENTS {
                    return false;
                }
                let attributes: Vec<(String, String)> = element
                    .attrs
                    .iter()
                    .map(|(name, value)| (name.local.to_string(), bounded(value, MAX_VALUE)))
                    .collect();
                let bytes = attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
                if !self.has_room(bytes) {
                    return false;
                }
                let Ok(place) = u32::try_from(self.elements.len()) else { return false };
                self.places.insert(id, place);
                self.elements.push(Element {
                    tag: element.name().to_owned(),
                    attributes,
                    parent,
                    text: String::new(),
                    at: birth.map_or(0, |birth| birth.at),
                });
                element.name() != "noscript"
            }
            Node::Text(text) => {
                let element = parent.and_then(|parent| self.elements.get_mut(parent as usize));
                if let Some(element) = element {
                    let text = match element.tag.as_str() {
                        "script" => text.to_string(),
                        // Styles are looked up by the page room; scripts do not read them.
                        "style" => String::new(),
                        _ => bounded(text, MAX_VALUE),
                    };
                    if self.room >= text.len() {
                        self.room -= text.len();
                        element.text.push_str(&text);
                    }
                }
                true
            }
            _ => true,
        }
    }

    fn has_room(&mut self, bytes: usize) -> bool {
        let fits = bytes <= self.room;
        self.room = self.room.saturating_sub(bytes);
        fits
    }
}
