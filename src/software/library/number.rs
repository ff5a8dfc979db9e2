//! Version numbers as libraries are addressed by them.

use crate::software::{Version, Versions};

/// The version with which a text begins: three numbers name a release, fewer a branch. Dates and
/// digests are none.
pub(in crate::software) fn told(text: &str) -> Option<Versions> {
    let version = Version::leading(text)?;
    let numbers = version.as_str().split(|c: char| !c.is_ascii_digit() && c != '.').next();
    let numbers = numbers.unwrap_or_default().trim_end_matches('.');
    let after = version.as_str().get(numbers.len()..).unwrap_or_default();
    let is_serial = numbers.split('.').any(|number| number.len() > 5);
    let is_word = |word: &str| word.chars().all(|c| c.is_ascii_alphabetic());
    let first = after.split(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty());
    let is_early = first.is_none_or(|word| {
        ["a", "b", "rc", "alpha", "beta", "pre", "dev", "next", "canary"].contains(&word)
    });
    if version.number(0) > 99 || is_serial {
        return None;
    }
    match numbers.matches('.').count() {
        0 if after.is_empty() => Some(Versions::branch(&version, 1)),
        1 if after.is_empty() => Some(Versions::branch(&version, 2)),
        1 | 2 if is_early && !after.is_empty() => Some(Versions::exactly(version)),
        // `1.12.4-aem`, `1.12.4-wp`: a build of somebody.
        2 | 3
            if after.is_empty()
                || (after.starts_with('-') && after.get(1..).is_some_and(is_word)) =>
        {
            Some(Versions::exactly(Version::parse(numbers)?))
        }
        _ => None,
    }
}

/// Whether a text begins with a digit.
pub(super) fn is_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn releases_are_told_from_branches_and_from_other_numbers() {
        let read = |text| told(text).map_or_else(String::new, |versions| versions.to_string());
        for (text, versions) in [
            ("3.6.0", "3.6.0"),
            ("v5.3.0-alpha1/dist", "5.3.0-alpha1"),
            ("1.12.4-aem", "1.12.4"),
            ("1.7", "from 1.7, before 1.8"),
            ("3", "from 3, before 4"),
            ("20190101", ""),
            ("2019.01.01", ""),
            ("3f2a9c", ""),
            ("3.x", ""),
            ("latest", ""),
        ] {
            assert_eq!(read(text), versions, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_version_or_none(text in ".{0,40}") {
            told(&text);
        }
    }
}
