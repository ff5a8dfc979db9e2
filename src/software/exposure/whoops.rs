//! `whoops`: an error page of many PHP frameworks, Laravel 4 and 5.5 among them.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "whoops",
    name: "Whoops error page",
    shows: Text {
        vi: "Đường dẫn, mã nguồn, biến môi trường và có khi cả mật khẩu của cơ sở dữ liệu hiện ra cho mọi người.",
        en: "Paths, source code, environment variables and sometimes the passwords of the database are shown to everybody.",
    },
    marks: &["Whoops container"],
    headers: &[],
    clue,
    seen: &[Example::seen(
        "the page",
        &[Shown::Page(
            r#"<title>Whoops! There was an error.</title><div class="Whoops container"><div class="stack-container"><div class="left-panel"><span>ErrorException</span></div></div></div>"#,
        )],
        "There was an error",
    )],
    unseen: &[
        Example::unseen(
            "an article that quotes it",
            &[Shown::Page(
                r#"<title>Whoops</title><pre>&lt;div class="Whoops container"&gt;&lt;div class="stack-container"&gt;</pre>"#,
            )],
        ),
        Example::unseen(
            "a page that is called so",
            &[Shown::Page(r#"<title>Whoops! There was an error.</title><h1>Whoops</h1>"#)],
        ),
    ],
};

fn clue(traces: &Traces<'_>, page: &Page) -> Option<Clue> {
    traces.tag_with("class=\"Whoops container\"")?;
    traces.tag_with("class=\"stack-container\"")?;
    Some(Clue::proof(Place::Title, &page.title))
}
