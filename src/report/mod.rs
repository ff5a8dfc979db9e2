//! What a run tells: the nouns that every format shows, and the formats.
//!
//! A format is one file with one [`Format`] and its two lines here. Reports are read by people
//! and machines who must not be hurt by what attackers wrote: see `defang` and `inert`.

mod campaigns;
mod defang;
#[cfg(test)]
mod fixture;
mod html;
mod inert;
pub mod json;
mod labels;
mod signals;
mod summary;
mod terminal;

use jiff::Timestamp;

pub use campaigns::{Campaign, campaigns};
pub use summary::Totals;

use crate::{
    finding::{Finding, Fingerprint, Lang, Severity, Standing},
    identity::Identity,
};

/// All formats; the first one is the default.
pub const FORMATS: &[Format] = &[terminal::FORMAT, json::FORMAT, html::FORMAT];

/// A way to tell a run.
pub struct Format {
    /// The name on the command line.
    pub id: &'static str,
    /// The whole report as one text that ends with a line break.
    pub render: fn(&Report, &Options) -> Result<String, RenderError>,
}

impl Format {
    /// The format of a name.
    pub fn named(id: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.id == id)
    }
}

/// For whom a report is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The reader's language.
    pub lang: Lang,
    /// Whether the terminal format may use colours.
    pub colour: bool,
    /// How many columns the terminal has.
    pub width: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self { lang: Lang::default(), colour: false, width: 100 }
    }
}

/// A report could not be rendered: a defect of the format, never of the run.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The JSON document.
    #[error("the JSON report could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The HTML page.
    #[error("the HTML report could not be written: {0}")]
    Html(#[from] askama::Error),
}

/// One run over one or more portals.
#[derive(Clone, Debug)]
pub struct Report {
    /// When the run began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// One entry for each portal, in the order of the registry or the command line.
    pub portals: Vec<PortalReport>,
}

/// One portal in a run.
#[derive(Clone, Debug)]
pub struct PortalReport {
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
    /// How the run ended for it.
    pub state: State,
    /// What was and was not looked at.
    pub coverage: Coverage,
    /// Gravest first.
    pub findings: Vec<Reported>,
    /// Findings of earlier runs that are gone.
    pub healed: Vec<Healed>,
    /// What could not be looked at, at most 100.
    pub failures: Vec<Failure>,
}

/// How a run ended for a portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Looked at, nothing found.
    Clean,
    /// Looked at, something found.
    Findings,
    /// It did not answer.
    Unreachable,
    /// It answered, but with firewall pages, captchas or errors only.
    NotComparable,
}

impl State {
    /// All states, those that need somebody's attention first.
    pub const ALL: [State; 4] =
        [Self::Findings, Self::NotComparable, Self::Unreachable, Self::Clean];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::Unreachable => "unreachable",
            Self::NotComparable => "not-comparable",
        }
    }
}

/// What was and was not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Pages known after the run.
    pub known: usize,
    /// Pages fetched as at least one identity.
    pub fetched: usize,
    /// Pages that failed.
    pub failed: usize,
    /// Pages known but left for another night.
    pub skipped: usize,
    /// Bytes of all bodies.
    pub bytes: u64,
    /// The identities used.
    pub identities: Vec<Identity>,
    /// What ended the look before all known pages were seen: `pages`, `bytes`, `time`, `signal`.
    pub stopped_by: Option<&'static str>,
    /// Sentences for people: limits that pages ran into, views that were not comparable.
    pub notes: Vec<String>,
}

/// A finding with its history.
#[derive(Clone, Debug)]
pub struct Reported {
    /// The finding.
    pub finding: Finding,
    /// Against what was known before.
    pub standing: Standing,
    /// When it was seen for the first time.
    pub first_seen: Timestamp,
}

/// A finding of an earlier run that is gone.
#[derive(Clone, Debug)]
pub struct Healed {
    /// Its name.
    pub id: Fingerprint,
    /// The rule that had found it.
    pub rule: String,
    /// How grave it was.
    pub severity: Severity,
    /// What it was about.
    pub subject: String,
    /// Where it was seen.
    pub url: String,
    /// When it was seen first.
    pub first_seen: Timestamp,
}

/// Something that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The address.
    pub url: String,
    /// As whom.
    pub identity: Identity,
    /// Why.
    pub reason: String,
}

impl Report {
    /// The gravest severity of all findings.
    pub fn worst(&self) -> Option<Severity> {
        self.portals.iter().flat_map(|p| &p.findings).map(|r| r.finding.severity).max()
    }
}
