//! `canhcong watch`: does the nightly run at its hour, and looks at portals round the clock while a
//! period of heightened watch is in force.
//!
//! What was done is read from the records of the runs before each step, so that it does not matter
//! whether this program, another one or nobody ran meanwhile.

mod followed;
mod looks;
mod words;

use std::{
    collections::{HashMap, HashSet},
    io::Write as _,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::bail;
use canhcong::{
    scan::{self, Event, Journal, Stop, known_rule},
    schedule::{self, Done, Task},
    store::{Store, StoreError},
    target::Target,
};
use jiff::Timestamp;
use tokio::runtime::Runtime;

use self::followed::{Followed, News};
use super::{Common, Outcome, alert, nightly};

// Both kinds of arguments are called `Args`, and groups need names of their own.
#[derive(clap::Args)]
#[group(id = "watch")]
pub struct Args {
    /// Only say which periods are in force and what is due next.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    nightly: nightly::Args,
}

/// The clock, the registry and the records are looked at this often: each may change meanwhile.
const OFTEN: Duration = Duration::from_secs(5);
/// While a nightly run goes on, what is due is looked for this often.
const MEANWHILE: Duration = Duration::from_secs(1);
/// The outbox is looked at this often.
const TELLS_EVERY: Duration = Duration::from_secs(20);
/// What failed is tried again after this.
const AGAIN: Duration = Duration::from_secs(60);
/// How many of the next things `--dry-run` tells.
const TOLD: usize = 10;

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let registry = Followed::open(&common.targets)?;
    if registry.now().enabled().next().is_none() {
        bail!("{} has no enabled portal", common.targets.display());
    }
    let state = common.state();
    if args.dry_run {
        let now = scan::now();
        let mut done = recall(&state, &registry, now)?;
        if schedule::clock_was_set_back(&done, now) {
            done.night = Some(now);
        }
        common.write(&words::outlook(registry.now(), &done, now, TOLD, common.lang()))?;
        return Ok(Outcome::Quiet);
    }
    let runtime = super::runtime()?;
    let stop = {
        let _within = runtime.enter();
        super::stop_on_signals()
    };
    let tried = Mutex::default();
    let guard = Guard {
        args,
        common,
        state,
        registry,
        runtime,
        stop,
        tried,
        told: None,
        told_people: None,
        trouble: None,
    };
    guard.stand()
}

/// What was done, as far as it is on record.
fn recall(state: &Path, registry: &Followed, now: Timestamp) -> Result<Done, StoreError> {
    let Some(store) = Store::open_beside(state, known_rule, now)? else {
        return Ok(Done::default());
    };
    store.done(registry.now().enabled().map(|target| target.id.as_str()), now)
}

/// The program while it stands guard.
struct Guard<'a> {
    args: &'a Args,
    common: &'a Common,
    state: PathBuf,
    registry: Followed,
    runtime: Runtime,
    stop: Stop,
    /// When looks failed that are not on record: they are tried again when the next would be due.
    tried: Mutex<HashMap<String, Timestamp>>,
    /// When what comes next is due, as it was told.
    told: Option<Timestamp>,
    /// When the outbox was last looked at.
    told_people: Option<Instant>,
    /// What was last said to be in the way.
    trouble: Option<String>,
}

impl Guard<'_> {
    fn stand(mut self) -> anyhow::Result<Outcome> {
        self.say(&words::begins(self.registry.now(), scan::now(), self.common.lang()));
        while !self.stop.is_asked() {
            match self.registry.look() {
                News::None => {}
                News::Changed => self.say(words::REREAD.in_lang(self.common.lang())),
                News::Broken(mistakes) => {
                    self.say(&format!("{}\n{mistakes}", words::BROKEN.in_lang(self.common.lang())));
                }
            }
            let stepped = self.tell().and_then(|()| self.step());
            let pause = match stepped {
                Ok(pause) => {
                    self.trouble = None;
                    pause
                }
                Err(error) => self.bear(error)?,
            };
            self.rest(pause);
        }
        self.say(words::ENDS.in_lang(self.common.lang()));
        self.runtime.shutdown_background();
        Ok(Outcome::Quiet)
    }

    /// Sends what is in the outbox: during a nightly run that does it itself.
    fn tell(&mut self) -> anyhow::Result<()> {
        let now = Instant::now();
        if self.told_people.is_some_and(|last| now.duration_since(last) < TELLS_EVERY) {
            return Ok(());
        }
        self.told_people = Some(now);
        let tell = alert::between_runs(&self.state, self.registry.now(), self.common);
        // What is under way when somebody asks to stop is sent again, under the same id.
        self.runtime.block_on(self.stop.unless_asked(tell)).transpose()?;
        Ok(())
    }

    /// Does what is due; returns for how long there is nothing to do.
    fn step(&mut self) -> anyhow::Result<Duration> {
        let now = scan::now();
        let done = self.done(now)?;
        let lang = self.common.lang();
        let due = schedule::next(self.registry.now(), &done, now);
        if now < due.at {
            if self.told != Some(due.at) {
                self.say(&words::next(&due, lang));
                self.told = Some(due.at);
            }
            let left = due.at.duration_since(now).unsigned_abs();
            return Ok(left.min(OFTEN));
        }
        if let Some(other) = Store::under_way(&self.state)? {
            let (pid, since) = (other.pid, other.since);
            return Err(StoreError::InUse { path: self.state.clone(), pid, since }.into());
        }
        self.told = None;
        match due.task {
            Task::Night => {
                self.say(&words::night_begins(&done, due.at, now, lang));
                let ended = self.night()?;
                if matches!(ended, Outcome::Stopped) && !self.stop.is_asked() {
                    bail!("the nightly run did not come to its end");
                }
                self.say(&words::night_ended(&ended, lang));
            }
            Task::Looks(targets) => {
                let journal = Journal::open(&self.state, looks::KIND, now)?;
                self.look(&targets, journal, now)?;
            }
        }
        Ok(Duration::ZERO)
    }

    /// What was done, and what was tried in vain.
    fn done(&self, now: Timestamp) -> Result<Done, StoreError> {
        let mut done = recall(&self.state, &self.registry, now)?;
        if schedule::clock_was_set_back(&done, now)
            && let Some(mut store) = Store::open_beside(&self.state, known_rule, now)?
        {
            self.say(words::SET_BACK.in_lang(self.common.lang()));
            store.note_clock_set_back(now)?;
            done.night = Some(now);
        }
        let tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        for (portal, at) in tried.iter().filter(|(_, at)| **at <= now) {
            let last = done.looks.entry(portal.clone()).or_insert(*at);
            *last = (*last).max(*at);
        }
        Ok(done)
    }

    fn look(&self, targets: &[&Target], journal: Journal, now: Timestamp) -> anyhow::Result<()> {
        let lang = self.common.lang();
        self.say(&words::looks_begin(targets, lang));
        let agents = self.registry.now().user_agents.clone();
        let own: Vec<Target> = targets.iter().map(|target| (*target).clone()).collect();
        let looked = looks::look(own, agents, self.common, journal, &self.runtime, &self.stop);
        if looked.is_err() {
            let ids = targets.iter().map(|target| (target.id.clone(), now));
            self.tried.lock().unwrap_or_else(PoisonError::into_inner).extend(ids);
        }
        if let Some(report) = looked? {
            words::looks_ended(&report, lang).iter().for_each(|line| self.say(line));
        }
        Ok(())
    }

    /// The nightly run, which may take hours. Looks of a period go on meanwhile.
    fn night(&self) -> anyhow::Result<Outcome> {
        let (in_hand, is_over) = (Mutex::new(HashSet::new()), AtomicBool::new(false));
        let heed = |event: &Event<'_>| {
            let mut in_hand = in_hand.lock().unwrap_or_else(PoisonError::into_inner);
            match event {
                Event::Begun(target) => in_hand.insert(target.id.clone()),
                Event::Done(report) => in_hand.remove(&report.portal),
                _ => return,
            };
        };
        let registry = || Ok(self.registry.now().clone());
        let (args, common) = (&self.args.nightly, self.common);
        thread::scope(|scope| {
            scope.spawn(|| self.looks_meanwhile(&in_hand, &is_over));
            let ended = nightly::night(args, common, registry, &heed, &self.runtime, &self.stop);
            is_over.store(true, Ordering::Relaxed);
            ended
        })
    }

    /// Looks that are due while the nightly run goes on, at portals that it has not in hand: it has
    /// the memory for itself, and these write beside it.
    fn looks_meanwhile(&self, in_hand: &Mutex<HashSet<String>>, is_over: &AtomicBool) {
        let is_free = |target: &&Target| {
            !in_hand.lock().unwrap_or_else(PoisonError::into_inner).contains(&target.id)
        };
        let look = || {
            let now = scan::now();
            let done = self.done(now)?;
            let mut targets = schedule::looks_due(self.registry.now(), &done, now);
            targets.retain(is_free);
            if !targets.is_empty()
                && let Some(journal) = Journal::beside(&self.state, looks::KIND, now)?
            {
                self.look(&targets, journal, now)?;
            }
            anyhow::Ok(())
        };
        let is_wanted = || !is_over.load(Ordering::Relaxed) && !self.stop.is_asked();
        let mut told = None;
        while !self.registry.now().watch.is_empty() && is_wanted() {
            self.rest(MEANWHILE);
            if let Err(error) = look() {
                let what = words::in_the_way(&error, OFTEN, self.common.lang());
                if told.as_ref() != Some(&what) {
                    self.say(&what);
                    told = Some(what);
                }
                self.rest(OFTEN);
            }
        }
    }

    /// Says what is in the way, once, and how long to wait; gives up where only a person can help.
    fn bear(&mut self, error: anyhow::Error) -> anyhow::Result<Duration> {
        let pause = match error.downcast_ref::<StoreError>() {
            Some(
                StoreError::Damaged { .. } | StoreError::Foreign { .. } | StoreError::Newer { .. },
            ) => return Err(error),
            Some(StoreError::InUse { .. }) => OFTEN,
            _ => AGAIN,
        };
        let what = words::in_the_way(&error, pause, self.common.lang());
        if self.trouble.as_ref() != Some(&what) {
            self.say(&what);
            self.trouble = Some(what);
        }
        Ok(pause)
    }

    /// Waits, unless somebody asks to stop.
    fn rest(&self, pause: Duration) {
        if pause.is_zero() {
            return;
        }
        // The timer has to be made within the runtime.
        self.runtime.block_on(async {
            self.stop.unless_asked(tokio::time::sleep(pause)).await;
        });
    }

    fn say(&self, line: &str) {
        if !self.common.quiet {
            let at = scan::now().to_zoned(schedule::zone());
            // Nobody may be reading any more; the watch goes on.
            let _ = writeln!(std::io::stderr(), "{} {line}", at.strftime("%Y-%m-%d %H:%M:%S"));
        }
    }
}
