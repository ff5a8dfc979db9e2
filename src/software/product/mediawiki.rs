//! `mediawiki`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "mediawiki",
    name: "MediaWiki",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator names the release",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/load.php?lang=vi&amp;modules=skins.vector.styles.legacy&amp;only=styles&amp;skin=vector"/><meta name="generator" content="MediaWiki 1.39.17"/>"#,
            )],
            "exact: 1.39.17",
        ),
        Example::seen(
            "a generator of which somebody has left the branch only",
            &[Shown::Page(r#"<meta name="generator" content="MediaWiki 1.35">"#)],
            "range: from 1.35, before 1.36",
        ),
        Example::seen(
            "no generator, and the loader of modules",
            &[Shown::Page(
                r#"<script async src="/w/load.php?lang=vi&amp;modules=startup&amp;only=scripts&amp;raw=1&amp;skin=vector"></script>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "the address of its interface for programs",
            &[Shown::Page(
                r#"<link rel="EditURI" type="application/rsd+xml" href="//portal.gov.example/w/api.php?action=rsd">"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "a release from before the loader, by its script",
            &[Shown::Page(
                r#"<script src="/wiki/skins/common/wikibits.js?207"></script><img src="/wiki/skins/common/images/poweredby_mediawiki_88x31.png">"#,
            )],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it, with its badge from its makers",
            &[Shown::Page(
                r#"<title>MediaWiki 1.39.17</title><p>Thẻ &lt;meta name="generator" content="MediaWiki 1.39.17">, tệp /load.php?modules=startup&amp;only=scripts</p><img src="https://wiki.example/resources/assets/poweredby_mediawiki_88x31.png">"#,
            )],
        ),
        Example::unseen(
            "a portal that loads a script of a wiki elsewhere",
            &[Shown::Page(
                r#"<script src="https://wiki.example/w/load.php?modules=startup&amp;only=scripts"></script>"#,
            )],
        ),
        Example::unseen(
            "scripts of other systems with such a name, and a blog's address for editors",
            &[Shown::Page(
                r#"<script src="/js/load.php?modules=menu"></script><link rel="EditURI" href="/xmlrpc.php?rsd">"#,
            )],
        ),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("MediaWiki") {
        clues.push(generator.clue().of(generator.version().map(|version| told(&version))));
    }
    let mut loaders = traces.assets_with("/load.php");
    let loader = loaders.find(|url| {
        let has = |name: &str| url.query_pairs().any(|(own, _)| own == name);
        has("modules") && has("only")
    });
    if let Some(url) = loader {
        clues.push(Clue::proof(Place::Asset, url.as_str()));
    }
    if let Some(tag) = traces.tag_with("/api.php?action=rsd") {
        clues.push(Clue::proof(Place::Markup, tag));
    }
    for file in ["/skins/common/wikibits.js", "/poweredby_mediawiki_"] {
        if let Some(url) = traces.asset_with(file) {
            clues.push(Clue::proof(Place::Asset, url.path()));
        }
    }
}

/// Releases have three numbers; two are the name of a branch.
fn told(version: &Version) -> Versions {
    if version.as_str().split('.').count() < 3 {
        Versions::branch(version, 2)
    } else {
        Versions::exactly(version.clone())
    }
}
