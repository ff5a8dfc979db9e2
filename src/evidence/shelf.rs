//! Which items are kept.

use std::{fs, io, path::Path};

use super::{EvidenceError, MANIFEST, Manifest};

/// The most items of one portal that are listed.
const MOST: usize = 100_000;

/// An item that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its path below the evidence folder: the portal's folder and its own.
    pub path: String,
    /// Its manifest; none where that can not be read.
    pub manifest: Option<Manifest>,
    /// How many bytes its files are together, by the manifest.
    pub bytes: u64,
}

/// The items of one portal or of all, the oldest first within a portal.
///
/// # Errors
/// A folder can not be read. Where nothing was ever kept there are none.
pub fn kept(evidence: &Path, portal: Option<&str>) -> Result<Vec<Kept>, EvidenceError> {
    let portals = match portal {
        Some(portal) => vec![portal.to_owned()],
        None => folders(evidence)?,
    };
    let mut found = Vec::new();
    for portal in portals {
        for item in folders(&evidence.join(&portal))? {
            let folder = evidence.join(&portal).join(&item);
            if !folder.join(MANIFEST).is_file() {
                continue;
            }
            let manifest = Manifest::read(&folder).ok().map(|(manifest, _)| manifest);
            let files = manifest.iter().flat_map(|manifest| &manifest.files);
            let bytes = files.fold(0, |sum: u64, file| sum.saturating_add(file.bytes));
            found.push(Kept { path: format!("{portal}/{item}"), manifest, bytes });
        }
    }
    Ok(found)
}

/// The folders within a folder, in order; drafts, which begin with a dot, are left out.
fn folders(folder: &Path) -> Result<Vec<String>, EvidenceError> {
    let failed = |error| EvidenceError::file(folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries.take(MOST) {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && entry.file_type().map_err(failed)?.is_dir() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
