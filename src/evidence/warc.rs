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
mod tests {
    use std::{io::Read as _, sync::Arc};

    use bytes::Bytes;
    use flate2::read::MultiGzDecoder;
    use url::Url;
    use warc::{BufferedBody, Record, WarcHeader, WarcReader};

    use super::*;
    use crate::{
        fetch::{Capture, Truncated},
        finding::Text,
        identity::Identity,
    };

    const AT: &str = "2026-11-21T02:03:04.123456789Z";
    const PAGE: &str = "https://portal.example/";

    fn at() -> Timestamp {
        AT.parse().unwrap()
    }

    fn hop(headers: &[(&str, &str)], body: &[u8], is_h2: bool) -> Hop {
        let headers =
            headers.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
        let exchange = Exchange {
            at: at(),
            request: Head {
                line: "GET / HTTP/1.1".into(),
                headers: vec![("host".into(), b"portal.example".to_vec())],
            },
            response: Head { line: "HTTP/1.1 200 Rat Tot".into(), headers: headers.collect() },
            body: Bytes::copy_from_slice(body),
            truncated: is_h2.then_some(Truncated::Length),
            is_h2,
            answers: vec!["192.0.2.7".parse().unwrap(), "192.0.2.8".parse().unwrap()],
        };
        let certificate = Certificate {
            sha256: "ab".repeat(32),
            subject: "CN=Cổng".into(),
            issuer: "CN=Cổng".into(),
            not_before: Timestamp::UNIX_EPOCH,
            not_after: at(),
            problem: Some("self-signed".into()),
            chain: Arc::new([Bytes::from_static(&[0x30; 100])]),
        };
        Hop {
            url: Url::parse(PAGE).unwrap(),
            status: 200,
            location: None,
            headers: Vec::new(),
            address: Some("192.0.2.8:443".parse().unwrap()),
            certificate: Some(certificate),
            exchange: Some(Arc::new(exchange)),
        }
    }

    fn capture(hop: Hop) -> Capture {
        Capture {
            requested: hop.url.clone(),
            identity: Identity::Phone,
            at: at(),
            hops: vec![hop],
            leaves_to: None,
            body: Bytes::new(),
            cut: None,
        }
    }

    /// All records, as another reader sees them.
    fn records(archive: &[u8]) -> Vec<Record<BufferedBody>> {
        let mut plain = Vec::new();
        MultiGzDecoder::new(archive).read_to_end(&mut plain).unwrap();
        WarcReader::new(plain.as_slice()).iter_records().map(Result::unwrap).collect()
    }

    fn field(record: &Record<BufferedBody>, name: WarcHeader) -> String {
        record.header(name).map(|value| value.into_owned()).unwrap_or_default()
    }

    #[test]
    fn another_reader_gets_back_what_was_written() {
        let mut archive = Vec::new();
        let mut warc = Warc::begin(&mut archive, PAGE, at()).unwrap();
        let hop =
            hop(&[("transfer-encoding", "chunked"), ("x-own", "a\r\nb")], b"\x1f\x8bbody", true);
        warc.visit(&Visit::Captured(capture(hop)), Stage::Second).unwrap();
        let records = records(&archive);
        let kinds: Vec<_> = records.iter().map(|own| own.warc_type().to_string()).collect();
        assert_eq!(kinds, ["warcinfo", "response", "request", "metadata"]);
        let [_, response, request, metadata] = records.as_slice() else { panic!("{kinds:?}") };
        let body = b"HTTP/1.1 200 Rat Tot\r\nx-archive-orig-transfer-encoding: chunked\r\n\
                     x-own: a  b\r\n\r\n\x1f\x8bbody";
        assert_eq!(response.body(), body);
        assert_eq!(request.body(), b"GET / HTTP/1.1\r\nhost: portal.example\r\n\r\n");
        assert_eq!(field(response, WarcHeader::TargetURI), PAGE);
        assert_eq!(field(response, WarcHeader::IPAddress), "192.0.2.8");
        // The other reader rounds it to the second.
        let mut plain = Vec::new();
        MultiGzDecoder::new(archive.as_slice()).read_to_end(&mut plain).unwrap();
        let date = "WARC-Date: 2026-11-21T02:03:04.123457Z\r\n";
        assert!(String::from_utf8_lossy(&plain).contains(date));
        assert_eq!(field(response, WarcHeader::Truncated), "length");
        assert_eq!(field(response, WarcHeader::PayloadDigest), digest(b"\x1f\x8bbody"));
        assert_eq!(field(response, WarcHeader::BlockDigest), digest(body));
        assert_eq!(field(response, WarcHeader::Unknown("warc-protocol".into())), "h2");
        for other in [request, metadata] {
            assert_eq!(field(other, WarcHeader::ConcurrentTo), response.warc_id());
        }
        let said: serde_json::Value = serde_json::from_slice(metadata.body()).unwrap();
        assert_eq!((&said["visitor"], &said["look"]), (&"phone".into(), &"second".into()));
        assert_eq!(said["resolver_answers"], serde_json::json!(["192.0.2.7", "192.0.2.8"]));
        assert_eq!(said["certificate"]["problem"], "self-signed");
        let pem = said["certificate"]["pem"][0].as_str().unwrap();
        let inner: String = pem.lines().filter(|line| !line.starts_with("---")).collect();
        assert_eq!(BASE64.decode(inner.as_bytes()).unwrap(), [0x30; 100]);
    }

    #[test]
    fn each_record_is_a_member_of_its_own_and_has_a_name_of_its_own() {
        let mut archive = Vec::new();
        let mut warc = Warc::begin(&mut archive, PAGE, at()).unwrap();
        let visit = Visit::Captured(capture(hop(&[], b"<p>x", false)));
        warc.visit(&visit, Stage::First).unwrap();
        let written = warc.written();
        // The second look comes when the file was closed and opened again.
        let mut warc = Warc::go_on(&mut archive, PAGE, at(), written);
        warc.visit(&visit, Stage::First).unwrap();
        assert_eq!(warc.written(), 7);
        let members = archive.windows(4).filter(|own| *own == b"\x1f\x8b\x08\x00").count();
        assert_eq!(members, 7);
        let names: std::collections::BTreeSet<String> =
            records(&archive).iter().map(|own| own.warc_id().to_owned()).collect();
        assert_eq!(names.len(), 7);
    }

    #[test]
    fn visits_that_brought_no_page_are_kept_with_their_reason() {
        let mut archive = Vec::new();
        let mut warc = Warc::begin(&mut archive, PAGE, at()).unwrap();
        let reason = Text { vi: "quá thời gian chờ", en: "timeout" };
        let url = Url::parse("https://portal.example/tin").unwrap();
        let (hops, identity) = (vec![hop(&[], b"", false)], Identity::Citizen);
        let refused = capture(hop(&[], b"<p>403", false));
        warc.visit(&Visit::NotComparable(refused, reason.into()), Stage::First).unwrap();
        let silent = Visit::Unreachable { url, identity, at: at(), hops, reason: reason.into() };
        warc.visit(&silent, Stage::First).unwrap();
        let records = records(&archive);
        let said = |index: usize| {
            serde_json::from_slice::<serde_json::Value>(records[index].body()).unwrap()
        };
        assert_eq!(said(3)["not_comparable"], "timeout");
        assert_eq!(said(7)["unreachable"], "timeout");
        assert_eq!(said(7)["hops_that_answered"], 1);
        assert_eq!(field(&records[7], WarcHeader::TargetURI), "https://portal.example/tin");
    }
}
