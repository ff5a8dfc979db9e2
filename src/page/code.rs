//! Scripts of all kinds, and what reading them showed.

use std::sync::Arc;

use html5ever::{LocalName, local_name};
use scraper::ElementRef;

use super::{
    Script, ScriptKind,
    data_address::percent_decoded,
    gather::MAX_ELEMENTS,
    hints::attribute,
    reader::MAX_TEXT,
    script::{self, ScriptFacts, Trigger, Write},
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
        let text = element.first_child().and_then(|child| child.value().as_text());
        let facts = self.setting.scripts.get(&element.id()).cloned().or_else(|| {
            // The parser does not announce scripts in a drawing.
            let text = text.filter(|_| src.is_none())?;
            self.setting.reader.late_script(text)
        });
        if text.is_some_and(|text| text.len() > MAX_TEXT) {
            self.out.limit("script-size");
        }
        let spot = self.spot();
        self.out.page.scripts.push(Script { src: url, facts, kind, spot });
    }

    pub(super) fn read_handlers(&mut self, element: ElementRef<'d>) {
        let covers = self.lies_over_all(attribute(&element, local_name!("style")));
        for (name, code) in &element.value().attrs {
            let Some(event) = name.local.strip_prefix("on") else { continue };
            let Some((code, trigger)) = handler(&element, event, code) else { continue };
            self.seen_handlers += 1;
            if self.seen_handlers > MAX_HANDLERS {
                return self.out.limit("handlers");
            }
            let trigger = match trigger {
                Trigger::Event(event) if covers => Trigger::Anywhere(event),
                other => other,
            };
            let facts = self.setting.reader.handler(code, &trigger);
            let kind = ScriptKind::Handler(event.chars().take(40).collect());
            self.push_code(Some(facts), kind);
        }
    }

    /// Reads a `javascript:` address that a visitor may follow.
    pub(super) fn read_script_address(&mut self, address: &str) {
        let trigger = Trigger::Event("click".to_owned());
        self.read_address(address, &trigger, ScriptKind::Address);
    }

    /// Reads a `javascript:` address that a frame opens by itself.
    pub(super) fn read_frame_address(&mut self, address: &str) {
        self.read_address(address, &Trigger::Load, ScriptKind::Framed);
    }

    fn read_address(&mut self, address: &str, trigger: &Trigger, kind: ScriptKind) {
        let code = code_of(address);
        if self.is_page() && !is_idle(&code) && code.len() <= MAX_CODE {
            let facts = self.setting.reader.handler(&code, trigger);
            self.push_code(Some(facts), kind);
        }
    }
}

/// The code in the event attributes of an element, and what sets it off.
pub(super) fn read_handler_attributes<'d>(
    element: &ElementRef<'d>,
) -> impl Iterator<Item = (&'d str, Trigger)> {
    let attributes = element.value().attrs.iter();
    let element = *element;
    attributes
        .filter_map(move |(name, code)| handler(&element, name.local.strip_prefix("on")?, code))
}

fn handler<'d>(element: &ElementRef<'d>, event: &str, code: &'d str) -> Option<(&'d str, Trigger)> {
    if code.trim().is_empty() || code.len() > MAX_CODE || event.is_empty() {
        return None;
    }
    let name = &element.value().name.local;
    let has = |wanted: LocalName| attribute(element, wanted).is_some();
    // Events that a visitor causes elsewhere come by themselves here.
    let loading = match event {
        "toggle" => *name == local_name!("details") && has(local_name!("open")),
        "focus" | "focusin" => has(local_name!("autofocus")),
        "begin" => true,
        "start" => *name == local_name!("marquee"),
        "play" | "playing" | "timeupdate" => has(LocalName::from("autoplay")),
        "canplay" | "canplaythrough" | "loadeddata" | "loadedmetadata" | "loadstart" => true,
        _ => false,
    };
    let trigger = match script::of_event(event) {
        _ if loading => Trigger::Load,
        Trigger::Event(event) if matches!(*name, local_name!("body") | local_name!("html")) => {
            Trigger::Anywhere(event)
        }
        other => other,
    };
    Some((code, trigger))
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
    comment || markup.contains("<plaintext") || TEXT.iter().any(stays_open)
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

/// `javascript:void(0)` and its kin, of which every page has plenty.
fn is_idle(code: &str) -> bool {
    let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != ';').collect();
    matches!(code.as_str(), "" | "void(0)" | "void(null)" | "void0" | "//" | "returnfalse")
}
