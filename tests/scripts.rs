//! Scripts that people have labelled, each put into a page of a portal and judged as
//! `canhcong inspect` would: what share of the malicious ones is found, and which of the others is
//! accused. Prints both (`cargo test --release --test scripts -- --nocapture`).
//!
//! The scripts are those of the shared corpus (`CANHCONG_SHARED`, by default `../shared`); without it
//! there is nothing to judge.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use canhcong::{
    behaviour::{Behaviour, Viewer},
    finding::Severity,
    inspect::{self, Saved},
    knowledge::Knowledge,
};
use rayon::prelude::*;
use url::Url;

/// Percent of the malicious scripts that are to be found at `high` or above.
const FOUND: usize = 70;

struct Labelled {
    file: String,
    label: String,
    /// The site of a script that was cut from a page.
    host: String,
}

#[test]
fn malicious_scripts_are_found_and_innocent_ones_left_alone() {
    let shared = env::var_os("CANHCONG_SHARED").map_or("../shared".into(), PathBuf::from);
    let folder = shared.join("data/corpus/js");
    let Ok(manifest) = fs::read_to_string(folder.join("MANIFEST.tsv")) else {
        println!("skipped: no scripts in {} (set CANHCONG_SHARED)", folder.display());
        return;
    };
    let program = Path::new(env!("CARGO_BIN_EXE_canhcong"));
    let viewer = Viewer::new(Some(Arc::new(Behaviour::of_program(program, 2))));
    let judged: Vec<(Labelled, Option<Severity>)> = labelled(&manifest)
        .into_par_iter()
        .map(|script| {
            let code = inspect::read(&folder.join(&script.file)).unwrap();
            let page = page(&String::from_utf8_lossy(&code));
            let host = if script.host.is_empty() { "ubnd.gov.example" } else { &script.host };
            let url = Url::parse(&format!("http://{host}/")).unwrap();
            let saved = Saved::page(page.into_bytes(), Some(url));
            let found = inspect::judge(&viewer, &Knowledge::builtin(), &saved).findings;
            let worst = found.iter().map(|finding| finding.severity).max();
            (script, worst)
        })
        .collect();
    print(&judged);
    let of = |benign: bool| {
        judged.iter().filter(move |(script, _)| script.label.starts_with("benign") == benign)
    };
    let grave = |(_, worst): &&(Labelled, Option<Severity>)| *worst >= Some(Severity::High);
    let accused: Vec<&str> = of(true).filter(grave).map(|(script, _)| &*script.file).collect();
    assert!(accused.is_empty(), "accused: {}", accused.join(", "));
    let (found, all) = (of(false).filter(grave).count(), of(false).count());
    assert!(found * 100 >= all * FOUND, "{found} of {all} found");
}

/// Recall and false alarms, by label.
fn print(judged: &[(Labelled, Option<Severity>)]) {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (script, worst) in judged {
        let worst = worst.map_or("none", Severity::id);
        *counts.entry(&script.label).or_default().entry(worst).or_default() += 1;
    }
    for (label, worst) in counts {
        let mut line = String::new();
        worst.iter().for_each(|(worst, count)| write!(line, " {worst} {count}").unwrap());
        println!("{label}:{line}");
    }
    for (script, worst) in judged.iter().filter(|(script, _)| !script.label.starts_with("benign")) {
        if *worst < Some(Severity::High) {
            println!("missed: {} ({})", script.file, worst.map_or("none", Severity::id));
        }
    }
}

fn labelled(manifest: &str) -> Vec<Labelled> {
    let mut lines = manifest.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let column = |name: &str| names.iter().position(|own| *own == name).unwrap();
    let (file, label, host) = (column("file"), column("label"), column("page_host"));
    let script = |fields: Vec<&str>| Labelled {
        file: fields[file].to_owned(),
        label: fields[label].to_owned(),
        host: fields.get(host).copied().unwrap_or_default().to_owned(),
    };
    lines.map(script).collect()
}

/// A page of a portal with the code in it; what is markup already is put in as it is.
fn page(code: &str) -> String {
    let links: String = (0..20).map(|n| format!("<a href=\"/muc-{n}\">Mục {n}</a> ")).collect();
    let added = if code.trim_start().starts_with('<') {
        code.to_owned()
    } else {
        format!("<script>{}</script>", code.replace("</script", "<\\/script"))
    };
    format!(
        "<!doctype html><html lang=\"vi\"><head><title>UBND huyện</title></head><body>\
         <h1>Tin tức</h1><p>Ủy ban nhân dân huyện thông báo lịch tiếp công dân tháng này tại trụ \
         sở, mời bà con theo dõi.</p>{links}{added}</body></html>"
    )
}
