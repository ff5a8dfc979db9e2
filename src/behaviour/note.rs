//! Whether anything of note came of running a page. Reading a page again costs as much as reading
//! it, and most scripts only move what is there.

use std::collections::HashSet;

use url::Url;

use super::worlds::Tried;
use crate::{
    page::{Page, script::Destination},
    sandbox::{Job, Ran, Trigger},
};

/// So many bytes of text, and a page says something by itself.
const SOME_TEXT: usize = 2_000;
/// Addresses of one piece of markup that are looked at, and bytes of one.
const MOST_ADDRESSES: usize = 500;
const LONGEST_ADDRESS: usize = 300;

/// Whether scripts send the visitor to another site, or open a window there.
pub(super) fn leads_away(page: &Page, ran: &Ran) -> bool {
    let moves = ran.navigations.iter().map(|one| (&one.target, one.cause.trigger));
    let opened = ran.opened.iter().map(|one| (&one.target, one.cause.trigger));
    let mut targets = moves.chain(opened).filter(|(_, trigger)| *trigger != Trigger::Form);
    targets.any(|(target, _)| is_elsewhere(page, target))
}

/// Whether a run shows what no rule could see in the page as it was read.
pub(super) fn is_of_note(page: &Page, job: &Job, runs: &[(Tried, Ran)]) -> bool {
    runs.iter().any(|(_, ran)| {
        leads_away(page, ran)
            || ran
                .loads
                .iter()
                .any(|load| is_elsewhere(page, &load.target) && !is_read(page, &load.target))
            || ran.writes.iter().any(|write| {
                (speaks(page, &write.markup) || stays_open(&write.markup))
                    && !is_read_in_place(page, &write.markup)
            })
            || ran.built.iter().any(|built| speaks(page, &built.markup))
            || ran.rewritten.iter().any(|one| is_elsewhere(page, &one.value))
            || ran.shown.iter().any(|shown| shown.cause.trigger == Trigger::Load)
            || hides_links(page, job, ran)
    })
}

/// Whether markup leads to another site, or speaks on a page that says nothing by itself. Scripts
/// and frames in it are told as loads.
pub(super) fn speaks(page: &Page, markup: &str) -> bool {
    const LEADING: [&str; 5] = ["<a ", "<area ", "<form ", "<meta ", "<base "];
    let lower = markup.to_ascii_lowercase();
    page.visible_text.len() < SOME_TEXT && !lower.contains("<script") && has_text(markup)
        || LEADING.iter().any(|tag| lower.contains(tag)) && names_elsewhere(page, markup)
}

/// Whether an element that may hide what follows is begun and not ended.
fn stays_open(markup: &str) -> bool {
    let ends = markup.matches("</").count();
    let begins = markup.matches('<').count() - ends;
    begins > ends && ["style", "class", "hidden"].iter().any(|how| markup.contains(how))
}

/// Whether there is a word between the tags.
fn has_text(markup: &str) -> bool {
    let mut inside = false;
    markup.chars().any(|c| {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ => {}
        }
        !inside && c.is_alphabetic()
    })
}

/// Whether reading the scripts has shown that something is loaded from this host.
fn is_read(page: &Page, target: &str) -> bool {
    let host = |address: &str| {
        page.url.join(address).ok().and_then(|url| url.host_str().map(str::to_owned))
    };
    let wanted = host(target);
    let facts = page.scripts.iter().flat_map(|script| &script.facts);
    let mut targets = facts.flat_map(|facts| &facts.loads).map(|load| &load.target);
    targets.any(|own| match own {
        Destination::Whole(address) | Destination::Begins(address) => host(address) == wanted,
        Destination::Element(_) | Destination::Unknown => false,
    })
}

/// Whether reading has put this markup into the page.
fn is_read_in_place(page: &Page, markup: &str) -> bool {
    let facts = page.scripts.iter().flat_map(|script| &script.facts);
    let mut writes = facts.flat_map(|facts| &facts.writes);
    writes.any(|write| write.in_place && write.markup.trim() == markup.trim())
}

/// Whether markup names another site. What names more addresses than are looked at, or a longer
/// one, counts as if it did.
fn names_elsewhere(page: &Page, markup: &str) -> bool {
    markup.match_indices("//").enumerate().any(|(nth, (at, _))| {
        let rest = markup.get(at..).unwrap_or_default();
        let near = rest.get(..rest.floor_char_boundary(LONGEST_ADDRESS)).unwrap_or_default();
        let end = near.find(['"', '\'', '>', ' ', '<', '\n']).unwrap_or(near.len());
        nth >= MOST_ADDRESSES
            || is_elsewhere(page, &format!("http:{}", near.get(..end).unwrap_or_default()))
    })
}

/// Whether scripts hid something with a link to another site in it.
fn hides_links(page: &Page, job: &Job, ran: &Ran) -> bool {
    let hidden: HashSet<usize> =
        ran.hidden.iter().filter_map(|one| Some(one.element? as usize)).collect();
    if hidden.is_empty() {
        return false;
    }
    // Parents stand before their children.
    let mut is_hidden = Vec::with_capacity(job.elements.len());
    job.elements.iter().enumerate().any(|(place, element)| {
        let around = element.parent.and_then(|parent| is_hidden.get(parent as usize).copied());
        let inside = around.unwrap_or(false);
        is_hidden.push(inside || hidden.contains(&place));
        let href = || element.attribute("href").filter(|_| element.tag == "a");
        inside && href().is_some_and(|href| is_elsewhere(page, href))
    })
}

/// Whether an address is one of another host than the page's.
pub(super) fn is_elsewhere(page: &Page, address: &str) -> bool {
    let Ok(url) = page.url.join(address.trim()) else { return false };
    is_web(&url) && url.host() != page.url.host()
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}
