//! Software that a portal runs, as reports tell it.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::finding::{Sentence, Severity};

/// What the newest look at a portal says of its software.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalSoftware {
    /// The portal's id.
    pub portal: String,
    /// Its name.
    pub name: String,
    /// The agency that owns it.
    pub agency: Option<String>,
    /// Its province.
    pub province: Option<String>,
    /// Its home page.
    pub url: String,
    /// When the look ended.
    pub looked_at: Timestamp,
    /// What was found; nothing if nothing showed itself.
    pub software: Vec<Software>,
}

/// A product that was found on a portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Software {
    /// Its name in data files.
    pub id: String,
    /// Its name.
    pub product: String,
    /// Which version it is, as far as the evidence goes.
    pub version: VersionTold,
    /// `outdated`, `possibly-outdated`, `end-of-life`, `no-newer-known` or `unknown`.
    pub standing: String,
    /// How soon somebody should update it, as grave as what its version lets attackers do; `None` if
    /// there is nothing to do. It sets an order, and is no incident.
    pub priority: Option<Severity>,
    /// The newest release that is known, of its branch if that is still mended.
    pub newest: Option<String>,
    /// The day on which its releases were known.
    pub as_of: Option<Date>,
    /// The distribution of which it is a package.
    pub package: Option<String>,
    /// Holes that are known, at most 50.
    pub holes: Vec<Hole>,
    /// The verdict in words.
    pub why: Sentence,
    /// What shows it, a line each.
    pub evidence: Vec<String>,
}

/// A version, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VersionTold {
    /// `exact`, `range`, `at-least`, `contradictory` or `unknown`.
    pub kind: String,
    /// The version, if it is known.
    pub exact: Option<String>,
    /// The lowest that is possible.
    pub at_least: Option<String>,
    /// The first above all that are possible.
    pub below: Option<String>,
    /// The highest that is possible, where there is no `below`.
    pub up_to: Option<String>,
    /// All that are possible, in words.
    pub all: String,
}

/// A hole that every possible version has, or some of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Its number, such as `CVE-2017-9822`.
    pub id: String,
    /// Whether every possible version has it.
    pub certain: bool,
    /// Whether attackers are known to use it.
    pub exploited: bool,
    /// Number of the official letter that warns of it.
    pub letter: Option<String>,
}
