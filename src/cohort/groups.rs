//! Which traces are of one campaign. Each trace of each finding is looked at a few times, so the work
//! grows with the number of findings, whatever they say.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use jiff::civil::Date;

use super::{Member, Trace, TraceKind, weighing::without_campaign};
use crate::{
    detect::{may_be_rolled_out, severity},
    history,
    target::Hosts,
};

/// Traces of one portal that are joined with others; those of the gravest findings come first.
pub(super) const MOST_OF_PORTAL: usize = 500;
/// Traces of one campaign.
pub(super) const MOST_JOINED: usize = 50;

/// Traces that belong together, with the findings and portals that have them.
pub(super) struct Group<'a> {
    /// Each with the number of portals that have it.
    pub traces: Vec<(&'a Trace, usize)>,
    /// Places in the list of members.
    pub members: BTreeSet<usize>,
    /// Numbers of portals, at least two.
    pub portals: BTreeSet<usize>,
}

/// The findings that have a trace.
#[derive(Default)]
struct Uses {
    members: Vec<usize>,
    portals: BTreeSet<usize>,
}

pub(super) fn groups<'a>(members: &'a [Member], own: &Hosts) -> Vec<Group<'a>> {
    let portals = portals(members);
    let shared = shared(members, &portals, own);
    let groups = together(&portals, &shared);
    alike(members, &portals, groups)
}

/// The number of each member's portal.
fn portals(members: &[Member]) -> Vec<usize> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    members
        .iter()
        .map(|member| {
            let next = numbers.len();
            *numbers.entry(&member.place).or_insert(next)
        })
        .collect()
}

/// Traces that findings of two portals have.
fn shared<'a>(members: &'a [Member], portals: &[usize], own: &Hosts) -> BTreeMap<&'a Trace, Uses> {
    let mut order: Vec<(usize, &Member)> = members.iter().enumerate().collect();
    order.sort_by_cached_key(|(_, member)| {
        (Reverse(severity(&without_campaign(&member.signals))), member.id.clone())
    });
    let mut uses: BTreeMap<&Trace, Uses> = BTreeMap::new();
    let mut admitted: HashSet<(usize, &Trace)> = HashSet::new();
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for (nth, member) in order {
        let Some(portal) = portals.get(nth) else { continue };
        for trace in member.traces.iter().take(Trace::MOST) {
            if trace.kind == TraceKind::Host && own.contains(&trace.value) {
                continue;
            }
            if !admitted.contains(&(*portal, trace)) {
                let count = counts.entry(*portal).or_default();
                if *count == MOST_OF_PORTAL {
                    continue;
                }
                *count += 1;
                admitted.insert((*portal, trace));
            }
            let uses = uses.entry(trace).or_default();
            uses.members.push(nth);
            uses.portals.insert(*portal);
        }
    }
    uses.retain(|_, uses| uses.portals.len() > 1);
    uses
}

/// Joins traces that stand together in findings of two portals.
fn together<'a>(portals: &[usize], shared: &BTreeMap<&'a Trace, Uses>) -> Vec<Group<'a>> {
    let mut of_member: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, uses) in shared.values().enumerate() {
        for member in &uses.members {
            of_member.entry(*member).or_default().push(number);
        }
    }
    let mut pairs: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
    for (member, traces) in &of_member {
        let Some(portal) = portals.get(*member) else { continue };
        // A block that was planted twice has the same neighbours twice.
        for pair in traces.windows(2) {
            if let [one, other] = pair {
                pairs.entry((*one, *other)).or_default().insert(*portal);
            }
        }
    }
    let mut joined = Joined::new(shared.len());
    for ((one, other), portals) in pairs {
        if portals.len() > 1 {
            joined.join(one, other);
        }
    }
    let mut groups: BTreeMap<usize, Group<'a>> = BTreeMap::new();
    for (number, (trace, uses)) in shared.iter().enumerate() {
        let group = groups.entry(joined.root(number)).or_insert_with(Group::empty);
        group.traces.push((trace, uses.portals.len()));
        group.members.extend(&uses.members);
        group.portals.extend(&uses.portals);
    }
    groups.into_values().collect()
}

/// Whether it may be a supplier's work, and to which portals it came on which day.
type Came = (bool, Vec<(usize, Date)>);

/// Joins what came to the same portals in the same nights: the link, and the code that put it there.
/// What may be a supplier's work is joined with its like only.
fn alike<'a>(members: &[Member], portals: &[usize], groups: Vec<Group<'a>>) -> Vec<Group<'a>> {
    let mut alike: BTreeMap<Came, Vec<Group<'a>>> = BTreeMap::new();
    for group in groups {
        let mut first: BTreeMap<usize, Date> = BTreeMap::new();
        for nth in &group.members {
            let (Some(member), Some(portal)) = (members.get(*nth), portals.get(*nth)) else {
                continue;
            };
            let day = history::day(member.first_seen);
            let known = first.entry(*portal).or_insert(day);
            *known = (*known).min(day);
        }
        let nights = first.into_iter().collect();
        let known = alike.entry((group.may_be_rolled_out(members), nights)).or_default();
        match known.last_mut() {
            Some(last) if last.traces.len() + group.traces.len() <= MOST_JOINED => {
                last.traces.extend(group.traces);
                last.members.extend(group.members);
                last.portals.extend(group.portals);
            }
            _ => known.push(group),
        }
    }
    alike.into_values().flatten().collect()
}

impl Group<'_> {
    fn empty() -> Self {
        Self { traces: Vec::new(), members: BTreeSet::new(), portals: BTreeSet::new() }
    }

    /// Whether nothing tells any of its findings from a supplier's work.
    pub fn may_be_rolled_out(&self, members: &[Member]) -> bool {
        let mut all = self.members.iter().filter_map(|nth| members.get(*nth));
        all.all(|member| may_be_rolled_out(&member.signals))
    }
}

/// Sets of numbers that are joined two by two, none larger than a campaign may be.
struct Joined {
    parent: Vec<usize>,
    size: Vec<usize>,
}

impl Joined {
    fn new(count: usize) -> Self {
        Self { parent: (0..count).collect(), size: vec![1; count] }
    }

    fn root(&mut self, number: usize) -> usize {
        let mut at = number;
        while let Some(up) = self.parent.get(at).copied().filter(|up| *up != at) {
            let above = self.parent.get(up).copied().unwrap_or(up);
            if let Some(own) = self.parent.get_mut(at) {
                *own = above;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let size = |own: &Self, of: usize| own.size.get(of).copied().unwrap_or(1);
        let both = size(self, one) + size(self, other);
        if one == other || both > MOST_JOINED {
            return;
        }
        let (large, small) =
            if size(self, one) < size(self, other) { (other, one) } else { (one, other) };
        if let (Some(parent), Some(size)) = (self.parent.get_mut(small), self.size.get_mut(large)) {
            (*parent, *size) = (large, both);
        }
    }
}
