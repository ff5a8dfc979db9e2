//! One page against what is known.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Change, ChangeKind, Setting, content::Kept};
use crate::{
    baseline::{
        approved::{Baseline, Entry},
        facet::Facet,
        facts::{Fact, PageFacts},
        look::Night,
        memory::{Class, Memory, PageMemory},
        region::Area,
    },
    page::{Region, Spot},
};

/// A block that so many pages share belongs to the template.
const SHARED_BY: usize = 3;

/// What is known, ready to be compared with.
pub struct Comparison<'a> {
    pub(super) baseline: Option<&'a Baseline>,
    pub(super) memory: &'a Memory,
    pub(super) night: Night,
    /// Blocks of text that belong to the template.
    pub(super) common: HashSet<u32>,
    /// Digests of all known script bodies.
    pub(super) bodies: HashSet<&'a str>,
}

impl<'a> Comparison<'a> {
    /// Compares with what a person approved, or, before anybody did, with what was learned in the
    /// beginning.
    pub fn new(baseline: Option<&'a Baseline>, memory: &'a Memory, night: Night) -> Self {
        let mut pages: HashMap<u32, usize> = HashMap::new();
        for page in memory.pages() {
            for block in page.core() {
                *pages.entry(block).or_default() += 1;
            }
        }
        pages.retain(|_, count| *count >= SHARED_BY);
        let common = pages.into_keys().collect();
        let bodies = match baseline {
            Some(baseline) => {
                let scripts = baseline.facts.get(&Facet::Script).into_iter().flatten();
                let bodies = scripts.flat_map(|(_, detail)| &detail.bodies);
                bodies.map(|body| body.digest.as_str()).collect()
            }
            None => {
                let bodies = memory.learned(Facet::Script).flat_map(|(_, known)| &known.bodies);
                bodies.map(|body| body.digest.as_str()).collect()
            }
        };
        Self { baseline, memory, night, common, bodies }
    }

    /// The foreign hosts to which the portal is known to link, banners that take turns included.
    pub fn usual_links(&self) -> BTreeSet<String> {
        match self.baseline {
            Some(baseline) => baseline.values(Facet::Link).map(str::to_owned).collect(),
            None => self.memory.learned(Facet::Link).map(|(host, _)| host.clone()).collect(),
        }
    }

    /// Whether there is anything to compare with.
    pub fn is_possible(&self) -> bool {
        self.baseline.is_some() || self.memory.nights() > 0
    }

    /// What is new on one page, in document order, each once. Whether many pages changed alike is
    /// only seen by [`Comparison::look`].
    pub fn page(&self, facts: &PageFacts) -> Vec<Change> {
        if !self.is_possible() {
            return Vec::new();
        }
        let known = self.memory.page(&facts.place);
        let base = self.setting_of(facts, known);
        let mut changes = Vec::new();
        let mut seen: HashSet<(Facet, &str)> = HashSet::new();
        for fact in &facts.facts {
            let later = known.map_or(0, |page| {
                let seen = self.memory.known(fact.facet, &fact.value);
                seen.map_or(self.night, |seen| seen.first).since(page.first)
            });
            let setting = || Setting { later, ..self.in_area(&base, &fact.area) };
            let change = match fact.facet {
                Facet::Hidden => self.hidden(fact, base),
                _ if !seen.insert((fact.facet, &fact.value)) => continue,
                Facet::Script => self.script(fact, setting()),
                Facet::Inline => self.inline(fact, setting()),
                // Told with the code that names them.
                Facet::CodeHost => None,
                facet => (!self.knows_lead(facet, &fact.value))
                    .then(|| Change::of(fact, kind(facet), setting())),
            };
            changes.extend(change.map(|change| change.on(facts)));
        }
        if let Some(known) = known {
            changes.extend(self.wording(facts, known, base));
            changes.extend(self.content(facts, known, base).into_change(facts, base));
        }
        changes
    }

    /// Whether a value is approved, or was learned before anybody approved.
    pub(super) fn knows(&self, facet: Facet, value: &str) -> bool {
        let learned = || self.memory.known(facet, value).is_some_and(|known| !known.waits);
        match self.baseline {
            Some(baseline) => baseline.has(facet, value) || (facet.settles() && learned()),
            None => learned(),
        }
    }

    fn knows_lead(&self, facet: Facet, value: &str) -> bool {
        // Menus for phones repeat, concealed, what the page links to anyway.
        self.knows(facet, value)
            || (facet == Facet::HiddenLink && self.knows(Facet::Link, value))
            || (facet == Facet::Link && self.knows(Facet::HiddenLink, value))
    }

    fn hidden(&self, fact: &Fact, base: Setting) -> Option<Change> {
        if !self.knows(Facet::Hidden, &fact.value) {
            let setting = self.in_area(&base, &fact.area);
            return Some(Change::of(fact, ChangeKind::HiddenBlock, setting));
        }
        let values = self.memory.concealed(&fact.value)?;
        let class = values.class();
        if values.knows(fact.said) || class != Class::Constant {
            return None;
        }
        let setting = Setting { class: Some(class), unseen: values.unseen(), ..base };
        Some(Change::of(fact, ChangeKind::HiddenBlock, setting))
    }

    fn setting_of(&self, facts: &PageFacts, known: Option<&PageMemory>) -> Setting {
        let is_new = |block: &&u32| {
            !self.common.contains(block) && !known.is_some_and(|page| page.knows_block(**block))
        };
        let new = facts.blocks.iter().filter(is_new).count();
        Setting {
            nights: known.map_or(0, |page| page.nights),
            later: 0,
            still: known.map_or(0, |page| self.night.since(page.changed)),
            renewed: new as f32 / facts.blocks.len().max(1) as f32,
            class: None,
            unseen: 1.0,
            akin: if known.is_some() { 1.0 } else { self.akin(facts) },
            young: self.memory.is_young(),
        }
    }

    /// How like the template of a page is to that of the known page most like it.
    fn akin(&self, facts: &PageFacts) -> f32 {
        let pages = self.memory.pages().map(|page| page.skeleton.likeness(&facts.skeleton));
        pages.fold(0.0, f32::max)
    }

    pub(super) fn in_area(&self, base: &Setting, area: &Area) -> Setting {
        match self.memory.area(area.number()) {
            Some(values) => {
                Setting { class: Some(values.class()), unseen: values.unseen(), ..*base }
            }
            None => *base,
        }
    }

    pub(super) fn content(&self, facts: &PageFacts, known: &PageMemory, base: Setting) -> Kept {
        let approved = self.baseline.and_then(|baseline| baseline.pages.get(&facts.place));
        Kept::of(facts, known, approved.map(|page| &page.skeleton), &self.common, base)
    }
}

impl Change {
    pub(super) fn of(fact: &Fact, kind: ChangeKind, setting: Setting) -> Self {
        let code = fact.code.clone().unwrap_or_default();
        Self {
            facet: Some(fact.facet),
            after: Some(fact.shown.clone()),
            acts: code.acts,
            opaque: code.opaque,
            digest: code.digest,
            part: fact.part,
            area: fact.area.clone(),
            spot: fact.spot.clone(),
            entries: vec![Entry::of(fact)],
            ..Self::about(kind, fact.value.clone(), setting)
        }
    }

    /// A change that is not one of a single fact.
    pub(super) fn about(kind: ChangeKind, value: String, setting: Setting) -> Self {
        Self {
            kind,
            facet: None,
            value,
            before: None,
            after: None,
            replaced: None,
            brings: BTreeSet::new(),
            acts: BTreeSet::new(),
            opaque: false,
            digest: None,
            part: Region::Main,
            area: Area::default(),
            spot: Spot::default(),
            url: None,
            on: BTreeSet::new(),
            count: 1,
            setting,
            entries: Vec::new(),
        }
    }

    pub(super) fn on(mut self, facts: &PageFacts) -> Self {
        self.on.insert(facts.place.clone());
        self.url = Some(facts.url.clone());
        self
    }
}

fn kind(facet: Facet) -> ChangeKind {
    match facet {
        Facet::Link | Facet::HiddenLink => ChangeKind::InjectedLink,
        Facet::Script | Facet::Inline | Facet::CodeHost => ChangeKind::NewScript,
        Facet::Frame => ChangeKind::NewFrame,
        Facet::Form => ChangeKind::NewFormTarget,
        Facet::Claim => ChangeKind::NewClaim,
        Facet::Refresh | Facet::Redirect => ChangeKind::NewRedirect,
        Facet::Hidden => ChangeKind::HiddenBlock,
        Facet::Header | Facet::Cookie => ChangeKind::NewHeader,
    }
}
