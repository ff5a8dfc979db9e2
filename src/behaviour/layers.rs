//! What reading the code shows that a page made of text while it ran.

use std::collections::HashSet;

use super::{
    note::is_elsewhere,
    told::{MOST, Telling},
};
use crate::{
    page::script::{self, Destination, Load, Navigation, Running, ScriptFacts, Sending},
    sandbox::Cause,
};

/// Pieces of code made of text that are read.
const MOST_LAYERS: usize = 20;

impl Telling<'_> {
    /// What reading the code shows that was made of text while running, beyond what it did: a gate
    /// that opened in no world still shows what is behind it.
    pub(super) fn layers(&mut self) {
        let mut seen: HashSet<&str> = HashSet::new();
        let layers = self.runs.iter().flat_map(|(_, ran)| &ran.layers);
        let distinct = layers.filter(|layer| seen.insert(layer.code.as_str())).take(MOST_LAYERS);
        for layer in distinct.collect::<Vec<_>>() {
            // Cut short, it cannot be read.
            if layer.bytes > layer.code.len() {
                continue;
            }
            let read = script::read(&layer.code);
            let ran = Some(Running {
                alone: true,
                came_true: false,
                layer: Some(layer.code.as_str().into()),
            });
            self.layer(&layer.cause, &read, &ran);
        }
    }

    fn layer(&mut self, cause: &Cause, read: &ScriptFacts, ran: &Option<Running>) {
        for load in &read.loads {
            let Some(address) = self.elsewhere(&load.target) else { continue };
            let disguised = self.disguises(cause, &address);
            let Some(facts) = self.facts_of(cause) else { return };
            if facts.loads.len() < MOST && !facts.loads.iter().any(|own| own.target == load.target)
            {
                let (span, ran) = (0..0, ran.clone());
                facts.loads.push(Load { disguised, span, ran, ..load.clone() });
            }
        }
        for sending in &read.sends {
            let Some(address) = self.elsewhere(&sending.target) else { continue };
            let disguised = self.disguises(cause, &address);
            let Some(facts) = self.facts_of(cause) else { return };
            let known = |own: &Sending| own.target == sending.target;
            if facts.sends.len() < MOST && !facts.sends.iter().any(known) {
                let (span, ran) = (0..0, ran.clone());
                facts.sends.push(Sending { disguised, span, ran, ..sending.clone() });
            }
        }
        for navigation in &read.navigations {
            let Some(address) = self.elsewhere(&navigation.target) else { continue };
            let encoded = self.disguises(cause, &address);
            let Some(facts) = self.facts_of(cause) else { return };
            let known = |own: &Navigation| own.target == navigation.target;
            if facts.navigations.len() < MOST && !facts.navigations.iter().any(known) {
                let (span, ran) = (0..0, ran.clone());
                facts.navigations.push(Navigation { encoded, span, ran, ..navigation.clone() });
            }
        }
    }

    /// An address that was read, if it leads to another site and reading the page itself has not
    /// shown it.
    fn elsewhere(&self, target: &Destination) -> Option<String> {
        let (Destination::Whole(address) | Destination::Begins(address)) = target else {
            return None;
        };
        let facts = || self.page.scripts.iter().filter_map(|script| script.facts.as_ref());
        let known = facts().any(|facts| {
            facts.navigations.iter().any(|own| own.target == *target)
                || facts.loads.iter().any(|own| own.target == *target)
                || facts.sends.iter().any(|own| own.target == *target)
        });
        (!known && is_elsewhere(self.page, address)).then(|| address.clone())
    }
}
