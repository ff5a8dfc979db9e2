//! `header-redirect`: the server sends every visitor to a foreign site.

use super::{
    Answer, Example, Hit, Observation, Proof, Rule, destination::signals_to,
    open_redirect::asked_for,
};
use crate::finding::{Family, Signal, SignalKind, Text};

pub(super) const RULE: Rule = Rule {
    id: "header-redirect",
    family: Family::Redirect,
    what: Text {
        vi: "Máy chủ trả lời bằng lệnh chuyển hướng (3xx) sang trang lạ cho mọi người truy cập.",
        en: "The server answers every visitor with a redirect (3xx) to a foreign site.",
    },
    why: Text {
        vi: "Người dân vào cổng thông tin bị đưa thẳng sang trang không thuộc cơ quan nhà nước.",
        en: "People who visit the portal are taken straight to a site that is not the agency's.",
    },
    repair: Text {
        vi: "Kiểm tra .htaccess, web.config, cấu hình máy chủ và mã nguồn trang chủ; nếu cổng đã chuyển địa chỉ thì khai báo máy chủ mới vào danh sách tin cậy.",
        en: "Check .htaccess, web.config, the server's configuration and the index file; if the portal has moved, vouch for its new host.",
    },
    examine,
    caught: &[Example::page(
        "everybody is sent to a betting site",
        &[Answer::redirect(&[], "https://nhacai.example/?ref=gov")],
    )],
    clean: &[
        Example::page(
            "to https on the same host",
            &[Answer::redirect(&[], "https://portal.gov.example/")],
        ),
        Example::page(
            "an old district portal that moved to its province",
            &[Answer::redirect(&[], "https://dienbien.gov.vn/")],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    let Some(first) = observation.views.first() else { return };
    if observation.views.iter().any(|view| view.leaves_to.is_none()) {
        return;
    }
    let Some(url) = &first.leaves_to else { return };
    if asked_for(observation, url) {
        return;
    }
    let Some(mut signals) = signals_to(observation, url) else { return };
    let status = first.hops.last().map_or(0, |hop| hop.status);
    signals.push(Signal::new(SignalKind::Automatic, "header"));
    hits.push(Hit {
        key: url.host_str().unwrap_or_default().to_owned(),
        subject: url.to_string(),
        identity: first.identity,
        signals,
        proof: Proof::Words(format!("{status} Location: {url}")),
    });
}
