//! On what something depends that happened in some worlds and not in others.

use super::worlds::Tried;
use crate::{identity::Identity, page::script::Condition, sandbox::Read};

/// The conditions that the worlds prove; where they cannot tell, what the code looked at before.
pub(super) fn proven(worlds: &[(Tried, bool)], looked_at: &[Read]) -> Vec<Condition> {
    if worlds.iter().all(|(_, happens)| *happens) {
        return Vec::new();
    }
    let differ = |one: Tried, other: Tried| {
        let in_world = |world| worlds.iter().find(|(own, _)| *own == world).map(|(_, own)| *own);
        matches!((in_world(one), in_world(other)), (Some(a), Some(b)) if a != b)
    };
    let first = Tried::first;
    let mut found = Vec::new();
    if differ(first(Identity::Citizen), first(Identity::FromSearch)) {
        found.push(Condition::Referrer);
    }
    if differ(first(Identity::FromSearch), first(Identity::Phone))
        || differ(first(Identity::Citizen), first(Identity::SearchCrawler))
    {
        found.push(Condition::Device);
    }
    for (world, _) in worlds {
        let plain = Tried::first(world.identity);
        if world.returns && differ(*world, plain) {
            found.push(Condition::Cookie);
        } else if (world.night || world.lucky) && differ(*world, plain) {
            found.push(Condition::Time);
        }
    }
    // One step, from the citizen to the phone, changes two things.
    let mut likely = looked_at.iter().filter_map(|read| match read {
        Read::Referrer => Some(Condition::Referrer),
        Read::UserAgent | Read::Screen | Read::Touch => Some(Condition::Device),
        _ => None,
    });
    if found.is_empty() || found == [Condition::Device] {
        let own: Vec<Condition> = likely.by_ref().collect();
        found.extend(own);
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(worlds: &[(Identity, bool)], reads: &[Read]) -> Vec<Condition> {
        let worlds: Vec<(Tried, bool)> =
            worlds.iter().map(|(identity, happens)| (Tried::first(*identity), *happens)).collect();
        proven(&worlds, reads)
    }

    #[test]
    fn worlds_that_differ_in_one_thing_prove_it() {
        use Identity::{Citizen, FromSearch, Phone, SearchCrawler};
        assert_eq!(of(&[(Citizen, true)], &[Read::Referrer]), []);
        assert_eq!(of(&[(Citizen, true), (Phone, true)], &[Read::Referrer]), []);
        assert_eq!(
            of(&[(Citizen, false), (Phone, true), (FromSearch, true)], &[]),
            [Condition::Referrer]
        );
        assert_eq!(
            of(&[(Citizen, false), (Phone, true), (FromSearch, false)], &[]),
            [Condition::Device]
        );
        assert_eq!(
            of(&[(Citizen, false), (Phone, true), (FromSearch, false)], &[Read::Referrer]),
            [Condition::Referrer, Condition::Device]
        );
        assert_eq!(of(&[(Citizen, false), (SearchCrawler, true)], &[]), [Condition::Device]);
        assert_eq!(
            of(&[(Citizen, false), (Phone, true)], &[Read::Screen, Read::Clock]),
            [Condition::Device]
        );
    }

    #[test]
    fn a_second_visit_and_another_hour_are_told() {
        let plain = Tried::first(Identity::Citizen);
        let again = Tried { returns: true, ..plain };
        let late = Tried { night: true, ..plain };
        assert_eq!(proven(&[(plain, false), (again, true)], &[]), [Condition::Cookie]);
        assert_eq!(proven(&[(plain, false), (late, true)], &[]), [Condition::Time]);
    }
}
