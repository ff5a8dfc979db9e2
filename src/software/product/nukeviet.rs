//! `nukeviet`: the CMS that most schools, communes and offices of Việt Nam run.
//!
//! Its generator meta is fixed in the code, names a branch at most, and was often forgotten when a
//! branch began: `v4.0` stood there for four years. What a release really is, its inline variables
//! and the files that it ships say (`data/software/nukeviet.tsv`).

use std::sync::LazyLock;

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions, catalogue::Catalogue};

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
        ),
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

/// What the generator says, and the versions that say it: from, and the first that does not.
const GENERATORS: &[(&str, &str, Option<&str>)] = &[
    ("v3.0", "3.0", Some("3.2")),
    ("v3.x", "3.2", Some("4.0.03")),
    ("v4.x", "4.0.03", Some("4.0.19")),
    ("v4.0", "4.0.19", Some("4.3.08")),
    ("v4.3", "4.3.08", Some("4.4.01")),
    ("v4.4", "4.4.01", Some("4.5.00")),
    // Nobody knows which the last one will be.
    ("v4.5", "4.5.00", None),
    ("v5.0", "5.0.00-dev", None),
];

/// Variables of the inline script: those it has, those it has not, and the versions.
const VARIABLES: &[(&[&str], &[&str], Option<&str>, Option<&str>)] = &[
    (&["nv_siteroot"], &[], None, Some("4.0.23")),
    (&["nv_sitelang"], &["nv_base_siteurl"], None, Some("4.0.23")),
    (&["nv_assets_dir"], &[], Some("4.6-dev"), None),
    (&["nv_recaptcha_ver", "XSSsanitize"], &["nv_assets_dir"], Some("4.5.02"), None),
    (&["nv_recaptcha_ver"], &["XSSsanitize", "nv_assets_dir"], Some("4.5.00"), Some("4.5.02")),
    (&["nv_is_recaptcha", "XSSsanitize"], &["nv_recaptcha_ver"], Some("4.4.05"), Some("4.5.00")),
    (&["nv_is_recaptcha"], &["nv_recaptcha_ver", "XSSsanitize"], Some("4.1.01"), Some("4.4.05")),
    (
        &["nv_base_siteurl", "nv_lang_data", "nv_name_variable"],
        &["nv_siteroot", "recaptcha", "XSSsanitize", "nv_assets_dir"],
        Some("4.0.23"),
        Some("4.1.01"),
    ),
];

/// Scripts that newer releases load, and since when.
const LOADED: &[(&str, &str, Option<&str>)] = &[
    ("/js/DOMPurify/purify.js", "4.5.02", Some("4.5.04")),
    ("/js/DOMPurify/purify3.js", "4.5.04", None),
];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("NukeViet") {
        let says = generator.after.trim();
        let known = GENERATORS.iter().find(|(own, ..)| own.eq_ignore_ascii_case(says));
        let versions = known.and_then(|&(_, from, below)| stretch(Some(from), below));
        clues.push(Clue::proof(Place::Meta("generator"), generator.content).of(versions));
    }
    for code in traces.code() {
        variables(code, clues);
    }
    for &(path, from, below) in LOADED {
        if let Some(url) = traces.asset_with(path) {
            let versions = stretch(Some(from), below);
            clues.push(Clue::hint(Place::Asset, url.path()).of(versions));
        }
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
    let declares = ["nv_base_siteurl", "nv_siteroot"].into_iter().find_map(|name| code.find(name));
    let has_all = |names: &[&str]| names.iter().all(|name| code.contains(name));
    let Some(at) = declares.filter(|_| {
        has_all(&["nv_name_variable", "nv_fc_variable"])
            || has_all(&["nv_lang_data", "nv_name_variable"])
    }) else {
        return;
    };
    let excerpt = code.get(at..).unwrap_or_default();
    for &(has, has_not, from, below) in VARIABLES {
        if has_all(has) && !has_not.iter().any(|name| code.contains(name)) {
            clues.push(Clue::proof(Place::Code, excerpt).of(stretch(from, below)));
        }
    }
}

/// `nv4c_` and five characters that were drawn when it was installed.
fn is_own_cookie(name: &str) -> bool {
    let random =
        ["nv4c_", "nv4_", "nv3c_", "nv3_"].into_iter().find_map(|own| name.strip_prefix(own));
    random.is_some_and(|random| random.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn stretch(from: Option<&str>, below: Option<&str>) -> Option<Versions> {
    let from = from.and_then(Version::parse).map_or_else(Versions::any, Versions::at_least);
    let below = below.and_then(Version::parse).map_or_else(Versions::any, Versions::below);
    Some(from.and(&below)).filter(|versions| !versions.is_any())
}
