//! Web archives through the real binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{
    fs,
    io::Write as _,
    process::{Command, Output},
    time::{Duration, Instant},
};

use flate2::{Compression, write};
use serde_json::Value;
use tempfile::TempDir;

const HIDDEN: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>";
const HTML: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";

/// Inspects one archive; gives its lines and the exit code.
fn inspect(name: &str, archive: &[u8]) -> (Vec<Value>, Option<i32>) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), archive).unwrap();
    let output = canhcong(&folder, &["inspect", name]);
    (lines(&output), output.status.code())
}

fn canhcong(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_canhcong"));
    command.args(arguments).current_dir(folder.path()).env("LANG", "en_US.UTF-8").output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn record(kind: &str, media: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(url: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let block = [headers.as_bytes(), b"\r\n", body].concat();
    record("response", "application/http; msgtype=response", url, &block)
}

/// A page with a wound, at an address of its own.
fn hacked(path: &str) -> Vec<u8> {
    response(&format!("https://xa.gov.example/{path}"), HTML, HIDDEN.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = write::GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let chunks = body.chunks(7).flat_map(|chunk| {
        [format!("{:X};note=1\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat()
    });
    chunks.chain(*b"0\r\nExpires: never\r\n\r\n").collect()
}

fn rules(line: &Value) -> Vec<&str> {
    line["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect()
}

fn error(line: &Value) -> &str {
    line["error"].as_str().unwrap_or_else(|| panic!("no error in {line}"))
}

const PDF: &str = "%PDF-1.7\n1 0 obj<</Title(Nhà cái uy tín - tài xỉu online đổi thưởng)>>endobj \
    2 0 obj<</S/URI/URI(https://nha-cai.example/)>>endobj trailer<</Info 1 0 R>>";

#[test]
fn documents_are_judged_whatever_type_they_are_given() {
    let answer = |kind: &str, body: &str| {
        let headers = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n");
        response("https://xa.gov.example/uploads/1", &headers, body.as_bytes())
    };
    for kind in ["application/pdf", "application/octet-stream", "text/html"] {
        let (lines, code) = inspect("a.warc", &answer(kind, PDF));
        assert_eq!(rules(&lines[0]), ["spam-upload"], "{kind}");
        assert_eq!(code, Some(1));
    }
    assert!(inspect("a.warc", &answer("application/octet-stream", "PK")).0.is_empty());
    let both = format!("<!-- {PDF} --><body>{HIDDEN}");
    let (lines, _) = inspect("a.warc", &answer("text/html", &both));
    let mut found = rules(&lines[0]);
    found.sort_unstable();
    assert_eq!(found, ["hidden-link", "spam-upload"]);
}

#[test]
fn documents_in_a_folder_are_judged() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.pdf"), PDF).unwrap();
    fs::write(folder.path().join("b.pdf.gz"), gzip(PDF.as_bytes())).unwrap();
    fs::write(folder.path().join("c.doc"), PDF).unwrap();
    let lines = lines(&canhcong(&folder, &["inspect", "."]));
    assert_eq!(lines.len(), 2);
    for line in lines {
        assert_eq!(rules(&line), ["spam-upload"]);
        assert_eq!(line["url"], "http://unknown.invalid/");
    }
}

#[test]
fn answers_are_judged_in_file_order_and_nothing_else_is() {
    let request = "GET /a HTTP/1.1\r\nHost: xa.gov.example\r\n\r\n";
    let url = "https://xa.gov.example/a";
    let archive = [
        record("warcinfo", "application/warc-fields", "", b"software: test\r\n"),
        record("request", "application/http; msgtype=request", url, request.as_bytes()),
        hacked("a"),
        record("response", "text/dns", "dns:xa.gov.example", b"20260101\r\nxa. IN A 192.0.2.1"),
        response(
            "https://xa.gov.example/logo",
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n",
            b"\x89PNG",
        ),
        response("https://xa.gov.example/note", "HTTP/1.1 200 OK\r\n", b"\x89PNG"),
        response("https://xa.gov.example/old", "HTTP/1.0 200 OK\r\n", HIDDEN.as_bytes()),
        response(
            "https://xa.gov.example/rss",
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n",
            b"<rss/>",
        ),
        record("resource", "text/html", "https://xa.gov.example/r", HIDDEN.as_bytes()),
        record("resource", "text/css", "https://xa.gov.example/s", b"p { color: red }"),
        record("metadata", "text/html", url, HIDDEN.as_bytes()),
        response(url, HTML, b"<body>S\xe1\xba\xa1ch"),
    ];
    let one_by_one: Vec<u8> = archive.iter().flat_map(|record| gzip(record)).collect();
    let version_1_1 = String::from_utf8_lossy(&archive[2]).replace("WARC/1.0", "WARC/1.1");
    let (lines, _) = inspect("new.warc", version_1_1.as_bytes());
    assert_eq!(rules(&lines[0]), ["hidden-link"]);

    for (name, bytes) in [
        ("plain.warc", archive.concat()),
        ("records.warc.gz", one_by_one),
        ("whole.WARC.gz", gzip(&archive.concat())),
        ("misnamed.warc.gz", archive.concat()),
    ] {
        let (lines, code) = inspect(name, &bytes);
        let urls: Vec<&str> = lines.iter().map(|line| line["url"].as_str().unwrap()).collect();
        let expected = ["a", "old", "r", "a"].map(|path| format!("https://xa.gov.example/{path}"));
        assert_eq!(urls, expected, "{name}");
        assert!(lines.iter().all(|line| line["schema"] == "canhcong.inspect/1"));
        assert!(lines.iter().all(|line| line["path"] == name && line["error"].is_null()));
        assert!(lines[..3].iter().all(|line| rules(line) == ["hidden-link"]), "{name}");
        assert!(rules(&lines[3]).is_empty(), "the second answer is judged by itself");
        assert_eq!(code, Some(1));
    }
}

#[test]
fn folders_list_archives_beside_pages() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("saved")).unwrap();
    for (name, bytes) in
        [("b.warc", hacked("b")), ("c.warc.gz", gzip(&hacked("c"))), ("d.cdx", hacked("d"))]
    {
        fs::write(folder.path().join("saved").join(name), bytes).unwrap();
    }
    fs::write(folder.path().join("saved/a.html"), HIDDEN).unwrap();
    let found = lines(&canhcong(&folder, &["inspect", "saved"]));
    let paths: Vec<&str> = found.iter().map(|line| line["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["saved/a.html", "saved/b.warc", "saved/c.warc.gz"]);

    let named = canhcong(&folder, &["inspect", "saved/b.warc", "--url", "https://x.example/"]);
    assert_eq!(named.status.code(), Some(2));
}

#[test]
fn codings_of_the_body_are_undone() {
    let mut zlib = write::ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(HIDDEN.as_bytes()).unwrap();
    let zlib = zlib.finish().unwrap();
    let mut bare = write::DeflateEncoder::new(Vec::new(), Compression::fast());
    bare.write_all(HIDDEN.as_bytes()).unwrap();
    let bare = bare.finish().unwrap();
    let packed = gzip(HIDDEN.as_bytes());
    let plain = HIDDEN.as_bytes();
    let chunks = "Transfer-Encoding: chunked\r\n";
    let cases: [(&str, String, Vec<u8>); 11] = [
        ("chunked", chunks.into(), chunked(plain)),
        ("both", format!("{chunks}Content-Encoding: gzip\r\n"), chunked(&packed)),
        ("gzip", "content-encoding: GZIP\r\n".into(), packed.clone()),
        ("zlib", "Content-Encoding: deflate\r\n".into(), zlib),
        ("deflate", "Content-Encoding: deflate\r\n".into(), bare),
        ("zstd", "Content-Encoding: zstd\r\n".into(), zstd::encode_all(plain, 3).unwrap()),
        (
            "one in another",
            "Content-Encoding: gzip, zstd\r\n".into(),
            zstd::encode_all(packed.as_slice(), 3).unwrap(),
        ),
        // Some writers undo the codings and keep the headers.
        ("undone", format!("{chunks}Content-Encoding: gzip\r\n"), plain.to_vec()),
        ("half undone", format!("{chunks}Content-Encoding: gzip\r\n"), packed.clone()),
        // A browser shows what it got.
        ("no last chunk", chunks.into(), [b"200\r\n", plain].concat()),
        ("no gzip end", "Content-Encoding: gzip\r\n".into(), packed[..packed.len() - 6].to_vec()),
    ];
    let archive: Vec<u8> = cases
        .iter()
        .flat_map(|(name, headers, body)| {
            response(&format!("https://xa.gov.example/{name}"), &format!("{HTML}{headers}"), body)
        })
        .collect();
    let (lines, _) = inspect("a.warc", &archive);
    assert_eq!(lines.len(), cases.len());
    for (line, (name, ..)) in lines.iter().zip(cases) {
        assert_eq!(rules(line), ["hidden-link"], "{name}");
    }
}

#[test]
fn a_body_that_cannot_be_read_is_a_line_and_the_next_record_is_judged() {
    let page = |coding: &str, body: &[u8]| {
        response("https://xa.gov.example/x", &format!("{HTML}Content-Encoding: {coding}\r\n"), body)
    };
    let archive = [
        page("compress", b"\x1f\x9d\x90"),
        page("sdch", b"xxxx"),
        page("gzip", b"\x1f\x8b\xff garbage"),
        record("response", "application/http", "https://xa.gov.example/x", b"no status"),
        hacked("after"),
    ];
    let (lines, code) = inspect("a.warc.gz", &gzip(&archive.concat()));
    assert_eq!(lines.len(), 5);
    assert!(error(&lines[0]).contains("\"compress\" is not read"));
    assert!(error(&lines[1]).contains("\"sdch\" is not read"));
    assert!(error(&lines[1]).starts_with(&format!("record at byte {}", archive[0].len())));
    assert!(lines[..4].iter().all(|line| line["url"] == "https://xa.gov.example/x"));
    assert!(lines[..4].iter().all(|line| line["error"].is_string()));
    assert_eq!(rules(&lines[4]), ["hidden-link"]);
    assert_eq!(code, Some(1));
}

#[test]
fn status_and_headers_have_their_say() {
    let moved = |status: &str, location: &str| {
        let headers = format!("HTTP/1.1 {status}\r\nLocation: {location}\r\n");
        response("https://xa.gov.example/", &headers, b"<h1>Moved</h1>")
    };
    let archive = [
        moved("302 Found", "https://nhacai-bet88.example/"),
        moved("301 Moved Permanently", "https://www.xa.gov.example/vi"),
        moved("200 OK", "https://nhacai-bet88.example/"),
        response(
            "https://xa.gov.example/",
            &format!("{HTML}Refresh: 0; url=https://nhacai-bet88.example/\r\n"),
            b"<body>Tin",
        ),
    ];
    let lost = String::from_utf8_lossy(&archive[0]).replace("WARC-Target-URI", "X");
    let (lines, _) = inspect("lost.warc", lost.as_bytes());
    assert!(rules(&lines[0]).is_empty(), "from nowhere nothing leads away");

    let (lines, _) = inspect("a.warc", &archive.concat());
    // The third has no Content-Type, and its body looks like a page.
    let found: Vec<Vec<&str>> = lines.iter().map(rules).collect();
    assert_eq!(found, [vec!["header-redirect"], vec![], vec![], vec!["meta-refresh"]]);
    assert_eq!(lines[0]["findings"][0]["subject"].as_str().unwrap().matches("bet88").count(), 1);
}

#[test]
fn what_came_before_a_break_is_judged() {
    let (first, second) = (hacked("1"), hacked("2"));
    let whole = [first.clone(), second.clone()].concat();
    // Wherever a file is cut, it is one record, and then perhaps a line that says where.
    for cut in (first.len()..whole.len() - 4).step_by(29) {
        let (lines, code) = inspect("a.warc", &whole[..cut]);
        assert_eq!(rules(&lines[0]), ["hidden-link"], "{cut}");
        assert_eq!(code, Some(1));
        match &lines[1..] {
            [] => assert_eq!(cut, first.len()),
            [line] => assert!(
                error(line).starts_with(&format!("record at byte {}:", first.len())),
                "{line}"
            ),
            more => panic!("{more:?}"),
        }
    }
    let packed = [gzip(&first), gzip(&second)].concat();
    let (lines, _) = inspect("a.warc.gz", &packed[..packed.len() - 20]);
    assert_eq!(lines.len(), 2);
    assert!(error(&lines[1]).contains("after decompression"));
    // The bytes are all there, but the checksum says that they are not what was written.
    let mut damaged = packed.clone();
    let end = gzip(&first).len();
    damaged[end - 6] ^= 1;
    let (lines, _) = inspect("a.warc.gz", &damaged);
    assert!(error(lines.last().unwrap()).starts_with("record at byte"));
}

#[test]
fn garbage_is_one_error_and_no_verdict() {
    let header = |length: &str| {
        format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n{length}\r\n")
    };
    let huge = header(&format!("Content-Length: {}\r\n", u64::MAX)) + HTML + "\r\n" + HIDDEN;
    let endless = "WARC/1.0\r\n".to_owned() + &"x: y\r\n".repeat(1 << 19);
    for (name, bytes) in [
        ("noise.warc", vec![b'x'; 1 << 20]),
        ("zeros.warc.gz", gzip(&vec![0; 8 << 20])),
        ("old.warc", b"WARC/0.9\r\n\r\n".to_vec()),
        ("half.warc", b"WARC/1".to_vec()),
        ("gzip.warc.gz", b"\x1f\x8b\x08\x00 and no more".to_vec()),
        ("huge.warc", huge.into_bytes()),
        ("too-huge.warc", header("Content-Length: 99999999999999999999\r\n").into_bytes()),
        ("negative.warc", header("Content-Length: -1\r\n").into_bytes()),
        ("no-length.warc", header("").into_bytes()),
        ("endless.warc", endless.into_bytes()),
    ] {
        let (lines, code) = inspect(name, &bytes);
        assert_eq!(lines.len(), 1, "{name}");
        assert!(error(&lines[0]).starts_with("record at byte 0"), "{name}: {}", lines[0]);
        assert_eq!(code, Some(2), "{name}");
    }
    let (lines, code) = inspect("empty.warc", b"");
    assert_eq!((lines.len(), code), (0, Some(2)));
}

#[test]
fn large_bodies_are_cut_and_large_records_passed_over() {
    let bomb = {
        let mut out = write::GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(HIDDEN.as_bytes()).unwrap();
        for _ in 0..256 {
            out.write_all(&[b' '; 1 << 20]).unwrap();
        }
        out.finish().unwrap()
    };
    let video = vec![0; 65 << 20];
    let archive = [
        response(
            "https://xa.gov.example/bomb",
            &format!("{HTML}Content-Encoding: gzip\r\n"),
            &bomb,
        ),
        response(
            "https://xa.gov.example/v",
            "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n",
            &video,
        ),
        hacked("after"),
    ];
    let (lines, _) = inspect("a.warc.gz", &gzip(&archive.concat()));
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| rules(line) == ["hidden-link"]));
}

#[test]
fn ten_thousand_small_records_are_quickly_done() {
    let archive: Vec<u8> = (0..10_000)
        .flat_map(|number| {
            let url = format!("https://xa.gov.example/{number}");
            gzip(&response(&url, HTML, b"<body>Tin"))
        })
        .collect();
    let begun = Instant::now();
    let (lines, code) = inspect("a.warc.gz", &archive);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    assert_eq!(code, Some(0));
    let ordered = lines.iter().enumerate().all(|(number, line)| {
        line["url"].as_str() == Some(&format!("https://xa.gov.example/{number}"))
    });
    assert!(ordered && lines.len() == 10_000);
}
