//! `vanished-portal`: the portal answers, but nothing of it is there.

use super::{ChangeKind, changes_of, hit};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "vanished-portal",
    family: Family::Availability,
    what: Text {
        vi: "Cổng vẫn trả lời nhưng không còn trang nào đã biết: trang mặc định của máy chủ, trang trắng, trang chờ bán tên miền.",
        en: "The portal answers, but none of its pages is there: a server's default page, a blank page, a parked domain.",
    },
    why: Text {
        vi: "Có thể là sự cố, bảo trì, hoặc tên miền, máy chủ đã sang tay kẻ khác.",
        en: "It may be an accident, maintenance, or a name or server that is in other hands.",
    },
    repair: Text {
        vi: "Hỏi đơn vị vận hành; kiểm tra tên miền và bản ghi DNS; nếu cổng đã ngừng hoạt động thì đặt enabled = false.",
        en: "Ask the operator; check the name and its DNS records; if the portal was closed, set enabled = false.",
    },
    examine,
    caught: &[Example::changed(
        "a server's default page",
        r#"<body class=goc><div id=dau><h1>UBND huyện</h1></div><div id=than><p>Hội nghị tổng kết năm</p><p>Kế hoạch xây dựng nông thôn mới</p><p>Thông báo tuyển dụng viên chức</p><p>Lịch tiếp công dân tháng này</p></div><div id=chan><a href="/lien-he">Liên hệ</a></div></body>"#,
        &[Answer::all(r#"<body><h2>It works!</h2></body>"#)],
    )],
    clean: &[Example::changed(
        "a short page that was always short",
        r#"<body><h2>Cổng đang nâng cấp</h2></body>"#,
        &[Answer::all(r#"<body><h2>Cổng đang nâng cấp</h2></body>"#)],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::VanishedPortal]) {
        let count = change.count.to_string();
        let signals = vec![
            Signal::new(SignalKind::Replaced, "all-pages"),
            Signal::new(SignalKind::Volume, count),
        ];
        hits.push(hit(observation, change, signals));
    }
}
