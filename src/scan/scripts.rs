//! The texts of a portal's script files: kept night by night, and laid beside those that took their
//! place.

use std::{collections::HashMap, sync::Arc};

use super::{options::ScanError, portal::PortalScan};
use crate::{
    baseline::{Change, Difference, Look, Replaced, hex},
    page::Loaded,
    store::PackedScript,
};

/// Differences that are worked out for one portal.
const MOST: usize = 20;

/// How scripts became others, by the digests of both.
#[derive(Clone, Debug, Default)]
pub(super) struct Differences(Arc<HashMap<[String; 2], Difference>>);

impl Differences {
    /// Works out how scripts of tonight came from those that were known.
    pub async fn of(scan: &PortalScan<'_>, changes: &[Change]) -> Result<Self, ScanError> {
        let mut replaced: Vec<Replaced> = Vec::new();
        for own in changes.iter().filter_map(|change| change.replaced.as_ref()) {
            if replaced.len() < MOST && !replaced.contains(own) {
                replaced.push(own.clone());
            }
        }
        let mut before = HashMap::new();
        for own in &replaced {
            if let Some(text) = scan.journal().script(&own.before).await? {
                before.insert(own.before.clone(), text);
            }
        }
        if before.is_empty() {
            return Ok(Self::default());
        }
        let loaded = scan.eyes.library.loaded();
        let work = move || {
            let after = by_digest(&loaded);
            let known = replaced.into_iter().filter_map(|own| {
                let (old, new) = (before.get(&own.before)?, after.get(&own.after)?);
                Some(([own.before, own.after], Difference::between(old, new)))
            });
            known.collect()
        };
        Ok(Self(Arc::new(scan.eyes.bench.work(work).await.unwrap_or_default())))
    }

    /// Puts them to the changes that they are of.
    pub fn show(&self, changes: &mut [Change]) {
        for own in changes.iter_mut().filter_map(|change| change.replaced.as_mut()) {
            own.difference = self.0.get(&[own.before.clone(), own.after.clone()]).cloned();
        }
    }
}

/// The texts of tonight that are not kept yet.
pub(super) async fn to_keep(
    scan: &PortalScan<'_>,
    tonight: &Look,
) -> Result<Vec<PackedScript>, ScanError> {
    let digests = tonight.script_files().map(str::to_owned).collect();
    let missing = scan.journal().missing_scripts(digests, scan.now()).await?;
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let loaded = scan.eyes.library.loaded();
    let pack = move || {
        let texts = by_digest(&loaded);
        let own = |digest: &String| PackedScript::of(digest, texts.get(digest)?);
        missing.iter().filter_map(own).collect()
    };
    Ok(scan.eyes.bench.work(pack).await.unwrap_or_default())
}

fn by_digest(loaded: &Loaded) -> HashMap<String, &str> {
    loaded.texts().map(|(text, digest)| (hex(&digest), text)).collect()
}
