//! Libraries of scripts and styles: what they have in common. Each has its own file in `product/`
//! with its names.
//!
//! A version stands in the address (`address`, `name`, `number`), in the comment with which the file
//! begins, or in its code. Each address is a copy of its own: one page may load two versions of one
//! library.

mod address;
mod name;
mod number;

pub(super) use address::Address;
pub(super) use number::told;

use super::{Clue, Place, StaticFile, Traces, Version, Versions};

/// The names of a library.
pub(super) struct Library {
    /// Names of its files, lower case, without version, ending, `min` and the like.
    pub files: &'static [&'static str],
    /// Names of its packages, as folders and the addresses of content networks have them.
    pub packages: &'static [&'static str],
    /// Names that its files have only within a folder of one of its packages.
    pub inside: &'static [&'static str],
    /// Whether the name of its files is a word that others use too: then an address without `min`
    /// and without a version says nothing.
    pub is_word: bool,
    /// Whether it has styles that carry its version.
    pub has_styles: bool,
    /// What stands before the version in comments of its files.
    pub banners: &'static [&'static str],
    /// What stands before the version in the code of a file that has one of its names.
    pub constants: &'static [&'static str],
}

impl Library {
    /// A library without names.
    pub const NONE: Self = Self {
        files: &[],
        packages: &[],
        inside: &[],
        is_word: false,
        has_styles: false,
        banners: &[],
        constants: &[],
    };

    /// What an answer says of it.
    pub fn clues(&self, traces: &Traces<'_>, clues: &mut Vec<Clue>) {
        for address in traces.loaded().iter().filter(|address| self.is_at(address)) {
            let clue = Clue::proof(Place::Asset, address.url.as_str()).of(self.version(address));
            clues.push(clue.of_copy(&address.copy));
        }
        if let Some(file) = traces.file() {
            clues.extend(self.in_file(file));
        }
    }

    /// Whether a file of the library lies at an address.
    pub fn is_at(&self, address: &Address) -> bool {
        if address.is_style && !self.has_styles {
            return false;
        }
        let is = |names: &[&str]| names.contains(&&*address.name);
        if is(self.files) {
            return !self.is_word || !address.is_bare || self.version(address).is_some();
        }
        let in_package = is(self.inside) || address.is_package;
        in_package && self.packages.iter().any(|package| address.has_folder(package))
    }

    fn version(&self, address: &Address) -> Option<Versions> {
        let told = address.version.clone().or_else(|| address.registered.clone());
        told.or_else(|| self.packages.iter().find_map(|package| address.package_version(package)))
    }

    /// What a file says in its first bytes.
    pub fn in_file(&self, file: &StaticFile) -> Option<Clue> {
        let address = Address::of(&file.url)?;
        let said = |before: &&'static str| {
            let at = file.head.find(before)?;
            let excerpt = file.head.get(at..)?;
            let after = excerpt.get(before.len()..)?;
            let is_number = Version::leading(after)?.as_str().contains('.');
            Some((excerpt, told(after).filter(|_| is_number)?))
        };
        let banner = self.banners.iter().find_map(&said);
        let constants = self.constants.iter().filter(|_| self.is_at(&address));
        let (excerpt, versions) = banner.or_else(|| constants.into_iter().find_map(said))?;
        let line = excerpt.lines().next().unwrap_or(excerpt);
        let place = Place::File(file.url.path().to_owned());
        Some(Clue::proof(place, line).of(versions).of_copy(&address.copy))
    }
}
