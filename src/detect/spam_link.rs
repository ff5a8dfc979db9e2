//! `spam-link`: links in the open whose words or address sell what no agency sells.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use url::Url;

use super::{
    Answer, Example, Hit, Observation, Rule,
    anchor::{Anchor, hints_in, hosts_in, key_of, signals_of},
    moves::{Move, moves_of},
    running::proof_of_link,
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::{Link, Origin, Page, Region, ScriptKind, text},
};

pub(super) const RULE: Rule = Rule {
    id: "spam-link",
    family: Family::Backlink,
    what: Text {
        vi: "Liên kết nhìn thấy được dẫn tới trang cờ bạc, vay nặng lãi, thuốc, phim lậu, giấy tờ giả.",
        en: "Visible links that lead to gambling, loan sharks, drugs, pirated films or forged papers.",
    },
    why: Text {
        vi: "Liên kết được cài cắm hoặc bán lén trên cổng thông tin để quảng bá dịch vụ trái phép.",
        en: "The link was planted, or sold by an insider, to promote an illegal service.",
    },
    repair: Text {
        vi: "Gỡ liên kết; kiểm tra bình luận, hỏi đáp, chân trang và tài khoản đã đăng; rà soát người có quyền biên tập.",
        en: "Remove the link; check comments, questions, the footer and the account that posted it; review who may edit.",
    },
    examine,
    caught: &[
        Example::page(
            "a footer with two betting sites",
            &[Answer::all(
                r#"<body><p>Tin tức</p><footer><a href="https://nc.example/">Nhà cái uy tín</a> <a href="https://w88.example/">W88</a></footer></body>"#,
            )],
        ),
        Example::page(
            "without marks, brand in the host",
            &[Answer::all(
                r#"<body><a href="https://bong88.example/dang-ky">ca cuoc bong da truc tuyen</a></body>"#,
            )],
        ),
        Example::page(
            "an address that only a click leads to",
            &[Answer::all(
                r##"<body><a href="#" onclick="window.open('https://nc.example/');return false">nhà cái uy tín</a></body>"##,
            )],
        ),
        Example::page(
            "a loan to whoever shows an identity card",
            &[Answer::all(
                r#"<body><a href="https://vay.example/">Vay tiền online chỉ cần CMND</a></body>"#,
            )],
        ),
        Example::page(
            "an English search phrase behind the footer of a Vietnamese page",
            &[Answer::all(
                r#"<body><p>Tin tức trong huyện</p><footer><a href="/lien-he">Liên hệ</a></footer><a href="https://rx.example/">cialis 20mg price</a></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "links to ministries and the press",
            &[Answer::all(
                r#"<body><a href="https://bocongan.gov.vn/">Bộ Công an</a> <a href="https://nhandan.vn/">Báo Nhân Dân</a></body>"#,
            )],
        ),
        Example::page(
            "a warning with a link to its source",
            &[Answer::all(
                r#"<body><h1>Cảnh báo lừa đảo cá độ bóng đá</h1><p>Theo <a href="https://nhandan.vn/canh-bao-ca-do-123.html">Báo Nhân Dân</a>, nhà cái W88 lừa người chơi.</p></body>"#,
            )],
        ),
        Example::page(
            "a bank for social policies",
            &[Answer::all(
                r#"<body><a href="https://vbsp.org.vn/">Cho vay hộ nghèo, lãi suất ưu đãi</a></body>"#,
            )],
        ),
        Example::page(
            "a bank that nobody vouches for, and a button to call the agency",
            &[Answer::all(
                r##"<body><footer><a href="/lien-he">Liên hệ</a></footer><a href="https://ngan-hang.example/">Vay vốn sản xuất nhanh, lãi thấp</a><a href="#" onclick="window.open('https://goi.example/')">Gọi</a></body>"##,
            )],
        ),
    ],
};

/// All spam links in the open of one page are one wound; those to the portal's own pages another.
fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.open_pages() {
        let visible = || page.links.iter().filter(|link| link.concealed.is_empty());
        let clicks = clicks(observation, page);
        let away = visible().filter_map(|link| {
            let click = clicks.get(&link.spot.at).filter(|_| stays(observation, link));
            match click {
                Some(to) => Anchor::clicked(observation, link, to),
                None => Anchor::read(observation, link),
            }
        });
        let away: Vec<_> = away.collect();
        let own = visible().filter_map(|link| Anchor::own(observation, link));
        let own: Vec<_> = own.filter(|anchor| anchor.uploaded || anchor.is_keyword()).collect();
        hits.extend(judge_away(identity, page, away));
        hits.extend(judge_own(identity, page, own));
    }
}

/// Where code leads that runs when an element is clicked, by where the element stands.
fn clicks(observation: &Observation<'_>, page: &Page) -> HashMap<usize, Url> {
    let on_click = |kind: &ScriptKind| {
        let ScriptKind::Handler(event) = kind else { return false };
        matches!(event.as_str(), "click" | "mousedown" | "mouseup" | "touchstart" | "pointerdown")
    };
    if !page.scripts.iter().any(|script| on_click(&script.kind)) {
        return HashMap::new();
    }
    let moves = moves_of(page).into_iter();
    let clicks = moves.filter(|one| on_click(&one.script.kind) && observation.leads_away(&one.url));
    clicks.map(|Move { script, url, .. }| (script.spot.at, url)).collect()
}

/// A link that does not lead away itself.
fn stays(observation: &Observation<'_>, link: &Link) -> bool {
    link.url.as_ref().is_none_or(|url| !observation.leads_away(url))
}

/// So many weak terms of gambling in the links of one page are no chance.
const ENOUGH_HINTS: usize = 3;

fn judge_away(identity: Identity, page: &Arc<Page>, mut anchors: Vec<Anchor<'_>>) -> Option<Hit> {
    let hinted = hints_in(&anchors) >= ENOUGH_HINTS;
    anchors.retain(|anchor| {
        anchor.is_spam()
            || anchor.says_something()
            || anchor.brand_like
            || (hinted && !anchor.hints.is_empty())
    });
    if anchors.iter().any(|anchor| !anchor.reports) {
        anchors.retain(|anchor| !anchor.reports);
    }
    let mut signals = signals_of(&anchors, hinted);
    if let Some(many) = more_than_one(&anchors) {
        signals.push(Signal::new(SignalKind::Volume, many.to_string()));
    }
    if anchors.iter().any(|anchor| anchor.link.over_page && anchor.foreign) {
        signals.push(Signal::new(SignalKind::Covers, "banner"));
    }
    if anchors.iter().any(|anchor| anchor.is_keyword() && anchor.may_be_anybody()) {
        signals.push(Signal::new(SignalKind::Doorway, "keyword"));
    }
    let tells =
        |own: &Anchor<'_>| !own.reports && own.bait.as_ref().is_some_and(|bait| bait.is_telling);
    if anchors.iter().any(tells) {
        signals.push(Signal::new(SignalKind::Doorway, "selling"));
    }
    let spam = || anchors.iter().filter(|own| own.is_spam() && own.may_be_anybody());
    if text::has_vietnamese_marks(start(&page.visible_text)) {
        // Nobody who reads the page would look for it under such words.
        let language = spam().find_map(Anchor::foreign_language);
        signals.extend(language.map(|language| Signal::new(SignalKind::Language, language)));
    }
    // Headlines of newspapers stand everywhere.
    let mut brief = spam().filter(|anchor| anchor.is_brief());
    let footer = page.links.iter().filter(|link| link.region == Region::Footer);
    let footer = footer.map(|link| link.spot.at).max();
    if footer.is_some_and(|footer| brief.any(|anchor| stands_behind(footer, anchor.link))) {
        signals.push(Signal::new(SignalKind::Place, "behind-footer"));
    }
    hit(identity, page, &anchors, signals)
}

/// Bytes of a page that show in what language it is.
const START: usize = 20_000;

fn start(text: &str) -> &str {
    &text[..text.floor_char_boundary(START)]
}

/// Elements between the body and a link that somebody appended to the page.
const STEPS: usize = 3;

/// Whether a link stands bare behind the last one in the footer: templates end with their footer,
/// and what is appended to their files comes after it.
fn stands_behind(footer: usize, link: &Link) -> bool {
    let mut steps = link.spot.css.split(" > ").skip_while(|step| !step.starts_with("body"));
    let is_bare = steps.next().is_some() && steps.count() <= STEPS;
    is_bare && link.region == Region::Main && link.origin == Origin::Markup && link.spot.at > footer
}

/// Several hosts, several things on offer, or the same over and over: nobody's slip. A report names
/// several things in one headline.
fn more_than_one(anchors: &[Anchor<'_>]) -> Option<usize> {
    let offered: BTreeSet<&str> =
        anchors.iter().flat_map(|anchor| &anchor.words).map(|term| &*term.text).collect();
    let many =
        hosts_in(anchors) >= 2 || offered.len() >= 2 || (!offered.is_empty() && anchors.len() >= 3);
    let offers = anchors.iter().any(|anchor| !anchor.reports);
    (many && offers).then_some(anchors.len().max(offered.len()))
}

/// Pages of the portal that its own links offer as spam: somebody put them there.
fn judge_own(identity: Identity, page: &Arc<Page>, anchors: Vec<Anchor<'_>>) -> Option<Hit> {
    let mut signals = signals_of(&anchors, false);
    let pages: BTreeSet<&str> = anchors.iter().map(Anchor::url).collect();
    if pages.len() >= 3 {
        signals.push(Signal::new(SignalKind::Volume, pages.len().to_string()));
    }
    hit(identity, page, &anchors, signals)
}

fn hit(
    identity: Identity,
    page: &Arc<Page>,
    anchors: &[Anchor<'_>],
    signals: Vec<Signal>,
) -> Option<Hit> {
    let first = anchors.iter().find(|anchor| anchor.foreign).or(anchors.first())?;
    Some(Hit {
        key: key_of(anchors),
        subject: first.url().to_owned(),
        identity,
        signals,
        proof: proof_of_link(page, first.link),
    })
}
