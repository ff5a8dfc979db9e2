//! `lodash`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "lodash",
    name: "Lodash",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<script src="https://cdn.jsdelivr.net/npm/lodash@4.17.15/lodash.min.js"></script>"#,
            )],
            "exact: 4.17.15",
        ),
        Example::seen(
            "the code of the file",
            &[Shown::File(
                "/js/lodash.js",
                "/**\n * @license\n * Lodash <https://lodash.com/>\n */\n;(function() {\n  var undefined;\n  var VERSION = '4.17.10';",
            )],
            "exact: 4.17.10",
        ),
    ],
    unseen: &[Example::unseen(
        "another file with such a constant",
        &[Shown::File("/js/app.js", "var VERSION = '4.17.10';")],
    )],
};

const LIBRARY: Library = Library {
    files: &["lodash"],
    packages: &["lodash", "lodash.js"],
    banners: &["* @license lodash ", "* Lo-Dash ", "* @license Lo-Dash "],
    constants: &["VERSION = '", "VERSION='"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
