//! `canhcong demo`: a small province before and after an attack.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use canhcong::{
    demo::{self, ATTACKS, Attack, Province},
    fetch::Egress,
    finding::{Lang, Severity, Text},
    outcome::{Report, Reported},
    report::{self, Format, defang, severity_name},
    scan::{self, Journal, Options, Stop},
};

use super::{Common, Outcome, progress::Progress};

#[derive(clap::Args)]
pub struct Args {}

/// Where the report is left unless `--output` says otherwise.
const REPORT: &str = "canhcong-demo.html";

const CLEAN: Text = Text {
    vi: "1. Bốn cổng thông tin trên máy này, chưa bị tấn công",
    en: "1. Four portals on this machine, before anybody attacks them",
};
const ATTACKED: Text = Text {
    vi: "2. Tấn công như trong các vụ việc, rồi quét lại",
    en: "2. Attacked in the ways of the incidents, and scanned again",
};
const GRAVE: Text = Text { vi: "phát hiện nghiêm trọng", en: "grave findings" };
const FOUND: Text = Text { vi: "phát hiện", en: "found" };
const MISSED: Text = Text { vi: "BỎ SÓT", en: "MISSED" };
const LEFT: Text = Text { vi: "Báo cáo HTML", en: "HTML report" };

pub fn run(_: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let lang = common.lang();
    let state = std::env::temp_dir().join(format!("canhcong-demo-{}", std::process::id()));
    let (before, after) = super::runtime()?.block_on(scan_twice(common, &state))?;
    std::fs::remove_dir_all(&state).ok();

    let mut text = format!("{}\n", CLEAN.in_lang(lang));
    for portal in &before.portals {
        let grave = grave(&before, &portal.portal).count();
        let found = format!("{grave} {}", GRAVE.in_lang(lang));
        text += &format!("   {:<18} {found:<24} {}\n", portal.portal, portal.name);
    }
    text += &format!("\n{}\n", ATTACKED.in_lang(lang));
    let mut all = before.worst() < Some(Severity::High);
    for attack in ATTACKS {
        let found = seen(&after, attack);
        all &= found.is_some();
        text += &line(attack, found, lang);
    }
    let path = common.output.clone().unwrap_or_else(|| PathBuf::from(REPORT));
    let html = Format::named("html").context("there is no HTML report")?;
    let reader = report::Options { lang, ..report::Options::default() };
    std::fs::write(&path, (html.render)(&after, &reader)?)
        .with_context(|| format!("the report cannot be written to {}", path.display()))?;
    text += &format!("\n{}: {}\n", LEFT.in_lang(lang), path.display());
    print!("{text}");
    // A demo that finds what it planted went well; a miss must not look like success.
    Ok(if all { Outcome::Quiet } else { Outcome::Findings })
}

async fn scan_twice(common: &Common, state: &Path) -> anyhow::Result<(Report, Report)> {
    let province = demo::serve().await.context("no portal can be served on loopback")?;
    let mut options = common.options(Default::default())?;
    options.egress = Egress::allow_private();
    let before = scan_all(&province, &options, common, state).await?;
    province.attack();
    let after = scan_all(&province, &options, common, state).await?;
    Ok((before, after))
}

async fn scan_all(
    province: &Province,
    options: &Options,
    common: &Common,
    state: &Path,
) -> anyhow::Result<Report> {
    let journal = Journal::open(state, "demo", options.clock.now())?;
    let progress = Progress::new(province.targets.len(), common.quiet);
    let targets = province.targets.clone();
    let stop = Stop::default();
    let report =
        scan::run(targets, options, &journal, &stop, &|event| progress.show(&event)).await?;
    journal.close(options.clock.now()).await?;
    Ok(report)
}

fn grave<'a>(report: &'a Report, portal: &str) -> impl Iterator<Item = &'a Reported> {
    let own = report.portals.iter().filter(move |own| own.portal == portal);
    own.flat_map(|own| &own.findings).filter(|own| own.finding.severity >= Severity::High)
}

fn seen<'a>(report: &'a Report, attack: &Attack) -> Option<&'a Reported> {
    grave(report, attack.portal).find(|own| {
        let finding = &own.finding;
        finding.rule == attack.rule
            && (finding.subject.contains(attack.about) || finding.url.contains(attack.about))
    })
}

fn line(attack: &Attack, found: Option<&Reported>, lang: Lang) -> String {
    let verdict = match found {
        Some(found) => format!(
            "{}: {}, {} → {}",
            FOUND.in_lang(lang),
            severity_name(found.finding.severity).in_lang(lang),
            found.finding.rule,
            defang(&found.finding.subject),
        ),
        None => MISSED.in_lang(lang).to_owned(),
    };
    format!("   {:<18} {}\n   {:<18} {verdict}\n", attack.portal, attack.says.in_lang(lang), "")
}
