//! Heads of answers that are too many, too long or no heads at all.

use std::time::{Duration, Instant};

use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

use crate::server::{LIMITS, Server, answer, captured, peak_memory, unreachable};

const TOO_MUCH: &str = "the answer has too many or too long headers";

fn numbered(count: usize) -> String {
    (0..count).map(|n| format!("X-{n}: {n}\r\n")).collect()
}

#[tokio::test]
async fn five_thousand_headers_are_refused_and_two_hundred_kept() {
    let server = Server::answering(|path| match path {
        "/5000" => answer("200 OK", &numbered(5_000), b"x"),
        _ => answer("200 OK", &numbered(300), b"x"),
    })
    .await;
    assert_eq!(unreachable(server.visit("/5000").await).0, TOO_MUCH);
    let capture = captured(server.visit("/300").await);
    assert_eq!(capture.last().headers.len(), 200);
    assert_eq!(capture.header("x-7"), Some("7"));
}

#[tokio::test]
async fn a_long_value_is_kept_in_part() {
    let value = "đ".repeat(10_000);
    let server =
        Server::answering(move |_| answer("200 OK", &format!("X-Long: {value}\r\n"), b"x")).await;
    let capture = captured(server.visit("/").await);
    let kept = capture.header("x-long").unwrap();
    assert!((8_000..=8 << 10).contains(&kept.len()), "{}", kept.len());
}

async fn endless(mut socket: TcpStream, part: &'static [u8]) {
    let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nX-Endless: ").await;
    while socket.write_all(part).await.is_ok() {}
}

#[tokio::test]
async fn headers_that_never_end_are_refused() {
    for part in [b"x".repeat(4096).leak(), b"x\r\nX: ".repeat(512).leak()] {
        let server = Server::start(|_, socket| endless(socket, part)).await;
        let start = Instant::now();
        assert_eq!(unreachable(server.visit("/").await).0, TOO_MUCH);
        assert!(start.elapsed() < LIMITS.exchange, "{:?}", start.elapsed());
        assert!(peak_memory().is_none_or(|peak| peak < 200), "{:?} MiB", peak_memory());
    }
}

#[tokio::test]
async fn headers_that_drip_end_with_the_exchange() {
    let server = Server::start(|_, mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\n").await;
        while socket.write_all(b"X: x\r\n").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(unreachable(server.visit("/").await).0, "timeout after 1.5 s");
}

#[tokio::test]
async fn what_is_not_http_is_said_so() {
    let server = Server::answering(|_| b"220 mail.example ESMTP\r\n".to_vec()).await;
    assert_eq!(unreachable(server.visit("/").await).0, "the answer is not HTTP");
    let server = Server::answering(|_| Vec::new()).await;
    let (reason, hops) = unreachable(server.visit("/").await);
    assert_eq!(reason, "the connection was closed before the answer was whole");
    assert!(hops.is_empty());
}

#[tokio::test]
async fn sloppy_headers_do_not_hide_a_page() {
    let server = Server::answering(|_| {
        b"HTTP/1.1 200 OK\r\nX-Space : 1\r\nno colon\r\nX-Folded: a\r\n b\r\n\r\n<p>page".to_vec()
    })
    .await;
    assert_eq!(captured(server.visit("/").await).body.as_ref(), b"<p>page");
}

#[tokio::test]
async fn a_server_that_only_ever_asks_to_go_on_ends_with_the_exchange() {
    let server = Server::start(|_, mut socket| async move {
        let go_on = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(1000);
        while socket.write_all(&go_on).await.is_ok() {}
    })
    .await;
    let start = Instant::now();
    assert_eq!(unreachable(server.visit("/").await).0, "timeout after 1.5 s");
    assert!(start.elapsed() < LIMITS.exchange * 2, "{:?}", start.elapsed());
    assert!(peak_memory().is_none_or(|peak| peak < 200), "{:?} MiB", peak_memory());
}
