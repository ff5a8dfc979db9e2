//! Putting a folder or file in the place of another in one step, so that whoever looks finds the old
//! one or the new one, whenever the power fails.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{BackupError, files};
use crate::store::{RunLock, Store};

/// What is put in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One file.
    File,
    /// A folder.
    Folder,
    /// The state folder, which has a lock.
    State,
}

/// A folder that is being filled has this file: without it, it is somebody's and not deleted.
pub(super) const MARK: &str = ".restoring";

/// A place while what belongs there is made ready beside it.
pub(super) struct Place {
    to: PathBuf,
    kind: Kind,
    /// Where it is made ready.
    pub staged: PathBuf,
    /// A mounted folder cannot be exchanged: it is filled from within.
    mounted: bool,
}

impl Place {
    /// Clears the room beside a place.
    pub fn prepare(to: &Path, kind: Kind, at: Timestamp) -> Result<Self, BackupError> {
        let mounted = is_mounted(to, kind);
        let staged = if mounted { to.join(MARK) } else { beside(to, ".restoring") };
        let failed = |error| BackupError::file(&staged, "making", error);
        if kind == Kind::State && staged.join(RunLock::FILE).exists() {
            // Another restore may be filling it at this moment.
            drop(RunLock::take(&staged, at)?);
        }
        if kind == Kind::File {
            match fs::remove_file(&staged) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
                _ => {}
            }
            files::make_folder(&files::above(to))?;
        } else {
            let to_shown = to.display();
            if staged.join(MARK).exists() {
                tracing::warn!("an earlier restore to {to_shown} was cut off: it is begun anew");
                files::remove_folder(&staged)?;
            } else if staged.exists() && fs::remove_dir(&staged).is_err() {
                // Cut off at the exchange: it is what stood there before, or as good as new.
                let aside = free(&beside(to, &aside(at)));
                fs::rename(&staged, &aside).map_err(failed)?;
                let aside = aside.display();
                tracing::warn!("an earlier restore to {to_shown} was cut off: see also {aside}");
            }
            files::make_folder(&staged)?;
            files::write(&staged.join(MARK), b"")?;
        }
        Ok(Self { to: to.to_owned(), kind, staged, mounted })
    }

    /// Where a file of what is made ready goes.
    pub fn file(&self, path: &Path) -> Result<PathBuf, BackupError> {
        if self.kind == Kind::File {
            return Ok(self.staged.clone());
        }
        let file = self.staged.join(path);
        files::make_folder(&files::above(&file))?;
        Ok(file)
    }

    /// Removes what was made ready.
    pub fn give_up(&self) {
        // What stays behind is cleared away by the next restore.
        let _ = match self.kind {
            Kind::File => fs::remove_file(&self.staged),
            _ if self.staged.join(MARK).exists() => fs::remove_dir_all(&self.staged),
            _ => Ok(()),
        };
    }

    /// Puts it in its place; returns where that is which stood there before.
    pub fn put(&self, at: Timestamp) -> Result<Option<PathBuf>, BackupError> {
        let aside = free(&beside(&self.to, &aside(at)));
        let put = match self.kind {
            Kind::File => self.replace_file(&aside),
            _ => {
                files::settle(&self.staged)?;
                if self.mounted { self.fill() } else { self.exchange(&aside) }
            }
        };
        let moved = put.map_err(|error| BackupError::file(&self.to, "replacing", error))?;
        files::settle_names(&files::above(&self.to))?;
        Ok(moved.then_some(aside))
    }

    fn replace_file(&self, aside: &Path) -> io::Result<bool> {
        let was_there = self.to.exists();
        if was_there && fs::hard_link(&self.to, aside).is_err() {
            fs::copy(&self.to, aside)?;
            fs::File::open(aside)?.sync_all()?;
        }
        fs::rename(&self.staged, &self.to)?;
        Ok(was_there)
    }

    fn exchange(&self, aside: &Path) -> io::Result<bool> {
        fs::remove_file(self.staged.join(MARK))?;
        // An empty folder is replaced, as is nothing.
        match fs::remove_dir(&self.to) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            _ => return fs::rename(&self.staged, &self.to).map(|()| false),
        }
        if exchange(&self.staged, &self.to).is_ok() {
            fs::rename(&self.staged, aside)?;
        } else {
            // Where the system cannot exchange names there is a moment without either.
            fs::rename(&self.to, aside)?;
            fs::rename(&self.staged, &self.to)?;
        }
        Ok(true)
    }

    /// Moves all of it into a mounted folder where nothing is; the database last, because it is what
    /// makes the folder a state folder.
    fn fill(&self) -> io::Result<bool> {
        let mut names: Vec<OsString> = Vec::new();
        for entry in fs::read_dir(&self.staged)? {
            names.push(entry?.file_name());
        }
        names.sort_by_key(|name| (name == Store::FILE, name.clone()));
        for name in names.iter().filter(|name| *name != MARK) {
            let to = self.to.join(name);
            if to.is_dir() {
                // Put there by a restore that was cut off: nothing else was found in it.
                fs::remove_dir_all(&to)?;
            }
            fs::rename(self.staged.join(name), to)?;
        }
        fs::File::open(&self.to)?.sync_all()?;
        fs::remove_dir_all(&self.staged)?;
        Ok(false)
    }
}

/// Whether what is in a folder cannot be moved aside, because another disk begins there.
pub(super) fn is_mounted(to: &Path, kind: Kind) -> bool {
    kind != Kind::File && is_mount_point(to)
}

fn aside(at: Timestamp) -> String {
    format!(".before-restore-{}", at.strftime("%Y%m%dT%H%M%SZ"))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The path itself, or with a number behind it where something has this name.
fn free(path: &Path) -> PathBuf {
    let numbered = (2..).map(|nth: u32| beside(path, &format!("-{nth}")));
    let mut all = std::iter::once(path.to_owned()).chain(numbered);
    all.find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_else(|| path.to_owned())
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn is_mount_point(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &Path| fs::metadata(path).ok().map(|data| data.dev());
    let own = device(path);
    own.is_some() && own != device(&files::above(path))
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path) -> bool {
    false
}
