//! `canhcong health`: whether the watch itself is well, for health checks and monitoring.

use anyhow::Context as _;
use canhcong::{report::night::health, scan, store::Store};
use jiff::SignedDuration;

use super::{Common, Outcome, night};

#[derive(clap::Args)]
pub struct Args {
    /// How old the last night that ended well may be, in hours.
    #[arg(long, default_value_t = 26, value_name = "HOURS",
          value_parser = clap::value_parser!(i64).range(1..=8760))]
    max_age: i64,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let state = common.state();
    let last = night::last_run(&state).with_context(|| {
        format!("the record of the last run in {} cannot be read", state.display())
    });
    let under_way = Store::under_way(&state).context("a run under way cannot be looked for");
    let health = match (last, under_way) {
        (Ok(last), Ok(under_way)) => health::health(
            last.as_ref(),
            under_way.map(|run| run.pulse),
            scan::now(),
            SignedDuration::from_hours(args.max_age),
        ),
        // For a health check, not to know is not to be well.
        (Err(error), _) | (_, Err(error)) => {
            eprintln!("canhcong: {error:#}");
            return Ok(Outcome::Unhealthy);
        }
    };
    if !common.quiet {
        common.write(&format!("{}\n", health.says.in_lang(common.lang())))?;
    }
    Ok(if health.is_well { Outcome::Quiet } else { Outcome::Unhealthy })
}
