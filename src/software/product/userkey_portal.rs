//! `userkey-portal`: a portal on ASP.NET MVC that communes run, its vendor not known. All its addresses
//! carry the key of the commune: `/TIN_TUC/View/?PageIndex=9&UserKey=…`.

use url::Url;

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces};

pub(super) const PRODUCT: Product = Product {
    id: "userkey-portal",
    name: "Commune portal with UserKey addresses (ASP.NET MVC)",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "its pages link to each other so",
            &[Shown::Page(
                r#"<a href="/TIN_TUC/View/?PageIndex=2&amp;UserKey=Xa-Muong-Thanh">2</a><a href="/VAN_BAN/View/?PageIndex=1&amp;UserKey=Xa-Muong-Thanh">Văn bản</a>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "the address of a page",
            &[Shown::PageAt(
                "/TIN_TUC/View/?PageIndex=9&UserKey=Xa-Muong-Thanh",
                r#"<title>Tin tức</title>"#,
            )],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "a key of something else",
        &[Shown::Page(
            r#"<a href="/dang-nhap?UserKey=1">Đăng nhập</a><a href="/tin/view/?userkey=1">x</a>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    if let Some((place, url)) = traces.own_address(has_key) {
        clues.push(Clue::proof(place, url.as_str()));
    }
}

/// A controller in capitals, an action, and the key.
fn has_key(url: &Url) -> bool {
    let mut folders = url.path().split('/').skip(1);
    let controller = folders.next().unwrap_or_default();
    let is_capital = |c: char| c.is_ascii_uppercase() || c == '_';
    let is_action =
        folders.next().is_some_and(|own| own.starts_with(|c: char| c.is_ascii_uppercase()));
    let keys = url.query().unwrap_or_default().split('&');
    let has_key = keys.into_iter().any(|own| own.starts_with("UserKey=") && own.len() > 8);
    controller.len() > 2 && controller.chars().all(is_capital) && is_action && has_key
}
