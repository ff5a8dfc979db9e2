//! The back-ups that lie beside each other in one folder.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{BackupError, Manifest, files};

const PREFIX: &str = "canhcong-backup-";
/// What is not whole yet, or not any more, has this before its name.
const PART: &str = ".part-";

/// A folder of back-ups, which one back-up has for itself.
pub(super) struct Generations {
    folder: PathBuf,
    _lock: File,
}

impl Generations {
    /// Takes the folder, makes it where there is none, and clears away what was cut off.
    pub fn take(folder: &Path) -> Result<Self, BackupError> {
        files::make_folder(folder)?;
        let path = folder.join(".canhcong-backup.lock");
        let failed = |error| BackupError::file(&path, "opening", error);
        let mut options = File::options();
        let lock = options.write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let own = Self { folder: folder.to_owned(), _lock: lock };
        for name in own.names()? {
            if name.strip_prefix(PART).is_some_and(|name| name.starts_with(PREFIX)) {
                files::remove_folder(&own.folder.join(name))?;
            }
        }
        Ok(own)
    }

    /// The name of a back-up made now, and where it is built. It comes after all that are here.
    pub fn next(&self, at: Timestamp) -> Result<(PathBuf, PathBuf), BackupError> {
        let time = at.strftime("%Y%m%dT%H%M%SZ").to_string();
        let names = self.names()?;
        let same = names.iter().filter_map(|name| order(name)).filter(|(own, _)| *own == time);
        let name = match same.map(|(_, nth)| nth).max() {
            None => format!("{PREFIX}{time}"),
            Some(nth) => format!("{PREFIX}{time}-{}", nth.saturating_add(1)),
        };
        Ok((self.folder.join(format!("{PART}{name}")), self.folder.join(name)))
    }

    /// The whole back-ups that are here, oldest first.
    pub fn whole(&self) -> Result<Vec<PathBuf>, BackupError> {
        let mut names = self.names()?;
        names.retain(|name| order(name).is_some());
        names.sort_by(|one, other| order(one).cmp(&order(other)));
        let paths = names.into_iter().map(|name| self.folder.join(name));
        Ok(paths.filter(|path| path.join(Manifest::FILE).is_file()).collect())
    }

    /// Removes the oldest back-ups so that this one and as many as are wanted in all are left.
    pub fn keep(&self, most: usize, newest: &Path) -> Result<Vec<PathBuf>, BackupError> {
        let mut others = self.whole()?;
        others.retain(|path| path != newest);
        let too_many = (others.len() + 1).saturating_sub(most.max(1));
        others.truncate(too_many);
        for path in &others {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let going = self.folder.join(format!("{PART}{name}"));
            // What has a whole back-up's name is whole, also if this is cut off.
            fs::rename(path, &going).map_err(|error| BackupError::file(path, "removing", error))?;
            files::remove_folder(&going)?;
        }
        Ok(others)
    }

    fn names(&self) -> Result<Vec<String>, BackupError> {
        let failed = |error| BackupError::file(&self.folder, "reading", error);
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_type().map_err(failed)?.is_dir() {
                names.extend(entry.file_name().into_string().ok());
            }
        }
        Ok(names)
    }
}

/// When a back-up was made and which of that second it is; `None` for other names.
fn order(name: &str) -> Option<(&str, u32)> {
    let time = name.strip_prefix(PREFIX)?;
    match time.split_once('-') {
        None => Some((time, 1)),
        Some((time, nth)) => Some((time, nth.parse().ok()?)),
    }
}
