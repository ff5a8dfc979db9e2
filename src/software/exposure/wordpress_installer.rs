//! `wordpress-installer`: WordPress that waits to be installed.

use super::{Example, Exposure, form_with};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "wordpress-installer",
    name: "WordPress installer",
    shows: Text {
        vi: "Bất kỳ ai cũng có thể cài đặt lại hệ thống và chiếm quyền quản trị.",
        en: "Anybody can install the system anew and become its administrator.",
    },
    marks: &["weblog_title", "language-chooser", "setup-config.php?step="],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "it asks for a language",
            &[Shown::PageAt(
                "/wp-admin/install.php",
                r#"<title>WordPress › Installation</title><body class="wp-core-ui language-chooser"><form id="setup" method="post" action="?step=1"><select name="language"></select></form>"#,
            )],
            "?step=1",
        ),
        Example::seen(
            "it asks for an administrator",
            &[Shown::PageAt(
                "/wp-admin/install.php?step=1",
                r#"<title>WordPress › Cài đặt</title><form id="setup" method="post" action="install.php?step=2" novalidate="novalidate"><input name="weblog_title" type="text"></form>"#,
            )],
            "install.php?step=2",
        ),
        Example::seen(
            "it asks for a database",
            &[Shown::PageAt(
                "/wp-admin/setup-config.php?step=1",
                r#"<form method="post" action="setup-config.php?step=2"><input name="dbname"></form>"#,
            )],
            "setup-config.php?step=2",
        ),
    ],
    unseen: &[
        Example::unseen(
            "it was installed",
            &[Shown::PageAt(
                "/wp-admin/install.php",
                r#"<title>WordPress › Installation</title><body class="wp-core-ui"><h1>Already Installed</h1><a href="/wp-login.php">Log In</a>"#,
            )],
        ),
        Example::unseen(
            "an article that shows it",
            &[Shown::Page(
                r#"<h1>Cài đặt WordPress</h1><pre>&lt;form id="setup" method="post" action="install.php?step=2">&lt;input name="weblog_title"></pre><a href="setup-config.php?step=2">x</a>"#,
            )],
        ),
        Example::unseen(
            "a choice of languages",
            &[Shown::Page(r#"<div class="language-chooser"><form action="?step=1"></form></div>"#)],
        ),
    ],
};

fn clue(traces: &Traces<'_>, _: &Page) -> Option<Clue> {
    let asks_for = |name: &str| traces.tag_with(name);
    let language = || {
        let form = form_with(traces, "action=\"?step=1\"")?;
        let bodies = asks_for("language-chooser")?.get(..5)?.eq_ignore_ascii_case("<body");
        Some(form).filter(|form| bodies && form.contains("id=\"setup\""))
    };
    let administrator = || {
        asks_for("name=\"weblog_title\"")?;
        form_with(traces, "install.php?step=2")
    };
    let form = language().or_else(administrator);
    let form = form.or_else(|| form_with(traces, "\"setup-config.php?step="))?;
    Some(Clue::proof(Place::Markup, form))
}
