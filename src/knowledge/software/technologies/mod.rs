//! Rules in the form of Wappalyzer, unchanged: `technologies.json`, or `technologies/*.json`.
//!
//! They are trusted less than the program's own products: a rule of theirs takes a generator at its
//! word, and an article for the thing. What they see is told beside the products, and never in place
//! of one. Read are `headers`, `cookies`, `meta`, `scriptSrc`, `scripts`, `html` and `url`; what needs
//! a browser or more requests (`js`, `dom`, `xhr`, `dns`, `probe` …) and what concludes one technology
//! from another (`implies`, `requires`, `excludes`) is left out.

mod rule;
mod sightings;

pub use sightings::{Sighted, Sightings};

use std::collections::HashMap;

use serde::Deserialize;

use self::rule::{Meaning, Rule};
use super::{
    json::{Entries, Texts, read as read_json},
    pattern::Patterns,
    table::Mistake,
};
use crate::software::{Clue, Place, Traces};

const MOST_TECHNOLOGIES: usize = 50_000;
const MOST_PATTERNS: usize = 1_000;
/// Patterns of all technologies together.
const MOST_PATTERNS_IN_ALL: usize = 100_000;
/// Bytes of a header or meta that are looked at.
const LONGEST_VALUE: usize = 8 << 10;
/// Scripts of one page that are looked at, and bytes of a page or of a script.
const MOST_SCRIPTS: usize = 300;
const MOST_TEXT: usize = 1 << 20;

/// How others' technologies are told.
#[derive(Debug, Default)]
pub struct Technologies {
    names: Vec<String>,
    /// How many patterns there are, those that were left out too.
    learned: usize,
    /// By lower-case name.
    headers: HashMap<String, Vec<Rule>>,
    metas: HashMap<String, Vec<Rule>>,
    /// By name, as written.
    cookies: HashMap<String, Vec<Rule>>,
    addresses: Patterns<Meaning>,
    sources: Patterns<Meaning>,
    code: Patterns<Meaning>,
    markup: Patterns<Meaning>,
}

/// A technology that an answer shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Its place in the list of technologies.
    technology: usize,
    /// How sure the rule is, at most 100.
    confidence: u8,
    /// What shows it, and which version, if that is told.
    clue: Clue,
}

/// The shape in which all files come as one.
#[derive(Deserialize)]
struct Wrapped {
    technologies: Table,
}

type Table = Entries<Technology, MOST_TECHNOLOGIES>;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Technology {
    headers: Entries<Texts<MOST_PATTERNS>, MOST_PATTERNS>,
    cookies: Entries<Texts<MOST_PATTERNS>, MOST_PATTERNS>,
    meta: Entries<Texts<MOST_PATTERNS>, MOST_PATTERNS>,
    script_src: Texts<MOST_PATTERNS>,
    scripts: Texts<MOST_PATTERNS>,
    html: Texts<MOST_PATTERNS>,
    url: Texts<MOST_PATTERNS>,
}

impl Technology {
    fn patterns(&self) -> usize {
        let named = [&self.headers, &self.cookies, &self.meta];
        let named = named.iter().flat_map(|entries| &entries.0).map(|(_, own)| own.0.len());
        let plain = [&self.script_src, &self.scripts, &self.html, &self.url];
        named.chain(plain.iter().map(|own| own.0.len())).sum()
    }
}

impl Technologies {
    /// Adds the technologies of a file, and says how many patterns were left out.
    pub(super) fn learn(&mut self, text: &str) -> Result<usize, Mistake> {
        let begin = text.get(..text.floor_char_boundary(200)).unwrap_or_default();
        let table: Table = if begin.contains("\"technologies\"") {
            read_json::<Wrapped>(text)?.technologies
        } else {
            read_json(text)?
        };
        let patterns: usize = table.0.iter().map(|(_, own)| own.patterns()).sum();
        if patterns.saturating_add(self.learned) > MOST_PATTERNS_IN_ALL {
            return Err((1, format!("expected at most {MOST_PATTERNS_IN_ALL} patterns")));
        }
        let mut unread = 0;
        for (name, own) in table.0 {
            self.names.push(name);
            unread += self.add(self.names.len() - 1, own);
        }
        Ok(unread)
    }

    /// How many technologies and patterns there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.names.len(), self.learned)
    }

    fn add(&mut self, technology: usize, own: Technology) -> usize {
        let mut unread = 0;
        let mut read = |source: &str| {
            let rule = rule::read(technology, source);
            unread += usize::from(rule.is_none());
            self.learned += 1;
            rule
        };
        for (names, entries, lower) in [
            (&mut self.headers, own.headers, true),
            (&mut self.metas, own.meta, true),
            (&mut self.cookies, own.cookies, false),
        ] {
            for (name, sources) in entries.0 {
                let name = if lower { name.to_ascii_lowercase() } else { name };
                names.entry(name).or_default().extend(sources.0.iter().filter_map(|own| read(own)));
            }
        }
        for (patterns, sources) in [
            (&mut self.addresses, own.url),
            (&mut self.sources, own.script_src),
            (&mut self.code, own.scripts),
            (&mut self.markup, own.html),
        ] {
            for (pattern, meaning) in sources.0.iter().filter_map(|own| read(own)) {
                patterns.add(pattern, meaning);
            }
        }
        unread
    }

    /// What an answer shows.
    pub fn look(&self, traces: &Traces<'_>) -> Vec<Sighting> {
        let mut seen = Vec::new();
        for (name, rules) in &self.headers {
            for value in traces.header(name) {
                // What is in a cookie may be a session: only its name is shown.
                let end = if name == "set-cookie" { value.find('=') } else { None };
                let shown = value.get(..end.unwrap_or(value.len())).unwrap_or_default();
                try_all(rules, value, &Place::Header(name.clone()), shown, &mut seen);
            }
        }
        for cookie in traces.header("set-cookie") {
            let Some((name, rest)) = cookie.split_once('=') else { continue };
            let value = rest.split(';').next().unwrap_or_default();
            let rules = self.cookies.get(name.trim()).map(Vec::as_slice).unwrap_or_default();
            try_all(rules, value, &Place::Cookie, name, &mut seen);
        }
        let Some(page) = traces.page() else { return seen };
        for (name, content) in &page.metas {
            let Some(rules) = self.metas.get(name) else { continue };
            try_all(rules, content, &Place::Markup, &format!("{name}: {content}"), &mut seen);
        }
        search(&self.addresses, traces.url().as_str(), &Place::Address, &mut seen);
        let loaded = page.scripts.iter().filter_map(|script| script.src.as_ref());
        for src in loaded.take(MOST_SCRIPTS) {
            search(&self.sources, src.as_str(), &Place::Asset, &mut seen);
        }
        for code in traces.code().take(MOST_SCRIPTS) {
            search(&self.code, code, &Place::Code, &mut seen);
        }
        search(&self.markup, &page.source, &Place::Markup, &mut seen);
        seen
    }
}

fn try_all(rules: &[Rule], text: &str, place: &Place, shown: &str, seen: &mut Vec<Sighting>) {
    let text = text.get(..text.floor_char_boundary(LONGEST_VALUE)).unwrap_or_default();
    for (pattern, meaning) in rules {
        if let Some(fits) = pattern.captures(text.as_bytes()) {
            seen.push(meaning.seen(&fits, place.clone(), Some(shown)));
        }
    }
}

fn search(rules: &Patterns<Meaning>, text: &str, place: &Place, seen: &mut Vec<Sighting>) {
    let text = text.get(..text.floor_char_boundary(MOST_TEXT)).unwrap_or_default();
    let found = rules.found(text.as_bytes());
    seen.extend(found.into_iter().map(|(own, fits)| own.seen(&fits, place.clone(), None)));
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::page::{Loaded, Reader};

    const RULES: &str = r#"{"technologies": {
      "Nukeviet CMS": {"cats": [1], "meta": {"generator": "NukeViet v([\\d.]+)\\;version:\\1"},
        "js": {"nv_DigitalClock": "\\;confidence:50"}, "website": "https://nukeviet.vn/en/"},
      "OpenResty": {"cats": [22], "headers": {"Server": "openresty(?:/([\\d.]+))?\\;version:\\1"},
        "implies": "Nginx", "oss": true},
      "Alpha": {"cookies": {"alpha_session": ""}, "dom": {"a": {"exists": ""}}, "text": ["x"]},
      "Beta": {"scriptSrc": ["/beta@([\\d.]+)/\\;version:\\1", "(?!x)"], "scripts": "betaInit\\("},
      "Gamma": {"html": "<!-- made with gamma\\;confidence:30"},
      "Delta": {"meta": {"delta": ["", "y"]}, "url": "/delta/"}
    }, "categories": {}}"#;

    fn seen(rules: &str, headers: &[(&str, &str)], html: &str) -> Vec<String> {
        let mut technologies = Technologies::default();
        technologies.learn(rules).unwrap();
        let url = Url::parse("https://so.gov.example/delta/").unwrap();
        let page = Reader::new().read(html.into(), &url, &[], &Loaded::default());
        let headers: Vec<(String, String)> =
            headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut sightings = Sightings::default();
        sightings.add(&technologies, &Traces::of_answer(&url, &headers, Some(&page)));
        let found = sightings.found(&technologies);
        found.iter().map(|own| format!("{} {}", own.name, own.answer.versions)).collect()
    }

    #[test]
    fn technologies_are_seen_beside_the_programs_own_products() {
        let html = r#"<meta name="generator" content="NukeViet v4.5"><meta name="delta" content="z">
            <script src="https://cdn.example/beta@2.1.0/beta.js"></script><!-- made with gamma -->"#;
        let headers =
            [("server", "openresty/1.21"), ("set-cookie", "alpha_session=secret; Path=/")];
        let expected = ["OpenResty 1.21", "Alpha any", "Beta 2.1.0", "Delta any"];
        assert_eq!(seen(RULES, &headers, html), expected);
        let (plain, _) = RULES.split_once(", \"categories\"").unwrap();
        let plain = plain.split_once("\"technologies\": ").unwrap().1;
        assert_eq!(seen(plain, &headers, html), expected);
    }

    #[test]
    fn what_a_cookie_holds_is_not_shown() {
        let rules = r#"{"A": {"cookies": {"a": ""}, "headers": {"Set-Cookie": "a=secret"}}}"#;
        let mut technologies = Technologies::default();
        technologies.learn(rules).unwrap();
        let url = Url::parse("https://so.gov.example/").unwrap();
        let headers = [("set-cookie".to_owned(), "a=secret; Path=/".to_owned())];
        let seen = technologies.look(&Traces::of_answer(&url, &headers, None));
        assert_eq!(seen.len(), 2);
        assert!(seen.iter().all(|own| own.clue.excerpt == "a"));
    }

    #[test]
    fn patterns_that_cannot_be_read_are_counted() {
        let mut technologies = Technologies::default();
        assert_eq!(technologies.learn(RULES).unwrap(), 1);
        assert_eq!(technologies.counts(), (6, 10));
    }

    #[test]
    fn hostile_files_are_refused_with_their_place() {
        for (file, line, said) in [
            ("{\"a\": {\n\"headers\": 5}}", 2, "an object"),
            ("{\"a\": {\n\"html\": {}}}", 2, "a text or a list"),
            ("{\"a\": {\"meta\": {\"generator\": [5]}}}", 1, "a string"),
            ("{\"technologies\": []", 1, "EOF"),
            ("{\"a\": {\"dom\":\n", 2, "EOF"),
        ] {
            let Err((at, why)) = Technologies::default().learn(file) else { panic!("{file}") };
            assert!(at == line && why.contains(said), "{file}: {at} {why}");
        }
        let deep = format!("{{\"a\": {{\"dom\": {}", "[".repeat(100_000));
        assert!(Technologies::default().learn(&deep).is_err());
    }
}
