//! `font-awesome`.

use super::{Example, Product, Shown};
use crate::software::{
    Clue, Place, Traces,
    library::{Library, told},
};

pub(super) const PRODUCT: Product = Product {
    id: "font-awesome",
    name: "Font Awesome",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="https://maxcdn.bootstrapcdn.com/font-awesome/4.7.0/css/font-awesome.min.css">"#,
            )],
            "exact: 4.7.0",
        ),
        Example::seen(
            "the address of its makers' network",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="https://use.fontawesome.com/releases/v5.6.3/css/all.css">"#,
            )],
            "exact: 5.6.3",
        ),
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.1/css/all.min.css">"#,
            )],
            "exact: 6.2.1",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File("/css/fa.min.css", "/*!\n *  Font Awesome 4.7.0 by @davegandy")],
            "exact: 4.7.0",
        ),
    ],
    unseen: &[Example::unseen(
        "all styles of a portal",
        &[Shown::Page(r#"<link rel="stylesheet" href="/css/all.min.css">"#)],
    )],
};

const LIBRARY: Library = Library {
    files: &["font-awesome", "fontawesome", "fontawesome-all"],
    packages: &["font-awesome", "fontawesome", "fontawesome-free"],
    inside: &["all", "fontawesome"],
    has_styles: true,
    banners: &["Font Awesome Free ", "Font Awesome Pro ", " Font Awesome "],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
    for address in traces.loaded() {
        if let Some(release) = address.copy.strip_prefix("use.fontawesome.com/releases/") {
            let clue = Clue::proof(Place::Asset, address.url.as_str()).of(told(release));
            clues.push(clue.of_copy(&address.copy));
        }
    }
}
