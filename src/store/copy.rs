//! A copy of the whole memory, and whether a copy can be trusted.

use std::{fs::File, path::Path, thread, time::Duration};

use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use super::{
    Store, StoreError,
    open::{connect, connect_to_read, examine},
};

/// How often a copy is tried while somebody keeps the database locked, and the pause between.
const TRIES: (u32, Duration) = (100, Duration::from_millis(100));

impl Store {
    /// Copies the database to a file that is not there yet, as it is at one moment, also while a run
    /// writes. The copy is on the disk when this returns and needs no log beside it.
    ///
    /// # Errors
    /// See [`StoreError`]; then the copy is worth nothing.
    pub fn copy_to(&self, copy: &Path) -> Result<(), StoreError> {
        let doing = "copying the database";
        let failed = |error| StoreError::sql(copy, doing, error);
        let mut to = connect(copy).map_err(failed)?;
        if !copied(&self.connection, &mut to).map_err(failed)? {
            return Err(StoreError::Busy { path: self.path.clone(), doing });
        }
        to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).map_err(failed)?;
        to.close().map_err(|(_, error)| failed(error))?;
        File::open(copy)
            .and_then(|file| file.sync_all())
            .map_err(|error| StoreError::folder(copy, doing, error))
    }

    /// Searches a copy for damage, row by row; returns the number of its schema.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Foreign`], [`StoreError::Newer`]; others where it
    /// cannot be read.
    pub fn examine_copy(copy: &Path) -> Result<i64, StoreError> {
        let failed = |error| StoreError::sql(copy, "searching for damage", error);
        let connection = connect_to_read(copy).map_err(failed)?;
        let schema = examine(&connection, copy)?;
        let damaged = |detail: String| StoreError::Damaged { path: copy.to_owned(), detail };
        let answer: String = connection
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(failed)?;
        if answer != "ok" {
            return Err(damaged(answer));
        }
        let mut query = connection.prepare("PRAGMA foreign_key_check").map_err(failed)?;
        let mut rows = query.query([]).map_err(failed)?;
        match rows.next().map_err(failed)? {
            Some(row) => {
                let table: String = row.get(0).map_err(failed)?;
                Err(damaged(format!("a row of {table} belongs to nothing")))
            }
            None => Ok(schema),
        }
    }
}

/// All pages in one step: what a run writes meanwhile can not make the copy begin anew.
fn copied(from: &Connection, to: &mut Connection) -> rusqlite::Result<bool> {
    let copy = Backup::new(from, to)?;
    for _ in 0..TRIES.0 {
        if copy.step(-1)? == StepResult::Done {
            return Ok(true);
        }
        thread::sleep(TRIES.1);
    }
    Ok(false)
}
