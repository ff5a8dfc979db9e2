//! What a night leaves behind for whoever watches the watch, with the real binary: a line for each
//! portal, the record of the last run, figures for Prometheus, and what `canhcong health` makes of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    path::PathBuf,
    process::Output,
    sync::Mutex,
    sync::mpsc::{Receiver, Sender, channel},
};

use program::canhcong;
use serde_json::{Value, json};
use tempfile::TempDir;
use web::{Answer, Web};

const HIDDEN: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>";

/// A registry of two portals, one planted and one that answers nobody.
struct Watch {
    folder: TempDir,
    _web: Web,
}

impl Watch {
    fn new() -> Self {
        let web = Web::serve(|request| match request.path.as_str() {
            "/" => Answer::html(HIDDEN),
            _ => Answer::not_found(),
        });
        let folder = TempDir::new().unwrap();
        let portal = |id: &str, url: &str| {
            format!(
                "[[portal]]\nid = \"{id}\"\nname = \"Xã Mẫu\"\nurl = \"{url}\"\n\
                 requests_per_second = 1000\npages = 6\n"
            )
        };
        // Nobody listens on the port of discarded packets.
        let silent = portal("xa-lang", "http://127.0.0.1:9/");
        let portals = portal("xa-mau", &web.url("/")) + &silent;
        fs::write(folder.path().join("targets.toml"), portals).unwrap();
        Self { folder, _web: web }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn nightly(&self, arguments: &[&str]) -> Output {
        let common = ["nightly", "--allow-private"];
        canhcong(self.folder.path(), &[common.as_slice(), arguments].concat())
    }

    fn last_run(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path("state/last-run.json")).unwrap())
            .unwrap()
    }

    fn health(&self) -> (String, Option<i32>) {
        let output = canhcong(self.folder.path(), &["health"]);
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).unwrap(), output.status.code())
    }
}

fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    let of_portal = |line: &&str| line.starts_with("xa-") && line.contains(" · ");
    text.lines().filter(of_portal).map(str::to_owned).collect()
}

/// The value of one figure.
fn figure(text: &str, name: &str) -> Option<f64> {
    let own = text.lines().filter_map(|line| line.rsplit_once(' ')).find(|(own, _)| *own == name);
    own.map(|(_, value)| value.parse().unwrap())
}

#[test]
fn a_night_leaves_lines_a_record_and_figures_behind() {
    let watch = Watch::new();
    let (told, code) = watch.health();
    assert!(code == Some(1) && told.contains("no night has been recorded"), "{told}");

    let first = watch.nightly(&[]);
    assert_eq!(first.status.code(), Some(1));
    let told = lines(&first.stdout);
    assert_eq!(told.len(), 2, "{told:?}");
    let line = told.iter().find(|line| line.starts_with("xa-mau ")).unwrap();
    assert!(line.contains("Findings · pages 3/3") && line.contains("new 1"), "{line}");
    assert!(told.iter().any(|line| line.contains("Unreachable · pages 0/")), "{told:?}");

    let record = watch.last_run();
    assert_eq!((&record["ended"], &record["exit_code"]), (&json!("finished"), &json!(1)));
    assert_eq!(record["portals"]["registered"], 2);
    assert_eq!(record["portals"]["states"]["unreachable"], 1);
    assert_eq!(record["findings"]["standing"], json!({"new": 1, "ongoing": 0, "reopened": 0}));
    assert_eq!(record["waiting_longest"], json!({"portal": "xa-lang", "judged_at": null}));
    assert_eq!(record["last_success_at"], record["finished_at"]);
    let open: u64 = record["open"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(open, 1);

    let figures = fs::read_to_string(watch.path("state/metrics/canhcong.prom")).unwrap();
    let success = figure(&figures, "canhcong_last_success_timestamp_seconds");
    assert!(success.is_some_and(|at| at > 1.7e9), "{figures}");
    let silent = "canhcong_last_run_portals{state=\"unreachable\"}";
    assert_eq!(figure(&figures, silent), Some(1.0));
    let waits = "canhcong_oldest_judgement_timestamp_seconds{portal=\"xa-lang\"}";
    assert_eq!(figure(&figures, waits), Some(0.0));
    let (told, code) = watch.health();
    assert!(code == Some(0) && told.lines().count() == 1, "{told}");

    let second = watch.nightly(&["--format", "json", "--metrics", "figures.prom"]);
    assert_eq!(
        serde_json::from_slice::<Value>(&second.stdout).unwrap()["schema"],
        "canhcong.scan/1"
    );
    assert_eq!(lines(&second.stderr).len(), 2);
    let figures = fs::read_to_string(watch.path("figures.prom")).unwrap();
    let ongoing = "canhcong_last_run_findings_by_standing{standing=\"ongoing\"}";
    assert_eq!(figure(&figures, ongoing), Some(1.0));
    let quiet = watch.nightly(&["-q"]);
    assert_eq!((lines(&quiet.stdout).len(), lines(&quiet.stderr).len()), (0, 0));
}

#[test]
fn a_night_that_fails_says_why_and_keeps_the_day_of_the_last_success() {
    let watch = Watch::new();
    watch.nightly(&["-q"]);
    let success = watch.last_run()["last_success_at"].clone();
    fs::write(watch.path("targets.toml"), "[[portal]]\nid = 1\n").unwrap();
    assert_eq!(watch.nightly(&["-q"]).status.code(), Some(2));
    let record = watch.last_run();
    assert_eq!((&record["ended"], &record["exit_code"]), (&json!("failed"), &json!(2)));
    assert!(record["error"].as_str().unwrap().contains("targets.toml"), "{record}");
    assert_eq!((&record["last_success_at"], success.is_string()), (&success, true));
    let figures = fs::read_to_string(watch.path("state/metrics/canhcong.prom")).unwrap();
    assert_eq!(figure(&figures, "canhcong_last_run_complete"), Some(0.0));
    assert_eq!(figure(&figures, "canhcong_last_run_exit_code"), Some(2.0));
    // One bad night is no reason to wake anybody.
    assert_eq!(watch.health().1, Some(0));

    // What is no record is no success, and no reason to fall over.
    fs::write(watch.path("state/last-run.json"), "{\"schema\":").unwrap();
    assert_eq!(watch.health().1, Some(1));
    fs::remove_file(watch.path("state/last-run.json")).unwrap();
    fs::create_dir(watch.path("state/last-run.json")).unwrap();
    let (told, code) = watch.health();
    assert!(code == Some(1) && told.contains("cannot be read"), "{told}");
}

#[test]
fn a_run_under_way_is_well_and_its_record_is_nobody_elses() {
    let (asks, asked): (Sender<()>, Receiver<()>) = channel();
    let (go, gone): (Sender<()>, Receiver<()>) = channel();
    let gone = Mutex::new(gone);
    let web = Web::serve(move |request| {
        if request.path == "/" {
            let _ = asks.send(());
            let _ = gone.lock().unwrap().recv();
        }
        Answer::html("<body><p>Tin</p>")
    });
    let folder = TempDir::new().unwrap();
    let portal = format!(
        "[[portal]]\nid = \"xa-mau\"\nname = \"Xã Mẫu\"\nurl = \"{}\"\npages = 1\n\
         requests_per_second = 1000\n",
        web.url("/")
    );
    fs::write(folder.path().join("targets.toml"), portal).unwrap();
    let nightly = ["nightly", "--allow-private", "-q"];
    std::thread::scope(|scope| {
        let first = scope.spawn(|| canhcong(folder.path(), &nightly));
        asked.recv().unwrap();
        let health = canhcong(folder.path(), &["health"]);
        let told = String::from_utf8(health.stdout).unwrap();
        assert!(health.status.code() == Some(0) && told.contains("under way"), "{told}");
        let second = canhcong(folder.path(), &nightly);
        let told = String::from_utf8(second.stderr).unwrap();
        assert!(second.status.code() == Some(2) && told.contains("another run"), "{told}");
        assert!(!folder.path().join("state/last-run.json").exists());
        drop(go);
        assert_eq!(first.join().unwrap().status.code(), Some(0));
    });
    assert!(folder.path().join("state/last-run.json").exists());
}
