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
/// Each page is measured so often, and the cheapest counts: others use the machine too.
const PASSES: usize = 3;

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
    let pages: Vec<PathBuf> = pages.into_iter().step_by(EVERY).collect();
    let [mut read, mut run, mut units] = [(); 3].map(|()| vec![f64::INFINITY; pages.len()]);
    for _ in 0..PASSES {
        // What has been seen to be quiet is forgotten from pass to pass.
        let behaviour = Arc::new(Behaviour::of_program(program, 1));
        behaviour.walls().unwrap();
        let (reads, runs) = (Viewer::new(None), Viewer::new(Some(behaviour)));
        for (place, path) in pages.iter().enumerate() {
            let body = inspect::read(path).unwrap();
            let text = decode(&body, None).text;
            let saved = Saved::page(body, None);
            let judge = |viewer: &Viewer| {
                black_box(inspect::judge(viewer, &knowledge, &saved));
            };
            units[place] = units[place].min(time(|| bare(&text)));
            read[place] = read[place].min(time(|| judge(&reads)));
            run[place] = run[place].min(time(|| judge(&runs)));
        }
    }
    for (name, times) in [("scripts read", read), ("scripts read and run", run)] {
        let ratios = sorted(times.iter().zip(&units).map(|(time, unit)| time / unit));
        let times = sorted(times.iter().map(|time| time * 1_000.0));
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        let ratio = ratios[ratios.len() / 2];
        println!("| {name} | {:.1} | {ratio:.1} | {:.1} | {:.1} |", at(0.5), at(0.95), at(1.0));
    }
}

fn sorted(figures: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures
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
