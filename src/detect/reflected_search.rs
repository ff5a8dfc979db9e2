//! `reflected-search`: a search or tag page repeats spam that stands in its address.

use std::sync::Arc;

use url::Url;

use super::{
    Answer, Asked, Example, Hit, Observation, Proof, Rule, doorway_page,
    echo::{Echo, plain},
    prose::{chosen_words, is_reporting},
};
use crate::{
    fetch::Hop,
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    knowledge::Term,
    page::Page,
    target::Sector,
};

pub(super) const RULE: Rule = Rule {
    id: "reflected-search",
    family: Family::Backlink,
    what: Text {
        vi: "Trang tìm kiếm, trang thẻ (tag) hoặc bộ lọc của cổng lặp lại lời quảng cáo nằm trong địa chỉ vào tiêu đề, và cho phép công cụ tìm kiếm lập chỉ mục.",
        en: "A search, tag or filter page of the portal repeats spam from its address in its title, and lets search engines index it.",
    },
    why: Text {
        vi: "Không có gì trên máy chủ bị sửa đổi, nhưng kẻ xấu chỉ cần rải địa chỉ là quảng cáo hiện trong kết quả tìm kiếm dưới tên miền của cơ quan.",
        en: "Nothing on the server was changed, but whoever scatters such addresses gets spam into search results under the agency's name.",
    },
    repair: Text {
        vi: "Đặt noindex (thẻ meta robots hoặc X-Robots-Tag) cho mọi trang kết quả tìm kiếm; trả về 404 khi không có kết quả; không đưa từ khoá của người dùng vào tiêu đề; chặn trong robots.txt sau khi các địa chỉ đã được gỡ.",
        en: "Answer noindex (meta robots or X-Robots-Tag) on all result pages; answer 404 where nothing is found; keep the visitors' words out of the title; block the pages in robots.txt once the addresses are dropped.",
    },
    examine,
    caught: &[
        Example::at(
            "a search page that repeats an advertisement",
            "/tim-kiem?q=nh%C3%A0+c%C3%A1i+uy+t%C3%ADn+bet88.example",
            &[Answer::all(
                "<title>Kết quả tìm kiếm: nhà cái uy tín bet88.example</title><body><h1>Tìm kiếm</h1><p>Không có kết quả nào.</p></body>",
            )],
        ),
        Example::at(
            "a tag page without marks, two terms",
            "/tag/nha-cai-uy-tin-tai-xiu-online",
            &[Answer::all(
                "<title>nha cai uy tin tai xiu online - Sở Văn hóa</title><body><h1>nha cai uy tin tai xiu online</h1></body>",
            )],
        ),
    ],
    clean: &[
        Example::at(
            "a search for what agencies do",
            "/tim-kiem?q=nong+thon+moi",
            &[Answer::all("<title>Kết quả: nong thon moi</title><body><h1>Tìm kiếm</h1></body>")],
        ),
        Example::at(
            "the result page may not be indexed",
            "/tim-kiem?q=nha+cai+uy+tin+bet88.example",
            &[Answer::all(
                r#"<head><title>nha cai uy tin bet88.example</title><meta name="robots" content="noindex, follow"></head><body></body>"#,
            )],
        ),
        Example::at(
            "the police's articles on a game",
            "/tim-kiem?q=t%C3%A0i+x%E1%BB%89u",
            &[Answer::all(
                "<title>Tìm kiếm: tài xỉu</title><body><h1>Kết quả cho: tài xỉu</h1><h3>Công an triệt phá đường dây tài xỉu trên mạng</h3><h3>Khởi tố nhóm tổ chức tài xỉu</h3></body>",
            )],
        ),
    ],
};

/// How much of a page's text is read, in bytes, and how many strong terms of its own are too many.
const MOST_TEXT: usize = 60_000;
const MANY: usize = 5;

/// How many terms a finding names.
const MOST_TERMS: usize = 5;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    if !matches!(observation.asked, Asked::Page) {
        return;
    }
    let echo = Echo::of(observation);
    let asked = asked(observation, &echo);
    if !asked.is_empty() {
        let pages = observation.open_pages();
        hits.extend(pages.filter_map(|(who, page)| judge(observation, who, page, &echo, &asked)));
    }
}

/// Where a page only repeats its address, it is no doorway for it: what this rule explains is left
/// out.
pub(super) fn settle(mut hits: Vec<(&'static Rule, Hit)>) -> Vec<(&'static Rule, Hit)> {
    let of_kit = |signal: &Signal| signal.kind == SignalKind::Doorway && signal.detail != "dense";
    if hits.iter().any(|(rule, _)| rule.id == RULE.id) {
        hits.retain(|(rule, hit)| {
            rule.id != doorway_page::RULE.id || hit.signals.iter().any(of_kit)
        });
    }
    hits
}

/// A strong term that the address asks the page to repeat.
struct Spam<'a> {
    term: &'a Term,
    plain: String,
}

/// The terms of an address; of those within each other the first one.
fn asked<'a>(observation: &Observation<'a>, echo: &Echo) -> Vec<Spam<'a>> {
    let mut asked: Vec<Spam<'a>> = Vec::new();
    for words in echo.words.iter().filter(|words| !is_reporting(words)) {
        for term in [observation.offers(words), observation.offers_in_address(words)].concat() {
            let plain = plain(&term.text);
            let known = |own: &Spam<'_>| own.plain.contains(&plain) || plain.contains(&own.plain);
            if !asked.iter().any(known) {
                asked.push(Spam { term, plain });
            }
        }
    }
    asked
}

fn judge(
    observation: &Observation<'_>,
    identity: Identity,
    page: &Arc<Page>,
    echo: &Echo,
    asked: &[Spam<'_>],
) -> Option<Hit> {
    let last = observation.view(identity)?.hops.last()?;
    let (title, headings) = (plain(&page.title), plain(&page.headings.join(" | ")));
    let in_title: Vec<&Spam<'_>> = among(asked, &title).collect();
    let (repeated, place) = match in_title.is_empty() {
        false => (in_title, "title"),
        true => (among(asked, &headings).collect(), "heading"),
    };
    let first = repeated.first()?;
    // What sells by words of its own is a doorway, whatever its address.
    if last.status != 200 || sells_by_itself(observation, page, echo) {
        return None;
    }
    let terms = repeated.iter().take(MOST_TERMS);
    let mut signals: Vec<Signal> =
        terms.map(|spam| Signal::new(SignalKind::Address, &*spam.term.text)).collect();
    signals.push(Signal::new(SignalKind::Reflected, place));
    // People look for one word; advertisements have several, or say where to go.
    let contact = echo.words.iter().find_map(|words| host_in(observation, words));
    let is_advertisement = contact.is_some() || repeated.len() > 1;
    if let Some(host) = contact {
        signals.push(Signal::new(SignalKind::Host, host));
    } else if is_advertisement {
        signals.push(Signal::new(SignalKind::Volume, repeated.len().to_string()));
    }
    let context = if is_unlisted(last, page) {
        Some("noindex")
    } else if reports_on(page, &repeated) {
        Some("reporting")
    } else {
        let at_home = !is_advertisement && deals_with_crime(observation.target.sector);
        at_home.then_some("sector")
    };
    signals.extend(context.map(|context| Signal::new(SignalKind::Context, context)));
    Some(Hit {
        key: page.url.path().to_owned(),
        subject: echo.words.iter().find(|own| plain(own).contains(&first.plain))?.clone(),
        identity,
        signals,
        proof: Proof::Element(Arc::clone(page), page.first("title")),
    })
}

fn among<'a>(asked: &'a [Spam<'a>], plain: &str) -> impl Iterator<Item = &'a Spam<'a>> {
    asked.iter().filter(move |spam| plain.contains(&spam.plain))
}

/// Strong terms that do not come from the address: in title and headings, or in bulk in the text.
fn sells_by_itself(observation: &Observation<'_>, page: &Page, echo: &Echo) -> bool {
    let own =
        |words: &str| observation.offers(words).into_iter().filter(|term| !echo.has(term)).count();
    let chosen = chosen_words(page, usize::MAX);
    let in_text = &page.visible_text[..page.visible_text.floor_char_boundary(MOST_TEXT)];
    chosen.iter().any(|words| !is_reporting(words) && own(words) > 0) || own(in_text) >= MANY
}

/// Whether the page asks search engines not to list it.
fn is_unlisted(last: &Hop, page: &Page) -> bool {
    let header = last.headers.iter().filter(|(name, _)| name == "x-robots-tag");
    let metas = page.metas.iter().filter(|(name, _)| name == "robots");
    header.chain(metas).any(|(_, value)| {
        value
            .to_ascii_lowercase()
            .split([',', ':'])
            .any(|word| matches!(word.trim(), "noindex" | "none"))
    })
}

/// Whether what was found is about crime or law: then somebody looked for news of it.
fn reports_on(page: &Page, repeated: &[&Spam<'_>]) -> bool {
    let links = page.links.iter().map(|link| link.text.as_str());
    let mut found = page.headings.iter().map(String::as_str).chain(links);
    found.any(|words| {
        let plain = plain(words);
        repeated.iter().any(|spam| plain.contains(&spam.plain)) && is_reporting(words)
    })
}

/// A word that names a foreign host: where the advertisement wants people to go.
fn host_in(observation: &Observation<'_>, words: &str) -> Option<String> {
    words.split_whitespace().find_map(|word| {
        let bare = word.split_once("://").map_or(word, |(_, rest)| rest);
        let url = Url::parse(&format!("https://{bare}")).ok()?;
        let (_, top) = url.domain()?.rsplit_once('.')?;
        let is_name = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        (is_name && observation.is_foreign(&url)).then(|| url.domain().map(str::to_owned))?
    })
}

fn deals_with_crime(sector: Option<Sector>) -> bool {
    matches!(sector, Some(Sector::Police | Sector::Justice | Sector::Press))
}
