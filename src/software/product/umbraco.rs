//! `umbraco`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "umbraco",
    name: "Umbraco",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the header of old releases",
            &[Shown::Header("x-umbraco-version", "7.2.6")],
            "exact: 7.2.6",
        ),
        Example::seen(
            "links that its editor wrote",
            &[Shown::Page(r#"<a data-udi="umb://document/0a1b2c3d4e5f" href="/tin">Tin</a>"#)],
            "unknown: any",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "UMB-XSRF-TOKEN=x; path=/")],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            r#"<h1>Umbraco 7.2.6</h1><p>data-udi="umb://document/0a"</p><a href="/umbraco">Umbraco</a>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Umbraco") {
        clues.push(generator.clue().of(generator.version().map(Versions::exactly)));
    }
    for value in traces.header("x-umbraco-version") {
        let place = Place::Header("x-umbraco-version".to_owned());
        clues.push(Clue::proof(place, value).of(Version::leading(value).map(Versions::exactly)));
    }
    if let Some(tag) = traces.tag_with("data-udi=\"umb://") {
        clues.push(Clue::proof(Place::Markup, tag));
    }
    let own = |name: &&str| ["UMB_", "UMB-"].iter().any(|begin| name.starts_with(begin));
    for cookie in traces.cookies().filter(own) {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
    for path in ["/umbraco_client/", "/umbraco/"] {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::hint(Place::Asset, url.path()));
        }
    }
}
