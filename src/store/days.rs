//! What was learned of a portal over the nights, and what was new at the last look.

use std::io::{self, Read as _, Write as _};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Store, StoreError,
    saved::{micros, strange},
};
use crate::baseline::{Change, Memory};

/// Bytes of a memory, unpacked.
const MOST: u64 = 64 << 20;

/// What is known of a portal's days.
#[derive(Debug, Default)]
pub struct Days {
    /// What was learned.
    pub memory: Memory,
    /// What was new at the last look, and waits for a person.
    pub changes: Vec<Change>,
}

/// What is known of a portal's days, as it is kept: packing takes as long as judging a page, and is no
/// work for the one who writes.
#[derive(Debug)]
pub struct Packed {
    memory: Vec<u8>,
    changes: Vec<u8>,
}

impl Days {
    /// Packs it.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn pack(&self) -> io::Result<Packed> {
        Ok(Packed { memory: packed(&self.memory)?, changes: packed(&self.changes)? })
    }
}

impl Store {
    /// What was learned of a portal; `None` where nothing was yet.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn days(&self, portal: &str) -> Result<Option<Days>, StoreError> {
        self.read("recalling what was learned of a portal", |sql| {
            let row = sql
                .prepare_cached("SELECT memory, changes FROM days WHERE portal = ?1")?
                .query_row([portal], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((memory, changes)): Option<(Vec<u8>, Vec<u8>)> = row else {
                return Ok(None);
            };
            Ok(Some(Days { memory: unpacked(&memory)?, changes: unpacked(&changes)? }))
        })
    }

    /// Keeps what was learned of a portal in place of what was kept before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn keep_days(
        &mut self,
        portal: &str,
        days: &Packed,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("keeping what was learned of a portal", |sql| {
            sql.prepare_cached(
                "INSERT INTO days (portal, learned_at, memory, changes) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (portal) DO UPDATE SET learned_at = excluded.learned_at,
                    memory = excluded.memory, changes = excluded.changes",
            )?
            .execute(params![portal, micros(at), days.memory, days.changes])?;
            Ok(())
        })
    }
}

fn packed<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    // Not written into the encoder: JSON comes in pieces of a few bytes, each a call of its own.
    let json = serde_json::to_vec(value)?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&json)?;
    encoder.finish()
}

fn unpacked<T: DeserializeOwned>(bytes: &[u8]) -> rusqlite::Result<T> {
    let mut text = Vec::new();
    let read = DeflateDecoder::new(bytes).take(MOST).read_to_end(&mut text);
    read.map_err(|error| strange(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| strange(error.to_string()))
}
