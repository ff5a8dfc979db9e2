//! The document: a plain tree that scripts see through the world's objects.
//!
//! Nodes are numbered from one and never freed; zero is no node. What scripts can make is bounded
//! in number and bytes, and nothing here recurses.

use std::collections::{HashMap, HashSet};

use super::super::{job, ran::Source};

/// Number of a node; zero is none.
pub(super) type Id = u32;

/// The document itself.
pub(super) const DOCUMENT: Id = 1;

/// Nodes of one page, beside those it came with.
const MAX_MADE: usize = 60_000;
/// Bytes that scripts may put into the tree.
const MAX_BYTES: usize = 24 << 20;
/// Attributes of one element.
const MAX_ATTRIBUTES: usize = 256;
/// Levels of the tree.
const MAX_DEPTH: usize = 1_000;

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Document,
    Fragment,
    Element { tag: Box<str>, attributes: Vec<(Box<str>, String)> },
    Text(String),
    Comment(String),
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub parent: Id,
    pub first: Id,
    pub last: Id,
    pub previous: Id,
    pub next: Id,
    /// Its place in the job, if the page came with it.
    pub place: Option<u32>,
    /// Whose code made it, if the page did not come with it.
    pub maker: Source,
    /// Who asked that code, where it was looked up.
    pub asked_by: Option<Source>,
    /// A script that was run or must not be.
    pub spent: bool,
    /// Its style attribute was changed by a script.
    pub restyled: bool,
}

impl Node {
    pub fn tag(&self) -> &str {
        match &self.kind {
            Kind::Element { tag, .. } => tag,
            _ => "",
        }
    }

    pub fn attributes(&self) -> &[(Box<str>, String)] {
        match &self.kind {
            Kind::Element { attributes, .. } => attributes,
            _ => &[],
        }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes().iter().find(|(own, _)| **own == *name).map(|(_, value)| value.as_str())
    }
}

/// What cannot be done to the tree.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// There is no such node, or it cannot stand there.
    Place,
    /// There is no room left.
    Full,
    /// The task has used up its share.
    Time,
}

#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    came_with: usize,
    bytes: usize,
    /// Nodes that at some time had an id.
    ids: HashMap<Box<str>, Vec<Id>>,
    /// Names of event attributes that some node at some time had.
    handlers: HashSet<Box<str>>,
}

impl Tree {
    /// The tree of a page; `places` tells the node of each element.
    pub fn of(elements: &[job::Element]) -> (Self, Vec<Id>) {
        let mut tree = Self {
            nodes: Vec::with_capacity(elements.len() * 2 + 2),
            came_with: usize::MAX,
            bytes: 0,
            ids: HashMap::new(),
            handlers: HashSet::new(),
        };
        // Number zero, so that numbers are indexes.
        tree.push(Kind::Document, Source::Unknown);
        tree.push(Kind::Document, Source::Unknown);
        let mut places: Vec<Id> = Vec::with_capacity(elements.len());
        for element in elements {
            let parent = element.parent.and_then(|parent| places.get(parent as usize));
            let parent = parent.copied().unwrap_or(DOCUMENT);
            let attributes = element.attributes.iter();
            let attributes =
                attributes.map(|(name, value)| (name.as_str().into(), value.clone())).collect();
            let kind = Kind::Element { tag: element.tag.as_str().into(), attributes };
            let id = tree.push(kind, Source::Unknown);
            tree.index(id);
            tree.node_mut(id).place = u32::try_from(places.len()).ok();
            tree.link(parent, id, 0);
            if !element.text.is_empty() {
                let text = tree.push(Kind::Text(element.text.clone()), Source::Unknown);
                tree.link(id, text, 0);
            }
            places.push(id);
        }
        tree.came_with = tree.nodes.len();
        (tree, places)
    }

    pub fn get(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id as usize).filter(|_| id != 0)
    }

    /// A node; the document where there is none.
    pub fn node(&self, id: Id) -> &Node {
        self.nodes.get(id as usize).unwrap_or(&self.nodes[0])
    }

    fn node_mut(&mut self, id: Id) -> &mut Node {
        let known = (id as usize) < self.nodes.len();
        &mut self.nodes[if known { id as usize } else { 0 }]
    }

    fn push(&mut self, kind: Kind, maker: Source) -> Id {
        let id = u32::try_from(self.nodes.len()).unwrap_or(0);
        self.nodes.push(Node {
            kind,
            parent: 0,
            first: 0,
            last: 0,
            previous: 0,
            next: 0,
            place: None,
            maker,
            asked_by: None,
            spent: false,
            restyled: false,
        });
        id
    }

    /// Makes a node that stands nowhere yet.
    pub fn make(&mut self, kind: Kind, maker: Source) -> Result<Id, Refused> {
        let bytes = match &kind {
            Kind::Text(text) | Kind::Comment(text) => text.len(),
            Kind::Element { tag, attributes } => {
                let values = attributes.iter().map(|(name, value)| name.len() + value.len() + 48);
                tag.len() + values.sum::<usize>()
            }
            _ => 0,
        };
        self.charge(bytes)?;
        if self.nodes.len().saturating_sub(self.came_with) >= MAX_MADE {
            return Err(Refused::Full);
        }
        let id = self.push(kind, maker);
        self.index(id);
        Ok(id)
    }

    /// Remembers what a node has that is looked up.
    fn index(&mut self, id: Id) {
        let Self { nodes, ids, handlers, .. } = self;
        let attributes = nodes.get(id as usize).map(Node::attributes).unwrap_or_default();
        for (name, value) in attributes {
            if **name == *"id" {
                let named = ids.entry(value.as_str().into()).or_default();
                if named.last() != Some(&id) {
                    named.push(id);
                }
            } else if name.starts_with("on") && !handlers.contains(name) {
                handlers.insert(name.clone());
            }
        }
    }

    /// Whether some node at some time had this event attribute.
    pub fn had_handler(&self, name: &str) -> bool {
        self.handlers.contains(name)
    }

    fn charge(&mut self, bytes: usize) -> Result<(), Refused> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > MAX_BYTES { Err(Refused::Full) } else { Ok(()) }
    }

    /// Puts a node before another among the children of a parent; at the end for zero.
    pub fn insert(&mut self, parent: Id, child: Id, before: Id) -> Result<(), Refused> {
        if self.get(parent).is_none() || self.get(child).is_none() || child == DOCUMENT {
            return Err(Refused::Place);
        }
        if matches!(self.node(parent).kind, Kind::Text(_) | Kind::Comment(_)) {
            return Err(Refused::Place);
        }
        if before != 0 && self.node(before).parent != parent {
            return Err(Refused::Place);
        }
        let mut depth = 0;
        let mut above = parent;
        while above != 0 {
            depth += 1;
            if above == child || depth > MAX_DEPTH {
                return Err(Refused::Place);
            }
            above = self.node(above).parent;
        }
        let before = if before == child { self.node(child).next } else { before };
        self.detach(child);
        self.link(parent, child, before);
        Ok(())
    }

    fn link(&mut self, parent: Id, child: Id, before: Id) {
        let previous =
            if before == 0 { self.node(parent).last } else { self.node(before).previous };
        let node = self.node_mut(child);
        (node.parent, node.previous, node.next) = (parent, previous, before);
        match previous {
            0 => self.node_mut(parent).first = child,
            previous => self.node_mut(previous).next = child,
        }
        match before {
            0 => self.node_mut(parent).last = child,
            before => self.node_mut(before).previous = child,
        }
    }

    /// Takes a node out of its parent.
    pub fn detach(&mut self, id: Id) {
        let Some(node) = self.get(id) else { return };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        if parent == 0 {
            return;
        }
        match previous {
            0 => self.node_mut(parent).first = next,
            previous => self.node_mut(previous).next = next,
        }
        match next {
            0 => self.node_mut(parent).last = previous,
            next => self.node_mut(next).previous = previous,
        }
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next) = (0, 0, 0);
    }

    /// The node after this one in document order, within a root.
    pub fn following(&self, root: Id, id: Id) -> Option<Id> {
        match self.node(id).first {
            0 => self.following_after(root, id),
            first => Some(first),
        }
    }

    /// The node after this one and all within it.
    pub fn following_after(&self, root: Id, mut id: Id) -> Option<Id> {
        while id != root && id != 0 {
            let node = self.node(id);
            if node.next != 0 {
                return Some(node.next);
            }
            id = node.parent;
        }
        None
    }

    /// All nodes within a root, in document order, without it.
    pub fn within(&self, root: Id) -> impl Iterator<Item = Id> {
        let first = self.following(root, root);
        std::iter::successors(first, move |id| self.following(root, *id))
    }

    /// The node, its parent, and so on.
    pub fn upwards(&self, id: Id) -> impl Iterator<Item = Id> {
        let first = Some(id).filter(|id| self.get(*id).is_some());
        std::iter::successors(first, |id| Some(self.node(*id).parent).filter(|id| *id != 0))
    }

    pub fn is_connected(&self, id: Id) -> bool {
        self.upwards(id).last() == Some(DOCUMENT)
    }

    /// The nearest element around a node that the page came with.
    pub fn place_around(&self, id: Id) -> Option<u32> {
        self.upwards(self.node(id).parent).find_map(|id| self.node(id).place)
    }

    pub fn by_id(&self, name: &str) -> Id {
        let named = self.ids.get(name).map(Vec::as_slice).unwrap_or_default();
        let is_there =
            |id: &&Id| self.node(**id).attribute("id") == Some(name) && self.is_connected(**id);
        named.iter().find(is_there).copied().unwrap_or(0)
    }

    /// The first child element of this name.
    pub fn child(&self, parent: Id, tag: &str) -> Id {
        let mut id = self.node(parent).first;
        while id != 0 && self.node(id).tag() != tag {
            id = self.node(id).next;
        }
        id
    }

    /// The root element.
    pub fn root(&self) -> Id {
        let mut id = self.node(DOCUMENT).first;
        while id != 0 && !matches!(self.node(id).kind, Kind::Element { .. }) {
            id = self.node(id).next;
        }
        id
    }

    pub fn body(&self) -> Id {
        match self.child(self.root(), "body") {
            0 => self.child(self.root(), "frameset"),
            body => body,
        }
    }

    pub fn set_attribute(&mut self, id: Id, name: &str, value: String) -> Result<(), Refused> {
        self.charge(name.len() + value.len())?;
        let looked_up = name == "id" || name.starts_with("on");
        let Kind::Element { attributes, .. } = &mut self.node_mut(id).kind else {
            return Err(Refused::Place);
        };
        if let Some((_, own)) = attributes.iter_mut().find(|(own, _)| **own == *name) {
            *own = value;
        } else if attributes.len() < MAX_ATTRIBUTES {
            attributes.push((name.into(), value));
        } else {
            return Err(Refused::Full);
        }
        if name == "style" {
            self.node_mut(id).restyled = true;
        }
        if looked_up {
            self.index(id);
        }
        Ok(())
    }

    pub fn remove_attribute(&mut self, id: Id, name: &str) {
        if let Kind::Element { attributes, .. } = &mut self.node_mut(id).kind {
            attributes.retain(|(own, _)| **own != *name);
        }
    }

    /// The text of a text node or comment.
    pub fn data(&self, id: Id) -> Option<&str> {
        match &self.node(id).kind {
            Kind::Text(text) | Kind::Comment(text) => Some(text),
            _ => None,
        }
    }

    pub fn set_data(&mut self, id: Id, data: String) -> Result<(), Refused> {
        self.charge(data.len())?;
        if let Kind::Text(text) | Kind::Comment(text) = &mut self.node_mut(id).kind {
            *text = data;
        }
        Ok(())
    }

    /// All text within a node.
    pub fn text(&self, id: Id) -> String {
        if let Some(own) = self.data(id) {
            return own.to_owned();
        }
        let mut text = String::new();
        for id in self.within(id) {
            if let Kind::Text(own) = &self.node(id).kind {
                text.push_str(own);
            }
        }
        text
    }

    pub fn clear(&mut self, id: Id) {
        while self.node(id).first != 0 {
            self.detach(self.node(id).first);
        }
    }

    pub fn spend(&mut self, id: Id) {
        self.node_mut(id).spent = true;
    }

    /// Says whose code put a node where it is.
    pub fn sign(&mut self, id: Id, maker: Source, asked_by: Option<Source>) {
        let node = self.node_mut(id);
        (node.maker, node.asked_by) = (maker, asked_by);
    }

    /// Says that the page came with a node, or with one just like it.
    pub fn adopt(&mut self, id: Id, place: u32) {
        self.node_mut(id).place = Some(place);
    }

    /// A copy that stands nowhere.
    pub fn copy(&mut self, id: Id, deep: bool, maker: Source) -> Result<Id, Refused> {
        let kind = self.get(id).ok_or(Refused::Place)?.kind.clone();
        let copy = self.make(kind, maker)?;
        self.node_mut(copy).spent = self.node(id).spent;
        if !deep {
            return Ok(copy);
        }
        let (mut from, mut to) = (id, copy);
        // Down, then across, then up: `to` is always the copy of `from`.
        loop {
            if self.node(from).first != 0 {
                from = self.node(from).first;
                let next = self.make(self.node(from).kind.clone(), maker)?;
                self.node_mut(next).spent = self.node(from).spent;
                self.link(to, next, 0);
                to = next;
                continue;
            }
            while from != id && self.node(from).next == 0 {
                (from, to) = (self.node(from).parent, self.node(to).parent);
            }
            if from == id {
                return Ok(copy);
            }
            from = self.node(from).next;
            let next = self.make(self.node(from).kind.clone(), maker)?;
            self.node_mut(next).spent = self.node(from).spent;
            let parent = self.node(to).parent;
            self.link(parent, next, 0);
            to = next;
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::sandbox::{Job, child::serialize::markup_of};

    pub fn tree(source: &str) -> Tree {
        Tree::of(&Job::of_markup("http://portal.test/", source, &[]).elements).0
    }

    #[test]
    fn nodes_move_and_are_copied() {
        let mut tree = tree("<body><div id=a><b>x</b><i>y</i></div><div id=b></div>");
        let (a, b) = (tree.by_id("a"), tree.by_id("b"));
        let bold = tree.child(a, "b");
        tree.insert(b, bold, 0).unwrap();
        assert_eq!(
            markup_of(&tree, tree.body(), false, 1000),
            "<div id=\"a\"><i>y</i></div><div id=\"b\"><b>x</b></div>"
        );
        let copy = tree.copy(b, true, Source::Unknown).unwrap();
        tree.insert(a, copy, tree.node(a).first).unwrap();
        assert_eq!(markup_of(&tree, a, false, 1000), "<div id=\"b\"><b>x</b></div><i>y</i>");
        assert_eq!(tree.insert(copy, a, 0), Err(Refused::Place), "no node stands within itself");
        assert_eq!(tree.insert(b, DOCUMENT, 0), Err(Refused::Place));
        assert_eq!(tree.insert(99_999, b, 0), Err(Refused::Place));
    }

    #[test]
    fn there_is_an_end_to_what_can_be_made() {
        let mut tree = tree("<body>");
        let mut parent = tree.body();
        let mut refused = 0;
        for _ in 0..100_000 {
            let kind = Kind::Element { tag: "p".into(), attributes: Vec::new() };
            match tree.make(kind, Source::Unknown) {
                Ok(id) if tree.insert(parent, id, 0).is_ok() => parent = id,
                _ => refused += 1,
            }
        }
        assert!(refused > 90_000);
        assert!(tree.upwards(parent).count() <= MAX_DEPTH + 2);
        assert_eq!(tree.set_attribute(parent, "x", "y".repeat(MAX_BYTES)), Err(Refused::Full));
    }
}
