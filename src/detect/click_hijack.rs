//! `click-hijack`: whatever the visitor does on the page takes them to a foreign site.

use std::sync::Arc;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
    moves::{Move, moves_of},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::{
        Page,
        script::{Condition, Trigger},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "click-hijack",
    family: Family::Redirect,
    what: Text {
        vi: "Mã lệnh hoặc lớp phủ vô hình chiếm cú nhấp, cú chạm, việc cuộn trang, nút quay lại hoặc mọi liên kết của trang để mở trang lạ.",
        en: "Code or an unseen layer that takes over clicks, touches, scrolling, the way back or every link of the page, and opens a foreign site.",
    },
    why: Text {
        vi: "Người dân nhấp vào bất kỳ đâu trên cổng cũng bị đưa tới trang quảng cáo cờ bạc, lừa đảo.",
        en: "Wherever visitors click on the portal, they end up at an advertisement for gambling or fraud.",
    },
    repair: Text {
        vi: "Xoá đoạn mã hoặc lớp phủ khỏi giao diện, tiện ích quảng cáo hoặc cơ sở dữ liệu; đối chiếu các tệp .js với bản gốc; đổi mật khẩu quản trị.",
        en: "Remove the code or the layer from the theme, the advertising add-on or the database; compare .js files with their originals; change administrators' passwords.",
    },
    examine,
    caught: &[
        Example::page(
            "the first click anywhere opens another site",
            &[Answer::all(
                r#"<body><p>Tin tức</p><script>document.addEventListener('click',function(){if(document.cookie.indexOf('p=1')<0){document.cookie='p=1';window.open('https://khach.example/');}});</script></body>"#,
            )],
        ),
        Example::page(
            "every link of the page leads elsewhere",
            &[Answer::all(
                r#"<body><a href="/tin">Tin tức</a><script>document.querySelectorAll('a').forEach(function(a){a.href='https://khach.example/';});</script></body>"#,
            )],
        ),
        Example::page(
            "the way back leads away",
            &[Answer::all(
                r#"<body><p>Tin tức</p><script>history.pushState(null,'',location.href);window.onpopstate=function(){location.replace('https://khach.example/');};</script></body>"#,
            )],
        ),
        Example::page(
            "a transparent link over the whole window",
            &[Answer::all(
                r#"<body><p>Tin tức</p><a href="https://khach.example/" style="position:fixed;top:0;left:0;width:100%;height:100%;opacity:0;z-index:9999"></a></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a button and a banner that open a partner's site",
            &[Answer::all(
                r#"<body><div id="qc">Đơn vị tài trợ</div><script>document.getElementById('qc').onclick=function(){window.open('https://partner.example/');};$(document).on('click','.chia-se',function(){window.open('https://partner.example/');});</script></body>"#,
            )],
        ),
        Example::page(
            "a click anywhere that looks at what was clicked",
            &[Answer::all(
                r#"<body><script>document.addEventListener('click',function(e){if(e.target.id==='in'){window.open('https://partner.example/in');}});</script></body>"#,
            )],
        ),
        Example::page(
            "links that open in a window of their own",
            &[Answer::all(
                r#"<body><a href="https://partner.example/">Đối tác</a><script>document.querySelectorAll('a').forEach(function(a){a.target='_blank';a.onclick=function(){window.open(this.href);return false;};});</script></body>"#,
            )],
        ),
        Example::page(
            "a layer over the window that leads to the portal itself",
            &[Answer::all(
                r#"<body><a href="/thong-bao" style="position:fixed;inset:0"><img src="/thong-bao.png"></a></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        for one in moves_of(page) {
            let Some(taken) = taken_over(&one) else { continue };
            let Some(mut signals) = signals_to(observation, &one.url) else { continue };
            if observation.is_sibling(&one.url) {
                continue;
            }
            signals.push(Signal::new(SignalKind::Hijack, taken));
            signals.push(match taken {
                "links" | "forms" => Signal::new(SignalKind::Replaced, "links"),
                // Nobody who clicks beside a link chose to go anywhere.
                _ => Signal::new(SignalKind::Automatic, "anywhere"),
            });
            signals.extend(one.ran_signal());
            signals.extend(one.condition_signals());
            if one.navigation.encoded {
                signals.push(Signal::new(SignalKind::Encoded, one.navigation.sink));
            }
            signals.extend(identity_signal(observation, identity, |other| {
                moves_of(other)
                    .iter()
                    .any(|own| taken_over(own).is_some() && own.url.host() == one.url.host())
            }));
            hits.push(Hit {
                key: one.url.host_str().unwrap_or_default().to_owned(),
                subject: one.url.to_string(),
                identity,
                signals,
                proof: one.proof(page),
            });
        }
        overlays(observation, identity, page, hits);
    }
}

/// What the visitor does that the code takes over; `None` where they picked what they get.
fn taken_over(one: &Move<'_>) -> Option<&'static str> {
    let Trigger::Anywhere(event) = &one.navigation.trigger else { return None };
    if one.navigation.conditions.contains(&Condition::Choice) {
        return None;
    }
    Some(match (one.navigation.sink, event.as_str()) {
        ("a.href", _) => "links",
        ("form.action", _) => "forms",
        (_, "popstate" | "hashchange") => "back",
        (_, "beforeunload" | "unload" | "pagehide" | "visibilitychange" | "blur") => "leave",
        (_, "focus" | "mouseleave" | "mouseout") => "leave",
        (_, "mousemove" | "mouseover" | "mouseenter" | "pointermove" | "touchmove") => "move",
        (_, "scroll" | "wheel" | "mousewheel" | "keydown" | "keyup" | "keypress") => "move",
        (_, "click" | "dblclick" | "auxclick" | "contextmenu" | "tap" | "submit") => "click",
        (_, "mousedown" | "mouseup" | "pointerdown" | "pointerup") => "click",
        (_, "touchstart" | "touchend") => "click",
        _ => return None,
    })
}

/// Links that lie over the whole window.
fn overlays(
    observation: &Observation<'_>,
    identity: Identity,
    page: &Arc<Page>,
    hits: &mut Vec<Hit>,
) {
    for overlay in &page.overlays {
        let Some(mut signals) = signals_to(observation, &overlay.url) else { continue };
        signals.push(Signal::new(SignalKind::Covers, "link"));
        signals.push(Signal::new(SignalKind::Hijack, "click"));
        let forms = overlay.concealed.iter().map(|concealment| concealment.form.id());
        signals.extend(forms.map(|form| Signal::new(SignalKind::Hidden, form)));
        hits.push(Hit {
            key: overlay.url.host_str().unwrap_or_default().to_owned(),
            subject: overlay.url.to_string(),
            identity,
            signals,
            proof: Proof::Element(Arc::clone(page), overlay.spot.clone()),
        });
    }
}
