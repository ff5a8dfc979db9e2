//! The table in which terms are kept.

use std::collections::{HashMap, HashSet};

use super::Term;
use crate::page::text;

/// Reads a table into terms: term, strength, category, language, note, a tab between them. Empty
/// lines, `#` comments and the header are left out.
pub(super) fn add(terms: &mut Vec<Term>, table: &str) -> Result<(), (usize, String)> {
    let mut known: HashMap<String, usize> =
        terms.iter().enumerate().map(|(index, term)| (term.text.clone(), index)).collect();
    let mut off = HashSet::new();
    for (index, line) in table.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') || line.starts_with("term\t") {
            continue;
        }
        let (strength, term) = parse_term(line).map_err(|why| (index + 1, why))?;
        match (strength, known.get(&term.text)) {
            (Strength::Off, _) => {
                off.insert(term.text);
            }
            (Strength::Counts, Some(known)) => {
                if let Some(known) = terms.get_mut(*known) {
                    known.strong = term.strong;
                }
            }
            (Strength::Counts, None) => {
                known.insert(term.text.clone(), terms.len());
                terms.push(term);
            }
        }
    }
    terms.retain(|term| !off.contains(&term.text));
    Ok(())
}

enum Strength {
    Counts,
    Off,
}

fn parse_term(line: &str) -> Result<(Strength, Term), String> {
    let expected = "expected: term, strength (strong, weak or off), category, language, note, with \
                    a tab between them";
    let columns: Vec<&str> = line.split('\t').collect();
    let [text, strength, category, language, ..] = columns.as_slice() else {
        return Err(format!("{} columns; {expected}", columns.len()));
    };
    let (strength, strong) = match *strength {
        "strong" => (Strength::Counts, true),
        "weak" => (Strength::Counts, false),
        "off" => (Strength::Off, false),
        other => return Err(format!("strength `{other}`; {expected}")),
    };
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Err(format!("no term; {expected}"));
    }
    let plain = text::fold(&text.replace('-', " ")).plain;
    let (category, language) = ((*category).to_owned(), (*language).to_owned());
    Ok((strength, Term { text, plain, strong, category, language }))
}
