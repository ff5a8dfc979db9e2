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
            "range: from 15.0.4569, before 15.0.4570",
        ),
        Example::seen(
            "headers are kept back, and the page names the build",
            &[Shown::Page(
                r#"<script>var _spPageContextInfo = {webServerRelativeUrl: "\u002f", siteClientTag: "76$$16.0.10417.20003", webUIVersion: 15};</script>"#,
            )],
            "range: from 16.0.10417, before 16.0.10418",
        ),
        Example::seen(
            "web parts and styles only",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/_layouts/15/1066/styles/core.css"><div id="ctl00_ctl34_g_bb08f10c_1d27_4e43_9b3a_0e2d3f4a5b6c"></div><div id="s4-workspace"></div>"#,
            )],
            "at-least: from 15.0",
        ),
        Example::seen(
            "the generator",
            &[Shown::Page(r#"<meta name="GENERATOR" content="Microsoft SharePoint">"#)],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            r#"<title>Microsoft SharePoint 2013</title><p>Thư mục /_layouts/15/, biến _spPageContextInfo, id="s4-workspace"</p><a href="/tai-lieu/sharepoint.pdf">SharePoint</a>"#,
        )],
    )],
};

/// Headers that only it sends.
const HEADERS: &[&str] = &["sprequestguid", "x-sharepointhealthscore", "sprequestduration"];

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
    for text in ["s4-workspace", "ctl00_SPWebPartManager1_g_"] {
        if let Some(tag) = traces.tag_with(text) {
            clues.push(Clue::proof(Place::Markup, tag));
        }
    }
    for (path, versions) in [("/_layouts/15/", ">=15.0"), ("/_layouts/16/", ">=16.0")] {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::proof(Place::Asset, url.path()).of(Versions::parse(versions)));
        }
    }
    if let Some(url) = traces.asset_with("/_layouts/") {
        clues.push(Clue::hint(Place::Asset, url.path()));
    }
}

/// All patches of a build. The header writes `16.0.0.10417` for what is 16.0.10417.20198 elsewhere.
fn build(version: &Version) -> Option<Versions> {
    let number = if version.number(2) == 0 { version.number(3) } else { version.number(2) };
    let build = format!("{}.{}.{number}", version.number(0), version.number(1));
    let known = (12..=20).contains(&version.number(0)) && number > 0;
    Some(Versions::branch(&Version::parse(&build)?, 3)).filter(|_| known)
}
