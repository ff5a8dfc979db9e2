//! What was saved of portals, judged as a scan would judge it: one visitor, no network, no memory.
//!
//! A saved page is a file of its own; [`Warc`] reads the answers that an archive holds. An archive
//! does not say who asked, so everybody counts as a citizen, and several answers of one address
//! are judged each by itself: to compare them would be to guess which visitor got which.

mod chunked;
mod evaluate;
mod fields;
mod manifest;
mod message;
mod tape;
mod warc;

pub use evaluate::evaluate;
pub use manifest::NAME as MANIFEST;
pub use warc::{Fault, Warc};

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
    sync::Arc,
};

use flate2::read::MultiGzDecoder;
use url::Url;

use crate::{
    behaviour::{Viewer, Visit},
    detect::{Asked, NOTHING_USUAL, Observation, Reason, View, examine},
    fetch::{Hop, decode},
    finding::Finding,
    identity::Identity,
    knowledge::Knowledge,
    outcome::Software,
    page::{Loaded, Page, Reader, Role},
    scan::{Findings, Stack, Weighed, now},
    target::Target,
    upload::{self, Document},
};

/// The most bytes of one saved page that are read, after decompression.
const LARGEST: u64 = 16 << 20;

/// The address of a page that does not say where it came from.
const UNKNOWN: &str = "http://unknown.invalid/";

/// An answer that was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// Where it came from; `None` takes the page's own word for where it belongs.
    pub url: Option<Url>,
    /// Status code.
    pub status: u16,
    /// Header names (lower case) and values.
    pub headers: Vec<(String, String)>,
    /// The body after decompression, at most 16 MiB; empty for a redirect.
    pub body: Vec<u8>,
}

/// A saved answer and what was found in it.
pub struct Inspected {
    /// Where it came from.
    pub url: Url,
    /// Gravest first.
    pub findings: Vec<Finding>,
    /// Which software it shows.
    pub software: Vec<Software>,
    /// Everything that rules hit, also what came to nothing.
    pub reasons: Vec<Reason>,
    page: Option<Arc<Page>>,
    document: Option<Arc<Document>>,
}

impl Inspected {
    /// Strong terms in running text, each once, at most 20: they count for nothing by themselves,
    /// and whoever wonders why a page is quiet wants to know that they were seen.
    pub fn idle_words(&self, knowledge: &Knowledge) -> Vec<String> {
        let text = match (&self.page, &self.document) {
            (Some(page), _) => &page.visible_text,
            (None, Some(document)) => &document.text,
            (None, None) => return Vec::new(),
        };
        let terms = knowledge.lexicon.in_words(text, None);
        terms
            .into_iter()
            .filter(|term| term.strong)
            .take(20)
            .map(|term| term.text.clone())
            .collect()
    }
}

impl Saved {
    /// A page or document that says nothing of the answer that it was.
    pub fn page(body: Vec<u8>, url: Option<Url>) -> Self {
        Self { url, status: 200, headers: Vec::new(), body }
    }

    /// The first value of a header, by its lower-case name.
    fn header(&self, name: &str) -> Option<&str> {
        fields::value(&self.headers, name)
    }

    /// Whether it is a page: also if it is a document as well.
    fn is_page(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        kind.contains("html") || upload::is_markup(&self.body) || !upload::is_document(&self.body)
    }

    /// The `Location` of a redirect.
    fn location(&self) -> Option<&str> {
        let redirects = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        self.header("location").filter(|_| redirects)
    }
}

/// Reads a saved page or document, gzipped if its name ends in `.gz`.
///
/// # Errors
/// As the file system or the decompression says.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        MultiGzDecoder::new(file).take(LARGEST).read_to_end(&mut bytes)?;
    } else {
        file.take(LARGEST).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Judges a saved answer. A redirect is judged by where it leads, anything else as a page or
/// document.
pub fn judge(viewer: &Viewer, knowledge: &Knowledge, saved: &Saved) -> Inspected {
    let is_page = saved.is_page();
    let text =
        if is_page { decode(&saved.body, saved.header("content-type")).text } else { "".into() };
    let source: Arc<str> = text.into();
    let url = saved.url.clone().unwrap_or_else(|| own_address(&source));
    let mut target = Target::ad_hoc(url.clone());
    // What is no address leads nowhere: a browser shows the body.
    let next = saved.location().and_then(|location| url.join(location).ok());
    let page = (is_page && next.is_none()).then(|| page(viewer, source, &url, saved));
    let document = if next.is_none() { upload::read(&saved.body).map(Arc::new) } else { None };
    if saved.url.is_none() {
        target.vouched = page.iter().flat_map(|page| own_names(page)).collect();
    }
    // From an unknown place nothing can be said to lead away.
    let away =
        |next: &Url| saved.url.is_some() && next.host_str().is_some_and(|host| !target.owns(host));
    let hop = Hop {
        url: url.clone(),
        status: saved.status,
        location: saved.header("location").map(str::to_owned),
        headers: saved.headers.clone(),
        address: None,
        certificate: None,
        exchange: None,
    };
    let view = View {
        identity: Identity::Citizen,
        hops: vec![hop],
        leaves_to: next.filter(away),
        page,
        document,
    };
    let (page, document) = (view.page.clone(), view.document.clone());
    let mut stack = Stack::default();
    stack.answer(&url, &saved.headers, page.as_deref(), knowledge);
    let hits = examine(&Observation {
        target: &target,
        knowledge,
        url: &url,
        asked: Asked::Page,
        usual: &NOTHING_USUAL,
        views: &[view],
    });
    let mut reasons: Vec<Reason> =
        hits.iter().map(|(rule, hit)| Reason::of(rule, &hit.subject, &hit.signals)).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weighed.sum));
    let mut findings = Findings::new(&target.id);
    findings.add(&url, hits);
    let Weighed { software, hits } = stack.weigh(&target, knowledge, now());
    for (url, hits) in hits {
        findings.add(&url, hits);
    }
    Inspected { url, findings: findings.into_sorted(), software, reasons, page, document }
}

fn page(viewer: &Viewer, source: Arc<str>, url: &Url, saved: &Saved) -> Arc<Page> {
    let visit = Visit { identity: Identity::Citizen, at_ms: now().as_millisecond() };
    Arc::new(viewer.view(source, url, &saved.headers, &Loaded::default(), visit))
}

/// The names by which a page that came without an address calls itself. Where they differ, nobody
/// can say which of them is the foreign one.
fn own_names(page: &Page) -> impl Iterator<Item = String> {
    [Role::Canonical, Role::OgUrl, Role::AmpHtml].into_iter().filter_map(|role| {
        let said = page.references.iter().find(|own| own.role == role)?;
        said.url.host_str().map(str::to_owned)
    })
}

/// What a page says of its own address, or one that leads nowhere.
fn own_address(source: &str) -> Url {
    Reader::own_address(source)
        .or_else(|| Url::parse(UNKNOWN).ok())
        .unwrap_or_else(|| unreachable!("a constant address"))
}
