//! `zimbra`: mail. The number in the addresses of its styles is the time of a build.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces};

pub(super) const PRODUCT: Product = Product {
    id: "zimbra",
    name: "Zimbra",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the page to log in",
            &[Shown::Page(
                r#"<title>Zimbra Web Client Sign In</title><link rel="stylesheet" href="/css/common,login,zhtml,skin.css?skin=&v=190911071422"><form action="/" method="post"><input name="username"><input type="password" name="password"></form>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "ZM_TEST=true; path=/")],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it, on a page where one can log in",
        &[Shown::Page(
            r#"<title>Zimbra Web Client Sign In: hướng dẫn</title><form><input type="password"></form>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for cookie in traces.cookies().filter(|name| name.starts_with("ZM_")) {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
    if let Some(url) = traces.asset_with("/css/common,login,zhtml") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    let title = traces.page().map_or("", |page| &page.title);
    if title.starts_with("Zimbra Web Client") {
        clues.push(Clue::hint(Place::Title, title));
    }
}
