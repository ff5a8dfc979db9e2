//! `django-debug`: the pages of Django where `DEBUG` is on: errors with all settings, and missing pages
//! with all addresses.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "django-debug",
    name: "Django error page in debug mode",
    shows: Text {
        vi: "Đường dẫn, mã nguồn, biến môi trường và có khi cả mật khẩu của cơ sở dữ liệu hiện ra cho mọi người.",
        en: "Paths, source code, environment variables and sometimes the passwords of the database are shown to everybody.",
    },
    marks: &["<code>DEBUG = True</code>"],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "an error",
            &[Shown::Page(
                r#"<head><meta name="robots" content="NONE,NOARCHIVE"><title>KeyError at /tin/</title></head><body><div id="summary"><h1>KeyError at /tin/</h1><pre class="exception_value">tin</pre></div><div id="explanation"><p>You're seeing this error because you have <code>DEBUG = True</code> in your Django settings file.</p></div></body>"#,
            )],
            "KeyError at /tin/",
        ),
        Example::seen(
            "a missing page",
            &[Shown::Page(
                r#"<head><title>Page not found at /a</title><meta name="robots" content="NONE,NOARCHIVE"></head><body><header id="summary"><h1>Page not found <small>(404)</small></h1></header><footer id="explanation"><p>You’re seeing this error because you have <code>DEBUG = True</code> in your Django settings file.</p></footer></body>"#,
            )],
            "Page not found at /a",
        ),
    ],
    unseen: &[Example::unseen(
        "an article that quotes it",
        &[Shown::Page(
            r#"<title>Django</title><h1>KeyError at /tin/</h1><p>You're seeing this error because you have <code>DEBUG = True</code> in your Django settings file.</p>"#,
        )],
    )],
};

fn clue(traces: &Traces<'_>, page: &Page) -> Option<Clue> {
    traces.metas("robots").find(|robots| robots.eq_ignore_ascii_case("NONE,NOARCHIVE"))?;
    traces.tag_with("id=\"summary\"")?;
    traces.tag_with("id=\"explanation\"")?;
    Some(Clue::proof(Place::Title, &page.title))
}
