//! A simulated month: portals whose pages change every day as real ones do, attacks on known nights,
//! and a count of what the scan said. It needs no network and no clock.
//!
//! ```text
//! cargo run --release --example month [-- --short]
//! ```
//!
//! It ends with 1 if an attack was not raised at `medium` or above on the night on which the scan
//! first got to see it, or if there were more false alarms than may be.

mod attacks;
mod calendar;
mod chance;
mod exchange;
mod furniture;
mod layout;
mod learn;
mod news;
mod ordinary;
mod plan;
mod portal;
mod real;
mod server;
mod style;
mod table;
mod tally;
mod upkeep;
mod world;

use std::{path::Path, process::ExitCode, time::Instant};

use canhcong::{
    fetch::Egress,
    scan::{self, Clock, Journal, Options, Stop},
};
use clap::Parser;

use self::{chance::Chance, portal::Portal, server::Province, tally::Tally};

#[derive(Parser)]
#[command(about = "A simulated month of ordinary days and planted attacks")]
struct Args {
    /// Nights of the month.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=365))]
    nights: i64,
    /// Portals at most.
    #[arg(long, default_value_t = 24)]
    portals: usize,
    /// Eight portals and twelve nights.
    #[arg(long)]
    short: bool,
    /// Whether portals are learned and approved before night 1.
    #[arg(long, value_enum, default_value_t = Baseline::On)]
    baseline: Baseline,
    /// Another month: which news, which visits, which tokens.
    #[arg(long, default_value_t = 20_260_820)]
    seed: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Baseline {
    On,
    Off,
}

/// Pages of one portal and night.
const PAGES: usize = 25;

fn main() -> ExitCode {
    let mut args = Args::parse();
    if args.short {
        (args.nights, args.portals) = (12, 8);
    }
    match month(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("month: {error:#}");
            ExitCode::from(2)
        }
    }
}

#[tokio::main]
async fn month(args: &Args) -> anyhow::Result<bool> {
    let chance = Chance::new(args.seed);
    let templates = real::templates().unwrap_or_else(|reason| {
        eprintln!("skipped: portals with real templates: {reason}");
        Vec::new()
    });
    let portals = Portal::all(templates, args.portals);
    let ids = tally::ids(&portals);
    let province = server::serve(portals, chance).await?;
    let opened =
        province.addresses.iter().fold(Egress::public(), |egress, own| egress.opening(*own));
    let (state, baselines) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let options = Options {
        egress: opened,
        pages: Some(PAGES),
        baselines: Some(baselines.path().to_owned()),
        ..Options::default()
    };
    if args.baseline == Baseline::On {
        learn::learn_and_approve(&province, &options, state.path()).await?;
    }
    let mut tally = Tally::default();
    for night in 1..=args.nights {
        let began = Instant::now();
        province.turn_to(night);
        let pages = tally.pages;
        let report = look(&province, &options, state.path(), night).await?;
        tally.add(night, &report, &ids, &province.seen());
        let (pages, took) = (tally.pages - pages, began.elapsed().as_secs_f32());
        eprintln!("night {night}, {}: {pages} pages in {took:.1} s", calendar::date_text(night));
    }
    print!("{}", table::render(&tally, args.nights, &ids));
    Ok(tally.holds(args.nights, ids.len()))
}

/// One night as `canhcong nightly` would have it.
async fn look(
    province: &Province,
    options: &Options,
    state: &Path,
    night: i64,
) -> anyhow::Result<canhcong::outcome::Report> {
    let at = calendar::begins(night)?;
    let options = Options { clock: Clock::Stopped(at), ..options.clone() };
    let journal = Journal::open(state, "nightly", at)?;
    let targets = province.targets.clone();
    let report = scan::run(targets, &options, &journal, &Stop::default(), &|_| {}).await?;
    journal.close(at).await?;
    Ok(report)
}
