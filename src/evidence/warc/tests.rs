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
    let headers = headers.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
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
    let hop = hop(&[("transfer-encoding", "chunked"), ("x-own", "a\r\nb")], b"\x1f\x8bbody", true);
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
    let said =
        |index: usize| serde_json::from_slice::<serde_json::Value>(records[index].body()).unwrap();
    assert_eq!(said(3)["not_comparable"], "timeout");
    assert_eq!(said(7)["unreachable"], "timeout");
    assert_eq!(said(7)["hops_that_answered"], 1);
    assert_eq!(field(&records[7], WarcHeader::TargetURI), "https://portal.example/tin");
}
