//! `php`: from headers, and from the page on which it tells all.

use super::{Example, Product, Shown};
use crate::software::{
    Clue, Place, Traces, Version, Versions, banner::named, distribution, exposure::phpinfo,
};

pub(super) const PRODUCT: Product = Product {
    id: "php",
    name: "PHP",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the header",
            &[Shown::Header("x-powered-by", "PHP/7.4.33")],
            "exact: 7.4.33",
        ),
        Example::seen(
            "a package of a distribution",
            &[Shown::Header("x-powered-by", "PHP/8.2.7-1+deb12u1")],
            "exact: 8.2.7",
        ),
        Example::seen(
            "two versions, at two addresses",
            &[
                Shown::Header("x-powered-by", "PHP/5.6.40"),
                Shown::Header("x-powered-by", "PHP/8.1.2"),
            ],
            "exact: 5.6.40; exact: 8.1.2",
        ),
        Example::seen(
            "phpinfo()",
            &[Shown::Page(
                r#"<title>PHP 7.2.34 - phpinfo()</title><table><tr class="h"><td><h1 class="p">PHP Version 7.2.34</h1></td></tr><tr><td class="e">System </td><td class="v">Linux</td></tr></table>"#,
            )],
            "exact: 7.2.34",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            r#"<title>phpinfo() là gì</title><h1>PHP Version 7.4.3</h1><p>X-Powered-By: PHP/7.4.3</p>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for named in named(traces, "PHP") {
        clues.push(named.clue(traces, 3));
    }
    if let Some(heading) = phpinfo(traces) {
        let version = heading.strip_prefix("PHP Version ").and_then(Version::leading);
        let version = version.and_then(|own| Version::parse(own.as_str().split('-').next()?));
        let clue = Clue::proof(Place::Title, heading).of(version.map(Versions::exactly));
        clues.push(clue.packaged(distribution(heading)).of_copy(heading));
    }
}
