//! jQuery, in which half of the web's inline scripts are written.

use oxc_span::Span;

use super::host::Host;
use super::reader::Reader;
use super::trigger;
use super::value::{Id, Sources, Text, Value};
use super::{Showing, Trigger, appearance, entities};

/// The longest selector that is kept, in bytes.
const LONGEST_SELECTOR: usize = 1_000;

/// What `$(…)` was given.
#[derive(Clone)]
pub(super) enum Selection {
    Selector(String),
    /// Markup that is not yet in the page.
    Markup(Text),
    Host(Host),
    Node(Id),
    Unknown(Sources),
}

impl Reader<'_> {
    /// `$(…)`.
    pub fn select(&mut self, arguments: &[Value], span: Span) -> Value {
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        let selection = match first.likely() {
            Value::Function(_) => {
                self.set_off_with(&first, Trigger::Load, vec![Value::Host(Host::JQuery)]);
                Selection::Host(Host::Document)
            }
            Value::Selection(id) => return Value::Selection(*id),
            Value::Host(host) => Selection::Host(*host),
            Value::Node(id) => Selection::Node(*id),
            Value::Text(text) | Value::Begins(text, _)
                if text.value.trim_start().starts_with('<') =>
            {
                match bare_tag(&text.value) {
                    Some(tag) => {
                        let tag = tag.to_owned();
                        let node = self.make_node(&tag, span);
                        let Value::Node(id) = node else { return Value::UNKNOWN };
                        if let Some(attributes) = arguments.get(1) {
                            self.set_attributes(id, attributes, span);
                        }
                        Selection::Node(id)
                    }
                    None => Selection::Markup(text.clone()),
                }
            }
            Value::Text(text) if text.value.len() <= LONGEST_SELECTOR => {
                self.ask_for(&text.value);
                Selection::Selector(text.value.to_string())
            }
            other => Selection::Unknown(other.sources()),
        };
        self.heap.selection(selection)
    }

    /// Calls a method of a selection; most return the selection.
    pub fn call_selection(
        &mut self,
        id: Id,
        name: &str,
        arguments: Vec<Value>,
        span: Span,
    ) -> Value {
        let this = Value::Selection(id);
        let Some(selection) = self.heap.selections.get(id).cloned() else { return this };
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        if self.listener(&this, name, &arguments).is_some() {
            return this;
        }
        match name {
            // `jQuery(document).ready(function ($) { … })`
            "ready" => {
                self.set_off_with(&first, Trigger::Load, vec![Value::Host(Host::JQuery)]);
            }
            "load" if first.likely().is_function() => self.set_off(&first, Trigger::Load),
            "html"
                if let (Selection::Node(id), Some(text)) = (&selection, first.as_text())
                    && self.heap.nodes.get(*id).is_some_and(|node| node.selector.is_none())
                    && !text.value.contains('<') =>
            {
                let text = entities::decoded(text);
                if let Some(node) = self.heap.nodes.get_mut(*id) {
                    node.inner = Some(text);
                }
            }
            "text" | "html" | "val"
                if let (Selection::Node(id), true) = (&selection, arguments.is_empty())
                    && let Some(inner) =
                        self.heap.nodes.get(*id).and_then(|node| node.inner.clone()) =>
            {
                let value = Value::Text(inner);
                self.note_value(&value);
                return value;
            }
            "html" | "append" | "prepend" | "before" | "after" | "replaceWith" | "wrap" => {
                if arguments.is_empty() {
                    return Value::UNKNOWN;
                }
                for argument in &arguments {
                    match argument.likely() {
                        Value::Node(child) => self.attach(*child, None),
                        Value::Selection(child) => self.attach_selection(*child, Some(span)),
                        _ => self.write_and_run(argument, span),
                    }
                }
            }
            "text" if !arguments.is_empty() => self.show(&first, Showing::Page),
            "appendTo" | "prependTo" | "insertAfter" | "insertBefore" | "replaceAll" => {
                self.attach_selection(id, Some(span));
            }
            "attr" | "prop" => return self.attribute(id, &selection, &arguments, span),
            "css" => {
                let hides = self.style_hides(&first)
                    || matches!(
                        (first.as_str(), arguments.get(1).and_then(Value::as_str)),
                        (Some(name), Some(value)) if appearance::css_hides(&format!("{name}:{value}"))
                    );
                if hides {
                    self.hide_selection(&selection);
                }
            }
            "hide" | "remove" | "detach" => self.hide_selection(&selection),
            "addClass" => {
                if let (Selection::Selector(selector), Some(classes)) = (&selection, first.as_str())
                {
                    self.add_classes(selector, classes);
                }
            }
            "val" | "serialize" | "serializeArray" if arguments.is_empty() => {
                self.facts.reads_typed = true;
                return Value::Unknown(self.typed_in(&selection));
            }
            "data" | "text" | "width" | "height" | "index" if arguments.len() < 2 => {
                return match (&selection, name) {
                    (Selection::Unknown(sources), _) => Value::Unknown(*sources),
                    (Selection::Host(_), "width" | "height") => {
                        Value::unknown_on(super::Condition::Screen)
                    }
                    _ => Value::UNKNOWN,
                };
            }
            "find" | "parent" | "parents" | "closest" | "children" | "next" | "prev"
            | "siblings" => {
                let sources = match &selection {
                    Selection::Unknown(sources) => *sources,
                    _ => Sources::NONE,
                };
                return self.heap.selection(Selection::Unknown(sources));
            }
            "get" | "eq" | "first" | "last" => {
                return match (self.first_of(&selection), name) {
                    (Some(node), "get") => Value::Node(node),
                    _ => this,
                };
            }
            "submit" | "click" | "trigger" | "triggerHandler" if !first.likely().is_callable() => {
                if let Some(node) = self.first_of(&selection) {
                    let name = first.as_str().unwrap_or(name).to_owned();
                    self.call_node(node, &name, Vec::new(), span);
                }
            }
            "each" => {
                let element = self.all_of(&selection).map_or(Value::UNKNOWN, Value::Node);
                let passed = vec![Value::UNKNOWN, element.clone()];
                self.call_value(&first, element, passed, span);
            }
            _ => {
                self.call_unknown(&this, name, &arguments, span);
            }
        }
        this
    }

    fn attribute(
        &mut self,
        id: Id,
        selection: &Selection,
        arguments: &[Value],
        span: Span,
    ) -> Value {
        let this = Value::Selection(id);
        // What is set on a selection is set on all that it finds.
        let all = match (arguments, selection) {
            ([_, _] | [Value::Record(_)], Selection::Selector(_)) => self.all_of(selection),
            _ => None,
        };
        let selection = &all.map_or_else(|| selection.clone(), Selection::Node);
        match (arguments, selection) {
            ([attributes @ Value::Record(_)], Selection::Node(node)) => {
                self.set_attributes(*node, attributes, span);
            }
            ([_], Selection::Unknown(sources)) => return Value::Unknown(*sources),
            ([Value::Text(name)], Selection::Node(node)) => {
                return self.node_member(*node, &name.value);
            }
            ([_], _) => return Value::UNKNOWN,
            ([Value::Text(name), value], Selection::Node(node)) => {
                let name = name.value.clone();
                self.set_node(*node, &name, value.clone(), span);
            }
            ([Value::Text(name), value], Selection::Host(host)) => {
                match (host.is_location(), &*name.value) {
                    (true, "href") => self.navigate(value, "location.href", span),
                    (false, "location") => self.navigate(value, "window.location", span),
                    _ => {}
                }
            }
            _ => {}
        }
        this
    }

    /// The first element of a selection.
    pub fn first_of(&mut self, selection: &Selection) -> Option<Id> {
        match selection {
            Selection::Node(node) => Some(*node),
            Selection::Selector(selector) => Some(self.find(selector, false)),
            _ => None,
        }
    }

    /// One that stands for all elements of a selection.
    fn all_of(&mut self, selection: &Selection) -> Option<Id> {
        match selection {
            Selection::Node(node) => Some(*node),
            Selection::Selector(selector) => Some(self.find(selector, true)),
            _ => None,
        }
    }

    /// Puts a selection into the page.
    pub fn attach_selection(&mut self, id: Id, span: Option<Span>) {
        match self.heap.selections.get(id).cloned() {
            Some(Selection::Node(node)) => self.attach(node, None),
            Some(Selection::Markup(markup)) => {
                if let Some(span) = span {
                    self.write_and_run(&Value::Text(markup), span);
                }
            }
            _ => {}
        }
    }

    fn hide_selection(&mut self, selection: &Selection) {
        match selection {
            Selection::Selector(selector) => {
                for one in selector.split(',') {
                    self.hide(one.trim());
                }
            }
            Selection::Node(id) => self.set_style(*id, "display", &Value::text("none")),
            _ => {}
        }
    }

    /// Calls `$.…`.
    pub fn call_jquery(&mut self, name: &str, arguments: &[Value], span: Span) -> Value {
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        match name {
            "getScript" => {
                self.load_script(&first, span);
                if let Some(then) = arguments.get(1) {
                    self.set_off(then, self.trigger.clone());
                }
                Value::UNKNOWN
            }
            "each" | "map" => {
                let Some(each) = arguments.get(1).cloned() else { return Value::UNKNOWN };
                let elements = match self.heap.elements(&first) {
                    Some(elements) => elements.clone(),
                    None => vec![Value::Unknown(first.sources())],
                };
                for (at, element) in elements.into_iter().enumerate() {
                    if at > 0 && !self.has_fuel() {
                        break;
                    }
                    let passed = vec![Value::Number(at as f64), element.clone()];
                    self.call_value(&each, element, passed, span);
                }
                first
            }
            "extend" => {
                for source in arguments.iter().skip(1) {
                    self.copy_properties(&first, source);
                }
                first
            }
            "get" | "post" | "getJSON" | "ajax" => self.ask(&first, name, arguments, span),
            "globalEval" => self.call_host(Host::Eval, arguments.to_vec(), span),
            "trim" => self.text_of(&first),
            "ready" => {
                self.set_off(&first, trigger::of_event("ready"));
                Value::UNKNOWN
            }
            _ => self.call_unknown(&Value::UNKNOWN, name, arguments, span),
        }
    }
}

impl Reader<'_> {
    /// `$.get(address, …)`, `$.ajax({url: address, …})`: the callbacks get the answer.
    fn ask(&mut self, first: &Value, name: &str, arguments: &[Value], span: Span) -> Value {
        let option = |reader: &Self, name: &str| match first {
            Value::Record(id) => reader.heap.records.get(*id)?.get(name).cloned(),
            _ => None,
        };
        let address = option(self, "url").unwrap_or_else(|| first.clone());
        if option(self, "dataType").is_some_and(|kind| kind.as_str() == Some("script")) {
            self.load_script(&address, span);
        }
        let data = match option(self, "data") {
            Some(data) => vec![data],
            None => arguments.get(1..).unwrap_or_default().to_vec(),
        };
        self.send(&address, &data, "ajax", span);
        let answer = self.fetch(&address);
        self.call_unknown(&answer, name, arguments, span)
    }
}

/// The name of the element in `<a>`, `<a/>` or `<a></a>`.
fn bare_tag(markup: &str) -> Option<&str> {
    let inside = markup.trim().strip_prefix('<')?;
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (tag, rest) = inside.split_at(end);
    let rest = rest.trim_start_matches([' ', '/']).strip_prefix('>')?;
    let closed = rest.is_empty() || rest.strip_prefix("</")?.strip_suffix('>')? == tag;
    (closed && !tag.is_empty()).then_some(tag)
}
