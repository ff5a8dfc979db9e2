//! One page with both states side by side.

use askama::Template;
use similar::ChangeTag;

use super::{
    super::{Options, RenderError, defang},
    Portal, lines, taken_and_brought, words,
};
use crate::finding::{Lang, Text};

/// What is new, and the file of the approved state before and after.
///
/// # Errors
/// If the page cannot be rendered.
pub fn html(portal: &Portal<'_>, options: &Options) -> Result<String, RenderError> {
    let lang = options.lang;
    let changes = portal.changes.iter().map(|change| ChangeView {
        id: change.id(),
        kind: words::kind(change.kind),
        subject: defang::subject(&change.value),
        pages: words::pages(change, lang),
        parts: taken_and_brought(change)
            .into_iter()
            .map(|(place, before, after)| [place, defang::text(&before), defang::text(&after)])
            .collect(),
    });
    let page = Page {
        lang,
        name: defang::plain(portal.name),
        id: defang::plain(portal.id),
        changes: changes.collect(),
        rows: rows(portal),
    };
    let mut text = page.render()?;
    text.push('\n');
    Ok(text)
}

#[derive(Template)]
#[template(path = "drift.html")]
struct Page {
    lang: Lang,
    name: String,
    id: String,
    changes: Vec<ChangeView>,
    rows: Vec<Row>,
}

struct ChangeView {
    id: String,
    kind: Text,
    subject: String,
    pages: String,
    /// Place, what is gone, what is there instead.
    parts: Vec<[String; 3]>,
}

/// A line of both files; empty where one has none.
#[derive(Default)]
struct Row {
    numbers: [String; 2],
    texts: [String; 2],
    class: &'static str,
}

impl Page {
    fn say<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

/// Lines that were taken out stand beside those that took their place.
fn rows(portal: &Portal<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    // Where the next line that was put in stands beside one that was taken out.
    let mut beside = 0;
    for line in lines(portal) {
        let Some(line) = line else {
            rows.push(Row { class: "gap", ..Row::default() });
            beside = rows.len();
            continue;
        };
        let numbers = line.numbers.map(|number| number.map_or_else(String::new, |n| n.to_string()));
        let text = defang::text(&line.text);
        match line.tag {
            ChangeTag::Equal => {
                rows.push(Row { numbers, texts: [text.clone(), text], class: "same" });
                beside = rows.len();
            }
            ChangeTag::Delete => {
                rows.push(Row { numbers, texts: [text, String::new()], class: "changed" });
            }
            ChangeTag::Insert => {
                let [_, number] = numbers;
                if let Some(row) = rows.get_mut(beside) {
                    row.numbers[1] = number;
                    row.texts[1] = text;
                } else {
                    let (numbers, texts) = ([String::new(), number], [String::new(), text]);
                    rows.push(Row { numbers, texts, class: "changed" });
                }
                beside += 1;
            }
        }
    }
    rows
}
