//! `ckeditor4`: CKEditor up to 4, which follows FCKeditor. Free updates ended in 2023.

use std::sync::LazyLock;

use super::{Example, Product, Shown};
use crate::software::{
    Clue, Place, Traces, Versions,
    library::{Address, Library, told},
};

pub(super) const PRODUCT: Product = Product {
    id: "ckeditor4",
    name: "CKEditor 4",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address of its makers' network",
            &[Shown::Page(
                r#"<script src="https://cdn.ckeditor.com/4.22.1/standard/ckeditor.js"></script>"#,
            )],
            "exact: 4.22.1",
        ),
        Example::seen(
            "the code of the file",
            &[
                Shown::Page(r#"<script src="/ckeditor/ckeditor.js"></script>"#),
                Shown::File(
                    "/ckeditor/ckeditor.js",
                    "/*\nCopyright (c) 2003-2023, CKSource\n*/\n(function(){window.CKEDITOR&&window.CKEDITOR.dom||(window.CKEDITOR||(window.CKEDITOR=function(){var b={timestamp:\"N6MD\",version:\"4.16.1\",revision:\"1\"",
                ),
            ],
            "exact: 4.16.1",
        ),
        Example::seen(
            "a page that calls it",
            &[Shown::Page(
                r#"<script src="/lib/ckeditor/ckeditor.js"></script><script>CKEDITOR.replace('noi-dung');</script>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "another release in a folder",
            &[Shown::Page(r#"<script src="/libs/ckeditor-4.5.11/ckeditor.js"></script>"#)],
            "exact: 4.5.11",
        ),
    ],
    unseen: &[
        Example::unseen(
            "CKEditor 5 in a folder that does not say so",
            &[
                Shown::Page(
                    r#"<script src="/ckeditor/ckeditor.js"></script><script>ClassicEditor.create(document.body);</script>"#,
                ),
                Shown::File(
                    "/ckeditor/ckeditor.js",
                    "/*!\n * @license Copyright (c) 2003-2023, CKSource Holding sp. z o.o. */\n(function(d){const l=d[\"en\"]})",
                ),
            ],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page(r#"<p>CKEditor 4.22.1: CKEDITOR.replace('a')</p>"#)],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["ckeditor"],
    packages: &["ckeditor"],
    constants: &[r#"version:""#, "version:'", "version: '"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    // CKEditor 5 lies in folders of the same name, and its file has the same.
    let calls = traces.code_with("CKEDITOR.");
    let is_five = |address: &&Address| address.copy.to_ascii_lowercase().contains("ckeditor5");
    let named = traces.loaded().iter().filter(|address| LIBRARY.is_at(address));
    for address in named.filter(|address| !is_five(address)) {
        let of_network = address.copy.strip_prefix("cdn.ckeditor.com/");
        let version = of_network.and_then(told).or_else(|| address.package_version("ckeditor"));
        let version =
            version.filter(|version| OWN.as_ref().is_some_and(|own| version.is_within(own)));
        let clue = match (&version, calls) {
            (None, None) => Clue::hint(Place::Asset, address.url.as_str()),
            _ => Clue::proof(Place::Asset, address.url.as_str()),
        };
        clues.push(clue.of(version).of_copy(&address.copy));
    }
    let file = traces.file().filter(|file| file.head.contains("CKEDITOR"));
    clues.extend(file.and_then(|file| LIBRARY.in_file(file)));
}

/// CKEditor 5 began with 10.0.0.
static OWN: LazyLock<Option<Versions>> = LazyLock::new(|| Versions::parse("<10"));
