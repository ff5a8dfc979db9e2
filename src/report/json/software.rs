//! Software as JSON documents show it.

use serde::Serialize;

use crate::{
    finding::{Lang, Severity},
    outcome::{Hole, Software},
};

/// A product of a portal; `version` and `standing` are those of the contract.
#[derive(Serialize)]
pub struct SoftwareJson<'a> {
    id: &'a str,
    product: &'a str,
    version: VersionJson<'a>,
    standing: &'a str,
    priority: Option<Severity>,
    newest: Option<&'a str>,
    as_of: Option<String>,
    package: Option<&'a str>,
    advisories: Vec<HoleJson<'a>>,
    why: &'a str,
    evidence: &'a [String],
}

#[derive(Serialize)]
struct VersionJson<'a> {
    kind: &'a str,
    exact: Option<&'a str>,
    at_least: Option<&'a str>,
    below: Option<&'a str>,
    up_to: Option<&'a str>,
    all: &'a str,
}

#[derive(Serialize)]
struct HoleJson<'a> {
    id: &'a str,
    certain: bool,
    exploited: bool,
    letter: Option<&'a str>,
}

impl<'a> SoftwareJson<'a> {
    /// A product as it was found.
    pub fn new(software: &'a Software, lang: Lang) -> Self {
        let version = &software.version;
        Self {
            id: &software.id,
            product: &software.product,
            version: VersionJson {
                kind: &version.kind,
                exact: version.exact.as_deref(),
                at_least: version.at_least.as_deref(),
                below: version.below.as_deref(),
                up_to: version.up_to.as_deref(),
                all: &version.all,
            },
            standing: &software.standing,
            priority: software.priority,
            newest: software.newest.as_deref(),
            as_of: software.as_of.map(|day| day.to_string()),
            package: software.package.as_deref(),
            advisories: software.holes.iter().map(HoleJson::new).collect(),
            why: software.why.in_lang(lang),
            evidence: &software.evidence,
        }
    }
}

impl<'a> HoleJson<'a> {
    fn new(hole: &'a Hole) -> Self {
        let Hole { id, certain, exploited, letter } = hole;
        Self { id, certain: *certain, exploited: *exploited, letter: letter.as_deref() }
    }
}
