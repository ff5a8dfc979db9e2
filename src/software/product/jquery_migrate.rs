//! `jquery-migrate`: lets old code run with a newer jQuery.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "jquery-migrate",
    name: "jQuery Migrate",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(
                r#"<script src="https://code.jquery.com/jquery-migrate-1.4.1.min.js"></script>"#,
            )],
            "exact: 1.4.1",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/js/jquery-migrate.min.js",
                "/*! jQuery Migrate v3.3.2 | (c) OpenJS Foundation and other contributors */",
            )],
            "exact: 3.3.2",
        ),
        Example::seen(
            "the comment of the file before anybody made it small",
            &[Shown::File(
                "/js/jquery-migrate.js",
                "/*!\n * jQuery Migrate - v3.4.0 - 2022-03-24T16:30Z\n * Copyright OpenJS Foundation and other contributors\n */",
            )],
            "exact: 3.4.0",
        ),
    ],
    unseen: &[Example::unseen(
        "jQuery alone",
        &[Shown::Page(r#"<script src="/js/jquery-1.4.1.min.js"></script>"#)],
    )],
};

const LIBRARY: Library = Library {
    files: &["jquery-migrate", "jquery.migrate"],
    packages: &["jquery-migrate"],
    banners: &["/*! jQuery Migrate - v", "/*! jQuery Migrate v", "* jQuery Migrate - v"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
