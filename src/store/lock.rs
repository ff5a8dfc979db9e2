//! Keeps two runs from using one state folder at once, and knows whether the last one was killed.
//!
//! The lock is the operating system's, on an open file: it is gone the moment its process is,
//! however that ends. What the file says is for people, and for the next run: a run that ends in
//! order empties the file, so text in an unlocked file is left by one that did not.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use jiff::Timestamp;

use super::StoreError;

/// The right to use a state folder, until it is dropped.
#[derive(Debug)]
pub struct RunLock {
    file: File,
}

impl RunLock {
    /// Name of the lock within the state folder.
    pub const FILE: &'static str = "run.lock";

    /// Takes the folder, which is there, or says who has it. Also returns whether the last run ended
    /// in order.
    ///
    /// # Errors
    /// [`StoreError::InUse`], or what the system says.
    pub fn take(dir: &Path, at: Timestamp) -> Result<(Self, bool), StoreError> {
        let doing = "taking the run lock";
        let failed = |error| StoreError::folder(dir, doing, error);
        let path = dir.join(Self::FILE);
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        let locked = file.try_lock();
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
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // If this fails the next run checks the database once more than it had to.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}
