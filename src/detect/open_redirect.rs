//! `open-redirect`: the portal sends visitors wherever an address says.

use url::Url;

use super::{
    Answer, Asked, Example, Hit, Observation, Proof, Rule, carried::names, destination::signals_to,
};
use crate::finding::{Family, Signal, SignalKind, Text};

pub(super) const RULE: Rule = Rule {
    id: "open-redirect",
    family: Family::Redirect,
    what: Text {
        vi: "Chức năng chuyển tiếp của cổng (đếm lượt nhấp, đăng nhập, đổi ngôn ngữ) đưa người truy cập tới bất kỳ trang nào ghi trong địa chỉ.",
        en: "A forwarding address of the portal (click counter, login, language switch) sends visitors to any site that the address names.",
    },
    why: Text {
        vi: "Liên kết mang tên miền của cơ quan nên người dân và công cụ tìm kiếm tin tưởng, trong khi nó dẫn tới trang của kẻ khác.",
        en: "The link bears the agency's name, so people and search engines trust it, while it leads to somebody else's site.",
    },
    repair: Text {
        vi: "Chỉ cho chuyển tiếp tới đường dẫn trong cổng hoặc danh sách tên miền cho phép; gỡ liên kết lạ khỏi trang đã chứa nó; cập nhật phần mềm của cổng.",
        en: "Forward only to paths of the portal or to a list of allowed hosts; remove the odd link from the page that has it; update the portal's software.",
    },
    examine,
    caught: &[
        Example::at(
            "a download link of the CMS leads to a betting site",
            "/LinkClick.aspx?link=https%3A%2F%2Fbong88.example%2Fnha-cai-uy-tin&tabid=62",
            &[Answer::redirect(&[], "https://bong88.example/nha-cai-uy-tin")],
        ),
        Example::at(
            "the login page of the CMS",
            "/c/portal/login?redirect=https://tai-xiu-online.example/",
            &[Answer::redirect(&[], "https://tai-xiu-online.example/")],
        ),
    ],
    clean: &[
        Example::at(
            "a click counter on the link box",
            "/redirect.php?to=https://moha.gov.vn/",
            &[Answer::redirect(&[], "https://moha.gov.vn/")],
        ),
        Example::at(
            "a click counter to a partner whom nobody vouches for",
            "/redirect.php?to=https://partner.example/",
            &[Answer::redirect(&[], "https://partner.example/")],
        ),
        Example::at(
            "a login that comes back",
            "/dang-nhap?returnUrl=https://portal.gov.example/ho-so",
            &[Answer::redirect(&[], "https://portal.gov.example/ho-so")],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    if !matches!(observation.asked, Asked::Page) {
        return;
    }
    let mut reported: Vec<&str> = Vec::new();
    for view in observation.views {
        let status = view.hops.last().map_or(0, |hop| hop.status);
        let header = view.leaves_to.iter().map(|to| (to, format!("{status} Location: {to}")));
        let refreshes = view.page.iter().flat_map(|page| &page.refreshes);
        let refreshes = refreshes.filter_map(|refresh| {
            let to = refresh.url.as_ref()?;
            Some((to, format!("Refresh: {}; url={to}", refresh.seconds)))
        });
        for (to, words) in header.chain(refreshes) {
            let Some(host) = to.host_str() else { continue };
            if reported.contains(&host) || !asked_for(observation, to) {
                continue;
            }
            reported.push(host);
            let Some(signals) = signals(observation, to) else { continue };
            hits.push(Hit {
                key: observation.url.path().to_owned(),
                subject: to.to_string(),
                identity: view.identity,
                signals,
                proof: Proof::Words(words),
            });
        }
    }
}

/// Whether visitors are sent where the address says: the server did not choose the place.
pub(super) fn asked_for(observation: &Observation<'_>, to: &Url) -> bool {
    to.host_str().is_some_and(|host| names(observation.url, host))
}

fn signals(observation: &Observation<'_>, to: &Url) -> Option<Vec<Signal>> {
    let mut signals = signals_to(observation, to)?;
    signals.retain(|signal| signal.kind != SignalKind::Context);
    signals.push(Signal::new(SignalKind::Reflected, "redirect"));
    let is_spam = |signal: &Signal| matches!(signal.kind, SignalKind::Address | SignalKind::Listed);
    // A counter that counts clicks to a partner is no harm; to a betting site it is used already.
    if signals.iter().any(is_spam) {
        signals.push(Signal::new(SignalKind::Automatic, "header"));
    }
    Some(signals)
}
