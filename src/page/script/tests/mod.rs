//! What reading shows, one construct at a time. The hosts are reserved names.

mod corpus;
mod folding;
mod hijacks;
mod hostile;
mod loads;
mod navigations;
mod sends;
mod triggers;
mod writes;

use super::{Destination, read};

/// The targets of all navigations; `…` stands behind a beginning, `?` for an unknown target.
fn targets(source: &str) -> Vec<String> {
    let facts = read(source);
    assert!(!facts.unreadable, "unreadable: {source}");
    facts.navigations.iter().map(|one| shown(&one.target)).collect()
}

fn shown(target: &Destination) -> String {
    match target {
        Destination::Whole(whole) => whole.clone(),
        Destination::Begins(beginning) => format!("{beginning}…"),
        Destination::Element(selector) => format!("<{selector}>"),
        Destination::Unknown => "?".to_owned(),
    }
}
