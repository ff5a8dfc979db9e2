//! Which holes a version has.

use std::collections::HashSet;

use super::Subject;
use crate::software::{Advisory, Kind};

/// A hole that a product has, or may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applying {
    /// What was announced.
    pub advisory: Advisory,
    /// Whether it surely applies.
    pub extent: Extent,
}

/// How much of what is possible is affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Every version that is possible.
    Wholly,
    /// Some of them.
    Possibly,
}

/// The most that are kept.
const MOST: usize = 50;

/// The holes that apply, those that surely do first, then by their severity. None where nothing is
/// known of the version, and none for a distribution's package: it mends holes and keeps the number.
pub(super) fn applying<'a>(
    subject: Subject<'_>,
    advisories: impl IntoIterator<Item = &'a Advisory>,
) -> Vec<Applying> {
    if subject.kind == Kind::Unknown || subject.package.is_some() || subject.versions.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Applying> = advisories
        .into_iter()
        .filter_map(|advisory| {
            let all = subject.versions.is_within(&advisory.affected);
            let extent = match subject.kind {
                Kind::Contradictory => Extent::Possibly,
                _ if all => Extent::Wholly,
                _ => Extent::Possibly,
            };
            let applies = all || subject.versions.overlaps(&advisory.affected);
            applies.then(|| Applying { advisory: advisory.clone(), extent })
        })
        .collect();
    found.sort_by(|a, b| {
        let order = |own: &Applying| {
            let advisory = &own.advisory;
            (own.extent, !advisory.exploited, std::cmp::Reverse(advisory.severity))
        };
        order(a).cmp(&order(b)).then_with(|| a.advisory.id.cmp(&b.advisory.id))
    });
    // A hole can stand in a file once for each stretch of versions: the surest one comes first.
    let mut told = HashSet::new();
    found.retain(|hole| told.insert(hole.advisory.id.clone()));
    found.truncate(MOST);
    found
}
