//! Files that are on the disk before anybody relies on them.

use std::{
    fs::{self, File},
    io::{self, Read, Write as _},
    path::Path,
};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::EvidenceError;

/// Bytes that are read at once.
const BUFFER: usize = 64 << 10;

/// SHA-256 in hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Length and SHA-256 of a file, read piece by piece: evidence may be larger than memory.
pub(super) fn digest_of(path: &Path) -> Result<(u64, String), EvidenceError> {
    let failed = |error| EvidenceError::file(path, error);
    let mut file = File::open(path).map_err(failed)?;
    let (mut hasher, mut length, mut buffer) = (Sha256::new(), 0, vec![0; BUFFER]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((length, HEXLOWER.encode(&hasher.finalize()))),
            Ok(amount) => {
                hasher.update(buffer.get(..amount).unwrap_or_default());
                length += amount as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
}

/// Reads a file of at most so many bytes.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, EvidenceError> {
    let failed = |error| EvidenceError::file(path, error);
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        let too_large = io::Error::new(io::ErrorKind::FileTooLarge, "larger than it can be");
        return Err(failed(too_large));
    }
    Ok(bytes)
}

/// Writes a new file to the disk.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), EvidenceError> {
    let written = File::create_new(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| EvidenceError::file(path, error))
}

/// Has what was made or renamed in a folder survive a power cut.
pub(super) fn sync(folder: &Path) -> Result<(), EvidenceError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| EvidenceError::file(folder, error))
}

/// Makes a folder where there is none, and has it survive a power cut.
pub(super) fn make(folder: &Path) -> Result<(), EvidenceError> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| EvidenceError::file(folder, error))?;
    match folder.parent() {
        // A folder named without another one stands in the one that we are in.
        Some(parent) if parent.as_os_str().is_empty() => sync(Path::new(".")),
        Some(parent) => sync(parent),
        None => Ok(()),
    }
}
