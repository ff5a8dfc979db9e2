//! `new-hidden-block`: something is concealed where nothing was.

use super::{Change, ChangeKind, Standout, changes_of, hit, new};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "new-hidden-block",
    family: Family::Backlink,
    what: Text {
        vi: "Một khối nội dung bị giấu xuất hiện ở chỗ mà trạng thái đã phê duyệt không giấu gì, hoặc khối giấu cố định nay nói điều khác.",
        en: "A concealed block where the approved state conceals nothing, or a concealed block that was always the same says something else.",
    },
    why: Text {
        vi: "Khối ẩn là cách phổ biến nhất để cài liên kết và từ khóa chỉ máy tìm kiếm đọc được.",
        en: "Concealed blocks are the most common way to plant links and words that only search engines read.",
    },
    repair: Text {
        vi: "Xem đoạn mã trong bằng chứng; gỡ nếu không phải của giao diện; phê duyệt nếu là menu, hộp thoại mới của cơ quan.",
        en: "Look at the markup in the evidence; remove it if it is not the theme's; approve it if it is a new menu or dialog of the agency's.",
    },
    examine,
    caught: &[Example::changed(
        "a block of betting words off the screen",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><div style="position:absolute;left:-9999px">nhà cái uy tín tài xỉu online</div></footer></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "a menu that was always concealed",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><div style="display:none">Giới thiệu Tin tức</div></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><div style="display:none">Giới thiệu Tin tức</div></footer></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::HiddenBlock]) {
        let mut signals = vec![new("hidden"), Signal::new(SignalKind::Hidden, &*form_of(change))];
        let said = change.after.as_deref().unwrap_or_default();
        let terms = observation.offers(said).into_iter().take(5);
        signals.extend(terms.map(|term| Signal::new(SignalKind::Lexicon, &*term.text)));
        // Templates conceal menus and dialogs all over: new ones come with every new box.
        let alone = signals.len() == 2;
        if alone && change.setting.standout() != Standout::Strong {
            continue;
        }
        hits.push(hit(observation, change, signals));
    }
}

/// How it is concealed: the first word of what the change is about.
fn form_of(change: &Change) -> String {
    change.value.split(' ').next().unwrap_or_default().to_owned()
}
