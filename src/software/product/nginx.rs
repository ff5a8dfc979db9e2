//! `nginx`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, banner::named};

pub(super) const PRODUCT: Product = Product {
    id: "nginx",
    name: "nginx",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "a package of a distribution",
            &[Shown::Header("server", "nginx/1.18.0 (Ubuntu)")],
            "exact: 1.18.0",
        ),
        Example::seen("without a version", &[Shown::Header("server", "nginx")], "unknown: any"),
    ],
    unseen: &[Example::unseen(
        "what others made of it",
        &[Shown::Header("server", "openresty/1.21.4.1"), Shown::Header("server", "Tengine")],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for named in named(traces, "nginx") {
        clues.push(named.clue(traces, 3));
    }
}
