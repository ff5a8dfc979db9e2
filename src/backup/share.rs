//! What a back-up has in common with the one before it: evidence that was written once and is
//! never changed.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use super::{BackupError, Manifest, files, manifest::Entry};

/// A folder with this file is an item of evidence; the file has the digests of all others.
const ITEM: &str = "manifest.json";

/// The back-up before this one.
pub(super) struct Before {
    folder: PathBuf,
    manifest: Manifest,
}

impl Before {
    /// The newest of some back-ups whose manifest can be read.
    pub fn newest_of(backups: &[PathBuf]) -> Option<Self> {
        let read = |folder: &PathBuf| {
            let manifest = Manifest::read(folder).ok()?;
            Some(Self { folder: folder.clone(), manifest })
        };
        backups.iter().rev().find_map(read)
    }

    /// The items among some files of evidence that are here already: those whose own manifest has
    /// the same digest. Paths are within the back-up.
    pub fn items<'a>(
        &self,
        from: &Path,
        within: &str,
        evidence: impl Iterator<Item = &'a PathBuf>,
    ) -> Result<HashSet<PathBuf>, BackupError> {
        let mut items = HashSet::new();
        for path in evidence.filter(|path| path.ends_with(ITEM)) {
            let own = path.to_str().map(|path| format!("{within}/{path}"));
            let Some(known) = own.and_then(|path| self.manifest.entry(&path)) else { continue };
            let source = from.join(path);
            let measured = files::measure(&source);
            if measured.is_ok_and(|(_, digest)| digest == known.sha256) {
                items.extend(path.parent().map(Path::to_owned));
            }
        }
        Ok(items)
    }

    /// The file of this path, if the disk lets the new back-up share it.
    pub fn share(&self, path: &str, to: &Path) -> Option<&Entry> {
        let entry = self.manifest.entry(path)?;
        fs::hard_link(self.folder.join(path), to).ok()?;
        Some(entry)
    }
}
