//! `websphere-portal`: IBM WebSphere Portal, HCL Digital Experience now.

use url::Url;

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces};

pub(super) const PRODUCT: Product = Product {
    id: "websphere-portal",
    name: "WebSphere Portal",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "its servlet",
            &[Shown::PageAt(
                "/wps/portal/trang-chu/!ut/p/b1/04_Sj9",
                r#"<title>Trang chủ</title>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "a page that the start page links to",
            &[Shown::Page(r#"<a href="/wps/portal/home/tin-tuc">Tin tức</a>"#)],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "a link to another portal, and a folder called so",
        &[Shown::Page(
            r#"<a href="https://www.gdt.example/wps/portal">Thuế</a><a href="/tin/wps/portal">x</a>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    if let Some((place, url)) = traces.own_address(is_servlet) {
        clues.push(Clue::proof(place, url.path()));
    }
}

fn is_servlet(url: &Url) -> bool {
    let mut folders = url.path().split('/').skip(1);
    folders.next() == Some("wps") && matches!(folders.next(), Some("portal" | "myportal"))
}
