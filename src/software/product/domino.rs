//! `domino`: Lotus, IBM or HCL Domino. Its databases have addresses of their own.

use url::Url;

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, banner::named};

pub(super) const PRODUCT: Product = Product {
    id: "domino",
    name: "HCL Domino",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address of a database",
            &[Shown::PageAt("/names.nsf?Login", r#"<title>Đăng nhập</title>"#)],
            "unknown: any",
        ),
        Example::seen(
            "a view that the page links to",
            &[Shown::Page(r#"<a href="/vanban/vbpq.nsf/0/ABCDEF0123?OpenDocument">Nghị định</a>"#)],
            "unknown: any",
        ),
        Example::seen("the header", &[Shown::Header("server", "Lotus-Domino")], "unknown: any"),
    ],
    unseen: &[
        Example::unseen(
            "a file to be downloaded from somebody else",
            &[Shown::Page(
                r#"<a href="https://khac.example/names.nsf?Login">Thư</a><p>names.nsf</p>"#,
            )],
        ),
        Example::unseen(
            "a text in a query",
            &[Shown::PageAt("/tim?q=/names.nsf", r#"<p>0 kết quả</p>"#)],
        ),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for program in ["Lotus-Domino", "HCL-Domino"] {
        for named in named(traces, program) {
            clues.push(Clue::proof(Place::Header(named.header.to_owned()), named.value));
        }
    }
    if let Some((place, url)) = traces.own_address(is_database) {
        clues.push(Clue::proof(place, url.path()));
    }
}

/// `/names.nsf`, `/vanban/vbpq.nsf/0/…`
fn is_database(url: &Url) -> bool {
    let ends = |file: &str| file.len() > 4 && file.to_ascii_lowercase().ends_with(".nsf");
    url.path_segments().is_some_and(|mut folders| folders.any(ends))
}
