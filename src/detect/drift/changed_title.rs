//! `changed-title`: a page is called something else.

use super::{ChangeKind, changes_of, hit, new};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "changed-title",
    family: Family::Defacement,
    what: Text {
        vi: "Tiêu đề hoặc mô tả của một trang vốn luôn như nhau nay đã khác.",
        en: "The title or description of a page that was always the same is another one.",
    },
    why: Text {
        vi: "Nhiều kẻ tấn công chỉ đổi tiêu đề: người mở trang không thấy, nhưng kết quả tìm kiếm mang tên chúng.",
        en: "Many attackers change the title alone: whoever opens the page sees nothing, but the search result carries their name.",
    },
    repair: Text {
        vi: "So với tiêu đề cũ trong bằng chứng; sửa lại trong phần cấu hình hoặc plugin SEO; phê duyệt nếu cơ quan tự đổi.",
        en: "Compare with the old title in the evidence; set it back in the settings or the SEO plugin; approve it if the agency changed it.",
    },
    examine,
    caught: &[Example::changed(
        "another name",
        r#"<title>UBND huyện Tuần Giáo</title><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<title>Kho vui 88</title><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        )],
    )],
    clean: &[Example::changed(
        "a counter in the title",
        r#"<title>(3) UBND huyện Tuần Giáo</title><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        &[Answer::all(
            r#"<title>(4) UBND huyện Tuần Giáo</title><body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::ChangedTitle]) {
        let mut signals = vec![new("title")];
        let terms = observation.offers(change.after.as_deref().unwrap_or_default());
        let terms = terms.into_iter().take(5);
        signals.extend(terms.map(|term| Signal::new(SignalKind::Lexicon, &*term.text)));
        // A title stands out wherever the page has had it for a week, whatever its text does.
        if change.setting.nights >= A_WEEK {
            signals.push(Signal::new(SignalKind::Still, "title"));
        }
        hits.push(hit(observation, change, signals));
    }
}

/// Nights on which a page was called the same.
const A_WEEK: u32 = 7;
