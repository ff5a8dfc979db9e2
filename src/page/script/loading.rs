//! What code brings into the page: scripts and frames, documents in addresses, text that it
//! fetches and runs.

use oxc_span::Span;

use super::heap::Layer;
use super::reader::Reader;
use super::sink::{KEPT, destinations};
use super::value::{Id, Sources, Text, Value};
use super::{Load, Trigger, address, unpack};
use crate::page::{data_address, tags};

/// The most addresses that are remembered of what code fetched.
const FETCHES: usize = 50;

impl Reader<'_> {
    /// Reports what the elements that were made load.
    pub fn report_nodes(&mut self) {
        for id in 0..self.heap.nodes.len() {
            let Some(node) = self.heap.nodes.get(id) else { break };
            if !node.attached || node.selector.is_some() {
                continue;
            }
            if node.tag == "meta" {
                self.report_refresh(id);
                continue;
            }
            if node.tag == "base" {
                self.report_base(id);
                continue;
            }
            let loads = matches!(&*node.tag, "script" | "iframe" | "img" | "a");
            let Some(address) = node.address.clone().filter(|_| loads) else { continue };
            let load = Load {
                element: node.tag.clone(),
                target: super::Destination::Unknown,
                text: node.text.clone(),
                hidden: self.is_hidden(id),
                covers: node.covers,
                disguised: false,
                trigger: node.trigger.clone().unwrap_or(Trigger::Load),
                conditions: node.path.conditions(),
                span: place(&node.layer, node.span),
                ran: None,
            };
            for target in destinations(&address) {
                self.push_load(Load { target, ..load.clone() });
            }
        }
    }

    /// A meta that was made and refreshes the page is as good as one that was written.
    fn report_refresh(&mut self, id: Id) {
        let Some(node) = self.heap.nodes.get(id) else { return };
        let at_once = matches!(node.trigger, Some(Trigger::Load | Trigger::Timer(_)));
        let refreshes =
            node.equiv.as_ref().is_some_and(|it| it.value.trim().eq_ignore_ascii_case("refresh"));
        if let Some(content) = node.content.clone().filter(|_| at_once && refreshes) {
            let quoted = content.value.replace('"', "&quot;");
            let markup = format!("<meta http-equiv=\"refresh\" content=\"{quoted}\">");
            let (path, span, layer) = (node.path, node.span, node.layer.clone());
            let outer_path = std::mem::replace(&mut self.path, path);
            let outer_layer = std::mem::replace(&mut self.layer, layer);
            self.write(&Value::Text(Text::new(markup, content.encoded)), false, span);
            (self.path, self.layer) = (outer_path, outer_layer);
        }
    }

    /// A base that was made leads every link of the page.
    fn report_base(&mut self, id: Id) {
        let Some(node) = self.heap.nodes.get(id) else { return };
        let at_once = matches!(node.trigger, Some(Trigger::Load | Trigger::Timer(_)));
        if let Some(address) = node.address.clone().filter(|_| at_once) {
            let (path, span, layer) = (node.path, node.span, node.layer.clone());
            let outer_path = std::mem::replace(&mut self.path, path);
            let outer_layer = std::mem::replace(&mut self.layer, layer);
            self.lead_everywhere(&address, "a.href", "click", span);
            (self.path, self.layer) = (outer_path, outer_layer);
        }
    }

    /// Whether an element or something around it is hidden.
    fn is_hidden(&self, id: Id) -> bool {
        let above = |id: &Id| self.heap.nodes.get(*id).and_then(|node| node.parent);
        std::iter::successors(Some(id), above)
            .take(32)
            .any(|id| self.heap.nodes.get(id).is_some_and(|node| node.hidden))
    }

    /// Records a script that is loaded by a call.
    pub fn load_script(&mut self, address: &Value, span: Span) {
        self.load("script", address, span);
        self.read_data("script", address, span);
    }

    fn load(&mut self, element: &str, address: &Value, span: Span) {
        // What goes into an address is told to its host; what chooses among several decides.
        let chooses = address.alternatives().len() > 1;
        let depends = if chooses { self.path.and(address.sources()) } else { self.path };
        for target in destinations(address) {
            self.push_load(Load {
                element: element.to_owned(),
                target,
                text: String::new(),
                hidden: false,
                covers: false,
                disguised: false,
                trigger: self.trigger.clone(),
                conditions: depends.conditions(),
                span: self.place(span),
                ran: None,
            });
        }
    }

    /// Records the scripts that written markup loads.
    pub fn load_written(&mut self, markup: &Value, span: Span) {
        let (text, open) = match markup {
            Value::Text(text) => (text.clone(), Sources::NONE),
            Value::Begins(text, sources) => (text.clone(), *sources),
            _ => return,
        };
        for tag in tags::start_tags(&text.value).filter(|tag| tag.is("script")).take(KEPT) {
            let Some(src) = tag.attribute("src") else { continue };
            let src = Text::new(src, text.encoded);
            // The last tag may go on where the text is open.
            let cut = matches!(markup, Value::Begins(..)) && tag.range.end == text.value.len();
            let src = if cut { Value::Begins(src, open) } else { Value::Text(src) };
            self.load("script", &src, span);
        }
    }

    fn push_load(&mut self, load: Load) {
        self.recorded += 1;
        if self.facts.loads.len() < KEPT && !self.facts.loads.contains(&load) {
            self.facts.loads.push(load);
        }
    }

    /// Reads what an address brings along itself: `data:text/javascript,…`.
    pub fn read_data(&mut self, tag: &str, address: &Value, span: Span) {
        let Some(text) = address.likely().as_text() else { return };
        if !text.value.trim_start().starts_with(['d', 'D']) || !self.afford(text.value.len()) {
            return;
        }
        let Some(data) = data_address::read(&text.value) else { return };
        let content = Text::new(data.text, text.encoded || data.encoded);
        if tag == "script" {
            self.unpack(&content, Some(span));
        } else if tag == "iframe" {
            self.write(&Value::Text(content.clone()), false, span);
            self.run_frame(&Value::Text(content), span);
        }
    }

    /// Reads the scripts of a document that a frame brings along. What they do to their own window
    /// stays in the frame.
    pub fn run_frame(&mut self, markup: &Value, span: Span) {
        let Some(text) = markup.likely().as_text().cloned() else { return };
        for code in unpack::scripts_in(&text.value) {
            if ["top", "parent"].iter().any(|outer| code.contains(outer)) {
                self.unpack(&Text::new(code, text.encoded), Some(span));
            }
        }
    }

    /// Runs a value as code where that is text; where it was fetched, the code comes from there.
    pub fn run_text(&mut self, value: &Value, span: Span) {
        match self.code_of(value) {
            Some(code) => {
                self.unpack(&code, Some(span));
            }
            None => self.run_fetched(value, span),
        }
    }

    /// Notes that code asks for an address, and returns the answer.
    pub fn fetch(&mut self, address: &Value) -> Value {
        let address = &without_socket(address);
        let beginning = match address.likely() {
            Value::Text(text) | Value::Begins(text, _) => Some(&*text.value),
            _ => None,
        };
        if self.fetched.len() < FETCHES && beginning.is_some_and(is_elsewhere) {
            self.fetched.push(address.clone());
        }
        Value::Unknown(Sources::FETCHED)
    }

    /// Records that text which was fetched is run: from where, the last address tells.
    pub fn run_fetched(&mut self, value: &Value, span: Span) {
        if value.sources().has(Sources::FETCHED)
            && let Some(address) = self.fetched.last().cloned()
        {
            self.load("eval", &address, span);
        }
    }
}

/// The address of a socket as any other: its host is what counts.
pub(super) fn without_socket(address: &Value) -> Value {
    match address.likely() {
        Value::Text(text) if text.value.starts_with("ws") => match text.value.split_once(':') {
            Some(("ws" | "wss", rest)) => Value::Text(Text::new(rest, text.encoded)),
            _ => address.clone(),
        },
        _ => address.clone(),
    }
}

/// Whether an address names a host.
fn is_elsewhere(address: &str) -> bool {
    address.contains("//") && address::beginning(address).is_some()
}

fn place(layer: &Layer, span: Span) -> std::ops::Range<usize> {
    layer.place.clone().unwrap_or(span.start as usize..span.end as usize)
}
