//! How the repository is written, and the holes that it names.

use serde::Deserialize;

use super::{
    super::{
        json::{Entries, List, Texts, read as read_json},
        table::Mistake,
    },
    Libraries,
};
use crate::{
    finding::Severity,
    software::{Advisory, Confidence, Version, Versions},
};

const MOST_LIBRARIES: usize = 1_000;
const MOST_HOLES: usize = 500;
const MOST_PATTERNS: usize = 500;
const MOST_DIGESTS: usize = 20_000;
/// Characters of the name of a hole, which can be a sentence.
const LONGEST_NAME: usize = 100;
/// Patterns of all libraries together.
const MOST_PATTERNS_IN_ALL: usize = 50_000;

/// What a file of retire.js told.
pub(in super::super) struct Repository {
    pub libraries: Libraries,
    pub advisories: Vec<Advisory>,
    /// Patterns, versions and holes that were left out.
    pub unread: usize,
}

#[derive(Deserialize)]
struct Component {
    #[serde(default)]
    vulnerabilities: List<Vulnerability, MOST_HOLES>,
    #[serde(default)]
    extractors: Extractors,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    at_or_above: Option<String>,
    below: Option<String>,
    severity: Option<String>,
    #[serde(default)]
    excludes: Texts<100>,
    #[serde(default)]
    identifiers: Identifiers,
}

#[derive(Default, Deserialize)]
struct Identifiers {
    #[serde(rename = "CVE", default)]
    cve: Texts<50>,
    #[serde(rename = "githubID", default)]
    github: Texts<50>,
    #[serde(default)]
    summary: Texts<50>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Extractors {
    pub uri: Texts<MOST_PATTERNS>,
    pub filename: Texts<MOST_PATTERNS>,
    pub filecontent: Texts<MOST_PATTERNS>,
    pub filecontentreplace: Texts<MOST_PATTERNS>,
    pub hashes: Entries<String, MOST_DIGESTS>,
}

/// Reads the repository.
pub(in super::super) fn read(text: &str) -> Result<Repository, Mistake> {
    let table: Entries<Component, MOST_LIBRARIES> = read_json(text)?;
    let mut all = Repository { libraries: Libraries::default(), advisories: Vec::new(), unread: 0 };
    let mut patterns = 0_usize;
    for (name, component) in table.0 {
        for hole in &component.vulnerabilities.0 {
            match advisories(&name, hole) {
                Some(told) => all.advisories.extend(told),
                None => all.unread += 1,
            }
        }
        let own = &component.extractors;
        let lists = [&own.uri, &own.filename, &own.filecontent, &own.filecontentreplace];
        patterns = patterns.saturating_add(lists.iter().map(|list| list.0.len()).sum());
        if patterns > MOST_PATTERNS_IN_ALL {
            return Err((1, format!("expected at most {MOST_PATTERNS_IN_ALL} patterns")));
        }
        all.libraries.learn(&name, component.extractors, &mut all.unread);
    }
    Ok(all)
}

/// The holes that an entry names: one for each of its numbers.
fn advisories(library: &str, hole: &Vulnerability) -> Option<Vec<Advisory>> {
    let below = Versions::below(version(hole.below.as_deref()?)?);
    let from = match &hole.at_or_above {
        Some(from) => Versions::at_least(version(from)?),
        None => Versions::any(),
    };
    let mut affected = below.and(&from);
    for excluded in hole.excludes.0.iter().filter_map(|text| version(text)) {
        let around = Versions::below(excluded.clone()).or(&after(excluded));
        affected = affected.and(&around);
    }
    if affected.is_empty() || affected.is_any() {
        return None;
    }
    let ids = &hole.identifiers;
    let lists = [&ids.cve.0, &ids.github.0, &ids.summary.0];
    let named = lists.into_iter().find(|list| !list.is_empty())?;
    let named = named.iter().map(|name| name.chars().take(LONGEST_NAME).collect::<String>());
    let severity = hole.severity.as_deref().and_then(|name| name.parse().ok());
    let one = |id: String| Advisory {
        id,
        product: library.to_owned(),
        affected: affected.clone(),
        severity: severity.unwrap_or(Severity::Medium),
        exploited: false,
        letter: None,
        source: "retire.js".to_owned(),
        confidence: Confidence::CveText,
        as_of: None,
    };
    Some(named.map(one).collect())
}

fn after(version: Version) -> Versions {
    Versions::between(std::ops::Bound::Excluded(version), std::ops::Bound::Unbounded)
}

/// A version as the repository writes it: `1.9.0b1` is a beta, which comes before `1.9.0`.
pub(super) fn version(text: &str) -> Option<Version> {
    let text = text.trim();
    let beta = text.split_once('b').filter(|(number, serial)| {
        number.ends_with(|c: char| c.is_ascii_digit()) && serial.parse::<u8>().is_ok()
    });
    match beta {
        Some((number, serial)) => Version::parse(&format!("{number}-beta{serial}")),
        None => Version::parse(text),
    }
}
