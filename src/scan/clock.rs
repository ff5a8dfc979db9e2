//! What time it is for a run.

use jiff::Timestamp;

/// Where a run has its time from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// It is this moment for as long as the run lasts: a trial goes through weeks in minutes.
    Stopped(Timestamp),
}

impl Clock {
    /// The time, in UTC.
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => super::now(),
            Self::Stopped(at) => at,
        }
    }
}
