//! Whether a back-up is what it was when it was made.

use std::{fs, io, path::Path};

use super::{BackupError, Difference, Manifest, STATE, error::Differing, files, manifest::Entry};
use crate::store::Store;

/// A back-up of which every byte was read.
#[derive(Debug)]
pub struct Checked {
    /// What it holds.
    pub manifest: Manifest,
}

/// Reads a whole back-up and compares it with its manifest.
///
/// # Errors
/// Names every file that differs; also where the database is damaged or of a newer version.
pub fn check(folder: &Path) -> Result<Checked, BackupError> {
    let manifest = Manifest::read(folder)?;
    compare(folder, manifest.files.iter())?;
    let database = format!("{STATE}/{}", Store::FILE);
    if manifest.entry(&database).is_none() {
        let why = format!("{database} is not in it");
        return Err(BackupError::NoBackup { folder: folder.to_owned(), why });
    }
    Store::examine_copy(&folder.join(database))?;
    Ok(Checked { manifest })
}

/// Reads files of a back-up and compares them with what is said of them.
pub(super) fn compare<'a>(
    folder: &Path,
    entries: impl Iterator<Item = &'a Entry>,
) -> Result<(), BackupError> {
    let differences: Vec<Difference> =
        entries.filter_map(|entry| difference(folder, entry)).collect();
    match differences.is_empty() {
        true => Ok(()),
        false => Err(BackupError::Differs { folder: folder.to_owned(), differences }),
    }
}

/// How a file differs from what is said of it; `None` where it does not.
pub(super) fn difference(folder: &Path, entry: &Entry) -> Option<Difference> {
    let path = folder.join(&entry.path);
    // Its length says most, and costs nothing.
    let length = fs::metadata(&path).map(|data| data.len());
    let what = match length {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Differing::Missing,
        Err(error) => Differing::Unreadable(error.to_string()),
        Ok(found) if found != entry.bytes => Differing::Length { expected: entry.bytes, found },
        Ok(_) => match files::read_back(&path) {
            Err(error) => Differing::Unreadable(error.to_string()),
            Ok((_, found)) if found != entry.sha256 => {
                Differing::Digest { expected: entry.sha256.clone(), found }
            }
            Ok(_) => return None,
        },
    };
    Some(Difference { path: entry.path.clone(), what })
}
