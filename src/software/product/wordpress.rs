//! `wordpress`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Says, Traces, Version, Versions, version_in_query};

pub(super) const PRODUCT: Product = Product {
    id: "wordpress",
    name: "WordPress",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator names the release",
            &[Shown::Page(r#"<meta name="generator" content="WordPress 6.4.1">"#)],
            "exact: 6.4.1",
        ),
        Example::seen(
            "no generator, and a style of the core that carries the release",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/wp-includes/css/dist/block-library/style.min.css?ver=6.3.2"><script src="/wp-includes/js/jquery/jquery.min.js?ver=3.7.0"></script>"#,
            )],
            "exact: 6.3.2",
        )
        .beside(&["jquery"]),
        Example::seen(
            "a theme, and styles whose numbers a cache has made",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/wp-content/themes/so/style.css?ver=2.1"><link rel="stylesheet" href="/wp-includes/css/dist/block-library/style.min.css?ver=1698765432">"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "an address that it announces, in a header",
            &[Shown::Header(
                "link",
                r#"<https://so.gov.example/wp-json/>; rel="https://api.w.org/""#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "a site that its makers host",
            &[Shown::Page(r#"<meta name="generator" content="WordPress.com">"#)],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it, with a picture from another site",
            &[Shown::Page(
                r#"<title>Lỗ hổng của WordPress 6.4.1</title><p>Tệp /wp-includes/version.php, thẻ &lt;meta name="generator" content="WordPress 6.4.1"></p><img src="https://khac.example/wp-content/themes/a.png">"#,
            )],
        ),
        Example::unseen(
            "pictures that a move to another system left where they were",
            &[Shown::Page(r#"<img src="/wp-content/uploads/2014/05/hoi-nghi.jpg">"#)],
        ),
        Example::unseen(
            "a builder that writes its own name",
            &[Shown::Page(r#"<meta name="generator" content="WP Rocket 3.19.4">"#)],
        ),
    ],
};

/// Files of the core whose address carries its version; others carry that of a library.
const CORE: &[&str] = &[
    "/wp-includes/css/dist/block-library/style",
    "/wp-includes/js/wp-embed",
    "/wp-includes/js/wp-emoji",
];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    let known = clues.len();
    for generator in traces.generated_by("WordPress") {
        clues.push(generator.clue().of(generator.version().map(Versions::exactly)));
    }
    let is_told = clues.iter().skip(known).any(|clue| clue.says != Says::Product);
    if let Some(link) = traces.header("link").find(|link| link.contains("https://api.w.org/")) {
        clues.push(Clue::proof(Place::Header("link".to_owned()), link));
    }
    if let Some(tag) = traces.tag_with("https://api.w.org/") {
        clues.push(Clue::proof(Place::Markup, tag));
    }
    for part in ["/wp-includes/", "/wp-content/themes/", "/wp-content/plugins/"] {
        if let Some(url) = traces.asset_with(part) {
            clues.push(Clue::proof(Place::Asset, url.path()));
        }
    }
    for cookie in traces.cookies().filter(|name| name.starts_with("wordpress_")) {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
    // Caches and plugins write numbers of their own, so these count only where nothing better does.
    if !is_told {
        carried(traces, clues);
    }
}

/// The version that addresses of the core's own files carry.
fn carried(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    let of_core = CORE.iter().flat_map(|part| traces.assets_with(part));
    let carried = of_core.into_iter().find_map(|url| Some((url, version_in_query(url, "ver")?)));
    if let Some((url, version)) = carried.filter(|(_, version)| is_release(version)) {
        let excerpt = url.as_str();
        clues.push(Clue::hint(Place::Asset, excerpt).of(Versions::exactly(version)));
        return;
    }
    let emoji = traces.code_with("wp-emoji-release.min.js?ver=");
    let version = emoji.and_then(|code| Version::leading(code.split("js?ver=").nth(1)?));
    if let (Some(code), Some(version)) = (emoji, version.filter(is_release)) {
        clues.push(Clue::hint(Place::Code, code).of(Versions::exactly(version)));
    }
}

/// Whether a number can be one of its releases: no time stamp, no digest.
fn is_release(version: &Version) -> bool {
    (2..30).contains(&version.number(0)) && version.as_str().contains('.')
}
