//! What a night came to: a line for each portal, a record for whoever watches the watch, and figures
//! for monitoring.

pub mod health;
mod last_run;
mod line;
mod prometheus;

use jiff::Timestamp;

pub use last_run::{LastRun, last_run};
pub use line::line;
pub use prometheus::prometheus;

use super::Totals;
use crate::finding::Severity;

/// What is known of a nightly run when it is over, however that came about.
#[derive(Clone, Debug)]
pub struct Night {
    /// When the program began.
    pub started_at: Timestamp,
    /// When it was done.
    pub finished_at: Timestamp,
    /// How it ended.
    pub end: End,
    /// The program's exit code.
    pub exit_code: u8,
    /// Portals that it was to look at.
    pub registered: usize,
    /// Those of them that the interrupted run before had judged.
    pub judged_before: usize,
    /// All that were judged.
    pub totals: Totals,
    /// When a night last ended in order with something judged: this one, or one before.
    pub last_success_at: Option<Timestamp>,
    /// Incidents that are open, of all nights, as many as count; `None` if the memory could not be
    /// asked.
    pub open: Option<Vec<(Severity, usize)>>,
    /// The portal that has waited longest to be judged; `None` if the memory could not be asked.
    pub waiting: Option<Waiting>,
    /// Messages that wait to be sent, by state; `None` if that is not known.
    pub outbox: Option<Vec<(&'static str, u64)>>,
}

/// How a night ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Every portal had its turn.
    Finished,
    /// Somebody asked it to stop before: the name of a signal.
    Stopped(&'static str),
    /// It could not begin or go on, and why.
    Failed(String),
}

/// A portal that waits to be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub portal: String,
    /// When a look at it last ended that could be judged, if one ever did.
    pub judged_at: Option<Timestamp>,
}

impl Night {
    /// Whether it ended in order with at least one portal judged: a night on which nothing could be
    /// reached is none on which anybody was watched.
    pub fn is_success(&self) -> bool {
        self.end == End::Finished && matches!(self.exit_code, 0 | 1)
    }

    /// Portals that were not looked at.
    fn not_looked_at(&self) -> usize {
        self.registered.saturating_sub(self.totals.portals())
    }
}

impl End {
    fn id(&self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Stopped(_) => "stopped",
            Self::Failed(_) => "failed",
        }
    }
}

#[cfg(test)]
fn example() -> Night {
    use super::fixture::{at, province};
    let report = province();
    Night {
        started_at: report.started_at,
        finished_at: report.finished_at,
        end: End::Finished,
        exit_code: 1,
        registered: report.portals.len(),
        judged_before: 0,
        totals: Totals::of(&report.portals),
        last_success_at: Some(report.finished_at),
        open: Some(vec![(Severity::Critical, 2), (Severity::High, 0)]),
        waiting: Some(Waiting {
            portal: "thu-vien".into(),
            judged_at: Some(at("2026-11-17T17:00:00Z")),
        }),
        outbox: Some(vec![("waiting", 3), ("failed", 0)]),
    }
}
