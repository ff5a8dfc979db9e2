//! Elements that code makes or finds: what it loads with them, writes into them, hides.

use oxc_span::Span;

use super::heap::Layer;
use super::host::Host;
use super::reader::Reader;
use super::sink::destinations;
use super::trigger;
use super::value::{Id, Sources, Text, Value};
use super::{Load, Trigger};

/// An element.
#[derive(Default)]
pub(super) struct Node {
    /// Its name in lower case, where it is known.
    tag: String,
    /// The selector by which the code found it; nothing for an element that the code made.
    selector: Option<String>,
    /// Where its `src`, `href` or `action` leads.
    address: Option<Value>,
    hidden: bool,
    /// Whether it was put into the page, or given to a function that may do so.
    attached: bool,
    parent: Option<Id>,
    span: Span,
    /// On what the address depends.
    path: Sources,
    layer: Layer,
}

impl Reader<'_> {
    /// A new element.
    pub fn make_node(&mut self, tag: &str, span: Span) -> Value {
        let tag = tag.to_ascii_lowercase();
        let (path, layer) = (self.path, self.layer.clone());
        self.heap.node(Node { tag, span, path, layer, ..Node::default() })
    }

    /// The element that a selector finds: the same one each time.
    pub fn find_node(&mut self, selector: &str) -> Value {
        let found = self
            .heap
            .nodes
            .iter()
            .take(500)
            .position(|node| node.selector.as_deref() == Some(selector));
        match found {
            Some(id) => Value::Node(id),
            None => {
                let is_name = selector.bytes().all(|b| b.is_ascii_alphanumeric());
                let tag = if is_name { selector.to_ascii_lowercase() } else { String::new() };
                let selector = Some(selector.to_owned());
                self.heap.node(Node { tag, selector, attached: true, ..Node::default() })
            }
        }
    }

    /// Elements that `document` has as properties.
    pub fn document_member(&mut self, name: &str) -> Option<Value> {
        let selector = match name {
            "body" => "body",
            "head" => "head",
            "documentElement" => "html",
            "forms" => "form",
            "scripts" | "currentScript" => "script",
            _ => return None,
        };
        Some(self.find_node(selector))
    }

    /// Calls a method of `document`.
    pub fn call_document(&mut self, name: &str, arguments: Vec<Value>, span: Span) -> Value {
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        let selector = match name {
            "createElement" => {
                return self.make_node(first.likely().as_str().unwrap_or_default(), span);
            }
            "createElementNS" => {
                let tag = arguments.get(1).and_then(Value::as_str).unwrap_or_default();
                return self.make_node(tag, span);
            }
            "createDocumentFragment" => return self.make_node("fragment", span),
            "createTextNode" => return first,
            "getElementById" => first.as_str().map(|id| format!("#{id}")),
            "getElementsByClassName" => {
                first.as_str().map(|classes| format!(".{}", classes.trim().replace(' ', ".")))
            }
            "getElementsByTagName" | "querySelector" | "querySelectorAll" => {
                first.as_str().map(str::to_owned)
            }
            _ => {
                let document = Value::Host(Host::Document);
                return self.call_unknown(&document, name, &arguments, span);
            }
        };
        match selector {
            Some(selector) => self.find_node(&selector),
            None => Value::Unknown(first.sources()),
        }
    }

    /// Reads a property of an element.
    pub fn node_member(&mut self, id: Id, name: &str) -> Value {
        let Some(node) = self.heap.nodes.get(id) else { return Value::UNKNOWN };
        match name {
            "style" => Value::Style(id),
            "contentWindow" | "contentDocument" => Value::Host(Host::Frame),
            "src" | "href" | "action" => node.address.clone().unwrap_or(Value::UNKNOWN),
            "value" | "selectedIndex" | "options" | "checked" => Value::Unknown(Sources::USER),
            "parentNode" | "parentElement" => node.parent.map_or(Value::UNKNOWN, Value::Node),
            "clientWidth" | "clientHeight" | "offsetWidth" | "offsetHeight" => {
                Value::unknown_on(super::Condition::Screen)
            }
            "length" => Value::UNKNOWN,
            // One element stands for all of a collection.
            _ if name.bytes().all(|b| b.is_ascii_digit()) => Value::Node(id),
            _ => Value::UNKNOWN,
        }
    }

    /// Sets a property of an element.
    pub fn set_node(&mut self, id: Id, name: &str, value: Value, span: Span) {
        if self.handler_property(name, &value) {
            return;
        }
        let (path, layer) = (self.path, self.layer.clone());
        let Some(node) = self.heap.nodes.get_mut(id) else { return };
        match name {
            "src" | "href" | "action" => {
                node.address = Some(value);
                node.span = span;
                node.path = path;
                node.layer = layer;
            }
            "text" | "textContent" | "innerText" | "innerHTML" if node.tag == "script" => {
                if let Some(code) = self.code_of(&value) {
                    self.unpack(&code, Some(span));
                }
            }
            "innerHTML" | "outerHTML" | "srcdoc" => self.write(&value, false, span),
            "style" if value.as_str().is_some_and(css_hides) => self.hide_node(id),
            "width" | "height" => self.set_style(id, name, &value),
            "hidden" if value.truth() == Some(true) => self.hide_node(id),
            _ => {}
        }
    }

    /// Sets one property of an element's style.
    pub fn set_style(&mut self, id: Id, name: &str, value: &Value) {
        let Value::Text(text) = self.text_of(value) else { return };
        let hides = if name == "cssText" {
            css_hides(&text.value)
        } else {
            css_hides(&format!("{name}:{}", text.value))
        };
        if hides {
            self.hide_node(id);
        }
    }

    fn hide_node(&mut self, id: Id) {
        let Some(node) = self.heap.nodes.get_mut(id) else { return };
        node.hidden = true;
        if let Some(selector) = node.selector.clone() {
            self.hide(&selector);
        }
    }

    /// Calls a method of an element.
    pub fn call_node(&mut self, id: Id, name: &str, arguments: Vec<Value>, span: Span) -> Value {
        let this = Value::Node(id);
        match name {
            "setAttribute" => {
                let name = arguments.first().and_then(Value::as_str).unwrap_or_default();
                let name = name.to_ascii_lowercase();
                if let Some(value) = arguments.get(1).cloned() {
                    match (name.strip_prefix("on"), &value) {
                        (Some(event), Value::Text(_)) => {
                            self.set_off_code(&value, trigger::of_event(event), span);
                        }
                        _ => self.set_node(id, &name, value, span),
                    }
                }
                Value::Undefined
            }
            "appendChild"
            | "insertBefore"
            | "append"
            | "prepend"
            | "before"
            | "after"
            | "replaceChild"
            | "replaceWith"
            | "insertAdjacentElement" => {
                let mut last = Value::Undefined;
                let is_script = self.heap.nodes.get(id).is_some_and(|node| node.tag == "script");
                for argument in arguments {
                    match argument.likely() {
                        Value::Node(child) => self.attach(*child, Some(id)),
                        // The text of a script is code.
                        Value::Text(code) if is_script => {
                            let code = code.clone();
                            self.unpack(&code, Some(span));
                        }
                        _ => {}
                    }
                    last = match last {
                        Value::Undefined => argument,
                        first => first,
                    };
                }
                last
            }
            "insertAdjacentHTML" => {
                if let Some(markup) = arguments.get(1).cloned() {
                    self.write(&markup, false, span);
                }
                Value::Undefined
            }
            "submit" | "requestSubmit" => {
                let node = self.heap.nodes.get(id);
                if let Some(action) = node.and_then(|node| node.address.clone()) {
                    self.navigate(&action, "form.submit", span);
                }
                Value::Undefined
            }
            "click" | "dispatchEvent" if arguments.iter().all(|one| !one.is_function()) => {
                let node = self.heap.nodes.get(id).filter(|node| node.tag == "a");
                if let Some(address) = node.and_then(|node| node.address.clone()) {
                    self.navigate(&address, "a.click", span);
                }
                Value::Undefined
            }
            "cloneNode" => this,
            "getElementsByTagName" | "querySelector" | "querySelectorAll" | "closest" => {
                match arguments.first().and_then(Value::as_str) {
                    Some(selector) => {
                        let selector = selector.to_owned();
                        self.find_node(&selector)
                    }
                    None => Value::UNKNOWN,
                }
            }
            _ => self.call_unknown(&this, name, &arguments, span),
        }
    }

    /// Puts an element into another, or into the page.
    pub fn attach(&mut self, child: Id, parent: Option<Id>) {
        self.recorded += 1;
        if let Some(node) = self.heap.nodes.get_mut(child) {
            node.attached = true;
            if parent != Some(child) {
                node.parent = parent;
            }
        }
    }

    /// Sets a property of an object that nobody knows: a frame, or an element found by a library.
    pub fn set_unknown(&mut self, name: &str, value: &Value, span: Span) {
        let text = value.as_str().or(match value {
            Value::Begins(text, _) => Some(&text.value),
            _ => None,
        });
        match name {
            // Objects of all kinds have a location; a window's gets an address.
            "location" if text.is_some_and(|text| text.contains('/')) => {
                self.navigate(value, "location", span);
            }
            "innerHTML" | "outerHTML" => self.write(value, false, span),
            _ => {
                self.handler_property(name, value);
            }
        }
    }

    /// Reports what the elements that were made load.
    pub fn report_nodes(&mut self) {
        for id in 0..self.heap.nodes.len() {
            let Some(node) = self.heap.nodes.get(id) else { break };
            let Some(address) = &node.address else { continue };
            let loads = matches!(&*node.tag, "script" | "iframe" | "img" | "a");
            if !loads || !node.attached || node.selector.is_some() {
                continue;
            }
            let place = node.layer.place.clone();
            let span = place.unwrap_or(node.span.start as usize..node.span.end as usize);
            let (element, conditions) = (node.tag.clone(), node.path.conditions());
            let hidden = self.is_hidden(id);
            for target in destinations(address) {
                let (element, conditions) = (element.clone(), conditions.clone());
                self.push_load(Load { element, target, hidden, conditions, span: span.clone() });
            }
        }
    }

    /// Whether an element or something around it is hidden.
    fn is_hidden(&self, id: Id) -> bool {
        let above = |id: &Id| self.heap.nodes.get(*id).and_then(|node| node.parent);
        std::iter::successors(Some(id), above)
            .take(32)
            .any(|id| self.heap.nodes.get(id).is_some_and(|node| node.hidden))
    }

    /// Puts text aside that an event runs as code.
    pub fn set_off_code(&mut self, code: &Value, trigger: Trigger, span: Span) {
        let place = self.layer.place.clone();
        if self.layer.place.is_none() {
            self.layer.place = Some(self.place(span));
        }
        self.set_off(code, trigger);
        self.layer.place = place;
    }

    /// Sets what an object literal names: `$('<a>', {href: …})`.
    pub fn set_attributes(&mut self, id: Id, attributes: &Value, span: Span) {
        let Value::Record(record) = attributes else { return };
        let Some(record) = self.heap.records.get(*record).cloned() else { return };
        for (name, value) in record {
            self.set_node(id, &name, value, span);
        }
    }

    /// The text of a style that a record names: `{display: 'none'}`.
    pub fn style_hides(&self, style: &Value) -> bool {
        let Value::Record(id) = style else { return false };
        self.heap.records.get(*id).is_some_and(|record| {
            record.iter().any(|(name, value)| match value {
                Value::Text(Text { value, .. }) => css_hides(&format!("{name}:{value}")),
                Value::Number(number) => css_hides(&format!("{name}:{number}")),
                _ => false,
            })
        })
    }
}

/// Whether declarations hide an element.
pub(super) fn css_hides(css: &str) -> bool {
    let css: String = css.chars().take(2_000).filter(|c| !c.is_whitespace()).collect();
    css.to_ascii_lowercase().split(';').any(|declaration| {
        let Some((name, value)) = declaration.split_once(':') else { return false };
        let value = value.trim_end_matches("!important");
        let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        let number: Option<f64> = number.parse().ok();
        match name {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            "opacity" => number.is_some_and(|n| n < 0.05),
            "width" | "height" | "max-height" | "max-width" | "font-size" | "fontsize" => {
                number.is_some_and(|n| n <= 1.0)
            }
            "left" | "top" | "right" | "bottom" | "text-indent" | "textindent" | "margin-left"
            | "marginleft" | "margin-top" | "margintop" => number.is_some_and(|n| n <= -500.0),
            _ => false,
        }
    })
}
