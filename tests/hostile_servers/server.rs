//! A server that sends whatever bytes a test wants, and a fetcher that may reach it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use canhcong::{
    fetch::{Capture, Egress, Fetcher, Hop, Limits, Visit},
    identity::{Identity, UserAgents},
    target::Target,
};
use jiff::Timestamp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use url::Url;

/// A server on loopback; it ends with the test.
pub struct Server {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Hands every request, as text, and its socket to `respond`.
    pub async fn start<F, R>(respond: F) -> Self
    where
        F: Fn(String, TcpStream) -> R + Send + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        let task = tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let request = read_request(&mut socket).await;
                seen.lock().unwrap().push(request.clone());
                tokio::spawn(respond(request, socket));
            }
        });
        Self { address, requests, task }
    }

    /// Answers every request with the bytes that `answer` makes for its path, and hangs up.
    pub async fn answering(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        Self::start(move |request, mut socket| {
            let path = request.split(' ').nth(1).unwrap_or("/").to_owned();
            let answer = answer(&path);
            async move {
                let _ = socket.write_all(&answer).await;
                let _ = socket.shutdown().await;
            }
        })
        .await
    }

    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// What was asked, in order.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// A fetcher for this server alone, fast and impatient.
    pub fn fetcher(&self) -> Fetcher {
        fetcher(self.target(), Egress::public().opening(self.address))
    }

    pub fn target(&self) -> Target {
        Target { requests_per_second: Some(10_000.0), ..Target::ad_hoc(self.url("/")) }
    }

    /// One look as a citizen.
    pub async fn visit(&self, path: &str) -> Visit {
        self.fetcher().visit(&self.url(path), Identity::Citizen, AT).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub const AT: Timestamp = Timestamp::UNIX_EPOCH;

pub const LIMITS: Limits = Limits {
    body: 1 << 20,
    exchange: Duration::from_millis(1500),
    redirects: 10,
    requests_per_second: 10_000.0,
};

pub fn fetcher(target: Target, egress: Egress) -> Fetcher {
    Fetcher::new(Arc::new(target), egress, &UserAgents::default(), LIMITS).unwrap()
}

async fn read_request(socket: &mut TcpStream) -> String {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        match socket.read_u8().await {
            Ok(byte) => request.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(request).unwrap()
}

/// A whole answer with an honest length.
pub fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

pub fn redirect(location: &str) -> Vec<u8> {
    answer("302 Found", &format!("Location: {location}\r\n"), b"")
}

pub fn captured(visit: Visit) -> Capture {
    match visit {
        Visit::Captured(capture) => capture,
        other => panic!("not captured: {other:?}"),
    }
}

/// The reason in English, and the hops before it.
pub fn unreachable(visit: Visit) -> (String, Vec<Hop>) {
    match visit {
        Visit::Unreachable { reason, hops, .. } => (reason.en, hops),
        other => panic!("reached: {other:?}"),
    }
}

/// The most memory that this process has had, in MiB, where the system says so.
pub fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<usize>().ok()? >> 10)
}
