//! Findings that were not seen again: which are gone, and which were gone for long enough.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{RunId, findings::open, saved::micros};
use crate::{
    finding::{Fingerprint, Standing},
    history::{self, Known, KnownState, LookedAt},
    outcome::{Gone, State},
};

/// Writes down which findings are gone, and says of those that people had been told about which
/// were gone for long enough: first those that were not.
pub(super) fn end(
    sql: &Connection,
    run: RunId,
    (portal, state): (&str, State),
    tonight: &HashSet<&Fingerprint>,
    looked_at: &LookedAt,
    at: Timestamp,
) -> rusqlite::Result<(Vec<Gone>, Vec<Gone>)> {
    let (mut clearing, mut healed) = (Vec::new(), Vec::new());
    for known in open(sql, portal)? {
        if tonight.contains(&known.id) || !history::is_gone(&known, looked_at, state) {
            continue;
        }
        sql.prepare_cached("DELETE FROM sightings WHERE run = ?1 AND fingerprint = ?2")?
            .execute(params![run.0, known.id.0])?;
        if was_withdrawn(sql, &known)? {
            withdraw(sql, &known)?;
            continue;
        }
        let clean = history::clean_nights(&known, at);
        let is_healed = history::is_healed(&known, clean);
        sql.prepare_cached(
            "UPDATE findings SET untold = NULL, clean_nights = ?2, clean_since = ?3,
                clean_counted_at = ?4, state = iif(?5, 'healed', 'open'),
                healed_at = iif(?5, ?6, healed_at)
             WHERE fingerprint = ?1",
        )?
        .execute(params![
            known.id.0,
            clean.count,
            micros(clean.since),
            micros(clean.counted_at),
            is_healed,
            micros(at),
        ])?;
        let list = if is_healed { &mut healed } else { &mut clearing };
        list.push(Gone {
            id: known.id,
            rule: known.rule,
            severity: known.severity,
            subject: known.subject,
            url: known.url,
            first_seen: known.first_seen,
            clean_nights: clean.count,
        });
    }
    Ok((clearing, healed))
}

/// A first look that no second look bore out, and of which nobody was told or spoke.
fn was_withdrawn(sql: &Connection, known: &Known) -> rusqlite::Result<bool> {
    if !matches!(known.state, KnownState::Untold(_)) {
        return Ok(false);
    }
    sql.prepare_cached(
        "SELECT NOT confirmed AND NOT EXISTS (SELECT 1 FROM acts WHERE acts.fingerprint = ?1)
         FROM findings WHERE fingerprint = ?1",
    )?
    .query_row([&known.id.0], |row| row.get(0))
}

/// Puts back what was known before.
fn withdraw(sql: &Connection, known: &Known) -> rusqlite::Result<()> {
    let change = match known.state {
        KnownState::Untold(Standing::Reopened) => {
            "UPDATE findings SET state = 'healed', untold = NULL,
                                 healed_at = coalesce(healed_at, last_seen),
                                 times_reopened = times_reopened - 1
             WHERE fingerprint = ?1"
        }
        _ => "DELETE FROM findings WHERE fingerprint = ?1",
    };
    sql.prepare_cached(change)?.execute([&known.id.0])?;
    Ok(())
}
