//! What is remembered from night to night: the only room that knows SQL.
//!
//! A finding is written before anybody is told of it, and a write has reached the disk before it
//! is acknowledged (`synchronous = FULL`: an fsync for a handful of writes per portal costs less
//! than a wound that is forgotten in a power cut). A database that can not be trusted is never
//! repaired, emptied or replaced; it is named, and left as it is.

mod acts;
mod cohort;
mod copy;
mod days;
mod done;
mod error;
mod events;
mod evidence;
mod findings;
mod gone;
mod incidents;
mod lock;
mod open;
mod outbox;
mod pages;
mod portals;
mod recorder;
mod runs;
mod saved;
mod scripts;
mod software;
mod version_files;
mod watch;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

pub use days::{Days, Packed};
pub use error::StoreError;
pub use evidence::Kept;
pub use findings::Sighting;
pub use incidents::Meant;
pub use lock::{Pulse, RunLock, SendersLock, UnderWay};
pub use outbox::{Due, Retried};
pub use pages::KnownPage;
pub use recorder::{Recorder, Writer};
pub use runs::{RunId, Unfinished};
pub use scripts::PackedScript;

use crate::finding::{Family, Text};

/// What a rule of this program says, looked up when a stored finding is told again.
#[derive(Clone, Copy, Debug)]
pub struct KnownRule {
    /// The rule's name.
    pub id: &'static str,
    /// The rule's family.
    pub family: Family,
    /// Why its findings matter.
    pub why: Text,
    /// What to do about them.
    pub repair: Text,
}

/// Finds a rule by its name; `None` for a rule that this version of the program does not have.
pub type Rules = fn(&str) -> Option<KnownRule>;

/// The memory of one installation. It belongs to one run at a time and to one thread; see
/// [`Recorder`] for writing from many tasks, [`Store::open_beside`] for asking it meanwhile.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    rules: Rules,
    // Closed before the lock is given up: fields are dropped in this order.
    connection: Connection,
    /// `None` where it was opened beside a run.
    _lock: Option<RunLock>,
}

impl Store {
    /// The state folder.
    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// Does all of `work` or nothing. `doing` completes "failed while …" in the error.
    fn write<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        // IMMEDIATE: a transaction that reads first and writes later would not wait for the lock.
        let done = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                let answer = work(&transaction)?;
                transaction.commit()?;
                Ok(answer)
            });
        done.map_err(|error| StoreError::sql(&self.path, doing, error))
    }

    fn read<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        work(&self.connection).map_err(|error| StoreError::sql(&self.path, doing, error))
    }
}
