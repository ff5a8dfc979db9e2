//! A static file of a portal: a script or style that its pages load, or that was asked for.

use std::fmt;

use md5::Md5;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use url::Url;

/// SHA-256 of a text after CRLF was made LF: people upload files from Windows.
pub type FileDigest = [u8; 32];

/// What is kept of a static file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaticFile {
    /// Where it is.
    pub url: Url,
    /// Names its content.
    pub sha256: FileDigest,
    /// SHA-1 and MD5 of the body as it was sent: others' tables have these.
    pub sha1: [u8; 20],
    /// See [`StaticFile::sha1`].
    pub md5: [u8; 16],
    /// How it begins, at most [`StaticFile::HEAD`] bytes of text: banners stand there.
    pub head: String,
}

impl StaticFile {
    /// Bytes of the beginning that are kept.
    pub const HEAD: usize = 4096;

    /// Of a body as it was sent, after decompression only: a decoded text has lost its byte order
    /// mark, and with it its digest. Nothing if it is empty or a page: a server that answers every
    /// address with a page has no such file.
    pub fn of(url: Url, body: &[u8]) -> Option<Self> {
        let head = body.get(..Self::HEAD).unwrap_or(body);
        let head = String::from_utf8_lossy(head).into_owned();
        if is_page(&head) {
            return None;
        }
        let (sha1, md5) = (Sha1::digest(body).into(), Md5::digest(body).into());
        Some(Self { url, sha256: digest(body), sha1, md5, head })
    }

    /// Whether it lies at this path, or at this path of a folder into which a product was installed.
    /// Deeper down, others have files of the same name.
    pub fn is_at(&self, path: &str) -> bool {
        let root = self.url.path().strip_suffix(path);
        root.is_some_and(|root| root.ends_with('/') && root.matches('/').count() <= 2)
    }
}

impl fmt::Debug for StaticFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticFile").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

/// Whether a text begins like a page, or has nothing in it. Manifests are XML, and no pages.
fn is_page(head: &str) -> bool {
    let first = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_manifest = first.starts_with("<?xml") && !head.to_ascii_lowercase().contains("<html");
    first.is_empty() || (first.starts_with('<') && !is_manifest)
}

fn digest(body: &[u8]) -> FileDigest {
    let mut hash = Sha256::new();
    let mut done = 0;
    for at in memchr::memmem::find_iter(body, b"\r\n") {
        hash.update(body.get(done..at).unwrap_or_default());
        done = at + 1;
    }
    hash.update(body.get(done..).unwrap_or_default());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, body: &[u8]) -> Option<StaticFile> {
        let home = Url::parse("https://so.gov.example/").unwrap();
        StaticFile::of(home.join(path).unwrap(), body)
    }

    #[test]
    fn an_upload_from_windows_is_the_same_file() {
        let (unix, windows) = (b"a\n\nb\r;\nc\n", b"a\r\n\r\nb\r;\r\nc\r\n");
        let unix = file("a.js", unix).unwrap();
        assert_eq!(unix.sha256, file("a.js", windows).unwrap().sha256);
        assert_eq!(unix.sha256, <[u8; 32]>::from(Sha256::digest(b"a\n\nb\r;\nc\n")));
    }

    #[test]
    fn a_page_in_its_place_is_no_file() {
        assert!(file("a.js", b" \n<!DOCTYPE html><p>Not found").is_none());
        assert!(file("a.js", "\u{feff}<html>".as_bytes()).is_none());
        assert!(file("a.xml", b"<?xml version='1.0'?>\n<!DOCTYPE html>\n<HTML>").is_none());
        assert!(file("a.js", b"").is_none());
        assert!(file("a.xml", b"<?xml version='1.0'?><extension><name>x</name>").is_some());
    }

    #[test]
    fn products_are_installed_in_folders_too() {
        let file = file("/portal/assets/js/global.js?t=7", b"x").unwrap();
        assert!(file.is_at("assets/js/global.js") && !file.is_at("js/lobal.js"));
        assert!(!file.is_at("js/global.js") && !file.is_at("l.js"));
    }
}
