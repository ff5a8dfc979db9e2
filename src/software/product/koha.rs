//! `koha`: catalogues of libraries. It writes its releases as `24.1100000`: year, then two digits
//! for the month, two for the release of maintenance and three for work between releases.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "koha",
    name: "Koha",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator",
            &[Shown::Page(r#"<meta name="generator" content="Koha 24.1103000">"#)],
            "exact: 24.11.03",
        ),
        Example::seen(
            "a style that carries the release",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/opac-tmpl/bootstrap/css/opac_21.0508000.css">"#,
            )],
            "exact: 21.05.08",
        ),
        Example::seen(
            "addresses of the catalogue",
            &[Shown::Page(r#"<a href="/cgi-bin/koha/opac-search.pl?q=a">Tìm</a>"#)],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it, with a link to a library that runs it",
        &[Shown::Page(
            r#"<h1>Koha 24.11</h1><a href="https://thuvien.example/cgi-bin/koha/opac-main.pl">Thư viện</a>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Koha") {
        let release = release(generator.after.trim());
        clues.push(generator.clue().of(release.map(Versions::exactly)));
    }
    if let Some(link) = traces.own_link_with("/cgi-bin/koha/") {
        clues.push(Clue::proof(Place::Link, &link.href));
    }
    let mut assets = traces.assets_with("/opac-tmpl/").peekable();
    if let Some(first) = assets.peek() {
        clues.push(Clue::proof(Place::Asset, first.path()));
    }
    if let Some((url, version)) = assets.find_map(|url| Some((url, in_name(url.path())?))) {
        clues.push(Clue::hint(Place::Asset, url.path()).of(Versions::exactly(version)));
    }
}

/// The release in the name of a file, as in `opac_21.0508000.css`.
fn in_name(path: &str) -> Option<Version> {
    let (_, after) = path.rsplit_once('_')?;
    release(after.rsplit_once('.')?.0)
}

fn release(written: &str) -> Option<Version> {
    let (year, digits) = written.split_once('.')?;
    if digits.len() != 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Version::parse(written).filter(|_| digits.contains('.'));
    }
    let (month, rest) = digits.split_at_checked(2)?;
    let (release, work) = rest.split_at_checked(2)?;
    let work = if work == "000" { String::new() } else { format!(".{work}") };
    Version::parse(&format!("{year}.{month}.{release}{work}"))
}
