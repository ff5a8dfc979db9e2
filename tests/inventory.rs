//! The software of portals as operators ask for it, with the real binary and a portal on loopback.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use program::canhcong;
use serde_json::{Value, json};
use tempfile::TempDir;
use web::{Answer, Web};

/// What `software` says, on either stream, and the exit code.
fn software(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = canhcong(folder, &[&["software"], arguments].concat());
    (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
}

/// A portal of the version of WordPress that it is told, which refuses everybody where that is empty.
fn wordpress(version: &Arc<Mutex<&'static str>>) -> Web {
    let version = Arc::clone(version);
    Web::serve(move |request| match (*version.lock().unwrap(), request.path.as_str()) {
        ("", _) => Answer::status(403),
        (version, "/") => Answer::html(format!(
            "<meta name=generator content=\"WordPress {version}\"><title>UBND</title>\
             <script src=/js/jquery-1.8.3.min.js></script>\
             <link rel=stylesheet href=/wp-content/themes/xa/style.css><body><h1>Tin tức</h1>"
        )),
        _ => Answer::not_found(),
    })
}

#[test]
fn what_a_night_saw_is_listed_by_portal_and_by_product() {
    let version = Arc::new(Mutex::new("4.7.2"));
    let web = wordpress(&version);
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let (told, code) = software(folder, &[]);
    assert_eq!(code, Some(2), "{told}");
    let url = web.url("/");
    let portal = |id: &str, name: &str| {
        format!(
            "[[portal]]\nid = \"{id}\"\nname = \"{name}\"\nurl = \"{url}\"\n\
             requests_per_second = 1000\npages = 3\n"
        )
    };
    fs::write(folder.join("targets.toml"), portal("xa-mau", "=Xã Mẫu")).unwrap();
    let night = canhcong(folder, &["nightly", "--allow-private", "-q"]);
    assert!(matches!(night.status.code(), Some(0 | 1)), "{night:?}");

    let (table, code) = software(folder, &["--format", "csv"]);
    assert_eq!(code, Some(0), "old software is no incident: {table}");
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let names = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let cell = |name: &str| {
        let row = rows.iter().find(|row| row.iter().any(|cell| cell == "WordPress")).unwrap();
        row[names.iter().position(|own| own == name).unwrap()].to_owned()
    };
    assert_eq!(
        ["portal", "name", "url", "version_kind", "version"].map(cell),
        ["xa-mau", "'=Xã Mẫu", &url, "exact", "4.7.2"]
    );
    assert_eq!(cell("standing"), "outdated");

    let (bom, code) = software(folder, &["--format", "cyclonedx", "--portal", "xa-mau"]);
    let bom: Value = serde_json::from_str(&bom).unwrap();
    assert_eq!((&bom["bomFormat"], code), (&json!("CycloneDX"), Some(0)));
    let components = bom["components"].as_array().unwrap();
    let named = |name| components.iter().find(|own| own["name"] == name).unwrap();
    assert_eq!(named("WordPress")["version"], "4.7.2");
    let own = named("jQuery");
    let holes = bom["vulnerabilities"].as_array().unwrap();
    let is_own = |affected: &Value| affected["ref"] == own["bom-ref"];
    let hole = holes.iter().find(|hole| hole["id"] == "CVE-2020-11023").unwrap();
    assert!(hole["affects"].as_array().unwrap().iter().any(is_own), "{hole}");
    assert!(software(folder, &[]).0.contains("WordPress 4.7.2"));

    // The newest look counts, but one at a portal that refuses everybody shows nothing.
    for (now, state) in [("4.7.3", None), ("", Some("not-comparable"))] {
        *version.lock().unwrap() = now;
        let night = canhcong(folder, &["nightly", "--allow-private", "-q", "--format", "json"]);
        let night: Value = serde_json::from_slice(&night.stdout).unwrap();
        if let Some(state) = state {
            assert_eq!(night["portals"][0]["state"], state);
        }
        let (told, _) = software(folder, &["--format", "csv"]);
        assert!(told.contains("\"4.7.3\"") && !told.contains("\"4.7.2\""), "{told}");
    }
}

#[test]
fn formats_and_portals_that_are_not_there_are_named() {
    let web = wordpress(&Arc::new(Mutex::new("4.7.2")));
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let scan =
        ["scan", &web.url("/"), "--allow-private", "-q", "--rate", "1000", "--state", "state"];
    canhcong(folder, &scan);
    for (arguments, says) in [
        (&["software", "--format", "html"][..], "csv, cyclonedx"),
        (&["software", "--portal", "xa-mua"], "`xa-mua`"),
        (&["nightly", "--format", "csv"], "terminal, json, html"),
        (&["check", "--format", "pdf"], "terminal, json, html"),
    ] {
        let output = canhcong(folder, arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains(says), "{says} is missing: {errors}");
    }
}
