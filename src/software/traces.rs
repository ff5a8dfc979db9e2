//! What one answer of a portal shows to those who look for products.

use url::Url;

use super::{Clue, Place, StaticFile, Version, library::Address};
use crate::page::{Link, Page, Reader, Resource, ScriptKind};

/// The most headers that are looked at, and bytes of the value of one or of an address.
const MOST_HEADERS: usize = 200;
const LONGEST_VALUE: usize = 2048;
/// The most inline scripts of a page that are looked at.
const MOST_SCRIPTS: usize = 300;
/// The most links of a page whose addresses are looked at.
const MOST_LINKS: usize = 2000;
/// How many times a text may stand in the source before it is no longer looked where.
const MOST_PLACES: usize = 200;
/// Bytes of a tag or comment before what is looked for in it.
const LONGEST_TAG: usize = 4096;
/// Bytes that an excerpt shows before what it is about, and in all: enough for its characters.
const BEFORE: usize = 40;
const AROUND: usize = 1200;

/// What sites call the hosts on which they keep their assets.
const STORES: &[&str] =
    &["static", "cdn", "assets", "media", "img", "images", "image", "files", "js", "css"];

/// One answer: a page with its headers, or a static file.
pub struct Traces<'a> {
    url: &'a Url,
    headers: Vec<(&'a str, &'a str)>,
    page: Option<&'a Page>,
    assets: Vec<Asset>,
    loaded: Vec<Address>,
    code: Vec<&'a str>,
    file: Option<&'a StaticFile>,
}

impl<'a> Traces<'a> {
    /// Of an answer: `headers` with names in lower case, those of all hops if there were several;
    /// the page if it was one.
    pub fn of_answer(
        url: &'a Url,
        headers: &'a [(String, String)],
        page: Option<&'a Page>,
    ) -> Self {
        let headers = headers.iter().take(MOST_HEADERS);
        let headers = headers.map(|(name, value)| (&**name, cut(value, LONGEST_VALUE))).collect();
        let resources = page.map(|page| Reader::resources(&page.source, &page.url));
        let resources = resources.unwrap_or_default();
        let short = resources.iter().map(|found| &found.url);
        let loaded = Address::all(short.filter(|url| url.as_str().len() <= LONGEST_VALUE));
        let assets = page.map(|page| own_assets(page, resources)).unwrap_or_default();
        let code = page.map(inline_code).unwrap_or_default();
        Self { url, headers, page, assets, loaded, code, file: None }
    }

    /// Of a file of the portal's own host that was fetched.
    pub fn of_file(file: &'a StaticFile) -> Self {
        Self {
            url: &file.url,
            headers: Vec::new(),
            page: None,
            assets: Vec::new(),
            loaded: Vec::new(),
            code: Vec::new(),
            file: Some(file),
        }
    }

    /// The address that was answered.
    pub fn url(&self) -> &'a Url {
        self.url
    }

    /// The page.
    pub fn page(&self) -> Option<&'a Page> {
        self.page
    }

    /// The file.
    pub fn file(&self) -> Option<&'a StaticFile> {
        self.file
    }

    /// Values of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(own, _)| *own == name).map(|(_, value)| *value)
    }

    /// Names of the cookies that were set.
    pub fn cookies(&self) -> impl Iterator<Item = &'a str> {
        self.header("set-cookie").filter_map(|value| Some(value.split_once('=')?.0.trim()))
    }

    /// What metas of a lower-case name say.
    pub fn metas(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let metas = self.page.map_or(&[][..], |page| &page.metas);
        metas.iter().filter(move |(own, _)| own == name).map(|(_, content)| &**content)
    }

    /// What the generator metas say after this name, whatever the case of its letters.
    pub fn generated_by(&self, name: &str) -> impl Iterator<Item = Generator<'a>> {
        self.metas("generator").filter_map(move |content| {
            let content = content.trim();
            let head = content.get(..name.len())?;
            let after = content.get(name.len()..)?;
            let is_word = !after.starts_with(|c: char| c.is_alphanumeric());
            (head.eq_ignore_ascii_case(name) && is_word).then_some(Generator { content, after })
        })
    }

    /// Addresses of scripts, styles and images that the page loads from its own site.
    pub fn assets(&self) -> impl Iterator<Item = &Url> {
        self.assets.iter().map(|own| &own.url)
    }

    /// Where the scripts and styles lie that the page loads, whosever host that is: what comes from
    /// elsewhere runs in the page too. For libraries only; of what a portal itself runs, addresses
    /// elsewhere say nothing.
    pub(super) fn loaded(&self) -> &[Address] {
        &self.loaded
    }

    /// The same as addresses.
    pub fn loaded_from(&self) -> impl Iterator<Item = &Url> {
        self.loaded.iter().map(|own| &own.url)
    }

    /// The first asset whose path has this text, whatever the case of its letters: on Windows they
    /// mean the same.
    pub fn asset_with(&self, text: &str) -> Option<&Url> {
        self.assets_with(text).next()
    }

    /// All assets whose path has this text.
    pub fn assets_with(&self, text: &str) -> impl Iterator<Item = &Url> {
        let text = text.to_ascii_lowercase();
        let with = move |own: &&Asset| own.path.contains(&text);
        self.assets.iter().filter(with).map(|own| &own.url)
    }

    /// The first link to the page's own site whose address has this text.
    pub fn own_link_with(&self, text: &str) -> Option<&'a Link> {
        let page = self.page?;
        let mut named = page.links.iter().filter(|link| {
            let url = link.url.as_ref().filter(|url| url.as_str().len() <= LONGEST_VALUE);
            url.is_some_and(|url| url.as_str().contains(text))
        });
        named.find(|link| link.url.as_ref().is_some_and(|url| is_own(url, &page.url)))
    }

    /// The address of the page, or else the first link to its own host, that is of a kind.
    pub fn own_address(&self, is: impl Fn(&Url) -> bool) -> Option<(Place, &'a Url)> {
        let page = self.page?;
        if is(self.url) {
            return Some((Place::Address, self.url));
        }
        let links = page.links.iter().take(MOST_LINKS).filter_map(|link| link.url.as_ref());
        let mut own = links.filter(|url| url.host() == page.url.host());
        own.find(|url| is(url)).map(|url| (Place::Link, url))
    }

    /// Links to a host or one below it.
    pub fn links_to(&self, host: &'static str) -> impl Iterator<Item = &'a Link> {
        self.page.map_or(&[][..], |page| &page.links).iter().filter(move |link| {
            let theirs = link.url.as_ref().and_then(Url::host_str).unwrap_or_default();
            theirs.strip_suffix(host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// Texts of inline scripts.
    pub fn code(&self) -> impl Iterator<Item = &'a str> {
        self.code.iter().copied()
    }

    /// The surroundings of a text in the first inline script that has it.
    pub fn code_with(&self, text: &str) -> Option<&'a str> {
        self.code().find_map(|code| Some(around(code, code.find(text)?)))
    }

    /// The first tag of the source within which a text stands, up to what follows the text.
    pub fn tag_with(&self, text: &str) -> Option<&'a str> {
        self.tags_with(text).next()
    }

    /// All tags of the source within which a text stands.
    pub fn tags_with(&self, text: &str) -> impl Iterator<Item = &'a str> {
        self.within("<", ">", text).filter(|tag| is_tag(tag))
    }

    /// The first comment of the source within which a text stands, from its begin.
    pub fn comment_with(&self, text: &str) -> Option<&'a str> {
        self.within("<!--", "-->", text).next()
    }

    /// The surroundings of a text in the source, whatever it stands in. People write about software:
    /// only for what nobody would write.
    pub fn source_with(&self, text: &str) -> Option<&'a str> {
        let source: &'a str = &self.page?.source;
        Some(around(source, memchr::memmem::find(source.as_bytes(), text.as_bytes())?))
    }

    /// The places of the source where a text stands after `begin` with no `end` between them.
    fn within(
        &self,
        begin: &'static str,
        end: &'static str,
        text: &str,
    ) -> impl Iterator<Item = &'a str> {
        let source: &'a str = self.page.map_or("", |page| &page.source);
        let places: Vec<usize> = memchr::memmem::find_iter(source.as_bytes(), text.as_bytes())
            .take(MOST_PLACES)
            .collect();
        places.into_iter().filter_map(move |at| {
            let from = source.ceil_char_boundary(at.saturating_sub(LONGEST_TAG));
            let before = source.get(from..at)?;
            let start = before.rfind(begin)?;
            if before.get(start..)?.contains(end) {
                return None;
            }
            Some(cut(source.get(from + start..)?, AROUND.max(at - from - start + BEFORE)))
        })
    }
}

/// What the page loads from its own site.
struct Asset {
    url: Url,
    /// Its path in lower case: every product asks for paths, so it is made once.
    path: String,
}

/// A generator meta: all that it says, and what comes after the name that was asked for.
pub struct Generator<'a> {
    /// All of it.
    pub content: &'a str,
    /// What follows the name.
    pub after: &'a str,
}

impl Generator<'_> {
    /// The clue that it is.
    pub fn clue(&self) -> Clue {
        Clue::proof(Place::Meta("generator"), self.content)
    }

    /// The version that follows the name.
    pub fn version(&self) -> Option<Version> {
        Version::leading(self.after)
    }
}

/// The version that a parameter of an address is.
pub fn version_in_query(url: &Url, name: &str) -> Option<Version> {
    let value = url.query_pairs().find(|(own, _)| own == name)?.1;
    Version::leading(&value)
}

/// Scripts, styles and images of the page's own site.
fn own_assets(page: &Page, resources: Vec<Resource>) -> Vec<Asset> {
    let resources = resources.into_iter().map(|found| found.url);
    let images = page.images.iter().filter_map(|image| page.url.join(image).ok());
    let short = resources.chain(images).filter(|url| url.as_str().len() <= LONGEST_VALUE);
    let own = short.filter(|url| is_own(url, &page.url));
    own.map(|url| Asset { path: url.path().to_ascii_lowercase(), url }).collect()
}

/// Whether an address is of the page's own site. Neighbours below the same domain are portals of
/// their own, whose signs and banners the page may show.
fn is_own(url: &Url, page: &Url) -> bool {
    let host = |url: &'_ Url| {
        let host = url.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    let (Some(own), Some(page)) = (host(url), host(page)) else { return false };
    let parent = own.split_once('.').filter(|(label, _)| STORES.contains(label));
    own == page || parent.is_some_and(|(_, parent)| parent == page)
}

fn inline_code(page: &Page) -> Vec<&str> {
    let inline = page.scripts.iter().filter(|script| script.kind == ScriptKind::Inline);
    inline.take(MOST_SCRIPTS).map(|script| page.code_at(&script.spot)).collect()
}

fn is_tag(markup: &str) -> bool {
    let name = markup.strip_prefix('<');
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// A text from shortly before a place on.
fn around(text: &str, at: usize) -> &str {
    cut(text.get(text.floor_char_boundary(at.saturating_sub(BEFORE))..).unwrap_or_default(), AROUND)
}

fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_other_sites() {
        let page = Url::parse("https://www.so.tinh.gov.example/").unwrap();
        let own = |url: &str| is_own(&Url::parse(url).unwrap(), &page);
        assert!(own("https://so.tinh.gov.example/a") && own("http://static.so.tinh.gov.example/a"));
        assert!(!own("https://tinh.gov.example/a") && !own("https://khac.tinh.gov.example/a"));
        assert!(!own("https://con.so.tinh.gov.example/a") && !own("data:text/css,a"));
    }
}
