//! `canhcong baseline`: the approved state of a portal.

use std::time::Duration;

use anyhow::{Context as _, bail};
use canhcong::{
    baseline::{Baseline, Change, Memory, file},
    detect::needs_past,
    finding::{Lang, Severity},
    outcome::{Incident, Report},
    report::drift as told,
    scan::{
        self, Journal,
        approved::{self, Approved},
        known_rule,
    },
    store::{Days, Store},
    target::{Registry, Target},
};
use url::Url;

use super::{Common, Outcome, incidents, progress::Progress};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Look at a portal several times, so that what differs from look to look is known.
    Learn {
        /// A portal of the registry, by its id or an address.
        target: String,
        /// How many times.
        #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=10))]
        looks: u8,
        /// Seconds between two looks.
        #[arg(long, default_value_t = 30, value_name = "SECONDS")]
        every: u64,
    },
    /// What was new at the last look, beside the approved state; `--format html` side by side.
    Diff {
        /// A portal, by its id or an address.
        target: String,
    },
    /// Approve what was learned, or what is new.
    Approve {
        /// A portal, by its id or an address.
        target: String,
        /// Who.
        #[arg(long, value_name = "NAME", value_parser = incidents::name)]
        by: String,
        /// Only these changes, by the ids that `diff` shows.
        #[arg(long, value_delimiter = ',', value_name = "ID,ID")]
        only: Vec<String>,
    },
    /// What is approved, by whom and when.
    Show {
        /// A portal, by its id or an address.
        target: String,
    },
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let registry = registry(common)?;
    match &args.action {
        Action::Learn { target, looks, every } => {
            learn(common, registry, target, *looks, Duration::from_secs(*every))
        }
        Action::Diff { target } => diff(common, &find(&registry, target)?),
        Action::Approve { target, by, only } => {
            approve(common, &find(&registry, target)?, by, only)
        }
        Action::Show { target } => show(common, &find(&registry, target)?),
    }
}

fn learn(
    common: &Common,
    registry: Registry,
    name: &str,
    looks: u8,
    every: Duration,
) -> anyhow::Result<Outcome> {
    let mut target = find(&registry, name)?;
    if common.rate.is_some() {
        target.requests_per_second = common.rate;
    }
    let mut options = common.options(registry.user_agents)?;
    options.limits.requests_per_second = Target::SCAN_RATE;
    let runtime = super::runtime()?;
    let report = runtime.block_on(async {
        let stop = super::stop_on_signals();
        let mut last = None;
        for look in 0..looks {
            if look > 0 {
                stop.unless_asked(tokio::time::sleep(every)).await;
                if stop.is_asked() {
                    break;
                }
            }
            let journal = Journal::open(&common.state(), "learn", scan::now())?;
            let progress = Progress::new(1, common.quiet);
            let targets = vec![target.clone()];
            let report =
                scan::run(targets, &options, &journal, &stop, &|event| progress.show(&event))
                    .await?;
            journal.close(scan::now()).await?;
            last = Some(report);
            if stop.is_asked() {
                break;
            }
        }
        anyhow::Ok(last)
    })?;
    runtime.shutdown_background();
    let Some(report) = report else { bail!("nothing was looked at") };
    let is_whole = report.is_whole(1);
    let outcome = common.tell(&report, is_whole)?;
    if !common.quiet {
        eprintln!("{}", told::learned(&target.id, worst(&report), common.lang()));
    }
    Ok(outcome)
}

fn worst(report: &Report) -> Option<Severity> {
    report.worst()
}

fn diff(common: &Common, target: &Target) -> anyhow::Result<Outcome> {
    let (before, history) = approved(common, target)?;
    let days = days(common, target)?;
    let after = next(before.as_ref(), target, &days.memory, &days.changes);
    let portal = told::Portal {
        id: &target.id,
        name: &target.name,
        approvals: &history,
        before: before.as_ref(),
        after: &after,
        changes: &days.changes,
    };
    let text = match common.format {
        "terminal" => told::terminal(&portal, &common.reader()),
        "html" => told::html(&portal, &common.reader())?,
        other => bail!("baseline diff has no format {other}; expected terminal or html"),
    };
    common.write(&text)?;
    Ok(if days.changes.is_empty() { Outcome::Quiet } else { Outcome::Findings })
}

fn approve(common: &Common, target: &Target, by: &str, only: &[String]) -> anyhow::Result<Outcome> {
    let (before, _) = approved(common, target)?;
    let now = scan::now();
    let mut store = open(common)?;
    let Some(mut days) = store.days(&target.id)? else { bail!(never_learned(target)) };
    let chosen = chosen(&days.changes, only)?;
    if before.is_none() {
        if !only.is_empty() {
            bail!("nothing is approved yet: approve the whole state first, without --only");
        }
        // What is planted already must not become the state that nights are compared with.
        let open = store.incidents(Some(&target.id), false, now)?;
        // Approving is the answer to what is only new.
        let is_grave = |own: &&Incident| {
            own.counts() && own.severity >= Severity::Medium && !needs_past(&own.rule)
        };
        if let Some(grave) = open.iter().find(is_grave) {
            bail!(
                "{} has open findings ({}: {}); mend them, or close them with a reason \
                 (canhcong incidents close), before its state is approved",
                target.id,
                grave.rule,
                grave.subject
            );
        }
    } else if chosen.is_empty() {
        bail!("{}: there is nothing new to approve", target.id);
    }
    let after = next(before.as_ref(), target, &days.memory, &chosen);
    let what = match before {
        None => told::WHOLE.to_owned(),
        Some(_) => chosen.iter().map(told::in_short).collect::<Vec<_>>().join("; "),
    };
    save(common, &after, by, now, &what)?;
    days.memory.accept(&chosen);
    days.changes.retain(|change| !chosen.contains(change));
    store.keep_days(&target.id, &days.pack()?, now)?;
    let folder = common.baselines.join(&target.id);
    println!("{}", told::approved(&target.id, after.version, by, &what, &folder, common.lang()));
    Ok(Outcome::Quiet)
}

/// The state after these changes are approved; all that was learned, if nothing was yet.
fn next(
    before: Option<&Baseline>,
    target: &Target,
    memory: &Memory,
    changes: &[Change],
) -> Baseline {
    let entries: Vec<_> =
        changes.iter().flat_map(|change| change.entries().iter().cloned()).collect();
    match before {
        Some(before) => before.with(&entries),
        None => {
            let mut starts = vec![target.url.clone()];
            starts.extend(target.start_pages.iter().cloned());
            Baseline::propose(&target.id, memory, &starts).with(&entries)
        }
    }
}

fn chosen(changes: &[Change], only: &[String]) -> anyhow::Result<Vec<Change>> {
    if only.is_empty() {
        return Ok(changes.to_vec());
    }
    only.iter()
        .map(|id| {
            let own = changes.iter().find(|change| change.id() == *id);
            own.cloned().with_context(|| format!("there is no change {id}; see baseline diff"))
        })
        .collect()
}

fn show(common: &Common, target: &Target) -> anyhow::Result<Outcome> {
    let (state, history) = approved(common, target)?;
    let Some(state) = state else {
        println!("{}", told::nothing_approved(&target.id, common.lang()));
        return Ok(Outcome::Quiet);
    };
    common.write(&told::state(&state, &history, common.lang()))?;
    Ok(Outcome::Quiet)
}

/// What is approved of a portal; files that cannot be trusted are named.
fn approved(
    common: &Common,
    target: &Target,
) -> anyhow::Result<(Option<Baseline>, Vec<file::Approval>)> {
    match approved::read(&common.baselines, &target.id) {
        Approved::Nothing => Ok((None, Vec::new())),
        Approved::State(state, history) => Ok((Some(*state), history)),
        Approved::Broken(problems) => bail!(in_lines(&problems, common.lang())),
    }
}

/// Problems of files, one a line.
pub(super) fn in_lines(problems: &[file::Problem], lang: Lang) -> String {
    problems.iter().map(|problem| problem.in_lang(lang)).collect::<Vec<_>>().join("\n")
}

fn save(
    common: &Common,
    state: &Baseline,
    by: &str,
    at: jiff::Timestamp,
    what: &str,
) -> anyhow::Result<()> {
    let folder = common.baselines.join(&state.portal);
    approved::write(&folder, state, by, at, what)
        .with_context(|| format!("{} cannot be written", folder.display()))
}

fn days(common: &Common, target: &Target) -> anyhow::Result<Days> {
    let Some(days) = open(common)?.days(&target.id)? else { bail!(never_learned(target)) };
    Ok(days)
}

fn never_learned(target: &Target) -> String {
    format!("nothing was learned of {0} yet: canhcong baseline learn {0}", target.id)
}

fn open(common: &Common) -> anyhow::Result<Store> {
    let dir = common.state();
    let store = Store::open_beside(&dir, known_rule, scan::now())?;
    store.with_context(|| format!("nothing is remembered in {}", dir.display()))
}

fn registry(common: &Common) -> anyhow::Result<Registry> {
    super::scan::registry(common)
}

fn find(registry: &Registry, name: &str) -> anyhow::Result<Target> {
    if let Some(target) = registry.targets.iter().find(|target| target.id == name) {
        return Ok(target.clone());
    }
    let url = Url::parse(name).ok().filter(|url| url.host_str().is_some());
    let Some(url) = url else {
        bail!("no portal `{name}` is registered; expected an id of the registry or an address");
    };
    Ok(registry.for_url(&url).cloned().unwrap_or_else(|| Target::ad_hoc(url)))
}
