//! What is wrong with an operator's files.

use std::path::{Path, PathBuf};

/// Why an operator's knowledge cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}{}: {why}", path.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct Problem {
    path: PathBuf,
    /// Line from 1; `None` for the file as a whole.
    line: Option<usize>,
    why: String,
}

impl Problem {
    pub(super) fn line(path: &Path, line: usize, why: String) -> Self {
        Self { path: path.to_owned(), line: Some(line), why }
    }

    pub(super) fn whole(path: &Path, why: String) -> Self {
        Self { path: path.to_owned(), line: None, why }
    }

    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::whole(path, format!("cannot be read: {error}"))
    }
}
