//! Shapes that machines give to pages which people do not write.

mod glued;
mod header;
mod markup;
mod menu;
mod path;
mod ring;
mod slots;

pub(super) use self::{markup::has_shop_markup, menu::linked_terms, path::is_kit_path};

use super::Observation;
use crate::{
    finding::{Signal, SignalKind},
    knowledge::{Term, brand_like_word},
    page::Page,
};

/// A space that is left out once is a slip; twice, names of places and peoples.
const GLUED_IN_TITLE: usize = 3;

/// Whether phrases run into each other in a title: many, or some beside words of the trade, or one
/// after the name of a betting site.
fn runs_together(observation: &Observation<'_>, title: &str) -> bool {
    let (apart, pairs) = glued::unglued(title);
    match pairs {
        0 => false,
        GLUED_IN_TITLE.. => true,
        _ if begins_with_brand(observation, &apart) => true,
        1 => false,
        _ => !trade_in(observation, title).is_empty(),
    }
}

fn begins_with_brand(observation: &Observation<'_>, title: &str) -> bool {
    let name = title.split_whitespace().next().unwrap_or_default();
    let known = observation.offers(name);
    known.iter().any(|term| term.category == "brand")
        || brand_like_word(&name.to_lowercase()).is_some()
}

/// Words of a title that belong to games of chance, weak ones too.
pub(super) fn trade_in<'a>(observation: &Observation<'a>, title: &str) -> Vec<&'a Term> {
    let lexicon = &observation.knowledge.lexicon;
    let mut terms = lexicon.in_words(&glued::unglued(title).0, observation.target.sector);
    terms.retain(|term| matches!(&*term.category, "casino" | "betting" | "numbers" | "lottery"));
    terms
}

/// What a page shows without regard to what it offers: shapes, and how many there are of what
/// makes them.
pub(super) fn shapes_of(observation: &Observation<'_>, page: &Page) -> Vec<Signal> {
    let mut signals = Vec::new();
    let mut note = |kind, detail: &str| signals.push(Signal::new(kind, detail));
    if glued::has_glued_words(&page.title) || glued::has_glued_words(&page.visible_text) {
        note(SignalKind::Doorway, "glued-words");
    }
    if runs_together(observation, &page.title) {
        note(SignalKind::Doorway, "glued-title");
    }
    if is_kit_path(page.url.path()) {
        note(SignalKind::Doorway, "kit-address");
    }
    if let Some(sites) = ring::sites_in_ring(observation, page) {
        note(SignalKind::Doorway, "link-ring");
        note(SignalKind::Volume, &sites.to_string());
    }
    if let Some(slots) = slots::unfilled_slots(page) {
        note(SignalKind::Doorway, "unfilled-slots");
        note(SignalKind::Volume, &slots.to_string());
    }
    if let Some(terms) = menu::spam_menu(observation, page) {
        note(SignalKind::Doorway, "spam-menu");
        terms.iter().for_each(|term| note(SignalKind::Lexicon, &term.text));
    }
    if header::has_template_header(page) {
        // Beside another shape it is no slip of whoever set up the portal.
        if !signals.is_empty() {
            signals.push(Signal::new(SignalKind::Language, "chinese"));
        }
        signals.push(Signal::new(SignalKind::Doorway, "template-header"));
    }
    signals
}
