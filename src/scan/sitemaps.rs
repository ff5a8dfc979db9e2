//! Sitemaps and feeds of a portal, as a citizen and as the crawler.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    sync::Arc,
};

use jiff::Timestamp;
use url::Url;

use crate::{
    detect::Listed,
    fetch::{Fetcher, Robots, Sitemap, Visit},
    finding::Sentence,
    identity::Identity,
    target::{self, Target},
};

/// The most sitemap files that are read as one visitor.
const MOST_FILES: usize = 20;

/// The most addresses that are taken from sitemaps as one visitor.
const MOST_ADDRESSES: usize = 10_000;

/// The most lists with open findings that are read although nothing names them any more.
const MOST_OPEN: usize = 5;

/// What the sitemaps of a portal hold.
#[derive(Default)]
pub(super) struct Sitemaps {
    /// Each sitemap and feed that somebody got.
    pub lists: Vec<List>,
    pub bytes: u64,
    /// For the report.
    pub notes: Vec<Sentence>,
}

/// One sitemap or feed.
pub(super) struct List {
    pub url: Url,
    pub listed: Listed,
    /// Who got all of it, so that what is not in it is gone.
    pub whole: Vec<Identity>,
}

/// Where the search for sitemaps begins.
pub(super) struct Starts {
    /// The time of the search.
    pub at: Timestamp,
    /// Feeds that pages named.
    pub feeds: Vec<Url>,
    /// Lists with open findings: looked at even if nothing names them any more.
    pub open: Vec<Url>,
}

/// What one visitor got.
struct Seen {
    identity: Identity,
    at: Timestamp,
    files: Vec<File>,
    asked: HashSet<Url>,
    /// How many files and addresses there is room for.
    room: (usize, usize),
    bytes: u64,
    stopped: bool,
}

struct File {
    url: Url,
    pages: Vec<Url>,
    whole: bool,
}

/// Reads the sitemaps that robots.txt names, the usual ones, and those to begin with.
pub(super) async fn read(
    fetcher: &Fetcher,
    target: &Target,
    robots: &Robots,
    starts: Starts,
    as_crawler: bool,
) -> Sitemaps {
    let usual = ["/sitemap.xml", "/rss.xml"].iter().filter_map(|path| target.url.join(path).ok());
    let usual: Vec<Url> = usual.chain(starts.feeds).collect();
    let mut citizen = Seen::nothing(Identity::Citizen, starts.at);
    citizen.walk(fetcher, target, robots.sitemaps.iter().chain(&usual)).await;
    let mut found = Sitemaps::default();
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
    let mut crawler = Seen::nothing(Identity::SearchCrawler, starts.at);
    if as_crawler {
        let named = named_to_crawler(fetcher, target, robots, starts.at).await;
        crawler.walk(fetcher, target, named.iter().chain(&usual)).await;
    }
    let mut open: HashSet<String> = places(&citizen.files).collect();
    // A refused visitor proves nothing, nor do lists that end in their middle.
    let comparable = !citizen.files.is_empty() && !citizen.stopped;
    let led = if comparable { crawler.asked.clone() } else { HashSet::new() };
    citizen.walk_on(fetcher, target, &starts.open).await;
    if as_crawler {
        crawler.walk_on(fetcher, target, &starts.open).await;
    }
    // Where the crawler is led no further than people, nothing is kept from them.
    for seen in [&citizen, &crawler] {
        open.extend(places(seen.files.iter().filter(|file| !led.contains(&file.url))));
    }
    found.bytes = citizen.bytes + crawler.bytes;
    found.lists = lists(citizen, crawler, Arc::new(open), comparable);
    found
}

/// Reads one list again; `None` for a visitor who got no answer.
pub(super) async fn read_again(
    fetcher: &Fetcher,
    url: &Url,
    identity: Identity,
    at: Timestamp,
) -> Option<Vec<Url>> {
    let Visit::Captured(capture) = fetcher.visit(url, identity, at).await else { return None };
    let is_list = capture.status() == 200 && capture.leaves_to.is_none();
    let list = || Sitemap::parse(&capture.body, capture.url(), MOST_ADDRESSES).pages;
    Some(if is_list { list() } else { Vec::new() })
}

/// The sitemaps that robots.txt names to the crawler: a cloaker begins there.
async fn named_to_crawler(
    fetcher: &Fetcher,
    target: &Target,
    robots: &Robots,
    at: Timestamp,
) -> Vec<Url> {
    if target.robots == target::Robots::Ignore {
        return robots.sitemaps.clone();
    }
    let visit = fetcher.visit(&Robots::address(&target.url), Identity::SearchCrawler, at).await;
    let own = Robots::of(&visit);
    if own.unread.is_some() { robots.sitemaps.clone() } else { own.sitemaps }
}

fn places<'a>(files: impl IntoIterator<Item = &'a File>) -> impl Iterator<Item = String> {
    files.into_iter().flat_map(|file| &file.pages).map(Listed::place)
}

fn lists(citizen: Seen, crawler: Seen, open: Arc<HashSet<String>>, comparable: bool) -> Vec<List> {
    let mut lists: BTreeMap<Url, List> = BTreeMap::new();
    for (seen, conclusive) in [(citizen, true), (crawler, comparable)] {
        for File { url, pages, whole } in seen.files {
            let list = lists.entry(url.clone()).or_insert_with(|| List {
                url,
                listed: Listed { open: Arc::clone(&open), ..Listed::default() },
                whole: Vec::new(),
            });
            list.listed.by.push((seen.identity, pages));
            if whole && conclusive {
                list.whole.push(seen.identity);
            }
        }
    }
    lists.into_values().collect()
}

impl Seen {
    fn nothing(identity: Identity, at: Timestamp) -> Self {
        Self {
            identity,
            at,
            files: Vec::new(),
            asked: HashSet::new(),
            room: (MOST_FILES, MOST_ADDRESSES),
            bytes: 0,
            stopped: false,
        }
    }

    /// Reads lists that nothing has led to, however many others there were.
    async fn walk_on(&mut self, fetcher: &Fetcher, target: &Target, lists: &[Url]) {
        self.room = (MOST_OPEN, MOST_ADDRESSES);
        self.walk(fetcher, target, lists).await;
    }

    /// From list to list, as far as they are the portal's own.
    async fn walk(
        &mut self,
        fetcher: &Fetcher,
        target: &Target,
        starts: impl IntoIterator<Item = &Url>,
    ) {
        let mut waiting: VecDeque<Url> = starts.into_iter().cloned().collect();
        while let Some(url) = waiting.pop_front() {
            let own = url.host_str().is_some_and(|host| target.owns(host));
            if !own || self.asked.contains(&url) {
                continue;
            }
            let (files, addresses) = self.room;
            if files == 0 || addresses == 0 {
                self.stopped = true;
                break;
            }
            self.room.0 -= 1;
            self.asked.insert(url.clone());
            let visit = fetcher.visit(&url, self.identity, self.at).await;
            let Visit::Captured(capture) = visit else { continue };
            self.bytes += capture.body.len() as u64;
            let mut file = File { url, pages: Vec::new(), whole: true };
            if capture.status() == 200 && capture.leaves_to.is_none() {
                let sitemap = Sitemap::parse(&capture.body, capture.url(), addresses);
                self.stopped |= sitemap.cut;
                waiting.extend(sitemap.sitemaps);
                self.room.1 -= sitemap.pages.len();
                file = File { whole: !sitemap.cut, pages: sitemap.pages, ..file };
            }
            self.files.push(file);
        }
    }
}
