//! `digests/<product>.json`: which releases ship which files, as Wapiti and Fingerprinter write it
//! down: `{path: {digest: [versions]}}`, with SHA-1, MD5 or SHA-256.

use data_encoding::HEXLOWER;

use std::collections::{HashMap, HashSet};

use super::{
    json::{Entries, Texts, read as read_json},
    table::Mistake,
};
use crate::software::{Says, StaticFile, Version, Versions};

const MOST_PATHS: usize = 2_000;
const MOST_DIGESTS: usize = 5_000;
const MOST_RELEASES: usize = 2_000;
/// Digests of all paths together.
const MOST_ENTRIES: usize = 200_000;

/// Which releases of a product ship which files.
#[derive(Debug)]
pub(super) struct Digests {
    paths: Vec<(String, HashMap<String, Versions>)>,
}

type Table = Entries<Entries<Texts<MOST_RELEASES>, MOST_DIGESTS>, MOST_PATHS>;

/// Reads a table, and counts what is no digest or no version.
pub(super) fn read(text: &str) -> Result<(Digests, usize), Mistake> {
    let table: Table = read_json(text)?;
    let entries: usize = table.0.iter().map(|(_, digests)| digests.0.len()).sum();
    if entries > MOST_ENTRIES {
        return Err((1, format!("expected at most {MOST_ENTRIES} digests")));
    }
    let all = table.0.iter().flat_map(|(_, digests)| &digests.0);
    let known = Known::of(all.flat_map(|(_, releases)| &releases.0));
    let (mut paths, mut unread) = (Vec::new(), 0);
    for (path, digests) in table.0 {
        let path = path.trim_start_matches('/').to_owned();
        let mut by_digest = HashMap::new();
        for (digest, releases) in digests.0 {
            let told = releases.0.len();
            let releases: Vec<Version> =
                releases.0.iter().filter_map(|one| Version::parse(one)).collect();
            unread += told - releases.len();
            if is_digest(&digest) && !releases.is_empty() {
                by_digest.insert(digest.to_ascii_lowercase(), known.shipping(releases));
            } else {
                unread += 1;
            }
        }
        if path.is_empty() || by_digest.is_empty() {
            unread += 1;
        } else {
            paths.push((path, by_digest));
        }
    }
    Ok((Digests { paths }, unread))
}

/// The newest releases that a table knows: in all, and of each branch (the first two numbers).
struct Known {
    newest: Option<Version>,
    of_branch: HashMap<(u64, u64), Version>,
}

impl Known {
    fn of<'a>(releases: impl Iterator<Item = &'a String>) -> Self {
        let mut known = Self { newest: None, of_branch: HashMap::new() };
        let distinct: HashSet<&String> = releases.collect();
        for release in distinct.into_iter().filter_map(|text| Version::parse(text)) {
            let newest = known.of_branch.entry(branch(&release)).or_insert_with(|| release.clone());
            if *newest < release {
                *newest = release.clone();
            }
            if known.newest.as_ref().is_none_or(|newest| *newest < release) {
                known.newest = Some(release);
            }
        }
        known
    }

    /// The releases that ship a file. Most files outlive a release, so one that the newest of a branch
    /// has may be in later ones too, which nobody has listed yet.
    fn shipping(&self, releases: Vec<Version>) -> Versions {
        let later = releases.iter().filter_map(|own| {
            let open = Versions::at_least(own.clone());
            if self.newest.as_ref() == Some(own) {
                return Some(open);
            }
            let is_last = self.of_branch.get(&branch(own)) == Some(own);
            is_last.then(|| open.and(&Versions::branch(own, 2)))
        });
        let later = later.fold(Versions::none(), |all, some| all.or(&some));
        Versions::listed(releases).or(&later)
    }
}

fn branch(version: &Version) -> (u64, u64) {
    (version.number(0), version.number(1))
}

impl Digests {
    /// What a file says of the version; nothing if its path is not in the table, or if it is a part
    /// of a theme that somebody has made their own.
    pub(super) fn says(&self, file: &StaticFile) -> Option<Says> {
        let (path, by_digest) = self.paths.iter().find(|(path, _)| file.is_at(path))?;
        let digests = [
            HEXLOWER.encode(&file.sha256),
            HEXLOWER.encode(&file.sha1),
            HEXLOWER.encode(&file.md5),
        ];
        let shipped = digests.iter().find_map(|digest| by_digest.get(digest));
        let own = ["themes/", "templates/", "skins/"];
        match shipped {
            Some(releases) => Some(Says::Shipped(releases.clone())),
            None if own.iter().any(|own| path.contains(own)) => None,
            None => Some(Says::NotShipped),
        }
    }
}

/// MD5, SHA-1 or SHA-256 in hexadecimal digits.
fn is_digest(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, body: &str) -> StaticFile {
        let home = url::Url::parse("https://so.gov.example/").unwrap();
        StaticFile::of(home.join(path).unwrap(), body.as_bytes()).unwrap()
    }

    #[test]
    fn files_are_known_by_each_kind_of_digest() {
        // Digests of `abc`.
        let table = r#"{"js/a.js": {"900150983cd24fb0d6963f7d28e17f72": ["1.0.0", "1.0.1"]},
            "/js/b.js": {"A9993E364706816ABA3E25717850C26C9CD0D89D": ["1.0.2"], "x": ["1.2"]},
            "js/c.js": {"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad": ["1.2.0", "?"]},
            "themes/t/a.css": {"900150983cd24fb0d6963f7d28e17f72": "1.0.0"}}"#;
        let (digests, unread) = read(table).unwrap();
        assert_eq!(unread, 2);
        let says = |path: &str, body: &str| match digests.says(&file(path, body)) {
            Some(Says::Shipped(releases)) => releases.to_string(),
            Some(Says::NotShipped) => "not shipped".to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(says("/cms/js/a.js", "abc"), "1.0.0 or 1.0.1");
        assert_eq!(says("/js/b.js?v=2", "abc"), "from 1.0.2, before 1.1", "1.0.3 may have it too");
        assert_eq!(says("/js/c.js", "abc"), "from 1.2.0");
        assert_eq!(says("/js/c.js", "abd"), "not shipped");
        assert_eq!(says("/themes/t/a.css", "abd"), "None");
        assert_eq!(says("/other.js", "abc"), "None");
    }

    #[test]
    fn hostile_files_are_refused_with_their_place() {
        let many = vec!["\"1.0\""; MOST_RELEASES + 1].join(",");
        for (file, said) in [
            ("[1]".to_owned(), "expected an object"),
            ("{\"a\": {\"b\": {}}}".to_owned(), "a list of at most"),
            ("{\"a\": {\"b\": [1]}}".to_owned(), "a string"),
            (format!("{{\"a\": {{\"b\": [{many}]}}}}"), "at most"),
            ("{\"a\":".repeat(100_000), "invalid type"),
        ] {
            let Err((line, why)) = read(&file) else { panic!("{said}") };
            assert!(line == 1 && why.contains(said), "{said}: {why}");
        }
    }
}
