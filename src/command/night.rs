//! What is kept of a nightly run beside its findings: a line for each portal while it goes on, and at
//! its end, however that comes about, a record and figures for monitoring.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::Context as _;
use canhcong::{
    finding::{Lang, Severity},
    outcome::Report,
    report::{
        Totals,
        night::{self, End, LastRun, Waiting},
    },
    scan::{self, Event, Stop, known_rule},
    store::{Store, StoreError},
    target::Target,
};
use jiff::Timestamp;

use super::{Common, Outcome};

/// Name of the record within the state folder.
const LAST_RUN: &str = "last-run.json";
/// Where the figures are within the state folder.
const METRICS: &str = "metrics/canhcong.prom";
/// A longer record is none of ours.
const MOST: u64 = 64 << 10;

/// A nightly run as it goes on.
pub(super) struct Night {
    state: PathBuf,
    metrics: PathBuf,
    lang: Lang,
    lines: Lines,
    started_at: Timestamp,
    heard: Mutex<Heard>,
}

/// Where the lines go.
#[derive(Clone, Copy)]
enum Lines {
    Nowhere,
    Output,
    Errors,
}

#[derive(Default)]
struct Heard {
    /// The portals' ids.
    registered: Vec<String>,
    begun: HashMap<String, Timestamp>,
    judged_before: usize,
    totals: Totals,
    /// Whether every portal had its turn.
    is_complete: bool,
}

impl Night {
    /// Begins now.
    pub fn begin(state: PathBuf, metrics: Option<PathBuf>, common: &Common) -> Self {
        Self {
            metrics: metrics.unwrap_or_else(|| state.join(METRICS)),
            state,
            lang: common.lang(),
            lines: match (common.quiet, common.format, &common.output) {
                (true, ..) => Lines::Nowhere,
                (false, "terminal", None) => Lines::Output,
                _ => Lines::Errors,
            },
            started_at: scan::now(),
            heard: Mutex::default(),
        }
    }

    /// The state folder.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Says which portals it is for.
    pub fn is_for(&self, targets: &[Target]) {
        self.heard().registered = targets.iter().map(|target| target.id.clone()).collect();
    }

    /// Takes in one event; of a portal that is done there is a line to print.
    pub fn hear(&self, event: &Event<'_>) -> Option<String> {
        let mut heard = self.heard();
        let (report, times) = match event {
            Event::Begun(target) => {
                heard.begun.insert(target.id.clone(), scan::now());
                return None;
            }
            Event::Done(report) => {
                let begun = heard.begun.remove(&report.portal);
                (report, begun.map(|begun| (begun, scan::now())))
            }
            Event::Recalled(report) => {
                heard.judged_before += 1;
                (report, None)
            }
            Event::Looked(..) | Event::Found(..) => return None,
        };
        heard.totals.add(report);
        Some(night::line(report, times, self.lang) + "\n")
    }

    /// Prints such a line where lines go.
    pub fn print(&self, line: &str) {
        // Whoever reads along may stop before the end.
        let _ = match self.lines {
            Lines::Nowhere => Ok(()),
            Lines::Output => io::stdout().write_all(line.as_bytes()),
            Lines::Errors => io::stderr().write_all(line.as_bytes()),
        };
    }

    /// Takes in the report: what portals have in common may have changed how grave findings are.
    pub fn was(&self, report: &Report) {
        let mut heard = self.heard();
        heard.is_complete = report.is_whole(heard.registered.len());
        heard.totals = Totals::of(&report.portals);
    }

    /// Whether every portal had its turn.
    pub fn is_complete(&self) -> bool {
        self.heard().is_complete
    }

    /// Puts on record how it ended. What cannot be written is said, and changes nothing else.
    pub fn end(&self, ended: &anyhow::Result<Outcome>, stop: &Stop) {
        let error = ended.as_ref().err();
        let store = error.and_then(|error| error.downcast_ref::<StoreError>());
        if let Some(StoreError::InUse { .. }) = store {
            // The record is that of the run which uses the folder.
            return;
        }
        let night = self.came_to(ended, stop);
        let record = night::last_run(&night)
            .map_err(anyhow::Error::from)
            .and_then(|text| replace(&self.state.join(LAST_RUN), &text));
        let figures = replace(&self.metrics, &night::prometheus(&night));
        for error in [record, figures].into_iter().filter_map(Result::err) {
            eprintln!("canhcong: {error:#}");
        }
    }

    fn came_to(&self, ended: &anyhow::Result<Outcome>, stop: &Stop) -> night::Night {
        let heard = self.heard();
        let finished_at = scan::now();
        let (end, exit_code) = match ended {
            Err(error) => (End::Failed(format!("{error:#}")), Outcome::NothingJudged.code()),
            Ok(outcome) if heard.is_complete => (End::Finished, outcome.code()),
            Ok(outcome) => (End::Stopped(stop.asked_by().unwrap_or_default()), outcome.code()),
        };
        let before = last_run(&self.state).ok().flatten().and_then(|last| last.last_success_at);
        let mut night = night::Night {
            started_at: self.started_at,
            finished_at,
            end,
            exit_code,
            registered: heard.registered.len(),
            judged_before: heard.judged_before,
            totals: heard.totals,
            last_success_at: before,
            open: None,
            waiting: None,
            outbox: None,
        };
        if night.is_success() {
            night.last_success_at = Some(finished_at);
        }
        // A memory that cannot be asked has been told of already, or is by the next run.
        if let Ok(Some(store)) = Store::open_beside(&self.state, known_rule, finished_at) {
            night.open = open(&store, finished_at).ok();
            night.waiting = waiting(&store, &heard.registered).ok().flatten();
            night.outbox = store.outbox_depth().ok();
        }
        night
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The record of the last run in a state folder, if there is one.
///
/// # Errors
/// What the disk says, or that it is no such record.
pub(super) fn last_run(state: &Path) -> io::Result<Option<LastRun>> {
    let file = match File::open(state.join(LAST_RUN)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text)?;
    let no_record = || io::Error::new(io::ErrorKind::InvalidData, "it is no such record");
    LastRun::read(&text).ok_or_else(no_record).map(Some)
}

/// How many incidents of each severity are open and count.
fn open(store: &Store, now: Timestamp) -> Result<Vec<(Severity, usize)>, StoreError> {
    let open = store.incidents(None, false, now)?;
    let count =
        |severity| open.iter().filter(|own| own.severity == severity && own.counts()).count();
    Ok(Severity::ALL.into_iter().map(|severity| (severity, count(severity))).collect())
}

/// The portal that has waited longest to be judged: one that never was comes first.
fn waiting(store: &Store, portals: &[String]) -> Result<Option<Waiting>, StoreError> {
    let mut longest: Option<Waiting> = None;
    for portal in portals {
        let judged_at = store.last_judged(portal)?;
        if longest.as_ref().is_none_or(|longest| judged_at < longest.judged_at) {
            longest = Some(Waiting { portal: portal.clone(), judged_at });
        }
    }
    Ok(longest)
}

/// Writes a file in one step: whoever reads it meanwhile sees the old one or the new one, and so does
/// whoever looks after a power cut.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = path.file_name().context("the path of a file to write has no name")?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let draft = folder.join(format!(".{}.new", name.display()));
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = File::create(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        File::open(folder)?.sync_all()
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}
