//! What a document says of itself in XML: the core properties of DOCX, the metadata of PDF. Both
//! use the words of Dublin Core.

use quick_xml::{Reader, events::Event};

use super::{
    Document,
    gather::{add_words, push_text},
};

/// The most events that are read.
const MOST_EVENTS: usize = 50_000;

/// Adds title and keywords. Of broken XML comes what stands before the fault.
pub(super) fn read(xml: &str, document: &mut Document) {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    // The property that is open, and its words.
    let mut open: Option<(&str, String)> = None;
    for _ in 0..MOST_EVENTS {
        let Ok(event) = reader.read_event() else { return };
        match event {
            Event::Start(start) => {
                if let Some(name) = known(start.local_name().as_ref()) {
                    open = Some((name, String::new()));
                }
            }
            Event::End(end) => {
                let name = known(end.local_name().as_ref());
                if let Some((name, words)) = open.take_if(|(own, _)| Some(*own) == name) {
                    if name == "title" && document.title.trim().is_empty() {
                        document.title = words;
                    } else {
                        add_words(&mut document.described, words);
                    }
                }
            }
            Event::Eof => return,
            event => {
                if let Some((_, words)) = &mut open {
                    push_text(&event, words);
                }
            }
        }
    }
}

fn known(name: &str) -> Option<&'static str> {
    ["title", "subject", "description", "keywords", "Keywords", "creator"]
        .into_iter()
        .find(|own| *own == name)
}
