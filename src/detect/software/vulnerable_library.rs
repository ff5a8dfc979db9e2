//! `vulnerable-library`: a library that pages load, with holes that are known.

use super::{breaks_in, certain, hit, numbers, products};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, SignalKind, Text},
    software::Part,
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "vulnerable-library",
    family: Family::Software,
    what: Text {
        vi: "Thư viện mà trang nạp (jQuery, CKEditor …) ở phiên bản có lỗ hổng đã công bố.",
        en: "A library that pages load (jQuery, CKEditor …) in a version with holes that are known.",
    },
    why: Text {
        vi: "Kẻ tấn công dùng chúng để chạy mã trong trình duyệt của người quản trị, hoặc tải tệp lên qua trình soạn thảo.",
        en: "Attackers use them to run code in an administrator's browser, or to upload files through an editor.",
    },
    repair: Text {
        vi: "Thay bằng phiên bản mới của thư viện; gỡ bản không còn trang nào dùng.",
        en: "Replace it by the library's newest version; remove copies that no page uses.",
    },
    examine,
    caught: &[Example::software(
        "jQuery 1.12.4",
        &[Answer::all(
            r#"<head><script src="/js/jquery-1.12.4.min.js"></script></head><body><p>Tin tức</p></body>"#,
        )],
    )],
    clean: &[Example::software(
        "jQuery 3.7.1",
        &[Answer::all(
            r#"<head><script src="/js/jquery-3.7.1.min.js"></script></head><body><p>Tin tức</p></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (found, assessment) in products(observation) {
        // What attackers break in by is told by a rule of its own.
        let holes = certain(assessment).filter(|hole| !breaks_in(hole));
        let signals = numbers(SignalKind::Vulnerable, holes);
        if assessment.part == Some(Part::Library) && !signals.is_empty() {
            hits.push(hit(found, signals));
        }
    }
}
