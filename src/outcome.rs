//! What a run brought: what is stored, told on the terminal, in JSON and HTML, and sent out.

mod campaign;
mod evaluation;
mod incident;
mod rate;
mod software;

use jiff::Timestamp;

pub use campaign::{Afflicted, Campaign};
pub use evaluation::{Evaluation, Fault, LabelledPage, Seen, Shortlist, Tally};
pub use incident::{Act, Deed, Fate, Handling, Incident, Look, Story};
pub use rate::Rate;
pub use software::{Hole, PortalSoftware, Software, VersionTold};

use crate::{
    finding::{Finding, Fingerprint, Sentence, Severity, Standing},
    identity::Identity,
};

/// One run over one or more portals.
#[derive(Clone, Debug)]
pub struct Report {
    /// When the run began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// One entry for each portal, in the order of the registry or the command line.
    pub portals: Vec<PortalReport>,
    /// What findings of several portals have in common, those of other runs included: gravest first,
    /// then by the number of portals.
    pub campaigns: Vec<Campaign>,
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
    /// Which software it runs, as far as its answers show.
    pub software: Vec<Software>,
    /// Those that count, gravest first.
    pub findings: Vec<Reported>,
    /// Those that people muted or closed, gravest first; they are in no total.
    pub set_aside: Vec<Reported>,
    /// Findings of earlier runs that are gone, but not for long enough.
    pub clearing: Vec<Gone>,
    /// Findings of earlier runs that are gone for good, as of this run.
    pub healed: Vec<Gone>,
    /// Whether it is looked at more closely because of what was healed a short time ago.
    pub watch: Option<Watch>,
    /// What could not be looked at, at most 100.
    pub failures: Vec<Failure>,
}

/// How a run ended for a portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Looked at; nothing shows that anything was done to it. It may run old software.
    Clean,
    /// Looked at; something was done to it.
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

    /// Whether anything of the portal could be judged.
    pub fn is_judged(self) -> bool {
        matches!(self, Self::Clean | Self::Findings)
    }

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
    /// What people should know of it: limits that pages ran into, answers that were cut.
    pub notes: Vec<Sentence>,
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
    /// How often it came back after it was healed.
    pub times_reopened: u32,
    /// What people's acts amount to.
    pub handling: Handling,
}

/// A finding of an earlier run that is gone.
#[derive(Clone, Debug)]
pub struct Gone {
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
    /// On how many nights in a row every place where it was seen was looked at and clean.
    pub clean_nights: u32,
}

/// Wounds were healed a short time ago, and one site in eight is broken into again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// How many.
    pub healed: usize,
    /// When the last of them will have been watched for long enough.
    pub until: Timestamp,
}

/// Something that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The address.
    pub url: String,
    /// As whom.
    pub identity: Identity,
    /// Why.
    pub reason: Sentence,
}

impl PortalReport {
    /// Whether a finding that counts shows that something was done to the portal.
    pub fn has_incident(&self) -> bool {
        self.findings.iter().any(|told| told.finding.family.is_incident())
    }
}

impl Report {
    /// Whether each of so many portals had its turn until its end.
    pub fn is_whole(&self, portals: usize) -> bool {
        let is_stopped = |own: &PortalReport| own.coverage.stopped_by == Some("signal");
        self.portals.len() == portals && !self.portals.iter().any(is_stopped)
    }

    /// The gravest severity of all findings.
    pub fn worst(&self) -> Option<Severity> {
        self.portals.iter().flat_map(|p| &p.findings).map(|r| r.finding.severity).max()
    }
}
