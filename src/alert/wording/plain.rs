//! A letter as plain text.

use std::fmt::Write as _;

use super::letter::Letter;

pub(super) fn render(letter: &Letter) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write_all(&mut out, letter);
    out
}

fn write_all(out: &mut String, letter: &Letter) -> std::fmt::Result {
    for mark in &letter.marks {
        writeln!(out, "*** {mark} ***\n")?;
    }
    for paragraph in &letter.lead {
        writeln!(out, "{paragraph}\n")?;
    }
    for (nth, item) in (1..).zip(&letter.items) {
        writeln!(out, "{nth}. [{}] {}", item.badge, item.heading)?;
        for (label, value) in &item.rows {
            writeln!(out, "   {label}: {value}")?;
        }
        for command in &item.commands {
            writeln!(out, "   $ {command}")?;
        }
        out.push('\n');
    }
    if let Some(more) = &letter.more {
        writeln!(out, "{more}\n")?;
    }
    if let Some(table) = &letter.table {
        writeln!(out, "{}", table.head.join(" | "))?;
        for row in &table.rows {
            writeln!(out, "- {}", row.join(" | "))?;
        }
        if let Some(more) = &table.more {
            writeln!(out, "{more}")?;
        }
        out.push('\n');
    }
    for paragraph in &letter.closing {
        writeln!(out, "{paragraph}\n")?;
    }
    writeln!(out, "-- ")?;
    for line in &letter.footer {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
