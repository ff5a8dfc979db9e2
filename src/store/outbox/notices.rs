//! Notices as they are kept, and what became of each.

use std::{
    io::{self, Read as _, Write as _},
    time::Duration,
};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{
    finding::{Sentence, Severity},
    notice::{Event, Happening, Notice, Occasion, Outbox, Owed, Posted, PostedState},
    store::{
        Store, StoreError, events,
        findings::count,
        saved::{micros, named, strange, timestamp, to_json},
    },
    telling,
};

/// Begins the keys of events which say that a notice could not be delivered.
pub(super) const UNDELIVERED: &str = "undelivered:";
/// Bytes of a notice, unpacked.
const MOST: u64 = 64 << 20;
/// What a channel says is kept up to so many characters.
const MOST_SAID: usize = 500;

/// A notice that is to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its id.
    pub id: String,
    /// The channel's id.
    pub channel: String,
}

/// What became of the wish to send a notice again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retried {
    /// It is sent again as soon as somebody sends.
    Waits(String),
    /// It was taken at that time: whoever got it would get it twice.
    WasSent(String, Timestamp),
    /// No notice is called so.
    Nobody,
    /// Several begin so.
    Several,
}

impl Store {
    /// What is to be sent at `now`, the gravest first; all that waits, if a person asks for that.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn due_notices(&self, all: bool, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        self.read("looking for what is to be sent", |sql| {
            let mut due: Vec<(Option<Severity>, i64, Due)> = sql
                .prepare_cached(
                    "SELECT id, channel, worst, made_at, next_attempt_at FROM notices
                     WHERE state = 'waiting'",
                )?
                .query_map([], |row| {
                    let next = timestamp(row.get(4)?)?;
                    if !all && !telling::is_due(next, now) {
                        return Ok(None);
                    }
                    let due = Due { id: row.get(0)?, channel: row.get(1)? };
                    Ok(Some((worst(row)?, row.get(3)?, due)))
                })?
                .filter_map(Result::transpose)
                .collect::<Result<_, _>>()?;
            due.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, &a.2.id).cmp(&(b.1, &b.2.id))));
            Ok(due.into_iter().map(|(_, _, due)| due).collect())
        })
    }

    /// A notice that is to be sent; `None` if it need not be sent any more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn notice(&self, id: &str) -> Result<Option<Notice>, StoreError> {
        self.read("recalling a notice", |sql| {
            let content: Option<Vec<u8>> = sql
                .prepare_cached("SELECT content FROM notices WHERE id = ?1 AND state = 'waiting'")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            content.as_deref().map(unpacked).transpose()
        })
    }

    /// Remembers that a channel took a notice.
    ///
    /// # Errors
    /// See [`StoreError`]; then it will be sent again, under the same id.
    pub fn sent(&mut self, id: &str, said: &str, at: Timestamp) -> Result<(), StoreError> {
        self.write("remembering what was sent", |sql| {
            sql.prepare_cached(
                "UPDATE notices SET state = 'sent', attempts = attempts + 1, said = ?2, ended_at = ?3
                 WHERE id = ?1 AND state <> 'sent'",
            )?
            .execute(params![id, cut(said), micros(at)])?;
            Ok(())
        })
    }

    /// Remembers that a channel did not take a notice, and says when it is tried again: `None` if it
    /// is given up, which others are told. `is_final` where the channel would refuse it again;
    /// `asked` is how long the other side asked to wait.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn not_sent(
        &mut self,
        id: &str,
        why: &str,
        is_final: bool,
        asked: Option<Duration>,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.write("remembering what was not sent", |sql| {
            let (attempts, made_at) = sql
                .prepare_cached("SELECT attempts + 1, made_at FROM notices WHERE id = ?1")?
                .query_row([id], |row| Ok((row.get(0)?, timestamp(row.get(1)?)?)))?;
            let next = telling::next_try(id, made_at, attempts, asked, at);
            let next = next.filter(|_| !is_final);
            sql.prepare_cached(
                "UPDATE notices SET attempts = ?2, said = ?3, state = iif(?4 IS NULL, 'given-up', state),
                    next_attempt_at = coalesce(?4, next_attempt_at), ended_at = iif(?4 IS NULL, ?5, NULL)
                 WHERE id = ?1 AND state = 'waiting'",
            )?
            .execute(params![id, attempts, cut(why), next.map(micros), micros(at)])?;
            if next.is_none() {
                tell_others(sql, id, why, at)?;
            }
            Ok(next)
        })
    }

    /// Has a notice sent again that waits or was given up; `id` may be the beginning of its id.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn retry_notice(&mut self, id: &str, now: Timestamp) -> Result<Retried, StoreError> {
        self.write("having a notice sent again", |sql| {
            let found: Vec<(String, String, Option<i64>)> = sql
                .prepare_cached(
                    "SELECT id, state, ended_at FROM notices
                     WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 2",
                )?
                .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<Result<_, _>>()?;
            let (whole, state, ended_at) = match &*found {
                [] => return Ok(Retried::Nobody),
                [only] => only,
                [first, ..] if first.0 == id => first,
                _ => return Ok(Retried::Several),
            };
            if state == "sent" {
                let at = timestamp(ended_at.unwrap_or_default())?;
                return Ok(Retried::WasSent(whole.clone(), at));
            }
            sql.execute(
                "UPDATE notices SET state = 'waiting', attempts = 0, next_attempt_at = ?2,
                    ended_at = NULL WHERE id = ?1",
                params![whole, micros(now)],
            )?;
            Ok(Retried::Waits(whole.clone()))
        })
    }

    /// How many notices there are in each state, and how many events wait to be put into one
    /// (`owed`).
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn outbox_depth(&self) -> Result<Vec<(&'static str, u64)>, StoreError> {
        self.read("counting what is in the outbox", |sql| {
            let mut depth = Vec::new();
            for (state, question) in [
                ("waiting", "SELECT count(*) FROM notices WHERE state = 'waiting'"),
                ("given-up", "SELECT count(*) FROM notices WHERE state = 'given-up'"),
                ("sent", "SELECT count(*) FROM notices WHERE state = 'sent'"),
                ("owed", "SELECT count(*) FROM owed WHERE notice IS NULL"),
            ] {
                let number: i64 = sql.query_row(question, [], |row| row.get(0))?;
                depth.push((state, number.unsigned_abs()));
            }
            Ok(depth)
        })
    }

    /// What is in the outbox: what waits and what was given up, or really all; what was made last
    /// comes first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn outbox(&self, all: bool) -> Result<Outbox, StoreError> {
        self.read("looking into the outbox", |sql| {
            let notices = sql
                .prepare_cached(
                    "SELECT * FROM notices WHERE ?1 OR state <> 'sent' ORDER BY made_at DESC, id",
                )?
                .query_map([all], posted)?
                .collect::<Result<_, _>>()?;
            Ok(Outbox { notices, owed: owed(sql)? })
        })
    }
}

/// Keeps a notice that was just made; it is due at once.
pub(super) fn keep(sql: &Connection, notice: &Notice) -> rusqlite::Result<()> {
    let worst = notice.events.iter().map(|event| event.severity).max();
    sql.prepare_cached(
        "INSERT OR IGNORE INTO notices
            (id, occasion, contact, channel, made_at, events, worst, content, state, next_attempt_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', ?5)",
    )?
    .execute(params![
        notice.id,
        notice.occasion.id(),
        notice.recipient.contact,
        notice.recipient.channel,
        micros(notice.at),
        notice.events.len() as i64,
        worst.map(Severity::id),
        packed(notice)?,
    ])?;
    Ok(())
}

/// Writes that somebody cannot be told; not of a notice that says nothing else itself, or two broken
/// channels would tell each other for ever.
fn tell_others(sql: &Connection, id: &str, why: &str, at: Timestamp) -> rusqlite::Result<()> {
    let (contact, channel, occasion): (String, String, String) = sql
        .prepare_cached("SELECT contact, channel, occasion FROM notices WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let told: i64 = sql
        .prepare_cached(
            "SELECT count(*) FROM owed JOIN events ON events.id = owed.event
             WHERE notice = ?1 AND substr(key, 1, length(?2)) <> ?2",
        )?
        .query_row([id, UNDELIVERED], |row| row.get(0))?;
    // A digest is owed nothing, and missed all the same.
    if told == 0 && occasion != Occasion::Digest.id() {
        return Ok(());
    }
    let why = cut(why);
    let sentence = Sentence {
        vi: format!(
            "Không gửi được thông báo {id} cho {contact} qua kênh {channel}: {why}. Thông báo được giữ \
             trong hộp thư đi; gửi lại bằng lệnh: canhcong alert retry {id}"
        ),
        en: format!(
            "The notice {id} could not be delivered to {contact} over {channel}: {why}. It is kept in \
             the outbox; to send it again: canhcong alert retry {id}"
        ),
    };
    let event: Event = events::of_watch(format!("{UNDELIVERED}{id}"), sentence, at);
    events::write(sql, None, &event).map(drop)
}

fn posted(row: &Row<'_>) -> rusqlite::Result<Posted> {
    let moment = |column: &str| timestamp(row.get(column)?);
    let made_at = moment("made_at")?;
    let state = match row.get::<_, String>("state")?.as_str() {
        "waiting" => PostedState::Waiting(moment("next_attempt_at")?),
        "sent" => PostedState::Sent(moment("ended_at")?),
        "given-up" => PostedState::GivenUp(moment("ended_at")?),
        other => return Err(strange(format!("unknown value `{other}`"))),
    };
    Ok(Posted {
        id: row.get("id")?,
        occasion: named(&Occasion::ALL, Occasion::id, &row.get::<_, String>("occasion")?)?,
        contact: row.get("contact")?,
        channel: row.get("channel")?,
        made_at,
        events: count(row, "events")?,
        worst: worst(row)?,
        state,
        attempts: row.get("attempts")?,
        said: row.get("said")?,
    })
}

fn worst(row: &Row<'_>) -> rusqlite::Result<Option<Severity>> {
    let worst: Option<String> = row.get("worst")?;
    worst.map(|id| named(&Severity::ALL, Severity::id, &id)).transpose()
}

fn owed(sql: &Connection) -> rusqlite::Result<Vec<Owed>> {
    let mut owed: Vec<Owed> = Vec::new();
    let mut query = sql.prepare_cached(
        "SELECT contact, channel, severity, count(*) AS number, min(at) AS since FROM owed
         JOIN events ON events.id = owed.event WHERE notice IS NULL AND happening <> ?1
         GROUP BY contact, channel, severity ORDER BY contact, channel",
    )?;
    let mut rows = query.query([Happening::Reminder.id()])?;
    while let Some(row) = rows.next()? {
        let one = Owed {
            contact: row.get(0)?,
            channel: row.get(1)?,
            worst: named(&Severity::ALL, Severity::id, &row.get::<_, String>(2)?)?,
            events: count(row, "number")?,
            since: timestamp(row.get("since")?)?,
        };
        match owed.last_mut() {
            Some(last) if (&last.contact, &last.channel) == (&one.contact, &one.channel) => {
                last.events += one.events;
                last.worst = last.worst.max(one.worst);
                last.since = last.since.min(one.since);
            }
            _ => owed.push(one),
        }
    }
    Ok(owed)
}

fn cut(text: &str) -> String {
    text.chars().take(MOST_SAID).collect()
}

fn packed(notice: &Notice) -> rusqlite::Result<Vec<u8>> {
    let pack = || -> io::Result<Vec<u8>> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(to_json(notice).map_err(io::Error::other)?.as_bytes())?;
        encoder.finish()
    };
    pack().map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

fn unpacked(bytes: &[u8]) -> rusqlite::Result<Notice> {
    let mut text = Vec::new();
    let read = DeflateDecoder::new(bytes).take(MOST).read_to_end(&mut text);
    read.map_err(|error| strange(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| strange(error.to_string()))
}
