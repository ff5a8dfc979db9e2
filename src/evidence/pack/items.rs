//! Which items go into a pack, and how they stand before they do.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
};

use super::{ChainEnd, ITEMS};
use crate::{
    evidence::{
        Entry, EvidenceError, Kind, MANIFEST, Manifest, Verdict, disk,
        manifest::{is_proper, list},
        records::Records,
    },
    finding::Text,
    report::papers,
};

/// The longest line of a chain.
const LONGEST_LINE: u64 = 64 << 10;
/// The most addresses that are told of a portal.
const MOST_ADDRESSES: usize = 8;

/// An item that is there.
pub(super) struct Found {
    /// Its path below the evidence folder.
    pub path: String,
    pub folder: PathBuf,
    /// Its manifest, if that can be read.
    pub manifest: Option<Manifest>,
    /// The manifest's digest.
    pub sha256: String,
    /// Its regular files, the manifest among them.
    pub files: Vec<String>,
    pub whole: bool,
}

impl Found {
    /// Looks at an item; the reason if there is nothing that could be packed.
    pub fn look(evidence: &Path, path: &str, chain: &Verdict) -> Result<Self, Text> {
        let folder = evidence.join(path);
        if !is_proper(path) || !folder.is_dir() {
            return Err(why_gone(path, chain));
        }
        let Ok(mut files) = list(&folder) else {
            return Err(Text {
                vi: "không đọc được thư mục của mục này",
                en: "its folder can not be read",
            });
        };
        files.push((MANIFEST.to_owned(), folder.join(MANIFEST).is_file()));
        files.sort();
        // A line break in a name would break the lines of SHA256SUMS; we never gave such a name.
        files.iter_mut().for_each(|(path, is_ours)| *is_ours &= !path.contains(char::is_control));
        let only_files = files.iter().all(|(_, is_file)| *is_file);
        let (manifest, sha256) = match Manifest::read(&folder) {
            Ok((manifest, sha256)) => (Some(manifest), sha256),
            Err(_) => (None, digest(&folder.join(MANIFEST))),
        };
        let fits = manifest
            .as_ref()
            .is_some_and(|own| own.differences(&folder).is_ok_and(|found| found.is_empty()));
        let whole = only_files && fits && is_chained(path, &sha256, chain);
        let files = files.into_iter().filter(|(_, is_file)| *is_file).map(|(path, _)| path);
        Ok(Self { path: path.to_owned(), files: files.collect(), folder, manifest, sha256, whole })
    }

    /// As the papers tell it.
    pub fn told(&self, bytes: u64) -> papers::Item {
        let about = self.manifest.as_ref().map(|manifest| &manifest.about);
        papers::Item {
            path: format!("{ITEMS}{}", self.path),
            page: about.map(|about| about.page.clone()).unwrap_or_default(),
            captured_at: about.and_then(|about| about.captured_at.utc.parse().ok()),
            identities: about.map(|about| about.identities.clone()).unwrap_or_default(),
            files: self.files.len(),
            bytes,
            manifest: self.sha256.clone(),
            picture: about.and_then(|about| {
                let picture = about.screenshot.as_ref()?;
                Some((picture.file.clone(), picture.by.clone()))
            }),
            whole: self.whole,
        }
    }

    /// Adds the addresses at which a host answered.
    pub fn addresses(&self, host: &str, addresses: &mut BTreeSet<String>) {
        for file in self.files.iter().filter(|file| file.ends_with(".warc.gz")) {
            let Ok(source) = File::open(self.folder.join(file)) else { continue };
            for record in Records::new(BufReader::new(source)).map_while(Result::ok) {
                let Some(ip) = record.ip.filter(|_| record.host.as_deref() == Some(host)) else {
                    continue;
                };
                if addresses.len() < MOST_ADDRESSES {
                    addresses.insert(ip);
                }
            }
        }
    }
}

/// Whether the chain has the item with this manifest.
pub(in crate::evidence) fn is_chained(path: &str, sha256: &str, chain: &Verdict) -> bool {
    let is_it = |entry: &Entry| entry.kind == Kind::Item && entry.manifest == sha256;
    chain.of_path(path).any(is_it)
}

fn why_gone(path: &str, chain: &Verdict) -> Text {
    if chain.of_path(path).any(|entry| entry.kind == Kind::Removed) {
        Text {
            vi: "đã hết thời hạn lưu giữ và được xóa, có ghi trong sổ chuỗi",
            en: "its time was over and it was removed, as the chain says",
        }
    } else {
        Text {
            vi: "không tìm thấy trong thư mục lưu giữ", en: "it is not where it was kept"
        }
    }
}

fn digest(path: &Path) -> String {
    disk::digest_of(path).map(|(_, sha256)| sha256).unwrap_or_default()
}

/// How many bytes of a chain are whole lines now, and its last line. Whatever is being appended
/// beside us is left out.
pub(super) fn chain_so_far(path: &Path) -> Result<(u64, Option<ChainEnd>), EvidenceError> {
    let failed = |error| EvidenceError::file(path, error);
    let mut source = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((0, None)),
        Err(error) => return Err(failed(error)),
    };
    let (mut length, mut end, mut n, mut line) = (0, None, 0, Vec::new());
    loop {
        line.clear();
        (&mut source).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(failed)?;
        let Some(text) = line.strip_suffix(b"\n") else { return Ok((length, end)) };
        n += 1;
        length += line.len() as u64;
        end = Some(ChainEnd { n, sha256: disk::sha256(text) });
    }
}
