//! Methods of the language's and the browser's own objects.

use oxc_span::Span;

use super::Condition;
use super::host::Host;
use super::reader::Reader;
use super::sink::OUTER;
use super::text_method::PARTS;
use super::value::Value;

impl<'a> Reader<'a> {
    /// Calls a method of one of them.
    pub fn call_host_member(
        &mut self,
        host: Host,
        name: &str,
        arguments: Vec<Value>,
        span: Span,
    ) -> Value {
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        match (host, name) {
            (Host::Location | Host::OuterLocation, "replace" | "assign") => {
                let sink = match (host, name) {
                    (Host::OuterLocation, _) => OUTER,
                    (_, "replace") => "location.replace",
                    _ => "location.assign",
                };
                self.navigate(&first, sink, span);
                Value::Undefined
            }
            (Host::Location | Host::OuterLocation, _) => Value::Unknown(host.sources()),
            (Host::Document, "write" | "writeln") => {
                let mut markup = Value::text("");
                for argument in &arguments {
                    let text = self.text_of(argument);
                    markup = self.concat(markup, text);
                }
                self.write(&markup, true, span);
                Value::Undefined
            }
            (Host::Document, _) => self.call_document(name, arguments, span),
            (Host::TextType, "fromCharCode" | "fromCodePoint") => self.text_of_codes(&arguments),
            (Host::Math, _) => self.calculate(name, &arguments),
            (Host::ArrayType | Host::BytesType, "of") => self.heap.list(arguments),
            (Host::ArrayType | Host::BytesType, "from") => {
                if let Value::Node(_) = first {
                    return first;
                }
                let known = self.heap.elements(&first).cloned();
                let elements = match (known, first.as_str()) {
                    (Some(elements), _) => elements,
                    (None, Some(text)) if text.len() <= PARTS && self.afford(text.len()) => {
                        text.chars().map(|c| Value::text(c.to_string())).collect()
                    }
                    _ => return Value::UNKNOWN,
                };
                self.burn(elements.len() / 4);
                let list = self.heap.list(elements);
                match (&list, arguments.get(1)) {
                    (Value::List(id), Some(each)) => {
                        self.call_list(*id, "map", vec![each.clone()], span)
                    }
                    _ => list,
                }
            }
            (Host::UrlType | Host::TextDecoder | Host::Navigation | Host::Reflect, _) => {
                self.call_web_object(host, name, &arguments, span)
            }
            (Host::ArrayType, "isArray") => match first {
                Value::List(_) => Value::Bool(true),
                Value::Unknown(_) | Value::OneOf(..) => Value::Unknown(first.sources()),
                _ => Value::Bool(false),
            },
            (Host::ObjectType, "assign") => {
                for source in arguments.iter().skip(1) {
                    match &first {
                        Value::Record(_) => self.copy_properties(&first, source),
                        _ => self.set_all(&first, source, span),
                    }
                }
                first
            }
            (Host::ObjectType, "keys" | "values" | "entries") => {
                let Some(keys) = self.keys(&first) else { return Value::UNKNOWN };
                if name == "keys" {
                    return self.heap.list(keys);
                }
                let mut parts = Vec::with_capacity(keys.len());
                for key in keys {
                    let value = self.index(&first, &key);
                    parts.push(match name {
                        "values" => value,
                        _ => self.heap.list(vec![key, value]),
                    });
                }
                self.heap.list(parts)
            }
            (Host::ObjectType, "freeze" | "seal" | "create") => first,
            (Host::Json, "parse") => match first.as_str().map(serde_json::from_str) {
                Some(Ok(json)) => self.value_of_json(&json),
                _ => Value::Unknown(first.sources()),
            },
            (Host::NumberType, "parseInt") => {
                self.convert(Host::ParseInt, &first, arguments.get(1))
            }
            (Host::NumberType, "parseFloat") => self.convert(Host::ParseFloat, &first, None),
            (Host::Date, _) => Value::unknown_on(Condition::Time),
            (Host::Promise, "resolve" | "all" | "race" | "any" | "allSettled") => {
                if name == "resolve" { first } else { Value::UNKNOWN }
            }
            (Host::JQuery, _) => self.call_jquery(name, &arguments, span),
            (Host::Window | Host::OuterWindow, _) => {
                if let Some(event) = self.listener(&Value::Host(host), name, &arguments) {
                    return event;
                }
                let function = self.member(&Value::Host(host), name);
                self.call_value(&function, Value::Host(host), arguments, span)
            }
            (Host::Navigator, "sendBeacon") => {
                self.send(&first, arguments.get(1..).unwrap_or_default(), "sendBeacon", span);
                Value::UNKNOWN
            }
            (Host::Storage, "setItem") => {
                if let Some(value) = arguments.get(1) {
                    self.lay_down(value);
                }
                Value::UNKNOWN
            }
            (Host::Storage, "getItem") => Value::Unknown(host.sources().and(self.laid_down)),
            (Host::Json, "stringify") => Value::Unknown(self.carried(&first)),
            (Host::Navigator | Host::Screen | Host::Storage, _) => Value::Unknown(host.sources()),
            _ => self.call_unknown(&Value::Host(host), name, &arguments, span),
        }
    }
}
