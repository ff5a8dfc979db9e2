//! One portal as the template shows it.

use super::{FindingView, software::SoftwareView, summary::agency};
use crate::{
    finding::{Lang, Text},
    report::{Failure, Gone, PortalReport, Reported, State, defang, handling, labels},
};

pub(super) struct PortalView<'a> {
    /// Number of its section.
    pub nth: usize,
    pub name: String,
    pub agency: Option<String>,
    pub url: String,
    pub state: &'static str,
    pub state_label: &'static str,
    /// Why nothing can be said about it, where that is so.
    pub silence: Option<&'static str>,
    pub findings: Vec<FindingView>,
    pub software: Vec<SoftwareView>,
    /// Findings that people muted or closed, with what they decided.
    pub set_aside: Vec<SetAsideView>,
    pub clearing: Vec<GoneView>,
    pub healed: Vec<GoneView>,
    pub watch: Option<String>,
    pub failures: Vec<FailureView>,
    pub known: usize,
    pub fetched: usize,
    pub failed: usize,
    pub skipped: usize,
    pub bytes: String,
    pub identities: Vec<&'static str>,
    pub stopped_by: Option<&'a str>,
    pub notes: Vec<String>,
}

impl<'a> PortalView<'a> {
    pub fn new(portal: &'a PortalReport, nth: usize, lang: Lang) -> Self {
        let coverage = &portal.coverage;
        let findings = portal.by_gravity().into_iter();
        Self {
            nth,
            name: defang::text(&portal.name),
            agency: agency(portal),
            url: defang::own_page(&portal.url, &portal.url),
            state: portal.state.id(),
            state_label: labels::state(portal.state).in_lang(lang),
            silence: silence(portal.state, lang),
            findings: findings.map(|told| FindingView::new(told, &portal.url, lang)).collect(),
            software: portal.software.iter().map(|own| SoftwareView::new(own, lang)).collect(),
            set_aside: portal.set_aside.iter().map(|own| SetAsideView::new(own, lang)).collect(),
            clearing: portal.clearing.iter().map(|g| GoneView::new(g, &portal.url, lang)).collect(),
            healed: portal.healed.iter().map(|g| GoneView::new(g, &portal.url, lang)).collect(),
            watch: portal.watch.as_ref().map(|watch| handling::watch(watch, lang)),
            failures: portal
                .failures
                .iter()
                .map(|failure| FailureView::new(failure, &portal.url, lang))
                .collect(),
            known: coverage.known,
            fetched: coverage.fetched,
            failed: coverage.failed,
            skipped: coverage.skipped,
            bytes: labels::bytes(coverage.bytes, lang),
            identities: coverage
                .identities
                .iter()
                .map(|&identity| labels::identity(identity).in_lang(lang))
                .collect(),
            stopped_by: coverage.stopped_by.map(|why| labels::stopped_by(why).in_lang(lang)),
            notes: coverage.notes.iter().map(|note| defang::text(note.in_lang(lang))).collect(),
        }
    }
}

fn silence(state: State, lang: Lang) -> Option<&'static str> {
    let text = match state {
        State::Findings | State::Clean => return None,
        State::Unreachable => Text {
            vi: "Cổng không trả lời trong lượt quét này nên chưa có kết luận nào. Đề nghị đơn vị quản lý kiểm tra máy chủ và đường truyền.",
            en: "The portal did not answer, so nothing can be said about it. Its operator should check the server and its connection.",
        },
        State::NotComparable => Text {
            vi: "Cổng chỉ trả về trang chặn của tường lửa, yêu cầu xác thực hoặc trang lỗi nên chưa đủ cơ sở đánh giá. Đề nghị đơn vị quản lý cho phép địa chỉ của hệ thống giám sát truy cập.",
            en: "The portal answered with firewall pages, captchas or errors only, so it could not be judged. Its operator should let the monitoring address through.",
        },
    };
    Some(text.in_lang(lang))
}

pub(super) struct GoneView {
    pub rule: String,
    pub severity: &'static str,
    pub severity_label: &'static str,
    pub subject: String,
    pub url: String,
    pub first_seen: String,
    /// What has to come before it is healed.
    pub left: String,
}

impl GoneView {
    fn new(gone: &Gone, home: &str, lang: Lang) -> Self {
        Self {
            rule: defang::text(&gone.rule),
            severity: gone.severity.id(),
            severity_label: labels::severity(gone.severity).in_lang(lang),
            subject: defang::subject(&gone.subject),
            url: defang::own_page(&gone.url, home),
            first_seen: labels::moment(gone.first_seen, lang),
            left: handling::left_to_heal(gone, lang),
        }
    }
}

pub(super) struct SetAsideView {
    pub id: String,
    pub rule: &'static str,
    pub severity: &'static str,
    pub severity_label: &'static str,
    pub subject: String,
    pub act: String,
}

impl SetAsideView {
    fn new(reported: &Reported, lang: Lang) -> Self {
        let finding = &reported.finding;
        let act = reported.handling.set_aside.as_ref();
        Self {
            id: handling::short(&finding.id),
            rule: finding.rule,
            severity: finding.severity.id(),
            severity_label: labels::severity(finding.severity).in_lang(lang),
            subject: defang::subject(&finding.subject),
            act: act.map(|act| handling::act(act, lang)).unwrap_or_default(),
        }
    }
}

pub(super) struct FailureView {
    pub url: String,
    pub identity: &'static str,
    pub reason: String,
}

impl FailureView {
    fn new(failure: &Failure, home: &str, lang: Lang) -> Self {
        Self {
            url: defang::own_page(&failure.url, home),
            identity: labels::identity(failure.identity).in_lang(lang),
            reason: defang::text(failure.reason.in_lang(lang)),
        }
    }
}
