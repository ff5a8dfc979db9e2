//! The repository of retire.js, unchanged: `jsrepository-v5.json`. It tells libraries by the addresses
//! and texts of their files, and names the holes of their versions. What needs a browser (`func`) or a
//! parser (`ast`) is left out.

mod repository;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use url::Url;

pub(super) use self::repository::read;
use self::repository::{Extractors, version};
use super::pattern::{Pattern, Patterns};
use crate::software::{Clue, Place, StaticFile, Version, Versions};

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
    by_sha1: HashMap<String, (String, Version)>,
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
        if let Some((name, version)) = self.by_sha1.get(&HEXLOWER.encode(&file.sha1)) {
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
