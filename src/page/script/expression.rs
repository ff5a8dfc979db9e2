//! Reading expressions.

use std::borrow::Cow;

use oxc_ast::ast::{
    ArrayExpressionElement, BinaryExpression, ChainElement, Expression, LogicalExpression,
    ObjectExpression, ObjectPropertyKind, PropertyKey, PropertyKind, TemplateLiteral,
};
use oxc_syntax::operator::{BinaryOperator, LogicalOperator, UnaryOperator};

use super::heap::Code;
use super::host;
use super::pattern::Pattern;
use super::reader::Reader;
use super::text_method::PARTS;
use super::value::{Sources, Text, Value, text_of_number};

impl<'a> Reader<'a> {
    /// Reads an expression and everything that it does.
    pub fn expression(&mut self, expression: &'a Expression<'a>) -> Value {
        if !self.descend() {
            return Value::UNKNOWN;
        }
        let value = self.expression_inside(expression);
        self.ascend();
        value
    }

    fn expression_inside(&mut self, expression: &'a Expression<'a>) -> Value {
        match expression {
            Expression::StringLiteral(it) => {
                let text = literal(it);
                self.facts.encoded |= text.encoded;
                self.note_addresses(&text.value, false);
                Value::Text(text)
            }
            Expression::NumericLiteral(it) => Value::Number(it.value),
            Expression::BooleanLiteral(it) => Value::Bool(it.value),
            Expression::NullLiteral(_) => Value::Null,
            Expression::RegExpLiteral(it) => {
                self.ask_by_pattern(&it.regex.pattern.text);
                let pattern = Pattern::new(&it.regex.pattern.text, &it.regex.flags.to_string());
                self.heap.pattern(pattern)
            }
            Expression::TemplateLiteral(it) => self.template(it),
            Expression::Identifier(it) => self.name(it.name.as_str()),
            Expression::ThisExpression(_) => self.this.clone(),
            Expression::ArrayExpression(it) => {
                let mut values = Vec::with_capacity(it.elements.len());
                for element in &it.elements {
                    match element {
                        ArrayExpressionElement::SpreadElement(spread) => {
                            let spread = self.expression(&spread.argument);
                            self.spread(&spread, &mut values);
                        }
                        ArrayExpressionElement::Elision(_) => values.push(Value::Undefined),
                        other => {
                            if let Some(expression) = other.as_expression() {
                                values.push(self.expression(expression));
                            }
                        }
                    }
                }
                self.heap.list(values)
            }
            Expression::ObjectExpression(it) => self.object(it),
            Expression::FunctionExpression(it) => self.make_function(it),
            Expression::ArrowFunctionExpression(it) => {
                let this = Some(self.this.clone());
                self.make(Code::Arrow(it), this)
            }
            Expression::ClassExpression(it) => self.class(it),
            Expression::AssignmentExpression(it) => self.assignment(it),
            Expression::UpdateExpression(it) => self.update(it),
            Expression::UnaryExpression(it) => {
                // `typeof` of a name that nobody declared does not depend on it.
                let value = self.expression(&it.argument);
                if it.operator == UnaryOperator::Delete {
                    Value::Bool(true)
                } else {
                    self.unary(it.operator, &value)
                }
            }
            Expression::BinaryExpression(it) => self.spine(it),
            Expression::LogicalExpression(it) => self.logical(it),
            Expression::ConditionalExpression(it) => {
                let test = self.expression(&it.test);
                match test.truth() {
                    Some(true) => self.expression(&it.consequent),
                    Some(false) => self.expression(&it.alternate),
                    None => {
                        let sources = super::operator::of(&test);
                        let (one, assigned) =
                            self.maybe(sources, |reader| reader.expression(&it.consequent));
                        let (other, assigned_else) =
                            self.maybe(sources, |reader| reader.expression(&it.alternate));
                        self.scopes.merge(assigned, assigned_else, sources);
                        one.either(other, sources)
                    }
                }
            }
            Expression::CallExpression(it) => self.call_expression(it),
            Expression::NewExpression(it) => self.new_expression(it),
            Expression::ChainExpression(it) => match &it.expression {
                ChainElement::CallExpression(it) => self.call_expression(it),
                other => match other.as_member_expression() {
                    Some(member) => self.member_expression(member),
                    None => Value::UNKNOWN,
                },
            },
            Expression::SequenceExpression(it) => {
                let mut last = Value::Undefined;
                for one in &it.expressions {
                    last = self.expression(one);
                }
                last
            }
            Expression::ParenthesizedExpression(it) => self.expression(&it.expression),
            Expression::AwaitExpression(it) => self.expression(&it.argument),
            Expression::YieldExpression(it) => {
                if let Some(argument) = &it.argument {
                    self.expression(argument);
                }
                Value::UNKNOWN
            }
            Expression::TaggedTemplateExpression(it) => {
                let callee = self.member_parts(&it.tag);
                let text = self.template(&it.quasi);
                // The function gets a list of the parts: that of one part is as good as its text.
                match callee {
                    Some((object, Some(name))) => {
                        self.call_member(&object, &name, vec![text], it.span)
                    }
                    Some((_, None)) => Value::UNKNOWN,
                    None => {
                        self.expression(&it.tag);
                        Value::UNKNOWN
                    }
                }
            }
            Expression::ImportExpression(it) => {
                let source = self.expression(&it.source);
                self.load_script(&source, it.span);
                Value::UNKNOWN
            }
            other => match other.as_member_expression() {
                Some(member) => self.member_expression(member),
                None => Value::UNKNOWN,
            },
        }
    }

    /// `...value` in a list of values.
    pub fn spread(&mut self, value: &Value, into: &mut Vec<Value>) {
        if let Some(elements) = self.heap.elements(value) {
            into.extend(elements.iter().cloned());
        } else if let Value::Text(text) = value
            && text.value.len() <= PARTS
            && self.afford(text.value.len())
        {
            self.burn(text.value.len() / 4);
            into.extend(text.value.chars().map(|c| Value::text(c.to_string())));
        } else if let Value::Node(_) = value {
            into.push(value.clone());
        } else {
            into.push(Value::Unknown(value.sources()));
        }
    }

    /// What a name stands for.
    pub fn name(&mut self, name: &str) -> Value {
        if let Some(value) = self.scopes.lookup(self.scope, name) {
            return value.clone();
        }
        for at in (0..self.with.len()).rev() {
            let object = self.with.get(at).cloned().unwrap_or(Value::UNKNOWN);
            if let Some(value) = self.with_member(&object, name) {
                return value;
            }
        }
        if name == "arguments" && !self.calls.is_empty() {
            let arguments = self.arguments.clone();
            return self.heap.list(arguments);
        }
        host::global(name).unwrap_or(Value::UNKNOWN)
    }

    /// The object and the property name of a member expression; the name is open where it is
    /// computed from something unknown.
    pub fn member_parts(
        &mut self,
        expression: &'a Expression<'a>,
    ) -> Option<(Value, Option<Cow<'a, str>>)> {
        match expression {
            Expression::StaticMemberExpression(it) => {
                let object = self.expression(&it.object);
                Some((object, Some(Cow::Borrowed(it.property.name.as_str()))))
            }
            Expression::ComputedMemberExpression(it) => {
                let object = self.expression(&it.object);
                let key = self.expression(&it.expression);
                let key = self.text_of_list(&key);
                Some((object, property_name(&key)))
            }
            Expression::ChainExpression(it) => match &it.expression {
                ChainElement::StaticMemberExpression(it) => {
                    let object = self.expression(&it.object);
                    Some((object, Some(Cow::Borrowed(it.property.name.as_str()))))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn template(&mut self, it: &'a TemplateLiteral<'a>) -> Value {
        let mut whole = Value::text("");
        for (at, quasi) in it.quasis.iter().enumerate() {
            let cooked = quasi.value.cooked.as_ref().unwrap_or(&quasi.value.raw);
            let encoded = spells_letters(&quasi.value.raw);
            whole = self.concat(whole, Value::Text(Text::new(cooked.as_str(), encoded)));
            if let Some(expression) = it.expressions.get(at) {
                let value = self.expression(expression);
                let text = self.text_of(&value);
                whole = self.concat(whole, text);
            }
        }
        self.note_value(&whole);
        whole
    }

    fn object(&mut self, it: &'a ObjectExpression<'a>) -> Value {
        let record = self.heap.record();
        for property in &it.properties {
            match property {
                ObjectPropertyKind::ObjectProperty(property) => {
                    let name = self.key(&property.key, property.computed);
                    let value = self.expression(&property.value);
                    let value = match property.kind {
                        PropertyKind::Init => value,
                        PropertyKind::Get => {
                            self.call_value(&value, record.clone(), Vec::new(), property.span)
                        }
                        PropertyKind::Set => continue,
                    };
                    if let Some(name) = name
                        && let Value::Record(id) = record
                        && let Some(record) = self.heap.records.get_mut(id)
                    {
                        record.insert(name.into(), value);
                    }
                }
                ObjectPropertyKind::SpreadProperty(spread) => {
                    let spread = self.expression(&spread.argument);
                    self.copy_properties(&record, &spread);
                }
            }
        }
        record
    }

    /// The name of a property in a literal or a pattern.
    pub fn key(&mut self, key: &'a PropertyKey<'a>, computed: bool) -> Option<Cow<'a, str>> {
        match key {
            PropertyKey::StaticIdentifier(it) => Some(Cow::Borrowed(it.name.as_str())),
            PropertyKey::StringLiteral(it) if !computed => Some(Cow::Borrowed(it.value.as_str())),
            other => {
                let key = self.expression(other.as_expression()?);
                property_name(&key)
            }
        }
    }

    /// A chain of binary operators from the left, without recursion: generated code has chains of
    /// many thousands.
    fn spine(&mut self, it: &'a BinaryExpression<'a>) -> Value {
        let mut steps = vec![(it.operator, &it.right)];
        let mut leftmost = &it.left;
        while let Expression::BinaryExpression(inner) = leftmost {
            steps.push((inner.operator, &inner.right));
            leftmost = &inner.left;
        }
        let mut value = self.operand(leftmost);
        // Joined in place: one copy for each step would be quadratic.
        let mut built: Option<(String, bool)> = None;
        for (operator, right) in steps.into_iter().rev() {
            let right = self.operand(right);
            if operator == BinaryOperator::Addition {
                if built.is_none()
                    && let Value::Text(text) = &value
                {
                    built = Some((text.value.to_string(), text.encoded));
                }
                if let Some((string, encoded)) = &mut built
                    && let Value::Text(text) = self.text_of(&right)
                    && string.len() + text.value.len() <= super::reader::LONGEST
                    && self.afford(text.value.len())
                {
                    string.push_str(&text.value);
                    *encoded |= text.encoded;
                    continue;
                }
            }
            if let Some((string, encoded)) = built.take() {
                value = Value::Text(Text::new(string, encoded));
                self.note_value(&value);
            }
            if let Value::Text(text) = &right {
                self.note_addresses(&text.value, true);
            }
            value = if operator == BinaryOperator::Addition {
                self.add(value, right)
            } else {
                self.binary(operator, &value, &right)
            };
        }
        if let Some((string, encoded)) = built {
            value = Value::Text(Text::new(string, encoded));
        }
        self.note_value(&value);
        value
    }

    /// Part of a chain: a literal that is not yet the whole address.
    fn operand(&mut self, expression: &'a Expression<'a>) -> Value {
        match expression {
            Expression::StringLiteral(it) => Value::Text(literal(it)),
            other => self.expression(other),
        }
    }

    fn logical(&mut self, it: &'a LogicalExpression<'a>) -> Value {
        let left = self.expression(&it.left);
        let goes_on = match it.operator {
            LogicalOperator::And => left.truth(),
            LogicalOperator::Or => left.truth().map(|truth| !truth),
            LogicalOperator::Coalesce => match &left {
                Value::Undefined | Value::Null => Some(true),
                Value::Unknown(_) | Value::OneOf(..) => None,
                _ => Some(false),
            },
        };
        match goes_on {
            Some(true) => self.expression(&it.right),
            Some(false) => left,
            None => {
                let sources = super::operator::of(&left);
                // `a || b` runs `b` only without `a`, but a missing feature is no condition.
                let (right, assigned) = self.maybe(sources, |reader| reader.expression(&it.right));
                self.scopes.merge(assigned, Vec::new(), sources);
                let both = sources.and(super::operator::of(&right));
                if it.operator == LogicalOperator::And {
                    return match right {
                        Value::Unknown(_) | Value::Bool(_) => Value::Unknown(both),
                        right => Value::Unknown(sources).either(right, both),
                    };
                }
                left.either(right, both)
            }
        }
    }
}

/// A string literal, and whether it spells letters by their codes.
pub(super) fn literal(it: &oxc_ast::ast::StringLiteral<'_>) -> Text {
    let encoded = it.raw.as_ref().is_some_and(|raw| spells_letters(raw));
    Text::new(it.value.as_str(), encoded)
}

/// Whether a literal writes letters or digits as escapes, which nobody does by accident. Marks such
/// as `\u003c` are escaped to keep them out of the page's markup.
fn spells_letters(raw: &str) -> bool {
    raw.match_indices('\\').take(200).any(|(at, _)| {
        let code = match raw.as_bytes().get(at + 1) {
            Some(b'x') => raw.get(at + 2..at + 4),
            Some(b'u') => raw.get(at + 2..at + 6),
            _ => None,
        };
        code.and_then(|code| u8::from_str_radix(code, 16).ok())
            .is_some_and(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The property that a key names.
pub(super) fn property_name<'a>(key: &Value) -> Option<Cow<'a, str>> {
    match key {
        Value::Text(text) => Some(Cow::Owned(text.value.to_string())),
        Value::Number(number) => Some(Cow::Owned(text_of_number(*number))),
        Value::Bool(value) => Some(Cow::Owned(value.to_string())),
        Value::Undefined => Some(Cow::Borrowed("undefined")),
        _ => None,
    }
}

/// What an index into a list may choose from where it is unknown.
pub(super) fn any_of(elements: &[Value], sources: Sources) -> Value {
    let first = elements.iter().take(8).cloned().collect();
    Value::one_of(first, sources)
}
