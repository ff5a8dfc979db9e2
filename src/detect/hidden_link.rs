//! `hidden-link`: links that search engines follow and people do not see.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    anchor::{Anchor, hosts_in, key_of, signals_of},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::HidingForm,
};

pub(super) const RULE: Rule = Rule {
    id: "hidden-link",
    family: Family::Backlink,
    what: Text {
        vi: "Liên kết ra ngoài bị che giấu khỏi người đọc nhưng máy tìm kiếm vẫn đọc được.",
        en: "Links to other sites that people do not see and search engines follow.",
    },
    why: Text {
        vi: "Kẻ tấn công mượn uy tín của cổng thông tin để đẩy trang cờ bạc, lừa đảo lên đầu kết quả tìm kiếm.",
        en: "Attackers borrow the portal's standing to lift gambling or fraud sites in search results.",
    },
    repair: Text {
        vi: "Gỡ khối liên kết khỏi giao diện, mô-đun hoặc cơ sở dữ liệu; tìm lỗ hổng đã bị lợi dụng; đổi mật khẩu quản trị.",
        en: "Remove the block from the theme, module or database; find the hole it came through; change administrators' passwords.",
    },
    examine,
    caught: &[
        Example::page(
            "a block moved off the screen",
            &[Answer::all(
                r#"<body><p>Tin tức</p><div style="position:absolute;left:-9999px"><a href="https://bet88.example/">nhà cái uy tín</a><a href="https://w88.example/">link vào W88</a></div></body>"#,
            )],
        ),
        Example::page(
            "hidden by a class of the page's own style",
            &[Answer::all(
                r#"<head><style>.x1{height:0;overflow:hidden}</style></head><body><div class="x1"><a href="https://tx.example/">tài xỉu online</a></div></body>"#,
            )],
        ),
        Example::page(
            "a marquee of no size",
            &[Answer::all(
                r#"<body><marquee width="0" height="0"><a href="https://lo.example/">soi cầu lô đề</a></marquee></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a menu that opens on a click, with links to ministries",
            &[Answer::all(
                r#"<body><ul style="display:none"><li><a href="https://moh.gov.vn/">Bộ Y tế</a></li><li><a href="https://chinhphu.vn/">Chính phủ</a></li></ul></body>"#,
            )],
        ),
        Example::page(
            "a skip link for screen readers",
            &[Answer::all(
                r##"<body><a href="#main" style="position:absolute;left:-9999px">Bỏ qua đến nội dung</a></body>"##,
            )],
        ),
        Example::page(
            "a dialog with one partner's address, hidden until it is opened",
            &[Answer::all(
                r#"<body><div style="display:none"><a href="https://partner.example/">Đơn vị thiết kế</a></div></body>"#,
            )],
        ),
    ],
};

/// Links in one concealed block are one wound.
fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        let mut blocks: BTreeMap<Option<usize>, Vec<Anchor<'_>>> = BTreeMap::new();
        for link in page.links.iter().filter(|link| !link.concealed.is_empty()) {
            if let Some(anchor) = Anchor::read(observation, link)
                && (anchor.foreign || anchor.is_spam())
            {
                blocks.entry(link.block).or_default().push(anchor);
            }
        }
        for anchors in blocks.into_values() {
            let Some(first) = anchors.iter().find(|a| a.is_spam()).or(anchors.first()) else {
                continue;
            };
            let mut signals = signals_of(&anchors);
            signals.extend(hiding_signals(&anchors));
            hits.push(Hit {
                key: key_of(&anchors),
                subject: first.url().to_owned(),
                identity,
                signals,
                proof: Proof::Element(Arc::clone(page), first.link.spot.clone()),
            });
        }
    }
}

/// The forms of hiding in a block, and whether there are more hosts than a menu or dialog has.
fn hiding_signals(anchors: &[Anchor<'_>]) -> Vec<Signal> {
    let mut forms: Vec<HidingForm> =
        anchors.iter().flat_map(|a| a.link.concealed.iter().map(|c| c.form)).collect();
    forms.sort_unstable();
    forms.dedup();
    // What stands in a comment is inert: a sign of an earlier wound, not a concealed link.
    forms.retain(|form| *form != HidingForm::Comment);
    let furtive = forms.iter().any(|form| is_furtive(*form));
    let mut signals: Vec<Signal> =
        forms.iter().map(|form| Signal::new(SignalKind::Hidden, form.id())).collect();
    let hosts = hosts_in(anchors);
    if furtive && hosts >= 3 {
        signals.push(Signal::new(SignalKind::Volume, hosts.to_string()));
    }
    signals
}

/// Menus, tabs and dialogs use the plain forms; these serve nobody who visits.
fn is_furtive(form: HidingForm) -> bool {
    !matches!(
        form,
        HidingForm::Display
            | HidingForm::Visibility
            | HidingForm::Attribute
            | HidingForm::Noscript
            | HidingForm::NotRendered
    )
}
