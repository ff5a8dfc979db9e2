//! `vbulletin`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "vbulletin",
    name: "vBulletin",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator",
            &[Shown::Page(r#"<meta name="generator" content="vBulletin 4.2.2">"#)],
            "exact: 4.2.2",
        ),
        Example::seen(
            "a script that carries the release without its points",
            &[Shown::Page(r#"<script src="clientscript/vbulletin_global.js?v=387"></script>"#)],
            "range: from 3.8.7, before 3.8.8",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "bb_sessionhash=a; path=/")],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page("<h1>vBulletin 5.6.4</h1><p>bb_sessionhash</p>")],
        ),
        Example::unseen(
            "a cookie that other forums set too",
            &[Shown::Header("set-cookie", "bb_lastvisit=1; path=/")],
        ),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("vBulletin") {
        clues.push(generator.clue().of(generator.version().map(Versions::exactly)));
    }
    if let Some(url) = traces.asset_with("/clientscript/vbulletin") {
        clues.push(Clue::proof(Place::Asset, url.as_str()).of(url.query().and_then(carried)));
    }
    for cookie in traces.cookies() {
        if ["bb_sessionhash", "bbsessionhash"].contains(&cookie) {
            clues.push(Clue::proof(Place::Cookie, cookie));
        } else if ["bb_lastvisit", "bblastvisit"].contains(&cookie) {
            clues.push(Clue::hint(Place::Cookie, cookie));
        }
    }
}

/// `v=387` is 3.8.7, with whatever patch level.
fn carried(query: &str) -> Option<Versions> {
    let digits = query.strip_prefix("v=")?.split('&').next()?.as_bytes();
    let [major @ b'3'..=b'6', minor @ b'0'..=b'9', patch @ b'0'..=b'9'] = digits else {
        return None;
    };
    let [major, minor, patch] = [major, minor, patch].map(|digit| char::from(*digit));
    Some(Versions::branch(&Version::parse(&format!("{major}.{minor}.{patch}"))?, 3))
}
