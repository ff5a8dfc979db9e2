//! Functions of the script: making them, calling them.

use oxc_ast::ast::{
    Argument, ArrowFunctionBody, CallExpression, Class, ClassElement, Expression, FormalParameters,
    Function, FunctionType, MethodDefinitionKind, NewExpression,
};

use super::heap::{Closure, Code};
use super::reader::{Flow, Reader};
use super::value::{Id, Value};

/// The most calls inside one another.
const CALLS: usize = 64;
/// How often a function is read that never showed anything.
const BARREN: u32 = 2;
/// How often a function is read that shows something, but no constant.
const OPEN: u32 = 8;

/// What one piece of code showed when it was read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Readings {
    pub times: u32,
    /// Whether the last time showed nothing.
    pub barren: bool,
    /// Whether it yielded a constant: it may be a decoder.
    pub constant: bool,
}

/// How many scopes and objects there were at some time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    pub scopes: usize,
    pub lists: usize,
    pub records: usize,
}

/// Whether a value is a constant of the kind that decoders take and give.
fn is_primitive(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Number(_) | Value::Bool(_))
}

impl<'a> Reader<'a> {
    /// A function as a value.
    pub fn make_function(&mut self, function: &'a Function<'a>) -> Value {
        self.make(Code::Function(function), None)
    }

    /// A function as a value, with the `this` it keeps.
    pub fn make(&mut self, code: Code<'a>, this: Option<Value>) -> Value {
        let layer = self.layer.clone();
        self.heap.function(Closure { code, scope: self.scope, this, layer })
    }

    /// A class: its constructor, as far as it can be called.
    pub fn class(&mut self, class: &'a Class<'a>) -> Value {
        let mut constructor = Value::UNKNOWN;
        for element in &class.body.body {
            match element {
                ClassElement::MethodDefinition(method) => {
                    let function = self.make_function(&method.value);
                    if method.kind == MethodDefinitionKind::Constructor {
                        constructor = function;
                    }
                }
                ClassElement::PropertyDefinition(property) => {
                    if let Some(value) = &property.value {
                        self.expression(value);
                    }
                }
                ClassElement::StaticBlock(block) => {
                    self.statements(&block.body);
                }
                _ => {}
            }
        }
        constructor
    }

    /// Reads a call.
    pub fn call_expression(&mut self, it: &'a CallExpression<'a>) -> Value {
        if let Some((object, name)) = self.member_parts(&it.callee) {
            let arguments = self.arguments_of(&it.arguments);
            self.call_span = it.span;
            return match name {
                Some(name) => self.call_member(&object, &name, arguments, it.span),
                None => self.call_unknown(&object, "", &arguments, it.span),
            };
        }
        let function = self.expression(&it.callee);
        let arguments = self.arguments_of(&it.arguments);
        if let Expression::Identifier(name) = &it.callee
            && matches!(name.name.as_str(), "addEventListener" | "attachEvent")
            && let Value::Unknown(_) = function
        {
            let window = Value::Host(super::host::Host::Window);
            return self.call_unknown(&window, name.name.as_str(), &arguments, it.span);
        }
        if let Some(text) = self.packed(&it.callee, &arguments) {
            return Value::Text(text);
        }
        let this = Value::Host(super::host::Host::Window);
        self.call_span = it.span;
        self.call_value(&function, this, arguments, it.span)
    }

    /// Reads `new`.
    pub fn new_expression(&mut self, it: &'a NewExpression<'a>) -> Value {
        let function = self.expression(&it.callee);
        let arguments = self.arguments_of(&it.arguments);
        match function.likely() {
            Value::Function(id) => {
                let made = self.heap.record();
                let returned = self.call(*id, made.clone(), arguments);
                match returned {
                    Value::List(_) | Value::Record(_) | Value::Function(_) | Value::Node(_) => {
                        returned
                    }
                    _ => made,
                }
            }
            Value::Host(host) => self.make_host(*host, arguments, it.span),
            other => {
                let other = other.clone();
                self.call_unknown(&other, "", &arguments, it.span)
            }
        }
    }

    /// Reads arguments, constant lists spread out.
    pub fn arguments_of(&mut self, arguments: &'a [Argument<'a>]) -> Vec<Value> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            match argument {
                Argument::SpreadElement(spread) => {
                    let spread = self.expression(&spread.argument);
                    self.spread(&spread, &mut values);
                }
                other => {
                    if let Some(expression) = other.as_expression() {
                        values.push(self.expression(expression));
                    }
                }
            }
        }
        values
    }

    /// Calls any value.
    pub fn call_value(
        &mut self,
        function: &Value,
        this: Value,
        arguments: Vec<Value>,
        span: oxc_span::Span,
    ) -> Value {
        match function.likely() {
            Value::Function(id) => self.call(*id, this, arguments),
            Value::Host(host) => self.call_host(*host, arguments, span),
            Value::Bound(id) => {
                let Some((function, mut all)) = self.heap.bound.get(*id).cloned() else {
                    return Value::UNKNOWN;
                };
                all.extend(arguments);
                self.call_member(&function, "call", all, span)
            }
            Value::Method(id) => {
                let Some((receiver, name)) = self.heap.methods.get(*id).cloned() else {
                    return Value::UNKNOWN;
                };
                self.call_member(&receiver, &name, arguments, span)
            }
            other => {
                let other = other.clone();
                self.call_unknown(&other, "", &arguments, span)
            }
        }
    }

    /// Calls a function of the script.
    pub fn call(&mut self, id: Id, this: Value, arguments: Vec<Value>) -> Value {
        let Some(closure) = self.heap.functions.get(id) else { return Value::UNKNOWN };
        let (code, scope, layer) = (closure.code, closure.scope, closure.layer.clone());
        let this = closure.this.clone().unwrap_or(this);
        let before = self.read_code.get(&code.key()).copied().unwrap_or_default();
        let again = before.times > 0;
        let open = arguments.iter().all(|value| matches!(value, Value::Unknown(_)));
        let constant = arguments.iter().all(is_primitive);
        // Called by itself with nothing known, or time and again for nothing, it shows nothing
        // new, unless it calls what nobody has called yet.
        let futile = open && self.calls.contains(&id)
            || before.barren && before.times >= BARREN && !self.any_unread(&arguments)
            || before.times >= OPEN && !before.constant && !constant
            || !constant && !self.has_open_fuel();
        // What calls itself too often is left for when the stack is empty again.
        let deep = self.depth > self.depth_limit / 2;
        if self.calls.len() >= CALLS || deep || again && (futile || !self.has_fuel()) {
            return Value::UNKNOWN;
        }
        self.read_code.insert(code.key(), Readings { times: before.times + 1, ..before });
        if !self.descend() {
            return Value::UNKNOWN;
        }
        self.calls.push(id);
        self.repeats += usize::from(again);
        self.open_repeats += usize::from(again && !constant);
        let recorded = self.recorded;
        let now = Before {
            scopes: self.scopes.count(),
            lists: self.heap.lists.len(),
            records: self.heap.records.len(),
        };
        let outer_before = std::mem::replace(&mut self.before_call, now);
        let outer_scope = std::mem::replace(&mut self.scope, scope);
        self.scope = self.scopes.open(scope, true);
        let outer_this = std::mem::replace(&mut self.this, this);
        let outer_returned = self.returned.take();
        let outer_layer = std::mem::replace(&mut self.layer, layer);
        let outer_exit = std::mem::replace(&mut self.open_exit, false);
        let path = self.path;

        let flow = self.body(id, code, arguments);
        let returned = match (self.returned.take(), flow) {
            (None, _) => Value::Undefined,
            (Some(value), Flow::Return) => value,
            (Some(value), _) => value.either(Value::Undefined, path),
        };

        self.before_call = outer_before;
        self.path = path;
        self.open_exit = outer_exit;
        self.layer = outer_layer;
        self.returned = outer_returned;
        self.this = outer_this;
        self.scope = outer_scope;
        self.repeats -= usize::from(again);
        self.open_repeats -= usize::from(again && !constant);
        self.calls.pop();
        self.ascend();
        let barren =
            recorded == self.recorded && matches!(returned, Value::Undefined | Value::Unknown(_));
        if let Some(readings) = self.read_code.get_mut(&code.key()) {
            readings.barren = barren;
            readings.constant = is_primitive(&returned);
        }
        returned
    }

    /// Whether a function among the values was not read yet.
    fn any_unread(&self, values: &[Value]) -> bool {
        values.iter().any(|value| match value {
            Value::Function(id) => {
                let function = self.heap.functions.get(*id);
                function.is_some_and(|one| !self.read_code.contains_key(&one.code.key()))
            }
            _ => false,
        })
    }

    fn body(&mut self, id: Id, code: Code<'a>, arguments: Vec<Value>) -> Flow<'a> {
        match code {
            Code::Function(function) => {
                if function.r#type == FunctionType::FunctionExpression
                    && let Some(name) = &function.id
                {
                    self.scopes.declare(self.scope, name.name.as_str(), Value::Function(id));
                }
                self.bind_parameters(&function.params, &arguments);
                let outer = std::mem::replace(&mut self.arguments, arguments);
                let flow = match &function.body {
                    Some(body) => self.statements(&body.statements),
                    None => Flow::Next,
                };
                self.arguments = outer;
                flow
            }
            Code::Arrow(arrow) => {
                self.bind_parameters(&arrow.params, &arguments);
                match &arrow.body {
                    ArrowFunctionBody::FunctionBody(body) => self.statements(&body.statements),
                    body => {
                        if let Some(expression) = body.as_expression() {
                            self.returned = Some(self.expression(expression));
                        }
                        Flow::Return
                    }
                }
            }
        }
    }

    fn bind_parameters(&mut self, parameters: &'a FormalParameters<'a>, arguments: &[Value]) {
        for (at, parameter) in parameters.items.iter().enumerate() {
            let mut value = match arguments.get(at) {
                Some(value) => value.clone(),
                None if !arguments.is_empty() => Value::Undefined,
                // Nobody calls it, or as a handler: it may be anything.
                None => Value::UNKNOWN,
            };
            if let Some(initializer) = &parameter.initializer {
                let default = self.expression(initializer);
                value = match value {
                    Value::Undefined => default,
                    Value::Unknown(sources) => Value::Unknown(sources).either(default, sources),
                    value => value,
                };
            }
            self.bind(&parameter.pattern, Some(value), false);
        }
        if let Some(rest) = &parameters.rest {
            let rest_of = arguments.get(parameters.items.len()..).unwrap_or_default().to_vec();
            let list = self.heap.list(rest_of);
            self.bind(&rest.rest.argument, Some(list), false);
        }
    }
}
