//! Rules on the software of a portal. Old versions are how attackers get in: they say where to look
//! first, and are no incident by themselves. So each finding has one kind of signal and stays `low`;
//! what to update first is told by the priority of the product in the report.

pub(super) mod end_of_life_software;
pub(super) mod exposed_installer_or_debug;
pub(super) mod known_exploited_version;
pub(super) mod outdated_software;
pub(super) mod vulnerable_library;

use super::{Asked, Hit, Observation, Proof, Running};
use crate::{
    finding::{Severity, Signal, SignalKind},
    identity::Identity,
    software::{Applying, Assessment, Extent, Found},
};

/// Numbers of holes that one finding names.
const MOST_HOLES: usize = 10;

fn running<'a>(observation: &Observation<'a>) -> Option<Running<'a>> {
    match observation.asked {
        Asked::Software(running) => Some(running),
        _ => None,
    }
}

/// Products of the portal, with how their versions stand.
fn products<'a>(observation: &Observation<'a>) -> &'a [(Found, Assessment)] {
    running(observation).map_or(&[], |running| running.products)
}

/// Holes that every possible version has.
fn certain(assessment: &Assessment) -> impl Iterator<Item = &Applying> {
    assessment.advisories.iter().filter(|hole| hole.extent == Extent::Wholly)
}

/// Whether attackers break into servers by a hole: of those that they are known to use, not the ones
/// that only harm a visitor whom they talk into something. Every second portal has an old jQuery.
fn breaks_in(hole: &Applying) -> bool {
    hole.advisory.exploited && hole.advisory.severity >= Severity::High
}

/// What a product is as a hit: known again by the product, whatever its version; where several copies
/// lie side by side, by the version too.
fn hit(found: &Found, signals: Vec<Signal>) -> Hit {
    let is_copy = found.evidence.iter().any(|own| own.clue.copy.is_some());
    let copy = if is_copy { format!(" {}", found.answer.versions) } else { String::new() };
    let lines: Vec<String> = found.evidence.iter().take(3).map(|own| own.line()).collect();
    Hit {
        key: format!("{}{copy}", found.product.id),
        subject: format!("{} {}", found.product.name, found.answer.versions).trim().to_owned(),
        identity: Identity::Citizen,
        signals,
        proof: Proof::Evidence(lines.join("; ")),
    }
}

/// One signal for each hole, by its number.
fn numbers<'a>(kind: SignalKind, holes: impl Iterator<Item = &'a Applying>) -> Vec<Signal> {
    holes.take(MOST_HOLES).map(|hole| Signal::new(kind, &*hole.advisory.id)).collect()
}
