//! A text with an index of its lines, so that thousands of places are found in a large file
//! without reading it again for each.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// A file, or what stands for one, with its lines.
#[derive(Debug)]
pub(super) struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceFile {
    pub(super) fn new(name: String, text: String) -> Self {
        let line_starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Self { name, line_starts: line_starts.collect(), text }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.line_starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        (line + 1, before.chars().count() + 1)
    }

    /// Number of the line, from 0, in which a byte offset lies.
    fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Where a line ends, its line break included.
    fn end_of(&self, line: usize) -> usize {
        self.line_starts.get(line + 1).copied().unwrap_or(self.text.len())
    }

    /// Length in bytes of the longest line among those of a span and their neighbours.
    pub(super) fn longest_line_around(&self, span: &Range<usize>) -> usize {
        let lines = self.line(span.start).saturating_sub(1)..=self.line(span.end) + 1;
        let length = |line: usize| {
            self.line_starts.get(line).map_or(0, |start| self.end_of(line).saturating_sub(*start))
        };
        lines.map(length).max().unwrap_or(0)
    }

    /// The part of a span that lies in the file, between whole characters.
    pub(super) fn clamp(&self, span: &Range<usize>) -> SourceSpan {
        let start = self.text.floor_char_boundary(span.start);
        let end = self.text.floor_char_boundary(span.end.max(start));
        (start, end - start).into()
    }
}

impl SourceCode for SourceFile {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset().saturating_add(span.len());
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = self.line(span.offset()).saturating_sub(lines_before);
        let last = self.line(end).saturating_add(lines_after).min(self.line_starts.len() - 1);
        // Without lines before, the renderer asks for the place itself, not for its line.
        let (from, column) = if lines_before == 0 {
            (span.offset(), self.place(span.offset()).1 - 1)
        } else {
            (self.line_starts.get(first).copied().unwrap_or(0), 0)
        };
        let to = self.end_of(last);
        let bytes = self.text.as_bytes().get(from..to).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            bytes,
            (from, to - from).into(),
            first,
            column,
            last - first + 1,
        )))
    }
}
