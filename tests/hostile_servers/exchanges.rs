//! What is kept of an exchange, for evidence: the bytes that went over the wire.

use std::io::Write as _;

use canhcong::{
    fetch::{Cut, Head, Truncated, Visit},
    identity::Identity,
};
use flate2::{Compression, write::GzEncoder};
use tokio::{io::AsyncWriteExt as _, time::sleep};

use crate::server::{AT, LIMITS, Server, answer, captured, unreachable};

fn gzip(page: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(page).unwrap();
    encoder.finish().unwrap()
}

/// A message as text, for comparison with what the server got.
fn text(head: &Head) -> String {
    let lines = head.headers.iter();
    let lines =
        lines.map(|(name, value)| format!("{name}: {}\r\n", String::from_utf8_lossy(value)));
    format!("{}\r\n{}\r\n", head.line, lines.collect::<String>())
}

#[tokio::test]
async fn the_request_on_record_is_the_request_that_was_sent() {
    let server = Server::answering(|path| match path {
        "/?q=%C3%A0" => {
            let headers = "Location: /home\r\nSet-Cookie: sid=1\r\nSet-Cookie: lang=vi\r\n";
            answer("302 Moved Hence", headers, b"<p>moved")
        }
        _ => answer("200 OK", "", b"<p>x"),
    })
    .await;
    let fetcher = server.fetcher();
    for identity in Identity::ALL {
        let before = server.requests().len();
        let capture = captured(fetcher.visit(&server.url("/?q=%C3%A0"), identity, AT).await);
        let sent = server.requests().split_off(before);
        let exchanges = capture.hops.iter().map(|hop| hop.exchange.clone().unwrap());
        let recorded: Vec<String> = exchanges.map(|exchange| text(&exchange.request)).collect();
        assert_eq!(recorded, sent, "{identity}");
    }
}

#[tokio::test]
async fn an_answer_is_kept_as_it_came_and_judged_decoded() {
    let page = "<p>tin tức</p>".repeat(50);
    let coded = gzip(page.as_bytes());
    let (body, coding) = (coded.clone(), "Content-Encoding: gzip\r\nX-Own: \u{e0}\r\n");
    let server = Server::answering(move |path| match path {
        "/" => answer("301 Di Chuyen", "Location: /home\r\n", b"<p>moved"),
        _ => answer("200 OK", coding, &body),
    })
    .await;
    let capture = captured(server.visit("/").await);
    assert_eq!(capture.body.as_ref(), page.as_bytes());
    // The headers of the page are those of what is judged.
    assert_eq!(
        (capture.header("content-encoding"), capture.header("content-length")),
        (None, None)
    );
    let [first, last] = [0, 1].map(|hop| capture.hops[hop].exchange.clone().unwrap());
    assert_eq!(first.response.line, "HTTP/1.1 301 Di Chuyen");
    assert_eq!((first.body.as_ref(), first.truncated), (b"<p>moved".as_slice(), None));
    assert_eq!(last.response.line, "HTTP/1.1 200 OK");
    assert_eq!((last.body.as_ref(), last.truncated), (coded.as_slice(), None));
    let own: Vec<&str> = last.response.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(own, ["content-encoding", "x-own", "content-length"]);
    assert_eq!(last.response.headers[1].1, "\u{e0}".as_bytes());
    assert!(last.at > first.at && first.at >= AT);
}

#[tokio::test]
async fn what_a_redirect_says_holds_nobody_up() {
    let server = Server::start(|request, mut socket| async move {
        let (location, body) = match request.split(' ').nth(1) {
            Some("/") => ("Location: /large\r\n", vec![b'x'; 100 << 10]),
            Some("/large") => ("Location: /slow\r\nContent-Length: 9\r\n", Vec::new()),
            _ => ("", b"<p>there".to_vec()),
        };
        let status = if location.is_empty() { "200 OK" } else { "302 Found" };
        let _ = socket.write_all(format!("HTTP/1.1 {status}\r\n{location}\r\n").as_bytes()).await;
        let _ = socket.write_all(&body).await;
        if request.starts_with("GET /large") {
            sleep(LIMITS.exchange * 2).await;
        }
    })
    .await;
    let capture = captured(server.visit("/").await);
    assert_eq!(capture.body.as_ref(), b"<p>there");
    let kept = capture.hops.iter().map(|hop| {
        let exchange = hop.exchange.clone().unwrap();
        (exchange.body.len(), exchange.truncated)
    });
    let expected = [(64 << 10, Some(Truncated::Length)), (0, Some(Truncated::Time)), (8, None)];
    assert_eq!(kept.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn what_can_not_be_read_is_kept_all_the_same() {
    let server =
        Server::answering(|_| answer("200 OK", "Content-Encoding: br\r\n", b"\xff\xff no brotli"))
            .await;
    let (_, hops) = unreachable(server.visit("/").await);
    let exchange = hops[0].exchange.clone().unwrap();
    assert_eq!(exchange.body.as_ref(), b"\xff\xff no brotli");
    let page: String = (0..9_000).map(|nth| format!("<p>tin {nth}")).collect();
    let coded = gzip(page.as_bytes());
    let half = coded[..coded.len() / 2].to_vec();
    let server = Server::answering(move |_| {
        [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", half.as_slice()].concat()
    })
    .await;
    let capture = captured(server.visit("/").await);
    assert_eq!(capture.cut, Some(Cut::Closed));
    assert!(capture.body.len() > 1_000 && page.as_bytes().starts_with(&capture.body));
}

#[tokio::test]
async fn all_addresses_of_a_name_are_kept() {
    let server = Server::answering(|_| answer("200 OK", "", b"<p>x")).await;
    let url = url::Url::parse(&format!("http://localhost:{}/", server.address.port())).unwrap();
    let target = canhcong::target::Target::ad_hoc(url.clone());
    let fetcher = crate::server::fetcher(target, canhcong::fetch::Egress::allow_private());
    let Visit::Captured(capture) = fetcher.visit(&url, Identity::Phone, AT).await else {
        panic!("not captured")
    };
    let exchange = capture.last().exchange.clone().unwrap();
    assert!(exchange.answers.contains(&server.address.ip()), "{:?}", exchange.answers);
}
