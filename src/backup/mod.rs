//! Back-ups: a copy of everything that an installation would miss, and the way back.
//!
//! A back-up is a folder `canhcong-backup-<UTC time>` that can be carried away by itself:
//!
//! ```text
//! manifest.json             every file with its length and SHA-256
//! manifest.json.sha256      the digest of that, as sha256sum writes it
//! state/canhcong.sqlite3    the database as it was at one moment
//! state/evidence/…          evidence: what the back-up before has already is shared with it
//! state/last-run.json
//! baselines/…  targets.toml  data/…
//! ```
//!
//! It gets that name when all of it was written, has reached the disk and was read back. Evidence is
//! never changed, so back-ups that lie beside each other share its files as hard links; where the
//! disk has none, each holds a copy.

mod check;
mod error;
mod files;
mod generations;
mod goal;
mod make;
mod manifest;
mod place;
mod restore;
mod share;

pub use check::{Checked, check};
pub use error::{BackupError, Difference};
pub use goal::Goal;
pub use make::{Made, Source, back_up};
pub use manifest::Manifest;
pub use restore::{Restored, restore};

/// Where a back-up has what stood in the state folder.
const STATE: &str = "state";
/// Where a back-up has the approved states.
const BASELINES: &str = "baselines";
/// Where a back-up has the registry, whatever it was called.
const REGISTRY: &str = "targets.toml";
/// Where a back-up has the operator's own words and knowledge.
const DATA: &str = "data";
/// The folder of evidence within the state folder.
const EVIDENCE: &str = "evidence";
/// What the last run came to, within the state folder.
const LAST_RUN: &str = "last-run.json";
