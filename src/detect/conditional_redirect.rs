//! `conditional-redirect`: the server sends some visitors away and lets others in.

use super::{Answer, Example, Hit, Observation, Proof, Rule, destination::signals_to};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
};

pub(super) const RULE: Rule = Rule {
    id: "conditional-redirect",
    family: Family::Redirect,
    what: Text {
        vi: "Máy chủ chuyển hướng sang trang lạ chỉ đối với một số loại người truy cập (từ kết quả tìm kiếm, điện thoại, máy tìm kiếm).",
        en: "The server redirects only some visitors to a foreign site: those from a search result, phones, the crawler.",
    },
    why: Text {
        vi: "Cán bộ quản trị gõ địa chỉ sẽ không thấy gì, trong khi người dân tìm trên Google bị đưa sang trang xấu.",
        en: "The administrator who types the address sees nothing, while people who come from Google are led away.",
    },
    repair: Text {
        vi: "Tìm đoạn mã kiểm tra Referer hoặc User-Agent ở đầu index.php, trong .htaccess hoặc mô-đun IIS; gỡ bỏ và tìm cửa hậu đi kèm.",
        en: "Look for code that tests Referer or User-Agent at the top of index.php, in .htaccess or an IIS module; remove it and the backdoor beside it.",
    },
    examine,
    caught: &[
        Example::page(
            "visitors from a search result are sent away",
            &[
                Answer::all("<body><h1>UBND huyện</h1></body>"),
                Answer::redirect(
                    &[Identity::FromSearch, Identity::Phone],
                    "https://nhacai.example/",
                ),
            ],
        ),
        Example::page(
            "phones are sent away",
            &[
                Answer::all("<body><h1>UBND huyện</h1></body>"),
                Answer::redirect(&[Identity::Phone], "https://tai-app.example/"),
            ],
        ),
    ],
    clean: &[
        Example::page(
            "phones get the mobile host",
            &[
                Answer::all("<body><h1>UBND huyện</h1></body>"),
                Answer::redirect(&[Identity::Phone], "https://m.portal.gov.example/"),
            ],
        ),
        Example::page("everybody gets the page", &[Answer::all("<body><h1>UBND</h1></body>")]),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    if observation.views.iter().all(|view| view.leaves_to.is_some()) {
        return;
    }
    let mut judged: Vec<&str> = Vec::new();
    for view in observation.views {
        let Some(url) = &view.leaves_to else { continue };
        let Some(host) = url.host_str() else { continue };
        if judged.contains(&host) {
            continue;
        }
        judged.push(host);
        let Some(mut signals) = signals_to(observation, url) else { continue };
        let moved = observation
            .views
            .iter()
            .filter(|other| other.leaves_to.as_ref().is_some_and(|to| to.host_str() == Some(host)));
        signals.extend(moved.map(|other| Signal::new(SignalKind::Identity, other.identity.id())));
        let status = view.hops.last().map_or(0, |hop| hop.status);
        signals.push(Signal::new(SignalKind::Automatic, "header"));
        hits.push(Hit {
            key: host.to_owned(),
            subject: url.to_string(),
            identity: view.identity,
            signals,
            proof: Proof::Words(format!("{status} Location: {url}")),
        });
    }
}
