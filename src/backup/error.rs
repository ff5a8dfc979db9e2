//! Why there is no back-up, or no way back from it.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::store::StoreError;

/// Why a back-up was not made or not restored. In every case earlier back-ups and what was there
/// before are as they were.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file or folder cannot be used.
    #[error("failed while {doing} {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// No space is left.
    #[error(
        "the disk that holds {} is full (while {doing} it); what was there before is untouched: \
         make room, then start again", path.display()
    )]
    Full {
        /// The file.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
    },
    /// Another back-up goes to the same folder.
    #[error("another back-up to {} is under way: wait for it to end", .0.display())]
    Busy(PathBuf),
    /// The back-up would hold itself.
    #[error("{} lies within what is backed up: name a folder outside of it", .0.display())]
    Within(PathBuf),
    /// There is no whole back-up at all.
    #[error("{} is no back-up: {why}", folder.display())]
    NoBackup {
        /// The folder.
        folder: PathBuf,
        /// What is missing or wrong.
        why: String,
    },
    /// Files are not as they were when the back-up was made.
    #[error(
        "{} is not as it was made, and nothing was restored from it:{}",
        folder.display(),
        in_lines(differences)
    )]
    Differs {
        /// The folder.
        folder: PathBuf,
        /// File by file.
        differences: Vec<Difference>,
    },
    /// Something else is there already.
    #[error(
        "{} is there already and nothing was restored; with --replace it is moved aside (never \
         deleted) and the back-up takes its place", .0.display()
    )]
    Exists(PathBuf),
    /// A folder that cannot be moved aside.
    #[error(
        "{} is a mount point and cannot be moved aside: move what is in it away by hand, or \
         restore to a folder within it", .0.display()
    )]
    Mounted(PathBuf),
}

/// How a file differs from what the manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file within the back-up.
    pub path: String,
    /// What was expected, and what is there.
    pub what: Differing,
}

/// Expected and found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differing {
    /// It is not there.
    Missing,
    /// It is shorter or longer.
    Length {
        /// Bytes that the manifest says.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// It has other bytes.
    Digest {
        /// SHA-256 that the manifest says.
        expected: String,
        /// SHA-256 of what is there.
        found: String,
    },
    /// It cannot be read.
    Unreadable(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.what {
            Differing::Missing => write!(f, "{path} is missing"),
            Differing::Length { expected, found } => {
                write!(f, "{path} should have {expected} bytes and has {found}")
            }
            Differing::Digest { expected, found } => {
                write!(f, "{path} was changed: SHA-256 should be {expected} and is {found}")
            }
            Differing::Unreadable(why) => write!(f, "{path} cannot be read: {why}"),
        }
    }
}

/// The most differences that are named; the others are counted.
const SHOWN: usize = 20;

fn in_lines(differences: &[Difference]) -> String {
    let mut lines: Vec<String> =
        differences.iter().take(SHOWN).map(|own| format!("\n  {own}")).collect();
    let more = differences.len().saturating_sub(SHOWN);
    if more > 0 {
        lines.push(format!("\n  and {more} more"));
    }
    lines.concat()
}

impl BackupError {
    pub(super) fn file(path: &Path, doing: &'static str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path, doing },
            _ => Self::File { path, doing, source },
        }
    }
}
