//! `nukeviet-installer`: NukeViet that waits to be installed.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "nukeviet-installer",
    name: "NukeViet installer",
    shows: Text {
        vi: "Bất kỳ ai cũng có thể cài đặt lại hệ thống và chiếm quyền quản trị.",
        en: "Anybody can install the system anew and become its administrator.",
    },
    marks: &["install_title"],
    headers: &[],
    clue,
    seen: &[Example::seen(
        "the first step",
        &[Shown::PageAt(
            "/install/index.php",
            r#"<title>Cài đặt NukeViet</title><link rel="stylesheet" href="/install/css/style.css"><h1 id="install_title" class="fl">Cài đặt NukeViet <span class="version">(4.5.05)</span></h1>"#,
        )],
        "install_title",
    )],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<h1>Cài đặt NukeViet</h1><p>id="install_title", /install/css/style.css</p>"#,
            )],
        ),
        Example::unseen(
            "a heading that is called so",
            &[Shown::Page(r#"<h1 id="install_title">Hướng dẫn</h1>"#)],
        ),
    ],
};

fn clue(traces: &Traces<'_>, _: &Page) -> Option<Clue> {
    traces.asset_with("/install/css/")?;
    Some(Clue::proof(Place::Markup, traces.tag_with("id=\"install_title\"")?))
}
