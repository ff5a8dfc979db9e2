//! `outdated-software`: whichever of the possible versions it is, a newer one is known.

use super::{hit, products};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
    software::{Part, Standing},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "outdated-software",
    family: Family::Software,
    what: Text {
        vi: "Phần mềm của cổng ở phiên bản cũ, dù là phiên bản nào trong các khả năng mà bằng chứng cho phép.",
        en: "Software of the portal in an old version, whichever of those it is that the evidence allows.",
    },
    why: Text {
        vi: "Mỗi bản vá công bố luôn lỗ hổng mà nó vá; cổng chưa cập nhật là cổng dễ bị cài cắm nhất.",
        en: "Each update tells the world which hole it mends; portals without it are the first to be broken into.",
    },
    repair: Text {
        vi: "Sao lưu rồi cập nhật lên phiên bản mới nhất của nhánh; xóa giao diện và mô-đun không dùng.",
        en: "Back up and update to the newest version of the branch; remove themes and modules that nobody uses.",
    },
    examine,
    caught: &[Example::software(
        "NukeViet whose inline script is that of 4.5.02 or 4.5.03",
        &[Answer::all(
            r#"<head><meta name="generator" content="NukeViet v4.5"></head><body><p>Tin tức</p><script>var nv_base_siteurl="/",nv_lang_data="vi",nv_name_variable="nv",nv_fc_variable="op",nv_recaptcha_ver=2,nv_recaptcha_sitekey="",XSSsanitize=1;</script><script src="/assets/js/DOMPurify/purify.js"></script></body>"#,
        )],
    )],
    clean: &[Example::software(
        "a generator that names a branch: it may be the newest of it",
        &[Answer::all(
            r#"<head><meta name="generator" content="NukeViet v4.5"></head><body><p>Tin tức</p></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (found, assessment) in products(observation) {
        let is_library = assessment.part == Some(Part::Library);
        if assessment.standing == Standing::Outdated && !is_library {
            let newest = assessment.newest.as_ref().map(|newest| newest.version.to_string());
            let signal = Signal::new(SignalKind::Outdated, newest.unwrap_or_default());
            hits.push(hit(found, vec![signal]));
        }
    }
}
