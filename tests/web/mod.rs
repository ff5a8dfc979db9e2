//! A small web server for tests: blocking, a thread for each connection, one function as the site.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// A site on a free port of 127.0.0.1, until the test ends.
pub struct Web {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

/// What somebody asks for.
pub struct Request {
    pub path: String,
    pub host: String,
    headers: Vec<(String, String)>,
}

/// What they get.
pub struct Answer {
    status: u16,
    kind: String,
    location: Option<String>,
    body: Vec<u8>,
    /// Repeated after the body until the visitor hangs up.
    tail: Option<String>,
}

impl Web {
    pub fn serve(site: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let (site, count) = (Arc::new(site), Arc::clone(&requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, count) = (Arc::clone(&site), Arc::clone(&count));
                thread::spawn(move || {
                    let Some(request) = Request::read(&stream, address) else { return };
                    count.fetch_add(1, Ordering::Relaxed);
                    // A visitor may hang up at any time: that is what some tests are about.
                    let _ = site(&request).send(&stream);
                });
            }
        });
        Self { address, requests }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// How many requests have come.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

impl Request {
    fn read(stream: &TcpStream, address: SocketAddr) -> Option<Self> {
        let mut lines = BufReader::new(stream).lines();
        let first = lines.next()?.ok()?;
        let path = first.split(' ').nth(1)?.to_owned();
        let mut headers = Vec::new();
        for line in lines {
            let line = line.ok()?;
            let Some((name, value)) = line.split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Some(Self { path, host: address.to_string(), headers })
    }

    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

impl Answer {
    pub fn of(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, kind: kind.into(), location: None, body: body.into(), tail: None }
    }

    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::of("text/html; charset=utf-8", body)
    }

    pub fn not_found() -> Self {
        Self { status: 404, ..Self::html("<title>404</title><body>Không tìm thấy</body>") }
    }

    pub fn status(status: u16) -> Self {
        Self { status, ..Self::html("") }
    }

    pub fn redirect(location: &str) -> Self {
        Self { status: 302, location: Some(location.into()), ..Self::html("") }
    }

    pub fn with_body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    pub fn endless(kind: &str, body: &str, tail: String) -> Self {
        Self { tail: Some(tail), ..Self::of(kind, body) }
    }

    fn send(self, mut stream: &TcpStream) -> std::io::Result<()> {
        write!(stream, "HTTP/1.1 {} X\r\nContent-Type: {}\r\n", self.status, self.kind)?;
        if let Some(location) = &self.location {
            write!(stream, "Location: {location}\r\n")?;
        }
        if self.tail.is_none() {
            write!(stream, "Content-Length: {}\r\n", self.body.len())?;
        }
        stream.write_all(b"Connection: close\r\n\r\n")?;
        stream.write_all(&self.body)?;
        if let Some(tail) = self.tail {
            loop {
                stream.write_all(tail.repeat(100).as_bytes())?;
            }
        }
        stream.flush()
    }
}
