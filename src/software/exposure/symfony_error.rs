//! `symfony-error`: the error page of Symfony, and of Laravel 5, with where the error arose. Without that
//! it is what a portal may show.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "symfony-error",
    name: "Symfony error page with its trace",
    shows: Text {
        vi: "Đường dẫn, mã nguồn, biến môi trường và có khi cả mật khẩu của cơ sở dữ liệu hiện ra cho mọi người.",
        en: "Paths, source code, environment variables and sometimes the passwords of the database are shown to everybody.",
    },
    marks: &["exception-message-wrapper", "block_exception"],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "of newer releases",
            &[Shown::Page(
                r#"<title>Undefined index: a (500)</title><div class="exception-summary"><div class="exception-message-wrapper"><h1 class="break-long-words exception-message">Undefined index: a</h1></div></div><div class="trace trace-as-html"><table class="trace-details"></table></div>"#,
            )],
            "Undefined index: a",
        ),
        Example::seen(
            "of older ones",
            &[Shown::Page(
                r#"<title>Whoops</title><div id="sf-resetcontent" class="sf-reset"><h1>Whoops, looks like something went wrong.</h1><h2 class="block_exception clear_fix"><span class="exception_title">ErrorException in IndexController.php line 43:</span></h2><ol class="traces list_exception"></ol></div>"#,
            )],
            "line 43",
        ),
    ],
    unseen: &[
        Example::unseen(
            "without its trace",
            &[Shown::Page(
                r#"<h1>Whoops, looks like something went wrong.</h1><div class="exception-message-wrapper"><h1>Whoops, looks like something went wrong.</h1></div>"#,
            )],
        ),
        Example::unseen(
            "an article that quotes it",
            &[Shown::Page(r#"<p>class="exception-message-wrapper" và class="trace-details"</p>"#)],
        ),
    ],
};

fn clue(traces: &Traces<'_>, page: &Page) -> Option<Clue> {
    let newer = traces.tag_with("class=\"exception-message-wrapper\"");
    let newer = newer.and(traces.tag_with("class=\"trace-details\""));
    let older = traces.tag_with("class=\"block_exception");
    let older = older.filter(|_| traces.tag_with("class=\"traces list_exception").is_some());
    newer.or(older)?;
    // The first heading of an older one says nothing.
    let heading = page.headings.iter().find(|own| !own.starts_with("Whoops"));
    Some(Clue::proof(Place::Title, heading.unwrap_or(&page.title)))
}
