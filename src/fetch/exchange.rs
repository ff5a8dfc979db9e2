//! What went over the wire for one hop: what evidence needs and nothing else does.

use std::net::IpAddr;

use bytes::Bytes;
use jiff::Timestamp;
use reqwest::{Request, Response, Version, header::HeaderMap};

/// A request and its answer as they were sent, as far as the HTTP client lets them be known.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// When the request was sent.
    pub at: Timestamp,
    /// The request.
    pub request: Head,
    /// The answer.
    pub response: Head,
    /// The body as it came: before any content coding was undone, after chunks were put together.
    /// Of a redirect at most 64 KiB, else at most the cap of bodies.
    pub body: Bytes,
    /// Why the body is not whole, if it is not.
    pub truncated: Option<Truncated>,
    /// Whether HTTP/2 was spoken: then the first lines of the heads were put together from its
    /// pseudo-headers.
    pub is_h2: bool,
    /// All addresses that the resolver gave for the host, in its order; none for a host that is an
    /// address itself.
    pub answers: Vec<IpAddr>,
}

/// The first line of a message, and its headers in the order in which they are known. The HTTP
/// client makes all names lower case; values are as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// `GET /tin?id=1 HTTP/1.1`, `HTTP/1.1 200 OK`: without its line break.
    pub line: String,
    /// Names and values.
    pub headers: Vec<(String, Vec<u8>)>,
}

/// Why a raw body is not whole, as WARC names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncated {
    /// It is longer than is kept.
    Length,
    /// It did not come in time.
    Time,
    /// The connection ended early.
    Disconnect,
    /// It was not read on, because it could not be decoded.
    Unspecified,
}

impl Truncated {
    /// The value of `WARC-Truncated`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Time => "time",
            Self::Disconnect => "disconnect",
            Self::Unspecified => "unspecified",
        }
    }
}

impl Head {
    /// A request as the client will send it: it adds the host to what it is told.
    pub(super) fn of_request(request: &Request) -> Self {
        let url = request.url();
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let mut headers = headers(request.headers());
        let host = url.host_str().unwrap_or_default();
        let host = url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
        headers.push(("host".to_owned(), host.into_bytes()));
        Self { line: format!("{} {target} HTTP/1.1", request.method()), headers }
    }

    pub(super) fn of_response(response: &Response) -> Self {
        let version = match response.version() {
            Version::HTTP_09 | Version::HTTP_10 => "HTTP/1.0",
            _ => "HTTP/1.1",
        };
        let status = response.status();
        let usual = status.canonical_reason().unwrap_or_default().as_bytes();
        // Only what is not the usual reason is handed on.
        let own = response.extensions().get::<hyper::ext::ReasonPhrase>();
        let reason = String::from_utf8_lossy(own.map_or(usual, |own| own.as_bytes())).into_owned();
        let line = format!("{version} {} {reason}", status.as_u16());
        Self { line, headers: headers(response.headers()) }
    }
}

fn headers(map: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    map.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect()
}
