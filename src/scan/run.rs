//! All portals of a run, many at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use url::Url;

use super::{
    admission::{Admission, Processors},
    journal::Journal,
    look::Bench,
    now,
    portal::{self, Shared},
};
use crate::{
    fetch::{BuildError, Egress, Limits},
    finding::Finding,
    identity::{Identity, UserAgents},
    outcome::{PortalReport, Report},
    page::Reader,
    store::StoreError,
    target::Target,
};

/// How a run looks at portals.
#[derive(Clone, Debug)]
pub struct Options {
    /// The visitors.
    pub identities: Vec<Identity>,
    /// Whether every page is looked at as every visitor.
    pub thorough: bool,
    /// Page budget for one portal, if it is not the registration's.
    pub pages: Option<usize>,
    /// Time for one portal.
    pub time: Duration,
    /// Portals that are looked at at the same time.
    pub portals_at_once: usize,
    /// Which addresses may be dialled.
    pub egress: Egress,
    /// As what the scanner presents itself.
    pub user_agents: UserAgents,
    /// How much one visit may cost.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            identities: Identity::ALL.to_vec(),
            thorough: false,
            pages: None,
            time: Duration::from_secs(30 * 60),
            portals_at_once: 140,
            egress: Egress::public(),
            user_agents: UserAgents::default(),
            limits: Limits::default(),
        }
    }
}

/// What happens while a run goes on.
pub enum Event<'a> {
    /// A portal's turn has come.
    Begun(&'a Target),
    /// An address was looked at.
    Looked(&'a Target, &'a Url),
    /// Something was found, or is graver than it seemed before.
    Found(&'a Target, &'a Finding),
    /// A portal is done.
    Done(&'a PortalReport),
}

/// Asks a run to end: the pages in hand are finished and kept.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// What was found could not be remembered.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The settings cannot be used to fetch anything.
    #[error(transparent)]
    Fetch(#[from] BuildError),
}

/// Looks at all targets; the report has them in the order given.
pub async fn run(
    targets: Vec<Target>,
    options: &Options,
    journal: &Journal,
    stop: &Stop,
    events: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, ScanError> {
    let started_at = now();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let bench = Arc::new(Bench { reader: Reader::new(), processors: Processors::new(processors) });
    let admission = Admission::new();
    let shared = Shared { options, bench, admission, events, journal, stop };
    let looks = targets.into_iter().enumerate().map(|(index, target)| {
        let shared = &shared;
        async move {
            let report = scan_unless_stopped(shared, target).await?;
            Ok::<_, ScanError>(report.map(|report| (index, report)))
        }
    });
    let done = stream::iter(looks).buffer_unordered(options.portals_at_once);
    let mut portals: Vec<(usize, PortalReport)> =
        done.try_filter_map(async |report| Ok(report)).try_collect().await?;
    portals.sort_by_key(|(index, _)| *index);
    let portals = portals.into_iter().map(|(_, report)| report).collect();
    Ok(Report { started_at, finished_at: now(), portals })
}

/// A portal judged by the interrupted run that this one goes on with is not looked at again.
async fn scan_unless_stopped(
    shared: &Shared<'_>,
    target: Target,
) -> Result<Option<PortalReport>, ScanError> {
    if let Some(report) = shared.journal.judged_before(&target.id) {
        return Ok(Some(report));
    }
    if shared.stop.is_asked() {
        return Ok(None);
    }
    let _place = shared.admission.enter(&shared.bench.processors).await;
    let _place = shared.admission.enter(&shared.bench.processors).await;
    (shared.events)(Event::Begun(&target));
    portal::scan(shared, target).await.map(Some)
}
