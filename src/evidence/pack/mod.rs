//! A pack: everything about one incident in one folder or zip, for whoever has to act on it.
//!
//! Each file has two witnesses that are checked against each other. `manifest.json` has the digest
//! of every file but three: itself, `SHA256SUMS`, and the minute, which holds the manifest's own
//! digest to be signed by hand; of the minute it has the digest as it is with zeros in that place.
//! `SHA256SUMS` has the digest of every file but itself. So whichever byte is changed, one witness
//! still says how it was.

pub(super) mod container;
mod copy;
mod items;
mod make;
mod sums;

use serde::{Deserialize, Serialize};

pub(super) use items::is_chained;
pub use make::{Made, Order, PackError, make};
pub(super) use sums::{lines, text as sums_text};

use super::{FileEntry, Moment, ToolNamed};

/// The blank minute.
pub(super) const MINUTE: &str = "bien-ban.html";
/// The digests as `sha256sum -c` reads them.
pub(super) const SUMS: &str = "SHA256SUMS";
/// The copy of the chain.
pub(super) const CHAIN: &str = "chain.jsonl";
/// What stands before the path of an item.
pub(super) const ITEMS: &str = "evidence/";

/// The document `canhcong.pack/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackManifest {
    /// [`PackManifest::SCHEMA`].
    pub schema: String,
    /// What made it.
    pub tool: ToolNamed,
    /// The pack's name.
    pub pack: String,
    /// The incident's id.
    pub incident: String,
    /// The portal's id.
    pub portal: String,
    /// When it was made.
    pub made_at: Moment,
    /// The last line of the chain as it is copied here; none where nothing was chained.
    pub chain: Option<ChainEnd>,
    /// The folders of the items, below the pack's folder.
    pub items: Vec<String>,
    /// Items on record that are not in the pack, each with the reason in English.
    pub missing: Vec<MissingItem>,
    /// The minute; its digest is that of the file with 64 zeros in the place of the manifest's.
    pub minute: FileEntry,
    /// Every file but this one, `SHA256SUMS` and the minute, by path.
    pub files: Vec<FileEntry>,
}

/// The last line of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainEnd {
    /// Its number.
    pub n: u64,
    /// SHA-256 of the line without its line break.
    pub sha256: String,
}

/// An item that is on record and not in the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingItem {
    /// Its path below the evidence folder.
    pub path: String,
    /// Why it is not there.
    pub reason: String,
}

impl PackManifest {
    /// The name and number of the document's shape.
    pub const SCHEMA: &'static str = "canhcong.pack/1";
}
