//! `replaced-content`: what a page was is gone.

use super::{ChangeKind, changes_of, hit, new};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "replaced-content",
    family: Family::Defacement,
    what: Text {
        vi: "Nội dung hoặc khung giao diện của trang đã được phê duyệt không còn; chỗ đó là một trang khác.",
        en: "The text or the template of a page that is known is gone; another page stands in its place.",
    },
    why: Text {
        vi: "Thay cả trang là hình thức tấn công giao diện rõ nhất, kể cả khi trang mới không có lời xưng danh nào.",
        en: "To replace a whole page is the plainest form of defacement, even where the new page boasts of nothing.",
    },
    repair: Text {
        vi: "Xem trang bằng mắt; nếu không phải do cơ quan làm thì khôi phục từ bản sao lưu và tìm lỗ hổng; nếu cơ quan thay giao diện thì phê duyệt.",
        en: "Look at the page; if the agency did not do it, restore it from a backup and find the hole; if the agency has a new template, approve it.",
    },
    examine,
    caught: &[Example::changed(
        "another page at the same address",
        r#"<body class=goc><div id=dau><h1>UBND huyện</h1></div><div id=than><p>Hội nghị tổng kết năm</p><p>Kế hoạch xây dựng nông thôn mới</p><p>Thông báo tuyển dụng viên chức</p><p>Lịch tiếp công dân tháng này</p></div><div id=chan><a href="/lien-he">Liên hệ</a></div></body>"#,
        &[Answer::all(
            r#"<body bgcolor=black><center><marquee><b>Xin chào</b></marquee><table><tr><td><img src=a.gif></table><i>Chúng tôi đã ở đây và sẽ còn ở đây rất lâu, cho tới khi có người nhìn thấy. Chúng tôi đã ở đây và sẽ còn ở đây rất lâu, cho tới khi có người nhìn thấy. Chúng tôi đã ở đây và sẽ còn ở đây rất lâu, cho tới khi có người nhìn thấy. Chúng tôi đã ở đây và sẽ còn ở đây rất lâu, cho tới khi có người nhìn thấy. Chúng tôi đã ở đây và sẽ còn ở đây rất lâu, cho tới khi có người nhìn thấy. </i></center></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "the same page with another piece of news",
        r#"<body class=goc><div id=dau><h1>UBND huyện</h1></div><div id=than><p>Hội nghị tổng kết năm</p><p>Kế hoạch xây dựng nông thôn mới</p><p>Thông báo tuyển dụng viên chức</p><p>Lịch tiếp công dân tháng này</p></div><div id=chan><a href="/lien-he">Liên hệ</a></div></body>"#,
        &[Answer::all(
            r#"<body class=goc><div id=dau><h1>UBND huyện</h1></div><div id=than><p>Hội nghị giao ban quý</p><p>Kế hoạch xây dựng nông thôn mới</p><p>Thông báo tuyển dụng viên chức</p><p>Lịch tiếp công dân tháng này</p></div><div id=chan><a href="/lien-he">Liên hệ</a></div></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    let kinds = [ChangeKind::ReplacedContent, ChangeKind::ReplacedTemplate];
    for change in changes_of(observation, &kinds) {
        let signals = match change.kind {
            ChangeKind::ReplacedContent => {
                vec![new("content"), Signal::new(SignalKind::Replaced, "known-content")]
            }
            // The texts are still there: the agency's own work, for somebody to look at.
            _ => vec![new("template"), Signal::new(SignalKind::Still, "template")],
        };
        hits.push(hit(observation, change, signals));
    }
}
