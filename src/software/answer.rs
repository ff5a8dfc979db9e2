//! What all clues together leave of a version.

use std::ops::Bound;

use super::{Says, Version, Versions};

/// Which version a product has, as far as the evidence goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How much is known.
    pub kind: Kind,
    /// Everything that is possible. Where clues contradict each other, all that one of them says;
    /// where nothing is known, every version.
    pub versions: Versions,
}

/// How much is known of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is this one.
    Exact,
    /// It lies between two ends, or is one of several.
    Range,
    /// It is this one or a later one: a file is newer than any that is known, or was modified.
    AtLeast,
    /// No version fits all clues: parts of several releases lie side by side.
    Contradictory,
    /// Only the product is known.
    Unknown,
}

impl Kind {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Range => "range",
            Self::AtLeast => "at-least",
            Self::Contradictory => "contradictory",
            Self::Unknown => "unknown",
        }
    }
}

impl Answer {
    /// Brings together what clues say.
    pub fn of<'a>(said: impl IntoIterator<Item = &'a Says>) -> Self {
        let (mut told, mut shipped) = (Versions::any(), Versions::any());
        let (mut either, mut not_shipped) = (Versions::none(), false);
        for says in said {
            match says {
                Says::Product => {}
                Says::NotShipped => not_shipped = true,
                Says::Versions(versions) => {
                    told = told.and(versions);
                    either = either.or(versions);
                }
                Says::Shipped(versions) => {
                    shipped = shipped.and(versions);
                    either = either.or(versions);
                }
            }
        }
        if told.and(&shipped).is_empty() && (!not_shipped || shipped.is_empty()) {
            return Self { kind: Kind::Contradictory, versions: either };
        }
        if not_shipped {
            // No known release has all of the files: it is none of them, or was modified.
            shipped = Versions::between(shipped.lowest().cloned(), Bound::Unbounded);
        }
        let versions = told.and(&shipped);
        let kind = match (versions.only(), versions.lowest(), versions.highest()) {
            _ if versions.is_empty() => {
                return Self { kind: Kind::Contradictory, versions: either };
            }
            (Some(_), ..) if !not_shipped => Kind::Exact,
            (Some(only), ..) => return Self::at_least_of(only.clone()),
            (_, Bound::Unbounded, Bound::Unbounded) => Kind::Unknown,
            (.., Bound::Unbounded) => Kind::AtLeast,
            _ => Kind::Range,
        };
        Self { kind, versions }
    }

    fn at_least_of(version: Version) -> Self {
        Self { kind: Kind::AtLeast, versions: Versions::at_least(version) }
    }

    /// The version, if it is known.
    pub fn exact(&self) -> Option<&Version> {
        self.versions.only().filter(|_| self.kind == Kind::Exact)
    }

    /// The lowest version that is possible, of a range or what is open above.
    pub fn at_least(&self) -> Option<&Version> {
        match self.versions.lowest() {
            Bound::Included(low) | Bound::Excluded(low) if self.has_ends() => Some(low),
            _ => None,
        }
    }

    /// The first version above all that are possible.
    pub fn below(&self) -> Option<&Version> {
        match self.versions.highest() {
            Bound::Excluded(high) if self.has_ends() => Some(high),
            _ => None,
        }
    }

    /// The highest version that is possible, where it is known: then there is no [`Answer::below`].
    pub fn up_to(&self) -> Option<&Version> {
        match self.versions.highest() {
            Bound::Included(high) if self.has_ends() => Some(high),
            _ => None,
        }
    }

    fn has_ends(&self) -> bool {
        matches!(self.kind, Kind::Range | Kind::AtLeast)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    fn shipped(releases: &str) -> Says {
        Says::Shipped(Versions::listed(releases.split(' ').map(v)))
    }

    fn told(says: &[Says]) -> (&'static str, String) {
        let answer = Answer::of(says);
        (answer.kind.id(), answer.versions.to_string())
    }

    #[test]
    fn clues_are_brought_together() {
        let branch = Says::Versions(Versions::within(v("4.4.01"), v("4.5.00")));
        assert_eq!(told(&[]), ("unknown", "any".into()));
        assert_eq!(
            told(&[Says::Product, branch.clone()]),
            ("range", "from 4.4.01, before 4.5.00".into())
        );
        assert_eq!(told(&[branch.clone(), shipped("4.4.08 4.5.05")]), ("exact", "4.4.08".into()));
        assert_eq!(told(&[branch, shipped("4.0 4.1")]).0, "contradictory");
        let mixed = [shipped("4.1 4.2"), shipped("4.3")];
        assert_eq!(told(&mixed), ("contradictory", "4.1 or 4.2 or 4.3".into()));
    }

    #[test]
    fn an_unknown_file_is_newer_or_modified_and_never_exact() {
        let open = Says::Versions(Versions::at_least(v("4.5.04")));
        let known = shipped("4.5.04 4.5.05");
        assert_eq!(
            told(&[open.clone(), Says::NotShipped, known]),
            ("at-least", "from 4.5.04".into())
        );
        let exact = Says::Versions(Versions::exactly(v("6.4.1")));
        assert_eq!(told(&[exact.clone(), Says::NotShipped]), ("at-least", "from 6.4.1".into()));
        assert_eq!(told(&[Says::NotShipped]), ("unknown", "any".into()));
        let newer =
            [Says::Versions(Versions::at_least(v("5.0"))), Says::NotShipped, shipped("4.5.05")];
        assert_eq!(told(&newer), ("at-least", "from 5.0".into()));
        let mixed = [Says::NotShipped, shipped("4.1"), shipped("4.2")];
        assert_eq!(told(&mixed).0, "contradictory");
        assert_eq!(told(&[Says::NotShipped, shipped("6.5"), exact]).0, "contradictory");
    }

    #[test]
    fn the_ends_of_a_range_are_told() {
        let answer = Answer::of(&[shipped("4.2.01 4.2.02 4.2.03")]);
        assert_eq!(answer.at_least(), Some(&v("4.2.01")));
        assert_eq!((answer.below(), answer.up_to()), (None, Some(&v("4.2.03"))));
        let answer = Answer::of(&[Says::Versions(Versions::below(v("4.0.23")))]);
        assert_eq!((answer.at_least(), answer.below()), (None, Some(&v("4.0.23"))));
    }
}
