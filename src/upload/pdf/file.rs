//! The objects of a file, found by looking for them.
//!
//! A file says at its end where its objects stand. That is not asked: the end of a file may be cut
//! off, and what a hostile file says of itself is a trap. Objects are found by how they begin, and
//! each is read when it is asked for.

use std::{
    borrow::Cow,
    cell::Cell,
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Range,
};

use memchr::memmem;

use super::{
    crypt::Key,
    filter,
    lexer::{Lexer, Token, is_space},
    value::{self, Dict, Value, whole},
};

/// The most objects that are told apart.
const MOST_OBJECTS: usize = 100_000;
/// The most bytes that are read or unpacked, all in all.
const MOST_WORK: usize = 32 << 20;
/// The most bytes of objects that stood packed together.
const MOST_PACKED: usize = 16 << 20;
/// The longest chain of references.
const LONGEST_CHAIN: usize = 16;

/// A file and where its objects stand.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    /// Unpacked object streams, and how many bytes they are.
    packed: Vec<Vec<u8>>,
    packed_bytes: usize,
    /// What its trailers say, the last one first.
    pub trailer: Dict,
    key: Option<Key>,
    /// Whether nothing of it can be read without a password.
    pub locked: bool,
    /// What is left of [`MOST_WORK`].
    work: Cell<usize>,
    is_cut: bool,
}

#[derive(Clone, Debug)]
struct Place {
    /// Where it is defined in the file: of two objects of one number, the later one counts.
    defined: usize,
    generation: u16,
    within: Within,
}

#[derive(Clone, Debug)]
enum Within {
    /// At this place, with the bytes of its stream if it is one.
    File { at: usize, stream: Option<Range<usize>> },
    /// At this place of an object stream.
    Packed { stream: usize, at: usize },
}

/// An object as it was asked for.
pub(super) struct Object {
    pub id: u32,
    generation: u16,
    pub value: Value,
    stream: Option<Range<usize>>,
}

impl<'a> File<'a> {
    pub fn open(bytes: &'a [u8]) -> Self {
        let mut file = Self {
            bytes,
            places: BTreeMap::new(),
            packed: Vec::new(),
            packed_bytes: 0,
            trailer: Dict::default(),
            key: None,
            locked: false,
            work: Cell::new(MOST_WORK),
            is_cut: false,
        };
        let containers = file.scan();
        file.read_trailers();
        if file.trailer.get("Encrypt").is_some() {
            file.key = Key::of(&file);
            file.locked = file.key.is_none();
        }
        for id in containers {
            file.unpack(id);
        }
        file
    }

    /// Whether there was more than is read.
    pub fn is_cut(&self) -> bool {
        self.is_cut || self.work.get() == 0
    }

    /// The numbers of all objects.
    pub fn ids(&self) -> impl Iterator<Item = u32> {
        self.places.keys().copied()
    }

    /// Reads an object.
    pub fn object(&self, id: u32) -> Option<Object> {
        let place = self.places.get(&id)?;
        let (bytes, at, stream) = match &place.within {
            Within::File { at, stream } => (self.bytes, *at, stream.clone()),
            Within::Packed { stream, at } => (self.packed.get(*stream)?.as_slice(), *at, None),
        };
        let mut value = self.read(bytes, at)?;
        if let (Some(key), Within::File { .. }) = (&self.key, &place.within) {
            key.decrypt_texts(&mut value, id, place.generation);
        }
        Some(Object { id, generation: place.generation, value, stream })
    }

    /// The value of an object, or of the one that it refers to in its turn.
    fn follow(&self, mut id: u32) -> Value {
        for _ in 0..LONGEST_CHAIN {
            match self.object(id).map(|object| object.value) {
                Some(Value::Reference(next)) => id = next,
                Some(value) => return value,
                None => break,
            }
        }
        Value::Null
    }

    /// A value, behind its references.
    pub fn resolve<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        match value {
            Value::Reference(id) => Cow::Owned(self.follow(*id)),
            value => Cow::Borrowed(value),
        }
    }

    /// The value of a key, behind its references.
    pub fn get<'v>(&self, dict: &'v Dict, key: &str) -> Cow<'v, Value> {
        dict.get(key).map_or(Cow::Owned(Value::Null), |value| self.resolve(value))
    }

    /// The bytes of a stream, unpacked; `None` if the object is none, or an image.
    pub fn stream(&self, object: &Object) -> Option<Vec<u8>> {
        let packed = self.bytes.get(object.stream.clone()?)?;
        let dict = object.value.dict()?;
        self.take(packed.len())?;
        let plain = match &self.key {
            Some(key) if !dict.is("Type", "XRef") => {
                key.decrypted_stream(packed, dict, object.id, object.generation)
            }
            _ => packed.into(),
        };
        let unpacked = filter::unpack(dict, &plain)?;
        self.take(unpacked.len())?;
        Some(unpacked)
    }

    fn read(&self, bytes: &[u8], at: usize) -> Option<Value> {
        self.take(0)?;
        let mut lexer = Lexer::new(bytes, at);
        let value = value::read(&mut lexer);
        self.take(lexer.at - at.min(lexer.at) + 16)?;
        value
    }

    /// Pays for work; `None` when there is nothing left to pay with.
    fn take(&self, work: usize) -> Option<()> {
        let left = self.work.get().saturating_sub(work);
        self.work.set(left);
        (left > 0).then_some(())
    }

    /// Finds all objects; returns the numbers of those that hold others.
    fn scan(&mut self) -> BTreeSet<u32> {
        let mut containers = BTreeSet::new();
        let mut from = 0;
        while let Some(hit) = memmem::find(&self.bytes[from..], b"obj") {
            let (keyword, after) = (from + hit, from + hit + 3);
            from = after;
            let Some((id, generation)) = header(&self.bytes[..keyword]) else { continue };
            let mut lexer = Lexer::new(self.bytes, after);
            let value = value::read(&mut lexer);
            if self.places.len() == MOST_OBJECTS || self.take(lexer.at - after + 16).is_none() {
                self.is_cut = true;
                break;
            }
            lexer.skip_space();
            let dict = value.as_ref().and_then(Value::dict);
            let stream = dict.and_then(|dict| payload(self.bytes, lexer.at, dict));
            if let Some(stream) = &stream {
                from = stream.end;
            } else if lexer.rest().starts_with(b"endobj") {
                from = lexer.at;
            }
            if stream.is_some() && dict.is_some_and(|dict| dict.is("Type", "ObjStm")) {
                containers.insert(id);
            }
            let within = Within::File { at: after, stream };
            self.places.insert(id, Place { defined: keyword, generation, within });
        }
        containers
    }

    /// Gathers what stands in trailers, and in the cross-reference streams that take their place.
    fn read_trailers(&mut self) {
        let mut trailers: Vec<(usize, Value)> = Vec::new();
        for at in memmem::rfind_iter(self.bytes, b"trailer").take(LONGEST_CHAIN) {
            trailers.extend(self.read(self.bytes, at + 7).map(|value| (at, value)));
        }
        let streams = self.places.iter().filter_map(|(id, place)| match &place.within {
            Within::File { stream: Some(_), .. } => Some((*id, place.defined)),
            _ => None,
        });
        for (id, defined) in streams.collect::<Vec<_>>() {
            let Some(object) = self.object(id) else { continue };
            if object.value.dict().is_some_and(|dict| dict.is("Type", "XRef")) {
                trailers.push((defined, object.value));
            }
        }
        trailers.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let dicts = trailers.into_iter().filter_map(|(_, value)| match value {
            Value::Dict(dict) => Some(dict.0),
            _ => None,
        });
        self.trailer = Dict(dicts.take(LONGEST_CHAIN).flatten().collect());
    }

    /// Takes the objects out of an object stream.
    fn unpack(&mut self, id: u32) {
        let Some(object) = self.object(id) else { return };
        let (Some(bytes), Some(dict)) = (self.stream(&object), object.value.dict()) else { return };
        let (Some(first), Some(place)) = (self.get(dict, "First").count(), self.places.get(&id))
        else {
            return;
        };
        if self.packed_bytes + bytes.len() > MOST_PACKED {
            self.is_cut = true;
            return;
        }
        self.packed_bytes += bytes.len();
        let (defined, stream) = (place.defined, self.packed.len());
        let mut index = Lexer::new(&bytes[..first.min(bytes.len())], 0);
        while let (Some(Token::Number(id)), Some(Token::Number(offset))) =
            (index.next(), index.next())
        {
            let (Some(id), Some(offset)) = (whole(id), whole(offset)) else { continue };
            let Ok(id) = u32::try_from(id) else { continue };
            let known = self.places.get(&id);
            if known.is_none() && self.places.len() == MOST_OBJECTS {
                break;
            }
            if known.is_none_or(|known| known.defined < defined) {
                let within = Within::Packed { stream, at: first.saturating_add(offset) };
                self.places.insert(id, Place { defined, generation: 0, within });
            }
        }
        self.packed.push(bytes);
    }
}

/// The two numbers before the keyword `obj`.
fn header(before: &[u8]) -> Option<(u32, u16)> {
    let before = &before[before.len().saturating_sub(40)..];
    let (before, generation) = number_at_end(before)?;
    if !before.last().is_some_and(|byte| is_space(*byte)) {
        return None;
    }
    let (_, id) = number_at_end(before)?;
    Some((id, u16::try_from(generation).ok()?))
}

fn number_at_end(text: &[u8]) -> Option<(&[u8], u32)> {
    let end = text.iter().rposition(|byte| !is_space(*byte))? + 1;
    let start = text[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    let digits = std::str::from_utf8(&text[start..end]).ok()?;
    Some((&text[..start], digits.parse().ok()?))
}

/// The bytes of the stream that begins here, if one does. Its own word on its length counts if
/// the stream ends there.
fn payload(bytes: &[u8], at: usize, dict: &Dict) -> Option<Range<usize>> {
    let rest = bytes.get(at..)?.strip_prefix(b"stream")?;
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
    let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    let start = bytes.len() - rest.len();
    let length = dict.get("Length").and_then(Value::count);
    let ends_there = |length: &usize| {
        rest.get(*length..).is_some_and(|behind| {
            behind[..behind.len().min(20)].trim_ascii_start().starts_with(b"endstream")
        })
    };
    let length = length.filter(ends_there);
    let length = length.or_else(|| memmem::find(rest, b"endstream")).unwrap_or(rest.len());
    Some(start..start + length)
}

/// Object numbers that were visited: what refers to itself is visited once.
#[derive(Default)]
pub(super) struct Visited(HashSet<u32>);

impl Visited {
    /// Whether the object is visited for the first time.
    pub fn enter(&mut self, id: u32) -> bool {
        self.0.insert(id)
    }
}
