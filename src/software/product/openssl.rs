//! `openssl`, as Apache names it.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, banner::named};

pub(super) const PRODUCT: Product = Product {
    id: "openssl",
    name: "OpenSSL",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[Example::seen(
        "a release with a letter, built for fips",
        &[Shown::Header("server", "Apache OpenSSL/1.0.2k-fips")],
        "exact: 1.0.2k",
    )
    .beside(&["apache"])],
    unseen: &[Example::unseen(
        "its name alone, in a remark",
        &[Shown::Header("server", "x (OpenSSL/1.0.2k)")],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for named in named(traces, "OpenSSL") {
        clues.push(named.clue(traces, 3));
    }
}
