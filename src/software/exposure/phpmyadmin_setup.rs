//! `phpmyadmin-setup`: the page that writes the settings of phpMyAdmin.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "phpmyadmin-setup",
    name: "phpMyAdmin setup",
    shows: Text {
        vi: "Bất kỳ ai cũng có thể xem và đổi cấu hình kết nối cơ sở dữ liệu.",
        en: "Anybody can see and change how the database is reached.",
    },
    marks: &["MyAdmin</span>"],
    headers: &[],
    clue,
    seen: &[Example::seen(
        "the page",
        &[Shown::PageAt(
            "/phpmyadmin/setup/",
            r#"<title>phpMyAdmin setup</title><h1><span class="blue">php</span><span class="orange">MyAdmin</span>  setup</h1><form method="get" action="index.php"><input type="submit"></form>"#,
        )],
        "phpMyAdmin setup",
    )],
    unseen: &[
        Example::unseen(
            "behind a password",
            &[Shown::Page(
                r#"<title>phpMyAdmin setup</title><h1><span class="blue">php</span><span class="orange">MyAdmin</span> setup</h1><form method="post" action="setupauth.php"><input type="password" name="SetupPassword"></form>"#,
            )],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<title>phpMyAdmin setup</title><h1>phpMyAdmin setup</h1><p>&lt;span class="orange">MyAdmin</span></p>"#,
            )],
        ),
    ],
};

fn clue(traces: &Traces<'_>, page: &Page) -> Option<Clue> {
    let is_titled = page.title.starts_with("phpMyAdmin") && page.title.ends_with("setup");
    let is_open = !page.forms.iter().any(|form| form.password);
    let is_own = traces.tag_with("class=\"orange\"").is_some();
    (is_titled && is_open && is_own).then(|| Clue::proof(Place::Title, &page.title))
}
