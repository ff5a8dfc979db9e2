//! `bootstrap`. Scripts and styles carry its version; a script that is called so and nothing else is
//! as a rule something else with which a page begins.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "bootstrap",
    name: "Bootstrap",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "style and script of one version",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="https://maxcdn.bootstrapcdn.com/bootstrap/3.3.7/css/bootstrap.min.css"><script src="/bootstrap-3.3.7/js/bootstrap.min.js"></script>"#,
            )],
            "exact: 3.3.7",
        ),
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<script src="https://cdn.jsdelivr.net/npm/bootstrap@5.3.0-alpha1/dist/js/bootstrap.bundle.min.js"></script>"#,
            )],
            "exact: 5.3.0-alpha1",
        ),
        Example::seen(
            "the comment of the file",
            &[
                Shown::Page(r#"<link rel="stylesheet" href="/css/bootstrap.min.css">"#),
                Shown::File(
                    "/css/bootstrap.min.css",
                    "/*!\n * Bootstrap v4.6.1 (https://getbootstrap.com/)",
                ),
            ],
            "exact: 4.6.1",
        ),
        Example::seen(
            "no version",
            &[Shown::Page(r#"<link rel="stylesheet" href="/css/bootstrap.min.css?v=9">"#)],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "code with which an application begins",
            &[Shown::Page(r#"<script src="/js/bootstrap.js"></script>"#)],
        ),
        Example::unseen(
            "an addition to it",
            &[Shown::Page(
                r#"<script src="/js/bootstrap-select-1.13.1.min.js"></script><link rel="stylesheet" href="/css/bootstrap-theme-3.3.7.css">"#,
            )],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page(r#"<h1>Bootstrap 3.3.7</h1><p>Bootstrap 3.3.7</p>"#)],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["bootstrap"],
    packages: &["bootstrap", "twitter-bootstrap"],
    is_word: true,
    has_styles: true,
    banners: &["* Bootstrap v", "* bootstrap.js v", "* bootstrap-transition.js v"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
