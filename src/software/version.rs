//! One release of a product, in the order in which its makers number them.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A version number as written, ordered as makers order them and not as texts or as semantic
/// versions: `4.5.05` is `4.5.5` and `6.2` is `6.2.0`; `2.0.6-alpha` comes before `2.0.6`,
/// `1.1.1w` and `1.12.4-aem` after `1.1.1` and `1.12.4` and before the next number.
///
/// Two versions that are written differently can be equal. At most [`Version::MOST`] characters:
/// digits, ASCII letters, and `.`, `-`, `_`, `+` between them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    text: String,
    parts: Vec<Part>,
}

/// What a text is that is no version.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("expected a version such as 4.5.05 or 2.0.6-alpha, at most {} characters", Version::MOST)]
pub struct NoVersion;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    /// A word that announces the release.
    Early(u8),
    Number(u64),
    /// Any other word, in lower case: a letter of a patch, a name of whoever built it.
    Word(String),
}

/// Words of what is not released yet, the earliest first.
const EARLY: &[&[&str]] = &[
    &["dev", "develop", "snapshot", "unstable"],
    &["alpha"],
    &["beta"],
    &["pre", "preview"],
    &["rc"],
];

/// More digits than this are a serial number of something else, and would not fit.
const MOST_DIGITS: usize = 18;

impl Version {
    /// The most characters of a version.
    pub const MOST: usize = 40;

    /// Reads a text that is a version and nothing else, but for a `v` before it.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        (text.len() <= Self::MOST && prefix(text) == text).then(|| Self::of(text)).flatten()
    }

    /// Reads the version with which a text begins: `6.4.1` of ` v6.4.1; theme 2`.
    pub fn leading(text: &str) -> Option<Self> {
        let text = text.trim_start();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let found = prefix(text);
        (found.len() <= Self::MOST).then(|| Self::of(found)).flatten()
    }

    /// The version as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number at a place, from 0; zero where there is none, as makers leave zeros out.
    pub fn number(&self, place: usize) -> u64 {
        match self.parts.get(place) {
            Some(Part::Number(number)) => *number,
            _ => 0,
        }
    }

    fn of(text: &str) -> Option<Self> {
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let same = |c: char| match first {
                '0'..='9' => c.is_ascii_digit(),
                'a'..='z' | 'A'..='Z' => c.is_ascii_alphabetic(),
                _ => !c.is_ascii_alphanumeric(),
            };
            let (run, after) = rest.split_at(rest.find(|c| !same(c)).unwrap_or(rest.len()));
            rest = after;
            if first.is_ascii_digit() {
                if run.len() > MOST_DIGITS {
                    return None;
                }
                parts.push(Part::Number(run.parse().ok()?));
            } else if first.is_ascii_alphabetic() {
                trim(&mut parts);
                parts.push(Part::word(run));
            }
        }
        trim(&mut parts);
        Some(Self { text: text.to_owned(), parts })
    }
}

/// The longest beginning of a text that can be a version.
fn prefix(text: &str) -> &str {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let end = text.find(|c| !allowed(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches(|c: char| !c.is_ascii_alphanumeric())
}

/// Takes away the zeros at the end: makers write them or not.
fn trim(parts: &mut Vec<Part>) {
    while parts.last() == Some(&Part::Number(0)) {
        parts.pop();
    }
}

impl Part {
    fn word(word: &str) -> Self {
        let word = word.to_ascii_lowercase();
        let rank = EARLY.iter().position(|names| names.contains(&&*word));
        match rank.and_then(|rank| u8::try_from(rank).ok()) {
            Some(rank) => Self::Early(rank),
            None => Self::Word(word),
        }
    }

    /// What a part counts for: where a version has no part, it counts as zero.
    fn weight(&self) -> (u8, u64, &str) {
        match self {
            Self::Early(rank) => (0, u64::from(*rank), ""),
            Self::Number(0) => (1, 0, ""),
            Self::Word(word) => (2, 0, word),
            Self::Number(number) => (3, *number, ""),
        }
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let nothing = &Part::Number(0);
        (0..self.parts.len().max(other.parts.len()))
            .map(|at| {
                let own = self.parts.get(at).unwrap_or(nothing);
                own.weight().cmp(&other.parts.get(at).unwrap_or(nothing).weight())
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Zeros at the end are gone, so equal versions have equal parts.
        self.parts.hash(state);
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Version {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Self, NoVersion> {
        Self::parse(text).ok_or(NoVersion)
    }
}

impl TryFrom<String> for Version {
    type Error = NoVersion;

    fn try_from(text: String) -> Result<Self, NoVersion> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn versions_come_in_the_order_of_their_makers() {
        for ordered in [
            "4.4.08 4.5.00 4.5.04 4.5.05 4.5.06 4.6 5.0.00-dev 5.0.00",
            "1.0.2 1.1.1-dev 1.1.1-beta1 1.1.1-beta2 1.1.1-rc1 1.1.1 1.1.1a 1.1.1w 1.1.2",
            "1.12.4 1.12.4-aem 1.12.5",
            "2.0.5 2.0.6-alpha 2.0.6 2.0.10",
            "15.0.4569.1000 16.0.5161.1000 16.0.10417.20198 16.0.19725.20522",
            "4.8-alpha-40290 4.8-alpha-40291 4.8 4.8.1",
            "9 10 10.0.1 11",
        ] {
            let listed: Vec<Version> = ordered.split(' ').map(version).collect();
            for (at, own) in listed.iter().enumerate() {
                for (other_at, other) in listed.iter().enumerate() {
                    assert_eq!(own.cmp(other), at.cmp(&other_at), "{own} and {other}");
                }
            }
        }
    }

    #[test]
    fn one_version_can_be_written_in_several_ways() {
        for (one, other) in [
            ("4.5.05", "4.5.5"),
            ("v4.0", "4"),
            ("6.2", "6.2.0"),
            ("6.2-RC1", "6.2.0-rc.1"),
            ("3.3.0-13", "3.3.0.13"),
        ] {
            assert_eq!(version(one), version(other));
        }
        assert_eq!(version("v4.5.05").as_str(), "4.5.05");
    }

    #[test]
    fn a_version_is_cut_from_what_follows_it() {
        let cut = |text| Version::leading(text).map(String::from);
        assert_eq!(cut(" 6.4.1; features").as_deref(), Some("6.4.1"));
        assert_eq!(cut("v9.2.").as_deref(), Some("9.2"));
        assert_eq!(cut("8.2 (build 8.2.5)").as_deref(), Some("8.2"));
        for none in ["", "v", "x.1", ".5", "CMS"] {
            assert_eq!(cut(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_too_long_is_no_version() {
        assert!(Version::parse(&"1".repeat(Version::MOST)).is_none());
        assert!(Version::parse(&"1.".repeat(50)).is_none());
        assert!(Version::leading(&"1.1".repeat(1_000_000)).is_none());
        assert!(Version::parse("1.2 ").is_none() && Version::parse("1.2-").is_none());
    }

    fn any() -> impl Strategy<Value = Version> {
        let part = prop_oneof![
            Just("0"),
            Just("00"),
            Just("1"),
            Just("05"),
            Just("10"),
            Just("-alpha"),
            Just("rc1"),
            Just("a"),
            Just("w"),
            Just("-dev"),
            Just("+x")
        ];
        proptest::collection::vec(part, 1..6)
            .prop_filter_map("a version", |parts| Version::parse(&format!("1.{}", parts.join("."))))
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in any(), b in any(), c in any()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            if a <= b && b <= c {
                prop_assert!(a <= c);
            }
            if a == b {
                prop_assert_eq!(&a.parts, &b.parts);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,60}") {
            if let Some(version) = Version::parse(&text) {
                prop_assert_eq!(Version::parse(version.as_str()), Some(version));
            }
            let _ = Version::leading(&text);
        }
    }
}
