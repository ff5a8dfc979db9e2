//! Uploaded documents: what a PDF or DOCX says, and where it leads.
//!
//! Facts apart from judgement, as for pages: nothing in this room decides that something is bad,
//! and nothing in it touches the network, the clock or the disk. Files come from anybody, so
//! nothing that they say of themselves is believed, and all that reading them costs is bounded:
//! bytes, unpacked bytes, objects, pages, links.

mod archive;
mod docx;
mod gather;
mod pdf;
mod place;
mod properties;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization as _;
use url::Url;

pub use place::{is_in_upload_folder, is_uploaded_page};

/// How far into a file PDF may begin: that is how far viewers look.
const HEAD: usize = 1024;
/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 500;

/// Everything the rules want to know about one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// Subject, keywords, author, as far as there are any.
    pub described: Vec<String>,
    /// Its text from the beginning, white space folded, NFC.
    pub text: String,
    /// Links to addresses of the web.
    pub links: Vec<DocumentLink>,
    /// Why it was not read as a whole, for the report.
    pub limits_hit: Vec<&'static str>,
}

/// A link in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// The address as written.
    pub href: String,
    /// The address, if it leads into the web.
    pub url: Option<Url>,
    /// What a reader reads; empty in a PDF, where links are areas of a page.
    pub text: String,
}

/// The kinds of document that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pdf,
    Docx,
}

/// Whether a body is a document: by its own bytes, whatever its name or type.
pub fn is_document(body: &[u8]) -> bool {
    kind(body).is_some()
}

/// Whether a body is a page to those who are not told what it is. One body may be both: what is a
/// document to some is a page to others, and attackers know that.
pub fn is_markup(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().starts_with(b"<")
}

/// Reads a body; `None` if it is no document. Of a document that is broken, or was cut, comes what
/// can be read.
pub fn read(body: &[u8]) -> Option<Document> {
    let mut document = match kind(body)? {
        Kind::Pdf => pdf::read(body),
        Kind::Docx => docx::read(body),
    };
    document.title = folded(&document.title).chars().take(LONGEST_TITLE).collect();
    document.text = folded(&document.text);
    document.described.iter_mut().for_each(|words| *words = folded(words));
    Some(document)
}

fn kind(body: &[u8]) -> Option<Kind> {
    let head = &body[..body.len().min(HEAD)];
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        Some(Kind::Pdf)
    } else if body.starts_with(b"PK\x03\x04") && docx::is_document(body) {
        Some(Kind::Docx)
    } else {
        None
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().flat_map(|word| [" ", word]).skip(1).collect::<String>().nfc().collect()
}
