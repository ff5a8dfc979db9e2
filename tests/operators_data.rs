//! What operators know themselves, and what they are told about verdicts, through the real binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

/// A link of an ordinary look, hidden as few menus are.
const PAGE: &str = r#"<link rel=canonical href="https://xa.example/"><body><p>Tin tức</p>
    <ul style="position:absolute;left:-9999px"><li><a href="https://moi.example/">Mường Vui</a></ul>"#;

fn inspect(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args([&["inspect", "page.html", "--lang", "en"], more].concat())
        .current_dir(folder)
        .output()
        .unwrap()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in [&[("page.html", PAGE)], files].concat() {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn severity(folder: &Path, more: &[&str]) -> Option<String> {
    let line: Value = serde_json::from_slice(&inspect(folder, more).stdout).unwrap();
    line["findings"][0]["severity"].as_str().map(str::to_owned)
}

#[test]
fn own_words_and_block_lists_raise_and_own_vouching_clears() {
    let before = folder(&[]);
    assert!(!matches!(severity(before.path(), &[]).as_deref(), Some("high" | "critical")));
    for data in [
        ("data/lexicon.tsv", "mường vui\tstrong\tbrand\tvi\tlocal\n"),
        ("data/block-lists/tinh.txt", "0.0.0.0 moi.example\n"),
    ] {
        let folder = folder(&[data]);
        let after = severity(folder.path(), &["--data-dir", "data"]);
        assert_eq!(after.as_deref(), Some("high"), "{}", data.0);
    }
    // A later line takes a term out again.
    let both = folder(&[
        ("data/lexicon.tsv", "mường bet\tstrong\tbrand\tvi\tlocal\nmường bet\toff\tbrand\tvi\t\n"),
        ("data/vouched-hosts.txt", "moi.example\n"),
    ]);
    assert_eq!(severity(both.path(), &["--data-dir", "data"]), None);
}

#[test]
fn a_line_that_cannot_be_understood_ends_the_program_and_is_named() {
    let folder = folder(&[("data/lexicon.tsv", "\nmường vui strong\n")]);
    let output = inspect(folder.path(), &["--data-dir", "data"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("data/lexicon.tsv:2") && said.contains("expected"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_verdict_is_explained_with_what_lowered_it() {
    let page = r#"<link rel=canonical href="https://xa.example/"><title>Cảnh báo</title><body>
        <a href="https://bao.example/1">Triệt phá đường dây nhà cái uy tín 8xbet</a>
        <p>Đối tượng lập nhà cái uy tín.</p>"#;
    let folder = folder(&[("page.html", page)]);
    let output = inspect(folder.path(), &["--explain"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("nhà cái"), "{told}");
    let output = inspect(folder.path(), &["--explain", "--format", "json"]);
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let weights = &line["explained"][0]["weights"];
    assert!(
        weights["lexicon"].as_i64() > Some(0) && weights["context"].as_i64() < Some(0),
        "{line}"
    );
}
