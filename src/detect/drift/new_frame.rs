//! `new-frame`: a frame of a foreign site, where there was none.

use super::{ChangeKind, Standout, changes_of, hit, loads_from, new};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "new-frame",
    family: Family::Redirect,
    what: Text {
        vi: "Khung (iframe) hiển thị trang của một máy chủ lạ mà trạng thái đã phê duyệt không có.",
        en: "A frame that shows a page of a foreign host that the approved state does not have.",
    },
    why: Text {
        vi: "Khung lạ thay nội dung của cổng bằng trang của kẻ khác, hoặc âm thầm tải mã của trang đó.",
        en: "A foreign frame puts somebody else's page in place of the portal's, or loads its code unseen.",
    },
    repair: Text {
        vi: "Gỡ khung khỏi giao diện hoặc bài viết; nếu là dịch vụ của cơ quan thì phê duyệt thay đổi hoặc khai báo máy chủ vào danh sách tin cậy.",
        en: "Remove the frame from the theme or the article; if it is a service of the agency's, approve the change or vouch for its host.",
    },
    examine,
    caught: &[Example::changed(
        "a small frame of an unknown host",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><iframe src="https://khach.example/w" width="1" height="1"></iframe></footer></body>"#,
        )],
    )],
    clean: &[
        Example::changed(
            "a film",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><iframe src="https://www.youtube.com/embed/abc"></iframe></footer></body>"#,
            )],
        ),
        Example::changed(
            "a page of the portal's own",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><iframe src="/ban-do"></iframe></footer></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::NewFrame]) {
        let Some(signals) = loads_from(observation, &change.value) else { continue };
        let own = [new("frame"), Signal::new(SignalKind::Loads, "frame")];
        // A film in an article is an article's.
        let own = &own[..if change.setting.standout() == Standout::Usual { 1 } else { 2 }];
        let signals = signals.into_iter().chain(own.iter().cloned()).collect();
        hits.push(hit(observation, change, signals));
    }
}
