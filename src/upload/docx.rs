//! DOCX: a ZIP archive of XML, read for what it says and where it leads.

use std::collections::BTreeMap;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{
    Document,
    archive::entries,
    gather::{MOST_TEXT, add_link, push_text},
    properties,
};

/// The most parts with text that are read, and as many parts with addresses.
const MOST_PARTS: usize = 10;
/// The most bytes of parts after decompression.
const MOST_BYTES: usize = 16 << 20;
/// The most addresses of one part.
const MOST_ADDRESSES: usize = 10_000;
/// The most links that stand in each other: fields can.
const DEEPEST: usize = 16;

/// Addresses by the names that a part has for them.
type Addresses = BTreeMap<String, String>;

/// Whether an archive is a document.
pub(super) fn is_document(archive: &[u8]) -> bool {
    entries(archive).any(|entry| entry.name.starts_with("word/"))
}

/// Reads an archive. Never fails: of a broken one comes what can be read.
pub(super) fn read(archive: &[u8]) -> Document {
    let mut document = Document::default();
    let (mut texts, mut addresses) = (Vec::new(), BTreeMap::new());
    let mut bytes = 0;
    for entry in entries(archive) {
        let is_properties = entry.name == "docProps/core.xml";
        let part = part_of(entry.name);
        if !is_properties && part.is_none() {
            continue;
        }
        let unpacked = entry.unpacked();
        bytes += unpacked.len();
        if bytes > MOST_BYTES {
            document.limits_hit.push("work");
            break;
        }
        let xml = String::from_utf8_lossy(&unpacked).into_owned();
        match part {
            None => properties::read(&xml, &mut document),
            Some(Part::Addresses(of)) if addresses.len() < MOST_PARTS => {
                addresses.insert(of.to_owned(), read_addresses(&xml));
            }
            Some(Part::Text(name)) if texts.len() < MOST_PARTS => {
                texts.push((name.to_owned(), xml));
            }
            Some(_) => {}
        }
    }
    // What a document says comes before what stands on the margins of its pages.
    texts.sort_by_key(|(name, _)| !name.starts_with("document"));
    for (name, xml) in texts {
        let addresses = addresses.remove(&name).unwrap_or_default();
        Body { document: &mut document, addresses: &addresses, open: Vec::new() }.read(&xml);
        // Pictures lead somewhere, too.
        addresses.values().for_each(|address| add_link(&mut document, address, ""));
    }
    document
}

enum Part<'a> {
    Text(&'a str),
    /// The addresses of the part of this name.
    Addresses(&'a str),
}

/// `word/document.xml`, `word/_rels/document.xml.rels`
fn part_of(name: &str) -> Option<Part<'_>> {
    let name = name.strip_prefix("word/")?;
    let of = name.strip_prefix("_rels/").and_then(|name| name.strip_suffix(".xml.rels"));
    let part = of.or(name.strip_suffix(".xml"))?;
    let known = ["document", "header", "footer", "footnotes"];
    if !known.iter().any(|known| part.starts_with(known)) {
        return None;
    }
    Some(if of.is_some() { Part::Addresses(part) } else { Part::Text(part) })
}

fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn read_addresses(xml: &str) -> Addresses {
    let mut reader = reader(xml);
    let mut addresses = Addresses::new();
    while let Ok(event) = reader.read_event() {
        let (Event::Start(start) | Event::Empty(start)) = event else {
            if event == Event::Eof {
                break;
            }
            continue;
        };
        let is_link = attribute(&start, "Type").is_some_and(|kind| kind.ends_with("/hyperlink"));
        if is_link
            && addresses.len() < MOST_ADDRESSES
            && let (Some(id), Some(target)) = (attribute(&start, "Id"), attribute(&start, "Target"))
        {
            addresses.insert(id, target);
        }
    }
    addresses
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// A part with text while it is read.
struct Body<'a> {
    document: &'a mut Document,
    addresses: &'a Addresses,
    /// Links whose words are still to come, outermost first.
    open: Vec<Link>,
}

/// A link while it is read.
struct Link {
    address: String,
    /// Where its words begin in the text.
    from: usize,
    /// Whether it is a field: the instruction comes first, then the words.
    field: bool,
}

impl Body<'_> {
    fn read(&mut self, xml: &str) {
        let mut reader = reader(xml);
        let mut within = "";
        while let Ok(event) = reader.read_event() {
            match &event {
                Event::Start(start) => {
                    within = self.begin(start);
                }
                Event::Empty(start) => {
                    self.begin(start);
                    self.end(start.local_name().as_ref());
                }
                Event::End(end) => {
                    within = "";
                    self.end(end.local_name().as_ref());
                }
                Event::Eof => break,
                event if within == "t" => push_text(event, &mut self.document.text),
                event if within == "instrText" => {
                    if let Some(link) = self.open.last_mut().filter(|link| link.field) {
                        push_text(event, &mut link.address);
                    }
                }
                _ => {}
            }
            if self.document.text.len() >= MOST_TEXT {
                break;
            }
        }
        while self.close() {}
    }

    /// Begins an element; returns its name if its text is wanted.
    fn begin(&mut self, start: &BytesStart<'_>) -> &'static str {
        match start.local_name().as_ref() {
            "t" => return "t",
            "instrText" => return "instrText",
            "tab" | "br" | "cr" => self.document.text.push(' '),
            "hyperlink" => {
                let id = attribute(start, "r:id");
                let address = id.and_then(|id| self.addresses.get(&id)).cloned();
                self.open(address.unwrap_or_default(), false);
            }
            "fldSimple" => self.open(attribute(start, "w:instr").unwrap_or_default(), true),
            "fldChar" => match attribute(start, "w:fldCharType").as_deref() {
                Some("begin") => self.open(String::new(), true),
                Some("separate") => {
                    let from = self.document.text.len();
                    if let Some(link) = self.open.last_mut() {
                        link.from = from;
                    }
                }
                Some("end") => {
                    self.close();
                }
                _ => {}
            },
            _ => {}
        }
        ""
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.document.text.push('\n'),
            "hyperlink" | "fldSimple" => {
                self.close();
            }
            _ => {}
        }
    }

    fn open(&mut self, address: String, field: bool) {
        if self.open.len() < DEEPEST {
            self.open.push(Link { address, from: self.document.text.len(), field });
        }
    }

    /// Keeps the innermost link that is open; `false` if there is none.
    fn close(&mut self) -> bool {
        let Some(link) = self.open.pop() else { return false };
        let address = if link.field { instructed(&link.address) } else { Some(&*link.address) };
        if let Some(address) = address {
            let words = self.document.text.get(link.from..).unwrap_or_default().to_owned();
            add_link(self.document, address, &words);
        }
        true
    }
}

/// The address in `HYPERLINK "https://…" \o "…"`.
fn instructed(instruction: &str) -> Option<&str> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    rest.split('"').nth(1)
}
