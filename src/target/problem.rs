//! Mistakes in `targets.toml`, shown the way a compiler shows them: all at once, each with its
//! place, the line itself, and what was expected instead.

use std::{
    fmt::{self, Display},
    ops::Range,
};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::source::SourceFile;

/// One mistake, before it is known in which file.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    message: String,
    help: Option<String>,
    labels: Vec<(Range<usize>, String)>,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, labels: Vec::new() }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Marks a byte range of the file; the first mark is where the mistake is said to be.
    pub(super) fn at(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.labels.push((span, label.into()));
        self
    }

    /// Byte offset of the mistake.
    pub(super) fn start(&self) -> usize {
        self.labels.first().map_or(0, |(span, _)| span.start)
    }
}

/// Everything that is wrong with one file, in the order of the file.
///
/// `Display` shows it without colours, [`Problems::render`] also with.
pub struct Problems {
    file: SourceFile,
    list: Vec<Problem>,
}

/// One mistake and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake<'a> {
    /// Line from 1; `None` where the file as a whole is the problem.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: &'a str,
    /// What to do about it.
    pub help: Option<&'a str>,
}

impl Problems {
    /// The most mistakes that are shown with their lines; the others are counted.
    pub const SHOWN: usize = 200;

    pub(super) fn new(file: SourceFile, mut list: Vec<Problem>) -> Self {
        list.sort_by_key(Problem::start);
        Self { file, list }
    }

    /// A file that can not be read at all.
    pub(super) fn unreadable(name: String, problem: Problem) -> Self {
        Self { file: SourceFile::new(name, String::new()), list: vec![problem] }
    }

    /// Every mistake with its place.
    pub fn mistakes(&self) -> impl Iterator<Item = Mistake<'_>> {
        self.list.iter().map(|problem| {
            let place = problem.labels.first().map(|(span, _)| self.file.place(span.start));
            Mistake {
                line: place.map(|(line, _)| line),
                column: place.map(|(_, column)| column),
                message: &problem.message,
                help: problem.help.as_deref(),
            }
        })
    }

    /// All mistakes with their lines, for a terminal.
    pub fn render(&self, colours: bool) -> String {
        let theme =
            if colours { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
        let mut out = String::new();
        for problem in self.list.iter().take(Self::SHOWN) {
            let shown = Shown { problem, file: &self.file };
            // Writing to a string does not fail; a mistake that can not be drawn is still named.
            if handler.render_report(&mut out, &shown).is_err() {
                out.push_str(&format!("{shown}\n"));
            }
            out.push('\n');
        }
        let file = self.file.name();
        match self.list.len() {
            1 => out.push_str(&format!("1 mistake in {file}\n")),
            count if count <= Self::SHOWN => out.push_str(&format!("{count} mistakes in {file}\n")),
            count => out.push_str(&format!(
                "{count} mistakes in {file}; the first {} shown\n",
                Self::SHOWN
            )),
        }
        out
    }
}

impl Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl std::error::Error for Problems {}

/// A mistake together with its file, as the renderer wants it.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    file: &'a SourceFile,
}

impl Shown<'_> {
    /// A file without line breaks is no registry; its one line would be shown for each mistake.
    fn line_is_readable(&self) -> bool {
        self.problem.labels.iter().all(|(span, _)| self.file.longest_line_around(span) <= 1000)
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problem.labels.first() {
            Some((span, _)) if !self.line_is_readable() => {
                let (line, column) = self.file.place(span.start);
                write!(f, "{}:{line}:{column}: {}", self.file.name(), self.problem.message)
            }
            _ => f.write_str(&self.problem.message),
        }
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.problem.help.as_ref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        if self.problem.labels.is_empty() || !self.line_is_readable() {
            return None;
        }
        let labels = self.problem.labels.iter().enumerate().map(|(nth, (span, label))| {
            let label = (!label.is_empty()).then(|| label.clone());
            let span = self.file.clamp(span);
            if nth == 0 {
                LabeledSpan::new_primary_with_span(label, span)
            } else {
                LabeledSpan::new_with_span(label, span)
            }
        });
        Some(Box::new(labels))
    }
}
