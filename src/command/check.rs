//! `canhcong check`: all mistakes of the registry at once, without scanning.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use canhcong::{
    scan::approved::{self, Approved},
    target::from_csv,
};

use super::{Common, Outcome};

#[derive(clap::Args)]
pub struct Args {
    /// Turn a list (`id,name,url`) into TOML to paste.
    #[arg(long, value_name = "FILE")]
    from_csv: Option<PathBuf>,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    if let Some(path) = &args.from_csv {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        match from_csv(&text) {
            Ok(toml) => common.write(&toml)?,
            Err(problems) => {
                for problem in &problems {
                    eprintln!("{}:{problem}", path.display());
                }
                bail!("{} rows cannot be used", problems.len());
            }
        }
        return Ok(Outcome::Quiet);
    }
    let registry = super::load(&common.targets)?;
    let mut states = 0;
    let mut problems = Vec::new();
    for target in &registry.targets {
        match approved::read(&common.baselines, &target.id) {
            Approved::Nothing => {}
            Approved::State(..) => states += 1,
            Approved::Broken(broken) => problems.extend(broken),
        }
    }
    if !problems.is_empty() {
        bail!("{}", super::baseline::in_lines(&problems, common.lang()));
    }
    let enabled = registry.targets.iter().filter(|target| target.enabled).count();
    if !common.quiet {
        eprintln!(
            "{}: {} portals, {enabled} enabled, {states} approved states, no mistakes",
            common.targets.display(),
            registry.targets.len()
        );
    }
    Ok(Outcome::Quiet)
}
