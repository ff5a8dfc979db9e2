//! Portals that are watched: what was healed on them a short time ago may come back.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{
    Store, StoreError,
    findings::read_known,
    saved::{micros, named, timestamp},
};
use crate::{
    finding::Family,
    history::{self, Known},
    outcome::Watch,
};

impl Store {
    /// The findings of a portal that were healed a short time ago, the last healed first: they
    /// are watched.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn watched_findings(&self, portal: &str, now: Timestamp) -> Result<Vec<Known>, StoreError> {
        self.read("recalling what was healed", |sql| watched(sql, portal, now))
    }
}

/// What is watched: wounds, not portals that were silent for a time or ran old software.
fn watched(sql: &Connection, portal: &str, now: Timestamp) -> rusqlite::Result<Vec<Known>> {
    let mut query = sql.prepare_cached(
        "SELECT * FROM findings
         WHERE portal = ?1 AND state = 'healed' AND healed_at > ?2
         ORDER BY healed_at DESC, fingerprint",
    )?;
    let healed = query.query_map(params![portal, micros(now - history::WATCHED_FOR)], |row| {
        let family = named(&Family::ALL, Family::id, &row.get::<_, String>("family")?)?;
        Ok((family.is_incident() && family != Family::Availability, read_known(row)?))
    })?;
    let watched = healed.filter_map(|row| match row {
        Ok((is_wound, known)) => is_wound.then_some(Ok(known)),
        Err(error) => Some(Err(error)),
    });
    watched.collect()
}

/// Whether the portal is watched because of what was healed on it.
pub(super) fn watch(
    sql: &Connection,
    portal: &str,
    at: Timestamp,
) -> rusqlite::Result<Option<Watch>> {
    let healed = watched(sql, portal, at)?;
    let last: Option<i64> = match healed.first() {
        Some(last) => sql
            .prepare_cached("SELECT healed_at FROM findings WHERE fingerprint = ?1")?
            .query_row([&last.id.0], |row| row.get(0))?,
        None => None,
    };
    let last = last.map(timestamp).transpose()?;
    Ok(last.map(|last| Watch {
        healed: healed.len(),
        until: last.checked_add(history::WATCHED_FOR).unwrap_or(last),
    }))
}
