//! What a pack holds against what it says of itself inside: the items' own manifests, the chain, the
//! records of web archives.

use std::{collections::BTreeSet, io::BufReader};

use super::{
    mismatch::{Mismatch, What},
    opened::Opened,
};
use crate::evidence::{
    MANIFEST, Manifest, Verdict, disk,
    pack::{self, CHAIN, ITEMS, PackManifest},
    records::Records,
};

/// The most bytes of an item's manifest.
const LARGEST: u64 = 16 << 20;

/// What there was to compare.
pub(super) struct Found {
    pub items: usize,
    pub records: usize,
}

/// What differs here and was not told before was so when the pack was made, or was changed along
/// with the lists.
pub(super) fn compare(
    opened: &Opened,
    manifest: Option<&PackManifest>,
    mismatches: &mut Vec<Mismatch>,
) -> Found {
    let told: BTreeSet<String> = mismatches.iter().map(|own| own.path.clone()).collect();
    let verdict = chain(opened, manifest, &told, mismatches);
    let mut folders: BTreeSet<&str> =
        opened.paths().filter_map(|path| path.strip_suffix(MANIFEST)?.strip_suffix('/')).collect();
    folders.retain(|folder| folder.starts_with(ITEMS));
    for folder in &folders {
        item(opened, folder, &verdict, &told, mismatches);
    }
    Found { items: folders.len(), records: archives(opened, mismatches) }
}

fn chain(
    opened: &Opened,
    manifest: Option<&PackManifest>,
    told: &BTreeSet<String>,
    mismatches: &mut Vec<Mismatch>,
) -> Verdict {
    let Ok(source) = opened.reader(CHAIN) else { return Verdict::default() };
    let verdict = Verdict::of(BufReader::new(source)).unwrap_or_default();
    let line = |line, reason| Mismatch::new(CHAIN, What::Line { line, reason });
    mismatches.extend(verdict.breaks.iter().map(|own| line(own.line, own.fault.to_string())));
    let end = verdict.entries.last().map(|entry| entry.n);
    let said = manifest.and_then(|manifest| manifest.chain.as_ref()).map(|end| end.n);
    if manifest.is_some() && end != said && !told.contains(CHAIN) {
        let reason = "it is not the last line that the manifest names".to_owned();
        mismatches.push(line(end.unwrap_or_default(), reason));
    }
    verdict
}

fn item(
    opened: &Opened,
    folder: &str,
    chain: &Verdict,
    told: &BTreeSet<String>,
    mismatches: &mut Vec<Mismatch>,
) {
    let path = format!("{folder}/{MANIFEST}");
    let is_told = |path: &str| told.contains(path);
    let text = match opened.read(&path, LARGEST) {
        Ok(Some(text)) if !is_told(&path) => text,
        _ => return,
    };
    let own: Manifest = match serde_json::from_slice(&text) {
        Ok(own) => own,
        Err(error) => {
            let reason = error.to_string();
            mismatches.push(Mismatch::new(&path, What::Line { line: error.line() as u64, reason }));
            return;
        }
    };
    let place = folder.strip_prefix(ITEMS).unwrap_or(folder);
    if !is_told(CHAIN) && !pack::is_chained(place, &disk::sha256(&text), chain) {
        mismatches.push(Mismatch::new(&path, What::NotInChain));
    }
    let mut named = BTreeSet::from([path]);
    for file in &own.files {
        let path = format!("{folder}/{}", file.path);
        let is_right = opened.bytes(&path) == Some(file.bytes)
            && opened.sha256(&path).is_ok_and(|found| found == file.sha256);
        if !is_right && !is_told(&path) {
            let expected = Some(file.sha256.clone());
            mismatches.push(Mismatch::new(&path, What::BeforePacking { expected }));
        }
        named.insert(path);
    }
    let inside = format!("{folder}/");
    for path in opened.paths().filter(|path| path.starts_with(&inside)) {
        if !named.contains(path) && !is_told(path) {
            mismatches.push(Mismatch::new(path, What::BeforePacking { expected: None }));
        }
    }
}

/// Reads all web archives; says how many records fit.
fn archives(opened: &Opened, mismatches: &mut Vec<Mismatch>) -> usize {
    let mut whole = 0;
    for path in opened.paths().filter(|path| path.ends_with(".warc.gz")) {
        let Ok(source) = opened.reader(path) else { continue };
        for record in Records::new(BufReader::new(source)) {
            match record {
                Ok(_) => whole += 1,
                Err(broken) => mismatches.push(Mismatch::new(path, broken.into())),
            }
        }
    }
    whole
}
