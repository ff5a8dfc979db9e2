//! `typo3`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "typo3",
    name: "TYPO3",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the generator, which has no number any more",
            &[Shown::Page(r#"<meta name="generator" content="TYPO3 CMS">"#)],
            "unknown: any",
        ),
        Example::seen(
            "the generator of old releases",
            &[Shown::Page(r#"<meta name="generator" content="TYPO3 4.5 CMS">"#)],
            "range: from 4.5, before 4.6",
        ),
        Example::seen(
            "a comment and files",
            &[Shown::Page(
                "<!-- \n\tThis website is powered by TYPO3 - inspiring people to share!\n--><script src=\"/typo3temp/assets/js/a.js\"></script>",
            )],
            "unknown: any",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "fe_typo_user=a; path=/")],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page("<h1>TYPO3 4.5</h1><p>This website is powered by TYPO3, /typo3temp/</p>")],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("TYPO3") {
        let version = generator.version().filter(|version| version.as_str().contains('.'));
        clues.push(generator.clue().of(version.map(|version| Versions::branch(&version, 2))));
    }
    if let Some(comment) = traces.comment_with("This website is powered by TYPO3") {
        clues.push(Clue::proof(Place::Markup, comment));
    }
    for path in ["/typo3conf/", "/typo3temp/"] {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::proof(Place::Asset, url.path()));
        }
    }
    for cookie in traces.cookies().filter(|name| *name == "fe_typo_user") {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
}
