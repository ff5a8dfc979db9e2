//! The addresses that a portal lists for machines: sitemaps, their indexes, feeds, plain lists.
//!
//! Planted pages are rarely linked from where people look, but those who planted them want them
//! found by search engines. Entities beyond XML's own five are never expanded.

use std::{borrow::Cow, io::Read};

use encoding_rs::UTF_8;
use flate2::read::MultiGzDecoder;
use quick_xml::{Reader, XmlVersion, escape::resolve_predefined_entity, events::Event};
use url::Url;

/// The most bytes of a list after decompression.
const LARGEST: u64 = 16 << 20;
/// Sitemaps are four elements deep.
const DEEPEST: usize = 32;
/// The longest address that is taken, in bytes, as in the protocol.
const LONGEST: usize = 2048;

/// What a list of addresses says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Addresses of pages, in the order of the list, as far as they are http or https.
    pub pages: Vec<Url>,
    /// Addresses of further lists, from an index.
    pub sitemaps: Vec<Url>,
    /// Whether the list ends in its middle: malformed, too large, or more than were asked for.
    pub cut: bool,
}

impl Sitemap {
    /// The most addresses that one list may hold, by the sitemap protocol.
    pub const MOST: usize = 50_000;

    /// Reads a list, gzipped or not, up to `most` addresses; `base` is its own address.
    ///
    /// Never fails: of a malformed list comes what stands before the fault.
    pub fn parse(body: &[u8], base: &Url, most: usize) -> Self {
        let mut list = List { base, most: most.min(Self::MOST), found: Self::default() };
        let (body, whole) = unzipped(body);
        // Strips a byte order mark, and reads UTF-16 where there is one.
        let (text, _, _) = UTF_8.decode(&body);
        let ended = if text.trim_start().starts_with('<') {
            list.read_xml(&text)
        } else {
            list.read_lines(&text)
        };
        list.found.cut |= !whole || !ended;
        list.found
    }
}

/// The list itself, and whether that is all of it.
fn unzipped(body: &[u8]) -> (Cow<'_, [u8]>, bool) {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return (Cow::Borrowed(body), true);
    }
    let mut unzipped = Vec::new();
    let read = MultiGzDecoder::new(body).take(LARGEST).read_to_end(&mut unzipped);
    let whole = read.is_ok() && (unzipped.len() as u64) < LARGEST;
    (Cow::Owned(unzipped), whole)
}

/// A list, being read.
struct List<'a> {
    base: &'a Url,
    most: usize,
    found: Sitemap,
}

/// What the text of an element means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    Page,
    List,
}

impl List<'_> {
    /// Whether it was read to its end.
    fn read_xml(&mut self, text: &str) -> bool {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut path: Vec<String> = Vec::new();
        let mut element: Option<Means> = None;
        let mut address = String::new();
        loop {
            let Ok(event) = reader.read_event() else { return false };
            match event {
                Event::Start(start) => {
                    if path.len() == DEEPEST {
                        return false;
                    }
                    let name = start.local_name();
                    let name: String = AsRef::<str>::as_ref(&name).chars().take(40).collect();
                    let parent = path.last().map_or("", String::as_str);
                    element = meaning(parent, &name);
                    address.clear();
                    if name == "link" && parent == "entry" && !self.take_link(&start) {
                        return false;
                    }
                    path.push(name);
                }
                Event::Empty(start) => {
                    let is_link = start.local_name().as_ref() == "link";
                    let in_entry = path.last().is_some_and(|parent| parent == "entry");
                    if is_link && in_entry && !self.take_link(&start) {
                        return false;
                    }
                }
                Event::End(_) => {
                    path.pop();
                    if let Some(means) = element.take()
                        && !self.take(means, &address)
                    {
                        return false;
                    }
                }
                Event::Text(part) if element.is_some() => push(&mut address, &part),
                Event::CData(part) if element.is_some() => push(&mut address, &part),
                Event::GeneralRef(reference) if element.is_some() => {
                    if let Ok(Some(c)) = reference.resolve_char_ref() {
                        push(&mut address, c.encode_utf8(&mut [0; 4]));
                    } else if let Some(text) = resolve_predefined_entity(&reference) {
                        push(&mut address, text);
                    }
                }
                Event::Eof => return path.is_empty(),
                _ => {}
            }
        }
    }

    /// Whether there is room for more.
    fn read_lines(&mut self, text: &str) -> bool {
        text.lines().all(|line| {
            let line = line.trim();
            !(line.starts_with("http://") || line.starts_with("https://"))
                || self.take(Means::Page, line)
        })
    }

    /// The `href` of a feed entry's link to its page.
    fn take_link(&mut self, link: &quick_xml::events::BytesStart<'_>) -> bool {
        let attribute = |name| {
            let found = link.try_get_attribute(name).ok()??;
            Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
        };
        let to_page = attribute("rel").is_none_or(|rel| rel == "alternate");
        match attribute("href") {
            Some(href) if to_page => self.take(Means::Page, &href),
            _ => true,
        }
    }

    /// Whether there is room for more.
    fn take(&mut self, means: Means, address: &str) -> bool {
        let address = address.trim();
        let fits = !address.is_empty() && address.len() <= LONGEST;
        let url = if fits { self.base.join(address).ok() } else { None };
        let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) else {
            return true;
        };
        if self.found.pages.len() + self.found.sitemaps.len() >= self.most {
            return false;
        }
        match means {
            Means::Page => self.found.pages.push(url),
            Means::List => self.found.sitemaps.push(url),
        }
        true
    }
}

/// Adds to an address, as far as it can still be one.
fn push(address: &mut String, part: &str) {
    if address.len() <= LONGEST {
        address.push_str(part);
    }
}

/// What the text of an element means, by its name and its parent's: sitemaps name images and
/// videos in elements of the same names, deeper down.
fn meaning(parent: &str, name: &str) -> Option<Means> {
    match (parent, name) {
        ("url", "loc") | ("item" | "channel", "link") => Some(Means::Page),
        ("sitemap", "loc") => Some(Means::List),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write, time::Instant};

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn read(text: &[u8]) -> Sitemap {
        Sitemap::parse(text, &Url::parse("http://portal.example/sitemap.xml").unwrap(), 1_000)
    }

    fn pages(text: &str) -> Vec<String> {
        read(text.as_bytes()).pages.into_iter().map(String::from).collect()
    }

    fn gz(text: &[u8]) -> Vec<u8> {
        let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(text).unwrap();
        gz.finish().unwrap()
    }

    const URLSET: &str = "<?xml version='1.0' encoding='UTF-8'?>\
        <urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:image='i'>\
        <url><loc> http://portal.example/?a=1&amp;b=2 </loc><lastmod>2026-01-01</lastmod>\
        <image:image><image:loc>http://portal.example/anh.jpg</image:loc></image:image></url>\
        <url><loc><![CDATA[/tin-tuc?c=3&d=4]]></loc></url>\
        <url><loc>javascript:alert(1)</loc></url></urlset>";

    #[test]
    fn a_urlset_with_or_without_gzip() {
        let expected = ["http://portal.example/?a=1&b=2", "http://portal.example/tin-tuc?c=3&d=4"];
        assert_eq!(pages(URLSET), expected);
        assert_eq!(read(&gz(URLSET.as_bytes())), read(URLSET.as_bytes()));
        assert!(!read(URLSET.as_bytes()).cut);
    }

    #[test]
    fn an_index_leads_to_sitemaps() {
        let index = read(b"<sitemapindex><sitemap><loc>/a.xml.gz</loc></sitemap></sitemapindex>");
        assert_eq!(index.pages, []);
        assert_eq!(index.sitemaps[0].as_str(), "http://portal.example/a.xml.gz");
    }

    #[test]
    fn feeds_and_plain_lists() {
        let rss = "<rss><channel><link>http://portal.example/</link><item><link>/1.html</link>\
                   <enclosure url='/1.mp3'/></item></channel></rss>";
        assert_eq!(pages(rss), ["http://portal.example/", "http://portal.example/1.html"]);
        let atom = "<feed><link href='/feed'/><entry><link rel='alternate' href='/1?a&amp;b'/>\
                    <link rel='edit' href='/edit'/></entry><entry><link href='/2'></link></entry></feed>";
        assert_eq!(pages(atom), ["http://portal.example/1?a&b", "http://portal.example/2"]);
        let list = "\u{FEFF}http://portal.example/1\r\nnothing\n  https://portal.example/2\n";
        assert_eq!(pages(list), ["http://portal.example/1", "https://portal.example/2"]);
    }

    #[test]
    fn a_broken_list_gives_what_stands_before_the_fault() {
        for end in ["", "<", "</url", "<url><loc>/2", "<url><loc>/2</lo", "<![CDATA[", "<!--"] {
            let list = read(format!("<urlset><url><loc>/1</loc></url>{end}").as_bytes());
            assert_eq!(list.pages.len(), 1, "{end}");
            assert!(list.cut, "{end}");
        }
        let zipped = gz(URLSET.repeat(100).as_bytes());
        assert!(read(&zipped[..zipped.len() - 20]).cut);
    }

    #[test]
    fn entity_bombs_stay_small() {
        let bomb = "<!DOCTYPE x [<!ENTITY a 'http://portal.example/'><!ENTITY b '&a;&a;&a;&a;'>]>\
                    <urlset><url><loc>&b;&c;</loc></url><url><loc>/1&#47;2</loc></url></urlset>";
        assert_eq!(pages(bomb), ["http://portal.example/1/2"]);
    }

    #[test]
    fn hostile_lists_end_in_time_and_bounds() {
        let start = Instant::now();
        let many = format!("<urlset>{}</urlset>", "<url><loc>/1</loc></url>".repeat(100_000));
        let list = read(many.as_bytes());
        assert_eq!((list.pages.len(), list.cut), (1_000, true));
        assert!(read("<url>".repeat(200_000).as_bytes()).cut);
        let huge = format!("<urlset><url><loc>{}", "a&amp;".repeat(1_000_000));
        assert_eq!(read(huge.as_bytes()).pages, []);
        let bomb = gz(&vec![b' '; 200 << 20]);
        assert!(read(&bomb).cut);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
