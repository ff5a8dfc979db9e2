//! Evidence of what a look at a portal finds: gathered while its pages are looked at, kept before
//! anybody is told.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::{journal::Journal, known::Known, look::Look, options::ScanError, portal::PortalScan};
use crate::{
    detect::View,
    evidence::{
        self, About, Draft, EvidenceError, Item, Looked, Moment, PortalNamed, Screenshot, Stage,
    },
    fetch::Visit,
    finding::{Finding, Fingerprint, Lang, Severity},
    identity::Identity,
    outcome::Failure,
    report::json::findings as findings_json,
    store::Kept,
    target::Target,
};

/// Evidence of a finding that goes on is kept anew after so long.
const ANEW_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The most pages that are looked at for the sake of evidence alone.
const MOST_LOOKS: usize = 40;

/// What is gathered for one portal.
#[derive(Default)]
pub(super) struct Exhibits {
    /// Where it is kept; nowhere where nothing is remembered.
    evidence: Option<PathBuf>,
    /// Findings that were open before, and how grave they are on record.
    open: HashMap<Fingerprint, Severity>,
    newest: HashMap<Fingerprint, Kept>,
    /// Items under way, by the address of their page.
    drafts: BTreeMap<String, Draft>,
    /// Pages whose evidence could not be written.
    failed: BTreeSet<String>,
}

impl Exhibits {
    /// Nothing yet.
    pub fn new(journal: &Journal, known: &Known) -> Self {
        Self {
            evidence: journal.evidence(),
            open: known.open.iter().map(|own| (own.id.clone(), own.severity)).collect(),
            newest: known.evidence.clone(),
            ..Self::default()
        }
    }

    /// Whether a finding was open before tonight.
    pub fn was_open(&self, id: &Fingerprint) -> bool {
        self.open.contains_key(id)
    }

    /// Whether evidence is kept at all.
    pub fn are_kept(&self) -> bool {
        self.evidence.is_some()
    }

    /// How grave a finding is: other portals may have made it graver than this look alone shows.
    fn severity(&self, finding: &Finding) -> Severity {
        self.open.get(&finding.id).map_or(finding.severity, |known| finding.severity.max(*known))
    }

    /// Whether there is evidence to be kept of a finding tonight: it is new, back or graver than the
    /// evidence shows, or that is old. What could not be written last night is still to be kept.
    fn are_due(&self, finding: &Finding, now: Timestamp) -> bool {
        let severity = self.severity(finding);
        if !self.are_kept() || severity < Severity::Medium {
            return false;
        }
        match self.newest.get(&finding.id) {
            None => true,
            Some(kept) => {
                !self.open.contains_key(&finding.id)
                    || kept.severity < severity
                    || now.duration_since(kept.at) >= ANEW_AFTER
            }
        }
    }
}

/// Adds what a look brought if it shows one of the findings of which evidence is due, or if the
/// page is one of which evidence is gathered already.
pub(super) async fn gather(
    scan: &mut PortalScan<'_>,
    url: &Url,
    findings: &[Finding],
    visits: Vec<(Stage, Visit)>,
    views: Vec<View>,
) {
    let now = scan.now();
    let exhibits = &mut scan.exhibits;
    let Some(evidence) = exhibits.evidence.clone() else { return };
    let is_due = findings.iter().any(|finding| exhibits.are_due(finding, now));
    let draft = exhibits.drafts.remove(url.as_str());
    let is_wanted = is_due || draft.is_some();
    if !is_wanted || visits.is_empty() || exhibits.failed.contains(url.as_str()) {
        exhibits.drafts.extend(draft.map(|draft| (url.to_string(), draft)));
        return;
    }
    let (portal, page) = (scan.target.id.clone(), url.clone());
    let at = visits.first().map_or(now, |(_, visit)| visit.at());
    let write = move || {
        let mut draft = match draft {
            Some(draft) => draft,
            None => Draft::begin(&evidence, &portal, &page, at)?,
        };
        let (facts, layers) = (evidence::facts(&views), evidence::layers(&views));
        draft.add(&Looked { visits, facts, layers })?;
        Ok::<_, EvidenceError>(draft)
    };
    match scan.eyes.bench.work(write).await {
        Ok(Ok(draft)) => {
            scan.exhibits.drafts.insert(url.to_string(), draft);
        }
        Ok(Err(error)) => missed(scan, url.as_str(), &error),
        // Whatever broke it, the finding stands without.
        Err(error) => tracing::warn!("no evidence of {url}: {error}"),
    }
}

/// Looks once more at the pages of findings of which there is nothing yet to show: those that came
/// of comparing nights or of lists.
pub(super) async fn complete(scan: &mut PortalScan<'_>, identities: &[Identity]) {
    let now = scan.now();
    let due = scan.findings.at_least(Severity::Info);
    let due = due.filter(|finding| scan.exhibits.are_due(finding, now));
    let mut missing: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in due.filter(|finding| place(finding, &scan.exhibits).is_none()) {
        missing.entry(finding.url.clone()).or_default().push(finding.clone());
    }
    let stop = scan.stop();
    for (address, findings) in missing.into_iter().take(MOST_LOOKS) {
        let Ok(url) = Url::parse(&address) else { continue };
        if stop.is_asked() {
            break;
        }
        let look = stop.let_finish(scan.look_for_evidence(&url, identities)).await;
        let Some(Look { mut visits, views, .. }) = look else { break };
        visits.iter_mut().for_each(|(stage, _)| *stage = Stage::Evidence);
        gather(scan, &url, &findings, visits, views).await;
    }
}

/// The page with a draft that shows a finding: the one where it is gravest, else another.
fn place<'a>(finding: &'a Finding, exhibits: &Exhibits) -> Option<&'a String> {
    let mut pages = std::iter::once(&finding.url).chain(&finding.pages);
    pages.find(|page| exhibits.drafts.contains_key(*page))
}

/// Makes items of what was gathered and puts them on record. What can not be written is told, and
/// tried again next time.
pub(super) async fn keep(scan: &mut PortalScan<'_>) -> Result<(), ScanError> {
    let now = scan.now();
    let all = scan.findings.at_least(Severity::Info);
    let all = all.filter(|own| scan.exhibits.severity(own) >= Severity::Medium);
    let all: Vec<Finding> = all.cloned().collect();
    let due = all.iter().filter(|finding| scan.exhibits.are_due(finding, now));
    let wanted: BTreeSet<String> =
        due.filter_map(|finding| place(finding, &scan.exhibits).cloned()).collect();
    for (page, draft) in std::mem::take(&mut scan.exhibits.drafts) {
        if !wanted.contains(&page) {
            continue;
        }
        let shown = |finding: &&Finding| finding.url == page || finding.pages.contains(&page);
        let shown: Vec<Finding> = all.iter().filter(shown).cloned().collect();
        let (draft, screenshot) = picture(scan, &page, draft).await;
        let about = About { screenshot, ..about(scan, &page, &draft, &shown) };
        let names: Vec<_> =
            shown.iter().map(|own| (own.id.clone(), scan.exhibits.severity(own))).collect();
        let Ok(text) = findings_json(&shown, Lang::Vi) else { continue };
        match scan.eyes.bench.work(move || draft.finish(about, &text, now)).await {
            Ok(Ok(Item { path, .. })) => scan.journal().evidenced(path, names, now).await?,
            Ok(Err(error)) => missed(scan, &page, &error),
            Err(error) => tracing::warn!("no evidence of {page}: {error}"),
        }
    }
    Ok(())
}

/// Takes a picture of a page, where the operator asks for it; the reason why there is none is in the
/// log. Nobody who asks the run to stop waits for it.
async fn picture(
    scan: &PortalScan<'_>,
    page: &str,
    mut draft: Draft,
) -> (Draft, Option<Screenshot>) {
    let (Some(camera), Ok(url)) = (scan.camera(), Url::parse(page)) else { return (draft, None) };
    let (file, address) = draft.picture();
    let (program, agent) = (camera.clone(), scan.agent(Identity::Citizen));
    let take = scan.eyes.bench.work(move || program.take(&url, address, &agent, &file));
    let at = scan.now();
    let taken = match scan.stop().unless_asked(take).await {
        Some(Ok(taken)) => taken,
        Some(Err(error)) => Err(error.to_string()),
        None => Err("the run was asked to stop".to_owned()),
    };
    match taken.and_then(|()| draft.add_picture().map_err(|error| error.to_string())) {
        Ok(file) => {
            let note = format!(
                "a visit of its own by a browser at {}, which could reach no host but the page's: it \
                 may show something else than the exchange",
                Moment::of(at).utc
            );
            let (file, by) = (file.to_owned(), camera.version.clone());
            (draft, Some(Screenshot { file, by, note }))
        }
        Err(reason) => {
            tracing::warn!("no picture of {page}: {reason}");
            (draft, None)
        }
    }
}

fn about(scan: &PortalScan<'_>, page: &str, draft: &Draft, shown: &[Finding]) -> About {
    let target: &Arc<Target> = &scan.target;
    About {
        portal: PortalNamed {
            id: target.id.clone(),
            name: target.name.clone(),
            agency: target.agency.clone(),
            url: target.url.to_string(),
        },
        page: page.to_owned(),
        captured_at: Moment::of(draft.at()),
        configuration: scan.configuration().to_owned(),
        identities: draft.identities.iter().map(|own| (*own).to_owned()).collect(),
        findings: shown.iter().map(|finding| finding.id.0.clone()).collect(),
        screenshot: None,
    }
}

fn missed(scan: &mut PortalScan<'_>, page: &str, error: &EvidenceError) {
    tracing::warn!("no evidence of {page}: {error}");
    let reason = error.sentence();
    if scan.exhibits.failed.insert(page.to_owned()) {
        scan.fail(Failure { url: page.to_owned(), identity: Identity::Citizen, reason });
    }
}
