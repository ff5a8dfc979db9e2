//! The tree that the builder fills, with a note of where in the source each element began.

use std::{
    borrow::Cow,
    cell::{Cell, Ref, RefCell},
};

use ego_tree::NodeId;
use html5ever::{
    Attribute, LocalName, QualName,
    interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
    tendril::StrTendril,
};
use scraper::{Html, HtmlTreeSink};

/// Where an element or comment came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Birth {
    pub node: NodeId,
    /// Offset of its tag in the source that was parsed.
    pub at: usize,
    /// Written by a script.
    pub written: bool,
    /// Came after `</html>`.
    pub after_end: bool,
}

pub(super) struct Tree {
    inner: HtmlTreeSink,
    births: RefCell<Vec<Birth>>,
    elements: Cell<usize>,
    position: Cell<usize>,
    /// Where the last tag of each formatting element stood: the builder opens these again.
    formatting: RefCell<Vec<(LocalName, usize)>>,
    /// While what a script wrote is parsed, everything stands where the script stands.
    written_at: Cell<Option<usize>>,
    after_end: Cell<bool>,
    /// How many elements there were when the document began.
    begun_after: Cell<Option<usize>>,
}

impl Tree {
    pub fn new() -> Self {
        Self {
            inner: HtmlTreeSink::new(Html::new_document()),
            births: RefCell::default(),
            elements: Cell::new(0),
            position: Cell::new(0),
            formatting: RefCell::default(),
            written_at: Cell::new(None),
            after_end: Cell::new(false),
            begun_after: Cell::new(None),
        }
    }

    pub fn elements(&self) -> usize {
        self.elements.get()
    }

    /// Says where the token stands that comes next, and its name if it is formatting.
    pub fn set_position(&self, at: usize, formatting: Option<&LocalName>) {
        let at = self.written_at.get().unwrap_or(at);
        self.position.set(at);
        let mut known = self.formatting.borrow_mut();
        match (formatting, known.iter_mut().find(|(name, _)| Some(name) == formatting)) {
            (None, _) => {}
            (Some(_), Some((_, place))) => *place = at,
            (Some(name), None) => known.push((name.clone(), at)),
        }
    }

    pub fn set_written_at(&self, at: Option<usize>) {
        self.written_at.set(at);
    }

    /// Notes where the document begins: of several documents in one page, the first.
    pub fn begin_document(&self) {
        if self.begun_after.get().is_none() {
            self.begun_after.set(Some(self.births.borrow().len()));
        }
    }

    /// The first node of the document, if there are nodes before it.
    pub fn first_of_document(&self) -> Option<NodeId> {
        let begun = self.begun_after.get().filter(|&before| before > 0)?;
        self.births.borrow().get(begun).map(|birth| birth.node)
    }

    pub fn end_document(&self) {
        self.after_end.set(true);
    }

    pub fn html(&self) -> Ref<'_, Html> {
        self.inner.0.borrow()
    }

    pub fn birth(&self, node: NodeId) -> Option<Birth> {
        let births = self.births.borrow();
        find_birth(&births, node).copied()
    }

    pub fn into_parts(self) -> (Html, Vec<Birth>) {
        (self.inner.finish(), self.births.into_inner())
    }

    fn note(&self, node: NodeId, at: usize) {
        self.births.borrow_mut().push(Birth {
            node,
            at,
            written: self.written_at.get().is_some(),
            after_end: self.after_end.get(),
        });
    }
}

/// Births are in the order of their nodes: nodes are numbered as they are made.
pub(super) fn find_birth(births: &[Birth], node: NodeId) -> Option<&Birth> {
    births
        .binary_search_by(|birth| birth.node.cmp(&node))
        .ok()
        .and_then(|position| births.get(position))
}

impl TreeSink for Tree {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    // Nobody reads them, and a hostile page makes millions.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeId {
        let formatting =
            self.formatting.borrow().iter().find(|(own, _)| *own == name.local).cloned();
        let at = formatting.map_or(self.position.get(), |(_, at)| at);
        let node = self.inner.create_element(name, attributes, flags);
        self.elements.set(self.elements.get() + 1);
        self.note(node, at);
        node
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        let node = self.inner.create_comment(text);
        self.note(node, self.position.get());
        node
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.inner.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.inner.append(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.inner.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        self.inner.append_before_sibling(sibling, node);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }
}
