//! What is new on a portal tonight, from the comparison to what is kept of it. Comparing and learning
//! are work for a processor, and wait for their turn like the reading of pages.

use std::sync::Arc;

use super::{
    days::{News, Past},
    look::Look,
    options::ScanError,
    portal::PortalScan,
    scripts::{self, Differences},
};
use crate::{
    baseline::Drift,
    detect::{Hit, Rule},
    finding::Fingerprint,
    identity::Identity,
    store,
};

/// Compares with other nights what was looked at, and has rules say what that is worth.
pub(super) async fn compare(scan: &mut PortalScan<'_>) -> Result<Drift, ScanError> {
    let Some(past) = scan.eyes.past.clone() else { return Ok(Drift::default()) };
    past.broken.iter().for_each(|problem| scan.note(problem.clone()));
    let (bench, target) = (Arc::clone(&scan.eyes.bench), Arc::clone(&scan.target));
    let tonight = std::mem::take(&mut scan.tonight);
    let compare = move || (past.drift(&tonight), past.never_sound(&tonight), tonight);
    // A portal that broke the comparison is one that was not compared.
    let Ok((mut drift, never_sound, tonight)) = scan.eyes.bench.work(compare).await else {
        scan.eyes.past = None;
        return Ok(Drift::default());
    };
    scan.differences = Differences::of(scan, &drift.changes).await?;
    scan.differences.show(&mut drift.changes);
    let judge = move || {
        let news = Past::news(&bench, &target, &tonight, &drift);
        (tonight, drift, news)
    };
    let Ok((tonight, drift, news)) = scan.eyes.bench.work(judge).await else {
        scan.eyes.past = None;
        return Ok(Drift::default());
    };
    scan.tonight = tonight;
    for News { url, also_on, mut hits, traces, sure } in news {
        if [&url].into_iter().chain(&also_on).all(|page| never_sound.contains(page.as_str())) {
            // People heard of it when the page was first looked at.
            hits.retain(|(rule, hit)| {
                scan.exhibits.was_open(&scan.findings.fingerprint(rule, hit))
            });
        }
        if hits.is_empty() {
            continue;
        }
        scan.sight(&url, hits.clone()).await?;
        for other in also_on {
            scan.findings.add(&other, hits.clone());
        }
        let names: Vec<Fingerprint> =
            hits.iter().map(|(rule, hit)| scan.findings.fingerprint(rule, hit)).collect();
        names.iter().for_each(|name| scan.findings.trace(name, &traces));
        names.iter().filter(|_| sure).for_each(|name| scan.findings.settle(name, true));
    }
    Ok(drift)
}

/// What is new on a page that was looked at once more.
pub(super) async fn again(scan: &PortalScan<'_>, look: &Look) -> Vec<(&'static Rule, Hit)> {
    let (Some(past), Some(facts)) = (scan.eyes.past.clone(), look.facts.clone()) else {
        return Vec::new();
    };
    let view = look.views.iter().find(|view| view.identity == Identity::Citizen);
    let page = view.and_then(|view| view.page.clone());
    let (bench, target) = (Arc::clone(&scan.eyes.bench), Arc::clone(&scan.target));
    let differences = scan.differences.clone();
    let judge = move || {
        let mut changes = past.changes_of(&facts);
        differences.show(&mut changes);
        Past::again(&bench, &target, &facts.url, &changes, page.as_ref())
    };
    scan.eyes.bench.work(judge).await.unwrap_or_default()
}

/// What to keep for the nights to come.
#[derive(Debug, Default)]
pub(super) struct Learned {
    /// What is known of the portal now; `None` where nothing is compared.
    pub days: Option<store::Packed>,
    /// Texts of script files that are not kept yet.
    pub scripts: Vec<store::PackedScript>,
}

/// Learns from tonight, if anything is compared at all.
pub(super) async fn learned(scan: &mut PortalScan<'_>, drift: Drift) -> Result<Learned, ScanError> {
    let Some(past) = scan.eyes.past.take() else { return Ok(Learned::default()) };
    let tonight = std::mem::take(&mut scan.tonight);
    let scripts = scripts::to_keep(scan, &tonight).await?;
    if !scan.learns() {
        return Ok(Learned { days: None, scripts });
    }
    let learn = move || past.learned(&tonight, drift).and_then(|days| days.pack().ok());
    let days = scan.eyes.bench.work(learn).await.unwrap_or_default();
    Ok(Learned { days, scripts })
}
