//! A light reading of markup: tags, attributes, text, and the few rules by which elements close
//! each other. What counts is that scripts find the elements they look for; the page room reads
//! markup as browsers do.
//!
//! Linear in its input, without recursion, and able to go on where the last piece ended, because
//! `document.write` is given markup in pieces.

use super::job::Element;

/// Attributes of one tag that are kept.
const MAX_ATTRIBUTES: usize = 64;
/// Elements of one page that are kept.
const MAX_ELEMENTS: usize = 50_000;
/// Elements that are open at a time; deeper ones become siblings.
pub(super) const MAX_DEPTH: usize = 256;

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Open { tag: String, attributes: Vec<(String, String)>, closed: bool },
    Close(String),
    Text(String),
    Comment(String),
}

/// Reads pieces; `raw` is the element whose text is being read, if that is not markup.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    rest: String,
    raw: Option<String>,
}

impl Pieces {
    /// All pieces of a whole text.
    pub fn all(source: &str) -> Vec<Piece> {
        let mut pieces = Self::default();
        let mut all = pieces.feed(source);
        all.extend(pieces.finish());
        all
    }

    /// The pieces that are complete after this text.
    pub fn feed(&mut self, text: &str) -> Vec<Piece> {
        self.rest.push_str(text);
        self.read(false)
    }

    /// The pieces that are left when nothing more comes.
    pub fn finish(&mut self) -> Vec<Piece> {
        self.read(true)
    }

    fn read(&mut self, last: bool) -> Vec<Piece> {
        let source = std::mem::take(&mut self.rest);
        let mut reader = Reader { source: &source, at: 0, last, out: Vec::new() };
        while reader.at < source.len() && reader.piece(&mut self.raw) {}
        let Reader { at, out, .. } = reader;
        self.rest = source.get(at..).unwrap_or_default().to_owned();
        out
    }
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    last: bool,
    out: Vec<Piece>,
}

impl Reader<'_> {
    /// Reads one piece; false if it is not complete yet.
    fn piece(&mut self, raw: &mut Option<String>) -> bool {
        let rest = &self.source[self.at..];
        if let Some(tag) = raw {
            return match end_of_raw(rest, tag) {
                Some(length) => {
                    self.text(&rest[..length], !is_raw(tag));
                    self.at += length;
                    *raw = None;
                    true
                }
                None if self.last => {
                    self.text(rest, !is_raw(tag));
                    self.at = self.source.len();
                    true
                }
                None => false,
            };
        }
        if !rest.starts_with('<') {
            let length = rest.find('<').unwrap_or(rest.len());
            self.text(&rest[..length], true);
            self.at += length;
            return true;
        }
        match rest.as_bytes().get(1) {
            None if !self.last => false,
            Some(b'!' | b'?') => self.declaration(rest),
            Some(b'/') => self.tag(rest, raw),
            Some(byte) if byte.is_ascii_alphabetic() => self.tag(rest, raw),
            _ => {
                self.text("<", false);
                self.at += 1;
                true
            }
        }
    }

    fn declaration(&mut self, rest: &str) -> bool {
        let (inner, end) = match rest.strip_prefix("<!--") {
            Some(inner) => (inner, "-->"),
            None => (&rest[1..], ">"),
        };
        let Some(length) = inner.find(end) else {
            // Not closed: a comment to the end.
            if self.last {
                self.at = self.source.len();
            }
            return self.last;
        };
        if end == "-->" {
            self.out.push(Piece::Comment(inner[..length].to_owned()));
        }
        self.at += rest.len() - inner.len() + length + end.len();
        true
    }

    fn tag(&mut self, rest: &str, raw: &mut Option<String>) -> bool {
        let Some(length) = end_of_tag(rest) else {
            if self.last {
                self.at = self.source.len();
            }
            return self.last;
        };
        self.at += length;
        let inner = &rest[1..length - 1];
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let name_end =
            inner.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inner.len());
        let tag = inner[..name_end].to_ascii_lowercase();
        if closing {
            if !tag.is_empty() {
                self.out.push(Piece::Close(tag));
            }
            return true;
        }
        let attributes = attributes(&inner[name_end..]);
        let closed = is_void(&tag) || inner.ends_with('/') && is_foreign(&tag);
        if !closed && (is_raw(&tag) || is_text(&tag)) {
            *raw = Some(tag.clone());
        }
        self.out.push(Piece::Open { tag, attributes, closed });
        true
    }

    fn text(&mut self, text: &str, decode: bool) {
        if !text.is_empty() {
            self.out.push(Piece::Text(if decode { decoded(text) } else { text.to_owned() }));
        }
    }
}

/// Length of a tag up to and with its `>`, quotes respected.
fn end_of_tag(rest: &str) -> Option<usize> {
    let (mut quote, mut after_equals) = (None, false);
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            after_equals = byte == b'=';
        }
    }
    None
}

/// Where the end tag of a raw element begins.
fn end_of_raw(rest: &str, tag: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    memchr::memmem::find_iter(bytes, b"</").find(|at| {
        let name = bytes.get(at + 2..at + 2 + tag.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes()))
            && bytes
                .get(at + 2 + tag.len())
                .is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
    })
}

fn attributes(inner: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut rest = inner;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || found.len() >= MAX_ATTRIBUTES {
            return found;
        }
        // A name may begin with an equals sign, and only begin.
        let skip = usize::from(rest.starts_with('='));
        let ends = |c: char| c.is_ascii_whitespace() || c == '=' || c == '/';
        let length = rest[skip..].find(ends).map_or(rest.len(), |at| at + skip);
        let name = rest[..length].to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inside = &after[1..];
                    inside.split_once(quote).unwrap_or((inside, ""))
                }
                _ => after
                    .find(|c: char| c.is_ascii_whitespace())
                    .map_or((after, ""), |at| after.split_at(at)),
            };
        }
        if !found.iter().any(|(own, _)| *own == name) {
            found.push((name, decoded(value)));
        }
    }
}

/// Character references, as far as they stand in addresses and ordinary text.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character that a reference stands for, and the reference's length.
fn reference(rest: &str) -> Option<(char, usize)> {
    if let Some(number) = rest.strip_prefix("&#") {
        let (radix, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits),
            None => (10, number),
        };
        let count = digits.bytes().take_while(|byte| (*byte as char).is_digit(radix)).count();
        if count == 0 {
            return None;
        }
        let code = u32::from_str_radix(&digits[..count.min(8)], radix).unwrap_or(0);
        let mut length = rest.len() - digits.len() + count;
        if rest[length..].starts_with(';') {
            length += 1;
        }
        let c = char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}');
        return Some((c, length));
    }
    const NAMED: [(&str, char); 12] = [
        ("&amp", '&'),
        ("&lt", '<'),
        ("&gt", '>'),
        ("&quot", '"'),
        ("&apos", '\''),
        ("&nbsp", '\u{a0}'),
        ("&copy", '©'),
        ("&colon", ':'),
        ("&sol", '/'),
        ("&period", '.'),
        ("&tab", '\t'),
        ("&newline", '\n'),
    ];
    let (name, c) = NAMED.iter().find(|(name, _)| {
        rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
    })?;
    let closed = rest[name.len()..].starts_with(';');
    // `&copy=1` in an address is no sign.
    let open = matches!(*c, '&' | '<' | '>' | '"')
        && !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '=');
    (closed || open).then_some((*c, name.len() + usize::from(closed)))
}

/// Elements whose text is not markup and has no references.
pub(super) fn is_raw(tag: &str) -> bool {
    matches!(tag, "script" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript")
}

/// Elements whose text is not markup but has references.
fn is_text(tag: &str) -> bool {
    matches!(tag, "title" | "textarea")
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

/// Whether an open element ends where another begins.
pub(super) fn is_ended_by(open: &str, tag: &str) -> bool {
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
        "li" => tag == "li",
        "option" => matches!(tag, "option" | "optgroup"),
        "dt" | "dd" => matches!(tag, "dt" | "dd"),
        "td" | "th" => matches!(tag, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(tag, "tr" | "tbody" | "tfoot"),
        "head" => tag == "body",
        _ => false,
    }
}

/// The elements of a whole page, with `html`, `head` and `body`.
pub(super) fn elements(source: &str) -> Vec<Element> {
    let mut found = Vec::new();
    let mut open: Vec<(String, u32)> = Vec::new();
    let add = |found: &mut Vec<Element>, open: &mut Vec<(String, u32)>, element: Element| {
        if let Ok(place) = u32::try_from(found.len()) {
            open.push((element.tag.clone(), place));
            found.push(element);
        }
    };
    let mut had_body = false;
    for piece in Pieces::all(source) {
        if found.len() >= MAX_ELEMENTS {
            break;
        }
        match piece {
            Piece::Open { tag, attributes, closed } => {
                if tag == "html" {
                    if found.is_empty() {
                        let element = Element { tag, attributes, ..Element::default() };
                        add(&mut found, &mut open, element);
                    }
                    continue;
                }
                if found.is_empty() {
                    let element = Element { tag: "html".into(), ..Element::default() };
                    add(&mut found, &mut open, element);
                }
                let in_head = matches!(
                    tag.as_str(),
                    "head" | "title" | "meta" | "link" | "base" | "script" | "style" | "noscript"
                );
                if !had_body && (tag == "body" || !in_head) {
                    open.truncate(1);
                    had_body = true;
                    if tag != "body" {
                        let parent = Some(0);
                        let element = Element { tag: "body".into(), parent, ..Element::default() };
                        add(&mut found, &mut open, element);
                    }
                } else if tag == "body" {
                    continue;
                }
                if open.last().is_some_and(|(last, _)| is_ended_by(last, &tag)) {
                    open.pop();
                }
                let parent = open.last().map(|(_, place)| *place);
                let element =
                    Element { tag: tag.clone(), attributes, parent, ..Element::default() };
                add(&mut found, &mut open, element);
                if closed || open.len() > MAX_DEPTH {
                    open.pop();
                }
            }
            Piece::Close(tag) => {
                // The end of the page comes with its last byte.
                if tag != "body" && tag != "html" {
                    close(&mut open, &tag);
                }
            }
            Piece::Text(text) => {
                let last = open.last().and_then(|(_, place)| found.get_mut(*place as usize));
                if let Some(element) = last {
                    element.text.push_str(&text);
                }
            }
            Piece::Comment(_) => {}
        }
    }
    found
}

/// Ends the innermost element of this name and all within it.
fn close(open: &mut Vec<(String, u32)>, tag: &str) {
    if let Some(at) = open.iter().rposition(|(own, _)| own == tag) {
        open.truncate(at.max(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(tag: &str, attributes: &[(&str, &str)]) -> Piece {
        let attributes =
            attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Piece::Open { tag: tag.into(), attributes, closed: is_void(tag) }
    }

    #[test]
    fn markup_in_pieces_is_read_as_one() {
        let mut pieces = Pieces::default();
        assert_eq!(pieces.feed("a<scr"), [Piece::Text("a".into())]);
        assert_eq!(pieces.feed("ipt src=x>if (a<b) '</p>'"), [open("script", &[("src", "x")])]);
        assert_eq!(pieces.feed("</scr"), [], "the end tag may still become something else");
        assert_eq!(
            pieces.feed("ipt>"),
            [Piece::Text("if (a<b) '</p>'".into()), Piece::Close("script".into())]
        );
    }

    #[test]
    fn attributes_are_read_as_written() {
        assert_eq!(
            Pieces::all(
                "<A HREF='/x?a=1&amp;b=2' title=\"a>b\" data-x = y hidden>&lt;&#7879;&copy=1"
            ),
            [
                open(
                    "a",
                    &[("href", "/x?a=1&b=2"), ("title", "a>b"), ("data-x", "y"), ("hidden", "")]
                ),
                Piece::Text("<ệ&copy=1".into())
            ]
        );
    }

    #[test]
    fn a_page_gets_its_head_and_body() {
        let elements = elements("<title>t</title><p>a<p>b<ul><li>c<li>d</ul><script>x</script>");
        let shape: Vec<(&str, Option<u32>)> =
            elements.iter().map(|element| (element.tag.as_str(), element.parent)).collect();
        assert_eq!(
            shape,
            [
                ("html", None),
                ("title", Some(0)),
                ("body", Some(0)),
                ("p", Some(2)),
                ("p", Some(2)),
                ("ul", Some(2)),
                ("li", Some(5)),
                ("li", Some(5)),
                ("script", Some(2)),
            ]
        );
        assert_eq!(elements[8].text, "x");
    }

    #[test]
    fn hostile_markup_is_read_in_time() {
        let begin = std::time::Instant::now();
        for text in ["<", "<a", "<a b=", "<!--", "</", "&#", "<a b='", "<script>", "<p>", "&amp"] {
            Pieces::all(&text.repeat(200_000 / text.len()));
            elements(&text.repeat(200_000 / text.len()));
        }
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(Pieces::all(&format!("<p{attributes}>")).len(), 1);
        assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
    }
}
