//! One culprit, many portals.

use jiff::Timestamp;

use crate::finding::{Fingerprint, Severity, Trace};

/// Something that findings on two or more portals have in common: worth one investigation instead of
/// many.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// Of the first trace in alphabetical order; keeps its value as long as that is one of them.
    pub id: Fingerprint,
    /// What they have in common, at least one: hosts before code before texts, those on most portals
    /// first.
    pub traces: Vec<Trace>,
    /// The portals in the order of their ids, at least two.
    pub portals: Vec<Afflicted>,
    /// How many findings there are that count.
    pub findings: usize,
    /// The gravest of them.
    pub worst: Severity,
    /// When the first of all was seen for the first time.
    pub first_seen: Timestamp,
    /// Whether nothing tells it from what a supplier gave to many portals at once.
    pub may_be_rolled_out: bool,
}

/// A portal of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Afflicted {
    /// The portal's id.
    pub portal: String,
    /// Its name.
    pub name: String,
    /// Its findings that count; none where all are healed or muted.
    pub findings: Vec<Fingerprint>,
}
