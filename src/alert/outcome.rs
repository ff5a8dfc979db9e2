//! What became of a try to deliver.

use std::time::Duration;

use crate::report::plain;

/// The channel took the notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What it said, at most [`MOST`] characters, on one line.
    pub said: String,
}

/// The channel did not take the notice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// Worth another try.
    #[error("{why}")]
    Later {
        /// One line for the operator, at most [`MOST`] characters, without secrets.
        why: String,
        /// How long the other side asked to wait.
        after: Option<Duration>,
    },
    /// The same notice will be refused again.
    #[error("{why}")]
    Never {
        /// One line for the operator, at most [`MOST`] characters, without secrets.
        why: String,
    },
}

/// What is wrong with the settings of a channel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Complaint {
    /// Nothing can be sent.
    #[error("{0}")]
    Broken(String),
    /// It can, but not as safely as it should.
    #[error("{0}")]
    Doubtful(String),
}

/// The most characters of what is told to the operator of one try.
pub const MOST: usize = 300;

impl Receipt {
    pub(super) fn new(said: impl AsRef<str>) -> Self {
        Self { said: line(said.as_ref()) }
    }
}

impl Undelivered {
    pub(super) fn later(why: impl AsRef<str>) -> Self {
        Self::Later { why: line(why.as_ref()), after: None }
    }

    /// Not before the other side wants to be asked again.
    pub(super) fn after(self, wait: Option<Duration>) -> Self {
        match self {
            Self::Later { why, .. } => Self::Later { why, after: wait },
            never => never,
        }
    }

    pub(super) fn never(why: impl AsRef<str>) -> Self {
        Self::Never { why: line(why.as_ref()) }
    }
}

/// What another machine says is shown on one line, and steers no terminal.
fn line(text: &str) -> String {
    plain(text.trim()).chars().take(MOST).collect()
}
