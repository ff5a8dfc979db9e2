//! `hidden-text`: words of spam, without links, that search engines read and people do not see.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::{Answer, Example, Hit, Observation, Proof, Rule, prose::is_reporting};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::{HiddenText, HidingForm, Link, Page},
};

pub(super) const RULE: Rule = Rule {
    id: "hidden-text",
    family: Family::Backlink,
    what: Text {
        vi: "Từ khóa cờ bạc, vay nặng lãi, thuốc, phim lậu được giấu trong trang, không kèm liên kết.",
        en: "Keywords of gambling, loans, drugs or pirated films concealed in the page, without links.",
    },
    why: Text {
        vi: "Từ khóa ẩn khiến máy tìm kiếm đưa trang của cổng vào kết quả cho cờ bạc, dọn đường cho liên kết hoặc chuyển hướng cài sau.",
        en: "Concealed keywords bring the portal's pages up in searches for gambling, and prepare for links or redirects to come.",
    },
    repair: Text {
        vi: "Gỡ đoạn văn bản ẩn khỏi giao diện, mô-đun hoặc bài viết; tìm tài khoản hoặc lỗ hổng đã dùng; yêu cầu máy tìm kiếm đọc lại trang.",
        en: "Remove the concealed text from the theme, module or post; find the account or hole it came through; ask the search engine to read the page again.",
    },
    examine,
    caught: &[
        Example::page(
            "a concealed heading",
            &[Answer::all(
                r#"<body><h1 style="position:absolute;left:-9999px">Nhà cái uy tín W88</h1><p>Tin tức</p></body>"#,
            )],
        ),
        Example::page(
            "a list of keywords in the colour of the ground",
            &[Answer::all(
                r#"<body><p>Tin tức</p><p style="color:#fff">nhà cái uy tín, tài xỉu online, nổ hũ đổi thưởng, lô đề online</p></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a hidden tab with a report on crime",
            &[Answer::all(
                r#"<body><div style="display:none"><h2>Triệt phá đường dây tổ chức đánh bạc</h2><p>Công an tỉnh đã bắt giữ các đối tượng lập nhà cái W88, game bài đổi thưởng để chiếm đoạt tài sản.</p></div></body>"#,
            )],
        ),
        Example::page(
            "the name of the portal for screen readers",
            &[Answer::all(
                r#"<body><h1 style="position:absolute;left:-9999px">Cổng thông tin điện tử huyện</h1></body>"#,
            )],
        ),
    ],
};

/// Bytes of hidden text that are read on one page, beside what its links say.
const MOST_BYTES: usize = 256 * 1024;
/// Text beside the links of a block that is too short for a term.
const TOO_SHORT: usize = 6;
/// One term in so many different words, and the text is about nothing else.
const DENSE: usize = 12;
/// The most terms that one finding names.
const MOST: usize = 20;

/// All hidden words of a page are one wound.
fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        hits.extend(judge(observation, identity, page));
    }
}

fn judge(observation: &Observation<'_>, identity: Identity, page: &Arc<Page>) -> Option<Hit> {
    let mut room = MOST_BYTES;
    let linked = links_by_block(page);
    let mut terms: BTreeSet<&str> = BTreeSet::new();
    let mut forms: BTreeSet<HidingForm> = BTreeSet::new();
    let mut first: Option<&HiddenText> = None;
    for hidden in &page.hidden_text {
        let links = linked.get(&hidden.block).map(Vec::as_slice).unwrap_or_default();
        let in_links: usize = links.iter().map(|link| link.text.len() + 1).sum();
        // Menus: what their links say is judged with the links.
        if hidden.text.len() <= in_links + TOO_SHORT || hidden.text.len() > room {
            continue;
        }
        room -= hidden.text.len();
        let found = offered(observation, hidden, links);
        if !found.is_empty() {
            terms.extend(found);
            forms.extend(hidden.concealed.iter().map(|concealment| concealment.form));
            first = first.or(Some(hidden));
        }
    }
    let first = first?;
    let mut signals: Vec<Signal> =
        terms.iter().take(MOST).map(|term| Signal::new(SignalKind::Lexicon, *term)).collect();
    signals.extend(forms.iter().map(|form| Signal::new(SignalKind::Hidden, form.id())));
    if terms.len() >= 3 {
        signals.push(Signal::new(SignalKind::Volume, terms.len().to_string()));
    }
    Some(Hit {
        key: terms.first().copied().unwrap_or_default().to_owned(),
        subject: first.text.chars().take(120).collect(),
        identity,
        signals,
        proof: Proof::Element(Arc::clone(page), first.spot.clone()),
    })
}

fn links_by_block(page: &Page) -> HashMap<usize, Vec<&Link>> {
    let mut blocks: HashMap<usize, Vec<&Link>> = HashMap::new();
    for link in &page.links {
        if let Some(block) = link.block {
            blocks.entry(block).or_default().push(link);
        }
    }
    blocks
}

/// The terms that a concealed text offers, beside those of its links: if it is short, or made of
/// hardly anything else, however often. In running text they say nothing.
fn offered<'a>(
    observation: &Observation<'a>,
    hidden: &HiddenText,
    links: &[&Link],
) -> Vec<&'a str> {
    let mut terms = observation.offers(&hidden.text);
    if terms.is_empty() || is_reporting(&hidden.text) {
        return Vec::new();
    }
    let words = hidden.text.split_whitespace().collect::<HashSet<_>>().len();
    let enough = if is_furtive(hidden) { 1 } else { 2 };
    if terms.len() < enough || terms.len() * DENSE < words {
        return Vec::new();
    }
    let in_links: Vec<_> = links.iter().flat_map(|link| observation.offers(&link.text)).collect();
    terms.retain(|term| !in_links.contains(term));
    terms.into_iter().map(|term| &*term.text).collect()
}

/// Tabs, menus and dialogs use the plain forms; these serve nobody who visits.
fn is_furtive(hidden: &HiddenText) -> bool {
    hidden.concealed.iter().all(|concealment| {
        !matches!(
            concealment.form,
            HidingForm::Display
                | HidingForm::Visibility
                | HidingForm::Attribute
                | HidingForm::Noscript
                | HidingForm::NotRendered
        )
    })
}
