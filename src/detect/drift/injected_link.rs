//! `injected-link`: a link to a foreign host, where the portal never linked to it.

use super::{
    Change, ChangeKind, Facet, Standout, changes_of, hit, new, setting_signals, signals_to_host,
};
use crate::{
    baseline::Class,
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
    page::Region,
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "injected-link",
    family: Family::Backlink,
    what: Text {
        vi: "Liên kết tới một máy chủ lạ mà trạng thái đã phê duyệt của cổng không có, đặt ở chỗ không thay đổi từng đêm: chân trang, menu, bài viết cũ.",
        en: "A link to a foreign host that the approved state of the portal does not have, in a place that does not change from night to night: a footer, a menu, an old article.",
    },
    why: Text {
        vi: "Liên kết bị bán hoặc bị cài thường trông vô hại, không có từ khóa nào lộ ra; chỉ sự xuất hiện của nó tố cáo nó.",
        en: "Links that were sold or planted often look harmless and no word gives them away; only their appearing does.",
    },
    repair: Text {
        vi: "Hỏi người quản trị ai đã thêm liên kết và vì sao; nếu không phải của cơ quan thì gỡ khỏi giao diện, khối nội dung hoặc bài viết và xem ai đã đăng nhập; nếu đúng thì phê duyệt thay đổi (canhcong baseline approve).",
        en: "Ask the administrator who added the link and why; if it is not the agency's, remove it from the theme, the block or the article and see who signed in; if it is, approve the change (canhcong baseline approve).",
    },
    examine,
    caught: &[Example::changed(
        "a link that nobody would notice, in the footer",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><a href="https://thiet-ke.example/">Thiết kế web</a></footer></body>"#,
        )],
    )],
    clean: &[
        Example::changed(
            "a link to a ministry",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><a href="https://moit.gov.vn/">Bộ Công Thương</a></footer></body>"#,
            )],
        ),
        Example::changed(
            "nothing new",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::InjectedLink]) {
        let Some(mut signals) = signals_to_host(observation, &change.value) else { continue };
        if change.facet == Some(Facet::HiddenLink) {
            signals.push(Signal::new(SignalKind::Hidden, "link"));
        }
        let alone = signals.iter().all(|signal| signal.kind == SignalKind::Host);
        if alone {
            // Every day's news link to somebody who was not linked to before.
            if change.setting.standout() == Standout::Usual && change.setting.later < A_FEW {
                continue;
            }
            signals.clear();
        }
        signals.push(new("link"));
        signals.extend(
            setting_signals(change).or_else(|| in_template(change)).or_else(|| in_old_text(change)),
        );
        hits.push(hit(observation, change, signals));
    }
}

/// On so many nights a page was seen, and it is none of today's news.
const A_FEW: u32 = 3;
/// On so many pages at once stands what is part of the template.
const A_TEMPLATE: usize = 5;

/// Less of a page than this is new where somebody changed a word or a link.
const A_TOUCH: f32 = 0.3;

/// That the link came into a text that was there for some nights: nobody writes news into an old
/// article, and whoever buys a link wants it in a page that search engines know.
fn in_old_text(change: &Change) -> Option<Signal> {
    let setting = change.setting;
    let is_touched = setting.later >= A_FEW && setting.renewed < A_TOUCH;
    let rotates = matches!(setting.class, Some(Class::Rotating | Class::Volatile));
    (change.part == Region::Main && is_touched && !rotates)
        .then(|| Signal::new(SignalKind::Still, "main"))
}

/// That the link came with the template of many pages, not with one text.
fn in_template(change: &Change) -> Option<Signal> {
    let is_everywhere = change.count >= A_TEMPLATE && change.setting.nights > 0;
    (is_everywhere && change.setting.standout() != Standout::Usual)
        .then(|| Signal::new(SignalKind::Still, "template"))
}
