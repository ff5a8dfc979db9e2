//! Operators on constants.

use oxc_syntax::operator::{BinaryOperator, UnaryOperator};

use super::Condition;
use super::host::Host;
use super::reader::Reader;
use super::value::{Sources, Text, Value, int32, text_of_number, uint32};

impl Reader<'_> {
    /// The string that `value` becomes when it is joined to another.
    pub fn text_of(&mut self, value: &Value) -> Value {
        match value {
            Value::Text(_) | Value::Begins(..) => value.clone(),
            Value::Undefined => Value::text("undefined"),
            Value::Null => Value::text("null"),
            Value::Bool(true) => Value::text("true"),
            Value::Bool(false) => Value::text("false"),
            Value::Number(number) => Value::text(text_of_number(*number)),
            Value::List(id) => self.join(*id, ","),
            Value::Record(_) => match self.address_in(value) {
                text @ (Value::Text(_) | Value::Begins(..)) => text,
                _ => Value::text("[object Object]"),
            },
            Value::OneOf(values, sources) => {
                let texts: Vec<Value> = values
                    .iter()
                    .map(|one| match one {
                        Value::List(_) | Value::OneOf(..) => Value::Unknown(*sources),
                        one => self.text_of(one),
                    })
                    .collect();
                Value::one_of(texts, *sources)
            }
            Value::Method(id) => match self.heap.methods.get(*id) {
                Some((_, name)) => Value::text(native_source(name)),
                None => Value::UNKNOWN,
            },
            Value::Host(host) => match host.type_name() {
                Some(name) => Value::text(native_source(name)),
                None => Value::Unknown(host.sources()),
            },
            other => Value::Unknown(other.sources()),
        }
    }

    /// `+`.
    pub fn add(&mut self, left: Value, right: Value) -> Value {
        let numeric = |value: &Value| {
            matches!(value, Value::Number(_) | Value::Bool(_) | Value::Null | Value::Undefined)
        };
        if numeric(&left)
            && numeric(&right)
            && let (Some(a), Some(b)) = (left.number(), right.number())
        {
            return Value::Number(a + b);
        }
        let (left, right) = (self.text_of(&left), self.text_of(&right));
        self.concat(left, right)
    }

    /// One string after another.
    pub fn concat(&mut self, left: Value, right: Value) -> Value {
        match (left, right) {
            (Value::Text(a), Value::Text(b)) => {
                self.glue(&a, &b).map_or(Value::UNKNOWN, Value::Text)
            }
            (Value::Text(a), Value::Begins(b, sources)) => match self.glue(&a, &b) {
                Some(text) => Value::Begins(text, sources),
                None => Value::Begins(a, sources),
            },
            (Value::Text(a), Value::OneOf(values, sources)) => {
                let joined = values
                    .iter()
                    .map(|one| self.concat(Value::Text(a.clone()), one.clone()))
                    .collect();
                Value::one_of(joined, sources)
            }
            (Value::OneOf(values, sources), right) if !matches!(right, Value::OneOf(..)) => {
                let all = sources.and(right.sources());
                let joined =
                    values.iter().map(|one| self.concat(one.clone(), right.clone())).collect();
                Value::one_of(joined, all)
            }
            (Value::Text(a), right) if !a.value.is_empty() => Value::Begins(a, right.sources()),
            (Value::Begins(a, sources), right) => Value::Begins(a, sources.and(right.sources())),
            // `location.protocol + '//host'` is what `//host` is.
            (Value::Unknown(own), Value::Text(b))
                if own.has(Sources::PROTOCOL) && b.value.starts_with("//") =>
            {
                Value::Text(b)
            }
            (left, right) => Value::Unknown(left.sources().and(right.sources())),
        }
    }

    fn glue(&mut self, a: &Text, b: &Text) -> Option<Text> {
        let length = a.value.len() + b.value.len();
        self.afford(length).then(|| {
            let mut value = String::with_capacity(length);
            value.push_str(&a.value);
            value.push_str(&b.value);
            Text::new(value, a.encoded || b.encoded)
        })
    }

    /// Any binary operator but `+`.
    pub fn binary(&mut self, operator: BinaryOperator, left: &Value, right: &Value) -> Value {
        use BinaryOperator as Op;
        match operator {
            Op::Addition => return self.add(left.clone(), right.clone()),
            Op::Equality => return equal(left, right, false),
            Op::StrictEquality => return equal(left, right, true),
            Op::Inequality => return not(&equal(left, right, false)),
            Op::StrictInequality => return not(&equal(left, right, true)),
            Op::In | Op::Instanceof => {
                let sources = match (left.as_str(), right) {
                    // `'ontouchstart' in window`
                    (Some(name), Value::Host(host)) => {
                        host.property(name).map_or(host.sources(), |value| value.sources())
                    }
                    _ => left.sources().and(right.sources()),
                };
                return Value::Unknown(sources);
            }
            _ => {}
        }
        let unknown = Value::Unknown(of(left).and(of(right)));
        if let (Some(a), Some(b)) = (left.as_str(), right.as_str()) {
            match operator {
                Op::LessThan => return Value::Bool(a < b),
                Op::GreaterThan => return Value::Bool(a > b),
                Op::LessEqualThan => return Value::Bool(a <= b),
                Op::GreaterEqualThan => return Value::Bool(a >= b),
                _ => {}
            }
        }
        let (left, right) = (self.text_of_list(left), self.text_of_list(right));
        let (Some(a), Some(b)) = (left.number(), right.number()) else { return unknown };
        let shift = || uint32(b) & 31;
        match operator {
            Op::Subtraction => Value::Number(a - b),
            Op::Multiplication => Value::Number(a * b),
            Op::Division => Value::Number(a / b),
            Op::Remainder => Value::Number(a % b),
            Op::Exponential => Value::Number(a.powf(b)),
            Op::BitwiseAnd => Value::Number(f64::from(int32(a) & int32(b))),
            Op::BitwiseOR => Value::Number(f64::from(int32(a) | int32(b))),
            Op::BitwiseXOR => Value::Number(f64::from(int32(a) ^ int32(b))),
            Op::ShiftLeft => Value::Number(f64::from(int32(a).wrapping_shl(shift()))),
            Op::ShiftRight => Value::Number(f64::from(int32(a).wrapping_shr(shift()))),
            Op::ShiftRightZeroFill => Value::Number(f64::from(uint32(a).wrapping_shr(shift()))),
            Op::LessThan => Value::Bool(a < b),
            Op::GreaterThan => Value::Bool(a > b),
            Op::LessEqualThan => Value::Bool(a <= b),
            Op::GreaterEqualThan => Value::Bool(a >= b),
            _ => unknown,
        }
    }

    /// A list as arithmetic and keys see it: `+[]` is zero. Anything else stays.
    pub fn text_of_list(&mut self, value: &Value) -> Value {
        match value {
            Value::List(_) => self.text_of(value),
            other => other.clone(),
        }
    }

    /// `!`, `-`, `+`, `~`, `typeof`, `void`; `delete` is open.
    pub fn unary(&mut self, operator: UnaryOperator, value: &Value) -> Value {
        let unknown = Value::Unknown(of(value));
        let value = match operator {
            UnaryOperator::UnaryPlus | UnaryOperator::UnaryNegation | UnaryOperator::BitwiseNot => {
                self.text_of_list(value)
            }
            _ => value.clone(),
        };
        match operator {
            UnaryOperator::LogicalNot => not(&value),
            UnaryOperator::UnaryPlus => value.number().map_or(unknown, Value::Number),
            UnaryOperator::UnaryNegation => value.number().map_or(unknown, |n| Value::Number(-n)),
            UnaryOperator::BitwiseNot => {
                value.number().map_or(unknown, |n| Value::Number(f64::from(!int32(n))))
            }
            UnaryOperator::Typeof => type_name(&value).map_or(unknown, Value::text),
            UnaryOperator::Void => Value::Undefined,
            UnaryOperator::Delete => Value::Bool(true),
        }
    }
}

/// What a built-in function shows as its source: code of brackets alone takes its letters from it.
fn native_source(name: &str) -> String {
    format!("function {name}() {{ [native code] }}")
}

fn type_name(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Undefined => "undefined",
        Value::Null | Value::List(_) | Value::Record(_) | Value::Pattern(_) => "object",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::Text(_) | Value::Begins(..) => "string",
        Value::Function(_) | Value::Bound(_) => "function",
        Value::Host(Host::Window | Host::Document) => "object",
        _ => return None,
    })
}

/// What a value depends on, seen as part of a larger expression.
pub(super) fn of(value: &Value) -> Sources {
    match value {
        Value::Host(host) => host.sources(),
        other => other.sources(),
    }
}

fn not(value: &Value) -> Value {
    value.truth().map_or(Value::Unknown(of(value)), |truth| Value::Bool(!truth))
}

/// `==`, or `===` where `strict`.
pub(super) fn equal(left: &Value, right: &Value, strict: bool) -> Value {
    if let (Value::Host(a), Value::Host(b)) = (left, right) {
        let outer = |host: &Host| matches!(host, Host::OuterWindow | Host::OuterLocation);
        return if outer(a) || outer(b) {
            Value::unknown_on(Condition::Framed)
        } else {
            Value::Bool(a == b)
        };
    }
    let unknown = Value::Unknown(of(left).and(of(right)));
    let empty = |value: &Value| matches!(value, Value::Null | Value::Undefined);
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => Value::Bool(a.value == b.value),
        (Value::Number(a), Value::Number(b)) => Value::Bool(a == b),
        (Value::Bool(a), Value::Bool(b)) => Value::Bool(a == b),
        (a, b) if empty(a) && empty(b) => Value::Bool(!strict || a == b),
        (a, b) if empty(a) || empty(b) => {
            let other = if empty(a) { b } else { a };
            match other {
                Value::Text(_)
                | Value::Number(_)
                | Value::Bool(_)
                | Value::List(_)
                | Value::Record(_)
                | Value::Function(_)
                | Value::Begins(..) => Value::Bool(false),
                _ => unknown,
            }
        }
        (Value::Function(a), Value::Function(b)) => Value::Bool(a == b),
        (Value::List(a), Value::List(b)) | (Value::Record(a), Value::Record(b)) => {
            Value::Bool(a == b)
        }
        (a, b) => match (a.number(), b.number()) {
            (Some(a), Some(b)) => Value::Bool(!strict && a == b),
            _ => unknown,
        },
    }
}
