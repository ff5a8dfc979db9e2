//! Which software portals run, as far as it is remembered.

use rusqlite::Row;

use super::{
    Store, StoreError,
    saved::{from_json, timestamp},
};
use crate::outcome::PortalSoftware;

impl Store {
    /// What the newest look at each portal, or at one, says of its software, in the order of their
    /// ids. A look that could not be judged shows nothing, so one that could comes before it; a look of
    /// heightened watch sees few pages, so that of a night does.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn software(&self, portal: Option<&str>) -> Result<Vec<PortalSoftware>, StoreError> {
        self.read("listing software", |sql| {
            sql.prepare_cached(
                "SELECT look.* FROM (
                    SELECT run, portal, row_number() OVER (
                        PARTITION BY portal
                        ORDER BY state IN ('clean', 'findings') DESC,
                            run IN (SELECT id FROM runs WHERE kind = 'watch'), judged_at DESC, run DESC
                    ) AS nth FROM portal_runs WHERE ?1 IS NULL OR portal = ?1
                 ) AS newest JOIN portal_runs AS look USING (run, portal)
                 WHERE nth = 1 ORDER BY look.portal",
            )?
            .query_map([portal], stack)?
            .collect()
        })
    }
}

fn stack(row: &Row<'_>) -> rusqlite::Result<PortalSoftware> {
    Ok(PortalSoftware {
        portal: row.get("portal")?,
        name: row.get("name")?,
        agency: row.get("agency")?,
        province: row.get("province")?,
        url: row.get("url")?,
        looked_at: timestamp(row.get("judged_at")?)?,
        software: from_json(&row.get::<_, String>("software")?)?,
    })
}
