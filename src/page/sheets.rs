//! All that styles a page: its own styles, same-site stylesheets, and what scripts hide.

use std::sync::{Arc, OnceLock};

use html5ever::local_name;
use scraper::{ElementRef, Html, Node};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    Declared,
    cache::{Cache, Key},
    code::is_written_in_place,
    gather::Gathering,
    hints::attribute,
    reader::{MAX_TEXT, ScriptsRead},
    resource::{Loaded, is_stylesheet},
    style::{Cascade, Sheet, applies_to_screens},
};

/// Stylesheets that are looked at on one page.
const MAX_SHEETS: usize = 256;
/// Selectors of elements that scripts hide.
const MAX_HIDES: usize = 200;

/// Stylesheets that were read, each and together.
pub(super) struct Sheets {
    single: Cache<Sheet>,
    together: Cache<Cascade>,
}

impl Sheets {
    /// Keeps what was read of so many bytes.
    pub fn new(most: usize) -> Self {
        Self { single: Cache::new(most), together: Cache::new(most) }
    }

    /// Puts together all that styles a page.
    pub fn cascade(
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
        let written = written_styles(scripts);
        if !written.is_empty() {
            let digest = Sha256::digest(written.as_bytes()).into();
            let declared = Declared::Script;
            texts.push(StyleText { text: &written, digest, declared, kept: None });
        }
        let hides = hiding_rules(scripts);
        if !hides.is_empty() {
            let digest = Sha256::digest(hides.as_bytes()).into();
            texts.push(StyleText { text: &hides, digest, declared: Declared::Script, kept: None });
        }
        let mut key = Sha256::new();
        for found in &texts {
            key.update([found.declared as u8]);
            key.update(found.digest);
        }
        let bytes = texts.iter().map(|found| found.text.len()).sum();
        let cascade = self.together.get_or_make(key.finalize().into(), bytes, || {
            let sheets = texts.iter().map(|found| {
                let StyleText { text, digest, .. } = *found;
                let read = || self.single.get_or_make(digest, text.len(), || Sheet::parse(text));
                let sheet = match found.kept {
                    Some(kept) => Arc::clone(kept.get_or_init(read)),
                    None => read(),
                };
                (sheet, found.declared)
            });
            Cascade::new(sheets.collect())
        });
        if cascade.is_cut() {
            out.limit("css-rules");
        }
        cascade
    }
}

/// A stylesheet before it is read.
struct StyleText<'a> {
    text: &'a str,
    digest: Key,
    declared: Declared,
    /// Where the portal keeps what was read of it.
    kept: Option<&'a OnceLock<Arc<Sheet>>>,
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
        let kept = Some(&found.sheet);
        return Some(StyleText { text: &found.text, digest: found.digest, declared, kept });
    }
    let Node::Text(text) = element.first_child()?.value() else { return None };
    let digest = Sha256::digest(text.as_bytes()).into();
    Some(StyleText { text, digest, declared: Declared::PageStyle, kept: None })
}

/// The style elements that scripts put into the page somewhere.
fn written_styles(scripts: &ScriptsRead) -> String {
    let mut styles: Vec<&str> = scripts
        .values()
        .flat_map(|facts| &facts.writes)
        .filter(|write| write.conditions.is_empty() && !is_written_in_place(write))
        .filter_map(|write| {
            let (_, rest) = write.markup.split_once("<style")?;
            let (_, rest) = rest.split_once('>')?;
            Some(rest.split("</style").next().unwrap_or_default())
        })
        .collect();
    styles.sort_unstable();
    styles.dedup();
    styles.join("\n")
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
        .take(MAX_HIDES)
        .map(|selector| format!("{selector}{{display:none!important}}"))
        .collect()
}
