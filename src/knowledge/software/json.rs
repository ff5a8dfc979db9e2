//! How files that others make are read: JSON, with bounds on everything.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::table::Mistake;

/// Reads a text that is one JSON value. Too deep a nesting is a mistake like any other.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Mistake> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| (error.line().max(1), error.to_string()))
}

/// The entries of an object in their order, at most `MOST`.
#[derive(Debug)]
pub(super) struct Entries<V, const MOST: usize>(pub Vec<(String, V)>);

impl<V, const MOST: usize> Default for Entries<V, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Entries<V, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntriesOf(PhantomData))
    }
}

struct EntriesOf<V, const MOST: usize>(PhantomData<V>);

impl<'de, V: Deserialize<'de>, const MOST: usize> Visitor<'de> for EntriesOf<V, MOST> {
    type Value = Entries<V, MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of at most {MOST} entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            if entries.len() >= MOST {
                return Err(A::Error::custom(format_args!("expected at most {MOST} entries")));
            }
            entries.push(entry);
        }
        Ok(Entries(entries))
    }

    /// What is written by PHP: an empty list where nothing is in an object.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        match list.next_element::<IgnoredAny>()? {
            None => Ok(Entries(Vec::new())),
            Some(_) => Err(A::Error::custom("expected an object, not a list")),
        }
    }
}

/// A list of at most `MOST` texts, or one text in its place.
#[derive(Debug)]
pub(super) struct Texts<const MOST: usize>(pub Vec<String>);

impl<const MOST: usize> Default for Texts<MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, const MOST: usize> Deserialize<'de> for Texts<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsOf::<MOST>)
    }
}

struct TextsOf<const MOST: usize>;

impl<'de, const MOST: usize> Visitor<'de> for TextsOf<MOST> {
    type Value = Texts<MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text or a list of at most {MOST} texts")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Texts(vec![text.to_owned()]))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(Texts(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element::<String>()? {
            if texts.len() >= MOST {
                return Err(A::Error::custom(format_args!("expected at most {MOST} texts")));
            }
            texts.push(text);
        }
        Ok(Texts(texts))
    }
}

/// A list of at most `MOST`.
#[derive(Debug)]
pub(super) struct List<V, const MOST: usize>(pub Vec<V>);

impl<V, const MOST: usize> Default for List<V, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>, const MOST: usize> Deserialize<'de> for List<V, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListOf(PhantomData))
    }
}

struct ListOf<V, const MOST: usize>(PhantomData<V>);

impl<'de, V: Deserialize<'de>, const MOST: usize> Visitor<'de> for ListOf<V, MOST> {
    type Value = List<V, MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {MOST}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            if values.len() >= MOST {
                return Err(A::Error::custom(format_args!("expected at most {MOST} entries")));
            }
            values.push(value);
        }
        Ok(List(values))
    }
}
