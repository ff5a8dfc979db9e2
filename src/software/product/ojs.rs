//! `ojs`: Open Journal Systems.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "ojs",
    name: "Open Journal Systems",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator",
            &[Shown::Page(r#"<meta name="generator" content="Open Journal Systems 3.3.0.13">"#)],
            "exact: 3.3.0.13",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "OJSSID=a; path=/")],
            "unknown: any",
        ),
        Example::seen(
            "its sign at the foot of the page",
            &[Shown::Page(r#"<img src="/tapchi/lib/pkp/templates/images/ojs_brand.png">"#)],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "a sister of it, for books",
            &[Shown::Page(
                r#"<meta name="generator" content="Open Monograph Press 3.3.0.8"><script src="/lib/pkp/js/a.js"></script>"#,
            )],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page("<h1>Open Journal Systems 3.3.0.13</h1>")],
        ),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Open Journal Systems") {
        clues.push(generator.clue().of(generator.version().map(Versions::exactly)));
    }
    for cookie in traces.cookies().filter(|name| *name == "OJSSID") {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
    if let Some(url) = traces.asset_with("/images/ojs_brand") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    if let Some(url) = traces.asset_with("/lib/pkp/") {
        clues.push(Clue::hint(Place::Asset, url.path()));
    }
}
