//! Where a walk puts what it finds, with the bounds of each list.

use std::sync::{Arc, OnceLock};

use url::Url;

use super::{
    Concealment, HiddenText, Link, Origin, Page, Region, Spot,
    text::{compose, has_loose_marks, push_space, push_words},
};

/// Metas, headings: entries of the short lists.
pub(super) const MAX_ENTRIES: usize = 200;
/// Images.
pub(super) const MAX_IMAGES: usize = 500;
/// Frames, forms, scripts, refreshes, references.
pub(super) const MAX_ELEMENTS: usize = 1000;
/// Bytes of one address or attribute.
pub(super) const MAX_ADDRESS: usize = 8 * 1024;
/// Bytes of one block of hidden text.
const MAX_HIDDEN: usize = 4 * 1024;
/// Bytes of a title or heading.
const MAX_LINE: usize = 1024;
/// Pieces of markup that are read on their own, and their bytes in all; what scripts wrote is
/// counted apart, so that comments cannot crowd it out.
const MAX_PIECES: usize = 1_000;
const MAX_PIECE_BYTES: usize = 512 * 1024;

/// Facts in the making.
pub(super) struct Gathering {
    pub page: Page,
    /// Against what addresses are resolved.
    pub base: Url,
    /// Blocks of hidden text; empty ones are left out in the end.
    pub hidden: Vec<HiddenText>,
    /// How many concealed blocks there are, kept or not.
    pub blocks: usize,
    /// Markup found in comments, raw text and scripts, to be read when the walk is done.
    pub pieces: Vec<FoundPiece>,
    room_for_markup: Room,
    room_for_scripts: Room,
    title_done: bool,
}

/// Room for pieces.
struct Room {
    pieces: usize,
    bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { pieces: MAX_PIECES, bytes: MAX_PIECE_BYTES }
    }
}

impl Room {
    /// Whether there was room; a piece that is too large leaves it for smaller ones.
    fn take(&mut self, bytes: usize) -> bool {
        if self.pieces == 0 || bytes > self.bytes {
            return false;
        }
        self.pieces -= 1;
        self.bytes -= bytes;
        true
    }
}

/// Markup that is not part of the tree.
pub(super) struct FoundPiece {
    pub markup: String,
    pub origin: Origin,
    pub concealed: Vec<Concealment>,
    pub region: Region,
    pub spot: Spot,
}

impl Gathering {
    pub fn new(source: Arc<str>, url: &Url, base: Url) -> Self {
        Self {
            page: Page {
                url: url.clone(),
                source,
                lang: None,
                title: String::new(),
                metas: Vec::new(),
                headings: Vec::new(),
                links: Vec::new(),
                links_total: 0,
                frames: Vec::new(),
                inner_documents: Vec::new(),
                forms: Vec::new(),
                scripts: Vec::new(),
                set_off: Vec::new(),
                overlays: Vec::new(),
                refreshes: Vec::new(),
                references: Vec::new(),
                visible_text: String::new(),
                block_starts: Vec::new(),
                hidden_text: Vec::new(),
                images: Vec::new(),
                image_texts: Vec::new(),
                limits_hit: Vec::new(),
                outline: Arc::default(),
                folded: OnceLock::new(),
            },
            base,
            hidden: Vec::new(),
            blocks: 0,
            pieces: Vec::new(),
            room_for_markup: Room::default(),
            room_for_scripts: Room::default(),
            title_done: false,
        }
    }

    pub fn limit(&mut self, name: &'static str) {
        if !self.page.limits_hit.contains(&name) {
            self.page.limits_hit.push(name);
        }
    }

    /// Resolves an address as written.
    pub fn resolve(&self, address: &str) -> Option<Url> {
        if address.len() > MAX_ADDRESS {
            return None;
        }
        self.base.join(address.trim()).ok()
    }

    /// Whether a list may still grow; notes the limit otherwise.
    pub fn has_room(&mut self, length: usize, most: usize, name: &'static str) -> bool {
        if length >= most {
            self.limit(name);
        }
        length < most
    }

    pub fn link(&mut self, link: Link) {
        self.page.links_total += 1;
        if self.has_room(self.page.links.len(), Page::MAX_LINKS, "links") {
            self.page.links.push(link);
        }
    }

    pub fn title(&mut self, text: &str, counts: bool) {
        if counts && !self.title_done {
            push_words(&mut self.page.title, text, MAX_LINE);
            self.title_done = !self.page.title.trim().is_empty();
        }
    }

    pub fn visible_text(&mut self, text: &str) {
        push_words(&mut self.page.visible_text, text, usize::MAX);
    }

    /// What follows in the visible text stands apart from what came before.
    pub fn part_visible_text(&mut self) {
        let page = &mut self.page;
        push_space(&mut page.visible_text);
        let at = u32::try_from(page.visible_text.len()).unwrap_or(u32::MAX);
        let is_new = page.block_starts.last().copied().unwrap_or_default() < at;
        if is_new && page.block_starts.len() < Page::MAX_BLOCKS {
            page.block_starts.push(at);
        }
    }

    pub fn hidden_text(&mut self, block: Option<usize>, text: &str) {
        if let Some(block) = block.and_then(|block| self.hidden.get_mut(block)) {
            push_words(&mut block.text, text, MAX_HIDDEN);
        }
    }

    pub fn heading_text(&mut self, heading: usize, text: &str) {
        if let Some(heading) = self.page.headings.get_mut(heading) {
            push_words(heading, text, MAX_LINE);
        }
    }

    pub fn piece(&mut self, piece: FoundPiece) {
        let room = match piece.origin {
            Origin::Markup => &mut self.room_for_markup,
            Origin::Script => &mut self.room_for_scripts,
        };
        if room.take(piece.markup.len()) {
            self.pieces.push(piece);
        } else {
            self.limit("pieces");
        }
    }

    /// Puts the finishing touches to texts and lists.
    pub fn finish(mut self) -> Page {
        let mut page = self.page;
        page.hidden_text = self
            .hidden
            .drain(..)
            .filter(|block| !block.text.trim().is_empty())
            .map(|block| HiddenText { text: trimmed(block.text), ..block })
            .collect();
        if has_loose_marks(&page.visible_text) {
            compose_blocks(&mut page);
        }
        page.visible_text.truncate(page.visible_text.trim_end().len());
        let length = page.visible_text.len();
        page.block_starts.retain(|&at| (at as usize) < length);
        page.title = trimmed(page.title);
        page.headings = page.headings.into_iter().map(trimmed).collect();
        page.headings.retain(|heading| !heading.is_empty());
        page
    }
}

/// Composes the visible text and moves the beginnings of its blocks along.
fn compose_blocks(page: &mut Page) {
    let mut composed = String::with_capacity(page.visible_text.len());
    let mut from = 0;
    for start in &mut page.block_starts {
        let to = *start as usize;
        composed.push_str(&compose(page.visible_text.get(from..to).unwrap_or_default().to_owned()));
        from = to;
        *start = u32::try_from(composed.len()).unwrap_or(u32::MAX);
    }
    composed.push_str(&compose(page.visible_text.get(from..).unwrap_or_default().to_owned()));
    page.visible_text = composed;
}

fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    compose(text)
}

/// A text of an attribute, cut to a bound.
pub(super) fn bounded(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}

/// A line of text from an attribute.
pub(super) fn line(text: &str) -> String {
    let mut line = String::new();
    push_words(&mut line, text.trim(), MAX_LINE);
    compose(line)
}

/// A text that grows piece by piece.
#[derive(Debug, Default)]
pub(super) struct Line(String);

impl Line {
    pub fn push(&mut self, text: &str) {
        push_words(&mut self.0, text, MAX_LINE);
    }

    pub fn separate(&mut self) {
        push_space(&mut self.0);
    }

    pub fn take(&mut self) -> String {
        trimmed(std::mem::take(&mut self.0)).trim_start().to_owned()
    }
}
