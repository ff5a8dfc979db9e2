//! The command line: one file for each command, and the options that they share.

pub mod alert;
pub mod backup;
pub mod baseline;
pub mod check;
mod configuration;
pub mod demo;
pub mod evaluate;
pub mod evidence;
pub mod health;
pub mod incidents;
pub mod inspect;
mod night;
pub mod nightly;
mod progress;
pub mod restore;
pub mod rules;
pub mod scan;
mod scripts;
mod signals;
pub mod software;
pub mod watch;

use std::{
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    sync::Arc,
};

use anyhow::Context as _;
use canhcong::{
    behaviour::{Behaviour, Viewer},
    fetch::Egress,
    finding::{Lang, Severity},
    identity::{Identity, UserAgents},
    knowledge::Knowledge,
    outcome::Report,
    report::{self, FORMATS, Format, inventory},
    scan::Options,
    target::{self, Registry},
};
use clap::{Args, CommandFactory as _, Parser, Subcommand, error::ErrorKind};
use signals::stop_on_signals;
use tracing_subscriber::EnvFilter;

/// Canh cổng: watches government portals for defacement, planted backlinks, redirects.
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Subcommand)]
pub enum Command {
    /// Attack a few portals of its own on loopback and show what a scan finds.
    Demo(demo::Args),
    /// Look at these addresses now.
    Scan(scan::Args),
    /// Look at every registered portal, compare with history, remember and report.
    Nightly(nightly::Args),
    /// Keep watch: the nightly run at its hour, and looks round the clock in periods of heightened
    /// watch.
    Watch(watch::Args),
    /// Judge saved pages and folders of them, without any network.
    Inspect(inspect::Args),
    /// What is open, since when, how often it came back; acknowledge, mute, close.
    Incidents(incidents::Args),
    /// Pack what was kept of an incident, check a pack, list what is kept.
    Evidence(evidence::Args),
    /// Which software the portals run, as of the newest look at each: terminal, csv, cyclonedx, json.
    Software(software::Args),
    /// Count recall and false alarms on a folder of labelled pages.
    Evaluate(evaluate::Args),
    /// Show what each rule looks for, why, how to repair, with examples.
    Rules(rules::Args),
    /// The approved state of a portal: learn, diff, approve, show.
    Baseline(baseline::Args),
    /// What people are told, whether it arrived, and sending it: outbox, send, retry.
    Alert(alert::Args),
    /// Check the registry and the approved states without scanning.
    Check(check::Args),
    /// Say whether the watch itself is well: 0 if a night ended well not long ago or a run gets on.
    Health(health::Args),
    /// Copy all that is remembered to another disk, and read the copy back.
    Backup(backup::Args),
    /// Bring back what a back-up holds.
    Restore(restore::Args),
    /// Runs scripts of pages for a scan; started by the program itself, see `sandbox`.
    #[command(hide = true, name = canhcong::sandbox::COMMAND)]
    SandboxChild,
}

#[derive(Args)]
pub struct Common {
    /// The registry of portals.
    #[arg(long, global = true, default_value = "targets.toml", value_name = "FILE")]
    pub targets: PathBuf,
    /// Approved states of portals.
    #[arg(long, global = true, default_value = "baselines", value_name = "DIR")]
    pub baselines: PathBuf,
    /// Your own words, vouched hosts, loaders, block lists and knowledge of software, on top of the
    /// program's.
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Where runs are remembered.
    #[arg(long, global = true, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// How the result is shown: terminal, json or html; of software, also csv or cyclonedx.
    #[arg(long, global = true, default_value = "terminal", value_parser = format)]
    pub format: &'static str,
    /// Write the result to a file instead of standard output.
    #[arg(long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Page budget for one portal.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub pages: Option<u32>,
    /// Visitors to look as: citizen, from-search, phone, search-crawler.
    #[arg(long, global = true, value_delimiter = ',', value_name = "A,B")]
    pub identities: Vec<Identity>,
    /// Look at every page as every visitor.
    #[arg(long, global = true)]
    pub thorough: bool,
    /// Ask a portal for up to three static files a week that tell the version of what it runs.
    #[arg(long, global = true)]
    pub version_files: bool,
    /// Only read the scripts of pages instead of running them as well.
    #[arg(long, global = true)]
    pub no_run_scripts: bool,
    /// Let the scan reach private and loopback addresses.
    #[arg(long, global = true)]
    pub allow_private: bool,
    /// Requests a second to one host, instead of the registration's.
    #[arg(long, global = true, value_name = "N")]
    pub rate: Option<f64>,
    /// The severity from which the exit code is 1.
    #[arg(long, global = true, default_value = "high", value_name = "SEVERITY")]
    pub fail_on: Severity,
    /// Language of the result: vi or en.
    #[arg(long, global = true, value_parser = lang)]
    pub lang: Option<Lang>,
    /// Say nothing but the result.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more about what happens; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// How a command went; the exit code says it.
pub enum Outcome {
    /// Nothing at or above `--fail-on`.
    Quiet,
    /// At least one such finding.
    Findings,
    /// Nothing could be judged.
    NothingJudged,
    /// Somebody stopped it before its end; so far there was nothing at or above `--fail-on`.
    Stopped,
    /// The watch is not well.
    Unhealthy,
}

impl Outcome {
    /// The program's exit code; see the README.
    pub fn code(&self) -> u8 {
        match self {
            Self::Quiet => 0,
            Self::Findings | Self::Unhealthy => 1,
            Self::NothingJudged => 2,
            Self::Stopped => 3,
        }
    }
}

/// A name of any format; which command has it, [`Cli::read`] says.
fn format(name: &str) -> Result<&'static str, String> {
    let ids = || reports().chain(inventories());
    ids().find(|id| *id == name).ok_or_else(|| format!("expected {}", in_words(reports())))
}

fn reports() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.id)
}

fn inventories() -> impl Iterator<Item = &'static str> {
    inventory::FORMATS.iter().map(|format| format.id)
}

fn in_words<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(", ")
}

impl Cli {
    /// What is asked. Ends the program where it is asked for help or for what it does not have.
    pub fn read() -> Self {
        let cli = Self::parse();
        let known: Vec<&str> = match cli.command {
            Command::Software(_) => inventories().collect(),
            _ => reports().collect(),
        };
        // Said before a night begins, not when it is to be told.
        if !known.contains(&cli.common.format) {
            let known = in_words(known.into_iter());
            let what = format!("there is no such format {}; expected {known}", cli.common.format);
            Self::command().error(ErrorKind::InvalidValue, what).exit();
        }
        cli
    }
}

fn lang(name: &str) -> Result<Lang, String> {
    match name {
        "vi" => Ok(Lang::Vi),
        "en" => Ok(Lang::En),
        _ => Err("expected vi or en".into()),
    }
}

/// Sends the log to standard error, as far as `-q` and `-v` ask for it.
pub fn log(common: &Common) {
    let level = match (common.quiet, common.verbose) {
        (true, _) => "error,html5ever=off",
        (false, 0) => "warn,html5ever=off",
        (false, 1) => "canhcong=info,warn,html5ever=off",
        (false, _) => "canhcong=debug,info,html5ever=off",
    };
    let filter = EnvFilter::try_from_env("CANHCONG_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

impl Common {
    /// The language asked for, else the locale's, else Vietnamese.
    pub fn lang(&self) -> Lang {
        let locale = || {
            ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        };
        self.lang.unwrap_or_else(|| match locale() {
            Some(locale) if locale.starts_with("en") => Lang::En,
            _ => Lang::Vi,
        })
    }

    /// Where runs are remembered: what `--state` says, else `state`.
    pub fn state(&self) -> PathBuf {
        self.state.clone().unwrap_or_else(|| PathBuf::from("state"))
    }

    /// What is known beforehand, with the operator's own data.
    pub fn knowledge(&self) -> anyhow::Result<Arc<Knowledge>> {
        match &self.data_dir {
            Some(dir) => {
                let known = Knowledge::with(dir)?;
                for refused in known.software.refused() {
                    tracing::warn!("not used: {refused}");
                }
                for note in known.software.notes() {
                    tracing::info!("{note}");
                }
                Ok(Arc::new(known))
            }
            None => Ok(Knowledge::builtin()),
        }
    }

    /// What reads saved pages.
    pub fn viewer(&self) -> Viewer {
        Viewer::new(self.behaviour(&UserAgents::default()))
    }

    /// What runs the scripts of pages, unless it is told not to or cannot.
    fn behaviour(&self, agents: &UserAgents) -> Option<Arc<Behaviour>> {
        if self.no_run_scripts { None } else { scripts::behaviour(agents) }
    }

    /// How a run looks at portals.
    pub fn options(&self, user_agents: UserAgents) -> anyhow::Result<Options> {
        let egress = if self.allow_private { Egress::allow_private() } else { Egress::public() };
        let mut options = Options {
            thorough: self.thorough,
            version_files: self.version_files,
            pages: self.pages.map(|pages| pages as usize),
            egress,
            user_agents,
            knowledge: self.knowledge()?,
            baselines: Some(self.baselines.clone()),
            configuration: self.configuration(),
            ..Options::default()
        };
        options.behaviour = self.behaviour(&options.user_agents);
        if !self.identities.is_empty() {
            options.identities = self.identities.clone();
            options.identities.sort_unstable();
            options.identities.dedup();
        }
        Ok(options)
    }

    /// For whom a result is rendered.
    fn reader(&self) -> report::Options {
        let to_terminal = self.output.is_none() && std::io::stdout().is_terminal();
        report::Options {
            lang: self.lang(),
            colour: to_terminal && std::env::var_os("NO_COLOR").is_none(),
            ..report::Options::default()
        }
    }

    /// Shows a report where and how it was asked for, and says how the run went; `is_whole` is false
    /// of one that somebody stopped before its end.
    pub fn tell(&self, report: &Report, is_whole: bool) -> anyhow::Result<Outcome> {
        let format = Format::named(self.format)
            .with_context(|| format!("there is no such format {}", self.format))?;
        let text = (format.render)(report, &self.reader())?;
        self.write(&text)?;
        let is_judged = report.portals.iter().any(|portal| portal.state.is_judged());
        Ok(match report.worst() {
            Some(worst) if is_judged && worst >= self.fail_on => Outcome::Findings,
            _ if !is_whole => Outcome::Stopped,
            _ if !is_judged => Outcome::NothingJudged,
            _ => Outcome::Quiet,
        })
    }

    fn write(&self, text: &str) -> anyhow::Result<()> {
        match &self.output {
            Some(path) => std::fs::write(path, text)
                .with_context(|| format!("the result cannot be written to {}", path.display())),
            None => match std::io::stdout().write_all(text.as_bytes()) {
                // Whoever reads the result may stop before its end.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
                other => other.context("the result cannot be written to standard output"),
            },
        }
    }
}

/// Loads the registry; all its mistakes are shown at once.
fn load(path: &std::path::Path) -> anyhow::Result<Registry> {
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    target::check(path, colours).map_err(|mistakes| anyhow::anyhow!("{mistakes}"))
}

/// A runtime; ends with [`tokio::runtime::Runtime::shutdown_background`], so that a page which is still
/// being read holds nobody up.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot be started")
}
