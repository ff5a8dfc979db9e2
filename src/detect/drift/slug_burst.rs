//! `slug-burst`: many more new pages than on any night before.

use super::{ChangeKind, changes_of, hit, new};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "slug-burst",
    family: Family::Backlink,
    what: Text {
        vi: "Một thư mục bỗng có hàng chục trang mới, nhiều hơn hẳn mọi đêm trước.",
        en: "A folder has dozens of new pages at once, many more than on any night before.",
    },
    why: Text {
        vi: "Trang rác được cài theo lô hàng trăm, hàng nghìn trang, thường vào một thư mục riêng và không có trong menu.",
        en: "Spam pages are planted by the hundred or thousand, often in a folder of their own and in no menu.",
    },
    repair: Text {
        vi: "Mở vài trang trong thư mục; nếu là rác thì xóa (trả về 410), tìm tệp đã sinh ra chúng; nếu cơ quan vừa nhập dữ liệu cũ thì phê duyệt.",
        en: "Open some pages of the folder; if they are spam, delete them (answer 410) and find the file that makes them; if the agency brought in an archive, approve it.",
    },
    examine,
    caught: &[Example::changed(
        "forty pages in a folder that is new",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><a href="/app/mua-an">x</a><a href="/app/mua-ba">x</a><a href="/app/mua-ca">x</a><a href="/app/mua-da">x</a><a href="/app/mua-en">x</a><a href="/app/ban-an">x</a><a href="/app/ban-ba">x</a><a href="/app/ban-ca">x</a><a href="/app/ban-da">x</a><a href="/app/ban-en">x</a><a href="/app/choi-an">x</a><a href="/app/choi-ba">x</a><a href="/app/choi-ca">x</a><a href="/app/choi-da">x</a><a href="/app/choi-en">x</a><a href="/app/nap-an">x</a><a href="/app/nap-ba">x</a><a href="/app/nap-ca">x</a><a href="/app/nap-da">x</a><a href="/app/nap-en">x</a><a href="/app/rut-an">x</a><a href="/app/rut-ba">x</a><a href="/app/rut-ca">x</a><a href="/app/rut-da">x</a><a href="/app/rut-en">x</a><a href="/app/vip-an">x</a><a href="/app/vip-ba">x</a><a href="/app/vip-ca">x</a><a href="/app/vip-da">x</a><a href="/app/vip-en">x</a><a href="/app/top-an">x</a><a href="/app/top-ba">x</a><a href="/app/top-ca">x</a><a href="/app/top-da">x</a><a href="/app/top-en">x</a><a href="/app/hay-an">x</a><a href="/app/hay-ba">x</a><a href="/app/hay-ca">x</a><a href="/app/hay-da">x</a><a href="/app/hay-en">x</a></footer></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "three new articles",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><a href="/tin/mot">1</a></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><a href="/tin/hai">2</a><a href="/tin/ba">3</a><a href="/tin/bon">4</a></footer></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::SlugBurst]) {
        let count = change.count.to_string();
        let mut signals = vec![new("pages"), Signal::new(SignalKind::Volume, count)];
        let place = if change.setting.class.is_none() { "unknown-folder" } else { "folder" };
        signals.push(Signal::new(SignalKind::Still, place));
        hits.push(hit(observation, change, signals));
    }
}
