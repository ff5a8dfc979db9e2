//! From a source to a page, with what pages share kept between them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::{ElementRef, Html};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    Link, Origin, Page,
    cache::{Cache, Key},
    classes,
    code::{is_code, written_in_place},
    data_address,
    document::Document,
    gather::{FoundPiece, Gathering},
    headers::read_headers,
    hints::attribute,
    outline::outline,
    resource::{Loaded, Resource, find},
    script::{self, ScriptFacts, Trigger},
    set_off::read_set_off,
    sheets::Sheets,
    style::Cascade,
    tags,
    walk::{Piece, Setting, Walk},
    written::read_scripts,
};

/// Bytes of one stylesheet or script that are read.
pub(super) const MAX_TEXT: usize = 4 * 1024 * 1024;
/// Bytes of stylesheets, and as many of scripts, whose readings are kept.
const MAX_CACHED: usize = 1 << 20;

/// Reads pages; keeps stylesheets and script facts, by digest, so that nothing is read twice.
pub struct Reader {
    sheets: Sheets,
    scripts: Cache<ScriptFacts>,
    outlines: bool,
}

/// What running the scripts of a page showed, for the page to be read once more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// By the place of their script element, a byte offset in the source.
    pub scripts: HashMap<usize, ScriptFacts>,
    /// The same of the code in event attributes and `javascript:` addresses, by their element.
    pub handlers: HashMap<usize, ScriptFacts>,
    /// Declarations by which scripts hid an element, by its place.
    pub hidden: HashMap<usize, String>,
}

/// Script facts by the element they belong to.
pub(super) type ScriptsRead = HashMap<NodeId, Arc<ScriptFacts>>;

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader with nothing in its caches.
    pub fn new() -> Self {
        let (sheets, scripts) = (Sheets::new(MAX_CACHED), Cache::new(MAX_CACHED));
        Self { sheets, scripts, outlines: false }
    }

    /// A reader whose pages have an outline.
    pub fn with_outlines() -> Self {
        Self { outlines: true, ..Self::new() }
    }

    /// Addresses of the stylesheets for screens and the scripts that a page loads, in document
    /// order, at most 100.
    pub fn resources(source: &str, url: &Url) -> Vec<Resource> {
        find(source, url)
    }

    /// Reads one body. `headers` are those it came with, names in lower case; `loaded` is what has
    /// been fetched of its resources.
    pub fn read(
        &self,
        source: Arc<str>,
        url: &Url,
        headers: &[(String, String)],
        loaded: &Loaded,
    ) -> Page {
        self.read_with(source, url, headers, loaded, (&Ran::default(), self.outlines))
    }

    /// Reads a body with what running it showed, without an outline: what scripts wrote stands in the page then, and
    /// what they did among what reading them shows.
    pub fn read_ran(
        &self,
        source: Arc<str>,
        url: &Url,
        headers: &[(String, String)],
        loaded: &Loaded,
        ran: &Ran,
    ) -> Page {
        self.read_with(source, url, headers, loaded, (ran, false))
    }

    fn read_with(
        &self,
        source: Arc<str>,
        url: &Url,
        headers: &[(String, String)],
        loaded: &Loaded,
        (ran, outlined): (&Ran, bool),
    ) -> Page {
        let base = base_of(&source, url);
        let mut scripts = ScriptsRead::new();
        let mut document = Document::parse(&source, &mut |node, html, at| {
            let read = self.script(node, html, &base, loaded);
            let facts = match ran.scripts.get(&at) {
                Some(ran) => Arc::new(read.unwrap_or_default().joined(ran)),
                None => read?,
            };
            let written = written_in_place(&facts);
            scripts.insert(node, facts);
            written
        });
        let mut out = Gathering::new(source, url, base);
        for &limit in &document.limits {
            out.limit(limit);
        }
        out.page.links_total += document.dropped_links;
        if outlined {
            out.page.outline = outline(&document).into();
        }
        read_headers(headers, &mut out);
        classes::give(&mut document.html, &scripts);
        let cascade = self.sheets.cascade(&document.html, &scripts, loaded, &mut out);
        let setting = Setting {
            document: &document,
            cascade: &cascade,
            scripts: &scripts,
            reader: self,
            origin: Origin::Markup,
            piece: None,
            ran,
        };
        Walk::new(&setting, &mut out).run();
        read_scripts(&mut out);
        self.read_pieces(&cascade, loaded, &mut out);
        if !ran.scripts.is_empty() || !ran.handlers.is_empty() {
            keep_last(&mut out.page.links);
        }
        read_set_off(&mut out);
        out.finish()
    }

    /// What the code of an event attribute shows.
    pub(super) fn handler(&self, code: &str, trigger: &Trigger) -> Arc<ScriptFacts> {
        let (kind, event) = match trigger {
            Trigger::Event(event) => (1, event.as_str()),
            Trigger::Anywhere(event) => (2, event.as_str()),
            Trigger::Load | Trigger::Timer(_) | Trigger::Uncalled => (3, ""),
        };
        let key = Sha256::new().chain_update([kind]).chain_update(event).chain_update([0]);
        let key = key.chain_update(code).finalize();
        self.scripts.get_or_make(key.into(), code.len(), || script::read_handler(code, trigger))
    }

    fn script(
        &self,
        node: NodeId,
        html: &Html,
        base: &Url,
        loaded: &Loaded,
    ) -> Option<Arc<ScriptFacts>> {
        let element = html.tree.get(node).and_then(ElementRef::wrap)?;
        if !is_code(&element) {
            return None;
        }
        if let Some(src) = attribute(&element, local_name!("src")) {
            if let Some(data) = data_address::read(src) {
                return self.script_text(&data.text, Sha256::digest(data.text.as_bytes()).into());
            }
            let loaded = loaded.get(&base.join(src.trim()).ok()?)?;
            let read = || self.script_text(&loaded.text, loaded.digest);
            return loaded.script.get_or_init(read).clone();
        }
        // The tokenizer hands the text over in pieces, the tree joins them.
        let text = element.first_child()?.value().as_text()?;
        self.script_text(text, Sha256::digest(text.as_bytes()).into())
    }

    /// What the text of a script shows that the parser did not announce.
    pub(super) fn late_script(&self, text: &str) -> Option<Arc<ScriptFacts>> {
        self.script_text(text, Sha256::digest(text.as_bytes()).into())
    }

    fn script_text(&self, text: &str, key: Key) -> Option<Arc<ScriptFacts>> {
        if text.len() > MAX_TEXT || text.trim().is_empty() {
            return None;
        }
        Some(self.scripts.get_or_make(key, text.len(), || script::read(text)))
    }

    /// Reads the markup that was found in comments, raw text and scripts.
    fn read_pieces(&self, page: &Cascade, loaded: &Loaded, out: &mut Gathering) {
        let pieces = std::mem::take(&mut out.pieces);
        if pieces.is_empty() {
            return;
        }
        let (scripts, ran) = (ScriptsRead::new(), Ran::default());
        for found in &pieces {
            let document = Document::parse(&found.markup, &mut |_, _, _| None);
            let FoundPiece { spot, concealed, region, .. } = found;
            // What brings its own style along is a document of its own.
            let own = found.markup.contains("<style");
            let own = own.then(|| self.sheets.cascade(&document.html, &scripts, loaded, out));
            let setting = Setting {
                document: &document,
                cascade: own.as_deref().unwrap_or(page),
                scripts: &scripts,
                reader: self,
                origin: found.origin,
                piece: Some(Piece { spot, concealed, region: *region }),
                ran: &ran,
            };
            Walk::new(&setting, out).run();
        }
        out.page.links.sort_by_key(|link| link.spot.at);
    }
}

/// Leaves each link that a script made once: reading and running both tell of it, and running, which
/// is told last, knows where it ended up.
fn keep_last(links: &mut Vec<Link>) {
    let mut seen = HashSet::new();
    let mut kept: Vec<Link> = std::mem::take(links)
        .into_iter()
        .rev()
        .filter(|link| {
            link.origin == Origin::Markup
                || seen.insert((link.spot.at, link.href.clone(), link.text.clone()))
        })
        .collect();
    kept.reverse();
    *links = kept;
}

/// Against what a page's addresses are resolved: its first `<base>`, else its own address.
fn base_of(source: &str, url: &Url) -> Url {
    // Nearly no page has one, and this is how to tell at once.
    let has = |name: &str| memchr::memmem::find(source.as_bytes(), name.as_bytes()).is_some();
    if !["<base", "<BASE", "<Base"].into_iter().any(has) {
        return url.clone();
    }
    tags::start_tags(source)
        .filter(|tag| tag.is("base"))
        .find_map(|tag| tag.attribute("href"))
        .and_then(|href| url.join(href.trim()).ok())
        .unwrap_or_else(|| url.clone())
}
