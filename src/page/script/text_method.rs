//! Methods of constant strings.

use super::reader::{LONGEST, Reader};
use super::value::{Sources, Text, Value};

/// The most parts into which a string is split.
pub(super) const PARTS: usize = 100_000;

/// A place as `slice` counts it: from the end where it is negative.
pub(super) fn place(value: Option<&Value>, length: usize, default: usize) -> Option<usize> {
    let number = match value {
        None | Some(Value::Undefined) => return Some(default),
        Some(value) => value.number()?,
    };
    let number = if number.is_nan() { 0.0 } else { number.trunc() };
    let counted = if number < 0.0 { number + length as f64 } else { number };
    Some(counted.clamp(0.0, length as f64) as usize)
}

impl Reader<'_> {
    /// Calls a method of a constant string.
    pub fn call_text(&mut self, text: &Text, name: &str, arguments: &[Value]) -> Value {
        // Single characters are cheap in ASCII; all else goes through the whole string.
        let whole = !text.is_ascii() || !matches!(name, "charAt" | "charCodeAt" | "at" | "substr");
        if whole {
            self.burn(text.value.len() / 256);
        }
        let source = &*text.value;
        let sources = arguments.iter().fold(Sources::NONE, |all, one| all.and(one.sources()));
        let unknown = Value::Unknown(sources);
        let same = |value: String| Value::Text(Text::new(value, text.encoded));
        let length = text.length();
        let first = arguments.first();
        match name {
            "toString" | "valueOf" | "normalize" => Value::Text(text.clone()),
            "toLowerCase" | "toLocaleLowerCase" => same(source.to_lowercase()),
            "toUpperCase" | "toLocaleUpperCase" => same(source.to_uppercase()),
            "trim" => same(source.trim().to_owned()),
            "charAt" | "at" => match place(first, length, 0) {
                Some(at) => Value::Text(text.character(at).unwrap_or_else(|| text.part(0, 0))),
                None => unknown,
            },
            "charCodeAt" | "codePointAt" => match first.map_or(Some(0.0), Value::number) {
                Some(at) if at >= 0.0 => {
                    let unit = text.unit(at as usize);
                    Value::Number(unit.map_or(f64::NAN, f64::from))
                }
                Some(_) => Value::Number(f64::NAN),
                None => unknown,
            },
            "slice" => match (place(first, length, 0), place(arguments.get(1), length, length)) {
                (Some(from), Some(to)) => Value::Text(text.part(from, to)),
                _ => unknown,
            },
            "substring" => {
                let bound = |value: Option<&Value>, default: usize| match value {
                    None | Some(Value::Undefined) => Some(default),
                    Some(value) => value.number().map(|n| n.max(0.0).min(length as f64) as usize),
                };
                match (bound(first, 0), bound(arguments.get(1), length)) {
                    (Some(a), Some(b)) => Value::Text(text.part(a.min(b), a.max(b))),
                    _ => unknown,
                }
            }
            "substr" => {
                let count = match arguments.get(1) {
                    None | Some(Value::Undefined) => Some(length as f64),
                    Some(value) => value.number(),
                };
                match (place(first, length, 0), count) {
                    (Some(from), Some(count)) => {
                        let to = from.saturating_add(count.max(0.0) as usize);
                        Value::Text(text.part(from, to))
                    }
                    _ => unknown,
                }
            }
            "indexOf" | "search" | "lastIndexOf" | "includes" | "startsWith" | "endsWith" => {
                if let Some(Value::Pattern(id)) = first {
                    return self.call_pattern(*id, "search", &[Value::Text(text.clone())]);
                }
                let Some(part) = first.and_then(Value::as_str) else { return unknown };
                let at = |at: Option<usize>| {
                    let before = at.and_then(|at| source.get(..at));
                    let units = before.map(|before| before.encode_utf16().count());
                    Value::Number(units.map_or(-1.0, |units| units as f64))
                };
                match name {
                    "includes" => Value::Bool(source.contains(part)),
                    "startsWith" => Value::Bool(source.starts_with(part)),
                    "endsWith" => Value::Bool(source.ends_with(part)),
                    "lastIndexOf" => at(source.rfind(part)),
                    _ => at(source.find(part)),
                }
            }
            "concat" => {
                let mut whole = Value::Text(text.clone());
                for argument in arguments {
                    let next = self.text_of(argument);
                    whole = self.concat(whole, next);
                }
                self.note_value(&whole);
                whole
            }
            "repeat" => match first.and_then(Value::number) {
                Some(times) if times >= 0.0 && times <= LONGEST as f64 => {
                    let times = times as usize;
                    if self.afford(source.len().saturating_mul(times)) {
                        same(source.repeat(times))
                    } else {
                        Value::UNKNOWN
                    }
                }
                _ => unknown,
            },
            "padStart" | "padEnd" => self.pad(text, name == "padStart", arguments),
            "split" => self.split(text, first),
            "replace" | "replaceAll" => self.replace(text, name == "replaceAll", arguments),
            "match" | "matchAll" => match first {
                Some(Value::Pattern(id)) => {
                    self.call_pattern(*id, "match", &[Value::Text(text.clone())])
                }
                _ => unknown,
            },
            _ => unknown,
        }
    }

    /// Calls a method of a string of which only the beginning is known.
    pub fn call_begins(
        &mut self,
        text: &Text,
        sources: Sources,
        name: &str,
        arguments: &[Value],
    ) -> Value {
        match name {
            "toString" | "concat" | "trim" | "trimEnd" => Value::Begins(text.clone(), sources),
            "toLowerCase" => {
                Value::Begins(Text::new(text.value.to_lowercase(), text.encoded), sources)
            }
            "replace" => {
                // What is replaced stands mostly in the part that is open.
                let touched = arguments
                    .first()
                    .and_then(Value::as_str)
                    .is_some_and(|part| text.value.contains(part));
                if touched { Value::Unknown(sources) } else { Value::Begins(text.clone(), sources) }
            }
            _ => {
                let all = arguments.iter().fold(sources, |all, one| all.and(one.sources()));
                Value::Unknown(all)
            }
        }
    }

    fn pad(&mut self, text: &Text, start: bool, arguments: &[Value]) -> Value {
        let width = arguments.first().and_then(Value::number).unwrap_or(0.0).min(1e5) as usize;
        let fill = arguments.get(1).and_then(Value::as_str).unwrap_or(" ");
        let missing = width.saturating_sub(text.length());
        if fill.is_empty() || !self.afford(width) {
            return Value::UNKNOWN;
        }
        let padding: String = fill.chars().cycle().take(missing).collect();
        let value = if start { padding + &text.value } else { text.value.to_string() + &padding };
        Value::Text(Text::new(value, text.encoded))
    }

    fn split(&mut self, text: &Text, by: Option<&Value>) -> Value {
        if !self.afford(text.value.len()) {
            return Value::UNKNOWN;
        }
        let source = &*text.value;
        let part = |part: &str| Value::Text(Text::new(part, text.encoded));
        let parts: Vec<Value> = match by {
            None | Some(Value::Undefined) => vec![part(source)],
            Some(Value::Text(by)) if by.value.is_empty() && source.len() > PARTS => {
                return Value::UNKNOWN;
            }
            Some(Value::Text(by)) if by.value.is_empty() => {
                source.chars().map(|c| part(c.encode_utf8(&mut [0; 4]))).collect()
            }
            Some(Value::Text(by)) => source.split(&*by.value).take(PARTS).map(part).collect(),
            Some(Value::Pattern(id)) => match self.pattern(*id).and_then(|one| one.split(source)) {
                Some(parts) => parts.into_iter().map(part).collect(),
                None => return Value::UNKNOWN,
            },
            Some(other) => return Value::Unknown(other.sources()),
        };
        self.burn(parts.len() / 4);
        self.heap.list(parts)
    }

    fn replace(&mut self, text: &Text, all: bool, arguments: &[Value]) -> Value {
        let source = &*text.value;
        let (Some(what), Some(with)) = (arguments.first(), arguments.get(1)) else {
            return Value::UNKNOWN;
        };
        let sources = what.sources().and(with.sources());
        if !self.afford(source.len()) {
            return Value::UNKNOWN;
        }
        let found: Vec<std::ops::Range<usize>> = match what {
            Value::Pattern(id) => match self.pattern(*id).and_then(|one| one.find(source)) {
                Some(found) => found,
                None => return Value::UNKNOWN,
            },
            Value::Text(what) if what.value.is_empty() => return Value::UNKNOWN,
            Value::Text(what) => source
                .match_indices(&*what.value)
                .take(if all { usize::MAX } else { 1 })
                .map(|(at, part)| at..at + part.len())
                .collect(),
            _ => return Value::Unknown(sources),
        };
        let mut whole = String::with_capacity(source.len());
        let mut end = 0;
        for one in found {
            let matched = source.get(one.clone()).unwrap_or_default();
            whole.push_str(source.get(end..one.start).unwrap_or_default());
            end = one.end;
            match with {
                Value::Text(with) => {
                    if let (Value::Pattern(id), true) = (what, with.value.contains('$')) {
                        let pattern = self.heap.patterns.get(*id);
                        let expanded = pattern.map(|one| one.expand(matched, &with.value));
                        whole.push_str(&expanded.unwrap_or_default());
                    } else {
                        whole.push_str(&with.value);
                    }
                }
                Value::Function(id) => {
                    let groups = match what {
                        Value::Pattern(pattern) => {
                            self.heap.patterns.get(*pattern).map(|one| one.groups(matched))
                        }
                        _ => None,
                    };
                    let groups = groups.unwrap_or_else(|| vec![matched.to_owned()]);
                    let passed = groups.into_iter().map(Value::text).collect();
                    let value = self.call(*id, Value::UNKNOWN, passed);
                    match self.text_of(&value) {
                        Value::Text(text) => whole.push_str(&text.value),
                        other => return Value::Unknown(other.sources()),
                    }
                }
                other => return Value::Unknown(other.sources()),
            }
            if whole.len() > LONGEST {
                return Value::UNKNOWN;
            }
        }
        whole.push_str(source.get(end..).unwrap_or_default());
        if !self.afford(whole.len()) {
            return Value::UNKNOWN;
        }
        let encoded = text.encoded || with.as_text().is_some_and(|with| with.encoded);
        let value = Value::Text(Text::new(whole, encoded));
        self.note_value(&value);
        value
    }
}
