//! Digests of the files that releases of a product ship.

use std::collections::HashMap;

use super::{FileDigest, Says, StaticFile, Version, Versions};

/// For each path, which releases ship which content there. Made from a table that comes with the
/// program; the form stands at its top.
pub(super) struct Catalogue {
    files: Vec<Listed>,
}

/// One path of the table.
struct Listed {
    path: &'static str,
    by_digest: HashMap<FileDigest, Versions>,
    /// What the file says of its own version near its beginning, and the releases that ship it.
    by_banner: Vec<(&'static str, Versions)>,
}

impl Catalogue {
    /// Reads the lines of one product.
    pub fn of(product: &str, table: &'static str) -> Self {
        let mut files: Vec<Listed> = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(own), Some(path), Some(content), Some(releases)) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            if own != product {
                continue;
            }
            let at = files.iter().position(|listed| listed.path == path).unwrap_or(files.len());
            if at == files.len() {
                files.push(Listed { path, by_digest: HashMap::new(), by_banner: Vec::new() });
            }
            let Some(listed) = files.get_mut(at) else { continue };
            match digest(content) {
                Some(digest) => {
                    listed.by_digest.insert(digest, releases_of(releases));
                }
                None => listed.by_banner.push((content, releases_of(releases))),
            }
        }
        Self { files }
    }

    /// What a file says of the product's version; nothing if its path is not in the table, or if
    /// it is a part of a theme that somebody has made their own.
    pub fn says(&self, file: &StaticFile) -> Vec<Says> {
        let Some(listed) = self.files.iter().find(|listed| file.is_at(listed.path)) else {
            return Vec::new();
        };
        if let Some(shipped) = listed.by_digest.get(&file.sha256) {
            return vec![Says::Shipped(shipped.clone())];
        }
        if listed.path.starts_with("themes/") {
            return Vec::new();
        }
        let banner = listed.by_banner.iter().find(|(banner, _)| file.head.contains(banner));
        let banner = banner.map(|(_, shipped)| Says::Shipped(shipped.clone()));
        banner.into_iter().chain([Says::NotShipped]).collect()
    }
}

fn releases_of(list: &str) -> Versions {
    list.split(' ').fold(Versions::none(), |releases, one| {
        let added = match one.strip_suffix('+') {
            Some(open) => Version::parse(open).map(Versions::at_least),
            None => Version::parse(one).map(Versions::exactly),
        };
        releases.or(&added.unwrap_or_else(Versions::none))
    })
}

fn digest(digits: &str) -> Option<FileDigest> {
    let mut digest = FileDigest::default();
    if digits.len() != 2 * digest.len() {
        return None;
    }
    for (byte, at) in digest.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("../../data/software/nukeviet.tsv");

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() > 150);
        for line in &lines {
            let fields: Vec<&str> = line.split('\t').collect();
            let [_, _, content, releases] = fields[..] else { panic!("{line}") };
            assert!(digest(content).is_some() || content.contains(['v', ':']), "{line}");
            let all = |one: &str| Version::parse(one.trim_end_matches('+')).is_some();
            assert!(releases.split(' ').all(all), "{line}");
        }
        let read = ["nukeviet", "nukeviet-egov"].map(|product| Catalogue::of(product, TABLE));
        let entries = read.iter().flat_map(|own| &own.files);
        let entries: usize = entries.map(|own| own.by_digest.len() + own.by_banner.len()).sum();
        assert_eq!(entries, lines.len());
    }
}
