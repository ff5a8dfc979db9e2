//! One portal from the first request to the second look.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use url::Url;

use super::{
    Candidate, Findings, Frontier, Via,
    confirm::confirm,
    days::Past,
    exhibits::{self, Exhibits},
    journal::Journal,
    known::Known,
    library::Library,
    limits,
    look::{Eyes, Look},
    news::{self, Learned},
    options::{Event, ScanError},
    run::Shared,
    scripts::Differences,
    sitemaps::{self, List, Starts},
    stop::Stop,
    version_files,
    visitors::Visitors,
};
use crate::{
    baseline::{self, Drift},
    detect::{self, Hit, Listed, Rule, View, severity},
    evidence::Camera,
    fetch::{BodyDigest, Fetcher, Robots},
    finding::{Finding, Fingerprint, Sentence, Severity},
    history::LookedAt,
    identity::Identity,
    outcome::{Coverage, Failure, PortalReport, Software, State},
    page::Role,
    store::KnownPage,
    target::{self, Target},
};

/// The most feeds of one portal that are read.
const MOST_FEEDS: usize = 3;

/// The most failures that a report lists for one portal.
const MOST_FAILURES: usize = 100;

/// A start page with so many letters of a language writes in it; with fewer it has names, or a link
/// to another version.
const LETTERS: usize = 60;

/// Of so many pages of the budget, one may be a place where something was healed.
const WATCHED_SHARE: usize = 4;

/// A portal gets so many bytes of bodies in one run at most.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// One portal while it is being looked at.
pub(super) struct PortalScan<'a> {
    pub findings: Findings,
    shared: &'a Shared<'a>,
    robots: Arc<Robots>,
    pub target: Arc<Target>,
    pub eyes: Eyes,
    visitors: Visitors,
    frontier: Frontier,
    coverage: Coverage,
    failures: Vec<Failure>,
    pub looked_at: LookedAt,
    pages: Vec<KnownPage>,
    feeds: BTreeSet<Url>,
    /// Addresses that no portal has.
    made_up: [Url; 2],
    /// Lists with open findings from before.
    open_lists: Vec<Url>,
    /// Lists with findings of tonight, without what stands in them.
    odd_lists: HashMap<Url, Listed>,
    /// In what other letters than Latin the start pages write, if one was read.
    writes: Option<BTreeSet<&'static str>>,
    answered: bool,
    /// What the pages say, for the comparison with other nights.
    pub tonight: baseline::Look,
    /// What was put into known scripts.
    pub differences: Differences,
    /// Evidence of what is found.
    pub exhibits: Exhibits,
}

/// Looks at one portal within its budget and remembers what was found; `None` where the run was asked
/// to stop before the portal had answered.
pub(super) async fn scan(
    shared: &Shared<'_>,
    target: Target,
) -> Result<Option<PortalReport>, ScanError> {
    let now = shared.options.clock.now();
    let mut known = shared.journal.known(&target.id, now).await?;
    let baselines = shared.options.baselines.as_deref();
    let past = Past::begin(baselines, &target, known.days.take(), now);
    let past = past.map(|past| past.beside(&known.open));
    let mut scan = PortalScan::begin(shared, target, &known, past)?;
    scan.walk().await?;
    if scan.coverage.stopped_by == Some("signal") && !scan.answered {
        // Nobody waited for it for long enough to call it silent.
        return Ok(None);
    }
    let drift = match shared.stop.let_finish(news::compare(&mut scan)).await {
        Some(drift) => drift?,
        None => {
            // What was not compared must not be learned.
            scan.eyes.past = None;
            Drift::default()
        }
    };
    let software = scan.software().await?;
    confirm(&mut scan, &shared.options.identities).await;
    exhibits::complete(&mut scan, &shared.options.identities).await;
    exhibits::keep(&mut scan).await?;
    scan.finish(drift, software).await.map(Some)
}

impl<'a> PortalScan<'a> {
    fn begin(
        shared: &'a Shared<'a>,
        mut target: Target,
        known: &Known,
        past: Option<Past>,
    ) -> Result<Self, ScanError> {
        target.pages = shared.options.pages.unwrap_or(target.pages);
        let mut frontier =
            Frontier::new(&target, Arc::clone(&shared.options.knowledge), known.last_looked());
        let starts = std::iter::once(&target.url).chain(&target.start_pages);
        starts.for_each(|url| frontier.offer(url, Via::Start));
        let made_up = made_up(&target);
        // What the template shows everywhere is known only when pages that exist were looked at.
        let open = known.open_pages().filter(|url| !made_up.contains(url));
        open.for_each(|url| frontier.offer(&url, Via::OpenFinding));
        let healed = known.watched_pages(target.pages.div_ceil(WATCHED_SHARE));
        let healed = healed.iter().filter(|url| !made_up.contains(url));
        healed.for_each(|url| frontier.offer(url, Via::Healed));
        known.pages().for_each(|url| frontier.offer(&url, Via::Known));
        made_up.iter().for_each(|url| frontier.offer(url, Via::Probe));
        let options = shared.options;
        let target = Arc::new(target);
        let fetcher = Fetcher::new(
            Arc::clone(&target),
            options.egress.clone(),
            &options.user_agents,
            options.limits,
        )?;
        let identities = options.identities.clone();
        let exhibits = Exhibits::new(shared.journal, known);
        let library = Library::new();
        let bench = Arc::clone(&shared.bench);
        Ok(Self {
            findings: Findings::new(&target.id),
            shared,
            robots: Arc::default(),
            visitors: Visitors::new(options, &target, known.is_watched(), options.clock.now()),
            eyes: Eyes {
                bench,
                target: Arc::clone(&target),
                fetcher,
                library,
                past: past.map(Arc::new),
                clock: options.clock,
                stack: Arc::default(),
                keeps: exhibits.are_kept(),
            },
            target,
            frontier,
            coverage: Coverage { identities, ..Coverage::default() },
            failures: Vec::new(),
            looked_at: LookedAt::default(),
            pages: Vec::new(),
            feeds: BTreeSet::new(),
            made_up,
            open_lists: known.open_lists().collect(),
            odd_lists: HashMap::new(),
            writes: None,
            answered: false,
            tonight: baseline::Look::default(),
            differences: Differences::default(),
            exhibits,
        })
    }

    /// Page after page until the frontier or the budget is empty.
    async fn walk(&mut self) -> Result<(), ScanError> {
        let began = Instant::now();
        let stop = self.stop();
        self.robots = Arc::new(stop.unless_asked(self.robots()).await.unwrap_or_default());
        let robots = Arc::clone(&self.robots);
        let mut sitemaps_read = false;
        let mut answers: HashSet<BodyDigest> = HashSet::new();
        while let Some(candidate) = self.frontier.take() {
            if let Some(reason) = self.exhausted(began.elapsed()) {
                self.coverage.stopped_by = Some(reason);
                self.frontier.put_back(candidate);
                break;
            }
            if !robots.allowed(&candidate.url) && candidate.via != Via::Start {
                continue;
            }
            if candidate.via < Via::Start && !sitemaps_read {
                sitemaps_read = true;
                self.frontier.put_back(candidate);
                self.read_sitemaps(&robots).await?;
                continue;
            }
            let identities = self.visitors.of(&candidate, self.frontier.pages());
            let look = stop.let_finish(self.look(&candidate.url, &identities)).await;
            let Some(look) = look else {
                self.coverage.stopped_by = Some("signal");
                self.frontier.put_back(candidate);
                break;
            };
            self.take_in(&candidate, look, &mut answers).await?;
            if !self.answered && self.coverage.failed >= 3 {
                break;
            }
        }
        Ok(())
    }

    fn exhausted(&self, spent: Duration) -> Option<&'static str> {
        if self.shared.stop.is_asked() {
            Some("signal")
        } else if self.coverage.fetched >= self.shared.options.pages.unwrap_or(self.target.pages) {
            Some("pages")
        } else if self.coverage.bytes >= MOST_BYTES {
            Some("bytes")
        } else if spent >= self.shared.options.time {
            Some("time")
        } else {
            None
        }
    }

    async fn robots(&mut self) -> Robots {
        if self.target.robots == target::Robots::Ignore {
            return Robots::default();
        }
        let address = Robots::address(&self.target.url);
        let at = self.now();
        let robots = Robots::of(&self.eyes.fetcher.visit(&address, Identity::Citizen, at).await);
        if let (Some(delay), Some(host)) = (robots.crawl_delay, address.host_str()) {
            self.eyes.fetcher.slow_down(host, delay);
        }
        if let Some(why) = &robots.unread {
            self.note(Sentence {
                vi: format!("không đọc được robots.txt, coi như cho phép tất cả: {}", why.vi),
                en: format!("robots.txt could not be read, so all is allowed: {}", why.en),
            });
        }
        robots
    }

    /// Sitemaps as a citizen and as the crawler: what only the crawler gets is looked at first.
    async fn read_sitemaps(&mut self, robots: &Robots) -> Result<(), ScanError> {
        let starts = Starts {
            at: self.now(),
            feeds: self.feeds.iter().cloned().collect(),
            open: self.open_lists.clone(),
        };
        let crawler = self.looks_as(Identity::SearchCrawler);
        let read = sitemaps::read(&self.eyes.fetcher, &self.target, robots, starts, crawler);
        let Some(found) = self.stop().unless_asked(read).await else { return Ok(()) };
        self.coverage.bytes += found.bytes;
        self.coverage.notes.extend(found.notes);
        for List { url, mut listed, whole } in found.lists {
            if self.stop().is_asked() {
                break;
            }
            listed.writes.clone_from(&self.writes);
            for page in listed.by.iter().flat_map(|(_, pages)| pages) {
                let is_open = listed.open.contains(&Listed::place(page));
                self.frontier.offer(page, if is_open { Via::Sitemap } else { Via::CrawlerSitemap });
            }
            if self.eyes.past.is_some() {
                self.tonight.list(listed.of(Identity::Citizen));
            }
            for identity in whole {
                self.looked_at.insert(url.as_str(), identity);
            }
            let (open, writes) = (Arc::clone(&listed.open), listed.writes.clone());
            let look = self.eyes.judge_list(&url, listed).await;
            look.failures.into_iter().for_each(|failure| self.fail(failure));
            if !look.hits.is_empty() {
                self.sight(&url, look.hits).await?;
                self.odd_lists.insert(url, Listed { by: Vec::new(), open, writes });
            }
        }
        Ok(())
    }

    /// Whether robots.txt lets the address be asked for.
    pub fn allows(&self, url: &Url) -> bool {
        self.robots.allowed(url)
    }

    pub fn journal(&self) -> &Journal {
        self.shared.journal
    }

    pub fn stop(&self) -> &'a Stop {
        self.shared.stop
    }

    pub fn now(&self) -> Timestamp {
        self.shared.options.clock.now()
    }

    /// Whether the look teaches how the portal usually is.
    pub fn learns(&self) -> bool {
        self.shared.options.learns
    }

    fn looks_as(&self, identity: Identity) -> bool {
        self.shared.options.identities.contains(&identity)
    }

    /// One address as some visitors.
    pub async fn look(&mut self, url: &Url, identities: &[Identity]) -> Look {
        if let Some(listed) = self.odd_lists.get(url) {
            let readers = [Identity::Citizen, Identity::SearchCrawler];
            let readers: Vec<_> = readers.into_iter().filter(|own| self.looks_as(*own)).collect();
            return self.eyes.look_at_list(url, listed.clone(), &readers).await;
        }
        let made_up = self.made_up.contains(url);
        let elsewhere = made_up.then(|| self.findings.names_beside(&self.made_up));
        let look = self.eyes.look(url, identities, elsewhere).await;
        self.coverage.bytes += look.bytes;
        look
    }

    /// One address as some visitors, for what went over the wire. A list is asked for as it is: no
    /// look at it as a page would show what it lists.
    pub async fn look_for_evidence(&mut self, url: &Url, identities: &[Identity]) -> Look {
        match self.odd_lists.contains_key(url) {
            true => self.eyes.fetch(url, identities).await,
            false => self.look(url, identities).await,
        }
    }

    pub fn camera(&self) -> Option<&'a Camera> {
        self.shared.options.camera.as_deref()
    }

    /// As what a visitor presents itself.
    pub fn agent(&self, identity: Identity) -> String {
        self.shared.options.user_agents.text(identity)
    }

    /// SHA-256 of the configuration in force.
    pub fn configuration(&self) -> &str {
        &self.shared.options.configuration
    }

    async fn take_in(
        &mut self,
        candidate: &Candidate,
        look: Look,
        answers: &mut HashSet<BodyDigest>,
    ) -> Result<(), ScanError> {
        let url = &candidate.url;
        if look.views.is_empty() {
            self.coverage.failed += 1;
        } else {
            self.coverage.fetched += 1;
            self.remember(candidate, &look);
        }
        if candidate.via == Via::Start {
            // As the first visitor sees it: a cloaker writes to the crawler in any language.
            if let Some(page) = look.views.first().and_then(|view| view.page.as_ref()) {
                let letters = detect::languages_in(&page.visible_text, LETTERS);
                self.writes.get_or_insert_default().extend(letters);
            }
        }
        self.answered |= !look.views.is_empty() || !look.not_comparable.is_empty();
        for (identity, reason) in look.not_comparable {
            self.fail(Failure { url: url.to_string(), identity, reason });
        }
        for failure in look.failures {
            self.fail(failure);
        }
        // Links of pages that say the same as a page before lead nowhere new.
        let fresh = look.digests.iter().filter(|digest| answers.insert(**digest)).count() > 0;
        if fresh && look.status.is_some_and(|status| status < 400) {
            self.follow_links(&look.views);
        }
        for view in &look.views {
            let page = view.page.iter().flat_map(|page| &page.limits_hit);
            let document = view.document.iter().flat_map(|document| &document.limits_hit);
            page.chain(document).for_each(|limit| self.note(limits::note(url, limit)));
        }
        look.notes.into_iter().for_each(|note| self.note(note));
        if let Some(facts) = look.facts {
            let is_clean =
                look.hits.iter().all(|(_, hit)| severity(&hit.signals) < Severity::Medium);
            self.tonight.add(facts, is_clean);
        }
        let news = self.sight(url, look.hits).await?;
        exhibits::gather(self, url, &news, look.visits, look.views).await;
        (self.shared.events)(Event::Looked(&self.target, url));
        Ok(())
    }

    /// Puts what was hit on record before anybody hears of it; says what of it is new or graver than
    /// before.
    pub async fn sight(
        &mut self,
        url: &Url,
        hits: Vec<(&'static Rule, Hit)>,
    ) -> Result<Vec<Finding>, ScanError> {
        let news = self.findings.add(url, hits);
        self.shared.journal.sighted(&self.target.id, &news, self.now()).await?;
        news.iter().for_each(|finding| (self.shared.events)(Event::Found(&self.target, finding)));
        Ok(news)
    }

    fn remember(&mut self, candidate: &Candidate, look: &Look) {
        let at = self.now();
        let mut last_looked = [None; Identity::ALL.len()];
        for view in &look.views {
            self.looked_at.insert(candidate.url.as_str(), view.identity);
            last_looked[view.identity as usize] = Some(at);
        }
        self.pages.push(KnownPage {
            url: candidate.url.to_string(),
            found_via: candidate.via.id().to_owned(),
            last_seen: at,
            last_status: look.status,
            digest: look.digests.first().copied(),
            last_looked,
        });
    }

    fn follow_links(&mut self, views: &[View]) {
        for page in views.iter().filter_map(|view| view.page.as_ref()) {
            let links = page.links.iter().filter_map(|link| link.url.as_ref());
            links.for_each(|url| self.frontier.offer(url, Via::Link));
            let frames = page.frames.iter().filter_map(|frame| frame.url.as_ref());
            frames.for_each(|url| self.frontier.offer(url, Via::Link));
            for own in page.references.iter().filter(|own| own.role == Role::Alternate) {
                let is_feed =
                    ["rss", "feed", ".xml"].iter().any(|part| own.url.path().contains(part));
                if is_feed && self.feeds.len() < MOST_FEEDS {
                    self.feeds.insert(own.url.clone());
                } else {
                    self.frontier.offer(&own.url, Via::Link);
                }
            }
        }
    }

    pub fn fail(&mut self, failure: Failure) {
        if self.failures.len() < MOST_FAILURES {
            self.failures.push(failure);
        }
    }

    pub fn note(&mut self, note: Sentence) {
        if self.coverage.notes.len() < MOST_FAILURES && !self.coverage.notes.contains(&note) {
            self.coverage.notes.push(note);
        }
    }

    /// Which software the portal runs; what rules say of it goes to the findings.
    async fn software(&mut self) -> Result<Vec<Software>, ScanError> {
        if self.shared.options.version_files {
            let stop = self.stop();
            stop.unless_asked(version_files::look(self)).await.transpose()?;
        }
        let (stack, bench) = (Arc::clone(&self.eyes.stack), Arc::clone(&self.eyes.bench));
        let (target, at) = (Arc::clone(&self.target), self.now());
        let weigh = move || {
            let stack = stack.lock().unwrap_or_else(PoisonError::into_inner);
            stack.weigh(&target, &bench.knowledge, at)
        };
        // A portal that broke this is one of whose software nothing is known.
        let weighed = self.eyes.bench.work(weigh).await.unwrap_or_default();
        for (url, hits) in weighed.hits {
            let names: Vec<Fingerprint> =
                hits.iter().map(|(rule, hit)| self.findings.fingerprint(rule, hit)).collect();
            self.sight(&url, hits).await?;
            // It was gathered from many answers: no single one could show it again.
            names.iter().for_each(|name| self.findings.settle(name, true));
        }
        Ok(weighed.software)
    }

    async fn finish(
        mut self,
        drift: Drift,
        software: Vec<Software>,
    ) -> Result<PortalReport, ScanError> {
        let at = self.now();
        // Of a portal of which nothing was seen, nothing can be learned.
        let learned = match self.pages.as_slice() {
            [] => Learned::default(),
            _ => news::learned(&mut self, drift).await?,
        };
        if learned.days.is_none() {
            self.looked_at.leave_out_past();
        }
        self.coverage.known = self.frontier.known();
        self.coverage.skipped = self.frontier.left();
        let findings: Vec<Finding> = self.findings.into_sorted();
        // Old software makes no portal unclean.
        let has_incident = findings.iter().any(|finding| finding.family.is_incident());
        let state = match (self.pages.is_empty(), self.answered) {
            (false, _) if !has_incident => State::Clean,
            (false, _) => State::Findings,
            (true, true) => State::NotComparable,
            (true, false) => State::Unreachable,
        };
        let target = &self.target;
        let report = PortalReport {
            portal: target.id.clone(),
            name: target.name.clone(),
            agency: target.agency.clone(),
            province: target.province.clone(),
            url: target.url.to_string(),
            state,
            coverage: self.coverage,
            software,
            findings: Vec::new(),
            set_aside: Vec::new(),
            clearing: Vec::new(),
            healed: Vec::new(),
            watch: None,
            failures: self.failures,
        };
        let report = self
            .shared
            .journal
            .finish(report, findings, self.looked_at, self.pages, learned, at)
            .await?;
        (self.shared.events)(Event::Done(&report));
        Ok(report)
    }
}

/// Addresses that no portal has, the same every night, so that what they answer can be compared.
/// Some kits answer only what ends as a page does, or carries the words that they sell; the words
/// that come from the address are never held against the answer.
fn made_up(target: &Target) -> [Url; 2] {
    let name = Fingerprint::of(&target.id, "impossible", "");
    ["", "-nha-cai-uy-tin.html"].map(|end| {
        let mut url = target.url.clone();
        url.set_query(None);
        url.set_path(&format!("/khong-co-trang-{}{end}", &name.0[..8]));
        url
    })
}
