//! `canhcong inspect`: one JSON line for each saved page, in the order given.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use canhcong::{
    finding::{Lang, Severity},
    inspect,
    page::Reader,
    report::json::FindingJson,
};
use rayon::prelude::*;
use serde::Serialize;
use url::Url;

use super::{Common, Outcome};

#[derive(clap::Args)]
pub struct Args {
    /// Saved pages (`.html`, `.htm`, each also `.gz`), or folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The address that a single page came from.
    #[arg(long, value_name = "URL")]
    url: Option<Url>,
}

/// Pages that are judged before the first of them is printed.
const AT_ONCE: usize = 64;

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    path: &'a Path,
    url: Option<&'a str>,
    findings: Vec<FindingJson<'a>>,
    software: [(); 0],
    error: Option<String>,
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
    let mut out: Box<dyn std::io::Write> = match &common.output {
        Some(path) => Box::new(std::io::BufWriter::new(
            std::fs::File::create(path)
                .with_context(|| format!("{} cannot be written", path.display()))?,
        )),
        None => Box::new(std::io::stdout().lock()),
    };
    let reader = Reader::new();
    let (mut worst, mut judged_any) = (None, false);
    for chunk in pages.chunks(AT_ONCE) {
        let judged: Vec<Judged> = chunk
            .par_iter()
            .map(|path| judge(&reader, path, args.url.as_ref(), common.lang()))
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
            } else if kind.is_file() && is_page(&entry.path()) {
                found.push(entry.path());
            }
        }
    }
    found.sort_unstable();
    pages.append(&mut found);
    Ok(())
}

fn is_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".html", ".htm", ".xhtml"].iter().any(|end| name.ends_with(end))
}

fn judge(reader: &Reader, path: &Path, url: Option<&Url>, lang: Lang) -> Judged {
    let inspected = match inspect::read(path) {
        Ok(body) => inspect::judge(reader, &body, url),
        Err(error) => return failed(path, &error),
    };
    let findings = &inspected.findings;
    let line = Line {
        schema: "canhcong.inspect/1",
        path,
        url: Some(inspected.url.as_str()),
        findings: findings.iter().map(|finding| FindingJson::new(finding, lang)).collect(),
        software: [],
        error: None,
    };
    Judged {
        line: written(&line),
        worst: Some(findings.iter().map(|finding| finding.severity).max()),
    }
}

fn failed(path: &Path, error: &dyn std::error::Error) -> Judged {
    let line = Line {
        schema: "canhcong.inspect/1",
        path,
        url: None,
        findings: Vec::new(),
        software: [],
        error: Some(error.to_string()),
    };
    Judged { line: written(&line), worst: None }
}

fn written(line: &Line<'_>) -> String {
    serde_json::to_string(line).unwrap_or_else(|error| {
        format!("{{\"schema\":\"canhcong.inspect/1\",\"error\":\"{error}\"}}")
    })
}
