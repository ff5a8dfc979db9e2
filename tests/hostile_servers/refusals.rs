//! What is never dialled: the server must not see a single request.

use canhcong::{fetch::Egress, identity::Identity, target::Target};
use url::Url;

use crate::server::{AT, Server, answer, captured, fetcher, unreachable};

#[tokio::test]
async fn loopback_is_refused_by_address_and_by_name_before_it_is_dialled() {
    let server = Server::answering(|_| answer("200 OK", "", b"<p>inside")).await;
    let port = server.address.port();
    let fetcher = fetcher(server.target(), Egress::public());
    for (host, reason) in [
        ("127.0.0.1", "refused: 127.0.0.1 is a loopback address"),
        ("0177.1", "refused: 127.0.0.1 is a loopback address"),
        ("[::ffff:7f00:1]", "refused: ::ffff:127.0.0.1 is a loopback address"),
        ("localhost", "refused: localhost is at "),
    ] {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        let (told, hops) = unreachable(fetcher.visit(&url, Identity::Citizen, AT).await);
        assert!(told.starts_with(reason), "{told}");
        assert!(told.ends_with("(use --allow-private to look at it)"), "{told}");
        assert!(hops.is_empty());
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn private_addresses_open_when_asked_for() {
    let server = Server::answering(|_| answer("200 OK", "", b"<p>inside")).await;
    let fetcher = fetcher(server.target(), Egress::allow_private());
    for host in ["127.0.0.1", "localhost"] {
        let url = Url::parse(&format!("http://{host}:{}/", server.address.port())).unwrap();
        let capture = captured(fetcher.visit(&url, Identity::Citizen, AT).await);
        assert_eq!(capture.body.as_ref(), b"<p>inside");
        assert_eq!(capture.last().address, Some(server.address));
    }
}

#[tokio::test]
async fn credentials_in_an_address_are_not_sent() {
    let server = Server::answering(|_| answer("200 OK", "", b"<p>x")).await;
    let url = Url::parse(&format!("http://admin:secret@{}/", server.address)).unwrap();
    captured(server.fetcher().visit(&url, Identity::Citizen, AT).await);
    let request = server.requests().join("").to_lowercase();
    assert!(!request.contains("authorization"), "{request}");
}

#[tokio::test]
async fn a_closed_port_is_said_so() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = Url::parse(&format!("http://{address}/")).unwrap();
    let fetcher = fetcher(Target::ad_hoc(url.clone()), Egress::public().opening(address));
    let (reason, _) = unreachable(fetcher.visit(&url, Identity::Citizen, AT).await);
    assert_eq!(reason, "connection refused");
}

#[tokio::test]
async fn a_name_without_an_address_is_said_so() {
    // Too long for DNS, so that nobody has to be asked.
    let name = format!("{}.invalid", "x".repeat(70));
    let url = Url::parse(&format!("http://{name}/")).unwrap();
    let fetcher = fetcher(Target::ad_hoc(url.clone()), Egress::public());
    let (reason, _) = unreachable(fetcher.visit(&url, Identity::Citizen, AT).await);
    assert_eq!(reason, format!("the name {name} could not be resolved"));
}
