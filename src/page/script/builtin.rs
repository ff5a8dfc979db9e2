//! Functions of the language and the browser, called with what is known.

use oxc_span::Span;

use super::decode;
use super::host::Host;
use super::pattern::Pattern;
use super::reader::Reader;
use super::trigger;
use super::value::{Sources, Value, text_of_number};
use super::{Condition, Trigger};

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
        match object.likely().clone() {
            Value::Function(id) => match self.indirect(object.likely(), name, &arguments, span) {
                Some(value) => value,
                None => self.call_unknown(&Value::Function(id), name, &arguments, span),
            },
            Value::Method(_) => {
                self.indirect(object.likely(), name, &arguments, span).unwrap_or(Value::UNKNOWN)
            }
            Value::Host(host) => {
                if let Some(value) = self.indirect(object.likely(), name, &arguments, span) {
                    return value;
                }
                self.call_host_member(host, name, arguments, span)
            }
            Value::Text(text) => self.call_text(&text, name, &arguments, span),
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
                    None => self.call_unknown(object, name, &arguments, span),
                }
            }
            Value::Node(id) => self.call_node(id, name, arguments, span),
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
            "bind" => return Some(function.clone()),
            _ => return None,
        };
        // `[].slice.call(arguments)`, `''.replace.call(text, …)`: the method moves to another
        // object.
        if let Value::Method(id) = function
            && let Some((receiver, name)) = self.heap.methods.get(*id).cloned()
        {
            let receiver = match receiver {
                Value::Host(_) => receiver,
                _ => this,
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
            Host::Confirm => Value::Unknown(Sources::USER),
            Host::Date => Value::unknown_on(Condition::Time),
            Host::ImportScripts => {
                for address in &arguments {
                    self.load_script(address, span);
                }
                Value::UNKNOWN
            }
            Host::ArrayType | Host::ObjectType | Host::PatternType => {
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
            Host::Fetch => Value::UNKNOWN,
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

    /// The encodings, forth and back.
    fn convert(&mut self, host: Host, value: &Value, radix: Option<&Value>) -> Value {
        if let Value::OneOf(values, sources) = value {
            let converted = values
                .iter()
                .filter(|one| !matches!(one, Value::OneOf(..)))
                .map(|one| self.convert(host, one, radix))
                .collect();
            return Value::one_of(converted, *sources);
        }
        let sources = value.sources();
        let text = match self.text_of(value) {
            Value::Text(text) => text,
            // What is encoded keeps its constant beginning, more or less.
            Value::Begins(text, sources) if host == Host::EncodeUri => {
                return Value::Begins(text, sources);
            }
            _ => return Value::Unknown(sources),
        };
        if !self.afford(text.value.len()) {
            return Value::UNKNOWN;
        }
        self.burn(text.value.len() / 64);
        let source = &*text.value;
        let (decoded, decodes) = match host {
            Host::ParseInt => {
                let radix = radix.and_then(Value::number);
                return Value::Number(decode::integer(source, radix));
            }
            Host::ParseFloat => return Value::Number(decode::float(source)),
            Host::Atob => (decode::base64(source), true),
            Host::Btoa => (decode::to_base64(source), false),
            Host::DecodeUri => (decode::percent(source), source.contains('%')),
            Host::Unescape => (Some(decode::unescape(source)), source.contains('%')),
            Host::Escape => (Some(decode::escape(source)), false),
            Host::EncodeUri => (Some(decode::to_percent(source, b";/?:@&=+$,#")), false),
            _ => (Some(decode::to_percent(source, b"")), false),
        };
        let Some(decoded) = decoded else { return Value::UNKNOWN };
        self.facts.encoded |= decodes;
        let value = Value::Text(super::value::Text::new(decoded, text.encoded || decodes));
        self.note_value(&value);
        value
    }

    /// `new` on a type of the browser.
    pub fn make_host(&mut self, host: Host, arguments: Vec<Value>, span: Span) -> Value {
        match host {
            Host::ArrayType => match arguments.as_slice() {
                [Value::Number(length)] if *length < 10_000.0 && *length >= 0.0 => {
                    let empty = vec![Value::Undefined; *length as usize];
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
                        self.heap.pattern(Pattern::new(&source, flags))
                    }
                    None => Value::UNKNOWN,
                }
            }
            Host::Date => Value::unknown_on(Condition::Time),
            Host::ImageType => self.make_node("img", span),
            Host::Promise => {
                // The executor runs at once.
                if let Some(executor) = arguments.first() {
                    let executor = executor.clone();
                    self.call_value(&executor, Value::UNKNOWN, Vec::new(), span);
                }
                Value::UNKNOWN
            }
            Host::FunctionType => self.make_from_text(&arguments, span),
            Host::TextType | Host::NumberType | Host::BooleanType => {
                self.call_host(host, arguments, span)
            }
            _ => self.call_unknown(&Value::Host(host), "", &arguments, span),
        }
    }

    fn call_host_member(
        &mut self,
        host: Host,
        name: &str,
        arguments: Vec<Value>,
        span: Span,
    ) -> Value {
        let first = arguments.first().cloned().unwrap_or(Value::Undefined);
        match (host, name) {
            (Host::Location | Host::OuterLocation, "replace" | "assign") => {
                let sink = if name == "replace" { "location.replace" } else { "location.assign" };
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
            (Host::TextType, "fromCharCode" | "fromCodePoint") => self.from_codes(&arguments),
            (Host::Math, _) => self.calculate(name, &arguments),
            (Host::ArrayType, "from" | "of") => match (name, self.heap.elements(&first)) {
                ("of", _) => self.heap.list(arguments),
                (_, Some(elements)) => {
                    let list = elements.clone();
                    let list = self.heap.list(list);
                    match (&list, arguments.get(1)) {
                        (Value::List(id), Some(each)) => {
                            let each = vec![each.clone()];
                            self.call_list(*id, "map", each, span)
                        }
                        _ => list,
                    }
                }
                _ => match first.as_str() {
                    Some(text) => {
                        let letters = text.chars().map(|c| Value::text(c.to_string())).collect();
                        self.heap.list(letters)
                    }
                    None => Value::UNKNOWN,
                },
            },
            (Host::ArrayType, "isArray") => match first {
                Value::List(_) => Value::Bool(true),
                Value::Unknown(_) | Value::OneOf(..) => Value::Unknown(first.sources()),
                _ => Value::Bool(false),
            },
            (Host::ObjectType, "assign") => {
                for source in arguments.iter().skip(1) {
                    self.copy_properties(&first, source);
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
                Some(Ok(json)) => self.from_json(&json),
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
                if let Some(event) = self.listener(name, &arguments) {
                    return event;
                }
                let function = self.member(&Value::Host(host), name);
                self.call_value(&function, Value::Host(host), arguments, span)
            }
            (Host::Navigator | Host::Screen | Host::Storage, _) => Value::Unknown(host.sources()),
            _ => self.call_unknown(&Value::Host(host), name, &arguments, span),
        }
    }

    /// `String.fromCharCode`.
    fn from_codes(&mut self, arguments: &[Value]) -> Value {
        let mut units: Vec<u16> = Vec::with_capacity(arguments.len());
        let mut sources = Sources::NONE;
        let mut known = true;
        for argument in arguments {
            sources = sources.and(argument.sources());
            match argument.number() {
                Some(code) if known => match char::from_u32(code as u32) {
                    Some(c) if u32::from(c) > 0xFFFF => {
                        units.extend(c.encode_utf16(&mut [0; 2]).iter());
                    }
                    _ => units.push(super::value::uint32(code) as u16),
                },
                _ => known = false,
            }
        }
        if !self.afford(units.len()) || !known && units.is_empty() {
            return Value::Unknown(sources);
        }
        self.facts.encoded = true;
        let text = super::value::Text::new(String::from_utf16_lossy(&units), true);
        if !known {
            return Value::Begins(text, sources);
        }
        let value = Value::Text(text);
        self.note_value(&value);
        value
    }

    fn calculate(&mut self, name: &str, arguments: &[Value]) -> Value {
        if name == "random" {
            return Value::unknown_on(Condition::Time);
        }
        let sources = arguments.iter().fold(Sources::NONE, |all, one| all.and(one.sources()));
        let numbers: Option<Vec<f64>> = arguments.iter().map(Value::number).collect();
        let Some(numbers) = numbers else { return Value::Unknown(sources) };
        let (a, b) = (numbers.first().copied(), numbers.get(1).copied());
        let (a, b) = (a.unwrap_or(f64::NAN), b.unwrap_or(f64::NAN));
        Value::Number(match name {
            "floor" => a.floor(),
            "ceil" => a.ceil(),
            // Halves go up, also below zero.
            "round" => (a + 0.5).floor(),
            "trunc" => a.trunc(),
            "abs" => a.abs(),
            "sqrt" => a.sqrt(),
            "pow" => a.powf(b),
            "max" => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            "min" => numbers.iter().copied().fold(f64::INFINITY, f64::min),
            "sign" => a.signum(),
            _ => return Value::UNKNOWN,
        })
    }

    fn from_json(&mut self, json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(*value),
            serde_json::Value::Number(number) => {
                number.as_f64().map_or(Value::UNKNOWN, Value::Number)
            }
            serde_json::Value::String(text) => {
                self.note_addresses(text, false);
                Value::text(text.as_str())
            }
            // serde_json bounds the depth.
            serde_json::Value::Array(elements) => {
                let elements = elements.iter().map(|one| self.from_json(one)).collect();
                self.heap.list(elements)
            }
            serde_json::Value::Object(properties) => {
                let record = self.heap.record();
                for (name, value) in properties {
                    let value = self.from_json(value);
                    if let Value::Record(id) = record
                        && let Some(record) = self.heap.records.get_mut(id)
                    {
                        record.insert(name.as_str().into(), value);
                    }
                }
                record
            }
        }
    }

    /// `addEventListener` and its relatives.
    pub fn listener(&mut self, name: &str, arguments: &[Value]) -> Option<Value> {
        let names =
            ["addEventListener", "attachEvent", "on", "bind", "one", "once", "live", "delegate"];
        if !names.contains(&name) {
            return None;
        }
        let handler = arguments.iter().rev().find(|value| value.likely().is_function())?.clone();
        let event = arguments.iter().find_map(Value::as_str).unwrap_or("event").to_owned();
        let event = if name == "attachEvent" { event.trim_start_matches("on") } else { &event };
        self.set_off(&handler, trigger::of_event(event));
        Some(Value::UNKNOWN)
    }

    /// Calls what nobody knows: its callbacks still run.
    pub fn call_unknown(
        &mut self,
        object: &Value,
        name: &str,
        arguments: &[Value],
        span: Span,
    ) -> Value {
        if let Some(value) = self.listener(name, arguments) {
            return value;
        }
        let mut sources = super::operator::of(object);
        match name {
            "write" | "writeln" => {
                if let Some(markup) = arguments
                    .first()
                    .filter(|one| one.as_str().is_some_and(|markup| markup.contains('<')))
                {
                    self.write(&markup.clone(), false, span);
                }
            }
            "insertAdjacentHTML" | "html" | "append" | "prepend" | "before" | "after" => {
                for markup in arguments.iter().filter(|one| one.as_text().is_some()) {
                    self.write(&markup.clone(), false, span);
                }
            }
            "getScript" => {
                if let Some(address) = arguments.first() {
                    self.load_script(&address.clone(), span);
                }
            }
            "val" => sources = sources.and(Sources::USER),
            "matchMedia" => sources = sources.and(Sources::on(Condition::Screen)),
            _ => {}
        }
        for argument in arguments {
            sources = sources.and(argument.sources());
            match argument {
                Value::Function(_) => {
                    let event = match name {
                        "click" | "submit" | "change" | "hover" | "focus" | "blur" | "keyup"
                        | "keydown" | "keypress" | "mouseover" | "mouseenter" | "mouseleave"
                        | "mousemove" | "mousedown" | "mouseup" | "scroll" | "resize"
                        | "toggle" | "dblclick" | "touchstart" | "touchend" => {
                            trigger::of_event(name)
                        }
                        _ => self.trigger.clone(),
                    };
                    let passed = match (name, object) {
                        (_, Value::Unknown(_)) => Vec::new(),
                        ("then", object) => vec![object.clone()],
                        _ => Vec::new(),
                    };
                    self.set_off_with(argument, event, passed);
                }
                Value::Record(id) => self.set_off_options(*id),
                Value::Node(id) => self.attach(*id, None),
                Value::Selection(id) => self.attach_selection(*id, None),
                _ => {}
            }
        }
        if name == "then" {
            return object.clone();
        }
        Value::Unknown(sources)
    }

    /// The callbacks among the options of a call: `{success: …, onClick: …}`.
    fn set_off_options(&mut self, id: usize) {
        let Some(record) = self.heap.records.get(id) else { return };
        let callbacks: Vec<(String, Value)> = record
            .iter()
            .filter(|(_, value)| value.is_function())
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect();
        for (name, callback) in callbacks {
            let event = match &*name {
                "success" | "complete" | "done" | "load" | "onload" | "onLoad" | "ready"
                | "callback" | "always" | "init" | "onSuccess" | "onReady" => self.trigger.clone(),
                name => trigger::of_event(name.strip_prefix("on").unwrap_or(name)),
            };
            self.set_off(&callback, event);
        }
    }
}
