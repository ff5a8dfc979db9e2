//! `phpbb`. `assets_version` in its addresses counts changes of styles and is no version.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "phpbb",
    name: "phpBB",
    contains: &[],
    clues,
    extra_files: &["styles/prosilver/style.cfg"],
    seen: &[
        Example::seen(
            "the body of a forum",
            &[Shown::Page(
                r#"<link href="./styles/prosilver/theme/stylesheet.css?assets_version=14" rel="stylesheet"><body id="phpbb" class="nojs notouch section-index"><p>Powered by <a href="https://www.phpbb.com/">phpBB</a></p>"#,
            )],
            "at-least: from 3.1",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "phpbb3_k2x_sid=a; path=/")],
            "at-least: from 3.0",
        ),
        Example::seen(
            "the settings of its style name the release",
            &[
                Shown::Header("set-cookie", "phpbb3_k2x_sid=a; path=/"),
                Shown::File(
                    "/diendan/styles/prosilver/style.cfg",
                    "# General Information about this style\nname = prosilver\nstyle_version = 3.3.11\nphpbb_version = 3.3.11\n",
                ),
            ],
            "exact: 3.3.11",
        ),
        Example::seen(
            "a cookie of long ago",
            &[Shown::Header("set-cookie", "phpbb2mysql_sid=a; path=/")],
            "range: from 2.0, before 3.0",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            r#"<h1>phpBB 3.3</h1><p>Powered by <a href="https://www.phpbb.com/">phpBB</a></p>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    if let Some(tag) = traces.tag_with("id=\"phpbb\"").filter(|tag| tag.starts_with("<body")) {
        clues.push(Clue::proof(Place::Markup, tag).of(Versions::parse(">=3.0")));
    }
    if let Some(url) = traces.asset_with("/styles/prosilver/") {
        clues.push(Clue::proof(Place::Asset, url.path()).of(Versions::parse(">=3.0")));
    }
    if let Some(url) = traces.assets().find(|url| has_counter(url.query())) {
        clues.push(Clue::hint(Place::Asset, url.as_str()).of(Versions::parse(">=3.1")));
    }
    for cookie in traces.cookies() {
        if cookie.starts_with("phpbb3_") {
            clues.push(Clue::proof(Place::Cookie, cookie).of(Versions::parse(">=3.0")));
        } else if cookie.starts_with("phpbb2mysql_") {
            clues.push(Clue::proof(Place::Cookie, cookie).of(Versions::parse(">=2.0 <3.0")));
        }
    }
    if let Some((file, version)) = traces.file().and_then(|file| {
        let settings = file.is_at("styles/prosilver/style.cfg").then_some(&file.head)?;
        let line = settings.lines().find_map(|line| line.strip_prefix("phpbb_version"))?;
        Some((file, Version::leading(line.trim_start_matches([' ', '=']))?))
    }) {
        let place = Place::File(file.url.path().to_owned());
        let excerpt = format!("phpbb_version = {version}");
        clues.push(Clue::hint(place, &excerpt).of(Versions::exactly(version)));
    }
    for link in traces.links_to("phpbb.com").filter(|link| link.text.contains("phpBB")).take(1) {
        clues.push(Clue::hint(Place::Link, &link.text));
    }
}

fn has_counter(query: Option<&str>) -> bool {
    query.is_some_and(|query| query.contains("assets_version="))
}
