//! A pack as it lies there: its files by path, whether in a folder or in a zip. A pack may come from
//! anybody: links are not followed, names stay within it, and what is read of it is bounded.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufReader, Read, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use flate2::read::DeflateDecoder;
use sha2::{Digest as _, Sha256};

use super::{
    VerifyError,
    mismatch::{Mismatch, What},
    zip_file,
};

/// The most files of a pack, and the deepest folder.
pub(super) const MOST_FILES: usize = 100_000;
const DEEPEST: usize = 24;
/// What a reader gets at once.
const BUFFER: usize = 64 << 10;

/// The files of a pack.
pub(super) struct Opened {
    /// The folder, or the zip.
    path: PathBuf,
    files: BTreeMap<String, Lies>,
}

/// Where a file lies.
enum Lies {
    InFolder { bytes: u64 },
    InZip(zip_file::Lies),
}

impl Opened {
    /// Opens a pack, and says what is wrong with the container and with names.
    pub fn open(path: &Path) -> Result<(Self, Vec<Mismatch>), VerifyError> {
        match fs::metadata(path)? {
            data if data.is_dir() => Self::folder(path),
            data if data.is_file() => Self::zip(path),
            _ => Err(VerifyError::NoContainer("it is no regular file")),
        }
    }

    fn folder(path: &Path) -> Result<(Self, Vec<Mismatch>), VerifyError> {
        let (mut files, mut mismatches) = (BTreeMap::new(), Vec::new());
        let mut waiting = vec![(String::new(), 0)];
        while let Some((inner, depth)) = waiting.pop() {
            for entry in fs::read_dir(path.join(&inner))? {
                let entry = entry?;
                if files.len() + waiting.len() + mismatches.len() >= MOST_FILES || depth > DEEPEST {
                    return Err(VerifyError::TooMany(MOST_FILES));
                }
                let name = entry.file_name().to_string_lossy().into_owned();
                let own = if inner.is_empty() { name } else { format!("{inner}/{name}") };
                // Of the entry itself, never of what a link leads to.
                let data = entry.metadata()?;
                if data.is_dir() {
                    waiting.push((own, depth + 1));
                } else if data.is_file() {
                    files.insert(own, Lies::InFolder { bytes: data.len() });
                } else {
                    mismatches.push(Mismatch::new(&own, What::Strange));
                }
            }
        }
        Ok((Self { path: path.to_owned(), files }, mismatches))
    }

    fn zip(path: &Path) -> Result<(Self, Vec<Mismatch>), VerifyError> {
        let (found, mismatches) = zip_file::read(path)?;
        let files = found.into_iter().map(|(name, lies)| (name, Lies::InZip(lies))).collect();
        Ok((Self { path: path.to_owned(), files }, mismatches))
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The files below a folder.
    pub fn within<'a>(&'a self, folder: &str) -> impl Iterator<Item = &'a str> {
        let inside = format!("{folder}/");
        let from = self.files.range(inside.clone()..);
        from.map(|(path, _)| path.as_str()).take_while(move |path| path.starts_with(&inside))
    }

    /// How long a file is; `None` where there is none.
    pub fn bytes(&self, path: &str) -> Option<u64> {
        self.files.get(path).map(|lies| match lies {
            Lies::InFolder { bytes } => *bytes,
            Lies::InZip(lies) => lies.bytes,
        })
    }

    /// A file from its beginning on, at most as many bytes as it was said to have.
    pub fn reader(&self, path: &str) -> io::Result<Box<dyn Read>> {
        match self.files.get(path) {
            None => Err(io::ErrorKind::NotFound.into()),
            Some(Lies::InFolder { bytes }) => {
                Ok(Box::new(File::open(self.path.join(path))?.take(*bytes)))
            }
            Some(Lies::InZip(lies)) => {
                let mut file = File::open(&self.path)?;
                file.seek(SeekFrom::Start(lies.at))?;
                let packed = BufReader::with_capacity(BUFFER, file.take(lies.packed));
                Ok(if lies.is_deflated {
                    Box::new(DeflateDecoder::new(packed).take(lies.bytes))
                } else {
                    Box::new(packed)
                })
            }
        }
    }

    /// SHA-256 of a file.
    pub fn sha256(&self, path: &str) -> io::Result<String> {
        let (mut reader, mut hasher) = (self.reader(path)?, Sha256::new());
        let mut buffer = vec![0; BUFFER];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(HEXLOWER.encode(&hasher.finalize())),
                Ok(amount) => hasher.update(buffer.get(..amount).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// A whole file of at most so many bytes; `None` where there is none.
    pub fn read(&self, path: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        match self.bytes(path) {
            None => Ok(None),
            Some(bytes) if bytes > most => Err(io::ErrorKind::FileTooLarge.into()),
            Some(_) => {
                let mut text = Vec::new();
                self.reader(path)?.take(most).read_to_end(&mut text)?;
                Ok(Some(text))
            }
        }
    }
}
