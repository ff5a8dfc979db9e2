//! `canhcong nightly`: looks at every registered portal.

use std::path::{Path, PathBuf};

use anyhow::bail;
use canhcong::{
    scan::{self, Journal},
    target::Target,
};

use super::{Common, Outcome, progress::Progress};

#[derive(clap::Args)]
pub struct Args {
    /// Portals that are looked at at the same time.
    #[arg(long, value_name = "N")]
    portals_at_once: Option<usize>,
}

/// Where runs are remembered unless `--state` says otherwise.
pub(super) const STATE: &str = "state";

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let registry = super::load(&common.targets)?;
    let mut targets: Vec<Target> =
        registry.targets.into_iter().filter(|target| target.enabled).collect();
    if targets.is_empty() {
        bail!("{} has no enabled portal", common.targets.display());
    }
    if let Some(rate) = common.rate {
        targets.iter_mut().for_each(|target| target.requests_per_second = Some(rate));
    }
    let keeping = registry.evidence;
    let mut options = common.options(registry.user_agents)?;
    if let Some(portals) = args.portals_at_once {
        options.portals_at_once = portals.max(1);
    }
    let state: PathBuf = common.state.clone().unwrap_or_else(|| Path::new(STATE).to_owned());
    let journal = Journal::resume(&state, "nightly", options.clock.now())?;
    let report = super::runtime()?.block_on(async {
        let stop = super::stop_on_signals();
        let progress = Progress::new(targets.len(), common.quiet);
        let report =
            scan::run(targets, &options, &journal, &stop, &|event| progress.show(&event)).await?;
        // A run that was asked to stop is left open: the next one goes on with it.
        if !stop.is_asked() {
            journal.sweep(keeping, options.clock.now()).await?;
            journal.close(options.clock.now()).await?;
        }
        anyhow::Ok(report)
    })?;
    common.tell(&report)
}
