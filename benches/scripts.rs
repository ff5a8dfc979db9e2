//! What a page costs with its scripts run, on real innocent pages: reading, running in the worlds
//! that they tell apart, reading again where that is needed, all rules.
//!
//! One thread and one child take turns, so time on the wall is processor time on a quiet machine.
//! The pages are those of the shared corpus (`CANHCONG_SHARED`, by default `../shared`); without it
//! there is nothing to measure. U is a bare parse of the same page, right before it.

#![allow(clippy::unwrap_used, reason = "a bench that cannot read its pages has failed")]

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use canhcong::{
    behaviour::{Behaviour, Viewer},
    fetch::decode,
    inspect::{self, Saved},
    knowledge::Knowledge,
};

/// Every so many pages are measured.
const EVERY: usize = 4;

fn main() {
    let shared = std::env::var_os("CANHCONG_SHARED").map_or("../shared".into(), PathBuf::from);
    let mut pages = Vec::new();
    for set in ["benign_vn", "benign_intl"] {
        list(&shared.join("data/corpus").join(set), &mut pages);
    }
    if pages.is_empty() {
        println!("skipped: no corpus in {} (set CANHCONG_SHARED)", shared.display());
        return;
    }
    pages.sort_unstable();
    let program = Path::new(env!("CARGO_BIN_EXE_canhcong"));
    let knowledge = Knowledge::builtin();
    println!(
        "| innocent pages, one in {EVERY} | median ms | median x U | 95 % below ms | worst ms |"
    );
    println!("|---|---|---|---|---|");
    for (name, runs) in [("scripts read", false), ("scripts read and run", true)] {
        let behaviour = runs.then(|| Arc::new(Behaviour::of_program(program, 1)));
        let viewer = Viewer::new(behaviour);
        let (mut times, mut ratios) = (Vec::new(), Vec::new());
        for path in pages.iter().step_by(EVERY) {
            let body = inspect::read(path).unwrap();
            let text = decode(&body, None).text;
            let unit = time(|| bare(&text));
            let saved = Saved::page(body, None);
            let spent = time(|| {
                black_box(inspect::judge(&viewer, &knowledge, &saved));
            });
            times.push(spent * 1_000.0);
            ratios.push(spent / unit);
        }
        times.sort_by(f64::total_cmp);
        ratios.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        let ratio = ratios[ratios.len() / 2];
        println!("| {name} | {:.1} | {ratio:.1} | {:.1} | {:.1} |", at(0.5), at(0.95), at(1.0));
    }
}

#[expect(clippy::disallowed_methods, reason = "the bare parse is the unit of measurement")]
fn bare(page: &str) {
    black_box(scraper::Html::parse_document(black_box(page)));
}

fn time(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

fn list(folder: &Path, pages: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "gz") {
            pages.push(path);
        }
    }
}
