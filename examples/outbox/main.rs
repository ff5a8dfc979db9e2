//! Writes a night of many findings into a state folder, as a run would have: what people are then owed
//! is the matter of `tests/real/outbox.sh`.
//!
//! ```text
//! cargo run --example outbox -- STATE [--portals 500] [--findings 10000]
//! ```
//!
//! The portals are called `p-0`, `p-1`, … and each has its share of the findings.

use std::{path::PathBuf, process::ExitCode};

use canhcong::{
    finding::{Excerpt, Family, Finding, Fingerprint, Severity, Signal, SignalKind, Text, Where},
    history::LookedAt,
    identity::Identity,
    outcome::{Coverage, PortalReport, State},
    scan::{known_rule, now},
    store::{Store, StoreError},
};
use clap::Parser;

#[derive(Parser)]
#[command(about = "Writes a night of many findings into a state folder")]
struct Args {
    /// The state folder; it must not have a database yet.
    state: PathBuf,
    #[arg(long, default_value_t = 500)]
    portals: usize,
    #[arg(long, default_value_t = 10_000)]
    findings: usize,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if args.state.join(Store::FILE).exists() {
        eprintln!("{} has a database already", args.state.display());
        return ExitCode::from(2);
    }
    match fill(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn fill(args: &Args) -> Result<(), StoreError> {
    let at = now();
    let mut store = Store::open(&args.state, known_rule, at)?;
    let run = store.begin_run("nightly", at)?;
    for nth in 0..args.portals {
        let portal = format!("p-{nth}");
        let own = (nth..args.findings).step_by(args.portals.max(1));
        let findings: Vec<Finding> = own.map(|nth| finding(&portal, nth)).collect();
        let report = report(&portal, nth);
        store.finish_portal(run, report, &findings, &LookedAt::default(), at)?;
    }
    store.finish_run(run, at)
}

fn finding(portal: &str, nth: usize) -> Finding {
    let text = Text { vi: "", en: "" };
    let url = format!("https://{portal}.example/tin-{nth}.html");
    Finding {
        id: Fingerprint::of(portal, "hidden-link", &nth.to_string()),
        rule: "hidden-link",
        family: Family::Backlink,
        severity: [Severity::Medium, Severity::High, Severity::Critical][nth % 3],
        url: url.clone(),
        identity: Identity::Citizen,
        subject: format!("https://nha-cai-{nth}.example/"),
        excerpt: Excerpt { text: "trước <a>nhà cái</a> sau".to_owned(), mark: 8..24 },
        unpacked: None,
        place: Where { line: 120, column: 4, css: "body > div".to_owned() },
        signals: vec![
            Signal::new(SignalKind::Hidden, "offscreen"),
            Signal::new(SignalKind::Lexicon, "nhà cái"),
        ],
        why: text,
        repair: text,
        pages: vec![url],
        pages_total: 1,
        confirmed: true,
        traces: Vec::new(),
    }
}

fn report(portal: &str, nth: usize) -> PortalReport {
    PortalReport {
        portal: portal.to_owned(),
        name: format!("Cổng số {nth}"),
        agency: None,
        province: None,
        url: format!("https://{portal}.example/"),
        state: State::Findings,
        coverage: Coverage::default(),
        software: Vec::new(),
        findings: Vec::new(),
        set_aside: Vec::new(),
        clearing: Vec::new(),
        healed: Vec::new(),
        watch: None,
        failures: Vec::new(),
    }
}
