//! `sitefinity`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "sitefinity",
    name: "Sitefinity",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator",
            &[Shown::Page(r#"<meta name="Generator" content="Sitefinity 14.4.8100.0 DX">"#)],
            "exact: 14.4.8100.0",
        ),
        Example::seen(
            "a template of a site",
            &[Shown::Page(
                r#"<link href="/Sitefinity/WebsiteTemplates/So/App_Themes/a.css" rel="stylesheet">"#,
            )],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page("<h1>Sitefinity 14.4</h1><p>/Sitefinity/</p>")],
        ),
        Example::unseen(
            "a library that it shares with others",
            &[Shown::Page(r#"<script src="/Telerik.Web.UI.WebResource.axd?a=1"></script>"#)],
        ),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Sitefinity") {
        clues.push(generator.clue().of(generator.version().map(Versions::exactly)));
    }
    if let Some(url) = traces.asset_with("/sitefinity/websitetemplates/") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    for path in ["/sitefinity/", "/telerik.web.ui.webresource.axd"] {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::hint(Place::Asset, url.path()));
        }
    }
}
