//! What a folder of evidence holds, and whether it still does.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Component, Path},
};

use jiff::{Timestamp, tz};
use serde::{Deserialize, Serialize};

use super::{EvidenceError, disk};

/// The name of the manifest within its folder.
pub const MANIFEST: &str = "manifest.json";
/// The most bytes of a manifest that are read.
const LARGEST: u64 = 16 << 20;
/// The most files of one folder of evidence.
const MOST_FILES: usize = 10_000;
/// Folders within the folder.
const DEEPEST: usize = 8;

/// The document `canhcong.evidence/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`Manifest::SCHEMA`].
    pub schema: String,
    /// What wrote it.
    pub tool: ToolNamed,
    /// What it is about, flattened into the document.
    #[serde(flatten)]
    pub about: About,
    /// Every file of the folder but the manifest itself, by path.
    pub files: Vec<FileEntry>,
}

/// A program and its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolNamed {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// What a folder of evidence is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The portal.
    pub portal: PortalNamed,
    /// The address of the page.
    pub page: String,
    /// When the first request for it was sent.
    pub captured_at: Moment,
    /// SHA-256 of the configuration in force: the registry's bytes and the options that matter.
    pub configuration: String,
    /// The visitors as whom it was looked at.
    pub identities: Vec<String>,
    /// The names of the findings.
    pub findings: Vec<String>,
    /// The screenshot, if one was taken.
    pub screenshot: Option<Screenshot>,
}

/// A portal as the registry had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalNamed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The agency that owns it.
    pub agency: Option<String>,
    /// Its home page.
    pub url: String,
}

/// A moment as machines and as people in Việt Nam write it, to the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// RFC 3339 in UTC, with `Z`.
    pub utc: String,
    /// RFC 3339 at UTC+7.
    pub ict: String,
}

/// A picture of the page. It is a visit of its own and may show something else than the exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screenshot {
    /// Its path in the folder.
    pub file: String,
    /// The browser and its version.
    pub by: String,
    /// What is to be known of it.
    pub note: String,
}

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
}

/// One thing in which a folder is not what its manifest says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// A file is not there.
    #[error("{path} is missing")]
    Missing {
        /// The file.
        path: String,
    },
    /// A file is there that the manifest does not name.
    #[error("{path} is there and not in the manifest")]
    Extra {
        /// The file.
        path: String,
    },
    /// A file has another name than it had.
    #[error("{from} is now called {to}")]
    Renamed {
        /// Its name in the manifest.
        from: String,
        /// Its name in the folder.
        to: String,
    },
    /// A file has another length.
    #[error(
        "{} is {found} bytes long instead of {}, SHA-256 {sha256} instead of {}",
        .expected.path, .expected.bytes, .expected.sha256
    )]
    Length {
        /// What the manifest says.
        expected: FileEntry,
        /// Its length now.
        found: u64,
        /// Its digest now.
        sha256: String,
    },
    /// A file of the same length has other content.
    #[error("{} was changed: SHA-256 {sha256} instead of {}", .expected.path, .expected.sha256)]
    Changed {
        /// What the manifest says.
        expected: FileEntry,
        /// Its digest now.
        sha256: String,
    },
    /// Something is no regular file, so nothing is said of what it holds: a link, a device.
    #[error("{path} is no regular file")]
    Strange {
        /// What it is called.
        path: String,
    },
    /// The manifest names a place that is not within its folder, or names one twice.
    #[error("the manifest names {path}, which no manifest of this program does")]
    Improper {
        /// What it names.
        path: String,
    },
    /// A file can not be read.
    #[error("{path} can not be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
}

impl Moment {
    /// A moment to the second.
    pub fn of(at: Timestamp) -> Self {
        let ict = at.to_zoned(tz::TimeZone::fixed(tz::offset(7)));
        Self {
            utc: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            ict: ict.strftime("%Y-%m-%dT%H:%M:%S+07:00").to_string(),
        }
    }
}

impl Manifest {
    /// The name and number of the document's shape.
    pub const SCHEMA: &'static str = "canhcong.evidence/1";

    /// The manifest of a folder as it is now, without writing it.
    ///
    /// # Errors
    /// The folder can not be read, or holds what is no regular file.
    pub fn of_folder(folder: &Path, about: About) -> Result<Self, EvidenceError> {
        let mut files = Vec::new();
        for (path, is_file) in list(folder)? {
            let place = folder.join(&path);
            if !is_file {
                let strange = io::Error::new(io::ErrorKind::InvalidInput, "no regular file");
                return Err(EvidenceError::file(&place, strange));
            }
            let (bytes, sha256) = disk::digest_of(&place)?;
            files.push(FileEntry { path, bytes, sha256 });
        }
        let tool = ToolNamed {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Ok(Self { schema: Self::SCHEMA.to_owned(), tool, about, files })
    }

    /// Writes it into its folder and says its SHA-256, which goes into the chain.
    ///
    /// # Errors
    /// It can not be written, or there is one already.
    pub fn write(&self, folder: &Path) -> Result<String, EvidenceError> {
        let path = folder.join(MANIFEST);
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| {
            EvidenceError::Manifest { path: path.clone(), reason: error.to_string() }
        })?;
        text.push(b'\n');
        disk::write(&path, &text)?;
        Ok(disk::sha256(&text))
    }

    /// Reads the manifest of a folder; also says its SHA-256.
    ///
    /// # Errors
    /// It can not be read, or is no manifest of a version that is known.
    pub fn read(folder: &Path) -> Result<(Self, String), EvidenceError> {
        let path = folder.join(MANIFEST);
        let text = disk::read(&path, LARGEST)?;
        let manifest: Self = serde_json::from_slice(&text).map_err(|error| {
            EvidenceError::Manifest { path: path.clone(), reason: error.to_string() }
        })?;
        if manifest.schema != Self::SCHEMA {
            let schema: String = manifest.schema.chars().take(60).collect();
            let reason = format!("its schema is {schema:?}, expected {:?}", Self::SCHEMA);
            return Err(EvidenceError::Manifest { path, reason });
        }
        Ok((manifest, disk::sha256(&text)))
    }

    /// Says in what a folder is not what its manifest says; nothing if it is whole. The manifest
    /// cannot speak for itself: its own digest is in the chain.
    ///
    /// # Errors
    /// There is no manifest that can be read, or the folder can not be listed.
    pub fn check(folder: &Path) -> Result<Vec<Difference>, EvidenceError> {
        Self::read(folder)?.0.differences(folder)
    }

    /// The same for a manifest that was read before.
    ///
    /// # Errors
    /// The folder can not be listed.
    pub fn differences(&self, folder: &Path) -> Result<Vec<Difference>, EvidenceError> {
        let mut there: BTreeMap<String, bool> = list(folder)?.into_iter().collect();
        let (mut differences, mut missing) = (Vec::new(), Vec::new());
        let mut named = BTreeMap::new();
        for entry in &self.files {
            if !is_proper(&entry.path) || named.insert(&entry.path, ()).is_some() {
                differences.push(Difference::Improper { path: entry.path.clone() });
                continue;
            }
            match there.remove(&entry.path) {
                None => missing.push(entry),
                Some(false) => {
                    differences.push(Difference::Strange { path: entry.path.clone() });
                }
                Some(true) => differences.extend(entry.compare(folder)),
            }
        }
        // What is left is not in the manifest; it may be what is missing, under another name.
        for (path, is_file) in there {
            if !is_file {
                differences.push(Difference::Strange { path });
                continue;
            }
            let own =
                if missing.is_empty() { None } else { disk::digest_of(&folder.join(&path)).ok() };
            let was = own.and_then(|(_, sha256)| {
                let at = missing.iter().position(|entry| entry.sha256 == sha256)?;
                Some(missing.remove(at))
            });
            differences.push(match was {
                Some(entry) => Difference::Renamed { from: entry.path.clone(), to: path },
                None => Difference::Extra { path },
            });
        }
        let missing = missing.into_iter();
        differences.extend(missing.map(|entry| Difference::Missing { path: entry.path.clone() }));
        Ok(differences)
    }
}

impl FileEntry {
    fn compare(&self, folder: &Path) -> Option<Difference> {
        let expected = || self.clone();
        match disk::digest_of(&folder.join(&self.path)) {
            Ok((found, sha256)) if found != self.bytes => {
                Some(Difference::Length { expected: expected(), found, sha256 })
            }
            Ok((_, sha256)) if !sha256.eq_ignore_ascii_case(&self.sha256) => {
                Some(Difference::Changed { expected: expected(), sha256 })
            }
            Ok(_) => None,
            Err(error) => {
                Some(Difference::Unreadable { path: self.path.clone(), reason: error.to_string() })
            }
        }
    }
}

/// Whether a path stays within its folder, in one spelling on every system.
pub(super) fn is_proper(path: &str) -> bool {
    let plain = |part| matches!(part, Component::Normal(_));
    !path.is_empty()
        && !path.contains(['\\', '\0'])
        && path != MANIFEST
        && Path::new(path).components().all(plain)
        && !path.split('/').any(|part| part.is_empty() || part == ".")
}

/// Everything in a folder but its manifest, by path, and whether it is a regular file. Links are
/// not followed.
pub(super) fn list(folder: &Path) -> Result<Vec<(String, bool)>, EvidenceError> {
    let too_many = || EvidenceError::TooMany { path: folder.to_owned(), most: MOST_FILES };
    let (mut found, mut waiting) = (Vec::new(), vec![(String::new(), 0)]);
    while let Some((inner, depth)) = waiting.pop() {
        let place = folder.join(&inner);
        let failed = |error| EvidenceError::file(&place, error);
        for entry in fs::read_dir(&place).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                if depth >= DEEPEST {
                    return Err(too_many());
                }
                waiting.push((path, depth + 1));
            } else if path != MANIFEST {
                found.push((path, kind.is_file()));
            }
            if found.len() + waiting.len() > MOST_FILES {
                return Err(too_many());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests;
