//! The life of an incident as operators live it, with the real binary and days that pass.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    process::Output,
    sync::{Arc, Mutex},
};

use program::canhcong;
use serde_json::{Value, json};
use tempfile::TempDir;
use web::{Answer, Web};

const HIDDEN: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>";

/// How the portal answers.
#[derive(Clone, Copy, PartialEq)]
enum Is {
    Planted,
    PlantedAgain,
    Clean,
    Silent,
}

/// A registered portal whose state folder is there, and whose nights a test can let pass.
struct Watched {
    folder: TempDir,
    _web: Web,
    is: Arc<Mutex<Is>>,
}

impl Watched {
    /// One page, with links hidden in it while it is planted.
    fn new() -> Self {
        Self::serving(|is, path| match (is, path) {
            (Is::Silent, _) => Answer::status(403),
            (Is::Planted | Is::PlantedAgain, "/") => Answer::html(HIDDEN),
            (Is::Clean, "/") => Answer::html("<body><p>Tin</p>"),
            _ => Answer::not_found(),
        })
    }

    fn serving(site: impl Fn(Is, &str) -> Answer + Send + Sync + 'static) -> Self {
        let is = Arc::new(Mutex::new(Is::Planted));
        let now = Arc::clone(&is);
        let web = Web::serve(move |request| {
            let is = *now.lock().unwrap();
            site(is, &request.path)
        });
        let folder = TempDir::new().unwrap();
        let portal = format!(
            "[[portal]]\nid = \"xa-mau\"\nname = \"Xã Mẫu\"\nurl = \"{}\"\n\
             requests_per_second = 1000\npages = 6\n",
            web.url("/")
        );
        fs::write(folder.path().join("targets.toml"), portal).unwrap();
        Self { folder, _web: web, is }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        canhcong(self.folder.path(), arguments)
    }

    /// One night: the report's portal, and the exit code.
    fn night(&self, is: Is) -> (Value, Option<i32>) {
        *self.is.lock().unwrap() = is;
        let output = self.run(&["nightly", "--allow-private", "--format", "json", "-q"]);
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
        (report["portals"][0].clone(), output.status.code())
    }

    /// Lets a day pass: all that is remembered is older by one.
    #[expect(clippy::disallowed_methods, reason = "the clock is not ours to set")]
    fn day_passes(&self) {
        let path = self.folder.path().join("state/canhcong.sqlite3");
        let database = rusqlite::Connection::open(path).unwrap();
        for (table, columns) in [
            ("runs", &["started_at", "finished_at"][..]),
            (
                "findings",
                &["first_seen", "last_seen", "healed_at", "clean_since", "clean_counted_at"],
            ),
            ("sightings", &["seen_at"]),
            ("portal_runs", &["judged_at"]),
        ] {
            for column in columns {
                let older = format!("UPDATE {table} SET {column} = {column} - 86400000000");
                database.execute(&older, []).unwrap();
            }
        }
    }

    /// What `incidents` says, and the exit code.
    fn incidents(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let output = self.run(&[&["incidents"], arguments].concat());
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).unwrap(), output.status.code())
    }
}

#[test]
fn nights_are_remembered_new_ongoing_gone_healed_reopened() {
    let portal = Watched::new();
    let (first, code) = portal.night(Is::Planted);
    assert_eq!((&first["findings"][0]["standing"], code), (&json!("new"), Some(1)));
    let id = &first["findings"][0]["id"];
    portal.day_passes();
    let (second, _) = portal.night(Is::Planted);
    assert_eq!(second["findings"][0]["standing"], "ongoing");
    assert_eq!(second["findings"][0]["id"], *id);
    portal.day_passes();
    // A person who has just repaired hears that it is gone; so does one who looks again at once.
    for _ in 0..2 {
        let (third, code) = portal.night(Is::Clean);
        assert_eq!((&third["state"], code), (&json!("clean"), Some(0)));
        assert_eq!(third["clearing"][0]["id"], *id);
        assert_eq!(
            (&third["clearing"][0]["clean_nights"], &third["healed"]),
            (&json!(1), &json!([]))
        );
    }
    portal.day_passes();
    let (fourth, _) = portal.night(Is::Clean);
    assert_eq!((&fourth["clearing"], &fourth["healed"][0]["id"]), (&json!([]), id));
    assert_eq!(fourth["watch"]["healed"], 1);
    portal.day_passes();
    let (fifth, _) = portal.night(Is::Planted);
    assert_eq!(fifth["findings"][0]["standing"], "reopened");
    assert_eq!(fifth["findings"][0]["times_reopened"], 1);
    let (list, code) = portal.incidents(&["list", "--format", "json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!((&list["schema"], code), (&json!("canhcong.incidents/1"), Some(1)));
    let own = &list["incidents"][0];
    assert_eq!((&own["times_reopened"], &own["days_open"]), (&json!(1), &json!(0)));
}

#[test]
fn what_people_decide_counts_from_then_on_and_is_in_the_story() {
    let portal = Watched::new();
    let (told, code) = portal.incidents(&["list"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("state"), "{told}");
    let (first, _) = portal.night(Is::Planted);
    let id = &first["findings"][0]["id"].as_str().unwrap()[..6];
    assert_eq!(portal.incidents(&["list"]).1, Some(1));
    assert_eq!(portal.incidents(&["list", "--fail-on", "critical"]).1, Some(0));
    let (told, code) = portal.incidents(&["ack", id, "--by", "Lò Văn A", "--note", "đã gọi"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(portal.incidents(&["list"]).1, Some(1), "known, and there all the same");
    let mute =
        ["mute", id, "--by", "Lò Văn A", "--reason", "chờ nhà thầu", "--until", "2999-12-31"];
    assert_eq!(portal.incidents(&mute).1, Some(0));
    assert_eq!(portal.incidents(&["list"]).1, Some(0));
    portal.day_passes();
    let (muted, code) = portal.night(Is::Planted);
    assert_eq!((&muted["findings"], code), (&json!([]), Some(0)));
    assert_eq!(muted["set_aside"][0]["muted"]["until"], "2999-12-31");
    assert_eq!(muted["set_aside"][0]["standing"], "ongoing");
    assert_eq!(portal.incidents(&["reopen", id]).1, Some(0));
    assert_eq!(portal.night(Is::Planted).1, Some(1));
    let close = ["close", id, "--by", "Quàng Thị B", "--reason", "trang thử nghiệm"];
    assert_eq!(portal.incidents(&close).1, Some(0));
    assert_eq!(portal.night(Is::Planted).1, Some(0));
    let (story, code) = portal.incidents(&["show", id]);
    assert_eq!(code, Some(0), "{story}");
    for part in ["New (nightly)", "đã gọi", "until 2999-12-31", "opened again", "trang thử nghiệm"]
    {
        assert!(story.contains(part), "{part} is missing:\n{story}");
    }
}

#[test]
fn what_cannot_be_decided_is_said_and_changes_nothing() {
    let portal = Watched::new();
    let (first, _) = portal.night(Is::Planted);
    let id = first["findings"][0]["id"].as_str().unwrap();
    for (arguments, says) in [
        (vec!["show", "ffff"], "`ffff`"),
        (vec!["close", "ffff", "--by", "A", "--reason", "x"], "`ffff`"),
        (vec!["close", id, "--by", " ", "--reason", "x"], "empty"),
        (vec!["close", id, "--by", "A", "--reason", "x\ny"], "one line"),
        (vec!["close", id, "--by", "A"], "--reason"),
        (vec!["mute", id, "--by", "A", "--reason", "x", "--until", "2020-01-01"], "over"),
        (vec!["mute", id, "--by", "A", "--reason", "x", "--until", "tomorrow"], "tomorrow"),
        (vec!["reopen", id], "neither"),
        (vec!["list", "--format", "html"], "html"),
        (vec!["list", "--portal", "xa-mua"], "xa-mua"),
    ] {
        let (told, code) = portal.incidents(&arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {told}");
        assert!(told.contains(says), "{says} is missing: {told}");
    }
    assert_eq!(portal.incidents(&["list", "--portal", "xa-mau"]).1, Some(1));
    let (story, _) = portal.incidents(&["show", id, "--format", "json"]);
    let story: Value = serde_json::from_str(&story).unwrap();
    assert_eq!(story["incidents"][0]["acts"], json!([]));
}

#[test]
fn a_portal_that_nobody_could_look_at_for_three_nights_is_a_finding_until_it_answers() {
    let portal = Watched::new();
    portal.night(Is::Clean);
    for night in 1..=8 {
        portal.day_passes();
        let (silent, code) = portal.night(Is::Silent);
        assert_eq!((&silent["state"], code), (&json!("not-comparable"), Some(2)), "night {night}");
        let told = &silent["findings"][0];
        let expected = match night {
            1 | 2 => Value::Null,
            3..=7 => json!("medium"),
            _ => json!("high"),
        };
        assert_eq!(told["severity"], expected, "night {night}");
        if night >= 3 {
            assert_eq!(
                (&told["rule"], &told["family"]),
                (&json!("unwatched-portal"), &json!("availability"))
            );
            let signal = format!("silent:{night}");
            assert!(told["signals"].as_array().unwrap().contains(&json!(signal)), "{told}");
        }
    }
    let (told, _) = portal.incidents(&["list"]);
    assert!(told.contains("unwatched-portal") && told.contains("open for 5 days"), "{told}");
    let (back, code) = portal.night(Is::Clean);
    assert_eq!((&back["state"], code), (&json!("clean"), Some(0)));
    assert_eq!(back["healed"][0]["rule"], "unwatched-portal");
    assert_eq!(back["watch"], Value::Null, "nobody broke in");
}

#[test]
fn where_something_was_healed_is_looked_at_again_although_nothing_leads_there() {
    // Of the many pages a night looks at a few; what was never looked at comes before what was.
    let portal = Watched::serving(|is, path| match (is, path) {
        (_, "/") => {
            let link = |number: usize| format!("<a href=/tin/{number}.html>Tin {number}</a>");
            let old = if is == Is::Planted { "<a href=/cu.html>Tin cũ</a>" } else { "" };
            let links: String = (0..90).map(link).collect();
            Answer::html(format!("<title>UBND</title><body>{old}{links}"))
        }
        (Is::Planted | Is::PlantedAgain, "/cu.html") => Answer::html(HIDDEN),
        (_, path) if path.ends_with(".html") && !path.starts_with("/khong-co-trang") => {
            Answer::html(format!("<body><h1>Hội nghị {path}</h1>"))
        }
        _ => Answer::not_found(),
    });
    assert_eq!(portal.night(Is::Planted).0["findings"][0]["standing"], "new");
    portal.day_passes();
    assert_eq!(portal.night(Is::Clean).0["clearing"].as_array().unwrap().len(), 1);
    portal.day_passes();
    assert_eq!(portal.night(Is::Clean).0["healed"].as_array().unwrap().len(), 1);
    for _ in 0..3 {
        portal.day_passes();
        assert_eq!(portal.night(Is::Clean).0["state"], "clean");
    }
    portal.day_passes();
    let back = portal.night(Is::PlantedAgain).0;
    assert_eq!(back["findings"][0]["standing"], "reopened", "{back}");
}
