//! The end of a look at one portal: what stands, what is healed, and the report of both.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    RunId, Store, StoreError,
    findings::{open, record, seen_by},
    pages::forget_oldest,
    saved::{SavedCoverage, SavedFailure, SavedHealed, from_json, micros, named, to_json},
};
use crate::{
    finding::{Finding, Fingerprint, Standing},
    history::{self, Known, KnownState, LookedAt},
    outcome::{Healed, PortalReport, State},
};

impl Store {
    /// Ends the look at a portal and tells what is to be reported.
    ///
    /// `report` says everything but the findings and what is healed: those are filled in, from
    /// `findings` and from what this run recorded earlier. `looked_at` are the addresses whose
    /// answers could be judged; a finding that was not seen again is healed only if they cover
    /// every place where it was.
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
            report.healed = heal(sql, run, &report.portal, &tonight, looked_at, at)?;
            sql.prepare_cached(
                "UPDATE findings SET untold = NULL WHERE fingerprint IN
                    (SELECT fingerprint FROM sightings WHERE run = ?1) AND portal = ?2",
            )?
            .execute(params![run.0, report.portal])?;
            report.findings = seen_by(sql, run, &report.portal, rules)?.0;
            if report.state == State::Clean && !report.findings.is_empty() {
                report.state = State::Findings;
            }
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
            let Some(mut report) = report else { return Ok(None) };
            let (findings, all) = seen_by(sql, run, portal, self.rules)?;
            report.findings = findings;
            Ok(all.then_some(report))
        })
    }
}

/// Ends the findings that are gone, and says which of them people had been told about.
fn heal(
    sql: &Connection,
    run: RunId,
    portal: &str,
    tonight: &HashSet<&Fingerprint>,
    looked_at: &LookedAt,
    at: Timestamp,
) -> rusqlite::Result<Vec<Healed>> {
    let mut healed = Vec::new();
    for known in open(sql, portal)? {
        if tonight.contains(&known.id) || !history::is_healed(&known, looked_at) {
            continue;
        }
        sql.prepare_cached("DELETE FROM sightings WHERE run = ?1 AND fingerprint = ?2")?
            .execute(params![run.0, known.id.0])?;
        if was_withdrawn(sql, &known)? {
            withdraw(sql, &known)?;
            continue;
        }
        sql.prepare_cached(
            "UPDATE findings SET state = 'healed', untold = NULL, healed_at = ?2
             WHERE fingerprint = ?1",
        )?
        .execute(params![known.id.0, micros(at)])?;
        healed.push(Healed {
            id: known.id,
            rule: known.rule,
            severity: known.severity,
            subject: known.subject,
            url: known.url,
            first_seen: known.first_seen,
        });
    }
    Ok(healed)
}

/// A first look that no second look bore out, and of which nobody was told.
fn was_withdrawn(sql: &Connection, known: &Known) -> rusqlite::Result<bool> {
    let confirmed: bool = sql
        .prepare_cached("SELECT confirmed FROM findings WHERE fingerprint = ?1")?
        .query_row([&known.id.0], |row| row.get(0))?;
    Ok(!confirmed && matches!(known.state, KnownState::Untold(_)))
}

/// Puts back what was known before.
fn withdraw(sql: &Connection, known: &Known) -> rusqlite::Result<()> {
    let change = match known.state {
        KnownState::Untold(Standing::Reopened) => {
            "UPDATE findings SET state = 'healed', untold = NULL, healed_at = last_seen,
                                 times_reopened = times_reopened - 1
             WHERE fingerprint = ?1"
        }
        _ => "DELETE FROM findings WHERE fingerprint = ?1",
    };
    sql.prepare_cached(change)?.execute([&known.id.0])?;
    Ok(())
}

fn save(
    sql: &Connection,
    run: RunId,
    report: &PortalReport,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let failures: Vec<SavedFailure> = report.failures.iter().map(SavedFailure::of).collect();
    let healed: Vec<SavedHealed> = report.healed.iter().map(SavedHealed::of).collect();
    sql.prepare_cached(
        "INSERT OR REPLACE INTO portal_runs (
            run, portal, name, agency, province, url, state, coverage, failures, healed, judged_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
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
        to_json(&healed)?,
        micros(at),
    ])?;
    Ok(())
}

fn read_report(row: &Row<'_>) -> rusqlite::Result<PortalReport> {
    let text = |column: &str| row.get::<_, String>(column);
    let coverage: SavedCoverage = from_json(&text("coverage")?)?;
    let failures: Vec<SavedFailure> = from_json(&text("failures")?)?;
    let healed: Vec<SavedHealed> = from_json(&text("healed")?)?;
    Ok(PortalReport {
        portal: text("portal")?,
        name: text("name")?,
        agency: row.get("agency")?,
        province: row.get("province")?,
        url: text("url")?,
        state: named(&State::ALL, State::id, &text("state")?)?,
        coverage: coverage.recall()?,
        findings: Vec::new(),
        healed: healed.into_iter().map(SavedHealed::recall).collect::<Result<_, _>>()?,
        failures: failures.into_iter().map(SavedFailure::recall).collect::<Result<_, _>>()?,
    })
}
