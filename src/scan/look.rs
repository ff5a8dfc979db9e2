//! One address as several visitors: fetch, read once per distinct body, judge.

use std::{collections::HashMap, sync::Arc};

use url::Url;

use super::{admission::Processors, now};
use crate::{
    detect::{Hit, Observation, Rule, View, examine},
    fetch::{BodyDigest, Capture, Cut, Fetcher, Visit, decode},
    finding::Sentence,
    identity::Identity,
    outcome::Failure,
    page::{Loaded, Page, Reader, Resource},
    target::Target,
};

/// What reads and judges pages; shared by all portals of a run.
pub(super) struct Bench {
    pub reader: Reader,
    /// Reading is work, waiting for portals is not.
    pub processors: Processors,
}

/// What a look at one address brought.
pub(super) struct Look {
    pub views: Vec<View>,
    pub hits: Vec<(&'static Rule, Hit)>,
    pub failures: Vec<Failure>,
    /// Visitors who got a firewall page, captcha or error, with the reason.
    pub not_comparable: Vec<(Identity, Sentence)>,
    pub bytes: u64,
    /// What was left out, for the report.
    pub notes: Vec<Sentence>,
    /// Status of the last hop and digest of the body, as the first visitor got them.
    pub answer: Option<(u16, BodyDigest)>,
}

/// The stylesheets and scripts of a portal, each fetched once in a run.
pub(super) struct Library {
    loaded: Arc<Loaded>,
    asked: usize,
}

impl Library {
    /// The most resources that are fetched for one portal in one run.
    const MOST: usize = 40;

    pub fn new() -> Self {
        Self { loaded: Arc::new(Loaded::default()), asked: 0 }
    }

    /// Fetches what a page loads from its own portal and is not here yet. Returns the bytes got.
    async fn stock(&mut self, fetcher: &Fetcher, target: &Target, wanted: Vec<Resource>) -> u64 {
        let mut bytes = 0;
        for resource in wanted {
            let own = resource.url.host_str().is_some_and(|host| target.owns(host));
            if !own || self.loaded.contains(&resource.url) || self.asked >= Self::MOST {
                continue;
            }
            self.asked += 1;
            let visit = fetcher.visit(&resource.url, Identity::Citizen, now()).await;
            let text = match visit {
                Visit::Captured(capture) if capture.status() == 200 => {
                    bytes += capture.body.len() as u64;
                    decode(&capture.body, capture.header("content-type")).text
                }
                // Remembered as empty, so that it is asked for once only.
                _ => String::new(),
            };
            Arc::make_mut(&mut self.loaded).insert(resource.url, text.into());
        }
        bytes
    }
}

/// Looks at one address as the visitors named.
pub(super) async fn look(
    bench: &Arc<Bench>,
    fetcher: &Fetcher,
    library: &mut Library,
    target: &Arc<Target>,
    url: &Url,
    identities: &[Identity],
) -> Look {
    let mut look = Look {
        views: Vec::new(),
        hits: Vec::new(),
        failures: Vec::new(),
        not_comparable: Vec::new(),
        bytes: 0,
        notes: Vec::new(),
        answer: None,
    };
    let mut captures = Vec::new();
    for &identity in identities {
        match fetcher.visit(url, identity, now()).await {
            Visit::Captured(capture) => {
                look.bytes += capture.body.len() as u64;
                look.notes.extend(capture.cut.map(|cut| cut_short(url, cut, capture.body.len())));
                captures.push(capture);
            }
            Visit::NotComparable(_, reason) => look.not_comparable.push((identity, reason)),
            Visit::Unreachable { reason, .. } => {
                look.failures.push(Failure { url: url.to_string(), identity, reason });
            }
        }
    }
    let Some(first) = captures.first() else { return look };
    let digests: Vec<BodyDigest> = captures.iter().map(Capture::digest).collect();
    look.answer = digests.first().map(|digest| (first.status(), *digest));
    let sources = sources(&captures, &digests);
    let wanted =
        sources.iter().flatten().next().map(|source| Reader::resources(&source.text, &source.url));
    look.bytes += library.stock(fetcher, target, wanted.unwrap_or_default()).await;

    let _turn = bench.processors.turn().await;
    let work = judge(
        Arc::clone(bench),
        Arc::clone(target),
        url.clone(),
        captures,
        sources,
        Arc::clone(&library.loaded),
    );
    match tokio::task::spawn_blocking(work).await {
        Ok((views, hits)) => (look.views, look.hits) = (views, hits),
        Err(error) => look.failures.push(Failure {
            url: url.to_string(),
            identity: Identity::Citizen,
            reason: Sentence {
                vi: format!("không đọc được trang: {error}"),
                en: format!("the page could not be read: {error}"),
            },
        }),
    }
    look
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

/// The text of one distinct body, and by which captures it is shared.
struct Source {
    text: Arc<str>,
    url: Url,
    headers: Vec<(String, String)>,
    /// Index of the capture that brought the same body from the same address first.
    same_as: Option<usize>,
}

/// One entry for each capture; `None` where there is no page: a redirect away, an image.
fn sources(captures: &[Capture], digests: &[BodyDigest]) -> Vec<Option<Source>> {
    let mut first: HashMap<(BodyDigest, &str), usize> = HashMap::new();
    captures
        .iter()
        .zip(digests)
        .enumerate()
        .map(|(index, (capture, digest))| {
            if capture.leaves_to.is_some() || !is_page(capture) {
                return None;
            }
            let same_as = first.get(&(*digest, capture.url().as_str())).copied();
            first.entry((*digest, capture.url().as_str())).or_insert(index);
            let text = match same_as {
                Some(_) => Arc::from(""),
                None => decode(&capture.body, capture.header("content-type")).text.into(),
            };
            let headers = capture.last().headers.clone();
            Some(Source { text, url: capture.url().clone(), headers, same_as })
        })
        .collect()
}

fn is_page(capture: &Capture) -> bool {
    let kind = capture.header("content-type").unwrap_or("text/html").to_ascii_lowercase();
    if kind.contains("html") || kind.contains("xml") {
        return true;
    }
    // A body that begins as markup is shown as a page by careless servers' visitors.
    let head = &capture.body[..capture.body.len().min(512)];
    kind.starts_with("text/plain") && head.trim_ascii_start().starts_with(b"<")
}

type Judged = (Vec<View>, Vec<(&'static Rule, Hit)>);

fn judge(
    bench: Arc<Bench>,
    target: Arc<Target>,
    url: Url,
    captures: Vec<Capture>,
    sources: Vec<Option<Source>>,
    loaded: Arc<Loaded>,
) -> impl FnOnce() -> Judged {
    move || {
        let mut pages: Vec<Option<Arc<Page>>> = Vec::with_capacity(sources.len());
        for source in sources {
            let page = source.and_then(|source| match source.same_as {
                Some(index) => pages.get(index).cloned().flatten(),
                None => {
                    let page =
                        bench.reader.read(source.text, &source.url, &source.headers, &loaded);
                    Some(Arc::new(page))
                }
            });
            pages.push(page);
        }
        let views: Vec<View> = captures
            .into_iter()
            .zip(pages)
            .map(|(capture, page)| View {
                identity: capture.identity,
                hops: capture.hops,
                leaves_to: capture.leaves_to,
                page,
            })
            .collect();
        let hits = examine(&Observation { target: &target, url: &url, views: &views });
        (views, hits)
    }
}
