//! Runs: when they began, whether they ended, and which portals they have judged.

use std::fmt;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, StoreError, events,
    saved::{micros, timestamp},
};

/// The number of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub(super) i64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A run that was ended before its time and can go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// The run.
    pub run: RunId,
    /// When it began.
    pub started_at: Timestamp,
    /// Portals that it has judged, in the order in which that happened. They need not be looked
    /// at again: [`Store::portal_report`] recalls what was found.
    pub judged: Vec<String>,
}

impl Store {
    /// Begins a run of a kind: `nightly`, `scan`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn begin_run(&mut self, kind: &str, at: Timestamp) -> Result<RunId, StoreError> {
        self.write("beginning a run", |sql| {
            sql.execute(
                "INSERT INTO runs (kind, started_at) VALUES (?1, ?2)",
                params![kind, micros(at)],
            )?;
            Ok(RunId(sql.last_insert_rowid()))
        })
    }

    /// Ends a run: all its portals are judged, and it need not go on.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn finish_run(&mut self, run: RunId, at: Timestamp) -> Result<(), StoreError> {
        self.write("finishing a run", |sql| {
            sql.execute(
                "UPDATE runs SET finished_at = ?2 WHERE id = ?1",
                params![run.0, micros(at)],
            )?;
            events::of_run(sql, run, at)
        })
    }

    /// The last run of a kind, if it did not end and did not begin before `newer_than`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn unfinished_run(
        &self,
        kind: &str,
        newer_than: Timestamp,
    ) -> Result<Option<Unfinished>, StoreError> {
        self.read("looking for an unfinished run", |sql| {
            let last = sql
                .query_row(
                    "SELECT id, started_at, finished_at FROM runs WHERE kind = ?1
                     ORDER BY id DESC LIMIT 1",
                    [kind],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?)),
                )
                .optional()?;
            let Some((run, started_at, None)) = last else { return Ok(None) };
            let started_at = timestamp(started_at)?;
            if started_at < newer_than {
                return Ok(None);
            }
            Ok(Some(Unfinished { run: RunId(run), started_at, judged: judged(sql, run)? }))
        })
    }
}

fn judged(sql: &Connection, run: i64) -> rusqlite::Result<Vec<String>> {
    sql.prepare_cached("SELECT portal FROM portal_runs WHERE run = ?1 ORDER BY judged_at, portal")?
        .query_map([run], |row| row.get(0))?
        .collect()
}
