//! Which pages of a portal are looked at, in what order, and when there are no more.
//!
//! Spam is not on the home page: it sits on pages that nothing links to, in upload folders, in
//! sitemaps that only the crawler gets. Those come first; then what was never looked at; then what
//! was looked at longest ago, so that over the nights every page has its turn.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use jiff::Timestamp;
use url::Url;

use crate::{detect::carried, knowledge::Knowledge, target::Target, upload::is_in_upload_folder};

/// How an address became known. Ordered by how soon it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// A link on a page.
    Link,
    /// A sitemap or feed.
    Sitemap,
    /// Known from an earlier run.
    Known,
    /// The impossible address that shows how "not found" is answered.
    Probe,
    /// A sitemap that only the crawler gets.
    CrawlerSitemap,
    /// A finding that was healed a short time ago.
    Healed,
    /// A finding that is still open.
    OpenFinding,
    /// A start page of the registration, or an address of the command line.
    Start,
}

impl Via {
    /// The name in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Sitemap => "sitemap",
            Self::Known => "known",
            Self::Probe => "probe",
            Self::CrawlerSitemap => "crawler-sitemap",
            Self::Healed => "healed-finding",
            Self::OpenFinding => "open-finding",
            Self::Start => "start",
        }
    }

    /// Whether a page found this way is looked at as every visitor.
    pub fn needs_all_identities(self) -> bool {
        matches!(
            self,
            Self::Start | Self::OpenFinding | Self::Healed | Self::Probe | Self::CrawlerSitemap
        )
    }
}

/// An address to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The address.
    pub url: Url,
    /// How it became known.
    pub via: Via,
}

/// Who is next comes first; of equals, who came first.
type Queue = BTreeMap<(Reverse<Rank>, usize), Candidate>;

/// The addresses of one portal that wait to be looked at.
pub struct Frontier {
    target: Target,
    knowledge: Arc<Knowledge>,
    waiting: Queue,
    /// Documents that wait: they are large, so each night takes a few of them.
    documents: Queue,
    /// How many documents may still be handed out.
    documents_left: usize,
    /// How many of the addresses that were seen are documents.
    documents_seen: usize,
    /// How many were ever put among the waiting: who came first goes first.
    arrivals: usize,
    /// How many gave way to odder ones.
    dropped: usize,
    /// Addresses by their hash: a large portal has very many.
    seen: HashSet<u64>,
    handed_out: HashSet<u64>,
    /// How many addresses that lead on to others were handed out.
    counters: usize,
    shapes: HashMap<String, usize>,
    looked_at: HashMap<String, Timestamp>,
}

/// What an address carries along.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Carries {
    /// No other host's address.
    Nothing,
    /// That of a host that is vouched for.
    Vouched,
    /// That of a foreign host.
    Foreign,
}

/// What decides who is next: the odder and the longer unseen, the sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    class: u8,
    /// Seconds since the last look; most for what was never seen.
    unseen_for: i64,
}

impl Frontier {
    /// The most addresses that are told apart on one portal.
    const MOST: usize = 50_000;
    /// The most addresses that wait: far more than one night looks at. What is left out is found
    /// again, and comes sooner when others have been looked at.
    const MOST_WAITING: usize = 2_000;
    /// The most addresses of one shape (digits replaced): calendars and counters never end.
    const MOST_OF_A_SHAPE: usize = 200;
    /// The most addresses of one path that differ in their query only.
    const MOST_QUERIES: usize = 20;
    /// Of so many pages that one night looks at, one may be a document.
    const PAGES_A_DOCUMENT: usize = 10;
    /// The most addresses that carry another host's along: click counters, forwarders, logins. They
    /// lead away, and a link box has hundreds.
    const MOST_COUNTERS: usize = 5;
    const LONGEST: usize = 2_000;
    const DEEPEST: usize = 12;

    /// An empty frontier of one portal. `looked_at` says when pages were last looked at.
    pub fn new(
        target: &Target,
        knowledge: Arc<Knowledge>,
        looked_at: HashMap<String, Timestamp>,
    ) -> Self {
        Self {
            target: target.clone(),
            knowledge,
            waiting: Queue::new(),
            documents: Queue::new(),
            documents_left: target.pages.div_ceil(Self::PAGES_A_DOCUMENT),
            documents_seen: 0,
            arrivals: 1,
            dropped: 0,
            seen: HashSet::new(),
            handed_out: HashSet::new(),
            counters: 0,
            shapes: HashMap::new(),
            looked_at,
        }
    }

    /// Adds an address if it belongs to the portal and is worth a look.
    pub fn offer(&mut self, url: &Url, via: Via) {
        let Some(url) = normal_form(url) else { return };
        let owned = url.host_str().is_some_and(|host| self.target.owns(host));
        let is_out = is_no_page(&url) || (is_document(&url) && !self.is_odd(&url, via));
        if !owned || self.seen.len() >= Self::MOST || is_out {
            return;
        }
        let new = self.seen.insert(hash(&url));
        self.documents_seen += usize::from(new && is_document(&url));
        // Chosen addresses may be asked for again as everybody; known ones were no traps before.
        let chosen = via.needs_all_identities();
        if chosen || (new && (via == Via::Known || !self.is_trap(&url))) {
            self.wait(Candidate { url, via });
        }
    }

    fn wait(&mut self, candidate: Candidate) {
        let rank = self.rank(&candidate.url, candidate.via);
        let arrival = self.arrivals;
        let queue = self.queue_of(&candidate);
        queue.insert((Reverse(rank), arrival), candidate);
        if queue.len() > Self::MOST_WAITING {
            queue.pop_last();
            self.dropped += 1;
        }
        self.arrivals += 1;
    }

    fn queue_of(&mut self, candidate: &Candidate) -> &mut Queue {
        if is_one_of_many(candidate) { &mut self.documents } else { &mut self.waiting }
    }

    /// The next address to look at; each is handed out once.
    pub fn take(&mut self) -> Option<Candidate> {
        loop {
            let document = self.documents.first_entry().filter(|_| self.documents_left > 0);
            let next = match (self.waiting.first_entry(), document) {
                (Some(page), Some(document)) if document.key() < page.key() => document,
                (Some(page), _) => page,
                (None, document) => document?,
            };
            let candidate = next.remove();
            if self.handed_out.contains(&hash(&candidate.url)) {
                continue;
            }
            if self.is_counter(&candidate) {
                if self.counters >= Self::MOST_COUNTERS {
                    self.dropped += 1;
                    continue;
                }
                self.counters += 1;
            }
            self.handed_out.insert(hash(&candidate.url));
            self.documents_left -= usize::from(is_one_of_many(&candidate));
            return Some(candidate);
        }
    }

    /// Gives back an address that was handed out but not looked at.
    pub fn put_back(&mut self, candidate: Candidate) {
        self.handed_out.remove(&hash(&candidate.url));
        self.documents_left += usize::from(is_one_of_many(&candidate));
        self.counters -= usize::from(self.is_counter(&candidate));
        // It was the first among its equals, and is again.
        let rank = self.rank(&candidate.url, candidate.via);
        self.queue_of(&candidate).insert((Reverse(rank), 0), candidate);
    }

    /// How many addresses are known.
    pub fn known(&self) -> usize {
        self.seen.len()
    }

    /// How many of them are no documents.
    pub fn pages(&self) -> usize {
        self.seen.len() - self.documents_seen
    }

    /// How many addresses are left for another night.
    pub fn left(&self) -> usize {
        self.waiting.len() + self.documents.len() + self.dropped
    }

    fn is_trap(&mut self, url: &Url) -> bool {
        if url.as_str().len() > Self::LONGEST
            || url.path_segments().is_some_and(|parts| parts.count() > Self::DEEPEST)
            || repeats_itself(url)
        {
            return true;
        }
        let mut over = |shape: String, most: usize| {
            let count = self.shapes.entry(shape).or_default();
            *count += 1;
            *count > most
        };
        let queries = url.query().is_some() && over(url.path().to_owned(), Self::MOST_QUERIES);
        queries || over(shape(url), Self::MOST_OF_A_SHAPE)
    }

    /// Whether a document stands where nobody who looks after the portal sees it, or says what it
    /// sells: the others are the agency's own, and there are thousands of them.
    fn is_odd(&self, url: &Url, via: Via) -> bool {
        via.needs_all_identities()
            || via == Via::Known
            || is_in_upload_folder(url)
            || speaks_of_spam(&self.knowledge, url)
    }

    fn is_counter(&self, candidate: &Candidate) -> bool {
        candidate.via < Via::Healed && self.carries(&candidate.url) != Carries::Nothing
    }

    fn carries(&self, url: &Url) -> Carries {
        let mut carries = Carries::Nothing;
        for host in carried(url).iter().filter_map(Url::host_str) {
            if self.target.vouches_for(host) || self.knowledge.vouched.contains(host) {
                carries = carries.max(Carries::Vouched);
            } else if !self.target.owns(host) {
                carries = Carries::Foreign;
            }
        }
        carries
    }

    fn rank(&self, url: &Url, via: Via) -> Rank {
        let unseen_for = self.looked_at.get(url.as_str()).map_or(i64::MAX, |at| -at.as_second());
        let class = match via {
            Via::Start => 10,
            Via::OpenFinding => 9,
            Via::Healed => 8,
            Via::Probe => 7,
            Via::CrawlerSitemap => 6,
            _ if speaks_of_spam(&self.knowledge, url) => 5,
            _ if is_in_upload_folder(url) && (is_document(url) || is_script_or_page(url)) => 4,
            _ if self.carries(url) == Carries::Vouched => 1,
            Via::Sitemap | Via::Link if unseen_for == i64::MAX => 3,
            _ => 2,
        };
        Rank { class, unseen_for }
    }
}

fn hash(url: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.as_str().hash(&mut hasher);
    hasher.finish()
}

/// Without fragment, session ids and campaign tags.
fn normal_form(url: &Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let mut url = url.clone();
    url.set_fragment(None);
    if url.query().is_some() {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| !is_noise(key))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else if kept.len() < url.query_pairs().count() {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    if let Some(path) = url.path().split_once(";jsessionid=").map(|(path, _)| path.to_owned()) {
        url.set_path(&path);
    }
    Some(url)
}

fn is_noise(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_")
        || matches!(
            key.as_str(),
            "phpsessid" | "jsessionid" | "sid" | "fbclid" | "gclid" | "_" | "replytocom"
        )
}

/// Files that hold no page.
fn is_no_page(url: &Url) -> bool {
    const EXTENSIONS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "webp", "svg", "ico", "bmp", "tif", "mp3", "mp4", "avi",
        "mov", "wmv", "flv", "webm", "wav", "zip", "rar", "7z", "gz", "tar", "exe", "msi", "apk",
        "iso", "css", "js", "json", "xml", "woff", "woff2", "ttf", "eot", "doc", "xls", "xlsx",
        "ppt", "pptx", "odt", "ods", "csv", "ics", "rss",
    ];
    let name = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    // Feeds are read as sitemaps are.
    if matches!(name, "feed" | "rss" | "atom") {
        return true;
    }
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The address with digits replaced, by which pages of one kind are counted.
fn shape(url: &Url) -> String {
    let mut shape = String::with_capacity(url.path().len());
    for c in url.path().chars() {
        let c = if c.is_ascii_digit() { '0' } else { c };
        if !(c == '0' && shape.ends_with('0')) {
            shape.push(c);
        }
    }
    for (key, _) in url.query_pairs() {
        shape.push('&');
        shape.push_str(&key);
    }
    shape
}

/// `/a/b/a/b/a/b/`: a relative link that leads ever deeper.
fn repeats_itself(url: &Url) -> bool {
    let parts: Vec<&str> = url.path_segments().into_iter().flatten().collect();
    parts.iter().any(|part| !part.is_empty() && parts.iter().filter(|p| *p == part).count() > 2)
}

fn speaks_of_spam(knowledge: &Knowledge, url: &Url) -> bool {
    let terms = knowledge.lexicon.in_address(&url[url::Position::BeforePath..], None);
    terms.iter().any(|term| term.strong)
}

/// A document by its name; what it is, is told when it is there.
fn is_document(url: &Url) -> bool {
    ends_in(url, &[".pdf", ".docx"])
}

/// Whether a candidate is one of the documents of which a night takes a few.
fn is_one_of_many(candidate: &Candidate) -> bool {
    let is_asked_for = matches!(candidate.via, Via::Start | Via::OpenFinding | Via::Healed);
    !is_asked_for && is_document(&candidate.url)
}

fn is_script_or_page(url: &Url) -> bool {
    ends_in(url, &[".html", ".htm", ".php", ".aspx", ".shtml"])
}

fn ends_in(url: &Url, ends: &[&str]) -> bool {
    let path = url.path().to_ascii_lowercase();
    ends.iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frontier() -> Frontier {
        let target = Target::ad_hoc(Url::parse("https://portal.example/").unwrap());
        Frontier::new(&target, Knowledge::builtin(), HashMap::new())
    }

    fn url(path: &str) -> Url {
        Url::parse("https://portal.example/").unwrap().join(path).unwrap()
    }

    fn order(frontier: &mut Frontier) -> Vec<String> {
        std::iter::from_fn(|| frontier.take()).map(|taken| taken.url.path().to_owned()).collect()
    }

    #[test]
    fn odd_addresses_come_before_ordinary_ones() {
        let mut frontier = frontier();
        frontier.offer(&url("/tin/1.html"), Via::Link);
        frontier.offer(&url("/uploads/2024/a.html"), Via::Link);
        frontier.offer(&url("/nha-cai-uy-tin"), Via::Sitemap);
        frontier.offer(&url("/x"), Via::CrawlerSitemap);
        frontier.offer(&url("/"), Via::Start);
        assert_eq!(
            order(&mut frontier),
            ["/", "/x", "/nha-cai-uy-tin", "/uploads/2024/a.html", "/tin/1.html"]
        );
    }

    #[test]
    fn of_documents_a_night_takes_a_few_odd_ones_and_leaves_the_others() {
        let mut frontier = frontier();
        let most = frontier.documents_left;
        for number in 0..Frontier::MOST_OF_A_SHAPE {
            frontier.offer(&url(&format!("/uploads/bao-cao-{number}.pdf")), Via::Link);
            frontier.offer(&url(&format!("/van-ban/{number}.pdf")), Via::Link);
        }
        frontier.offer(&url("/van-ban/nha-cai-uy-tin.pdf"), Via::Sitemap);
        frontier.offer(&url("/x.docx"), Via::CrawlerSitemap);
        frontier.offer(&url("/van-ban/cu.pdf"), Via::OpenFinding);
        frontier.offer(&url("/tin-tuc"), Via::Link);
        assert_eq!(frontier.pages(), 1);
        let first = frontier.take().unwrap();
        frontier.put_back(first);
        let order = order(&mut frontier);
        assert_eq!(order[..3], ["/van-ban/cu.pdf", "/x.docx", "/van-ban/nha-cai-uy-tin.pdf"]);
        assert!(order.iter().any(|path| path == "/tin-tuc"));
        assert_eq!(order.len(), most + 2);
    }

    #[test]
    fn documents_take_turns() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let target = Target { pages: 10, ..Target::ad_hoc(url("/")) };
        let address = |number: usize| url(&format!("/uploads/{number}.pdf"));
        let mut looked_at = HashMap::new();
        for night in 0..3 {
            let looked = looked_at.clone();
            let mut frontier = Frontier::new(&target, Knowledge::builtin(), looked);
            (0..3).for_each(|number| frontier.offer(&address(number), Via::Link));
            let taken = frontier.take().unwrap().url.to_string();
            assert_eq!(frontier.take(), None);
            assert_eq!(looked_at.insert(taken, at(night)), None);
        }
    }

    #[test]
    fn what_was_never_looked_at_comes_before_what_was_and_old_before_fresh() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let target = Target::ad_hoc(url("/"));
        let looked =
            HashMap::from([(url("/old").to_string(), at(10)), (url("/fresh").to_string(), at(99))]);
        let mut frontier = Frontier::new(&target, Knowledge::builtin(), looked);
        for path in ["/fresh", "/old", "/new"] {
            frontier.offer(&url(path), Via::Link);
        }
        assert_eq!(order(&mut frontier), ["/new", "/old", "/fresh"]);
    }

    #[test]
    fn calendars_counters_and_endless_paths_end() {
        let mut frontier = frontier();
        for day in 0..5_000 {
            frontier.offer(&url(&format!("/lich?ngay={day}")), Via::Link);
            frontier.offer(&url(&format!("/lich/{day}")), Via::Link);
        }
        frontier.offer(&url("/a/b/a/b/a/b/"), Via::Link);
        assert_eq!(frontier.left(), Frontier::MOST_OF_A_SHAPE + Frontier::MOST_QUERIES);
    }

    #[test]
    fn known_pages_leave_room_for_new_ones_of_their_shape() {
        let mut frontier = frontier();
        for page in 0..500 {
            frontier.offer(&url(&format!("/bai-viet-{page}.html")), Via::Known);
        }
        frontier.offer(&url("/bai-viet-900.html"), Via::Link);
        assert_eq!(frontier.take().unwrap().url.path(), "/bai-viet-900.html");
        assert_eq!(frontier.left(), 500);
    }

    #[test]
    fn odd_addresses_get_in_however_many_wait() {
        let mut frontier = frontier();
        let letter = |number: u32| char::from_u32('a' as u32 + number % 26).unwrap();
        for page in 0..3_000 {
            let name: String = [page, page / 26, page / 676].map(letter).iter().collect();
            frontier.offer(&url(&format!("/tin-{name}")), Via::Link);
        }
        frontier.offer(&url("/nha-cai-uy-tin"), Via::Sitemap);
        assert_eq!(frontier.take().unwrap().url.path(), "/nha-cai-uy-tin");
        assert_eq!(frontier.known(), 3_001);
        assert_eq!(frontier.left(), 3_000);
    }

    #[test]
    fn few_click_counters_are_followed_and_those_to_vouched_hosts_last() {
        let mut frontier = frontier();
        frontier.offer(&url("/go?to=https://moha.gov.vn/"), Via::Link);
        for number in 0..10 {
            frontier.offer(&url(&format!("/go?to=https://partner{number}.test/")), Via::Link);
        }
        frontier.offer(&url("/go?to=https://w88.example/"), Via::Link);
        frontier.offer(&url("/dang-nhap?returnUrl=https://portal.example/"), Via::Link);
        frontier.offer(&url("/tin"), Via::Link);
        let order: Vec<String> =
            std::iter::from_fn(|| frontier.take()).map(|taken| taken.url.to_string()).collect();
        assert!(order[0].ends_with("w88.example/"), "{order:?}");
        assert_eq!(order.iter().filter(|url| url.contains("/go?")).count(), 5);
        assert!(!order.iter().any(|url| url.contains("moha")));
        assert_eq!((order.len(), frontier.left()), (7, 7));
    }

    #[test]
    fn session_ids_and_fragments_make_no_new_page() {
        let mut frontier = frontier();
        for path in ["/a", "/a#x", "/a?PHPSESSID=1", "/a?utm_source=zalo", "/a;jsessionid=5"] {
            frontier.offer(&url(path), Via::Link);
        }
        assert_eq!(order(&mut frontier), ["/a"]);
    }

    #[test]
    fn other_hosts_and_files_are_not_pages() {
        let mut frontier = frontier();
        frontier.offer(&Url::parse("https://other.example/").unwrap(), Via::Link);
        frontier.offer(&url("/a.pdf"), Via::Link);
        frontier.offer(&Url::parse("javascript:alert(1)").unwrap(), Via::Link);
        assert_eq!(frontier.left(), 0);
    }
}
