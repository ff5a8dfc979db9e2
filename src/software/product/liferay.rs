//! `liferay`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "liferay",
    name: "Liferay",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the header names the release",
            &[Shown::Header(
                "liferay-portal",
                "Liferay Community Edition Portal 7.0.4 GA5 (Wilberforce / Build 7004 / October 23, 2017)",
            )],
            "exact: 7.0.4",
        ),
        Example::seen(
            "the header names a branch",
            &[Shown::Header("liferay-portal", "Liferay Portal Enterprise Edition 6.2 EE SP14")],
            "range: from 6.2, before 6.3",
        ),
        Example::seen(
            "the header names nothing",
            &[Shown::Header("liferay-portal", "Liferay Digital Experience Platform")],
            "unknown: any",
        ),
        Example::seen(
            "scripts of newer releases, and addresses of portlets",
            &[Shown::Page(
                r#"<script src="/o/frontend-js-web/liferay/modules.js"></script><a href="/web/guest/home?p_p_id=56_INSTANCE_a1&amp;p_p_lifecycle=0">Tin</a>"#,
            )],
            "at-least: from 7.0",
        ),
        Example::seen(
            "the object that pages share",
            &[Shown::Page(
                "<script>var Liferay={ThemeDisplay:{}};Liferay.ThemeDisplay.getPlid=1;</script>",
            )],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it, with a link to a site that runs it",
        &[Shown::Page(
            r#"<h1>Liferay Portal 7.0</h1><p>Liferay.ThemeDisplay</p><a href="https://khac.example/web/guest?p_p_id=1&p_p_lifecycle=0">Ví dụ</a>"#,
        )],
    )],
};

/// What pages load, and the versions that have it there.
const LOADED: &[(&str, &str)] = &[
    ("/o/frontend-js-web/", ">=7.0"),
    ("/html/js/liferay/", "<7.0"),
    ("/html/js/barebone.jsp", "<7.0"),
    ("/html/js/everything.jsp", "<7.0"),
];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for value in traces.header("liferay-portal") {
        let place = Place::Header("liferay-portal".to_owned());
        clues.push(Clue::proof(place, value).of(release(value)));
    }
    for &(path, versions) in LOADED {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::proof(Place::Asset, url.path()).of(Versions::parse(versions)));
        }
    }
    if let Some(code) = traces.code_with("Liferay.ThemeDisplay") {
        clues.push(Clue::proof(Place::Code, code));
    }
    for cookie in traces.cookies().filter(|name| *name == "GUEST_LANGUAGE_ID") {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
    if let Some(link) = traces.own_link_with("p_p_id=")
        && link.href.contains("p_p_lifecycle=")
    {
        clues.push(Clue::proof(Place::Link, &link.href));
    }
}

/// The release that the header names before its brackets; a number of two parts is a branch.
fn release(header: &str) -> Option<Versions> {
    let named = header.split('(').next()?.split_whitespace();
    let mut numbers = named.filter(|word| word.contains('.')).filter_map(Version::parse);
    let version = numbers.next()?;
    if version.as_str().matches('.').count() == 1 {
        return Some(Versions::branch(&version, 2));
    }
    Some(Versions::exactly(version))
}
