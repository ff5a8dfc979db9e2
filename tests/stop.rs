//! A night that somebody stops, with the real binary: it ends soon, whatever its portals do, and
//! nothing that was judged is lost.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, ChildStderr, ExitStatus, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use program::{canhcong, command};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;
use web::{Answer, Request, Web};

/// Containers are killed after so long.
const LIMIT: Duration = Duration::from_secs(10);
/// How long a test waits for what has to come.
const PATIENCE: Duration = Duration::from_secs(120);

const HOME: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div><a href=\"/cham\">Chậm</a>";

/// A portal with links hidden in its home page, and one page that keeps visitors waiting.
fn planted(slow: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Web {
    Web::serve(move |request| match request.path.as_str() {
        "/" => Answer::html(HOME),
        "/cham" => slow(request),
        _ => Answer::not_found(),
    })
}

/// Never answers.
fn silent() -> Answer {
    loop {
        thread::park();
    }
}

fn registry(folder: &Path, portals: &[(&str, &Web)]) {
    let portal = |(id, web): &(&str, &Web)| {
        format!(
            "[[portal]]\nid = \"{id}\"\nname = \"{id}\"\nurl = \"{}\"\n\
             requests_per_second = 1000\npages = 20\n",
            web.url("/")
        )
    };
    let portals: String = portals.iter().map(portal).collect();
    fs::write(folder.join("targets.toml"), portals).unwrap();
}

const NIGHTLY: [&str; 4] = ["nightly", "--allow-private", "--format", "json"];

/// A night under way.
struct Night {
    child: Child,
    says: BufReader<ChildStderr>,
}

impl Night {
    fn begin(folder: &Path) -> Self {
        let mut child = command(folder, &NIGHTLY)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let says = BufReader::new(child.stderr.take().unwrap());
        Self { child, says }
    }

    /// Waits until it says a line that begins so.
    fn says(&mut self, beginning: &str) -> String {
        loop {
            let mut line = String::new();
            let length = self.says.read_line(&mut line).unwrap();
            assert!(length > 0, "it ended before it said {beginning}");
            if line.starts_with(beginning) {
                return line;
            }
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// What it printed, how it ended, and how long that took from now on.
    fn ends(mut self) -> (String, ExitStatus, Duration) {
        let began = Instant::now();
        let mut output = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
        let status = self.child.wait().unwrap();
        (output, status, began.elapsed())
    }
}

fn asked<T>(waiting: &Receiver<T>) -> T {
    waiting.recv_timeout(PATIENCE).unwrap()
}

fn last_run(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("state/last-run.json")).unwrap()).unwrap()
}

#[test]
fn what_was_judged_is_kept_and_the_next_night_goes_on_there() {
    let folder = TempDir::new().unwrap();
    let (asks, waiting) = channel();
    let is_slow = Arc::new(AtomicBool::new(true));
    let still = Arc::clone(&is_slow);
    let quick = planted(|_| Answer::not_found());
    let slow = planted(move |_| match still.load(Ordering::Relaxed) {
        true => {
            let _ = asks.send(());
            silent()
        }
        false => Answer::not_found(),
    });
    registry(folder.path(), &[("nhanh", &quick), ("cham", &slow)]);

    let mut night = Night::begin(folder.path());
    night.says("nhanh ");
    asked(&waiting);
    night.signal(Signal::TERM);
    let (output, status, took) = night.ends();
    assert!(took < LIMIT, "{took:?}");
    let report: Value = serde_json::from_str(&output).unwrap();
    let portals = report["portals"].as_array().unwrap();
    assert_eq!(portals.len(), 2, "{output}");
    for portal in portals {
        assert_eq!(portal["findings"][0]["rule"], "hidden-link", "{portal}");
    }
    assert_eq!(portals[1]["coverage"]["stopped_by"], "signal");
    assert_eq!(status.code(), Some(1), "what was found is worth telling");
    let told = last_run(folder.path());
    assert_eq!((&told["ended"], &told["stopped_by"]), (&json!("stopped"), &json!("SIGTERM")));
    assert_eq!(told["last_success_at"], Value::Null);
    let health = canhcong(folder.path(), &["health"]);
    let says = String::from_utf8(health.stdout).unwrap();
    assert!(health.status.code() == Some(1) && says.contains("SIGTERM"), "{says}");

    let before = quick.requests();
    is_slow.store(false, Ordering::Relaxed);
    let output = canhcong(folder.path(), &NIGHTLY);
    assert_eq!(quick.requests(), before, "it was judged already");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for portal in report["portals"].as_array().unwrap() {
        assert_eq!(portal["findings"].as_array().unwrap().len(), 1, "{portal}");
    }
    let told = last_run(folder.path());
    assert_eq!(
        (&told["ended"], &told["portals"]["judged_before"]),
        (&json!("finished"), &json!(1))
    );
    assert_eq!(canhcong(folder.path(), &["health"]).status.code(), Some(0));
}

#[test]
fn many_portals_that_keep_it_waiting_do_not_keep_it_from_ending() {
    let folder = TempDir::new().unwrap();
    let (asks, waiting) = channel();
    let portals: Vec<(String, Web)> = (0..24)
        .map(|n| {
            let asks = asks.clone();
            let slow = planted(move |_| {
                let _ = asks.send(n);
                match n % 3 {
                    0 => silent(),
                    1 => Answer::dripping(HOME),
                    _ => Answer::busy(60),
                }
            });
            (format!("cong-{n}"), slow)
        })
        .collect();
    let named: Vec<(&str, &Web)> = portals.iter().map(|(id, web)| (id.as_str(), web)).collect();
    registry(folder.path(), &named);

    let night = Night::begin(folder.path());
    // So many are under way however busy the machine is.
    let processors = thread::available_parallelism().unwrap().get();
    let mut in_hand = BTreeSet::new();
    while in_hand.len() < portals.len().min(4 * processors) {
        in_hand.insert(asked(&waiting));
    }
    night.signal(Signal::INT);
    let (output, status, took) = night.ends();
    assert!(took < LIMIT, "{took:?}");
    let report: Value = serde_json::from_str(&output).unwrap();
    for n in in_hand {
        let mut portals = report["portals"].as_array().unwrap().iter();
        let portal = portals.find(|own| own["portal"] == format!("cong-{n}")).unwrap();
        assert_eq!(portal["findings"][0]["rule"], "hidden-link", "{portal}");
    }
    assert_eq!(
        (status.code(), &last_run(folder.path())["stopped_by"]),
        (Some(1), &json!("SIGINT"))
    );
}

#[test]
fn nothing_is_told_of_a_portal_that_had_no_time_to_answer_and_a_second_signal_ends_at_once() {
    let folder = TempDir::new().unwrap();
    let (asks, waiting) = channel();
    let web = Web::serve(move |request| {
        if request.path == "/robots.txt" {
            return Answer::not_found();
        }
        let _ = asks.send(());
        silent()
    });
    registry(folder.path(), &[("lang", &web)]);

    let night = Night::begin(folder.path());
    asked(&waiting);
    night.signal(Signal::TERM);
    let (output, status, took) = night.ends();
    assert!(took < LIMIT, "{took:?}");
    assert_eq!(serde_json::from_str::<Value>(&output).unwrap()["portals"], json!([]));
    assert_eq!(status.code(), Some(3), "nothing was found, and not because nothing is there");
    assert_eq!(last_run(folder.path())["portals"]["not_looked_at"], 1);

    let mut night = Night::begin(folder.path());
    asked(&waiting);
    night.signal(Signal::TERM);
    night.says("canhcong: SIGTERM");
    night.signal(Signal::TERM);
    let (_, status, _) = night.ends();
    assert_eq!(status.code(), Some(143));
}
