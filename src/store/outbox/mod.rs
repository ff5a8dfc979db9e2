//! The outbox: what is owed to whom, the notices made of it, and what became of each.
//!
//! Everything is derived from events, which are in the database before anybody is told. Each step is
//! one transaction and can be repeated: an event is owed to somebody once, is in one notice of theirs,
//! and a notice is sent under the same id until it arrives.

mod bundling;
mod daily;
mod notices;
mod routing;
mod standing;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

pub use notices::{Due, Retried};

use super::{
    Store, StoreError, events,
    lock::SendersLock,
    saved::{micros, timestamp},
};
use crate::{finding::Sentence, history, telling::Subscription};

/// A run that was cut off is begun again by whoever watches over it; after so long nobody has.
const CUT_OFF_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// Runs that were cut off long ago are no news.
const NEWS_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Contents of notices that were sent are kept for so long.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

impl Store {
    /// Takes the right to send; `None` while another process has it. It is given up when the answer
    /// is dropped, and when the process ends, however it does.
    ///
    /// # Errors
    /// [`StoreError::Folder`] where the lock cannot be made.
    pub fn take_senders_lock(&self) -> Result<Option<SendersLock>, StoreError> {
        SendersLock::take(self.folder())
    }

    /// Makes of all events the notices that are due at `now`, for those who are told.
    ///
    /// While a run is under way only what is urgent of it is told; the rest follows when it has ended.
    ///
    /// # Errors
    /// See [`StoreError`]; what was made before stays.
    pub fn make_notices(&mut self, who: &[Subscription], now: Timestamp) -> Result<(), StoreError> {
        let is_running = Self::under_way(self.folder())?.is_some();
        self.write("looking for runs that did not finish", |sql| cut_off(sql, is_running, now))?;
        let day = history::day(now);
        self.write("working out reminders", |sql| daily::remind(sql, day, now))?;
        self.write("working out who is told", |sql| routing::route(sql, who))?;
        self.write("writing notices", |sql| bundling::news(sql, who, is_running, now))?;
        self.write("writing reminders", |sql| daily::reminders(sql, who, now))?;
        self.write("writing digests", |sql| daily::digests(sql, who, is_running, now))
    }

    /// Forgets the contents of notices that were sent long ago; that they were stays on record.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn forget_notices(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.write("forgetting old notices", |sql| {
            sql.execute(
                "UPDATE notices SET content = x'' WHERE state = 'sent' AND ended_at < ?1
                 AND length(content) > 0",
                [micros(now - KEPT_FOR)],
            )?;
            Ok(())
        })
    }
}

/// Writes which nights did not finish, unless they are under way. A look of heightened watch that was
/// cut off is simply due again.
fn cut_off(sql: &Connection, is_running: bool, now: Timestamp) -> rusqlite::Result<()> {
    let found: Vec<(i64, i64, i64)> = sql
        .prepare_cached(
            "SELECT id, started_at, (SELECT count(*) FROM portal_runs WHERE run = id) FROM runs
             WHERE finished_at IS NULL AND kind = 'nightly' AND started_at > ?1
             AND NOT (?2 AND id = (SELECT max(id) FROM runs AS others
                WHERE others.finished_at IS NULL AND others.kind = 'nightly'))
             AND max(started_at, coalesce(
                (SELECT max(judged_at) FROM portal_runs WHERE run = id), 0)) < ?3
             AND NOT EXISTS (SELECT 1 FROM events WHERE key = 'cut-off:' || runs.id)",
        )?
        .query_map(
            params![micros(now - NEWS_FOR), is_running, micros(now - CUT_OFF_AFTER)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
        .collect::<Result<_, _>>()?;
    for (run, began, judged) in found {
        let local = timestamp(began)?.to_zoned(history::zone());
        let why = Sentence {
            vi: format!(
                "Lượt quét bắt đầu lúc {} (giờ Việt Nam) bị ngắt giữa chừng: mới xem được {judged} \
                 cổng; lượt kế tiếp sẽ làm tiếp nếu chưa quá lâu.",
                local.strftime("%H:%M ngày %d/%m/%Y")
            ),
            en: format!(
                "The run that began at {} (Việt Nam time) was cut off after {judged} portals; the \
                 next run goes on with it if that is not too long ago.",
                local.strftime("%Y-%m-%d %H:%M")
            ),
        };
        events::write(sql, None, &events::of_watch(format!("cut-off:{run}"), why, now))?;
    }
    Ok(())
}
