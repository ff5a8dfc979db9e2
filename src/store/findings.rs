//! Findings: recorded the moment they are seen, recalled with their history.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    Rules, RunId, Store, StoreError, acts,
    saved::{
        SavedPlace, SavedSignal, SavedTrace, from_json, identity, micros, named, strange,
        timestamp, to_json,
    },
};
use crate::{
    cohort,
    finding::{Excerpt, Finding, Fingerprint, Severity, Signal, Standing, Where},
    history::{self, Known, KnownState, LookedAt, Nights},
    outcome::Reported,
};

/// How a finding that was just recorded stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Against what was known before this run.
    pub standing: Standing,
    /// When it was seen for the first time.
    pub first_seen: Timestamp,
}

impl Store {
    /// Records findings of a portal as they come; the answers are in the same order.
    ///
    /// What is recorded counts as open from now on, whatever becomes of the run. Recording a
    /// finding again in the same run brings it up to date and keeps its standing.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing of it is recorded.
    pub fn record_sightings(
        &mut self,
        run: RunId,
        portal: &str,
        findings: &[Finding],
        at: Timestamp,
    ) -> Result<Vec<Sighting>, StoreError> {
        self.write("recording findings", |sql| {
            // Which places are clean is known only when the portal is done.
            let looked_at = LookedAt::default();
            let record = |finding| record(sql, run, portal, finding, &looked_at, at);
            findings.iter().map(record).collect()
        })
    }

    /// The findings of a portal that are not healed, and where they are believed to be.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_findings(&self, portal: &str) -> Result<Vec<Known>, StoreError> {
        self.read("recalling findings", |sql| open(sql, portal))
    }
}

/// Writes one finding and that this run saw it.
pub(super) fn record(
    sql: &Connection,
    run: RunId,
    portal: &str,
    finding: &Finding,
    looked_at: &LookedAt,
    at: Timestamp,
) -> rusqlite::Result<Sighting> {
    let known = known(sql, &finding.id)?;
    let standing = history::standing(known.as_ref().map(|known| known.state));
    let seen_on = history::places(known.as_ref(), finding, looked_at);
    let seen_on: Vec<SavedPlace> = seen_on.iter().map(SavedPlace::of).collect();
    let before = match known.as_ref().map(|known| known.state) {
        None | Some(KnownState::Healed) => Vec::new(),
        Some(_) => signals_of(sql, &finding.id)?,
    };
    let (signals, severity) = cohort::keep(&before, finding);
    let signals: Vec<SavedSignal> = signals.iter().map(SavedSignal::of).collect();
    let traces: Vec<SavedTrace> = finding.traces.iter().map(SavedTrace::of).collect();
    let untold = (standing != Standing::Ongoing).then(|| standing.id());
    sql.prepare_cached(
        "INSERT INTO findings (
            fingerprint, portal, rule, family, severity, url, identity, subject, excerpt,
            mark_start, mark_end, place_line, place_column, place_css, signals, pages,
            pages_total, confirmed, seen_on, untold, first_seen, last_seen, state,
            unpacked, unpacked_start, unpacked_end, traces)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 ?19, ?20, ?21, ?21, 'open', ?22, ?23, ?24, ?25)
         ON CONFLICT (fingerprint) DO UPDATE SET
            severity = excluded.severity, url = excluded.url, identity = excluded.identity,
            subject = excluded.subject, excerpt = excluded.excerpt,
            mark_start = excluded.mark_start, mark_end = excluded.mark_end,
            place_line = excluded.place_line, place_column = excluded.place_column,
            place_css = excluded.place_css, signals = excluded.signals, pages = excluded.pages,
            pages_total = excluded.pages_total, confirmed = excluded.confirmed,
            unpacked = excluded.unpacked, unpacked_start = excluded.unpacked_start,
            unpacked_end = excluded.unpacked_end, traces = excluded.traces,
            seen_on = excluded.seen_on, untold = excluded.untold, last_seen = excluded.last_seen,
            times_reopened = times_reopened + (state = 'healed'), state = 'open',
            clean_nights = NULL, clean_since = NULL, clean_counted_at = NULL",
    )?
    .execute(params![
        finding.id.0,
        portal,
        finding.rule,
        finding.family.id(),
        severity.id(),
        finding.url,
        finding.identity.id(),
        finding.subject,
        finding.excerpt.text,
        finding.excerpt.mark.start as i64,
        finding.excerpt.mark.end as i64,
        finding.place.line,
        finding.place.column,
        finding.place.css,
        to_json(&signals)?,
        to_json(&finding.pages)?,
        finding.pages_total as i64,
        finding.confirmed,
        to_json(&seen_on)?,
        untold,
        micros(at),
        finding.unpacked.as_ref().map(|unpacked| &unpacked.text),
        finding.unpacked.as_ref().map_or(0, |unpacked| unpacked.mark.start as i64),
        finding.unpacked.as_ref().map_or(0, |unpacked| unpacked.mark.end as i64),
        to_json(&traces)?,
    ])?;
    sql.prepare_cached(
        "INSERT INTO sightings (run, fingerprint, standing, seen_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (run, fingerprint) DO NOTHING",
    )?
    .execute(params![run.0, finding.id.0, standing.id(), micros(at)])?;
    sql.prepare_cached(
        "SELECT standing, first_seen FROM sightings JOIN findings USING (fingerprint)
         WHERE run = ?1 AND fingerprint = ?2",
    )?
    .query_row(params![run.0, finding.id.0], sighting)
}

fn signals_of(sql: &Connection, id: &Fingerprint) -> rusqlite::Result<Vec<Signal>> {
    let signals: String = sql
        .prepare_cached("SELECT signals FROM findings WHERE fingerprint = ?1")?
        .query_row([&id.0], |row| row.get(0))?;
    let signals: Vec<SavedSignal> = from_json(&signals)?;
    signals.into_iter().map(SavedSignal::recall).collect()
}

fn sighting(row: &Row<'_>) -> rusqlite::Result<Sighting> {
    let standing: String = row.get("standing")?;
    Ok(Sighting {
        standing: named(&Standing::ALL, Standing::id, &standing)?,
        first_seen: timestamp(row.get("first_seen")?)?,
    })
}

/// What is known of one finding.
fn known(sql: &Connection, id: &Fingerprint) -> rusqlite::Result<Option<Known>> {
    sql.prepare_cached("SELECT * FROM findings WHERE fingerprint = ?1")?
        .query_row([&id.0], read_known)
        .optional()
}

pub(super) fn open(sql: &Connection, portal: &str) -> rusqlite::Result<Vec<Known>> {
    sql.prepare_cached(
        "SELECT * FROM findings WHERE portal = ?1 AND state = 'open'
         ORDER BY first_seen, fingerprint",
    )?
    .query_map([portal], read_known)?
    .collect()
}

/// When a finding last came to be.
pub(super) fn opened_at(sql: &Connection, row: &Row<'_>) -> rusqlite::Result<Timestamp> {
    let back: Option<i64> = sql
        .prepare_cached(
            "SELECT max(seen_at) FROM sightings WHERE fingerprint = ?1 AND standing = 'reopened'",
        )?
        .query_row([row.get::<_, String>("fingerprint")?], |row| row.get(0))?;
    timestamp(back.map_or_else(|| row.get("first_seen"), Ok)?)
}

/// The nights in a row on which an open finding was gone.
pub(super) fn read_nights(row: &Row<'_>) -> rusqlite::Result<Option<Nights>> {
    let Some(count) = row.get("clean_nights")? else { return Ok(None) };
    let (since, counted_at) = (row.get("clean_since")?, row.get("clean_counted_at")?);
    Ok(Some(Nights { count, since: timestamp(since)?, counted_at: timestamp(counted_at)? }))
}

pub(super) fn read_known(row: &Row<'_>) -> rusqlite::Result<Known> {
    let text = |column: &str| row.get::<_, String>(column);
    let seen_on: Vec<SavedPlace> = from_json(&text("seen_on")?)?;
    let untold: Option<String> = row.get("untold")?;
    let state = match (untold, text("state")?.as_str(), read_nights(row)?) {
        (Some(untold), ..) => KnownState::Untold(named(&Standing::ALL, Standing::id, &untold)?),
        (None, "healed", _) => KnownState::Healed,
        (None, _, Some(clean)) => KnownState::Clearing(clean),
        (None, _, None) => KnownState::Open,
    };
    Ok(Known {
        id: Fingerprint(text("fingerprint")?),
        rule: text("rule")?,
        severity: named(&Severity::ALL, Severity::id, &text("severity")?)?,
        subject: text("subject")?,
        url: text("url")?,
        seen_on: seen_on.into_iter().map(SavedPlace::recall).collect::<Result<_, _>>()?,
        first_seen: timestamp(row.get("first_seen")?)?,
        state,
    })
}

/// The findings that a run saw on a portal, gravest first. Also whether they are all: a rule
/// that this version of the program does not have can not speak for its findings.
pub(super) fn seen_by(
    sql: &Connection,
    run: RunId,
    portal: &str,
    rules: Rules,
    now: Timestamp,
) -> rusqlite::Result<(Vec<Reported>, bool)> {
    let mut found = Vec::new();
    let mut all = true;
    let mut query = sql.prepare_cached(
        "SELECT * FROM sightings JOIN findings USING (fingerprint) WHERE run = ?1 AND portal = ?2",
    )?;
    let mut rows = query.query(params![run.0, portal])?;
    while let Some(row) = rows.next()? {
        match read_finding(row, rules)? {
            Some(finding) => {
                let Sighting { standing, first_seen } = sighting(row)?;
                let opened_at = opened_at(sql, row)?;
                found.push(Reported {
                    standing,
                    first_seen,
                    times_reopened: row.get("times_reopened")?,
                    handling: acts::handling(sql, &finding.id.0, opened_at, now)?,
                    finding,
                });
            }
            None => all = false,
        }
    }
    found.sort_by(|a, b| {
        let (a, b) = (&a.finding, &b.finding);
        b.severity
            .cmp(&a.severity)
            .then_with(|| (a.rule, &a.url, &a.id).cmp(&(b.rule, &b.url, &b.id)))
    });
    Ok((found, all))
}

fn read_finding(row: &Row<'_>, rules: Rules) -> rusqlite::Result<Option<Finding>> {
    let text = |column: &str| row.get::<_, String>(column);
    let Some(rule) = rules(&text("rule")?) else { return Ok(None) };
    let signals: Vec<SavedSignal> = from_json(&text("signals")?)?;
    let traces: Vec<SavedTrace> = from_json(&text("traces")?)?;
    let unpacked = match row.get::<_, Option<String>>("unpacked")? {
        Some(text) => {
            Some(excerpt(text, count(row, "unpacked_start")?, count(row, "unpacked_end")?))
        }
        None => None,
    };
    Ok(Some(Finding {
        id: Fingerprint(text("fingerprint")?),
        rule: rule.id,
        family: rule.family,
        severity: named(&Severity::ALL, Severity::id, &text("severity")?)?,
        url: text("url")?,
        identity: identity(&text("identity")?)?,
        subject: text("subject")?,
        excerpt: excerpt(text("excerpt")?, count(row, "mark_start")?, count(row, "mark_end")?),
        unpacked,
        place: Where {
            line: row.get("place_line")?,
            column: row.get("place_column")?,
            css: text("place_css")?,
        },
        signals: signals.into_iter().map(SavedSignal::recall).collect::<Result<_, _>>()?,
        why: rule.why,
        repair: rule.repair,
        pages: from_json(&text("pages")?)?,
        pages_total: count(row, "pages_total")?,
        confirmed: row.get("confirmed")?,
        traces: traces.into_iter().map(SavedTrace::recall).collect::<Result<_, _>>()?,
    }))
}

/// Reports cut an excerpt at its mark.
pub(super) fn excerpt(text: String, start: usize, end: usize) -> Excerpt {
    let mark = if text.get(start..end).is_some() { start..end } else { 0..0 };
    Excerpt { text, mark }
}

pub(super) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<usize> {
    let number: i64 = row.get(column)?;
    usize::try_from(number).map_err(|error| strange(format!("{column} {number}: {error}")))
}
