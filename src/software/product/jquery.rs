//! `jquery`.

use super::{Example, Product, Shown};
use crate::software::{
    Clue, Place, Traces, Version,
    library::{Address, Library, told},
};

pub(super) const PRODUCT: Product = Product {
    id: "jquery",
    name: "jQuery",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "two versions on one page",
            &[Shown::Page(
                r#"<script src="/js/jquery-1.12.4.min.js"></script><script src="https://cdnjs.cloudflare.com/ajax/libs/jquery/3.6.0/jquery.min.js"></script>"#,
            )],
            "exact: 1.12.4; exact: 3.6.0",
        ),
        Example::seen(
            "the same version at two addresses, and a copy of which nothing is known",
            &[Shown::Page(
                r#"<script src="/js/jquery-3.5.1.min.js"></script><script src="https://code.jquery.com/jquery-3.5.1.slim.min.js"></script><script src="/a/jquery.js"></script>"#,
            )],
            "exact: 3.5.1",
        ),
        Example::seen(
            "no version in the address, and the comment of the file",
            &[
                Shown::Page(r#"<script src="/js/jquery.min.js?v=2"></script>"#),
                Shown::File(
                    "/js/jquery.min.js",
                    "/*! jQuery v1.8.3 jquery.com | jquery.org/license */",
                ),
            ],
            "exact: 1.8.3",
        ),
        Example::seen(
            "the comment was taken out",
            &[Shown::File(
                "/js/all.js",
                "!function(a,b){}(this,function(a){var c=[],k=\"\".trim,m=\"1.11.1\",n=function(a,b){return new n.fn.init(a,b)}",
            )],
            "exact: 1.11.1",
        ),
        Example::seen(
            "address and file contradict each other",
            &[
                Shown::Page(r#"<script src="/js/jquery-3.7.1.min.js"></script>"#),
                Shown::File(
                    "/js/jquery-3.7.1.min.js",
                    "/*! jQuery v1.7.2 jquery.com | jquery.org/license */",
                ),
            ],
            "contradictory: 1.7.2 or 3.7.1",
        ),
        Example::seen(
            "the newest of a branch, whichever that is",
            &[Shown::Page(
                r#"<script src="https://ajax.googleapis.com/ajax/libs/jquery/1/jquery.min.js"></script>"#,
            )],
            "range: from 1, before 2",
        ),
        Example::seen(
            "what WordPress ships, with its version in the query",
            &[Shown::Page(
                r#"<script src="/wp-includes/js/jquery/jquery.min.js?ver=3.7.1"></script>"#,
            )],
            "exact: 3.7.1",
        )
        .beside(&["wordpress"]),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<h1>jQuery 1.12.4</h1><p>jquery-1.12.4.min.js</p><a href="/tai-lieu/jquery-1.12.4.min.js">tải về</a>"#,
            )],
        ),
        Example::unseen(
            "plugins, and the query of a cache",
            &[
                Shown::Page(
                    r#"<script src="/js/jquery.validate-1.19.3.min.js"></script><script src="/js/jquery-1.7.2.validate.js"></script>"#,
                ),
                Shown::File(
                    "/js/jquery.validate.min.js",
                    "/*! jQuery Validation Plugin - v1.19.3 - needs jQuery v1.7 */",
                ),
            ],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["jquery"],
    packages: &["jquery"],
    banners: &["/*! jQuery v", " * jQuery JavaScript Library v"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
    let Some(file) = traces.file() else { return };
    if let (Some(excerpt), Some(address)) = (constant(&file.head), Address::of(&file.url)) {
        let place = Place::File(file.url.path().to_owned());
        clues.push(Clue::proof(place, excerpt).of(told(excerpt)).of_copy(&address.copy));
    }
}

/// The version in its code, which stands shortly before what makes its objects:
/// `m="1.11.1",n=function(a,b){return new n.fn.init(a,b)}`.
fn constant(head: &str) -> Option<&str> {
    const BEFORE: usize = 150;
    let at = head.find(".fn.init(")?;
    let before = head.get(head.ceil_char_boundary(at.saturating_sub(BEFORE))..at)?;
    let (version, _) = before.rsplit_once("=\"")?.1.split_once('"')?;
    Version::parse(version).is_some().then_some(version)
}
