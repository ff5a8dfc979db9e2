//! From hop to hop.
//!
//! The HTTP client follows no redirects: the hops are walked here, so that each is checked,
//! paced and put on record before the next is asked, and so that a redirect that leads away from
//! the portal is seen and not followed.

use std::time::Duration;

use reqwest::{
    Response,
    header::{COOKIE, HeaderValue, LOCATION, SET_COOKIE},
};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::{
    finding::{Sentence, Text},
    identity::Identity,
};

use super::{Cut, Fetcher, Hop, failure, jar::Jar, pace::Turn};

/// The most headers that a hop keeps.
const MOST_HEADERS: usize = 200;
/// The longest header value that a hop keeps, in bytes.
const LONGEST_HEADER: usize = 8 << 10;

/// The hops of one exchange, under way.
pub(super) struct Walk<'a> {
    fetcher: &'a Fetcher,
    identity: Identity,
    requested: &'a Url,
    jar: Jar,
    /// The hops that have answered.
    pub(super) hops: Vec<Hop>,
    /// Addresses with the cookies sent to them: the same question has the same answer.
    asked: Vec<(Url, Option<HeaderValue>)>,
    /// What is left of the time for the exchange.
    left: Duration,
}

/// What stands at the end of a walk.
pub(super) struct End {
    pub(super) leaves_to: Option<Url>,
    pub(super) body: Vec<u8>,
    pub(super) cut: Option<Cut>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(fetcher: &'a Fetcher, requested: &'a Url, identity: Identity) -> Self {
        Self {
            fetcher,
            identity,
            requested,
            jar: Jar::default(),
            hops: Vec::new(),
            asked: Vec::new(),
            left: fetcher.limits.exchange,
        }
    }

    /// Walks from hop to hop; fails with a reason for the report.
    pub(super) async fn finish(&mut self) -> Result<End, Sentence> {
        let mut url = self.requested.clone();
        loop {
            // A browser would send them as a password: nothing is ever logged in to.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            self.fetcher.egress.check(&url).map_err(|refusal| refusal.sentence())?;
            let (response, turn) = self.ask(&url).await?;
            let hop = self.record(url.clone(), &response);
            let next = next_address(&hop);
            self.hops.push(hop);
            let Some(next) = next? else {
                let (body, cut) = self.body(response).await?;
                drop(turn);
                return Ok(End { leaves_to: None, body, cut });
            };
            self.fetcher.egress.check(&next).map_err(|refusal| refusal.sentence())?;
            if !self.fetcher.follows(self.requested, &next) {
                return Ok(End { leaves_to: Some(next), body: Vec::new(), cut: None });
            }
            if self.hops.len() > self.fetcher.limits.redirects {
                let most = self.fetcher.limits.redirects;
                return Err(Sentence {
                    vi: format!("chuyển hướng quá {most} lần"),
                    en: format!("more than {most} redirects"),
                });
            }
            url = next;
        }
    }

    async fn ask(&mut self, url: &Url) -> Result<(Response, Turn), Sentence> {
        let host = url.host_str().unwrap_or_default();
        let cookies = self.jar.header(host);
        let question = (url.clone(), cookies.clone());
        if self.asked.contains(&question) {
            return Err(Text { vi: "chuyển hướng lặp vòng", en: "redirect loop" }.into());
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
    async fn body(&self, mut response: Response) -> Result<(Vec<u8>, Option<Cut>), Sentence> {
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

    fn timeout(&self) -> Sentence {
        let seconds = self.fetcher.limits.exchange.as_secs_f64();
        Sentence {
            vi: format!("quá thời gian chờ {seconds} giây"),
            en: format!("timeout after {seconds} s"),
        }
    }
}

/// Where a hop sends the visitor on to, if it does; fails if that is no address.
fn next_address(hop: &Hop) -> Result<Option<Url>, Sentence> {
    let location = match (hop.status, &hop.location) {
        (301 | 302 | 303 | 307 | 308, Some(location)) => location,
        _ => return Ok(None),
    };
    match hop.url.join(location) {
        Ok(next) => Ok(Some(next)),
        Err(_) => {
            let shown: String = location.chars().take(60).collect();
            Err(Sentence {
                vi: format!("chuyển hướng đến địa chỉ không hợp lệ: {shown:?}"),
                en: format!("redirected to what is no address: {shown:?}"),
            })
        }
    }
}
