//! Fetches the pages of one portal: one visit after the other, each as one visitor.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use reqwest::{Client, header::HeaderMap, redirect::Policy};
use tokio::time::Instant;
use url::Url;

use crate::{
    identity::{Identity, UserAgents},
    target::Target,
};

use super::{
    Capture, Egress, Visit,
    certificate::Witness,
    challenge,
    pace::{self, Pace},
    resolver::Resolver,
    visitor,
    walk::{End, Walk},
};

/// How much one visit may cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The most bytes of a body, after decompression.
    pub body: usize,
    /// The longest that all hops of a visit and the body may take together, waiting for the
    /// portal's pace not counted.
    pub exchange: Duration,
    /// The most redirects that are followed.
    pub redirects: usize,
    /// Requests a second to one host of a portal whose registration does not say.
    pub requests_per_second: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 4 << 20,
            exchange: Duration::from_secs(20),
            redirects: 10,
            requests_per_second: Target::NIGHTLY_RATE,
        }
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

/// The most headers of an answer that are read; browsers read as many as fit their buffer.
const MOST_HEADERS_READ: usize = 1_000;

/// Fetches the pages of one portal. Dropped with it, and its connections and hosts with it.
#[derive(Debug)]
pub struct Fetcher {
    target: Arc<Target>,
    pub(super) egress: Egress,
    pub(super) limits: Limits,
    pub(super) client: Client,
    pub(super) witness: Arc<Witness>,
    pub(super) resolver: Resolver,
    /// In the order of [`Identity::ALL`].
    pub(super) headers: [HeaderMap; Identity::ALL.len()],
    pub(super) pace: Pace,
}

impl Fetcher {
    /// A fetcher for one portal, at the pace that its registration says.
    pub fn new(
        target: Arc<Target>,
        egress: Egress,
        agents: &UserAgents,
        limits: Limits,
    ) -> Result<Self, BuildError> {
        let witness = Witness::new()?;
        let resolver = Resolver::new(egress.clone());
        #[expect(clippy::disallowed_methods, reason = "this is the client the wall protects")]
        let client = Client::builder()
            .tls_backend_preconfigured(witness.tls()?)
            .dns_resolver(resolver.clone())
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
            pace: Pace::new(target.requests_per_second.unwrap_or(limits.requests_per_second)),
            target,
            egress,
            limits,
            client,
            witness,
            resolver,
            headers: [citizen?, from_search?, phone?, crawler?],
        })
    }

    /// Looks at an address as a visitor with an empty cookie jar.
    ///
    /// `at` goes on record as the time of the visit. A server that answers 429 or 503 is left
    /// alone as it asks (60 s at most) and asked again, twice at most. Never fails: what went
    /// wrong is an outcome.
    pub async fn visit(&self, url: &Url, identity: Identity, at: Timestamp) -> Visit {
        let (began, mut attempt) = (Instant::now(), 0);
        loop {
            let visit = self.exchange(url, identity, (at, began)).await;
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

    async fn exchange(
        &self,
        url: &Url,
        identity: Identity,
        (at, began): (Timestamp, Instant),
    ) -> Visit {
        let mut walk = Walk::new(self, url, identity, (at, began));
        match walk.finish().await {
            Ok(End { leaves_to, body, cut }) => {
                let requested = url.clone();
                let hops = walk.hops;
                let capture = Capture { requested, identity, at, hops, leaves_to, body, cut };
                match challenge::reason(&capture) {
                    Some(reason) => Visit::NotComparable(capture, reason),
                    None => Visit::Captured(capture),
                }
            }
            Err(reason) => {
                Visit::Unreachable { url: url.clone(), identity, at, hops: walk.hops, reason }
            }
        }
    }

    /// Whether a redirect from the address asked for stays with the portal.
    pub(super) fn follows(&self, requested: &Url, next: &Url) -> bool {
        next.host_str().is_some_and(|host| {
            self.target.owns(host)
                || self.target.vouches_for(host)
                || requested.host_str() == Some(host)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_with_the_portal_and_whom_it_vouches_for() {
        let home = Url::parse("https://www.so.dienbien.example/").unwrap();
        let vouched = vec!["*.dichvucong.example".to_owned()];
        let target = Arc::new(Target { vouched, ..Target::ad_hoc(home.clone()) });
        let fetcher =
            Fetcher::new(target, Egress::public(), &UserAgents::default(), Limits::default());
        let fetcher = fetcher.unwrap();
        let follows = |next: &str| fetcher.follows(&home, &home.join(next).unwrap());
        for next in [
            "/vi",
            "http://so.dienbien.example/",
            "//media.so.dienbien.example/",
            "https://login.dichvucong.example/",
        ] {
            assert!(follows(next), "{next}");
        }
        for next in [
            "//dienbien.example/",
            "//khac.dienbien.example/",
            "//so.dienbien.example.bet88.example/",
            "//xso.dienbien.example/",
            "//so.dienbien.example@bet88.example/",
        ] {
            assert!(!follows(next), "{next}");
        }
    }
}
