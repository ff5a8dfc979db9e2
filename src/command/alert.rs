//! `canhcong alert`: what people are told, whether it arrived, and sending it.

mod test;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::bail;
use canhcong::{
    alert::{Delivery, Tally},
    report::{Options, RenderError, outbox as told},
    scan::{self, known_rule},
    store::{Retried, Store, StoreError},
    target::{Contact, Registry},
};
use jiff::Timestamp;

use super::{Common, Outcome, incidents};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// What waits to be sent, what was given up, and why.
    Outbox {
        /// Also what was sent.
        #[arg(long)]
        all: bool,
    },
    /// Send what is due, once; for a timer.
    Send {
        /// Also what waits for its next try: after a repair.
        #[arg(long)]
        retry_now: bool,
    },
    /// Have a notice sent again that waits or was given up.
    Retry {
        /// Its id, or the beginning of it.
        id: String,
    },
    /// Send a marked test notice over a channel now, and say what the other side says.
    Test(test::Args),
}

/// A timer starts the next `alert send` soon enough.
const SENDS_FOR: Duration = Duration::from_secs(4 * 60);
/// So long the next run of a watch may wait for a slow channel.
const BETWEEN_RUNS: Duration = Duration::from_secs(30);
/// What could not be sent so long after a run waits for `alert send`.
const AFTER_A_RUN: Duration = Duration::from_secs(60);

type Show =
    fn(&canhcong::notice::Outbox, &[Contact], Timestamp, &Options) -> Result<String, RenderError>;

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let show: Show = match common.format {
        "terminal" => told::terminal,
        "json" => told::json,
        other => bail!("alert has no format {other}; expected terminal or json"),
    };
    let now = scan::now();
    match &args.action {
        Action::Outbox { all } => {
            let registry = super::scan::registry(common)?;
            let outbox = incidents::open(common, now)?.outbox(*all)?;
            common.write(&show(&outbox, &registry.contacts, now, &common.reader())?)?;
            let is_lost = outbox.notices.iter().any(|own| own.state.id() == "given-up");
            Ok(if is_lost { Outcome::Findings } else { Outcome::Quiet })
        }
        Action::Send { retry_now } => {
            let registry = super::load(&common.targets)?;
            let store = incidents::open(common, now)?;
            let tally =
                super::runtime()?.block_on(send(store, &registry, *retry_now, SENDS_FOR))?;
            say(&tally, common);
            let is_whole = tally.failing.is_empty();
            Ok(if is_whole { Outcome::Quiet } else { Outcome::Findings })
        }
        Action::Test(args) => test::run(args, common),
        Action::Retry { id } => {
            let mut store = incidents::open(common, now)?;
            match store.retry_notice(id.trim(), now)? {
                Retried::Waits(id) => {
                    if !common.quiet {
                        eprintln!("{id} is sent again with the next canhcong alert send");
                    }
                    Ok(Outcome::Quiet)
                }
                Retried::WasSent(id, at) => bail!("{id} was sent at {at}: nothing was changed"),
                Retried::Nobody => {
                    bail!("no notice has the id `{id}`; see canhcong alert outbox --all")
                }
                Retried::Several => bail!("several notices begin with `{id}`"),
            }
        }
    }
}

/// Sends what is due, and begins nothing after `patience`; `retry_now` also what waits for its next try.
async fn send(
    mut store: Store,
    registry: &Registry,
    retry_now: bool,
    patience: Duration,
) -> Result<Tally, StoreError> {
    store.forget_notices(scan::now())?;
    let (outbox, writer) = store.into_writer()?;
    let delivery = Delivery::new(outbox, registry, scan::now);
    let tally = delivery.once(retry_now, patience).await;
    drop(delivery);
    writer.join()?;
    tally
}

/// Sends what is due between two runs of a program that goes on.
pub(super) async fn between_runs(
    state: &Path,
    registry: &Registry,
    common: &Common,
) -> Result<(), StoreError> {
    if let Some(store) = Store::open_beside(state, known_rule, scan::now())? {
        say(&send(store, registry, false, BETWEEN_RUNS).await?, common);
    }
    Ok(())
}

/// Does the work of a run, and tells people while it goes on and for a time after it; not for long
/// where `is_stopped` says that somebody asked it to end. What cannot be told is kept, and never
/// changes how the run went.
pub(super) async fn beside<T>(
    work: impl Future<Output = T>,
    registry: &Registry,
    state: PathBuf,
    common: &Common,
    is_stopped: impl Fn() -> bool,
) -> T {
    let open = || -> Result<_, StoreError> {
        let Some(mut store) = Store::open_beside(&state, known_rule, scan::now())? else {
            return Ok(None);
        };
        store.forget_notices(scan::now())?;
        store.into_writer().map(Some)
    };
    let (outbox, writer) = match open() {
        Ok(Some(opened)) => opened,
        Ok(None) => return work.await,
        Err(error) => {
            tracing::error!("nobody is told during this run: {error}");
            return work.await;
        }
    };
    let delivery = Delivery::new(outbox, registry, scan::now);
    let patience = |_: &T| if is_stopped() { Duration::ZERO } else { AFTER_A_RUN };
    let (done, tally) = delivery.beside(work, patience).await;
    drop(delivery);
    match tally.and_then(|tally| writer.join().map(|_| tally)) {
        Ok(tally) => say(&tally, common),
        Err(error) => tracing::error!("not everybody was told: {error}"),
    }
    done
}

fn say(tally: &Tally, common: &Common) {
    if common.quiet {
        return;
    }
    if tally.is_busy {
        eprintln!("alerts: another process sends what is in the outbox");
    }
    let mut parts = vec![format!("{} sent", tally.sent)];
    if tally.later > 0 {
        parts.push(format!("{} wait for another try", tally.later));
    }
    if tally.given_up > 0 {
        parts.push(format!("{} given up", tally.given_up));
    }
    if tally.sent + tally.later + tally.given_up > 0 {
        eprintln!("alerts: {}; see canhcong alert outbox", parts.join(", "));
    }
}
