//! What a zip says of its files, twice: before each file, and in the directory at its end.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek as _, SeekFrom},
};

use crate::evidence::pack::container::{CENTRAL, END, LOCAL};

/// The longest name that is read.
const LONGEST_NAME: usize = 4 << 10;
/// How far from its end a zip can say where its directory is: the record and the longest comment.
const LONGEST_END: u64 = 22 + u16::MAX as u64;

/// What one of the two says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub name: String,
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub packed: u64,
    pub bytes: u64,
    /// Where the file's own header begins.
    pub at: u64,
    /// Where the file's bytes begin, by its own header.
    pub data: u64,
}

/// The headers of files that stand one behind the other from the beginning on, and where that ends.
pub(super) fn walk(file: &mut File, length: u64, most: usize) -> io::Result<(Vec<Header>, u64)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while found.len() < most
        && let Some(header) = local(file, at)?
    {
        at = header.data.saturating_add(header.packed);
        let is_last = at > length;
        found.push(header);
        if is_last {
            break;
        }
    }
    Ok((found, at))
}

/// A file's own header, if there is one at this place.
pub(super) fn local(file: &mut File, at: u64) -> io::Result<Option<Header>> {
    file.seek(SeekFrom::Start(at))?;
    let Some(fixed) = exactly(file, 30)? else { return Ok(None) };
    if number(&fixed, 0, 4) != u64::from(LOCAL) {
        return Ok(None);
    }
    let (name, extra) = (number(&fixed, 26, 2), number(&fixed, 28, 2));
    Ok(header(file, &fixed, 6, name)?.map(|own| Header { at, data: at + 30 + name + extra, ..own }))
}

/// The directory that begins at a place, as far as it can be read, and whether it is all there.
pub(super) fn central(file: &mut File, at: u64, most: usize) -> io::Result<Vec<Header>> {
    file.seek(SeekFrom::Start(at))?;
    let mut source = BufReader::new(file);
    let mut found = Vec::new();
    while found.len() < most {
        let Some(fixed) = exactly(&mut source, 46)? else { break };
        if number(&fixed, 0, 4) != u64::from(CENTRAL) {
            break;
        }
        let [name, extra, comment] = [28, 30, 32].map(|from| number(&fixed, from, 2));
        let Some(own) = header(&mut source, &fixed, 8, name)? else { break };
        io::copy(&mut (&mut source).take(extra + comment), &mut io::sink())?;
        let at = number(&fixed, 42, 4);
        found.push(Header { at, data: at + 30 + name, ..own });
    }
    Ok(found)
}

/// Where the directory begins, by the record at the end.
pub(super) fn begin(file: &mut File, length: u64) -> io::Result<Option<u64>> {
    let from = length.saturating_sub(LONGEST_END);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(LONGEST_END).read_to_end(&mut tail)?;
    let end = memchr::memmem::rfind(&tail, &END.to_le_bytes());
    Ok(end.and_then(|end| tail.get(end..end + 22)).map(|record| number(record, 16, 4)))
}

/// What both headers have in the same order, from the flags on, and the name that follows.
fn header(
    source: &mut impl Read,
    fixed: &[u8],
    flags: usize,
    name: u64,
) -> io::Result<Option<Header>> {
    let length = usize::try_from(name).unwrap_or(usize::MAX);
    if length > LONGEST_NAME {
        return Ok(None);
    }
    let Some(name) = exactly(source, length)? else { return Ok(None) };
    Ok(Some(Header {
        name: String::from_utf8_lossy(&name).into_owned(),
        flags: u16::try_from(number(fixed, flags, 2)).unwrap_or_default(),
        method: u16::try_from(number(fixed, flags + 2, 2)).unwrap_or_default(),
        crc: u32::try_from(number(fixed, flags + 8, 4)).unwrap_or_default(),
        packed: number(fixed, flags + 12, 4),
        bytes: number(fixed, flags + 16, 4),
        at: 0,
        data: 0,
    }))
}

/// So many bytes; `None` where there are fewer.
fn exactly(source: &mut impl Read, amount: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(amount);
    source.take(amount as u64).read_to_end(&mut bytes)?;
    Ok((bytes.len() == amount).then_some(bytes))
}

/// A number of so many bytes, the lowest first.
fn number(bytes: &[u8], from: usize, length: usize) -> u64 {
    let own = bytes.get(from..from + length).unwrap_or_default();
    own.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
