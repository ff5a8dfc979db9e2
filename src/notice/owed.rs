//! What the outbox holds, for people who look after it.

use jiff::Timestamp;

use super::Occasion;
use crate::finding::Severity;

/// What is in the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Notices, those that were made last first.
    pub notices: Vec<Posted>,
    /// What is still to be put into notices.
    pub owed: Vec<Owed>,
}

/// A notice as the outbox holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The notice's id.
    pub id: String,
    /// Why it is sent.
    pub occasion: Occasion,
    /// The contact's id.
    pub contact: String,
    /// The channel's id.
    pub channel: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// How many events it tells.
    pub events: usize,
    /// The gravest of them.
    pub worst: Option<Severity>,
    /// What became of it.
    pub state: PostedState,
    /// How often it was tried to send it.
    pub attempts: u32,
    /// What the channel said the last time: why not, or how it took it.
    pub said: Option<String>,
}

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostedState {
    /// It is tried again at that time.
    Waiting(Timestamp),
    /// The channel took it at that time.
    Sent(Timestamp),
    /// Nobody tries any more, since that time.
    GivenUp(Timestamp),
}

impl PostedState {
    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Waiting(_) => "waiting",
            Self::Sent(_) => "sent",
            Self::GivenUp(_) => "given-up",
        }
    }
}

/// Events that wait for the end of a run, of quiet hours, or of an hour in which enough was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The contact's id.
    pub contact: String,
    /// The channel's id.
    pub channel: String,
    /// How many.
    pub events: usize,
    /// The gravest of them.
    pub worst: Severity,
    /// When the oldest was known.
    pub since: Timestamp,
}
