//! What people did about findings: lines that are added and never changed.

use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    Store, StoreError,
    saved::{micros, named, strange, timestamp},
};
use crate::{
    finding::{Finding, Fingerprint, Severity},
    history,
    outcome::{Act, Deed, Handling},
};

/// Who acts where the program itself does.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_NAME");

impl Store {
    /// Puts on record what somebody did about a finding; `None` where there is no such finding.
    ///
    /// `by` and `why` are texts of one line.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing is on record.
    pub fn act(
        &mut self,
        id: &Fingerprint,
        deed: Deed,
        by: &str,
        why: Option<&str>,
        at: Timestamp,
    ) -> Result<Option<Act>, StoreError> {
        self.write("recording what was decided", |sql| {
            let about = sql
                .prepare_cached("SELECT severity, subject FROM findings WHERE fingerprint = ?1")?
                .query_row([&id.0], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
                .optional()?;
            let Some((severity, subject)) = about else { return Ok(None) };
            let act = Act {
                by: by.to_owned(),
                at,
                deed,
                why: why.map(str::to_owned),
                severity: named(&Severity::ALL, Severity::id, &severity)?,
                subject,
            };
            add(sql, id, &act)?;
            Ok(Some(act))
        })
    }
}

fn add(sql: &Connection, id: &Fingerprint, act: &Act) -> rusqlite::Result<()> {
    let until = match act.deed {
        Deed::Muted(until) => Some(until.to_string()),
        _ => None,
    };
    sql.prepare_cached(
        "INSERT INTO acts (fingerprint, at, actor, deed, until, why, severity, subject)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        id.0,
        micros(act.at),
        act.by,
        act.deed.id(),
        until,
        act.why,
        act.severity.id(),
        act.subject,
    ])?;
    Ok(())
}

/// All acts about a finding, in the order in which they were done.
pub(super) fn of(sql: &Connection, id: &str) -> rusqlite::Result<Vec<Act>> {
    sql.prepare_cached("SELECT * FROM acts WHERE fingerprint = ?1 ORDER BY id")?
        .query_map([id], read)?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Act> {
    let until: Option<String> = row.get("until")?;
    let until = until
        .map(|text| text.parse::<Date>().map_err(|error| strange(error.to_string())))
        .transpose()?;
    let deed = match (row.get::<_, String>("deed")?.as_str(), until) {
        ("acknowledged", _) => Deed::Acknowledged,
        ("muted", Some(until)) => Deed::Muted(until),
        ("closed", _) => Deed::Closed,
        ("reopened", _) => Deed::Reopened,
        (other, _) => return Err(strange(format!("unknown value `{other}`"))),
    };
    Ok(Act {
        by: row.get("actor")?,
        at: timestamp(row.get("at")?)?,
        deed,
        why: row.get("why")?,
        severity: named(&Severity::ALL, Severity::id, &row.get::<_, String>("severity")?)?,
        subject: row.get("subject")?,
    })
}

/// What the acts about a finding amount to.
pub(super) fn handling(
    sql: &Connection,
    id: &str,
    opened_at: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<Handling> {
    Ok(history::handling(&of(sql, id)?, opened_at, now))
}

/// Opens a closed finding again if it is no longer what was closed.
pub(super) fn reopen_outgrown(
    sql: &Connection,
    finding: &Finding,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let handling = handling(sql, &finding.id.0, at, at)?;
    let Some(closed) = handling.set_aside else { return Ok(()) };
    let why = history::outgrown(&closed, finding.severity, &finding.subject);
    let Some(why) = why else { return Ok(()) };
    let act = Act {
        by: PROGRAM.to_owned(),
        at,
        deed: Deed::Reopened,
        why: Some(why),
        severity: finding.severity,
        subject: finding.subject.clone(),
    };
    add(sql, &finding.id, &act)
}
