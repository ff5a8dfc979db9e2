//! `canhcong software`: which software the portals run, as of the newest look at each.

use anyhow::bail;
use canhcong::{report::inventory, scan};

use super::{Common, Outcome, incidents};

#[derive(clap::Args)]
pub struct Args {
    /// One portal only.
    #[arg(long, value_name = "ID")]
    portal: Option<String>,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let Some(format) = inventory::Format::named(common.format) else {
        bail!("software has no format {}", common.format);
    };
    let now = scan::now();
    let store = incidents::open(common, now)?;
    // A misspelt name must not look like a portal that runs nothing.
    if let Some(portal) = &args.portal
        && !store.remembers(portal)?
    {
        bail!("nothing is remembered of a portal `{portal}`");
    }
    let stacks = store.software(args.portal.as_deref())?;
    common.write(&(format.render)(&stacks, now, &common.reader())?)?;
    // Old software sets an order of work and is no incident.
    Ok(Outcome::Quiet)
}
