//! Judgement: rules look at observations and say what they hit.
//!
//! One rule, one file. A rule names its signals; what signals are worth is decided in
//! `severity` alone.

use std::sync::Arc;

use url::Url;

use crate::{
    fetch::Hop,
    finding::{Excerpt, Family, Signal, Text, Where},
    identity::Identity,
    page::Page,
    target::Target,
};

/// One page of a portal as the visitors saw it.
pub struct Observation<'a> {
    /// The portal.
    pub target: &'a Target,
    /// The address asked for.
    pub url: &'a Url,
    /// What each visitor got, in the order of [`Identity::ALL`]; not comparable answers left out.
    pub views: &'a [View],
}

/// What one visitor got.
#[derive(Clone, Debug)]
pub struct View {
    /// The visitor.
    pub identity: Identity,
    /// All hops.
    pub hops: Vec<Hop>,
    /// Where the last hop leads if that is away from the portal.
    pub leaves_to: Option<Url>,
    /// The page at the end, if it is a page. Visitors who got the same bytes share it.
    pub page: Option<Arc<Page>>,
}

/// Something a rule hit, before severity, folding and history.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// By what the rule knows the wound again: a host, a path.
    pub key: String,
    /// What it is about.
    pub subject: String,
    /// The visitor who saw it.
    pub identity: Identity,
    /// Reasons.
    pub signals: Vec<Signal>,
    /// The proof.
    pub excerpt: Excerpt,
    /// Where it stands.
    pub place: Where,
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

/// A page as some visitors saw it.
pub struct Example {
    /// What it shows.
    pub says: &'static str,
    /// What visitors got; a visitor without an answer of its own gets the first one.
    pub answers: &'static [Answer],
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
