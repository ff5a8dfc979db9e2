//! A stretch of versions, and the order of its ends.

use std::{cmp::Ordering, fmt, ops::Bound};

use super::Version;

/// All versions between two ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The lower end; [`Bound::Unbounded`] where there is none.
    pub low: Bound<Version>,
    /// The upper end.
    pub high: Bound<Version>,
}

impl Span {
    /// Reads terms that hold together, as in `>=4.0.19 <4.3.08`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut span = Self { low: Bound::Unbounded, high: Bound::Unbounded };
        let mut terms = text.split([' ', ',']).filter(|term| !term.is_empty()).peekable();
        terms.peek()?;
        for term in terms {
            let operator = term.find(|c| !matches!(c, '<' | '>' | '='))?;
            let (operator, version) = term.split_at(operator);
            let version = Version::parse(version)?;
            let (from, to) = match operator {
                ">=" => (Some(Bound::Included(version)), None),
                ">" => (Some(Bound::Excluded(version)), None),
                "<=" => (None, Some(Bound::Included(version))),
                "<" => (None, Some(Bound::Excluded(version))),
                "" | "=" => {
                    (Some(Bound::Included(version.clone())), Some(Bound::Included(version)))
                }
                _ => return None,
            };
            span.low = from.filter(|from| low(from, &span.low).is_gt()).unwrap_or(span.low);
            span.high = to.filter(|to| high(to, &span.high).is_lt()).unwrap_or(span.high);
        }
        Some(span)
    }

    pub(super) fn contains(&self, version: &Version) -> bool {
        use std::ops::RangeBounds as _;
        (self.low.as_ref(), self.high.as_ref()).contains(version)
    }

    /// The version, if it is one.
    pub(super) fn only(&self) -> Option<&Version> {
        match (&self.low, &self.high) {
            (Bound::Included(low), Bound::Included(high)) if low == high => Some(low),
            _ => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Bound::Included(low), Bound::Included(high)) => low > high,
            (
                Bound::Included(low) | Bound::Excluded(low),
                Bound::Included(high) | Bound::Excluded(high),
            ) => low >= high,
            _ => false,
        }
    }

    /// Whether nothing lies between this stretch and one that does not begin before it.
    pub(super) fn reaches(&self, next: &Self) -> bool {
        match (&self.high, &next.low) {
            (Bound::Unbounded, _) | (_, Bound::Unbounded) => true,
            (Bound::Excluded(end), Bound::Excluded(begin)) => begin < end,
            (
                Bound::Included(end) | Bound::Excluded(end),
                Bound::Included(begin) | Bound::Excluded(begin),
            ) => begin <= end,
        }
    }
}

/// The order of lower ends.
pub(super) fn low(a: &Bound<Version>, b: &Bound<Version>) -> Ordering {
    order(a, b, Ordering::Less)
}

/// The order of upper ends.
pub(super) fn high(a: &Bound<Version>, b: &Bound<Version>) -> Ordering {
    order(a, b, Ordering::Greater)
}

/// The order of two ends of the same side, on which an open one lies `outwards`.
fn order(a: &Bound<Version>, b: &Bound<Version>, outwards: Ordering) -> Ordering {
    let (own, its) = match (a, b) {
        (Bound::Unbounded, Bound::Unbounded) => return Ordering::Equal,
        (Bound::Unbounded, _) => return outwards,
        (_, Bound::Unbounded) => return outwards.reverse(),
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
            (a, b)
        }
    };
    let is_in = |end: &Bound<Version>| matches!(end, Bound::Included(_));
    own.cmp(its).then(match (is_in(a), is_in(b)) {
        (true, false) => outwards,
        (false, true) => outwards.reverse(),
        _ => Ordering::Equal,
    })
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(only) = self.only() {
            return write!(f, "{only}");
        }
        match &self.low {
            Bound::Included(low) => write!(f, "from {low}")?,
            Bound::Excluded(low) => write!(f, "after {low}")?,
            Bound::Unbounded if self.high == Bound::Unbounded => return f.write_str("any"),
            Bound::Unbounded => {}
        }
        let comma = if self.low == Bound::Unbounded { "" } else { ", " };
        match &self.high {
            Bound::Included(high) => write!(f, "{comma}up to {high}"),
            Bound::Excluded(high) => write!(f, "{comma}before {high}"),
            Bound::Unbounded => Ok(()),
        }
    }
}
