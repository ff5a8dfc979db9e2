//! Stands between the tokenizer and the tree builder and keeps hostile markup from costing more
//! than its bytes.
//!
//! The tree builder searches its stack of open elements for nearly every tag, reopens unclosed
//! formatting elements in every paragraph and keeps every attribute. Browsers cap depth at 512 for
//! the same reason.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use ego_tree::NodeId;
use html5ever::{
    LocalName, local_name,
    tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult},
    tree_builder::{Tracer, TreeBuilder},
};

use super::{
    names::{changes_tokenizer, is_formatting, is_void, leads_somewhere},
    tree::Tree,
};

/// Open elements and active formatting elements together, beyond which containers are dropped.
const MAX_OPEN: usize = 512;
/// The same sum, beyond which formatting elements are dropped: each is reopened in each paragraph.
const MAX_FORMATTING: usize = 192;
/// How many tags pass between two measurements of the stack.
const MEASURE_EVERY: u32 = 32;
/// Elements, beyond which only those that lead somewhere are kept.
const MAX_ELEMENTS: usize = 200_000;
/// Elements, beyond which nothing is kept.
const MAX_ELEMENTS_AT_ALL: usize = 260_000;
/// Attributes of one tag.
pub(super) const MAX_ATTRIBUTES: usize = 256;
/// `<html>` and `<body>` tags, each of which adds attributes to the first.
const MAX_ROOTS: u32 = 32;

/// Bytes of the longest name that the tokenizer puts back: that of a character reference.
const LONGEST_PUT_BACK: usize = 64;

pub(super) struct Guard {
    pub builder: TreeBuilder<NodeId, Tree>,
    pub crowded: Cell<bool>,
    /// Links that were dropped, to keep the count honest.
    pub dropped_links: Cell<usize>,
    pub limits: RefCell<Vec<&'static str>>,
    input: Rc<BufferQueue>,
    /// Offset in the source at which the buffers that were handed in end.
    pub fed: Cell<usize>,
    /// Offset at which the last token ended, so where the next one begins.
    ended: Cell<usize>,
    since_measured: Cell<u32>,
    open: Cell<usize>,
    roots: Cell<u32>,
    swallow: RefCell<Vec<(LocalName, u32)>>,
    pub tokens: Cell<usize>,
}

impl Guard {
    pub fn new(builder: TreeBuilder<NodeId, Tree>, input: Rc<BufferQueue>) -> Self {
        Self {
            builder,
            input,
            crowded: Cell::new(false),
            dropped_links: Cell::new(0),
            limits: RefCell::default(),
            fed: Cell::new(0),
            ended: Cell::new(0),
            since_measured: Cell::new(0),
            open: Cell::new(0),
            roots: Cell::new(0),
            swallow: RefCell::default(),
            tokens: Cell::new(0),
        }
    }

    pub fn limit(&self, name: &'static str) {
        let mut limits = self.limits.borrow_mut();
        if !limits.contains(&name) {
            limits.push(name);
        }
    }

    /// Offset at which the token begins that is being read.
    pub fn token_start(&self) -> usize {
        self.ended.get()
    }

    fn position(&self) -> usize {
        self.fed.get().saturating_sub(self.waiting())
    }

    /// Bytes that were handed in and not read yet.
    fn waiting(&self) -> usize {
        let front = self.input.peek_front_chunk_mut().map_or(0, |chunk| chunk.len());
        // The tokenizer puts back what it read too far, in short pieces before the rest.
        if front == 0 || front > LONGEST_PUT_BACK {
            return front;
        }
        let Some(short) = self.input.pop_front() else { return front };
        let rest = self.input.peek_front_chunk_mut().map_or(0, |chunk| chunk.len());
        self.input.push_front(short);
        front + rest
    }

    /// Whether a tag may go on to the tree builder.
    fn admits(&self, tag: &Tag) -> bool {
        match tag.kind {
            TagKind::StartTag => self.admits_start(tag),
            TagKind::EndTag => self.admits_end(tag),
        }
    }

    fn admits_start(&self, tag: &Tag) -> bool {
        if tag.attrs.len() > MAX_ATTRIBUTES {
            self.crowded.set(true);
        }
        let elements = self.builder.sink.elements();
        if elements > MAX_ELEMENTS
            && (elements > MAX_ELEMENTS_AT_ALL || !leads_somewhere(&tag.name))
        {
            self.limit("elements");
            self.count_dropped(tag);
            return false;
        }
        if matches!(tag.name, local_name!("html") | local_name!("body")) {
            self.roots.set(self.roots.get() + 1);
            if self.roots.get() > MAX_ROOTS {
                self.limit("roots");
                return false;
            }
        }
        let since = self.since_measured.get() + 1;
        self.since_measured.set(since);
        if since >= MEASURE_EVERY {
            self.since_measured.set(0);
            self.open.set(self.measure());
        }
        let open = self.open.get();
        if open <= MAX_FORMATTING || is_void(&tag.name) {
            return true;
        }
        if open > MAX_OPEN || is_formatting(&tag.name) {
            self.limit("depth");
            // A link closes the link before it: links do not nest.
            let is_link = tag.name == local_name!("a") && open <= 2 * MAX_OPEN;
            if is_link || changes_tokenizer(&tag.name) {
                return true;
            }
            self.count_dropped(tag);
            self.remember_dropped(&tag.name);
            return false;
        }
        true
    }

    /// The end tag of a start tag that was dropped must not close an ancestor of the same name.
    fn admits_end(&self, tag: &Tag) -> bool {
        // These two make elements where none is open.
        let makes = matches!(tag.name, local_name!("p") | local_name!("br"));
        if makes && self.builder.sink.elements() > MAX_ELEMENTS {
            self.limit("elements");
            return false;
        }
        let mut swallow = self.swallow.borrow_mut();
        let Some(position) = swallow.iter().position(|(name, _)| *name == tag.name) else {
            self.since_measured.set(self.since_measured.get() + 1);
            return true;
        };
        let Some((_, count)) = swallow.get_mut(position) else { return true };
        *count -= 1;
        if *count == 0 {
            swallow.swap_remove(position);
        }
        false
    }

    fn remember_dropped(&self, name: &LocalName) {
        let mut swallow = self.swallow.borrow_mut();
        if let Some((_, count)) = swallow.iter_mut().find(|(own, _)| own == name) {
            *count = count.saturating_add(1);
        } else if swallow.len() < 64 {
            // Invented names could otherwise make the list long.
            swallow.push((name.clone(), 1));
        }
    }

    fn count_dropped(&self, tag: &Tag) {
        if tag.name == local_name!("a")
            && tag.attrs.iter().any(|attribute| attribute.name.local == local_name!("href"))
        {
            self.dropped_links.set(self.dropped_links.get() + 1);
        }
    }

    fn measure(&self) -> usize {
        let counter = Counter(Cell::new(0));
        self.builder.trace_handles(&counter);
        counter.0.get()
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        let start = self.ended.replace(self.position());
        match &token {
            Token::TagToken(tag) => {
                if !self.admits(tag) {
                    return TokenSinkResult::Continue;
                }
                if tag.name == local_name!("html") {
                    match tag.kind {
                        TagKind::StartTag => self.builder.sink.begin_document(),
                        TagKind::EndTag => self.builder.sink.end_document(),
                    }
                }
                self.builder
                    .sink
                    .set_position(start, is_formatting(&tag.name).then_some(&tag.name));
            }
            Token::DoctypeToken(_) => self.builder.sink.begin_document(),
            Token::CommentToken(_) => {
                if self.builder.sink.elements() > MAX_ELEMENTS {
                    self.limit("elements");
                    return TokenSinkResult::Continue;
                }
                self.builder.sink.set_position(start, None);
            }
            Token::CharacterTokens(_) if self.builder.sink.elements() > MAX_ELEMENTS_AT_ALL => {
                return TokenSinkResult::Continue;
            }
            _ => {}
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}
