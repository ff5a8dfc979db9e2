//! Whether anything of note came of running a page. Reading a page again costs as much as reading
//! it, and most scripts only move what is there.

use url::Url;

use super::worlds::Tried;
use crate::{
    page::Page,
    sandbox::{Built, Job, Ran, Trigger},
};

/// So many bytes of text, and a page says something by itself.
const SOME_TEXT: usize = 2_000;

/// Whether scripts send the visitor to another site, or open a window there.
pub(super) fn leads_away(page: &Page, ran: &Ran) -> bool {
    let targets = ran.navigations.iter().map(|one| &one.target);
    let mut targets = targets.chain(ran.opened.iter().map(|one| &one.target));
    targets.any(|target| is_elsewhere(page, target))
}

/// Whether a run shows what no rule could see in the page as it was read.
pub(super) fn is_of_note(page: &Page, job: &Job, runs: &[(Tried, Ran)]) -> bool {
    runs.iter().any(|(_, ran)| {
        leads_away(page, ran)
            || ran.loads.iter().any(|load| is_elsewhere(page, &load.target))
            || ran.writes.iter().any(|write| speaks(page, &write.markup))
            || ran.built.iter().any(|built| is_built_of_note(page, built))
            || ran.rewritten.iter().any(|one| is_elsewhere(page, &one.value))
            || ran.shown.iter().any(|shown| shown.cause.trigger == Trigger::Load)
            || hides_links(page, job, ran)
    })
}

pub(super) fn is_built_of_note(page: &Page, built: &Built) -> bool {
    speaks(page, &built.markup)
}

/// Whether markup names another site, or speaks on a page that says nothing by itself.
fn speaks(page: &Page, markup: &str) -> bool {
    page.visible_text.len() < SOME_TEXT
        || markup.match_indices("//").any(|(at, _)| {
            let address = format!("http:{}", markup.get(at..).unwrap_or_default());
            let end = address.find(['"', '\'', '>', ' ', '<']).unwrap_or(address.len());
            is_elsewhere(page, address.get(..end).unwrap_or_default())
        })
}

/// Whether scripts hid something with a link to another site in it.
fn hides_links(page: &Page, job: &Job, ran: &Ran) -> bool {
    let hidden: Vec<u32> = ran.hidden.iter().filter_map(|one| one.element).collect();
    !hidden.is_empty()
        && job.elements.iter().any(|element| {
            let leads = element.tag == "a"
                && element.attribute("href").is_some_and(|href| is_elsewhere(page, href));
            leads && is_within(job, element.parent, &hidden)
        })
}

fn is_within(job: &Job, mut parent: Option<u32>, hidden: &[u32]) -> bool {
    // Parents stand before their children, so this ends.
    while let Some(place) = parent {
        if hidden.contains(&place) {
            return true;
        }
        parent = job.elements.get(place as usize).and_then(|element| element.parent);
    }
    false
}

/// Whether an address is one of another host than the page's.
pub(super) fn is_elsewhere(page: &Page, address: &str) -> bool {
    let Ok(url) = page.url.join(address.trim()) else { return false };
    is_web(&url) && url.host() != page.url.host()
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}
