//! `iis`: comes with Windows Server, whose edition its version names up to 8.5. 10.0 comes with all of
//! Windows Server 2016, 2019, 2022 and 2025.

use super::{Example, Product, Shown};
use crate::software::{
    Clue, Traces,
    banner::{Named, named},
};

pub(super) const PRODUCT: Product = Product {
    id: "iis",
    name: "Microsoft IIS",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "of Windows Server 2012 R2",
            &[Shown::Header("server", "Microsoft-IIS/8.5")],
            "exact: 8.5",
        ),
        Example::seen(
            "of which Windows nobody can tell",
            &[Shown::Header("server", "Microsoft-IIS/10.0")],
            "exact: 10.0",
        ),
    ],
    unseen: &[Example::unseen(
        "an API of Windows without it",
        &[Shown::Header("server", "Microsoft-HTTPAPI/2.0")],
    )],
};

/// Versions, and the edition of Windows Server with which each comes.
const EDITIONS: &[(&str, &str)] = &[
    ("5.0", "Windows 2000"),
    ("6.0", "Windows Server 2003"),
    ("7.0", "Windows Server 2008"),
    ("7.5", "Windows Server 2008 R2"),
    ("8.0", "Windows Server 2012"),
    ("8.5", "Windows Server 2012 R2"),
];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for named in named(traces, "Microsoft-IIS") {
        let edition = EDITIONS.iter().find(|(own, _)| *own == named.version);
        let told = edition.map(|(_, edition)| format!("{} ({edition})", named.value));
        let value = told.as_deref().unwrap_or(named.value);
        clues.push(Named { value, ..named }.clue(traces, 2));
    }
}
