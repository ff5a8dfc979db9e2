//! The repository of retire.js, unchanged: `jsrepository-v5.json`. It tells libraries by the addresses
//! and texts of their files, and names the holes of their versions. What needs a browser (`func`) or a
//! parser (`ast`) is left out.

use serde::Deserialize;
use url::Url;

use super::{
    digests::hex,
    json::{Entries, List, Texts, read as read_json},
    pattern::{Pattern, Patterns},
    table::Mistake,
};
use crate::{
    finding::Severity,
    software::{Advisory, Clue, Confidence, Place, StaticFile, Version, Versions},
};

const MOST_LIBRARIES: usize = 1_000;
const MOST_HOLES: usize = 500;
const MOST_PATTERNS: usize = 500;
const MOST_DIGESTS: usize = 20_000;
/// Patterns of all libraries together.
const MOST_PATTERNS_IN_ALL: usize = 50_000;

/// Stands in patterns for a version; retire.js puts this in its place.
const VERSION: &str = "§§version§§";
const VERSION_PATTERN: &str = r"[0-9][0-9.a-z_\-]+";

/// Libraries and how their files are known.
#[derive(Debug, Default)]
pub struct Libraries {
    /// Patterns of whole addresses, of file names, of the text of a file; each with its library.
    addresses: Patterns<Told>,
    names: Patterns<Told>,
    texts: Patterns<Told>,
    by_sha1: std::collections::HashMap<String, (String, Version)>,
}

#[derive(Debug)]
struct Told {
    library: String,
    /// The group of the pattern in which the version stands.
    group: usize,
}

/// A library that a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// Its name in the repository, by which [`Software::assess_as`](super::Software::assess_as) knows
    /// it too.
    pub name: String,
    /// Its version.
    pub version: Version,
    /// What shows it.
    pub clue: Clue,
}

/// What a file of retire.js told.
pub(super) struct Repository {
    pub libraries: Libraries,
    pub advisories: Vec<Advisory>,
    /// Patterns, versions and holes that were left out.
    pub unread: usize,
}

#[derive(Deserialize)]
struct Component {
    #[serde(default)]
    vulnerabilities: List<Vulnerability, MOST_HOLES>,
    #[serde(default)]
    extractors: Extractors,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    at_or_above: Option<String>,
    below: Option<String>,
    severity: Option<String>,
    #[serde(default)]
    excludes: Texts<100>,
    #[serde(default)]
    identifiers: Identifiers,
}

#[derive(Default, Deserialize)]
struct Identifiers {
    #[serde(rename = "CVE", default)]
    cve: Texts<50>,
    #[serde(rename = "githubID")]
    github: Option<String>,
    summary: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Extractors {
    uri: Texts<MOST_PATTERNS>,
    filename: Texts<MOST_PATTERNS>,
    filecontent: Texts<MOST_PATTERNS>,
    filecontentreplace: Texts<MOST_PATTERNS>,
    hashes: Entries<String, MOST_DIGESTS>,
}

/// Reads the repository.
pub(super) fn read(text: &str) -> Result<Repository, Mistake> {
    let table: Entries<Component, MOST_LIBRARIES> = read_json(text)?;
    let mut all = Repository { libraries: Libraries::default(), advisories: Vec::new(), unread: 0 };
    let mut patterns = 0_usize;
    for (name, component) in table.0 {
        for hole in &component.vulnerabilities.0 {
            match advisories(&name, hole) {
                Some(told) => all.advisories.extend(told),
                None => all.unread += 1,
            }
        }
        let own = &component.extractors;
        let lists = [&own.uri, &own.filename, &own.filecontent, &own.filecontentreplace];
        patterns = patterns.saturating_add(lists.iter().map(|list| list.0.len()).sum());
        if patterns > MOST_PATTERNS_IN_ALL {
            return Err((1, format!("expected at most {MOST_PATTERNS_IN_ALL} patterns")));
        }
        all.libraries.learn(&name, component.extractors, &mut all.unread);
    }
    Ok(all)
}

/// The holes that an entry names: one for each of its numbers.
fn advisories(library: &str, hole: &Vulnerability) -> Option<Vec<Advisory>> {
    let below = Versions::below(version(hole.below.as_deref()?)?);
    let from = match &hole.at_or_above {
        Some(from) => Versions::at_least(version(from)?),
        None => Versions::any(),
    };
    let mut affected = below.and(&from);
    for excluded in hole.excludes.0.iter().filter_map(|text| version(text)) {
        let around = Versions::below(excluded.clone()).or(&after(excluded));
        affected = affected.and(&around);
    }
    if affected.is_empty() || affected.is_any() {
        return None;
    }
    let ids = &hole.identifiers;
    let named = if ids.cve.0.is_empty() {
        ids.github.iter().collect()
    } else {
        ids.cve.0.iter().collect::<Vec<_>>()
    };
    let named: Vec<String> = match (&*named, &ids.summary) {
        ([], Some(summary)) => vec![summary.chars().take(100).collect()],
        ([], None) => return None,
        (numbers, _) => numbers.iter().map(|number| (*number).clone()).collect(),
    };
    let severity = hole.severity.as_deref().and_then(|name| name.parse().ok());
    let one = |id: String| Advisory {
        id,
        product: library.to_owned(),
        affected: affected.clone(),
        severity: severity.unwrap_or(Severity::Medium),
        exploited: false,
        letter: None,
        source: "retire.js".to_owned(),
        confidence: Confidence::CveText,
        as_of: None,
    };
    Some(named.into_iter().map(one).collect())
}

fn after(version: Version) -> Versions {
    Versions::between(std::ops::Bound::Excluded(version), std::ops::Bound::Unbounded)
}

/// A version as the repository writes it: `1.9.0b1` is a beta, which comes before `1.9.0`.
fn version(text: &str) -> Option<Version> {
    let text = text.trim();
    let beta = text.split_once('b').filter(|(number, serial)| {
        number.ends_with(|c: char| c.is_ascii_digit()) && serial.parse::<u8>().is_ok()
    });
    match beta {
        Some((number, serial)) => Version::parse(&format!("{number}-beta{serial}")),
        None => Version::parse(text),
    }
}

impl Libraries {
    fn learn(&mut self, name: &str, own: Extractors, unread: &mut usize) {
        let mut add = |to: &mut Patterns<Told>, source: &str, group: usize| match Pattern::read(
            &source.replace(VERSION, VERSION_PATTERN),
            false,
        ) {
            Some(pattern) => to.add(pattern, Told { library: name.to_owned(), group }),
            None => *unread += 1,
        };
        for source in &own.uri.0 {
            add(&mut self.addresses, source, 1);
        }
        for source in &own.filename.0 {
            add(&mut self.names, &format!("^(?:{source})$"), 1);
        }
        for source in &own.filecontent.0 {
            add(&mut self.texts, source, 1);
        }
        for source in &own.filecontentreplace.0 {
            // `/pattern/$2/`: what is put in place of the pattern is the version.
            let parts = source.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
            let parts = parts.and_then(|rest| rest.rsplit_once("/$"));
            let group = parts.and_then(|(_, group)| group.parse().ok());
            match (parts, group) {
                (Some((source, _)), Some(group)) => add(&mut self.texts, source, group),
                _ => add(&mut self.texts, "(", 0),
            }
        }
        for (digest, text) in own.hashes.0 {
            match version(&text) {
                Some(version) => {
                    self.by_sha1.insert(digest.to_ascii_lowercase(), (name.to_owned(), version));
                }
                None => *unread += 1,
            }
        }
    }

    /// The libraries that an address names.
    pub fn of_address(&self, url: &Url) -> Vec<Library> {
        let name = url.path().rsplit('/').next().unwrap_or_default();
        let mut found = found(&self.names, name, Place::Asset, url.as_str());
        found.extend(self::found(&self.addresses, url.as_str(), Place::Asset, url.as_str()));
        once(found)
    }

    /// The libraries that a file is, by its address, its digest and how it begins.
    pub fn of_file(&self, file: &StaticFile) -> Vec<Library> {
        let place = Place::File(file.url.path().to_owned());
        let mut all = self.of_address(&file.url);
        if let Some((name, version)) = self.by_sha1.get(&hex(&file.sha1)) {
            let clue = clue(place.clone(), file.url.as_str(), version);
            all.push(Library { name: name.clone(), version: version.clone(), clue });
        }
        all.extend(found(&self.texts, &file.head, place, ""));
        once(all)
    }
}

/// What patterns find in a text; `excerpt` is shown in place of what they fit, unless it is empty.
fn found(patterns: &Patterns<Told>, text: &str, place: Place, excerpt: &str) -> Vec<Library> {
    let found = patterns.found(text.as_bytes());
    let named = found.into_iter().filter_map(|(told, fits)| {
        let text = str::from_utf8(fits.get(told.group)?.as_bytes()).ok()?;
        let text = text.strip_suffix("min").map_or(text, |text| text.trim_end_matches(['.', '-']));
        let version = version(text.trim_end_matches(['.', '-', '_']))?;
        let fit = String::from_utf8_lossy(fits.get(0)?.as_bytes());
        let shown = if excerpt.is_empty() { &*fit } else { excerpt };
        let clue = clue(place.clone(), shown, &version);
        Some(Library { name: told.library.clone(), version, clue })
    });
    named.collect()
}

fn clue(place: Place, excerpt: &str, version: &Version) -> Clue {
    Clue::proof(place, excerpt).of(Versions::exactly(version.clone()))
}

fn once(found: Vec<Library>) -> Vec<Library> {
    let mut all: Vec<Library> = Vec::new();
    for own in found {
        if !all.iter().any(|known| known.name == own.name && known.version == own.version) {
            all.push(own);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPOSITORY: &str = r#"{
      "jquery": {"bowername": ["jQuery"], "npmname": "jquery",
        "vulnerabilities": [
          {"below": "1.9.0b1", "cwe": ["CWE-79"], "severity": "medium",
           "identifiers": {"summary": "…", "CVE": ["CVE-2012-6708"], "bug": "11290"}, "info": ["…"]},
          {"atOrAbove": "1.0.3", "below": "3.5.0", "severity": "medium", "excludes": ["1.12.4-aem"],
           "identifiers": {"CVE": ["CVE-2020-11023"], "githubID": "GHSA-jpcq-cgw6-v4j6"}, "info": []},
          {"below": "0.0.0-0", "identifiers": {}}],
        "extractors": {
          "func": ["window.jQuery.fn.jquery"],
          "uri": ["/(§§version§§)/jquery(\\.min)?\\.js"],
          "filename": ["jquery-(§§version§§)(\\.min)?\\.js"],
          "filecontent": ["/\\*!? jQuery v(§§version§§)", "(a)\\1"],
          "filecontentreplace": ["/x=([a-z])\\.document,y=\"(§§version§§)\"/$2/", "/broken"],
          "hashes": {"A9993E364706816ABA3E25717850C26C9CD0D89D": "1.4.2"},
          "ast": ["//AssignmentExpression"]}},
      "empty": {"vulnerabilities": [], "extractors": {}}}"#;

    fn told(found: Vec<Library>) -> Vec<String> {
        found.iter().map(|own| format!("{} {}", own.name, own.version)).collect()
    }

    fn file(path: &str, body: &str) -> StaticFile {
        let home = Url::parse("https://so.gov.example/").unwrap();
        StaticFile::of(home.join(path).unwrap(), body.as_bytes()).unwrap()
    }

    #[test]
    fn libraries_are_known_by_their_files() {
        let repository = read(REPOSITORY).unwrap();
        assert_eq!(repository.unread, 3, "a hole, two patterns");
        let own = repository.libraries;
        for (path, body, library) in [
            ("/js/jquery-1.12.4.min.js", "x", "jquery 1.12.4"),
            ("/ajax/3.4.1/jquery.min.js", "x", "jquery 3.4.1"),
            ("/a.js", "/*! jQuery v3.6.0 | (c) */", "jquery 3.6.0"),
            ("/a.js", "x=a.document,y=\"2.1.0\"", "jquery 2.1.0"),
            ("/a.js", "abc", "jquery 1.4.2"),
        ] {
            assert_eq!(told(own.of_file(&file(path, body))), [library], "{path}");
        }
        assert!(own.of_file(&file("/my-jquery-1.12.4.js.map", "x")).is_empty());
    }

    #[test]
    fn holes_are_sets_of_versions() {
        let holes = read(REPOSITORY).unwrap().advisories;
        let affects = |id: &str, version: &str| {
            let hole = holes.iter().find(|hole| hole.id == id).unwrap();
            hole.affected.contains(&Version::parse(version).unwrap())
        };
        assert!(affects("CVE-2012-6708", "1.8.3") && !affects("CVE-2012-6708", "1.9.0"));
        assert!(affects("CVE-2020-11023", "1.12.4") && !affects("CVE-2020-11023", "3.5.0"));
        assert!(!affects("CVE-2020-11023", "1.12.4-aem"));
    }

    #[test]
    fn hostile_files_are_refused_with_their_place() {
        for (file, said) in [
            ("[]", "expected"),
            ("[1]", "expected an object"),
            ("{\"a\": {\"extractors\": {\"uri\": 5}}}", "a text or a list"),
            ("{\"a\": {\n\"vulnerabilities\": {}}}", "a list of at most"),
            ("{\"a\": {\"extractors\": {\"hashes\": {\"x\": []}}}}", "string"),
        ] {
            match read(file) {
                Ok(repository) => assert!(file == "[]" && repository.advisories.is_empty()),
                Err((_, why)) => assert!(why.contains(said), "{file}: {why}"),
            }
        }
    }
}
