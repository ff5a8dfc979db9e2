//! The document `canhcong.scan/1`, on which operators' scripts rely: fields may be added, never
//! renamed or removed without raising the schema's number.
//!
//! Addresses stand here as they are: machines compare them, and nobody clicks on them.

mod campaigns;
mod evaluation;
mod findings;
pub mod incidents;
pub mod outbox;
mod software;

use campaigns::CampaignJson;
use incidents::ActJson;
use serde::Serialize;

pub use evaluation::evaluation;
pub use findings::findings;
pub use software::SoftwareJson;

use super::{
    Coverage, Failure, Format, Gone, Options, PortalReport, RenderError, Report, Reported, inert,
    labels::utc, limits::LIMITS,
};
use crate::{
    finding::{Family, Finding, Lang, Severity, Standing, Taxonomy, Where},
    identity::Identity,
};

/// The name and number of the document's shape.
pub const SCHEMA: &str = "canhcong.scan/1";

pub(super) const FORMAT: Format = Format { id: "json", render };

fn render(report: &Report, options: &Options) -> Result<String, RenderError> {
    document(&Document {
        schema: SCHEMA,
        tool: Tool::THIS,
        started_at: utc(report.started_at),
        finished_at: utc(report.finished_at),
        portals: report.portals.iter().map(|portal| Portal::new(portal, options.lang)).collect(),
        campaigns: report.campaigns.iter().map(CampaignJson::new).collect(),
        limits: LIMITS.iter().map(|limit| limit.in_lang(options.lang)).collect(),
    })
}

/// A document as it is written, with its last line ended and every character that deceives a
/// terminal escaped.
///
/// # Errors
/// See [`RenderError`].
pub fn document(document: &impl Serialize) -> Result<String, RenderError> {
    let mut text = inert::json(&serde_json::to_string_pretty(document)?);
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    started_at: String,
    finished_at: String,
    portals: Vec<Portal<'a>>,
    /// What findings of several portals have in common.
    campaigns: Vec<CampaignJson<'a>>,
    /// What no scan can see, in the reader's language.
    limits: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    pub(super) const THIS: Self =
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

#[derive(Serialize)]
struct Portal<'a> {
    portal: &'a str,
    name: &'a str,
    agency: Option<&'a str>,
    province: Option<&'a str>,
    url: &'a str,
    state: &'static str,
    coverage: Looked<'a>,
    software: Vec<SoftwareJson<'a>>,
    findings: Vec<Told<'a>>,
    /// Findings that people muted or closed.
    set_aside: Vec<Told<'a>>,
    /// Gone, but not for long enough.
    clearing: Vec<GoneJson<'a>>,
    healed: Vec<GoneJson<'a>>,
    watch: Option<WatchJson>,
    failures: Vec<Missed<'a>>,
}

impl<'a> Portal<'a> {
    fn new(portal: &'a PortalReport, lang: Lang) -> Self {
        Self {
            portal: &portal.portal,
            name: &portal.name,
            agency: portal.agency.as_deref(),
            province: portal.province.as_deref(),
            url: &portal.url,
            state: portal.state.id(),
            coverage: Looked::new(&portal.coverage, lang),
            software: portal.software.iter().map(|own| SoftwareJson::new(own, lang)).collect(),
            findings: portal.by_gravity().into_iter().map(|told| Told::new(told, lang)).collect(),
            set_aside: portal.set_aside.iter().map(|told| Told::new(told, lang)).collect(),
            clearing: portal.clearing.iter().map(GoneJson::new).collect(),
            healed: portal.healed.iter().map(GoneJson::new).collect(),
            watch: portal
                .watch
                .map(|watch| WatchJson { healed: watch.healed, until: utc(watch.until) }),
            failures: portal.failures.iter().map(|missed| Missed::new(missed, lang)).collect(),
        }
    }
}

#[derive(Serialize)]
struct Looked<'a> {
    known: usize,
    fetched: usize,
    failed: usize,
    skipped: usize,
    bytes: u64,
    identities: Vec<&'static str>,
    stopped_by: Option<&'static str>,
    notes: Vec<&'a str>,
}

impl<'a> Looked<'a> {
    fn new(coverage: &'a Coverage, lang: Lang) -> Self {
        Self {
            known: coverage.known,
            fetched: coverage.fetched,
            failed: coverage.failed,
            skipped: coverage.skipped,
            bytes: coverage.bytes,
            identities: coverage.identities.iter().copied().map(Identity::id).collect(),
            stopped_by: coverage.stopped_by,
            notes: coverage.notes.iter().map(|note| note.in_lang(lang)).collect(),
        }
    }
}

/// A finding without its history, as every JSON document of the program shows it.
#[derive(Serialize)]
pub struct FindingJson<'a> {
    id: &'a str,
    rule: &'static str,
    family: Family,
    severity: Severity,
    url: &'a str,
    identity: &'static str,
    subject: &'a str,
    excerpt: &'a str,
    /// Code that was made of text while the page ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    unpacked: Option<&'a str>,
    #[serde(rename = "where")]
    place: &'a Where,
    signals: Vec<String>,
    why: &'static str,
    repair: &'static str,
    confirmed: bool,
    taxonomy: Taxonomy,
    pages: &'a [String],
    pages_total: usize,
}

impl<'a> FindingJson<'a> {
    /// The finding with its sentences in one language.
    pub fn new(finding: &'a Finding, lang: Lang) -> Self {
        Self {
            id: &finding.id.0,
            rule: finding.rule,
            family: finding.family,
            severity: finding.severity,
            url: &finding.url,
            identity: finding.identity.id(),
            subject: &finding.subject,
            excerpt: &finding.excerpt.text,
            unpacked: finding.unpacked.as_ref().map(|unpacked| unpacked.text.as_str()),
            place: &finding.place,
            signals: finding.signals.iter().map(ToString::to_string).collect(),
            why: finding.why.in_lang(lang),
            repair: finding.repair.in_lang(lang),
            confirmed: finding.confirmed,
            taxonomy: finding.family.taxonomy(),
            pages: &finding.pages,
            pages_total: finding.pages_total,
        }
    }
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    finding: FindingJson<'a>,
    standing: Standing,
    first_seen: String,
    times_reopened: u32,
    acknowledged: Option<ActJson<'a>>,
    muted: Option<ActJson<'a>>,
    closed: Option<ActJson<'a>>,
}

impl<'a> Told<'a> {
    fn new(reported: &'a Reported, lang: Lang) -> Self {
        Self {
            finding: FindingJson::new(&reported.finding, lang),
            standing: reported.standing,
            first_seen: utc(reported.first_seen),
            times_reopened: reported.times_reopened,
            acknowledged: ActJson::acknowledged(&reported.handling),
            muted: ActJson::muted(&reported.handling),
            closed: ActJson::closed(&reported.handling),
        }
    }
}

#[derive(Serialize)]
struct WatchJson {
    healed: usize,
    until: String,
}

#[derive(Serialize)]
struct GoneJson<'a> {
    id: &'a str,
    rule: &'a str,
    severity: Severity,
    subject: &'a str,
    url: &'a str,
    first_seen: String,
    clean_nights: u32,
}

impl<'a> GoneJson<'a> {
    fn new(gone: &'a Gone) -> Self {
        Self {
            id: &gone.id.0,
            rule: &gone.rule,
            severity: gone.severity,
            subject: &gone.subject,
            url: &gone.url,
            first_seen: utc(gone.first_seen),
            clean_nights: gone.clean_nights,
        }
    }
}

#[derive(Serialize)]
struct Missed<'a> {
    url: &'a str,
    identity: &'static str,
    reason: &'a str,
}

impl<'a> Missed<'a> {
    fn new(failure: &'a Failure, lang: Lang) -> Self {
        Self {
            url: &failure.url,
            identity: failure.identity.id(),
            reason: failure.reason.in_lang(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::fixture;

    fn document(lang: Lang) -> Value {
        let options = Options { lang, ..Options::default() };
        serde_json::from_str(&render(&fixture::province(), &options).unwrap()).unwrap()
    }

    fn portal<'a>(document: &'a Value, id: &str) -> &'a Value {
        document["portals"].as_array().unwrap().iter().find(|p| p["portal"] == id).unwrap()
    }

    #[test]
    fn a_finding_has_every_field_of_the_contract() {
        let document = document(Lang::En);
        let finding = &portal(&document, "tuan-giao")["findings"][0];
        let expected = json!({
            "id": "2c9b1e07a4d35f68",
            "rule": "hidden-link", "family": "backlink", "severity": "critical",
            "url": "https://tuangiao.gov.example/tin-tuc/thong-bao-lich-tiep-cong-dan.html",
            "identity": "citizen",
            "subject": "https://bet88.example/khuyen-mai",
            "where": {"line": 120, "column": 4, "css": "body > div:nth-of-type(3) > a"},
            "signals": ["hidden:offscreen", "lexicon:nhà cái", "host:bet88.example"],
            "why": fixture::WHY.en, "repair": fixture::REPAIR.en,
            "standing": "reopened", "first_seen": "2026-11-02T17:00:41Z", "confirmed": true,
            "taxonomy": {
                "rsit": "information-content-security/unauthorised-information-modification",
                "attack": "T1491.002",
            },
        });
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(&finding[field], value, "{field}");
        }
        assert!(finding["excerpt"].as_str().unwrap().contains("https://bet88.example/khuyen-mai"));
        assert_eq!(finding["pages"].as_array().unwrap().len(), Finding::MAX_PAGES);
        assert_eq!(finding["pages_total"], 37);
    }

    #[test]
    fn a_portal_has_every_field_of_the_contract() {
        let document = document(Lang::Vi);
        assert_eq!(document["schema"], "canhcong.scan/1");
        assert_eq!(document["tool"]["name"], "canhcong");
        assert_eq!(document["started_at"], "2026-11-20T17:00:00Z");
        assert_eq!(document["finished_at"], "2026-11-20T17:02:10Z");
        let silent = portal(&document, "thu-vien");
        assert_eq!(silent["state"], "unreachable");
        assert_eq!(silent["software"], json!([]));
        assert_eq!(silent["findings"], json!([]));
        assert_eq!(silent["agency"], Value::Null);
        assert_eq!(
            silent["failures"][0],
            json!({
                "url": "https://thuvien.gov.example/",
                "identity": "phone",
                "reason": "quá thời gian chờ 20 giây",
            })
        );
        let stopped = portal(&document, "tuan-giao");
        assert_eq!(
            stopped["coverage"],
            json!({
                "known": 361, "fetched": 50, "failed": 1, "skipped": 310, "bytes": 4_400_000,
                "identities": ["citizen", "from-search", "phone", "search-crawler"],
                "stopped_by": "pages",
                "notes": ["/ban-do: 25 000 liên kết, chỉ đọc 20 000 liên kết đầu"],
            })
        );
        assert_eq!(silent["coverage"]["stopped_by"], Value::Null);
    }

    #[test]
    fn sentences_follow_the_language() {
        for (lang, why) in [(Lang::Vi, fixture::WHY.vi), (Lang::En, fixture::WHY.en)] {
            let document = document(lang);
            assert_eq!(portal(&document, "tuan-giao")["findings"][0]["why"], why);
        }
    }

    #[test]
    fn hostile_characters_are_escaped_and_kept() {
        let text = render(&fixture::hostile(), &Options::default()).unwrap();
        assert!(!text.chars().any(|c| c != '\n' && inert::deceives(c)));
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["portals"][0]["name"], fixture::HOSTILE);
    }
}
