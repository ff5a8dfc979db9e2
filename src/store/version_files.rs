//! Static files that were asked for because they tell the version of a product.

use jiff::Timestamp;
use rusqlite::params;

use super::{
    Store, StoreError,
    saved::{from_json, micros, to_json},
};
use crate::software::StaticFile;

impl Store {
    /// What a portal answered when it was asked for such files, not before `since`: address and file,
    /// `None` if there was none.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn version_files(
        &self,
        portal: &str,
        since: Timestamp,
    ) -> Result<Vec<(String, Option<StaticFile>)>, StoreError> {
        self.read("recalling files that tell versions", |sql| {
            let mut query = sql.prepare_cached(
                "SELECT url, file FROM version_files WHERE portal = ?1 AND asked_at >= ?2",
            )?;
            let rows = query.query_map(params![portal, micros(since)], |row| {
                Ok((row.get(0)?, from_json(&row.get::<_, String>(1)?)?))
            })?;
            rows.collect()
        })
    }

    /// Keeps what a portal answered.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn keep_version_file(
        &mut self,
        portal: &str,
        url: &str,
        file: Option<&StaticFile>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("keeping a file that tells a version", |sql| {
            sql.prepare_cached(
                "INSERT OR REPLACE INTO version_files (portal, url, asked_at, file)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![portal, url, micros(at), to_json(&file)?])?;
            Ok(())
        })
    }
}
