//! The name of a library's file: what is the name in it, and what is not.

use super::number::{is_digit, told};
use crate::software::Versions;

/// What stands around the name of a file and does not belong to it.
const MARKS: &[&str] = &[
    "min",
    "slim",
    "pack",
    "packed",
    "bundle",
    "custom",
    "prod",
    "production",
    "development",
    "dev",
    "debug",
    "runtime",
    "global",
    "umd",
    "esm",
    "module",
    "browser",
    "compat",
    "full",
];

/// The name of a file before the version in it, and the version. What follows the version must say
/// nothing: `jquery-1.7.2.validate` is no jQuery.
pub(super) fn split(stem: &str) -> (&str, Option<Versions>) {
    for (at, _) in stem.match_indices('.') {
        let before = stem.get(..at).unwrap_or_default();
        let name = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let begins = stem.get(name.len()..).unwrap_or_default();
        if name.len() == before.len() || !begins.get(at - name.len() + 1..).is_some_and(is_digit) {
            continue;
        }
        let name = name.strip_suffix('v').filter(|name| name.ends_with(is_between)).unwrap_or(name);
        let numbers =
            begins.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(begins.len());
        let numbers = begins.get(..numbers).unwrap_or_default().trim_end_matches('.');
        let mut end = numbers.len();
        let rest = begins.get(end..).unwrap_or_default();
        // `-beta.2`, `rc1`
        let early = ["-alpha", "-beta", "-rc", ".rc", "rc", "b", "a"];
        if let Some(word) = early.into_iter().find(|word| {
            let number = rest.strip_prefix(word).unwrap_or_default();
            is_digit(number) || number.strip_prefix('.').is_some_and(is_digit)
        }) {
            let number = rest.get(word.len()..).unwrap_or_default().trim_start_matches('.');
            let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
            end = begins.len() - number.len() + digits;
        }
        let rest = begins.get(end..).unwrap_or_default();
        if name.is_empty() || !rest.split(is_between).all(|word| word.is_empty() || is_mark(word)) {
            return (stem, None);
        }
        return (name.trim_end_matches(is_between), begins.get(..end).and_then(told));
    }
    (stem, None)
}

/// A name without the marks at its end.
pub(super) fn without_marks(name: &str) -> &str {
    let mut name = name;
    while let Some((before, word)) = name.rsplit_once(is_between) {
        if before.is_empty() || !(word.is_empty() || is_mark(word)) {
            break;
        }
        name = before;
    }
    name
}

fn is_mark(word: &str) -> bool {
    MARKS.contains(&word)
}

fn is_between(c: char) -> bool {
    matches!(c, '.' | '-' | '_')
}
