//! Colours, which are used only when asked for, and lines within the terminal's width.

use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table, presets};

use crate::{
    finding::{Lang, Severity, Text},
    report::{Options, State},
};

/// What a piece of text means, as colour.
#[derive(Clone, Copy)]
pub(in crate::report) enum Ink {
    Plain,
    Strong,
    Faint,
    Good,
    Grave,
    Warning,
    /// The planted part of an excerpt.
    Planted,
}

impl Ink {
    pub(in crate::report) fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Self::Grave,
            Severity::Medium => Self::Warning,
            Severity::Low | Severity::Info => Self::Plain,
        }
    }

    pub(super) fn of_state(state: State) -> Self {
        match state {
            State::Findings => Self::Grave,
            State::NotComparable | State::Unreachable => Self::Warning,
            State::Clean => Self::Good,
        }
    }

    /// Parameters of the escape sequence that switches it on.
    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Faint => Some("2"),
            Self::Good => Some("32"),
            Self::Grave => Some("1;31"),
            Self::Warning => Some("33"),
            Self::Planted => Some("1;30;43"),
        }
    }
}

/// A cell of the table; the table drops the colours unless it was told to use them.
pub(super) fn cell(text: impl ToString, ink: Ink) -> Cell {
    let cell = Cell::new(text);
    match ink {
        Ink::Plain | Ink::Planted => cell,
        Ink::Strong => cell.add_attribute(Attribute::Bold),
        Ink::Faint => cell.add_attribute(Attribute::Dim),
        Ink::Good => cell.fg(Color::DarkGreen),
        Ink::Grave => cell.fg(Color::DarkRed).add_attribute(Attribute::Bold),
        Ink::Warning => cell.fg(Color::DarkYellow),
    }
}

/// Writes the report line by line.
pub(in crate::report) struct Pen {
    out: String,
    pub(super) lang: Lang,
    pub(super) colour: bool,
    pub(super) width: u16,
}

impl Pen {
    pub(in crate::report) fn new(options: &Options) -> Self {
        Self {
            out: String::new(),
            lang: options.lang,
            colour: options.colour,
            width: options.width.max(40),
        }
    }

    /// One of two phrases, by the report's language.
    pub(in crate::report) fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        Text { vi, en }.in_lang(self.lang)
    }

    /// One line of pieces, not broken. Every piece must be free of control characters already.
    pub(in crate::report) fn line(&mut self, pieces: &[(Ink, &str)]) {
        for (ink, text) in pieces {
            match ink.code().filter(|_| self.colour && !text.is_empty()) {
                Some(code) => {
                    for part in ["\x1b[", code, "m", text, "\x1b[0m"] {
                        self.out.push_str(part);
                    }
                }
                None => self.out.push_str(text),
            }
        }
        self.out.push('\n');
    }

    pub(in crate::report) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A table as wide as the lines.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.width);
        if self.colour {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        table
    }

    /// Ready-made lines.
    pub(super) fn verbatim(&mut self, lines: &str) {
        self.out.push_str(lines);
        self.out.push('\n');
    }

    /// A faint label, then a sentence broken between words and aligned behind it.
    pub(in crate::report) fn sentence(&mut self, label: &str, sentence: &str) {
        let room = usize::from(self.width).saturating_sub(label.chars().count()).max(20);
        let mut row = String::new();
        let mut length = 0;
        let mut first = true;
        for word in sentence.split_whitespace().map(Some).chain([None]) {
            let more = word.map_or(0, |word| word.chars().count());
            if length > 0 && word.is_none_or(|_| length + 1 + more > room) {
                let margin = " ".repeat(label.chars().count());
                let margin = if first { label } else { &margin };
                self.line(&[(Ink::Faint, margin), (Ink::Plain, &row)]);
                (row, length, first) = (String::new(), 0, false);
            }
            let Some(word) = word else { break };
            if length > 0 {
                row.push(' ');
                length += 1;
            }
            row.push_str(word);
            length += more;
        }
    }

    pub(in crate::report) fn finish(self) -> String {
        self.out
    }
}
