//! What a back-up says of itself.

use std::{
    fs,
    io::Read as _,
    path::{Component, Path, PathBuf},
};

use jiff::{
    Timestamp,
    tz::{self, TimeZone},
};
use serde::{Deserialize, Serialize};

use super::{BackupError, files};

/// The form that this version writes and reads.
const SCHEMA: &str = "canhcong.backup/1";
/// A manifest of a million files is smaller than this.
const MOST_BYTES: u64 = 256 << 20;

/// Every file of a back-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Its form.
    pub schema: String,
    /// What made it.
    pub tool: Tool,
    /// When.
    pub made_at: MadeAt,
    /// The number of the database's schema.
    pub database_schema: i64,
    /// The files in the order of their paths.
    pub files: Vec<Entry>,
}

/// A program and its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// One moment, for machines and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeAt {
    /// In UTC.
    pub utc: Timestamp,
    /// In Việt Nam, RFC 3339.
    pub ict: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path within the back-up, with `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Manifest {
    /// Name of the manifest in a back-up.
    pub const FILE: &'static str = "manifest.json";
    /// Name of the file with its digest.
    pub const DIGEST: &'static str = "manifest.json.sha256";

    pub(super) fn new(at: Timestamp, database_schema: i64, mut files: Vec<Entry>) -> Self {
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let ict = at.to_zoned(TimeZone::fixed(tz::offset(7)));
        Self {
            schema: SCHEMA.to_owned(),
            tool: Tool {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            made_at: MadeAt { utc: at, ict: ict.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string() },
            database_schema,
            files,
        }
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|entry| entry.bytes).sum()
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), BackupError> {
        let path = folder.join(Self::FILE);
        let failed = |error: serde_json::Error| BackupError::file(&path, "writing", error.into());
        let mut text = serde_json::to_vec_pretty(self).map_err(failed)?;
        text.push(b'\n');
        files::write(&path, &text)?;
        let line = format!("{}  {}\n", files::digest(&text), Self::FILE);
        files::write(&folder.join(Self::DIGEST), line.as_bytes())
    }

    /// Reads the manifest of a back-up.
    ///
    /// # Errors
    /// [`BackupError::NoBackup`] where there is none, where it was changed or cut off, or where it
    /// names a file outside of the back-up.
    pub fn read(folder: &Path) -> Result<Self, BackupError> {
        let wrong = |why: String| BackupError::NoBackup { folder: folder.to_owned(), why };
        let bytes = |name: &str| {
            let read = || {
                let mut bytes = Vec::new();
                fs::File::open(folder.join(name))?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
                Ok(bytes)
            };
            read().map_err(|error: std::io::Error| wrong(format!("{name}: {error}")))
        };
        let text = bytes(Self::FILE)?;
        let digest = String::from_utf8_lossy(&bytes(Self::DIGEST)?).into_owned();
        let expected = digest.split_whitespace().next().unwrap_or_default();
        let found = files::digest(&text);
        if expected != found {
            let file = Self::FILE;
            return Err(wrong(format!(
                "{file} was changed or cut off: SHA-256 should be {expected} and is {found}"
            )));
        }
        let manifest: Self = serde_json::from_slice(&text)
            .map_err(|error| wrong(format!("{}: {error}", Self::FILE)))?;
        if manifest.schema != SCHEMA {
            let found = &manifest.schema;
            return Err(wrong(format!("it has the form {found}; this version reads {SCHEMA}")));
        }
        match manifest.files.iter().find(|entry| !stays_inside(&entry.path)) {
            Some(entry) => Err(wrong(format!("{:?} is no path within it", entry.path))),
            None => Ok(manifest),
        }
    }

    pub(super) fn entry(&self, path: &str) -> Option<&Entry> {
        let at = self.files.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }

    /// The files of one part, with their paths within it.
    pub(super) fn part(&self, part: &str) -> Vec<(PathBuf, &Entry)> {
        let inside =
            |entry: &Entry| entry.path.strip_prefix(part)?.strip_prefix('/').map(PathBuf::from);
        self.files.iter().filter_map(|entry| Some((inside(entry)?, entry))).collect()
    }
}

/// A back-up comes from elsewhere, and must not write elsewhere.
fn stays_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some()
        && parts.all(|part| matches!(part, Component::Normal(_)))
        && !path.contains('\\')
}
