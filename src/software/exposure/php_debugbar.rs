//! `php-debugbar`: the bar below every page of Laravel and others, with queries and sessions.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "php-debugbar",
    name: "PHP debug bar",
    shows: Text {
        vi: "Câu truy vấn, phiên làm việc và đường dẫn bên trong hiện ra cho mọi người.",
        en: "Queries, sessions and inner paths are shown to everybody.",
    },
    marks: &["PhpDebugBar.DebugBar("],
    headers: &[],
    clue,
    seen: &[Example::seen(
        "the bar",
        &[Shown::Page(
            r#"<script>
var phpdebugbar = new PhpDebugBar.DebugBar();
phpdebugbar.addIndicator("php_version", 1);
</script>"#,
        )],
        "new PhpDebugBar.DebugBar()",
    )],
    unseen: &[Example::unseen(
        "an article that quotes it",
        &[Shown::Page(r#"<pre>var phpdebugbar = new PhpDebugBar.DebugBar();</pre>"#)],
    )],
};

fn clue(traces: &Traces<'_>, _: &Page) -> Option<Clue> {
    Some(Clue::proof(Place::Code, traces.code_with("new PhpDebugBar.DebugBar(")?))
}
