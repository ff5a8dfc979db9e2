//! Assignments: to names, patterns and properties.

use oxc_ast::ast::{
    AssignmentExpression, AssignmentTarget, AssignmentTargetMaybeDefault, AssignmentTargetProperty,
    BindingPattern, SimpleAssignmentTarget, UpdateExpression,
};
use oxc_span::{GetSpan, Span};
use oxc_syntax::operator::{AssignmentOperator, UpdateOperator};

use super::Showing;
use super::expression::property_name;
use super::host::Host;
use super::member::position;
use super::reader::Reader;
use super::scope::GLOBAL;
use super::sink::OUTER;
use super::value::{Sources, Value};

/// The longest list that an assignment to its end makes.
const LONGEST_LIST: usize = 100_000;

impl<'a> Reader<'a> {
    /// Declares the names of a pattern. Without a value, `var` keeps what is there.
    pub fn bind(&mut self, pattern: &'a BindingPattern<'a>, value: Option<Value>, var: bool) {
        if !self.descend() {
            return;
        }
        match pattern {
            BindingPattern::BindingIdentifier(it) => {
                let name = it.name.as_str();
                if var {
                    self.declare_var(name, value, it.span);
                } else {
                    self.scopes.declare(self.scope, name, value.unwrap_or(Value::Undefined));
                }
            }
            BindingPattern::ObjectPattern(it) => {
                let value = value.unwrap_or(Value::UNKNOWN);
                for property in &it.properties {
                    let part = match self.key(&property.key, property.computed) {
                        Some(name) => self.member(&value, &name),
                        None => Value::UNKNOWN,
                    };
                    self.bind(&property.value, Some(part), var);
                }
                if let Some(rest) = &it.rest {
                    self.bind(&rest.argument, Some(Value::Unknown(value.sources())), var);
                }
            }
            BindingPattern::ArrayPattern(it) => {
                let value = value.unwrap_or(Value::UNKNOWN);
                for (at, element) in it.elements.iter().enumerate() {
                    if let Some(element) = element {
                        let part = self.index(&value, &Value::Number(at as f64));
                        self.bind(element, Some(part), var);
                    }
                }
                if let Some(rest) = &it.rest {
                    self.bind(&rest.argument, Some(Value::Unknown(value.sources())), var);
                }
            }
            BindingPattern::AssignmentPattern(it) => {
                let default = self.expression(&it.right);
                let value = match value {
                    None | Some(Value::Undefined) => default,
                    Some(Value::Unknown(sources)) => {
                        Value::Unknown(sources).either(default, sources)
                    }
                    Some(value) => value,
                };
                self.bind(&it.left, Some(value), var);
            }
        }
        self.ascend();
    }

    fn declare_var(&mut self, name: &'a str, value: Option<Value>, span: Span) {
        // On the page's own level, `var location = …` is an assignment to the window's.
        let global = self.calls.is_empty();
        match value {
            Some(value) if global && name == "location" => {
                self.navigate(&value, "location", span);
            }
            value => self.scopes.declare_var(self.scope, name, value),
        }
    }

    /// Reads `a = b`, `a += b` and the like.
    pub fn assignment(&mut self, it: &'a AssignmentExpression<'a>) -> Value {
        let target = &it.left;
        if it.operator == AssignmentOperator::Assign {
            if let Some(SimpleAssignmentTarget::AssignmentTargetIdentifier(name)) =
                target.as_simple_assignment_target()
            {
                let value = self.expression(&it.right);
                self.assign_name(name.name.as_str(), value.clone(), it.span);
                return value;
            }
            // The object is read before the value, as the browser does it.
            let place = self.place_of(target);
            let value = self.expression(&it.right);
            match place {
                Some((object, key)) => self.set(&object, &key, value.clone(), it.span),
                None => self.assign(target, value.clone()),
            }
            return value;
        }
        let place = self.place_of(target);
        let before = match (&place, target.as_simple_assignment_target()) {
            (Some((object, key)), _) => self.index(object, key),
            (None, Some(SimpleAssignmentTarget::AssignmentTargetIdentifier(name))) => {
                self.name(name.name.as_str())
            }
            _ => Value::UNKNOWN,
        };
        let right = self.expression(&it.right);
        let adds = it.operator == AssignmentOperator::Addition;
        let value = match it.operator.to_binary_operator() {
            Some(_) if adds => self.add(before, right.clone()),
            Some(operator) => self.binary(operator, &before, &right),
            None => before.either(right.clone(), Sources::NONE),
        };
        match (place, target.as_simple_assignment_target()) {
            (Some((object, key)), _) => {
                let value = if adds && matches!(object.likely(), Value::Node(_) | Value::Unknown(_))
                {
                    // `element.innerHTML += markup` adds what is on the right.
                    right
                } else {
                    value.clone()
                };
                self.set(&object, &key, value, it.span);
            }
            (None, Some(SimpleAssignmentTarget::AssignmentTargetIdentifier(name))) => {
                self.assign_name(name.name.as_str(), value.clone(), it.span);
            }
            _ => {}
        }
        value
    }

    /// The object and the key that a member target names.
    fn place_of(&mut self, target: &'a AssignmentTarget<'a>) -> Option<(Value, Value)> {
        match target {
            AssignmentTarget::StaticMemberExpression(it) => {
                let object = self.expression(&it.object);
                Some((object, Value::text(it.property.name.as_str())))
            }
            AssignmentTarget::ComputedMemberExpression(it) => {
                let object = self.expression(&it.object);
                Some((object, self.expression(&it.expression)))
            }
            _ => None,
        }
    }

    /// Assigns to any target.
    pub fn assign(&mut self, target: &'a AssignmentTarget<'a>, value: Value) {
        if !self.descend() {
            return;
        }
        match target {
            AssignmentTarget::AssignmentTargetIdentifier(it) => {
                self.assign_name(it.name.as_str(), value, it.span);
            }
            AssignmentTarget::ArrayAssignmentTarget(it) => {
                for (at, element) in it.elements.iter().enumerate() {
                    if let Some(element) = element {
                        let part = self.index(&value, &Value::Number(at as f64));
                        self.assign_or_default(element, part);
                    }
                }
            }
            AssignmentTarget::ObjectAssignmentTarget(it) => {
                for property in &it.properties {
                    match property {
                        AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(it) => {
                            let name = it.binding.name.as_str();
                            let part = self.member(&value, name);
                            self.assign_name(name, part, it.span);
                        }
                        AssignmentTargetProperty::AssignmentTargetPropertyProperty(it) => {
                            let part = match self.key(&it.name, it.computed) {
                                Some(name) => self.member(&value, &name),
                                None => Value::UNKNOWN,
                            };
                            self.assign_or_default(&it.binding, part);
                        }
                    }
                }
            }
            other => {
                if let Some((object, key)) = self.place_of(other) {
                    self.set(&object, &key, value, other.span());
                }
            }
        }
        self.ascend();
    }

    fn assign_or_default(&mut self, target: &'a AssignmentTargetMaybeDefault<'a>, value: Value) {
        match target {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(it) => {
                let default = self.expression(&it.init);
                let value = if value == Value::Undefined { default } else { value };
                self.assign(&it.binding, value);
            }
            other => {
                if let Some(target) = other.as_assignment_target() {
                    self.assign(target, value);
                }
            }
        }
    }

    fn assign_name(&mut self, name: &'a str, value: Value, span: Span) {
        if !self.with.is_empty() && self.scopes.lookup(self.scope, name).is_none() {
            for at in (0..self.with.len()).rev() {
                let object = self.with.get(at).cloned().unwrap_or(Value::UNKNOWN);
                if self.with_member(&object, name).is_some() {
                    return self.set(&object, &Value::text(name), value, span);
                }
            }
        }
        let may_act = name == "location" || name.starts_with("on");
        if may_act && self.scopes.lookup(self.scope, name).is_none() {
            if name == "location" {
                return self.navigate(&value, "location", span);
            }
            if self.handler_property(&Value::Host(Host::Window), name, &value) {
                return;
            }
        }
        let holder = self.scopes.assign(self.scope, name, value);
        self.recorded += usize::from(holder < self.before_call.scopes);
    }

    /// Reads `a++` and the like.
    pub fn update(&mut self, it: &'a UpdateExpression<'a>) -> Value {
        let step = if it.operator == UpdateOperator::Increment { 1.0 } else { -1.0 };
        let stepped = |before: &Value| match before.number() {
            Some(number) => (Value::Number(number), Value::Number(number + step)),
            None => (Value::Unknown(before.sources()), Value::Unknown(before.sources())),
        };
        let (before, after) = match &it.argument {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(name) => {
                let value = self.name(name.name.as_str());
                let (before, after) = stepped(&value);
                self.assign_name(name.name.as_str(), after.clone(), it.span);
                (before, after)
            }
            SimpleAssignmentTarget::StaticMemberExpression(member) => {
                let object = self.expression(&member.object);
                let key = Value::text(member.property.name.as_str());
                let value = self.index(&object, &key);
                let (before, after) = stepped(&value);
                self.set(&object, &key, after.clone(), it.span);
                (before, after)
            }
            SimpleAssignmentTarget::ComputedMemberExpression(member) => {
                let object = self.expression(&member.object);
                let key = self.expression(&member.expression);
                let value = self.index(&object, &key);
                let (before, after) = stepped(&value);
                self.set(&object, &key, after.clone(), it.span);
                (before, after)
            }
            _ => (Value::UNKNOWN, Value::UNKNOWN),
        };
        if it.prefix { after } else { before }
    }

    /// Sets a property.
    pub fn set(&mut self, object: &Value, key: &Value, value: Value, span: Span) {
        let Some(name) = property_name(key) else {
            // The whole list becomes doubtful, but what it held is still the best guess. Of what was
            // typed it is enough that it is in there.
            if let (Value::Record(id), true) = (object.likely(), value.sources().has(Sources::USER))
                && let Some(record) = self.heap.records.get_mut(*id)
            {
                let before = record.get("").map_or(Sources::NONE, Value::sources);
                record.insert("".into(), Value::Unknown(before.and(value.sources())));
            }
            return;
        };
        match object.likely() {
            Value::Host(host) => self.set_host(*host, &name, value, span),
            Value::Record(id) => {
                let id = *id;
                self.recorded += usize::from(id < self.before_call.records);
                self.handler_property(object, &name, &value);
                if let Some(record) = self.heap.records.get_mut(id) {
                    let of_url = matches!(&*name, "host" | "hostname" | "protocol" | "port");
                    if of_url && record.contains_key("href") && record.contains_key("origin") {
                        record.insert("href".into(), Value::UNKNOWN);
                    }
                    record.insert((&*name).into(), value);
                }
            }
            Value::List(id) => {
                self.recorded += usize::from(*id < self.before_call.lists);
                let Some(list) = self.heap.lists.get_mut(*id) else { return };
                match (&*name, name.parse::<usize>(), value) {
                    ("length", _, Value::Number(length)) => {
                        list.truncate(position(length).unwrap_or(usize::MAX));
                    }
                    (_, Ok(at), value) if at < list.len() + 1_000 && at < LONGEST_LIST => {
                        if at >= list.len() {
                            list.resize(at + 1, Value::Undefined);
                        }
                        if let Some(place) = list.get_mut(at) {
                            *place = value;
                        }
                    }
                    _ => {}
                }
            }
            Value::Node(id) => self.set_node(*id, &name, value, span),
            Value::Style(id) => self.set_style(*id, &name, &value),
            Value::Unknown(_) => self.set_unknown(&name, &value, span),
            _ => {}
        }
    }

    fn set_host(&mut self, host: Host, name: &str, value: Value, span: Span) {
        match (host, name) {
            (Host::Window | Host::OuterWindow | Host::Document, "location") => {
                let sink = match host {
                    Host::Window => "window.location",
                    Host::Document => "document.location",
                    _ => OUTER,
                };
                self.navigate(&value, sink, span);
            }
            (Host::Location, "href") => self.navigate(&value, "location.href", span),
            (Host::OuterLocation, "href") => self.navigate(&value, OUTER, span),
            (Host::Location | Host::OuterLocation, "host" | "hostname") => {
                let host = self.concat(Value::text("//"), value);
                self.navigate(&host, "location.host", span);
            }
            (Host::Document, "cookie") => self.lay_down(&value),
            (Host::Document, "title") => self.show(&value, Showing::Title),
            _ => {
                let handler = self.handler_property(&Value::Host(host), name, &value);
                if host.is_window() && !handler {
                    let name = self.allocator.alloc_str(name);
                    self.scopes.assign(GLOBAL, name, value);
                }
            }
        }
    }

    /// The keys over which `for … in` runs.
    pub fn keys(&mut self, object: &Value) -> Option<Vec<Value>> {
        match object {
            Value::Record(id) => {
                let record = self.heap.records.get(*id)?;
                Some(record.keys().map(|key| Value::text(key.clone())).collect())
            }
            Value::List(id) => {
                let length = self.heap.lists.get(*id)?.len();
                Some((0..length).map(|at| Value::text(at.to_string())).collect())
            }
            _ => None,
        }
    }

    /// Sets each property of a record on an object of the browser.
    pub fn set_all(&mut self, object: &Value, from: &Value, span: Span) {
        let Value::Record(from) = from else { return };
        let Some(from) = self.heap.records.get(*from).cloned() else { return };
        for (name, value) in from {
            self.set(object, &Value::text(name), value, span);
        }
    }

    /// Copies the properties of one record into another.
    pub fn copy_properties(&mut self, to: &Value, from: &Value) {
        if let (Value::Record(to), Value::Record(from)) = (to, from)
            && let Some(from) = self.heap.records.get(*from).cloned()
            && let Some(to) = self.heap.records.get_mut(*to)
        {
            to.extend(from);
        }
    }
}
