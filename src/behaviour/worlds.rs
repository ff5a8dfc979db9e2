//! Which worlds a page is run in.

use std::collections::HashSet;

use crate::{
    identity::{Identity, UserAgents},
    sandbox::{Ran, Read, World},
};

/// A world in which a page is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tried {
    pub identity: Identity,
    /// Not the first visit: what the first one left behind is there.
    pub returns: bool,
    /// At night.
    pub night: bool,
    /// Chance falls differently.
    pub lucky: bool,
}

/// Milliseconds from midnight in Vietnam to the hours at which pages are run.
const MORNING: i64 = 10 * 3_600_000;
const NIGHT: i64 = 22 * 3_600_000 + 30 * 60_000;
const DAY: i64 = 24 * 3_600_000;
/// Vietnam is seven hours ahead.
const ZONE: i64 = 7 * 3_600_000;

impl Tried {
    /// A first visit in the morning.
    pub fn first(identity: Identity) -> Self {
        Self { identity, returns: false, night: false, lucky: false }
    }

    /// What scripts see of it. A return visit brings along what the first one left.
    pub fn world(self, agents: &UserAgents, at_ms: i64, runs: &[(Self, Ran)]) -> World {
        let midnight = (at_ms + ZONE).div_euclid(DAY) * DAY - ZONE;
        let now = midnight + if self.night { NIGHT } else { MORNING };
        // Scripts see a browser, and not whom to ask about it.
        let agent = agents.templates[self.identity as usize].replace(" (+{contact})", "");
        let mut world = World::of(self.identity, &agent, now);
        if self.lucky {
            world.seed = 0x5DEE_CE66_D1CE_4E5B;
        }
        if self.returns {
            let before = Self { returns: false, ..self };
            if let Some((_, ran)) = runs.iter().find(|(world, _)| *world == before) {
                world.cookies.clone_from(&ran.end.cookies);
                world.storage.clone_from(&ran.end.storage);
            }
        }
        world
    }
}

/// The next world worth trying: one that differs from those tried in something that the scripts
/// looked at. Once a page has led away, only those are tried that tell for whom.
pub(super) fn next(
    runs: &[(Tried, Ran)],
    looked_at: &HashSet<Read>,
    leads_away: impl Fn(&Ran) -> bool,
) -> Option<Tried> {
    let (first, _) = runs.first()?;
    let looked_at = |reads: &[Read]| reads.iter().any(|read| looked_at.contains(read));
    let referrer = looked_at(&[Read::Referrer]);
    let device = looked_at(&[Read::UserAgent, Read::Screen, Read::Touch]);
    let away = runs.iter().find(|(_, ran)| leads_away(ran)).map(|(world, _)| *world);
    let mut wanted = Vec::new();
    if referrer || device {
        wanted.push(Tried::first(Identity::Phone));
        if referrer {
            wanted.push(Tried::first(Identity::FromSearch));
        }
        wanted.push(Tried::first(Identity::Citizen));
    }
    if away.is_none() {
        // The visitor whom attackers want most.
        let lured = Tried::first(if referrer || device { Identity::Phone } else { first.identity });
        if looked_at(&[Read::Hour]) {
            wanted.push(Tried { night: true, ..lured });
        }
        if looked_at(&[Read::Cookie, Read::Storage]) {
            wanted.push(Tried { returns: true, ..lured });
        }
        if looked_at(&[Read::Random]) {
            wanted.push(Tried { lucky: true, ..lured });
        }
        if looked_at(&[Read::UserAgent, Read::Robot]) {
            wanted.push(Tried::first(Identity::SearchCrawler));
        }
    } else if let Some(away) = away {
        if away == Tried::first(Identity::Citizen) {
            // Whoever comes is led away: the first time, and at this hour.
            wanted.clear();
        }
        let plain = Tried::first(away.identity);
        if looked_at(&[Read::Cookie, Read::Storage]) {
            wanted.push(Tried { returns: true, ..plain });
        }
        if looked_at(&[Read::Hour]) {
            wanted.push(Tried { night: true, ..plain });
        }
    }
    wanted.into_iter().find(|world| runs.iter().all(|(tried, _)| tried != world))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worlds that are tried where the page leads away in those that `leads` names.
    fn tried(read: &[Read], leads: impl Fn(Tried) -> bool) -> Vec<Tried> {
        let first = Tried::first(Identity::Citizen);
        let looked_at: HashSet<Read> = read.iter().copied().collect();
        let mut runs = vec![(first, Ran::default())];
        let away = |runs: &[(Tried, Ran)]| runs.iter().any(|(world, _)| leads(*world));
        loop {
            let led = runs.iter().find(|(world, _)| leads(*world)).map(|(world, _)| *world);
            // The runs are told apart by what they left behind.
            let is_led = |ran: &Ran| led.is_some() && away(&runs) && ran.end.pushed_states == 7;
            let Some(world) = next(&runs, &looked_at, is_led) else { break };
            let mut next = Ran::default();
            next.end.pushed_states = if leads(world) { 7 } else { 0 };
            runs.push((world, next));
        }
        runs.into_iter().map(|(world, _)| world).collect()
    }

    #[test]
    fn what_scripts_do_not_look_at_is_not_tried() {
        assert_eq!(tried(&[], |_| false).len(), 1);
        assert_eq!(tried(&[Read::Clock, Read::TimeZone], |_| false).len(), 1);
    }

    #[test]
    fn the_visitor_from_a_search_with_a_phone_comes_first() {
        let worlds = tried(&[Read::Referrer, Read::UserAgent], |_| false);
        assert_eq!(worlds[1], Tried::first(Identity::Phone));
        assert!(worlds.contains(&Tried::first(Identity::FromSearch)));
        assert!(worlds.contains(&Tried::first(Identity::SearchCrawler)));
    }

    #[test]
    fn once_led_away_only_the_reason_is_looked_for() {
        let reads = [Read::Referrer, Read::UserAgent, Read::Random, Read::Robot];
        let worlds = tried(&reads, |world| world.identity == Identity::Phone);
        let identities: Vec<Identity> = worlds.iter().map(|world| world.identity).collect();
        assert_eq!(identities, [Identity::Citizen, Identity::Phone, Identity::FromSearch]);
    }

    #[test]
    fn hours_and_return_visits_are_tried_where_they_are_asked_for() {
        let worlds = tried(&[Read::Hour, Read::Storage], |_| false);
        assert!(worlds.iter().any(|world| world.night));
        assert!(worlds.iter().any(|world| world.returns));
        let at = 1_767_578_400_000;
        let night = Tried { night: true, ..Tried::first(Identity::Citizen) };
        let world = night.world(&UserAgents::default(), at, &[]);
        assert_eq!((world.now_ms + ZONE).rem_euclid(DAY), NIGHT);
        assert!(!world.user_agent.contains("contact"));
    }
}
