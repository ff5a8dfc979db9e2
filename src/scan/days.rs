//! Tonight against what is known of a portal's days.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

use jiff::Timestamp;
use url::Url;

use super::{
    approved::{self, Approved},
    bench::Bench,
};
use crate::{
    baseline::{
        Baseline, Change, ChangeKind, Comparison, Drift, Look, Memory, Night, PageFacts, Shapes,
        file::Problem,
    },
    detect::{Asked, Changed, Hit, NOTHING_USUAL, Observation, Rule, examine},
    finding::{Lang, Sentence},
    identity::Identity,
    page::Page,
    store,
    target::Target,
};

/// What is seen on so many pages was seen often enough: it needs no second look.
const MANY_PAGES: usize = 3;
/// Vietnam is seven hours ahead.
const ZONE: i64 = 7 * 3_600;
const DAY: i64 = 86_400;

/// One portal's days while it is being looked at.
pub(super) struct Days {
    /// What a person approved, if it can be trusted.
    baseline: Option<Box<Baseline>>,
    /// What was learned; nothing is compared or learned where the approved state is broken.
    memory: Arc<Memory>,
    night: Night,
    pub past: Arc<Past>,
    pub look: Look,
    /// Why only the rules that need no past are asked.
    pub broken: Vec<Sentence>,
}

/// What pages are read with that have a past.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// What was found out about script files.
    pub shapes: Shapes,
    /// Foreign hosts to which the portal is known to link.
    pub usual: BTreeSet<String>,
}

/// What is new, as rules see it.
pub(super) struct News {
    /// The page on which it stands out most.
    pub url: Url,
    /// Further pages.
    pub also_on: Vec<Url>,
    pub hits: Vec<(&'static Rule, Hit)>,
    /// Whether it needs no second look.
    pub sure: bool,
}

impl Days {
    pub fn begin(
        baselines: Option<&Path>,
        target: &Target,
        known: Option<store::Days>,
        at: Timestamp,
    ) -> Self {
        let approved = baselines.map_or(Approved::Nothing, |dir| approved::read(dir, &target.id));
        let (baseline, broken) = match approved {
            Approved::Nothing => (None, Vec::new()),
            Approved::State(baseline, _) => (Some(baseline), Vec::new()),
            Approved::Broken(problems) => (None, problems),
        };
        let broken = broken.iter().map(only_absolute).collect();
        let (memory, night) = (Arc::new(known.unwrap_or_default().memory), night(at));
        let usual = Comparison::new(baseline.as_deref(), &memory, night).usual_links();
        Self {
            past: Arc::new(Past { shapes: Shapes::default(), usual }),
            baseline,
            memory,
            night,
            look: Look::default(),
            broken,
        }
    }

    fn comparison(&self) -> Comparison<'_> {
        Comparison::new(self.baseline.as_deref(), &self.memory, self.night)
    }

    /// What the whole look brings that is new.
    pub fn drift(&self) -> Drift {
        if self.broken.is_empty() { self.comparison().look(&self.look) } else { Drift::default() }
    }

    /// What rules say of it.
    pub fn news(&self, bench: &Bench, target: &Target, drift: &Drift) -> Vec<News> {
        let addresses: HashMap<&str, &Url> =
            self.look.pages().iter().map(|page| (page.place.as_str(), &page.url)).collect();
        let mut news = Vec::new();
        for change in &drift.changes {
            let url = change.url.as_ref().unwrap_or(&target.url);
            let changed = Changed {
                changes: std::slice::from_ref(change),
                identity: Identity::Citizen,
                page: None,
            };
            let hits = judge(bench, target, url, changed);
            if hits.is_empty() {
                continue;
            }
            let others = change.on.iter().filter_map(|place| addresses.get(place.as_str()));
            let also_on = others.filter(|other| **other != url).map(|other| (*other).clone());
            let is_of_site =
                matches!(change.kind, ChangeKind::SlugBurst | ChangeKind::VanishedPortal);
            let sure = is_of_site || change.count >= MANY_PAGES;
            news.push(News { url: url.clone(), also_on: also_on.collect(), hits, sure });
        }
        news
    }

    /// What rules say of one page that was looked at once more.
    pub fn again(
        &self,
        bench: &Bench,
        target: &Target,
        facts: &PageFacts,
        page: Option<&Arc<Page>>,
    ) -> Vec<(&'static Rule, Hit)> {
        if !self.broken.is_empty() {
            return Vec::new();
        }
        let changes: Vec<Change> = self.comparison().page(facts);
        let changed = Changed { changes: &changes, identity: Identity::Citizen, page };
        judge(bench, target, &facts.url, changed)
    }

    /// What to keep for the nights to come; nothing where the approved state is broken.
    pub fn learned(mut self, drift: Drift) -> Option<store::Days> {
        if !self.broken.is_empty() {
            return None;
        }
        let mut memory = std::mem::take(&mut self.memory);
        Arc::make_mut(&mut memory).learn(&self.look, &drift, self.night);
        let memory = Arc::unwrap_or_clone(memory);
        Some(store::Days { memory, changes: drift.changes })
    }
}

fn judge(
    bench: &Bench,
    target: &Target,
    url: &Url,
    changed: Changed<'_>,
) -> Vec<(&'static Rule, Hit)> {
    let (knowledge, asked) = (&bench.knowledge, Asked::Changes(changed));
    examine(&Observation { target, knowledge, url, asked, views: &[], usual: &NOTHING_USUAL })
}

/// The day in Vietnam.
pub(super) fn night(at: Timestamp) -> Night {
    let days = (at.as_second() + ZONE).div_euclid(DAY);
    Night(u32::try_from(days).unwrap_or_default())
}

fn only_absolute(problem: &Problem) -> Sentence {
    let (vi, en) = (problem.in_lang(Lang::Vi), problem.in_lang(Lang::En));
    Sentence {
        vi: format!("{vi}; đêm nay không so sánh với trạng thái đã phê duyệt"),
        en: format!("{en}; tonight was not compared with the approved state"),
    }
}
