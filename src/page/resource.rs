//! What a page loads, and what of it has been fetched.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    script::ScriptFacts,
    style::{Sheet, applies_to_screens},
    tags,
};

/// The most resources that are named for one page.
const MAX_RESOURCES: usize = 100;

/// A stylesheet or script that a page loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Where it is.
    pub url: Url,
    /// What it is.
    pub kind: ResourceKind,
    /// The `media` attribute of a stylesheet; empty where there is none.
    pub media: String,
}

/// What a page loads a resource for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// `<link rel=stylesheet>`.
    Stylesheet,
    /// `<script src>`.
    Script,
}

/// Stylesheets and scripts that were fetched, by address.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    texts: HashMap<Url, LoadedText>,
}

/// A fetched text, its digest, which names it in the caches, and what reading it showed: a portal
/// keeps that as long as it is looked at, whatever the caches forget.
#[derive(Clone, Debug)]
pub(super) struct LoadedText {
    pub text: Arc<str>,
    pub digest: [u8; 32],
    pub script: OnceLock<Option<Arc<ScriptFacts>>>,
    pub sheet: OnceLock<Arc<Sheet>>,
}

impl Loaded {
    /// Adds the text that was found at an address.
    pub fn insert(&mut self, url: Url, text: Arc<str>) {
        let digest = Sha256::digest(text.as_bytes()).into();
        let (script, sheet) = (OnceLock::new(), OnceLock::new());
        self.texts.insert(url, LoadedText { text, digest, script, sheet });
    }

    /// Whether an address has been added.
    pub fn contains(&self, url: &Url) -> bool {
        self.texts.contains_key(url)
    }

    /// The text that was found at an address, and its digest (SHA-256).
    pub fn text(&self, url: &Url) -> Option<(&str, [u8; 32])> {
        self.texts.get(url).map(|found| (&*found.text, found.digest))
    }

    /// All texts, with their digests (SHA-256).
    pub fn texts(&self) -> impl Iterator<Item = (&str, [u8; 32])> {
        self.texts.values().map(|found| (&*found.text, found.digest))
    }

    pub(super) fn get(&self, url: &Url) -> Option<&LoadedText> {
        self.texts.get(url)
    }
}

/// The stylesheets for screens and the scripts that a page loads, in document order, at most 100.
/// A scan, not a parse: what stands in comments is left out, what scripts add is not seen.
pub(super) fn find(source: &str, url: &Url) -> Vec<Resource> {
    let mut found = Vec::new();
    let mut base = url.clone();
    let mut has_base = false;
    for tag in tags::start_tags(source) {
        if found.len() >= MAX_RESOURCES {
            break;
        }
        let resolve = |address: &str| base.join(&unescape(address.trim())).ok();
        if tag.is("link") {
            let rel = tag.attribute("rel").unwrap_or_default();
            let media = tag.attribute("media").unwrap_or_default();
            if is_stylesheet(rel)
                && applies_to_screens(media)
                && let Some(url) = tag.attribute("href").and_then(resolve)
            {
                let media = media.to_owned();
                found.push(Resource { url, kind: ResourceKind::Stylesheet, media });
            }
        } else if tag.is("script") {
            if let Some(url) = tag.attribute("src").and_then(resolve) {
                found.push(Resource { url, kind: ResourceKind::Script, media: String::new() });
            }
        } else if !has_base
            && tag.is("base")
            && let Some(new) = tag.attribute("href").and_then(resolve)
        {
            base = new;
            has_base = true;
        }
    }
    found.retain(|resource| matches!(resource.url.scheme(), "http" | "https"));
    found
}

/// Whether a `rel` names a stylesheet that is in use.
pub(super) fn is_stylesheet(rel: &str) -> bool {
    let has =
        |wanted: &str| rel.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(wanted));
    has("stylesheet") && !has("alternate")
}

/// Only `&` is escaped in real addresses.
fn unescape(address: &str) -> String {
    address.replace("&amp;", "&").replace("&#038;", "&").replace("&#38;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_found_in_order_against_the_base() {
        let source = r#"<!doctype html><base href="/portal/"><!-- <script src=old.js></script> -->
            <link href='css/site.css?a=1&amp;b=2' rel="StyleSheet" media=screen>
            <link rel=stylesheet media=print href=print.css><link rel=icon href=x.ico>
            <script>var s = "<script src=fake.js>";</script>
            <SCRIPT SRC=js/site.js></SCRIPT><script src="data:text/javascript,1"></script>"#;
        let url = Url::parse("https://so.example/").unwrap();
        let found: Vec<_> = find(source, &url)
            .into_iter()
            .map(|found| (found.kind, found.url.to_string()))
            .collect();
        assert_eq!(
            found,
            [
                (ResourceKind::Stylesheet, "https://so.example/portal/css/site.css?a=1&b=2".into()),
                (ResourceKind::Script, "https://so.example/portal/js/site.js".into()),
            ]
        );
    }

    #[test]
    fn the_list_is_bounded() {
        let source = "<script src=a.js></script>".repeat(10_000);
        let url = Url::parse("https://so.example/").unwrap();
        assert_eq!(find(&source, &url).len(), MAX_RESOURCES);
    }
}
