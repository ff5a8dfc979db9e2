//! `kentico`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "kentico",
    name: "Kentico",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator of old releases",
            &[Shown::Page(
                r#"<meta name="generator" content="Kentico CMS 8.2 (build 8.2.5514.36441)">"#,
            )],
            "range: from 8.2, before 8.3",
        ),
        Example::seen(
            "fields and files",
            &[Shown::Page(
                r#"<link href="/CMSPages/GetResource.ashx?stylesheetname=so" rel="stylesheet"><input type="hidden" name="__CMSCsrfToken" value="a">"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "CMSPreferredCulture=vi-VN; path=/")],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            "<h1>Kentico CMS 8.2</h1><p>name=\"__CMSCsrfToken\", /CMSPages/GetResource.ashx</p>",
        )],
    )],
};

/// Cookies that only it sets.
const COOKIES: &[&str] = &["CMSPreferredCulture", "CMSCsrfCookie", "CMSCookieLevel"];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Kentico") {
        let after = generator.after.trim_start();
        let version = Version::leading(after.strip_prefix("CMS").unwrap_or(after));
        // What follows the second number counts builds, and hotfixes are told nowhere.
        clues.push(generator.clue().of(version.map(|version| Versions::branch(&version, 2))));
    }
    if let Some(tag) = traces.tag_with("__CMSCsrfToken") {
        clues.push(Clue::proof(Place::Markup, tag));
    }
    if let Some(url) = traces.asset_with("/cmspages/getresource.ashx") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    for cookie in traces.cookies().filter(|name| COOKIES.contains(name)) {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
}
