//! One look at one address as one visitor.
//!
//! The HTTP client follows no redirects: the hops are walked here, so that each is checked,
//! paced and put on record before the next is asked, and so that a redirect that leads away from
//! the portal is seen and not followed.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use reqwest::{
    Client, Response,
    header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE},
    redirect::Policy,
};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::{
    identity::{Identity, UserAgents},
    target::Target,
};

use super::{
    Capture, Cut, Egress, Hop, Visit,
    certificate::Witness,
    challenge, failure,
    jar::Jar,
    pace::{self, Pace, Turn},
    visitor,
};

/// How much one visit may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a body, after decompression.
    pub body: usize,
    /// The longest that all hops of a visit and the body may take together, waiting for the
    /// portal's pace not counted.
    pub exchange: Duration,
    /// The most redirects that are followed.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 4 << 20, exchange: Duration::from_secs(20), redirects: 10 }
    }
}

/// Why no fetcher could be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The text or the contact has characters that no header may have.
    #[error("the User-Agent text for {0} cannot be sent in a header")]
    UserAgent(Identity),
    /// TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls(#[from] rustls::Error),
    /// The roots that certificates are judged by could not be read.
    #[error("certificates could not be judged")]
    Roots(#[from] rustls::client::VerifierBuilderError),
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up")]
    Client(#[from] reqwest::Error),
}

/// Fetches the pages of one portal. Dropped with it, and its connections and hosts with it.
#[derive(Debug)]
pub struct Fetcher {
    target: Arc<Target>,
    egress: Egress,
    limits: Limits,
    client: Client,
    witness: Arc<Witness>,
    /// In the order of [`Identity::ALL`].
    headers: [HeaderMap; Identity::ALL.len()],
    pace: Pace,
}

/// The most headers of an answer that are read; browsers read as many as fit their buffer.
const MOST_HEADERS_READ: usize = 1_000;
/// The most headers that a hop keeps.
const MOST_HEADERS: usize = 200;
/// The longest header value that a hop keeps, in bytes.
const LONGEST_HEADER: usize = 8 << 10;

impl Fetcher {
    /// A fetcher for one portal, at the pace that its registration says.
    pub fn new(
        target: Arc<Target>,
        egress: Egress,
        agents: &UserAgents,
        limits: Limits,
    ) -> Result<Self, BuildError> {
        let witness = Witness::new()?;
        #[expect(clippy::disallowed_methods, reason = "this is the client the wall protects")]
        let client = Client::builder()
            .tls_backend_preconfigured(witness.tls()?)
            .dns_resolver(egress.clone())
            .redirect(Policy::none())
            .no_proxy()
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(limits.exchange)
            // Every request arrives on a connection of its own: idle ones cost half a megabyte
            // for each portal, break when the server has just given them up, and would tell it
            // that the four visitors are one.
            .pool_max_idle_per_host(0)
            .http1_max_headers(MOST_HEADERS_READ)
            .http2_max_header_list_size(256 << 10)
            // What browsers put up with must not hide a page from the scanner.
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .build()?;
        let [citizen, from_search, phone, crawler] =
            Identity::ALL.map(|identity| visitor::headers(identity, agents));
        Ok(Self {
            pace: Pace::new(target.requests_per_second),
            target,
            egress,
            limits,
            client,
            witness,
            headers: [citizen?, from_search?, phone?, crawler?],
        })
    }

    /// Looks at an address as a visitor with an empty cookie jar.
    ///
    /// `at` goes on record as the time of the visit. A server that answers 429 or 503 is left
    /// alone as it asks (60 s at most) and asked again, twice at most. Never fails: what went
    /// wrong is an outcome.
    pub async fn visit(&self, url: &Url, identity: Identity, at: Timestamp) -> Visit {
        let mut attempt = 0;
        loop {
            let visit = self.exchange(url, identity, at).await;
            let (Visit::Captured(capture) | Visit::NotComparable(capture, _)) = &visit else {
                return visit;
            };
            let last = capture.last();
            let host = last.url.host_str().unwrap_or_default();
            if !matches!(last.status, 429 | 503) {
                self.pace.welcomed(host, identity);
                return visit;
            }
            let asked = pace::retry_after(last, at);
            if !self.pace.back_off(host, identity, attempt, asked) {
                return visit;
            }
            attempt += 1;
        }
    }

    /// Keeps at least this time between two requests to a host, as its robots.txt asks; at most
    /// 60 s.
    pub fn slow_down(&self, host: &str, crawl_delay: Duration) {
        self.pace.slow_down(host, crawl_delay);
    }

    async fn exchange(&self, url: &Url, identity: Identity, at: Timestamp) -> Visit {
        let mut walk = Walk {
            fetcher: self,
            identity,
            requested: url.clone(),
            jar: Jar::default(),
            hops: Vec::new(),
            asked: Vec::new(),
            left: self.limits.exchange,
        };
        match walk.to_the_end().await {
            Ok(End { leaves_to, body, cut }) => {
                let capture = Capture {
                    requested: walk.requested,
                    identity,
                    at,
                    hops: walk.hops,
                    leaves_to,
                    body,
                    cut,
                };
                match challenge::reason(&capture) {
                    Some(reason) => Visit::NotComparable(capture, reason),
                    None => Visit::Captured(capture),
                }
            }
            Err(reason) => {
                Visit::Unreachable { url: walk.requested, identity, hops: walk.hops, reason }
            }
        }
    }

    /// Whether a redirect from the address asked for stays with the portal.
    fn follows(&self, requested: &Url, next: &Url) -> bool {
        next.host_str().is_some_and(|host| {
            self.target.owns(host)
                || self.target.vouches_for(host)
                || requested.host_str() == Some(host)
        })
    }
}

/// The hops of one exchange, under way.
struct Walk<'a> {
    fetcher: &'a Fetcher,
    identity: Identity,
    requested: Url,
    jar: Jar,
    hops: Vec<Hop>,
    /// Addresses with the cookies sent to them: the same question has the same answer.
    asked: Vec<(Url, Option<reqwest::header::HeaderValue>)>,
    /// What is left of the time for the exchange.
    left: Duration,
}

/// What a walk found at its end.
struct End {
    leaves_to: Option<Url>,
    body: Vec<u8>,
    cut: Option<Cut>,
}

impl Walk<'_> {
    /// Walks from hop to hop; fails with a reason for the report.
    async fn to_the_end(&mut self) -> Result<End, String> {
        let mut url = self.requested.clone();
        loop {
            // A browser would send them as a password: nothing is ever logged in to.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            self.fetcher.egress.check(&url).map_err(|refusal| refusal.to_string())?;
            let (response, turn) = self.ask(&url).await?;
            let hop = self.record(url.clone(), &response);
            let next = next_address(&hop);
            self.hops.push(hop);
            let Some(next) = next? else {
                let (body, cut) = self.body(response).await?;
                drop(turn);
                return Ok(End { leaves_to: None, body, cut });
            };
            self.fetcher.egress.check(&next).map_err(|refusal| refusal.to_string())?;
            if !self.fetcher.follows(&self.requested, &next) {
                return Ok(End { leaves_to: Some(next), body: Vec::new(), cut: None });
            }
            if self.hops.len() > self.fetcher.limits.redirects {
                return Err(format!("more than {} redirects", self.fetcher.limits.redirects));
            }
            url = next;
        }
    }

    async fn ask(&mut self, url: &Url) -> Result<(Response, Turn), String> {
        let host = url.host_str().unwrap_or_default();
        let cookies = self.jar.header(host);
        let question = (url.clone(), cookies.clone());
        if self.asked.contains(&question) {
            return Err("redirect loop".to_owned());
        }
        self.asked.push(question);

        let headers = self.fetcher.headers[self.identity as usize].clone();
        let mut request = self.fetcher.client.get(url.clone()).headers(headers);
        if let Some(cookies) = cookies {
            request = request.header(COOKIE, cookies);
        }
        let turn = self.fetcher.pace.turn(host).await;
        let start = Instant::now();
        let answer = timeout_at(start + self.left, request.send()).await;
        self.left = self.left.saturating_sub(start.elapsed());
        match answer {
            Ok(Ok(response)) => Ok((response, turn)),
            Ok(Err(error)) => Err(failure::reason(&error)),
            Err(_) => Err(self.timeout()),
        }
    }

    /// Puts an answer on record, and its cookies into the jar.
    fn record(&mut self, url: Url, response: &Response) -> Hop {
        let host = url.host_str().unwrap_or_default();
        for cookie in response.headers().get_all(SET_COOKIE) {
            self.jar.keep(host, &String::from_utf8_lossy(cookie.as_bytes()));
        }
        let text = |value: &[u8]| {
            String::from_utf8_lossy(&value[..value.len().min(LONGEST_HEADER)]).into_owned()
        };
        let headers = response.headers().iter().take(MOST_HEADERS);
        let https = url.scheme() == "https";
        Hop {
            status: response.status().as_u16(),
            location: response.headers().get(LOCATION).map(|value| text(value.as_bytes())),
            headers: headers
                .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
                .collect(),
            address: response.remote_addr(),
            certificate: if https { self.fetcher.witness.of_host(host) } else { None },
            url,
        }
    }

    /// Reads a body up to the cap.
    async fn body(&self, mut response: Response) -> Result<(Vec<u8>, Option<Cut>), String> {
        let deadline = Instant::now() + self.left;
        let most = self.fetcher.limits.body;
        let mut body = Vec::new();
        loop {
            match timeout_at(deadline, response.chunk()).await {
                Err(_) => return Err(self.timeout()),
                Ok(Ok(None)) => return Ok((body, None)),
                Ok(Ok(Some(chunk))) => {
                    let room = most - body.len();
                    body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        return Ok((body, Some(Cut::Size)));
                    }
                }
                // A browser shows what it got.
                Ok(Err(_)) if !body.is_empty() => return Ok((body, Some(Cut::Closed))),
                Ok(Err(error)) => return Err(failure::reason(&error)),
            }
        }
    }

    fn timeout(&self) -> String {
        format!("timeout after {} s", self.fetcher.limits.exchange.as_secs_f64())
    }
}

/// Where a hop sends the visitor on to, if it does; fails if that is no address.
fn next_address(hop: &Hop) -> Result<Option<Url>, String> {
    let location = match (hop.status, &hop.location) {
        (301 | 302 | 303 | 307 | 308, Some(location)) => location,
        _ => return Ok(None),
    };
    match hop.url.join(location) {
        Ok(next) => Ok(Some(next)),
        Err(_) => {
            let shown: String = location.chars().take(60).collect();
            Err(format!("redirected to what is no address: {shown:?}"))
        }
    }
}
