//! Source to tree, with scripts disabled as far as `<noscript>` goes, but with what scripts write
//! in place spliced in where a browser would put it.

use std::rc::Rc;

use ego_tree::NodeId;
use html5ever::{
    TokenizerResult,
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tokenizer, TokenizerOpts},
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};
use scraper::Html;

use super::{
    guard::{Guard, MAX_ATTRIBUTES},
    tags::{self, Cuts},
    tree::{Birth, Tree, find_birth},
};

/// Bytes handed to the tokenizer at once: between two pieces we see whether it still makes tokens.
const PIECE: usize = 16 * 1024;
/// Bytes of a source that are read.
const MAX_SOURCE: usize = 64 * 1024 * 1024;
/// Bytes that scripts may write into one page.
const MAX_WRITTEN: usize = 256 * 1024;

/// What is called after each script element, with the offset of its start tag; it answers with the
/// markup that the script writes in place.
pub(super) type OnScript<'a> = dyn FnMut(NodeId, &Html, usize) -> Option<String> + 'a;

/// One parsed source.
pub(super) struct Document {
    pub html: Html,
    births: Vec<Birth>,
    /// The first node after the beginning, where something stands before it.
    begins_with: Option<NodeId>,
    cuts: Cuts,
    /// Links that the guards kept out of the tree.
    pub dropped_links: usize,
    pub limits: Vec<&'static str>,
}

impl Document {
    /// Parses a source.
    pub fn parse(source: &str, on_script: &mut OnScript<'_>) -> Self {
        let whole = boundary(source, MAX_SOURCE);
        let mut document = Self::parse_whole(source.get(..whole).unwrap_or_default(), on_script);
        if whole < source.len() {
            document.limits.push("size");
        }
        document
    }

    fn parse_whole(source: &str, on_script: &mut OnScript<'_>) -> Self {
        let attempt = Attempt::run(source, on_script);
        if !attempt.crowded {
            return attempt.into_document(source, None);
        }
        // The tokenizer compares each attribute of a tag with all before it. What is still crowded
        // after clipping hides from the scan on purpose: the tree ends there.
        let clipped = tags::clip(source, MAX_ATTRIBUTES);
        let attempt = Attempt::run(&clipped.text, on_script);
        let mut document = attempt.into_document(&clipped.text, Some(clipped.cuts));
        document.limits.push("attributes");
        document
    }

    /// Whether something stands before the document begins.
    pub fn is_before_begin(&self, birth: &Birth) -> bool {
        self.begins_with.is_some_and(|first| birth.node < first)
    }

    /// Where a node came from; offsets are those of the source as it was given.
    pub fn birth(&self, node: NodeId) -> Option<Birth> {
        let mut birth = find_birth(&self.births, node).copied()?;
        birth.at = self.cuts.original(birth.at);
        Some(birth)
    }
}

struct Attempt {
    tokenizer: Tokenizer<Guard>,
    input: Rc<BufferQueue>,
    written: usize,
    /// Stopped at a tag with too many attributes.
    crowded: bool,
}

impl Attempt {
    fn empty() -> Self {
        let input = Rc::new(BufferQueue::default());
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let guard = Guard::new(TreeBuilder::new(Tree::new(), options), Rc::clone(&input));
        let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
        Self { tokenizer, input, written: 0, crowded: false }
    }

    fn run(source: &str, on_script: &mut OnScript<'_>) -> Self {
        let mut attempt = Self::empty();
        let mut rest = StrTendril::from(source);
        let mut silent: usize = 0;
        while !rest.is_empty() {
            let length = boundary(&rest, PIECE);
            let before = attempt.guard().tokens.get();
            attempt.guard().fed.set(attempt.guard().fed.get() + length);
            attempt.input.push_back(rest.subtendril(0, length as u32));
            rest.pop_front(length as u32);
            attempt.feed(on_script);
            silent = if attempt.guard().tokens.get() == before { silent + 1 } else { 0 };
            // A long data: address or comment is silent too: the source says which it is.
            let suspicious = silent.is_power_of_two() && {
                let token = source.get(attempt.guard().token_start()..).unwrap_or_default();
                tags::is_crowded(token, MAX_ATTRIBUTES)
            };
            if attempt.guard().crowded.get() || suspicious {
                attempt.crowded = true;
                break;
            }
        }
        if !attempt.crowded {
            attempt.tokenizer.end();
        }
        attempt
    }

    fn guard(&self) -> &Guard {
        &self.tokenizer.sink
    }

    fn feed(&mut self, on_script: &mut OnScript<'_>) {
        loop {
            match self.tokenizer.feed(&self.input) {
                TokenizerResult::Done => return,
                TokenizerResult::EncodingIndicator(_) => {}
                TokenizerResult::Script(node) => {
                    let tree = &self.guard().builder.sink;
                    let at = tree.birth(node).map_or(0, |birth| birth.at);
                    let written = on_script(node, &tree.html(), at);
                    if let Some(markup) = written {
                        self.write(node, &markup, on_script);
                    }
                }
            }
        }
    }

    /// Parses what a script wrote. Scripts in there are read, but what they write is not: pages
    /// that do this are read far enough.
    fn write(&mut self, script: NodeId, markup: &str, on_script: &mut OnScript<'_>) {
        self.written += markup.len();
        if self.written > MAX_WRITTEN {
            self.guard().limit("written-markup");
            return;
        }
        let tree = &self.guard().builder.sink;
        tree.set_written_at(Some(tree.birth(script).map_or(0, |birth| birth.at)));
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(markup));
        loop {
            match self.tokenizer.feed(&queue) {
                TokenizerResult::Done => break,
                TokenizerResult::EncodingIndicator(_) => {}
                TokenizerResult::Script(node) => {
                    let tree = &self.guard().builder.sink;
                    let at = tree.birth(node).map_or(0, |birth| birth.at);
                    on_script(node, &tree.html(), at);
                }
            }
        }
        self.guard().builder.sink.set_written_at(None);
    }

    fn into_document(self, source: &str, cuts: Option<Cuts>) -> Document {
        let guard = self.tokenizer.sink;
        let begins_with = guard.builder.sink.first_of_document();
        let (html, mut births) = guard.builder.sink.into_parts();
        // Of a line break of two characters, the tokenizer skips the second when it reads on.
        let is_rest = |birth: &&mut Birth| source.as_bytes().get(birth.at) == Some(&b'\n');
        births.iter_mut().filter(is_rest).for_each(|birth| birth.at += 1);
        Document {
            html,
            births,
            begins_with,
            cuts: cuts.unwrap_or_default(),
            dropped_links: guard.dropped_links.get(),
            limits: guard.limits.into_inner(),
        }
    }
}

/// The largest cut at or below `wanted` that splits no character.
fn boundary(text: &str, wanted: usize) -> usize {
    if text.len() <= wanted {
        return text.len();
    }
    (0..=wanted).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
