//! What comes once a day: reminders of what is still open, and the digest.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    bundling::{self, MOST_EVENTS, event, is_set_aside, make},
    notices,
    standing::{last_night, standings},
};
use crate::{
    finding::{Family, Severity},
    history,
    notice::{Event, Happening, Notice, Occasion, PortalStanding},
    store::{
        acts, events,
        findings::opened_at,
        saved::{micros, named, timestamp},
    },
    telling::{self, Subscription},
};

/// A portal that was not judged for longer stands in the digest.
const NOT_JUDGED_FOR: SignedDuration = SignedDuration::from_hours(36);

/// Works out, once for each day in Việt Nam, of which open findings people are to be reminded.
pub(super) fn remind(sql: &Connection, day: Date, now: Timestamp) -> rusqlite::Result<()> {
    let today = day.to_string();
    let is_new = sql
        .prepare_cached("INSERT OR IGNORE INTO reminded (day) VALUES (?1)")?
        .execute([&today])?;
    if is_new == 0 {
        return Ok(());
    }
    let mut due = Vec::new();
    let mut query =
        sql.prepare_cached("SELECT * FROM findings WHERE state = 'open' AND clean_nights IS NULL")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column: &str| row.get::<_, String>(column);
        let id = text("fingerprint")?;
        let severity = named(&Severity::ALL, Severity::id, &text("severity")?)?;
        let family = named(&Family::ALL, Family::id, &text("family")?)?;
        let opened_at = opened_at(sql, row)?;
        let handling = acts::handling(sql, &id, opened_at, now)?;
        if !family.is_incident() || handling.set_aside.is_some() {
            continue;
        }
        let last: Option<i64> = sql
            .prepare_cached(
                "SELECT max(at) FROM events WHERE fingerprint = ?1 AND happening = 'reminder'
                 AND at <= ?2",
            )?
            .query_row(params![id, micros(now)], |row| row.get(0))?;
        let last = last.map(timestamp).transpose()?.map(history::day);
        let is_acknowledged = handling.acknowledged.is_some();
        let opened = history::day(opened_at);
        if telling::is_reminded(severity, is_acknowledged, opened, last, day) {
            due.push(id);
        }
    }
    for id in due {
        if let Some(event) = events::reminder(sql, &id, &today, now)? {
            events::write(sql, None, &event)?;
        }
    }
    Ok(())
}

/// Makes one reminder for each recipient and day of what waits for it.
pub(super) fn reminders(
    sql: &Connection,
    who: &[Subscription],
    now: Timestamp,
) -> rusqlite::Result<()> {
    for own in who {
        let Some(day) = telling::reminder_day(own, now) else { continue };
        let waiting = waiting(sql, own)?;
        if waiting.is_empty() || !begin(sql, own, Occasion::Reminder, day)? {
            continue;
        }
        // What is left of a day on which nothing could be sent is said again by today's.
        let mut newest: HashMap<&str, i64> = HashMap::new();
        for (event, finding) in &waiting {
            newest.insert(finding, *event);
        }
        let mut going: Vec<(Severity, i64)> = Vec::new();
        for (finding, id) in newest {
            if !is_set_aside(sql, finding, now)? && is_open(sql, finding)? {
                going.push((event(sql, id)?.severity, id));
            }
        }
        going.sort_by_key(|(severity, id)| (std::cmp::Reverse(*severity), *id));
        let ids: Vec<i64> = going.into_iter().map(|(_, id)| id).take(MOST_EVENTS).collect();
        if !ids.is_empty() {
            make(sql, own, Occasion::Reminder, &ids, now)?;
        }
        sql.prepare_cached(
            "DELETE FROM owed WHERE contact = ?1 AND channel = ?2 AND notice IS NULL
             AND event IN (SELECT id FROM events WHERE happening = 'reminder')",
        )?
        .execute([&own.recipient.contact, &own.recipient.channel])?;
    }
    Ok(())
}

/// Reminders that are in no notice, oldest first, each with its finding.
fn waiting(sql: &Connection, own: &Subscription) -> rusqlite::Result<Vec<(i64, String)>> {
    sql.prepare_cached(
        "SELECT events.id, fingerprint FROM owed JOIN events ON events.id = owed.event
         WHERE contact = ?1 AND channel = ?2 AND notice IS NULL AND happening = ?3
         AND fingerprint IS NOT NULL ORDER BY events.id",
    )?
    .query_map(
        params![own.recipient.contact, own.recipient.channel, Happening::Reminder.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .collect()
}

fn is_open(sql: &Connection, finding: &str) -> rusqlite::Result<bool> {
    sql.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM findings WHERE fingerprint = ?1 AND state = 'open'
            AND clean_nights IS NULL)",
    )?
    .query_row([finding], |row| row.get(0))
}

/// Makes the digests whose hour has come.
pub(super) fn digests(
    sql: &Connection,
    who: &[Subscription],
    is_running: bool,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let mut all: Option<BTreeMap<String, PortalStanding>> = None;
    for own in who {
        let Some(day) = telling::digest_day(own, is_running, now) else { continue };
        let since = told_until(sql, own)?;
        if !begin(sql, own, Occasion::Digest, day)? {
            continue;
        }
        let all = match &mut all {
            Some(all) => all,
            None => all.insert(standings(sql, now)?),
        };
        let events = match own.is_log {
            true => Vec::new(),
            false => events_since(sql, own, since, now)?,
        };
        let standing = standing(own, all, now);
        // Whoever watches hears each morning that the watch lives.
        if !own.of_watch && events.is_empty() && standing.is_empty() {
            continue;
        }
        let (contact, channel) = (&own.recipient.contact, &own.recipient.channel);
        notices::keep(
            sql,
            &Notice {
                id: telling::name(Occasion::Digest, contact, channel, [&*day.to_string()]),
                occasion: Occasion::Digest,
                at: now,
                recipient: own.recipient.clone(),
                events,
                standing,
                night: last_night(sql)?,
                duty: own.duty.clone(),
                attachments: Vec::new(),
            },
        )?;
    }
    Ok(())
}

/// Notes that the day's notice of an occasion is made now; whether it was not made before.
fn begin(
    sql: &Connection,
    own: &Subscription,
    occasion: Occasion,
    day: Date,
) -> rusqlite::Result<bool> {
    let noted = sql
        .prepare_cached(
            "INSERT OR IGNORE INTO daily (contact, channel, occasion, day, event)
             SELECT ?1, ?2, ?3, ?4, coalesce(max(id), 0) FROM events",
        )?
        .execute(params![
            own.recipient.contact,
            own.recipient.channel,
            occasion.id(),
            day.to_string()
        ])?;
    Ok(noted > 0)
}

/// Up to which event the last digest told.
fn told_until(sql: &Connection, own: &Subscription) -> rusqlite::Result<Option<i64>> {
    sql.prepare_cached(
        "SELECT max(event) FROM daily WHERE contact = ?1 AND channel = ?2 AND occasion = 'digest'",
    )?
    .query_row([&own.recipient.contact, &own.recipient.channel], |row| row.get(0))
    .optional()
    .map(Option::flatten)
}

/// What somebody was told since, or, where there was no digest before, in the last day.
fn events_since(
    sql: &Connection,
    own: &Subscription,
    since: Option<i64>,
    now: Timestamp,
) -> rusqlite::Result<Vec<Event>> {
    let ids: Vec<(i64, Option<String>)> = sql
        .prepare_cached(
            "SELECT events.id, fingerprint FROM owed JOIN events ON events.id = owed.event
             WHERE contact = ?1 AND channel = ?2 AND happening <> 'reminder'
             AND iif(?3 IS NULL, at > ?4, events.id > ?3) ORDER BY events.id DESC",
        )?
        .query_map(
            params![
                own.recipient.contact,
                own.recipient.channel,
                since,
                micros(now - SignedDuration::from_hours(24))
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<Result<_, _>>()?;
    let mut told = Vec::new();
    for (id, finding) in ids {
        let is_set_aside = match finding {
            Some(finding) => is_set_aside(sql, &finding, now)?,
            None => false,
        };
        if !is_set_aside {
            told.push(event(sql, id)?);
        }
    }
    bundling::sort(&mut told);
    told.truncate(MOST_EVENTS);
    Ok(told)
}

/// The portals with something open, and those that nobody could judge for a time.
fn standing(
    own: &Subscription,
    all: &BTreeMap<String, PortalStanding>,
    now: Timestamp,
) -> Vec<PortalStanding> {
    let mut standing = Vec::new();
    for (portal, of) in &own.portals {
        let known = all.get(portal).cloned();
        let nothing = PortalStanding {
            of: of.clone(),
            open: [0; 4],
            unacknowledged: 0,
            oldest: None,
            judged_at: None,
        };
        let one = PortalStanding { of: of.clone(), ..known.unwrap_or(nothing) };
        let is_judged = one.judged_at.is_some_and(|at| now.duration_since(at) < NOT_JUDGED_FOR);
        if one.open != [0; 4] || !is_judged {
            standing.push(one);
        }
    }
    standing.sort_by_key(|one| std::cmp::Reverse(one.open));
    standing
}
