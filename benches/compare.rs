//! What comparing a portal of 25 pages with its past costs, against reading these pages.
//!
//! The portal has been approved and learned for a week; each night brings some news on every page.
//! Each round measures reading and comparing right after one another, and the median of the rounds'
//! ratios counts: others use the machine too.

#![allow(clippy::unwrap_used, reason = "constant addresses")]

mod portal;

use std::{hint::black_box, time::Instant};

use canhcong::{
    baseline::{Baseline, Comparison, Drift, Look, Memory, Night, PageFacts, Shapes},
    page::{Loaded, Page, Reader},
    store::Days,
};
use portal::{portal_page, script, stylesheet};
use url::Url;

const ROUNDS: usize = 21;
const PAGES: usize = 25;
const NIGHTS: u32 = 7;

fn main() {
    let bench = Bench::new();
    let mut memory = Memory::default();
    for night in 0..NIGHTS {
        let look = bench.look(&bench.read(bench.sources(night)));
        let drift = Comparison::new(None, &memory, Night(night)).look(&look);
        memory.learn(&look, &drift, Night(night));
    }
    let approved = Baseline::propose("so", &memory, std::slice::from_ref(&bench.root));
    let compare = |look: &Look| Comparison::new(Some(&approved), &memory, Night(NIGHTS)).look(look);

    let (mut gathering, mut comparing, mut learning) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let sources = bench.sources(NIGHTS);
        let (pages, reading) = time(|| bench.read(sources));
        let (look, gathered) = time(|| bench.look(&pages));
        let (drift, compared) = time(|| compare(&look));
        let (_, learned) = time(|| keep(&memory, &look, drift));
        gathering.push(gathered / reading);
        comparing.push(compared / reading);
        learning.push(learned / reading);
    }
    println!("| {PAGES} pages, by the time that reading them takes | |\n|---|---|");
    let (gathering, comparing) = (median(&mut gathering), median(&mut comparing));
    println!("| gathering what can be compared | {gathering:.3} |");
    println!("| comparing | {comparing:.3} |");
    println!("| both | {:.3} |", gathering + comparing);
    println!("| learning and packing for the next night | {:.3} |", median(&mut learning));
}

struct Bench {
    reader: Reader,
    loaded: Loaded,
    shapes: Shapes,
    root: Url,
}

impl Bench {
    fn new() -> Self {
        let root = Url::parse("https://portal.gov.example/").unwrap();
        let mut loaded = Loaded::default();
        for (path, text) in [("/style.css", stylesheet()), ("/portal.js", script())] {
            loaded.insert(root.join(path).unwrap(), text.into());
        }
        Self { reader: Reader::new(), loaded, shapes: Shapes::default(), root }
    }

    /// The pages of a night.
    fn sources(&self, night: u32) -> Vec<(Url, String)> {
        let page = |number: usize| {
            let url = self.root.join(&format!("/muc-{number}")).unwrap();
            let news = format!(
                "<div id=\"main\" class=\"container\"><div class=\"hot\"><a href=\"/tin-{number}-{night}\">Tin ngày {night}</a></div>"
            );
            let source =
                portal_page(number).replacen("<div id=\"main\" class=\"container\">", &news, 1);
            (url, source)
        };
        (0..PAGES).map(page).collect()
    }

    fn read(&self, sources: Vec<(Url, String)>) -> Vec<(Url, Page)> {
        let read = |(url, source): (Url, String)| {
            let page = self.reader.read(source.into(), &url, &[], &self.loaded);
            (url, page)
        };
        sources.into_iter().map(read).collect()
    }

    fn look(&self, pages: &[(Url, Page)]) -> Look {
        let is_own = |url: &Url| url.host_str() == self.root.host_str();
        let mut look = Look::default();
        for (_, page) in pages {
            look.add(PageFacts::of(page, &[], &self.loaded, &is_own, &self.shapes), true);
        }
        look
    }
}

fn keep(memory: &Memory, look: &Look, drift: Drift) {
    let mut memory = memory.clone();
    memory.learn(look, &drift, Night(NIGHTS));
    black_box(Days { memory, changes: drift.changes }.pack().unwrap());
}

fn time<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let done = black_box(work());
    (done, begin.elapsed().as_secs_f64())
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
