//! `tinymce`.

use super::{Example, Product, Shown};
use crate::software::{
    Clue, Place, Traces,
    library::{Address, Library, told},
};

pub(super) const PRODUCT: Product = Product {
    id: "tinymce",
    name: "TinyMCE",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address of its makers' network",
            &[Shown::Page(
                r#"<script src="https://cdn.tiny.cloud/1/khoa/tinymce/5/tinymce.min.js"></script>"#,
            )],
            "range: from 5, before 6",
        ),
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<script src="https://cdn.jsdelivr.net/npm/tinymce@5.10.2/tinymce.min.js"></script>"#,
            )],
            "exact: 5.10.2",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File("/js/tinymce/tinymce.min.js", "// 4.9.11 (2020-07-13)\n!function(){")],
            "exact: 4.9.11",
        ),
        Example::seen(
            "the comment of a newer one",
            &[Shown::File(
                "/js/tinymce/tinymce.min.js",
                "/**\n * Copyright (c) Tiny Technologies, Inc.\n *\n * Version: 5.10.2 (2021-11-17)\n */",
            )],
            "exact: 5.10.2",
        ),
        Example::seen(
            "the code of an old one",
            &[
                Shown::Page(r#"<script src="/tiny_mce/tiny_mce.js"></script>"#),
                Shown::File(
                    "/tiny_mce/tiny_mce.js",
                    "(function(e){var tinymce={majorVersion:\"3\",minorVersion:\"5.8\",releaseDate:\"2012-11-20\"",
                ),
            ],
            "exact: 3.5.8",
        ),
    ],
    unseen: &[
        Example::unseen(
            "another file that says a version in its first comment",
            &[Shown::File("/js/app.js", "// 4.9.11 (2020-07-13)\n!function(){")],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page(r#"<h1>TinyMCE 4.9.11</h1><p>TinyMCE 4.9.11</p>"#)],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["tinymce", "tiny_mce"],
    packages: &["tinymce", "tiny_mce"],
    banners: &["* TinyMCE version "],
    // Comments, but such that many files have.
    constants: &["* Version: ", "// "],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
    let Some(file) = traces.file() else { return };
    let Some(address) = Address::of(&file.url).filter(|address| LIBRARY.is_at(address)) else {
        return;
    };
    if let Some(version) = parts(&file.head) {
        let place = Place::File(file.url.path().to_owned());
        let clue = Clue::proof(place, &format!("majorVersion, minorVersion: {version}"));
        clues.push(clue.of(told(&version)).of_copy(&address.copy));
    }
}

/// The version that old releases write in two parts: `majorVersion:"3",minorVersion:"5.8"`.
fn parts(head: &str) -> Option<String> {
    let part = |name: &str| {
        let after = head.split(name).nth(1)?;
        after.trim_start_matches([':', ' ', '"', '\'']).split(['"', '\'']).next()
    };
    Some(format!("{}.{}", part("majorVersion")?, part("minorVersion")?))
}
