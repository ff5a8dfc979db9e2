//! Constants turned into other constants: character codes, encodings, arithmetic, JSON.

use super::Condition;
use super::decode;
use super::host::Host;
use super::reader::Reader;
use super::value::{Sources, Text, Value, uint32};

impl Reader<'_> {
    /// The encodings, forth and back.
    pub fn convert(&mut self, host: Host, value: &Value, radix: Option<&Value>) -> Value {
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
            Value::Begins(text, sources) => {
                let begins = match host {
                    Host::Unescape | Host::DecodeUri => decode::unescape(&text.value),
                    Host::EncodeUri => text.value.to_string(),
                    _ => return Value::Unknown(sources),
                };
                return Value::Begins(Text::new(begins, text.encoded), sources);
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
        let value = Value::Text(Text::new(decoded, text.encoded || decodes));
        self.note_value(&value);
        value
    }

    /// `String.fromCharCode`.
    pub fn text_of_codes(&mut self, arguments: &[Value]) -> Value {
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
                    _ => units.push(uint32(code) as u16),
                },
                _ => known = false,
            }
        }
        if !self.afford(units.len()) || !known && units.is_empty() {
            return Value::Unknown(sources);
        }
        self.facts.encoded = true;
        let text = Text::new(String::from_utf16_lossy(&units), true);
        if !known {
            return Value::Begins(text, sources);
        }
        let value = Value::Text(text);
        self.note_value(&value);
        value
    }

    /// A function of `Math`.
    pub fn calculate(&mut self, name: &str, arguments: &[Value]) -> Value {
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

    /// What `JSON.parse` makes of a constant.
    pub fn value_of_json(&mut self, json: &serde_json::Value) -> Value {
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
                let elements = elements.iter().map(|one| self.value_of_json(one)).collect();
                self.heap.list(elements)
            }
            serde_json::Value::Object(properties) => {
                let record = self.heap.record();
                for (name, value) in properties {
                    let value = self.value_of_json(value);
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
}
