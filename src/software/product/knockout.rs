//! `knockout`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "knockout",
    name: "Knockout",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(r#"<script src="/Scripts/knockout-3.4.2.js"></script>"#)],
            "exact: 3.4.2",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/js/all.js",
                "/*!\n * Knockout JavaScript library v3.5.1\n * (c) The Knockout.js team",
            )],
            "exact: 3.5.1",
        ),
    ],
    unseen: &[Example::unseen(
        "an addition to it",
        &[Shown::Page(r#"<script src="/Scripts/knockout.mapping-2.4.1.js"></script>"#)],
    )],
};

const LIBRARY: Library = Library {
    files: &["knockout", "knockout-latest"],
    packages: &["knockout"],
    banners: &["Knockout JavaScript library v"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
