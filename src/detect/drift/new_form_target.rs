//! `new-form-target`: a form that sends to a foreign host, and did not.

use super::{ChangeKind, changes_of, hit, new, signals_to_host};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "new-form-target",
    family: Family::Redirect,
    what: Text {
        vi: "Biểu mẫu gửi dữ liệu tới một máy chủ lạ mà trạng thái đã phê duyệt không có.",
        en: "A form that sends what is typed to a foreign host that the approved state does not have.",
    },
    why: Text {
        vi: "Họ tên, số giấy tờ, mật khẩu mà người dân nhập vào sẽ tới tay kẻ khác.",
        en: "Names, numbers of papers and passwords that citizens type go to somebody else.",
    },
    repair: Text {
        vi: "Đưa địa chỉ nhận của biểu mẫu về như cũ; báo cho người dân đã gửi từ đêm đó; nếu là dịch vụ của cơ quan thì phê duyệt thay đổi.",
        en: "Put the address of the form back; tell citizens who used it since that night; if it is a service of the agency's, approve the change.",
    },
    examine,
    caught: &[Example::changed(
        "the search form of the portal sends elsewhere",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><form action="/tim-kiem"><input name=q></form></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><form action="https://thu-thap.example/q"><input name=q></form></footer></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "another page of the portal takes the form",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><form action="/tim-kiem"><input name=q></form></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><form action="/tim"><input name=q></form></footer></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::NewFormTarget]) {
        let Some(mut signals) = signals_to_host(observation, &change.value) else { continue };
        signals.extend([new("form"), Signal::new(SignalKind::Secret, "form")]);
        hits.push(hit(observation, change, signals));
    }
}
