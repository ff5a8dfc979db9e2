//! What was seen of others' technologies on one portal.

use std::collections::BTreeMap;

use super::{Sighting, Technologies};
use crate::software::{Answer, Evidence, MOST_CLUES, PRODUCTS, Traces};

/// The most technologies of a portal, and how sure one must be to be told.
const MOST: usize = 300;
const SURE: u32 = 50;

/// Gathers what the answers of one portal show. What it holds is bounded, whatever they are.
#[derive(Clone, Debug, Default)]
pub struct Sightings {
    /// By the place of the technology in its list: what shows it, and how sure each is.
    seen: BTreeMap<usize, Vec<(Evidence, u8)>>,
}

/// A technology that was seen, by rules of others.
#[derive(Clone, Debug)]
pub struct Sighted {
    /// Its name in the rules.
    pub name: String,
    /// How sure its rules are together, at most 100.
    pub confidence: u32,
    /// Its version, as they take it at its word.
    pub answer: Answer,
    /// What shows it.
    pub evidence: Vec<Evidence>,
}

impl Sightings {
    /// Looks at an answer.
    pub fn add(&mut self, technologies: &Technologies, traces: &Traces<'_>) {
        for Sighting { technology, confidence, clue } in technologies.look(traces) {
            if self.seen.len() >= MOST && !self.seen.contains_key(&technology) {
                continue;
            }
            let known = self.seen.entry(technology).or_default();
            let same = |(own, _): &&mut (Evidence, u8)| {
                own.clue.says == clue.says && own.clue.place == clue.place
            };
            if let Some((own, _)) = known.iter_mut().find(same) {
                own.answers = own.answers.saturating_add(1);
            } else if known.len() < MOST_CLUES {
                let url = traces.url().to_string();
                known.push((Evidence { clue, url, answers: 1 }, confidence));
            }
        }
    }

    /// What is sure enough, in the order of the rules. What the program knows itself is left out: it
    /// knows it better.
    pub fn found(&self, technologies: &Technologies) -> Vec<Sighted> {
        let sure = |seen: &[(Evidence, u8)]| {
            seen.iter().map(|(_, own)| u32::from(*own)).sum::<u32>().min(100)
        };
        let told = self.seen.iter().filter(|(_, seen)| sure(seen) >= SURE);
        let named = told.filter_map(|(at, seen)| Some((technologies.names.get(*at)?, seen)));
        named
            .filter(|(name, _)| !is_known(name))
            .map(|(name, seen)| Sighted {
                name: name.clone(),
                confidence: sure(seen),
                answer: Answer::of(seen.iter().map(|(own, _)| &own.clue.says)),
                evidence: seen.iter().map(|(own, _)| own.clone()).collect(),
            })
            .collect()
    }
}

/// Whether the program has a product of this name: `Nukeviet CMS` is `NukeViet`.
fn is_known(name: &str) -> bool {
    let plain = |name: &str| -> String {
        let name = name.to_lowercase();
        let name = name.strip_suffix(" cms").unwrap_or(&name);
        name.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let name = plain(name);
    PRODUCTS.iter().any(|product| plain(product.name) == name || plain(product.id) == name)
}
