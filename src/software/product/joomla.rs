//! `joomla`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "joomla",
    name: "Joomla!",
    contains: &[],
    clues,
    extra_files: &[
        "administrator/manifests/files/joomla.xml",
        "language/en-GB/langmetadata.xml",
        "language/en-GB/en-GB.xml",
    ],
    seen: &[
        Example::seen(
            "a generator, which has had no number for long",
            &[Shown::Page(
                r#"<meta name="generator" content="Joomla! - Open Source Content Management">"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "the generator of an old branch",
            &[Shown::Page(
                r#"<meta name="generator" content="Joomla! 1.5 - Open Source Content Management">"#,
            )],
            "range: from 1.5, before 1.6",
        ),
        Example::seen(
            "its manifest names the release",
            &[
                Shown::Page(
                    r#"<script type="application/json" class="joomla-script-options new">{}</script>"#,
                ),
                Shown::File(
                    "/administrator/manifests/files/joomla.xml",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<extension type=\"file\" method=\"upgrade\"><name>files_joomla</name><version>4.2.9</version>",
                ),
            ],
            "exact: 4.2.9",
        ),
        Example::seen(
            "scripts of a branch, in a folder",
            &[Shown::Page(r#"<script src="/cms/media/jui/js/jquery.min.js"></script>"#)],
            "range: from 3.0, before 4.0",
        )
        .beside(&["jquery"]),
        Example::seen(
            "addresses of its components",
            &[Shown::Page(
                r#"<a href="/index.php?option=com_content&amp;view=article&amp;id=3">Tin</a>"#,
            )],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it, with a link to a site that runs it",
            &[Shown::Page(
                r#"<h1>Joomla! 3.9</h1><a href="https://khac.example/index.php?option=com_content">Ví dụ</a>"#,
            )],
        ),
        Example::unseen(
            "a manifest of something else at its place",
            &[Shown::File(
                "/administrator/manifests/files/joomla.xml",
                "<?xml version=\"1.0\"?><extension><name>mau</name><version>9</version>",
            )],
        ),
    ],
};

/// Files that its releases carry, and the name that stands in each of them.
const MANIFESTS: &[(&str, &str)] = &[
    ("administrator/manifests/files/joomla.xml", "files_joomla"),
    ("language/en-GB/langmetadata.xml", "English (en-GB)"),
    ("language/en-GB/en-GB.xml", "English (en-GB)"),
];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for generator in traces.generated_by("Joomla") {
        let version = Version::leading(generator.after.trim_start_matches('!'));
        clues.push(generator.clue().of(version.map(|version| Versions::branch(&version, 2))));
    }
    if let Some(tag) = traces.tag_with("joomla-script-options") {
        clues.push(Clue::proof(Place::Markup, tag));
    }
    if let Some(url) = traces.asset_with("/media/jui/") {
        clues.push(Clue::proof(Place::Asset, url.path()).of(Versions::parse(">=3.0 <4.0")));
    }
    if let Some(link) = traces.own_link_with("/index.php?option=com_") {
        clues.push(Clue::proof(Place::Link, &link.href));
    }
    if let Some(url) = traces.asset_with("/media/system/js/") {
        clues.push(Clue::hint(Place::Asset, url.path()));
    }
    if let Some((file, version)) = traces.file().and_then(|file| {
        let (_, name) = MANIFESTS.iter().find(|(path, _)| file.is_at(path))?;
        let version = file.head.contains(name).then(|| file.head.split("<version>").nth(1));
        Some((file, Version::leading(version??)?))
    }) {
        let place = Place::File(file.url.path().to_owned());
        let excerpt = format!("<version>{version}</version>");
        clues.push(Clue::hint(place, &excerpt).of(Versions::exactly(version)));
    }
}
