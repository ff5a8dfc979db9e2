//! One address as several visitors: fetch, read once per distinct body, judge.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use url::Url;

use super::{
    bench::{Bench, Elsewhere, unpack},
    clock::Clock,
    days::Past,
    library::Library,
    sitemaps,
    stack::Stack,
};
use crate::{
    baseline::PageFacts,
    detect::{Hit, Listed, Rule, View, is_signed},
    evidence::Stage,
    fetch::{BodyDigest, Capture, Cut, Fetcher, Visit, decode},
    finding::{Sentence, Text},
    identity::Identity,
    outcome::Failure,
    target::Target,
};

/// So much of a refusal is searched for a boast, in bytes.
const LARGEST_REFUSAL: usize = 64 << 10;

/// What a look at one address brought.
#[derive(Default)]
pub(super) struct Look {
    pub views: Vec<View>,
    pub hits: Vec<(&'static Rule, Hit)>,
    pub failures: Vec<Failure>,
    /// Visitors who got a firewall page, captcha or error, with the reason.
    pub not_comparable: Vec<(Identity, Sentence)>,
    pub bytes: u64,
    /// What was left out, for the report.
    pub notes: Vec<Sentence>,
    /// Status of the last hop as the first visitor got it.
    pub status: Option<u16>,
    /// The visitors' bodies, in their order.
    pub digests: Vec<BodyDigest>,
    /// What the page says, for the comparison with other nights.
    pub facts: Option<PageFacts>,
    /// What went over the wire, also of visits that brought nothing; empty where no evidence is kept.
    pub visits: Vec<(Stage, Visit)>,
}

/// What looks at the pages of one portal.
pub(super) struct Eyes {
    pub bench: Arc<Bench>,
    pub target: Arc<Target>,
    pub fetcher: Fetcher,
    pub library: Library,
    /// What is known of other nights, if anything is.
    pub past: Option<Arc<Past>>,
    pub clock: Clock,
    /// What was seen of the portal's software.
    pub stack: Arc<Mutex<Stack>>,
    /// Whether looks hand on what went over the wire.
    pub keeps: bool,
}

impl Eyes {
    /// Looks at one address as the visitors named.
    pub async fn look(&mut self, url: &Url, identities: &[Identity], elsewhere: Elsewhere) -> Look {
        let mut look = Look::default();
        let mut captures = Vec::new();
        for &identity in identities {
            let visit = self.fetcher.visit(url, identity, self.clock.now()).await;
            look.keep(self.keeps, Stage::First, &visit);
            let mut capture = match visit {
                Visit::Captured(capture) => capture,
                Visit::NotComparable(capture, _) if is_defaced(&capture) => capture,
                Visit::NotComparable(_, reason) => {
                    look.not_comparable.push((identity, reason));
                    continue;
                }
                Visit::Unreachable { reason, .. } => {
                    look.failures.push(Failure { url: url.to_string(), identity, reason });
                    continue;
                }
            };
            let bytes = capture.body.len();
            capture.forget_exchange();
            look.bytes += bytes as u64;
            look.status = look.status.or(Some(capture.status()));
            look.notes.extend(capture.cut.map(|cut| cut_short(url, cut, bytes)));
            captures.push(capture);
        }
        if captures.is_empty() {
            return look;
        }
        let unpacked = match self.bench.work(move || unpack(captures)).await {
            Ok(unpacked) => unpacked,
            Err(error) => return look.unread(url, &error),
        };
        look.digests.clone_from(&unpacked.digests);
        let wanted = unpacked.wanted.clone();
        let at = self.clock.now();
        let stocked = self.library.stock(&self.fetcher, &self.target, wanted, at).await;
        look.bytes += stocked.bytes;
        let (bench, target) = (Arc::clone(&self.bench), Arc::clone(&self.target));
        let (address, loaded) = (url.clone(), self.library.loaded());
        let known = elsewhere.clone();
        let past = self.past.clone();
        let stack = Arc::clone(&self.stack);
        let judge = move || {
            let judged =
                bench.judge(&target, &address, &known, unpacked, (&loaded, past.as_deref()));
            let mut stack = stack.lock().unwrap_or_else(PoisonError::into_inner);
            bench.gather(&mut stack, &judged.views, stocked.files);
            judged
        };
        match self.bench.work(judge).await {
            Ok(judged) => {
                (look.views, look.hits) = (judged.views, judged.hits);
                look.facts = judged.facts;
                let mut wants_control = judged.wants_control;
                while wants_control {
                    wants_control = self.control(url, &elsewhere, &mut look).await;
                }
            }
            Err(error) => return look.unread(url, &error),
        }
        look
    }

    /// Asks the citizen again, so that what differs by visitor is told from what differs from visit
    /// to visit; says whether to ask once more. Without an answer the judgement so far stands.
    async fn control(&mut self, url: &Url, elsewhere: &Elsewhere, look: &mut Look) -> bool {
        let visit = self.fetcher.visit(url, Identity::Citizen, self.clock.now()).await;
        look.keep(self.keeps, Stage::Control, &visit);
        let Visit::Captured(mut capture) = visit else { return false };
        capture.forget_exchange();
        look.bytes += capture.body.len() as u64;
        let (bench, target) = (Arc::clone(&self.bench), Arc::clone(&self.target));
        let (address, loaded, views) = (url.clone(), self.library.loaded(), look.views.clone());
        let (elsewhere, past) = (elsewhere.clone(), self.past.clone());
        let judge = move || {
            bench.judge_again(
                &target,
                &address,
                &elsewhere,
                views,
                capture,
                (&loaded, past.as_deref()),
            )
        };
        let Ok(judged) = self.bench.work(judge).await else { return false };
        (look.views, look.hits) = (judged.views, judged.hits);
        judged.wants_control
    }

    /// Asks for an address as the visitors named and judges nothing.
    pub async fn fetch(&self, url: &Url, identities: &[Identity]) -> Look {
        let mut look = Look::default();
        for &identity in identities {
            let visit = self.fetcher.visit(url, identity, self.clock.now()).await;
            look.keep(self.keeps, Stage::Evidence, &visit);
        }
        look
    }

    /// Judges a sitemap or feed.
    pub async fn judge_list(&self, url: &Url, listed: Listed) -> Look {
        let (bench, target) = (Arc::clone(&self.bench), Arc::clone(&self.target));
        let address = url.clone();
        let judge = move || bench.judge_list(&target, &address, &listed);
        match self.bench.work(judge).await {
            Ok(hits) => Look { hits, ..Look::default() },
            Err(error) => Look::default().unread(url, &error),
        }
    }

    /// Looks again at a sitemap or feed; what people were led to by all lists is known already.
    pub async fn look_at_list(
        &self,
        url: &Url,
        mut listed: Listed,
        identities: &[Identity],
    ) -> Look {
        for &identity in identities {
            let Some(urls) =
                sitemaps::read_again(&self.fetcher, url, identity, self.clock.now()).await
            else {
                let reason =
                    Text { vi: "không đọc lại được", en: "could not be read again" };
                let failure = Failure { url: url.to_string(), identity, reason: reason.into() };
                return Look { failures: vec![failure], ..Look::default() };
            };
            listed.by.push((identity, urls));
        }
        self.judge_list(url, listed).await
    }
}

impl Look {
    /// Keeps what went over the wire; what was decoded of it is not needed for that.
    fn keep(&mut self, keeps: bool, stage: Stage, visit: &Visit) {
        if keeps {
            let mut visit = visit.clone();
            if let Visit::Captured(capture) | Visit::NotComparable(capture, _) = &mut visit {
                capture.body = Bytes::new();
            }
            self.visits.push((stage, visit));
        }
    }

    /// A page that broke its reader costs that page only.
    fn unread(mut self, url: &Url, error: &dyn std::error::Error) -> Self {
        self.failures.push(Failure {
            url: url.to_string(),
            identity: Identity::Citizen,
            reason: Sentence {
                vi: format!("không đọc được trang: {error}"),
                en: format!("the page could not be read: {error}"),
            },
        });
        self
    }
}

/// Whether somebody signed what looks like a refusal: an attacker need not answer 200.
fn is_defaced(capture: &Capture) -> bool {
    let body = &capture.body[..capture.body.len().min(LARGEST_REFUSAL)];
    is_signed(&decode(body, capture.header("content-type")).text)
}

fn cut_short(url: &Url, cut: Cut, bytes: usize) -> Sentence {
    match cut {
        Cut::Size => Sentence {
            vi: format!("{url}: trang quá lớn, chỉ đọc {bytes} byte đầu"),
            en: format!("{url}: larger than is read, {bytes} bytes"),
        },
        Cut::Closed => Sentence {
            vi: format!("{url}: kết nối kết thúc khi chưa nhận đủ trang"),
            en: format!("{url}: the connection ended before the page did"),
        },
    }
}
