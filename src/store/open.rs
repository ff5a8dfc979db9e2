//! Opening the memory: nothing is touched until the file has proved to be a sound database of
//! this program.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};

use super::{Rules, Store, StoreError, lock::RunLock};

/// Every change of the schema, oldest first. What is here was shipped: add, never edit.
const CHANGES: [&str; 9] = [
    include_str!("schema.sql"),
    include_str!("unpacked.sql"),
    include_str!("life.sql"),
    include_str!("days.sql"),
    include_str!("scripts.sql"),
    include_str!("traces.sql"),
    include_str!("software.sql"),
    include_str!("version_files.sql"),
    include_str!("evidence.sql"),
];
/// The schema number of a database that this version has written.
const SCHEMA: i64 = CHANGES.len() as i64;
/// As in `schema.sql`.
const APPLICATION_ID: i64 = 0x6361_6e68;

/// Larger databases are searched for damage only after a run that did not end in order.
const CHECKED_ALWAYS: u64 = 32 << 20;

impl Store {
    /// Name of the database within the state folder.
    pub const FILE: &'static str = "canhcong.sqlite3";

    /// Opens the memory in a state folder, or begins one; `at` is now.
    ///
    /// # Errors
    /// The folder is in use by another run or can not be written to, or the database is damaged,
    /// of another program, or of a newer version: then it is left exactly as it is.
    pub fn open(dir: &Path, rules: Rules, at: Timestamp) -> Result<Self, StoreError> {
        fs::create_dir_all(dir)
            .map_err(|error| StoreError::folder(dir, "making the state folder", error))?;
        let (lock, ended_in_order) = RunLock::take(dir, at)?;
        let path = dir.join(Self::FILE);
        let size = size_of_database(dir, &path)?;
        let connection = match size {
            None => create(dir, &path)?,
            Some(_) => connect(&path).map_err(|error| StoreError::sql(&path, OPENING, error))?,
        };
        examine(&connection, &path)?;
        if !ended_in_order || size.is_some_and(|size| size <= CHECKED_ALWAYS) {
            search_for_damage(&connection, &path)?;
        }
        let mut connection = connection;
        settle(&mut connection).map_err(|error| StoreError::sql(&path, OPENING, error))?;
        Ok(Self { path, rules, connection, _lock: Some(lock) })
    }

    /// Opens the memory for a person's question or decision, also while a run is under way: each
    /// is one transaction. `None` where nothing was ever remembered in this folder.
    ///
    /// # Errors
    /// As [`Store::open`]; that a run is under way only where the database is of an older version
    /// and has to be brought up to date first.
    pub fn open_beside(
        dir: &Path,
        rules: Rules,
        at: Timestamp,
    ) -> Result<Option<Self>, StoreError> {
        let path = dir.join(Self::FILE);
        if size_of_database(dir, &path)?.is_none() {
            return Ok(None);
        }
        let failed = |error| StoreError::sql(&path, OPENING, error);
        let connection = connect(&path).map_err(failed)?;
        examine(&connection, &path)?;
        let version: i64 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(failed)?;
        if version < SCHEMA {
            drop(connection);
            return Self::open(dir, rules, at).map(Some);
        }
        settle_connection(&connection).map_err(failed)?;
        Ok(Some(Self { path, rules, connection, _lock: None }))
    }
}

/// Every SQLite database is made of pages of at least this many bytes.
const SMALLEST_PAGE: u64 = 512;

const OPENING: &str = "opening it";

/// The size of the database; `None` where there is none yet.
fn size_of_database(dir: &Path, path: &Path) -> Result<Option<u64>, StoreError> {
    let length = |path: &Path| match fs::metadata(path) {
        Ok(data) => Ok(Some(data.len())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::folder(dir, OPENING, error)),
    };
    let damaged = |detail: &str| {
        Err(StoreError::Damaged { path: path.to_owned(), detail: detail.to_owned() })
    };
    let has_log = length(&beside(path, "-wal"))?.is_some_and(|length| length > 0);
    match length(path)? {
        // SQLite would take both for a new database and drop what the log still holds.
        Some(0) => damaged("it is empty"),
        None if has_log => damaged("it is missing, but its write-ahead log is there"),
        // While there is a log, its end may be half written: the log has the rest.
        Some(length) if !has_log && length % SMALLEST_PAGE != 0 => damaged("its end is missing"),
        size => Ok(size),
    }
}

/// Makes a new database under another name first, so that one under its own name is whole.
fn create(dir: &Path, path: &Path) -> Result<Connection, StoreError> {
    let doing = "making the database";
    let draft = beside(path, ".new");
    for leftover in [draft.clone(), beside(&draft, "-journal")] {
        match fs::remove_file(leftover) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::folder(dir, doing, error));
            }
            _ => {}
        }
    }
    let made = connect(&draft).and_then(|mut connection| {
        connection.pragma_update(None, "synchronous", "FULL")?;
        migrate(&mut connection)
    });
    made.map_err(|error| StoreError::sql(path, doing, error))?;
    fs::rename(&draft, path)
        .and_then(|()| File::open(dir)?.sync_all())
        .map_err(|error| StoreError::folder(dir, doing, error))?;
    connect(path).map_err(|error| StoreError::sql(path, doing, error))
}

/// Opens a connection without changing anything.
#[expect(clippy::disallowed_methods, reason = "this is the door of the room that knows SQL")]
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // A person may be reading along with a database browser.
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

/// Whether it is ours, and of a version that is known.
fn examine(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let number = |name: &str| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|error| StoreError::sql(path, OPENING, error))
    };
    let found = number("application_id")?;
    if found != APPLICATION_ID {
        return Err(StoreError::Foreign { path: path.to_owned(), found });
    }
    let found = number("user_version")?;
    if found > SCHEMA {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: SCHEMA });
    }
    Ok(())
}

fn search_for_damage(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let answer: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| StoreError::sql(path, "searching for damage", error))?;
    match answer.as_str() {
        "ok" => Ok(()),
        _ => Err(StoreError::Damaged { path: path.to_owned(), detail: answer }),
    }
}

fn settle(connection: &mut Connection) -> rusqlite::Result<()> {
    // Where the file system can not do WAL, SQLite stays with its journal: slower, as safe.
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    migrate(connection)?;
    settle_connection(connection)
}

/// What is forgotten when a connection is closed.
fn settle_connection(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let migrations = Migrations::new(CHANGES.map(M::up).into());
    migrations.to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err,
        other => rusqlite::Error::ToSqlConversionFailure(Box::new(other)),
    })
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
