//! Keeps two runs from using one state folder at once, and knows whether the last one was killed.
//!
//! The lock is the operating system's, on an open file: it is gone the moment its process is,
//! however that ends. What the file says is for people, and for the next run: a run that ends in
//! order empties the file, so text in an unlocked file is left by one that did not.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    thread,
    time::Duration,
};

use jiff::Timestamp;

use super::StoreError;

/// Whoever asks whether a run is under way holds the lock for a moment, which must not end a run that
/// begins just then.
const LOOKERS: u32 = 5;

/// The right to use a state folder, until it is dropped.
#[derive(Debug)]
pub(super) struct RunLock {
    file: File,
}

impl RunLock {
    /// Takes the folder, or says who has it. Also returns whether the last run ended in order.
    pub(super) fn take(dir: &Path, at: Timestamp) -> Result<(Self, bool), StoreError> {
        let doing = "taking the run lock";
        let failed = |error| StoreError::folder(dir, doing, error);
        let path = dir.join("run.lock");
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        let mut locked = file.try_lock();
        for _ in 0..LOOKERS {
            if !matches!(locked, Err(TryLockError::WouldBlock)) {
                break;
            }
            thread::sleep(Duration::from_millis(20));
            locked = file.try_lock();
        }
        let mut text = String::new();
        // Nothing is lost if this can not be read: it only names the holder.
        let _ = (&file).take(200).read_to_string(&mut text);
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut words = text.split_whitespace();
                return Err(StoreError::InUse {
                    path: dir.to_owned(),
                    pid: words.next().and_then(|pid| pid.parse().ok()),
                    since: words.next().map(str::to_owned),
                });
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

    /// Whether a run has the folder.
    pub(super) fn is_held(dir: &Path) -> Result<bool, StoreError> {
        let failed = |error| StoreError::folder(dir, "looking at the run lock", error);
        let file = match File::open(dir.join("run.lock")) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(failed(error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// The right to send what is in the outbox, until it is dropped: two at once would send twice.
#[derive(Debug)]
pub struct SendersLock(File);

impl SendersLock {
    /// Takes it; `None` while another process has it.
    pub(super) fn take(dir: &Path) -> Result<Option<Self>, StoreError> {
        let failed = |error| StoreError::folder(dir, "taking the lock of the outbox", error);
        let mut options = OpenOptions::new();
        let options = options.write(true).create(true).truncate(false);
        let file = options.open(dir.join("outbox.lock")).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

impl Drop for SendersLock {
    fn drop(&mut self) {
        // Closing the file gives it up as well.
        let _ = self.0.unlock();
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // If this fails the next run checks the database once more than it had to.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}
