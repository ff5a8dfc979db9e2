//! `handlebars`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "handlebars",
    name: "Handlebars",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(r#"<script src="/js/handlebars-v4.0.11.js"></script>"#)],
            "exact: 4.0.11",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/js/handlebars.runtime.min.js",
                "/**!\n\n @license\n handlebars v4.7.6\n",
            )],
            "exact: 4.7.6",
        ),
    ],
    unseen: &[Example::unseen(
        "templates made with it",
        &[Shown::Page(
            r#"<script src="/js/handlebars-templates-1.0.0.js"></script><script type="text/x-handlebars">{{a}}</script>"#,
        )],
    )],
};

const LIBRARY: Library = Library {
    files: &["handlebars"],
    packages: &["handlebars", "handlebars.js"],
    banners: &["@license handlebars v", " handlebars v"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
