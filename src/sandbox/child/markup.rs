//! Markup that scripts write, in pieces: tags, text and comments as browsers tell them apart.
//!
//! `document.write` is given markup bit by bit, so reading goes on where the last bit ended.

use std::cell::{Cell, RefCell};

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};

use super::budget::Budget;

/// Attributes of one tag that are kept.
const MAX_ATTRIBUTES: usize = 64;
/// Bytes read between two looks at the time.
const BIT: usize = 1 << 10;

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A start tag; `closed` if nothing stands within.
    Open {
        tag: String,
        attributes: Vec<(String, String)>,
        closed: bool,
    },
    Close(String),
    Text(String),
    Comment(String),
}

/// Reads markup.
pub(super) struct Pieces {
    tokenizer: Tokenizer<Sink>,
    /// Bytes since the last token.
    silent: usize,
}

#[derive(Default)]
struct Sink {
    found: RefCell<Vec<Piece>>,
    tokens: Cell<usize>,
}

impl Pieces {
    pub fn new() -> Self {
        Self { tokenizer: Tokenizer::new(Sink::default(), TokenizerOpts::default()), silent: 0 }
    }

    /// The pieces that this text completes; none if it takes too long.
    pub fn feed(&mut self, text: &str, budget: &Budget) -> Option<Vec<Piece>> {
        let input = BufferQueue::default();
        let mut rest = StrTendril::from(text);
        while !rest.is_empty() {
            let length = u32::try_from(rest.floor_char_boundary(BIT)).ok()?;
            let before = self.tokenizer.sink.tokens.get();
            input.push_back(rest.subtendril(0, length));
            rest.pop_front(length);
            let _ = self.tokenizer.feed(&input);
            let is_silent = self.tokenizer.sink.tokens.get() == before;
            self.silent = if is_silent { self.silent.saturating_add(BIT) } else { 0 };
            // The tokenizer compares each attribute of a tag with all before it.
            if !budget.work(self.silent.saturating_mul(64) + BIT / 4) {
                return None;
            }
        }
        Some(self.tokenizer.sink.found.take())
    }

    /// The pieces that are left when nothing more comes.
    pub fn finish(&mut self) -> Vec<Piece> {
        self.tokenizer.end();
        self.tokenizer.sink.found.take()
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut found = self.found.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                self.tokens.set(self.tokens.get() + 1);
                let (piece, next) = read(tag);
                found.push(piece);
                return next;
            }
            Token::CharacterTokens(text) => {
                self.tokens.set(self.tokens.get() + 1);
                match found.last_mut() {
                    Some(Piece::Text(last)) => last.push_str(&text),
                    _ => found.push(Piece::Text(text.into())),
                }
            }
            Token::CommentToken(text) => found.push(Piece::Comment(text.into())),
            // Zeros in text are left out by browsers too.
            Token::NullCharacterToken
            | Token::DoctypeToken(_)
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// A tag, and how what follows it is to be read.
fn read(tag: Tag) -> (Piece, TokenSinkResult<()>) {
    let name = tag.name.to_string();
    if tag.kind == TagKind::EndTag {
        return (Piece::Close(name), TokenSinkResult::Continue);
    }
    let attributes = tag.attrs.into_iter().take(MAX_ATTRIBUTES);
    let attributes =
        attributes.map(|own| (own.name.local.to_string(), String::from(own.value))).collect();
    let closed = is_void(&name) || tag.self_closing && is_foreign(&name);
    let next = match name.as_str() {
        _ if closed => TokenSinkResult::Continue,
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        name if is_raw(name) => TokenSinkResult::RawData(RawKind::Rawtext),
        _ => TokenSinkResult::Continue,
    };
    (Piece::Open { tag: name, attributes, closed }, next)
}

/// Elements whose text is not markup and has no references.
pub(super) fn is_raw(tag: &str) -> bool {
    matches!(tag, "script" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript")
}

fn is_foreign(tag: &str) -> bool {
    matches!(tag, "path" | "circle" | "rect" | "line" | "use" | "g" | "polygon" | "image" | "svg")
}

pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(tag: &str, attributes: &[(&str, &str)]) -> Piece {
        let attributes =
            attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Piece::Open { tag: tag.into(), attributes, closed: is_void(tag) }
    }

    fn all(source: &str) -> Vec<Piece> {
        let mut pieces = Pieces::new();
        let mut all = pieces.feed(source, &Budget::new(10_000)).unwrap();
        all.extend(pieces.finish());
        all
    }

    #[test]
    fn markup_in_pieces_is_read_as_one() {
        let budget = Budget::new(10_000);
        let mut pieces = Pieces::new();
        let mut feed = |text| pieces.feed(text, &budget).unwrap();
        assert_eq!(feed("a<scr"), [Piece::Text("a".into())]);
        assert_eq!(
            feed("ipt src=x>if (a<b) '</p>'"),
            [open("script", &[("src", "x")]), Piece::Text("if (a<b) '</p>'".into())]
        );
        assert_eq!(feed("</scr"), [], "the end tag may still become something else");
        assert_eq!(feed("ipt>"), [Piece::Close("script".into())]);
    }

    #[test]
    fn attributes_and_comments_are_read_as_browsers_do() {
        assert_eq!(
            all(
                "<!--><A HREF='/x?a=1&amp;b=2' title=\"a>b\" data-x = y hidden>&lt;&#7879;&hellip;&copy=1"
            ),
            [
                Piece::Comment(String::new()),
                open(
                    "a",
                    &[("href", "/x?a=1&b=2"), ("title", "a>b"), ("data-x", "y"), ("hidden", "")]
                ),
                Piece::Text("<ệ…©=1".into())
            ]
        );
    }

    #[test]
    fn hostile_markup_is_read_in_time() {
        let begin = std::time::Instant::now();
        for text in ["<", "<a", "<a b=", "<!--", "</", "&#", "<a b='", "<script>", "<p>", "&amp"] {
            all(&text.repeat(200_000 / text.len()));
        }
        let attributes: String = (0..200_000).map(|n| format!(" a{n}=1")).collect();
        let read = Pieces::new().feed(&format!("<p{attributes}>"), &Budget::new(300));
        assert_eq!(read, None, "reading stops when the time is used up");
        assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
    }
}
