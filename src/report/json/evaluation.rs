//! The document `canhcong.evaluate/1`.
//!
//! | field | what it says |
//! |---|---|
//! | `schema`, `tool` | as in every document |
//! | `fail_on` | the severity from which an attack counts as found |
//! | `labels[]` | one entry for each set and label, sorted |
//! | `.set`, `.label` | the folder of the manifest (`.` for the folder itself), the label as written |
//! | `.benign` | whether these pages must stay quiet |
//! | `.files` | lines with this label: `judged` + `not_judged` |
//! | `.judged` | pages that were judged |
//! | `.not_judged` | `not_a_page`: other files, such as scripts; `faulty`: see `faults` |
//! | `.severities` | judged pages by their gravest finding: `critical` to `info`, and `none` |
//! | `.recall` | of attacks, a rate at `fail_on` or graver; `null` for benign pages |
//! | `.false_alarms` | of benign pages, a rate for each severity or graver: `fail_on`, `high`, `medium`; `null` for attacks |
//! | `total.attacks`, `total.benign` | the same of all labels together, without `set`, `label`, `benign` |
//! | `skipped` | labels left out by `--skip`, each with its number of lines |
//! | `accused` | benign pages with findings at the lowest of those severities or graver, gravest first |
//! | `missed` | attacks below `fail_on`, quietest first |
//! | `.total`, `.pages[]` | how many there are; the first of them |
//! | `.pages[].set`, `.label`, `.path`, `.url` | which page; `url` is the address under which it was judged |
//! | `.pages[].severity`, `.finding` | its gravest finding as in `canhcong.inspect/1`, or `null` |
//! | `faults.total`, `faults.lines[]` | lines that could not be followed; the first of them |
//! | `.lines[].manifest`, `.line`, `.reason` | where, and what was expected |
//!
//! A rate is `{"hits", "of", "share", "lower", "upper"}`: the bounds are those of the 95 % Wilson
//! interval; `share` and bounds are `null` of nothing.

use std::{borrow::Cow, collections::BTreeMap, path::Path};

use serde::Serialize;

use super::{FindingJson, Tool, document};
use crate::{
    finding::{Lang, Severity},
    outcome::{Evaluation, LabelledPage, Rate, Shortlist, Tally},
    report::{Options, RenderError},
};

/// An evaluation as `canhcong.evaluate/1`.
///
/// # Errors
/// The document cannot be written: a defect of this file, never of the evaluation.
pub fn evaluation(evaluation: &Evaluation, options: &Options) -> Result<String, RenderError> {
    let counted = |benign| Counts::new(&evaluation.total(benign), benign, evaluation);
    document(&Document {
        schema: "canhcong.evaluate/1",
        tool: Tool::THIS,
        fail_on: evaluation.fail_on,
        labels: labels(evaluation),
        total: Total { attacks: counted(false), benign: counted(true) },
        skipped: &evaluation.skipped,
        accused: Pages::new(&evaluation.accused, options.lang),
        missed: Pages::new(&evaluation.missed, options.lang),
        faults: faults(evaluation, options.lang),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    fail_on: Severity,
    labels: Vec<Label<'a>>,
    total: Total,
    skipped: &'a BTreeMap<String, usize>,
    accused: Pages<'a>,
    missed: Pages<'a>,
    faults: Faults<'a>,
}

#[derive(Serialize)]
struct Label<'a> {
    set: &'a str,
    label: &'a str,
    benign: bool,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Total {
    attacks: Counts,
    benign: Counts,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    judged: usize,
    not_judged: NotJudged,
    severities: BTreeMap<&'static str, usize>,
    recall: Option<RateJson>,
    false_alarms: Option<BTreeMap<&'static str, RateJson>>,
}

#[derive(Serialize)]
struct NotJudged {
    not_a_page: usize,
    faulty: usize,
}

#[derive(Serialize)]
struct RateJson {
    hits: usize,
    of: usize,
    share: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

#[derive(Serialize)]
struct Pages<'a> {
    total: usize,
    pages: Vec<PageJson<'a>>,
}

#[derive(Serialize)]
struct PageJson<'a> {
    set: &'a str,
    label: &'a str,
    path: Cow<'a, str>,
    url: &'a str,
    severity: Option<Severity>,
    finding: Option<FindingJson<'a>>,
}

#[derive(Serialize)]
struct Faults<'a> {
    total: usize,
    lines: Vec<FaultJson<'a>>,
}

#[derive(Serialize)]
struct FaultJson<'a> {
    manifest: Cow<'a, str>,
    line: u64,
    reason: &'a str,
}

fn labels(evaluation: &Evaluation) -> Vec<Label<'_>> {
    evaluation
        .tallies
        .iter()
        .map(|((set, label), tally)| {
            let benign = Evaluation::is_benign(label);
            Label { set, label, benign, counts: Counts::new(tally, benign, evaluation) }
        })
        .collect()
}

fn faults(evaluation: &Evaluation, lang: Lang) -> Faults<'_> {
    let faults = evaluation.faults.first().into_iter().map(|fault| FaultJson {
        manifest: shown(&fault.manifest),
        line: fault.line,
        reason: fault.reason.in_lang(lang),
    });
    Faults { total: evaluation.faults.total(), lines: faults.collect() }
}

fn shown(path: &Path) -> Cow<'_, str> {
    path.to_string_lossy()
}

impl Counts {
    fn new(tally: &Tally, benign: bool, evaluation: &Evaluation) -> Self {
        let graded = Severity::ALL.map(|severity| (severity.id(), tally.at(severity)));
        let named = [
            ("fail_on", evaluation.fail_on),
            ("high", Severity::High),
            ("medium", Severity::Medium),
        ];
        let alarms = named.map(|(name, floor)| (name, RateJson::new(tally.at_least(floor))));
        Self {
            files: tally.files,
            judged: tally.judged(),
            not_judged: NotJudged { not_a_page: tally.no_pages, faulty: tally.faulty },
            severities: graded.into_iter().chain([("none", tally.quiet)]).collect(),
            recall: (!benign).then(|| RateJson::new(tally.at_least(evaluation.fail_on))),
            false_alarms: benign.then(|| alarms.into_iter().collect()),
        }
    }
}

impl RateJson {
    fn new(rate: Rate) -> Self {
        let (lower, upper) = rate.bounds().unzip();
        Self { hits: rate.hits, of: rate.of, share: rate.share(), lower, upper }
    }
}

impl<'a> Pages<'a> {
    fn new(list: &'a Shortlist<LabelledPage>, lang: Lang) -> Self {
        let page = |page: &'a LabelledPage| PageJson {
            set: &page.set,
            label: &page.label,
            path: shown(&page.path),
            url: &page.url,
            severity: page.severity(),
            finding: page.gravest.as_ref().map(|finding| FindingJson::new(finding, lang)),
        };
        Self { total: list.total(), pages: list.first().into_iter().map(page).collect() }
    }
}
