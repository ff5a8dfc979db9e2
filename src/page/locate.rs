//! From a spot to line and column, on demand: most pages are clean and never asked.

use std::ops::Range;

use super::{Page, Spot, tags};

/// How far behind its start tag the end of an element is looked for, in bytes.
const REACH: usize = 2048;

/// Where a spot stands in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// Bytes of [`Page::source`]: the start tag, and for links, scripts, frames and titles all of
    /// the element if it is short.
    pub range: Range<usize>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Page {
    /// The first element of a name; the beginning of the page if there is none.
    pub fn first(&self, tag: &'static str) -> Spot {
        let found = tags::start_tags(&self.source).find(|start| start.is(tag));
        Spot { tag, at: found.map_or(0, |start| start.range.start), css: tag.to_owned() }
    }

    /// Finds the source of a spot.
    pub fn locate(&self, spot: &Spot) -> Located {
        let at = self.source.floor_char_boundary(spot.at);
        let here = self.source.get(at..).unwrap_or_default();
        self.located(at..at + extent(here, spot.tag))
    }

    /// The text of the inline script at a spot; empty if there is none.
    pub fn code_at(&self, spot: &Spot) -> &str {
        let here = self.source.get(spot.at..).unwrap_or_default();
        let start = tags::start_tags(here).next().filter(|start| start.is("script"));
        let Some(start) = start.filter(|start| start.range.start == 0) else { return "" };
        let text = here.get(start.range.end..).unwrap_or_default();
        let ends = memchr::memmem::find_iter(text.as_bytes(), b"</");
        let name = |at: usize| text.as_bytes().get(at + 2..at + 8);
        let mut ends =
            ends.filter(|&at| name(at).is_some_and(|own| own.eq_ignore_ascii_case(b"script")));
        text.get(..ends.next().unwrap_or(text.len())).unwrap_or_default()
    }

    /// Finds a byte range of the text of an inline script. Code that was unpacked from a constant
    /// has no place of its own: then it is all of the script.
    pub fn locate_code(&self, spot: &Spot, span: Range<usize>) -> Located {
        let here = self.source.get(spot.at..).unwrap_or_default();
        let start = tags::start_tags(here).next().map_or(0, |start| start.range.end) + spot.at;
        let range = start.saturating_add(span.start)..start.saturating_add(span.end);
        match self.source.get(range.clone()) {
            Some(_) => self.located(range),
            None => self.locate(spot),
        }
    }

    fn located(&self, range: Range<usize>) -> Located {
        let before = self.source.get(..range.start).unwrap_or_default();
        let line_start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |found| found + 1);
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Located {
            range,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

/// How many bytes of the source belong to what begins here.
fn extent(here: &str, tag: &str) -> usize {
    if tag == "#comment" {
        let end = memchr::memmem::find(here.as_bytes(), b"-->").map_or(here.len(), |end| end + 3);
        return end;
    }
    let Some(start) = tags::start_tags(here).next().filter(|start| start.range.start == 0) else {
        return 0;
    };
    let whole = matches!(tag, "a" | "script" | "iframe" | "title");
    let end = start.range.end;
    if !whole || !start.is(tag) {
        return end;
    }
    let rest = here.as_bytes().get(end..).unwrap_or_default();
    let rest = rest.get(..REACH.min(rest.len())).unwrap_or_default();
    let close = memchr::memmem::find_iter(rest, b"</").find_map(|found| {
        let name = rest.get(found + 2..found + 2 + tag.len())?;
        let close = found + memchr::memchr(b'>', rest.get(found..)?)? + 1;
        name.eq_ignore_ascii_case(tag.as_bytes()).then_some(close)
    });
    end + close.unwrap_or(0)
}
