//! `react`, with `react-dom`, which has its version.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "react",
    name: "React",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "two files of one version",
            &[Shown::Page(
                r#"<script src="https://unpkg.com/react@16.13.1/umd/react.production.min.js"></script><script src="https://unpkg.com/react-dom@16.13.1/umd/react-dom.production.min.js"></script>"#,
            )],
            "exact: 16.13.1",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/js/react.production.min.js",
                "/** @license React v17.0.2\n * react.production.min.js",
            )],
            "exact: 17.0.2",
        ),
    ],
    unseen: &[
        Example::unseen(
            "a bundle that begins with a part of it",
            &[Shown::File(
                "/js/vendor.js",
                "/** @license React v0.20.2\n * scheduler.production.min.js",
            )],
        ),
        Example::unseen(
            "what is built with it",
            &[Shown::Page(
                r#"<div id="root" data-reactroot=""></div><script src="/js/react-select-3.1.0.js"></script>"#,
            )],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["react", "react-dom"],
    packages: &["react", "react-dom"],
    constants: &["/** @license React v"],
    is_word: true,
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
