//! The morning's summary: that the watch lives, what is new, what stands open.

use super::{
    cyber_unit,
    letter::{Letter, Table},
    owner, terms,
};
use crate::{
    finding::Lang,
    notice::{Night, Notice},
    report::{defang_text, moment},
    target::ContactRole,
};

pub(super) fn write(letter: &mut Letter, notice: &Notice, most: usize) {
    let lang = letter.lang;
    let counts = terms::counts(notice);
    letter.lead.push(match (lang, counts.is_empty()) {
        (Lang::Vi, true) => {
            "Hệ thống canh giữ vẫn hoạt động. Không có gì mới kể từ bản tin trước.".to_owned()
        }
        (Lang::En, true) => {
            "The watch lives. There is nothing new since the last summary.".to_owned()
        }
        (Lang::Vi, false) => format!("Kể từ bản tin trước: {counts}."),
        (Lang::En, false) => format!("Since the last summary: {counts}."),
    });
    letter.lead.extend(notice.night.as_ref().map(|night| run(night, lang)));
    letter.lead.push(open(notice, lang));
    match notice.recipient.role {
        ContactRole::CyberUnit => cyber_unit::items(letter, &notice.events),
        ContactRole::Owner | ContactRole::National => owner::items(letter, &notice.events),
    }
    letter.keep(most);
    letter.table = table(letter, notice, most);
    if notice.recipient.role == ContactRole::CyberUnit {
        letter.closing.push(cyber_unit::all_open(letter));
    }
}

/// How the last run went.
fn run(night: &Night, lang: Lang) -> String {
    let began = moment(night.started_at, lang);
    let Night { portals, judged, .. } = night;
    match (lang, night.finished_at.map(|at| moment(at, lang))) {
        (Lang::Vi, Some(end)) => {
            format!(
                "Lượt quét gần nhất: từ {began} đến {end}, đánh giá được {judged}/{portals} cổng."
            )
        }
        (Lang::En, Some(end)) => {
            format!(
                "The last run: from {began} to {end}; {judged} of {portals} portals could be judged."
            )
        }
        (Lang::Vi, None) => format!(
            "CHÚ Ý: lượt quét bắt đầu lúc {began} CHƯA KẾT THÚC; mới đánh giá được {judged}/{portals} cổng."
        ),
        (Lang::En, None) => format!(
            "ATTENTION: the run that began at {began} DID NOT FINISH; {judged} of {portals} portals were judged."
        ),
    }
}

fn open(notice: &Notice, lang: Lang) -> String {
    let sum = |nth: usize| -> usize {
        notice.standing.iter().filter_map(|portal| portal.open.get(nth)).sum()
    };
    let unseen: usize = notice.standing.iter().map(|portal| portal.unacknowledged).sum();
    let (critical, high, medium, low) = (sum(0), sum(1), sum(2), sum(3));
    let total = critical + high + medium + low;
    match lang {
        Lang::Vi => format!(
            "Đang mở: {total} (nghiêm trọng {critical}, cao {high}, trung bình {medium}, thấp {low}); {unseen} chưa có người tiếp nhận."
        ),
        Lang::En => format!(
            "Open: {total} ({critical} critical, {high} high, {medium} medium, {low} low); {unseen} not acknowledged."
        ),
    }
}

fn table(letter: &Letter, notice: &Notice, most: usize) -> Option<Table> {
    let lang = letter.lang;
    let mut rows: Vec<_> = notice.standing.iter().collect();
    rows.sort_by(|a, b| b.open.cmp(&a.open).then_with(|| a.of.name.cmp(&b.of.name)));
    let left = rows.len().saturating_sub(most);
    let never = letter.say("chưa lần nào", "never");
    let rows: Vec<_> = rows
        .into_iter()
        .take(most)
        .map(|portal| {
            let [critical, high, medium, low] = portal.open;
            [
                defang_text(&portal.of.name),
                format!("{critical} / {high} / {medium} / {low}"),
                portal.oldest.map_or_else(|| "–".to_owned(), |at| moment(at, lang)),
                portal.judged_at.map_or_else(|| never.to_owned(), |at| moment(at, lang)),
            ]
        })
        .collect();
    let more = (left > 0).then(|| match lang {
        Lang::Vi => format!("… và {left} cổng nữa: xem tệp báo cáo đính kèm."),
        Lang::En => format!("… and {left} more portals: see the attached report."),
    });
    let head = match lang {
        Lang::Vi => [
            "Cổng",
            "Đang mở: nghiêm trọng / cao / trung bình / thấp",
            "Cũ nhất từ",
            "Đánh giá được gần nhất",
        ],
        Lang::En => {
            ["Portal", "Open: critical / high / medium / low", "Oldest since", "Last judged"]
        }
    };
    (!rows.is_empty()).then_some(Table { head, rows, more })
}
