//! Certificates that a browser would warn of: the look goes on, and the fault is on record.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread,
};

use canhcong::{
    fetch::{Certificate, Egress, Visit},
    identity::Identity,
    target::Target,
};
use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use sha2::{Digest, Sha256};
use url::Url;

use crate::server::{AT, captured, fetcher, unreachable};

/// Answers one TLS connection with a page.
fn serve_once(certificate: CertificateDer<'static>, key: &KeyPair) -> SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (socket, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, socket);
        let mut request = [0; 4096];
        let _ = stream.read(&mut request);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<p>x");
        let _ = stream.flush();
        let _ = stream.read(&mut request);
    });
    address
}

async fn visit(address: SocketAddr) -> Visit {
    let url = Url::parse(&format!("https://{address}/")).unwrap();
    let fetcher = fetcher(Target::ad_hoc(url.clone()), Egress::public().opening(address));
    fetcher.visit(&url, Identity::Citizen, AT).await
}

fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name.push(DnType::CommonName, "Cổng thông tin");
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2120, 1, 1);
    params
}

async fn shown(params: CertificateParams) -> Certificate {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let capture = captured(visit(serve_once(certificate.der().clone(), &key)).await);
    assert_eq!(capture.body.as_ref(), b"<p>x");
    let shown = capture.last().certificate.clone().unwrap();
    let digest = Sha256::digest(certificate.der());
    assert_eq!(shown.chain.as_ref(), [certificate.der().to_vec()]);
    assert_eq!(shown.sha256, digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    shown
}

#[tokio::test]
async fn a_self_signed_certificate() {
    let shown = shown(params(&["127.0.0.1"])).await;
    assert_eq!(shown.problem.as_deref(), Some("self-signed"));
    assert_eq!(shown.subject, "CN=Cổng thông tin");
    assert_eq!(shown.issuer, shown.subject);
    assert_eq!(shown.not_before.to_string(), "2020-01-01T00:00:00Z");
    assert_eq!(shown.not_after.to_string(), "2120-01-01T00:00:00Z");
}

#[tokio::test]
async fn an_expired_certificate() {
    let mut params = params(&["127.0.0.1"]);
    params.not_after = date_time_ymd(2024, 7, 10);
    assert_eq!(shown(params).await.problem.as_deref(), Some("expired on 2024-07-10"));
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority() {
    let mut authority = params(&[]);
    authority.distinguished_name.push(DnType::CommonName, "Some authority");
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = params(&["127.0.0.1"]).signed_by(&key, &authority).unwrap();
    let capture = captured(visit(serve_once(certificate.der().clone(), &key)).await);
    let shown = capture.last().certificate.as_ref().unwrap();
    assert_eq!(shown.problem.as_deref(), Some("issued by an authority that browsers do not know"));
    assert_eq!(shown.issuer, "CN=Some authority");
}

#[tokio::test]
async fn what_is_not_tls_is_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\nplain HTTP on the TLS port");
        let _ = socket.read(&mut [0; 4096]);
    });
    assert_eq!(unreachable(visit(address).await).0, "TLS: the answer is not TLS");
}
