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

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;
    use crate::evidence::{About, Moment, PortalNamed};

    const NOW: &str = "2026-11-21T02:03:04Z";

    /// An item of so many bytes that shows a finding named like it.
    fn item(evidence: &Path, name: &str, bytes: u64) {
        let folder = evidence.join("p").join(name);
        fs::create_dir_all(&folder).unwrap();
        let file = fs::File::create(folder.join("exchange.warc.gz")).unwrap();
        let about = About {
            portal: PortalNamed {
                id: "p".into(),
                name: "P".into(),
                agency: None,
                url: "https://p.example/".into(),
            },
            page: "https://p.example/".into(),
            captured_at: Moment::of(NOW.parse().unwrap()),
            configuration: String::new(),
            identities: Vec::new(),
            findings: vec![name.to_owned()],
            screenshot: None,
        };
        Manifest::of_folder(&folder, about).unwrap().write(&folder).unwrap();
        // Only now, so that nobody has to read it all.
        file.set_len(bytes).unwrap();
    }

    fn swept(names: &[(&str, u64)], protected: &[&str]) -> (Swept, Vec<String>) {
        let dir = TempDir::new().unwrap();
        names.iter().for_each(|(name, bytes)| item(dir.path(), name, *bytes));
        let protected = protected.iter().map(|name| name.to_string()).collect();
        let keeping = Keeping { keep_days: 365, max_gib: 1, screenshot: false };
        let swept = sweep(dir.path(), &keeping, &protected, NOW.parse().unwrap()).unwrap();
        let verdict = Chain::of(dir.path()).read().unwrap();
        assert_eq!(verdict.breaks, []);
        let gone: Vec<String> = verdict.entries.iter().map(|entry| entry.path.clone()).collect();
        assert_eq!(gone, swept.removed);
        let left = shelf::items(dir.path()).unwrap();
        (swept, left.into_iter().map(|item| item.path).collect())
    }

    #[test]
    fn what_is_too_old_goes_and_what_is_in_hand_stays() {
        let names =
            [("20251120T000000Z-a", 1), ("20251120T000000Z-b", 1), ("20261120T000000Z-c", 1)];
        let (swept, left) = swept(&names, &["20251120T000000Z-b"]);
        assert_eq!(swept.removed, ["p/20251120T000000Z-a"]);
        assert_eq!(left, ["p/20251120T000000Z-b", "p/20261120T000000Z-c"]);
        assert!(!swept.over_limit);
    }

    #[test]
    fn the_oldest_goes_first_where_there_is_too_much() {
        const HALF: u64 = 600 << 20;
        let names = ["20261117T000000Z-a", "20261118T000000Z-b", "20261119T000000Z-c"];
        let all = names.map(|name| (name, HALF));
        let (told, left) = swept(&all, &[]);
        assert_eq!(left, ["p/20261119T000000Z-c"], "{told:?}");
        // What is in hand is passed over, and if that is too much by itself, that is said.
        let (told, left) = swept(&all, &names[..1]);
        assert_eq!(
            (left.as_slice(), told.over_limit),
            (["p/20261117T000000Z-a".into()].as_slice(), false)
        );
        let (told, left) = swept(&all, &names);
        assert_eq!((left.len(), told.over_limit), (3, true));
    }
}
