//! The watch as it stands for days, with the real binary: killed, stopped, late, and with a registry
//! that changes under it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, ChildStderr, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use canhcong::{
    scan::{known_rule, now},
    schedule,
    store::{RunLock, Store},
};
use jiff::{SignedDuration, ToSpan as _};
use program::canhcong;
use tempfile::TempDir;
use web::{Answer, Web};

/// Two portals: one is looked at in a moment, the other takes its time.
struct Unit {
    folder: TempDir,
    quick: Web,
    slow: Web,
    is_planted: Arc<AtomicBool>,
}

impl Unit {
    /// With so many pages of the slow portal.
    fn new(pages: usize) -> Self {
        let is_planted = Arc::new(AtomicBool::new(false));
        let planted = Arc::clone(&is_planted);
        let quick = Web::serve(move |request| match request.path.as_str() {
            "/" if planted.load(Ordering::Relaxed) => Answer::html(
                "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
                 <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>",
            ),
            "/" => Answer::html("<body><p>Tin</p>"),
            _ => Answer::not_found(),
        });
        let slow = Web::serve(move |request| {
            thread::sleep(Duration::from_millis(20));
            let links: String =
                (0..pages).map(|nth| format!("<a href=\"/tin/{nth}\">t</a>")).collect();
            Answer::html(format!("<title>{}</title><body>{links}", request.path))
        });
        let unit = Self { folder: TempDir::new().unwrap(), quick, slow, is_planted };
        unit.register("");
        unit
    }

    fn register(&self, more: &str) {
        // An hour that is not due soon, whenever this runs.
        let hour = (now() + SignedDuration::from_hours(6)).to_zoned(schedule::zone());
        let mut registry = format!("{more}\n[nightly]\nat = \"{}\"\n", hour.strftime("%H:%M"));
        for (id, web) in [("nhanh", &self.quick), ("cham", &self.slow)] {
            let url = web.url("/");
            registry += &format!(
                "[[portal]]\nid = \"{id}\"\nname = \"Cổng {id}\"\nurl = \"{url}\"\n\
                 requests_per_second = 1000\npages = 400\n"
            );
        }
        // In one step: the watch may look at it at any moment.
        fs::write(self.path("targets.new"), registry).unwrap();
        fs::rename(self.path("targets.new"), self.path("targets.toml")).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn watch(&self) -> Watch {
        let mut child = Command::new(env!("CARGO_BIN_EXE_canhcong"))
            .args(["watch", "--allow-private"])
            .current_dir(self.folder.path())
            .env("LANG", "en_US.UTF-8")
            .env_remove("LC_ALL")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap());
        Watch { child, lines, said: String::new() }
    }

    /// How many runs of a kind came to their end, and how many did not.
    fn runs(&self, kind: &str) -> (i64, i64) {
        let sql =
            "SELECT count(finished_at), count(*) - count(finished_at) FROM runs WHERE kind = ?1";
        let count = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        self.database().query_row(sql, [kind], count).unwrap()
    }

    /// Lets time pass: all that is remembered is older.
    fn passes(&self, time: SignedDuration) {
        let database = self.database();
        for (table, column) in
            [("runs", "started_at"), ("runs", "finished_at"), ("portal_runs", "judged_at")]
        {
            let older = format!("UPDATE {table} SET {column} = {column} - ?1");
            database.execute(&older, [i64::try_from(time.as_micros()).unwrap()]).unwrap();
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the clock is not ours to set")]
    fn database(&self) -> rusqlite::Connection {
        let database = rusqlite::Connection::open(self.path("state/canhcong.sqlite3")).unwrap();
        database.busy_timeout(Duration::from_secs(10)).unwrap();
        database
    }
}

/// A running watch, and what it says.
struct Watch {
    child: Child,
    lines: BufReader<ChildStderr>,
    said: String,
}

impl Watch {
    /// Waits until it says this.
    fn says(&mut self, expected: &str) -> &mut Self {
        loop {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line).unwrap();
            assert!(read > 0, "it ended without {expected:?}: {}", self.said);
            self.said += &line;
            if line.contains(expected) {
                return self;
            }
        }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop; returns how long that took.
    fn stop(mut self) -> Duration {
        let began = Instant::now();
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.says("the watch ends");
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{}", self.said);
        began.elapsed()
    }
}

#[test]
fn a_night_that_is_killed_is_gone_on_with_and_done_once() {
    let unit = Unit::new(150);
    let mut watch = unit.watch();
    watch.says("nightly run begins: none is on record yet");
    // The quick portal is done long before so many pages of the slow one.
    while unit.slow.requests() < 150 {
        thread::sleep(Duration::from_millis(5));
        assert!(watch.child.try_wait().unwrap().is_none());
    }
    watch.kill();
    let asked = unit.quick.requests();
    assert_eq!(unit.runs("nightly"), (0, 1));
    let mut watch = unit.watch();
    watch.says("nightly run begins").says("nightly run done").says("next: ");
    assert_eq!(unit.runs("nightly"), (1, 0));
    assert_eq!(unit.quick.requests(), asked, "what was judged is not looked at again");
    assert!(watch.stop() < Duration::from_secs(10));
    // Started once more, it finds nothing to do.
    let mut watch = unit.watch();
    watch.says("next: ");
    assert!(!watch.said.contains("run begins"), "{}", watch.said);
    assert!(watch.stop() < Duration::from_secs(10));
    assert_eq!(unit.runs("nightly"), (1, 0));
}

#[test]
fn one_night_that_was_missed_is_made_up_for_and_a_stop_in_the_night_leaves_it_to_the_next() {
    let unit = Unit::new(3);
    let mut watch = unit.watch();
    watch.says("next: ");
    watch.stop();
    unit.passes(SignedDuration::from_hours(24 * 3));
    let mut watch = unit.watch();
    watch.says("nightly run begins, late for").says("nightly run done").says("next: ");
    watch.stop();
    assert_eq!(unit.runs("nightly"), (2, 0));
    // Stopped in the middle of the next one.
    unit.passes(SignedDuration::from_hours(24));
    let before = unit.slow.requests();
    let mut watch = unit.watch();
    watch.says("nightly run begins, late for");
    while unit.slow.requests() == before {
        thread::sleep(Duration::from_millis(1));
    }
    assert!(watch.stop() < Duration::from_secs(10));
    let mut watch = unit.watch();
    watch.says("next: ");
    watch.stop();
    assert_eq!(unit.runs("nightly"), (3, 0));
}

#[test]
fn portals_of_a_period_are_looked_at_between_the_nights_and_teach_nothing() {
    let unit = Unit::new(3);
    let today = now().to_zoned(schedule::zone()).date();
    unit.register(&format!(
        "[[watch]]\nid = \"dot\"\nname = \"Đợt canh gác\"\nfrom = {today}\nto = {}\nevery_minutes = 5\n\
         portals = [\"nhanh\"]",
        today + 1.day()
    ));
    let mut watch = unit.watch();
    watch.says("heightened watch: Đợt canh gác");
    // The first look comes at once, the night after it.
    watch.says("heightened watch: looking at nhanh").says("nightly run done").says("next: ");
    assert!(watch.said.contains("a look at nhanh"), "{}", watch.said);
    assert_eq!((unit.runs("watch"), unit.runs("nightly")), ((1, 0), (1, 0)));
    let learned = || -> i64 {
        let sql = "SELECT learned_at FROM days WHERE portal = 'nhanh'";
        unit.database().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let before = learned();
    watch.stop();
    unit.passes(SignedDuration::from_mins(6));
    unit.is_planted.store(true, Ordering::Relaxed);
    let mut watch = unit.watch();
    watch.says("looking at nhanh").says("1 with findings").says("NEW: ").says("next: ");
    assert!(
        watch.said.contains("nhanh  hidden-link  hxxps://nha-cai[.]example/"),
        "{}",
        watch.said
    );
    assert_eq!((unit.runs("watch"), unit.runs("nightly")), ((2, 0), (1, 0)));
    assert_eq!(learned(), before);
    watch.stop();
    let open = canhcong(unit.folder.path(), &["incidents", "list"]);
    assert!(String::from_utf8_lossy(&open.stdout).contains("nha-cai[.]example"));
    let told = canhcong(unit.folder.path(), &["watch", "--dry-run"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("Đợt canh gác (dot): IN FORCE") && told.contains("1 portals"), "{told}");
    assert_eq!(told.matches("a look at nhanh").count(), 10, "{told}");
}

#[test]
fn looks_of_a_period_go_on_while_a_nightly_run_takes_its_time() {
    let unit = Unit::new(300);
    let today = now().to_zoned(schedule::zone()).date();
    unit.register(&format!(
        "[[watch]]\nid = \"dot\"\nname = \"Đợt\"\nfrom = {today}\nto = {}\nevery_minutes = 5\n\
         portals = [\"nhanh\"]",
        today + 1.day()
    ));
    let mut watch = unit.watch();
    watch.says("looking at nhanh").says("nightly run begins");
    // The night has the quick portal behind it when it is this far with the other.
    let begun = unit.slow.requests();
    while unit.slow.requests() < begun + 100 {
        thread::sleep(Duration::from_millis(5));
    }
    unit.is_planted.store(true, Ordering::Relaxed);
    unit.passes(SignedDuration::from_mins(6));
    watch.says("looking at nhanh").says("NEW: ");
    assert_eq!((unit.runs("watch"), unit.runs("nightly")), ((2, 0), (0, 1)));
    watch.says("nightly run done").says("next: ");
    assert_eq!((unit.runs("watch"), unit.runs("nightly")), ((2, 0), (1, 0)));
    let open = canhcong(unit.folder.path(), &["incidents", "list"]);
    assert!(String::from_utf8_lossy(&open.stdout).contains("nha-cai[.]example"));
    watch.stop();
}

#[test]
fn a_registry_that_changes_is_read_again_and_a_broken_one_is_not_used() {
    let unit = Unit::new(3);
    let mut watch = unit.watch();
    watch.says("next: ");
    fs::write(unit.path("targets.toml"), "[[portal]\n").unwrap();
    watch.says("what it said before still counts").says("targets.toml:1");
    unit.passes(SignedDuration::from_hours(24));
    watch.says("nightly run begins, late for").says("nightly run done");
    assert_eq!(unit.runs("nightly"), (2, 0));
    unit.register("");
    watch.says("was changed and read again");
    watch.stop();
    // At its start there is nothing from before.
    fs::write(unit.path("targets.toml"), "[[portal]\n").unwrap();
    let refused = canhcong(unit.folder.path(), &["watch"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn another_run_is_waited_for_and_a_clock_that_was_set_back_doubles_no_night() {
    let unit = Unit::new(3);
    fs::create_dir(unit.path("state")).unwrap();
    let lock = RunLock::take(&unit.path("state"), now()).unwrap();
    let mut watch = unit.watch();
    watch.says("waiting for another run to end");
    drop(lock);
    watch.says("nightly run done").says("next: ");
    watch.stop();
    // What is on record lies ahead now.
    unit.passes(SignedDuration::from_hours(-24));
    let mut watch = unit.watch();
    watch.says("the clock was set back").says("next: ");
    watch.stop();
    assert_eq!(unit.runs("nightly"), (1, 0));
    let store = Store::open_beside(&unit.path("state"), known_rule, now()).unwrap().unwrap();
    let done = store.done(["nhanh"].into_iter(), now()).unwrap();
    assert!(!schedule::clock_was_set_back(&done, now()));
    assert_eq!(done.looks.len(), 0, "a look that lies ahead says nothing");
}
