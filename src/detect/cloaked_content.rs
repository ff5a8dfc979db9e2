//! `cloaked-content`: another visitor gets other content than the citizen.

use std::{collections::HashSet, sync::Arc};

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    anchor::Anchor,
    prose::{chosen_words, is_reporting},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    knowledge::Term,
    page::{Page, Spot, text},
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

/// Headings of a page that are compared.
const MOST_HEADINGS: usize = 200;

/// Pages with less text than this are too small to be told apart by their words.
const ENOUGH_WORDS: usize = 80;

/// Words in common, in percent of all, below which two pages have nothing to do with each other.
const UNRELATED: usize = 10;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    let citizen = observation.view(Identity::Citizen).and_then(|view| view.page.as_ref());
    let Some(citizen) = citizen else { return };
    let known = Facets::of(observation, citizen);
    let mut judged: Vec<&Arc<Page>> = vec![citizen];
    for view in observation.views {
        let Some(page) = &view.page else { continue };
        if judged.iter().any(|other| Arc::ptr_eq(other, page)) {
            continue;
        }
        judged.push(page);
        let facets = Facets::of(observation, page);
        let Some(Difference { key, spot, subject, mut signals }) =
            difference(&known, &facets, view.identity)
        else {
            continue;
        };
        signals.push(Signal::new(SignalKind::Identity, view.identity.id()));
        hits.push(Hit {
            key,
            subject,
            identity: view.identity,
            signals,
            proof: Proof::Element(Arc::clone(page), spot),
        });
    }
}

/// What a page shows of itself to a search engine.
struct Facets<'a> {
    page: &'a Page,
    /// Strong terms in title, description, headings: unless the page reports on crime.
    offered: Vec<&'a Term>,
    /// Links with spam words or addresses.
    spam: Vec<Anchor<'a>>,
}

impl<'a> Facets<'a> {
    fn of(observation: &Observation<'a>, page: &'a Page) -> Self {
        let lexicon = &observation.knowledge.lexicon;
        let offered = chosen_words(page, MOST_HEADINGS)
            .into_iter()
            .flat_map(|words| {
                let terms = lexicon.in_words(words, observation.target.sector);
                let offered = terms.iter().any(|term| term.strong) && !is_reporting(words);
                terms.into_iter().filter(move |term| offered && term.strong)
            })
            .collect();
        let spam = page
            .links
            .iter()
            .filter_map(|link| Anchor::read(observation, link))
            .filter(Anchor::is_spam)
            .collect();
        Self { page, offered, spam }
    }
}

/// What a page has beyond the citizen's.
struct Difference {
    /// The planted host, by which a cloaker is known on all pages that it covers; else the path.
    key: String,
    spot: Spot,
    subject: String,
    signals: Vec<Signal>,
}

/// What this page has beyond the citizen's, if that is more than a template or a day's news.
fn difference(citizen: &Facets<'_>, other: &Facets<'_>, identity: Identity) -> Option<Difference> {
    let path = || other.page.url.path().to_owned();
    let title = other.page.first("title");
    let mut signals: Vec<Signal> = other
        .offered
        .iter()
        .filter(|term| !citizen.offered.contains(term))
        .take(5)
        .map(|term| Signal::new(SignalKind::Lexicon, &*term.text))
        .collect();
    let planted: Vec<&Anchor<'_>> = other
        .spam
        .iter()
        .filter(|anchor| !citizen.spam.iter().any(|own| own.host == anchor.host))
        .collect();
    for anchor in planted.iter().take(5) {
        let term = anchor.words.first().or(anchor.address.first());
        signals.extend(term.map(|term| Signal::new(SignalKind::Lexicon, &*term.text)));
        if anchor.foreign {
            signals.push(Signal::new(SignalKind::Host, "unvouched"));
            signals.push(Signal::new(SignalKind::Host, anchor.host));
        }
    }
    signals.sort_unstable();
    signals.dedup();
    if let Some(first) = planted.first() {
        return Some(Difference {
            key: first.host.to_owned(),
            spot: first.link.spot.clone(),
            subject: first.url().to_owned(),
            signals,
        });
    }
    if !signals.is_empty() {
        let subject = other.page.title.clone();
        return Some(Difference { key: path(), spot: title, subject, signals });
    }
    // A mobile template may look like nothing else of the portal; the others get the same one.
    let replaced = identity != Identity::Phone
        && citizen.page.title != other.page.title
        && are_unrelated(&citizen.page.visible_text, &other.page.visible_text);
    replaced.then(|| Difference {
        key: path(),
        spot: title,
        subject: other.page.title.clone(),
        signals: Vec::new(),
    })
}

fn are_unrelated(one: &str, other: &str) -> bool {
    let words = |words: &str| -> HashSet<String> {
        text::fold(words).plain.split_whitespace().take(5_000).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    let all = one.len() + other.len() - common;
    one.len() >= ENOUGH_WORDS && other.len() >= ENOUGH_WORDS && common * 100 < all * UNRELATED
}
