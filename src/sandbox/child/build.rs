//! Markup that scripts write becomes part of the tree.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
};

use super::{
    super::ran::Source,
    budget::Budget,
    markup::{Piece, Pieces},
    tree::{Id, Kind, Refused, Tree},
};

/// Elements that are open at a time; deeper ones become siblings.
const MAX_DEPTH: usize = 256;

/// Markup that is being written into the tree, piece by piece.
pub(super) struct Writing {
    pieces: Pieces,
    /// Open elements; the first is where the writing began.
    open: Vec<Id>,
    /// Before this child of the outermost.
    before: Id,
    maker: Source,
}

/// What has become part of the tree.
#[derive(Debug, Default)]
pub(super) struct Grown {
    /// New elements, in order.
    pub elements: Vec<Id>,
    /// Script elements that are complete.
    pub scripts: Vec<Id>,
}

impl Writing {
    pub fn new(parent: Id, before: Id, maker: Source) -> Self {
        Self { pieces: Pieces::new(), open: vec![parent], before, maker }
    }

    pub fn feed(
        &mut self,
        tree: &mut Tree,
        markup: &str,
        budget: &Budget,
    ) -> Result<Grown, Refused> {
        let pieces = self.pieces.feed(markup, budget).ok_or(Refused::Time)?;
        self.grow(tree, pieces)
    }

    pub fn finish(&mut self, tree: &mut Tree) -> Result<Grown, Refused> {
        let pieces = self.pieces.finish();
        self.grow(tree, pieces)
    }

    fn grow(&mut self, tree: &mut Tree, pieces: Vec<Piece>) -> Result<Grown, Refused> {
        let mut grown = Grown::default();
        for piece in pieces {
            match piece {
                // A page has one of each.
                Piece::Open { tag, .. } if matches!(tag.as_str(), "html" | "head" | "body") => {}
                Piece::Open { tag, attributes, closed } => {
                    let last = self.open.last().copied().unwrap_or(0);
                    if self.open.len() > 1 && is_ended_by(tree.node(last).tag(), &tag) {
                        self.open.pop();
                    }
                    let attributes = attributes.into_iter();
                    let attributes =
                        attributes.map(|(name, value)| (name.into_boxed_str(), value)).collect();
                    let kind = Kind::Element { tag: tag.into_boxed_str(), attributes };
                    let id = self.put(tree, kind)?;
                    grown.elements.push(id);
                    if !closed && self.open.len() < MAX_DEPTH {
                        self.open.push(id);
                    }
                }
                Piece::Close(tag) => {
                    let inner = self.open.get(1..).unwrap_or_default();
                    if let Some(at) = inner.iter().rposition(|id| tree.node(*id).tag() == tag) {
                        if tag == "script" {
                            grown.scripts.extend(inner.get(at));
                        }
                        self.open.truncate(at + 1);
                    }
                }
                Piece::Text(text) => {
                    self.put(tree, Kind::Text(text))?;
                }
                Piece::Comment(text) => {
                    self.put(tree, Kind::Comment(text))?;
                }
            }
        }
        Ok(grown)
    }

    fn put(&self, tree: &mut Tree, kind: Kind) -> Result<Id, Refused> {
        let id = tree.make(kind, self.maker)?;
        let parent = self.open.last().copied().unwrap_or(0);
        let before = if self.open.len() == 1 { self.before } else { 0 };
        // What it was to stand before may have moved.
        if tree.insert(parent, id, before).is_err() {
            tree.insert(parent, id, 0)?;
        }
        Ok(id)
    }
}

/// Replaces what is in an element by markup. Elements that were there before, and are written
/// again as they were, stay the page's own.
pub(super) fn replace(
    tree: &mut Tree,
    id: Id,
    markup: &str,
    maker: Source,
    budget: &Budget,
) -> Result<Grown, Refused> {
    let mut before: HashMap<u64, Vec<u32>> = HashMap::new();
    for inner in tree.within(id) {
        if let Some(place) = tree.node(inner).place {
            before.entry(likeness(tree, inner)).or_default().push(place);
        }
    }
    tree.clear(id);
    let mut writing = Writing::new(id, 0, maker);
    let mut grown = writing.feed(tree, markup, budget)?;
    let rest = writing.finish(tree)?;
    grown.elements.extend(rest.elements);
    if !before.is_empty() {
        grown.elements.retain(|element| {
            let places = before.get_mut(&likeness(tree, *element));
            let Some(places) = places.filter(|places| !places.is_empty()) else { return true };
            tree.adopt(*element, places.remove(0));
            false
        });
    }
    Ok(grown)
}

/// Whether an open element ends where another begins: the few rules that matter for finding one's
/// way in what was written.
fn is_ended_by(open: &str, tag: &str) -> bool {
    match open {
        "p" => matches!(
            tag,
            "p" | "div"
                | "ul"
                | "ol"
                | "table"
                | "form"
                | "section"
                | "article"
                | "header"
                | "footer"
                | "nav"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "pre"
                | "blockquote"
        ),
        "a" => tag == "a",
        "li" => tag == "li",
        "option" => matches!(tag, "option" | "optgroup"),
        "dt" | "dd" => matches!(tag, "dt" | "dd"),
        "td" | "th" => matches!(tag, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(tag, "tr" | "tbody" | "tfoot"),
        _ => false,
    }
}

fn likeness(tree: &Tree, id: Id) -> u64 {
    let mut hasher = DefaultHasher::new();
    let node = tree.node(id);
    node.tag().hash(&mut hasher);
    node.attributes().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::child::{serialize::markup_of, tree::tests::tree};

    #[test]
    fn what_is_written_again_stays_the_pages_own() {
        let mut tree = tree("<body><div id=a><a href=/x>x</a></div>");
        let budget = Budget::new(10_000);
        let a = tree.by_id("a");
        let markup = markup_of(&tree, a, false, 1_000) + "<a href=\"//bet88.example/\">y</a>";
        let grown = replace(&mut tree, a, &markup, Source::Script(0), &budget).unwrap();
        assert_eq!(grown.elements.len(), 1);
        assert_eq!(markup_of(&tree, a, false, 1_000), markup);
        assert_eq!(tree.node(tree.node(a).first).place, Some(4));
    }

    #[test]
    fn writing_goes_on_inside_what_was_left_open() {
        let mut tree = tree("<body><p>old");
        let budget = Budget::new(10_000);
        let body = tree.body();
        let mut writing = Writing::new(body, 0, Source::Script(0));
        writing.feed(&mut tree, "<div style='display:none'>", &budget).unwrap();
        let grown = writing.feed(&mut tree, "<a href=x>y</a><scr", &budget).unwrap();
        assert_eq!((grown.elements.len(), grown.scripts.len()), (1, 0));
        let grown = writing.feed(&mut tree, "ipt>1</script></div>", &budget).unwrap();
        assert_eq!(grown.scripts.len(), 1);
        assert_eq!(
            markup_of(&tree, body, false, 1_000),
            "<p>old</p><div style=\"display:none\"><a href=\"x\">y</a><script>1</script></div>"
        );
    }
}
