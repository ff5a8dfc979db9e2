//! How long evidence is kept, and how much of it.

use std::{collections::HashSet, path::Path};

use jiff::{SignedDuration, Timestamp};

use super::{Appended, Chain, EvidenceError, Kind, Manifest, shelf};
use crate::target::Keeping;

/// What a sweep did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Items that were removed.
    pub removed: Vec<String>,
    /// Bytes of what is left.
    pub bytes: u64,
    /// Whether that is more than is allowed: all of it is under open incidents.
    pub over_limit: bool,
}

/// Removes items whose time is over, and the oldest while there is too much. Nothing is removed
/// that belongs to one of the `protected` findings. Each removal is a line of the chain, written
/// before the item goes.
///
/// # Errors
/// Something can not be read or removed; what was removed before that is in the chain.
pub fn sweep(
    evidence: &Path,
    keeping: &Keeping,
    protected: &HashSet<String>,
    now: Timestamp,
) -> Result<Swept, EvidenceError> {
    let mut items = shelf::items(evidence)?;
    items.sort_by(|a, b| (&a.captured, &a.path).cmp(&(&b.captured, &b.path)));
    let mut swept = Swept { bytes: items.iter().map(|item| item.bytes).sum(), ..Swept::default() };
    let most = u64::from(keeping.max_gib) << 30;
    let oldest = now - SignedDuration::from_hours(24 * i64::from(keeping.keep_days));
    let oldest = oldest.strftime("%Y%m%dT%H%M%SZ").to_string();
    let chain = Chain::of(evidence);
    for item in items {
        let is_old = item.captured < oldest;
        if !is_old && swept.bytes <= most {
            break;
        }
        // What cannot be read tells nobody that it may go.
        let Ok((manifest, digest)) = Manifest::read(&item.folder) else { continue };
        if manifest.about.findings.iter().any(|finding| protected.contains(finding)) {
            continue;
        }
        let reason = match is_old {
            true => format!("older than {} days", keeping.keep_days),
            false => format!("more than {} GiB of evidence", keeping.max_gib),
        };
        let what = Appended {
            kind: Kind::Removed,
            path: &item.path,
            manifest: &digest,
            reason: Some(&reason),
        };
        chain.append(&what, now)?;
        shelf::remove(&item.folder)?;
        swept.bytes -= item.bytes;
        swept.removed.push(item.path);
    }
    swept.over_limit = swept.bytes > most;
    Ok(swept)
}
