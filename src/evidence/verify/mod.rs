//! Whether a pack is as it was made, and if not, in what: file by file.
//!
//! It needs nothing but the pack. Whoever rewrites a whole pack, with all its digests, makes another
//! pack that is whole; that it is another one shows the digest of its manifest, which stands in the
//! signed minute and in the chain of whoever made it.

mod compare;
mod directory;
mod items;
mod lists;
mod mismatch;
mod opened;
mod zip_file;

use std::{io, path::Path};

pub use mismatch::{Fault, Mismatch, What};

use serde::Serialize;

/// What checking a pack showed.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The name that it was given.
    pub pack: Option<String>,
    /// The incident that it is about.
    pub incident: Option<String>,
    /// SHA-256 of its manifest as it is now: the number to compare with the signed minute.
    pub manifest: Option<String>,
    /// How many files there are.
    pub files: usize,
    /// How many items of evidence.
    pub items: usize,
    /// How many records of web archives fit their digests.
    pub records: usize,
    /// In what it differs, by path; at most [`Checked::MOST`].
    pub mismatches: Vec<Mismatch>,
    /// Differences that are only counted.
    pub more: usize,
}

impl Checked {
    /// The most differences that are named.
    pub const MOST: usize = 1_000;

    /// Whether nothing differs.
    pub fn is_whole(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// Why nothing can be said of something.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It has none of the files by which a pack is known.
    #[error("it is no pack of evidence: neither manifest.json nor SHA256SUMS can be used")]
    NoPack,
    /// It is neither a folder nor a zip.
    #[error("it is neither a folder nor a zip: {0}")]
    NoContainer(&'static str),
    /// It holds more than packs do.
    #[error("it holds more than {0} files, or folders too deep: no pack does")]
    TooMany(usize),
    /// It can not be read.
    #[error("it can not be read: {0}")]
    Io(#[from] io::Error),
}

/// Checks a pack, a folder or a zip, without any network.
///
/// # Errors
/// It is no pack, or can not be read.
pub fn verify(path: &Path) -> Result<Checked, VerifyError> {
    let (opened, mut mismatches) = opened::Opened::open(path)?;
    let mut checked = compare::compare(&opened, &mut mismatches)?;
    checked.files = opened.len();
    mismatches.sort();
    mismatches.dedup();
    checked.more = mismatches.len().saturating_sub(Checked::MOST);
    mismatches.truncate(Checked::MOST);
    checked.mismatches = mismatches;
    Ok(checked)
}
