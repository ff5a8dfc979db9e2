//! The files of a pack against its two lists, and the lists against each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use super::{
    Checked, VerifyError, items,
    mismatch::{Mismatch, What},
    opened::Opened,
};
use crate::{
    evidence::{
        MANIFEST, disk,
        pack::{self, MINUTE, PackManifest, SUMS},
    },
    report::papers::{DIGEST_MARK, NO_DIGEST},
};

/// The most bytes of a list and of the minute that are read.
const LARGEST_LIST: u64 = 32 << 20;
const LARGEST_MINUTE: u64 = 4 << 20;

/// What a file has to be.
pub(super) struct Expected {
    pub bytes: Option<u64>,
    pub sha256: String,
}

/// The lists of a pack, as they are.
struct Lists {
    manifest: Option<PackManifest>,
    /// Why the manifest is none.
    broken: Option<String>,
    /// SHA-256 of the manifest as it is.
    digest: Option<String>,
    sums: Option<BTreeMap<String, String>>,
    sums_text: Vec<u8>,
    minute: Option<Minute>,
}

/// The minute as it is.
struct Minute {
    bytes: u64,
    sha256: String,
    /// The manifest's digest as the minute has it.
    signed: Option<String>,
    /// SHA-256 with zeros in its place.
    blank: String,
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

impl Lists {
    fn read(opened: &Opened) -> Result<Self, VerifyError> {
        let text = opened.read(MANIFEST, LARGEST_LIST)?;
        let parsed = text.as_deref().map(serde_json::from_slice::<PackManifest>);
        let (manifest, broken) = match parsed {
            Some(Ok(own)) if own.schema == PackManifest::SCHEMA => (Some(own), None),
            Some(Ok(_)) => (None, Some(format!("its schema is not {}", PackManifest::SCHEMA))),
            Some(Err(error)) => (None, Some(error.to_string())),
            None => (None, None),
        };
        let sums_text = opened.read(SUMS, LARGEST_LIST)?;
        Ok(Self {
            manifest,
            broken,
            digest: text.as_deref().map(disk::sha256),
            sums: sums_text.as_deref().map(pack::lines),
            sums_text: sums_text.unwrap_or_default(),
            minute: opened.read(MINUTE, LARGEST_MINUTE)?.map(|text| Minute::read(&text)),
        })
    }

    fn sum(&self, path: &str) -> Option<&str> {
        self.sums.as_ref()?.get(path).map(String::as_str)
    }

    /// The manifest, if one of the two who have its digest speaks for it, or nobody against it.
    fn trusted(&self) -> Option<&PackManifest> {
        let signed = self.minute.as_ref().and_then(|minute| minute.signed.as_deref());
        let witnesses = [self.sum(MANIFEST), signed];
        let mut spoken =
            witnesses.iter().flatten().map(|said| Some(*said) == self.digest.as_deref());
        let is_right = spoken.clone().any(|agrees| agrees) || spoken.next().is_none();
        self.manifest.as_ref().filter(|_| is_right)
    }

    /// What is wrong with a manifest that nobody speaks for.
    fn about_manifest(&self) -> Vec<Mismatch> {
        let Some(found) = self.digest.clone() else {
            return vec![Mismatch::new(MANIFEST, What::Missing)];
        };
        let signed = self.minute.as_ref().and_then(|minute| minute.signed.clone());
        let expected = self.sum(MANIFEST).map(str::to_owned).or(signed);
        let mut all = vec![Mismatch::new(MANIFEST, What::Changed { expected, found })];
        if let Some(reason) = &self.broken {
            let line = line_of(reason);
            let reason = reason.clone();
            all.push(Mismatch::new(MANIFEST, What::Line { line, reason }));
        }
        let files = self.manifest.iter().flat_map(|manifest| &manifest.files);
        let wrong = files.filter(|file| self.sum(&file.path) != Some(&file.sha256));
        all.extend(
            wrong.map(|file| Mismatch::new(MANIFEST, What::Entry { about: file.path.clone() })),
        );
        all
    }

    fn about_minute(&self, manifest: &PackManifest) -> Option<Mismatch> {
        let Some(minute) = &self.minute else {
            return Some(Mismatch::new(MINUTE, What::Missing));
        };
        if self.is_minute_whole(manifest) {
            return None;
        }
        let (expected, found) = (manifest.minute.bytes, minute.bytes);
        Some(Mismatch::new(
            MINUTE,
            match found.cmp(&expected) {
                std::cmp::Ordering::Less => What::Truncated { expected, found },
                std::cmp::Ordering::Greater => What::Longer { expected, found },
                std::cmp::Ordering::Equal => What::Changed {
                    expected: self
                        .sum(MINUTE)
                        .map(str::to_owned)
                        .filter(|sum| *sum != minute.sha256),
                    found: minute.sha256.clone(),
                },
            },
        ))
    }

    fn is_minute_whole(&self, manifest: &PackManifest) -> bool {
        self.minute.as_ref().is_some_and(|minute| {
            minute.blank == manifest.minute.sha256 && minute.signed == self.digest
        })
    }

    /// Compares `SHA256SUMS`, line by line, with what it has to be by the manifest.
    fn about_sums(&self, manifest: &PackManifest) -> Vec<Mismatch> {
        if self.sums.is_none() {
            return vec![Mismatch::new(SUMS, What::Missing)];
        }
        let mut sums: BTreeMap<String, String> =
            manifest.files.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect();
        sums.extend(self.digest.clone().map(|digest| (MANIFEST.to_owned(), digest)));
        // Of a minute that was changed nobody else has the digest.
        let minute = if self.is_minute_whole(manifest) {
            self.minute.as_ref().map(|minute| minute.sha256.clone())
        } else {
            self.sum(MINUTE).map(str::to_owned)
        };
        sums.extend(minute.map(|sha256| (MINUTE.to_owned(), sha256)));
        let expected = pack::sums_text(&sums);
        let mut expected = expected.as_bytes().split_inclusive(|byte| *byte == b'\n');
        let mut found = self.sums_text.split_inclusive(|byte| *byte == b'\n');
        let mut wrong = Vec::new();
        for line in 1.. {
            let reason = match (expected.next(), found.next()) {
                (None, None) => break,
                (Some(expected), Some(found)) if expected == found => continue,
                (Some(expected), Some(_)) => {
                    let path = String::from_utf8_lossy(expected.get(66..).unwrap_or_default());
                    format!("it is not what the manifest says of {}", path.trim_end())
                }
                (Some(_), None) => "it is missing".to_owned(),
                (None, Some(_)) => "nothing in the manifest belongs to it".to_owned(),
            };
            wrong.push(Mismatch::new(SUMS, What::Line { line, reason }));
            // A list of line breaks only would take more memory than there is.
            if wrong.len() >= Checked::MOST {
                break;
            }
        }
        wrong
    }

    fn minute_by_sums(&self, opened: &Opened) -> Option<Mismatch> {
        let expected = self.sum(MINUTE)?;
        match &self.minute {
            None => Some(Mismatch::new(MINUTE, What::Missing)),
            Some(minute) if minute.sha256 == expected => None,
            Some(_) => differs(opened, MINUTE, None, expected),
        }
    }
}

impl Minute {
    fn read(text: &[u8]) -> Self {
        let mark = memchr::memmem::find(text, DIGEST_MARK.as_bytes());
        let place = mark.map(|at| at + DIGEST_MARK.len()).map(|at| at..at + NO_DIGEST.len());
        let signed = place.clone().and_then(|place| text.get(place));
        let mut blank = text.to_vec();
        if let Some(place) = place.and_then(|place| blank.get_mut(place)) {
            place.copy_from_slice(NO_DIGEST.as_bytes());
        }
        Self {
            bytes: text.len() as u64,
            sha256: disk::sha256(text),
            signed: signed.and_then(|signed| String::from_utf8(signed.to_vec()).ok()),
            blank: disk::sha256(&blank),
        }
    }
}

fn of_manifest(manifest: &PackManifest) -> BTreeMap<String, Expected> {
    let one = |file: &crate::evidence::FileEntry| {
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
fn differs(opened: &Opened, path: &str, bytes: Option<u64>, sha256: &str) -> Option<Mismatch> {
    let found = opened.bytes(path)?;
    let what = match bytes {
        Some(expected) if found < expected => What::Truncated { expected, found },
        Some(expected) if found > expected => What::Longer { expected, found },
        _ => match opened.sha256(path) {
            Ok(found) if found == sha256 => return None,
            Ok(found) => What::Changed { expected: Some(sha256.to_owned()), found },
            Err(error) => What::Unreadable { reason: reason(&error) },
        },
    };
    Some(Mismatch::new(path, what))
}

fn reason(error: &io::Error) -> String {
    error.to_string()
}

/// The line that serde names in `… at line 3 column 5`.
fn line_of(reason: &str) -> u64 {
    let number = reason.rsplit_once("at line ").and_then(|(_, rest)| rest.split(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or(1)
}
