//! `dspace`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "dspace",
    name: "DSpace",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator",
            &[Shown::Page(r#"<meta name="Generator" content="DSpace 6.3">"#)],
            "exact: 6.3",
        ),
        Example::seen(
            "the application of newer releases",
            &[Shown::Page("<body><ds-app></ds-app></body>")],
            "at-least: from 7.0",
        ),
        Example::seen(
            "an interface of older releases",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/jspui/static/css/bootstrap/dspace-theme.css">"#,
            )],
            "range: before 7.0",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            "<h1>DSpace 6.3</h1><p>&lt;ds-app>, /jspui/</p><a href=\"https://dspace.org/\">DSpace</a>",
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("DSpace") {
        clues.push(generator.clue().of(generator.version().map(Versions::exactly)));
    }
    if let Some(tag) = traces.tag_with("ds-app").filter(|tag| tag.starts_with("<ds-app")) {
        clues.push(Clue::proof(Place::Markup, tag).of(Versions::parse(">=7.0")));
    }
    for path in ["/jspui/", "/xmlui/"] {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::proof(Place::Asset, url.path()).of(Versions::parse("<7.0")));
        }
    }
}
