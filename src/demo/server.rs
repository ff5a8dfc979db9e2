//! The demo's web server: one listener for each portal, on loopback.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use url::Url;

use super::{
    attacks::ATTACKS,
    exchange::{Answer, Visitor},
    portals::{PORTALS, Portal, SCRIPT, STYLE},
};
use crate::target::{Robots, Target};

/// The portals while they are being served.
pub struct Province {
    /// One target for each portal, ready to be scanned.
    pub targets: Vec<Target>,
    attacked: Arc<AtomicBool>,
}

impl Province {
    /// From now on every attack shows.
    pub fn attack(&self) {
        self.attacked.store(true, Ordering::Relaxed);
    }

    /// From now on none does.
    pub fn repair(&self) {
        self.attacked.store(false, Ordering::Relaxed);
    }
}

/// Starts all portals on free ports of 127.0.0.1; they end with the runtime.
pub async fn serve() -> std::io::Result<Province> {
    let attacked = Arc::new(AtomicBool::new(false));
    let mut targets = Vec::new();
    for portal in PORTALS {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        targets.push(target(portal, address));
        tokio::spawn(accept(listener, portal, address, Arc::clone(&attacked)));
    }
    Ok(Province { targets, attacked })
}

fn target(portal: &Portal, address: SocketAddr) -> Target {
    let mut home = Url::parse("http://localhost/").unwrap_or_else(|_| unreachable!("a constant"));
    // Both parts come from a bound socket, so they always fit into an address.
    let _ = home.set_ip_host(address.ip());
    let _ = home.set_port(Some(address.port()));
    Target {
        id: portal.id.into(),
        name: portal.name.into(),
        province: Some("Tỉnh mẫu".into()),
        sector: Some(portal.sector),
        requests_per_second: Some(1_000.0),
        robots: Robots::Respect,
        registered: true,
        start_pages: Vec::new(),
        ..Target::ad_hoc(home)
    }
}

async fn accept(
    listener: TcpListener,
    portal: &'static Portal,
    address: SocketAddr,
    attacked: Arc<AtomicBool>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let attacked = Arc::clone(&attacked);
        let service = service_fn(move |request: Request<Incoming>| {
            let attacked = attacked.load(Ordering::Relaxed);
            let answer = answer(portal, address, attacked, &request);
            async move { Ok::<_, Infallible>(answer.into_response()) }
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // A visitor who hangs up early is no concern of the portal's.
        tokio::spawn(async move { connection.await.ok() });
    }
}

fn answer(
    portal: &Portal,
    address: SocketAddr,
    attacked: bool,
    request: &Request<Incoming>,
) -> Answer {
    let visitor = Visitor {
        path: request.uri().path(),
        origin: format!("http://{address}"),
        headers: request.headers(),
    };
    let html = "text/html; charset=utf-8";
    let (status, body, kind) = match visitor.path {
        "/style.css" => (200, STYLE.to_owned(), "text/css"),
        "/portal.js" => (200, SCRIPT.to_owned(), "application/javascript"),
        "/robots.txt" => (200, format!("Sitemap: {}/sitemap.xml\n", visitor.origin), "text/plain"),
        "/sitemap.xml" => (200, portal.sitemap(&visitor.origin), "application/xml"),
        path => {
            let (status, body) = portal.page(path);
            (status, body, html)
        }
    };
    let mut answer = Answer { status, body, kind, location: None };
    if attacked {
        let own = ATTACKS.iter().filter(|attack| attack.portal == portal.id);
        own.for_each(|attack| (attack.strike)(&visitor, &mut answer));
    }
    answer
}
