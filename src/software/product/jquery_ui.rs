//! `jquery-ui`. Its styles are left out: themes of other versions do no harm.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "jquery-ui",
    name: "jQuery UI",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(
                r#"<script src="https://code.jquery.com/ui/1.12.1/jquery-ui.min.js"></script><link rel="stylesheet" href="https://code.jquery.com/ui/1.11.4/themes/base/jquery-ui.css">"#,
            )],
            "exact: 1.12.1",
        ),
        Example::seen(
            "a build of one's own",
            &[Shown::Page(r#"<script src="/js/jquery-ui-1.8.24.custom.min.js"></script>"#)],
            "exact: 1.8.24",
        ),
        Example::seen(
            "the comment of the file",
            &[
                Shown::Page(r#"<script src="/js/jquery-ui.js"></script>"#),
                Shown::File(
                    "/js/jquery-ui.js",
                    "/*! jQuery UI - v1.10.3 - 2013-05-03\n* http://jqueryui.com",
                ),
            ],
            "exact: 1.10.3",
        ),
        Example::seen(
            "what WordPress ships in parts",
            &[Shown::Page(
                r#"<script src="/wp-includes/js/jquery/ui/core.min.js?ver=1.13.3"></script>"#,
            )],
            "exact: 1.13.3",
        )
        .beside(&["wordpress"]),
    ],
    unseen: &[
        Example::unseen(
            "its theme alone",
            &[Shown::Page(r#"<link rel="stylesheet" href="/css/jquery-ui-1.11.4.css">"#)],
        ),
        Example::unseen(
            "a core of something else",
            &[Shown::Page(r#"<script src="/ui/core.min.js?ver=1.13.3"></script>"#)],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["jquery-ui", "jquery.ui", "jqueryui", "jquery-ui.core", "jquery.ui.core"],
    packages: &["jquery-ui", "jqueryui", "ui", "jquery.ui"],
    banners: &["/*! jQuery UI - v", "* jQuery UI v", "* jQuery UI "],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
    let parts = traces.loaded().iter();
    for part in parts.filter(|address| address.copy.contains("/wp-includes/js/jquery/ui/core.")) {
        let clue = Clue::proof(Place::Asset, part.url.as_str());
        clues.push(clue.of(part.registered.clone()).of_copy(&part.copy));
    }
}
