//! `phpinfo`: the page on which PHP tells all about itself.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "phpinfo",
    name: "phpinfo() page",
    shows: Text {
        vi: "Phiên bản, cấu hình, đường dẫn và biến môi trường của máy chủ hiện ra cho mọi người.",
        en: "Versions, settings, paths and environment variables of the server are shown to everybody.",
    },
    marks: &["phpinfo()</title>"],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "the page",
            &[Shown::Page(
                r#"<title>phpinfo()</title><table><tr class="h"><td><h1 class="p">PHP Version 5.6.40</h1></td></tr><tr><td class="e">System </td><td class="v">Linux</td></tr></table>"#,
            )],
            "PHP Version 5.6.40",
        ),
        Example::seen(
            "of newer releases",
            &[Shown::Page(
                r#"<title>PHP 8.1.2 - phpinfo()</title><h1 class="p">PHP Version 8.1.2-1ubuntu2</h1><table><tr><td class="e">System</td><td class="v">Linux</td></tr></table>"#,
            )],
            "PHP Version 8.1.2",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<title>Hàm phpinfo()</title><h1>PHP Version 7.4.3</h1><pre>&lt;td class="e">System</pre>"#,
            )],
        ),
        Example::unseen(
            "an article of that title",
            &[Shown::Page(
                r#"<title>phpinfo()</title><h1>phpinfo() là gì</h1><h2>PHP Version 7.4.3</h2>"#,
            )],
        ),
    ],
};

fn clue(traces: &Traces<'_>, _: &Page) -> Option<Clue> {
    Some(Clue::proof(Place::Title, heading(traces)?))
}

/// The heading of such a page: `PHP Version 7.4.3`.
pub(in crate::software) fn heading<'a>(traces: &Traces<'a>) -> Option<&'a str> {
    let page = traces.page()?;
    let is_titled = page.title == "phpinfo()"
        || (page.title.starts_with("PHP ") && page.title.ends_with(" - phpinfo()"));
    let heading = page.headings.first().filter(|own| own.starts_with("PHP Version "))?;
    (is_titled && traces.tag_with("class=\"e\"").is_some()).then_some(heading)
}
