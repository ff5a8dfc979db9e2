//! `canhcong inspect`: one JSON line for each saved page or archived answer, in the order given.

use std::{
    collections::BTreeMap,
    io::Write as _,
    iter,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use canhcong::{
    behaviour::Viewer,
    detect::Reason,
    finding::Severity,
    inspect::{self, Fault, Saved, Warc},
    knowledge::Knowledge,
    report::{
        defang, explanation,
        json::{FindingJson, SoftwareJson},
    },
};
use rayon::prelude::*;
use serde::Serialize;
use url::Url;

use super::{Common, Outcome};

#[derive(clap::Args)]
pub struct Args {
    /// Saved pages (`.html`, `.htm`), documents (`.pdf`, `.docx`), web archives (`.warc`), each also
    /// `.gz`, or folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The address that a single page came from.
    #[arg(long, value_name = "URL")]
    url: Option<Url>,
    /// Say of each page what rules matched, what that is worth and what lowered it: as text, or
    /// with `--format json` as `explained` in each line.
    #[arg(long)]
    explain: bool,
}

/// Pages that are judged before the first of them is printed.
const AT_ONCE: usize = 64;
/// Bytes of archived answers that are held at once, give or take one answer.
const MOST_BYTES: usize = 32 << 20;

/// What becomes one line.
enum Job<'a> {
    /// A page in a file of its own, not read yet.
    Page(&'a Path),
    /// An answer out of an archive.
    Answer(&'a Path, Result<Saved, Fault>),
    /// An archive that cannot be opened.
    Closed(&'a Path, std::io::Error),
}

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    path: &'a Path,
    url: Option<&'a str>,
    findings: Vec<FindingJson<'a>>,
    software: Vec<SoftwareJson<'a>>,
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<Explained<'a>>>,
}

/// What one rule matched and what that is worth.
#[derive(Serialize)]
struct Explained<'a> {
    rule: &'static str,
    subject: &'a str,
    severity: Severity,
    sum: i32,
    capped: bool,
    /// Each kind of signal with its weight; what lowers it is below zero.
    weights: BTreeMap<&'static str, i32>,
    signals: Vec<String>,
}

impl<'a> Explained<'a> {
    fn new(reason: &'a Reason) -> Self {
        let weighed = &reason.weighed;
        Self {
            rule: reason.rule,
            subject: &reason.subject,
            severity: weighed.severity,
            sum: weighed.sum,
            capped: weighed.capped.is_some(),
            weights: weighed.kinds.iter().map(|(kind, weight)| (kind.id(), *weight)).collect(),
            signals: reason.signals.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What became of one page: its line, and how grave it is if it could be judged.
struct Judged {
    line: String,
    worst: Option<Option<Severity>>,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let mut pages = Vec::new();
    for path in &args.paths {
        list(path, &mut pages).with_context(|| format!("{} cannot be read", path.display()))?;
    }
    if args.url.is_some() && pages.len() != 1 {
        bail!("--url is for a single page; {} were named", pages.len());
    }
    if args.url.is_some() && pages.iter().any(|path| is_archive(path)) {
        bail!("--url is for a single page; an archive says where its answers came from");
    }
    let mut out: Box<dyn std::io::Write> = match &common.output {
        Some(path) => Box::new(std::io::BufWriter::new(
            std::fs::File::create(path)
                .with_context(|| format!("{} cannot be written", path.display()))?,
        )),
        None => Box::new(std::io::stdout().lock()),
    };
    let viewer = common.viewer();
    let knowledge = common.knowledge()?;
    let (mut worst, mut judged_any) = (None, false);
    let mut jobs = pages.iter().flat_map(|path| jobs(path));
    loop {
        let chunk = next_chunk(&mut jobs);
        if chunk.is_empty() {
            break;
        }
        let judged: Vec<Judged> = chunk
            .into_par_iter()
            .map(|job| judge(&viewer, &knowledge, job, args, common))
            .collect();
        for judged in judged {
            writeln!(out, "{}", judged.line).context("the result cannot be written")?;
            if let Some(severity) = judged.worst {
                judged_any = true;
                worst = worst.max(severity);
            }
        }
    }
    out.flush().context("the result cannot be written")?;
    Ok(match worst {
        _ if !judged_any => Outcome::NothingJudged,
        Some(worst) if worst >= common.fail_on => Outcome::Findings,
        _ => Outcome::Quiet,
    })
}

/// A file as it is; the pages of a folder in sorted order, without following links.
fn list(path: &Path, pages: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !std::fs::metadata(path)?.is_dir() {
        pages.push(path.to_owned());
        return Ok(());
    }
    let mut folders = vec![path.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && (is_page(&entry.path()) || is_archive(&entry.path())) {
                found.push(entry.path());
            }
        }
    }
    found.sort_unstable();
    pages.append(&mut found);
    Ok(())
}

/// Whether a file is named like a page or a document.
fn is_page(path: &Path) -> bool {
    ends_in(path, &[".html", ".htm", ".xhtml", ".pdf", ".docx"])
}

fn is_archive(path: &Path) -> bool {
    ends_in(path, &[".warc"])
}

/// Whether a name ends in one of these, gzipped or not.
fn ends_in(path: &Path, ends: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    ends.iter().any(|end| name.ends_with(end))
}

/// What there is to judge in a file. An archive is read as its answers are asked for.
fn jobs(path: &Path) -> Box<dyn Iterator<Item = Job<'_>> + '_> {
    if !is_archive(path) {
        return Box::new(iter::once(Job::Page(path)));
    }
    match Warc::open(path) {
        Ok(warc) => Box::new(warc.map(|answer| Job::Answer(path, answer))),
        Err(error) => Box::new(iter::once(Job::Closed(path, error))),
    }
}

fn next_chunk<'a>(jobs: &mut impl Iterator<Item = Job<'a>>) -> Vec<Job<'a>> {
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    while chunk.len() < AT_ONCE
        && bytes < MOST_BYTES
        && let Some(job) = jobs.next()
    {
        if let Job::Answer(_, Ok(saved)) = &job {
            bytes += saved.body.len();
        }
        chunk.push(job);
    }
    chunk
}

fn judge(
    viewer: &Viewer,
    knowledge: &Knowledge,
    job: Job<'_>,
    args: &Args,
    common: &Common,
) -> Judged {
    let lang = common.lang();
    let (path, saved) = match job {
        Job::Page(path) => match inspect::read(path) {
            Ok(body) => (path, Saved::page(body, args.url.clone())),
            Err(error) => return failed(path, None, &error),
        },
        Job::Answer(path, Ok(saved)) => (path, saved),
        Job::Answer(path, Err(fault)) => return failed(path, fault.url.as_ref(), &fault),
        Job::Closed(path, error) => return failed(path, None, &error),
    };
    let inspected = inspect::judge(viewer, knowledge, &saved);
    let findings = &inspected.findings;
    let worst = Some(findings.iter().map(|finding| finding.severity).max());
    if args.explain && common.format != "json" {
        let idle = inspected.idle_words(knowledge);
        let why = explanation::of_page(&inspected.reasons, &idle, lang);
        let url = defang(inspected.url.as_str());
        return Judged { line: format!("{}  {url}\n{why}", path.display()), worst };
    }
    let line = Line {
        schema: "canhcong.inspect/1",
        path,
        url: Some(inspected.url.as_str()),
        findings: findings.iter().map(|finding| FindingJson::new(finding, lang)).collect(),
        software: inspected.software.iter().map(|own| SoftwareJson::new(own, lang)).collect(),
        error: None,
        explained: args.explain.then(|| inspected.reasons.iter().map(Explained::new).collect()),
    };
    Judged { line: written(&line), worst }
}

fn failed(path: &Path, url: Option<&Url>, error: &dyn std::error::Error) -> Judged {
    let line = Line {
        schema: "canhcong.inspect/1",
        path,
        url: url.map(Url::as_str),
        findings: Vec::new(),
        software: Vec::new(),
        error: Some(error.to_string()),
        explained: None,
    };
    Judged { line: written(&line), worst: None }
}

fn written(line: &Line<'_>) -> String {
    serde_json::to_string(line).unwrap_or_else(|error| {
        format!("{{\"schema\":\"canhcong.inspect/1\",\"error\":\"{error}\"}}")
    })
}
