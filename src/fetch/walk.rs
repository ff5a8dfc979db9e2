//! From hop to hop.
//!
//! The HTTP client follows no redirects: the hops are walked here, so that each is checked,
//! paced and put on record before the next is asked, and so that a redirect that leads away from
//! the portal is seen and not followed.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use reqwest::{
    Response, Version,
    header::{CONTENT_ENCODING, CONTENT_LENGTH, COOKIE, HeaderValue, LOCATION, SET_COOKIE},
};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::{
    finding::{Sentence, Text},
    identity::Identity,
};

use super::{
    Cut, Exchange, Fetcher, Head, Hop, Truncated,
    coding::{self, Decoding, Halt},
    failure,
    jar::Jar,
    pace::Turn,
};

/// The most headers that a hop keeps.
const MOST_HEADERS: usize = 200;
/// The longest header value that a hop keeps, in bytes.
const LONGEST_HEADER: usize = 8 << 10;
/// So much of the body of a redirect is kept, in bytes, and so long is waited for it: nobody is
/// shown it.
const LARGEST_REDIRECT: usize = 64 << 10;
const REDIRECT_PATIENCE: Duration = Duration::from_secs(1);

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
    /// When the visit began, by both clocks.
    began: (Timestamp, Instant),
}

/// What was asked, and when.
struct Asked {
    at: Timestamp,
    request: Head,
}

/// What stands at the end of a walk.
pub(super) struct End {
    pub(super) leaves_to: Option<Url>,
    pub(super) body: Bytes,
    pub(super) cut: Option<Cut>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        fetcher: &'a Fetcher,
        requested: &'a Url,
        identity: Identity,
        began: (Timestamp, Instant),
    ) -> Self {
        Self {
            fetcher,
            identity,
            requested,
            jar: Jar::default(),
            hops: Vec::new(),
            asked: Vec::new(),
            left: fetcher.limits.exchange,
            began,
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
            let (asked, response, turn) = self.ask(&url).await?;
            let codings = coding::codings(response.headers());
            let (hop, mut exchange) = self.record(url.clone(), asked, &response, &codings);
            let next = next_address(&hop);
            self.hops.push(hop);
            let Some(next) = next.transpose() else {
                let end = self.body(response, &codings, &mut exchange).await;
                self.keep(exchange);
                drop(turn);
                return end.map(|(body, cut)| End { leaves_to: None, body, cut });
            };
            self.redirect_body(response, &mut exchange).await;
            self.keep(exchange);
            drop(turn);
            let next = next?;
            self.fetcher.egress.check(&next).map_err(|refusal| refusal.sentence())?;
            if !self.fetcher.follows(self.requested, &next) {
                return Ok(End { leaves_to: Some(next), body: Bytes::new(), cut: None });
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

    async fn ask(&mut self, url: &Url) -> Result<(Asked, Response, Turn), Sentence> {
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
        let request = request.build().map_err(|error| failure::reason(&error))?;
        let turn = self.fetcher.pace.turn(host).await;
        let asked = Asked { at: self.now(), request: Head::of_request(&request) };
        let start = Instant::now();
        let answer = timeout_at(start + self.left, self.fetcher.client.execute(request)).await;
        self.left = self.left.saturating_sub(start.elapsed());
        match answer {
            Ok(Ok(response)) => Ok((asked, response, turn)),
            Ok(Err(error)) => Err(failure::reason(&error)),
            Err(_) => Err(self.timeout()),
        }
    }

    fn now(&self) -> Timestamp {
        let (at, instant) = self.began;
        let passed = SignedDuration::try_from(instant.elapsed()).unwrap_or_default();
        at.checked_add(passed).unwrap_or(at)
    }

    /// Puts an answer on record, and its cookies into the jar; its body is still to come.
    fn record(
        &mut self,
        url: Url,
        asked: Asked,
        response: &Response,
        codings: &[String],
    ) -> (Hop, Exchange) {
        let host = url.host_str().unwrap_or_default();
        for cookie in response.headers().get_all(SET_COOKIE) {
            self.jar.keep(host, &String::from_utf8_lossy(cookie.as_bytes()));
        }
        let text = |value: &[u8]| {
            String::from_utf8_lossy(&value[..value.len().min(LONGEST_HEADER)]).into_owned()
        };
        // Once the coding is undone, these speak of another body.
        let of_coding =
            |name| !codings.is_empty() && [CONTENT_ENCODING, CONTENT_LENGTH].contains(name);
        let headers = response.headers().iter().filter(|(name, _)| !of_coding(name));
        let headers = headers.take(MOST_HEADERS);
        let https = url.scheme() == "https";
        let exchange = Exchange {
            at: asked.at,
            request: asked.request,
            response: Head::of_response(response),
            body: Bytes::new(),
            truncated: None,
            is_h2: response.version() == Version::HTTP_2,
            answers: self.fetcher.resolver.answers(host),
        };
        let hop = Hop {
            status: response.status().as_u16(),
            location: response.headers().get(LOCATION).map(|value| text(value.as_bytes())),
            headers: headers
                .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
                .collect(),
            address: response.remote_addr(),
            certificate: if https { self.fetcher.witness.of_host(host) } else { None },
            exchange: None,
            url,
        };
        (hop, exchange)
    }

    fn keep(&mut self, exchange: Exchange) {
        if let Some(hop) = self.hops.last_mut() {
            hop.exchange = Some(Arc::new(exchange));
        }
    }

    /// Reads what comes with a redirect, if it comes soon. It is no page: whatever goes wrong with
    /// it, the walk goes on.
    async fn redirect_body(&mut self, mut response: Response, exchange: &mut Exchange) {
        let start = Instant::now();
        let deadline = start + self.left.min(REDIRECT_PATIENCE);
        let mut body = Vec::new();
        exchange.truncated = loop {
            match timeout_at(deadline, response.chunk()).await {
                Err(_) => break Some(Truncated::Time),
                Ok(Ok(None)) => break None,
                Ok(Ok(Some(chunk))) => {
                    if !add(&mut body, &chunk, LARGEST_REDIRECT) {
                        break Some(Truncated::Length);
                    }
                }
                Ok(Err(_)) => break Some(Truncated::Disconnect),
            }
        };
        self.left = self.left.saturating_sub(start.elapsed());
        exchange.body = body.into();
    }

    /// Reads a body and undoes its codings, up to the cap; the exchange gets it as it came.
    async fn body(
        &self,
        mut response: Response,
        codings: &[String],
        exchange: &mut Exchange,
    ) -> Result<(Bytes, Option<Cut>), Sentence> {
        let deadline = Instant::now() + self.left;
        let most = self.fetcher.limits.body;
        let mut raw = Vec::new();
        // A body without codings is kept once.
        let mut decoding = (!codings.is_empty()).then(|| Decoding::begin(codings, most));
        let (mut cut, mut failed) = (None, None);
        loop {
            match timeout_at(deadline, response.chunk()).await {
                Err(_) => {
                    exchange.truncated = Some(Truncated::Time);
                    exchange.body = raw.into();
                    return Err(self.timeout());
                }
                Ok(Ok(None)) => break,
                Ok(Ok(Some(chunk))) => {
                    if !add(&mut raw, &chunk, most) {
                        exchange.truncated = Some(Truncated::Length);
                        // What decodes to little may go on for as long as there is time.
                        if decoding.is_none() {
                            cut = Some(Cut::Size);
                            break;
                        }
                    }
                    let taken = decoding.as_mut().map_or(Ok(()), |decoding| decoding.take(&chunk));
                    if let Err(halt) = taken {
                        exchange.truncated = Some(match halt {
                            Halt::Size => Truncated::Length,
                            Halt::Broken => Truncated::Unspecified,
                        });
                        break;
                    }
                }
                Ok(Err(error)) => {
                    exchange.truncated = Some(Truncated::Disconnect);
                    failed = Some(failure::reason(&error));
                    cut = Some(Cut::Closed);
                    break;
                }
            }
        }
        exchange.body = raw.into();
        let Some(decoding) = decoding else {
            return match failed {
                Some(reason) if exchange.body.is_empty() => Err(reason),
                // A browser shows what it got.
                _ => Ok((exchange.body.clone(), cut)),
            };
        };
        let (body, ended) = decoding.end();
        match (ended, failed) {
            (Err(Halt::Size), _) => Ok((body.into(), Some(Cut::Size))),
            (_, Some(reason)) if body.is_empty() => Err(reason),
            (Err(Halt::Broken), None) if body.is_empty() && !exchange.body.is_empty() => {
                Err(failure::UNDECODED.into())
            }
            (Err(Halt::Broken), None) if !body.is_empty() => Ok((body.into(), Some(Cut::Closed))),
            _ => Ok((body.into(), cut)),
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

/// Adds as much as there is room for; says whether that was all.
fn add(body: &mut Vec<u8>, chunk: &[u8], most: usize) -> bool {
    let room = most.saturating_sub(body.len());
    body.extend_from_slice(chunk.get(..chunk.len().min(room)).unwrap_or_default());
    chunk.len() <= room
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
