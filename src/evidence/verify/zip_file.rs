//! A pack in a zip. What the two headers of a file say is weighed against the file itself, so that a
//! byte that was changed in one of them is named as such and does not lose the file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use flate2::CrcReader;

use super::{
    VerifyError,
    directory::{self, Header},
    mismatch::{Mismatch, What},
    opened::MOST_FILES,
};
use crate::evidence::{
    manifest::is_proper,
    pack::{
        self, SUMS,
        container::{self, Entry},
    },
};

/// The most that files of another program's zip are unpacked to, said twice of each.
const MOST_UNPACKED: u64 = 2 * (8 << 30);
/// The most bytes of `SHA256SUMS` that are read to tell names.
const LARGEST_SUMS: u64 = 32 << 20;
/// What the zip itself is called.
const ITSELF: &str = "(zip)";
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const ENCRYPTED: u16 = 1;

/// Where a file lies in the zip.
pub(super) struct Lies {
    pub at: u64,
    pub packed: u64,
    pub bytes: u64,
    pub is_deflated: bool,
}

/// The files of a zip by their path in the pack, and what is wrong with what is around them.
pub(super) fn read(path: &Path) -> Result<(BTreeMap<String, Lies>, Vec<Mismatch>), VerifyError> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let (locals, reached) = directory::walk(&mut file, length, MOST_FILES + 1)?;
    let begin = directory::begin(&mut file, length)?;
    let mut centrals = match begin {
        Some(at) => directory::central(&mut file, at, MOST_FILES + 1)?,
        None => Vec::new(),
    };
    if centrals.len() < locals.len() {
        let behind = directory::central(&mut file, reached, MOST_FILES + 1)?;
        centrals = if behind.len() > centrals.len() { behind } else { centrals };
    }
    if locals.len().max(centrals.len()) > MOST_FILES {
        return Err(VerifyError::TooMany(MOST_FILES));
    }
    if locals.is_empty() && centrals.is_empty() {
        return Err(VerifyError::NoContainer("nothing in it has the form of a zip"));
    }
    let has_all = directory::central(&mut file, reached, 1)?.len() == 1;
    let pairs = pair(&mut file, locals, centrals, has_all)?;
    bounded(&pairs, length)?;
    let (prefix, known) = known(&mut file, &pairs)?;
    let mut headers = Vec::new();
    for pair in &pairs {
        headers.push(settle(&mut file, pair, &known)?);
    }
    let mut mismatches = around(&mut file, length, &headers, &prefix)?;
    let mut files = BTreeMap::new();
    for header in headers {
        let name = header.name.strip_prefix(&prefix).unwrap_or(&header.name);
        let is_known_form = header.flags & ENCRYPTED == 0
            && (header.method == DEFLATED
                || header.method == STORED && header.packed == header.bytes);
        let what = match name {
            folder if folder.ends_with('/') && header.bytes == 0 => continue,
            name if name != super::super::MANIFEST && !is_proper(name)
                || files.contains_key(name) =>
            {
                What::Improper
            }
            _ if !is_known_form => What::Unreadable {
                reason: "it is encrypted, or packed in a way that is not known".to_owned(),
            },
            _ => {
                // A zip that was cut off has less of its last file than it says.
                let packed = header.packed.min(length.saturating_sub(header.data));
                let is_deflated = header.method == DEFLATED;
                let bytes = if is_deflated { header.bytes } else { packed };
                files.insert(name.to_owned(), Lies { at: header.data, packed, bytes, is_deflated });
                continue;
            }
        };
        mismatches.push(Mismatch::new(name, what));
    }
    Ok((files, mismatches))
}

/// What the two places say of the same file.
struct Pair {
    local: Option<Header>,
    central: Option<Header>,
}

fn pair(
    file: &mut File,
    locals: Vec<Header>,
    centrals: Vec<Header>,
    has_all: bool,
) -> io::Result<Vec<Pair>> {
    let mut pairs: BTreeMap<u64, Pair> = BTreeMap::new();
    for local in locals {
        pairs.insert(local.at, Pair { local: Some(local), central: None });
    }
    for central in centrals {
        match pairs.get_mut(&central.at) {
            Some(pair) if pair.central.is_none() => pair.central = Some(central),
            // Every file was found by its own header: this one leads to none.
            _ if has_all => {}
            Some(_) => {}
            None => {
                let local = directory::local(file, central.at)?;
                pairs.insert(central.at, Pair { local, central: Some(central) });
            }
        }
    }
    Ok(pairs.into_values().collect())
}

/// The folder within the zip, and the names that `SHA256SUMS` has, its own among them.
fn known(file: &mut File, pairs: &[Pair]) -> io::Result<(String, BTreeSet<String>)> {
    let headers: Vec<&Header> =
        pairs.iter().flat_map(|pair| [&pair.local, &pair.central]).flatten().collect();
    let of_sums = headers.iter().filter_map(|header| {
        let prefix = header.name.strip_suffix(SUMS)?;
        (prefix.find('/').map_or(0, |at| at + 1) == prefix.len()).then_some((prefix, header))
    });
    // One file has that name, said twice; whoever gives it to more is not listened to.
    let of_sums = of_sums.take(2);
    // The two may differ on that very name; then the others tell.
    let shared = |prefix: &str| headers.iter().filter(|own| own.name.starts_with(prefix)).count();
    let prefix = of_sums.clone().map(|(prefix, _)| prefix).max_by_key(|prefix| shared(prefix));
    let prefix = prefix.unwrap_or_default();
    let mut known = BTreeSet::from([format!("{prefix}{SUMS}")]);
    for (_, header) in of_sums.filter(|(_, header)| header.method == STORED) {
        let mut text = Vec::new();
        file.seek(SeekFrom::Start(header.data))?;
        file.take(header.bytes.min(LARGEST_SUMS)).read_to_end(&mut text)?;
        known.extend(pack::lines(&text).keys().map(|path| format!("{prefix}{path}")));
    }
    Ok((prefix.to_owned(), known))
}

/// What holds of a file: what both say, else what its bytes and its name speak for.
fn settle(file: &mut File, pair: &Pair, known: &BTreeSet<String>) -> io::Result<Header> {
    let (local, central) = match (&pair.local, &pair.central) {
        (Some(local), Some(central)) => (local, central),
        (Some(only), None) | (None, Some(only)) => return Ok(only.clone()),
        // No pair is made of nothing.
        (None, None) => return Err(io::ErrorKind::InvalidData.into()),
    };
    let told = |header: &Header| (header.crc, header.packed, header.bytes, header.method);
    let agree = local.name == central.name && told(local) == told(central);
    // A file is encrypted if both say so.
    let flags = local.flags & central.flags;
    if agree && local.data == central.data {
        return Ok(Header { flags, ..local.clone() });
    }
    // The directory's word with the file's bytes where the file's own header has them, where they
    // have to be by the directory, and the word of the file's own header.
    let candidates =
        [Header { data: local.data, ..central.clone() }, central.clone(), local.clone()];
    let mut best = (0, central.clone());
    for candidate in candidates {
        let mut worth = 1;
        worth += if fits(file, &candidate)? { 4 } else { 0 };
        worth += if known.contains(&candidate.name) { 2 } else { 0 };
        if worth > best.0 {
            best = (worth, candidate);
        }
    }
    let (_, mut best) = best;
    // A wrong name in the one with the right numbers.
    if !known.contains(&best.name)
        && let Some(other) = [local, central].into_iter().find(|own| known.contains(&own.name))
        && other.name.len() == best.name.len()
    {
        best.name.clone_from(&other.name);
    }
    Ok(Header { flags, ..best })
}

fn fits(file: &mut File, header: &Header) -> io::Result<bool> {
    if header.method != STORED || header.packed != header.bytes {
        return Ok(false);
    }
    file.seek(SeekFrom::Start(header.data))?;
    let mut bytes = CrcReader::new(BufReader::new(file.take(header.packed)));
    let length = io::copy(&mut bytes, &mut io::sink())?;
    Ok(length == header.packed && bytes.crc().sum() == header.crc)
}

/// Refuses files that lie over each other, which would be read over and over, and what unpacks to
/// more than any pack has. One wrong length may lead far beyond its file.
fn bounded(pairs: &[Pair], length: u64) -> Result<(), VerifyError> {
    let largest = |size: fn(&Header) -> u64| {
        let own = |pair: &Pair| [&pair.local, &pair.central].into_iter().flatten().map(size).max();
        let sizes = pairs.iter().filter_map(own);
        sizes.map(|size| size.min(length)).fold(0, u64::saturating_add)
    };
    if largest(|header| header.packed) > length.saturating_mul(4) {
        return Err(VerifyError::NoContainer("files in it lie over each other"));
    }
    let deflated = pairs.iter().flat_map(|pair| [&pair.local, &pair.central]).flatten();
    let deflated = deflated.filter(|header| header.method == DEFLATED);
    if deflated.map(|header| header.bytes).fold(0, u64::saturating_add) > MOST_UNPACKED {
        return Err(VerifyError::NoContainer("it unpacks to more than 8 GiB"));
    }
    Ok(())
}

/// Compares every byte around the files with what it has to be.
fn around(
    file: &mut File,
    length: u64,
    headers: &[Header],
    prefix: &str,
) -> io::Result<Vec<Mismatch>> {
    let own = |name: &str| name.strip_prefix(prefix).unwrap_or(name).to_owned();
    let mut differs = Vec::new();
    let (mut at, mut entries) = (0, Vec::new());
    for header in headers {
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let entry = Entry {
            name: header.name.clone(),
            crc: header.crc,
            size: small(header.bytes),
            offset: small(header.at),
        };
        let part = container::local_header(&entry);
        if header.at != at {
            differs.push((own(&header.name), at.min(header.at), "header"));
        } else if let Some(wrong) = difference(file, at, &part)? {
            differs.push((own(&header.name), wrong, "header"));
        }
        at = header.at.saturating_add(part.len() as u64).saturating_add(header.packed);
        entries.push(entry);
    }
    if differs.len() > 1 && differs.len() * 2 > headers.len() {
        return Ok(vec![Mismatch::new(ITSELF, What::Repacked)]);
    }
    let (parts, end) = container::directory(&entries, at);
    let mut in_directory = Vec::new();
    for (entry, part) in entries.iter().zip(&parts) {
        if let Some(wrong) = difference(file, at, part)? {
            in_directory.push((own(&entry.name), wrong, "directory"));
        }
        at += part.len() as u64;
    }
    match in_directory.as_slice() {
        // It is shifted, or not there at all.
        [(_, first, _), _, _, _, ..] => differs.push((ITSELF.to_owned(), *first, "directory")),
        few => differs.extend_from_slice(few),
    }
    if let Some(wrong) = difference(file, at, &end)? {
        differs.push((ITSELF.to_owned(), wrong, "end"));
    }
    at += end.len() as u64;
    if length > at {
        differs.push((ITSELF.to_owned(), at, "behind the end"));
    }
    let told =
        |(name, at, part): (String, _, _)| Mismatch::new(&name, What::Container { at, part });
    Ok(differs.into_iter().map(told).collect())
}

/// Where the bytes from a place on are first not these.
fn difference(file: &mut File, at: u64, expected: &[u8]) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(at))?;
    let mut found = Vec::new();
    file.take(expected.len() as u64).read_to_end(&mut found)?;
    let first = expected.iter().zip(&found).position(|(expected, found)| expected != found);
    let first = first.or_else(|| (found.len() < expected.len()).then_some(found.len()));
    Ok(first.map(|first| at + first as u64))
}
