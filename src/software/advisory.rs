//! Holes that are known: which versions have them, and how sure that is.

use jiff::civil::Date;

use super::Versions;
use crate::finding::Severity;

/// A hole, as somebody announced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advisory {
    /// Its number, such as `CVE-2017-9822`.
    pub id: String,
    /// The product, by its name in data files.
    pub product: String,
    /// The versions that have it.
    pub affected: Versions,
    /// How bad it is by itself: `Critical` lets anybody run code.
    pub severity: Severity,
    /// Whether it is known to be used by attackers (CISA's catalogue of known exploited holes).
    pub exploited: bool,
    /// Number of the official letter that warns of it.
    pub letter: Option<String>,
    /// Where it was read.
    pub source: String,
    /// How sure the affected versions are.
    pub confidence: Confidence,
    /// The day on which this was known.
    pub as_of: Option<Date>,
}

/// How sure it is which versions are affected, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Whoever makes the product says so.
    Vendor,
    /// The text of the CVE record says so.
    CveText,
    /// Concluded from other facts.
    Inferred,
}

impl Confidence {
    /// The name in data files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::CveText => "cve-text",
            Self::Inferred => "inferred",
        }
    }
}
