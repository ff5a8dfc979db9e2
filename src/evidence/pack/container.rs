//! The zip around a pack. Every byte of it follows from the names, lengths and checksums of the
//! files: nothing is compressed (what is large in a pack is compressed already), nothing is dated,
//! and nothing is optional. So `verify` can say of each byte whether it is as it was written, which
//! no writer with choices of its own would allow.

use std::io::{self, Read, Write};

use flate2::Crc;

/// A file within the zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::evidence) struct Entry {
    /// Its path.
    pub name: String,
    /// CRC-32 of its bytes.
    pub crc: u32,
    /// How many bytes it has.
    pub size: u32,
    /// Where its header begins.
    pub offset: u32,
}

/// The most files and bytes that a zip of this form can hold.
pub(in crate::evidence) const MOST_FILES: usize = 65_000;
pub(in crate::evidence) const MOST_BYTES: u64 = u32::MAX as u64;

pub(in crate::evidence) const LOCAL: u32 = 0x0403_4b50;
pub(in crate::evidence) const CENTRAL: u32 = 0x0201_4b50;
pub(in crate::evidence) const END: u32 = 0x0605_4b50;

/// Version 2.0 is what folders need; names are UTF-8; stored; 1 January 1980, the first day that
/// the form can name.
const VERSION: u16 = 20;
const UTF_8: u16 = 0x0800;
const STORED: u16 = 0;
const TIME: u16 = 0;
const DAY: u16 = 0x0021;
/// Made on Unix, so that programs see a file that all may read: `rw-r--r--`.
const MADE_BY: u16 = (3 << 8) | VERSION;
const MODE: u32 = 0o100_644 << 16;

/// What stands before a file's bytes.
pub(in crate::evidence) fn local_header(entry: &Entry) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(LOCAL.to_le_bytes());
    shared(entry, &mut out);
    out.extend(entry.name.bytes());
    out
}

/// The directory behind the files, one part for each, and the end of the zip. `at` is where the
/// directory begins.
pub(in crate::evidence) fn directory(entries: &[Entry], at: u64) -> (Vec<Vec<u8>>, Vec<u8>) {
    let parts: Vec<Vec<u8>> = entries.iter().map(central_header).collect();
    let size: usize = parts.iter().map(Vec::len).sum();
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX).to_le_bytes();
    let mut end = Vec::new();
    end.extend(END.to_le_bytes());
    end.extend([0; 4]);
    end.extend([count, count].concat());
    end.extend(u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
    end.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
    end.extend([0; 2]);
    (parts, end)
}

fn central_header(entry: &Entry) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(CENTRAL.to_le_bytes());
    out.extend(MADE_BY.to_le_bytes());
    shared(entry, &mut out);
    // No comment, disk 0, no inner attributes.
    out.extend([0; 6]);
    out.extend(MODE.to_le_bytes());
    out.extend(entry.offset.to_le_bytes());
    out.extend(entry.name.bytes());
    out
}

/// What both headers say.
fn shared(entry: &Entry, out: &mut Vec<u8>) {
    for number in [VERSION, UTF_8, STORED, TIME, DAY] {
        out.extend(number.to_le_bytes());
    }
    for number in [entry.crc, entry.size, entry.size] {
        out.extend(number.to_le_bytes());
    }
    out.extend(u16::try_from(entry.name.len()).unwrap_or(u16::MAX).to_le_bytes());
    // No extra fields.
    out.extend([0; 2]);
}

/// Writes a zip from its beginning to its end.
pub(in crate::evidence) struct Zip<W> {
    out: W,
    at: u64,
    entries: Vec<Entry>,
}

impl<W: Write> Zip<W> {
    pub(in crate::evidence) fn new(out: W) -> Self {
        Self { out, at: 0, entries: Vec::new() }
    }

    /// Adds a file, which is read twice: its checksum stands before its bytes.
    pub(in crate::evidence) fn add<R: Read>(
        &mut self,
        name: &str,
        open: impl Fn() -> io::Result<R>,
    ) -> io::Result<()> {
        let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, "more than a zip can hold");
        let (crc, size) = copy(&mut open()?, &mut io::sink())?;
        let entry = Entry {
            name: name.to_owned(),
            crc,
            size: u32::try_from(size).map_err(|_| too_large())?,
            offset: u32::try_from(self.at).map_err(|_| too_large())?,
        };
        let header = local_header(&entry);
        self.out.write_all(&header)?;
        if copy(&mut open()?, &mut self.out)? != (crc, size) {
            return Err(io::Error::other("it changed while it was read"));
        }
        self.at += header.len() as u64 + size;
        self.entries.push(entry);
        if self.entries.len() > MOST_FILES || self.at > MOST_BYTES {
            return Err(too_large());
        }
        Ok(())
    }

    /// Ends the zip.
    pub(in crate::evidence) fn finish(mut self) -> io::Result<W> {
        let (parts, end) = directory(&self.entries, self.at);
        for part in parts {
            self.out.write_all(&part)?;
        }
        self.out.write_all(&end)?;
        Ok(self.out)
    }
}

/// Checksum and number of the bytes that were copied.
fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u32, u64)> {
    let (mut crc, mut size, mut buffer) = (Crc::new(), 0, vec![0; 64 << 10]);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok((crc.sum(), size)),
            Ok(amount) => {
                let read = buffer.get(..amount).unwrap_or_default();
                crc.update(read);
                to.write_all(read)?;
                size += amount as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn another_reader_of_zips_gets_every_file_and_the_bytes_are_always_the_same() {
        let files: [(&str, &[u8]); 3] =
            [("p/a", b"x"), ("p/b/\u{111}", b""), ("p/c", &[7; 100_000])];
        let write = || {
            let mut zip = Zip::new(Vec::new());
            for (name, bytes) in files {
                zip.add(name, || Ok(bytes)).unwrap();
            }
            zip.finish().unwrap()
        };
        let bytes = write();
        assert_eq!(bytes, write());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(zip.len(), 3);
        for (name, bytes) in files {
            let mut read = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, bytes);
        }
    }
}
