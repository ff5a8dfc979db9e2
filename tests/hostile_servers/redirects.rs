//! Redirects that loop, never end, or lead where nobody should go.

use canhcong::{
    fetch::{Egress, Visit},
    identity::Identity,
    target::Target,
};

use crate::server::{AT, Server, answer, captured, fetcher, redirect, unreachable};

#[tokio::test]
async fn ten_redirects_are_followed_and_eleven_are_not() {
    let server = Server::answering(|path| match path[1..].parse::<usize>() {
        Ok(left @ 1..) => redirect(&(left - 1).to_string()),
        _ => answer("200 OK", "", b"<p>there"),
    })
    .await;
    let capture = captured(server.visit("/10").await);
    assert_eq!((capture.hops.len(), capture.body.as_ref()), (11, b"<p>there".as_slice()));
    assert_eq!(capture.requested, server.url("/10"));
    assert_eq!(capture.url(), &server.url("/0"));
    assert_eq!(capture.hops[0].location.as_deref(), Some("9"));
    assert_eq!(capture.hops[0].address, Some(server.address));

    let (reason, hops) = unreachable(server.visit("/11").await);
    assert_eq!((reason.as_str(), hops.len()), ("more than 10 redirects", 11));
}

#[tokio::test]
async fn a_loop_ends_where_it_closes() {
    let server = Server::answering(|path| redirect(if path == "/a" { "/b" } else { "/a" })).await;
    let (reason, hops) = unreachable(server.visit("/a").await);
    assert_eq!((reason.as_str(), hops.len()), ("redirect loop", 2));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_redirect_away_from_the_portal_is_seen_and_not_followed() {
    let server = Server::answering(|_| redirect("https://bet88.example/?ref=1")).await;
    let capture = captured(server.visit("/").await);
    assert_eq!(capture.leaves_to.as_ref().unwrap().as_str(), "https://bet88.example/?ref=1");
    assert_eq!((capture.status(), capture.hops.len()), (302, 1));
    assert_eq!(capture.body.as_ref(), b"");
}

#[tokio::test]
async fn redirects_to_private_addresses_are_refused_in_every_notation() {
    for (location, reason) in [
        ("http://127.0.0.1:9/", "refused: 127.0.0.1 is a loopback address"),
        ("//0x7f.1:9/", "refused: 127.0.0.1 is a loopback address"),
        ("http://2130706433:9/", "refused: 127.0.0.1 is a loopback address"),
        ("http://[::1]/", "refused: ::1 is a loopback address"),
        ("http://[::ffff:10.0.0.1]/", "refused: ::ffff:10.0.0.1 is a private address"),
        ("http://169.254.169.254/latest/", "refused: 169.254.169.254 is a link-local address"),
        ("http://0/", "refused: 0.0.0.0 is the unspecified address"),
    ] {
        let server = Server::answering(|_| redirect(location)).await;
        let (told, hops) = unreachable(server.visit("/").await);
        assert!(told.starts_with(reason), "{location}: {told}");
        assert_eq!(hops[0].location.as_deref(), Some(location));
    }
}

#[tokio::test]
async fn redirects_to_foreign_schemes_are_refused() {
    for location in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,<p>x",
        "ftp://127.0.0.1/x",
        "JavaScript:alert(1)",
        "gopher://127.0.0.1:25/_x",
    ] {
        let server = Server::answering(|_| redirect(location)).await;
        let (reason, hops) = unreachable(server.visit("/").await);
        let scheme = location.split(':').next().unwrap().to_lowercase();
        assert_eq!(reason, format!("refused: `{scheme}:` is neither http nor https"));
        assert_eq!(hops.len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_said_so() {
    let server = Server::answering(|_| redirect("http://[")).await;
    let (reason, _) = unreachable(server.visit("/").await);
    assert_eq!(reason, "redirected to what is no address: \"http://[\"");
}

#[tokio::test]
async fn a_redirect_to_a_vouched_name_inside_the_network_is_refused_by_its_address() {
    let server = Server::answering(|_| redirect("http://localhost:9/")).await;
    let target = Target { vouched: vec!["localhost".into()], ..server.target() };
    let fetcher = fetcher(target, Egress::public().opening(server.address));
    let visit = fetcher.visit(&server.url("/"), Identity::Citizen, AT).await;
    let (reason, hops) = unreachable(visit);
    assert!(reason.starts_with("refused: localhost is at "), "{reason}");
    assert!(reason.contains("a loopback address"), "{reason}");
    assert_eq!(hops.len(), 1);
}

#[tokio::test]
async fn cookies_live_for_one_visit() {
    let server = Server::start(|request, mut socket| async move {
        use tokio::io::AsyncWriteExt;
        let answer = if request.contains("cookie: seen=1") {
            answer("200 OK", "", b"<p>seen")
        } else {
            answer("302 Found", "Set-Cookie: seen=1; Path=/\r\nLocation: /\r\n", b"")
        };
        let _ = socket.write_all(&answer).await;
    })
    .await;
    let fetcher = server.fetcher();
    for _ in 0..2 {
        let visit = fetcher.visit(&server.url("/"), Identity::Citizen, AT).await;
        assert!(matches!(visit, Visit::Captured(capture) if capture.hops.len() == 2));
    }
}
