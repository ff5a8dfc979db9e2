//! How an approved state and what is new beside it are told: for a terminal, and as one page with
//! both states side by side.

mod html;
mod terminal;
mod words;

use similar::{ChangeTag, TextDiff};

pub use self::{
    html::html,
    terminal::{state, terminal},
    words::{WHOLE, approved, in_short, learned, nothing_approved},
};
use crate::baseline::{
    Baseline, Change, Part,
    file::{self, Approval},
};

/// A portal whose states are told.
#[derive(Clone, Copy, Debug)]
pub struct Portal<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Who approved what, oldest first.
    pub approvals: &'a [Approval],
    /// What is approved, if anything.
    pub before: Option<&'a Baseline>,
    /// What would be if all that is new were approved.
    pub after: &'a Baseline,
    /// What is new.
    pub changes: &'a [Change],
}

/// What a change took away and what it brought, place by place, with a name for places within a
/// file: `2:32017`.
fn taken_and_brought(change: &Change) -> Vec<(String, String, String)> {
    let difference = change.replaced.as_ref().and_then(|own| own.difference.as_ref());
    let Some(difference) = difference else {
        let words = |words: &Option<String>| words.clone().unwrap_or_default();
        return vec![(String::new(), words(&change.before), words(&change.after))];
    };
    let place = |part: &Part| format!("{}:{}", part.line, part.column);
    let text = |text: &str| text.trim().to_owned();
    let parts = difference.parts.iter();
    let mut parts: Vec<_> =
        parts.map(|part| (place(part), text(&part.removed), text(&part.added))).collect();
    if difference.left_out > 0 {
        parts.push((format!("… {}", difference.left_out), String::new(), String::new()));
    }
    parts
}

/// A line of one of two texts, or of both.
struct Line {
    tag: ChangeTag,
    /// Number in the text before and after, from 1.
    numbers: [Option<usize>; 2],
    text: String,
}

/// The lines in which the file of a state would change, with one line around; `None` stands for
/// what is left out.
fn lines(portal: &Portal<'_>) -> Vec<Option<Line>> {
    let before = portal.before.map(file::write).unwrap_or_default();
    let after = file::write(portal.after);
    let diff = TextDiff::from_lines(&before, &after);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(1) {
        if !lines.is_empty() {
            lines.push(None);
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let number = |index: Option<usize>| index.map(|index| index + 1);
            lines.push(Some(Line {
                tag: change.tag(),
                numbers: [number(change.old_index()), number(change.new_index())],
                text: change.value().trim_end().to_owned(),
            }));
        }
    }
    lines
}
