//! `joomla-installer`: Joomla that waits to be installed.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "joomla-installer",
    name: "Joomla installer",
    shows: Text {
        vi: "Bất kỳ ai cũng có thể cài đặt lại hệ thống và chiếm quyền quản trị.",
        en: "Anybody can install the system anew and become its administrator.",
    },
    marks: &["/installation/template/"],
    headers: &[],
    clue,
    seen: &[Example::seen(
        "of release 3",
        &[Shown::PageAt(
            "/installation/index.php",
            r#"<title>Joomla! Web Installer</title><link href="/installation/template/css/template.css" rel="stylesheet"><form action="index.php" method="post" id="adminForm"><input name="jform[site_name]" type="text"></form>"#,
        )],
        "jform[site_name]",
    )],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<title>Joomla! Web Installer</title><p>/installation/template/css/template.css, name="jform[site_name]"</p>"#,
            )],
        ),
        Example::unseen(
            "a form of a component",
            &[Shown::Page(
                r#"<form><input name="jform[name]"></form><p>/installation/template/</p>"#,
            )],
        ),
    ],
};

fn clue(traces: &Traces<'_>, _: &Page) -> Option<Clue> {
    traces.asset_with("/installation/template/")?;
    Some(Clue::proof(Place::Markup, traces.tag_with("name=\"jform[")?))
}
