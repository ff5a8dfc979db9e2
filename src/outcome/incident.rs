//! Incidents: findings with all that became of them, and what people decided about them.

use jiff::{Timestamp, civil::Date};

use crate::{
    finding::{Excerpt, Family, Fingerprint, Severity, Signal, Standing, Where},
    identity::Identity,
};

/// What somebody did about a finding. It is put on record and never taken out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Who: a name as people know it, one line.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub deed: Deed,
    /// Why, or what else there is to say; one line.
    pub why: Option<String>,
    /// How grave the finding was then.
    pub severity: Severity,
    /// What the finding was about then.
    pub subject: String,
}

/// The kinds of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Somebody knows of it and cares for it. It counts as before.
    Acknowledged,
    /// It does not count until the end of a day in Việt Nam (UTC+7).
    Muted(Date),
    /// Judged to be no wound, or accepted: it does not count unless it becomes graver or is about
    /// something else.
    Closed,
    /// It counts again.
    Reopened,
}

impl Deed {
    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Muted(_) => "muted",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }
}

/// What people's acts amount to at some moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handling {
    /// Who cares for it, since it was opened last.
    pub acknowledged: Option<Act>,
    /// Why it does not count: an act that is [`Deed::Muted`] or [`Deed::Closed`].
    pub set_aside: Option<Act>,
}

/// A finding with its history, whether or not it is still there.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The finding's name.
    pub id: Fingerprint,
    /// The portal's id.
    pub portal: String,
    /// The portal's name at the last look, if one ended.
    pub portal_name: Option<String>,
    /// The portal's home page at the last look, if one ended.
    pub portal_url: Option<String>,
    /// The rule that found it.
    pub rule: String,
    /// The rule's family.
    pub family: Family,
    /// How grave it was when it was last seen.
    pub severity: Severity,
    /// The page where it was seen first.
    pub url: String,
    /// The visitor who saw it.
    pub identity: Identity,
    /// What it is about.
    pub subject: String,
    /// The bytes that prove it.
    pub excerpt: Excerpt,
    /// Where they stand.
    pub place: Where,
    /// Why it is believed.
    pub signals: Vec<Signal>,
    /// The pages where it was last seen, at most as many as a
    /// [`Finding`](crate::finding::Finding) lists.
    pub pages: Vec<String>,
    /// On how many pages it was last seen.
    pub pages_total: usize,
    /// Whether a second look saw it again.
    pub confirmed: bool,
    /// What became of it.
    pub fate: Fate,
    /// When it was seen for the first time.
    pub first_seen: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
    /// When it last came to be: `first_seen`, or when it came back.
    pub opened_at: Timestamp,
    /// How often it came back after it was healed.
    pub times_reopened: u32,
    /// What people's acts amount to.
    pub handling: Handling,
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was there at the last look.
    Open,
    /// It was gone at the last looks, on so many nights; not yet for long enough.
    Clearing {
        /// Nights on which every place where it was seen was looked at and clean.
        nights: u32,
        /// The first of them.
        since: Timestamp,
    },
    /// It was gone for long enough.
    Healed {
        /// Nights on which it was clean until then.
        nights: u32,
        /// The look that said so.
        at: Timestamp,
    },
}

impl Fate {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Clearing { .. } => "clearing",
            Self::Healed { .. } => "healed",
        }
    }
}

impl Incident {
    /// Whether it is there and nobody set it aside.
    pub fn counts(&self) -> bool {
        self.fate == Fate::Open && self.handling.set_aside.is_none()
    }

    /// Whole days from when it last came to be until it was healed, or until `now`.
    pub fn days_open(&self, now: Timestamp) -> i64 {
        let until = match self.fate {
            Fate::Healed { at, .. } => at,
            Fate::Open | Fate::Clearing { .. } => now,
        };
        until.duration_since(self.opened_at).as_hours().max(0) / 24
    }
}

/// All that is on record about one incident.
#[derive(Clone, Debug)]
pub struct Story {
    /// The incident.
    pub incident: Incident,
    /// Every look that saw it, oldest first.
    pub sightings: Vec<Look>,
    /// When it was healed, each time, oldest first.
    pub healed: Vec<Timestamp>,
    /// What people did, oldest first.
    pub acts: Vec<Act>,
}

/// One look that saw an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// How it stood then.
    pub standing: Standing,
    /// What kind of run looked: `nightly`, `scan` ….
    pub run: String,
}
