//! What reading and judging costs, in units of a bare parse.
//!
//! U is the processor time of `scraper::Html::parse_document` over the same bytes. Machines are
//! noisy, so each round measures U and the others right after one another, and the median of the
//! rounds' ratios is what counts. Criterion then gives the absolute times.

#![allow(clippy::unwrap_used, reason = "constant addresses")]

mod portal;

use std::{hint::black_box, sync::Arc, time::Instant};

use canhcong::{
    detect::{Asked, NOTHING_USUAL, Observation, RULES, View, examine},
    fetch::{Hop, decode},
    finding::Family,
    identity::Identity,
    knowledge::Knowledge,
    page::{Loaded, Reader},
    target::Target,
};
use criterion::{Criterion, Throughput};
use portal::{portal_page, script, stylesheet};
use url::Url;

const ROUNDS: usize = 21;
const PAGES: usize = 24;

fn main() {
    let pages: Vec<String> = (0..PAGES).map(portal_page).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let bench = Bench::new();

    let mut different = Vec::new();
    let mut identical = Vec::new();
    for round in 0..=ROUNDS {
        let unit = time(|| pages.iter().for_each(|page| bare(page)));
        let all = time(|| pages.chunks(4).for_each(|four| bench.four_different(four)));
        // Four visitors get four times the bytes, so four units stand against one page each.
        let same = time(|| pages.iter().for_each(|page| bench.four_identical(page)));
        if round > 0 {
            different.push(all / unit);
            identical.push(same / (4.0 * unit));
        }
    }
    println!("| four identities, {} KB a page | x U |\n|---|---|", bytes / PAGES / 1000);
    println!("| four bodies that all differ | {:.2} |", median(&mut different));
    println!("| four identical bodies, judged once | {:.2} |", median(&mut identical));
    families(&pages, &bench);

    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("page");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("bare parse", |b| b.iter(|| pages.iter().for_each(|page| bare(page))));
    group.bench_function("four that differ", |b| {
        b.iter(|| pages.chunks(4).for_each(|four| bench.four_different(four)));
    });
    group.finish();
    criterion.final_summary();
}

/// What the rules of each family cost by themselves, on pages that have been read: on an ordinary
/// page, and on one that says much of what rules look for.
fn families(pages: &[String], bench: &Bench) {
    let loud: Vec<String> = pages.iter().map(|page| with_spam(page)).collect();
    println!(
        "| rules of one family, four bodies that differ | ordinary x U | loud x U |\n|---|---|---|"
    );
    for family in
        [Family::Backlink, Family::Redirect, Family::Cloaking, Family::Defacement, Family::Script]
    {
        let ratio = |pages: &[String]| {
            let views: Vec<Vec<View>> = pages.chunks(4).map(|four| bench.views(four)).collect();
            let mut ratios: Vec<f64> = (0..ROUNDS)
                .map(|_| {
                    let unit = time(|| pages.iter().for_each(|page| bare(page)));
                    time(|| views.iter().for_each(|views| bench.family(family, views))) / unit
                })
                .collect();
            median(&mut ratios)
        };
        println!("| {} | {:.3} | {:.3} |", family.id(), ratio(pages), ratio(&loud));
    }
}

/// The page with a block of spam in it.
fn with_spam(page: &str) -> String {
    let link = "<a href=\"https://w88.example/nha-cai\">nhà cái uy tín tài xỉu online</a>";
    let block = format!("<div style=\"display:none\">{}</div></body>", link.repeat(100));
    page.replace("</body>", &block)
}

#[expect(clippy::disallowed_methods, reason = "the bare parse is the unit of measurement")]
fn bare(page: &str) {
    black_box(scraper::Html::parse_document(black_box(page)));
}

struct Bench {
    reader: Reader,
    loaded: Loaded,
    knowledge: Arc<Knowledge>,
    target: Target,
    url: Url,
}

impl Bench {
    fn new() -> Self {
        let url = Url::parse("https://portal.gov.example/tin-tuc").unwrap();
        let mut loaded = Loaded::default();
        for (path, text) in [("/style.css", stylesheet()), ("/portal.js", script())] {
            loaded.insert(url.join(path).unwrap(), text.into());
        }
        let knowledge = Knowledge::builtin();
        Self { reader: Reader::new(), loaded, knowledge, target: Target::ad_hoc(url.clone()), url }
    }

    fn four_different(&self, pages: &[String]) {
        self.judge(&self.views(pages));
    }

    fn views(&self, pages: &[String]) -> Vec<View> {
        let visits = pages.iter().zip(Identity::ALL);
        visits.map(|(page, identity)| self.view(page, identity)).collect()
    }

    fn family(&self, family: Family, views: &[View]) {
        let observation = self.observation(views);
        let mut hits = Vec::new();
        for rule in RULES.iter().filter(|rule| rule.family == family) {
            (rule.examine)(&observation, &mut hits);
        }
        black_box(hits);
    }

    fn four_identical(&self, page: &str) {
        let first = self.view(page, Identity::Citizen);
        let views: Vec<View> =
            Identity::ALL.map(|identity| View { identity, ..first.clone() }).into();
        self.judge(&views);
    }

    fn judge(&self, views: &[View]) {
        black_box(examine(&self.observation(views)));
    }

    fn observation<'a>(&'a self, views: &'a [View]) -> Observation<'a> {
        let Self { target, knowledge, url, .. } = self;
        Observation { target, knowledge, url, asked: Asked::Page, views, usual: &NOTHING_USUAL }
    }

    fn view(&self, page: &str, identity: Identity) -> View {
        let text = decode(page.as_bytes(), Some("text/html; charset=utf-8")).text;
        let page = self.reader.read(text.into(), &self.url, &[], &self.loaded);
        let hop = Hop {
            url: self.url.clone(),
            status: 200,
            location: None,
            headers: Vec::new(),
            address: None,
            certificate: None,
            exchange: None,
        };
        let page = Some(Arc::new(page));
        View { identity, hops: vec![hop], leaves_to: None, page, document: None }
    }
}

fn time(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
