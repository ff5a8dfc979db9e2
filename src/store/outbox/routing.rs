//! Which events are owed to whom.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{finding::Severity, notice::Happening, store::saved::named, telling::Subscription};

/// An event as far as it decides who hears of it.
struct Event {
    id: i64,
    key: String,
    portal: Option<String>,
    finding: Option<(String, i64)>,
    happening: Happening,
    severity: Severity,
}

pub(super) fn route(sql: &Connection, who: &[Subscription]) -> rusqlite::Result<()> {
    let events = unrouted(sql)?;
    if events.is_empty() {
        return Ok(());
    }
    let mut by_portal: HashMap<&str, Vec<&Subscription>> = HashMap::new();
    for own in who {
        for portal in own.portals.keys() {
            by_portal.entry(portal).or_default().push(own);
        }
    }
    for event in &events {
        let recipients: Vec<(String, String)> = match (&event.finding, &event.portal) {
            (Some(finding), _) if event.happening == Happening::Healed => told(sql, finding)?,
            (_, Some(portal)) => {
                let all = by_portal.get(&**portal).into_iter().flatten();
                all.filter(|own| event.severity >= own.floor).map(|own| place(own)).collect()
            }
            (_, None) => {
                // Nobody is told over a channel that this very channel does not work.
                let failing = failing(sql, &event.key)?;
                let all = who.iter().filter(|own| own.of_watch).map(place);
                all.filter(|own| failing.as_ref() != Some(own)).collect()
            }
        };
        for (contact, channel) in recipients {
            owe(sql, event.id, &contact, &channel)?;
        }
        sql.prepare_cached("UPDATE events SET routed = 1 WHERE id = ?1")?.execute([event.id])?;
    }
    Ok(())
}

fn unrouted(sql: &Connection) -> rusqlite::Result<Vec<Event>> {
    sql.prepare_cached(
        "SELECT id, key, portal, fingerprint, reopened, happening, severity FROM events
         WHERE routed = 0 ORDER BY id",
    )?
    .query_map([], |row| {
        let finding: (Option<String>, Option<i64>) = (row.get(3)?, row.get(4)?);
        Ok(Event {
            id: row.get(0)?,
            key: row.get(1)?,
            portal: row.get(2)?,
            finding: finding.0.zip(finding.1),
            happening: named(&Happening::ALL, Happening::id, &row.get::<_, String>(5)?)?,
            severity: named(&Severity::ALL, Severity::id, &row.get::<_, String>(6)?)?,
        })
    })?
    .collect()
}

fn place(own: &Subscription) -> (String, String) {
    (own.recipient.contact.clone(), own.recipient.channel.clone())
}

/// Who was told that a finding is there, or will be.
fn told(
    sql: &Connection,
    (finding, reopened): &(String, i64),
) -> rusqlite::Result<Vec<(String, String)>> {
    sql.prepare_cached(
        "SELECT DISTINCT contact, channel FROM owed JOIN events ON events.id = owed.event
         WHERE fingerprint = ?1 AND reopened = ?2
         AND happening IN ('new', 'worse', 'reopened', 'watch-failed')",
    )?
    .query_map(params![finding, reopened], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// To whom a notice could not be delivered, if the event says that.
fn failing(sql: &Connection, key: &str) -> rusqlite::Result<Option<(String, String)>> {
    let Some(notice) = key.strip_prefix(super::notices::UNDELIVERED) else { return Ok(None) };
    sql.prepare_cached("SELECT contact, channel FROM notices WHERE id = ?1")?
        .query_row([notice], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

pub(super) fn owe(
    sql: &Connection,
    event: i64,
    contact: &str,
    channel: &str,
) -> rusqlite::Result<()> {
    sql.prepare_cached("INSERT OR IGNORE INTO owed (event, contact, channel) VALUES (?1, ?2, ?3)")?
        .execute(params![event, contact, channel])?;
    Ok(())
}
