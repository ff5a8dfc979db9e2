//! Bodies that drip, lie, explode or never end.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use canhcong::fetch::{Cut, decode};
use flate2::{Compression, write::GzEncoder};
use tokio::{io::AsyncWriteExt, time::sleep};

use crate::server::{LIMITS, Server, answer, captured, peak_memory, unreachable};

#[tokio::test]
async fn a_body_that_drips_ends_with_the_exchange() {
    let server = Server::start(|_, mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n").await;
        while socket.write_all(b"x").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let start = Instant::now();
    let (reason, hops) = unreachable(server.visit("/").await);
    assert_eq!(reason, "timeout after 1.5 s");
    assert_eq!(hops.len(), 1);
    assert!(start.elapsed() < LIMITS.exchange * 2, "{:?}", start.elapsed());
}

#[tokio::test]
async fn hops_that_dawdle_share_the_time_of_one_exchange() {
    let server = Server::start(|request, mut socket| async move {
        sleep(LIMITS.exchange / 3).await;
        let next = request.len();
        let head = format!("HTTP/1.1 302 Found\r\nLocation: /{}\r\n\r\n", "x".repeat(next));
        let _ = socket.write_all(head.as_bytes()).await;
    })
    .await;
    let start = Instant::now();
    let (reason, hops) = unreachable(server.visit("/").await);
    assert_eq!(reason, "timeout after 1.5 s");
    assert!((1..=3).contains(&hops.len()));
    assert!(start.elapsed() < LIMITS.exchange * 2, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_length_that_promises_too_much_gives_what_came() {
    let server = Server::answering(|_| {
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>half a page".to_vec()
    })
    .await;
    let capture = captured(server.visit("/").await);
    assert_eq!(capture.body.as_ref(), b"<p>half a page");
    assert_eq!(capture.cut, Some(Cut::Closed));
}

#[tokio::test]
async fn a_length_that_promises_too_little_is_kept_to() {
    let server =
        Server::answering(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>and more".to_vec())
            .await;
    let capture = captured(server.visit("/").await);
    assert_eq!((capture.body.as_ref(), capture.cut), (b"<p>".as_slice(), None));
}

#[tokio::test]
async fn a_chunked_body_that_breaks_off_gives_what_came() {
    let server = Server::answering(|_| {
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>x\r\nZZ\r\n".to_vec()
    })
    .await;
    let capture = captured(server.visit("/").await);
    assert_eq!((capture.body.as_ref(), capture.cut), (b"<p>x".as_slice(), Some(Cut::Closed)));
}

#[tokio::test]
async fn a_page_that_never_comes_is_no_page() {
    let server =
        Server::answering(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".to_vec()).await;
    let (reason, _) = unreachable(server.visit("/").await);
    assert_eq!(reason, "the connection was closed before the answer was whole");
}

#[tokio::test]
async fn a_gzip_bomb_stops_at_the_cap() {
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..400 {
        gz.write_all(&zeros).unwrap();
    }
    let bomb = gz.finish().unwrap();
    let server =
        Server::answering(move |_| answer("200 OK", "Content-Encoding: gzip\r\n", &bomb)).await;
    let capture = captured(server.visit("/").await);
    assert_eq!((capture.body.len(), capture.cut), (LIMITS.body, Some(Cut::Size)));
    assert!(peak_memory().is_none_or(|peak| peak < 200), "{:?} MiB", peak_memory());
}

#[tokio::test]
async fn a_gzip_that_never_says_anything_ends_with_the_exchange() {
    let server = Server::start(|_, mut socket| async move {
        let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03";
        let _ = socket.write_all(head).await;
        let empty_blocks = [0, 0, 0, 0xff, 0xff].repeat(20_000);
        while socket.write_all(&empty_blocks).await.is_ok() {}
    })
    .await;
    let start = Instant::now();
    assert_eq!(unreachable(server.visit("/").await).0, "timeout after 1.5 s");
    assert!(start.elapsed() < LIMITS.exchange * 2, "{:?}", start.elapsed());
    assert!(peak_memory().is_none_or(|peak| peak < 200), "{:?} MiB", peak_memory());
}

#[tokio::test]
async fn a_body_that_is_not_compressed_as_it_says() {
    let server =
        Server::answering(|_| answer("200 OK", "Content-Encoding: gzip\r\n", b"<p>plain")).await;
    let (reason, _) = unreachable(server.visit("/").await);
    assert_eq!(reason, "the page could not be decompressed");
}

#[tokio::test]
async fn a_page_of_100_mb_stops_at_the_cap() {
    let server = Server::start(|_, mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n").await;
        let chunk = vec![b'x'; 1 << 20];
        for _ in 0..100 {
            if socket.write_all(&chunk).await.is_err() {
                return;
            }
        }
    })
    .await;
    let start = Instant::now();
    let capture = captured(server.visit("/").await);
    assert_eq!((capture.body.len(), capture.cut), (LIMITS.body, Some(Cut::Size)));
    assert!(peak_memory().is_none_or(|peak| peak < 200), "{:?} MiB", peak_memory());
    assert!(start.elapsed() < LIMITS.exchange, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_page_of_just_the_cap_is_whole() {
    let server = Server::answering(|_| answer("200 OK", "", &vec![b'x'; LIMITS.body])).await;
    let capture = captured(server.visit("/").await);
    assert_eq!((capture.body.len(), capture.cut), (LIMITS.body, None));
}

#[tokio::test]
async fn nul_bytes_and_a_wrong_charset_come_home_as_text() {
    let page = "<p>nh\0à c\0ái</p>".as_bytes();
    let server = Server::answering(move |_| {
        answer("200 OK", "Content-Type: text/html; charset=iso-2022-kr\r\n", page)
    })
    .await;
    let capture = captured(server.visit("/").await);
    assert_eq!(capture.body.as_ref(), page);
    let text = decode(&capture.body, capture.header("content-type"));
    assert_eq!((text.text.as_str(), text.encoding), ("<p>nhà cái</p>", "UTF-8"));
}
