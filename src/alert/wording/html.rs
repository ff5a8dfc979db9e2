//! A letter as HTML for mail programs: tables and styles in place, for they drop the rest; nothing
//! is loaded, and nothing is a link.

use askama::Template;

use super::letter::{Item, Letter};
use crate::finding::{Lang, Severity};

#[derive(Template)]
#[template(path = "alert.html")]
struct Page<'a> {
    letter: &'a Letter,
    lang: &'static str,
}

pub(super) fn render(letter: &Letter) -> String {
    let lang = match letter.lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    // A template that was compiled renders into a string without fail; the text goes with it anyhow.
    Page { letter, lang }.render().unwrap_or_default()
}

/// The colour of an item on white.
fn tone(item: &Item) -> &'static str {
    if item.is_healed {
        return "#1d6b3a";
    }
    match item.severity {
        Severity::Critical => "#a3121d",
        Severity::High => "#b3460a",
        Severity::Medium => "#7a5a00",
        Severity::Low => "#235a94",
        Severity::Info => "#56616f",
    }
}
