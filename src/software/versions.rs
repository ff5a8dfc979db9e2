//! Sets of versions: what a clue leaves possible.

use std::{fmt, ops::Bound};

use super::{
    Span, Version,
    span::{high, low},
};

/// A set of versions: stretches that do not touch, in order. No stretch at all is the empty set;
/// a list of releases is stretches of one version each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    spans: Vec<Span>,
}

impl Versions {
    /// The most alternatives of a set that is read.
    pub const MOST: usize = 1000;

    /// Every version.
    pub fn any() -> Self {
        Self::between(Bound::Unbounded, Bound::Unbounded)
    }

    /// No version.
    pub fn none() -> Self {
        Self { spans: Vec::new() }
    }

    /// One version.
    pub fn exactly(version: Version) -> Self {
        Self::between(Bound::Included(version.clone()), Bound::Included(version))
    }

    /// A version and all after it.
    pub fn at_least(version: Version) -> Self {
        Self::between(Bound::Included(version), Bound::Unbounded)
    }

    /// All before a version.
    pub fn below(version: Version) -> Self {
        Self::between(Bound::Unbounded, Bound::Excluded(version))
    }

    /// From a version to before another.
    pub fn within(from: Version, below: Version) -> Self {
        Self::between(Bound::Included(from), Bound::Excluded(below))
    }

    /// Reads a set as data files write it: `>=4.0.19 <4.3.08`, `4.3.02 | 4.3.03`, `<2 | >=3 <3.4`.
    /// Terms (`>=`, `>`, `<=`, `<`, `=`, or nothing before the version) that stand beside each other
    /// hold together; `|` stands between alternatives, at most [`Versions::MOST`].
    pub fn parse(text: &str) -> Option<Self> {
        let alternatives = text.split('|').take(Self::MOST + 1);
        let spans: Vec<Span> = alternatives.map(Span::parse).collect::<Option<_>>()?;
        (spans.len() <= Self::MOST).then(|| Self { spans }.tidied())
    }

    /// All that begin with the numbers with which a version begins: its first `numbers` numbers.
    pub fn branch(of: &Version, numbers: usize) -> Self {
        let mut kept: Vec<u64> = (0..numbers).map(|place| of.number(place)).collect();
        let text = |kept: &[u64]| kept.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
        let from = text(&kept);
        if let Some(last) = kept.last_mut() {
            *last += 1;
        }
        match (Version::parse(&from), Version::parse(&text(&kept))) {
            (Some(from), Some(below)) => Self::within(from, below),
            _ => Self::any(),
        }
    }

    /// All between two ends.
    pub fn between(low: Bound<Version>, high: Bound<Version>) -> Self {
        Self { spans: vec![Span { low, high }] }.tidied()
    }

    /// The releases of a list.
    pub fn listed(releases: impl IntoIterator<Item = Version>) -> Self {
        let one = |version: Version| Span {
            low: Bound::Included(version.clone()),
            high: Bound::Included(version),
        };
        Self { spans: releases.into_iter().map(one).collect() }.tidied()
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        // Both are in order, so one walk along them is enough, however many releases they list.
        let (mut own, mut its) = (self.spans.iter().peekable(), other.spans.iter().peekable());
        let mut spans = Vec::new();
        while let (Some(a), Some(b)) = (own.peek(), its.peek()) {
            let shared = Span {
                low: if low(&a.low, &b.low).is_ge() { &a.low } else { &b.low }.clone(),
                high: if high(&a.high, &b.high).is_le() { &a.high } else { &b.high }.clone(),
            };
            if high(&a.high, &b.high).is_le() {
                own.next();
            } else {
                its.next();
            }
            if !shared.is_empty() {
                spans.push(shared);
            }
        }
        Self { spans }
    }

    /// What is in one of them.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self { spans: self.spans.iter().chain(&other.spans).cloned().collect() }.tidied()
    }

    /// Whether a version is in it.
    pub fn contains(&self, version: &Version) -> bool {
        self.spans.iter().any(|span| span.contains(version))
    }

    /// Whether all of it is in another: every version that is possible is an affected one.
    pub fn is_within(&self, other: &Self) -> bool {
        self.and(other) == *self
    }

    /// Whether some of it is in another.
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.and(other).is_empty()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Whether everything is in it.
    pub fn is_any(&self) -> bool {
        *self == Self::any()
    }

    /// The stretches, in order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The lower end of the lowest stretch.
    pub fn lowest(&self) -> Bound<&Version> {
        self.spans.first().map_or(Bound::Unbounded, |span| span.low.as_ref())
    }

    /// The upper end of the highest stretch.
    pub fn highest(&self) -> Bound<&Version> {
        self.spans.last().map_or(Bound::Unbounded, |span| span.high.as_ref())
    }

    /// The version, if only one is in it.
    pub fn only(&self) -> Option<&Version> {
        match &*self.spans {
            [span] => span.only(),
            _ => None,
        }
    }

    /// Puts the stretches in order and joins those that touch, so that equal sets are the same.
    fn tidied(mut self) -> Self {
        self.spans.retain(|span| !span.is_empty());
        self.spans.sort_by(|a, b| low(&a.low, &b.low).then_with(|| high(&a.high, &b.high)));
        let mut spans: Vec<Span> = Vec::new();
        for span in self.spans {
            match spans.last_mut() {
                Some(last) if last.reaches(&span) => {
                    if high(&last.high, &span.high).is_lt() {
                        last.high = span.high;
                    }
                }
                _ => spans.push(span),
            }
        }
        Self { spans }
    }
}

impl fmt::Display for Versions {
    /// `4.5.05`, `from 4.0.19, before 4.3.08`, `4.3.02 or 4.3.03`, `any`, `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (at, span) in self.spans.iter().enumerate() {
            let or = if at > 0 { " or " } else { "" };
            write!(f, "{or}{span}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(number: u8) -> Version {
        Version::parse(&number.to_string()).unwrap()
    }

    /// Ends lie on even numbers, so odd ones show what is between them.
    fn any() -> impl Strategy<Value = Versions> {
        let end = || (0_u8..8, 0_u8..3);
        let bound = |(at, kind): (u8, u8)| match kind {
            0 => Bound::Included(version(2 * at + 2)),
            1 => Bound::Excluded(version(2 * at + 2)),
            _ => Bound::Unbounded,
        };
        proptest::collection::vec((end(), end()), 0..5).prop_map(move |spans| {
            let spans = spans.into_iter();
            Versions { spans: spans.map(|(a, b)| Span { low: bound(a), high: bound(b) }).collect() }
                .tidied()
        })
    }

    fn members(set: &Versions) -> Vec<u8> {
        (0..20).filter(|&number| set.contains(&version(number))).collect()
    }

    proptest! {
        #[test]
        fn sets_behave_as_sets(a in any(), b in any()) {
            let (own, its) = (members(&a), members(&b));
            let both: Vec<u8> = own.iter().filter(|n| its.contains(n)).copied().collect();
            let either: Vec<u8> = (0..20).filter(|n| own.contains(n) || its.contains(n)).collect();
            prop_assert_eq!(members(&a.and(&b)), both.clone());
            prop_assert_eq!(members(&a.or(&b)), either);
            prop_assert_eq!(a.and(&b), b.and(&a));
            prop_assert_eq!(a.or(&b), b.or(&a));
            prop_assert_eq!(a.is_within(&b), both == own && a.and(&b) == a);
            prop_assert_eq!(a.is_empty(), own.is_empty());
        }
    }

    #[test]
    fn sets_are_read() {
        for (text, told) in [
            (">=4.0.19 <4.3.08", "from 4.0.19, before 4.3.08"),
            ("> 1", ""),
            (">1, <=2|3 | =4", "after 1, up to 2 or 3 or 4"),
            ("<2 >=1 <1.5", "from 1, before 1.5"),
            (">=2 <1", "none"),
            ("", ""),
            ("1 |", ""),
            ("=>1", ""),
            ("*", ""),
        ] {
            let read = Versions::parse(text).map_or_else(String::new, |set| set.to_string());
            assert_eq!(read, told, "{text}");
        }
        assert!(Versions::parse(&"1|".repeat(Versions::MOST + 1)).is_none());
    }

    #[test]
    fn sets_are_told_in_words() {
        let v = |text| Version::parse(text).unwrap();
        let told = [
            Versions::within(v("4.0.19"), v("4.3.08")),
            Versions::listed([v("4.3.03"), v("4.3.02")]),
            Versions::at_least(v("4.5.05")).or(&Versions::exactly(v("4.4.08"))),
            Versions::below(v("4.0.23")),
            Versions::any(),
            Versions::exactly(v("1")).and(&Versions::exactly(v("2"))),
            Versions::branch(&v("7.98"), 1),
        ];
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "from 4.0.19, before 4.3.08",
                "4.3.02 or 4.3.03",
                "4.4.08 or from 4.5.05",
                "before 4.0.23",
                "any",
                "none",
                "from 7, before 8",
            ]
        );
    }
}
