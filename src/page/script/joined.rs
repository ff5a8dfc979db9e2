//! What reading a script showed, and what running it did.

use super::{
    Destination, Load, Navigation, Running, ScriptFacts, Sending, Trigger, Write, sink::KEPT,
};

impl ScriptFacts {
    /// These facts, which reading gave, with those that running gave. What both show is one fact:
    /// reading knows where it stands and on what it depends, running that it comes true.
    pub fn joined(&self, ran: &ScriptFacts) -> ScriptFacts {
        let mut facts = self.clone();
        for navigation in &ran.navigations {
            join_navigation(&mut facts.navigations, navigation);
        }
        for load in &ran.loads {
            join_load(&mut facts.loads, load);
        }
        for write in &ran.writes {
            join_write(&mut facts.writes, write);
        }
        for sending in &ran.sends {
            let known = |own: &Sending| own.target == sending.target;
            if facts.sends.len() < KEPT && !facts.sends.iter().any(known) {
                facts.sends.push(sending.clone());
            }
        }
        for shown in &ran.shows {
            if facts.shows.len() < KEPT && !facts.shows.iter().any(|own| own.text == shown.text) {
                facts.shows.push(shown.clone());
            }
        }
        facts
    }
}

fn join_navigation(known: &mut Vec<Navigation>, ran: &Navigation) {
    let same = known.iter_mut().find(|own| is_same(&own.target, &ran.target));
    let Some(own) = same else {
        if known.len() < KEPT {
            known.push(Navigation { ran: alone(ran.ran.as_ref()), ..ran.clone() });
        }
        return;
    };
    own.ran = too(ran.ran.as_ref());
    // Reading may take code for something that waits to be called.
    let waits = matches!(own.trigger, Trigger::Event(_) | Trigger::Uncalled);
    if waits && !matches!(ran.trigger, Trigger::Event(_)) {
        own.trigger.clone_from(&ran.trigger);
    }
    let new = ran.conditions.iter().filter(|one| !own.conditions.contains(one));
    own.conditions.extend(new.copied().collect::<Vec<_>>());
}

fn join_load(known: &mut Vec<Load>, ran: &Load) {
    let room = known.len() < KEPT;
    let same = known
        .iter_mut()
        .find(|own| own.element == ran.element && is_same(&own.target, &ran.target));
    match same {
        Some(own) => own.ran = too(ran.ran.as_ref()),
        None if room => {
            known.push(Load { ran: alone(ran.ran.as_ref()), ..ran.clone() });
        }
        None => {}
    }
}

fn join_write(known: &mut Vec<Write>, ran: &Write) {
    let room = known.len() < KEPT;
    match known.iter_mut().find(|own| own.markup.trim() == ran.markup.trim()) {
        Some(own) => own.ran = too(ran.ran.as_ref()),
        None if room => {
            known.push(Write { ran: alone(ran.ran.as_ref()), ..ran.clone() });
        }
        None => {}
    }
}

fn alone(ran: Option<&Running>) -> Option<Running> {
    let came_true = ran.is_none_or(|ran| ran.came_true);
    Some(Running { alone: true, came_true, layer: ran.and_then(|ran| ran.layer.clone()) })
}

fn too(ran: Option<&Running>) -> Option<Running> {
    Some(Running { alone: false, came_true: true, layer: ran.and_then(|ran| ran.layer.clone()) })
}

/// Whether an address that was read is one that a run came to.
fn is_same(read: &Destination, ran: &Destination) -> bool {
    let Destination::Whole(ran) = ran else { return false };
    let plain = |address: &str| {
        let address = address.split_once("//").map_or(address, |(_, rest)| rest);
        address.trim_end_matches('/').to_owned()
    };
    match read {
        Destination::Whole(read) => plain(read) == plain(ran),
        Destination::Begins(read) => plain(ran).starts_with(&plain(read)),
        Destination::Element(_) | Destination::Unknown => false,
    }
}
