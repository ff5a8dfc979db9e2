//! `new-claim`: the page names a foreign host as its own address, and did not.

use super::{ChangeKind, address_of, changes_of, hit, new, signals_to_host};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "new-claim",
    family: Family::Cloaking,
    what: Text {
        vi: "Trang tự khai địa chỉ của mình (canonical, base, og:url, amphtml) là một máy chủ lạ mà trạng thái đã phê duyệt không có.",
        en: "The page names a foreign host as its own address (canonical, base, og:url, amphtml) that the approved state does not have.",
    },
    why: Text {
        vi: "Công cụ tìm kiếm chuyển uy tín của cổng sang trang được khai; thẻ base còn dẫn mọi liên kết của cổng đi nơi khác.",
        en: "Search engines give the portal's standing to the page that is named; a base element leads all links of the portal elsewhere.",
    },
    repair: Text {
        vi: "Gỡ thẻ khỏi giao diện hoặc plugin SEO; kiểm tra quyền sở hữu trong Google Search Console; nếu cơ quan đổi tên miền thì phê duyệt thay đổi.",
        en: "Remove the element from the theme or the SEO plugin; look at the owners in Google Search Console; if the agency moved to another name, approve the change.",
    },
    examine,
    caught: &[Example::changed(
        "the canonical address is that of a shop",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<link rel=canonical href="https://shop.example/"><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "the canonical address is the portal's",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<link rel=canonical href="https://portal.gov.example/tin-tuc"><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::NewClaim]) {
        let host = change.value.rsplit(' ').next().unwrap_or_default();
        let Some(mut signals) = signals_to_host(observation, host) else { continue };
        let known_name = address_of(host)
            .is_some_and(|url| observation.is_sibling(&url) || observation.is_namesake(&url));
        if known_name {
            continue;
        }
        signals.extend([new("claim"), Signal::new(SignalKind::Claim, &*change.value)]);
        hits.push(hit(observation, change, signals));
    }
}
