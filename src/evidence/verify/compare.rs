//! The files of a pack against what its lists say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Checked, VerifyError, items,
    lists::Lists,
    mismatch::{Mismatch, What},
    opened::Opened,
};
use crate::evidence::{
    FileEntry, MANIFEST,
    pack::{MINUTE, PackManifest, SUMS},
};

/// What a file has to be.
pub(super) struct Expected {
    pub bytes: Option<u64>,
    pub sha256: String,
}

pub(super) fn compare(
    opened: &Opened,
    mismatches: &mut Vec<Mismatch>,
) -> Result<Checked, VerifyError> {
    let lists = Lists::read(opened)?;
    let trusted = lists.trusted();
    let expected = match (trusted, &lists.sums) {
        (Some(manifest), _) => of_manifest(manifest),
        (None, Some(sums)) if !sums.is_empty() => of_sums(sums),
        (None, _) => return Err(VerifyError::NoPack),
    };
    if trusted.is_none() {
        mismatches.extend(lists.about_manifest());
    }
    compare_files(opened, &expected, mismatches);
    if let Some(manifest) = trusted {
        mismatches.extend(lists.about_minute(manifest));
        mismatches.extend(lists.about_sums(manifest));
    } else {
        mismatches.extend(lists.minute_by_sums(opened));
    }
    let found = items::compare(opened, &expected, trusted, mismatches);
    let named = trusted.or(lists.manifest.as_ref());
    Ok(Checked {
        pack: named.map(|manifest| manifest.pack.clone()),
        incident: named.map(|manifest| manifest.incident.clone()),
        manifest: lists.digest.clone(),
        files: 0,
        items: found.items,
        records: found.records,
        mismatches: Vec::new(),
        more: 0,
    })
}

fn of_manifest(manifest: &PackManifest) -> BTreeMap<String, Expected> {
    let one = |file: &FileEntry| {
        let expected = Expected { bytes: Some(file.bytes), sha256: file.sha256.clone() };
        (file.path.clone(), expected)
    };
    manifest.files.iter().map(one).collect()
}

fn of_sums(sums: &BTreeMap<String, String>) -> BTreeMap<String, Expected> {
    let files = sums.iter().filter(|(path, _)| *path != MANIFEST && *path != MINUTE);
    let one = |(path, sha256): (&String, &String)| {
        (path.clone(), Expected { bytes: None, sha256: sha256.clone() })
    };
    files.map(one).collect()
}

/// Compares every file with what it has to be.
fn compare_files(
    opened: &Opened,
    expected: &BTreeMap<String, Expected>,
    mismatches: &mut Vec<Mismatch>,
) {
    let named: BTreeSet<String> = mismatches.iter().map(|own| own.path.clone()).collect();
    let (mut missing, mut wrong) = (Names::default(), Vec::new());
    for (path, own) in expected {
        if opened.bytes(path).is_some() {
            wrong.extend(differs(opened, path, own.bytes, &own.sha256));
        } else if !named.contains(path) {
            missing.add(path, own);
        }
    }
    name_swapped(opened, expected, &mut wrong);
    mismatches.extend(wrong);
    let lists = [MANIFEST, SUMS, MINUTE];
    let others = |path: &&str| !expected.contains_key(*path) && !lists.contains(path);
    for path in opened.paths().filter(others) {
        // What is missing may be here under another name.
        let was = missing.of(opened, path);
        let was = was.and_then(|sha256| missing.by_digest.get_mut(&sha256)?.pop_first());
        mismatches.push(match was {
            Some(from) => Mismatch::new(from, What::Renamed { to: path.to_owned() }),
            None => Mismatch::new(path, What::Extra),
        });
    }
    let missing = missing.by_digest.values().flatten();
    mismatches.extend(missing.map(|path| Mismatch::new(path, What::Missing)));
}

/// Files by what they hold.
#[derive(Default)]
struct Names<'a> {
    by_digest: BTreeMap<String, BTreeSet<&'a str>>,
    lengths: BTreeSet<Option<u64>>,
}

impl<'a> Names<'a> {
    fn add(&mut self, path: &'a str, own: &Expected) {
        self.by_digest.entry(own.sha256.clone()).or_default().insert(path);
        self.lengths.insert(own.bytes);
    }

    /// SHA-256 of a file that may be one of these; others are not read.
    fn of(&self, opened: &Opened, path: &str) -> Option<String> {
        let may_be = self.lengths.contains(&None) || self.lengths.contains(&opened.bytes(path));
        may_be.then(|| opened.sha256(path).ok()).flatten()
    }
}

/// Says of files that changed places what they hold: each has what belongs into the other.
fn name_swapped(opened: &Opened, expected: &BTreeMap<String, Expected>, wrong: &mut [Mismatch]) {
    let (mut also_wrong, mut all) = (Names::default(), Names::default());
    let paths: BTreeSet<&str> = wrong.iter().map(|own| own.path.as_str()).collect();
    for (path, own) in expected {
        all.add(path, own);
        if paths.contains(path.as_str()) {
            also_wrong.add(path, own);
        }
    }
    for mismatch in wrong {
        let found = match &mismatch.what {
            What::Changed { found, .. } => Some(found.clone()),
            What::Truncated { .. } | What::Longer { .. } => all.of(opened, &mismatch.path),
            _ => None,
        };
        // Rather one that is wrong itself: several files can have the same content.
        let with = found.and_then(|found| {
            let names = also_wrong.by_digest.get(&found).or_else(|| all.by_digest.get(&found));
            names.and_then(|names| names.first())
        });
        if let Some(with) = with {
            mismatch.what = What::Swapped { with: (*with).to_owned() };
        }
    }
}

/// In what one file is not what it has to be. What has another length is not read.
pub(super) fn differs(
    opened: &Opened,
    path: &str,
    bytes: Option<u64>,
    sha256: &str,
) -> Option<Mismatch> {
    let found = opened.bytes(path)?;
    let what = match bytes {
        Some(expected) if found < expected => What::Truncated { expected, found },
        Some(expected) if found > expected => What::Longer { expected, found },
        _ => match opened.sha256(path) {
            Ok(found) if found == sha256 => return None,
            Ok(found) => What::Changed { expected: Some(sha256.to_owned()), found },
            Err(error) => What::Unreadable { reason: error.to_string() },
        },
    };
    Some(Mismatch::new(path, what))
}
