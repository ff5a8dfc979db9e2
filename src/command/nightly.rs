//! `canhcong nightly`: looks at every registered portal.

use std::{path::PathBuf, sync::Arc};

use anyhow::bail;
use canhcong::{
    evidence::Camera,
    finding::Text,
    scan::{self, Journal, Stop},
    target::{Registry, Target},
};
use tokio::runtime::Runtime;

use super::{Common, Outcome, alert, night::Night, progress::Progress};

#[derive(clap::Args)]
pub struct Args {
    /// Portals that are looked at at the same time.
    #[arg(long, value_name = "N")]
    portals_at_once: Option<usize>,
    /// Where figures for Prometheus' textfile collector are written, instead of metrics/canhcong.prom
    /// in the state folder.
    #[arg(long, value_name = "FILE")]
    metrics: Option<PathBuf>,
}

const ONLY_EXAMPLES: Text = Text {
    vi: "tệp này chỉ có mục mẫu, không chạm tới máy chủ nào. Hãy ghi các cổng thông tin của mình vào đó \
         (khi chạy bằng container: gắn tệp của mình vào /etc/canhcong/targets.toml).",
    en: "there is nothing but the example, which reaches no server. Put your portals into it (in a \
         container: mount your own file at /etc/canhcong/targets.toml).",
};

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let runtime = super::runtime()?;
    let stop = {
        let _within = runtime.enter();
        super::stop_on_signals()
    };
    let registry = || super::load(&common.targets);
    let ended = night(args, common, registry, &|_| {}, &runtime, &stop);
    runtime.shutdown_background();
    ended
}

/// The whole run with its record, for whoever has a runtime and hears signals; `heed` hears what
/// happens.
pub(super) fn night(
    args: &Args,
    common: &Common,
    registry: impl FnOnce() -> anyhow::Result<Registry>,
    heed: &(dyn Fn(&scan::Event<'_>) + Sync),
    runtime: &Runtime,
    stop: &Stop,
) -> anyhow::Result<Outcome> {
    let state = common.state();
    let night = Night::begin(state, args.metrics.clone(), common);
    let ended = registry().and_then(|own| look(args, common, own, (&night, heed), runtime, stop));
    night.end(&ended, stop);
    ended
}

/// Whether it is under the name that is reserved for examples (RFC 2606).
fn is_example(target: &Target) -> bool {
    target.url.host_str().is_some_and(|host| host.ends_with(".example"))
}

fn look(
    args: &Args,
    common: &Common,
    registry: Registry,
    (night, heed): (&Night, &(dyn Fn(&scan::Event<'_>) + Sync)),
    runtime: &Runtime,
    stop: &Stop,
) -> anyhow::Result<Outcome> {
    let mut targets: Vec<Target> = registry.enabled().cloned().collect();
    if targets.is_empty() {
        bail!("{} has no enabled portal", common.targets.display());
    }
    night.is_for(&targets);
    if targets.iter().all(is_example) {
        eprintln!(
            "canhcong: {}: {}",
            common.targets.display(),
            ONLY_EXAMPLES.in_lang(common.lang())
        );
    }
    if let Some(rate) = common.rate {
        targets.iter_mut().for_each(|target| target.requests_per_second = Some(rate));
    }
    let keeping = registry.evidence;
    let mut options = common.options(registry.user_agents.clone())?;
    if let Some(portals) = args.portals_at_once {
        options.portals_at_once = portals.max(1);
    }
    if keeping.screenshot {
        options.camera = Camera::find().map(Arc::new);
        if options.camera.is_none() {
            tracing::warn!("no pictures are taken: there is no Chromium in PATH");
        }
    }
    let journal = Journal::resume(night.state(), "nightly", options.clock.now())?;
    let report = runtime.block_on(async {
        let progress = Progress::new(targets.len(), common.quiet);
        let events = |event: scan::Event<'_>| {
            heed(&event);
            progress.show(&event);
            if let Some(line) = night.hear(&event) {
                progress.beside(|| night.print(&line));
            }
        };
        let look = async {
            let run = scan::run(targets, &options, &journal, stop, &events);
            let report = tokio::select! {
                biased;
                report = run => report?,
                () = stop.overdue() => return anyhow::Ok(None),
            };
            night.was(&report);
            // A run that was stopped before its end is left open: the next one goes on with it.
            if night.is_complete() {
                journal.sweep(keeping, options.clock.now()).await?;
                journal.close(options.clock.now()).await?;
            } else {
                journal.leave()?;
            }
            anyhow::Ok(Some(report))
        };
        let state = night.state().to_owned();
        alert::beside(look, &registry, state, common, || stop.is_asked()).await
    })?;
    // Whatever was not told is on record, and the next run tells it.
    let Some(report) = report else { return Ok(Outcome::Stopped) };
    common.tell(&report, night.is_complete())
}
