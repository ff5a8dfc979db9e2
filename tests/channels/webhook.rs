//! Webhooks: what is posted, and how answers are understood.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    sync::mpsc,
    thread,
    time::Duration,
};

use canhcong::alert::Undelivered;
use hmac::{Hmac, KeyInit as _, Mac as _};
use tempfile::TempDir;

use super::{later, never, send};

/// A receiver that answers everything so, and what it got: its headers and its body.
fn receiver(answer: String) -> (u16, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, got) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let (mut headers, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
                    break;
                }
                let line = line.to_lowercase();
                if let Some(value) = line.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                headers.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            sender.send((headers, body)).unwrap();
            // A sender that has read enough may hang up.
            let _ = (&stream).write_all(answer.as_bytes());
        }
    });
    (port, got)
}

fn answering(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}"
    )
}

fn settings(folder: &TempDir, port: u16) -> String {
    fs::write(folder.path().join("key"), "khóa bí mật\n").unwrap();
    format!("kind = \"webhook\"\nurl = \"http://127.0.0.1:{port}/canhcong\"\nsecret_file = \"key\"")
}

#[test]
fn the_receiver_can_verify_what_it_gets() {
    let folder = TempDir::new().unwrap();
    let (port, got) = receiver(answering("202 Accepted", "", "ok"));
    let receipt = send(folder.path(), &settings(&folder, port)).unwrap();
    assert_eq!(receipt.said, "127.0.0.1: 202 Accepted ok");
    let (headers, body) = got.recv().unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice("khóa bí mật".as_bytes()).unwrap();
    mac.update(b"1795194300.");
    mac.update(&body);
    let signature = data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes());
    for header in [
        "canhcong-timestamp: 1795194300\r\n".to_owned(),
        format!("canhcong-signature: v1={signature}\r\n"),
        "idempotency-key: test-pa05-1795194300000\r\n".to_owned(),
    ] {
        assert!(headers.contains(&header), "{header}: {headers}");
    }
    let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(json["schema"], "canhcong.alert/1");
    assert_eq!(json["id"], "test-pa05-1795194300000");
    assert_eq!(json["events"][0]["finding"]["subject"], "nha-cai.example");
    assert!(json["text"].as_str().unwrap().contains("nha-cai[.]example"));
}

#[test]
fn each_answer_is_understood() {
    let folder = TempDir::new().unwrap();
    let with = |status: &str, headers: &str| {
        let (port, _got) = receiver(answering(status, headers, "lý do\u{1b}[2J"));
        send(folder.path(), &settings(&folder, port))
    };
    assert!(never(with("403 Forbidden", "")).contains("403 Forbidden lý do<U+001B>[2J"));
    never(with("404 Not Found", ""));
    later(with("408 Request Timeout", ""));
    later(with("425 Too Early", ""));
    later(with("503 Service Unavailable", ""));
    let why = later(with("307 Temporary Redirect", "location: http://other.example/\r\n"));
    assert!(why.contains("redirects are not followed"), "{why}");
    for (header, seconds) in [
        ("retry-after: 120\r\n", Some(120)),
        ("retry-after: 99999999999\r\n", Some(24 * 60 * 60)),
        ("retry-after: Fri, 20 Nov 2026 17:10:00 GMT\r\n", Some(300)),
        ("retry-after: soon\r\n", None),
    ] {
        let Err(Undelivered::Later { after, .. }) = with("429 Too Many Requests", header) else {
            panic!("{header}");
        };
        assert_eq!(after, seconds.map(Duration::from_secs), "{header}");
    }
}

#[test]
fn an_endless_answer_is_cut() {
    let folder = TempDir::new().unwrap();
    let (port, _got) = receiver(answering("500 Oh", "", &"x".repeat(8 << 20)));
    let why = later(send(folder.path(), &settings(&folder, port)));
    assert!(why.chars().count() <= 300, "{}", why.len());
}
