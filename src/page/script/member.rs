//! Reading properties.

use oxc_ast::ast::MemberExpression;

use super::expression::{any_of, property_name};
use super::host::Host;
use super::reader::Reader;
use super::scope::GLOBAL;
use super::value::{Sources, Value};

impl<'a> Reader<'a> {
    /// Reads `a.b` or `a[b]`.
    pub fn member_expression(&mut self, member: &'a MemberExpression<'a>) -> Value {
        match member {
            MemberExpression::StaticMemberExpression(it) => {
                let object = self.expression(&it.object);
                self.member(&object, it.property.name.as_str())
            }
            MemberExpression::ComputedMemberExpression(it) => {
                let object = self.expression(&it.object);
                let key = self.expression(&it.expression);
                self.index(&object, &key)
            }
            MemberExpression::PrivateFieldExpression(it) => {
                self.expression(&it.object);
                Value::UNKNOWN
            }
        }
    }

    /// The element at a key.
    pub fn index(&mut self, object: &Value, key: &Value) -> Value {
        if let (Value::List(id), Value::Number(at)) = (object, key) {
            let list = self.heap.lists.get(*id);
            return list
                .and_then(|list| list.get(position(*at)?))
                .cloned()
                .unwrap_or(Value::Undefined);
        }
        let key = &self.text_of_list(key);
        match property_name(key) {
            Some(name) => self.member(object, &name),
            None => match object.likely() {
                Value::List(id) => self
                    .heap
                    .lists
                    .get(*id)
                    .map_or(Value::UNKNOWN, |list| any_of(list, key.sources())),
                Value::Record(id) => match self.heap.records.get(*id) {
                    Some(record) => {
                        let values: Vec<Value> = record.values().take(8).cloned().collect();
                        any_of(&values, key.sources())
                    }
                    None => Value::UNKNOWN,
                },
                // Any one of the fields stands for all of them.
                Value::Node(id) if self.is_every_field_node(*id) => Value::Node(*id),
                object => Value::Unknown(super::operator::of(object).and(key.sources())),
            },
        }
    }

    /// The value of a property.
    pub fn member(&mut self, object: &Value, name: &str) -> Value {
        match object.likely() {
            Value::Host(host) => self.host_member(*host, name),
            Value::List(id) => self.list_member(*id, name, object),
            Value::Record(id) => {
                let record = self.heap.records.get(*id);
                match record.and_then(|record| record.get(name)) {
                    Some(value) => value.clone(),
                    None if name == "constructor" => Value::Host(Host::ObjectType),
                    None => Value::Undefined,
                }
            }
            Value::Text(text) => match (name, name.parse::<usize>()) {
                ("length", _) => Value::Number(text.length() as f64),
                ("constructor", _) => Value::Host(Host::TextType),
                (_, Ok(at)) => text.character(at).map_or(Value::Undefined, Value::Text),
                _ => {
                    let object = object.clone();
                    self.heap.method(object, name.into())
                }
            },
            Value::Number(_) if name == "constructor" => Value::Host(Host::NumberType),
            Value::Bool(_) if name == "constructor" => Value::Host(Host::BooleanType),
            Value::Pattern(_) if name == "constructor" => Value::Host(Host::PatternType),
            Value::Function(_) | Value::Method(_) if name == "constructor" => {
                Value::Host(Host::FunctionType)
            }
            Value::Function(_) if !matches!(name, "call" | "apply" | "bind" | "toString") => {
                Value::UNKNOWN
            }
            Value::Function(_) | Value::Method(_) | Value::Number(_) | Value::Pattern(_) => {
                let object = object.clone();
                self.heap.method(object, name.into())
            }
            Value::Node(id) => self.node_member(*id, name),
            Value::Selection(id) => {
                let (id, object) = (*id, object.clone());
                if name == "length" {
                    Value::UNKNOWN
                } else if name.bytes().all(|b| b.is_ascii_digit()) {
                    self.call_selection(id, "get", Vec::new(), self.call_span)
                } else {
                    self.heap.method(object, name.into())
                }
            }
            // Frames and windows come from anywhere.
            Value::Unknown(sources) | Value::OneOf(_, sources) => match name {
                "contentWindow" | "contentDocument" => Value::Host(Host::Frame),
                "location" => Value::Host(Host::Location),
                "referrer" => Value::unknown_on(super::Condition::Referrer),
                "userAgent" => Value::unknown_on(super::Condition::Device),
                "value" | "selectedIndex" | "target" | "srcElement" | "currentTarget"
                | "relatedTarget" => Value::Unknown(sources.and(Sources::USER)),
                "key" | "keyCode" | "charCode" | "which" => {
                    let keys =
                        if sources.has(Sources::EVENT) { Sources::KEYS } else { Sources::NONE };
                    Value::Unknown(sources.and(Sources::USER).and(keys))
                }
                "responseText" | "response" => Value::Unknown(sources.and(Sources::FETCHED)),
                "data" if sources.has(Sources::EVENT) => {
                    Value::Unknown(sources.and(Sources::FETCHED))
                }
                _ => Value::Unknown(*sources),
            },
            other => Value::Unknown(other.sources()),
        }
    }

    fn host_member(&mut self, host: Host, name: &str) -> Value {
        if host.is_window()
            && let Some(value) = self.scopes.lookup(GLOBAL, name)
        {
            return value.clone();
        }
        if let Some(value) = host.property(name) {
            return match (host, name) {
                (Host::Document, "cookie") => Value::Unknown(value.sources().and(self.laid_down)),
                _ => value,
            };
        }
        if host == Host::Document
            && let Some(node) = self.document_member(name)
        {
            return node;
        }
        match name {
            "document" | "location" if host == Host::Frame => Value::Host(host),
            "constructor" => Value::Host(Host::FunctionType),
            "prototype" => match host {
                Host::ArrayType => self.heap.list(Vec::new()),
                Host::TextType => Value::text(""),
                _ => Value::UNKNOWN,
            },
            // Anything of a window may have been made by another script.
            _ if host.is_window() || host == Host::Document && !is_document_method(name) => {
                Value::UNKNOWN
            }
            _ => self.heap.method(Value::Host(host), name.into()),
        }
    }

    fn list_member(&mut self, id: usize, name: &str, object: &Value) -> Value {
        if name == "length" {
            let length = self.heap.lists.get(id).map_or(0, Vec::len);
            return Value::Number(length as f64);
        }
        if name == "constructor" {
            return Value::Host(Host::ArrayType);
        }
        if let Ok(at) = name.parse::<usize>() {
            let list = self.heap.lists.get(id);
            return list.and_then(|list| list.get(at)).cloned().unwrap_or(Value::Undefined);
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Value::Undefined;
        }
        let object = object.clone();
        self.heap.method(object, name.into())
    }
}

fn is_document_method(name: &str) -> bool {
    matches!(
        name,
        "write"
            | "writeln"
            | "createElement"
            | "getElementById"
            | "querySelector"
            | "querySelectorAll"
            | "getElementsByTagName"
            | "getElementsByClassName"
            | "addEventListener"
            | "open"
    )
}

/// The place in a list that a number names.
pub(super) fn position(number: f64) -> Option<usize> {
    (number >= 0.0 && number.fract() == 0.0 && number < 1e9).then_some(number as usize)
}
