//! What was done of what a schedule asks for.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::{
    Store, StoreError,
    saved::{micros, timestamp},
};
use crate::schedule::Done;

/// The kind of a run that is none: from here on the clock is another one.
const SET_BACK: &str = "clock-set-back";

impl Store {
    /// When the last nightly run began that came to its end, and when each of these portals was last
    /// looked at, up to now.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn done<'a>(
        &self,
        portals: impl Iterator<Item = &'a str>,
        now: Timestamp,
    ) -> Result<Done, StoreError> {
        self.read("recalling what was done", |sql| {
            let night: Option<i64> = sql
                .prepare_cached(
                    "SELECT started_at FROM runs
                     WHERE kind IN ('nightly', ?1) AND finished_at IS NOT NULL
                     ORDER BY id DESC LIMIT 1",
                )?
                .query_row([SET_BACK], |row| row.get(0))
                .optional()?;
            let mut query = sql.prepare_cached(
                "SELECT judged_at FROM portal_runs
                 WHERE portal = ?1 AND judged_at <= ?2
                   AND json_extract(coverage, '$.stopped_by') IS NOT 'signal'
                 ORDER BY judged_at DESC LIMIT 1",
            )?;
            let mut done = Done { night: night.map(timestamp).transpose()?, ..Done::default() };
            for portal in portals {
                let look = query.query_row(params![portal, micros(now)], |row| row.get(0));
                if let Some(look) = look.optional()? {
                    done.looks.insert(portal.to_owned(), timestamp(look)?);
                }
            }
            Ok(done)
        })
    }

    /// Puts on record that the clock was set back to now: nightly runs that were begun by the clock
    /// as it was say nothing of the nights to come.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_clock_set_back(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.write("noting that the clock was set back", |sql| {
            sql.execute(
                "INSERT INTO runs (kind, started_at, finished_at) VALUES (?1, ?2, ?2)",
                params![SET_BACK, micros(now)],
            )?;
            Ok(())
        })
    }
}
