//! All items that are on the disk.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{Appended, Chain, EvidenceError, Item, Kind, MANIFEST, Manifest, disk, item::NO_ITEM};

/// An item as it lies there.
#[derive(Clone, Debug)]
pub struct Lying {
    /// Its path below the evidence folder.
    pub path: String,
    /// Where it is.
    pub folder: PathBuf,
    /// Bytes of its files.
    pub bytes: u64,
    /// When it was captured, as its name says: `20261121T020304Z`.
    pub captured: String,
}

/// Every item of an evidence folder by name; folders that are no items are passed over.
///
/// # Errors
/// A folder can not be listed.
pub fn items(evidence: &Path) -> Result<Vec<Lying>, EvidenceError> {
    let mut all = Vec::new();
    for (portal, home) in folders(evidence)? {
        for (name, folder) in folders(&home)? {
            if name.starts_with(NO_ITEM) || !folder.join(MANIFEST).is_file() {
                continue;
            }
            let captured = name.split('-').next().unwrap_or_default().to_owned();
            let bytes = size(&folder);
            all.push(Lying { path: format!("{portal}/{name}"), folder, bytes, captured });
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(all)
}

/// Puts the evidence folder in order after a run that was cut off: drafts are removed, and items
/// that are in no line of the chain get theirs. Says which those are, and what was wrong with
/// others. Only for whoever holds the run lock.
///
/// # Errors
/// The folder or the chain can not be read or written.
pub fn tidy(evidence: &Path, now: Timestamp) -> Result<(Vec<Item>, Vec<String>), EvidenceError> {
    if !evidence.is_dir() {
        return Ok((Vec::new(), Vec::new()));
    }
    for (_, home) in folders(evidence)? {
        for (_, left) in folders(&home)?.into_iter().filter(|(name, _)| name.starts_with(NO_ITEM)) {
            fs::remove_dir_all(&left).map_err(|error| EvidenceError::file(&left, error))?;
        }
    }
    let chain = Chain::of(evidence);
    let verdict = chain.read()?;
    let mut problems: Vec<String> =
        verdict.breaks.iter().map(|own| format!("{}: {own}", Chain::FILE)).collect();
    let last: HashMap<&str, Kind> =
        verdict.entries.iter().map(|entry| (entry.path.as_str(), entry.kind)).collect();
    let mut adopted = Vec::new();
    for lying in items(evidence)? {
        match last.get(lying.path.as_str()) {
            Some(Kind::Item | Kind::Pack) => continue,
            Some(Kind::Removed) => {
                remove(&lying.folder)?;
                continue;
            }
            None => {}
        }
        let checked = Manifest::read(&lying.folder).and_then(|(manifest, digest)| {
            let differences = manifest.differences(&lying.folder)?;
            Ok((manifest, digest, differences))
        });
        match checked {
            Ok((manifest, digest, differences)) if differences.is_empty() => {
                let (path, findings) = (lying.path, manifest.about.findings);
                let what =
                    Appended { kind: Kind::Item, path: &path, manifest: &digest, reason: None };
                chain.append(&what, now)?;
                adopted.push(Item { path, manifest: digest, findings });
            }
            Ok((_, _, differences)) => {
                let first = differences.first().map(ToString::to_string).unwrap_or_default();
                problems.push(format!("{}: {first}", lying.path));
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    Ok((adopted, problems))
}

/// Removes an item whose line is in the chain: first from its place, so that a crash leaves no half
/// of it.
pub(super) fn remove(folder: &Path) -> Result<(), EvidenceError> {
    let failed = |error| EvidenceError::file(folder, error);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let aside = folder.with_file_name(format!("{NO_ITEM}{name}"));
    fs::rename(folder, &aside).map_err(failed)?;
    fs::remove_dir_all(&aside).map_err(failed)?;
    folder.parent().map_or(Ok(()), disk::sync)
}

/// The folders in a folder; links are not followed.
fn folders(within: &Path) -> Result<Vec<(String, PathBuf)>, EvidenceError> {
    let failed = |error| EvidenceError::file(within, error);
    let entries = match fs::read_dir(within) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            found.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
        }
    }
    Ok(found)
}

/// Bytes of all files in a folder and those within it, as far as they can be read.
fn size(folder: &Path) -> u64 {
    let (mut bytes, mut waiting) = (0, vec![folder.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(data) if data.is_dir() => waiting.push(entry.path()),
                Ok(data) => bytes += data.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}
