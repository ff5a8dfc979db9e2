//! From the block of a record to the answer that a browser would have got.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::{
    LARGEST, Saved,
    chunked::Chunked,
    fields::{self, Fields, value},
};
use crate::{fetch, upload};

/// The most bytes of one block that are read for its answer.
const LARGEST_BLOCK: u64 = 64 << 20;
/// How far into a body it is told what it is, in bytes.
const HEAD: usize = 1024;

/// Why an answer could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("no HTTP status line")]
    StatusLine,
    #[error("the HTTP headers: {0}")]
    Headers(io::Error),
    #[error("Content-Encoding {0:?} is not read")]
    Coding(String),
    #[error("the body: {0}")]
    Body(io::Error),
}

/// What a body is by its `Content-Type`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Html,
    /// Shown as a page by some browsers if it looks like one.
    Text,
    /// Shown as a page if it is XHTML.
    Xml,
    /// Read if it is a document.
    Document,
    Other,
}

/// Reads an HTTP answer. `None` if it is neither a page nor a document nor a redirect.
///
/// # Errors
/// As [`Unreadable`] says.
pub(super) fn response(block: impl BufRead) -> Result<Option<Saved>, Unreadable> {
    let mut block = block.take(LARGEST_BLOCK);
    let line = fields::line(&mut block).ok().flatten().ok_or(Unreadable::StatusLine)?;
    let status = status(&line).ok_or(Unreadable::StatusLine)?;
    let headers = fields::read(&mut block).map_err(Unreadable::Headers)?;
    let mut saved = Saved { url: None, status, headers, body: Vec::new() };
    if saved.location().is_some() {
        return Ok(Some(saved));
    }
    let kind = Kind::of(&saved.headers);
    if kind == Kind::Other {
        return Ok(None);
    }
    saved.body = match body(block, &saved.headers) {
        // Nobody said that there is a document in it.
        Err(_) if kind == Kind::Document => return Ok(None),
        body => body?,
    };
    let is_read = kind.is_page(&saved.body) || upload::is_document(&saved.body);
    Ok(is_read.then_some(saved))
}

/// Reads a page that was archived without the answer that it was.
///
/// # Errors
/// As [`Unreadable`] says.
pub(super) fn resource(block: impl BufRead) -> Result<Saved, Unreadable> {
    Ok(Saved::page(bytes(block.take(LARGEST_BLOCK))?, None))
}

fn status(line: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(line.strip_prefix(b"HTTP/")?);
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// The body without its codings. Archives differ in whether they undo them and leave the headers
/// as they were, so the first byte has a say.
fn body(block: impl BufRead, headers: &Fields) -> Result<Vec<u8>, Unreadable> {
    let mut block: Box<dyn BufRead + '_> = Box::new(block);
    let chunked = value(headers, "transfer-encoding")
        .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
    if chunked && first(&mut block)?.is_some_and(|byte| byte.is_ascii_hexdigit()) {
        block = Box::new(BufReader::new(Chunked::new(block)));
    }
    let coding = value(headers, "content-encoding").unwrap_or_default().to_ascii_lowercase();
    let first = first(&mut block)?;
    match (coding.as_str(), first) {
        ("" | "identity", _) | (_, None) => bytes(block),
        ("gzip" | "x-gzip", Some(0x1f)) => bytes(MultiGzDecoder::new(block)),
        ("gzip" | "x-gzip", _) => bytes(block),
        // Meant is zlib's format; some servers send the bare one, and browsers read both.
        ("deflate", Some(byte)) if byte & 0x0f == 8 => bytes(ZlibDecoder::new(block)),
        ("deflate", _) => bytes(DeflateDecoder::new(block)),
        _ => {
            let body = bytes(block)?;
            match fetch::undo(&coding, &body, LARGEST as usize) {
                Some(decoded) if !decoded.is_empty() => Ok(decoded),
                // An archive that undid it and left the header.
                Some(_) => Ok(body),
                None => Err(Unreadable::Coding(coding.chars().take(60).collect())),
            }
        }
    }
}

fn first(source: &mut impl BufRead) -> Result<Option<u8>, Unreadable> {
    source.fill_buf().map(|bytes| bytes.first().copied()).map_err(Unreadable::Body)
}

/// Reads up to the cap. Of a broken body counts what came before the break: a browser shows it.
fn bytes(source: impl Read) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    match source.take(LARGEST).read_to_end(&mut bytes) {
        Err(error) if bytes.is_empty() => Err(Unreadable::Body(error)),
        _ => Ok(bytes),
    }
}

impl Kind {
    fn of(headers: &Fields) -> Self {
        let kind = value(headers, "content-type").unwrap_or_default().to_ascii_lowercase();
        match kind.split(';').next().unwrap_or_default().trim() {
            kind if kind.contains("html") => Self::Html,
            "" | "text/plain" => Self::Text,
            kind if kind.ends_with("/xml") => Self::Xml,
            kind if kind.ends_with("/pdf") || kind.contains("word") => Self::Document,
            "application/octet-stream" | "application/zip" => Self::Document,
            _ => Self::Other,
        }
    }

    fn is_page(self, body: &[u8]) -> bool {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
        let head = &body[..body.len().min(HEAD)];
        match self {
            Self::Html => true,
            Self::Text => head.starts_with(b"<"),
            Self::Xml => memchr::memmem::find(head, b"<html").is_some(),
            Self::Document | Self::Other => false,
        }
    }
}
