//! Elements that code makes or finds: what it writes into them and hides.

use oxc_span::Span;

use super::appearance::{css_covers, css_hides};
use super::heap::Layer;
use super::host::Host;
use super::reader::Reader;
use super::value::{Id, Sources, Text, Value};
use super::{Showing, Trigger, trigger};

/// Bytes of one element's style.
const LONGEST_STYLE: usize = 2_000;

/// An element.
#[derive(Default)]
pub(super) struct Node {
    /// Its name in lower case, where it is known.
    pub tag: String,
    /// The selector by which the code found it; nothing for an element that the code made.
    pub selector: Option<String>,
    /// Whether it stands for all that the selector finds, not for the first.
    pub all: bool,
    /// Where its `src`, `href` or `action` leads.
    pub address: Option<Value>,
    /// `http-equiv` and `content`, of a meta that the code makes.
    pub equiv: Option<Text>,
    pub content: Option<Text>,
    pub hidden: bool,
    /// What people read of it.
    pub text: String,
    /// What was put into an element that the code made, as text.
    pub inner: Option<Text>,
    /// What its style was told, and whether with that it lies over the whole window.
    pub style: String,
    pub covers: bool,
    /// Whether it was put into the page, or given to a function that may do so.
    pub attached: bool,
    pub parent: Option<Id>,
    pub span: Span,
    /// On what the address depends, and what sets it.
    pub path: Sources,
    pub trigger: Option<Trigger>,
    pub layer: Layer,
}

impl Node {
    /// What it is, if setting its address asks for that at once.
    fn sends_by_address(&self) -> Option<&'static str> {
        ["img", "script", "iframe"].into_iter().find(|tag| self.tag == *tag)
    }
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
        Value::Node(self.find(selector, false))
    }

    /// The elements that a selector finds: one stands for all.
    pub fn find_nodes(&mut self, selector: &str) -> Value {
        Value::Node(self.find(selector, true))
    }

    pub fn find(&mut self, selector: &str, all: bool) -> Id {
        let selector = selector.get(..selector.floor_char_boundary(1_000)).unwrap_or(selector);
        self.ask_for(selector);
        let same = |node: &Node| node.all == all && node.selector.as_deref() == Some(selector);
        if let Some(id) = self.heap.nodes.iter().take(500).position(same) {
            return id;
        }
        let name_ends = selector.find(|c: char| !c.is_ascii_alphanumeric());
        let tag = selector.get(..name_ends.unwrap_or(selector.len())).unwrap_or_default();
        let (tag, selector) = (tag.to_ascii_lowercase(), Some(selector.to_owned()));
        self.heap.node(Node { tag, selector, all, attached: true, ..Node::default() });
        self.heap.nodes.len() - 1
    }

    /// Elements that `document` has as properties.
    pub fn document_member(&mut self, name: &str) -> Option<Value> {
        let selector = match name {
            "body" => "body",
            "head" => "head",
            "documentElement" | "scrollingElement" => "html",
            "links" | "anchors" => return Some(self.find_nodes("a")),
            "forms" => return Some(self.find_nodes("form")),
            "scripts" | "currentScript" => "script",
            _ => return None,
        };
        Some(self.find_node(selector))
    }

    /// Calls a method of `document`.
    pub fn call_document(&mut self, name: &str, arguments: Vec<Value>, span: Span) -> Value {
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        let all = matches!(
            name,
            "getElementsByClassName"
                | "getElementsByTagName"
                | "querySelectorAll"
                | "getElementsByName"
        );
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
            // Of several ids, the one that is known: forms differ from shop to shop.
            "getElementById" => first.likely().as_str().map(|id| format!("#{id}")),
            "getElementsByClassName" => {
                first.as_str().map(|classes| format!(".{}", classes.trim().replace(' ', ".")))
            }
            "getElementsByName" => first.as_str().map(|name| format!("[name=\"{name}\"]")),
            "getElementsByTagName" | "querySelector" | "querySelectorAll" => {
                first.as_str().map(str::to_owned)
            }
            _ => {
                let document = Value::Host(Host::Document);
                return self.call_unknown(&document, name, &arguments, span);
            }
        };
        match selector {
            Some(selector) => Value::Node(self.find(&selector, all)),
            None => Value::Unknown(first.sources()),
        }
    }

    /// Reads a property of an element.
    pub fn node_member(&mut self, id: Id, name: &str) -> Value {
        self.facts.reads_typed |= name == "value";
        let typed = self.typed_in_node(id);
        let Some(node) = self.heap.nodes.get(id) else { return Value::UNKNOWN };
        match name {
            "style" | "classList" => Value::Style(id),
            "contentWindow" | "contentDocument" => Value::Host(Host::Frame),
            "src" | "href" | "action" => node.address.clone().unwrap_or(Value::UNKNOWN),
            "value" | "selectedIndex" | "options" | "checked" => Value::Unknown(typed),
            "parentNode" | "parentElement" => node.parent.map_or(Value::UNKNOWN, Value::Node),
            "clientWidth" | "clientHeight" | "offsetWidth" | "offsetHeight" => {
                Value::unknown_on(super::Condition::Screen)
            }
            "length" => Value::UNKNOWN,
            // One element stands for all of a collection.
            _ if name.bytes().all(|b| b.is_ascii_digit()) => Value::Node(id),
            // `document.forms.login`, `document.forms['login']`
            _ if node.all && node.selector.as_deref() == Some("form") && is_plain(name) => {
                let selector = format!("form[name=\"{name}\"]");
                self.find_node(&selector)
            }
            _ => Value::UNKNOWN,
        }
    }

    /// Sets a property of an element.
    pub fn set_node(&mut self, id: Id, name: &str, value: Value, span: Span) {
        if self.handler_property(&Value::Node(id), name, &value) {
            return;
        }
        match name {
            "text" | "textContent" | "innerText" | "innerHTML" | "cssText"
                if self.fill_node(id, &value, span) =>
            {
                return;
            }
            "className" | "class" => return self.add_classes_to(id, &value),
            _ => {}
        }
        let (path, layer, trigger) = (self.path, self.layer.clone(), self.trigger.clone());
        let Some(node) = self.heap.nodes.get_mut(id) else { return };
        match name {
            "src" | "href" | "action" => {
                let sends = node.sends_by_address().filter(|_| name == "src");
                let (tag, found) = (node.tag.clone(), node.selector.is_some());
                node.address = Some(value.clone());
                node.span = span;
                node.path = path;
                node.trigger = Some(trigger);
                node.layer = layer;
                if let Some(way) = sends {
                    self.send(&value, &[], way, span);
                }
                if found {
                    self.lead_all(id, name, &value, span);
                } else if name == "src" {
                    self.read_data(&tag, &value, span);
                }
            }
            "httpEquiv" | "http-equiv" => node.equiv = value.as_text().cloned(),
            "content" => {
                node.content = value.as_text().cloned();
                (node.span, node.trigger) = (span, Some(trigger));
                (node.path, node.layer) = (path, layer);
            }
            "srcdoc" => {
                self.write(&value, false, span);
                self.run_frame(&value, span);
            }
            "innerHTML" | "outerHTML" => self.write(&value, false, span),
            "style" => {
                if let Some(css) = value.as_str() {
                    self.style_node(id, css);
                }
            }
            "textContent" | "innerText" => self.show(&value, Showing::Page),
            "width" | "height" => self.set_style(id, name, &value),
            // The attribute counts even without a value.
            "hidden" if value.truth() == Some(true) || value.as_str() == Some("") => {
                self.hide_node(id);
            }
            _ => {}
        }
    }

    /// Sets one property of an element's style.
    pub fn set_style(&mut self, id: Id, name: &str, value: &Value) {
        let Value::Text(text) = self.text_of(value) else { return };
        if name == "cssText" {
            self.style_node(id, &text.value);
        } else {
            self.style_node(id, &format!("{name}:{}", text.value));
        }
    }

    fn style_node(&mut self, id: Id, css: &str) {
        if let Some(node) = self.heap.nodes.get_mut(id)
            && node.style.len() + css.len() <= LONGEST_STYLE
        {
            node.style.push_str(css);
            node.style.push(';');
            node.covers = css_covers(&node.style);
        }
        if css_hides(css) {
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
                            let trigger = if self.is_whole_page_node(id) {
                                super::listener::anywhere_on(event)
                            } else {
                                trigger::of_event(event)
                            };
                            self.set_off_code(&value, trigger, span);
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
                for argument in arguments {
                    match argument.likely() {
                        Value::Node(child) => self.attach(*child, Some(id)),
                        Value::Text(_) => {
                            self.fill_node(id, &argument.clone(), span);
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
                self.act_on(id, "form.submit", span);
                Value::Undefined
            }
            "click" | "dispatchEvent" if arguments.iter().all(|one| !one.is_callable()) => {
                let is_form = self.heap.nodes.get(id).is_some_and(|node| node.tag == "form");
                self.act_on(id, if is_form { "form.submit" } else { "a.click" }, span);
                Value::Undefined
            }
            "forEach" | "map" | "each" | "filter" | "item" => {
                if let Some(each) = arguments.first().filter(|each| each.is_function()) {
                    let passed = vec![this.clone(), Value::UNKNOWN, this.clone()];
                    self.call_value(&each.clone(), Value::UNKNOWN, passed, span);
                }
                this
            }
            "remove" => {
                self.hide_node(id);
                Value::Undefined
            }
            "cloneNode" => this,
            "getElementsByTagName" | "querySelector" | "querySelectorAll" | "closest" => {
                let Some(selector) = arguments.first().and_then(Value::as_str) else {
                    return Value::UNKNOWN;
                };
                let selector = selector.to_owned();
                // Inside the whole page it finds what it finds in the page.
                let whole = self.is_whole_page_node(id);
                let all = whole && matches!(name, "getElementsByTagName" | "querySelectorAll");
                Value::Node(self.find(&selector, all))
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
            "textContent" | "innerText" => self.show(value, Showing::Page),
            _ => {
                self.handler_property(&Value::UNKNOWN, name, value);
            }
        }
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
        self.set_all(&Value::Node(id), attributes, span);
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

/// Whether a name is that of a thing, not of a property: what forms are called.
fn is_plain(name: &str) -> bool {
    name != "length" && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
}
