//! `canhcong evaluate` through the real binary, on a little folder of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const PLANTED: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>";
const INNOCENT: &str = "<title>UBND</title><body><h1>Tin tức</h1><a href=/tin>Lịch tiếp dân</a>";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn evaluate(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args(["evaluate", "."])
        .args(more)
        .current_dir(folder)
        .env("LANG", "en_US.UTF-8")
        .env_remove("LC_ALL")
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn recall_and_false_alarms_are_counted_over_all_sets() {
    let folder = folder(&[
        ("bad/MANIFEST.tsv", "file\tlabel\na.html\thidden_links\nb.html\thidden_links\n"),
        ("bad/a.html", PLANTED),
        ("bad/b.html", INNOCENT),
        ("good/MANIFEST.tsv", "note\tlabel\tfile\nx\tbenign_vn\tc.html\nx\tbenign_vn\tjs/d.js\n"),
        ("good/c.html", INNOCENT),
        ("good/js/d.js", "var a = 1;"),
        ("unlabelled/e.html", PLANTED),
    ]);
    let output = evaluate(folder.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let told = json(&output);
    assert_eq!(told["schema"], "canhcong.evaluate/1");
    assert_eq!(told["fail_on"], "high");
    let [bad, good] = told["labels"].as_array().unwrap().as_slice() else { panic!("{told}") };
    assert_eq!((&bad["set"], &bad["label"]), (&json!("bad"), &json!("hidden_links")));
    assert_eq!((&bad["files"], &bad["judged"]), (&json!(2), &json!(2)));
    assert_eq!((&bad["severities"]["high"], &bad["severities"]["none"]), (&json!(1), &json!(1)));
    assert_eq!((&bad["recall"]["hits"], &bad["recall"]["of"]), (&json!(1), &json!(2)));
    assert_eq!(bad["false_alarms"], Value::Null);
    assert!((bad["recall"]["lower"].as_f64().unwrap() - 0.0945).abs() < 1e-4, "{bad}");
    assert_eq!((&good["benign"], &good["judged"]), (&json!(true), &json!(1)));
    assert_eq!(good["not_judged"], json!({"not_a_page": 1, "faulty": 0}));
    assert_eq!(good["recall"], Value::Null);
    assert_eq!(told["total"]["benign"]["false_alarms"]["medium"]["hits"], 0);
    assert_eq!(told["total"]["attacks"]["recall"]["share"], 0.5);
    assert_eq!(told["missed"]["total"], 1);
    assert_eq!(told["missed"]["pages"][0]["path"], "./bad/b.html");
    assert_eq!(told["missed"]["pages"][0]["finding"], Value::Null);
    assert_eq!(told["accused"], json!({"total": 0, "pages": []}));

    let said = text(&evaluate(folder.path(), &[]));
    for part in ["Found 1 of 2 attacks", "50.0 %", "False alarms on 1 benign", "./bad/b.html"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
    assert!(said.contains("good/benign_vn  1"), "{said}");
    let said = text(&evaluate(folder.path(), &["--lang", "vi"]));
    for part in ["Phát hiện 1 trong 2 trang bị tấn công", "50,0 %", "Báo nhầm trong 1"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
}

#[test]
fn a_false_alarm_sets_the_exit_code_and_is_shown_defanged() {
    let folder = folder(&[
        ("MANIFEST.tsv", "file\tlabel\na.html\tbenign_intl\nb.html\tbenign_odd\n"),
        ("a.html", INNOCENT),
        ("b.html", PLANTED),
    ]);
    let code = |more: &[&str]| evaluate(folder.path(), more).status.code();
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--fail-on", "critical"]), Some(0));
    assert_eq!(code(&["--skip", "benign_odd"]), Some(0));
    assert_eq!(code(&["--skip", "benign_odd", "--skip", "benign_intl"]), Some(2));

    let told = json(&evaluate(folder.path(), &["--format", "json"]));
    let accused = &told["accused"]["pages"][0];
    assert_eq!((&accused["label"], &accused["severity"]), (&json!("benign_odd"), &json!("high")));
    assert_eq!(accused["finding"]["rule"], "hidden-link");
    assert!(accused["finding"]["signals"].as_array().unwrap().len() > 1);

    let said = text(&evaluate(folder.path(), &[]));
    for part in ["hidden-link", "nha-cai[.]example", "hidden:offscreen", "./b.html"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
    assert!(!said.contains("nha-cai.example"), "{said}");
    assert!(said.contains("nothing is known of recall"), "{said}");
}

#[test]
fn a_manifest_cannot_steer_the_terminal() {
    let manifest =
        "file\tlabel\tnote\n\u{1b}[31mgone.html\tspam\u{202e}\t\na.html\tspam\u{202e}\t\n";
    let folder = folder(&[("MANIFEST.tsv", manifest), ("a.html", INNOCENT)]);
    for format in ["terminal", "json"] {
        let said = text(&evaluate(folder.path(), &["--format", format]));
        assert!(said.contains("gone.html"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    }
}

#[test]
fn lines_that_cannot_be_followed_are_named_and_the_others_count() {
    let manifest = "\u{feff}file\tlabel\turl\r\n\
                    gone.html\tspam\t\r\n\
                    \r\n\
                    short.html\r\n\
                    ../out.html\tbenign\t\r\n\
                    torn.html.gz\tbenign\t\r\n\
                    good.html\tbenign\tnonsense\r\n\
                    good.html\tbenign\thttps://xa.gov.example/\r\n\
                    ./good.html\tspam\t\r\n\
                    folder.html\tspam\t\r\n\
                    nameless.html\t\t\r\n";
    let files = [
        ("all/MANIFEST.tsv", manifest),
        ("all/good.html", INNOCENT),
        ("all/torn.html.gz", "not gzip"),
        ("all/folder.html/x", ""),
        ("out.html", INNOCENT),
        ("headless/MANIFEST.tsv", "good.html\tbenign\n"),
    ];
    let folder = folder(&files);
    let mut manifest = fs::OpenOptions::new();
    let mut manifest = manifest.append(true).open(folder.path().join("all/MANIFEST.tsv")).unwrap();
    manifest.write_all(b"\xff.html\tspam\t\r\n").unwrap();

    let output = evaluate(folder.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let told = json(&output);
    let faults = &told["faults"];
    let lines: Vec<(&str, u64)> = faults["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["manifest"].as_str().unwrap(), fault["line"].as_u64().unwrap()))
        .collect();
    let all = [2, 4, 5, 6, 7, 9, 10, 11, 12].map(|line| ("./all/MANIFEST.tsv", line));
    assert_eq!(lines, [&all[..], &[("./headless/MANIFEST.tsv", 1)]].concat(), "{faults:#}");
    for (nth, part) in [
        "no such file",
        "column 2",
        "within the folder",
        "cannot be read",
        "http",
        "once",
        "regular",
    ]
    .into_iter()
    .enumerate()
    {
        let reason = faults["lines"][nth]["reason"].as_str().unwrap();
        assert!(reason.contains(part), "{part}: {reason}");
    }
    assert_eq!(told["total"]["benign"]["judged"], 1);
    assert_eq!(told["total"]["benign"]["not_judged"]["faulty"], 3);
    assert_eq!(told["total"]["attacks"]["judged"], 0);

    let said = text(&evaluate(folder.path(), &[]));
    assert!(said.contains("./all/MANIFEST.tsv:4: expected"), "{said}");
}

#[test]
fn long_lists_are_cut_unless_all_is_asked_for() {
    let mut files = vec![("MANIFEST.tsv".to_owned(), "file\tlabel\n".to_owned())];
    for nth in 0..70 {
        files[0].1 += &format!("{nth}.html\tspam\n");
        files.push((format!("{nth}.html"), INNOCENT.to_owned()));
    }
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    let missed = |more: &[&str]| {
        let told = json(&evaluate(folder.path(), &[&["--format", "json"], more].concat()));
        (told["missed"]["total"].clone(), told["missed"]["pages"].as_array().unwrap().len())
    };
    assert_eq!(missed(&[]), (json!(70), 20));
    assert_eq!(missed(&["--all"]), (json!(70), 70));
    assert!(text(&evaluate(folder.path(), &[])).contains("50 more (--all)"));
}

#[test]
fn nothing_to_judge_is_exit_code_2_and_says_what_was_expected() {
    let empty = folder(&[("a.html", PLANTED), ("deep/deeper/MANIFEST.tsv", "file\tlabel\n")]);
    let output = evaluate(empty.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("MANIFEST.tsv") && said.contains("`label`"), "{said}");

    let scripts = folder(&[("MANIFEST.tsv", "file\tlabel\na.js\tspam\n"), ("a.js", "1")]);
    let output = evaluate(scripts.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("no pages"), "{}", text(&output));
    assert_eq!(evaluate(scripts.path(), &["--format", "html"]).status.code(), Some(2));
}
