//! What findings of all portals have in common: recalled, judged and written in one transaction.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use url::Url;

use super::{
    Store, StoreError, acts, events,
    findings::opened_at,
    saved::{SavedSignal, SavedTrace, from_json, micros, named, timestamp, to_json},
};
use crate::{
    cohort::{self, Cohort, Member, SEEN_WITHIN},
    finding::{Fingerprint, Severity},
    outcome::Deed,
    target::Hosts,
};

impl Store {
    /// Joins the findings of all portals, also of those that no run looked at tonight, and weighs anew
    /// those that have something in common. `homes` are the home pages of tonight's portals. Doing it
    /// again changes nothing.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing was weighed anew.
    pub fn join_portals(&mut self, homes: &[Url], at: Timestamp) -> Result<Cohort, StoreError> {
        self.write("comparing portals", |sql| {
            let (members, other_homes) = members(sql, at)?;
            let own = Hosts::of_portals(homes.iter().chain(&other_homes));
            let cohort = Cohort::of(&members, &own);
            for new in &cohort.changed {
                let signals: Vec<SavedSignal> = new.signals.iter().map(SavedSignal::of).collect();
                sql.prepare_cached(
                    "UPDATE findings SET signals = ?2, severity = ?3 WHERE fingerprint = ?1",
                )?
                .execute(params![
                    new.id.0,
                    to_json(&signals)?,
                    new.severity.id()
                ])?;
            }
            events::of_cohort(sql, &cohort, at)?;
            Ok(cohort)
        })
    }
}

/// The findings that were seen a short time ago and leave traces, and the homes of their portals.
fn members(sql: &Connection, at: Timestamp) -> rusqlite::Result<(Vec<Member>, Vec<Url>)> {
    let since = micros(at.checked_sub(SEEN_WITHIN).unwrap_or(Timestamp::MIN));
    let mut query = sql.prepare_cached(
        "SELECT * FROM findings WHERE last_seen >= ?1 AND traces <> '[]' ORDER BY fingerprint",
    )?;
    let mut rows = query.query([since])?;
    let mut names: HashMap<String, Option<(String, String)>> = HashMap::new();
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        let portal: String = row.get("portal")?;
        if !names.contains_key(&portal) {
            names.insert(portal.clone(), name_and_home(sql, &portal)?);
        }
        let known = names.get(&portal).and_then(Option::as_ref);
        members.extend(member(sql, row, known, at)?);
    }
    let homes = names.into_values().flatten().filter_map(|(_, home)| Url::parse(&home).ok());
    Ok((members, homes.collect()))
}

fn name_and_home(sql: &Connection, portal: &str) -> rusqlite::Result<Option<(String, String)>> {
    sql.prepare_cached(
        "SELECT name, url FROM portal_runs WHERE portal = ?1 ORDER BY judged_at DESC LIMIT 1",
    )?
    .query_row([portal], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
}

/// A finding as a member, with what is known of its portal: name and home page. None if a person closed
/// it.
fn member(
    sql: &Connection,
    row: &Row<'_>,
    known: Option<&(String, String)>,
    at: Timestamp,
) -> rusqlite::Result<Option<Member>> {
    let text = |column: &str| row.get::<_, String>(column);
    let (id, portal) = (text("fingerprint")?, text("portal")?);
    let handling = acts::handling(sql, &id, opened_at(sql, row)?, at)?;
    if handling.set_aside.as_ref().is_some_and(|act| act.deed == Deed::Closed) {
        return Ok(None);
    }
    let is_there = text("state")? == "open" && row.get::<_, Option<i64>>("clean_nights")?.is_none();
    let signals: Vec<SavedSignal> = from_json(&text("signals")?)?;
    let traces: Vec<SavedTrace> = from_json(&text("traces")?)?;
    Ok(Some(Member {
        id: Fingerprint(id),
        place: cohort::place(known.map_or("", |(_, home)| home), &portal),
        name: known.map_or_else(|| portal.clone(), |(name, _)| name.clone()),
        portal,
        traces: traces.into_iter().map(SavedTrace::recall).collect::<Result<_, _>>()?,
        signals: signals.into_iter().map(SavedSignal::recall).collect::<Result<_, _>>()?,
        severity: named(&Severity::ALL, Severity::id, &text("severity")?)?,
        confirmed: row.get("confirmed")?,
        first_seen: timestamp(row.get("first_seen")?)?,
        is_there,
        counts: is_there && handling.set_aside.is_none(),
    }))
}
