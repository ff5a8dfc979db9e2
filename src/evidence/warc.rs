//! The exchange as a web archive: WARC 1.1, each record a gzip member of its own.
//!
//! Heads are written as far as the HTTP client lets them be known; what was put together stands in
//! the metadata of each hop, and in the archive's first record.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    net::IpAddr,
};

use data_encoding::{BASE32, BASE64, HEXLOWER};
use flate2::{Compression, write::GzEncoder};
use jiff::{Timestamp, Unit};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::fetch::{Certificate, Exchange, Head, Hop, Visit};

/// What every reader of the archive should know of how it was made.
const NOTES: &str = "Names of headers are in lower case and each name's values stand together: the HTTP client does not \
     hand on their spelling and order. Values and bodies are as they were sent. Chunked transfer coding was \
     undone; its header is kept as x-archive-orig-transfer-encoding. Of HTTP/2 the first lines and the host were \
     put together from pseudo-headers (WARC-Protocol: h2).";

/// Writes records to something.
pub struct Warc<W> {
    to: W,
    info: String,
    written: u64,
}

/// Which look a visit was part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The look that found something.
    First,
    /// The citizen again, to tell what differs by visitor from what differs by visit.
    Control,
    /// The second look, before anybody is told.
    Second,
    /// A look for the sake of evidence: what was found came of comparing nights, or of lists.
    Evidence,
}

impl Stage {
    /// The name in metadata.
    pub fn id(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Control => "control",
            Self::Second => "second",
            Self::Evidence => "evidence",
        }
    }
}

/// One record before it is written.
struct Record<'a> {
    kind: &'static str,
    at: Timestamp,
    target: Option<&'a str>,
    content_type: &'static str,
    block: &'a [u8],
    payload: Option<&'a [u8]>,
    fields: Vec<(&'static str, String)>,
}

/// What is known of a hop beside what was said.
#[derive(Serialize)]
struct Metadata<'a> {
    visitor: &'static str,
    look: &'static str,
    hop: usize,
    asked_at: String,
    protocol: &'static str,
    dialled: Option<String>,
    resolver_answers: Vec<IpAddr>,
    certificate: Option<CertificateJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leaves_to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_comparable: Option<&'a str>,
}

#[derive(Serialize)]
struct CertificateJson<'a> {
    subject: &'a str,
    issuer: &'a str,
    not_before: String,
    not_after: String,
    sha256: &'a str,
    /// Why a browser would refuse it.
    problem: Option<&'a str>,
    /// The chain as it was sent.
    pem: Vec<String>,
}

/// An answer that did not come.
#[derive(Serialize)]
struct Missed<'a> {
    visitor: &'static str,
    look: &'static str,
    hops_that_answered: usize,
    unreachable: &'a str,
}

impl<W: Write> Warc<W> {
    /// Begins an archive about a page.
    ///
    /// # Errors
    /// As the writer says.
    pub fn begin(to: W, page: &str, at: Timestamp) -> io::Result<Self> {
        let info = id(&[b"warcinfo", page.as_bytes(), at.to_string().as_bytes()]);
        let mut warc = Self { to, info: info.clone(), written: 0 };
        let block = format!(
            "software: {} {}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
             description: {NOTES}\r\n",
            env!("CARGO_PKG_NAME"),
            env!("CARGO_PKG_VERSION"),
        );
        let record = Record {
            kind: "warcinfo",
            at,
            target: None,
            content_type: "application/warc-fields",
            block: block.as_bytes(),
            payload: None,
            fields: vec![("WARC-Filename", "exchange.warc.gz".to_owned())],
        };
        warc.put(&info, &record)?;
        Ok(warc)
    }

    /// Goes on with an archive about a page that [`Warc::begin`] began at that time, and to which
    /// so many records were written.
    pub fn go_on(to: W, page: &str, at: Timestamp, written: u64) -> Self {
        let info = id(&[b"warcinfo", page.as_bytes(), at.to_string().as_bytes()]);
        Self { to, info, written }
    }

    /// How many records were written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Writes all hops of a visit, and why it brought no page if it brought none.
    ///
    /// # Errors
    /// As the writer says.
    pub fn visit(&mut self, visit: &Visit, stage: Stage) -> io::Result<()> {
        let (hops, identity, at, leaves_to, refused) = match visit {
            Visit::Captured(own) => (&own.hops, own.identity, own.at, own.leaves_to.as_ref(), None),
            Visit::NotComparable(own, reason) => {
                (&own.hops, own.identity, own.at, own.leaves_to.as_ref(), Some(reason))
            }
            Visit::Unreachable { hops, identity, at, .. } => (hops, *identity, *at, None, None),
        };
        let visitor = identity.id();
        for (nth, hop) in hops.iter().enumerate() {
            let Some(exchange) = &hop.exchange else { continue };
            let is_last = nth + 1 == hops.len();
            let metadata = Metadata {
                visitor,
                look: stage.id(),
                hop: nth + 1,
                asked_at: date(exchange.at),
                protocol: if exchange.is_h2 { "h2" } else { "http/1.1" },
                dialled: hop.address.map(|address| address.to_string()),
                resolver_answers: exchange.answers.clone(),
                certificate: hop.certificate.as_ref().map(CertificateJson::of),
                leaves_to: leaves_to.filter(|_| is_last).map(|url| url.as_str()),
                not_comparable: refused.filter(|_| is_last).map(|reason| reason.en.as_str()),
            };
            self.hop(hop, exchange, &metadata)?;
        }
        if let Visit::Unreachable { url, reason, .. } = visit {
            let missed = Missed {
                visitor,
                look: stage.id(),
                hops_that_answered: hops.len(),
                unreachable: &reason.en,
            };
            self.metadata(url.as_str(), at, &missed, Vec::new())?;
        }
        Ok(())
    }

    fn hop(&mut self, hop: &Hop, exchange: &Exchange, metadata: &Metadata<'_>) -> io::Result<()> {
        let target = hop.url.as_str();
        let mut wire = Vec::new();
        if exchange.is_h2 {
            wire.push(("WARC-Protocol", "h2".to_owned()));
        }
        if let Some(address) = hop.address {
            wire.push(("WARC-IP-Address", address.ip().to_string()));
        }
        let mut fields = wire.clone();
        fields.extend(exchange.truncated.map(|why| ("WARC-Truncated", why.id().to_owned())));
        let mut block = head(&exchange.response);
        block.extend_from_slice(&exchange.body);
        let response = Record {
            kind: "response",
            at: exchange.at,
            target: Some(target),
            content_type: "application/http;msgtype=response",
            block: &block,
            payload: Some(&exchange.body),
            fields,
        };
        let response_id = self.name(&response);
        self.put(&response_id, &response)?;

        wire.push(("WARC-Concurrent-To", response_id.clone()));
        let request = Record {
            kind: "request",
            at: exchange.at,
            target: Some(target),
            content_type: "application/http;msgtype=request",
            block: &head(&exchange.request),
            payload: None,
            fields: wire,
        };
        let request_id = self.name(&request);
        self.put(&request_id, &request)?;
        let concurrent = vec![("WARC-Concurrent-To", response_id)];
        self.metadata(target, exchange.at, metadata, concurrent)
    }

    fn metadata(
        &mut self,
        target: &str,
        at: Timestamp,
        what: &impl Serialize,
        fields: Vec<(&'static str, String)>,
    ) -> io::Result<()> {
        let block = serde_json::to_vec_pretty(what)?;
        let record = Record {
            kind: "metadata",
            at,
            target: Some(target),
            content_type: "application/json",
            block: &block,
            payload: None,
            fields,
        };
        let name = self.name(&record);
        self.put(&name, &record)
    }

    /// A name that no other record has: the same block may be sent many times.
    fn name(&self, record: &Record<'_>) -> String {
        let number = self.written.to_be_bytes();
        id(&[self.info.as_bytes(), &number, record.kind.as_bytes(), record.block])
    }

    fn put(&mut self, name: &str, record: &Record<'_>) -> io::Result<()> {
        let mut header = BTreeMap::new();
        header.insert("Content-Length", record.block.len().to_string());
        header.insert("Content-Type", record.content_type.to_owned());
        header.insert("WARC-Block-Digest", digest(record.block));
        header.insert("WARC-Date", date(record.at));
        header.insert("WARC-Record-ID", name.to_owned());
        header.extend(record.payload.map(|payload| ("WARC-Payload-Digest", digest(payload))));
        header.extend(record.target.map(|target| ("WARC-Target-URI", target.to_owned())));
        if record.target.is_some() {
            header.insert("WARC-Warcinfo-ID", self.info.clone());
        }
        header.extend(record.fields.iter().cloned());

        let mut member = GzEncoder::new(&mut self.to, Compression::default());
        write!(member, "WARC/1.1\r\nWARC-Type: {}\r\n", record.kind)?;
        for (name, value) in header {
            write!(member, "{name}: {value}\r\n")?;
        }
        member.write_all(b"\r\n")?;
        member.write_all(record.block)?;
        member.write_all(b"\r\n\r\n")?;
        member.finish()?;
        self.written += 1;
        Ok(())
    }
}

impl<'a> CertificateJson<'a> {
    fn of(certificate: &'a Certificate) -> Self {
        Self {
            subject: &certificate.subject,
            issuer: &certificate.issuer,
            not_before: certificate.not_before.to_string(),
            not_after: certificate.not_after.to_string(),
            sha256: &certificate.sha256,
            problem: certificate.problem.as_deref(),
            pem: certificate.chain.iter().map(|der| pem(der)).collect(),
        }
    }
}

fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines: Vec<_> = lines.collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// A head as it goes over the wire. Chunks are put together in what follows, so a reader that is
/// told of chunks would look for them in vain.
fn head(head: &Head) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(one_line(head.line.as_bytes()).as_slice());
    bytes.extend_from_slice(b"\r\n");
    for (name, value) in &head.headers {
        if name == "transfer-encoding" {
            bytes.extend_from_slice(b"x-archive-orig-");
        }
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(&one_line(value));
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// A value never ends its line: the client allows no line breaks in it, and nothing is taken on
/// trust that comes from a server.
fn one_line(value: &[u8]) -> Vec<u8> {
    value.iter().map(|byte| if b"\r\n".contains(byte) { b' ' } else { *byte }).collect()
}

fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", BASE32.encode(&Sha256::digest(bytes)))
}

/// To the microsecond, as WARC 1.1 allows.
fn date(at: Timestamp) -> String {
    let at = at.round(Unit::Microsecond).unwrap_or(at);
    at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// A UUID of version 8, made of a digest: writing the same archive again gives the same names.
fn id(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hasher.finalize()).for_each(|(own, byte)| *own = byte);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = HEXLOWER.encode(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32];
    let parts: Vec<&str> = parts.into_iter().filter_map(|part| hex.get(part)).collect();
    format!("<urn:uuid:{}>", parts.join("-"))
}

#[cfg(test)]
mod tests;
