//! `apache`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, banner::named};

pub(super) const PRODUCT: Product = Product {
    id: "apache",
    name: "Apache HTTP Server",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "a package of a distribution",
            &[Shown::Header("server", "Apache/2.4.57 (Debian)")],
            "exact: 2.4.57",
        ),
        Example::seen(
            "with what it runs",
            &[Shown::Header("server", "Apache/2.2.15 (CentOS) OpenSSL/1.0.1e-fips PHP/5.3.3")],
            "exact: 2.2.15",
        )
        .beside(&["openssl", "php"]),
        Example::seen(
            "cut short",
            &[Shown::Header("server", "Apache/2.4 (Unix)")],
            "range: from 2.4, before 2.5",
        ),
        Example::seen(
            "two machines of one portal, and one that says nothing",
            &[
                Shown::Header("server", "Apache/2.4.57"),
                Shown::Header("server", "Apache/2.4.6"),
                Shown::Header("server", "Apache"),
            ],
            "exact: 2.4.57; exact: 2.4.6",
        ),
    ],
    unseen: &[
        Example::unseen(
            "the part of Tomcat that speaks HTTP",
            &[Shown::Header("server", "Apache-Coyote/1.1")],
        ),
        Example::unseen("a page", &[Shown::Page(r#"<address>Apache/2.4.57 (Debian)</address>"#)]),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for named in named(traces, "Apache") {
        clues.push(named.clue(traces, 3));
    }
}
