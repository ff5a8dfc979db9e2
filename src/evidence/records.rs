//! The records of a WARC, checked against the digests that they carry.
//!
//! Each record is a gzip member of its own. An archive may come from anywhere: a record is read as
//! it passes by, and what it unpacks to is bounded.

use std::io::{self, BufRead, BufReader, Read};

use data_encoding::{BASE32, HEXLOWER_PERMISSIVE};
use flate2::bufread::GzDecoder;
use serde::Serialize;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use url::Url;

/// The most bytes of one record's header, and of the record unpacked.
const LARGEST_HEADER: u64 = 64 << 10;
const LARGEST_RECORD: u64 = 64 << 20;
/// The most bytes of the header of an HTTP message within a record.
const LARGEST_MESSAGE_HEADER: usize = 4 << 20;
/// The most records of one archive that are read, and bytes that they are unpacked to.
const MOST_RECORDS: usize = 100_000;
const MOST_UNPACKED: u64 = 4 << 30;

/// A record that is as its digests say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The host that it is about.
    pub host: Option<String>,
    /// The address that was dialled.
    pub ip: Option<String>,
}

/// A record that is not; nothing behind it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// Its number, from 1 on.
    pub n: usize,
    /// Where it begins in the file.
    pub at: u64,
    /// Its type, if that could be read: `request`, `response`, `metadata` ….
    pub kind: Option<String>,
    /// The address that it is about, if that could be read.
    pub target: Option<String>,
    /// What does not fit.
    pub fault: Fault,
}

/// What does not fit about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Its compression is broken, or something stands between two records.
    Packing,
    /// It is no record.
    Form,
    /// It is larger than records are.
    TooLarge,
    /// The digest of its block is another one.
    Block,
    /// The digest of what it carries is another one.
    Payload,
}

/// The records of an archive, in order; ends with the first that is broken.
pub(super) struct Records<R> {
    source: Counted<R>,
    n: usize,
    unpacked: u64,
    ended: bool,
}

impl<R: BufRead> Records<R> {
    pub fn new(source: R) -> Self {
        Self { source: Counted { source, at: 0 }, n: 0, unpacked: 0, ended: false }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.source.at;
        let is_over = self.ended || self.n >= MOST_RECORDS;
        // What cannot be read is a broken record as well.
        if is_over || self.source.fill_buf().is_ok_and(<[u8]>::is_empty) {
            return None;
        }
        self.n += 1;
        let mut header = Header::default();
        let read = read(&mut self.source, &mut header);
        self.unpacked += read.unwrap_or_default();
        let read = if self.unpacked > MOST_UNPACKED { Err(Fault::TooLarge) } else { read };
        self.ended = read.is_err();
        let Header { kind, target, ip, .. } = header;
        Some(match read {
            Ok(_) => {
                let url = target.and_then(|target| Url::parse(&target).ok());
                let host = url.and_then(|url| url.host_str().map(str::to_owned));
                Ok(Record { host, ip })
            }
            Err(fault) => Err(Broken { n: self.n, at, kind, target, fault }),
        })
    }
}

/// What of a record's header is of interest.
#[derive(Default)]
struct Header {
    kind: Option<String>,
    target: Option<String>,
    ip: Option<String>,
    length: Option<u64>,
    block: Option<String>,
    payload: Option<String>,
}

/// Reads one record, which is one gzip member, to its end; says how many bytes it unpacked to.
fn read(source: impl BufRead, header: &mut Header) -> Result<u64, Fault> {
    let mut member = BufReader::new(GzDecoder::new(source).take(LARGEST_RECORD));
    let in_packing = |_| Fault::Packing;
    let mut line = Vec::new();
    let mut left = LARGEST_HEADER;
    for nth in 0.. {
        line.clear();
        left -= (&mut member).take(left).read_until(b'\n', &mut line).map_err(in_packing)? as u64;
        let text = line.strip_suffix(b"\n").ok_or(Fault::Form)?;
        let text = String::from_utf8_lossy(text.strip_suffix(b"\r").unwrap_or(text));
        match (nth, text.as_ref()) {
            (0, "WARC/1.0" | "WARC/1.1") => {}
            (0, _) => return Err(Fault::Form),
            (_, "") => break,
            (_, text) => header.add(text),
        }
    }
    let length = header.length.ok_or(Fault::Form)?;
    check_block(&mut (&mut member).take(length), length, header)?;
    // The end of the member proves its checksum.
    let mut end = Vec::new();
    (&mut member).take(64).read_to_end(&mut end).map_err(in_packing)?;
    let left = member.get_ref().limit();
    match end.as_slice() {
        _ if left == 0 => Err(Fault::TooLarge),
        b"\r\n\r\n" => Ok(LARGEST_RECORD - left),
        _ => Err(Fault::Form),
    }
}

impl Header {
    fn add(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let value = || Some(value.trim().to_owned());
        match name.to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value(),
            "warc-target-uri" => self.target = value(),
            "warc-ip-address" => self.ip = value(),
            "warc-block-digest" => self.block = value(),
            "warc-payload-digest" => self.payload = value(),
            "content-length" => self.length = value().and_then(|length| length.parse().ok()),
            _ => {}
        }
    }
}

/// Reads the block, whose payload begins behind the header of its HTTP message.
fn check_block(block: &mut impl Read, length: u64, header: &Header) -> Result<(), Fault> {
    let mut whole = header.block.as_deref().map(Sum::of);
    let mut payload = header.payload.as_deref().map(Sum::of);
    let (mut read, mut head, mut buffer) = (0, Vec::new(), vec![0; 64 << 10]);
    let mut in_payload = false;
    loop {
        let amount = match block.read(&mut buffer) {
            Ok(0) => break,
            Ok(amount) => amount,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return Err(Fault::Packing),
        };
        let piece = buffer.get(..amount).unwrap_or_default();
        read += amount as u64;
        whole.iter_mut().for_each(|sum| sum.add(piece));
        let Some(payload) = &mut payload else { continue };
        if in_payload {
            payload.add(piece);
            continue;
        }
        // The end of the message's header may lie across two pieces.
        let from = head.len().saturating_sub(3);
        head.extend_from_slice(piece);
        let tail = head.get(from..).unwrap_or_default();
        if let Some(end) = memchr::memmem::find(tail, b"\r\n\r\n") {
            payload.add(head.get(from + end + 4..).unwrap_or_default());
            (in_payload, head) = (true, Vec::new());
        } else if head.len() > LARGEST_MESSAGE_HEADER {
            return Err(Fault::TooLarge);
        }
    }
    if read < length {
        return Err(Fault::Form);
    }
    match (whole.is_none_or(Sum::fits), payload.is_none_or(Sum::fits)) {
        (true, true) => Ok(()),
        (false, _) => Err(Fault::Block),
        (true, false) => Err(Fault::Payload),
    }
}

/// A digest as a record says it (`sha256:…` or `sha1:…`, in hex or base 32), and as it comes out.
struct Sum {
    said: Option<Vec<u8>>,
    hasher: Hasher,
}

enum Hasher {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Sum {
    fn of(said: &str) -> Self {
        let (label, value) = said.split_once(':').unwrap_or_default();
        let (hasher, length) = match label {
            "sha1" => (Hasher::Sha1(Sha1::new()), 20),
            _ => (Hasher::Sha256(Sha256::new()), 32),
        };
        let known = matches!(label, "sha1" | "sha256");
        let hex = HEXLOWER_PERMISSIVE.decode(value.as_bytes()).ok();
        let padded = || format!("{value:=<width$}", width = value.len().next_multiple_of(8));
        let read = hex.filter(|bytes| bytes.len() == length);
        let read = read.or_else(|| BASE32.decode(padded().as_bytes()).ok());
        Self { said: read.filter(|bytes| known && bytes.len() == length), hasher }
    }

    fn add(&mut self, bytes: &[u8]) {
        match &mut self.hasher {
            Hasher::Sha1(hasher) => hasher.update(bytes),
            Hasher::Sha256(hasher) => hasher.update(bytes),
        }
    }

    /// Whether it came out as it was said; a digest that cannot be read fits nothing.
    fn fits(self) -> bool {
        let found = match self.hasher {
            Hasher::Sha1(hasher) => hasher.finalize().to_vec(),
            Hasher::Sha256(hasher) => hasher.finalize().to_vec(),
        };
        self.said.is_some_and(|said| said == found)
    }
}

/// Knows how far it has been read.
struct Counted<R> {
    source: R,
    at: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let amount = self.source.read(out)?;
        self.at += amount as u64;
        Ok(amount)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.source.consume(amount);
        self.at += amount as u64;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use data_encoding::HEXLOWER;
    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn record(body: &[u8], block: &str, payload: &str) -> Vec<u8> {
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/x\r\n\
             WARC-IP-Address: 192.0.2.7\r\nWARC-Block-Digest: {block}\r\n\
             WARC-Payload-Digest: {payload}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        gz(&[head.as_bytes(), body, b"\r\n\r\n"].concat())
    }

    fn sha256(bytes: &[u8]) -> String {
        format!("sha256:{}", HEXLOWER.encode(&Sha256::digest(bytes)))
    }

    fn whole() -> Vec<u8> {
        let body = b"HTTP/1.1 200 OK\r\n\r\nnh\xc3\xa0";
        let sha1 = format!("sha1:{}", BASE32.encode(&Sha1::digest(b"nh\xc3\xa0")));
        record(body, &sha256(body), &sha1)
    }

    fn faults(archive: &[u8]) -> Vec<Result<(), (usize, Fault)>> {
        let records = Records::new(archive);
        records.map(|own| own.map(|_| ()).map_err(|broken| (broken.n, broken.fault))).collect()
    }

    #[test]
    fn records_that_fit_say_where_their_answer_came_from() {
        let archive = [whole(), whole()].concat();
        let records: Vec<_> = Records::new(archive.as_slice()).collect();
        let host = Some("a.example".to_owned());
        let record = Record { host, ip: Some("192.0.2.7".to_owned()) };
        assert_eq!(records, [Ok(record.clone()), Ok(record)]);
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_record() {
        let body = b"HTTP/1.1 200 OK\r\n\r\nx";
        let other = sha256(b"other");
        let payload = record(body, &sha256(body), &other);
        let block = record(body, &other, &sha256(b"x"));
        let unknown = record(body, "md5:00", &sha256(b"x"));
        for (second, fault) in [
            (payload, Fault::Payload),
            (block, Fault::Block),
            (unknown, Fault::Block),
            (gz(b"WARC/1.1\r\nContent-Length: 9\r\n\r\nx"), Fault::Form),
            (gz(b"HTTP/1.1 200"), Fault::Form),
            (b"not gzip".to_vec(), Fault::Packing),
        ] {
            let archive = [whole(), second, whole()].concat();
            assert_eq!(faults(&archive), [Ok(()), Err((2, fault))]);
        }
    }

    #[test]
    fn every_changed_byte_that_matters_breaks_its_record() {
        let first = whole();
        let archive = [first.clone(), whole()].concat();
        for at in 0..archive.len() {
            let mut changed = archive.clone();
            changed[at] ^= 1;
            let n = if at < first.len() { 1 } else { 2 };
            // Bytes 3 to 9 of a member say how, when and where it was packed, and prove nothing.
            if !(3..10).contains(&(at % first.len())) {
                assert_eq!(faults(&changed).last().unwrap().unwrap_err().0, n, "byte {at}");
            }
        }
    }

    #[test]
    fn a_record_that_unpacks_without_end_is_given_up() {
        let head = format!("WARC/1.1\r\nContent-Length: {}\r\n\r\n", 1u64 << 40);
        let bomb = gz(&[head.into_bytes(), vec![0; 70 << 20]].concat());
        assert!(matches!(faults(&bomb).as_slice(), [Err((1, _))]));
    }
}
