//! Keeps two runs from using one state folder at once, and knows whether the last one was killed.
//!
//! The lock is the operating system's, on an open file: it is gone the moment its process is,
//! however that ends. What the file says is for people, and for the next run: a run that ends in
//! order empties the file, so text in an unlocked file is left by one that did not. The file's time
//! is the run's pulse: set whenever a page was looked at, so that a run that hangs can be told from
//! one that goes on.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
    time::{Duration, SystemTime},
};

use jiff::Timestamp;

use super::{Store, StoreError};

/// Name of the lock within the state folder.
const FILE: &str = "run.lock";

/// Who only looks whether a run is under way holds the lock for a moment: a run that begins just then
/// tries again.
const ATTEMPTS: u32 = 5;
const MOMENT: Duration = Duration::from_millis(20);

/// The pulse is set no more often than this.
const BEAT: jiff::SignedDuration = jiff::SignedDuration::from_secs(10);

/// The right to use a state folder, until it is dropped.
#[derive(Debug)]
pub struct RunLock {
    file: File,
}

impl RunLock {
    /// Name of the lock within the state folder.
    pub const FILE: &'static str = FILE;

    /// Takes the folder, which is there, or says who has it. Also returns whether the last run ended
    /// in order.
    ///
    /// # Errors
    /// [`StoreError::InUse`], or what the system says.
    pub fn take(dir: &Path, at: Timestamp) -> Result<(Self, bool), StoreError> {
        let doing = "taking the run lock";
        let failed = |error| StoreError::folder(dir, doing, error);
        let path = dir.join(FILE);
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        let mut locked = file.try_lock();
        for _ in 1..ATTEMPTS {
            if !matches!(locked, Err(TryLockError::WouldBlock)) {
                break;
            }
            thread::sleep(MOMENT);
            locked = file.try_lock();
        }
        let text = text(&file);
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let (pid, since) = holder(&text);
                return Err(StoreError::InUse { path: dir.to_owned(), pid, since });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let ended_in_order = text.is_empty();
        let since = at.strftime("%Y-%m-%dT%H:%M:%SZ");
        file.set_len(0).map_err(failed)?;
        file.rewind().map_err(failed)?;
        writeln!(file, "{} {since}", std::process::id()).map_err(failed)?;
        Ok((Self { file }, ended_in_order))
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // If this fails the next run checks the database once more than it had to.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// What the lock says of its holder: the process and when it began.
fn holder(text: &str) -> (Option<u32>, Option<String>) {
    let mut words = text.split_whitespace();
    (words.next().and_then(|pid| pid.parse().ok()), words.next().map(str::to_owned))
}

/// Nothing is lost if this can not be read: it only names the holder.
fn text(file: &File) -> String {
    let mut text = String::new();
    let _ = file.take(200).read_to_string(&mut text);
    text
}

/// A run that holds the lock of a state folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// Its process, in the container or on the machine where it runs.
    pub pid: Option<u32>,
    /// When it began, RFC 3339.
    pub since: Option<String>,
    /// When it last looked at a page, or began.
    pub pulse: Option<Timestamp>,
}

impl Store {
    /// Whether a run is under way in a state folder; `None` where none is, or never was. Nothing is
    /// written, so it can be asked by whoever may read the folder.
    ///
    /// # Errors
    /// The folder can not be read, or is no folder.
    pub fn under_way(dir: &Path) -> Result<Option<UnderWay>, StoreError> {
        let failed = |error| StoreError::folder(dir, "looking at the run lock", error);
        let file = match File::open(dir.join(FILE)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        match file.try_lock_shared() {
            // Given up when the file is closed.
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => {
                let (pid, since) = holder(&text(&file));
                let pulse = file.metadata().and_then(|data| data.modified()).ok();
                let pulse = pulse.and_then(|at| Timestamp::try_from(at).ok());
                Ok(Some(UnderWay { pid, since, pulse }))
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// Shows that a run goes on.
#[derive(Debug)]
pub struct Pulse {
    lock: PathBuf,
    last: Mutex<Option<Timestamp>>,
}

impl Pulse {
    /// The pulse of the run that uses a state folder.
    pub fn of(dir: &Path) -> Self {
        Self { lock: dir.join(FILE), last: Mutex::new(None) }
    }

    /// Says that something was done at this time.
    pub fn beat(&self, at: Timestamp) {
        let Ok(mut last) = self.last.lock() else { return };
        if last.is_some_and(|last| at.duration_since(last).abs() < BEAT) {
            return;
        }
        *last = Some(at);
        // A run without a pulse is still a run.
        let file = OpenOptions::new().write(true).open(&self.lock);
        let _ = file.and_then(|file| file.set_modified(SystemTime::from(at)));
    }
}
