//! The pages of a portal that are known, so that the sample can rotate from night to night.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::{
    Store, StoreError,
    saved::{micros, timestamp},
};
use crate::fetch::BodyDigest;

/// A page that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPage {
    /// The address.
    pub url: String,
    /// How it became known: `start`, `link`, `sitemap` …. The first way is kept.
    pub found_via: String,
    /// When something last pointed to it, or it was last looked at.
    pub last_seen: Timestamp,
    /// Status of the last answer; `None` keeps what was known.
    pub last_status: Option<u16>,
    /// SHA-256 of the last body; `None` keeps what was known.
    pub digest: Option<BodyDigest>,
    /// When each visitor last looked at it, in the order of
    /// [`Identity::ALL`](crate::identity::Identity::ALL); `None` keeps what was known.
    pub last_looked: [Option<Timestamp>; 4],
}

impl KnownPage {
    /// The most pages that are kept for one portal: those seen last.
    pub const MAX: usize = 5_000;
}

impl Store {
    /// Remembers pages of a portal, adding to what is known of each.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn record_pages(&mut self, portal: &str, pages: &[KnownPage]) -> Result<(), StoreError> {
        self.write("recording pages", |sql| {
            let mut insert = sql.prepare_cached(
                "INSERT INTO pages (
                    portal, url, found_via, last_seen, last_status, digest, looked_citizen,
                    looked_from_search, looked_phone, looked_search_crawler)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (portal, url) DO UPDATE SET
                    last_seen = max(last_seen, excluded.last_seen),
                    last_status = coalesce(excluded.last_status, last_status),
                    digest = coalesce(excluded.digest, digest),
                    looked_citizen = coalesce(excluded.looked_citizen, looked_citizen),
                    looked_from_search = coalesce(excluded.looked_from_search, looked_from_search),
                    looked_phone = coalesce(excluded.looked_phone, looked_phone),
                    looked_search_crawler =
                        coalesce(excluded.looked_search_crawler, looked_search_crawler)",
            )?;
            for page in pages {
                let [citizen, from_search, phone, crawler] =
                    page.last_looked.map(|at| at.map(micros));
                insert.execute(params![
                    portal,
                    page.url,
                    page.found_via,
                    micros(page.last_seen),
                    page.last_status,
                    page.digest,
                    citizen,
                    from_search,
                    phone,
                    crawler,
                ])?;
            }
            Ok(())
        })
    }

    /// The pages of a portal that are known, those seen last first, at most [`KnownPage::MAX`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn known_pages(&self, portal: &str) -> Result<Vec<KnownPage>, StoreError> {
        self.read("recalling pages", |sql| {
            sql.prepare_cached(
                "SELECT url, found_via, last_seen, last_status, digest, looked_citizen,
                        looked_from_search, looked_phone, looked_search_crawler
                 FROM pages WHERE portal = ?1 ORDER BY last_seen DESC, url LIMIT ?2",
            )?
            .query_map(params![portal, KnownPage::MAX as i64], known_page)?
            .collect()
        })
    }
}

/// A portal that invents addresses every night must not fill the disk.
pub(super) fn forget_oldest(sql: &Connection, portal: &str) -> rusqlite::Result<()> {
    sql.prepare_cached(
        "DELETE FROM pages WHERE portal = ?1 AND url IN (
            SELECT url FROM pages WHERE portal = ?1 ORDER BY last_seen DESC, url LIMIT -1 OFFSET ?2
         )",
    )?
    .execute(params![portal, KnownPage::MAX as i64])?;
    Ok(())
}

fn known_page(row: &Row<'_>) -> rusqlite::Result<KnownPage> {
    let mut last_looked = [None; 4];
    for (slot, column) in last_looked.iter_mut().zip(5..) {
        *slot = row.get::<_, Option<i64>>(column)?.map(timestamp).transpose()?;
    }
    Ok(KnownPage {
        url: row.get(0)?,
        found_via: row.get(1)?,
        last_seen: timestamp(row.get(2)?)?,
        last_status: row.get(3)?,
        digest: row.get(4)?,
        last_looked,
    })
}
