//! Web archives (WARC 1.0 and 1.1): the answers they hold, one after the other.
//!
//! An archive may be larger than memory and come from anywhere. A record is read as it passes by,
//! and what is not asked for is passed over in the same way. Where a record's own length cannot
//! be trusted, nothing behind it can be found, and reading ends there.

use std::{
    io::{self, BufRead, Read as _},
    path::Path,
};

use url::Url;

use super::{
    Saved,
    fields::{self, Fields, value},
    message::{self, Unreadable},
    tape::Tape,
};

/// The longest line that a record can begin with: `WARC/1.0` and its end.
const VERSION: u64 = 10;

/// The answers in an archive that are pages or redirects, in file order. It ends with the first
/// [`Fault`] behind which no record can be found.
pub struct Warc {
    tape: Tape,
    ended: bool,
}

/// What could not be read of an archive.
#[derive(Debug, thiserror::Error)]
#[error("record at byte {at}{}: {reason}", if self.packed { " after decompression" } else { "" })]
pub struct Fault {
    /// Where the record begins, in bytes after decompression.
    pub at: u64,
    /// Where its answer came from, if that much could be read.
    pub url: Option<Url>,
    packed: bool,
    reason: Reason,
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("it does not begin with WARC/1.0 or WARC/1.1")]
    Version,
    #[error("its header is not whole: {0}")]
    Header(io::Error),
    #[error("it does not say how long it is")]
    Length,
    #[error("the file ends before its {0} bytes do")]
    Truncated(u64),
    #[error("{0}")]
    Source(io::Error),
    #[error("{0}")]
    Answer(Unreadable),
}

/// What one record held: an answer to judge, none, or one that cannot be read.
struct Record {
    url: Option<Url>,
    answer: Result<Option<Saved>, Unreadable>,
}

impl Warc {
    /// Opens an archive, gzipped or not.
    ///
    /// # Errors
    /// As the file system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { tape: Tape::open(path)?, ended: false })
    }

    /// Goes to the next record; `false` at the end of the file. Two empty lines should stand
    /// between records, but writers differ.
    fn advance(&mut self) -> Result<bool, Reason> {
        loop {
            let bytes = self.tape.fill_buf().map_err(Reason::Source)?;
            let blank = bytes.iter().take_while(|byte| b"\r\n".contains(byte)).count();
            if blank == 0 {
                return Ok(!bytes.is_empty());
            }
            self.tape.consume(blank);
        }
    }

    /// Reads the record that begins here, to its end. Fails if its end cannot be found.
    fn record(&mut self) -> Result<Record, Reason> {
        let version = fields::line(&mut (&mut self.tape).take(VERSION)).map_err(Reason::Source)?;
        if !matches!(version.as_deref(), Some(b"WARC/1.0" | b"WARC/1.1")) {
            return Err(Reason::Version);
        }
        let header = fields::read(&mut self.tape).map_err(Reason::Header)?;
        let length = value(&header, "content-length").and_then(|length| length.parse().ok());
        let length: u64 = length.ok_or(Reason::Length)?;

        let mut block = (&mut self.tape).take(length);
        let url = target(&header);
        let answer = answer(&header, &mut block);
        io::copy(&mut block, &mut io::sink()).map_err(Reason::Source)?;
        if block.limit() > 0 {
            return Err(Reason::Truncated(length));
        }
        Ok(Record { url, answer })
    }

    fn fault(&self, at: u64, url: Option<Url>, reason: Reason) -> Fault {
        Fault { at, url, packed: self.tape.packed, reason }
    }
}

impl Iterator for Warc {
    type Item = Result<Saved, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let there = self.advance();
            let at = self.tape.at;
            let record = match there {
                Ok(true) => self.record(),
                Ok(false) => break,
                Err(reason) => Err(reason),
            };
            match record {
                Ok(Record { answer: Ok(None), .. }) => {}
                Ok(Record { url, answer: Ok(Some(saved)) }) => {
                    return Some(Ok(Saved { url, ..saved }));
                }
                Ok(Record { url, answer: Err(unreadable) }) => {
                    return Some(Err(self.fault(at, url, Reason::Answer(unreadable))));
                }
                Err(reason) => {
                    self.ended = true;
                    return Some(Err(self.fault(at, None, reason)));
                }
            }
        }
        self.ended = true;
        None
    }
}

/// Where a record's answer came from, if from the web. Some writers put it in angle brackets.
fn target(header: &Fields) -> Option<Url> {
    let uri = value(header, "warc-target-uri")?;
    let uri = uri.strip_prefix('<').and_then(|uri| uri.strip_suffix('>')).unwrap_or(uri);
    Url::parse(uri).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn answer(header: &Fields, block: &mut impl BufRead) -> Result<Option<Saved>, Unreadable> {
    let media = value(header, "content-type").unwrap_or_default().to_ascii_lowercase();
    let media = media.split(';').next().unwrap_or_default().trim();
    // Answers of name servers are kept as responses, too.
    match (value(header, "warc-type"), media) {
        (Some("response"), "application/http") => message::response(block),
        (Some("resource"), "text/html") => message::resource(block).map(Some),
        _ => Ok(None),
    }
}
