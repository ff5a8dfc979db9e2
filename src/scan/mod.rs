//! A run over portals: the only room that knows both the network and the disk, and that owns the
//! clock.

mod admission;
pub mod approved;
mod bench;
mod clock;
mod confirm;
mod days;
mod fold;
mod frontier;
mod journal;
mod known;
mod library;
mod limits;
mod look;
mod news;
mod options;
mod portal;
mod run;
mod scripts;
mod sitemaps;
mod stack;
mod stop;
mod unwatched;
mod version_files;
mod visitors;

pub use clock::Clock;
pub use fold::Findings;
pub use frontier::{Candidate, Frontier, Via};
pub use journal::{Journal, known_rule};
pub use options::{Event, Options, ScanError};
pub use run::run;
pub use stack::{Stack, Weighed};
pub use stop::Stop;

use jiff::Timestamp;

/// The time; nobody else asks for it.
#[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
