//! One item: written beside its place while a portal is looked at, and put there when it is whole.
//!
//! A crash leaves a draft, which the next run removes, or a whole item; never half of one.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{BufWriter, Write as _},
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::{About, Appended, Chain, EvidenceError, Kind, Manifest, Stage, Warc, disk};
use crate::fetch::Visit;

/// The exchange within an item.
pub const EXCHANGE: &str = "exchange.warc.gz";
const FACTS: &str = "facts.json";
const FINDINGS: &str = "findings.json";
const LAYERS: &str = "layers";
const PICTURE: &str = "screenshot.png";
/// Layers of one item.
const MOST_LAYERS: usize = 50;
/// Looks beyond so many bytes of compressed exchange are left out.
const LARGEST_EXCHANGE: u64 = 64 << 20;
/// How the name of a folder begins that is no item.
pub(super) const NO_ITEM: char = '.';
/// Items of one page and second: only a stopped clock brings more than one.
const MOST_OF_A_SECOND: u32 = 100;

/// An item that is being gathered.
#[derive(Debug)]
pub struct Draft {
    evidence: PathBuf,
    portal: String,
    folder: PathBuf,
    page: String,
    at: Timestamp,
    records: u64,
    views: usize,
    layers: BTreeSet<Arc<str>>,
    /// Where the page's host answered.
    address: Option<IpAddr>,
    /// The visitors as whom the page was looked at.
    pub identities: BTreeSet<&'static str>,
}

/// An item that is on the disk and in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its path below the evidence folder, with `/`.
    pub path: String,
    /// SHA-256 of its manifest.
    pub manifest: String,
    /// The names of its findings.
    pub findings: Vec<String>,
}

/// What one look brought.
#[derive(Debug, Default)]
pub struct Looked {
    /// All visits, also those that brought nothing.
    pub visits: Vec<(Stage, Visit)>,
    /// What the pages say.
    pub facts: Vec<Value>,
    /// Code that was unpacked while their scripts ran.
    pub layers: Vec<Arc<str>>,
}

impl Draft {
    /// Begins an item about a page of a portal, first looked at then.
    ///
    /// # Errors
    /// The folder can not be made or written to.
    pub fn begin(
        evidence: &Path,
        portal: &str,
        page: &Url,
        at: Timestamp,
    ) -> Result<Self, EvidenceError> {
        let portal = folder_name(portal);
        let home = evidence.join(&portal);
        disk::make(evidence)?;
        disk::make(&home)?;
        let folder = home.join(format!("{NO_ITEM}{}.part", page_name(page.as_str())));
        let failed = |error| EvidenceError::file(&folder, error);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(failed)?;
        }
        fs::create_dir(&folder).map_err(failed)?;
        let mut draft = Self {
            evidence: evidence.to_owned(),
            portal,
            folder,
            page: page.to_string(),
            at,
            records: 0,
            views: 0,
            layers: BTreeSet::new(),
            address: None,
            identities: BTreeSet::new(),
        };
        draft.begin_exchange()?;
        Ok(draft)
    }

    /// When the page was first looked at.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    fn begin_exchange(&mut self) -> Result<(), EvidenceError> {
        let path = self.folder.join(EXCHANGE);
        let failed = |error| EvidenceError::file(&path, error);
        let mut file = BufWriter::new(File::create_new(&path).map_err(failed)?);
        let warc = Warc::begin(&mut file, &self.page, self.at).map_err(failed)?;
        self.records = warc.written();
        file.flush().map_err(failed)
    }

    /// Adds what a look brought.
    ///
    /// # Errors
    /// It can not be written. The draft is of no use then.
    pub fn add(&mut self, looked: &Looked) -> Result<(), EvidenceError> {
        self.add_visits(&looked.visits)?;
        self.add_facts(&looked.facts)?;
        for layer in &looked.layers {
            if self.layers.len() < MOST_LAYERS && self.layers.insert(Arc::clone(layer)) {
                let folder = self.folder.join(LAYERS);
                if !folder.is_dir() {
                    fs::create_dir(&folder).map_err(|error| EvidenceError::file(&folder, error))?;
                }
                let path = folder.join(format!("{:02}.js", self.layers.len()));
                disk::write(&path, layer.as_bytes())?;
            }
        }
        Ok(())
    }

    fn add_visits(&mut self, visits: &[(Stage, Visit)]) -> Result<(), EvidenceError> {
        let path = self.folder.join(EXCHANGE);
        let failed = |error| EvidenceError::file(&path, error);
        let file = OpenOptions::new().append(true).open(&path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() > LARGEST_EXCHANGE {
            return Ok(());
        }
        let mut to = BufWriter::new(file);
        let mut warc = Warc::go_on(&mut to, &self.page, self.at, self.records);
        for (stage, visit) in visits {
            warc.visit(visit, *stage).map_err(failed)?;
            self.identities.insert(visit.identity().id());
            if let Visit::Captured(capture) | Visit::NotComparable(capture, _) = visit {
                let first = capture.hops.first().and_then(|hop| hop.address);
                self.address = self.address.or(first.map(|own| own.ip()));
            }
        }
        self.records = warc.written();
        to.flush().map_err(failed)
    }

    /// One array with an entry for each view, written as the looks come.
    fn add_facts(&mut self, facts: &[Value]) -> Result<(), EvidenceError> {
        let mut text = String::new();
        for facts in facts {
            text.push_str(if self.views == 0 { "[\n" } else { ",\n" });
            text.push_str(&facts.to_string());
            self.views += 1;
        }
        self.append_facts(&text)
    }

    /// Where a picture of the page can be taken, and the address of its host, if that answered. It
    /// becomes part of the item by [`Draft::add_picture`] only.
    pub fn picture(&self) -> (PathBuf, Option<IpAddr>) {
        (self.camera_folder().join(PICTURE), self.address)
    }

    /// Beside the draft: a browser that is late must not write into an item.
    fn camera_folder(&self) -> PathBuf {
        self.folder.with_extension("camera")
    }

    /// Adds the picture; returns its path within the item.
    ///
    /// # Errors
    /// It can not be moved.
    pub fn add_picture(&mut self) -> Result<&'static str, EvidenceError> {
        let (from, to) = (self.picture().0, self.folder.join(PICTURE));
        fs::rename(&from, &to).map_err(|error| EvidenceError::file(&from, error))?;
        disk::sync(&to)?;
        Ok(PICTURE)
    }

    fn append_facts(&self, text: &str) -> Result<(), EvidenceError> {
        let path = self.folder.join(FACTS);
        let mut options = OpenOptions::new();
        let written = options.append(true).create(true).open(&path);
        let written = written.and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| EvidenceError::file(&path, error))
    }

    /// Makes it an item: when this returns, it is on the disk under its name and in the chain.
    ///
    /// # Errors
    /// It can not be written; then there is no item. Or only the chain can not: then the next run
    /// puts the item into it.
    pub fn finish(
        self,
        about: About,
        findings: &str,
        now: Timestamp,
    ) -> Result<Item, EvidenceError> {
        self.append_facts(if self.views == 0 { "[]\n" } else { "\n]\n" })?;
        disk::write(&self.folder.join(FINDINGS), findings.as_bytes())?;
        for file in [EXCHANGE, FACTS] {
            disk::sync(&self.folder.join(file))?;
        }
        if !self.layers.is_empty() {
            disk::sync(&self.folder.join(LAYERS))?;
        }
        let findings = about.findings.clone();
        let manifest = Manifest::of_folder(&self.folder, about)?.write(&self.folder)?;
        disk::sync(&self.folder)?;
        let path = self.put_in_place()?;
        let what = Appended { kind: Kind::Item, path: &path, manifest: &manifest, reason: None };
        Chain::of(&self.evidence).append(&what, now)?;
        Ok(Item { path, manifest, findings })
    }

    fn put_in_place(&self) -> Result<String, EvidenceError> {
        let home = self.evidence.join(&self.portal);
        let stem = format!("{}-{}", self.at.strftime("%Y%m%dT%H%M%SZ"), page_name(&self.page));
        let mut name = stem.clone();
        for nth in 2..MOST_OF_A_SECOND {
            if !home.join(&name).exists() {
                break;
            }
            name = format!("{stem}-{nth}");
        }
        fs::rename(&self.folder, home.join(&name))
            .map_err(|error| EvidenceError::file(&self.folder, error))?;
        disk::sync(&home)?;
        Ok(format!("{}/{name}", self.portal))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // What was put in its place is not there any more; what is left here the next run removes.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_dir_all(self.camera_folder());
    }
}

/// The name of a page in names of folders.
fn page_name(page: &str) -> String {
    disk::sha256(page.as_bytes()).chars().take(12).collect()
}

/// A portal's id as the name of a folder; ids of portals that are not registered have colons.
fn folder_name(portal: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let name = portal.chars().map(|c| if plain(c) { c } else { '_' });
    let name: String = name.take(100).collect();
    name.trim_start_matches(NO_ITEM).to_owned()
}
