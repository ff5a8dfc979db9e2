//! `dompurify`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "dompurify",
    name: "DOMPurify",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<script src="https://cdn.jsdelivr.net/npm/dompurify@2.4.0/dist/purify.min.js"></script>"#,
            )],
            "exact: 2.4.0",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/assets/js/purify3.js",
                "/*! @license DOMPurify 3.0.5 | (c) Cure53 and other contributors",
            )],
            "exact: 3.0.5",
        ),
    ],
    unseen: &[Example::unseen(
        "a folder of that name",
        &[Shown::Page(r#"<script src="/dompurify/init.js"></script>"#)],
    )],
};

const LIBRARY: Library = Library {
    files: &["purify", "dompurify"],
    packages: &["dompurify"],
    banners: &["/*! @license DOMPurify "],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
