//! What many pages of one look say together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, ChangeKind, Drift, Setting, page::Comparison};
use crate::baseline::{approved::Entry, facet::Facet, facts::PageFacts, look::Look, memory::Class};

/// Changes of one look, and what a person approves with one of them.
const MOST_CHANGES: usize = 2_000;
const MOST_ENTRIES: usize = 500;
/// Pages that a change names.
const MOST_ON: usize = 50;
/// So many pages, and such a share of all, are most of a portal.
const FEWEST_PAGES: usize = 3;
const MOST_OF_ALL: f32 = 0.6;
/// A burst is so many new pages, and so many times more than on any night before.
const A_BURST: usize = 30;
const TIMES_USUAL: usize = 5;
/// Nights before it is known how many new pages are usual.
const NIGHTS_OF_FOLDERS: u32 = 3;
/// Bytes of text that a page with nothing on it may have.
const BARE: usize = 300;

impl Comparison<'_> {
    /// All that is new in a look, each change once.
    pub fn look(&self, look: &Look) -> Drift {
        let (young, approved) = (self.memory.is_young(), self.baseline.is_some());
        let mut drift = Drift { young, approved, ..Drift::default() };
        if !self.is_possible() {
            return drift;
        }
        let mut changes: BTreeMap<(ChangeKind, Option<Facet>, String), Change> = BTreeMap::new();
        for facts in &look.pages {
            match self.memory.page(&facts.place) {
                Some(_) => drift.compared += 1,
                None => drift.new_pages += 1,
            }
            for change in self.page(facts) {
                let name = (change.kind, change.facet, change.value.clone());
                let has_room = changes.len() < MOST_CHANGES;
                match changes.get_mut(&name) {
                    Some(known) => merge(known, change),
                    None if has_room => _ = changes.insert(name, change),
                    None => drift.left_out += 1,
                }
            }
        }
        drift.changes = changes.into_values().collect();
        self.draw_together(look, &mut drift);
        if drift.left_out > 0 {
            // Nobody can say what is among them.
            drift.held.extend(look.pages.iter().map(|page| page.place.clone()));
        }
        self.bursts(look, &mut drift);
        drift
    }

    /// Replaced pages and changed titles, each one change if most pages have it.
    fn draw_together(&self, look: &Look, drift: &mut Drift) {
        let count = |kind| drift.changes.iter().filter(|change| change.kind == kind).count();
        let (nothing, text) =
            (count(ChangeKind::ReplacedContent), count(ChangeKind::ReplacedTemplate));
        let titles = count(ChangeKind::ChangedTitle);
        for change in &drift.changes {
            if matches!(change.kind, ChangeKind::ReplacedContent | ChangeKind::ReplacedTemplate) {
                drift.held.extend(change.on.iter().cloned());
            }
        }
        let compared = drift.compared;
        let most =
            |count: usize| count >= FEWEST_PAGES && count as f32 >= compared as f32 * MOST_OF_ALL;
        if nothing > 0 && nothing == compared && self.has_vanished(look) {
            unite(drift, &[ChangeKind::ReplacedContent], ChangeKind::VanishedPortal);
        } else if most(nothing + text) {
            let both = [ChangeKind::ReplacedContent, ChangeKind::ReplacedTemplate];
            let is_redesign = text >= nothing;
            // A few pages that lost their text too are told by themselves.
            let few = nothing * 4 <= text;
            let (replaced, kind) = match is_redesign {
                true if few => (&both[1..], ChangeKind::ReplacedTemplate),
                true => (&both[..], ChangeKind::ReplacedTemplate),
                false => (&both[..1], ChangeKind::ReplacedContent),
            };
            unite(drift, replaced, kind);
            if is_redesign {
                fold_into_template(drift);
            }
        }
        if most(titles) {
            unite(drift, &[ChangeKind::ChangedTitle], ChangeKind::ChangedTitle);
        }
    }

    /// Whether all pages are bare or the same, and none leads to a page that was known.
    fn has_vanished(&self, look: &Look) -> bool {
        let known: Vec<&PageFacts> =
            look.pages.iter().filter(|page| self.memory.page(&page.place).is_some()).collect();
        let bare = known.iter().all(|page| page.text_bytes < BARE);
        let distinct: BTreeSet<_> = known.iter().map(|page| &page.blocks).collect();
        let places: BTreeSet<u64> =
            known.iter().flat_map(|page| &page.leads_to).map(|lead| lead.1).collect();
        let leads = places.len() > known.len();
        !leads && (bare || (known.len() >= FEWEST_PAGES && distinct.len() == 1))
    }

    fn bursts(&self, look: &Look, drift: &mut Drift) {
        if self.memory.nights() < NIGHTS_OF_FOLDERS {
            return;
        }
        let (mut unseen, mut unseen_pages) = (BTreeSet::new(), 0);
        for (folder, pages) in look.heard_of() {
            let Some(known) = self.memory.folder(&folder) else {
                unseen_pages += pages.len();
                unseen.insert(folder);
                continue;
            };
            let new = known.new_of(&pages);
            if new >= A_BURST && new >= known.usual.saturating_mul(TIMES_USUAL) {
                drift.changes.push(self.burst(folder.clone(), new));
                drift.bursts.insert(folder);
            }
        }
        if unseen_pages >= A_BURST {
            let first = unseen.first().cloned().unwrap_or_default();
            let mut change = self.burst(first, unseen_pages);
            change.setting.class = None;
            change.on = unseen.iter().take(MOST_ON).cloned().collect();
            drift.changes.push(change);
            drift.bursts.extend(unseen);
        }
    }

    fn burst(&self, folder: String, count: usize) -> Change {
        let setting = Setting {
            nights: self.memory.nights(),
            later: 0,
            still: 0,
            renewed: 1.0,
            class: Some(Class::Growing),
            unseen: 0.0,
            akin: 1.0,
            young: self.memory.is_young(),
        };
        Change { count, ..Change::about(ChangeKind::SlugBurst, folder, setting) }
    }
}

/// Joins the same change on another page; the place where it stands out most is shown.
fn merge(known: &mut Change, mut rest: Change) {
    if rest.setting.standout() > known.setting.standout() {
        std::mem::swap(known, &mut rest);
    }
    let shown = known;
    shown.count += rest.count;
    shown.brings.extend(rest.brings);
    for entry in rest.entries {
        if shown.entries.len() < MOST_ENTRIES && !shown.entries.contains(&entry) {
            shown.entries.push(entry);
        }
    }
    for place in rest.on {
        if shown.on.len() < MOST_ON {
            shown.on.insert(place);
        }
    }
}

/// Makes one change of all of some kinds.
fn unite(drift: &mut Drift, kinds: &[ChangeKind], into: ChangeKind) {
    let (parts, rest): (Vec<Change>, Vec<Change>) = std::mem::take(&mut drift.changes)
        .into_iter()
        .partition(|change| kinds.contains(&change.kind));
    drift.changes = rest;
    let count = parts.len();
    let mut parts = parts.into_iter();
    let Some(mut whole) = parts.next() else { return };
    let mut entries: Vec<Entry> = std::mem::take(&mut whole.entries);
    for part in parts {
        whole.on.extend(part.on);
        entries.extend(part.entries);
    }
    drift.changes.push(Change { kind: into, value: "/".to_owned(), count, entries, ..whole });
}

/// Leaves out what every new template brings; who approves the template approves that too.
fn fold_into_template(drift: &mut Drift) {
    let (rest, folded): (Vec<Change>, Vec<Change>) =
        std::mem::take(&mut drift.changes).into_iter().partition(is_more_than_template);
    drift.changes = rest;
    let template =
        drift.changes.iter_mut().find(|change| change.kind == ChangeKind::ReplacedTemplate);
    if let Some(template) = template {
        template.entries.extend(folded.into_iter().flat_map(|change| change.entries));
    }
}

/// Whether a change says something that a new template does not say by itself.
fn is_more_than_template(change: &Change) -> bool {
    let leads_away = !change.value.starts_with('/');
    match change.kind {
        ChangeKind::NewFrame | ChangeKind::NewFormTarget | ChangeKind::NewRedirect => leads_away,
        ChangeKind::NewScript if change.facet == Some(Facet::Inline) => {
            change.opaque || !change.acts.is_empty() || !change.brings.is_empty()
        }
        ChangeKind::HiddenBlock | ChangeKind::NewHeader => false,
        _ => true,
    }
}
