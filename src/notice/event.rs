//! What happened to a portal, or to the watch over it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::finding::{Sentence, Severity};

/// Something that people are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What makes it this event and no other: told once to each recipient.
    pub key: String,
    /// When it was known.
    pub at: Timestamp,
    /// What happened.
    pub happening: Happening,
    /// How grave it is.
    pub severity: Severity,
    /// On which portal; `None` for the watch as a whole.
    pub of: Option<Of>,
    /// The finding that it is about, if it is about one.
    pub wound: Option<Wound>,
    /// What there is to say beside it: which run did not finish, since when a portal is silent.
    pub detail: Option<Sentence>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Happening {
    /// A finding that was never seen before.
    New,
    /// A finding became graver than was told.
    Worse,
    /// A finding that was healed or closed is there again.
    Reopened,
    /// A finding was gone on two nights.
    Healed,
    /// A finding is still open and nobody cares for it.
    Reminder,
    /// The watch itself failed: a portal is not looked at, a run did not finish, somebody cannot
    /// be told.
    WatchFailed,
}

impl Happening {
    /// All of them.
    pub const ALL: [Happening; 6] =
        [Self::New, Self::Worse, Self::Reopened, Self::Healed, Self::Reminder, Self::WatchFailed];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Worse => "worse",
            Self::Reopened => "reopened",
            Self::Healed => "healed",
            Self::Reminder => "reminder",
            Self::WatchFailed => "watch-failed",
        }
    }
}

/// The portal of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Of {
    /// Its id in the registry.
    pub portal: String,
    /// Its name.
    pub name: String,
    /// The agency that owns it.
    pub agency: Option<String>,
    /// Its province.
    pub province: Option<String>,
    /// Its home page.
    pub url: String,
}

/// What of a finding is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wound {
    /// The finding's fingerprint: what `canhcong incidents show` takes.
    pub id: String,
    /// The rule that found it.
    pub rule: String,
    /// The rule's family.
    pub family: String,
    /// The page where it was seen.
    pub url: String,
    /// As which visitor it was seen.
    pub identity: String,
    /// What it is about: the foreign host, address, title.
    pub subject: String,
    /// The text that proves it, at most 300 characters.
    pub excerpt: String,
    /// Line and column where it stands; 0 where that is not known.
    pub line: u32,
    /// See `line`.
    pub column: u32,
    /// Pages on which it was seen.
    pub pages_total: usize,
    /// Whether a second look saw it too.
    pub confirmed: bool,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// How often it came back.
    pub times_reopened: u32,
    /// What it has in common with findings of other portals before all (a host, the digest of a
    /// script, a text), and how many portals they are.
    pub campaign: Option<(String, usize)>,
}
