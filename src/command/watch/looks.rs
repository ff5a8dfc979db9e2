//! A look at some portals within a period of heightened watch.

use std::time::Duration;

use canhcong::{
    identity::UserAgents,
    outcome::Report,
    scan::{self, Journal, Options, Stop},
    target::Target,
};
use tokio::runtime::Runtime;

use super::super::Common;

/// What such a run is called in the records.
pub(super) const KIND: &str = "watch";
/// Pages of one look beside the start pages: where something was found, and a few others in turn.
const PAGES: usize = 10;
/// What takes longer is left to the nightly run: others wait for their look.
const TIME: Duration = Duration::from_secs(5 * 60);

/// Looks at them and has `journal` remember it; `None` if somebody asked to stop and it was not over in time.
pub(super) fn look(
    mut targets: Vec<Target>,
    agents: UserAgents,
    common: &Common,
    journal: Journal,
    runtime: &Runtime,
    stop: &Stop,
) -> anyhow::Result<Option<Report>> {
    for target in &mut targets {
        target.pages = target.pages.min(PAGES + target.start_pages.len());
        target.requests_per_second = common.rate.or(target.requests_per_second);
    }
    // Looks a few minutes apart would teach that all stays as it is.
    let options = Options { time: TIME, learns: false, ..common.options(agents)? };
    runtime.block_on(async {
        let run = scan::run(targets, &options, &journal, stop, &|_| {});
        let report = tokio::select! {
            biased;
            report = run => report?,
            () = stop.overdue() => return Ok(None),
        };
        // Also one that was stopped: what it did not look at is due again.
        journal.close(options.clock.now()).await?;
        Ok(Some(report))
    })
}
