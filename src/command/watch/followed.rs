//! The registry while it may change.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use canhcong::target::Registry;

/// A registry that is read again when its file changes.
pub(super) struct Followed {
    path: PathBuf,
    read: Option<(SystemTime, u64)>,
    registry: Registry,
}

/// What became of the file.
pub(super) enum News {
    /// It is as it was.
    None,
    /// It was read again.
    Changed,
    /// It has these mistakes: what it said before still counts.
    Broken(String),
}

impl Followed {
    /// Reads it.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        // Seen before it is read: a change in between is seen as one.
        let read = seen(path);
        Ok(Self { path: path.to_owned(), read, registry: super::super::load(path)? })
    }

    /// What it says.
    pub fn now(&self) -> &Registry {
        &self.registry
    }

    /// Looks whether it changed.
    pub fn look(&mut self) -> News {
        let seen = seen(&self.path);
        if seen == self.read {
            return News::None;
        }
        self.read = seen;
        match super::super::load(&self.path) {
            Ok(registry) => {
                self.registry = registry;
                News::Changed
            }
            Err(mistakes) => News::Broken(format!("{mistakes:#}")),
        }
    }
}

/// When it was written and how long it is; `None` where it is not there.
fn seen(path: &Path) -> Option<(SystemTime, u64)> {
    let data = fs::metadata(path).ok()?;
    Some((data.modified().ok()?, data.len()))
}
