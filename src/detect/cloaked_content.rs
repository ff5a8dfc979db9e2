//! `cloaked-content`: another visitor gets other content than the citizen.

use std::{collections::HashSet, sync::Arc};

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    facets::{Facets, Spam},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::{Page, Spot},
};

pub(super) const RULE: Rule = Rule {
    id: "cloaked-content",
    family: Family::Cloaking,
    what: Text {
        vi: "Máy tìm kiếm, người đến từ kết quả tìm kiếm hoặc điện thoại nhận nội dung khác với người gõ địa chỉ.",
        en: "The crawler, visitors from a search result or phones get other content than those who type the address.",
    },
    why: Text {
        vi: "Nội dung quảng cáo trái phép chỉ hiện với Google nên người quản trị không nhìn thấy.",
        en: "The spam shows itself only to the search engine, so the administrator never sees it.",
    },
    repair: Text {
        vi: "Tìm mã kiểm tra User-Agent hoặc Referer ở máy chủ (index.php, tệp cấu hình, mô-đun IIS); so sánh mã nguồn với bản gốc; kiểm tra lại bằng công cụ kiểm tra URL của Google.",
        en: "Look for server code that tests User-Agent or Referer (index.php, configuration, IIS modules); compare the code with its original; verify with the search engine's URL inspection.",
    },
    examine,
    caught: &[
        Example::page(
            "the crawler gets a casino",
            &[
                Answer::all(
                    "<title>UBND huyện</title><body><h1>Tin tức trong huyện</h1><p>Chủ tịch huyện làm việc với xã.</p></body>",
                ),
                Answer::only(
                    &[Identity::SearchCrawler],
                    r#"<title>Tài xỉu online đổi thưởng</title><body><h1>Nhà cái uy tín</h1><a href="https://nc.example/">Nhà cái uy tín</a></body>"#,
                ),
            ],
        ),
        Example::page(
            "the crawler gets the page with a block of links",
            &[
                Answer::all("<title>UBND huyện</title><body><h1>Tin tức trong huyện</h1></body>"),
                Answer::only(
                    &[Identity::SearchCrawler],
                    r#"<title>UBND huyện</title><body><h1>Tin tức trong huyện</h1><a href="https://nc.example/">nhà cái uy tín</a></body>"#,
                ),
            ],
        ),
    ],
    clean: &[
        Example::page(
            "phones get a mobile template",
            &[
                Answer::all(
                    "<title>UBND huyện</title><body><h1>Tin tức trong huyện</h1><ul><li>Chỉ đạo</li><li>Văn bản</li></ul></body>",
                ),
                Answer::only(
                    &[Identity::Phone],
                    "<title>UBND huyện</title><body><h1>Tin tức</h1><p>Giao diện di động</p></body>",
                ),
            ],
        ),
        Example::page(
            "news that change with each request",
            &[
                Answer::all("<title>UBND huyện</title><body><h2>Hội nghị tổng kết</h2></body>"),
                Answer::only(
                    &[Identity::SearchCrawler],
                    "<title>UBND huyện</title><body><h2>Phòng chống thiên tai</h2></body>",
                ),
            ],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    let citizen: Vec<Facets<'_>> =
        observation.citizen_pages().map(|page| Facets::of(observation, page)).collect();
    let others: Vec<_> = other_pages(observation).collect();
    if citizen.is_empty() || others.is_empty() {
        return;
    }
    let own: Vec<Spam<'_>> = citizen.iter().map(|own| own.spam(observation)).collect();
    for (identity, page) in others {
        let other = Facets::of(observation, page);
        let found = spam(observation, &own, &other)
            .or_else(|| planted(&citizen, &other))
            .or_else(|| replaced(&citizen, &other, identity));
        let Some(Difference { key, spot, subject, mut signals }) = found else { continue };
        signals.push(Signal::new(SignalKind::Identity, identity.id()));
        let proof = Proof::Element(Arc::clone(page), spot);
        hits.push(Hit { key, subject, identity, signals, proof });
    }
}

/// So many more visits of the citizen tell a banner that is there every other time from one that is
/// there for others only.
const CONTROLS: usize = 3;

/// Whether another visitor's page differs so that it matters how much the page differs from itself:
/// the citizen should be asked again.
pub fn wants_control(observation: &Observation<'_>) -> bool {
    let own: Vec<Facets<'_>> =
        observation.citizen_pages().map(|page| Facets::of(observation, page)).collect();
    if own.is_empty() || own.len() > CONTROLS {
        return false;
    }
    other_pages(observation).any(|(identity, page)| {
        let other = Facets::of(observation, page);
        other.has_hosts_beyond(&own) || differs(&own, &other, identity)
    })
}

/// The distinct pages that others than the citizen got.
fn other_pages<'a>(
    observation: &Observation<'a>,
) -> impl Iterator<Item = (Identity, &'a Arc<Page>)> {
    observation.pages().filter(|(identity, _)| *identity != Identity::Citizen)
}

/// What a page has beyond the citizen's.
struct Difference {
    /// The planted host, by which a cloaker is known on all pages that it covers; else the path.
    key: String,
    spot: Spot,
    subject: String,
    signals: Vec<Signal>,
}

/// Words and links of spam that the citizen does not get.
fn spam(observation: &Observation<'_>, own: &[Spam<'_>], other: &Facets<'_>) -> Option<Difference> {
    let theirs = other.spam(observation);
    let offered =
        theirs.offered.iter().filter(|term| !own.iter().any(|own| own.offered.contains(term)));
    let mut signals: Vec<Signal> =
        offered.take(5).map(|term| Signal::new(SignalKind::Lexicon, &*term.text)).collect();
    let known: HashSet<&str> =
        own.iter().flat_map(|own| &own.links).map(|link| &*link.host).collect();
    let planted = || theirs.links.iter().filter(|link| !known.contains(&*link.host));
    for anchor in planted().take(5) {
        let term = anchor.words.first().or(anchor.address.first());
        signals.extend(term.map(|term| Signal::new(SignalKind::Lexicon, &*term.text)));
        if anchor.foreign {
            signals.push(Signal::new(SignalKind::Host, "unvouched"));
            signals.push(Signal::new(SignalKind::Host, &*anchor.host));
        }
    }
    signals.sort_unstable();
    signals.dedup();
    let page = other.page;
    if let Some(first) = planted().next() {
        let (key, subject) = (first.host.clone(), first.url().to_owned());
        return Some(Difference { key, spot: first.link.spot.clone(), subject, signals });
    }
    (!signals.is_empty()).then(|| Difference {
        key: page.url.path().to_owned(),
        spot: page.first("title"),
        subject: page.title.clone(),
        signals,
    })
}

/// The citizen's own page with links to hosts that a citizen never gets, however they are worded.
/// Asked only where all visits of the citizen agree: rotating banners bring new hosts too.
fn planted(citizen: &[Facets<'_>], other: &Facets<'_>) -> Option<Difference> {
    let (first, controls) = citizen.split_first()?;
    let agree = !controls.is_empty() && controls.iter().all(|again| again.hosts == first.hosts);
    if !agree || !other.contains_most_links_of(first) {
        return None;
    }
    let beyond: Vec<&str> = other.hosts.difference(&first.hosts).copied().collect();
    let key = (*beyond.first()?).to_owned();
    let link = other.link_to(&key)?;
    let mut signals = vec![Signal::new(SignalKind::Host, "unvouched")];
    signals.extend(beyond.iter().take(20).map(|host| Signal::new(SignalKind::Host, *host)));
    let subject = link.url.as_ref().map_or(link.href.clone(), ToString::to_string);
    Some(Difference { key, spot: link.spot.clone(), subject, signals })
}

/// A page that has nothing to do with the citizen's. Where the citizen's visits agree with each
/// other, that is a reason of its own.
fn replaced(citizen: &[Facets<'_>], other: &Facets<'_>, identity: Identity) -> Option<Difference> {
    if !differs(citizen, other, identity) {
        return None;
    }
    let steady =
        citizen.len() > 1 && citizen.windows(2).all(|two| two[0].page.title == two[1].page.title);
    let reason = steady.then(|| Signal::new(SignalKind::Replaced, "other-page"));
    Some(Difference {
        key: other.page.url.path().to_owned(),
        spot: other.page.first("title"),
        subject: other.page.title.clone(),
        signals: reason.into_iter().collect(),
    })
}

/// Whether a page has nothing to do with any of the citizen's.
fn differs(citizen: &[Facets<'_>], other: &Facets<'_>, identity: Identity) -> bool {
    // A mobile template may look like nothing else of the portal; the others get the same one.
    identity != Identity::Phone
        && !other.is_in_english()
        && citizen
            .iter()
            .all(|own| own.page.title != other.page.title && own.is_unrelated_to(other))
}
