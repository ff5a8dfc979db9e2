//! The files in a ZIP archive, found by how they begin.
//!
//! The list at an archive's end is not asked: the end of a large document may be cut off.

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use memchr::memmem;

/// How a file begins.
const BEGINNING: &[u8] = b"PK\x03\x04";
/// The most files that are told apart.
const MOST: usize = 10_000;
/// The most bytes of one file after decompression.
const LARGEST: u64 = 8 << 20;

/// A file in an archive.
pub(super) struct Entry<'a> {
    pub name: &'a str,
    /// Whether it takes a password to read it.
    locked: bool,
    is_deflated: bool,
    /// From its first byte to the end of the archive, unless the beginning says where it ends.
    data: &'a [u8],
}

/// All files, in the order of the archive.
pub(super) fn entries(archive: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    memmem::find_iter(archive, BEGINNING)
        .take(MOST)
        .filter_map(|at| entry(&archive[at + BEGINNING.len()..]))
}

fn entry(header: &[u8]) -> Option<Entry<'_>> {
    let short = |at: usize| Some(u16::from_le_bytes(header.get(at..at + 2)?.try_into().ok()?));
    let size = u32::from_le_bytes(header.get(14..18)?.try_into().ok()?);
    let name_end = 26 + usize::from(short(22)?);
    let name = std::str::from_utf8(header.get(26..name_end)?).ok()?;
    let data = header.get(name_end + usize::from(short(24)?)..)?;
    let is_deflated = match short(4)? {
        0 => false,
        8 => true,
        _ => return None,
    };
    let end = usize::try_from(size).ok()?.min(data.len());
    let data = if is_deflated { data } else { &data[..end] };
    Some(Entry { name, locked: short(2)? & 1 == 1, is_deflated, data })
}

impl Entry<'_> {
    /// The bytes of the file; of a broken one, what stands before the break.
    pub fn unpacked(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.is_deflated && !self.locked {
            // What a broken file gives is kept: the error says no more than its length does.
            let _ = DeflateDecoder::new(self.data).take(LARGEST).read_to_end(&mut bytes);
        } else if !self.locked {
            bytes.extend_from_slice(self.data);
        }
        bytes
    }
}
