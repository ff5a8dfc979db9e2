//! Judgement: rules look at observations and say what they hit.
//!
//! One rule, one file. A rule names its signals; what signals are worth is decided in
//! `severity` alone.

mod anchor;
mod bait;
mod carried;
mod click_hijack;
mod cloaked_content;
mod conditional_redirect;
mod defaced_page;
mod destination;
mod disguise;
mod doorway_page;
mod drift;
mod echo;
mod facets;
mod foreign_claim;
mod foreign_form;
mod foreign_frame;
mod foreign_language_page;
mod form_skimmer;
mod header_redirect;
mod hidden_link;
mod hidden_text;
mod imitation;
mod injected_loader;
mod language;
mod lead;
mod letters;
mod loader;
mod meta_refresh;
mod moves;
mod not_found_spam;
mod observation;
mod opaque_script;
mod open_redirect;
mod pitch;
mod prose;
mod reflected_search;
mod running;
mod script_redirect;
mod selling;
mod severity;
mod shape;
mod sitemap_burst;
mod slug;
mod software;
mod spam_link;
mod spam_text;
mod spam_upload;
mod structured;
mod traces;
mod unwatched_portal;
mod whereabouts;
mod words;

use std::{ops::Range, sync::Arc};

pub use carried::carried;
pub use cloaked_content::wants_control;
pub use defaced_page::is_signed;
pub use language::languages_in;
pub use observation::{Asked, Changed, Listed, NOTHING_USUAL, Observation, Running, View};
pub use severity::{
    Cap, FLOORS, HAPPENING_NOW, Reason, Weighed, may_be_rolled_out, severity, weight,
};
pub use sitemap_burst::OF_LISTS;
pub use traces::{traces, traces_of_change};

use crate::{
    finding::{Family, Signal, Text},
    identity::Identity,
    page::{Page, Spot},
};

/// Every rule, in the order in which `canhcong rules` shows them.
pub const RULES: &[Rule] = &[
    hidden_link::RULE,
    hidden_text::RULE,
    spam_link::RULE,
    spam_text::RULE,
    doorway_page::RULE,
    spam_upload::RULE,
    foreign_language_page::RULE,
    header_redirect::RULE,
    conditional_redirect::RULE,
    meta_refresh::RULE,
    script_redirect::RULE,
    click_hijack::RULE,
    injected_loader::RULE,
    opaque_script::RULE,
    foreign_frame::RULE,
    foreign_form::RULE,
    form_skimmer::RULE,
    foreign_claim::RULE,
    cloaked_content::RULE,
    defaced_page::RULE,
    not_found_spam::RULE,
    sitemap_burst::RULE,
    reflected_search::RULE,
    open_redirect::RULE,
    drift::injected_link::RULE,
    drift::new_hidden_block::RULE,
    drift::new_script::RULE,
    drift::changed_script::RULE,
    drift::new_frame::RULE,
    drift::new_form_target::RULE,
    drift::new_claim::RULE,
    drift::new_redirect::RULE,
    drift::changed_title::RULE,
    drift::replaced_content::RULE,
    drift::slug_burst::RULE,
    drift::vanished_portal::RULE,
    software::known_exploited_version::RULE,
    software::end_of_life_software::RULE,
    software::outdated_software::RULE,
    software::vulnerable_library::RULE,
    software::exposed_installer_or_debug::RULE,
];

/// Every rule that looks at nights, shown after those that look at pages.
pub const NIGHT_RULES: &[NightRule] = &[unwatched_portal::RULE];

/// Whether a rule of this name looks at nights: its findings stand nowhere on the portal.
pub fn is_of_nights(id: &str) -> bool {
    NIGHT_RULES.iter().any(|rule| rule.id == id)
}

/// The rule of this name.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// Whether findings of a rule come from a comparison with other nights.
pub fn needs_past(id: &str) -> bool {
    rule(id).is_some_and(|rule| matches!(rule.caught, [Example { at: At::Changed(_), .. }, ..]))
}

/// Everything that all rules hit in one observation.
pub fn examine(observation: &Observation<'_>) -> Vec<(&'static Rule, Hit)> {
    let mut all = Vec::new();
    for rule in RULES {
        let mut hits = Vec::new();
        (rule.examine)(observation, &mut hits);
        all.extend(hits.into_iter().map(|hit| (rule, hit)));
    }
    reflected_search::settle(not_found_spam::settle(observation, all))
}

/// Something a rule hit, before severity, folding and history.
#[derive(Clone, Debug)]
pub struct Hit {
    /// By what the rule knows the wound again: a host, a path.
    pub key: String,
    /// What it is about.
    pub subject: String,
    /// The visitor who saw it.
    pub identity: Identity,
    /// Reasons.
    pub signals: Vec<Signal>,
    /// What shows it.
    pub proof: Proof,
}

/// What shows a hit. Positions are looked up only for hits that become findings.
#[derive(Clone, Debug)]
pub enum Proof {
    /// An element of a page.
    Element(Arc<Page>, Spot),
    /// A byte range of the text of an inline script.
    Code(Arc<Page>, Spot, Range<usize>),
    /// Code that was made of text while the page ran: the element that did it, the code, and what
    /// in it is to be marked.
    Unpacked(Arc<Page>, Spot, Arc<str>, String),
    /// A text of its own: a header, a title.
    Words(String),
    /// A text of which nothing was planted.
    Evidence(String),
}

/// A rule: what it looks for, why, how to repair, the code, and examples of both kinds.
pub struct Rule {
    /// Name of the pattern.
    pub id: &'static str,
    /// Family of its findings.
    pub family: Family,
    /// What it looks for.
    pub what: Text,
    /// Why that matters.
    pub why: Text,
    /// What to do about it.
    pub repair: Text,
    /// The code.
    pub examine: fn(&Observation<'_>, &mut Vec<Hit>),
    /// Examples that must be caught.
    pub caught: &'static [Example],
    /// Examples that must stay quiet.
    pub clean: &'static [Example],
}

/// A rule that looks at nights instead of at pages: no markup shows what it finds, so it has
/// neither hits nor examples. It names signals like any other.
pub struct NightRule {
    /// Name of the pattern.
    pub id: &'static str,
    /// Family of its findings.
    pub family: Family,
    /// What it looks for.
    pub what: Text,
    /// Why that matters.
    pub why: Text,
    /// What to do about it.
    pub repair: Text,
    /// The code: what it says of a portal that could not be judged on so many nights in a row,
    /// tonight included.
    pub examine: fn(u32) -> Vec<Signal>,
}

/// An address as some visitors saw it.
pub struct Example {
    /// What it shows.
    pub says: &'static str,
    /// The address.
    pub at: At,
    /// What visitors got; a visitor without an answer of its own gets the first one.
    pub answers: &'static [Answer],
}

/// The address of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A page somewhere on the portal.
    Anywhere,
    /// A page at this address, from the root.
    Page(&'static str),
    /// An address that was made up.
    Nowhere,
    /// A sitemap; the body is a plain list of addresses.
    List,
    /// A page that was this on the nights before.
    Changed(&'static str),
    /// A page that shows which software the portal runs.
    Software,
}

/// What some visitors got.
pub struct Answer {
    /// The visitors; empty for everybody.
    pub to: &'static [Identity],
    /// `Location`, for a redirect.
    pub location: Option<&'static str>,
    /// The body.
    pub body: &'static str,
}

impl Example {
    /// A page that every visitor gets.
    const fn page(says: &'static str, answers: &'static [Answer]) -> Self {
        Self { says, at: At::Anywhere, answers }
    }

    /// A page at an address that matters.
    const fn at(says: &'static str, path: &'static str, answers: &'static [Answer]) -> Self {
        Self { says, at: At::Page(path), answers }
    }

    /// What is answered where nothing is.
    const fn nowhere(says: &'static str, answers: &'static [Answer]) -> Self {
        Self { says, at: At::Nowhere, answers }
    }

    /// A page that was something else on the nights before.
    const fn changed(says: &'static str, before: &'static str, answers: &'static [Answer]) -> Self {
        Self { says, at: At::Changed(before), answers }
    }

    /// A page that shows which software the portal runs.
    const fn software(says: &'static str, answers: &'static [Answer]) -> Self {
        Self { says, at: At::Software, answers }
    }

    /// A sitemap.
    const fn list(says: &'static str, answers: &'static [Answer]) -> Self {
        Self { says, at: At::List, answers }
    }
}

impl Answer {
    /// A page for everybody.
    const fn all(body: &'static str) -> Self {
        Self { to: &[], location: None, body }
    }

    /// A page for some visitors.
    const fn only(to: &'static [Identity], body: &'static str) -> Self {
        Self { to, location: None, body }
    }

    /// A redirect for some visitors; for everybody if none is named.
    const fn redirect(to: &'static [Identity], location: &'static str) -> Self {
        Self { to, location: Some(location), body: "" }
    }
}

#[cfg(test)]
mod examples;
