//! Taking a look in, and what a person approved.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, Memory, PageMemory, Values, page::SETTLED};
use crate::baseline::{
    approved::{Body, says},
    drift::{Change, ChangeKind, Drift},
    facet::Facet,
    facts::{Fact, PageFacts},
    look::{Look, Night},
    normal::hash,
};

/// Values of one facet, link areas and hidden areas, pages, folders that are remembered.
const MOST_VALUES: usize = 2_000;
const MOST_AREAS: usize = 2_000;
const MOST_PAGES: usize = 500;
const MOST_FOLDERS: usize = 500;
/// Bodies of one script.
const MOST_BODIES: usize = 8;

impl Memory {
    /// Takes in a look. Pages that were replaced according to `drift`, and those that were not
    /// clean, teach nothing. Foreign hosts, code, concealed places and redirects that come after
    /// the first night, on pages that are known, are remembered as waiting for a person. Only while
    /// the memory is young are they taken for the portal's own: on pages never seen before, and
    /// visible links where links go and come back.
    pub fn learn(&mut self, look: &Look, drift: &Drift, night: Night) {
        let teaches = |page: &&PageFacts| {
            !look.unclean.contains(&page.place) && !drift.held.contains(&page.place)
        };
        let pages: Vec<&PageFacts> = look.pages.iter().filter(teaches).collect();
        if pages.is_empty() {
            return;
        }
        let is_first = self.looks == 0;
        if is_first {
            self.first = night;
        }
        let founding = night <= self.first;
        let young = self.is_young();
        self.looks += 1;
        if is_first || night > self.last {
            self.nights += 1;
            self.last = night;
        }
        let mut areas: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        let mut concealed: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for page in &pages {
            let trusted = founding || (young && !self.pages.contains_key(&page.place));
            for fact in &page.facts {
                self.learn_fact(fact, trusted, night);
            }
            for (area, value) in &page.targets {
                areas.entry(*area).or_default().insert(*value);
            }
            for fact in page.of_facet(Facet::Hidden) {
                concealed.entry(hash(&fact.value)).or_default().insert(fact.said);
            }
            let known = self.pages.entry(page.place.clone());
            known.or_insert_with(|| PageMemory::new(night)).learn(page, night);
        }
        learn_areas(&mut self.areas, &areas, night);
        learn_areas(&mut self.concealed, &concealed, night);
        for (folder, pages) in look.heard_of() {
            if !drift.bursts.contains(&folder) {
                self.folders.entry(folder).or_default().learn(&pages);
            }
        }
        self.forget_oldest();
    }

    fn learn_fact(&mut self, fact: &Fact, trusted: bool, night: Night) {
        // Banners take turns: the first night saw only one of them.
        let rotates = || self.areas.get(&fact.area.number()).is_some_and(Values::rotates);
        let takes_turns = fact.facet == Facet::Link && self.is_young() && rotates();
        let values = self.facts.entry(fact.facet).or_default();
        let known = values.entry(fact.value.clone()).or_insert_with(|| Known {
            first: night,
            last: night,
            waits: !trusted,
            says: says(fact.facet, &fact.shown),
            ..Known::default()
        });
        if known.nights == 0 || night > known.last {
            known.nights += 1;
        }
        known.last = night;
        if takes_turns || (fact.facet.settles() && known.nights >= SETTLED) {
            known.waits = false;
        }
        let Some(body) = Body::of(fact) else { return };
        if known.latest.as_ref().is_some_and(|last| last.digest != body.digest) {
            known.turns += 1;
        }
        known.latest = Some(body.clone());
        let is_first = known.bodies.is_empty() && !known.waits;
        if (trusted || is_first) && known.bodies.len() < MOST_BODIES {
            known.bodies.insert(body);
        }
    }

    /// Takes for the portal's own what a person approved, after the look that showed it was
    /// learned; what was replaced is learned anew.
    pub fn accept(&mut self, changes: &[Change]) {
        for change in changes {
            for entry in change.entries() {
                let Some((facet, value, body)) = entry.as_fact() else { continue };
                let known =
                    self.facts.entry(facet).or_default().entry(value.to_owned()).or_default();
                known.waits = false;
                known.bodies.extend(body.cloned());
            }
            match change.kind {
                ChangeKind::ReplacedContent
                | ChangeKind::ReplacedTemplate
                | ChangeKind::VanishedPortal => {
                    for place in &change.on {
                        self.pages.remove(place);
                    }
                }
                ChangeKind::ChangedTitle => {
                    for place in &change.on {
                        let Some(page) = self.pages.get_mut(place) else { continue };
                        page.title.accept();
                        page.description.accept();
                    }
                }
                ChangeKind::SlugBurst => {
                    for folder in change.on.iter().chain([&change.value]) {
                        let folder = self.folders.entry(folder.clone()).or_default();
                        folder.usual = folder.usual.max(change.count);
                    }
                }
                _ => {}
            }
        }
    }

    fn forget_oldest(&mut self) {
        for values in self.facts.values_mut() {
            drop_oldest(values, MOST_VALUES, |known| (!known.waits, known.last));
        }
        drop_oldest(&mut self.areas, MOST_AREAS, Values::last);
        drop_oldest(&mut self.concealed, MOST_AREAS, Values::last);
        drop_oldest(&mut self.pages, MOST_PAGES, |page| page.last);
        // A folder with many pages is the portal's; one with few is cheap to learn again.
        drop_oldest(&mut self.folders, MOST_FOLDERS, |folder| folder.usual);
    }
}

fn learn_areas(
    known: &mut BTreeMap<u64, Values>,
    seen: &BTreeMap<u64, BTreeSet<u64>>,
    night: Night,
) {
    for (area, values) in seen {
        known.entry(*area).or_default().learn(values, night);
    }
}

/// Keeps the newest entries of a map.
fn drop_oldest<K: Ord + Clone, V, A: Ord>(
    map: &mut BTreeMap<K, V>,
    most: usize,
    age: impl Fn(&V) -> A,
) {
    if map.len() <= most {
        return;
    }
    let mut ages: Vec<(A, K)> = map.iter().map(|(key, value)| (age(value), key.clone())).collect();
    ages.sort();
    for (_, key) in ages.iter().take(map.len() - most) {
        map.remove(key);
    }
}
