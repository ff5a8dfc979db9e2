//! `new-redirect`: a page leads elsewhere by itself, and did not.

use super::{ChangeKind, changes_of, hit, new, signals_to_host};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "new-redirect",
    family: Family::Redirect,
    what: Text {
        vi: "Trang tự chuyển khách sang một máy chủ lạ (refresh hoặc trả lời 3xx) mà trạng thái đã phê duyệt không có.",
        en: "The page moves visitors on to a foreign host by itself (a refresh or a 3xx answer) that the approved state does not have.",
    },
    why: Text {
        vi: "Người dân mở cổng của cơ quan và bị đưa tới trang khác mà không làm gì.",
        en: "Citizens open the agency's portal and are taken to another site without doing anything.",
    },
    repair: Text {
        vi: "Tìm thẻ refresh hoặc luật chuyển hướng (.htaccess, web.config, plugin) và gỡ; nếu cơ quan đã chuyển cổng sang tên miền khác thì phê duyệt thay đổi.",
        en: "Find the refresh or the redirect rule (.htaccess, web.config, a plugin) and remove it; if the agency moved its portal, approve the change.",
    },
    examine,
    caught: &[Example::changed(
        "a refresh to an unknown site",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<meta http-equiv=refresh content="0;url=https://khach.example/"><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "the page loads itself anew",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<meta http-equiv=refresh content="300"><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::NewRedirect]) {
        let Some(mut signals) = signals_to_host(observation, &change.value) else { continue };
        signals.extend([new("redirect"), Signal::new(SignalKind::Automatic, "redirect")]);
        hits.push(hit(observation, change, signals));
    }
}
