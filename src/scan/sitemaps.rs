//! Sitemaps and feeds of a portal, as a citizen and as the crawler.

use std::collections::{BTreeSet, HashSet, VecDeque};

use url::Url;

use super::now;
use crate::{
    fetch::{Fetcher, Robots, Sitemap, Visit},
    finding::Sentence,
    identity::Identity,
    target::Target,
};

/// The most sitemap files that are read as one visitor.
const MOST_FILES: usize = 20;

/// The most addresses that are taken from sitemaps as one visitor.
const MOST_ADDRESSES: usize = 10_000;

/// What the sitemaps of a portal hold.
#[derive(Default)]
pub(super) struct Sitemaps {
    /// Addresses that a citizen gets too.
    pub common: BTreeSet<Url>,
    /// Addresses that only the crawler gets.
    pub crawler_only: BTreeSet<Url>,
    pub bytes: u64,
    /// For the report.
    pub notes: Vec<Sentence>,
}

struct Seen {
    addresses: BTreeSet<Url>,
    bytes: u64,
    /// Whether the visitor was answered at all: a refused visitor proves nothing.
    answered: bool,
    stopped: bool,
}

/// Reads the sitemaps that robots.txt names, the usual ones, and feeds that pages named.
pub(super) async fn read(
    fetcher: &Fetcher,
    target: &Target,
    robots: &Robots,
    feeds: Vec<Url>,
    as_crawler: bool,
) -> Sitemaps {
    let mut starts: Vec<Url> = robots.sitemaps.clone();
    starts
        .extend(["/sitemap.xml", "/rss.xml"].iter().filter_map(|path| target.url.join(path).ok()));
    starts.extend(feeds);
    let citizen = walk(fetcher, target, &starts, Identity::Citizen).await;
    let mut found = Sitemaps { bytes: citizen.bytes, ..Sitemaps::default() };
    if citizen.stopped {
        found.notes.push(Sentence {
            vi: format!(
                "sơ đồ trang (sitemap) vượt mức được đọc: {MOST_FILES} tệp, {MOST_ADDRESSES} địa chỉ"
            ),
            en: format!(
                "the sitemaps are larger than is read: {MOST_FILES} files, \
                 {MOST_ADDRESSES} addresses"
            ),
        });
    }
    found.common = citizen.addresses;
    if as_crawler {
        let crawler = walk(fetcher, target, &starts, Identity::SearchCrawler).await;
        found.bytes += crawler.bytes;
        let comparable = citizen.answered && !citizen.stopped && !crawler.stopped;
        if comparable {
            found.crawler_only = crawler.addresses.difference(&found.common).cloned().collect();
        } else {
            found.common.extend(crawler.addresses);
        }
    }
    found
}

async fn walk(fetcher: &Fetcher, target: &Target, starts: &[Url], identity: Identity) -> Seen {
    let mut seen = Seen { addresses: BTreeSet::new(), bytes: 0, answered: false, stopped: false };
    let mut waiting: VecDeque<Url> = starts.iter().cloned().collect();
    let mut asked: HashSet<Url> = HashSet::new();
    while let Some(url) = waiting.pop_front() {
        let own = url.host_str().is_some_and(|host| target.owns(host));
        if !own || asked.contains(&url) {
            continue;
        }
        if asked.len() >= MOST_FILES || seen.addresses.len() >= MOST_ADDRESSES {
            seen.stopped = true;
            break;
        }
        asked.insert(url.clone());
        let Visit::Captured(capture) = fetcher.visit(&url, identity, now()).await else { continue };
        seen.answered = true;
        seen.bytes += capture.body.len() as u64;
        if capture.status() != 200 || capture.leaves_to.is_some() {
            continue;
        }
        let sitemap = Sitemap::parse(&capture.body, capture.url(), MOST_ADDRESSES);
        // Lists that end in their middle cannot be compared.
        seen.stopped |= sitemap.cut;
        waiting.extend(sitemap.sitemaps);
        let room = MOST_ADDRESSES.saturating_sub(seen.addresses.len());
        seen.addresses.extend(sitemap.pages.into_iter().take(room));
    }
    seen
}
