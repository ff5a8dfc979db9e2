//! The lists of a pack, and how they stand against each other.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    Checked, VerifyError,
    compare::differs,
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

/// The lists of a pack, as they are.
pub(super) struct Lists {
    pub manifest: Option<PackManifest>,
    /// Why the manifest is none.
    broken: Option<String>,
    /// SHA-256 of the manifest as it is.
    pub digest: Option<String>,
    pub sums: Option<BTreeMap<String, String>>,
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

impl Lists {
    pub fn read(opened: &Opened) -> Result<Self, VerifyError> {
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
    pub fn trusted(&self) -> Option<&PackManifest> {
        let signed = self.minute.as_ref().and_then(|minute| minute.signed.as_deref());
        let witnesses = [self.sum(MANIFEST), signed];
        let mut spoken =
            witnesses.iter().flatten().map(|said| Some(*said) == self.digest.as_deref());
        let is_right = spoken.clone().any(|agrees| agrees) || spoken.next().is_none();
        self.manifest.as_ref().filter(|_| is_right)
    }

    /// What is wrong with a manifest that nobody speaks for.
    pub fn about_manifest(&self) -> Vec<Mismatch> {
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

    pub fn about_minute(&self, manifest: &PackManifest) -> Option<Mismatch> {
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
                Ordering::Less => What::Truncated { expected, found },
                Ordering::Greater => What::Longer { expected, found },
                Ordering::Equal => What::Changed {
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
    pub fn about_sums(&self, manifest: &PackManifest) -> Vec<Mismatch> {
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

    pub fn minute_by_sums(&self, opened: &Opened) -> Option<Mismatch> {
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

/// The line that serde names in `… at line 3 column 5`.
fn line_of(reason: &str) -> u64 {
    let number = reason.rsplit_once("at line ").and_then(|(_, rest)| rest.split(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or(1)
}
