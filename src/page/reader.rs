//! From a source to a page, with what pages share kept between them.

use std::{collections::HashMap, sync::Arc};

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::{ElementRef, Html, Node};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    Concealment, Declared, Frame, HidingForm, Link, Origin, Page, Refresh, Region, Role,
    cache::{Cache, Key},
    code::{is_code, is_written_in_place, written_in_place},
    document::Document,
    element::role,
    gather::{FoundPiece, Gathering, MAX_ELEMENTS},
    hints::attribute,
    refresh,
    resource::{Loaded, Resource, find, is_stylesheet},
    script::{self, Destination, ScriptFacts},
    style::{Cascade, Sheet, applies_to_screens},
    tags,
    walk::{Piece, Setting, Walk},
};

/// Stylesheets that are looked at on one page.
const MAX_SHEETS: usize = 64;
/// Bytes of one stylesheet or script that are read.
const MAX_TEXT: usize = 4 * 1024 * 1024;

/// Reads pages; keeps stylesheets and script facts, by digest, so that nothing is read twice.
pub struct Reader {
    sheets: Cache<Sheet>,
    cascades: Cache<Cascade>,
    scripts: Cache<ScriptFacts>,
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
        Self { sheets: Cache::new(512), cascades: Cache::new(256), scripts: Cache::new(4096) }
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
        let base = base_of(&source, url);
        let mut scripts = ScriptsRead::new();
        let document = Document::parse(&source, &mut |node, html| {
            let facts = self.script(node, html, &base, loaded)?;
            let written = written_in_place(&facts);
            scripts.insert(node, facts);
            written
        });
        let mut out = Gathering::new(source, url, base);
        for &limit in &document.limits {
            out.limit(limit);
        }
        out.page.links_total += document.dropped_links;
        read_headers(headers, &mut out);
        let cascade = self.cascade(&document.html, &scripts, loaded, &mut out);
        let setting = Setting {
            document: &document,
            cascade: &cascade,
            scripts: &scripts,
            reader: self,
            origin: Origin::Markup,
            piece: None,
        };
        Walk::new(&setting, &mut out).run();
        read_scripts(&mut out);
        self.read_pieces(&mut out);
        out.finish()
    }

    /// What the code of an event attribute shows.
    pub(super) fn handler(&self, code: &str, event: &str) -> Arc<ScriptFacts> {
        let key = Sha256::new().chain_update(event).chain_update([0]).chain_update(code).finalize();
        self.scripts.get_or_make(key.into(), || script::read_handler(code, event))
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
            let loaded = loaded.get(&base.join(src.trim()).ok()?)?;
            return self.script_text(&loaded.text, loaded.digest);
        }
        // The tokenizer hands the text over in pieces, the tree joins them.
        let text = element.first_child()?.value().as_text()?;
        self.script_text(text, Sha256::digest(text.as_bytes()).into())
    }

    fn script_text(&self, text: &str, key: Key) -> Option<Arc<ScriptFacts>> {
        if text.len() > MAX_TEXT || text.trim().is_empty() {
            return None;
        }
        Some(self.scripts.get_or_make(key, || script::read(text)))
    }

    /// Puts together all that styles the page: its own styles, same-site stylesheets, and what
    /// scripts hide.
    fn cascade(
        &self,
        html: &Html,
        scripts: &ScriptsRead,
        loaded: &Loaded,
        out: &mut Gathering,
    ) -> Arc<Cascade> {
        let mut texts = Vec::new();
        for element in html.tree.nodes().filter_map(ElementRef::wrap) {
            let Some(found) = style_text(&element, &out.base, loaded) else { continue };
            if texts.len() >= MAX_SHEETS || found.text.len() > MAX_TEXT {
                out.limit("stylesheets");
                continue;
            }
            texts.push(found);
        }
        let hides = hiding_rules(scripts);
        if !hides.is_empty() {
            let digest = Sha256::digest(hides.as_bytes()).into();
            texts.push(StyleText { text: &hides, digest, declared: Declared::Script });
        }
        let mut key = Sha256::new();
        for found in &texts {
            key.update([found.declared as u8]);
            key.update(found.digest);
        }
        let cascade = self.cascades.get_or_make(key.finalize().into(), || {
            let sheets = texts.iter().map(|found| {
                let sheet = self.sheets.get_or_make(found.digest, || Sheet::parse(found.text));
                (sheet, found.declared)
            });
            Cascade::new(sheets.collect())
        });
        if cascade.is_cut() {
            out.limit("css-rules");
        }
        cascade
    }

    /// Reads the markup that was found in comments, raw text and scripts.
    fn read_pieces(&self, out: &mut Gathering) {
        let pieces = std::mem::take(&mut out.pieces);
        if pieces.is_empty() {
            return;
        }
        let scripts = ScriptsRead::new();
        let cascade = Cascade::default();
        for found in &pieces {
            let document = Document::parse(&found.markup, &mut |_, _| None);
            let FoundPiece { spot, concealed, region, .. } = found;
            let setting = Setting {
                document: &document,
                cascade: &cascade,
                scripts: &scripts,
                reader: self,
                origin: found.origin,
                piece: Some(Piece { spot, concealed, region: *region }),
            };
            Walk::new(&setting, out).run();
        }
        out.page.links.sort_by_key(|link| link.spot.at);
    }
}

/// A stylesheet before it is read.
struct StyleText<'a> {
    text: &'a str,
    digest: Key,
    declared: Declared,
}

fn style_text<'a>(
    element: &ElementRef<'a>,
    base: &Url,
    loaded: &'a Loaded,
) -> Option<StyleText<'a>> {
    let is_link = match element.value().name.local {
        local_name!("style") => false,
        local_name!("link") => true,
        _ => return None,
    };
    let without_scripts = element
        .parent()
        .and_then(|parent| parent.value().as_element())
        .is_some_and(|parent| parent.name.local == local_name!("noscript"));
    let media = attribute(element, local_name!("media")).unwrap_or_default();
    if without_scripts || !applies_to_screens(media) {
        return None;
    }
    if is_link {
        let rel = attribute(element, local_name!("rel")).filter(|rel| is_stylesheet(rel));
        let href = rel.and_then(|_| attribute(element, local_name!("href")))?;
        let found = loaded.get(&base.join(href.trim()).ok()?)?;
        let declared = Declared::Stylesheet;
        return Some(StyleText { text: &found.text, digest: found.digest, declared });
    }
    let Node::Text(text) = element.first_child()?.value() else { return None };
    let digest = Sha256::digest(text.as_bytes()).into();
    Some(StyleText { text, digest, declared: Declared::PageStyle })
}

/// What scripts hide, as rules.
fn hiding_rules(scripts: &ScriptsRead) -> String {
    let mut selectors: Vec<&str> = scripts
        .values()
        .flat_map(|facts| &facts.hides)
        .map(String::as_str)
        .filter(|selector| !selector.contains(['{', '}', '@', ';']))
        .collect();
    selectors.sort_unstable();
    selectors.dedup();
    selectors
        .iter()
        .take(200)
        .map(|selector| format!("{selector}{{display:none!important}}"))
        .collect()
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

fn read_headers(headers: &[(String, String)], out: &mut Gathering) {
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("refresh")
            && let Some((seconds, address)) = refresh::parse(value)
        {
            let url = address.and_then(|address| out.page.url.join(address).ok());
            let spot = super::Spot::default();
            out.page.refreshes.push(Refresh {
                seconds,
                url,
                in_noscript: false,
                header: true,
                spot,
            });
        }
        if name.eq_ignore_ascii_case("link") {
            for (role, url) in linked(value, &out.page.url).take(50) {
                out.page.references.push(super::Reference {
                    role,
                    url,
                    spot: super::Spot::default(),
                });
            }
        }
    }
}

/// The entries of a `Link` header that have a role.
fn linked<'a>(value: &'a str, url: &'a Url) -> impl Iterator<Item = (Role, Url)> + 'a {
    value.split('<').skip(1).filter_map(|entry| {
        let (address, parameters) = entry.split_once('>')?;
        let rel = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.trim().split_once('=')?;
            name.trim().eq_ignore_ascii_case("rel").then_some(value)
        })?;
        let role = role(rel.trim().trim_end_matches(',').trim().trim_matches('"'))?;
        Some((role, url.join(address.trim()).ok()?))
    })
}

/// What scripts add to the page somewhere: frames and links, and markup to be read.
fn read_scripts(out: &mut Gathering) {
    let scripts: Vec<_> = out
        .page
        .scripts
        .iter()
        .filter_map(|script| {
            Some((script.facts.clone()?, script.spot.clone(), script.kind.clone()))
        })
        .collect();
    for (facts, spot, kind) in scripts {
        let runs_in_place = matches!(kind, super::ScriptKind::Inline | super::ScriptKind::Loaded);
        for write in &facts.writes {
            if write.markup.contains('<') && !(runs_in_place && is_written_in_place(write)) {
                out.piece(FoundPiece {
                    markup: write.markup.clone(),
                    origin: Origin::Script,
                    concealed: Vec::new(),
                    region: Region::Main,
                    spot: spot.clone(),
                });
            }
        }
        for load in &facts.loads {
            let (Destination::Whole(address) | Destination::Begins(address)) = &load.target else {
                continue;
            };
            let concealed: Vec<_> = load.hidden.then(hidden_by_script).into_iter().collect();
            let url = out.resolve(address);
            let (origin, spot) = (Origin::Script, spot.clone());
            match load.element.as_str() {
                "iframe" if out.has_room(out.page.frames.len(), MAX_ELEMENTS, "frames") => {
                    let src = address.clone();
                    let frame = Frame { src, url, concealed, covers_window: false, origin, spot };
                    out.page.frames.push(frame);
                }
                "a" => {
                    let block = load.hidden.then(|| {
                        out.blocks += 1;
                        out.blocks - 1
                    });
                    out.link(Link {
                        href: address.clone(),
                        url,
                        text: String::new(),
                        rel: String::new(),
                        concealed,
                        block,
                        origin,
                        region: Region::Main,
                        spot,
                    });
                }
                _ => {}
            }
        }
    }
}

fn hidden_by_script() -> Concealment {
    Concealment {
        form: HidingForm::Display,
        declared: Declared::Script,
        detail: "display:none".to_owned(),
    }
}
