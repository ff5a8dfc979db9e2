//! `aspnet-mvc`: its header names a branch.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "aspnet-mvc",
    name: "ASP.NET MVC",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[Example::seen(
        "the header",
        &[Shown::Header("x-aspnetmvc-version", "5.2")],
        "range: from 5.2, before 5.3",
    )],
    unseen: &[Example::unseen(
        "the header of the runtime",
        &[Shown::Header("x-aspnet-version", "4.0.30319")],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for value in traces.header("x-aspnetmvc-version") {
        let version = Version::leading(value).map(|version| Versions::branch(&version, 2));
        let place = Place::Header("x-aspnetmvc-version".to_owned());
        clues.push(Clue::proof(place, value).of(version).of_copy(value));
    }
}
