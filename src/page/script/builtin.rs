//! Functions of the language and the browser, called with what is known.

use oxc_span::Span;

use super::decode;
use super::host::Host;
use super::pattern::Pattern;
use super::reader::Reader;
use super::value::{Sources, Value, text_of_number};
use super::{Condition, Showing, Trigger};

impl<'a> Reader<'a> {
    /// Calls a method of any value.
    pub fn call_member(
        &mut self,
        object: &Value,
        name: &str,
        arguments: Vec<Value>,
        span: Span,
    ) -> Value {
        match (name, object.likely()) {
            (_, Value::Record(_)) => {}
            ("constructor", _) => {
                let constructor = self.member(object, name);
                return self.call_value(&constructor, Value::UNKNOWN, arguments, span);
            }
            // Any value may have come out of a promise.
            ("then" | "catch" | "finally", _) => {
                return self.call_unknown(object, name, &arguments, span);
            }
            _ => {}
        }
        // Of what may be empty or what was typed, the second goes on as well.
        let typed = object.sources().typed();
        let likely = object.likely();
        if typed.has(Sources::USER)
            && matches!((object, likely), (Value::OneOf(..), Value::Text(_)))
        {
            let likely = likely.clone();
            let value = self.call_member(&likely, name, arguments, span);
            return match value {
                Value::Text(_) | Value::Unknown(_) => value.either(Value::Unknown(typed), typed),
                value => value,
            };
        }
        match object.likely().clone() {
            Value::Function(id) => match self.indirect(object.likely(), name, &arguments, span) {
                Some(value) => value,
                None => self.call_unknown(&Value::Function(id), name, &arguments, span),
            },
            Value::Method(_) | Value::Bound(_) => {
                self.indirect(object.likely(), name, &arguments, span).unwrap_or(Value::UNKNOWN)
            }
            Value::Host(host) => {
                if host != Host::Reflect
                    && let Some(value) = self.indirect(object.likely(), name, &arguments, span)
                {
                    return value;
                }
                self.call_host_member(host, name, arguments, span)
            }
            Value::Text(text) => self.call_text(&text, name, &arguments),
            Value::Begins(text, sources) => self.call_begins(&text, sources, name, &arguments),
            Value::Number(number) => match (name, arguments.first()) {
                ("toString", Some(Value::Number(radix))) => decode::in_radix(number, *radix as u32)
                    .map_or(Value::Unknown(Sources::NONE), Value::text),
                ("toString", _) => Value::text(text_of_number(number)),
                _ => Value::UNKNOWN,
            },
            Value::List(id) => self.call_list(id, name, arguments, span),
            Value::Pattern(id) => self.call_pattern(id, name, &arguments),
            Value::Record(id) => {
                let own = self.heap.records.get(id).and_then(|record| record.get(name)).cloned();
                match own {
                    Some(function) => self.call_value(&function, object.clone(), arguments, span),
                    None if matches!(name, "toString" | "valueOf" | "toJSON") => {
                        self.address_in(object)
                    }
                    None => self.call_unknown(object, name, &arguments, span),
                }
            }
            Value::Node(id) => self.call_node(id, name, arguments, span),
            Value::Style(id) if matches!(name, "add" | "replace") => {
                for class in &arguments {
                    self.add_classes_to(id, class);
                }
                Value::Undefined
            }
            Value::Style(id) => {
                if let (Some(name), Some(value)) = (arguments.first(), arguments.get(1))
                    && let Some(name) = name.as_str()
                {
                    self.set_style(id, name, value);
                }
                Value::Undefined
            }
            Value::Selection(id) => self.call_selection(id, name, arguments, span),
            other => self.call_unknown(&other, name, &arguments, span),
        }
    }

    /// `call`, `apply` and `bind`.
    fn indirect(
        &mut self,
        function: &Value,
        name: &str,
        arguments: &[Value],
        span: Span,
    ) -> Option<Value> {
        let this = arguments.first().cloned().unwrap_or(Value::UNKNOWN);
        let rest = arguments.get(1..).unwrap_or_default();
        let passed = match name {
            "call" => rest.to_vec(),
            "apply" => match rest.first() {
                Some(list) => match self.heap.elements(list) {
                    Some(elements) => elements.clone(),
                    None => vec![Value::Unknown(list.sources())],
                },
                None => Vec::new(),
            },
            "bind" if rest.is_empty() => return Some(function.clone()),
            "bind" => return Some(self.heap.bind(function.clone(), arguments.to_vec())),
            _ => return None,
        };
        // `[].slice.call(arguments)`, `''.replace.call(text, …)`: the method moves to another
        // object.
        if let Value::Method(id) = function
            && let Some((receiver, name)) = self.heap.methods.get(*id).cloned()
        {
            let receiver = match (receiver, this) {
                (receiver @ Value::Host(_), _) => receiver,
                // `[].map.call('text', …)`: a text is a list of its letters.
                (Value::List(_), this @ Value::Text(_)) => {
                    let mut letters = Vec::new();
                    self.spread(&this, &mut letters);
                    self.heap.list(letters)
                }
                (_, this) => this,
            };
            return Some(self.call_member(&receiver, &name, passed, span));
        }
        Some(self.call_value(function, this, passed, span))
    }

    /// Calls a function of the browser.
    pub fn call_host(&mut self, host: Host, arguments: Vec<Value>, span: Span) -> Value {
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        let second = arguments.get(1);
        let sources = super::operator::of(&first);
        match host {
            Host::Eval => {
                let Some(text) = self.code_of(&first) else {
                    let json =
                        matches!(&first, Value::Begins(text, _) if text.value.starts_with('('));
                    // `eval('(' + answer + ')')` is how JSON was read once.
                    if !json && !first.is_function() {
                        self.note_opaque(&first);
                        self.run_fetched(&first, span);
                    }
                    return Value::Unknown(sources);
                };
                self.unpack(&text, Some(span)).unwrap_or(Value::UNKNOWN)
            }
            Host::FunctionType => self.make_from_text(&arguments, span),
            Host::Timeout | Host::Interval => {
                let milliseconds = match second {
                    Some(Value::Number(number)) if *number >= 0.0 => Some(*number as u64),
                    None => Some(0),
                    _ => None,
                };
                if let Some(code) = self.code_of(&first) {
                    self.set_off_code(&Value::Text(code), Trigger::Timer(milliseconds), span);
                } else {
                    let passed = arguments.get(2..).unwrap_or_default().to_vec();
                    self.set_off_with(&first, Trigger::Timer(milliseconds), passed);
                }
                Value::UNKNOWN
            }
            Host::NextFrame => {
                self.set_off(&first, Trigger::Load);
                Value::UNKNOWN
            }
            Host::JQuery => self.select(&arguments, span),
            Host::OpenWindow => {
                self.navigate(&first, "window.open", span);
                Value::UNKNOWN
            }
            Host::MatchMedia => Value::unknown_on(Condition::Screen),
            Host::Alert => {
                self.show(&first, Showing::Dialog);
                Value::Undefined
            }
            Host::Confirm => {
                self.show(&first, Showing::Dialog);
                Value::Unknown(Sources::USER)
            }
            Host::Date => Value::unknown_on(Condition::Time),
            Host::ImportScripts => {
                for address in &arguments {
                    self.load_script(address, span);
                }
                Value::UNKNOWN
            }
            Host::ArrayType | Host::ObjectType | Host::PatternType | Host::BytesType => {
                self.make_host(host, arguments, span)
            }
            Host::TextType => match arguments.first() {
                Some(value) => self.text_of(value),
                None => Value::text(""),
            },
            Host::NumberType => first.number().map_or(Value::Unknown(sources), Value::Number),
            Host::BooleanType => first.truth().map_or(Value::Unknown(sources), Value::Bool),
            Host::IsNan => {
                first.number().map_or(Value::Unknown(sources), |n| Value::Bool(n.is_nan()))
            }
            Host::Fetch => {
                self.send(&first, arguments.get(1..).unwrap_or_default(), "fetch", span);
                self.fetch(&first)
            }
            Host::Socket => {
                self.opened = Some(super::loading::without_socket(&first));
                self.fetch(&first)
            }
            Host::Atob
            | Host::Btoa
            | Host::DecodeUri
            | Host::EncodeUri
            | Host::EncodeUriComponent
            | Host::Escape
            | Host::Unescape
            | Host::ParseInt
            | Host::ParseFloat => self.convert(host, &first, second),
            _ => self.call_unknown(&Value::Host(host), "", &arguments, span),
        }
    }

    /// `new` on a type of the browser.
    pub fn make_host(&mut self, host: Host, arguments: Vec<Value>, span: Span) -> Value {
        match host {
            Host::ArrayType => match arguments.as_slice() {
                [Value::Number(length)] if *length < 10_000.0 && *length >= 0.0 => {
                    let empty = vec![Value::Undefined; *length as usize];
                    self.burn(empty.len());
                    self.heap.list(empty)
                }
                _ => self.heap.list(arguments),
            },
            Host::ObjectType => match arguments.into_iter().next() {
                Some(Value::Undefined | Value::Null) | None => self.heap.record(),
                Some(value) => value,
            },
            Host::PatternType => {
                let source = match arguments.first() {
                    Some(Value::Pattern(id)) => return Value::Pattern(*id),
                    Some(value) => value.as_str().map(str::to_owned),
                    None => None,
                };
                let flags = arguments.get(1).and_then(Value::as_str).unwrap_or_default();
                match source {
                    Some(source) => {
                        self.burn(source.len());
                        self.ask_by_pattern(&source);
                        self.heap.pattern(Pattern::new(&source, flags))
                    }
                    None => Value::UNKNOWN,
                }
            }
            Host::Date => Value::unknown_on(Condition::Time),
            Host::ElementType if !arguments.is_empty() => {
                let tag = arguments.first().and_then(Value::as_str).unwrap_or_default();
                let node = self.make_node(tag, span);
                if let (Value::Node(id), Some(attributes)) = (&node, arguments.get(1)) {
                    self.set_attributes(*id, attributes, span);
                }
                node
            }
            // A form's values, and what is added to them.
            Host::FormData => {
                let typed = match arguments.first() {
                    Some(Value::Node(id)) => self.typed_in_node(*id),
                    Some(value) => value.sources().and(Sources::USER),
                    None => Sources::NONE,
                };
                let record = self.heap.record();
                self.set(&record, &Value::text(""), Value::Unknown(typed), span);
                record
            }
            Host::ImageType => self.make_node("img", span),
            Host::Promise => {
                // The executor runs at once. What it resolves to goes into a list.
                let Some(executor) = arguments.first().cloned() else { return Value::UNKNOWN };
                let results = self.heap.list(Vec::new());
                let resolve = self.heap.method(results.clone(), "push".into());
                self.call_value(&executor, Value::UNKNOWN, vec![resolve, Value::UNKNOWN], span);
                let first = self.heap.elements(&results).and_then(|results| results.first());
                first.cloned().unwrap_or(Value::UNKNOWN)
            }
            Host::UrlType => self.make_url(&arguments),
            Host::BlobType => self.make_blob(&arguments),
            Host::BytesType => self.make_bytes(arguments, span),
            Host::TextDecoder => Value::Host(host),
            Host::Socket => self.call_host(host, arguments, span),
            Host::FunctionType => self.make_from_text(&arguments, span),
            Host::TextType | Host::NumberType | Host::BooleanType => {
                self.call_host(host, arguments, span)
            }
            _ => self.call_unknown(&Value::Host(host), "", &arguments, span),
        }
    }
}
