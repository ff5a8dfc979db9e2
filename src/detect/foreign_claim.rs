//! `foreign-claim`: the page tells search engines and browsers that it belongs to a foreign site.

use std::sync::Arc;

use url::{Host, Url};

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
    structured::{Claimed, claimed},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::{Page, Reference, Role, Spot},
};

pub(super) const RULE: Rule = Rule {
    id: "foreign-claim",
    family: Family::Backlink,
    what: Text {
        vi: "Trang khai báo địa chỉ chính thức (canonical), bản AMP, og:url, gốc liên kết (base) hoặc biểu tượng thuộc một trang lạ, hay mang dữ liệu cấu trúc (JSON-LD) của nhà cái.",
        en: "The page names a foreign host as its canonical address, AMP version, og:url, base of links or icon, or carries structured data (JSON-LD) of a betting site.",
    },
    why: Text {
        vi: "Máy tìm kiếm sẽ chuyển uy tín của cổng cho trang lạ; thẻ base khiến mọi liên kết trên trang dẫn đi nơi khác.",
        en: "Search engines hand the portal's standing to the foreign site; a base tag makes every link of the page lead there.",
    },
    repair: Text {
        vi: "Sửa thẻ trong phần head của giao diện hoặc tiện ích SEO; kiểm tra tài khoản quản trị và lỗ hổng đã bị lợi dụng.",
        en: "Mend the tag in the theme's head or the SEO add-on; check administrators' accounts and the hole it came through.",
    },
    examine,
    caught: &[
        Example::page(
            "a betting site as the canonical address",
            &[Answer::all(
                r#"<head><link rel="canonical" href="https://w88.example/nha-cai"></head><body><h1>UBND huyện</h1></body>"#,
            )],
        ),
        Example::page(
            "a canonical address that only the crawler gets",
            &[
                Answer::all("<body><h1>UBND huyện</h1></body>"),
                Answer::only(
                    &[crate::identity::Identity::SearchCrawler],
                    r#"<head><link rel="canonical" href="https://khach.example/"></head><body><h1>UBND huyện</h1></body>"#,
                ),
            ],
        ),
        Example::page(
            "a base that takes every link of the page along",
            &[Answer::all(
                r#"<head><base href="https://khach.example/"></head><body><a href="tin/1">Tin</a><a href="tin/2">Tin</a><a href="van-ban">Văn bản</a></body>"#,
            )],
        ),
        Example::page(
            "structured data that names a betting site as the agency's own",
            &[Answer::all(
                r#"<head><script type="application/ld+json">{"@type":"GovernmentOrganization","name":"UBND xã","sameAs":["https://facebook.com/ubnd","https://w88.example/"]}</script></head><body><h1>UBND xã</h1></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "structured data of an article about gambling, and of whoever built the portal",
            &[Answer::all(
                r#"<head><script type="application/ld+json">[{"@type":"NewsArticle","headline":"Tài xỉu online: cạm bẫy"},{"@type":"Organization","name":"Công ty Phần mềm","url":"https://phan-mem.example/"}]</script></head><body><h1>UBND xã</h1></body>"#,
            )],
        ),
        Example::page(
            "the portal's own address, the province's, a workshop's",
            &[Answer::all(
                r#"<head><link rel="canonical" href="https://portal.gov.example/tin-tuc"><meta property="og:url" content="https://dienbien.gov.vn/"><link rel="amphtml" href="http://localhost/amp"><base href="http://10.0.0.7/"></head><body></body>"#,
            )],
        ),
        Example::page(
            "an alternate address under the agency's other name",
            &[Answer::all(
                r#"<head><link rel="alternate" hreflang="en" href="https://portal-en.example/"><link rel="icon" href="https://cdn-anh.example/icon.png"></head><body></body>"#,
            )],
        ),
    ],
};

/// So many links that a base tag leads astray are all the links of the page.
const MOST_LINKS_ASTRAY: usize = 3;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    if !observation.knows_where() {
        return;
    }
    for (identity, page) in observation.pages() {
        for Claimed { subject, key, mut signals, at } in claimed(observation, page) {
            signals.extend(identity_signal(observation, identity, |other| {
                claimed(observation, other).iter().any(|theirs| theirs.key == key)
            }));
            let spot = Spot { tag: "script", at, css: String::new() };
            let proof = Proof::Element(Arc::clone(page), spot);
            hits.push(Hit { key, subject, identity, signals, proof });
        }
        for own in &page.references {
            let Some(host) = own.url.host_str() else { continue };
            if is_workshop(&own.url)
                || observation.is_sibling(&own.url)
                || observation.knowledge.loaders.contains(host)
            {
                continue;
            }
            let Some(mut signals) = signals_to(observation, &own.url) else { continue };
            let other_page = identity_signal(observation, identity, |other| {
                other.references.iter().any(|theirs| theirs.url.host_str() == Some(host))
            });
            let said = signals.iter().any(|signal| signal.kind != SignalKind::Host);
            // Alternates and icons of other hosts are common; they say something with a reason.
            if is_claim(own.role) || said || other_page.is_some() {
                signals.push(Signal::new(SignalKind::Claim, own.role.id()));
            } else {
                continue;
            }
            if own.role == Role::Base && links_astray(page, own) >= MOST_LINKS_ASTRAY {
                signals.push(Signal::new(SignalKind::Hijack, "links"));
            }
            signals.extend(other_page);
            hits.push(Hit {
                key: host.to_owned(),
                subject: own.url.to_string(),
                identity,
                signals,
                proof: Proof::Element(Arc::clone(page), own.spot.clone()),
            });
        }
    }
}

fn is_claim(role: Role) -> bool {
    matches!(role, Role::Canonical | Role::AmpHtml | Role::Base | Role::OgUrl)
}

/// Names and numbers of machines inside: left over from where the site was built.
fn is_workshop(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => !name.contains('.') || name.ends_with(".local"),
        _ => true,
    }
}

/// Links that a base tag leads to its own host.
fn links_astray(page: &Page, base: &Reference) -> usize {
    let relative = page.links.iter().filter(|link| !link.href.contains("//"));
    relative
        .filter(|link| link.url.as_ref().is_some_and(|url| url.host() == base.url.host()))
        .count()
}
