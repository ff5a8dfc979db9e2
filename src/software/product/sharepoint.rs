//! `sharepoint`: versions are build numbers, as in `16.0.10417`: 14 is SharePoint 2010, 15 is 2013,
//! 16 is 2016 (up to 16.0.5xxx), 2019 (16.0.10xxx) or Subscription Edition (from 16.0.14xxx).

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "sharepoint",
    name: "Microsoft SharePoint",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the header with the build",
            &[Shown::Header("microsoftsharepointteamservices", "15.0.0.4569")],
            "range: from 15.0.4569, before 16.0",
        ),
        Example::seen(
            "headers are kept back, and the page names the build",
            &[Shown::Page(
                r#"<script>var _spPageContextInfo = {webServerRelativeUrl: "\u002f", siteClientTag: "76$$16.0.10417.20003", webUIVersion: 15};</script>"#,
            )],
            "range: from 16.0.10417, before 16.0.14000",
        ),
        Example::seen(
            "styles only",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/_layouts/15/1066/styles/core.css"><div id="s4-workspace"></div>"#,
            )],
            "at-least: from 15.0",
        ),
        Example::seen(
            "a web part only",
            &[Shown::Page(
                r#"<form id="ctl00_aspnetForm"><div id="ctl00_ctl34_g_bb08f10c_1d27_4e43_9b3a_0e2d3f4a5b6c_ctl00_pnl"></div></form>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "the generator",
            &[Shown::Page(r#"<meta name="GENERATOR" content="Microsoft SharePoint">"#)],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "controls of any ASP.NET",
            &[Shown::Page(
                r#"<div id="ctl00_ctl34_g_menu"></div><div id="ctl00_ctl35_g_1_2_3_4_5"></div>"#,
            )],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<title>Microsoft SharePoint 2013</title><p>Thư mục /_layouts/15/, biến _spPageContextInfo, id="s4-workspace"</p><a href="/tai-lieu/sharepoint.pdf">SharePoint</a>"#,
            )],
        ),
    ],
};

/// Headers that only it sends.
const HEADERS: &[&str] = &["sprequestguid", "x-sharepointhealthscore", "sprequestduration"];

/// The most ids that are looked at, and bytes of one.
const MOST_IDS: usize = 1000;
const LONGEST_ID: usize = 200;

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Microsoft SharePoint") {
        clues.push(generator.clue());
    }
    let mut has_header = false;
    for value in traces.header("microsoftsharepointteamservices") {
        has_header = true;
        let place = Place::Header("microsoftsharepointteamservices".to_owned());
        clues.push(
            Clue::proof(place, value).of(Version::leading(value).and_then(|own| build(&own))),
        );
    }
    for &name in HEADERS {
        if let Some(value) = traces.header(name).next() {
            clues.push(Clue::proof(Place::Header(name.to_owned()), value));
        }
    }
    if let Some(code) = traces.code_with("_spPageContextInfo") {
        clues.push(Clue::proof(Place::Code, code));
    }
    // The page can be older than the server that serves it, so the header comes first.
    if let Some(code) = traces.code_with("siteClientTag").filter(|_| !has_header) {
        let tag = code.split("siteClientTag").nth(1).and_then(|rest| rest.split("$$").nth(1));
        let version = tag.and_then(Version::leading);
        clues.push(Clue::hint(Place::Code, code).of(version.and_then(|own| build(&own))));
    }
    if let Some(tag) = traces.tag_with("id=\"s4-workspace\"") {
        clues.push(Clue::proof(Place::Markup, tag));
    }
    if let Some(id) = traces.page().and_then(|page| web_part(&page.source)) {
        clues.push(Clue::proof(Place::Markup, id));
    }
    for (path, versions) in [("/_layouts/15/", ">=15.0"), ("/_layouts/16/", ">=16.0")] {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::proof(Place::Asset, url.path()).of(Versions::parse(versions)));
        }
    }
    if let Some(url) = traces.asset_with("/_layouts/") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
}

/// The id of a web part: `ctl00_ctl34_g_` or `ctl00_SPWebPartManager1_g_` and a number of its own,
/// whose groups are joined by `_`.
fn web_part(source: &str) -> Option<&str> {
    let begins = source.match_indices("id=\"ctl00_").take(MOST_IDS);
    let mut ids = begins.filter_map(|(at, begin)| {
        let id = source.get(at + begin.len()..)?;
        id.get(..id.bytes().take(LONGEST_ID).position(|byte| byte == b'"')?)
    });
    ids.find(|id| {
        let number = id.split_once("_g_").map(|(_, after)| after.split('_').take(5));
        let is_group = |(group, length): (&str, usize)| {
            group.len() == length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        number.is_some_and(|groups| {
            let mut groups = groups.zip([8, 4, 4, 4, 12]);
            groups.clone().count() == 5 && groups.all(is_group)
        })
    })
}

/// This build or a later one of the same generation: patches do not always raise the number in the
/// header, so it says what was installed once. It writes `16.0.0.10417` for what is 16.0.10417.20198
/// elsewhere.
fn build(version: &Version) -> Option<Versions> {
    let number = if version.number(2) == 0 { version.number(3) } else { version.number(2) };
    let build = format!("{}.{}.{number}", version.number(0), version.number(1));
    let known = (12..=20).contains(&version.number(0)) && number > 0;
    // SharePoint 2016, 2019 and the Subscription Edition are all 16.0.
    let next = match (version.number(0), number) {
        (16, ..10_000) => "16.0.10000".to_owned(),
        (16, 10_000..14_000) => "16.0.14000".to_owned(),
        (16.., _) => return Some(Versions::at_least(Version::parse(&build)?)).filter(|_| known),
        (major, _) => format!("{}.0", major + 1),
    };
    let generation = Versions::below(Version::parse(&next)?);
    Some(Versions::at_least(Version::parse(&build)?).and(&generation)).filter(|_| known)
}
