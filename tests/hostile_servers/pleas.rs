//! Servers that ask for mercy, and servers that answer with something other than their content.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use canhcong::{fetch::Visit, identity::Identity};
use tokio::{io::AsyncWriteExt, time::sleep};

use crate::server::{AT, Server, answer, captured};

fn not_comparable(visit: Visit) -> String {
    match visit {
        Visit::NotComparable(_, reason) => reason.en,
        other => panic!("comparable: {other:?}"),
    }
}

#[tokio::test]
async fn a_plea_is_honoured_and_then_the_page_comes() {
    let asked = AtomicUsize::new(0);
    let server = Server::answering(move |_| match asked.fetch_add(1, SeqCst) {
        0 => answer("429 Too Many Requests", "Retry-After: 1\r\n", b"slow"),
        _ => answer("200 OK", "", b"<p>page"),
    })
    .await;
    let start = Instant::now();
    assert_eq!(captured(server.visit("/").await).body.as_ref(), b"<p>page");
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_server_that_goes_on_pleading_is_left_alone() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let server = Server::answering(move |_| answer(status, "Retry-After: 0\r\n", b"no")).await;
        let fetcher = server.fetcher();
        let url = server.url("/");
        let visit = || fetcher.visit(&url, Identity::SearchCrawler, AT);
        assert!(not_comparable(visit().await).contains(&status[..3]));
        assert_eq!(server.requests().len(), 3, "asked twice more");
        not_comparable(visit().await);
        assert_eq!(server.requests().len(), 4, "not asked again and again");
    }
}

#[tokio::test]
async fn errors_are_no_content_and_missing_pages_are() {
    let server = Server::answering(|path| answer(&format!("{} X", &path[1..]), "", b"<p>x")).await;
    for (status, reason) in [
        ("401", "asks for a login (401)"),
        ("403", "access refused (403)"),
        ("406", "request refused (406)"),
        ("500", "server error (500)"),
    ] {
        assert_eq!(not_comparable(server.visit(&format!("/{status}")).await), reason);
    }
    for status in ["200", "404", "410"] {
        assert_eq!(captured(server.visit(&format!("/{status}")).await).body.as_ref(), b"<p>x");
    }
}

#[tokio::test]
async fn a_firewall_page_at_200_is_no_content() {
    let server = Server::answering(|_| {
        let page = "<script>document.cookie=\"D1N=0a\"+\"; path=/\";window.location.reload(true)";
        answer("200 OK", "Content-Type: text/html\r\n", page.as_bytes())
    })
    .await;
    assert_eq!(not_comparable(server.visit("/").await), "cookie challenge");
}

#[tokio::test]
async fn four_visitors_at_once_are_let_in_one_by_one() {
    let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let server = Server::start({
        let (inside, most) = (inside.clone(), most.clone());
        move |_, mut socket| {
            let (inside, most) = (inside.clone(), most.clone());
            async move {
                most.fetch_max(inside.fetch_add(1, SeqCst) + 1, SeqCst);
                sleep(Duration::from_millis(30)).await;
                inside.fetch_sub(1, SeqCst);
                let _ = socket.write_all(&answer("200 OK", "", b"<p>x")).await;
            }
        }
    })
    .await;
    let fetcher = Arc::new(server.fetcher());
    let visits = Identity::ALL.map(|identity| {
        let (fetcher, url) = (fetcher.clone(), server.url("/"));
        tokio::spawn(async move { fetcher.visit(&url, identity, AT).await })
    });
    for visit in visits {
        captured(visit.await.unwrap());
    }
    assert_eq!((server.requests().len(), most.load(SeqCst)), (4, 1));
}
