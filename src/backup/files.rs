//! Files that are on the disk when a function returns, and their digests.

use std::{
    fs::{self, File},
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::BackupError;

/// What is read and written at once.
const PIECE: usize = 256 << 10;

/// The SHA-256 of some bytes.
pub(super) fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Length and SHA-256 of what can be read, handing each piece on.
fn each_piece(
    mut from: impl Read,
    mut then: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(u64, String)> {
    let (mut hash, mut length, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => return Ok((length, HEXLOWER.encode(&hash.finalize()))),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = piece.get(..read).unwrap_or_default();
        hash.update(bytes);
        length += read as u64;
        then(bytes)?;
    }
}

/// Length and SHA-256 of a file as it is on the disk, and not as the system still remembers it.
pub(super) fn read_back(path: &Path) -> io::Result<(u64, String)> {
    let file = File::open(path)?;
    #[cfg(target_os = "linux")]
    {
        // Where the file system does not know this, what it remembers is read.
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    }
    each_piece(file, |_| Ok(()))
}

/// Length and SHA-256 of a file.
pub(super) fn measure(path: &Path) -> io::Result<(u64, String)> {
    each_piece(File::open(path)?, |_| Ok(()))
}

/// Copies a file to where none is, at most so many bytes of it; returns length and SHA-256 of what
/// was read. `Ok(None)` where there is no such file any more.
pub(super) fn copy(
    from: &Path,
    to: &Path,
    most: u64,
) -> Result<Option<(u64, String)>, BackupError> {
    let source = match File::open(from) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(BackupError::file(from, "reading", error)),
    };
    let failed = |error| BackupError::file(to, "writing", error);
    let mut copy = File::create_new(to).map_err(failed)?;
    let measured = each_piece(source.take(most), |piece| copy.write_all(piece)).map_err(failed)?;
    copy.sync_all().map_err(failed)?;
    Ok(Some(measured))
}

/// Writes a file to where none is.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| BackupError::file(path, "writing", error))
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), BackupError> {
    fs::create_dir_all(path).map_err(|error| BackupError::file(path, "making", error))
}

/// The regular files below a folder with their paths within it, in order; none where there is no
/// folder. What is neither file nor folder goes to `others`.
pub(super) fn below(folder: &Path, others: &mut Vec<PathBuf>) -> Result<Vec<PathBuf>, BackupError> {
    let (mut files, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inner) = folders.pop() {
        let path = folder.join(&inner);
        let failed = |error| BackupError::file(&path, "reading", error);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let name = inner.join(entry.file_name());
            if kind.is_dir() {
                folders.push(name);
            } else if kind.is_file() && name.to_str().is_some() {
                files.push(name);
            } else {
                others.push(folder.join(name));
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Has the names in all folders below this one, and in itself, reach the disk.
pub(super) fn settle(folder: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::file(folder, "writing", error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            settle(&entry.path())?;
        }
    }
    settle_names(folder)
}

/// Has the names in one folder reach the disk.
pub(super) fn settle_names(folder: &Path) -> Result<(), BackupError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| BackupError::file(folder, "writing", error))
}

/// Removes a folder and all in it, if it is there.
pub(super) fn remove_folder(path: &Path) -> Result<(), BackupError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(BackupError::file(path, "removing", error))
        }
        _ => Ok(()),
    }
}

/// The folder in which a path stands.
pub(super) fn above(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
