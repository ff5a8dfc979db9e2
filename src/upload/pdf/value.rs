//! The values of PDF, read without recursion and within bounds.

use super::lexer::{Lexer, Token};

/// The deepest that arrays and dictionaries stand in each other.
const DEEPEST: usize = 64;
/// The most values that stand in one, and the most entries of a dictionary.
const MOST: usize = 200_000;
const MOST_ENTRIES: usize = 4_096;

/// A value of its own: nothing in it points into the file, except by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value {
    /// Nothing, or something that is not asked for: truth values, unknown words.
    #[default]
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Value>),
    Dict(Dict),
    /// To the object of this number.
    Reference(u32),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict(pub Vec<(Vec<u8>, Value)>);

impl Dict {
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.get_bytes(key.as_bytes())
    }

    /// A name may be any bytes.
    pub fn get_bytes(&self, key: &[u8]) -> Option<&Value> {
        self.0.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// Whether `key` is this name.
    pub fn is(&self, key: &str, name: &str) -> bool {
        self.get(key).and_then(Value::name) == Some(name.as_bytes())
    }
}

impl Value {
    pub fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub fn text(&self) -> Option<&[u8]> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A number that counts something.
    pub fn count(&self) -> Option<usize> {
        whole(self.number()?)
    }

    pub fn reference(&self) -> Option<u32> {
        if let Self::Reference(id) = self { Some(*id) } else { None }
    }

    pub fn array(&self) -> Option<&[Value]> {
        if let Self::Array(values) = self { Some(values) } else { None }
    }

    pub fn dict(&self) -> Option<&Dict> {
        if let Self::Dict(dict) = self { Some(dict) } else { None }
    }
}

/// A whole number within the range of object numbers and lengths.
pub(super) fn whole(number: f64) -> Option<usize> {
    let fits = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "just checked")]
    fits.then_some(number as usize)
}

/// An array or dictionary that is not closed yet.
struct Open {
    is_dict: bool,
    values: Vec<Value>,
}

impl Open {
    fn close(self) -> Value {
        if !self.is_dict {
            return Value::Array(self.values);
        }
        let mut entries = Vec::new();
        let mut values = self.values.into_iter();
        while let Some(key) = values.next().filter(|_| entries.len() < MOST_ENTRIES) {
            let Value::Name(key) = key else { continue };
            let Some(value) = values.next() else { break };
            entries.push((key, value));
        }
        Value::Dict(Dict(entries))
    }
}

/// Reads one value, and leaves the lexer behind it. `None` where a keyword stands instead, or
/// nothing.
///
/// What is not closed ends where the object does.
pub(super) fn read(lexer: &mut Lexer<'_>) -> Option<Value> {
    let mut open: Vec<Open> = Vec::new();
    for _ in 0..MOST {
        let before = lexer.at;
        let value = match lexer.next() {
            Some(Token::ArrayOpen) if open.len() < DEEPEST => {
                open.push(Open { is_dict: false, values: Vec::new() });
                continue;
            }
            Some(Token::DictOpen) if open.len() < DEEPEST => {
                open.push(Open { is_dict: true, values: Vec::new() });
                continue;
            }
            Some(Token::ArrayClose | Token::DictClose) => match open.pop() {
                Some(done) => done.close(),
                None => return None,
            },
            Some(Token::Number(number)) => Value::Number(number),
            Some(Token::Name(name)) => Value::Name(name.into_owned()),
            Some(Token::Text(text)) => Value::Text(text),
            Some(Token::Word(b"R")) => match open.last_mut().and_then(refer) {
                Some(reference) => reference,
                None => continue,
            },
            Some(Token::Word(word)) if open.is_empty() || ends_an_object(word) => {
                lexer.at = before;
                break;
            }
            Some(Token::Word(_)) => Value::Null,
            Some(Token::ArrayOpen | Token::DictOpen) | None => break,
        };
        match open.last_mut() {
            Some(container) => container.values.push(value),
            None => return Some(or_reference(value, lexer)),
        }
    }
    close_all(open)
}

/// Takes the two numbers before an `R`.
fn refer(open: &mut Open) -> Option<Value> {
    let [.., Value::Number(id), Value::Number(_)] = open.values.as_slice() else { return None };
    let id = u32::try_from(whole(*id)?).ok()?;
    open.values.truncate(open.values.len() - 2);
    Some(Value::Reference(id))
}

/// A number outside of everything may begin a reference.
fn or_reference(value: Value, lexer: &mut Lexer<'_>) -> Value {
    let mut ahead = lexer.clone();
    let id = value.count().and_then(|id| u32::try_from(id).ok());
    if let (Some(id), Some(Token::Number(_)), Some(Token::Word(b"R"))) =
        (id, ahead.next(), ahead.next())
    {
        *lexer = ahead;
        return Value::Reference(id);
    }
    value
}

fn close_all(mut open: Vec<Open>) -> Option<Value> {
    let mut value = open.pop()?.close();
    while let Some(mut container) = open.pop() {
        container.values.push(value);
        value = container.close();
    }
    Some(value)
}

fn ends_an_object(word: &[u8]) -> bool {
    matches!(
        word,
        b"obj" | b"endobj" | b"stream" | b"endstream" | b"xref" | b"trailer" | b"startxref"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(source: &[u8]) -> Option<Value> {
        read(&mut Lexer::new(source, 0))
    }

    #[test]
    fn dictionaries_hold_references_and_arrays() {
        let value = value(b"<</A 5 0 R/B[1 2 0 R(x)]/C<</D/E>>/F true>>").unwrap();
        let dict = value.dict().unwrap();
        assert_eq!(dict.get("A"), Some(&Value::Reference(5)));
        let array = dict.get("B").and_then(Value::array).unwrap();
        assert_eq!(array[1], Value::Reference(2));
        assert!(dict.get("C").and_then(Value::dict).unwrap().is("D", "E"));
        assert_eq!(read(&mut Lexer::new(b"7 0 R", 0)), Some(Value::Reference(7)));
    }

    #[test]
    fn what_is_not_closed_ends_with_its_object() {
        let value = value(b"<</A[1 2 endobj 9 0 obj").unwrap();
        assert_eq!(value.dict().unwrap().get("A").unwrap().array().unwrap().len(), 2);
    }

    #[test]
    fn depth_and_number_are_bounded() {
        assert!(value(&b"[".repeat(1 << 20)).is_some());
        let many = [b"[".as_slice(), &b"0 ".repeat(1 << 20)].concat();
        assert!(value(&many).unwrap().array().unwrap().len() <= MOST);
    }
}
