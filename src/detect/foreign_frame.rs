//! `foreign-frame`: a frame that shows a foreign site in place of the portal, or where nobody sees it.

use std::sync::Arc;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::{Frame, Page},
};

pub(super) const RULE: Rule = Rule {
    id: "foreign-frame",
    family: Family::Redirect,
    what: Text {
        vi: "Khung (iframe, frame, object, embed) hiển thị trang lạ che kín cổng thông tin, hoặc được giấu đi, hoặc dẫn tới trang cờ bạc.",
        en: "A frame that covers the portal with a foreign site, is hidden, or leads to a gambling site.",
    },
    why: Text {
        vi: "Người đọc thấy địa chỉ của cơ quan nhà nước nhưng nội dung là của kẻ khác; khung ẩn âm thầm tải mã của trang lạ.",
        en: "Visitors see the agency's address over somebody else's content; a hidden frame loads foreign code unseen.",
    },
    repair: Text {
        vi: "Gỡ thẻ khung khỏi giao diện, bài viết hoặc cơ sở dữ liệu; nếu là dịch vụ của cơ quan thì khai báo máy chủ vào danh sách tin cậy.",
        en: "Remove the frame from the theme, the post or the database; if it is a service of the agency's, vouch for its host.",
    },
    examine,
    caught: &[
        Example::page(
            "a frame laid over the whole page",
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><p>Tin tức trong huyện</p><iframe src="https://khach.example/" style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:99999;border:0"></iframe></body>"#,
            )],
        ),
        Example::page(
            "a page that is nothing but a foreign site's frame",
            &[Answer::all(
                r#"<frameset rows="100%"><frame src="https://khach.example/"></frameset>"#,
            )],
        ),
        Example::page(
            "a hidden frame of a betting site",
            &[Answer::all(
                r#"<body><p>Tin</p><iframe src="https://w88.example/nha-cai" width="1" height="1" style="visibility:hidden"></iframe></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a film of a video site and a map",
            &[Answer::all(
                r#"<body><p>Tin</p><iframe src="https://www.youtube.com/embed/abc" width="560" height="315"></iframe><iframe src="https://maps.google.com/maps?q=uy+ban" width="100%" height="300"></iframe></body>"#,
            )],
        ),
        Example::page(
            "the tag manager's frame where scripts are off",
            &[Answer::all(
                r#"<body><noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1" height="0" width="0" style="display:none;visibility:hidden"></iframe></noscript><p>Tin</p></body>"#,
            )],
        ),
        Example::page(
            "a weather box of a site that nobody has vouched for",
            &[Answer::all(
                r#"<body><p>Tin</p><iframe src="https://thoi-tiet.example/dien-bien" width="300" height="200"></iframe></body>"#,
            )],
        ),
    ],
};

/// Fewer characters of text than this, and there is nothing that the frame could cover.
const EMPTY: usize = 200;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        for frame in &page.frames {
            let Some(url) = &frame.url else { continue };
            let Some(host) = url.host_str() else { continue };
            if observation.knowledge.loaders.contains(host) {
                continue;
            }
            let Some(mut signals) = signals_to(observation, url) else { continue };
            let said = signals.iter().any(|s| s.kind != SignalKind::Host);
            signals.extend(own_signals(page, frame));
            if said {
                signals.push(Signal::new(SignalKind::Loads, "frame"));
            }
            // What stands open and says nothing is one of a hundred boxes of other sites.
            if signals.iter().all(|signal| signal.kind == SignalKind::Host) {
                continue;
            }
            signals.extend(identity_signal(observation, identity, |other| {
                other
                    .frames
                    .iter()
                    .any(|own| own.url.as_ref().and_then(url::Url::host_str) == Some(host))
            }));
            hits.push(Hit {
                key: host.to_owned(),
                subject: url.to_string(),
                identity,
                signals,
                proof: Proof::Element(Arc::clone(page), frame.spot.clone()),
            });
        }
    }
}

fn own_signals(page: &Page, frame: &Frame) -> Vec<Signal> {
    let mut signals: Vec<Signal> = frame
        .concealed
        .iter()
        .map(|concealment| Signal::new(SignalKind::Hidden, concealment.form.id()))
        .collect();
    if frame.covers_window && signals.is_empty() {
        let what = if page.visible_text.len() < EMPTY { "empty-page" } else { "covered" };
        signals.push(Signal::new(SignalKind::Covers, "frame"));
        signals.push(Signal::new(SignalKind::Replaced, what));
    }
    signals
}
