//! `directory-listing`: a server shows what lies in a folder that has no page.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "directory-listing",
    name: "Listing of a folder",
    shows: Text {
        vi: "Danh sách tệp trong thư mục hiện ra cho mọi người, kể cả bản sao lưu và tệp do kẻ tấn công tải lên.",
        en: "The files of a folder are listed for everybody, backups and what attackers uploaded among them.",
    },
    marks: &["Index of /", "[To Parent Directory]", "Directory Listing For ["],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "of Apache",
            &[Shown::PageAt(
                "/upload/",
                r#"<title>Index of /upload</title><h1>Index of /upload</h1><table><tr><th><a href="?C=N;O=D">Name</a></th></tr><tr><td><a href="/">Parent Directory</a></td></tr><tr><td><a href="a.zip">a.zip</a></td></tr></table>"#,
            )],
            "Index of /upload",
        ),
        Example::seen(
            "of nginx",
            &[Shown::PageAt(
                "/files/",
                r#"<head><title>Index of /files/</title></head><body><h1>Index of /files/</h1><hr><pre><a href="../">../</a>
<a href="a.txt">a.txt</a></pre></body>"#,
            )],
            "Index of /files/",
        ),
        Example::seen(
            "of IIS",
            &[Shown::PageAt(
                "/data/",
                r#"<title>portal.gov.example - /data/</title><H1>portal.gov.example - /data/</H1><hr><pre><A HREF="/">[To Parent Directory]</A><br><A HREF="/data/a.zip">a.zip</A></pre>"#,
            )],
            "- /data/",
        ),
        Example::seen(
            "of Tomcat",
            &[Shown::PageAt(
                "/tin/",
                r#"<title>Directory Listing For [/tin/]</title><h1>Directory Listing For [/tin/] - <a href="/"><b>Up To [/]</b></a></h1><a href="/tin/a.txt">a.txt</a>"#,
            )],
            "[/tin/]",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<title>Index of / là gì</title><h1>Index of / là gì</h1><p>Index of /upload, [To Parent Directory]</p>"#,
            )],
        ),
        Example::unseen(
            "a list of terms",
            &[Shown::Page(
                r#"<title>Index of /tin</title><h1>Index of terms</h1><a href="/tin">Tin</a>"#,
            )],
        ),
        Example::unseen(
            "a page that quotes one of IIS",
            &[Shown::Page(
                r#"<title>IIS - /data/</title><h1>Chép thư mục</h1><pre>[To Parent Directory]</pre>"#,
            )],
        ),
    ],
};

fn clue(_: &Traces<'_>, page: &Page) -> Option<Clue> {
    let heading = page.headings.first()?;
    let links = |is: &dyn Fn(&str, &str) -> bool| {
        page.links.iter().any(|link| is(link.href.trim(), link.text.trim()))
    };
    let is_listing = if page.title.starts_with("Directory Listing For [") {
        heading.starts_with(&*page.title)
    } else if page.title.starts_with("Index of /") {
        let is_way_up = |href: &str, text: &str| {
            href == "../" || href.starts_with("?C=") || text == "Parent Directory"
        };
        heading == &page.title && links(&is_way_up)
    } else {
        let is_way_up = |_: &str, text: &str| text == "[To Parent Directory]";
        heading == &page.title && page.title.contains(" - /") && links(&is_way_up)
    };
    is_listing.then(|| Clue::proof(Place::Title, &page.title))
}
