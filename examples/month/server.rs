//! Serves the province: one address of the loopback network for each portal, so that portals are
//! foreign to one another, and the same ones in each run.

use std::{
    collections::BTreeSet,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use anyhow::Context as _;
use canhcong::target::Target;
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use url::Url;

use crate::{
    chance::Chance,
    exchange::{Answer, Ask},
    portal::Portal,
    world,
};

/// A port that the system does not hand out by itself.
const PORT: u16 = 8_730;

/// The province while it is being served.
pub struct Province {
    pub targets: Vec<Target>,
    pub addresses: Vec<SocketAddr>,
    sky: Arc<Sky>,
}

/// What all portals live under.
struct Sky {
    chance: Chance,
    night: AtomicI64,
    /// Attacks that somebody got to see tonight.
    seen: Mutex<BTreeSet<usize>>,
}

struct Served {
    portal: Portal,
    origin: String,
    /// Requests of tonight.
    visits: AtomicU64,
    visits_of: AtomicI64,
    sky: Arc<Sky>,
}

impl Province {
    /// Lets a night begin.
    pub fn turn_to(&self, night: i64) {
        self.sky.night.store(night, Ordering::SeqCst);
        self.sky.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The attacks that were shown to the scan tonight.
    pub fn seen(&self) -> BTreeSet<usize> {
        self.sky.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Starts all portals; they end with the runtime.
pub async fn serve(portals: Vec<Portal>, chance: Chance) -> anyhow::Result<Province> {
    let (night, seen) = (AtomicI64::new(0), Mutex::default());
    let sky = Arc::new(Sky { chance, night, seen });
    let (mut targets, mut addresses) = (Vec::new(), Vec::new());
    for portal in portals {
        let last = u8::try_from(portal.index + 1).context("there are too many portals")?;
        let address = SocketAddr::from((Ipv4Addr::new(127, 30, 0, last), PORT));
        let listener = TcpListener::bind(address).await.with_context(|| {
            format!("{address} cannot be served: all of 127.0.0.0/8 has to be loopback")
        })?;
        let origin = format!("http://{address}");
        targets.push(target(&portal, &origin)?);
        addresses.push(address);
        let (visits, visits_of, sky) = (AtomicU64::new(0), AtomicI64::new(0), Arc::clone(&sky));
        tokio::spawn(accept(listener, Arc::new(Served { portal, origin, visits, visits_of, sky })));
    }
    Ok(Province { targets, addresses, sky })
}

fn target(portal: &Portal, origin: &str) -> anyhow::Result<Target> {
    Ok(Target {
        id: portal.id.clone(),
        name: portal.name.clone(),
        province: Some("Tỉnh mẫu".into()),
        sector: Some(portal.sector),
        requests_per_second: Some(1_000.0),
        registered: true,
        start_pages: Vec::new(),
        ..Target::ad_hoc(Url::parse(origin)?)
    })
}

async fn accept(listener: TcpListener, served: Arc<Served>) {
    while let Ok((stream, _)) = listener.accept().await {
        let served = Arc::clone(&served);
        let service = service_fn(move |request: Request<Incoming>| {
            let answer = served.answer(&request);
            async move {
                tokio::time::sleep(answer.wait).await;
                respond(answer)
            }
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // A visitor who hangs up early is no concern of the portal's.
        tokio::spawn(async move { connection.await.ok() });
    }
}

impl Served {
    fn answer(&self, request: &Request<Incoming>) -> Answer {
        let night = self.sky.night.load(Ordering::SeqCst);
        if self.visits_of.swap(night, Ordering::SeqCst) != night {
            self.visits.store(0, Ordering::SeqCst);
        }
        let visit = self.visits.fetch_add(1, Ordering::SeqCst);
        let path = request.uri().path();
        let path = path.split(';').next().unwrap_or(path);
        let ask = Ask { path, origin: &self.origin, night, visit };
        let (answer, shown) = world::answer(self.sky.chance, &self.portal, &ask);
        self.sky.seen.lock().unwrap_or_else(PoisonError::into_inner).extend(shown);
        answer
    }
}

fn respond(answer: Answer) -> io::Result<Response<Full<Bytes>>> {
    if answer.is_down {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(answer.kind));
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}
