//! `swiper`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "swiper",
    name: "Swiper",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<script src="https://cdn.jsdelivr.net/npm/swiper@8.4.7/swiper-bundle.min.js"></script>"#,
            )],
            "exact: 8.4.7",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/js/swiper.min.js",
                "/**\n * Swiper 4.5.0\n * Most modern mobile touch slider",
            )],
            "exact: 4.5.0",
        ),
    ],
    unseen: &[Example::unseen(
        "code that calls it",
        &[Shown::Page(r#"<script src="/js/swiper-init-1.0.0.js"></script>"#)],
    )],
};

const LIBRARY: Library = Library {
    files: &["swiper"],
    packages: &["swiper"],
    banners: &[" * Swiper "],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
