//! What the address of a script or style says: the name of its file, and versions.

use std::collections::HashSet;

use url::Url;

use super::{
    name::{split, without_marks},
    number::{is_digit, told},
};
use crate::software::{Version, Versions, version_in_query};

/// The most folders of an address that are looked at.
const MOST_FOLDERS: usize = 30;

/// Folders whose systems put the version of a library that they ship into the query of its address.
/// Elsewhere the query is a cache buster, or the version of the system.
const REGISTERED: &[(&str, &str)] =
    &[("/wp-includes/js/", "ver"), ("/core/assets/vendor/", "v"), ("/jquery_update/replace/", "v")];

/// The address of a script or style, taken apart.
pub(in crate::software) struct Address {
    /// All of it.
    pub url: Url,
    /// Host and path: what names one copy.
    pub copy: String,
    /// The name of the file, lower case, without version, ending and marks such as `min`; the name
    /// of the package where the address has no file: `vue` of `unpkg.com/vue@3`.
    pub name: String,
    /// The version in the name of the file.
    pub version: Option<Versions>,
    /// The version in the query, where a system puts there what it ships.
    pub registered: Option<Versions>,
    /// Whether it is a style.
    pub is_style: bool,
    /// Whether the file has nothing but a name and an ending: no `min`, no version.
    pub is_bare: bool,
    /// Whether it is the address of a package, without a file.
    pub is_package: bool,
    folders: Vec<String>,
}

impl Address {
    /// Takes the addresses apart that a page loads. Where plugins write one number behind all of
    /// them, it is nobody's version.
    pub fn all<'a>(urls: impl Iterator<Item = &'a Url>) -> Vec<Self> {
        let mut all: Vec<Self> = urls.filter_map(Self::of).collect();
        let query = |address: &Self| address.url.query().map(str::to_owned);
        let others: HashSet<String> =
            all.iter().filter(|own| home(&own.url).is_none()).filter_map(query).collect();
        for own in all.iter_mut().filter(|own| own.registered.is_some()) {
            if own.url.query().is_some_and(|query| others.contains(query)) {
                own.registered = None;
            }
        }
        all
    }

    /// Takes an address apart; nothing if it is no script, style or package.
    pub fn of(url: &Url) -> Option<Self> {
        let host = url.host_str()?;
        let path = url.path();
        let copy = format!("{host}{path}");
        let lower = copy.to_ascii_lowercase();
        let mut folders: Vec<String> =
            lower.split('/').take(MOST_FOLDERS).map(str::to_owned).collect();
        let file = folders.pop()?;
        let ending = [".js", ".css", ".mjs"].into_iter().find(|ending| file.ends_with(ending));
        let url = url.clone();
        let Some(ending) = ending else {
            // `unpkg.com/vue@3`
            let (name, _) = file.split_once('@').filter(|(name, _)| !name.is_empty())?;
            let name = name.to_owned();
            folders.push(file);
            return Some(Self {
                url,
                copy,
                name,
                version: None,
                registered: None,
                is_style: false,
                is_bare: false,
                is_package: true,
                folders,
            });
        };
        let stem = file.strip_suffix(ending)?;
        let (name, version) = split(stem);
        let plain = without_marks(name);
        Some(Self {
            is_bare: plain.len() == stem.len(),
            name: plain.to_owned(),
            registered: registered(&url),
            url,
            copy,
            version,
            is_style: ending == ".css",
            is_package: false,
            folders,
        })
    }

    /// Whether it lies in a folder of this name, with a version or without.
    pub fn has_folder(&self, package: &str) -> bool {
        self.folders.iter().any(|folder| after_name(folder, package).is_some())
    }

    /// The version in the folders: `/jquery/3.6.0/`, `/jquery@3.6.0/`, `/bootstrap-3.3.7/`.
    pub fn package_version(&self, package: &str) -> Option<Versions> {
        let mut found = None;
        for (at, folder) in self.folders.iter().enumerate() {
            let Some(after) = after_name(folder, package) else { continue };
            let next = self.folders.get(at + 1).map_or("", |next| next);
            let version = if after.is_empty() { in_folder(next) } else { in_folder(after) };
            found = version.or(found);
        }
        found
    }
}

/// The version in the query of an address; WordPress adds a fourth number of its own to some.
fn registered(url: &Url) -> Option<Versions> {
    let version = version_in_query(url, home(url)?.1)?;
    let mut dots = version.as_str().match_indices('.').map(|(at, _)| at);
    let end = dots.nth(2).unwrap_or(version.as_str().len());
    let release = version.as_str().get(..end)?;
    told(release).filter(|_| release.matches('.').count() == 2)
}

fn home(url: &Url) -> Option<&'static (&'static str, &'static str)> {
    REGISTERED.iter().find(|(folder, _)| url.path().contains(folder))
}

/// What follows the name of a package in that of a folder, if it is a folder of the package.
fn after_name<'a>(folder: &'a str, package: &str) -> Option<&'a str> {
    let after = folder.strip_prefix(package)?;
    let number = after.strip_prefix(['@', '-', '_', '.']).unwrap_or(after);
    let number = number.strip_prefix('v').unwrap_or(number);
    // `ckeditor5` is a name.
    let is_apart = number.len() < after.len() || number.contains('.');
    (after.is_empty() || (is_digit(number) && is_apart)).then_some(number)
}

/// The version that a folder or what follows `@` is; one number or two are a branch.
fn in_folder(text: &str) -> Option<Versions> {
    told(text).filter(|_| Version::parse(text).is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(address: &str, package: &str) -> (String, String) {
        let url = Url::parse("https://so.gov.example/").unwrap().join(address).unwrap();
        let Some(address) = Address::of(&url) else { return Default::default() };
        let version = address.version.clone().or_else(|| address.registered.clone());
        let version = version.or_else(|| address.package_version(package));
        (address.name, version.map_or_else(String::new, |versions| versions.to_string()))
    }

    #[test]
    fn names_and_versions_are_read_from_addresses() {
        for (address, name, version) in [
            ("/js/jquery-1.12.4.min.js", "jquery", "1.12.4"),
            ("/js/jquery.3.6.0.slim.min.js?v=7", "jquery", "3.6.0"),
            ("/js/jquery3.6.0.js", "jquery", "3.6.0"),
            ("/js/JQuery-v1.11.1.js", "jquery", "1.11.1"),
            ("/js/jquery-3.0.0-beta1.js", "jquery", "3.0.0-beta1"),
            ("/js/jquery-1.7.min.js", "jquery", "from 1.7, before 1.8"),
            ("/js/jquery-2.js", "jquery-2", ""),
            ("/js/jquery-20190101.min.js", "jquery-20190101", ""),
            ("/js/jquery-1.7.2.validate.min.js", "jquery-1.7.2.validate", ""),
            ("/js/jquery.min.js?ver=6.4.1", "jquery", ""),
            ("/jquery/3.6.0/jquery.min.js", "jquery", "3.6.0"),
            ("/jquery/1/jquery.min.js", "jquery", "from 1, before 2"),
            ("/jquery/jquery.min.js", "jquery", ""),
            ("/jquery-3.5.1/dist/jquery.min.js", "jquery", "3.5.1"),
            ("/jquery-ui-1.12.1/jquery.js", "jquery", ""),
            ("//cdn.example/npm/jquery@3.6.4/dist/jquery.min.js", "jquery", "3.6.4"),
            ("//cdn.example/npm/jquery@3", "jquery", "from 3, before 4"),
            ("//cdn.example/npm/jquery@latest", "jquery", ""),
            ("/wp-includes/js/jquery/jquery.min.js?ver=3.7.1", "jquery", "3.7.1"),
            ("/wp-includes/js/jquery/jquery.js?ver=1.12.4-wp", "jquery", "1.12.4"),
            ("/jquery_update/replace/jquery/1.7/jquery.js?v=1.7.1", "jquery", "1.7.1"),
            ("/wp-includes/js/dist/vendor/react.min.js?ver=18.3.1.1", "react", "18.3.1"),
            ("/core/assets/vendor/jquery/jquery.min.js?v=3.7.1", "jquery", "3.7.1"),
            ("/jquery-1.12.4.min.map", "", ""),
        ] {
            assert_eq!(read(address, "jquery"), (name.to_owned(), version.to_owned()), "{address}");
        }
    }

    #[test]
    fn a_number_behind_all_addresses_is_nobodys_version() {
        let home = Url::parse("https://so.gov.example/").unwrap();
        let all = |theme: &str| {
            let jquery = home.join("/wp-includes/js/jquery/jquery.min.js?ver=3.7.1").unwrap();
            let theme = home.join(theme).unwrap();
            Address::all([&jquery, &theme].into_iter()).swap_remove(0).registered.is_some()
        };
        assert!(all("/wp-content/themes/so/main.js?ver=2.0.0"));
        assert!(!all("/wp-content/themes/so/main.js?ver=3.7.1"));
    }

    proptest! {
        #[test]
        fn any_address_is_read(path in "[a-z0-9.@_/v-]{0,60}", ending in "(\\.js|\\.css|)") {
            let url = Url::parse(&format!("https://so.example/{path}{ending}")).unwrap();
            if let Some(address) = Address::of(&url) {
                prop_assert!(address.name.len() < url.as_str().len());
                prop_assert!(address.folders.len() <= MOST_FOLDERS);
                address.package_version("jquery");
            }
        }
    }
}
