//! `laravel-ignition`: the error page of Laravel since 6, shown where `APP_DEBUG` is on.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "laravel-ignition",
    name: "Laravel error page (Ignition)",
    shows: Text {
        vi: "Đường dẫn, mã nguồn, biến môi trường và có khi cả mật khẩu của cơ sở dữ liệu hiện ra cho mọi người. Bản cũ còn cho chạy mã từ xa.",
        en: "Paths, source code, environment variables and sometimes the passwords of the database are shown to everybody. Old releases also let anybody run code.",
    },
    marks: &["window.ignite("],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "the page",
            &[Shown::Page(
                r#"<html class="theme-light"><head><title>🧨 Undefined variable $tin</title></head><body class="scrollbar-lg"><script>window.data = {"report":{"exception_class":"ErrorException"}};</script><div id="app"></div><script>
    window.ignite(window.data);
</script></body></html>"#,
            )],
            "Undefined variable $tin",
        ),
        Example::seen(
            "the page of the first releases",
            &[Shown::Page(
                r#"<title>Illuminate: SQLSTATE[42S02]</title><script>window.data = {}; window.tabs = [];</script><div id="app"></div><script>window.Ignition = window.ignite(window.data);</script>"#,
            )],
            "SQLSTATE",
        ),
    ],
    unseen: &[Example::unseen(
        "an article that quotes it",
        &[Shown::Page(
            r#"<title>Lỗi Laravel</title><pre>&lt;script&gt;window.ignite(window.data);&lt;/script&gt;</pre><p>window.ignite(window.data)</p>"#,
        )],
    )],
};

fn clue(traces: &Traces<'_>, page: &Page) -> Option<Clue> {
    traces.code_with("window.ignite(window.data)")?;
    Some(Clue::proof(Place::Title, &page.title))
}
