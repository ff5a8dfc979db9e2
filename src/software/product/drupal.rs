//! `drupal`: its generator names the major version only, by design.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions, version_in_query};

pub(super) const PRODUCT: Product = Product {
    id: "drupal",
    name: "Drupal",
    contains: &[],
    clues,
    extra_files: &["CHANGELOG.txt"],
    seen: &[
        Example::seen(
            "the generator, as a meta",
            &[Shown::Page(
                r#"<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">"#,
            )],
            "range: from 10, before 11",
        ),
        Example::seen(
            "the generator, as a header",
            &[Shown::Header("x-generator", "Drupal 7 (http://drupal.org)")],
            "range: from 7, before 8",
        ),
        Example::seen(
            "a script of the core that carries the release",
            &[Shown::Page(r#"<script src="/core/misc/drupal.js?v=9.5.3"></script>"#)],
            "exact: 9.5.3",
        ),
        Example::seen(
            "settings of the old kind",
            &[Shown::Page(r#"<script>jQuery.extend(Drupal.settings, {"basePath":"/"});</script>"#)],
            "range: before 8",
        ),
        Example::seen(
            "what has changed until now",
            &[
                Shown::Page(r#"<script src="/misc/drupal.js?s1"></script>"#),
                Shown::File(
                    "/CHANGELOG.txt",
                    "Drupal 7.98, 2023-06-07\n-----------------------\n- Fixed",
                ),
            ],
            "exact: 7.98",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                "<title>Drupal 7 hết hỗ trợ</title><p>Drupal.settings, /misc/drupal.js</p>",
            )],
        ),
        Example::unseen(
            "pictures that a move to another system left where they were",
            &[Shown::Page(r#"<img src="/sites/default/files/a.jpg">"#)],
        ),
    ],
};

/// What pages load, and the versions that have it there; all, where nothing is said.
const LOADED: &[(&str, &str)] = &[
    ("/core/misc/drupal", ">=8"),
    ("/misc/drupal.js", ""),
    ("/sites/all/themes/", "<8"),
    ("/sites/all/modules/", "<8"),
    ("/sites/default/files/css/css_", ""),
    ("/sites/default/files/js/js_", ""),
    ("/sites/default/themes/", ""),
];

/// Headers that nothing else sends, and the versions that do; all, where nothing is said.
const HEADERS: &[(&str, &str)] =
    &[("x-drupal-cache", ""), ("x-drupal-dynamic-cache", ">=8"), ("x-drupal-cache-tags", ">=8")];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Drupal") {
        clues.push(generator.clue().of(generator.version().map(|own| Versions::branch(&own, 1))));
    }
    for header in traces.header("x-generator") {
        let Some(after) = header.strip_prefix("Drupal ") else { continue };
        let major = Version::leading(after).map(|version| Versions::branch(&version, 1));
        clues.push(Clue::proof(Place::Header("x-generator".to_owned()), header).of(major));
    }
    for &(name, versions) in HEADERS {
        if let Some(value) = traces.header(name).next() {
            let place = Place::Header(name.to_owned());
            clues.push(Clue::proof(place, value).of(Versions::parse(versions)));
        }
    }
    for &(path, versions) in LOADED {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::proof(Place::Asset, url.path()).of(Versions::parse(versions)));
        }
    }
    // The libraries beside them carry numbers of their own.
    let own = traces.assets_with("/core/misc/drupal");
    if let Some((url, version)) =
        own.into_iter().find_map(|url| Some((url, version_in_query(url, "v")?)))
    {
        clues.push(Clue::hint(Place::Asset, url.as_str()).of(Versions::exactly(version)));
    }
    if let Some(code) = traces.code_with("Drupal.settings, {") {
        clues.push(Clue::proof(Place::Code, code).of(Versions::parse("<8")));
    }
    if let Some(tag) = traces.tag_with("drupal-settings-json") {
        clues.push(Clue::proof(Place::Markup, tag).of(Versions::parse(">=8")));
    }
    changes(traces, clues);
}

/// The first line of the list of changes names the release, up to version 7.
fn changes(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    let Some(file) = traces.file().filter(|file| file.is_at("CHANGELOG.txt")) else { return };
    let Some(line) = file.head.lines().find(|line| line.starts_with("Drupal ")) else { return };
    let Some(version) = line.strip_prefix("Drupal ").and_then(Version::leading) else { return };
    if version.number(0) < 8 && line.contains(',') {
        let place = Place::File(file.url.path().to_owned());
        clues.push(Clue::hint(place, line).of(Versions::exactly(version)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_the_tables_is_read() {
        let mut sets = LOADED.iter().chain(HEADERS).map(|row| row.1).filter(|set| !set.is_empty());
        assert!(sets.all(|set| Versions::parse(set).is_some()));
    }
}
