//! All portals of a run, many at once.

use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use url::Url;

use super::{
    admission::{Admission, Processors},
    bench::Bench,
    journal::Journal,
    options::{Event, Options, ScanError},
    portal,
    stop::Stop,
};
use crate::{
    behaviour::Viewer,
    outcome::{PortalReport, Report},
    target::Target,
};

/// What all portals of a run share.
pub(super) struct Shared<'a> {
    pub options: &'a Options,
    pub bench: Arc<Bench>,
    pub events: &'a (dyn Fn(Event<'_>) + Sync),
    pub journal: &'a Journal,
    pub stop: &'a Stop,
}

/// Looks at all targets; the report has them in the order given.
pub async fn run(
    targets: Vec<Target>,
    options: &Options,
    journal: &Journal,
    stop: &Stop,
    events: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, ScanError> {
    let started_at = options.clock.now();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let bench = Arc::new(Bench {
        viewer: Viewer::new(options.behaviour.clone()),
        knowledge: Arc::clone(&options.knowledge),
        processors: Processors::new(processors),
    });
    let admission = Admission::new();
    let homes: Vec<Url> = targets.iter().map(|target| target.url.clone()).collect();
    let events = |event: Event<'_>| {
        journal.beat(options.clock.now());
        events(event);
    };
    let shared = Shared { options, bench, events: &events, journal, stop };
    let looks = targets.into_iter().enumerate().map(|(index, target)| {
        let (shared, admission) = (&shared, &admission);
        async move {
            let report = scan_unless_stopped(shared, admission, target).await?;
            Ok::<_, ScanError>(report.map(|report| (index, report)))
        }
    });
    let done = stream::iter(looks).buffer_unordered(options.portals_at_once);
    let mut portals: Vec<(usize, PortalReport)> =
        done.try_filter_map(async |report| Ok(report)).try_collect().await?;
    portals.sort_by_key(|(index, _)| *index);
    let mut portals: Vec<PortalReport> = portals.into_iter().map(|(_, report)| report).collect();
    let cohort = journal.join(&portals, homes, options.clock.now()).await?;
    let campaigns = cohort.apply(&mut portals);
    Ok(Report { started_at, finished_at: options.clock.now(), portals, campaigns })
}

/// A portal judged by the interrupted run that this one goes on with is not looked at again.
async fn scan_unless_stopped(
    shared: &Shared<'_>,
    admission: &Admission,
    target: Target,
) -> Result<Option<PortalReport>, ScanError> {
    if let Some(report) = shared.journal.judged_before(&target.id) {
        (shared.events)(Event::Recalled(&report));
        return Ok(Some(report));
    }
    let enter = admission.enter(&shared.bench.processors);
    let Some(_place) = shared.stop.unless_asked(enter).await else { return Ok(None) };
    if shared.stop.is_asked() {
        return Ok(None);
    }
    (shared.events)(Event::Begun(&target));
    portal::scan(shared, target).await
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::scan::Clock;

    #[tokio::test]
    async fn a_run_has_the_time_that_it_was_given() {
        let at: Timestamp = "2026-09-02T03:31:00Z".parse().unwrap();
        let options = Options { clock: Clock::Stopped(at), ..Options::default() };
        let (journal, stop) = (Journal::forgetful(), Stop::default());
        let report = run(Vec::new(), &options, &journal, &stop, &|_| {}).await.unwrap();
        assert_eq!((report.started_at, report.finished_at), (at, at));
    }
}
