//! `nukeviet-egov`: the edition of NukeViet for portals of the state.
//!
//! It has numbers of its own, and says nowhere which: its generator is that of the NukeViet inside.
//! Its themes give it away.

use std::sync::LazyLock;

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Versions, catalogue::Catalogue};

pub(super) const PRODUCT: Product = Product {
    id: "nukeviet-egov",
    name: "NukeViet eGovernment",
    contains: &["nukeviet"],
    clues,
    extra_files: &[
        "themes/egov/css/custom.css",
        "themes/admin_default/js/news.js",
        "assets/js/admin.js",
    ],
    seen: &[
        Example::seen(
            "the theme, and the generator of the NukeViet inside",
            &[Shown::Page(
                r#"<meta name="generator" content="NukeViet v4.4"><link rel="stylesheet" href="/themes/egov/css/custom.css">"#,
            )],
            "range: 1.2.01 or 1.2.02",
        ),
        Example::seen(
            "the theme for phones, without a generator",
            &[Shown::Page(r#"<script src="/themes/mobile_egov/js/main.js"></script>"#)],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "its theme on a NukeViet that is newer than all of its releases",
            &[Shown::Page(
                r#"<meta name="generator" content="NukeViet v4.5"><link rel="stylesheet" href="/themes/egov/css/custom.css">"#,
            )],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page("<h1>NukeViet eGovernment 1.2.02</h1><p>themes/egov/css/custom.css</p>")],
        ),
    ],
};

const TABLE: &str = include_str!("../../../data/software/nukeviet.tsv");
static RELEASES: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of("nukeviet-egov", TABLE));

/// What the generator says, and the releases that say it.
const GENERATORS: &[(&str, &str)] = &[
    ("v4.0", "1.0.00 | 1.0.01 | 1.0.02 | 1.0.03 | 1.0.04 | 1.0.05 | 1.1.00 | 1.1.01 | 1.1.02"),
    ("v4.3", "1.2.00"),
    ("v4.4", "1.2.01 | 1.2.02"),
];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    let theme = ["/themes/egov/", "/themes/mobile_egov/"].into_iter();
    if let Some(url) = theme.into_iter().find_map(|path| traces.asset_with(path)) {
        let generator = traces.generated_by("NukeViet").next();
        let says = generator.as_ref().map(|generator| generator.after.trim());
        let known = GENERATORS.iter().find(|(own, _)| Some(*own) == says);
        // A theme outlives the release that it came with.
        let moved_on = says.is_some_and(|says| !says.is_empty()) && known.is_none()
            || traces.code_with("nv_recaptcha_ver").is_some();
        if moved_on {
            clues.push(Clue::hint(Place::Asset, url.path()));
        } else {
            clues.push(Clue::proof(Place::Asset, url.path()));
        }
        if let (Some(generator), Some((_, releases))) = (generator, known) {
            let releases = Versions::parse(releases);
            clues.push(Clue::hint(Place::Meta("generator"), generator.content).of(releases));
        }
    }
    if let Some(file) = traces.file() {
        for says in RELEASES.says(file) {
            let place = Place::File(file.url.path().to_owned());
            clues.push(Clue::hint(place, file.url.as_str()).saying(says));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_the_tables_is_read() {
        let mut sets = GENERATORS.iter().map(|row| row.1);
        assert!(sets.all(|set| Versions::parse(set).is_some()));
    }
}
