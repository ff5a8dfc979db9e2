//! How a product that was found stands against what is known of its releases.
//!
//! The whole set of versions that the evidence leaves is judged: outdated is only what is outdated
//! whichever of them it is, and where nothing is known of the version, no hole is told. Nothing is
//! ever called up to date; of some it is only known that nothing newer was known on a day.

mod applying;
mod grave;
#[cfg(test)]
mod tests;
mod why;

pub use applying::{Applying, Extent};

use jiff::civil::Date;

use super::{Advisory, Found, Kind, Lifecycle, Part, Release, Support, Versions};
use crate::finding::{Sentence, Severity};

/// How old knowledge may be before it is said.
pub const FRESH_DAYS: i32 = 180;

/// How a product stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The verdict.
    pub standing: Standing,
    /// What the product is to a portal; `None` if nothing is known of its releases.
    pub part: Option<Part>,
    /// The newest release that is known: of the branch, if all that is possible is of one branch
    /// that goes on, else of the product.
    pub newest: Option<Release>,
    /// The last day on which its branch is mended, if all that is possible is of one branch.
    pub support: Option<Support>,
    /// The day on which the releases were known.
    pub as_of: Option<Date>,
    /// How many days ago that was, where it is more than [`FRESH_DAYS`].
    pub stale_days: Option<i32>,
    /// For how many days something newer has been there, at least; only for what is outdated.
    pub behind_days: Option<i32>,
    /// Holes that apply, the gravest first.
    pub advisories: Vec<Applying>,
    /// The distribution that packages it: then its number says nothing of its holes.
    pub package: Option<&'static str>,
    /// How grave it is, where there is anything to tell.
    pub severity: Option<Severity>,
    /// The verdict in one or a few sentences.
    pub why: Sentence,
}

/// The verdict on a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Whichever of the possible versions it is, its branch is no longer mended.
    EndOfLife,
    /// Whichever it is, there is a newer one.
    Outdated,
    /// Some of the versions that are possible are outdated, or are no longer mended.
    PossiblyOutdated,
    /// Nothing newer was known.
    NoNewerKnown,
    /// The version is not known, or nothing is known of its releases.
    Unknown,
}

impl Standing {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::EndOfLife => "end-of-life",
            Self::Outdated => "outdated",
            Self::PossiblyOutdated => "possibly-outdated",
            Self::NoNewerKnown => "no-newer-known",
            Self::Unknown => "unknown",
        }
    }
}

/// What is judged: a version, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The product's name in reports.
    pub name: &'a str,
    /// How much is known of the version.
    pub kind: Kind,
    /// Everything that is possible.
    pub versions: &'a Versions,
    /// The distribution whose package the number is, if it is one's.
    pub package: Option<&'static str>,
}

impl<'a> From<&'a Found> for Subject<'a> {
    fn from(found: &'a Found) -> Self {
        Self {
            name: found.product.name,
            kind: found.answer.kind,
            versions: &found.answer.versions,
            package: found.package,
        }
    }
}

/// Judges a product by what is known of its releases and holes on the day `today`; `advisories`
/// are those of this product.
pub fn assess<'a>(
    subject: Subject<'_>,
    lifecycle: Option<&Lifecycle>,
    advisories: impl IntoIterator<Item = &'a Advisory>,
    today: Date,
) -> Assessment {
    let standing = lifecycle.map_or(Standing::Unknown, |known| standing(subject, known, today));
    let branch = lifecycle.and_then(|known| known.branch_of(subject.versions));
    let goes_on = branch.filter(|own| !own.has_ended(today) && own.support != Support::Replaced);
    let newest = goes_on.and_then(|own| own.newest.as_ref());
    let newest = newest.or_else(|| lifecycle.and_then(Lifecycle::newest)).cloned();
    let days_since = |day: Date| days(day, today);
    let as_of = lifecycle.map(|known| known.as_of);
    let is_behind = matches!(standing, Standing::Outdated | Standing::EndOfLife);
    // Where the day of the newest release is not known, it came before it was known.
    let newer_since = newest.as_ref().and_then(|newest| newest.date).or(as_of);
    let mut assessment = Assessment {
        standing,
        part: lifecycle.map(|known| known.part),
        newest,
        support: branch.map(|own| own.support),
        as_of,
        stale_days: as_of.map(days_since).filter(|days| *days > FRESH_DAYS),
        behind_days: newer_since.map(days_since).filter(|days| is_behind && *days > 0),
        advisories: applying::applying(subject, advisories),
        package: subject.package,
        severity: None,
        why: Sentence { vi: String::new(), en: String::new() },
    };
    assessment.severity = grave::severity(&assessment);
    assessment.why = why::why(subject, branch, &assessment);
    assessment
}

fn standing(subject: Subject<'_>, known: &Lifecycle, today: Date) -> Standing {
    let versions = subject.versions;
    let (ended, behind) = (known.ended(today), known.behind());
    let certain = subject.kind != Kind::Contradictory;
    if certain && versions.is_within(&ended) && !versions.is_empty() {
        return Standing::EndOfLife;
    }
    if subject.kind == Kind::Unknown {
        return Standing::Unknown;
    }
    if subject.package.is_some() {
        // Whether a package is mended, its distribution knows.
        return Standing::Unknown;
    }
    let outdated = ended.or(&behind);
    if certain && versions.is_within(&outdated) {
        // A server's number may be that of a package whose banner does not say so.
        return match known.part {
            Part::Server => Standing::PossiblyOutdated,
            Part::Portal | Part::Library | Part::System => Standing::Outdated,
        };
    }
    if versions.overlaps(&outdated) {
        return Standing::PossiblyOutdated;
    }
    if certain && versions.is_within(&known.ahead()) {
        return Standing::NoNewerKnown;
    }
    Standing::Unknown
}

/// Whole days from one day to another; 0 if it is not before it.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days().max(0))
}
