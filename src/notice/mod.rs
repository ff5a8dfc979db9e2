//! What people are told: events, and the notices that carry them.
//!
//! An event is told to a recipient once; a notice is made once, and sent until it arrives.

mod event;
mod owed;
mod recipient;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use event::{Event, Happening, Of, Wound};
pub use owed::{Outbox, Owed, Posted, PostedState};
pub use recipient::Recipient;

/// One message to one recipient over one channel: made once, kept in the outbox as it is, and the
/// same bytes each time it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its name in all channels, made of what it tells and to whom: the idempotency key, and the
    /// left side of the Message-ID. `[a-z0-9-]`.
    pub id: String,
    /// Why it is sent.
    pub occasion: Occasion,
    /// When it was made.
    pub at: Timestamp,
    /// Who gets it.
    pub recipient: Recipient,
    /// What it tells, the gravest first.
    pub events: Vec<Event>,
    /// How things stand, in a digest: portals with something open, and those that were not judged.
    pub standing: Vec<PortalStanding>,
    /// How the last night went, in a digest.
    pub night: Option<Night>,
    /// What owners are told about their duty to report, in the words of the operator.
    pub duty: Option<String>,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
}

/// Why a notice is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    /// Something happened.
    News,
    /// Something is still open.
    Reminder,
    /// The morning's summary.
    Digest,
    /// Somebody tries the channel.
    Test,
}

impl Occasion {
    /// All of them.
    pub const ALL: [Occasion; 4] = [Self::News, Self::Reminder, Self::Digest, Self::Test];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Reminder => "reminder",
            Self::Digest => "digest",
            Self::Test => "test",
        }
    }
}

/// How one portal stands, for a digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalStanding {
    /// Which portal.
    pub of: Of,
    /// Open findings that nobody set aside, from critical to low.
    pub open: [usize; 4],
    /// Of these, those that nobody has acknowledged.
    pub unacknowledged: usize,
    /// When the oldest of them was first seen.
    pub oldest: Option<Timestamp>,
    /// When the portal was last looked at with an answer that could be judged.
    pub judged_at: Option<Timestamp>,
}

/// How the newest night went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Night {
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; `None` if it did not.
    pub finished_at: Option<Timestamp>,
    /// The portals that it was to look at.
    pub portals: usize,
    /// Of these, those that could be judged.
    pub judged: usize,
}

/// A file that goes with a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name, without a folder.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}
