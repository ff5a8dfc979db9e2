//! Evidence: what a finding was seen by, kept so that whoever receives it can check that nothing
//! was changed since.
//!
//! Below `<state>/evidence/` stand the [`Chain`] in `chain.jsonl`, and one folder for each *item*:
//! one page as it was looked at in one night, with all findings that were seen on it. Each item has
//! a [`Manifest`] with the digest of every file, and the chain has the digest of each manifest. This
//! room knows the disk, but neither network nor clock nor database.

mod camera;
mod chain;
mod disk;
mod error;
mod facts;
mod item;
mod manifest;
pub mod pack;
mod records;
mod retention;
mod shelf;
pub mod verify;
mod warc;

pub use camera::Camera;
pub use chain::{Appended, Break, Chain, Entry, Fault, Kind, Verdict, torn};
pub use error::EvidenceError;
pub use facts::{facts, layers};
pub use item::{Draft, EXCHANGE, Item, Looked};
pub use manifest::{
    About, Difference, FileEntry, MANIFEST, Manifest, Moment, PortalNamed, Screenshot, ToolNamed,
};
pub use retention::{Swept, sweep};
pub use shelf::{Lying, items, tidy};
pub use warc::{Stage, Warc};

/// The name of the evidence folder within the state folder.
pub const FOLDER: &str = "evidence";
