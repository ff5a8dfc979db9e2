//! `symfony-profiler`: the bar below every page that leads to all that the application did.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "symfony-profiler",
    name: "Symfony profiler",
    shows: Text {
        vi: "Câu truy vấn, phiên làm việc và đường dẫn bên trong hiện ra cho mọi người.",
        en: "Queries, sessions and inner paths are shown to everybody.",
    },
    marks: &["sf-toolbar"],
    headers: &["x-debug-token-link"],
    clue,
    seen: &[
        Example::seen(
            "the bar",
            &[Shown::Page(
                r#"<title>Cổng</title><p>Tin</p><div id="sfwdt8a9bce" class="sf-toolbar sf-display-none"></div>"#,
            )],
            "sfwdt8a9bce",
        ),
        Example::seen(
            "a page without the bar",
            &[
                Shown::Header("x-debug-token-link", "https://so.gov.example/_profiler/8a9bce"),
                Shown::Page(r#"<p>Tin</p>"#),
            ],
            "_profiler/8a9bce",
        ),
    ],
    unseen: &[
        Example::unseen(
            "a bar of something else",
            &[Shown::Page(r#"<div class="sf-toolbar"></div>"#)],
        ),
        Example::unseen(
            "an article that quotes it",
            &[Shown::Page(r#"<p>&lt;div id="sfwdt8a9bce" class="sf-toolbar"></p>"#)],
        ),
    ],
};

fn clue(traces: &Traces<'_>, _: &Page) -> Option<Clue> {
    if let Some(link) = traces.header("x-debug-token-link").next() {
        return Some(Clue::proof(Place::Header("x-debug-token-link".to_owned()), link));
    }
    let mut bars = traces.tags_with("class=\"sf-toolbar");
    let bar = bars.find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("id=\"sfwdt")));
    Some(Clue::proof(Place::Markup, bar?))
}
