//! `canhcong check`: all mistakes of the registry at once, without scanning.

mod alerts;

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
    let alerts = alerts::check(&registry);
    if !common.quiet {
        for warning in &alerts.warnings {
            eprintln!("{}: warning: {warning}", common.targets.display());
        }
    }
    if !alerts.broken.is_empty() {
        bail!("{}", alerts.broken.join("\n"));
    }
    let enabled = registry.targets.iter().filter(|target| target.enabled).count();
    if !common.quiet {
        eprintln!(
            "{}: {} portals, {enabled} enabled, {states} approved states, {} channels, {}",
            common.targets.display(),
            registry.targets.len(),
            registry.channels.len(),
            match alerts.warnings.len() {
                0 => "no mistakes".to_owned(),
                1 => "no mistakes, 1 warning".to_owned(),
                many => format!("no mistakes, {many} warnings"),
            }
        );
    }
    Ok(Outcome::Quiet)
}
