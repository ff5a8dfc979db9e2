//! How a run remembers: everything that was judged reaches the disk before it is told.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Mutex,
};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::{known::Known, news::Learned, unwatched};
use crate::{
    cohort::Cohort,
    detect, evidence,
    finding::{Finding, Fingerprint, Severity, Standing},
    history::LookedAt,
    outcome::{Handling, PortalReport, Reported},
    software::StaticFile,
    store::{KnownPage, KnownRule, Pulse, Recorder, RunId, Store, StoreError, Writer},
    target::{Hosts, Keeping},
};

/// A run that ended before its time is gone on with for so long; later, the portals have changed.
const GOES_ON_FOR: SignedDuration = SignedDuration::from_hours(20);

/// The memory of one run; or none, for a look that nobody wants to remember.
pub struct Journal(Option<Memory>);

struct Memory {
    recorder: Recorder,
    writer: Writer,
    run: RunId,
    pulse: Pulse,
    /// The folder of evidence.
    evidence: PathBuf,
    /// Portals that the interrupted run before has judged already.
    judged: Mutex<HashMap<String, PortalReport>>,
}

impl Journal {
    /// Opens the memory in a folder and begins a run of a kind now.
    ///
    /// # Errors
    /// As [`Store::open`]: another run is under way, the folder cannot be written, the database
    /// is damaged.
    pub fn open(dir: &Path, kind: &str, now: Timestamp) -> Result<Self, StoreError> {
        let mut store = open(dir, now)?;
        let run = store.begin_run(kind, now)?;
        Self::of(store, dir, run, HashMap::new())
    }

    /// The same beside a run of this very process, which has the memory for itself; `None` where
    /// nothing was ever remembered.
    ///
    /// # Errors
    /// As [`Store::open_beside`].
    pub fn beside(dir: &Path, kind: &str, now: Timestamp) -> Result<Option<Self>, StoreError> {
        let Some(mut store) = Store::open_beside(dir, known_rule, now)? else { return Ok(None) };
        let run = store.begin_run(kind, now)?;
        Self::of(store, dir, run, HashMap::new()).map(Some)
    }

    /// The same as [`Journal::open`], but goes on with the last run of this kind if it was
    /// interrupted: portals that it has judged are not looked at again.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn resume(dir: &Path, kind: &str, now: Timestamp) -> Result<Self, StoreError> {
        let mut store = open(dir, now)?;
        let Some(before) = store.unfinished_run(kind, now - GOES_ON_FOR)? else {
            let run = store.begin_run(kind, now)?;
            return Self::of(store, dir, run, HashMap::new());
        };
        let mut judged = HashMap::new();
        for portal in before.judged {
            let report = store.portal_report(before.run, &portal)?;
            // A portal in hand when the run was asked to stop was looked at in part.
            let whole = |report: &PortalReport| report.coverage.stopped_by != Some("signal");
            judged.extend(report.filter(whole).map(|report| (portal, report)));
        }
        Self::of(store, dir, before.run, judged)
    }

    fn of(
        store: Store,
        dir: &Path,
        run: RunId,
        judged: HashMap<String, PortalReport>,
    ) -> Result<Self, StoreError> {
        let evidence = dir.join(evidence::FOLDER);
        let (recorder, writer) = store.into_writer()?;
        let (pulse, judged) = (Pulse::of(dir), Mutex::new(judged));
        Ok(Self(Some(Memory { recorder, writer, run, pulse, evidence, judged })))
    }

    /// The folder of evidence; `None` where nothing is remembered.
    pub(super) fn evidence(&self) -> Option<PathBuf> {
        self.0.as_ref().map(|memory| memory.evidence.clone())
    }

    /// Remembers which findings an item of evidence shows.
    pub(super) async fn evidenced(
        &self,
        item: String,
        findings: Vec<(Fingerprint, Severity)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(memory) = &self.0 else { return Ok(()) };
        memory.recorder.ask(move |store| store.record_evidence(&item, &findings, now)).await
    }

    /// Removes evidence whose time is over. What goes wrong with it is told and tried again next
    /// night.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn sweep(&self, keeping: Keeping, now: Timestamp) -> Result<(), StoreError> {
        let Some(memory) = &self.0 else { return Ok(()) };
        let evidence = memory.evidence.clone();
        let sweep = move |store: &mut Store| {
            let in_hand = store.findings_in_hand(now)?;
            let swept = match evidence::sweep(&evidence, &keeping, &in_hand, now) {
                Ok(swept) => swept,
                Err(error) => {
                    tracing::warn!("evidence: {error}");
                    return Ok(());
                }
            };
            if swept.over_limit {
                tracing::warn!(
                    "evidence takes {} MiB, more than `max_gib` allows, and all of it belongs to open \
                     incidents: nothing was removed, and new evidence is still kept",
                    swept.bytes >> 20
                );
            }
            store.forget_evidence(&swept.removed)
        };
        memory.recorder.ask(sweep).await
    }

    /// Remembers nothing: every finding is new.
    pub fn forgetful() -> Self {
        Self(None)
    }

    /// Ends the run in order.
    ///
    /// # Errors
    /// See [`StoreError`]; then the next run goes on with this one.
    pub async fn close(self, now: Timestamp) -> Result<(), StoreError> {
        let Some(memory) = self.0 else { return Ok(()) };
        let run = memory.run;
        let end = move |store: &mut Store| {
            store.forget_scripts(now)?;
            store.finish_run(run, now)
        };
        memory.recorder.ask(end).await?;
        drop(memory.recorder);
        memory.writer.join().map(drop)
    }

    /// Leaves the run open for the next one to go on with; what was handed over is on the disk.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn leave(self) -> Result<(), StoreError> {
        let Some(memory) = self.0 else { return Ok(()) };
        drop(memory.recorder);
        memory.writer.join().map(drop)
    }

    /// Shows whoever asks that the run goes on.
    pub(super) fn beat(&self, now: Timestamp) {
        if let Some(memory) = &self.0 {
            memory.pulse.beat(now);
        }
    }

    /// What the interrupted run before said of a portal.
    pub(super) fn judged_before(&self, portal: &str) -> Option<PortalReport> {
        self.0.as_ref()?.judged.lock().ok()?.remove(portal)
    }

    pub(super) async fn known(&self, portal: &str, now: Timestamp) -> Result<Known, StoreError> {
        let Some(memory) = &self.0 else { return Ok(Known::default()) };
        let portal = portal.to_owned();
        let ask = move |store: &mut Store| {
            let pages = store.known_pages(&portal)?;
            let open = store.open_findings(&portal)?;
            let watched = store.watched_findings(&portal, now)?;
            let days = Some(store.days(&portal)?.unwrap_or_default());
            let evidence = store.newest_evidence(&portal)?;
            Ok(Known { pages, open, watched, days, evidence })
        };
        memory.recorder.ask(ask).await
    }

    /// Remembers findings as they come.
    pub(super) async fn sighted(
        &self,
        portal: &str,
        findings: &[Finding],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(memory) = &self.0 else { return Ok(()) };
        if findings.is_empty() {
            return Ok(());
        }
        let (portal, findings, run) = (portal.to_owned(), findings.to_vec(), memory.run);
        let ask =
            move |store: &mut Store| store.record_sightings(run, &portal, &findings, now).map(drop);
        memory.recorder.ask(ask).await
    }

    /// The text of a script that was seen before.
    pub(super) async fn script(&self, digest: &str) -> Result<Option<String>, StoreError> {
        let Some(memory) = &self.0 else { return Ok(None) };
        let digest = digest.to_owned();
        memory.recorder.ask(move |store| store.script(&digest)).await
    }

    /// Static files that the portal was asked for since then.
    pub(super) async fn version_files(
        &self,
        portal: &str,
        since: Timestamp,
    ) -> Result<Vec<(String, Option<StaticFile>)>, StoreError> {
        let Some(memory) = &self.0 else { return Ok(Vec::new()) };
        let portal = portal.to_owned();
        memory.recorder.ask(move |store| store.version_files(&portal, since)).await
    }

    /// Remembers what the portal answered for one.
    pub(super) async fn keep_version_file(
        &self,
        portal: &str,
        url: &Url,
        file: Option<StaticFile>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(memory) = &self.0 else { return Ok(()) };
        let (portal, url) = (portal.to_owned(), url.to_string());
        let ask =
            move |store: &mut Store| store.keep_version_file(&portal, &url, file.as_ref(), now);
        memory.recorder.ask(ask).await
    }

    /// Those of the digests whose scripts have to be handed over at the end of the look.
    pub(super) async fn missing_scripts(
        &self,
        digests: Vec<String>,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let Some(memory) = &self.0 else { return Ok(Vec::new()) };
        memory.recorder.ask(move |store| store.missing_scripts(digests, now)).await
    }

    /// Ends the look at a portal: the report comes back with standings and what is healed.
    pub(super) async fn finish(
        &self,
        mut report: PortalReport,
        findings: Vec<Finding>,
        looked_at: LookedAt,
        pages: Vec<KnownPage>,
        learned: Learned,
        now: Timestamp,
    ) -> Result<PortalReport, StoreError> {
        let Some(memory) = &self.0 else {
            let new = |finding| Reported {
                finding,
                standing: Standing::New,
                first_seen: now,
                times_reopened: 0,
                handling: Handling::default(),
            };
            report.findings = findings.into_iter().map(new).collect();
            return Ok(report);
        };
        let run = memory.run;
        let ask = move |store: &mut Store| {
            store.record_pages(&report.portal, &pages)?;
            store.keep_scripts(&learned.scripts, now)?;
            if let Some(days) = learned.days {
                store.keep_days(&report.portal, &days, now)?;
            }
            let mut findings = findings;
            if unwatched::is_silent(&report) {
                let before = store.silent_nights(&report.portal)?;
                findings.extend(unwatched::finding(&report, before, now));
            }
            store.finish_portal(run, report, &findings, &looked_at, now)
        };
        memory.recorder.ask(ask).await
    }

    /// Says what the portals of `reports`, whose home pages are given, have in common with each other
    /// and with those that were looked at on other nights, and has it remembered.
    pub(super) async fn join(
        &self,
        reports: &[PortalReport],
        homes: Vec<Url>,
        now: Timestamp,
    ) -> Result<Cohort, StoreError> {
        let Some(memory) = &self.0 else {
            return Ok(Cohort::of_reports(reports, &Hosts::of_portals(&homes)));
        };
        memory.recorder.ask(move |store| store.join_portals(&homes, now)).await
    }
}

/// Opens the memory for a run that has it for itself, and puts the evidence beside it in order: what
/// another run writes just now must not be taken for a leftover.
fn open(dir: &Path, now: Timestamp) -> Result<Store, StoreError> {
    let mut store = Store::open(dir, known_rule, now)?;
    let evidence = dir.join(evidence::FOLDER);
    // Evidence that cannot be put in order is no reason to look at nothing tonight.
    match evidence::tidy(&evidence, now).and_then(|(_, problems)| {
        problems.iter().for_each(|problem| tracing::warn!("evidence: {problem}"));
        evidence::items(&evidence)
    }) {
        Ok(items) => adopt(&mut store, items, now)?,
        Err(error) => tracing::warn!("evidence: {error}"),
    }
    Ok(store)
}

/// Records items that a run wrote and did not come to record.
fn adopt(store: &mut Store, items: Vec<evidence::Lying>, now: Timestamp) -> Result<(), StoreError> {
    let known = store.evidence_items()?;
    for item in items.into_iter().filter(|item| !known.contains(&item.path)) {
        if let Ok((manifest, _)) = evidence::Manifest::read(&item.folder) {
            store.adopt_evidence(&item.path, &manifest.about.findings, now)?;
        }
    }
    Ok(())
}

/// What the program's rules say, for those who open its memory.
pub fn known_rule(id: &str) -> Option<KnownRule> {
    if let Some(rule) = detect::NIGHT_RULES.iter().find(|rule| rule.id == id) {
        let (family, why, repair) = (rule.family, rule.why, rule.repair);
        return Some(KnownRule { id: rule.id, family, why, repair });
    }
    let rule = detect::rule(id)?;
    Some(KnownRule { id: rule.id, family: rule.family, why: rule.why, repair: rule.repair })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        outcome::{Coverage, State},
        scan::now,
    };

    async fn judge(journal: &Journal, portal: &str, stopped_by: Option<&'static str>) {
        let report = PortalReport {
            portal: portal.into(),
            name: portal.into(),
            agency: None,
            province: None,
            url: "https://portal.example/".into(),
            state: State::Clean,
            coverage: Coverage { stopped_by, ..Coverage::default() },
            software: Vec::new(),
            findings: Vec::new(),
            set_aside: Vec::new(),
            clearing: Vec::new(),
            healed: Vec::new(),
            watch: None,
            failures: Vec::new(),
        };
        let end = journal.finish(
            report,
            Vec::new(),
            LookedAt::default(),
            Vec::new(),
            Learned::default(),
            now(),
        );
        end.await.unwrap();
    }

    /// Ends a run as a kill would: without its end on record.
    fn cut_off(journal: Journal) {
        let memory = journal.0.unwrap();
        drop(memory.recorder);
        memory.writer.join().unwrap();
    }

    #[tokio::test]
    async fn a_night_goes_on_where_it_was_cut_off_and_an_on_demand_look_begins_anew() {
        let dir = tempfile::TempDir::new().unwrap();
        let night = Journal::resume(dir.path(), "nightly", now()).unwrap();
        judge(&night, "done", None).await;
        judge(&night, "half", Some("signal")).await;
        cut_off(night);

        let night = Journal::resume(dir.path(), "nightly", now()).unwrap();
        assert!(night.judged_before("done").is_some());
        assert!(night.judged_before("half").is_none(), "it was looked at in part only");
        cut_off(night);

        let look = Journal::open(dir.path(), "nightly", now()).unwrap();
        assert!(look.judged_before("done").is_none(), "on demand means now");
    }
}
