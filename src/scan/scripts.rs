//! The texts of a portal's script files: kept night by night, and laid beside those that took their
//! place.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use data_encoding::HEXLOWER;

use super::{options::ScanError, portal::PortalScan};
use crate::{
    baseline::{Change, Difference, Look},
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
        let replaced: BTreeSet<[String; 2]> =
            changes.iter().filter_map(digests).take(MOST).collect();
        let mut known = Vec::new();
        for own in replaced {
            if let Some(before) = scan.journal().script(&own[0]).await? {
                known.push((own, before));
            }
        }
        if known.is_empty() {
            return Ok(Self::default());
        }
        let loaded = scan.eyes.library.loaded();
        let work = move || {
            let tonight = by_digest(&loaded);
            let differences = known.into_iter().filter_map(|(own, before)| {
                let difference = Difference::between(&before, tonight.get(&own[1])?);
                Some((own, difference))
            });
            differences.collect()
        };
        Ok(Self(Arc::new(scan.eyes.bench.work(work).await.unwrap_or_default())))
    }

    /// Puts them to the changes that they are of.
    pub fn show(&self, changes: &mut [Change]) {
        for change in changes {
            let difference = digests(change).and_then(|own| self.0.get(&own)).cloned();
            if let Some(replaced) = &mut change.replaced {
                replaced.difference = difference;
            }
        }
    }
}

/// The digests of a script's text as it was and as it is.
fn digests(change: &Change) -> Option<[String; 2]> {
    Some([change.replaced.as_ref()?.before.clone(), change.digest.clone()?])
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
    loaded.texts().map(|(text, digest)| (HEXLOWER.encode(&digest), text)).collect()
}
