//! `drupal-installer`: Drupal that waits to be installed.

use super::{Example, Exposure, form_with};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "drupal-installer",
    name: "Drupal installer",
    shows: Text {
        vi: "Bất kỳ ai cũng có thể cài đặt lại hệ thống và chiếm quyền quản trị.",
        en: "Anybody can install the system anew and become its administrator.",
    },
    marks: &[
        "install-select-language-form",
        "install-select-locale-form",
        "install-select-profile-form",
        "install-settings-form",
        "install-configure-form",
    ],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "it asks for a language",
            &[Shown::PageAt(
                "/core/install.php",
                r#"<title>Choose language | Drupal</title><form class="install-select-language-form" action="/core/install.php?langcode=vi" method="post" id="install-select-language-form"></form>"#,
            )],
            "install-select-language-form",
        ),
        Example::seen(
            "release 7",
            &[Shown::PageAt(
                "/install.php",
                r#"<title>Select an installation profile | Drupal</title><form action="/install.php" method="post" id="install-select-profile-form" accept-charset="UTF-8"></form>"#,
            )],
            "install-select-profile-form",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(r#"<p>&lt;form action="/core/install.php" id="install-settings-form"></p>"#)],
    )],
};

fn clue(traces: &Traces<'_>, _: &Page) -> Option<Clue> {
    let mut forms = EXPOSURE.marks.iter().filter_map(|id| form_with(traces, id));
    let form = forms.find(|form| form.contains("/install.php"))?;
    Some(Clue::proof(Place::Markup, form))
}
