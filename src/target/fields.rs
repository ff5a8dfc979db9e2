//! Reads the keys of one TOML table and says what is wrong with each, key by key.
//!
//! A mistake in one key never hides the mistakes in others: a reader reports and goes on.

use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{nearest::nearest, problem::Problem};

/// One table of the file while it is being read.
pub(super) struct Fields<'t, 'i, 'p> {
    table: &'t DeTable<'i>,
    span: Range<usize>,
    known: Vec<&'static str>,
    problems: &'p mut Vec<Problem>,
}

impl<'t, 'i, 'p> Fields<'t, 'i, 'p> {
    pub(super) fn new(
        table: &'t DeTable<'i>,
        span: Range<usize>,
        problems: &'p mut Vec<Problem>,
    ) -> Self {
        Self { table, span, known: Vec::new(), problems }
    }

    /// Where the table begins.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Whether a key is there, right or wrong.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether a key is there that must not be; its reader says why.
    pub(super) fn forbidden(&mut self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// Where the value of a key stands.
    pub(super) fn span_of(&self, key: &str) -> Option<Range<usize>> {
        self.table.get(key).map(Spanned::span)
    }

    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A text that is not blank and stays on one line.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Spanned<&'t str>> {
        let value = self.value(key)?;
        self.line_of_text(key, value)
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, key: &'static str) -> Option<Spanned<&'t str>> {
        self.require(key);
        self.text(key)
    }

    /// A list of texts; empty where the key is missing.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<Spanned<&'t str>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_kind(key, "a list of texts such as [\"a\", \"b\"]", value);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.line_of_text(key, item)).collect()
    }

    /// A text turned into something else; `read` says what was expected.
    pub(super) fn valid<T>(
        &mut self,
        text: Spanned<&str>,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match read(text.get_ref()) {
            Ok(value) => Some(value),
            Err(expected) => {
                let message = format!("`{}` {expected}", shorten(text.get_ref()));
                self.report(Problem::new(message).at(text.span(), ""));
                None
            }
        }
    }

    /// One of several names.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        names: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(key)?;
        if let Some((_, value)) = names.iter().find(|(name, _)| name == text.get_ref()) {
            return Some(*value);
        }
        let all: Vec<_> = names.iter().map(|(name, _)| *name).collect();
        let mut problem = Problem::new(format!(
            "`{key}` must be one of {}; found `{}`",
            all.join(", "),
            shorten(text.get_ref())
        ))
        .at(text.span(), "not one of them");
        if let Some(name) = nearest(text.get_ref(), all.iter().copied()) {
            problem = problem.help(format!("did you mean `{name}`?"));
        }
        self.report(problem);
        None
    }

    /// One of several names that must be there.
    pub(super) fn required_choice<T: Copy>(
        &mut self,
        key: &'static str,
        names: &[(&'static str, T)],
    ) -> Option<T> {
        self.require(key);
        self.choice(key, names)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_kind(key, "true or false", value);
        }
        flag
    }

    /// A whole number within bounds.
    pub(super) fn whole(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<usize>,
    ) -> Option<usize> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().and_then(|number| {
            i64::from_str_radix(number.as_str(), number.radix())
                .ok()
                .and_then(|number| usize::try_from(number).ok())
        });
        let expected = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        self.within(key, number, |number| bounds.contains(number), &expected, value)
    }

    /// A whole number that must be there.
    pub(super) fn required_whole(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<usize>,
    ) -> Option<usize> {
        self.require(key);
        self.whole(key, bounds)
    }

    /// A number within bounds, with or without a fraction.
    pub(super) fn number(&mut self, key: &'static str, bounds: RangeInclusive<f64>) -> Option<f64> {
        let value = self.value(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        };
        let number = digits.and_then(|digits| digits.parse().ok());
        let expected = format!("a number from {} to {}", bounds.start(), bounds.end());
        self.within(key, number, |number| bounds.contains(number), &expected, value)
    }

    /// A day, as a TOML date or as text.
    pub(super) fn date(&mut self, key: &'static str) -> Option<Date> {
        let value = self.value(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        // jiff also reads a date with a time; whoever verified a number did so on a day.
        let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
        if date.is_none() {
            self.wrong_kind(key, "a date such as 2026-11-01", value);
        }
        date
    }

    /// A text or a TOML date that must be there, as text.
    pub(super) fn required_date_or_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.require(key);
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Datetime(date) => Some(Spanned::new(value.span(), date.to_string())),
            _ => {
                let text = self.line_of_text(key, value)?;
                Some(Spanned::new(text.span(), (*text.get_ref()).to_owned()))
            }
        }
    }

    /// A table inside this one.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Fields<'t, 'i, '_>> {
        let value = self.value(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Fields::new(table, value.span(), self.problems)),
            None => {
                self.wrong_kind(key, &format!("a table: [{key}]"), value);
                None
            }
        }
    }

    /// The tables of `[[key]]`, with their places.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(&'t DeTable<'i>, Range<usize>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let expected = format!("a list of tables: [[{key}]]");
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_kind(key, &expected, value);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push((table, item.span())),
                None => self.wrong_kind(key, &expected, item),
            }
        }
        tables
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self) {
        for key in self.table.keys() {
            if self.known.contains(&key.get_ref().as_ref()) {
                continue;
            }
            let help = match nearest(key.get_ref(), self.known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known here: {}", self.known.join(", ")),
            };
            let message = format!("unknown key `{}`", shorten(key.get_ref()));
            self.problems.push(Problem::new(message).help(help).at(key.span(), "not a key here"));
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.known.push(key);
        self.table.get(key)
    }

    fn require(&mut self, key: &'static str) {
        if !self.has(key) {
            let message = format!("`{key}` is missing");
            self.report(Problem::new(message).at(self.span(), format!("needs `{key} = …`")));
        }
    }

    fn line_of_text(
        &mut self,
        key: &'static str,
        value: &'t Spanned<DeValue<'i>>,
    ) -> Option<Spanned<&'t str>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_kind(key, "a text in quotation marks", value);
            return None;
        };
        let expected = if text.trim().is_empty() {
            "must not be empty"
        } else if text.chars().any(char::is_control) {
            "must be one line of text, without control characters"
        } else {
            return Some(Spanned::new(value.span(), text.trim()));
        };
        self.report(Problem::new(format!("`{key}` {expected}")).at(value.span(), ""));
        None
    }

    fn within<T>(
        &mut self,
        key: &'static str,
        number: Option<T>,
        fits: impl FnOnce(&T) -> bool,
        expected: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<T> {
        let number = number.filter(fits);
        if number.is_none() {
            self.wrong_kind(key, expected, value);
        }
        number
    }

    fn wrong_kind(&mut self, key: &'static str, expected: &str, value: &Spanned<DeValue<'_>>) {
        let found = match value.get_ref() {
            DeValue::String(text) => format!("the text `{}`", shorten(text)),
            DeValue::Integer(number) => format!("`{}`", shorten(number.as_str())),
            DeValue::Float(number) => format!("`{}`", shorten(number.as_str())),
            DeValue::Boolean(flag) => format!("`{flag}`"),
            DeValue::Datetime(date) => format!("the date {date}"),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        };
        let message = format!("`{key}` must be {expected}; found {found}");
        self.report(Problem::new(message).at(value.span(), ""));
    }
}

/// The short name of a portal, contact or channel.
pub(super) fn id(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.is_empty() && text.len() <= 64 && text.chars().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err("must be 1 to 64 characters of a-z, 0-9 and `-`".to_owned())
    }
}

/// Quoted texts stay short enough for one line of a message.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String =
        text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}
