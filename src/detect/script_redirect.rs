//! `script-redirect`: a script sends the visitor to a foreign site as soon as the page loads.

use std::sync::Arc;

use url::Url;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::{
        Page, Script, ScriptKind,
        script::{Condition, Destination, Navigation, Trigger},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "script-redirect",
    family: Family::Redirect,
    what: Text {
        vi: "Mã JavaScript tự động đưa người đọc sang trang lạ, kể cả khi địa chỉ được mã hoá hoặc chỉ chạy với một số người.",
        en: "JavaScript that moves the visitor to a foreign site, also when the address is encoded or only some visitors are moved.",
    },
    why: Text {
        vi: "Đây là nguyên nhân đầu tiên mà Công an tỉnh Điện Biên nêu: mã lệnh chuyển người xem sang trang khác ngay lập tức, không cảnh báo.",
        en: "This is the first cause that the police of Điện Biên named: code that moves visitors on at once and without a warning.",
    },
    repair: Text {
        vi: "Xoá đoạn mã khỏi giao diện, tiện ích hoặc cơ sở dữ liệu; đối chiếu các tệp .js với bản gốc; cập nhật phần mềm và đổi mật khẩu.",
        en: "Remove the code from the theme, widget or database; compare .js files with their originals; update the software and change passwords.",
    },
    examine,
    caught: &[
        Example::page(
            "at once",
            &[Answer::all(
                r#"<body><p>Tin tức</p><script>window.location.href="https://nhacai.example/";</script></body>"#,
            )],
        ),
        Example::page(
            "only for visitors from a search result, the names escaped",
            &[Answer::all(
                r#"<body><p>Tin</p><script>var _0=["\x6c\x6f\x63\x61\x74\x69\x6f\x6e","https://go.example/?r="];if(document.referrer.indexOf("google")>-1){window[_0[0]]=_0[1]+Math.random();}</script></body>"#,
            )],
        ),
        Example::page(
            "after two seconds, the address in base64",
            &[Answer::all(
                r#"<body><p>Tin</p><script>setTimeout(function(){location.replace(atob("aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw=="))},2000)</script></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "to the portal's own login",
            &[Answer::all(
                r#"<body><script>if(!document.cookie){location.href="/dang-nhap"}</script></body>"#,
            )],
        ),
        Example::page(
            "a box of links that opens what the visitor picked",
            &[Answer::all(
                r#"<body><select onchange="window.open(this.value)"><option value="https://chinhphu.vn/">Chính phủ</option></select></body>"#,
            )],
        ),
        Example::page(
            "on a click on a partner's banner",
            &[Answer::all(
                r#"<body><div onclick="window.open('https://partner.example/')">Đơn vị tài trợ</div></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        for script in &page.scripts {
            let Some(facts) = &script.facts else { continue };
            for navigation in &facts.navigations {
                let Some(url) = destination(page, navigation) else { continue };
                let Some(how) = automatic(navigation) else { continue };
                let Some(mut signals) = signals_to(observation, &url) else { continue };
                signals.push(Signal::new(SignalKind::Automatic, how));
                signals.extend(condition_signals(navigation));
                if navigation.encoded {
                    signals.push(Signal::new(SignalKind::Encoded, navigation.sink));
                }
                signals.extend(identity_signal(observation, identity, |other| moves(other, &url)));
                hits.push(Hit {
                    key: url.host_str().unwrap_or_default().to_owned(),
                    subject: url.to_string(),
                    identity,
                    signals,
                    proof: proof(page, script, navigation),
                });
            }
        }
    }
}

fn destination(page: &Page, navigation: &Navigation) -> Option<Url> {
    match &navigation.target {
        Destination::Whole(address) | Destination::Begins(address) => page.url.join(address).ok(),
        Destination::Unknown => None,
    }
}

/// How the visitor is moved without doing anything; `None` if they have to act.
fn automatic(navigation: &Navigation) -> Option<&'static str> {
    match navigation.trigger {
        Trigger::Load => Some("load"),
        Trigger::Timer(_) => Some("timer"),
        Trigger::Event(_) | Trigger::Uncalled => None,
    }
}

/// Conditions that tell visitors apart; being framed or the page's own address do not.
fn condition_signals(navigation: &Navigation) -> impl Iterator<Item = Signal> {
    navigation.conditions.iter().filter_map(|condition| {
        let name = match condition {
            Condition::Referrer => "referrer",
            Condition::Device => "device",
            Condition::Screen => "screen",
            Condition::Cookie => "cookie",
            Condition::Time => "time",
            Condition::Language => "language",
            Condition::Address | Condition::Framed => return None,
        };
        Some(Signal::new(SignalKind::Condition, name))
    })
}

fn moves(page: &Page, url: &Url) -> bool {
    page.scripts
        .iter()
        .filter_map(|script| script.facts.as_ref())
        .flat_map(|facts| &facts.navigations)
        .any(|own| destination(page, own).is_some_and(|own| own.host() == url.host()))
}

fn proof(page: &Arc<Page>, script: &Script, navigation: &Navigation) -> Proof {
    match script.kind {
        ScriptKind::Inline => {
            Proof::Code(Arc::clone(page), script.spot.clone(), navigation.span.clone())
        }
        _ => Proof::Element(Arc::clone(page), script.spot.clone()),
    }
}
