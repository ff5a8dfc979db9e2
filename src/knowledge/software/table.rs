//! What our own TOML files have in common: how a mistake is named, days, sets of versions.

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use toml::{Spanned, value::Datetime};

use crate::software::Versions;

/// A line, from 1, and what is wrong there.
pub(super) type Mistake = (usize, String);

pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Mistake> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(span.start, text));
        (line, error.message().to_owned())
    })
}

/// The line of a byte offset, from 1.
pub(super) fn line_of(offset: usize, text: &str) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    memchr::memchr_iter(b'\n', before).count() + 1
}

pub(super) fn date(day: &Spanned<Datetime>, text: &str) -> Result<Date, Mistake> {
    let whole = day.get_ref().time.is_none();
    let read = whole.then(|| day.get_ref().to_string().parse().ok()).flatten();
    read.ok_or_else(|| {
        (line_of(day.span().start, text), "expected a day such as 2026-11-20".to_owned())
    })
}

/// A set of versions, or `any`.
pub(super) fn versions(set: &Spanned<String>, text: &str) -> Result<Versions, Mistake> {
    let read = match &**set.get_ref() {
        "any" => Some(Versions::any()),
        other => Versions::parse(other),
    };
    read.ok_or_else(|| {
        let expected = "expected versions such as `>=4.5.00 <4.5.06 | 4.4.08`, or `any`";
        (line_of(set.span().start, text), expected.to_owned())
    })
}
