//! The real binary as operators and their scripts use it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use program::canhcong;
use serde_json::Value;
use tempfile::TempDir;
use web::{Answer, Web};

const HIDDEN: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>";

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn clean() -> Web {
    Web::serve(|request| match request.path.as_str() {
        "/" => Answer::html("<title>UBND</title><body><h1>Tin tức</h1><a href=/tin>tin</a>"),
        "/tin" => Answer::html("<title>Tin</title><body><h1>Hội nghị</h1>"),
        _ => Answer::not_found(),
    })
}

fn hacked() -> Web {
    Web::serve(|request| match request.path.as_str() {
        "/" => Answer::html(HIDDEN),
        _ => Answer::not_found(),
    })
}

const QUICK: [&str; 4] = ["--allow-private", "--rate", "1000", "-q"];

#[test]
fn exit_codes_say_how_it_went() {
    let folder = TempDir::new().unwrap();
    let scan = |url: &str, more: &[&str]| {
        let arguments = [&["scan", url], &QUICK[..], more].concat();
        canhcong(folder.path(), &arguments).status.code()
    };
    assert_eq!(scan(&clean().url("/"), &[]), Some(0));
    assert_eq!(scan(&hacked().url("/"), &[]), Some(1));
    assert_eq!(scan(&hacked().url("/"), &["--fail-on", "critical"]), Some(0));
    assert_eq!(scan("http://127.0.0.1:1/", &[]), Some(2));
    assert_eq!(scan("ftp://portal.example/", &[]), Some(2));
    assert_eq!(scan("http://127.0.0.1:1/", &["--no-such-option"]), Some(2));
}

#[test]
fn one_unreachable_portal_is_a_line_not_the_end() {
    let folder = TempDir::new().unwrap();
    let web = hacked();
    let url = web.url("/");
    let arguments =
        [&["scan", &url, "http://127.0.0.1:1/", "--format", "json"], &QUICK[..]].concat();
    let output = canhcong(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(1));
    let portals = json(&output)["portals"].as_array().unwrap().clone();
    assert_eq!(portals[0]["state"], "findings");
    assert_eq!(portals[1]["state"], "unreachable");
    assert!(!portals[1]["failures"][0]["reason"].as_str().unwrap().is_empty());
}

#[test]
fn private_addresses_are_refused_without_the_option() {
    let folder = TempDir::new().unwrap();
    let web = clean();
    let output = canhcong(
        folder.path(),
        &["scan", &web.url("/"), "--format", "json", "-q", "--rate", "1000"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(web.requests(), 0);
    assert!(
        json(&output)["portals"][0]["failures"][0]["reason"].as_str().unwrap().contains("loopback")
    );
}

#[test]
fn vietnamese_readers_get_vietnamese_reasons() {
    let folder = TempDir::new().unwrap();
    let scan = |url: &str, format: &str, more: &[&str]| {
        let options = ["scan", url, "--lang", "vi", "--format", format, "-q", "--rate", "1000"];
        let output = canhcong(folder.path(), &[&options[..], more].concat());
        assert_eq!(output.status.code(), Some(2), "{}", errors(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    for format in ["terminal", "json", "html"] {
        let closed = scan("http://127.0.0.1:1/", format, &["--allow-private"]);
        assert!(closed.contains("kết nối bị từ chối"), "{closed}");
        assert!(!closed.contains("connection refused"), "{closed}");
        let inside = scan("http://127.0.0.1:1/", format, &[]);
        assert!(inside.contains("địa chỉ nội bộ của máy"), "{inside}");
        assert!(!inside.contains("loopback") && !inside.contains("refused"), "{inside}");
    }
}

#[test]
fn json_is_the_only_thing_on_standard_output() {
    let folder = TempDir::new().unwrap();
    let web = hacked();
    let output = canhcong(
        folder.path(),
        &["scan", &web.url("/"), "--allow-private", "--rate", "1000", "--format", "json"],
    );
    let report = json(&output);
    assert_eq!(report["schema"], "canhcong.scan/1");
    let finding = &report["portals"][0]["findings"][0];
    assert_eq!(finding["rule"], "hidden-link");
    assert_eq!(finding["confirmed"], true);
    assert_eq!(finding["where"]["line"], 1);
    assert!(finding["excerpt"].as_str().unwrap().contains("nha-cai.example"));
    // The finding was told as it came.
    assert!(errors(&output).contains("hidden-link"));
}

fn registry(folder: &Path, webs: &[(&str, &Web)]) {
    let portals: String = webs
        .iter()
        .map(|(id, web)| {
            format!(
                "[[portal]]\nid = \"{id}\"\nname = \"{id}\"\nurl = \"{}\"\nrequests_per_second = 1000\n",
                web.url("/")
            )
        })
        .collect();
    fs::write(folder.join("targets.toml"), portals).unwrap();
}

#[test]
fn what_is_wrong_with_a_site_is_remembered_as_what_is_wrong_with_a_page() {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    const LIST: &str = "<urlset><url><loc>/a/nha-cai-uy-tin</loc></url>\
        <url><loc>/b/tai-xiu-online</loc></url><url><loc>/c/soi-cau-bach-thu</loc></url></urlset>";
    let folder = TempDir::new().unwrap();
    let night = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&night);
    // The crawler's robots.txt names one list more; what does not exist moves on.
    let web = Web::serve(move |request| {
        let night = now.load(Ordering::Relaxed);
        let is_crawler = request.header("user-agent").contains("Googlebot");
        match request.path.as_str() {
            "/" => Answer::html("<title>UBND</title><body><h1>Tin tức</h1>"),
            "/robots.txt" if is_crawler && night == 0 => {
                Answer::of("text/plain", "Sitemap: /sm-9f2.xml")
            }
            "/sm-9f2.xml" if night < 2 => Answer::of("application/xml", LIST),
            "/sm-9f2.xml" if night == 2 => Answer::status(500),
            path if path.starts_with("/khong-co-trang") && night < 3 => {
                Answer::redirect("https://nha-cai.example/")
            }
            _ => Answer::not_found(),
        }
    });
    registry(folder.path(), &[("xa-mau", &web)]);
    let look = |number| {
        night.store(number, Ordering::Relaxed);
        let arguments = ["nightly", "--allow-private", "--format", "json", "-q"];
        let portal = json(&canhcong(folder.path(), &arguments))["portals"][0].clone();
        let told = |list: &str, field: &str| -> Vec<String> {
            let list = portal[list].as_array().unwrap().iter();
            let mut told: Vec<String> = list
                .map(|one| format!("{} {}", one["rule"].as_str().unwrap(), one[field]))
                .collect();
            told.sort();
            told
        };
        (told("findings", "standing"), told("clearing", "severity"))
    };
    let both = |standing| {
        ["not-found-spam", "sitemap-burst"].map(|rule| format!("{rule} \"{standing}\"")).to_vec()
    };
    assert_eq!(look(0), (both("new"), vec![]));
    assert_eq!(look(1), (both("ongoing"), vec![]), "nothing names the list, but it is there");
    let half = vec!["not-found-spam \"ongoing\"".to_owned()];
    assert_eq!(look(2), (half, vec![]), "an error heals nothing");
    assert_eq!(look(3).1.len(), 2);
}

#[test]
fn a_killed_night_goes_on_and_loses_nothing() {
    use std::{
        io::Read as _,
        process::Stdio,
        sync::mpsc::{Receiver, channel},
    };
    let folder = TempDir::new().unwrap();
    let done = hacked();
    // The second portal tells when it is asked for its page, and then never answers.
    let (tell, asked) = channel();
    let tell = std::sync::Mutex::new(tell);
    let stuck = Web::serve(move |request| {
        if request.path == "/" {
            tell.lock().unwrap().send(()).ok();
            Answer::endless("text/html", "<p>", "<p>".into())
        } else {
            Answer::not_found()
        }
    });
    let asked: Receiver<()> = asked;
    registry(folder.path(), &[("xong", &done), ("ket", &stuck)]);
    let mut first = Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args(["nightly", "--allow-private", "--portals-at-once", "1", "-q"])
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    asked.recv().unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
    let mut said = String::new();
    first.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let before = done.requests();
    assert!(before > 0, "{said}");

    let replacement = clean();
    registry(folder.path(), &[("xong", &done), ("ket", &replacement)]);
    let output = canhcong(folder.path(), &["nightly", "--allow-private", "--format", "json", "-q"]);
    let report = json(&output);
    assert_eq!(done.requests(), before, "a judged portal was looked at again");
    assert_eq!(report["portals"][0]["findings"][0]["rule"], "hidden-link");
    assert_eq!(report["portals"][0]["findings"][0]["standing"], "new");
    assert_eq!(report["portals"][1]["state"], "clean");
}

#[test]
fn a_redirect_that_spares_all_but_the_citizen_is_confirmed() {
    let folder = TempDir::new().unwrap();
    let web = Web::serve(|request| match (request.path.as_str(), request.header("referer")) {
        ("/", "") if !request.header("user-agent").contains("Googlebot") => {
            Answer::redirect("https://nha-cai.example/")
        }
        ("/", _) => Answer::html("<title>UBND</title><body><h1>Tin tức</h1>"),
        _ => Answer::not_found(),
    });
    let url = web.url("/");
    let arguments = [&["scan", &url, "--format", "json"], &QUICK[..]].concat();
    let finding = json(&canhcong(folder.path(), &arguments))["portals"][0]["findings"][0].clone();
    assert_eq!(finding["rule"], "conditional-redirect");
    assert_eq!(finding["confirmed"], true);
    assert_eq!(finding["severity"], "critical");
}

#[test]
fn two_runs_at_once_are_refused() {
    use std::{process::Stdio, sync::mpsc::channel};
    let folder = TempDir::new().unwrap();
    let (tell, asked) = channel();
    let tell = std::sync::Mutex::new(tell);
    let web = Web::serve(move |_| {
        tell.lock().unwrap().send(()).ok();
        Answer::endless("text/html", "<p>", "<p>".into())
    });
    registry(folder.path(), &[("cham", &web)]);
    let mut first = Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args(["nightly", "--allow-private", "-q"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    asked.recv().unwrap();
    let second = canhcong(folder.path(), &["nightly", "--allow-private", "-q"]);
    let pid = first.id().to_string();
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(errors(&second).contains(&pid), "{}", errors(&second));
}

#[test]
fn a_damaged_database_is_named_and_left_alone() {
    let folder = TempDir::new().unwrap();
    registry(folder.path(), &[("xa", &clean())]);
    let database = folder.path().join("state/canhcong.sqlite3");
    fs::create_dir(folder.path().join("state")).unwrap();
    fs::write(&database, "this is no database, but somebody may want it back").unwrap();
    let output = canhcong(folder.path(), &["nightly", "--allow-private", "-q"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("canhcong.sqlite3"), "{}", errors(&output));
    assert!(fs::read_to_string(&database).unwrap().starts_with("this is no database"));
}

#[test]
fn a_state_folder_that_cannot_be_written_is_an_error_before_anybody_is_asked() {
    let folder = TempDir::new().unwrap();
    let web = clean();
    registry(folder.path(), &[("xa", &web)]);
    fs::write(folder.path().join("file"), "").unwrap();
    let output =
        canhcong(folder.path(), &["nightly", "--allow-private", "-q", "--state", "file/x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("file/x"), "{}", errors(&output));
    assert_eq!(web.requests(), 0);
}

#[test]
fn a_robots_txt_that_cannot_be_read_is_a_note_and_one_that_forbids_is_kept() {
    let folder = TempDir::new().unwrap();
    let web = |robots: &'static str, kind: &'static str| {
        Web::serve(move |request| match request.path.as_str() {
            "/robots.txt" => Answer::of(kind, robots),
            "/" => Answer::html("<title>UBND</title><body><a href=/kin>kín</a>"),
            "/kin" => Answer::html("<title>Kín</title><body>Nội bộ"),
            _ => Answer::not_found(),
        })
    };
    let scan = |web: &Web| {
        let url = web.url("/");
        let arguments = [&["scan", &url, "--format", "json"], &QUICK[..]].concat();
        json(&canhcong(folder.path(), &arguments))["portals"][0]["coverage"].clone()
    };
    let unread = scan(&web("<html>", "text/html"));
    assert!(unread["notes"][0].as_str().unwrap().contains("robots.txt"), "{unread}");
    let open = scan(&web("User-agent: *\nDisallow:\n", "text/plain"));
    let closed = scan(&web("User-agent: *\nDisallow: /kin\n", "text/plain"));
    assert_eq!(
        open["fetched"].as_u64().unwrap(),
        closed["fetched"].as_u64().unwrap() + 1,
        "{open}\n{closed}"
    );
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let folder = TempDir::new().unwrap();
    let web = clean();
    let url = web.url("/");
    let arguments = [&["scan", &url, "--output", "/dev/full"], &QUICK[..]].concat();
    let output = canhcong(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("/dev/full"));
}

#[test]
fn check_shows_all_mistakes_at_once() {
    let folder = TempDir::new().unwrap();
    let text = "[[portal]]\nid = \"a\"\nname = \"A\"\nurl = \"ftp://a.example/\"\nsektor = \"health\"\n\
                [[portal]]\nid = \"a\"\nname = \"B\"\nurl = \"https://b.example/\"\n";
    fs::write(folder.path().join("targets.toml"), text).unwrap();
    let output = canhcong(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    let said = errors(&output);
    for part in ["targets.toml:4:", "targets.toml:5:", "targets.toml:7:", "sektor", "ftp"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
}

#[test]
fn a_list_becomes_a_registry() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("list.csv"), "id,name,url\nxa-a,Xã A,xa-a.example\n").unwrap();
    let output = canhcong(folder.path(), &["check", "--from-csv", "list.csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    fs::write(folder.path().join("targets.toml"), &output.stdout).unwrap();
    assert_eq!(canhcong(folder.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn saved_pages_are_judged_in_sorted_order() {
    let folder = TempDir::new().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir_all(pages.join("b")).unwrap();
    fs::write(pages.join("b/hacked.html"), HIDDEN).unwrap();
    fs::write(pages.join("a.html"), "<body><p>Tin").unwrap();
    let canonical = "<link rel=canonical href='https://xa.gov.example/tin'><body>Tin";
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, canonical.as_bytes()).unwrap();
    fs::write(pages.join("c.html.gz"), gz.finish().unwrap()).unwrap();
    fs::write(pages.join("d.html.gz"), "not gzip").unwrap();

    let output = canhcong(folder.path(), &["inspect", "pages"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let paths: Vec<&str> = lines.iter().map(|line| line["path"].as_str().unwrap()).collect();
    assert_eq!(
        paths,
        ["pages/a.html", "pages/b/hacked.html", "pages/c.html.gz", "pages/d.html.gz"]
    );
    assert!(lines.iter().all(|line| line["schema"] == "canhcong.inspect/1"));
    assert_eq!(lines[0]["url"], "http://unknown.invalid/");
    assert_eq!(lines[1]["findings"][0]["rule"], "hidden-link");
    assert_eq!(lines[2]["url"], "https://xa.gov.example/tin");
    assert!(lines[3]["error"].is_string());
    assert_eq!(canhcong(folder.path(), &["inspect", "pages/d.html.gz"]).status.code(), Some(2));
}

#[test]
fn rules_show_themselves() {
    let folder = TempDir::new().unwrap();
    let all = canhcong(folder.path(), &["rules"]);
    for rule in ["cloaked-content", "unwatched-portal"] {
        assert!(String::from_utf8_lossy(&all.stdout).contains(rule), "{rule}");
    }
    let of_nights = canhcong(folder.path(), &["rules", "unwatched-portal", "--lang", "vi"]);
    assert!(String::from_utf8_lossy(&of_nights.stdout).contains("3 đêm liên tiếp"));
    let one = canhcong(folder.path(), &["rules", "hidden-link", "--lang", "vi"]);
    assert!(String::from_utf8_lossy(&one.stdout).contains("Khắc phục"));
    assert_eq!(canhcong(folder.path(), &["rules", "no-such-rule"]).status.code(), Some(2));
}

#[test]
fn the_demo_finds_what_it_plants() {
    let folder = TempDir::new().unwrap();
    let output = canhcong(folder.path(), &["demo", "-q"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}\n{}", errors(&output));
    let html = fs::read_to_string(folder.path().join("canhcong-demo.html")).unwrap();
    assert!(html.contains("nha-cai[.]example") && !html.contains("https://nha-cai.example"));
}
