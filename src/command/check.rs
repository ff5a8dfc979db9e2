//! `canhcong check`: all mistakes of the registry at once, without scanning.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use canhcong::target::from_csv;

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
    let enabled = registry.targets.iter().filter(|target| target.enabled).count();
    if !common.quiet {
        eprintln!(
            "{}: {} portals, {enabled} enabled, no mistakes",
            common.targets.display(),
            registry.targets.len()
        );
    }
    Ok(Outcome::Quiet)
}
