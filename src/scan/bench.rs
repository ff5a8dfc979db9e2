//! Where pages are read and judged: the work of a run, beside the waiting.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use bytes::Bytes;
use tokio::task::JoinError;
use url::Url;

use super::{admission::Processors, days::Past, stack::Stack};
use crate::{
    baseline::{PageFacts, Shapes},
    behaviour::{Viewer, Visit},
    detect::{Asked, Hit, Listed, NOTHING_USUAL, Observation, Rule, View, examine, wants_control},
    fetch::{BodyDigest, Capture, decode},
    finding::Fingerprint,
    identity::Identity,
    knowledge::Knowledge,
    page::{Loaded, Page, Reader, Resource},
    software::StaticFile,
    target::Target,
    upload::{self, Document},
};

/// A longer text without markup is data, in bytes.
const LONGEST_TEXT: usize = 16 << 10;

/// What reads and judges pages; shared by all portals of a run.
pub(super) struct Bench {
    pub viewer: Viewer,
    pub knowledge: Arc<Knowledge>,
    pub processors: Processors,
}

/// What the visitors got at one address, as text.
pub(super) struct Unpacked {
    pub digests: Vec<BodyDigest>,
    /// What the pages load, each once.
    pub wanted: Vec<Resource>,
    captures: Vec<Capture>,
    /// One entry for each capture.
    sources: Vec<Source>,
}

/// The wounds of pages that exist, if the address was made up; `None` for a page.
pub(super) type Elsewhere = Option<HashSet<Fingerprint>>;

/// Where the page or document of one capture comes from.
enum Source {
    /// There is neither: a redirect away, an image.
    None,
    /// Its own body, decoded.
    Page(Arc<str>),
    /// Its own body as it is.
    Document,
    /// The same bytes from the same address with the same headers that matter came to the visitor
    /// before, by index.
    Same(usize),
}

/// A body that was read.
#[derive(Clone, Default)]
struct Body {
    page: Option<Arc<Page>>,
    document: Option<Arc<Document>>,
}

pub(super) struct Judged {
    pub views: Vec<View>,
    pub hits: Vec<(&'static Rule, Hit)>,
    /// Whether the citizen should be asked again.
    pub wants_control: bool,
    /// What the page says, for the comparison with other nights: as the citizen sees it.
    pub facts: Option<PageFacts>,
}

impl Bench {
    /// Does a piece of work when a processor has time for it.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let _turn = self.processors.turn().await;
        tokio::task::spawn_blocking(work).await
    }

    /// Reads each distinct page once and has all rules look at what the visitors saw.
    pub fn judge(
        &self,
        target: &Target,
        url: &Url,
        elsewhere: &Elsewhere,
        unpacked: Unpacked,
        (loaded, past): (&Loaded, Option<&Past>),
    ) -> Judged {
        let Unpacked { captures, sources, .. } = unpacked;
        let mut bodies: Vec<Body> = Vec::with_capacity(sources.len());
        for (capture, source) in captures.iter().zip(sources) {
            let body = match source {
                Source::None => Body::default(),
                Source::Same(index) => bodies.get(index).cloned().unwrap_or_default(),
                Source::Page(text) => {
                    let page = self.view(text, capture, loaded);
                    Body { page: Some(Arc::new(page)), document: document_in(capture) }
                }
                Source::Document => Body { page: None, document: document_in(capture) },
            };
            bodies.push(body);
        }
        let with_bodies = captures.into_iter().zip(bodies);
        let views: Vec<View> = with_bodies
            .map(|(capture, Body { page, document })| View {
                identity: capture.identity,
                hops: capture.hops,
                leaves_to: capture.leaves_to,
                page,
                document,
            })
            .collect();
        let mut judged = self.examine(target, url, elsewhere, views, past);
        // What is answered where nothing is has no nights.
        let past = past.filter(|_| elsewhere.is_none());
        judged.facts = past.and_then(|past| facts(target, &judged.views, loaded, &past.shapes));
        judged
    }

    /// The same with one more view of the citizen.
    pub fn judge_again(
        &self,
        target: &Target,
        url: &Url,
        elsewhere: &Elsewhere,
        mut views: Vec<View>,
        control: Capture,
        (loaded, past): (&Loaded, Option<&Past>),
    ) -> Judged {
        let page = (control.leaves_to.is_none() && is_page(&control)).then(|| {
            let text = decode(&control.body, control.header("content-type")).text;
            Arc::new(self.view(text.into(), &control, loaded))
        });
        let Capture { identity, hops, leaves_to, .. } = control;
        views.push(View { identity, hops, leaves_to, page, document: None });
        self.examine(target, url, elsewhere, views, past)
    }

    fn view(&self, text: Arc<str>, capture: &Capture, loaded: &Loaded) -> Page {
        let visit = Visit { identity: capture.identity, at_ms: capture.at.as_millisecond() };
        self.viewer.view(text, capture.url(), &capture.last().headers, loaded, visit)
    }

    fn examine(
        &self,
        target: &Target,
        url: &Url,
        elsewhere: &Elsewhere,
        views: Vec<View>,
        past: Option<&Past>,
    ) -> Judged {
        let usual = past.map_or(&NOTHING_USUAL, |past| &past.usual);
        let asked = elsewhere.as_ref().map_or(Asked::Page, Asked::Nowhere);
        let knowledge = &self.knowledge;
        let observation = Observation { target, knowledge, url, asked, views: &views, usual };
        let (hits, wants_control) = (examine(&observation), wants_control(&observation));
        Judged { views, hits, wants_control, facts: None }
    }

    /// Takes in what the first visitor's answer shows of the portal's software, and files that were
    /// fetched with it.
    pub fn gather(&self, stack: &mut Stack, views: &[View], files: Vec<(Url, Bytes)>) {
        let files = files.into_iter().filter_map(|(url, body)| StaticFile::of(url, &body));
        files.for_each(|file| stack.file(&file, &self.knowledge));
        if let Some((view, hop)) = views.first().and_then(|view| Some((view, view.hops.last()?))) {
            stack.answer(&hop.url, &hop.headers, view.page.as_deref(), &self.knowledge);
        }
    }

    /// Has all rules look at a list of addresses.
    pub fn judge_list(
        &self,
        target: &Target,
        url: &Url,
        listed: &Listed,
    ) -> Vec<(&'static Rule, Hit)> {
        let (knowledge, asked) = (&self.knowledge, Asked::List(listed));
        examine(&Observation { target, knowledge, url, asked, views: &[], usual: &NOTHING_USUAL })
    }
}

/// Decodes each distinct body once, but for documents: those are read as they are.
pub(super) fn unpack(captures: Vec<Capture>) -> Unpacked {
    let digests: Vec<BodyDigest> = captures.iter().map(Capture::digest).collect();
    let mut first = HashMap::new();
    let mut wanted: Vec<Resource> = Vec::new();
    let mut sources = Vec::with_capacity(captures.len());
    for (index, (capture, digest)) in captures.iter().zip(&digests).enumerate() {
        let (is_page, is_document) = (is_page(capture), upload::is_document(&capture.body));
        if capture.leaves_to.is_some() || !(is_page || is_document) {
            sources.push(Source::None);
            continue;
        }
        // The same body with another of these headers is another page.
        let headers = (capture.header("refresh"), capture.header("link"));
        let known = first.entry((digest, capture.url(), headers)).or_insert(index);
        if *known < index {
            sources.push(Source::Same(*known));
            continue;
        }
        if !is_page {
            sources.push(Source::Document);
            continue;
        }
        let text = decode(&capture.body, capture.header("content-type")).text;
        for resource in Reader::resources(&text, capture.url()) {
            if !wanted.contains(&resource) {
                wanted.push(resource);
            }
        }
        sources.push(Source::Page(text.into()));
    }
    Unpacked { digests, wanted, captures, sources }
}

/// What a citizen's page says; nothing of an answer that is an error.
fn facts(target: &Target, views: &[View], loaded: &Loaded, shapes: &Shapes) -> Option<PageFacts> {
    let view = views.iter().find(|view| view.identity == Identity::Citizen)?;
    let is_error = view.hops.last().is_none_or(|hop| hop.status >= 400);
    let page = view.page.as_ref().filter(|_| !is_error)?;
    let is_own = |url: &Url| url.host_str().is_some_and(|host| target.owns(host));
    Some(PageFacts::of(page, &view.hops, loaded, &is_own, shapes))
}

/// What a visitor got who takes the body for a document.
fn document_in(capture: &Capture) -> Option<Arc<Document>> {
    upload::read(&capture.body).map(Arc::new)
}

fn is_page(capture: &Capture) -> bool {
    let kind = capture.header("content-type").map(str::to_ascii_lowercase);
    let markup = upload::is_markup(&capture.body);
    match kind.as_deref() {
        Some(kind) if kind.contains("html") => true,
        // The type of DOCX has `xml` in it.
        _ if !markup && upload::is_document(&capture.body) => false,
        None => true,
        Some(kind) if kind.contains("xml") => true,
        // Browsers show a body that begins as markup as a page if the type is careless; a text
        // without markup reads the same either way.
        Some(kind) if kind.starts_with("text/plain") => markup || is_plain(&capture.body),
        Some(kind) => kind.starts_with("application/json") && is_plain(&capture.body),
    }
}

fn is_plain(body: &[u8]) -> bool {
    body.len() <= LONGEST_TEXT && !body.contains(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fetch::Hop, scan::now};

    fn capture(identity: Identity, header: Option<(&str, &str)>) -> Capture {
        let url = Url::parse("https://portal.example/").unwrap();
        let hop = Hop {
            url: url.clone(),
            status: 200,
            location: None,
            headers: header.map(|(name, value)| (name.into(), value.into())).into_iter().collect(),
            address: None,
            certificate: None,
            exchange: None,
        };
        Capture {
            requested: url,
            identity,
            at: now(),
            hops: vec![hop],
            leaves_to: None,
            body: Bytes::from_static(b"<p>Tin"),
            cut: None,
        }
    }

    #[test]
    fn a_body_is_what_its_bytes_and_its_type_make_of_it() {
        let pdf = b"%PDF-1.7 1 0 obj<</Title(a)>>endobj trailer<</Info 1 0 R>>";
        let polyglot = b"<!-- %PDF-1.7 --><p>Tin";
        let docx =
            b"PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x11\0\0\0word/document.xml";
        let kind_of_docx =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        for (kind, body, page, document) in [
            (Some("application/pdf"), pdf.as_slice(), false, true),
            (None, pdf, false, true),
            (Some("text/html"), pdf, true, true),
            (Some("text/plain"), pdf, false, true),
            (Some(kind_of_docx), docx, false, true),
            (Some("application/octet-stream"), docx, false, true),
            (Some("text/html"), polyglot, true, true),
            (None, polyglot, true, true),
            (Some("text/html"), b"Tin", true, false),
            (Some("application/pdf"), b"<p>Tin", false, false),
        ] {
            let header = kind.map(|kind| ("content-type", kind));
            let capture =
                Capture { body: Bytes::from_static(body), ..capture(Identity::Citizen, header) };
            let bench = Bench {
                viewer: Viewer::new(None),
                knowledge: Knowledge::builtin(),
                processors: Processors::new(1),
            };
            let url = Url::parse("https://portal.example/").unwrap();
            let target = Target::ad_hoc(url.clone());
            let judged = bench.judge(
                &target,
                &url,
                &None,
                unpack(vec![capture]),
                (&Loaded::default(), None),
            );
            let View { page: seen, document: read, .. } = &judged.views[0];
            assert_eq!((seen.is_some(), read.is_some()), (page, document), "{kind:?} {body:?}");
        }
    }

    #[test]
    fn the_same_body_is_read_once_but_not_if_a_header_moves_the_visitor_on() {
        let refresh = Some(("refresh", "0;url=https://nha-cai.example/"));
        let unpacked = unpack(vec![
            capture(Identity::Citizen, None),
            capture(Identity::FromSearch, refresh),
            capture(Identity::Phone, refresh),
            capture(Identity::SearchCrawler, None),
        ]);
        let kinds = unpacked.sources.iter().map(|source| match source {
            Source::Page(_) | Source::Document => None,
            Source::Same(index) => Some(*index),
            Source::None => Some(usize::MAX),
        });
        assert_eq!(kinds.collect::<Vec<_>>(), [None, None, Some(1), Some(0)]);
    }
}
