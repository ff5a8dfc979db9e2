//! Which items of evidence there are for which finding.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::params;

use super::{
    Store, StoreError, acts,
    findings::opened_at,
    saved::{micros, named, timestamp},
};
use crate::{
    finding::{Fingerprint, Severity},
    outcome::Deed,
};

/// An item that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its path below the evidence folder.
    pub item: String,
    /// How grave the finding was then.
    pub severity: Severity,
    /// When it was kept.
    pub at: Timestamp,
}

impl Store {
    /// Puts on record that an item shows findings, each as grave as it is.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing is on record.
    pub fn record_evidence(
        &mut self,
        item: &str,
        findings: &[(Fingerprint, Severity)],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("recording evidence", |sql| {
            let mut insert = sql.prepare_cached(
                "INSERT OR IGNORE INTO evidence (fingerprint, item, severity, at)
                 VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (id, severity) in findings {
                insert.execute(params![id.0, item, severity.id(), micros(at)])?;
            }
            Ok(())
        })
    }

    /// The same for an item that a run wrote and did not come to record: its findings are as grave
    /// as they are on record.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing is on record.
    pub fn adopt_evidence(
        &mut self,
        item: &str,
        findings: &[String],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("recording evidence", |sql| {
            let mut insert = sql.prepare_cached(
                "INSERT OR IGNORE INTO evidence (fingerprint, item, severity, at)
                 VALUES (?1, ?2, coalesce(
                    (SELECT severity FROM findings WHERE fingerprint = ?1), 'medium'), ?3)",
            )?;
            for id in findings {
                insert.execute(params![id, item, micros(at)])?;
            }
            Ok(())
        })
    }

    /// The items that show a finding, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn evidence_of(&self, id: &Fingerprint) -> Result<Vec<Kept>, StoreError> {
        self.read("recalling evidence", |sql| {
            let mut query = sql.prepare_cached(
                "SELECT * FROM evidence WHERE fingerprint = ?1 ORDER BY at DESC, item DESC",
            )?;
            query.query_map([&id.0], read)?.collect()
        })
    }

    /// The newest item for each finding of a portal.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn newest_evidence(&self, portal: &str) -> Result<HashMap<Fingerprint, Kept>, StoreError> {
        self.read("recalling evidence", |sql| {
            let mut query = sql.prepare_cached(
                "SELECT evidence.* FROM evidence JOIN findings USING (fingerprint)
                 WHERE portal = ?1 ORDER BY at",
            )?;
            let rows = query.query_map([portal], |row| {
                Ok((Fingerprint(row.get("fingerprint")?), read(row)?))
            })?;
            rows.collect()
        })
    }

    /// Every item on record.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn evidence_items(&self) -> Result<HashSet<String>, StoreError> {
        self.read("recalling evidence", |sql| {
            let mut query = sql.prepare_cached("SELECT DISTINCT item FROM evidence")?;
            query.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Forgets items that were removed.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing is forgotten.
    pub fn forget_evidence(&mut self, items: &[String]) -> Result<(), StoreError> {
        self.write("forgetting evidence", |sql| {
            let mut delete = sql.prepare_cached("DELETE FROM evidence WHERE item = ?1")?;
            for item in items {
                delete.execute([item])?;
            }
            Ok(())
        })
    }

    /// The findings whose evidence nobody may remove: those that are not healed, and those that a
    /// person has taken on and not closed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn findings_in_hand(&self, now: Timestamp) -> Result<HashSet<String>, StoreError> {
        self.read("recalling open incidents", |sql| {
            let mut query = sql.prepare_cached("SELECT * FROM findings")?;
            let mut rows = query.query([])?;
            let mut in_hand = HashSet::new();
            while let Some(row) = rows.next()? {
                let id: String = row.get("fingerprint")?;
                let is_open = row.get::<_, String>("state")? == "open";
                if is_open || is_taken_on(sql, &id, opened_at(sql, row)?, now)? {
                    in_hand.insert(id);
                }
            }
            Ok(in_hand)
        })
    }
}

fn is_taken_on(
    sql: &rusqlite::Connection,
    id: &str,
    opened_at: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<bool> {
    let handling = acts::handling(sql, id, opened_at, now)?;
    let is_closed = handling.set_aside.is_some_and(|act| act.deed == Deed::Closed);
    Ok(handling.acknowledged.is_some() && !is_closed)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        item: row.get("item")?,
        severity: named(&Severity::ALL, Severity::id, &row.get::<_, String>("severity")?)?,
        at: timestamp(row.get("at")?)?,
    })
}
