//! `canhcong evaluate`: recall and false alarms on pages of which people have said what they are.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use canhcong::{inspect, outcome::Evaluation, report::evaluation as told};

use super::{Common, Outcome};

#[derive(clap::Args)]
pub struct Args {
    /// A folder with a MANIFEST.tsv (columns `file` and `label`, `url` if it is known) in itself
    /// or in its direct subfolders. Labels that begin with `benign` must stay quiet.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Leave out files of this label; may be repeated.
    #[arg(long, value_name = "LABEL")]
    skip: Vec<String>,
    /// List every false alarm and every miss instead of the first 20.
    #[arg(long)]
    all: bool,
}

/// Entries of each list without `--all`.
const MOST: usize = 20;

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let render = match common.format {
        "terminal" => told::terminal,
        "json" => told::json,
        other => bail!("evaluate has no format {other}; expected terminal or json"),
    };
    let most = if args.all { usize::MAX } else { MOST };
    let mut evaluation = Evaluation::new(common.fail_on, most, &args.skip);
    let knowledge = common.knowledge()?;
    let dir = args.dir.display();
    let manifests = inspect::evaluate(&args.dir, &common.viewer(), &knowledge, &mut evaluation)
        .with_context(|| format!("{dir} cannot be read"))?;
    if manifests == 0 {
        bail!(
            "no {name} in {dir} or its direct subfolders; expected one whose first line names the \
             columns `file` and `label`, separated by tabs",
            name = inspect::MANIFEST,
        );
    }
    common.write(&render(&evaluation, &common.reader())?)?;
    let benign = evaluation.total(true);
    Ok(if benign.judged() + evaluation.total(false).judged() == 0 {
        Outcome::NothingJudged
    } else if benign.at_least(common.fail_on).hits > 0 {
        Outcome::Findings
    } else {
        Outcome::Quiet
    })
}
