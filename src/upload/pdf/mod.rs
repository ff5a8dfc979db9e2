//! PDF, read for what it says and where it leads.
//!
//! The crates for it are made for files that somebody wants to open: one loads all objects at once,
//! and a file of five kilobytes made it ask for twelve gigabytes; another unpacks without a bound.
//! Here nothing is read before it is asked for, and all that is read is paid for out of one budget:
//! see `file`.

mod crypt;
mod file;
mod filter;
mod font;
mod lexer;
#[cfg(test)]
mod tests;
mod text;
mod value;

use std::rc::Rc;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use self::{
    file::{File, Visited},
    text::Pen,
    value::{Dict, Value},
};
use super::{
    Document,
    gather::{MOST_TEXT, add_link, add_words},
    properties,
};

/// The most pages whose text is read.
const MOST_PAGES: usize = 50;
/// The most parts that the tree of pages has.
const MOST_NODES: usize = 2_000;
/// The most packets of metadata that are read.
const MOST_PACKETS: usize = 3;

/// Reads a file. Never fails: of a broken file comes what can be read.
pub(super) fn read(bytes: &[u8]) -> Document {
    let file = File::open(bytes);
    let mut document = Document::default();
    if file.locked {
        document.limits_hit.push("locked");
        return document;
    }
    read_information(&file, &mut document);
    // Links before the text: of a file that is too large, they say more.
    read_objects(&file, &mut document);
    document.text = read_text(&file);
    if file.is_cut() {
        document.limits_hit.push("work");
    }
    document
}

/// Title and keywords out of the dictionary for them.
fn read_information(file: &File<'_>, document: &mut Document) {
    let information = match file.get(&file.trailer, "Info").into_owned() {
        Value::Dict(dict) => Some(dict),
        // Where the end of a file is cut off, the dictionary is known by what it holds.
        _ => file
            .ids()
            .filter_map(|id| dict_of(file, id))
            .find(|dict| dict.get("Producer").is_some()),
    };
    let Some(information) = information else { return };
    for key in ["Title", "Subject", "Keywords", "Author"] {
        let value = file.get(&information, key);
        let words = value.text().map(text_string).unwrap_or_default();
        if key == "Title" {
            document.title = words;
        } else {
            add_words(&mut document.described, words);
        }
    }
}

/// Links, and metadata that stand in streams: both are known by what they hold, wherever they
/// stand.
fn read_objects(file: &File<'_>, document: &mut Document) {
    let mut packets = 0;
    for id in file.ids() {
        let Some(object) = file.object(id) else { continue };
        read_actions(&object.value, document);
        let is_metadata = object.value.dict().is_some_and(|dict| dict.is("Type", "Metadata"));
        if is_metadata && packets < MOST_PACKETS {
            packets += 1;
            if let Some(packet) = file.stream(&object) {
                properties::read(&String::from_utf8_lossy(&packet), document);
            }
        }
    }
}

/// `/S /URI /URI (https://…)`
fn read_actions(value: &Value, document: &mut Document) {
    let mut values = vec![value];
    while let Some(value) = values.pop() {
        match value {
            Value::Array(all) => values.extend(all),
            Value::Dict(dict) => {
                if let Some(Value::Text(address)) = dict.get("URI") {
                    add_link(document, &text_string(address), "");
                }
                values.extend(dict.0.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
}

fn read_text(file: &File<'_>) -> String {
    let mut text = String::new();
    let mut pen = Pen::new(file, &mut text, MOST_TEXT);
    pages(file).iter().for_each(|(page, resources)| pen.draw(page, resources));
    text
}

/// The first pages with their resources, as the tree of pages has them; where there is no tree, in
/// the order of their numbers.
fn pages(file: &File<'_>) -> Vec<(Dict, Rc<Value>)> {
    let mut pages = Vec::new();
    let mut visited = Visited::default();
    let none = Rc::new(Value::Null);
    let root = file.get(&file.trailer, "Root");
    let root = root.dict().and_then(|root| root.get("Pages")).and_then(Value::reference);
    let mut waiting: Vec<(u32, Rc<Value>)> = root.map(|id| (id, none)).into_iter().collect();
    for _ in 0..MOST_NODES {
        let Some((id, outer)) = waiting.pop() else { break };
        let Some(dict) = dict_of(file, id).filter(|_| visited.enter(id)) else { continue };
        let resources = own_resources(file, &dict).unwrap_or(outer);
        if let Value::Array(kids) = &*file.get(&dict, "Kids") {
            let kids = kids.iter().take(MOST_NODES).rev().filter_map(Value::reference);
            waiting.extend(kids.map(|kid| (kid, Rc::clone(&resources))));
            continue;
        }
        pages.push((dict, resources));
        if pages.len() == MOST_PAGES {
            break;
        }
    }
    if pages.is_empty() {
        let loose =
            file.ids().filter_map(|id| dict_of(file, id)).filter(|dict| dict.is("Type", "Page"));
        pages.extend(loose.take(MOST_PAGES).map(|dict| {
            let resources = own_resources(file, &dict).unwrap_or_default();
            (dict, resources)
        }));
    }
    pages
}

fn dict_of(file: &File<'_>, id: u32) -> Option<Dict> {
    match file.object(id)?.value {
        Value::Dict(dict) => Some(dict),
        _ => None,
    }
}

fn own_resources(file: &File<'_>, dict: &Dict) -> Option<Rc<Value>> {
    let own = file.get(dict, "Resources");
    own.dict().is_some().then(|| Rc::new(own.into_owned()))
}

/// A text that people read, in one of the encodings that PDF has for it.
fn text_string(bytes: &[u8]) -> String {
    let encoding = match bytes {
        [0xfe, 0xff, ..] => UTF_16BE,
        [0xff, 0xfe, ..] => UTF_16LE,
        // Some writers put UTF-8 there, with its mark or without.
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    };
    let (text, _, _) = encoding.decode(bytes);
    text.replace('\0', "")
}
