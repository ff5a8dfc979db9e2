//! A run over portals: the only room that knows both the network and the disk, and that owns the
//! clock.

mod admission;
mod confirm;
mod fold;
mod frontier;
mod journal;
mod limits;
mod look;
mod portal;
mod run;
mod sitemaps;

pub use fold::Findings;
pub use frontier::{Candidate, Frontier, Via};
pub use journal::Journal;
pub use run::{Event, Options, ScanError, Stop, run};

use jiff::Timestamp;

/// The time; nobody else asks for it.
#[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
