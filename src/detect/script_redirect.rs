//! `script-redirect`: a script sends the visitor to a foreign site as soon as the page loads.

use super::{
    Answer, Example, Hit, Observation, Rule,
    destination::{identity_signal, signals_to},
    moves::{Move, moves_of},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::script::{Condition, Trigger},
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
            "a form that sends itself, a link that clicks itself",
            &[Answer::all(
                r#"<body><p>Tin</p><form id="f" action="https://khach.example/"></form><script>window.onload=function(){document.getElementById("f").submit()}</script></body>"#,
            )],
        ),
        Example::page(
            "by an image that cannot be loaded",
            &[Answer::all(
                r#"<body><p>Tin</p><img src="x" onerror="location='https://khach.example/'"></body>"#,
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
            "to another host of the same name, to the same name under another ending",
            &[Answer::all(
                r#"<body><script>if(screen.width<700){location.href="https://m.gov.example/"}</script></body>"#,
            )],
        ),
        Example::page(
            "only if the visitor agrees",
            &[Answer::all(
                r#"<body><script>try{confirm("Mở trang khảo sát?")?location.href="https://khao-sat.example/?t="+Date.now():0}catch(e){location.href="https://khao-sat.example/"}</script></body>"#,
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
        let moves = moves_of(page);
        for one in &moves {
            let Some(how) = automatic(one) else { continue };
            let Some(mut signals) = signals_to(observation, &one.url) else { continue };
            if observation.is_sibling(&one.url) {
                continue;
            }
            signals.push(Signal::new(SignalKind::Automatic, how));
            signals.extend(one.ran_signal());
            match mitigation(observation, &moves, one) {
                Some(context) => signals.push(Signal::new(SignalKind::Context, context)),
                None => signals.extend(one.condition_signals()),
            }
            if one.navigation.encoded {
                signals.push(Signal::new(SignalKind::Encoded, one.navigation.sink));
            }
            signals.extend(identity_signal(observation, identity, |other| {
                moves_of(other).iter().any(|own| own.url.host() == one.url.host())
            }));
            hits.push(Hit {
                key: one.url.host_str().unwrap_or_default().to_owned(),
                subject: one.url.to_string(),
                identity,
                signals,
                proof: one.proof(page),
            });
        }
    }
}

/// How the visitor is moved without doing anything; `None` if they have to act.
fn automatic(one: &Move<'_>) -> Option<&'static str> {
    match one.navigation.trigger {
        Trigger::Load => Some("load"),
        Trigger::Timer(_) => Some("timer"),
        Trigger::Event(_) | Trigger::Anywhere(_) | Trigger::Uncalled => None,
    }
}

/// What speaks for a move: somebody asked the visitor, the address said so, or the agency owns both
/// names.
fn mitigation(
    observation: &Observation<'_>,
    moves: &[Move<'_>],
    one: &Move<'_>,
) -> Option<&'static str> {
    // Where the same code asks before it moves there, the other way is what it does without an
    // answer.
    let asks = |other: &Move<'_>| {
        std::ptr::eq(other.script, one.script)
            && other.url.host() == one.url.host()
            && other.navigation.conditions.contains(&Condition::Choice)
    };
    let host = one.url.host_str().unwrap_or_default();
    if moves.iter().any(asks) {
        Some("asked")
    } else if observation.url.query().is_some_and(|query| query.contains(host)) {
        Some("announced")
    } else if observation.is_namesake(&one.url) {
        Some("namesake")
    } else {
        None
    }
}
