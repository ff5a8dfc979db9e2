//! Software of a portal as operators see it, with the real binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use program::canhcong;
use serde_json::Value;
use tempfile::TempDir;
use web::{Answer, Web};

/// A commune's portal on an old NukeViet, that counts how often it is asked for a file of the editor.
fn portal() -> (Web, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let web = Web::serve(move |request| match request.path.as_str() {
        "/" => Answer::html(
            "<html lang=vi><head><title>UBND xã</title><meta name=generator content='NukeViet v4.3'>\
             <script src=/assets/js/global.js></script>\
             <script src=/js/jquery-1.12.4.min.js></script></head>\
             <body><h1>UBND xã</h1><p>Lịch tiếp công dân tháng 12</p></body></html>",
        ),
        "/assets/js/global.js" => Answer::of("text/javascript", "var nv_is_user=0;"),
        "/js/jquery-1.12.4.min.js" => Answer::of("text/javascript", "/*! jQuery v1.12.4 */"),
        "/assets/js/upload.js" => {
            count.fetch_add(1, Ordering::SeqCst);
            Answer::of("text/javascript", "function upload(){}")
        }
        // Where there is no such file, this server shows its front page.
        path if path.contains("ckeditor") => Answer::html("<html><h1>UBND xã</h1></html>"),
        _ => Answer::not_found(),
    });
    (web, asked)
}

fn scan(dir: &TempDir, web: &Web, arguments: &[&str]) -> Value {
    let home = web.url("/");
    let usual = ["scan", &home, "--format", "json", "-q", "--no-run-scripts", "--allow-private"];
    let output = canhcong(dir.path(), &[&usual[..], &["--rate", "1000"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "old software is no incident");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["portals"][0].clone()
}

fn product<'a>(portal: &'a Value, name: &str) -> &'a Value {
    let all = portal["software"].as_array().unwrap();
    all.iter().find(|own| own["product"] == name).unwrap_or_else(|| panic!("{name} in {all:?}"))
}

#[test]
fn a_portals_software_is_told_with_evidence_and_stays_low() {
    let (web, asked) = portal();
    let dir = TempDir::new().unwrap();
    let portal = scan(&dir, &web, &[]);
    let nukeviet = product(&portal, "NukeViet");
    assert_eq!(nukeviet["version"]["at_least"], "4.3.08", "{nukeviet}");
    assert!(["outdated", "end-of-life"].contains(&nukeviet["standing"].as_str().unwrap()));
    assert!(
        nukeviet["evidence"].to_string().contains("meta generator: NukeViet v4.3"),
        "{nukeviet}"
    );
    assert_eq!(nukeviet["as_of"], "2024-10-13");
    let jquery = product(&portal, "jQuery");
    assert_eq!(jquery["version"]["exact"], "1.12.4");
    assert_eq!(portal["state"], "clean");
    let found = portal["findings"].as_array().unwrap();
    assert!(!found.is_empty());
    for own in found {
        assert_eq!(
            (&own["family"], &own["severity"]),
            (&"software".into(), &"low".into()),
            "{own}"
        );
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0, "a look asks for nothing more by default");
}

#[test]
fn files_that_tell_a_version_are_asked_for_once_a_week_and_pages_are_none() {
    let (web, asked) = portal();
    let dir = TempDir::new().unwrap();
    for _ in 0..2 {
        let portal = scan(&dir, &web, &["--state", "state", "--version-files"]);
        let nukeviet = product(&portal, "NukeViet");
        // The file is of no release that is known: this or newer, or modified.
        let evidence = nukeviet["evidence"].to_string();
        assert!(evidence.contains("/assets/js/upload.js"), "{evidence}");
        assert!(!evidence.contains("ckeditor.js"), "{evidence}");
        assert_ne!(nukeviet["version"]["kind"], "exact");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[test]
fn a_damaged_file_of_others_is_named_and_the_programs_own_knowledge_still_works() {
    let (web, _) = portal();
    let dir = TempDir::new().unwrap();
    let software = dir.path().join("own/software");
    fs::create_dir_all(&software).unwrap();
    fs::write(software.join("jsrepository-v5.json"), "[".repeat(100_000)).unwrap();
    let home = web.url("/");
    let arguments = ["scan", &home, "--format", "json", "--no-run-scripts", "--allow-private"];
    let output =
        canhcong(dir.path(), &[&arguments[..], &["--rate", "1000", "--data-dir", "own"]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("jsrepository-v5.json"), "{said}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(product(&report["portals"][0], "jQuery")["version"]["exact"], "1.12.4");
}
