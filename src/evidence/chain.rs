//! The chain over all evidence: one line for each item that was written, packed or removed, each
//! with the digest of the line before, so that no line can be changed, dropped or put in unseen.
//!
//! The chain shows edits, not who holds the pen: whoever writes it anew from the changed line on is
//! found only by a copy elsewhere, as every pack has one.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{EvidenceError, disk};

/// The longest line that is read.
const LONGEST_LINE: u64 = 64 << 10;
/// What stands for the line before the first one.
const NOTHING_BEFORE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// How often the lock is tried, and how long is waited between: an append takes milliseconds.
const TRIES: u32 = 200;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// The chain of one state folder.
#[derive(Clone, Debug)]
pub struct Chain {
    path: PathBuf,
    torn: PathBuf,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1 on.
    pub n: u64,
    /// When it was written, RFC 3339 in UTC.
    pub at: String,
    /// What happened.
    pub kind: Kind,
    /// What it happened to: a path below the evidence folder, with `/`.
    pub path: String,
    /// SHA-256 of its `manifest.json`.
    pub manifest: String,
    /// SHA-256 of the line before without its line break; zeros for the first.
    pub previous: String,
    /// Why, for what was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An item was written.
    Item,
    /// A pack was made of items.
    Pack,
    /// An item was removed because its time was over.
    Removed,
}

/// What is to be appended.
#[derive(Clone, Debug)]
pub struct Appended<'a> {
    /// What happened.
    pub kind: Kind,
    /// What it happened to, below the evidence folder.
    pub path: &'a str,
    /// SHA-256 of its manifest.
    pub manifest: &'a str,
    /// Why, if that is to be said.
    pub reason: Option<&'a str>,
}

/// What reading the whole chain showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// All lines that can be read.
    pub entries: Vec<Entry>,
    /// All lines that do not fit.
    pub breaks: Vec<Break>,
}

/// A line that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct Break {
    /// Its number in the file, from 1 on.
    pub line: u64,
    /// What does not fit.
    pub fault: Fault,
}

/// What does not fit about a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no line of a chain.
    #[error("it can not be read: {0}")]
    Unreadable(String),
    /// It has another number.
    #[error("it has number {found} instead of {expected}")]
    Number {
        /// The number that it should have.
        expected: u64,
        /// The number that it has.
        found: u64,
    },
    /// It does not follow the line before as that is now: one of the two was changed, or lines
    /// between them are gone.
    #[error("it follows a line with SHA-256 {said}, but the line before has {found}")]
    Previous {
        /// The digest that it names.
        said: String,
        /// The digest of the line before.
        found: String,
    },
    /// The last line has no end: its writing was cut off.
    #[error("its end is missing")]
    Torn,
}

impl Chain {
    /// The name of the chain within the evidence folder.
    pub const FILE: &'static str = "chain.jsonl";

    /// The chain in an evidence folder, whether there is one yet or not.
    pub fn of(evidence: &Path) -> Self {
        Self { path: evidence.join(Self::FILE), torn: evidence.join("chain.torn") }
    }

    /// Adds a line at a time. When this returns, it is on the disk. A last line whose writing was
    /// cut off is completed if only its end is missing, else moved to `chain.torn`.
    ///
    /// # Errors
    /// The chain can not be read or written, or another program keeps it locked.
    pub fn append(&self, what: &Appended<'_>, at: Timestamp) -> Result<Entry, EvidenceError> {
        let failed = |error| EvidenceError::file(&self.path, error);
        let is_new = !self.path.exists();
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).append(true).create(true).open(&self.path).map_err(failed)?;
        self.lock(&file)?;
        if is_new {
            self.path.parent().map_or(Ok(()), disk::sync)?;
        }
        while self.mend(&mut file)? {}
        let (before, previous) = self.last(&mut file)?;
        let entry = Entry {
            n: before + 1,
            at: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            kind: what.kind,
            path: what.path.to_owned(),
            manifest: what.manifest.to_owned(),
            previous,
            reason: what.reason.map(str::to_owned),
        };
        let mut line = serde_json::to_vec(&entry).map_err(|error| failed(error.into()))?;
        line.push(b'\n');
        let length = file.metadata().map_err(failed)?.len();
        let written = file.write_all(&line).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half a line would be set apart by the next append; better that there is none.
            let _ = file.set_len(length);
            return Err(failed(error));
        }
        Ok(entry)
    }

    /// Reads the whole chain and says which lines do not fit.
    ///
    /// # Errors
    /// The file is there and can not be read. A chain that was not begun yet has no lines.
    pub fn read(&self) -> Result<Verdict, EvidenceError> {
        let failed = |error| EvidenceError::file(&self.path, error);
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Verdict::default()),
            Err(error) => return Err(failed(error)),
        };
        Verdict::of(BufReader::new(file)).map_err(failed)
    }

    /// There is one writer at a time; the lock ends with its open file, however its process ends.
    fn lock(&self, file: &File) -> Result<(), EvidenceError> {
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => thread::sleep(BETWEEN_TRIES),
                Err(TryLockError::Error(error)) => {
                    return Err(EvidenceError::file(&self.path, error));
                }
            }
        }
        Err(EvidenceError::Locked { path: self.path.clone() })
    }

    /// Ends a last line that has no end, or sets it apart; says whether there may be more of it.
    fn mend(&self, file: &mut File) -> Result<bool, EvidenceError> {
        let failed = |error| EvidenceError::file(&self.path, error);
        let (start, bytes) = tail(file).map_err(failed)?;
        if bytes.last().is_none_or(|last| *last == b'\n') {
            return Ok(false);
        }
        let from = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = bytes.get(from..).unwrap_or_default();
        if serde_json::from_slice::<Entry>(line).is_ok() {
            file.write_all(b"\n").and_then(|()| file.sync_all()).map_err(failed)?;
            return Ok(false);
        }
        let keep = || {
            let mut apart = OpenOptions::new().append(true).create(true).open(&self.torn)?;
            apart.write_all(line)?;
            apart.write_all(b"\n")?;
            apart.sync_all()
        };
        keep().map_err(|error| EvidenceError::file(&self.torn, error))?;
        self.torn.parent().map_or(Ok(()), disk::sync)?;
        file.set_len(start + from as u64).and_then(|()| file.sync_all()).map_err(failed)?;
        Ok(true)
    }

    /// The number of the last line and its digest.
    fn last(&self, file: &mut File) -> Result<(u64, String), EvidenceError> {
        let failed = |error| EvidenceError::file(&self.path, error);
        let (_, bytes) = tail(file).map_err(failed)?;
        let Some(line) = bytes.strip_suffix(b"\n") else {
            return Ok((0, NOTHING_BEFORE.to_owned()));
        };
        let from = line.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = line.get(from..).unwrap_or_default();
        let number = match serde_json::from_slice::<Entry>(line) {
            Ok(entry) => entry.n,
            // Somebody damaged it. That must not keep what was found tonight from being kept.
            Err(_) => {
                file.seek(SeekFrom::Start(0)).map_err(failed)?;
                let lines = BufReader::new(&mut *file).split(b'\n');
                lines.map_while(Result::ok).count() as u64
            }
        };
        Ok((number, disk::sha256(line)))
    }
}

impl Verdict {
    /// Reads a chain from anywhere.
    ///
    /// # Errors
    /// As the source says.
    pub fn of(mut source: impl BufRead) -> io::Result<Self> {
        let mut verdict = Self::default();
        let (mut number, mut before, mut line) = (0, NOTHING_BEFORE.to_owned(), Vec::new());
        loop {
            line.clear();
            (&mut source).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                return Ok(verdict);
            }
            number += 1;
            let text = line.strip_suffix(b"\n");
            let is_torn = text.is_none();
            let text = text.unwrap_or(&line);
            let mut fault = |fault| verdict.breaks.push(Break { line: number, fault });
            match serde_json::from_slice::<Entry>(text) {
                Ok(entry) => {
                    if entry.n != number {
                        fault(Fault::Number { expected: number, found: entry.n });
                    }
                    if entry.previous != before {
                        let (said, found) = (entry.previous.clone(), before);
                        fault(Fault::Previous { said, found });
                    }
                    if is_torn {
                        fault(Fault::Torn);
                    }
                    verdict.entries.push(entry);
                }
                Err(_) if is_torn => fault(Fault::Torn),
                Err(error) => fault(Fault::Unreadable(error.to_string())),
            }
            before = disk::sha256(text);
        }
    }

    /// What the chain says of a path, oldest first.
    pub fn of_path<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.path == path)
    }
}

/// The end of a file, in which its last two lines are, and where it begins.
fn tail(file: &mut File) -> io::Result<(u64, Vec<u8>)> {
    let length = file.metadata()?.len();
    let start = length.saturating_sub(2 * LONGEST_LINE);
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(2 * LONGEST_LINE).read_to_end(&mut bytes)?;
    Ok((start, bytes))
}

/// The lines that were set apart because their writing was cut off, if there are any.
///
/// # Errors
/// The file is there and can not be read.
pub fn torn(evidence: &Path) -> Result<Option<Vec<u8>>, EvidenceError> {
    let path = Chain::of(evidence).torn;
    match fs::exists(&path) {
        Ok(false) => Ok(None),
        _ => disk::read(&path, LONGEST_LINE).map(Some),
    }
}

#[cfg(test)]
mod tests;
