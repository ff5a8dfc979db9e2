//! `aspnet-error`: the error page of ASP.NET with where the error arose, shown where `customErrors` is
//! off. The one without says nothing and is what a portal may show.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "aspnet-error",
    name: "ASP.NET error page with its trace",
    shows: Text {
        vi: "Đường dẫn trên máy chủ, mã nguồn và tên các lớp hiện ra cho mọi người.",
        en: "Paths of the server, source code and names of classes are shown to everybody.",
    },
    marks: &["Server Error in '"],
    headers: &[],
    clue,
    seen: &[Example::seen(
        "the page",
        &[Shown::Page(
            r#"<html><head><title>Object reference not set to an instance of an object.</title></head><body bgcolor="white"><span><H1>Server Error in '/' Application.<hr width=100% size=1 color=silver></H1><h2> <i>Object reference not set to an instance of an object.</i> </h2></span><b> Exception Details: </b>System.NullReferenceException<br><b>Stack Trace:</b><br><table><tr><td><code><pre>[NullReferenceException]
 Tin.Page_Load() in D:\web\Tin.aspx.cs:12</pre></code></td></tr></table></body></html>"#,
        )],
        "Object reference not set",
    )],
    unseen: &[
        Example::unseen(
            "the page that says nothing",
            &[Shown::Page(
                r#"<title>Runtime Error</title><span><H1>Server Error in '/' Application.<hr width=100%></H1><h2> <i>Runtime Error</i> </h2></span><b>Details:</b> To enable the details of this specific error message"#,
            )],
        ),
        Example::unseen(
            "an article that quotes it",
            &[Shown::Page(
                r#"<title>Sửa lỗi Server Error in '/' Application</title><h1>Sửa lỗi Server Error in '/' Application</h1><h2>Object reference not set</h2><p>Exception Details: System.NullReferenceException. Stack Trace: ...</p>"#,
            )],
        ),
    ],
};

fn clue(_: &Traces<'_>, page: &Page) -> Option<Clue> {
    let [first, second, ..] = &*page.headings else { return None };
    let is_error = first.starts_with("Server Error in '") && first.ends_with("Application.");
    let is_own = page.title.trim() == second.trim();
    let has = |text: &str| page.visible_text.contains(text);
    let is_told = has("Stack Trace:") && has("Exception Details:");
    (is_error && is_own && is_told).then(|| Clue::proof(Place::Title, &page.title))
}
