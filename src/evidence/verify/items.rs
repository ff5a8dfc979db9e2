//! What a pack holds against what it says of itself inside: the items' own manifests, the chain, the
//! records of web archives.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufRead as _, BufReader},
};

use super::{
    Checked,
    compare::Expected,
    mismatch::{Mismatch, What},
    opened::Opened,
};
use crate::evidence::{
    MANIFEST, Manifest, Verdict, disk,
    pack::{self, CHAIN, ITEMS, PackManifest},
    records::Records,
};

/// The most lines of a chain that are read.
const LONGEST_CHAIN: u64 = 1_000_000;
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
    expected: &BTreeMap<String, Expected>,
    manifest: Option<&PackManifest>,
    mismatches: &mut Vec<Mismatch>,
) -> Found {
    let told: BTreeSet<String> = mismatches.iter().map(|own| own.path.clone()).collect();
    let verdict = chain(opened, manifest, &told, mismatches);
    let mut folders: BTreeSet<&str> =
        opened.paths().filter_map(|path| path.strip_suffix(MANIFEST)?.strip_suffix('/')).collect();
    folders.retain(|folder| folder.starts_with(ITEMS));
    for folder in &folders {
        item(opened, folder, expected, &verdict, &told, mismatches);
    }
    Found { items: folders.len(), records: archives(opened, mismatches) }
}

fn chain(
    opened: &Opened,
    manifest: Option<&PackManifest>,
    told: &BTreeSet<String>,
    mismatches: &mut Vec<Mismatch>,
) -> Verdict {
    let line = |line, reason| Mismatch::new(CHAIN, What::Line { line, reason });
    let Ok(length) = lines(opened) else { return Verdict::default() };
    if length > LONGEST_CHAIN {
        mismatches.push(line(length, "no chain has so many lines".to_owned()));
        return Verdict::default();
    }
    let source = opened.reader(CHAIN).map(BufReader::new);
    let verdict = source.and_then(Verdict::of).unwrap_or_default();
    mismatches.extend(
        verdict.breaks.iter().take(Checked::MOST).map(|own| line(own.line, own.fault.to_string())),
    );
    let end = verdict.entries.last().map(|entry| entry.n);
    let said = manifest.and_then(|manifest| manifest.chain.as_ref()).map(|end| end.n);
    if manifest.is_some() && end != said && !told.contains(CHAIN) {
        let reason = "it is not the last line that the manifest names".to_owned();
        mismatches.push(line(end.unwrap_or_default(), reason));
    }
    verdict
}

/// How many lines the chain has, as far as they are counted: each takes memory.
fn lines(opened: &Opened) -> io::Result<u64> {
    let (mut source, mut count) = (BufReader::new(opened.reader(CHAIN)?), 0);
    loop {
        let piece = source.fill_buf()?;
        let length = piece.len();
        if length == 0 || count > LONGEST_CHAIN {
            return Ok(count);
        }
        count += memchr::memchr_iter(b'\n', piece).count() as u64;
        source.consume(length);
    }
}

fn item(
    opened: &Opened,
    folder: &str,
    expected: &BTreeMap<String, Expected>,
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
        // What was not told of is as the pack's list says.
        let is_right = expected.get(&path).is_some_and(|own| own.sha256 == file.sha256);
        if !is_right && !is_told(&path) {
            let expected = Some(file.sha256.clone());
            mismatches.push(Mismatch::new(&path, What::BeforePacking { expected }));
        }
        named.insert(path);
    }
    for path in opened.within(folder) {
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
