//! `moodle`: the footer links to the manual of its branch. The number in the addresses of its
//! scripts is a time stamp and no version.

use super::{Example, Product, Shown};
use crate::{
    page::Link,
    software::{Clue, Place, Traces, Version, Versions},
};

pub(super) const PRODUCT: Product = Product {
    id: "moodle",
    name: "Moodle",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the settings of a page, and the manual of its branch",
            &[Shown::Page(
                r#"<script>M.cfg = {"wwwroot":"https:\/\/hoc.example","sesskey":"a"};</script><a href="https://docs.moodle.org/405/en/site/index">Documentation for this page</a>"#,
            )],
            "range: from 4.5, before 4.6",
        ),
        Example::seen(
            "the manual of an old branch",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/theme/styles.php/boost/1600000000_1/all"><a href="http://docs.moodle.org/39/en/login/index">Docs</a>"#,
            )],
            "range: from 3.9, before 3.10",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "MoodleSession=a; path=/")],
            "unknown: any",
        ),
        Example::seen(
            "a lesson that links to another manual",
            &[Shown::Page(
                r#"<script src="/lib/javascript.php/1600000000/lib/javascript-static.js"></script><a href="https://docs.moodle.org/20/en/Quiz_settings">Xem</a>"#,
            )],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            r#"<h1>Moodle 4.5</h1><p>M.cfg = {}</p><a href="https://docs.moodle.org/405/en/site/index">Tài liệu Moodle</a>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    if let Some(code) = traces.code_with("M.cfg = {") {
        clues.push(Clue::proof(Place::Code, code));
    }
    for path in ["/theme/yui_combo.php", "/theme/styles.php", "/lib/javascript.php/"] {
        if let Some(url) = traces.asset_with(path) {
            clues.push(Clue::proof(Place::Asset, url.path()));
        }
    }
    for cookie in traces.cookies().filter(|name| name.starts_with("MoodleSession")) {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
    let manual = traces.links_to("docs.moodle.org");
    if let Some((link, branch)) = manual.into_iter().find_map(|link| Some((link, branch(link)?))) {
        clues.push(Clue::hint(Place::Link, &link.href).of(branch));
    }
}

/// The branch of `/405/en/site/index`: the manual of a page of the program. What people link to has
/// a name in capitals (`/405/en/Quiz_settings`).
fn branch(link: &Link) -> Option<Versions> {
    let mut steps = link.url.as_ref()?.path_segments()?;
    let (digits, _, page) = (steps.next()?, steps.next()?, steps.next()?);
    if !page.starts_with(|c: char| c.is_ascii_lowercase()) || !(2..=3).contains(&digits.len()) {
        return None;
    }
    let (major, minor) = digits.split_at_checked(1)?;
    let minor: u8 = minor.parse().ok()?;
    Some(Versions::branch(&Version::parse(&format!("{major}.{minor}"))?, 2))
}
