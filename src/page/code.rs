//! Scripts of all kinds, and what reading them showed.

use std::sync::Arc;

use html5ever::local_name;
use scraper::ElementRef;

use super::{
    Script, ScriptKind,
    gather::MAX_ELEMENTS,
    hints::attribute,
    reader::MAX_TEXT,
    script::{ScriptFacts, Write},
    walk::Walk,
};

/// Event attributes that are read on one page.
const MAX_HANDLERS: usize = 500;
/// Bytes of an event attribute or `javascript:` address.
const MAX_CODE: usize = 64 * 1024;

impl<'d> Walk<'d, '_> {
    pub(super) fn read_script(&mut self, element: &ElementRef<'d>) {
        if !is_code(element) {
            return;
        }
        if !self.out.has_room(self.out.page.scripts.len(), MAX_ELEMENTS, "scripts") {
            return;
        }
        let src = attribute(element, local_name!("src"));
        let url = src.and_then(|src| self.out.resolve(src));
        let kind = if src.is_some() { ScriptKind::Loaded } else { ScriptKind::Inline };
        let facts = self.setting.scripts.get(&element.id()).cloned();
        let text = element.first_child().and_then(|child| child.value().as_text());
        if text.is_some_and(|text| text.len() > MAX_TEXT) {
            self.out.limit("script-size");
        }
        let spot = self.spot();
        self.out.page.scripts.push(Script { src: url, facts, kind, spot });
    }

    pub(super) fn read_handlers(&mut self, element: ElementRef<'d>) {
        for (name, code) in &element.value().attrs {
            let Some(event) = name.local.strip_prefix("on") else { continue };
            if code.trim().is_empty() || code.len() > MAX_CODE || event.is_empty() {
                continue;
            }
            self.seen_handlers += 1;
            if self.seen_handlers > MAX_HANDLERS {
                return self.out.limit("handlers");
            }
            let facts = self.setting.reader.handler(code, event);
            let kind = ScriptKind::Handler(event.chars().take(40).collect());
            let spot = self.spot();
            self.out.page.scripts.push(Script { src: None, facts: Some(facts), kind, spot });
        }
    }

    pub(super) fn read_script_address(&mut self, address: &str) {
        let code = code_of(address);
        if !self.is_page() || is_idle(&code) || code.len() > MAX_CODE {
            return;
        }
        if self.out.has_room(self.out.page.scripts.len(), MAX_ELEMENTS, "scripts") {
            let facts = Some(self.setting.reader.handler(&code, "click"));
            let spot = self.spot();
            self.out.page.scripts.push(Script {
                src: None,
                facts,
                kind: ScriptKind::Address,
                spot,
            });
        }
    }
}

/// Whether a script element holds code that browsers run.
pub(super) fn is_code(element: &ElementRef<'_>) -> bool {
    let kind = attribute(element, local_name!("type")).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.is_empty()
        || matches!(
            essence.as_str(),
            "module" | "text/jscript" | "text/livescript" | "text/x-javascript"
        )
        || essence.ends_with("/javascript")
        || essence.ends_with("/ecmascript")
        || essence.ends_with("/x-javascript")
}

/// What a script writes where it stands, whatever the visitor.
pub(super) fn is_written_in_place(write: &Write) -> bool {
    write.in_place && write.conditions.is_empty() && write.markup.contains('<')
}

/// Whether all that follows in the source would be text: crawlers that run no scripts read on.
fn swallows(markup: &str) -> bool {
    const TEXT: [&str; 7] =
        ["textarea", "xmp", "title", "noembed", "noframes", "iframe", "noscript"];
    let markup = markup.to_ascii_lowercase();
    let count = |what: &str| markup.matches(what).count();
    let stays_open = |name: &&str| count(&format!("<{name}")) > count(&format!("</{name}"));
    let comment = markup.rfind("<!--").is_some_and(|at| !markup[at..].contains("-->"));
    comment || markup.contains("<plaintext") || TEXT.iter().any(|name| stays_open(name))
}

/// All that a script writes where it stands, unless that would swallow the page.
pub(super) fn written_in_place(facts: &Arc<ScriptFacts>) -> Option<String> {
    let written: String = facts
        .writes
        .iter()
        .filter(|write| is_written_in_place(write))
        .map(|write| write.markup.as_str())
        .collect();
    (!written.is_empty() && !swallows(&written)).then_some(written)
}

/// Whether an address is code. Browsers leave out control characters and white space.
pub(super) fn is_script_address(address: &str) -> bool {
    let mut letters = address.chars().filter(|c| !c.is_ascii_control() && *c != ' ');
    "javascript:"
        .chars()
        .all(|wanted| letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&wanted)))
}

fn code_of(address: &str) -> String {
    let code = address.split_once(':').map_or("", |(_, code)| code);
    percent_decoded(code)
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                decoded.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// `javascript:void(0)` and its kin, of which every page has plenty.
fn is_idle(code: &str) -> bool {
    let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != ';').collect();
    matches!(code.as_str(), "" | "void(0)" | "void(null)" | "void0" | "//" | "returnfalse")
}
