//! How fast one portal is asked.
//!
//! Portals run on small machines, and a night's look must not be felt by their visitors: one
//! request at a time for a host, at the pace its owner agreed to, slower still when the server
//! asks for it. The map of hosts lives with one portal, so it stays small.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::Clock,
    middleware::NoOpMiddleware,
    state::{InMemoryState, NotKeyed},
};
use jiff::{Timestamp, fmt::rfc2822};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep, sleep_until},
};

use crate::identity::Identity;

use super::Hop;

/// The most hosts that are remembered; a portal has a handful, a hostile one may invent more.
const MOST_HOSTS: usize = 256;
/// How often a request is sent again after the server asked for mercy.
const MOST_RETRIES: u32 = 2;
/// The longest that a server may ask to be left alone.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(60);
/// The pause after a first plea for mercy that names none.
const FIRST_BACK_OFF: Duration = Duration::from_secs(2);

/// The pace of one portal, kept for each of its hosts.
#[derive(Debug)]
pub(super) struct Pace {
    requests_per_second: f64,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    one_at_a_time: Arc<Semaphore>,
    limiter: RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>,
    mood: Mutex<Mood>,
}

/// What a host has let us know about being asked.
#[derive(Debug, Default)]
struct Mood {
    not_before: Option<Instant>,
    /// From robots.txt.
    crawl_delay: Duration,
    /// Identities, in the order of [`Identity::ALL`], to which it went on saying no after all
    /// retries: they are not worth another round of waiting.
    exhausted: [bool; Identity::ALL.len()],
}

/// The right to send one request; the next one waits until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Pace {
    /// A pace in requests a second for one host; what is no sensible rate becomes one a second.
    pub(super) fn new(requests_per_second: f64) -> Self {
        let sensible = (0.001..=1e6).contains(&requests_per_second);
        Self {
            requests_per_second: if sensible { requests_per_second } else { 1.0 },
            hosts: Mutex::default(),
        }
    }

    /// Waits until a host may be asked.
    pub(super) async fn turn(&self, host: &str) -> Turn {
        let host = self.host(host);
        // The semaphore is never closed; were it, one request too many would do no harm.
        let permit = host.one_at_a_time.clone().acquire_owned().await.ok();
        let not_before = host.mood().not_before;
        if let Some(time) = not_before {
            sleep_until(time).await;
        }
        while let Err(not_yet) = host.limiter.check() {
            sleep(not_yet.wait_time_from(host.limiter.clock().now())).await;
        }
        let mut mood = host.mood();
        if !mood.crawl_delay.is_zero() {
            mood.not_before = Some(Instant::now() + mood.crawl_delay);
        }
        drop(mood);
        Turn { _permit: permit }
    }

    /// Keeps at least this time between two requests to a host, as its robots.txt asks.
    pub(super) fn slow_down(&self, host: &str, crawl_delay: Duration) {
        self.host(host).mood().crawl_delay = crawl_delay.min(LONGEST_BACK_OFF);
    }

    /// Leaves a host alone for as long as it asked, and says whether to try once more after that.
    pub(super) fn back_off(
        &self,
        host: &str,
        identity: Identity,
        attempt: u32,
        asked: Option<Duration>,
    ) -> bool {
        let host = self.host(host);
        let pause = asked.unwrap_or(FIRST_BACK_OFF * (attempt + 1)).min(LONGEST_BACK_OFF);
        let until = Instant::now() + pause;
        let mut mood = host.mood();
        mood.not_before = Some(mood.not_before.map_or(until, |earlier| earlier.max(until)));
        let exhausted = &mut mood.exhausted[identity as usize];
        *exhausted |= attempt >= MOST_RETRIES;
        !*exhausted
    }

    /// Notes that a host answers an identity again.
    pub(super) fn welcomed(&self, host: &str, identity: Identity) {
        self.host(host).mood().exhausted[identity as usize] = false;
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MOST_HOSTS && !hosts.contains_key(name) {
            hosts.retain(|_, host| Arc::strong_count(host) > 1);
        }
        hosts.entry(name.to_owned()).or_insert_with(|| Arc::new(self.fresh_host())).clone()
    }

    fn fresh_host(&self) -> Host {
        let period = Duration::from_secs_f64(1.0 / self.requests_per_second);
        // Timers tick in milliseconds: at high rates a burst makes up for the tick overslept.
        let burst = NonZeroU32::new((self.requests_per_second / 100.0) as u32);
        let quota = Quota::with_period(period)
            .unwrap_or(Quota::per_second(NonZeroU32::MIN))
            .allow_burst(burst.unwrap_or(NonZeroU32::MIN));
        Host {
            one_at_a_time: Arc::new(Semaphore::new(1)),
            limiter: RateLimiter::direct_with_clock(quota, TokioClock::default()),
            mood: Mutex::default(),
        }
    }
}

impl Host {
    fn mood(&self) -> MutexGuard<'_, Mood> {
        self.mood.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long a `Retry-After` header asks to wait, as seconds or as a date.
///
/// A date is held against the server's own `Date`, whatever its clock says; without one, against
/// `at`.
pub(super) fn retry_after(hop: &Hop, at: Timestamp) -> Option<Duration> {
    let asked = hop.header("retry-after")?.trim();
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text| Some(rfc2822::parse(text).ok()?.timestamp());
    let now = hop.header("date").and_then(date).unwrap_or(at);
    Duration::try_from(date(asked)?.duration_since(now)).ok()
}

/// Tokio's clock, so that the waits and the limiter agree on the time.
#[derive(Clone, Debug)]
struct TokioClock {
    start: Instant,
}

impl Default for TokioClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "portal.example";

    /// How long `count` requests take, one after the other, each answered at once.
    async fn time_for(pace: &Pace, count: usize) -> Duration {
        let start = Instant::now();
        for _ in 0..count {
            drop(pace.turn(HOST).await);
        }
        start.elapsed()
    }

    fn about(time: Duration, seconds: f64) -> bool {
        (time.as_secs_f64() - seconds).abs() < 0.05
    }

    #[tokio::test(start_paused = true)]
    async fn the_rate_is_kept_for_each_host() {
        let pace = Pace::new(2.0);
        let time = time_for(&pace, 5).await;
        assert!(about(time, 2.0), "{time:?}");
        let start = Instant::now();
        drop(pace.turn("www.portal.example").await);
        assert!(about(start.elapsed(), 0.0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_high_rate_is_reached() {
        let time = time_for(&Pace::new(10_000.0), 10_000).await;
        assert!(time < Duration::from_millis(1_200), "{time:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_senseless_rate_is_one_a_second() {
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let time = time_for(&Pace::new(rate), 3).await;
            assert!(about(time, 2.0), "{rate}: {time:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_request_at_a_time() {
        let pace = Arc::new(Pace::new(10_000.0));
        let first = pace.turn(HOST).await;
        let other = tokio::spawn({
            let pace = pace.clone();
            async move { drop(pace.turn(HOST).await) }
        });
        sleep(Duration::from_secs(5)).await;
        assert!(!other.is_finished());
        drop(first);
        other.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_is_left_alone_as_long_as_it_asks() {
        let pace = Pace::new(10_000.0);
        let minute = Some(Duration::from_secs(30));
        assert!(pace.back_off(HOST, Identity::Citizen, 0, minute));
        let time = time_for(&pace, 1).await;
        assert!(about(time, 30.0), "{time:?}");
        let for_ever = Some(Duration::from_secs(u64::MAX));
        assert!(pace.back_off(HOST, Identity::Citizen, 1, for_ever));
        let time = time_for(&pace, 1).await;
        assert!(about(time, 60.0), "{time:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn whom_a_host_goes_on_refusing_is_not_tried_again_and_again() {
        let pace = Pace::new(10_000.0);
        for attempt in 0..MOST_RETRIES {
            assert!(pace.back_off(HOST, Identity::SearchCrawler, attempt, None));
        }
        assert!(!pace.back_off(HOST, Identity::SearchCrawler, MOST_RETRIES, None));
        assert!(!pace.back_off(HOST, Identity::SearchCrawler, 0, None));
        assert!(pace.back_off(HOST, Identity::Citizen, 0, None));
        pace.welcomed(HOST, Identity::SearchCrawler);
        assert!(pace.back_off(HOST, Identity::SearchCrawler, 0, None));
    }

    #[tokio::test(start_paused = true)]
    async fn a_crawl_delay_is_kept() {
        let pace = Pace::new(10_000.0);
        pace.slow_down(HOST, Duration::from_secs(3));
        let time = time_for(&pace, 3).await;
        assert!(about(time, 6.0), "{time:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn invented_hosts_do_not_pile_up() {
        let pace = Pace::new(1.0);
        for n in 0..10_000 {
            drop(pace.turn(&format!("h{n}.portal.example")).await);
        }
        assert!(pace.hosts.lock().unwrap().len() <= MOST_HOSTS);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let asks = |headers: &[(&str, &str)]| {
            let own = |(name, value): &(&str, &str)| (name.to_string(), value.to_string());
            let hop = Hop {
                url: url::Url::parse("http://portal.example/").unwrap(),
                status: 429,
                location: None,
                headers: headers.iter().map(own).collect(),
                address: None,
                certificate: None,
                exchange: None,
            };
            retry_after(&hop, "2026-11-20T17:00:00Z".parse().unwrap())
        };
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(asks(&[("retry-after", " 7 ")]), seconds(7));
        assert_eq!(asks(&[("retry-after", "Fri, 20 Nov 2026 17:00:30 GMT")]), seconds(30));
        // The server's clock is an hour slow.
        let by_its_clock = [
            ("date", "Fri, 20 Nov 2026 16:00:00 GMT"),
            ("retry-after", "Fri, 20 Nov 2026 16:00:30 GMT"),
        ];
        assert_eq!(asks(&by_its_clock), seconds(30));
        assert_eq!(asks(&[("retry-after", "Fri, 20 Nov 2026 16:00:00 GMT")]), None);
        assert_eq!(asks(&[("retry-after", "soon")]), None);
        assert_eq!(asks(&[]), None);
    }
}
