//! `oracle-portal`.

use url::Url;

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces};

pub(super) const PRODUCT: Product = Product {
    id: "oracle-portal",
    name: "Oracle Portal",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "a page",
            &[Shown::PageAt(
                "/portal/page/portal/chinhphu/trangchu",
                r#"<title>Trang chủ</title>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "pages that the start page links to",
            &[Shown::Page(r#"<a href="/portal/page?_pageid=33,638">Văn bản</a>"#)],
            "unknown: any",
        ),
        Example::seen(
            "the header",
            &[Shown::Header(
                "server",
                "Oracle-Application-Server-10g/10.1.2.0.2 Oracle-HTTP-Server",
            )],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "a portal of another kind",
        &[Shown::Page(
            r#"<a href="/portal/pages/2024-3-5/tin.aspx">Tin</a><a href="/portal/page/2">2</a>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for server in traces.header("server").filter(|own| own.starts_with("Oracle-Application-Server"))
    {
        clues.push(Clue::proof(Place::Header("server".to_owned()), server));
    }
    if let Some((place, url)) = traces.own_address(is_page) {
        clues.push(Clue::proof(place, url.path()));
    }
}

fn is_page(url: &Url) -> bool {
    let of_page =
        url.path() == "/portal/page" && url.query().is_some_and(|own| own.contains("_pageid="));
    of_page || url.path().starts_with("/portal/page/portal/")
}
