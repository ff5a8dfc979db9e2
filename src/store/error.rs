//! What can go wrong with the memory, said so that an administrator can act on it.

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::{ErrorCode, ffi};

/// Why something could not be remembered or recalled. In every case what was stored before is
/// still as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The state folder can not be made or written to.
    #[error("the state folder {path} can not be used: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another run uses the state folder.
    #[error(
        "another run is using {path}{}; two runs at once would disturb each other: wait for it \
         to end, or name another folder with --state",
        holder(.pid, .since)
    )]
    InUse {
        /// The state folder.
        path: PathBuf,
        /// Its process id, if it has said it yet.
        pid: Option<u32>,
        /// When it began, RFC 3339.
        since: Option<String>,
    },
    /// The database is damaged.
    #[error(
        "the database {path} is damaged ({detail}); it was left as it is: restore a copy, or move \
         it away to begin anew without its history"
    )]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What does not fit.
        detail: String,
    },
    /// The database belongs to another program.
    #[error(
        "{path} is the database of another program (application id {found:#x}); it was left as it \
         is: name another folder with --state"
    )]
    Foreign {
        /// The database.
        path: PathBuf,
        /// The application id it has.
        found: i64,
    },
    /// The database was written by a newer version.
    #[error(
        "the database {path} was written by a newer canhcong (schema {found}, this one knows \
         {known}); it was left as it is: install the newer version"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema number.
        found: i64,
        /// The newest schema number that is known here.
        known: i64,
    },
    /// No space is left.
    #[error(
        "the disk that holds {path} is full (while {doing}); what was recorded before is safe: \
         make room, then start again to go on"
    )]
    Full {
        /// The database or folder.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
    },
    /// The database may not be written to.
    #[error("the database {path} can not be written to (while {doing}): {detail}")]
    Unwritable {
        /// The database.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        detail: String,
    },
    /// Another program keeps the database locked.
    #[error(
        "another program keeps the database {path} locked (while {doing}): close whatever has it \
         open, for example a database browser"
    )]
    Busy {
        /// The database.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
    },
    /// Anything else that SQLite refuses.
    #[error("the database {path} failed while {doing}: {source}")]
    Sql {
        /// The database.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The thread that writes has ended.
    #[error("the thread that writes to the database has ended; nothing more can be recorded")]
    WriterGone,
}

fn holder(pid: &Option<u32>, since: &Option<String>) -> String {
    match (pid, since) {
        (Some(pid), Some(since)) => format!(" (process {pid}, since {since})"),
        (Some(pid), None) => format!(" (process {pid})"),
        _ => String::new(),
    }
}

impl StoreError {
    /// Sorts an error of SQLite by what an administrator can do about it.
    pub(super) fn sql(path: &Path, doing: &'static str, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match &error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    Self::Damaged { path, detail: error.to_string() }
                }
                ErrorCode::DiskFull => Self::Full { path, doing },
                // The index of the write-ahead log is a file too, and found no room.
                _ if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
                    Self::Full { path, doing }
                }
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                    Self::Unwritable { path, doing, detail: error.to_string() }
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { path, doing },
                _ => Self::Sql { path, doing, source: error },
            },
            // A value that this program would never have written.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged { path, detail: error.to_string() },
            _ => Self::Sql { path, doing, source: error },
        }
    }

    /// An error of the file system in the state folder.
    pub(super) fn folder(path: &Path, doing: &'static str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path, doing },
            _ => Self::Folder { path, source },
        }
    }
}
