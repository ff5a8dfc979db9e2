//! Incidents as people ask for them: what is open, and the whole story of one.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    Store, StoreError, acts,
    findings::{count, excerpt, opened_at, read_nights},
    saved::{SavedSignal, from_json, identity, named, timestamp},
};
use crate::{
    finding::{Family, Fingerprint, Severity, Standing, Where},
    outcome::{Fate, Incident, Look, Story},
};

/// Which finding a name or the beginning of one means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This one.
    One(Fingerprint),
    /// None begins so.
    Nobody,
    /// Several do: the first of them.
    Several(Vec<Fingerprint>),
}

/// The most names that are offered where several begin alike.
const MOST_OFFERED: i64 = 5;

impl Store {
    /// Incidents of one portal or of all: those that are not healed, closed ones included, or
    /// really all. The gravest come first, then those that are open the longest.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn incidents(
        &self,
        portal: Option<&str>,
        healed_too: bool,
        now: Timestamp,
    ) -> Result<Vec<Incident>, StoreError> {
        self.read("listing incidents", |sql| {
            let mut query = sql.prepare_cached(
                "SELECT * FROM findings
                 WHERE (?1 IS NULL OR portal = ?1) AND (?2 OR state = 'open')",
            )?;
            let mut rows = query.query(params![portal, healed_too])?;
            let mut incidents = Vec::new();
            while let Some(row) = rows.next()? {
                incidents.push(incident(sql, row, now)?);
            }
            incidents.retain(|own| own.family.is_incident());
            incidents.sort_by(|a, b| {
                let key = |own: &Incident| (own.opened_at, own.id.clone());
                b.severity.cmp(&a.severity).then_with(|| key(a).cmp(&key(b)))
            });
            Ok(incidents)
        })
    }

    /// Whether a look at a portal of this id ever ended or found something.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn remembers(&self, portal: &str) -> Result<bool, StoreError> {
        self.read("looking for a portal", |sql| {
            sql.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM portal_runs WHERE portal = ?1)
                     OR EXISTS (SELECT 1 FROM findings WHERE portal = ?1)",
            )?
            .query_row([portal], |row| row.get(0))
        })
    }

    /// All that is on record about one incident; `None` where there is none of this name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn story(&self, id: &Fingerprint, now: Timestamp) -> Result<Option<Story>, StoreError> {
        self.read("recalling an incident", |sql| {
            let found = sql
                .prepare_cached("SELECT * FROM findings WHERE fingerprint = ?1")?
                .query_row([&id.0], |row| incident(sql, row, now))
                .optional()?;
            let Some(incident) = found else { return Ok(None) };
            Ok(Some(Story {
                sightings: sightings(sql, id)?,
                healed: healed(sql, &incident)?,
                acts: acts::of(sql, &id.0)?,
                incident,
            }))
        })
    }

    /// Which finding the beginning of a name means.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn meant(&self, beginning: &str) -> Result<Meant, StoreError> {
        self.read("looking for an incident", |sql| {
            let mut names: Vec<Fingerprint> = sql
                .prepare_cached(
                    "SELECT fingerprint FROM findings WHERE substr(fingerprint, 1, length(?1)) = ?1
                     ORDER BY fingerprint = ?1 DESC, fingerprint LIMIT ?2",
                )?
                .query_map(params![beginning, MOST_OFFERED], |row| row.get(0).map(Fingerprint))?
                .collect::<Result<_, _>>()?;
            let is_whole = names.first().is_some_and(|name| name.0 == beginning);
            Ok(match names.len() {
                0 => Meant::Nobody,
                1 => Meant::One(names.remove(0)),
                _ if is_whole => Meant::One(names.remove(0)),
                _ => Meant::Several(names),
            })
        })
    }
}

fn incident(sql: &Connection, row: &Row<'_>, now: Timestamp) -> rusqlite::Result<Incident> {
    let text = |column: &str| row.get::<_, String>(column);
    let (id, portal) = (text("fingerprint")?, text("portal")?);
    let signals: Vec<SavedSignal> = from_json(&text("signals")?)?;
    let opened_at = opened_at(sql, row)?;
    let last_seen = timestamp(row.get("last_seen")?)?;
    let fate = match (text("state")?.as_str(), read_nights(row)?) {
        ("healed", clean) => {
            let healed_at: Option<i64> = row.get("healed_at")?;
            Fate::Healed {
                // Older versions healed at the first clean look.
                nights: clean.map_or(1, |clean| clean.count),
                at: healed_at.map_or(Ok(last_seen), timestamp)?,
            }
        }
        (_, Some(clean)) => Fate::Clearing { nights: clean.count, since: clean.since },
        (_, None) => Fate::Open,
    };
    let last_look = sql
        .prepare_cached(
            "SELECT name, url FROM portal_runs WHERE portal = ?1 ORDER BY judged_at DESC LIMIT 1",
        )?
        .query_row([&portal], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (portal_name, portal_url) = last_look.unzip();
    Ok(Incident {
        handling: acts::handling(sql, &id, opened_at, now)?,
        portal_name,
        portal_url,
        rule: text("rule")?,
        family: named(&Family::ALL, Family::id, &text("family")?)?,
        severity: named(&Severity::ALL, Severity::id, &text("severity")?)?,
        url: text("url")?,
        identity: identity(&text("identity")?)?,
        subject: text("subject")?,
        excerpt: excerpt(text("excerpt")?, count(row, "mark_start")?, count(row, "mark_end")?),
        place: Where {
            line: row.get("place_line")?,
            column: row.get("place_column")?,
            css: text("place_css")?,
        },
        signals: signals.into_iter().map(SavedSignal::recall).collect::<Result<_, _>>()?,
        pages: from_json(&text("pages")?)?,
        pages_total: count(row, "pages_total")?,
        confirmed: row.get("confirmed")?,
        fate,
        first_seen: timestamp(row.get("first_seen")?)?,
        last_seen,
        opened_at,
        times_reopened: row.get("times_reopened")?,
        id: Fingerprint(id),
        portal,
    })
}

fn sightings(sql: &Connection, id: &Fingerprint) -> rusqlite::Result<Vec<Look>> {
    sql.prepare_cached(
        "SELECT seen_at, standing, kind FROM sightings JOIN runs ON runs.id = run
         WHERE fingerprint = ?1 ORDER BY seen_at, run",
    )?
    .query_map([&id.0], |row| {
        Ok(Look {
            at: timestamp(row.get(0)?)?,
            standing: named(&Standing::ALL, Standing::id, &row.get::<_, String>(1)?)?,
            run: row.get(2)?,
        })
    })?
    .collect()
}

/// Each look that told of it as healed.
fn healed(sql: &Connection, incident: &Incident) -> rusqlite::Result<Vec<Timestamp>> {
    sql.prepare_cached(
        "SELECT judged_at FROM portal_runs
         WHERE portal = ?1 AND instr(healed, '\"id\":\"' || ?2 || '\"') ORDER BY judged_at",
    )?
    .query_map(params![incident.portal, incident.id.0], |row| timestamp(row.get(0)?))?
    .collect()
}
