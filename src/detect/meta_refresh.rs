//! `meta-refresh`: the page itself sends the visitor to a foreign site.

use std::sync::Arc;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
    open_redirect::asked_for,
};
use crate::finding::{Family, Signal, SignalKind, Text};

pub(super) const RULE: Rule = Rule {
    id: "meta-refresh",
    family: Family::Redirect,
    what: Text {
        vi: "Thẻ meta refresh hoặc tiêu đề Refresh đưa người đọc sang trang lạ sau ít giây.",
        en: "A meta refresh or Refresh header takes the visitor to a foreign site after some seconds.",
    },
    why: Text {
        vi: "Người dân bị chuyển sang trang khác mà không được hỏi.",
        en: "Visitors are moved to another site without being asked.",
    },
    repair: Text {
        vi: "Xoá thẻ refresh khỏi trang hoặc mẫu giao diện; tìm tệp lạ do kẻ tấn công tải lên.",
        en: "Remove the refresh from the page or template; look for files that attackers uploaded.",
    },
    examine,
    caught: &[
        Example::page(
            "at once, on an otherwise empty page",
            &[Answer::all(
                r#"<head><meta http-equiv="refresh" content="0;url=https://nhacai.example/"></head><body></body>"#,
            )],
        ),
        Example::page(
            "after three seconds, beside the page's own content",
            &[Answer::all(
                r#"<head><meta http-equiv="Refresh" content="3; URL='https://bet88.example/'"></head><body><p>Tin tức trong tỉnh</p></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "the page reloads itself",
            &[Answer::all(
                r#"<head><meta http-equiv="refresh" content="300"></head><body>Lịch</body>"#,
            )],
        ),
        Example::page(
            "to the portal's own start page",
            &[Answer::all(
                r#"<head><meta http-equiv="refresh" content="0;url=/portal/home"></head><body></body>"#,
            )],
        ),
        Example::page(
            "to the province's portal",
            &[Answer::all(
                r#"<head><meta http-equiv="refresh" content="0;url=https://dienbien.gov.vn/"></head><body></body>"#,
            )],
        ),
    ],
};

/// Fewer characters of text than this, and the page is there for the refresh alone.
const EMPTY: usize = 200;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        for refresh in &page.refreshes {
            let Some(url) = &refresh.url else { continue };
            if asked_for(observation, url) {
                continue;
            }
            let Some(mut signals) = signals_to(observation, url) else { continue };
            // Where scripts are off, which is nearly nowhere: no attacker counts on it.
            if !refresh.in_noscript {
                let way = if refresh.header { "header" } else { "meta-refresh" };
                signals.push(Signal::new(SignalKind::Automatic, way));
            }
            if page.visible_text.len() < EMPTY {
                signals.push(Signal::new(SignalKind::Replaced, "empty-page"));
            }
            signals.extend(identity_signal(observation, identity, |other| {
                other.refreshes.iter().any(|own| own.url.as_ref() == Some(url))
            }));
            let proof = if refresh.header {
                Proof::Words(format!("Refresh: {}; url={url}", refresh.seconds))
            } else {
                Proof::Element(Arc::clone(page), refresh.spot.clone())
            };
            let key = url.host_str().unwrap_or_default().to_owned();
            hits.push(Hit { key, subject: url.to_string(), identity, signals, proof });
        }
    }
}
