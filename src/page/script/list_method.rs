//! Methods of lists whose elements are known, and of regular expressions.

use oxc_span::Span;

use super::reader::{LONGEST, Reader};
use super::text_method::place;
use super::value::{Id, Sources, Text, Value};

impl Reader<'_> {
    /// Calls a method of a list.
    pub fn call_list(&mut self, id: Id, name: &str, arguments: Vec<Value>, span: Span) -> Value {
        let frozen = self.heap.lists_frozen;
        let Some(list) = self.heap.lists.get_mut(id) else { return Value::UNKNOWN };
        let length = list.len();
        let first = arguments.first();
        let outer = usize::from(id < self.before_call.lists);
        match name {
            "push" | "unshift" | "pop" | "shift" | "splice" | "reverse" if frozen => Value::UNKNOWN,
            "push" | "unshift" if length < 100_000 => {
                self.recorded += outer;
                // Another script may listen to what is pushed: `dataLayer.push({…})`.
                let added = arguments.len();
                if name == "push" {
                    list.extend(arguments);
                } else {
                    list.splice(0..0, arguments);
                    self.burn(length / 4);
                }
                Value::Number((length + added) as f64)
            }
            "pop" => {
                self.recorded += outer;
                list.pop().unwrap_or(Value::Undefined)
            }
            "shift" => {
                self.recorded += outer;
                if length == 0 {
                    return Value::Undefined;
                }
                let element = list.remove(0);
                self.burn(length / 64);
                element
            }
            "reverse" => {
                list.reverse();
                self.burn(length / 4);
                Value::List(id)
            }
            "sort" | "fill" | "copyWithin" => Value::UNKNOWN,
            "join" | "toString" => {
                let by = match first {
                    None | Some(Value::Undefined) => Some(",".to_owned()),
                    Some(value) => value.as_str().map(str::to_owned),
                };
                by.map_or(Value::UNKNOWN, |by| self.join(id, &by))
            }
            "slice" => {
                let from = place(first, length, 0);
                let to = place(arguments.get(1), length, length);
                let (Some(from), Some(to)) = (from, to) else { return Value::UNKNOWN };
                let part = list.get(from..to.max(from)).unwrap_or_default().to_vec();
                self.burn(part.len() / 4);
                self.heap.list(part)
            }
            "splice" => {
                self.recorded += outer;
                let from = place(first, length, 0).unwrap_or(length);
                let count = match arguments.get(1) {
                    Some(count) => count.number().unwrap_or(0.0).max(0.0) as usize,
                    None => length,
                };
                let to = from.saturating_add(count).min(length);
                let put = arguments.get(2..).unwrap_or_default().to_vec();
                let taken = list.splice(from..to, put).collect();
                self.burn(length / 4);
                self.heap.list(taken)
            }
            "concat" => {
                let mut whole = list.clone();
                for argument in arguments {
                    match self.heap.elements(&argument) {
                        Some(elements) => whole.extend(elements.iter().cloned()),
                        None => whole.push(argument),
                    }
                }
                self.burn(whole.len() / 4);
                self.heap.list(whole)
            }
            "indexOf" | "includes" | "lastIndexOf" => {
                let Some(sought) = first else { return Value::UNKNOWN };
                if matches!(sought, Value::Unknown(_) | Value::Begins(..) | Value::OneOf(..)) {
                    return Value::Unknown(sought.sources());
                }
                let at = list.iter().position(|one| one == sought);
                match name {
                    "includes" => Value::Bool(at.is_some()),
                    _ => Value::Number(at.map_or(-1.0, |at| at as f64)),
                }
            }
            "forEach" | "map" | "filter" | "some" | "every" | "find" | "each" | "flatMap" => {
                let elements = list.clone();
                self.for_each(name, elements, first, Value::List(id), span)
            }
            "reduce" | "reduceRight" => {
                let elements = list.clone();
                self.reduce(name == "reduceRight", elements, &arguments, span)
            }
            "keys" => {
                let keys = (0..length).map(|at| Value::Number(at as f64)).collect();
                self.heap.list(keys)
            }
            "values" | "flat" | "entries" => Value::List(id),
            _ => self.call_unknown(&Value::UNKNOWN, name, &arguments, span),
        }
    }

    /// Calls a function on each element.
    fn for_each(
        &mut self,
        name: &str,
        elements: Vec<Value>,
        each: Option<&Value>,
        list: Value,
        span: Span,
    ) -> Value {
        let Some(each) = each.cloned() else { return Value::UNKNOWN };
        let mut results = Vec::new();
        for (at, element) in elements.into_iter().enumerate() {
            if at > 0 && !self.has_fuel() {
                return Value::UNKNOWN;
            }
            let passed = vec![element.clone(), Value::Number(at as f64), list.clone()];
            let result = self.call_value(&each, Value::UNKNOWN, passed, span);
            match (name, result.truth()) {
                ("filter", Some(true)) => results.push(element),
                ("filter", Some(false)) => {}
                ("find", Some(true)) => return element,
                ("some", Some(true)) => return Value::Bool(true),
                ("every", Some(false)) => return Value::Bool(false),
                ("filter" | "find" | "some" | "every", None) => {
                    return Value::Unknown(result.sources());
                }
                _ => results.push(result),
            }
        }
        match name {
            "map" | "filter" | "flatMap" => self.heap.list(results),
            "some" => Value::Bool(false),
            "every" => Value::Bool(true),
            _ => Value::Undefined,
        }
    }

    fn reduce(
        &mut self,
        from_right: bool,
        mut elements: Vec<Value>,
        arguments: &[Value],
        span: Span,
    ) -> Value {
        let Some(step) = arguments.first().cloned() else { return Value::UNKNOWN };
        if from_right {
            elements.reverse();
        }
        let mut elements = elements.into_iter();
        let start = arguments.get(1).cloned().or_else(|| elements.next());
        let mut value = start.unwrap_or(Value::Undefined);
        for (at, element) in elements.enumerate() {
            if !self.has_fuel() {
                return Value::UNKNOWN;
            }
            let passed = vec![value, element, Value::Number(at as f64)];
            value = self.call_value(&step, Value::UNKNOWN, passed, span);
        }
        value
    }

    /// `join`; of a list inside the list nothing is known.
    pub fn join(&mut self, id: Id, by: &str) -> Value {
        let Some(list) = self.heap.lists.get(id) else { return Value::UNKNOWN };
        let elements = list.clone();
        self.burn(elements.len() / 4);
        let mut whole = String::new();
        let mut encoded = false;
        for (at, element) in elements.iter().enumerate() {
            if at > 0 {
                whole.push_str(by);
            }
            let text = match element {
                Value::Undefined | Value::Null => continue,
                Value::List(inner) => {
                    if self.heap.lists.get(*inner).is_some_and(Vec::is_empty) {
                        continue;
                    }
                    Value::UNKNOWN
                }
                element => self.text_of(element),
            };
            match text {
                Value::Text(text) if whole.len() + text.value.len() <= LONGEST => {
                    whole.push_str(&text.value);
                    encoded |= text.encoded;
                }
                other => {
                    let rest = elements.get(at + 1..).unwrap_or_default();
                    let typed = rest.iter().fold(Sources::NONE, |all, one| all.and(one.sources()));
                    let sources = other.sources().and(typed.typed());
                    return if whole.is_empty() {
                        Value::Unknown(sources)
                    } else {
                        Value::Begins(Text::new(whole, encoded), sources)
                    };
                }
            }
        }
        if !self.afford(whole.len()) {
            return Value::UNKNOWN;
        }
        let value = Value::Text(Text::new(whole, encoded));
        self.note_value(&value);
        value
    }

    /// Calls a method of a regular expression.
    pub fn call_pattern(&mut self, id: Id, name: &str, arguments: &[Value]) -> Value {
        let argument = arguments.first().cloned().unwrap_or(Value::Undefined);
        let sources = super::operator::of(&argument);
        let Some(text) = argument.as_text() else { return Value::Unknown(sources) };
        if !self.afford(text.value.len()) {
            return Value::UNKNOWN;
        }
        let Some(pattern) = self.pattern(id) else { return Value::UNKNOWN };
        let unknown = Value::Unknown(Sources::NONE);
        match name {
            "test" => pattern.is_match(&text.value).map_or(unknown, Value::Bool),
            "search" => match pattern.find(&text.value) {
                Some(found) => Value::Number(found.first().map_or(-1.0, |one| one.start as f64)),
                None => unknown,
            },
            // With `g`, `exec` goes on from where it stopped, which is not followed.
            "exec" if pattern.is_global() => unknown,
            "match" | "exec" => {
                let Some(found) = pattern.find(&text.value) else { return unknown };
                let part = |range: &std::ops::Range<usize>| {
                    text.value.get(range.clone()).unwrap_or_default().to_owned()
                };
                let parts: Vec<String> = match found.as_slice() {
                    [] => return Value::Null,
                    [first, ..] if !pattern.is_global() => pattern.groups(&part(first)),
                    all => all.iter().map(part).collect(),
                };
                let encoded = text.encoded;
                let parts =
                    parts.into_iter().map(|one| Value::Text(Text::new(one, encoded))).collect();
                self.burn(20);
                self.heap.list(parts)
            }
            "toString" => Value::text(pattern.source()),
            _ => unknown,
        }
    }
}
