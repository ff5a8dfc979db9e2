//! `canhcong scan`: looks at addresses now.

use anyhow::{Context as _, bail};
use canhcong::{
    scan::{self, Journal},
    target::{Registry, Target},
};
use url::Url;

use super::{Common, Outcome, progress::Progress};

#[derive(clap::Args)]
pub struct Args {
    /// Addresses; a registered host uses its registration.
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,
}

/// Page budget of an on-demand look: a minute or two at two requests a second.
const PAGES: usize = 40;

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let registry = registry(common)?;
    let mut targets: Vec<Target> = Vec::new();
    for address in &args.urls {
        let url = parse(address)?;
        let target = target(&registry, &url, common);
        match targets.iter_mut().find(|known| known.id == target.id) {
            Some(known) => known.start_pages.push(url),
            None => targets.push(target),
        }
    }
    let mut options = common.options(registry.user_agents)?;
    options.limits.requests_per_second = Target::SCAN_RATE;
    let journal = match &common.state {
        Some(dir) => Journal::open(dir, "scan", options.clock.now())?,
        None => Journal::forgetful(),
    };
    let runtime = super::runtime()?;
    let (report, is_whole) = runtime.block_on(async {
        let stop = super::stop_on_signals();
        let progress = Progress::new(targets.len(), common.quiet);
        let asked_for = targets.len();
        let events = |event: scan::Event<'_>| progress.show(&event);
        let run = scan::run(targets, &options, &journal, &stop, &events);
        let report = tokio::select! {
            biased;
            report = run => report?,
            () = stop.overdue() => bail!("stopped before the look came to an end"),
        };
        journal.close(options.clock.now()).await?;
        let is_whole = report.is_whole(asked_for);
        anyhow::Ok((report, is_whole))
    })?;
    runtime.shutdown_background();
    common.tell(&report, is_whole)
}

/// A registry that is not there is an empty one, unless it was asked for.
pub(super) fn registry(common: &Common) -> anyhow::Result<Registry> {
    let default = common.targets.as_os_str() == "targets.toml";
    if default && !common.targets.exists() {
        return Ok(Registry::default());
    }
    super::load(&common.targets)
}

fn parse(address: &str) -> anyhow::Result<Url> {
    let with_scheme =
        if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let url = Url::parse(&with_scheme)
        .with_context(|| format!("`{address}` is not an address that can be scanned"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        bail!("`{address}` cannot be scanned: expected an http or https address");
    }
    Ok(url)
}

fn target(registry: &Registry, url: &Url, common: &Common) -> Target {
    let mut target = match registry.for_url(url) {
        Some(registered) => {
            let mut target = registered.clone();
            target.start_pages.push(url.clone());
            target
        }
        None => Target { pages: PAGES, ..Target::ad_hoc(url.clone()) },
    };
    if common.rate.is_some() {
        target.requests_per_second = common.rate;
    }
    target
}
