//! `nukeviet`: the CMS that most schools, communes and offices of Việt Nam run.
//!
//! Its generator meta is fixed in the code, names a branch at most, and was often forgotten when a
//! branch began: `v4.0` stood there for four years. What a release really is, its inline variables
//! and the files that it ships say (`data/software/nukeviet.tsv`).

use std::sync::LazyLock;

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Versions, catalogue::Catalogue};

pub(super) const PRODUCT: Product = Product {
    id: "nukeviet",
    name: "NukeViet",
    contains: &[],
    clues,
    extra_files: &[
        "assets/js/upload.js",
        "assets/editors/ckeditor/ckeditor.js",
        "assets/js/admin.js",
    ],
    seen: &[
        Example::seen(
            "a generator that stood in releases of four years",
            &[Shown::Page(r#"<meta name="generator" content="NukeViet v4.0"><p>Tin tức</p>"#)],
            "range: from 4.0.19, before 4.3.08",
        ),
        Example::seen(
            "the generator was taken out, the variables are there",
            &[Shown::Page(
                r#"<script>var nv_base_siteurl="/",nv_lang_data="vi",nv_name_variable="nv",nv_is_recaptcha=0,XSSsanitize=1;</script>"#,
            )],
            "range: from 4.4.05, before 4.5.00",
        ),
        Example::seen(
            "the newest branch, with a file that no known release ships",
            &[
                Shown::Page(
                    r#"<meta name="generator" content="NukeViet v4.5"><script>var nv_base_siteurl="/",nv_lang_data="vi",nv_name_variable="nv",nv_recaptcha_ver=2,XSSsanitize=1;</script><script src="/assets/js/DOMPurify/purify3.js"></script>"#,
                ),
                Shown::File("/assets/js/global.js", "/* changed */"),
            ],
            "at-least: from 4.5.04",
        ),
        Example::seen(
            "parts of two releases",
            &[
                Shown::Page(r#"<meta name="generator" content="NukeViet v4.5">"#),
                Shown::File(
                    "/assets/js/jquery/jquery.min.js",
                    "/*! jQuery v3.1.1 | (c) jQuery Foundation */",
                ),
                Shown::File(
                    "/assets/editors/ckeditor/ckeditor.js",
                    r#"/* (c) CKSource */(function(){version:"4.14.0"})"#,
                ),
            ],
            "contradictory: 4.1.00 or 4.4.00 or 4.4.01 or 4.4.02 or from 4.5.00",
        )
        .beside(&["jquery"]),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<title>Cài đặt NukeViet v4.5</title><p>Mở tệp và tìm var nv_base_siteurl, nv_lang_data.</p><a href="https://nukeviet.vn/">NukeViet</a>"#,
            )],
        ),
        Example::unseen(
            "a file of jQuery where it has one",
            &[Shown::File("/assets/js/jquery/jquery.min.js", "/*! jQuery v3.7.1 | (c) OpenJS */")],
        ),
    ],
};

const TABLE: &str = include_str!("../../../data/software/nukeviet.tsv");
static RELEASES: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of("nukeviet", TABLE));

/// What the generator says, and the versions that say it.
const GENERATORS: &[(&str, &str)] = &[
    ("v3.0", ">=3.0 <3.2"),
    ("v3.x", ">=3.2 <4.0.03"),
    ("v4.x", ">=4.0.03 <4.0.19"),
    ("v4.0", ">=4.0.19 <4.3.08"),
    ("v4.3", ">=4.3.08 <4.4.01"),
    ("v4.4", ">=4.4.01 <4.5.00"),
    // Nobody knows which the last one will be.
    ("v4.5", ">=4.5.00"),
    ("v5.0", ">=5.0.00-dev"),
];

/// Variables of the inline script that came and went.
struct Variables {
    has: &'static [&'static str],
    lacks: &'static [&'static str],
    versions: &'static str,
}

const VARIABLES: &[Variables] = &[
    Variables { has: &["nv_siteroot"], lacks: &[], versions: "<4.0.23" },
    Variables {
        has: &["nv_base_siteurl"],
        lacks: &["nv_siteroot", "recaptcha", "XSSsanitize", "nv_assets_dir"],
        versions: ">=4.0.23 <4.1.01",
    },
    Variables {
        has: &["nv_is_recaptcha"],
        lacks: &["nv_recaptcha_ver", "XSSsanitize"],
        versions: ">=4.1.01 <4.4.05",
    },
    Variables {
        has: &["nv_is_recaptcha", "XSSsanitize"],
        lacks: &["nv_recaptcha_ver"],
        versions: ">=4.4.05 <4.5.00",
    },
    Variables {
        has: &["nv_recaptcha_ver"],
        lacks: &["XSSsanitize", "nv_assets_dir"],
        versions: ">=4.5.00 <4.5.02",
    },
    Variables {
        has: &["nv_recaptcha_ver", "XSSsanitize"],
        lacks: &["nv_assets_dir"],
        versions: ">=4.5.02",
    },
    Variables { has: &["nv_assets_dir"], lacks: &[], versions: ">=4.6-dev" },
];

/// Scripts that newer releases load, and the versions that do.
const LOADED: &[(&str, &str)] =
    &[("/js/DOMPurify/purify.js", ">=4.5.02 <4.5.04"), ("/js/DOMPurify/purify3.js", ">=4.5.04")];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("NukeViet") {
        let says = generator.after.trim();
        let known = GENERATORS.iter().find(|(own, _)| own.eq_ignore_ascii_case(says));
        let versions = known.and_then(|(_, versions)| Versions::parse(versions));
        clues.push(Clue::proof(Place::Meta("generator"), generator.content).of(versions));
    }
    for code in traces.code() {
        variables(code, clues);
    }
    for &(path, versions) in LOADED {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::hint(Place::Asset, url.path()).of(Versions::parse(versions)));
        }
    }
    if let Some(url) = traces.asset_with("/assets/js/jquery/jquery.min.js") {
        clues.push(Clue::hint(Place::Asset, url.path()));
    }
    for cookie in traces.cookies().filter(|name| is_own_cookie(name)) {
        clues.push(Clue::hint(Place::Cookie, cookie));
    }
    if let Some(file) = traces.file() {
        for says in RELEASES.says(file) {
            let place = Place::File(file.url.path().to_owned());
            clues.push(Clue::hint(place, file.url.as_str()).saying(says));
        }
    }
}

/// Reads the script in which every page declares the variables of the site.
fn variables(code: &str, clues: &mut Vec<Clue>) {
    let declared = ["nv_base_siteurl", "nv_siteroot"].into_iter().find_map(|name| code.find(name));
    let Some(excerpt) = declared.and_then(|at| code.get(at..)) else { return };
    let has = |name: &&str| code.contains(*name);
    if !code.contains("nv_name_variable") {
        return;
    }
    clues.push(Clue::proof(Place::Code, excerpt));
    for own in VARIABLES {
        if own.has.iter().all(has) && !own.lacks.iter().any(has) {
            clues.push(Clue::hint(Place::Code, excerpt).of(Versions::parse(own.versions)));
        }
    }
}

/// `nv4c_` and five characters that were drawn when it was installed.
fn is_own_cookie(name: &str) -> bool {
    let random =
        ["nv4c_", "nv4_", "nv3c_", "nv3_"].into_iter().find_map(|own| name.strip_prefix(own));
    random.is_some_and(|random| random.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_the_tables_is_read() {
        let mut sets = GENERATORS
            .iter()
            .chain(LOADED)
            .map(|row| row.1)
            .chain(VARIABLES.iter().map(|own| own.versions));
        assert!(sets.all(|set| Versions::parse(set).is_some()));
    }
}
