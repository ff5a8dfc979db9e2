//! Attack and innocent snippets, written without knowledge of the rules, each put into several
//! innocent pages and judged as `canhcong inspect` would.
//!
//! A snippet is a file `attack/<technique>.html`, `innocent/<what-it-is>.html`, or
//! `not-yet/<technique>.html` for a gap that is known, under
//! `tests/snippets`; no code. It begins with a comment that is taken away before it is used:
//!
//! ```toml
//! about = "links pushed off the screen by a negative indent in a style block"
//! at = "body-end"         # see `Place`
//! at_least = "medium"     # attacks only; `high` if left out
//! rule = "hidden-link"    # attacks only; any rule if left out
//! ```
//!
//! The pages are those of `tests/snippets/page`, and every tenth real page of the shared corpus
//! (`CANHCONG_SHARED`, by default `../shared`) where there is one. Only what the snippet adds to
//! a page's own findings counts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{
    env, fs,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use canhcong::{
    behaviour::{Behaviour, Viewer},
    finding::{Finding, Severity},
    inspect::{self, Saved},
    knowledge::Knowledge,
};
use rayon::prelude::*;
use serde::Deserialize;
use url::Url;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    /// For whoever reads the file.
    #[serde(rename = "about")]
    _about: String,
    at: Place,
    at_least: Option<String>,
    rule: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    /// Before `</head>`.
    Head,
    /// After `<body>`.
    BodyStart,
    /// After the block element that ends in the middle of the body's blocks.
    Middle,
    /// Before `</body>`.
    BodyEnd,
    /// After everything.
    AfterHtml,
    /// Before everything.
    BeforeDoctype,
    /// At the end of the last inline script; the snippet is script without its element.
    AppendScript,
    /// The snippet is the whole page.
    Replace,
}

struct Snippet {
    name: String,
    header: Header,
    body: String,
}

struct Carrier {
    name: String,
    html: String,
    url: Url,
    /// What is found before anything is put into the page.
    own: Vec<Finding>,
}

#[test]
fn innocent_pages_are_left_alone() {
    let viewer = viewer();
    let mut wrong = Vec::new();
    for carrier in carriers(&viewer) {
        let grave = carrier.own.iter().filter(|finding| finding.severity >= Severity::Medium);
        wrong.extend(grave.map(|finding| format!("{}: {}", carrier.name, told(finding))));
    }
    assert!(wrong.is_empty(), "{} false alarms:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn attacks_are_found_in_every_page() {
    let snippets = snippets("attack");
    assert!(snippets.len() > 75, "the attacks are missing");
    let wrong = in_every_page(&snippets, missed);
    assert!(wrong.is_empty(), "{} misses:\n{}", wrong.len(), wrong.join("\n"));
}

/// The gaps that are known: whoever closes one moves its file to the attacks.
#[test]
fn what_is_found_by_now_is_listed_among_the_attacks() {
    let snippets = snippets("not-yet");
    let missed = in_every_page(&snippets, missed);
    let is_missed = |snippet: &&Snippet| {
        missed.iter().any(|line| line.starts_with(&format!("{} @ ", snippet.name)))
    };
    let found: Vec<&str> =
        snippets.iter().filter(|one| !is_missed(one)).map(|one| &*one.name).collect();
    assert!(found.is_empty(), "found in every page by now: {}", found.join(", "));
}

/// Scripts are run as the program runs them.
fn viewer() -> Viewer {
    let program = Path::new(env!("CARGO_BIN_EXE_canhcong"));
    Viewer::new(Some(Arc::new(Behaviour::of_program(program, 2))))
}

/// What a snippet was found as, if that is less than it should be.
fn missed(snippet: &Snippet, added: &[Finding]) -> Option<String> {
    let wanted = snippet.header.at_least.as_deref().unwrap_or("high");
    let wanted: Severity = wanted.parse().unwrap_or_else(|e| panic!("{}: {e}", snippet.name));
    let rule = snippet.header.rule.as_deref();
    let fits = |finding: &&Finding| rule.is_none_or(|rule| finding.rule == rule);
    let best = added.iter().filter(fits).max_by_key(|finding| finding.severity);
    let reached = best.is_some_and(|finding| finding.severity >= wanted);
    (!reached).then(|| format!("{}; wanted {wanted}", best.map_or("none".to_owned(), told)))
}

#[test]
fn innocents_add_no_alarm() {
    let snippets = snippets("innocent");
    assert!(snippets.len() > 60, "the innocents are missing");
    let wrong = in_every_page(&snippets, |snippet, added| {
        let header = &snippet.header;
        assert!(header.at_least.is_none() && header.rule.is_none(), "{}", snippet.name);
        let worst = added.iter().max_by_key(|finding| finding.severity);
        worst.filter(|finding| finding.severity >= Severity::Medium).map(told)
    });
    assert!(wrong.is_empty(), "{} false alarms:\n{}", wrong.len(), wrong.join("\n"));
}

/// `technique @ page: mistake` for each mistake that `judge` sees in what a snippet adds.
fn in_every_page(
    snippets: &[Snippet],
    judge: impl Fn(&Snippet, &[Finding]) -> Option<String> + Sync,
) -> Vec<String> {
    let viewer = viewer();
    let carriers = carriers(&viewer);
    let mut pairs = Vec::new();
    for snippet in snippets {
        // A page that is replaced is the same in all carriers.
        let whole = matches!(snippet.header.at, Place::Replace);
        let most = if whole { 1 } else { carriers.len() };
        pairs.extend(carriers.iter().take(most).map(|carrier| (snippet, carrier, whole)));
    }
    println!("{} snippets, {} pages judged", snippets.len(), pairs.len());
    let mistake = |(snippet, carrier, whole): (&Snippet, &Carrier, bool)| {
        let html = inject(&carrier.html, &snippet.body, snippet.header.at);
        let own: &[Finding] = if whole { &[] } else { &carrier.own };
        let added = added(own, findings(&viewer, &html, &carrier.url));
        let page = if whole { "the whole page" } else { &carrier.name };
        judge(snippet, &added).map(|mistake| format!("{} @ {page}: {mistake}", snippet.name))
    };
    pairs.into_par_iter().filter_map(mistake).collect()
}

/// What was not found, or was less grave, without the snippet.
fn added(own: &[Finding], mut now: Vec<Finding>) -> Vec<Finding> {
    now.retain(|finding| {
        !own.iter().any(|before| before.id == finding.id && before.severity >= finding.severity)
    });
    now
}

fn findings(viewer: &Viewer, html: &str, url: &Url) -> Vec<Finding> {
    let saved = Saved::page(html.as_bytes().to_vec(), Some(url.clone()));
    inspect::judge(viewer, &Knowledge::builtin(), &saved).findings
}

fn told(finding: &Finding) -> String {
    let signals: Vec<String> = finding.signals.iter().map(ToString::to_string).collect();
    let (severity, rule, subject) = (finding.severity, finding.rule, &finding.subject);
    format!("{severity} {rule} about {subject} [{}]", signals.join(", "))
}

fn inject(page: &str, snippet: &str, place: Place) -> String {
    // Same length, so positions in one are positions in the other.
    let lower = page.to_ascii_lowercase();
    let body = after_tag(&lower, "<body").unwrap_or(0);
    let end = lower.rfind("</body>").unwrap_or(page.len());
    let at = match place {
        Place::Replace => return snippet.to_owned(),
        Place::Head => lower.find("</head>").unwrap_or(body),
        Place::BodyStart => body,
        Place::Middle => middle(&lower, body..end),
        Place::BodyEnd => end,
        Place::AfterHtml => page.len(),
        Place::BeforeDoctype => 0,
        Place::AppendScript => match inline_scripts(&lower).last() {
            Some(script) => script.end,
            None => return inject(page, &format!("<script>{snippet}</script>"), Place::BodyEnd),
        },
    };
    format!("{}{snippet}{}", &page[..at], &page[at..])
}

/// Where the middle one of the blocks of a part ends, script text not counted.
fn middle(lower: &str, part: Range<usize>) -> usize {
    let scripts: Vec<Range<usize>> = inline_scripts(lower).collect();
    let mut ends = Vec::new();
    for tag in ["</div>", "</p>"] {
        let found = lower[part.clone()].match_indices(tag);
        ends.extend(found.map(|(at, tag)| part.start + at + tag.len()));
    }
    ends.retain(|end| !scripts.iter().any(|script| script.contains(end)));
    ends.sort_unstable();
    ends.get(ends.len() / 2).copied().unwrap_or(part.end)
}

/// The texts of the scripts that stand in the page itself, data blocks left out.
fn inline_scripts(lower: &str) -> impl Iterator<Item = Range<usize>> {
    lower.match_indices("<script").filter_map(move |(at, _)| {
        let start = at + after_tag(&lower[at..], "<script")?;
        let end = start + lower[start..].find("</script")?;
        let tag = &lower[at..start];
        (!tag.contains("src=") && !tag.contains("json")).then_some(start..end)
    })
}

/// Where the first tag of this kind ends.
fn after_tag(lower: &str, tag: &str) -> Option<usize> {
    let at = lower.find(tag)?;
    Some(at + lower[at..].find('>')? + 1)
}

fn snippets(kind: &str) -> Vec<Snippet> {
    let paths = files(&Path::new("tests/snippets").join(kind));
    paths.iter().map(|path| snippet(path)).collect()
}

fn snippet(path: &Path) -> Snippet {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    let parts = text.strip_prefix("<!--\n").and_then(|text| text.split_once("-->\n"));
    let (header, body) = parts.unwrap_or_else(|| panic!("{name}: no header"));
    let header = toml::from_str(header).unwrap_or_else(|error| panic!("{name}: {error}"));
    Snippet { name, header, body: body.to_owned() }
}

fn carriers(viewer: &Viewer) -> Vec<Carrier> {
    let own = files(Path::new("tests/snippets/page"));
    assert!(!own.is_empty(), "the pages are missing");
    let mut paths = own;
    paths.extend(real_pages());
    let carriers = paths.iter().map(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        let name = name.trim_end_matches(".gz").trim_end_matches(".html").to_owned();
        let html = String::from_utf8_lossy(&inspect::read(path).unwrap()).into_owned();
        let url = format!("https://xa-muong-phang.dienbien.gov.vn/{name}.html").parse().unwrap();
        let own = findings(viewer, &html, &url);
        Carrier { name, html, url, own }
    });
    carriers.collect()
}

/// Every tenth page of the corpus that is no part of this repository.
fn real_pages() -> Vec<PathBuf> {
    let shared = env::var("CANHCONG_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let folder = Path::new(&shared).join("data/corpus/benign_vn");
    if !folder.is_dir() {
        println!("skipped the real pages: there is no {}", folder.display());
        return Vec::new();
    }
    let pages = files(&folder).into_iter().filter(|path| {
        let name = path.to_string_lossy();
        name.ends_with(".html") || name.ends_with(".html.gz")
    });
    pages.step_by(10).collect()
}

/// The files of a folder and of the folders in it, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
