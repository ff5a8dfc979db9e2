//! `not-found-spam`: what nobody ever published is answered with spam.

use std::sync::Arc;

use super::{
    Answer, Asked, Example, Hit, Observation, Proof, RULES, Rule, View, echo::Echo, severity,
};
use crate::{
    finding::{Family, Severity, Signal, SignalKind, Text},
    identity::Identity,
};

pub(super) const RULE: Rule = Rule {
    id: "not-found-spam",
    family: Family::Redirect,
    what: Text {
        vi: "Mọi địa chỉ không tồn tại trên cổng (đáng lẽ trả lời 404) đều đưa người truy cập sang trang lạ, hiện quảng cáo trái phép hoặc trả lời mỗi loại người truy cập một kiểu.",
        en: "Every address that does not exist on the portal (and should answer 404) leads visitors away, shows spam, or answers each kind of visitor differently.",
    },
    why: Text {
        vi: "Chỉ cần sửa một trang báo lỗi là kẻ tấn công có vô số địa chỉ trên tên miền của cơ quan; công cụ tìm kiếm dẫn người dân vào bất kỳ địa chỉ nào trong số đó, còn trang chủ vẫn bình thường.",
        en: "By changing one error page the attacker owns endless addresses under the agency's name; search engines lead people to any of them, while the home page looks as ever.",
    },
    repair: Text {
        vi: "Kiểm tra trang 404 và các luật viết lại địa chỉ (404.php, .htaccess, web.config, mô-đun IIS, plugin); trả về 404 thật, không chuyển hướng; tìm cửa hậu đã dùng để sửa; yêu cầu công cụ tìm kiếm gỡ các địa chỉ lạ.",
        en: "Check the 404 page and the rewrite rules (404.php, .htaccess, web.config, IIS modules, plugins); answer a real 404 without a redirect; find the backdoor that was used; ask search engines to drop the odd addresses.",
    },
    examine,
    caught: &[
        Example::nowhere(
            "every unknown address moves on to a betting site",
            &[Answer::redirect(&[], "https://nhacai.example/?ref=gov")],
        ),
        Example::nowhere(
            "a 404 page that moves on by itself",
            &[Answer::all(
                r#"<head><title>404</title><meta http-equiv="refresh" content="0;url=https://bach-thu.example/"></head><body>Không tìm thấy trang</body>"#,
            )],
        ),
        Example::nowhere(
            "the crawler gets a casino where people get 404",
            &[
                Answer::all("<title>404</title><body>Không tìm thấy trang</body>"),
                Answer::only(
                    &[Identity::SearchCrawler],
                    r#"<title>Tài xỉu online đổi thưởng</title><body><h1>Nổ hũ đổi thưởng</h1><a href="https://nc.example/">Tài xỉu online</a></body>"#,
                ),
            ],
        ),
    ],
    clean: &[
        Example::nowhere(
            "a plain 404",
            &[Answer::all("<title>404</title><body>Không tìm thấy trang</body>")],
        ),
        Example::nowhere(
            "a 404 that repeats the address and offers to share it",
            &[Answer::all(
                r#"<title>Không tìm thấy: khong co trang nha cai uy tin</title><body><h1>Kết quả cho “khong-co-trang-nha-cai-uy-tin”</h1><a href="https://share.example/?u=https://portal.gov.example/khong-co-trang-0a1b2c3d-nha-cai-uy-tin.html">Chia sẻ</a></body>"#,
            )],
        ),
        Example::nowhere(
            "unknown addresses lead to the province's portal",
            &[Answer::redirect(&[], "https://dienbien.gov.vn/")],
        ),
    ],
};

/// What is lighter says nothing of the portal's answer to unknown addresses.
const FLOOR: Severity = Severity::Medium;

/// All that the other rules hold against the answer where nothing is, and against no page that
/// exists, is one wound.
fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    let Asked::Nowhere(elsewhere) = observation.asked else { return };
    let echo = Echo::of(observation);
    let mut own = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.id != RULE.id) {
        let mut found = Vec::new();
        (rule.examine)(observation, &mut found);
        found.retain(|hit| !elsewhere.contains(&observation.fingerprint(rule, hit)));
        own.extend(found.into_iter().filter_map(|hit| without_echo(hit, &echo)));
    }
    own.extend(found_by_some(observation));
    own.retain(|hit| severity(&hit.signals) >= FLOOR);
    if let Some(worst) = own.into_iter().rev().max_by_key(|hit| severity(&hit.signals)) {
        let subject = format!("/* → {}", worst.subject);
        hits.push(Hit { key: String::new(), subject, ..worst });
    }
}

/// What is left to the other rules of what they hit where nothing is: what the template shows on
/// all pages, and what is light; never the words of our own address.
pub(super) fn settle(
    observation: &Observation<'_>,
    hits: Vec<(&'static Rule, Hit)>,
) -> Vec<(&'static Rule, Hit)> {
    let Asked::Nowhere(elsewhere) = observation.asked else { return hits };
    let echo = Echo::of(observation);
    let left = |(rule, hit): (&'static Rule, Hit)| {
        if rule.id == RULE.id {
            return Some((rule, hit));
        }
        let everywhere = elsewhere.contains(&observation.fingerprint(rule, &hit));
        let hit = without_echo(hit, &echo)?;
        (everywhere || severity(&hit.signals) < FLOOR).then_some((rule, hit))
    };
    hits.into_iter().filter_map(left).collect()
}

/// People are told that nothing is there; whom a search engine sends, or the engine itself, gets a
/// page. Phones do not count: a mobile template has an error page of its own.
fn found_by_some(observation: &Observation<'_>) -> Option<Hit> {
    let status = |view: &View| view.hops.last().map(|hop| hop.status);
    let citizen = observation.view(Identity::Citizen)?;
    if !matches!(status(citizen), Some(404 | 410)) {
        return None;
    }
    let others = [Identity::SearchCrawler, Identity::FromSearch];
    let mut others = others.into_iter().filter_map(|other| observation.view(other));
    let other = others.find(|view| status(view) == Some(200) && view.page.is_some())?;
    let page = other.page.as_ref()?;
    Some(Hit {
        key: String::new(),
        subject: page.title.clone(),
        identity: other.identity,
        signals: vec![Signal::new(SignalKind::Identity, other.identity.id())],
        proof: Proof::Element(Arc::clone(page), page.first("title")),
    })
}

/// A hit without the words of our own address. Without them, what else they brought up says
/// nothing: that a link has a foreign host, is hidden, reads like a keyword.
fn without_echo(mut hit: Hit, echo: &Echo) -> Option<Hit> {
    let before = hit.signals.len();
    hit.signals.retain(|signal| {
        let words = matches!(signal.kind, SignalKind::Lexicon | SignalKind::Address);
        !words || !echo.has_words(&signal.detail)
    });
    let says_more = hit.signals.iter().any(|signal| {
        !matches!(
            signal.kind,
            SignalKind::Hidden
                | SignalKind::Host
                | SignalKind::Volume
                | SignalKind::Place
                | SignalKind::Doorway
                | SignalKind::Context
        )
    });
    (hit.signals.len() == before || says_more).then_some(hit)
}
