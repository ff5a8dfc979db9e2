//! What waits for somebody is put into notices: once, with the link to its events.

use std::cmp::Reverse;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

use super::{notices, routing::owe};
use crate::{
    finding::Severity,
    notice::{Event, Happening, Notice, Occasion},
    store::{
        acts,
        findings::{count, opened_at},
        saved::{from_json, micros, named},
    },
    telling::{self, Subscription},
};

/// A notice with more would be refused by mail servers; the rest is in further ones.
pub(super) const MOST_EVENTS: usize = 1_000;

/// Something that is owed to somebody and is in no notice of theirs.
struct Waiting {
    event: i64,
    finding: Option<String>,
    happening: Happening,
    severity: Severity,
    is_urgent: bool,
    /// Its run is under way.
    is_held: bool,
}

/// Puts what may be told now into notices, within what each recipient wants in an hour.
pub(super) fn news(
    sql: &Connection,
    who: &[Subscription],
    is_running: bool,
    now: Timestamp,
) -> rusqlite::Result<()> {
    for (contact, channel) in recipients(sql)? {
        let is_meant = |own: &&Subscription| {
            own.recipient.contact == contact && own.recipient.channel == channel
        };
        let Some(own) = who.iter().find(is_meant) else {
            move_on(sql, who, &contact, &channel)?;
            continue;
        };
        let mut going = waiting(sql, own, is_running)?;
        going.retain(|one| {
            one.happening != Happening::Reminder
                && telling::goes_now(own, one.is_urgent, one.is_held, now)
        });
        let mut room = own.most_per_hour.saturating_sub(made_last_hour(sql, own, now)?);
        if room == 0 || going.is_empty() {
            continue;
        }
        let mut going = without_set_aside(sql, own, going, now)?;
        going.sort_by_key(|one| (Reverse(one.severity), one.event));
        for part in going.chunks(MOST_EVENTS) {
            if room == 0 {
                break;
            }
            let ids: Vec<i64> = part.iter().map(|one| one.event).collect();
            make(sql, own, Occasion::News, &ids, now)?;
            room -= 1;
        }
    }
    Ok(())
}

fn recipients(sql: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    sql.prepare_cached(
        "SELECT DISTINCT contact, channel FROM owed WHERE notice IS NULL ORDER BY contact, channel",
    )?
    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// What is owed over a channel that a contact no longer has is owed over those they have now. Where
/// they have none, it waits until they do.
fn move_on(
    sql: &Connection,
    who: &[Subscription],
    contact: &str,
    channel: &str,
) -> rusqlite::Result<()> {
    let now: Vec<&Subscription> =
        who.iter().filter(|own| own.recipient.contact == contact).collect();
    if now.is_empty() {
        return Ok(());
    }
    let events: Vec<i64> = sql
        .prepare_cached(
            "SELECT event FROM owed WHERE contact = ?1 AND channel = ?2 AND notice IS NULL",
        )?
        .query_map([contact, channel], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for event in events {
        for own in &now {
            owe(sql, event, contact, &own.recipient.channel)?;
        }
        drop_owed(sql, event, contact, channel)?;
    }
    Ok(())
}

fn drop_owed(sql: &Connection, event: i64, contact: &str, channel: &str) -> rusqlite::Result<()> {
    sql.prepare_cached(
        "DELETE FROM owed WHERE event = ?1 AND contact = ?2 AND channel = ?3 AND notice IS NULL",
    )?
    .execute(params![event, contact, channel])?;
    Ok(())
}

fn waiting(
    sql: &Connection,
    own: &Subscription,
    is_running: bool,
) -> rusqlite::Result<Vec<Waiting>> {
    sql.prepare_cached(
        "SELECT events.id, fingerprint, happening, severity, urgent,
            ?3 AND runs.finished_at IS NULL AND runs.id = (SELECT max(id) FROM runs AS others
                WHERE others.finished_at IS NULL AND others.kind = runs.kind)
         FROM owed JOIN events ON events.id = owed.event LEFT JOIN runs ON runs.id = run
         WHERE contact = ?1 AND channel = ?2 AND notice IS NULL ORDER BY events.id",
    )?
    .query_map(params![own.recipient.contact, own.recipient.channel, is_running], |row| {
        Ok(Waiting {
            event: row.get(0)?,
            finding: row.get(1)?,
            happening: named(&Happening::ALL, Happening::id, &row.get::<_, String>(2)?)?,
            severity: named(&Severity::ALL, Severity::id, &row.get::<_, String>(3)?)?,
            is_urgent: row.get(4)?,
            is_held: row.get::<_, Option<bool>>(5)?.unwrap_or_default(),
        })
    })?
    .collect()
}

/// Notices of news made in the hour before `now`; what was made later was made by another clock.
fn made_last_hour(sql: &Connection, own: &Subscription, now: Timestamp) -> rusqlite::Result<usize> {
    sql.prepare_cached(
        "SELECT count(*) AS made FROM notices WHERE contact = ?1 AND channel = ?2 AND occasion = 'news'
         AND made_at > ?3 AND made_at <= ?4",
    )?
    .query_row(
        params![
            own.recipient.contact,
            own.recipient.channel,
            micros(now - SignedDuration::from_hours(1)),
            micros(now)
        ],
        |row| count(row, "made"),
    )
}

/// Leaves out what somebody muted or closed while it waited. Where nobody was told of it, it is as if
/// it had never been there: once it counts again, it is told.
fn without_set_aside(
    sql: &Connection,
    own: &Subscription,
    going: Vec<Waiting>,
    now: Timestamp,
) -> rusqlite::Result<Vec<Waiting>> {
    let mut left = Vec::with_capacity(going.len());
    for one in going {
        let is_there = one.happening != Happening::Healed;
        let Some(id) = one.finding.as_ref().filter(|_| is_there) else {
            left.push(one);
            continue;
        };
        if !is_set_aside(sql, id, now)? {
            left.push(one);
            continue;
        }
        drop_owed(sql, one.event, &own.recipient.contact, &own.recipient.channel)?;
        sql.prepare_cached(
            "DELETE FROM events WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM owed WHERE event = ?1)",
        )?
        .execute([one.event])?;
    }
    Ok(left)
}

pub(super) fn is_set_aside(sql: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<bool> {
    let mut query = sql.prepare_cached("SELECT * FROM findings WHERE fingerprint = ?1")?;
    let mut rows = query.query([id])?;
    let Some(row) = rows.next()? else { return Ok(false) };
    let handling = acts::handling(sql, id, opened_at(sql, row)?, now)?;
    Ok(handling.set_aside.is_some())
}

/// Makes a notice of events that are owed to somebody.
pub(super) fn make(
    sql: &Connection,
    own: &Subscription,
    occasion: Occasion,
    ids: &[i64],
    now: Timestamp,
) -> rusqlite::Result<()> {
    let mut events = Vec::with_capacity(ids.len());
    for id in ids {
        events.push(event(sql, *id)?);
    }
    sort(&mut events);
    let (contact, channel) = (&own.recipient.contact, &own.recipient.channel);
    let keys = events.iter().map(|event| &*event.key);
    let notice = Notice {
        id: telling::name(occasion, contact, channel, keys),
        occasion,
        at: now,
        recipient: own.recipient.clone(),
        events,
        standing: Vec::new(),
        night: None,
        duty: own.duty.clone(),
        attachments: Vec::new(),
    };
    notices::keep(sql, &notice)?;
    let mut link = sql.prepare_cached(
        "UPDATE owed SET notice = ?1 WHERE event = ?2 AND contact = ?3 AND channel = ?4",
    )?;
    for id in ids {
        link.execute(params![notice.id, id, contact, channel])?;
    }
    Ok(())
}

pub(super) fn event(sql: &Connection, id: i64) -> rusqlite::Result<Event> {
    let text: String = sql
        .prepare_cached("SELECT event FROM events WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    from_json(&text)
}

/// The gravest first, what has one culprit together, then by portal.
pub(super) fn sort(events: &mut [Event]) {
    events.sort_by(|a, b| {
        let culprit = |own: &Event| own.wound.as_ref().and_then(|wound| wound.campaign.clone());
        let portal = |own: &Event| own.of.as_ref().map(|of| of.portal.clone());
        (b.severity, culprit(b))
            .cmp(&(a.severity, culprit(a)))
            .then_with(|| (portal(a), &a.key).cmp(&(portal(b), &b.key)))
    });
}
