//! How all portals stand, for the digests of one morning.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use crate::{
    finding::{Family, Severity},
    notice::{Night, Of, PortalStanding},
    store::{
        acts,
        findings::{count, opened_at},
        saved::{named, timestamp},
    },
};

/// Every portal that was ever looked at, by its id.
pub(super) fn standings(
    sql: &Connection,
    now: Timestamp,
) -> rusqlite::Result<BTreeMap<String, PortalStanding>> {
    let mut standings = judged(sql)?;
    let mut query =
        sql.prepare_cached("SELECT * FROM findings WHERE state = 'open' AND clean_nights IS NULL")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column: &str| row.get::<_, String>(column);
        let family = named(&Family::ALL, Family::id, &text("family")?)?;
        let severity = named(&Severity::ALL, Severity::id, &text("severity")?)?;
        let opened_at = opened_at(sql, row)?;
        let handling = acts::handling(sql, &text("fingerprint")?, opened_at, now)?;
        if !family.is_incident() || handling.set_aside.is_some() {
            continue;
        }
        let portal = text("portal")?;
        let own = standings.entry(portal.clone()).or_insert_with(|| nothing(portal));
        let nth = Severity::ALL.iter().position(|own| *own == severity);
        if let Some(open) = nth.and_then(|nth| own.open.get_mut(nth)) {
            *open += 1;
            own.unacknowledged += usize::from(handling.acknowledged.is_none());
        }
        let first_seen = timestamp(row.get("first_seen")?)?;
        own.oldest = Some(own.oldest.map_or(first_seen, |oldest| oldest.min(first_seen)));
    }
    Ok(standings)
}

fn nothing(portal: String) -> PortalStanding {
    PortalStanding {
        of: Of { name: portal.clone(), portal, agency: None, province: None, url: String::new() },
        open: [0; 4],
        unacknowledged: 0,
        oldest: None,
        judged_at: None,
    }
}

fn judged(sql: &Connection) -> rusqlite::Result<BTreeMap<String, PortalStanding>> {
    sql.prepare_cached(
        "SELECT portal, max(iif(state IN ('clean', 'findings'), judged_at, NULL))
         FROM portal_runs GROUP BY portal",
    )?
    .query_map([], |row| {
        let portal: String = row.get(0)?;
        let judged_at = row.get::<_, Option<i64>>(1)?.map(timestamp).transpose()?;
        Ok((portal.clone(), PortalStanding { judged_at, ..nothing(portal) }))
    })?
    .collect()
}

/// How the last nightly run went.
pub(super) fn last_night(sql: &Connection) -> rusqlite::Result<Option<Night>> {
    sql.prepare_cached(
        "SELECT started_at, finished_at,
            (SELECT count(*) FROM portal_runs WHERE run = id) AS portals,
            (SELECT count(*) FROM portal_runs WHERE run = id AND state IN ('clean', 'findings'))
            AS judged
         FROM runs WHERE kind = 'nightly' ORDER BY id DESC LIMIT 1",
    )?
    .query_row([], |row| {
        Ok(Night {
            started_at: timestamp(row.get(0)?)?,
            finished_at: row.get::<_, Option<i64>>(1)?.map(timestamp).transpose()?,
            portals: count(row, "portals")?,
            judged: count(row, "judged")?,
        })
    })
    .optional()
}
