//! What a scan says: findings, how grave they are, and the signals that led to them.

mod excerpt;
mod language;
mod signal;
mod trace;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::identity::Identity;

pub use excerpt::Excerpt;
pub use language::{Lang, Sentence, Text};
pub use signal::{Signal, SignalKind};
pub use trace::{Trace, TraceKind};

/// How grave a finding is. Ordered: `Info < Low < Medium < High < Critical`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a note.
    Info,
    /// Worth a look when there is time.
    Low,
    /// Suspicious: somebody should look today.
    Medium,
    /// Planted: the owner and the cyber unit are told.
    High,
    /// Visitors are being led away or deceived now.
    Critical,
}

impl Severity {
    /// All severities, gravest first.
    pub const ALL: [Severity; 5] =
        [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// The name used on the command line, in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Severity {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|severity| severity.id() == name).ok_or_else(|| {
            format!("`{name}` is not a severity; expected critical, high, medium, low or info")
        })
    }
}

/// The kind of wound, as the owner has to treat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Links, doorway pages, spam uploads, reflected search.
    Backlink,
    /// Header, meta refresh, script, conditional.
    Redirect,
    /// Another identity gets other content.
    Cloaking,
    /// Defaced or replaced content.
    Defacement,
    /// Foreign, changed or opaque code.
    Script,
    /// Outdated or end-of-life.
    Software,
    /// Debug pages, installers, listings.
    Exposure,
    /// Unreachable, certificate.
    Availability,
}

impl Family {
    /// All families.
    pub const ALL: [Family; 8] = [
        Self::Backlink,
        Self::Redirect,
        Self::Cloaking,
        Self::Defacement,
        Self::Script,
        Self::Software,
        Self::Exposure,
        Self::Availability,
    ];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Backlink => "backlink",
            Self::Redirect => "redirect",
            Self::Cloaking => "cloaking",
            Self::Defacement => "defacement",
            Self::Script => "script",
            Self::Software => "software",
            Self::Exposure => "exposure",
            Self::Availability => "availability",
        }
    }

    /// Whether somebody has to act tonight. Old software and what is open to all only say where
    /// something may happen next.
    pub fn is_incident(self) -> bool {
        !matches!(self, Self::Software | Self::Exposure)
    }

    /// Where this kind of wound stands in the taxonomies that incident handlers share: the
    /// Reference Security Incident Taxonomy, and MITRE ATT&CK where it has a technique.
    pub fn taxonomy(self) -> Taxonomy {
        let (rsit, attack) = match self {
            Self::Backlink | Self::Cloaking | Self::Defacement => (
                "information-content-security/unauthorised-information-modification",
                Some("T1491.002"),
            ),
            Self::Redirect | Self::Script => (
                "information-content-security/unauthorised-information-modification",
                Some("T1189"),
            ),
            Self::Software | Self::Exposure => ("vulnerable/vulnerable-system", None),
            Self::Availability => ("availability/outage", None),
        };
        Taxonomy { rsit, attack }
    }
}

/// Codes of one family in the taxonomies of incident handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Taxonomy {
    /// Reference Security Incident Taxonomy: class and type.
    pub rsit: &'static str,
    /// MITRE ATT&CK technique.
    pub attack: Option<&'static str>,
}

/// Where on a page the proof stands, for the person who must remove it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Where {
    /// Line of the page's source, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// CSS path of the element.
    pub css: String,
}

/// A stable name of a wound: the same wound keeps it from scan to scan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// From the portal, the rule, and the key by which the rule knows the wound again.
    pub fn of(portal: &str, rule: &str, key: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [portal, rule, key] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        Self(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a finding stands against what was known before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Never seen before.
    New,
    /// Seen at the last look too.
    Ongoing,
    /// Seen before, gone, and back.
    Reopened,
}

impl Standing {
    /// All standings.
    pub const ALL: [Standing; 3] = [Self::New, Self::Ongoing, Self::Reopened];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ongoing => "ongoing",
            Self::Reopened => "reopened",
        }
    }
}

/// One wound of one portal.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Keeps its value from scan to scan.
    pub id: Fingerprint,
    /// The rule that found it.
    pub rule: &'static str,
    /// The rule's family.
    pub family: Family,
    /// From the signals: see `detect::severity`.
    pub severity: Severity,
    /// The page where it was seen first.
    pub url: String,
    /// The visitor who saw it.
    pub identity: Identity,
    /// What it is about: the foreign URL, host, script.
    pub subject: String,
    /// The bytes that prove it.
    pub excerpt: Excerpt,
    /// The code that did it, where it was made of text while the page ran, with the part marked that
    /// names the target.
    pub unpacked: Option<Excerpt>,
    /// Where they stand.
    pub place: Where,
    /// Why it is believed.
    pub signals: Vec<Signal>,
    /// Why it matters, one sentence.
    pub why: Text,
    /// What to do, one sentence.
    pub repair: Text,
    /// All pages where it was seen, at most [`Finding::MAX_PAGES`], the first one included.
    pub pages: Vec<String>,
    /// On how many pages it was seen.
    pub pages_total: usize,
    /// Whether a second look saw it again.
    pub confirmed: bool,
    /// What of it would be found again on another portal, at most [`Trace::MOST`].
    pub traces: Vec<Trace>,
}

impl Finding {
    /// The most pages that a finding lists; the others are counted.
    pub const MAX_PAGES: usize = 20;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpt_keeps_within_bounds_and_marks_the_part() {
        let source = format!("{}<a href='x'>nhà cái</a>{}", "á\n".repeat(400), "ô ".repeat(400));
        let start = source.find("<a").unwrap();
        let end = source.find("</a>").unwrap() + 4;
        let excerpt = Excerpt::around(&source, start..end);
        assert_eq!(&excerpt.text[excerpt.mark.clone()], "<a href='x'>nhà cái</a>");
        assert!(excerpt.text.chars().count() <= Excerpt::MAX);
    }

    #[test]
    fn excerpt_survives_ranges_outside_the_text() {
        let excerpt = Excerpt::around("nhà", 2..900);
        assert_eq!(excerpt.text, "nhà");
        assert_eq!(Excerpt::around("", 5..9).text, "");
    }

    #[test]
    fn fingerprint_parts_do_not_run_together() {
        assert_ne!(Fingerprint::of("a", "bc", "d"), Fingerprint::of("ab", "c", "d"));
    }
}
