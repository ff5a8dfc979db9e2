//! The end of a look at one portal: what stands, what is gone, and the report of both.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    RunId, Store, StoreError, acts,
    findings::{record, seen_by},
    gone::end,
    pages::forget_oldest,
    saved::{
        SavedCoverage, SavedFailure, SavedGone, SavedWatch, from_json, micros, named, timestamp,
        to_json,
    },
    watch::watch,
};
use crate::{
    finding::{Finding, Fingerprint},
    history::{LookedAt, Nights},
    outcome::{Gone, PortalReport, Reported, State},
};

impl Store {
    /// Ends the look at a portal and tells what is to be reported.
    ///
    /// `report` says everything but the findings and what is gone: those are filled in, from
    /// `findings` and from what this run recorded earlier. `looked_at` are the addresses whose
    /// answers could be judged; a finding that was not seen again is gone only if they cover
    /// every place where it was. What people muted or closed is told apart, and opened again
    /// where it is no longer what they closed.
    ///
    /// # Errors
    /// See [`StoreError`]; then the portal counts as not yet judged.
    pub fn finish_portal(
        &mut self,
        run: RunId,
        report: PortalReport,
        findings: &[Finding],
        looked_at: &LookedAt,
        at: Timestamp,
    ) -> Result<PortalReport, StoreError> {
        let rules = self.rules;
        self.write("finishing a portal", |sql| {
            let mut report = report;
            for finding in findings {
                record(sql, run, &report.portal, finding, looked_at, at)?;
            }
            let tonight: HashSet<&Fingerprint> =
                findings.iter().map(|finding| &finding.id).collect();
            (report.clearing, report.healed) =
                end(sql, run, (&report.portal, report.state), &tonight, looked_at, at)?;
            sql.prepare_cached(
                "UPDATE findings SET untold = NULL WHERE fingerprint IN
                    (SELECT fingerprint FROM sightings WHERE run = ?1) AND portal = ?2",
            )?
            .execute(params![run.0, report.portal])?;
            let (seen, _) = seen_by(sql, run, &report.portal, rules, at)?;
            for reported in seen.iter().filter(|own| own.handling.set_aside.is_some()) {
                acts::reopen_outgrown(sql, &reported.finding, at)?;
            }
            sort_out(seen_by(sql, run, &report.portal, rules, at)?.0, &mut report);
            report.state = match report.state {
                State::Clean | State::Findings if !report.has_incident() => State::Clean,
                State::Clean | State::Findings => State::Findings,
                other => other,
            };
            report.watch = watch(sql, &report.portal, at)?;
            save(sql, run, &report, at)?;
            forget_oldest(sql, &report.portal)?;
            Ok(report)
        })
    }

    /// What a run found on a portal that it has judged; `None` where it has not, or where one of
    /// the rules that spoke then is not in this version of the program: look again.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn portal_report(
        &self,
        run: RunId,
        portal: &str,
    ) -> Result<Option<PortalReport>, StoreError> {
        self.read("recalling a portal", |sql| {
            let report = sql
                .prepare_cached("SELECT * FROM portal_runs WHERE run = ?1 AND portal = ?2")?
                .query_row(params![run.0, portal], read_report)
                .optional()?;
            let Some((mut report, judged_at)) = report else { return Ok(None) };
            let (seen, all) = seen_by(sql, run, portal, self.rules, judged_at)?;
            sort_out(seen, &mut report);
            Ok(all.then_some(report))
        })
    }

    /// The nights in a row up to now on which a portal could not be judged; `None` where it was
    /// judged at the last look. Looks that somebody stopped say nothing.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn silent_nights(&self, portal: &str) -> Result<Option<Nights>, StoreError> {
        self.read("counting silent nights", |sql| {
            let mut query = sql.prepare_cached(
                "SELECT judged_at, state FROM portal_runs
                 WHERE portal = ?1 AND json_extract(coverage, '$.stopped_by') IS NOT 'signal'
                 ORDER BY judged_at DESC LIMIT ?2",
            )?;
            let mut rows = query.query(params![portal, MOST_SILENT_LOOKS])?;
            let mut looks = Vec::new();
            while let Some(row) = rows.next()? {
                let state = named(&State::ALL, State::id, &row.get::<_, String>("state")?)?;
                if state.is_judged() {
                    break;
                }
                looks.push(timestamp(row.get("judged_at")?)?);
            }
            Ok(Nights::of(looks.into_iter().rev()))
        })
    }
}

impl Store {
    /// When a look at a portal last ended that could be judged; looks that somebody stopped do not
    /// count.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn last_judged(&self, portal: &str) -> Result<Option<Timestamp>, StoreError> {
        self.read("asking when a portal was judged", |sql| {
            let last = sql
                .prepare_cached(
                    "SELECT judged_at FROM portal_runs
                     WHERE portal = ?1 AND state IN ('clean', 'findings')
                       AND json_extract(coverage, '$.stopped_by') IS NOT 'signal'
                     ORDER BY judged_at DESC LIMIT 1",
                )?
                .query_row([portal], |row| row.get(0))
                .optional()?;
            last.map(timestamp).transpose()
        })
    }
}

/// A portal that was given up must not make every look at it longer: the first of more looks in a
/// row are not counted.
const MOST_SILENT_LOOKS: i64 = 1_000;

/// Tells what people set aside from what counts.
fn sort_out(seen: Vec<Reported>, report: &mut PortalReport) {
    (report.set_aside, report.findings) =
        seen.into_iter().partition(|reported| reported.handling.set_aside.is_some());
}

fn save(
    sql: &Connection,
    run: RunId,
    report: &PortalReport,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let failures: Vec<SavedFailure> = report.failures.iter().map(SavedFailure::of).collect();
    let [clearing, healed] = [&report.clearing, &report.healed]
        .map(|gone| gone.iter().map(SavedGone::of).collect::<Vec<_>>());
    let watch = report.watch.map(SavedWatch::of);
    sql.prepare_cached(
        "INSERT OR REPLACE INTO portal_runs (
            run, portal, name, agency, province, url, state, coverage, failures, clearing, healed,
            watch, judged_at, software)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        run.0,
        report.portal,
        report.name,
        report.agency,
        report.province,
        report.url,
        report.state.id(),
        to_json(&SavedCoverage::of(&report.coverage))?,
        to_json(&failures)?,
        to_json(&clearing)?,
        to_json(&healed)?,
        watch.map(|watch| to_json(&watch)).transpose()?,
        micros(at),
        to_json(&report.software)?,
    ])?;
    Ok(())
}

/// A report without its findings, and when the portal was judged.
fn read_report(row: &Row<'_>) -> rusqlite::Result<(PortalReport, Timestamp)> {
    let text = |column: &str| row.get::<_, String>(column);
    let coverage: SavedCoverage = from_json(&text("coverage")?)?;
    let failures: Vec<SavedFailure> = from_json(&text("failures")?)?;
    let gone = |column: &str| -> rusqlite::Result<Vec<Gone>> {
        let gone: Vec<SavedGone> = from_json(&text(column)?)?;
        gone.into_iter().map(SavedGone::recall).collect()
    };
    let watch: Option<String> = row.get("watch")?;
    let watch: Option<SavedWatch> = watch.map(|watch| from_json(&watch)).transpose()?;
    let report = PortalReport {
        portal: text("portal")?,
        name: text("name")?,
        agency: row.get("agency")?,
        province: row.get("province")?,
        url: text("url")?,
        state: named(&State::ALL, State::id, &text("state")?)?,
        coverage: coverage.recall()?,
        software: from_json(&text("software")?)?,
        findings: Vec::new(),
        set_aside: Vec::new(),
        clearing: gone("clearing")?,
        healed: gone("healed")?,
        watch: watch.map(SavedWatch::recall).transpose()?,
        failures: failures.into_iter().map(SavedFailure::recall).collect::<Result<_, _>>()?,
    };
    Ok((report, timestamp(row.get("judged_at")?)?))
}
