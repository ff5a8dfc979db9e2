//! Objects of the browser that turn one constant into another: addresses, bytes, files in memory,
//! and the long ways round to a property or a call.

use oxc_span::Span;
use url::Url;

use super::host::Host;
use super::reader::Reader;
use super::value::{Text, Value};

impl Reader<'_> {
    /// `new URL(address, base)`.
    pub fn make_url(&mut self, arguments: &[Value]) -> Value {
        let address = arguments.first().cloned().unwrap_or(Value::Undefined);
        let address = self.address_in(&address);
        let base = arguments.get(1).map(|base| self.address_in(base));
        let sources = super::operator::of(&address)
            .and(base.as_ref().map_or(super::value::Sources::NONE, super::operator::of));
        let (text, open) = match &address {
            Value::Text(text) => (text, false),
            Value::Begins(text, _) => (text, true),
            _ => return Value::Unknown(sources),
        };
        if !self.afford(text.value.len()) {
            return Value::Unknown(sources);
        }
        let whole = match &base {
            None => Url::parse(&text.value),
            Some(base) => match base.as_str().and_then(|base| Url::parse(base).ok()) {
                Some(base) => base.join(&text.value),
                None => Url::parse(&text.value),
            },
        };
        let Ok(url) = whole else { return Value::Unknown(sources) };
        let constant = |part: &str| Value::Text(Text::new(part, text.encoded));
        let href = if open { address.clone() } else { constant(url.as_str()) };
        let parts = [
            ("href", href),
            ("origin", constant(&url.origin().ascii_serialization())),
            ("protocol", constant(&format!("{}:", url.scheme()))),
            ("host", constant(url.host_str().unwrap_or_default())),
            ("hostname", constant(url.host_str().unwrap_or_default())),
        ];
        let record = self.heap.record();
        if let Value::Record(id) = record
            && let Some(record) = self.heap.records.get_mut(id)
        {
            record.extend(parts.map(|(name, value)| (name.into(), value)));
        }
        record
    }

    /// The address that a value becomes when it is given to the window: of a list its text, of an
    /// object what it says of itself.
    pub fn address_in(&mut self, value: &Value) -> Value {
        match value {
            Value::List(_) => self.text_of(value),
            Value::Record(id) => {
                let own = |name: &str| self.heap.records.get(*id)?.get(name).cloned();
                match (own("href"), own("toString").filter(Value::is_function)) {
                    (Some(href), _) => href,
                    (None, Some(says)) => {
                        self.call_value(&says, value.clone(), Vec::new(), self.call_span)
                    }
                    (None, None) => value.clone(),
                }
            }
            other => other.clone(),
        }
    }

    /// A file in memory: its text stands for it.
    pub fn make_blob(&mut self, arguments: &[Value]) -> Value {
        match arguments.first() {
            Some(Value::List(id)) => self.join(*id, ""),
            _ => Value::UNKNOWN,
        }
    }

    /// A list of bytes: of a list, of so many zeros.
    pub fn make_bytes(&mut self, arguments: Vec<Value>, span: Span) -> Value {
        match arguments.first() {
            Some(Value::List(id)) => {
                let bytes = self.heap.lists.get(*id).cloned().unwrap_or_default();
                self.burn(bytes.len() / 4);
                self.heap.list(bytes)
            }
            _ => self.make_host(Host::ArrayType, arguments, span),
        }
    }

    /// Calls a method of one of these objects.
    pub fn call_web_object(
        &mut self,
        host: Host,
        name: &str,
        arguments: &[Value],
        span: Span,
    ) -> Value {
        let argument = |at: usize| arguments.get(at).cloned().unwrap_or(Value::Undefined);
        let first = argument(0);
        match (host, name) {
            (Host::UrlType, "createObjectURL") => match first.as_text() {
                Some(text) => {
                    let address = format!("data:,{}", text.value.replace('%', "%25"));
                    Value::Text(Text::new(address, text.encoded))
                }
                None => Value::UNKNOWN,
            },
            (Host::TextDecoder, "decode") => self.text_of_bytes(&first),
            (Host::Navigation, "navigate") => {
                self.navigate(&first, "navigation.navigate", span);
                Value::UNKNOWN
            }
            (Host::Reflect, "set") => {
                self.set(&first, &argument(1), argument(2), span);
                Value::Bool(true)
            }
            (Host::Reflect, "get") => self.index(&first, &argument(1)),
            (Host::Reflect, "apply") => {
                self.call_member(&first, "apply", vec![argument(1), argument(2)], span)
            }
            _ => self.call_unknown(&Value::Host(host), name, arguments, span),
        }
    }

    /// The text that bytes are in UTF-8.
    fn text_of_bytes(&mut self, bytes: &Value) -> Value {
        let length = self.heap.elements(bytes).map_or(0, Vec::len);
        if !self.afford(length) {
            return Value::UNKNOWN;
        }
        self.burn(length / 16);
        let Some(elements) = self.heap.elements(bytes) else {
            return Value::Unknown(bytes.sources());
        };
        let bytes: Option<Vec<u8>> =
            elements.iter().map(|one| one.number().map(|number| number as u8)).collect();
        let Some(bytes) = bytes else { return Value::UNKNOWN };
        self.facts.encoded = true;
        let value = Value::Text(Text::new(String::from_utf8_lossy(&bytes), true));
        self.note_value(&value);
        value
    }

    /// What a name means inside `with (object)`; `None` where the object has no such property.
    pub fn with_member(&mut self, object: &Value, name: &str) -> Option<Value> {
        let known = match object.likely() {
            Value::Host(Host::Location | Host::OuterLocation) => {
                matches!(name, "href" | "host" | "hostname" | "replace" | "assign" | "reload")
            }
            Value::Host(Host::Document) => matches!(name, "location" | "write" | "body" | "cookie"),
            Value::Host(host) => host.is_window() && name == "location",
            Value::Record(id) => {
                self.heap.records.get(*id).is_some_and(|record| record.contains_key(name))
            }
            Value::Node(_) => matches!(name, "href" | "src" | "innerHTML" | "style" | "click"),
            _ => false,
        };
        known.then(|| self.member(object, name))
    }
}
