//! `underscore`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "underscore",
    name: "Underscore.js",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(
                r#"<script src="https://cdnjs.cloudflare.com/ajax/libs/underscore.js/1.8.3/underscore-min.js"></script>"#,
            )],
            "exact: 1.8.3",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/js/underscore.js",
                "//     Underscore.js 1.9.1\n//     http://underscorejs.org",
            )],
            "exact: 1.9.1",
        ),
    ],
    unseen: &[Example::unseen(
        "its strings",
        &[Shown::Page(r#"<script src="/js/underscore.string-3.3.4.min.js"></script>"#)],
    )],
};

const LIBRARY: Library = Library {
    files: &["underscore", "underscore-umd"],
    packages: &["underscore", "underscore.js"],
    banners: &["//     Underscore.js "],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
