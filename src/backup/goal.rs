//! Where the parts of a back-up go.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use super::{
    BASELINES, BackupError, DATA, LAST_RUN, Manifest, REGISTRY, STATE, files,
    manifest::Entry,
    place::{Kind, MARK},
};
use crate::store::{RunLock, Store};

/// Where a back-up is restored to.
#[derive(Clone, Copy, Debug)]
pub struct Goal<'a> {
    /// The state folder.
    pub state: &'a Path,
    /// The folder of approved states.
    pub baselines: &'a Path,
    /// The registry.
    pub registry: &'a Path,
    /// The operator's own words and knowledge; `None` leaves them in the back-up.
    pub data: Option<&'a Path>,
}

/// One part and its place.
pub(super) struct Part<'a> {
    pub kind: Kind,
    pub to: PathBuf,
    /// Its files with their paths within the part.
    pub files: Vec<(PathBuf, &'a Entry)>,
}

impl Goal<'_> {
    /// The parts that a back-up has, the state last: when it is in its place, all is.
    pub(super) fn parts<'a>(&self, manifest: &'a Manifest) -> Vec<Part<'a>> {
        let registry = manifest.entry(REGISTRY);
        let registry = registry.map(|entry| (PathBuf::new(), entry)).into_iter().collect();
        let data = self.data.map(|to| (Kind::Folder, to, manifest.part(DATA)));
        let parts = [
            Some((Kind::File, self.registry, registry)),
            data,
            Some((Kind::Folder, self.baselines, manifest.part(BASELINES))),
            Some((Kind::State, self.state, manifest.part(STATE))),
        ];
        let parts = parts.into_iter().flatten().filter(|(.., files)| !files.is_empty());
        parts.map(|(kind, to, files)| Part { kind, to: place(to), files }).collect()
    }
}

/// `state/` and `state` are one place; what a symbolic link leads to is put there, not over the link.
fn place(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
    let target = if is_link { path.canonicalize().ok() } else { None };
    target.unwrap_or_else(|| path.components().collect())
}

/// What stands where a part goes.
pub(super) enum There {
    /// Nothing that would be missed.
    Nothing,
    /// What the part would bring.
    Same,
    /// Something else.
    Else,
}

impl Part<'_> {
    /// Compares the place with the part.
    pub fn there(&self) -> Result<There, BackupError> {
        let mut others = Vec::new();
        let found = match self.kind {
            Kind::File if self.to.is_file() => vec![PathBuf::new()],
            Kind::File => Vec::new(),
            Kind::Folder | Kind::State => files::below(&self.to, &mut others)?,
        };
        // A run that found no database may have left its record and figures.
        let is_used = found.iter().any(|path| path.as_os_str() == Store::FILE);
        let of_run = |path: &Path| {
            path.as_os_str() == RunLock::FILE
                || (!is_used && (path.as_os_str() == LAST_RUN || path.starts_with("metrics")))
        };
        let incidental = |path: &Path| {
            path.starts_with("lost+found")
                || path.starts_with(MARK)
                || (self.kind == Kind::State && of_run(path))
        };
        let found: Vec<PathBuf> = found.into_iter().filter(|path| !incidental(path)).collect();
        let own: HashMap<&Path, &Entry> =
            self.files.iter().map(|(path, entry)| (path.as_path(), *entry)).collect();
        for path in &found {
            let full = if self.kind == Kind::File { self.to.clone() } else { self.to.join(path) };
            let measured = files::measure(&full);
            let measured = measured.map_err(|error| BackupError::file(&full, "reading", error))?;
            let same = own.get(path.as_path()).is_some_and(|entry| entry.sha256 == measured.1);
            if !same {
                return Ok(There::Else);
            }
        }
        Ok(match found.len() {
            0 => There::Nothing,
            count if count == own.len() => There::Same,
            // Part of what the back-up brings: nothing of it would be missed.
            _ => There::Nothing,
        })
    }
}
