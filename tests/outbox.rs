//! What people are told, as they live it: the real binary, days that pass, and a folder into which
//! notices are put.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use program::canhcong;
use serde_json::Value;
use tempfile::TempDir;
use web::{Answer, Web};

const HIDDEN: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>";
const CLEAN: &str = "<body><p>Tin</p>";

/// A registered portal with those who are told of it, and a folder in which it is remembered.
struct Watched {
    folder: TempDir,
    web: Web,
    is_planted: Arc<AtomicBool>,
    /// Notices that were read before.
    seen: Mutex<HashMap<String, ()>>,
}

/// What was put into the folder of one contact: happenings and severities.
type Told = Vec<(String, String)>;

impl Watched {
    fn new(contacts: &str) -> Self {
        let is_planted = Arc::new(AtomicBool::new(true));
        let planted = Arc::clone(&is_planted);
        let web = Web::serve(move |request| match request.path.as_str() {
            "/" if planted.load(Ordering::Relaxed) => Answer::html(HIDDEN),
            "/" => Answer::html(CLEAN),
            _ => Answer::not_found(),
        });
        let folder = TempDir::new().unwrap();
        let watched = Self { folder, web, is_planted, seen: Mutex::default() };
        watched.register(contacts);
        fs::create_dir(watched.out()).unwrap();
        watched
    }

    /// Writes the registry anew, with these contacts, who are all told of the portal.
    fn register(&self, contacts: &str) {
        let ids: Vec<String> = contacts
            .lines()
            .filter_map(|line| line.strip_prefix("id = "))
            .map(str::to_owned)
            .collect();
        let registry = format!(
            "[[channel]]\nid = \"thu-muc\"\nkind = \"drop-folder\"\nfolder = \"out\"\n{contacts}\n\
             [[portal]]\nid = \"xa-mau\"\nname = \"Xã Mẫu\"\nurl = \"{}\"\nnotify = [{}]\n\
             requests_per_second = 1000\npages = 6\n",
            self.web.url("/"),
            ids.join(", "),
        );
        fs::write(self.folder.path().join("targets.toml"), registry).unwrap();
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn run(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let output = canhcong(self.folder.path(), arguments);
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).unwrap(), output.status.code())
    }

    /// One night, and the exit code.
    fn night(&self, is_planted: bool) -> Option<i32> {
        self.is_planted.store(is_planted, Ordering::Relaxed);
        let (said, code) = self.run(&["nightly", "--allow-private", "-q", "--no-run-scripts"]);
        assert_ne!(code, Some(2), "{said}");
        code
    }

    /// What a contact was told on an occasion since they were asked about last.
    fn told(&self, contact: &str, occasion: &str) -> Told {
        let mut told = Vec::new();
        let Ok(entries) = fs::read_dir(self.out()) else { return told };
        for entry in entries {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some(id) = name.strip_suffix(".done") else { continue };
            let text = fs::read_to_string(self.out().join(format!("{id}.json"))).unwrap();
            let notice: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(notice["id"], id);
            let is_meant = notice["recipient"]["contact"] == contact && id.starts_with(occasion);
            if !is_meant || self.seen.lock().unwrap().insert(id.to_owned(), ()).is_some() {
                continue;
            }
            for event in notice["events"].as_array().unwrap() {
                // A page that changes is found by several rules; one is enough to follow.
                if event["finding"]["rule"] != "hidden-link" {
                    continue;
                }
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                told.push((text(&event["what"]), text(&event["severity"])));
            }
        }
        told
    }

    fn outbox(&self) -> Value {
        let (said, _) = self.run(&["alert", "outbox", "--all", "--format", "json"]);
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    #[expect(clippy::disallowed_methods, reason = "the clock is not ours to set")]
    fn change(&self, sql: &str) {
        let path = self.folder.path().join("state/canhcong.sqlite3");
        rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
    }

    /// Lets days pass: all that is remembered is older.
    fn days_pass(&self, days: i64) {
        for (table, columns) in [
            ("runs", &["started_at", "finished_at"][..]),
            (
                "findings",
                &["first_seen", "last_seen", "healed_at", "clean_since", "clean_counted_at"],
            ),
            ("sightings", &["seen_at"]),
            ("portal_runs", &["judged_at"]),
            ("notices", &["made_at", "next_attempt_at"]),
            ("events", &["at"]),
        ] {
            for column in columns {
                let micros = days * 86_400_000_000;
                self.change(&format!("UPDATE {table} SET {column} = {column} - {micros}"));
            }
        }
        self.change("DELETE FROM reminded; DELETE FROM daily");
    }
}

fn owner(id: &str, more: &str) -> String {
    format!(
        "[[contact]]\nid = \"{id}\"\nrole = \"owner\"\nname = \"UBND\"\n\
         channels = [\"thu-muc\"]\n{more}\n"
    )
}

fn told(what: &str) -> Told {
    vec![(what.to_owned(), "high".to_owned())]
}

const NOTHING: Told = Vec::new();

#[test]
fn each_turn_of_a_finding_is_told_once() {
    let portal = Watched::new(&owner("xa", ""));
    assert_eq!(portal.night(true), Some(1));
    assert_eq!(portal.told("xa", "news"), told("new"));
    portal.night(true);
    portal.days_pass(1);
    portal.night(true);
    assert_eq!(portal.told("xa", "news"), NOTHING, "people know");
    for _ in 0..2 {
        assert_eq!(portal.told("xa", "news"), NOTHING, "one clean night proves nothing");
        portal.days_pass(1);
        portal.night(false);
    }
    assert_eq!(portal.told("xa", "news"), told("healed"));
    portal.days_pass(1);
    portal.night(true);
    assert_eq!(portal.told("xa", "news"), told("reopened"));
    assert_eq!(portal.run(&["alert", "send"]).1, Some(0));
    assert_eq!(portal.told("xa", "news"), NOTHING);
}

/// The page was planted before anybody knew it: what the comparison of nights would call new about it
/// was told on the first.
#[test]
fn a_plant_that_was_there_on_the_first_night_is_told_once_whichever_rules_see_it_later() {
    let watched = Watched::new(&owner("xa", ""));
    for _ in 0..3 {
        watched.night(true);
        watched.days_pass(1);
    }
    let news = fs::read_dir(watched.out()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
        name.starts_with("news-") && name.ends_with(".done")
    });
    assert_eq!(news.count(), 1);
}

#[test]
fn each_is_told_from_their_floor_on_and_hears_of_the_end_only_of_what_they_heard() {
    let contacts = [owner("xa", ""), owner("so", "floor = \"critical\"")].concat();
    let portal = Watched::new(&contacts);
    portal.night(true);
    assert_eq!(portal.told("xa", "news"), told("new"));
    for _ in 0..2 {
        portal.days_pass(1);
        portal.night(false);
    }
    assert_eq!(portal.told("xa", "news"), told("healed"));
    assert_eq!(portal.told("so", "news"), NOTHING);
}

#[test]
fn quiet_hours_hold_it_back_and_what_was_muted_meanwhile_is_not_told() {
    let quiet = owner("xa", "quiet_hours = \"00:01-00:00\"");
    let portal = Watched::new(&quiet);
    portal.night(true);
    // The one minute of the day in which it is not quiet would make this test fail.
    assert_eq!(portal.told("xa", "news"), NOTHING);
    let (said, _) = portal.run(&["alert", "outbox"]);
    assert!(said.contains("Not due yet") && said.contains("unverified"), "{said}");
    portal.register(&owner("xa", ""));
    portal.run(&["alert", "send"]);
    assert_eq!(portal.told("xa", "news"), told("new"));

    let portal = Watched::new(&quiet);
    portal.night(true);
    let (list, _) = portal.run(&["incidents", "list", "--format", "json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    let id = list["incidents"][0]["id"].as_str().unwrap();
    let mute = ["incidents", "mute", id, "--by", "A", "--reason", "b", "--until", "2999-12-31"];
    assert_eq!(portal.run(&mute).1, Some(0));
    portal.register(&owner("xa", ""));
    portal.run(&["alert", "send"]);
    portal.night(true);
    assert_eq!(portal.told("xa", "news"), NOTHING);
    assert_eq!(portal.run(&["incidents", "reopen", id]).1, Some(0));
    portal.night(true);
    assert_eq!(portal.told("xa", "news"), told("new"), "it counts again, and nobody was told");
}

#[test]
fn what_a_channel_does_not_take_is_kept_said_and_sent_once_it_does() {
    let portal = Watched::new(&owner("xa", ""));
    fs::remove_dir(portal.out()).unwrap();
    portal.is_planted.store(true, Ordering::Relaxed);
    let (said, code) = portal.run(&["nightly", "--allow-private", "--no-run-scripts"]);
    assert_eq!(code, Some(1), "a night is judged by what it found");
    assert!(said.contains("thu-muc") && said.contains("1 wait for another try"), "{said}");
    let (said, code) = portal.run(&["alert", "outbox"]);
    assert!(said.contains("Waiting") && said.contains("tried once"), "{said}");
    assert_eq!(code, Some(0));
    fs::create_dir(portal.out()).unwrap();
    assert_eq!(portal.run(&["alert", "send"]).1, Some(0), "nothing is due yet");
    assert_eq!(portal.told("xa", "news"), NOTHING);
    // As after a clock that was a month ahead was set right.
    portal.change("UPDATE notices SET next_attempt_at = next_attempt_at + 30 * 86400000000");
    assert_eq!(portal.run(&["alert", "send"]).1, Some(0));
    assert_eq!(portal.told("xa", "news"), told("new"));
    let id = portal.outbox()["notices"][0]["id"].as_str().unwrap().to_owned();
    let (said, code) = portal.run(&["alert", "retry", &id]);
    assert!(said.contains("was sent") && code == Some(2), "{said}");
    let (said, code) = portal.run(&["alert", "retry", "news-x"]);
    assert!(said.contains("no notice") && code == Some(2), "{said}");
}

#[test]
fn after_days_it_is_given_up_which_others_are_told_and_a_person_can_have_it_sent_again() {
    let unit = "[[contact]]\nid = \"pa05\"\nrole = \"cyber-unit\"\nname = \"PA05\"\n\
                floor = \"critical\"\nchannels = [\"khac\"]\n\
                [[channel]]\nid=\"khac\"\nkind = \"drop-folder\"\nfolder = \"out/khac\"\n";
    let portal = Watched::new(&[owner("xa", "").as_str(), unit].concat());
    fs::remove_dir(portal.out()).unwrap();
    portal.night(true);
    portal.change("UPDATE notices SET attempts = 20");
    portal.days_pass(6);
    let khac = portal.out().join("khac");
    fs::create_dir_all(&khac).unwrap();
    // The owner's channel is broken: a file of this name with other contents is there.
    let outbox = portal.outbox();
    let id = outbox["notices"].as_array().unwrap().iter().find(|own| own["contact"] == "xa");
    let id = id.unwrap()["id"].as_str().unwrap().to_owned();
    let blocking = portal.out().join(format!("{id}.json"));
    fs::write(&blocking, "khác").unwrap();
    let (said, code) = portal.run(&["alert", "send"]);
    assert!(code == Some(1) && said.contains("given up"), "{said}");
    let (said, code) = portal.run(&["alert", "outbox"]);
    assert!(code == Some(1) && said.contains("canhcong alert retry"), "{said}");
    let told_unit = fs::read_dir(&khac).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.extension().is_some_and(|own| own == "json")
            && fs::read_to_string(path).unwrap().contains(&format!("undelivered:{id}"))
    });
    assert!(told_unit, "{said}");
    fs::remove_file(&blocking).unwrap();
    assert_eq!(portal.run(&["alert", "retry", &id[..10]]).1, Some(0));
    assert_eq!(portal.run(&["alert", "send"]).1, Some(0));
    assert_eq!(portal.told("xa", "news"), told("new"));
}

#[test]
fn whoever_does_nothing_is_reminded_once_a_day_and_whoever_watches_hears_that_the_watch_lives() {
    let unit = "[[contact]]\nid = \"pa05\"\nrole = \"cyber-unit\"\nname = \"PA05\"\n\
                digest_at = \"00:00\"\nchannels = [\"thu-muc\"]\n";
    let portal = Watched::new("");
    portal.night(false);
    portal.register(&[&*owner("xa", "digest_at = \"00:00\""), unit].concat());
    portal.run(&["alert", "send"]);
    let digests = |contact: &str| {
        let notices = portal.outbox()["notices"].as_array().unwrap().clone();
        let is_meant = |own: &&Value| own["contact"] == contact && own["occasion"] == "digest";
        notices.iter().filter(is_meant).count()
    };
    assert_eq!((digests("xa"), digests("pa05")), (0, 1), "the watch lives");
    portal.run(&["alert", "send"]);
    assert_eq!(digests("pa05"), 1, "once a day");
    portal.night(true);
    assert_eq!(portal.told("xa", "reminder"), NOTHING);
    portal.days_pass(3);
    portal.run(&["alert", "send"]);
    portal.run(&["alert", "send"]);
    assert_eq!(portal.told("xa", "reminder"), told("reminder"));
    portal.days_pass(1);
    portal.run(&["alert", "send"]);
    assert_eq!(portal.told("xa", "reminder"), NOTHING, "every third day");
}

#[test]
fn a_night_that_was_killed_between_judging_and_telling_tells_once() {
    let portal = Watched::new(&owner("xa", ""));
    let is_stuck = Arc::new(AtomicBool::new(true));
    let stuck = Arc::clone(&is_stuck);
    let slow = Web::serve(move |_| {
        while stuck.load(Ordering::Relaxed) {
            thread::park_timeout(Duration::from_millis(50));
        }
        Answer::html(CLEAN)
    });
    let path = portal.folder.path().join("targets.toml");
    let registry = fs::read_to_string(&path).unwrap();
    let second = format!(
        "[[portal]]\nid = \"xa-cham\"\nname = \"Xã Chậm\"\nurl = \"{}\"\npages = 2\n\
         requests_per_second = 1000\n",
        slow.url("/")
    );
    fs::write(&path, registry + &second).unwrap();
    let mut night = Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args(["nightly", "--allow-private", "--no-run-scripts", "-q"])
        .current_dir(portal.folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begin = Instant::now();
    // The finding waits for the end of the run.
    while !portal.folder.path().join("state/canhcong.sqlite3").exists()
        || portal.outbox()["owed"].as_array().unwrap().is_empty()
    {
        assert!(begin.elapsed() < Duration::from_secs(60), "nothing was ever owed");
        thread::yield_now();
    }
    let (said, _) = portal.run(&["alert", "send"]);
    assert_eq!(portal.told("xa", "news"), NOTHING, "the run may find more: {said}");
    night.kill().unwrap();
    night.wait().unwrap();
    assert_eq!(portal.run(&["alert", "send"]).1, Some(0));
    assert_eq!(portal.told("xa", "news"), told("new"));
    is_stuck.store(false, Ordering::Relaxed);
    portal.night(true);
    assert_eq!(portal.told("xa", "news"), NOTHING, "the night goes on, and people know");
}
