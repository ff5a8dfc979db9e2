//! `liferay`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions, version_in_query};

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
            "the header names a branch and a build",
            &[Shown::Header(
                "liferay-portal",
                "Liferay Portal Community Edition 6.2 CE GA6 (Newton / Build 6205 / January 6, 2016)",
            )],
            "range: from 6.2.5, before 6.2.6",
        ),
        Example::seen(
            "a style that carries the build",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/so-theme/css/main.css?browserId=other&amp;minifierType=css&amp;b=6201&amp;t=1621993502000">"#,
            )],
            "range: from 6.2.1, before 6.2.2",
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
    let minified = traces.assets().filter(|url| has_minifier(url.query()));
    if let Some((url, build)) =
        minified.into_iter().find_map(|url| Some((url, version_in_query(url, "b")?)))
    {
        clues.push(Clue::proof(Place::Asset, url.as_str()).of(build_of(build.as_str())));
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

fn has_minifier(query: Option<&str>) -> bool {
    query.is_some_and(|query| query.contains("minifierType="))
}

/// The release that the header names before its brackets; where that is a branch, the build in them.
fn release(header: &str) -> Option<Versions> {
    let mut words = header.split('(').next()?.split_whitespace().filter(|word| word.contains('.'));
    let version = words.find_map(Version::parse)?;
    if version.as_str().matches('.').count() > 1 {
        return Some(Versions::exactly(version));
    }
    let build = header.split("Build ").nth(1).and_then(|rest| rest.split(' ').next());
    build.and_then(build_of).or_else(|| Some(Versions::branch(&version, 2)))
}

/// Builds are numbered as releases: 6205 is 6.2.5, 7210 is 7.2.10.
fn build_of(digits: &str) -> Option<Versions> {
    let (major, rest) = digits.split_at_checked(1)?;
    let (minor, patch) = rest.split_at_checked(1)?;
    let is_build = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let version = Version::parse(&format!("{major}.{minor}.{patch}")).filter(|_| is_build)?;
    Some(Versions::branch(&version, 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_the_tables_is_read() {
        let mut sets = LOADED.iter().map(|row| row.1);
        assert!(sets.all(|set| Versions::parse(set).is_some()));
    }
}
