//! Every folder under `tests/portals` is an incident, or something innocent that looks like one:
//! it is served on loopback and scanned, and exactly what its `incident.toml` says must be found.
//!
//! A new incident is a folder; no code. Files are served under their own names, `index.html` as
//! `/`. In a body `{{origin}}` stands for the portal's scheme and host, `{{path}}` for the path asked
//! for. An `[[answer]]` gives some visitors something else:
//!
//! ```toml
//! about = "phones that come from a search result are sent away"
//! sector = "health"                       # optional
//! [[answer]]
//! path = "/"                              # with query; `*` stands for anything
//! to = ["phone"]                          # everybody if left out
//! location = "https://bet88.example/"     # or: file = "phone.html", status = 200
//! headers = { X-Robots-Tag = "noindex" }  # optional
//!                                         # several answers of one path and visitor take turns
//! [[found]]
//! rule = "conditional-redirect"
//! severity = "critical"
//! subject = "bet88.example"               # a part of the finding's subject or page address
//! signals = ["condition:referrer"]        # optional: among its signals
//! unpacked = "location.replace("          # optional: in the code that running the page unpacked
//! ```

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{
    collections::HashMap,
    convert::Infallible,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use canhcong::{
    behaviour::Behaviour,
    fetch::Egress,
    finding::Severity,
    identity::Identity,
    outcome::Report,
    scan::{self, Journal, Options, Stop},
    target::{Sector, Target},
};
use http_body_util::Full;
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, LOCATION, REFERER, USER_AGENT},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpListener;
use url::Url;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Incident {
    /// For whoever reads the folder.
    #[serde(rename = "about")]
    _about: String,
    sector: Option<String>,
    #[serde(default)]
    answer: Vec<Answer>,
    #[serde(default)]
    found: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    path: String,
    #[serde(default)]
    to: Vec<String>,
    file: Option<String>,
    location: Option<String>,
    status: Option<u16>,
    #[serde(default)]
    headers: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    rule: String,
    severity: String,
    subject: String,
    /// Signals that it has to give.
    #[serde(default)]
    signals: Vec<String>,
    /// What the code says that running the page unpacked.
    unpacked: Option<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn each_folder_is_judged_as_it_says() {
    let folders = folders();
    assert!(folders.len() > 10, "the incidents are missing");
    let mut wrong = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("incident.toml")).unwrap();
        let incident: Incident =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{name}/incident.toml: {error}"));
        let report = scanned(&folder, incident.sector.as_deref(), &incident.answer).await;
        wrong.extend(compare(&report, &incident.found).into_iter().map(|w| format!("{name}: {w}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What was found at `medium` and above against what the folder says.
fn compare(report: &Report, expected: &[Found]) -> Vec<String> {
    let found: Vec<_> = report.portals[0]
        .findings
        .iter()
        .map(|reported| &reported.finding)
        .filter(|finding| finding.severity >= Severity::Medium)
        .collect();
    let fits = |finding: &canhcong::finding::Finding, expected: &Found| {
        finding.rule == expected.rule
            && finding.severity.id() == expected.severity
            && expected
                .signals
                .iter()
                .all(|wanted| finding.signals.iter().any(|signal| signal.to_string() == *wanted))
            && expected.unpacked.as_ref().is_none_or(|wanted| {
                finding.unpacked.as_ref().is_some_and(|unpacked| unpacked.text.contains(wanted))
            })
            && (finding.subject.contains(&expected.subject)
                || finding.url.contains(&expected.subject))
    };
    let missed = expected.iter().filter(|one| !found.iter().any(|finding| fits(finding, one)));
    let accused = found.iter().filter(|finding| !expected.iter().any(|one| fits(finding, one)));
    let missed =
        missed.map(|one| format!("missed {} {} about {}", one.severity, one.rule, one.subject));
    let accused = accused.map(|finding| {
        let signals: Vec<String> = finding.signals.iter().map(ToString::to_string).collect();
        let (rule, severity, url) = (finding.rule, finding.severity, &finding.url);
        format!(
            "accused {severity} {rule} about {} on {url} [{}]",
            finding.subject,
            signals.join(", ")
        )
    });
    missed.chain(accused).collect()
}

async fn scanned(folder: &Path, sector: Option<&str>, answers: &[Answer]) -> Report {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = Arc::new(Site::read(folder, answers, address));
    let server = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let site = Arc::clone(&site);
            let service = service_fn(move |request: Request<Incoming>| {
                let response = site.respond(&request);
                async move { Ok::<_, Infallible>(response) }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::spawn(async move { connection.await.ok() });
        }
    });
    let sector = sector.map(|name| {
        let known = Sector::NAMES.iter().find(|(own, _)| *own == name);
        known.unwrap_or_else(|| panic!("no sector {name}")).1
    });
    let target = Target {
        sector,
        requests_per_second: Some(1_000.0),
        ..Target::ad_hoc(Url::parse(&format!("http://{address}/")).unwrap())
    };
    let program = Path::new(env!("CARGO_BIN_EXE_canhcong"));
    let behaviour = Some(Arc::new(Behaviour::of_program(program, 2)));
    let options = Options { egress: Egress::allow_private(), behaviour, ..Options::default() };
    let (journal, stop) = (Journal::forgetful(), Stop::default());
    let report = scan::run(vec![target], &options, &journal, &stop, &|_| {}).await.unwrap();
    server.abort();
    report
}

/// What is served: by path and visitor, then by path; then the first pattern that fits.
struct Site {
    answers: HashMap<(String, Option<Identity>), Turns>,
    patterns: Vec<(String, Option<Identity>, Served)>,
}

/// Answers that take turns from request to request.
#[derive(Default)]
struct Turns {
    answers: Vec<Served>,
    requests: AtomicUsize,
}

impl Turns {
    fn next(&self) -> &Served {
        &self.answers[self.requests.fetch_add(1, Ordering::Relaxed) % self.answers.len()]
    }
}

#[derive(Clone)]
struct Served {
    status: u16,
    location: Option<String>,
    kind: &'static str,
    headers: HashMap<String, String>,
    body: Bytes,
}

impl Site {
    fn read(folder: &Path, answers: &[Answer], address: SocketAddr) -> Self {
        let mut served: HashMap<_, Turns> = HashMap::new();
        let mut add = |path: String, visitor, one| {
            served.entry((path, visitor)).or_default().answers.push(one);
        };
        let mut patterns = Vec::new();
        let overrides: Vec<&str> = answers.iter().filter_map(|a| a.file.as_deref()).collect();
        for path in files(folder) {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if name == "incident.toml" || overrides.contains(&name.as_str()) {
                continue;
            }
            let at = if name == "index.html" { "/".to_owned() } else { format!("/{name}") };
            add(at, None, Served::file(&path, 200, address));
        }
        for answer in answers {
            let status = answer.status.unwrap_or(if answer.location.is_some() { 302 } else { 200 });
            let mut one = match &answer.file {
                Some(file) => Served::file(&folder.join(file), status, address),
                None => Served { status, ..Served::default() },
            };
            one.location = answer.location.clone();
            one.headers = answer.headers.clone();
            let visitors: Vec<Option<Identity>> = match answer.to.as_slice() {
                [] => vec![None],
                names => names.iter().map(|name| Some(name.parse().unwrap())).collect(),
            };
            for visitor in visitors {
                if answer.path.contains('*') {
                    patterns.push((answer.path.clone(), visitor, one.clone()));
                    continue;
                }
                add(answer.path.clone(), visitor, one.clone());
            }
        }
        Self { answers: served, patterns }
    }

    fn respond(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let visitor = visitor(request);
        let own = self.answers.get(&(path.clone(), Some(visitor)));
        let any = || self.answers.get(&(path.clone(), None));
        // "*" answers what nothing else does: a soft 404.
        let pattern = || {
            let mut patterns = self.patterns.iter();
            let fitting = patterns.find(|(pattern, whom, _)| {
                whom.is_none_or(|whom| whom == visitor) && fits(pattern, &path)
            });
            fitting.map(|(_, _, served)| served)
        };
        let turns = own.or_else(any).map(Turns::next);
        let Some(served) = turns.or_else(pattern) else {
            let body = "<title>404</title><body>Không tìm thấy trang</body>";
            return Response::builder()
                .status(404)
                .header(CONTENT_TYPE, "text/html; charset=utf-8")
                .body(Full::new(Bytes::from(body)))
                .unwrap();
        };
        let mut response =
            Response::builder().status(served.status).header(CONTENT_TYPE, served.kind);
        if let Some(location) = &served.location {
            response = response.header(LOCATION, location);
        }
        for (name, value) in &served.headers {
            response = response.header(name, value);
        }
        let body = match std::str::from_utf8(&served.body) {
            Ok(text) => Bytes::from(text.replace("{{path}}", request.uri().path())),
            Err(_) => served.body.clone(),
        };
        response.body(Full::new(body)).unwrap()
    }
}

impl Served {
    fn file(path: &Path, status: u16, address: SocketAddr) -> Self {
        let kind = match path.extension().and_then(|extension| extension.to_str()) {
            Some("html" | "htm") => "text/html; charset=utf-8",
            Some("css") => "text/css",
            Some("js") => "application/javascript",
            Some("xml") => "application/xml",
            Some("pdf") => "application/pdf",
            Some("docx") => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            _ => "text/plain",
        };
        let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let body = match String::from_utf8(bytes) {
            Ok(text) => Bytes::from(text.replace("{{origin}}", &format!("http://{address}"))),
            Err(binary) => Bytes::from(binary.into_bytes()),
        };
        Self { status, kind, body, ..Self::default() }
    }
}

impl Default for Served {
    fn default() -> Self {
        let (location, headers) = (None, HashMap::new());
        Self { status: 200, location, kind: "text/html", headers, body: Bytes::new() }
    }
}

/// Whether a path fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = "";
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = part;
    }
    last.is_empty() || rest.is_empty()
}

/// Who asks, as a cloaker would tell.
fn visitor(request: &Request<Incoming>) -> Identity {
    let header = |name| {
        request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    let (agent, referer) = (header(USER_AGENT), header(REFERER));
    match (agent.contains("Googlebot"), agent.contains("Mobile"), referer.contains("google")) {
        (true, ..) => Identity::SearchCrawler,
        (_, true, _) => Identity::Phone,
        (_, _, true) => Identity::FromSearch,
        _ => Identity::Citizen,
    }
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/portals").unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
