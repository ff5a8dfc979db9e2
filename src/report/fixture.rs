//! A province after a night, as the tests of all formats tell it.

mod incidents;

use jiff::Timestamp;

pub(super) use incidents::{hostile_story, incidents, story};

use super::{Coverage, Failure, Gone, PortalReport, Report, Reported, State};
use crate::{
    cohort::Cohort,
    finding::{
        Excerpt, Family, Finding, Fingerprint, Sentence, Severity, Signal, SignalKind, Standing,
        Text, Trace, TraceKind, Where,
    },
    identity::Identity,
    outcome::{Act, Deed, Handling, Watch},
    report::defang,
    target::Hosts,
};

pub(super) const WHY: Text = Text {
    vi: "Liên kết giấu trong trang giúp trang cờ bạc tăng thứ hạng tìm kiếm nhờ uy tín của cơ quan nhà nước.",
    en: "Links concealed in the page lend the agency's good name to a gambling site in search results.",
};
pub(super) const REPAIR: Text = Text {
    vi: "Gỡ khối liên kết khỏi giao diện và cơ sở dữ liệu, đổi mật khẩu quản trị, rà soát tệp mới tạo trên máy chủ.",
    en: "Remove the block from the theme and the database, change the administrators' passwords, review files that are new on the server.",
};

/// Everything that attackers try on whoever reads a report, in one text.
pub(super) const HOSTILE: &str = "<script>alert(1)</script>\"'><a href=\"http://hostile.unknowntop/x\">\
     x</a><img src=//hostile.unknowntop/i onerror=alert(1)>\u{1b}[2J\u{1b}]8;;http://hostile.unknowntop\u{7}\
     \u{9b}31m\u{202e}fdp.exe\u{2066}\u{200b}{{ 7*7 }}&lt;";

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A plain finding about something.
pub(super) fn finding(subject: &str, severity: Severity) -> Reported {
    Reported {
        finding: Finding {
            id: Fingerprint::of("portal", "spam-link", subject),
            rule: "spam-link",
            family: Family::Backlink,
            severity,
            url: "https://tuangiao.gov.example/".into(),
            identity: Identity::Citizen,
            subject: subject.into(),
            excerpt: Excerpt::whole(subject),
            unpacked: None,
            place: Where { line: 12, column: 3, css: "body > footer > a".into() },
            signals: vec![Signal::new(SignalKind::Host, "unvouched")],
            why: WHY,
            repair: REPAIR,
            pages: vec!["https://tuangiao.gov.example/".into()],
            pages_total: 1,
            confirmed: true,
            traces: Trace::of_host(defang::host(subject).unwrap_or_default()).into_iter().collect(),
        },
        standing: Standing::New,
        first_seen: at("2026-11-20T17:00:20Z"),
        times_reopened: 0,
        handling: Handling::default(),
    }
}

/// What somebody did about something.
pub(super) fn act(deed: Deed, by: &str) -> Act {
    Act {
        by: by.into(),
        at: at("2026-11-19T02:00:00Z"),
        deed,
        why: Some("chờ nhà thầu".into()),
        severity: Severity::Medium,
        subject: "lode.example".into(),
    }
}

fn portal(id: &str, name: &str, host: &str, state: State) -> PortalReport {
    PortalReport {
        portal: id.into(),
        name: name.into(),
        agency: Some("UBND tỉnh Điện Biên".into()),
        province: Some("Điện Biên".into()),
        url: format!("https://{host}/"),
        state,
        coverage: Coverage {
            known: 61,
            fetched: 50,
            failed: 1,
            skipped: 10,
            bytes: 4_400_000,
            identities: Identity::ALL.to_vec(),
            stopped_by: None,
            notes: Vec::new(),
        },
        software: Vec::new(),
        findings: Vec::new(),
        set_aside: Vec::new(),
        clearing: Vec::new(),
        healed: Vec::new(),
        watch: None,
        failures: Vec::new(),
    }
}

/// Six portals: clean, attacked in several ways, silent, behind a firewall.
pub(super) fn province() -> Report {
    let mut silent = portal("thu-vien", "Thư viện tỉnh", "thuvien.gov.example", State::Unreachable);
    silent.agency = None;
    silent.coverage = Coverage { known: 40, failed: 4, ..Coverage::default() };
    silent.failures = Identity::ALL[2..]
        .iter()
        .map(|&identity| Failure {
            url: silent.url.clone(),
            identity,
            reason: Text { vi: "quá thời gian chờ 20 giây", en: "timeout after 20 s" }.into(),
        })
        .collect();
    let mut guarded = portal(
        "cao-dang-su-pham",
        "Trường Cao đẳng Sư phạm",
        "cdsp.edu.example",
        State::NotComparable,
    );
    guarded.coverage = Coverage {
        known: 12,
        failed: 12,
        identities: Identity::ALL.to_vec(),
        notes: vec![
            Text {
                vi: "mọi phản hồi đều là trang captcha (mã 403)",
                en: "all answers were captcha pages (status 403)",
            }
            .into(),
        ],
        ..Coverage::default()
    };
    let clean = portal("so-tu-phap", "Sở Tư pháp", "sotuphap.gov.example", State::Clean);
    let portals = vec![clean, tuan_giao(), silent, newspaper(), guarded, lottery()];
    Report {
        started_at: at("2026-11-20T17:00:00.25Z"),
        finished_at: at("2026-11-20T17:02:10.75Z"),
        campaigns: Cohort::of_reports(&portals, &Hosts::default()).campaigns,
        portals,
    }
}

fn tuan_giao() -> PortalReport {
    let host = "tuangiao.gov.example";
    let mut portal = portal("tuan-giao", "UBND huyện Tuần Giáo", host, State::Findings);
    portal.agency = Some("UBND huyện Tuần Giáo".into());
    portal.coverage = Coverage {
        known: 361,
        skipped: 310,
        stopped_by: Some("pages"),
        notes: vec![
            Text {
                vi: "/ban-do: 25 000 liên kết, chỉ đọc 20 000 liên kết đầu",
                en: "/ban-do: 25 000 links, the first 20 000 were read",
            }
            .into(),
        ],
        ..portal.coverage
    };
    let planted = "<div style=\"position:absolute;left:-9999px\"><a href=\"https://bet88.example/khuyen-mai\">\
                   nhà cái uy tín nhất 2026</a></div>";
    let source = format!("<p>Lịch tiếp công dân tháng 11</p>\n{planted}\n</div></body></html>");
    let start = source.find(planted).unwrap();
    let mut hidden = finding("https://bet88.example/khuyen-mai", Severity::Critical);
    hidden.standing = Standing::Reopened;
    hidden.times_reopened = 2;
    hidden.handling.acknowledged = Some(act(Deed::Acknowledged, "Quàng Thị B"));
    hidden.first_seen = at("2026-11-02T17:00:41Z");
    hidden.finding = Finding {
        id: Fingerprint("2c9b1e07a4d35f68".into()),
        rule: "hidden-link",
        url: format!("https://{host}/tin-tuc/thong-bao-lich-tiep-cong-dan.html"),
        excerpt: Excerpt::around(&source, start..start + planted.len()),
        unpacked: None,
        place: Where { line: 120, column: 4, css: "body > div:nth-of-type(3) > a".into() },
        signals: vec![
            Signal::new(SignalKind::Hidden, "offscreen"),
            Signal::new(SignalKind::Lexicon, "nhà cái"),
            Signal::new(SignalKind::Host, "bet88.example"),
        ],
        pages: (1..=Finding::MAX_PAGES)
            .map(|n| format!("https://{host}/tin-tuc/bai-viet-{n}.html"))
            .collect(),
        pages_total: 37,
        ..hidden.finding
    };
    let mut cloaked = finding("https://bet88.example/", Severity::Medium);
    cloaked.standing = Standing::Ongoing;
    cloaked.finding = Finding {
        rule: "cloaked-content",
        family: Family::Cloaking,
        identity: Identity::SearchCrawler,
        url: format!(
            "https://{host}/index.php?option=com_content&view=article&id=1204:ket-qua-bong-da-\
             truc-tiep-hom-nay-nhanh-nhat&catid=34&Itemid=112&lang=vi&utm_source={}",
            "0123456789abcdef".repeat(8)
        ),
        excerpt: Excerpt::whole(HOSTILE),
        unpacked: None,
        place: Where::default(),
        signals: vec![Signal::new(SignalKind::Identity, "search-crawler")],
        confirmed: false,
        ..cloaked.finding
    };
    // Out of order on purpose.
    portal.findings = vec![cloaked, hidden];
    let mut muted = finding("lode.example", Severity::High);
    muted.handling.set_aside = Some(act(Deed::Muted("2026-11-30".parse().unwrap()), "Lò Văn A"));
    portal.set_aside = vec![muted];
    portal.watch = Some(Watch { healed: 1, until: at("2026-12-20T17:00:00Z") });
    portal.healed = vec![Gone {
        id: Fingerprint("77aa00bb11cc22dd".into()),
        rule: "doorway-page".into(),
        severity: Severity::High,
        subject: "https://nhacai.example/".into(),
        url: format!("https://{host}/uploads/nha-cai.html"),
        first_seen: at("2026-10-01T17:00:41Z"),
        clean_nights: 2,
    }];
    portal.clearing = vec![Gone {
        id: Fingerprint("88aa00bb11cc22dd".into()),
        subject: "https://taixiu.example/".into(),
        clean_nights: 1,
        ..portal.healed[0].clone()
    }];
    portal.failures = vec![Failure {
        url: format!("https://{host}/tai-lieu/quy-hoach-su-dung-dat-2026.html"),
        identity: Identity::Citizen,
        reason: Text { vi: "kết nối bị đặt lại", en: "connection reset" }.into(),
    }];
    portal
}

fn newspaper() -> PortalReport {
    let host = "baodienbienphu.example";
    let mut portal = portal("bao-dbp", "Báo Điện Biên Phủ", host, State::Findings);
    let code = "if(/google|bing/.test(document.referrer)&&/Mobi/.test(navigator.userAgent))\
                {window.location.replace(atob('aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw=='))} // https://bet88.example/";
    let mut redirect = finding("https://www.bet88.example/", Severity::Critical);
    redirect.finding = Finding {
        rule: "script-redirect",
        family: Family::Redirect,
        identity: Identity::Phone,
        url: format!("https://{host}/"),
        excerpt: Excerpt::around(code, 75..142),
        unpacked: Some(Excerpt::around(
            "window.location.replace('https://bet88.example/')",
            25..47,
        )),
        place: Where { line: 8, column: 1, css: "head > script:nth-of-type(2)".into() },
        signals: vec![
            Signal::new(SignalKind::Automatic, "load"),
            Signal::new(SignalKind::Ran, "alone"),
            Signal::new(SignalKind::Condition, "referrer"),
            Signal::new(SignalKind::Condition, "device"),
            Signal::new(SignalKind::Encoded, "atob"),
        ],
        why: Text {
            vi: "Người dùng điện thoại đến từ kết quả tìm kiếm bị đưa sang trang cờ bạc mà không có cảnh báo.",
            en: "Phone users who come from a search result are taken to a gambling site without warning.",
        },
        repair: Text {
            vi: "Xóa đoạn mã khỏi giao diện, so sánh tệp với bản sao lưu sạch và kiểm tra tài khoản quản trị.",
            en: "Delete the code from the theme, compare the files with a clean backup, and check the administrators' accounts.",
        },
        ..redirect.finding
    };
    let mut visible = finding("loto.example", Severity::Low);
    visible.finding.url = format!("https://{host}/giai-tri");
    portal.findings = vec![redirect, visible];
    portal
}

fn lottery() -> PortalReport {
    let host = "xoso.gov.example";
    let mut portal = portal("xo-so", "Công ty Xổ số kiến thiết", host, State::Findings);
    let mut doorway = finding("https://nhacai.example/dang-ky", Severity::High);
    doorway.finding.rule = "doorway-page";
    doorway.finding.url = format!("https://{host}/uploads/2026/ket-qua.html");
    portal.findings = vec![doorway];
    portal.coverage.stopped_by = Some("time");
    portal
}

/// One portal with [`HOSTILE`] in every field that a server or attacker can fill.
pub(super) fn hostile() -> Report {
    let text = || HOSTILE.to_owned();
    let sentence = || Sentence { vi: text(), en: text() };
    let mut report = province();
    let mut portal = tuan_giao();
    portal.portal = text();
    portal.name = text();
    portal.agency = Some(text());
    portal.province = Some(text());
    portal.url = text();
    portal.coverage.notes = vec![sentence()];
    for reported in portal.findings.iter_mut().chain(&mut portal.set_aside) {
        let acts = [&mut reported.handling.acknowledged, &mut reported.handling.set_aside];
        for act in acts.into_iter().flatten() {
            (act.by, act.why, act.subject) = (text(), Some(text()), text());
        }
        let finding = &mut reported.finding;
        finding.id = Fingerprint(text());
        finding.url = text();
        finding.subject = text();
        finding.excerpt = Excerpt { text: text(), mark: 3..30 };
        finding.place.css = text();
        finding.pages = vec![text(); 3];
        let kinds = [SignalKind::Host, SignalKind::Lexicon, SignalKind::Hidden];
        finding.signals = kinds.map(|kind| Signal::new(kind, HOSTILE)).into();
    }
    for gone in portal.healed.iter_mut().chain(&mut portal.clearing) {
        (gone.rule, gone.subject, gone.url) = (text(), text(), text());
    }
    for failure in &mut portal.failures {
        (failure.url, failure.reason) = (text(), sentence());
    }
    report.portals = vec![portal];
    let campaign = &mut report.campaigns[0];
    campaign.traces = TraceKind::ALL.map(|kind| Trace { kind, value: text() }).into();
    for portal in &mut campaign.portals {
        (portal.portal, portal.name) = (text(), text());
    }
    report
}
