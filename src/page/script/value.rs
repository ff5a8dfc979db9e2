//! What is known about a value without running the code.
//!
//! Everything that a constant expression can yield has its exact form here; everything else is
//! [`Value::Unknown`] with a note of what it depends on, so that a test on
//! `document.referrer` is still recognised after it went through three variables.

use std::rc::Rc;

use super::Condition;
use super::host::Host;

/// What an unknown value depends on: a set of [`Condition`]s, and where it came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sources(u16);

impl Sources {
    /// Depends on nothing that is known here.
    pub const NONE: Self = Self(0);
    /// What a visitor typed, picked or answered: [`Condition::Choice`].
    pub const USER: Self = Self(1 << 8);
    /// What was typed, as far as its field is known: a payment card, a password, every field of the
    /// page, single keys. These come with [`Sources::USER`].
    pub const CARD: Self = Self(1 << 9);
    pub const SECRET: Self = Self(1 << 10);
    pub const EVERY: Self = Self(1 << 11);
    pub const KEYS: Self = Self(1 << 12);
    /// `http:` or `https:`, as the page has it.
    pub const PROTOCOL: Self = Self(1 << 13);
    /// What came with an event.
    pub const EVENT: Self = Self(1 << 14);
    /// What came from the network.
    pub const FETCHED: Self = Self(1 << 15);

    const ORDER: [Condition; 9] = [
        Condition::Referrer,
        Condition::Device,
        Condition::Screen,
        Condition::Cookie,
        Condition::Time,
        Condition::Address,
        Condition::Language,
        Condition::Framed,
        Condition::Choice,
    ];

    /// Depends on one condition.
    pub fn on(condition: Condition) -> Self {
        let bit = Self::ORDER.iter().position(|c| *c == condition).unwrap_or(0);
        Self(1 << bit)
    }

    /// Depends on both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// All but what is in `other`.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What of it was typed.
    pub fn typed(self) -> Self {
        Self(self.0 & (0b1_1111 << 8))
    }

    /// Whether all of `other` is in here.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The conditions, in their own order.
    pub fn conditions(self) -> Vec<Condition> {
        Self::ORDER.into_iter().filter(|c| self.has(Self::on(*c))).collect()
    }
}

/// A constant string, and whether it had to be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub value: Rc<str>,
    pub encoded: bool,
    ascii: bool,
}

impl Text {
    pub fn new(value: impl Into<Rc<str>>, encoded: bool) -> Self {
        let value = value.into();
        let ascii = value.is_ascii();
        Self { value, encoded, ascii }
    }

    /// Whether places are the same in bytes and in UTF-16 units.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// Length in UTF-16 units.
    pub fn length(&self) -> usize {
        if self.ascii { self.value.len() } else { self.value.encode_utf16().count() }
    }

    /// The UTF-16 unit at a place.
    pub fn unit(&self, at: usize) -> Option<u16> {
        if self.ascii {
            self.value.as_bytes().get(at).copied().map(u16::from)
        } else {
            self.value.encode_utf16().nth(at)
        }
    }

    /// The character at a place.
    pub fn character(&self, at: usize) -> Option<Self> {
        let character = String::from_utf16_lossy(&[self.unit(at)?]);
        Some(Self::new(character, self.encoded))
    }

    /// The part between two places.
    pub fn part(&self, from: usize, to: usize) -> Self {
        if from >= to {
            return Self::new("", self.encoded);
        }
        if self.ascii {
            let length = self.value.len();
            let part = self.value.get(from.min(length)..to.min(length));
            return Self::new(part.unwrap_or_default(), self.encoded);
        }
        let units: Vec<u16> = self.value.encode_utf16().skip(from).take(to - from).collect();
        Self::new(String::from_utf16_lossy(&units), self.encoded)
    }
}

/// Index of an object in the [`Heap`](super::heap::Heap).
pub(super) type Id = usize;

/// A value as far as reading can tell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Anything.
    Unknown(Sources),
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    /// A constant string.
    Text(Text),
    /// A string of which only the beginning is constant.
    Begins(Text, Sources),
    /// One of a few, depending on the sources.
    OneOf(Rc<[Value]>, Sources),
    List(Id),
    Record(Id),
    Function(Id),
    /// A regular expression.
    Pattern(Id),
    /// An element of the page.
    Node(Id),
    /// The style of an element.
    Style(Id),
    /// A jQuery selection.
    Selection(Id),
    /// A built-in method taken off its object.
    Method(Id),
    /// A function with its first arguments already given.
    Bound(Id),
    /// An object or function of the browser.
    Host(Host),
}

/// The most alternatives that are kept apart.
const ALTERNATIVES: usize = 8;

impl Value {
    pub const UNKNOWN: Self = Self::Unknown(Sources::NONE);

    pub fn unknown_on(condition: Condition) -> Self {
        Self::Unknown(Sources::on(condition))
    }

    pub fn text(value: impl Into<Rc<str>>) -> Self {
        Self::Text(Text::new(value, false))
    }

    pub fn as_text(&self) -> Option<&Text> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub fn as_str(&self) -> Option<&str> {
        self.as_text().map(|text| &*text.value)
    }

    pub fn is_function(&self) -> bool {
        matches!(self, Self::Function(_) | Self::Bound(_))
    }

    /// Whether it may be handed over to be called later: built-in functions too.
    pub fn is_callable(&self) -> bool {
        matches!(self, Self::Method(_) | Self::Host(Host::Eval | Host::OpenWindow))
            || self.is_function()
    }

    pub fn sources(&self) -> Sources {
        match self {
            Self::Unknown(sources) | Self::Begins(_, sources) | Self::OneOf(_, sources) => *sources,
            _ => Sources::NONE,
        }
    }

    /// Whether it is true in a test; `None` where that cannot be known.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Undefined | Self::Null => Some(false),
            Self::Bool(value) => Some(*value),
            Self::Number(value) => Some(*value != 0.0 && !value.is_nan()),
            Self::Text(text) => Some(!text.value.is_empty()),
            Self::Begins(..) => Some(true),
            Self::List(_)
            | Self::Record(_)
            | Self::Function(_)
            | Self::Bound(_)
            | Self::Pattern(_) => Some(true),
            Self::OneOf(values, _) => {
                let first = values.first()?.truth()?;
                values.iter().all(|value| value.truth() == Some(first)).then_some(first)
            }
            // Browsers differ in what they offer: a test for a feature is open, as is one for an
            // element.
            Self::Unknown(_)
            | Self::Host(_)
            | Self::Method(_)
            | Self::Node(_)
            | Self::Style(_)
            | Self::Selection(_) => None,
        }
    }

    /// The number that it stands for in arithmetic.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Undefined => Some(f64::NAN),
            Self::Null => Some(0.0),
            Self::Bool(value) => Some(f64::from(u8::from(*value))),
            Self::Number(value) => Some(*value),
            Self::Text(text) => Some(number_of_text(&text.value)),
            _ => None,
        }
    }

    /// Either of two, depending on `sources`.
    pub fn either(self, other: Self, sources: Sources) -> Self {
        if self == other {
            return self;
        }
        let all = self.sources().and(other.sources()).and(sources);
        let mut values: Vec<Self> = Vec::with_capacity(4);
        for value in [self, other] {
            match value {
                Self::OneOf(inner, _) => {
                    for one in inner.iter() {
                        push_new(&mut values, one.clone());
                    }
                }
                one => push_new(&mut values, one),
            }
        }
        Self::one_of(values, all)
    }

    /// One of `values`; unknown where they are too many, or unknown themselves.
    pub fn one_of(values: Vec<Self>, sources: Sources) -> Self {
        let known = values.iter().any(|value| !matches!(value, Self::Unknown(_)));
        if !known || values.len() > ALTERNATIVES {
            return Self::Unknown(sources);
        }
        Self::OneOf(values.into(), sources)
    }

    /// The value itself, or what it may be.
    pub fn alternatives(&self) -> &[Self] {
        if let Self::OneOf(values, _) = self { values } else { std::slice::from_ref(self) }
    }

    /// The first alternative of which something is known: what a method call is read on.
    pub fn likely(&self) -> &Self {
        self.alternatives()
            .iter()
            .find(|one| !matches!(one, Self::Unknown(_) | Self::Undefined | Self::Null))
            .unwrap_or(self)
    }
}

fn push_new(values: &mut Vec<Value>, value: Value) {
    if !values.contains(&value) {
        values.push(value);
    }
}

/// The number that a text stands for; NaN for anything else.
pub(super) fn number_of_text(text: &str) -> f64 {
    let text = text.trim();
    if text.is_empty() {
        return 0.0;
    }
    let radix = match text.get(..2) {
        Some("0x" | "0X") => Some(16),
        Some("0b" | "0B") => Some(2),
        Some("0o" | "0O") => Some(8),
        _ => None,
    };
    if let Some(radix) = radix {
        let digits = text.get(2..).unwrap_or_default();
        return u64::from_str_radix(digits, radix).map_or(f64::NAN, |n| n as f64);
    }
    // Rust also reads `inf` and `nan`, which are no numbers in a script.
    if text.bytes().any(|b| b.is_ascii_alphabetic() && b != b'e' && b != b'E') {
        return if text == "Infinity" { f64::INFINITY } else { f64::NAN };
    }
    text.parse().unwrap_or(f64::NAN)
}

/// A number as a script writes it.
pub(super) fn text_of_number(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// A number as the bit operators see it: modulo 2^32, signed.
pub(super) fn int32(number: f64) -> i32 {
    uint32(number) as i32
}

/// A number as `>>>` sees it: modulo 2^32.
pub(super) fn uint32(number: f64) -> u32 {
    if !number.is_finite() {
        return 0;
    }
    number.trunc().rem_euclid(4_294_967_296.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_and_write_as_in_scripts() {
        assert_eq!(number_of_text(" 0x1F "), 31.0);
        assert!(number_of_text("nan").is_nan());
        assert!(number_of_text("12px").is_nan());
        assert_eq!(text_of_number(12.0), "12");
        assert_eq!(text_of_number(-0.5), "-0.5");
        assert_eq!(int32(4_294_967_295.0), -1);
        assert_eq!(int32(-1.5), -1);
    }

    #[test]
    fn alternatives_stay_apart_until_they_are_too_many() {
        let mut value = Value::text("0");
        for n in 1..7 {
            value = value.either(Value::text(n.to_string()), Sources::NONE);
        }
        assert_eq!(value.alternatives().len(), 7);
        for n in 7..20 {
            value = value.either(Value::text(n.to_string()), Sources::on(Condition::Device));
        }
        assert_eq!(value.sources().conditions(), [Condition::Device]);
    }
}
