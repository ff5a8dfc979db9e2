//! Files on their way into a pack: written piece by piece, each with its length and digest.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::evidence::{EvidenceError, FileEntry, disk};

/// The folder in which a pack comes to be.
pub(super) struct Draft {
    pub folder: PathBuf,
    /// What was put in so far, by path.
    pub files: Vec<FileEntry>,
}

impl Draft {
    /// A text that is made here.
    pub fn write(&mut self, path: &str, text: &str) -> Result<(), EvidenceError> {
        let place = self.place(path)?;
        disk::write(&place, text.as_bytes())?;
        let sha256 = disk::sha256(text.as_bytes());
        self.files.push(FileEntry { path: path.to_owned(), bytes: text.len() as u64, sha256 });
        Ok(())
    }

    /// A copy of a file, or of its first `most` bytes.
    pub fn copy(&mut self, path: &str, from: &Path, most: u64) -> Result<(), EvidenceError> {
        let place = self.place(path)?;
        let (bytes, sha256) = copy(from, &place, most)?;
        self.files.push(FileEntry { path: path.to_owned(), bytes, sha256 });
        Ok(())
    }

    /// Where a file stands, its folder made.
    fn place(&self, path: &str) -> Result<PathBuf, EvidenceError> {
        let place = self.folder.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|error| EvidenceError::file(folder, error))?;
        }
        Ok(place)
    }
}

fn copy(from: &Path, to: &Path, most: u64) -> Result<(u64, String), EvidenceError> {
    let read = |error| EvidenceError::file(from, error);
    let wrote = |error| EvidenceError::file(to, error);
    let mut source = File::open(from).map_err(read)?.take(most);
    let mut target = File::create_new(to).map_err(wrote)?;
    let (mut hasher, mut length, mut buffer) = (Sha256::new(), 0, vec![0; 64 << 10]);
    loop {
        match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(amount) => {
                let piece = buffer.get(..amount).unwrap_or_default();
                hasher.update(piece);
                target.write_all(piece).map_err(wrote)?;
                length += amount as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(read(error)),
        }
    }
    target.sync_all().map_err(wrote)?;
    Ok((length, HEXLOWER.encode(&hasher.finalize())))
}
