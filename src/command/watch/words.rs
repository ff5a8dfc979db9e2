//! What `canhcong watch` says.

use std::time::Duration;

use canhcong::{
    finding::{Lang, Severity, Standing, Text},
    outcome::{PortalReport, Report, Reported},
    report::{defang, severity_name},
    schedule::{self, Done, Due, Occurrence, Task, tet},
    store::StoreError,
    target::{NIGHTLY_AT, Registry, Span, Target, WatchPeriod},
};
use jiff::{Timestamp, civil::Date};

use super::super::Outcome;

pub(super) const REREAD: Text = Text {
    vi: "cấu hình đã thay đổi và được đọc lại",
    en: "the registry was changed and read again",
};
pub(super) const BROKEN: Text = Text {
    vi: "cấu hình mới có lỗi, vẫn dùng cấu hình trước đó:",
    en: "the registry was changed and has mistakes; what it said before still counts:",
};
pub(super) const SET_BACK: Text = Text {
    vi: "đồng hồ bị chỉnh lùi: coi như lượt quét đêm gần nhất bắt đầu lúc này",
    en: "the clock was set back: the last nightly run is taken to have begun now",
};
pub(super) const ENDS: Text = Text { vi: "dừng canh gác", en: "the watch ends" };

/// The most portals that one line names.
const NAMED: usize = 5;

/// The first line.
pub(super) fn begins(registry: &Registry, now: Timestamp, lang: Lang) -> String {
    let portals = registry.enabled().count();
    let hour = registry.nightly_at.unwrap_or(NIGHTLY_AT).strftime("%H:%M").to_string();
    let in_force = registry.watch.iter().filter(|own| is_in_force(own, now));
    let names: Vec<&str> = in_force.map(|own| own.name.as_str()).collect();
    let names = match (names.is_empty(), lang) {
        (true, Lang::Vi) => "không có đợt canh gác tăng cường".to_owned(),
        (true, Lang::En) => "no period of heightened watch".to_owned(),
        (false, Lang::Vi) => format!("đang canh gác tăng cường: {}", names.join(", ")),
        (false, Lang::En) => format!("heightened watch: {}", names.join(", ")),
    };
    match lang {
        Lang::Vi => format!("bắt đầu canh gác {portals} cổng; quét đêm lúc {hour}; {names}"),
        Lang::En => format!("the watch begins: {portals} portals; nightly run at {hour}; {names}"),
    }
}

fn is_in_force(period: &WatchPeriod, now: Timestamp) -> bool {
    schedule::occurrence(period, now).is_some_and(|own| own.is_now(now))
}

/// What comes next.
pub(super) fn next(due: &Due<'_>, lang: Lang) -> String {
    let (at, what) = (moment(due.at, lang), task(&due.task, lang));
    match lang {
        Lang::Vi => format!("kế tiếp: {at}, {what}"),
        Lang::En => format!("next: {at}, {what}"),
    }
}

pub(super) fn night_begins(done: &Done, due: Timestamp, now: Timestamp, lang: Lang) -> String {
    let is_late = now.duration_since(due).as_mins() > 1;
    let at = moment(due, lang);
    match (lang, done.night) {
        (Lang::Vi, None) => "bắt đầu quét đêm: chưa có lượt nào được ghi nhận".to_owned(),
        (Lang::En, None) => "nightly run begins: none is on record yet".to_owned(),
        (Lang::Vi, Some(_)) if is_late => format!("bắt đầu quét đêm, bù cho lượt lúc {at}"),
        (Lang::En, Some(_)) if is_late => format!("nightly run begins, late for {at}"),
        (Lang::Vi, Some(_)) => "bắt đầu quét đêm".to_owned(),
        (Lang::En, Some(_)) => "nightly run begins".to_owned(),
    }
}

pub(super) fn night_ended(ended: &Outcome, lang: Lang) -> String {
    let text = match ended {
        Outcome::Findings => Text {
            vi: "quét đêm xong, có phát hiện nghiêm trọng",
            en: "nightly run done, with grave findings",
        },
        Outcome::NothingJudged => Text {
            vi: "quét đêm xong, nhưng không cổng nào đánh giá được",
            en: "nightly run done, but no portal could be judged",
        },
        Outcome::Stopped => Text {
            vi: "quét đêm bị dừng giữa chừng, lần sau sẽ làm tiếp",
            en: "nightly run stopped before its end; it is gone on with next time",
        },
        Outcome::Quiet | Outcome::Unhealthy => Text {
            vi: "quét đêm xong, không có phát hiện nghiêm trọng",
            en: "nightly run done, without grave findings",
        },
    };
    text.in_lang(lang).to_owned()
}

pub(super) fn looks_begin(targets: &[&Target], lang: Lang) -> String {
    let names = names(targets, lang);
    match lang {
        Lang::Vi => format!("canh gác tăng cường: xem {names}"),
        Lang::En => format!("heightened watch: looking at {names}"),
    }
}

/// How the looks went, and what was not known before.
pub(super) fn looks_ended(report: &Report, lang: Lang) -> Vec<String> {
    let count =
        |wanted: fn(&PortalReport) -> bool| report.portals.iter().filter(|own| wanted(own)).count();
    let judged = count(|own| own.state.is_judged());
    let wounded =
        count(|own| own.findings.iter().any(|own| own.finding.severity >= Severity::Medium));
    let silent = report.portals.len() - judged;
    let seconds = report.finished_at.duration_since(report.started_at).as_secs();
    let mut lines = vec![match lang {
        Lang::Vi => format!(
            "đã xem xong trong {seconds} giây: {judged} cổng đánh giá được, {wounded} có phát hiện, \
             {silent} không truy cập hoặc không đánh giá được"
        ),
        Lang::En => format!(
            "done in {seconds} s: {judged} portals judged, {wounded} with findings, {silent} that could \
             not be judged"
        ),
    }];
    for portal in &report.portals {
        let is_news = |own: &&Reported| {
            own.standing != Standing::Ongoing && own.finding.severity >= Severity::Medium
        };
        lines.extend(portal.findings.iter().filter(is_news).map(|own| {
            let severity = severity_name(own.finding.severity).in_lang(lang);
            let rule = own.finding.rule;
            let subject = defang(&own.finding.subject);
            let new = match (lang, own.standing) {
                (Lang::Vi, Standing::Reopened) => "TÁI PHÁT",
                (Lang::En, Standing::Reopened) => "REOPENED",
                (Lang::Vi, _) => "MỚI",
                (Lang::En, _) => "NEW",
            };
            format!("{new}: {severity}  {}  {rule}  {subject}", portal.portal)
        }));
    }
    lines
}

pub(super) fn in_the_way(error: &anyhow::Error, pause: Duration, lang: Lang) -> String {
    let seconds = pause.as_secs();
    let is_busy = matches!(error.downcast_ref::<StoreError>(), Some(StoreError::InUse { .. }));
    match (lang, is_busy) {
        (Lang::Vi, true) => format!("đợi lượt quét khác kết thúc: {error:#}"),
        (Lang::En, true) => format!("waiting for another run to end: {error:#}"),
        (Lang::Vi, false) => format!("LỖI: {error:#}; thử lại sau mỗi {seconds} giây"),
        (Lang::En, false) => format!("FAILED: {error:#}; trying again every {seconds} s"),
    }
}

/// Which periods there are, and what comes next.
pub(super) fn outlook(
    registry: &Registry,
    done: &Done,
    now: Timestamp,
    count: usize,
    lang: Lang,
) -> String {
    let vi = lang == Lang::Vi;
    let now_is = moment(now, lang);
    let mut lines = vec![if vi {
        format!("Bây giờ là {now_is} (giờ Việt Nam)")
    } else {
        format!("It is {now_is} in Việt Nam")
    }];
    if registry.watch.is_empty() {
        let none = Text {
            vi: "Cấu hình không có đợt canh gác tăng cường nào ([[watch]])",
            en: "The registry has no period of heightened watch ([[watch]])",
        };
        lines.push(none.in_lang(lang).to_owned());
    }
    lines.extend(registry.watch.iter().map(|period| {
        let portals = registry.enabled().filter(|target| period.scope.has(target)).count();
        let (name, id, minutes) = (&period.name, &period.id, period.every_minutes);
        let when = when(period, now, lang);
        if vi {
            format!("  {name} ({id}): {when}; {minutes} phút một lần, {portals} cổng")
        } else {
            format!("  {name} ({id}): {when}; every {minutes} minutes, {portals} portals")
        }
    }));
    lines.push(if vi {
        format!("{count} việc kế tiếp:")
    } else {
        format!("The next {count}:")
    });
    let coming = schedule::upcoming(registry, done, now, count);
    lines.extend(
        coming.iter().map(|due| format!("  {}  {}", moment(due.at, lang), task(&due.task, lang))),
    );
    lines.join("\n") + "\n"
}

fn when(period: &WatchPeriod, now: Timestamp, lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    match schedule::occurrence(period, now) {
        Some(Occurrence { from, to }) => {
            let (from, to) = (date(from, lang), date(to, lang));
            match (is_in_force(period, now), vi) {
                (true, true) => format!("ĐANG HIỆU LỰC, {from} đến hết {to}"),
                (true, false) => format!("IN FORCE, {from} to {to}"),
                (false, true) => format!("sắp tới, {from} đến hết {to}"),
                (false, false) => format!("to come, {from} to {to}"),
            }
        }
        None if matches!(period.span, Span::Tet(..)) => {
            let last = tet::YEARS.end();
            if vi {
                format!("chưa biết ngày Tết sau năm {last}")
            } else {
                format!("the dates of Tết after {last} are not known")
            }
        }
        None => if vi { "đã qua" } else { "over" }.to_owned(),
    }
}

fn task(task: &Task<'_>, lang: Lang) -> String {
    match (task, lang) {
        (Task::Night, Lang::Vi) => "quét đêm mọi cổng".to_owned(),
        (Task::Night, Lang::En) => "the nightly run over all portals".to_owned(),
        (Task::Looks(targets), Lang::Vi) => format!("xem {}", names(targets, lang)),
        (Task::Looks(targets), Lang::En) => format!("a look at {}", names(targets, lang)),
    }
}

fn names(targets: &[&Target], lang: Lang) -> String {
    let named: Vec<&str> = targets.iter().take(NAMED).map(|target| target.id.as_str()).collect();
    let named = named.join(", ");
    match (targets.len().saturating_sub(NAMED), lang) {
        (0, _) => named,
        (more, Lang::Vi) => format!("{named} và {more} cổng khác"),
        (more, Lang::En) => format!("{named} and {more} more"),
    }
}

fn moment(at: Timestamp, lang: Lang) -> String {
    let at = at.to_zoned(schedule::zone());
    format!("{} {}", at.strftime("%H:%M"), date(at.date(), lang))
}

fn date(date: Date, lang: Lang) -> String {
    date.strftime(if lang == Lang::Vi { "%d/%m/%Y" } else { "%Y-%m-%d" }).to_string()
}
