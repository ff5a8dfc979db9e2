//! `changed-script`: a script that was approved does something else now.

use super::{ChangeKind, Facet, changes_of, code_signals, hit, new, setting_signals};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "changed-script",
    family: Family::Script,
    what: Text {
        vi: "Một tệp mã đã được phê duyệt (thường là thư viện như jQuery) nay có nội dung khác, hoặc đoạn mã quen thuộc nay trỏ tới máy chủ khác.",
        en: "A file of code that was approved (often a library such as jQuery) has another text now, or known code names another host.",
    },
    why: Text {
        vi: "Kẻ tấn công nối vài dòng vào thư viện có sẵn: trang không có thẻ mới nào, mọi trang đều chạy mã đó.",
        en: "Attackers append a few lines to a library that is there: no page has a new tag, and every page runs the code.",
    },
    repair: Text {
        vi: "So tệp với bản gốc cùng phiên bản của nhà phát hành (canhcong baseline diff chỉ ra đoạn thêm vào); chép đè bản sạch; tìm xem tệp bị ghi lúc nào và bằng tài khoản nào.",
        en: "Compare the file with the publisher's release of that version (canhcong baseline diff shows what was added); put the clean one back; find when it was written and by which account.",
    },
    examine,
    caught: &[Example::changed(
        "a slide show that names another host",
        r#"<body><h1>UBND huyện</h1><p>Hội nghị tổng kết năm</p><script>var kho="https://anh.example/a/";chieu(kho)</script></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><p>Hội nghị tổng kết năm</p><script>var kho="https://nap.example/a/";chieu(kho)</script></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "the same code with other texts",
        r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><script>var cauHoi="Bạn thấy cổng thế nào?";document.title</script></footer></body>"#,
        &[Answer::all(
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><script>var cauHoi="Bạn biết tới cổng từ đâu?";document.title</script></footer></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::ChangedScript]) {
        let mut signals = code_signals(observation, change);
        if change.facet == Some(Facet::Inline) && signals.is_empty() {
            continue;
        }
        signals.push(new("body"));
        signals.extend(setting_signals(change));
        hits.push(hit(observation, change, signals));
    }
}
