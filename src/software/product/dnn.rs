//! `dnn`: DNN Platform, DotNetNuke before. `?cdv=` in its addresses counts clearings of a cache and
//! is no version.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "dnn",
    name: "DNN Platform",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "fields, modules and styles of a page",
            &[Shown::Page(
                r#"<link href="/Portals/_default/default.css?cdv=1432" rel="stylesheet"><div id="dnn_ctr412_ContentPane" class="DnnModule DnnModule-412"></div><input name="__dnnVariable" type="hidden">"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "dnn_IsMobile=False; path=/")],
            "unknown: any",
        ),
        Example::seen(
            "the generator of old releases",
            &[Shown::Page(r#"<meta name="GENERATOR" content="DotNetNuke 5.6">"#)],
            "range: from 5.6, before 5.7",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article that names its fields",
            &[Shown::Page(r#"<p>DNN Platform: tìm id="dnn_ctr và __dnnVariable trong trang.</p>"#)],
        ),
        Example::unseen(
            "a cookie of any ASP.NET",
            &[Shown::Header("set-cookie", ".ASPXANONYMOUS=a1; path=/")],
        ),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("DotNetNuke").chain(traces.generated_by("DNN")) {
        let version = generator.version().filter(|version| version.as_str().contains('.'));
        clues.push(generator.clue().of(version.map(|version| Versions::branch(&version, 2))));
    }
    for text in ["__dnnVariable", "id=\"dnn_ctr", "class=\"DnnModule"] {
        if let Some(tag) = traces.tag_with(text) {
            clues.push(Clue::proof(Place::Markup, tag));
        }
    }
    for text in ["DNN Platform", "DotNetNuke"] {
        if let Some(comment) = traces.comment_with(text) {
            clues.push(Clue::hint(Place::Markup, comment));
        }
    }
    if let Some(url) = traces.asset_with("/portals/_default/") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    for cookie in traces.cookies() {
        if ["dnn_IsMobile", ".DOTNETNUKE"].contains(&cookie) {
            clues.push(Clue::proof(Place::Cookie, cookie));
        } else if cookie == ".ASPXANONYMOUS" {
            clues.push(Clue::hint(Place::Cookie, cookie));
        }
    }
    if let Some(value) = traces.header("dnnoutputcache").next() {
        clues.push(Clue::proof(Place::Header("dnnoutputcache".to_owned()), value));
    }
}
