//! `end-of-life-software`: whichever of the possible versions it is, nobody mends it any more.

use super::{hit, products};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
    software::{Part, Standing},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "end-of-life-software",
    family: Family::Software,
    what: Text {
        vi: "Phần mềm của cổng thuộc nhánh đã hết hỗ trợ: lỗ hổng mới sẽ không có bản vá.",
        en: "Software of the portal from a branch that is no longer supported: new holes will not be mended.",
    },
    why: Text {
        vi: "Phần lớn liên kết bị cài cắm vào qua lỗ hổng của phần mềm cũ; công văn yêu cầu đưa trang về phiên bản mới.",
        en: "Most planted links came through holes of old software; the letters order agencies to bring it up to date.",
    },
    repair: Text {
        vi: "Lập kế hoạch chuyển sang nhánh còn hỗ trợ; trong lúc chờ, hạn chế đường vào trang quản trị và theo dõi chặt hơn.",
        en: "Plan the move to a branch that is supported; until then restrict who reaches the administration, and watch more closely.",
    },
    examine,
    caught: &[Example::software(
        "Joomla 3, which ended in 2023, by its template's files",
        &[Answer::all(
            r#"<head><meta name="generator" content="Joomla! 2.5 - Open Source Content Management"><script src="/media/system/js/core.js"></script></head><body><p>Tin tức</p></body>"#,
        )],
    )],
    clean: &[Example::software(
        "an article about an old version",
        &[Answer::all(
            r#"<body><h1>Joomla 2.5 đã hết hỗ trợ</h1><p>Các đơn vị cần nâng cấp.</p></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (found, assessment) in products(observation) {
        // Every second portal has an old jQuery: its holes count, its age does not.
        let is_library = assessment.part == Some(Part::Library);
        if assessment.standing == Standing::EndOfLife && !is_library {
            let newest = assessment.newest.as_ref().map(|newest| newest.version.to_string());
            let signal = Signal::new(SignalKind::Ended, newest.unwrap_or_default());
            hits.push(hit(found, vec![signal]));
        }
    }
}
