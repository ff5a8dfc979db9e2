//! A scan for tags that is much cheaper than a parse, for what must be known before one.
//!
//! It knows quotes, comments and the elements whose content is text; it builds nothing.

use std::ops::Range;

use memchr::memchr;

/// A start tag in the source.
#[derive(Debug)]
pub(super) struct StartTag<'a> {
    source: &'a str,
    name: Range<usize>,
    /// From `<` to after `>`.
    pub range: Range<usize>,
    /// Where the attributes end.
    end: usize,
}

impl<'a> StartTag<'a> {
    pub fn is(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    pub fn name(&self) -> &'a str {
        self.source.get(self.name.clone()).unwrap_or_default()
    }

    /// Name and raw value of each attribute, in order.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes { source: self.source, at: self.name.end, end: self.end }
    }

    /// The raw value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|found| found.name.eq_ignore_ascii_case(name))
            .map(|found| found.value)
    }
}

/// One attribute as written: character references are not resolved.
pub(super) struct RawAttribute<'a> {
    pub name: &'a str,
    pub value: &'a str,
    /// Where it ends in the source.
    pub end: usize,
}

/// The attributes of a tag.
pub(super) struct Attributes<'a> {
    source: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = RawAttribute<'a>;

    fn next(&mut self) -> Option<RawAttribute<'a>> {
        let bytes = self.source.as_bytes().get(..self.end)?;
        let start = skip(bytes, self.at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        if start >= bytes.len() {
            return None;
        }
        let name_end = skip(bytes, start + 1, |byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'=' | b'>')
        });
        let name = self.source.get(start..name_end)?;
        let equals = skip(bytes, name_end, |byte| byte.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            self.at = name_end;
            return Some(RawAttribute { name, value: "", end: name_end });
        }
        let value = skip(bytes, equals + 1, |byte| byte.is_ascii_whitespace());
        let (range, after) = match bytes.get(value) {
            Some(&quote @ (b'"' | b'\'')) => {
                let inner = value + 1;
                let close = bytes
                    .get(inner..)
                    .and_then(|rest| memchr(quote, rest))
                    .map_or(bytes.len(), |found| inner + found);
                (inner..close, (close + 1).min(bytes.len()))
            }
            _ => {
                let close = skip(bytes, value, |byte| !byte.is_ascii_whitespace());
                (value..close, close)
            }
        };
        self.at = after;
        Some(RawAttribute { name, value: self.source.get(range)?, end: after })
    }
}

fn skip(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from.min(bytes.len()) + rest.iter().position(|&byte| !wanted(byte)).unwrap_or(rest.len())
}

/// All start tags of a source, in order.
pub(super) fn start_tags(source: &str) -> impl Iterator<Item = StartTag<'_>> {
    StartTags { source, at: 0 }
}

struct StartTags<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Iterator for StartTags<'a> {
    type Item = StartTag<'a>;

    fn next(&mut self) -> Option<StartTag<'a>> {
        let bytes = self.source.as_bytes();
        loop {
            let open = self.at + memchr(b'<', bytes.get(self.at..)?)?;
            match bytes.get(open + 1)? {
                byte if byte.is_ascii_alphabetic() => {
                    let name_end = skip(bytes, open + 1, |byte| {
                        !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>')
                    });
                    let end = tag_end(bytes, name_end);
                    let range = open..(end + 1).min(bytes.len());
                    let tag =
                        StartTag { source: self.source, name: open + 1..name_end, range, end };
                    self.at = after_text(bytes, &tag);
                    return Some(tag);
                }
                b'!' if bytes.get(open..).is_some_and(|rest| rest.starts_with(b"<!--")) => {
                    // `<!-->` and `<!--->` are whole comments.
                    self.at = find(bytes, open + 2, b"-->").map_or(bytes.len(), |found| found + 3);
                }
                _ => self.at = open + 1,
            }
        }
    }
}

/// The offset of the `>` that ends a tag, or the end of the source.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = skip(bytes, at, |byte| !matches!(byte, b'>' | b'='));
        if bytes.get(at) != Some(&b'=') {
            return at;
        }
        at = skip(bytes, at + 1, |byte| byte.is_ascii_whitespace());
        // A quote opens a value only after `=`.
        if let Some(&quote @ (b'"' | b'\'')) = bytes.get(at) {
            let rest = bytes.get(at + 1..).unwrap_or_default();
            match memchr(quote, rest) {
                Some(close) => at += close + 2,
                None => return bytes.len(),
            }
        }
    }
}

/// Where tags begin again after a tag: behind the content of elements whose content is text.
fn after_text(bytes: &[u8], tag: &StartTag<'_>) -> usize {
    const TEXT: [&str; 8] =
        ["script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes"];
    let Some(name) = TEXT.iter().find(|name| tag.is(name)) else { return tag.range.end };
    let mut at = tag.range.end;
    while let Some(found) = find(bytes, at, b"</") {
        let end = found + 2 + name.len();
        if bytes.get(found + 2..end).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes())) {
            return end;
        }
        at = found + 2;
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, wanted).map(|found| from + found)
}

/// Whether the tag with which a source begins, if it does, has more attributes than `most`.
pub(super) fn is_crowded(source: &str, most: usize) -> bool {
    start_tags(source)
        .next()
        .is_some_and(|tag| tag.range.start == 0 && tag.attributes().nth(most).is_some())
}

/// What was left out of a source: offset in the result, and how many bytes before it in all.
#[derive(Debug, Default)]
pub(super) struct Cuts(Vec<(usize, usize)>);

impl Cuts {
    /// The offset in the original source.
    pub fn original(&self, at: usize) -> usize {
        let cuts = self.0.partition_point(|&(cut, _)| cut <= at);
        at + cuts.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |cut| cut.1)
    }
}

/// A source without the attributes that were too many.
pub(super) struct Clipped {
    pub text: String,
    pub cuts: Cuts,
}

/// Leaves out what is beyond the first `most` attributes of each tag.
pub(super) fn clip(source: &str, most: usize) -> Clipped {
    let mut text = String::with_capacity(source.len());
    let mut cuts = Vec::new();
    let mut from = 0;
    let mut left_out = 0;
    for tag in start_tags(source) {
        let mut attributes = tag.attributes();
        let Some(last) = attributes.by_ref().take(most).last() else { continue };
        if attributes.next().is_none() {
            continue;
        }
        text.push_str(source.get(from..last.end).unwrap_or_default());
        left_out += tag.end.saturating_sub(last.end);
        cuts.push((text.len(), left_out));
        from = tag.end;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    Clipped { text, cuts: Cuts(cuts) }
}
