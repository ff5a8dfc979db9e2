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
    detect::{
        self, Asked, Changed, Hit, NOTHING_USUAL, Observation, Rule, examine, traces_of_change,
    },
    finding::{Lang, Sentence, Severity, Trace},
    history::Known,
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

/// What is known of a portal's other nights while it is being looked at.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// What a person approved, if it can be trusted.
    baseline: Option<Box<Baseline>>,
    /// What was learned; nothing is compared or learned where the approved state is broken.
    memory: Memory,
    night: Night,
    /// What was found out about script files.
    pub shapes: Shapes,
    /// Foreign hosts to which the portal is known to link.
    pub usual: BTreeSet<String>,
    /// Addresses of pages on which rules that need no past found something on a night before, and
    /// still believe it to be.
    wounded: BTreeSet<String>,
    /// Why only the rules that need no past are asked.
    pub broken: Vec<Sentence>,
}

/// What is new, as rules see it.
pub(super) struct News {
    /// The page on which it stands out most.
    pub url: Url,
    /// Further pages.
    pub also_on: Vec<Url>,
    pub hits: Vec<(&'static Rule, Hit)>,
    /// What of it would be found again on another portal.
    pub traces: Vec<Trace>,
    /// Whether it needs no second look.
    pub sure: bool,
}

impl Past {
    /// What is approved of a portal and what was learned of it; `None` where there is neither and
    /// nothing is going to be remembered.
    pub fn begin(
        baselines: Option<&Path>,
        target: &Target,
        known: Option<store::Days>,
        at: Timestamp,
    ) -> Option<Self> {
        let approved = baselines.map_or(Approved::Nothing, |dir| approved::read(dir, &target.id));
        let (baseline, problems) = match approved {
            Approved::Nothing if known.is_none() => return None,
            Approved::Nothing => (None, Vec::new()),
            Approved::State(baseline, _) => (Some(baseline), Vec::new()),
            Approved::Broken(problems) => (None, problems),
        };
        let memory = known.unwrap_or_default().memory;
        let broken = problems.iter().map(only_absolute).collect();
        let mut past = Self { baseline, memory, night: night(at), broken, ..Self::default() };
        past.usual = past.comparison().usual_links();
        Some(past)
    }

    /// The same, beside what was open before tonight.
    pub fn beside(mut self, open: &[Known]) -> Self {
        let open = open.iter().filter(|own| own.severity >= Severity::Medium);
        let seen = open.filter(|own| !detect::needs_past(&own.rule)).flat_map(|own| &own.seen_on);
        self.wounded = seen.map(|place| place.url.clone()).collect();
        self
    }

    /// Addresses of pages that were never seen sound: nobody approved how they are, and none of their
    /// nights taught anything, because something was found on each. What is on them is not new
    /// tonight.
    pub fn never_sound(&self, look: &Look) -> BTreeSet<String> {
        if self.baseline.is_some() {
            return BTreeSet::new();
        }
        let pages = look.pages().iter().filter(|page| !self.memory.knows_page(&page.place));
        let urls = pages.map(|page| page.url.to_string());
        urls.filter(|url| self.wounded.contains(url)).collect()
    }

    fn comparison(&self) -> Comparison<'_> {
        Comparison::new(self.baseline.as_deref(), &self.memory, self.night)
    }

    /// Whether there is something to compare with that can be trusted.
    pub fn is_sound(&self) -> bool {
        self.broken.is_empty()
    }

    /// What the whole look brings that is new.
    pub fn drift(&self, look: &Look) -> Drift {
        if self.is_sound() { self.comparison().look(look) } else { Drift::default() }
    }

    /// What rules say of it.
    pub fn news(bench: &Bench, target: &Target, look: &Look, drift: &Drift) -> Vec<News> {
        let addresses: HashMap<&str, &Url> =
            look.pages().iter().map(|page| (page.place.as_str(), &page.url)).collect();
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
            let (also_on, traces) = (also_on.collect(), traces_of_change(change));
            news.push(News { url: url.clone(), also_on, hits, traces, sure });
        }
        news
    }

    /// What is new on one page that was looked at once more.
    pub fn changes_of(&self, facts: &PageFacts) -> Vec<Change> {
        if self.is_sound() { self.comparison().page(facts) } else { Vec::new() }
    }

    /// What rules say of that.
    pub fn again(
        bench: &Bench,
        target: &Target,
        url: &Url,
        changes: &[Change],
        page: Option<&Arc<Page>>,
    ) -> Vec<(&'static Rule, Hit)> {
        let changed = Changed { changes, identity: Identity::Citizen, page };
        judge(bench, target, url, changed)
    }

    /// What to keep for the nights to come; nothing where the approved state is broken.
    pub fn learned(&self, look: &Look, drift: Drift) -> Option<store::Days> {
        if !self.is_sound() {
            return None;
        }
        let mut memory = self.memory.clone();
        memory.learn(look, &drift, self.night);
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
