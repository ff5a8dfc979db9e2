//! `codeigniter-error`: messages of errors that CodeIgniter writes into pages.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "codeigniter-error",
    name: "CodeIgniter error message",
    shows: Text {
        vi: "Đường dẫn trên máy chủ và câu truy vấn cơ sở dữ liệu hiện ra cho mọi người.",
        en: "Paths of the server and queries of its database are shown to everybody.",
    },
    marks: &["A PHP Error was encountered", "A Database Error Occurred"],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "an error of PHP within a page",
            &[Shown::Page(
                r#"<title>Cổng</title><div style="border:1px solid #990000;padding-left:20px;margin:0 0 10px 0;">

<h4>A PHP Error was encountered</h4>

<p>Severity: Notice</p>
<p>Message:  Undefined variable: tin</p>
<p>Filename: views/tin.php</p>
<p>Line Number: 12</p></div>"#,
            )],
            "Undefined variable: tin",
        ),
        Example::seen(
            "an error of the database",
            &[Shown::Page(
                r#"<title>Database Error</title><div id="container"><h1>A Database Error Occurred</h1><p>Error Number: 1146</p><p>SELECT * FROM tin</p></div>"#,
            )],
            "Error Number: 1146",
        ),
    ],
    unseen: &[
        Example::unseen(
            "a question about it",
            &[Shown::Page(
                r#"<title>A PHP Error was encountered</title><h1>A PHP Error was encountered</h1><pre>A PHP Error was encountered
Severity: Notice
Message: Undefined variable: tin
Filename: views/tin.php</pre>"#,
            )],
        ),
        Example::unseen(
            "an article about the other",
            &[Shown::Page(
                r#"<title>Sửa lỗi A Database Error Occurred</title><h1>A Database Error Occurred</h1>"#,
            )],
        ),
    ],
};

fn clue(traces: &Traces<'_>, page: &Page) -> Option<Clue> {
    const DATABASE: &str = "A Database Error Occurred";
    if page.title == "Database Error" && page.headings.first().is_some_and(|own| own == DATABASE) {
        return Some(Clue::proof(Place::Markup, &page.visible_text));
    }
    traces.tag_with("border:1px solid #990000")?;
    traces.source_with("<p>Severity: ")?;
    let excerpt = traces.source_with("<h4>A PHP Error was encountered</h4>")?;
    Some(Clue::proof(Place::Markup, excerpt))
}
