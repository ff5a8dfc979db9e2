//! `ckeditor5`: another program than CKEditor 4, with numbers of its own: 10.0.0 came first.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "ckeditor5",
    name: "CKEditor 5",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address of its makers' network",
            &[Shown::Page(
                r#"<script src="https://cdn.ckeditor.com/ckeditor5/35.4.0/classic/ckeditor.js"></script>"#,
            )],
            "exact: 35.4.0",
        ),
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<script src="https://cdn.jsdelivr.net/npm/@ckeditor/ckeditor5-build-classic@27.1.0/build/ckeditor.js"></script>"#,
            )],
            "exact: 27.1.0",
        ),
        Example::seen(
            "a folder",
            &[Shown::Page(r#"<script src="/lib/ckeditor5/ckeditor.js"></script>"#)],
            "unknown: any",
        ),
        Example::seen(
            "a page that calls it",
            &[Shown::Page(
                r#"<script src="/lib/ckeditor/ckeditor.js"></script><script>ClassicEditor.create(document.body);</script>"#,
            )],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "CKEditor 4",
        &[Shown::Page(
            r#"<script src="https://cdn.ckeditor.com/4.22.1/standard/ckeditor.js"></script>"#,
        )],
    )],
};

const LIBRARY: Library = Library {
    files: &["ckeditor5"],
    packages: &[
        "ckeditor5",
        "ckeditor5-build-classic",
        "ckeditor5-build-decoupled-document",
        "ckeditor5-build-inline",
        "ckeditor5-build-balloon",
    ],
    inside: &["ckeditor"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
    // CKEditor 4 lies in folders of the same name, and its file has the same.
    let Some(call) = traces.code_with("ClassicEditor") else { return };
    let named = traces.loaded().iter().filter(|address| address.name == "ckeditor");
    for address in named.filter(|address| !LIBRARY.is_at(address)) {
        clues.push(Clue::proof(Place::Code, call).of_copy(&address.copy));
    }
}
