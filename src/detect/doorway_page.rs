//! `doorway-page`: a page of the portal that exists to be found by gamblers.

use std::sync::Arc;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    prose::{chosen_words, is_reporting},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    knowledge::Term,
    page::{Page, text},
    upload::is_uploaded_page,
};

pub(super) const RULE: Rule = Rule {
    id: "doorway-page",
    family: Family::Backlink,
    what: Text {
        vi: "Trang trên chính cổng thông tin có tiêu đề, địa chỉ hoặc nội dung quảng cáo cờ bạc, vay, thuốc, phim lậu.",
        en: "A page on the portal itself whose title, address or text advertises gambling, loans, drugs or pirated films.",
    },
    why: Text {
        vi: "Trang được tạo hàng loạt để máy tìm kiếm dẫn người dân vào, rồi đưa họ sang trang xấu.",
        en: "Such pages are made in bulk so that search engines bring people in, who are then led on to a bad site.",
    },
    repair: Text {
        vi: "Xoá trang, tệp hoặc bài viết; trả về 410; gỡ khỏi sơ đồ trang; yêu cầu Google xoá khỏi kết quả; tìm tài khoản hoặc lỗ hổng đã dùng để đăng.",
        en: "Delete the page, file or post; answer 410; take it out of the sitemap; ask the search engine to drop it; find the account or hole it came through.",
    },
    examine,
    caught: &[
        Example::page(
            "an article of a betting site",
            &[Answer::all(
                r#"<head><title>Nhà cái uy tín - tài xỉu online đổi thưởng</title></head><body><h1>Nhà cái uy tín nhất 2024</h1><p>Link vào nhà cái uy tín, tài xỉu online, nổ hũ đổi thưởng, cá cược bóng đá trực tuyến, game bài đổi thưởng, lô đề online, xóc đĩa online.</p><a href="https://nc.example/">Đăng ký</a></body>"#,
            )],
        ),
        Example::page(
            "a kit that copies news and glues the words together",
            &[Answer::all(
                r#"<head><title>soi cầu bạch thủ lô</title></head><body>会员登录 - 用户注册 - 设为首页 - 加入收藏 <h1>soi cầu bạch thủ lô miền bắc</h1><p>Theonghịđịnhquyđịnhchitiếtmộtsốđiềucủaluậtvềbảohiểmxãhội</p></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a police warning",
            &[Answer::all(
                r#"<head><title>Công an tỉnh cảnh báo nhà cái uy tín giả mạo, tài xỉu online</title></head><body><h1>Cảnh báo lừa đảo: nhà cái uy tín, tài xỉu online</h1><p>Các đối tượng lập nhà cái 8xbet, W88, game bài đổi thưởng để chiếm đoạt tài sản.</p></body>"#,
            )],
        ),
        Example::page(
            "sports news",
            &[Answer::all(
                r#"<head><title>Giải bóng đá thiếu niên huyện: bảng xếp hạng và lịch thi đấu</title></head><body><h1>Bóng đá thiếu niên</h1></body>"#,
            )],
        ),
        Example::page(
            "a social loan programme",
            &[Answer::all(
                r#"<head><title>Cho vay hộ nghèo, lãi suất ưu đãi</title></head><body><h1>Vay vốn hộ nghèo</h1></body>"#,
            )],
        ),
    ],
};

/// Beginnings of the Chinese template in which one family of kits wraps Vietnamese pages.
const TEMPLATE_HEADERS: &[&str] = &["会员登录 - 用户注册", "设为首页 - 加入收藏"];

/// A Vietnamese word has at most seven letters; so many without a space were glued by a machine.
const GLUED_LETTERS: usize = 40;

/// So many strong terms, and one in so many words, and the text is about nothing else.
const DENSE_TERMS: usize = 5;
const DENSE_SHARE: usize = 60;

/// On a page of more headings than this, a heading is one item of many: news, search results.
const FEW_HEADINGS: usize = 3;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.open_pages() {
        if let Some(hit) = judge(observation, identity, page) {
            hits.push(hit);
        }
    }
}

fn judge(observation: &Observation<'_>, identity: Identity, page: &Arc<Page>) -> Option<Hit> {
    let sector = observation.target.sector;
    let lexicon = &observation.knowledge.lexicon;
    let window = chosen_words(page, FEW_HEADINGS);
    let reporting = window.iter().take(3).any(|words| is_reporting(words));
    let offered: Vec<&Term> = if reporting {
        Vec::new()
    } else {
        window.iter().flat_map(|words| lexicon.in_words(words, sector)).collect()
    };
    let strong = distinct(offered.iter().copied().filter(|term| term.strong));
    let mut signals: Vec<Signal> =
        strong.iter().take(5).map(|term| Signal::new(SignalKind::Lexicon, &*term.text)).collect();
    if strong.len() >= 2 {
        signals.push(Signal::new(SignalKind::Volume, strong.len().to_string()));
    }
    // The address of a page that is gone says nothing of what is there.
    if !reporting && !is_gone(observation, identity) {
        let slug = lexicon.in_address(page.url.path(), sector);
        let slug = slug.iter().filter(|term| term.strong).take(3);
        signals.extend(slug.map(|term| Signal::new(SignalKind::Address, &*term.text)));
    }
    signals.extend(shape_signals(page));
    if !offered.is_empty() && is_dense(page, observation) {
        signals.push(Signal::new(SignalKind::Doorway, "dense"));
    }
    if signals.is_empty() {
        return None;
    }
    if is_uploaded_page(&page.url) {
        signals.push(Signal::new(SignalKind::Place, "upload-folder"));
    }
    if let Some(host) = foreign_host(observation, page) {
        signals.push(Signal::new(SignalKind::Host, "unvouched"));
        signals.push(Signal::new(SignalKind::Host, host));
    }
    let title = page.first("title");
    Some(Hit {
        key: folder(page.url.path()).to_owned(),
        subject: if page.title.is_empty() { page.url.path().into() } else { page.title.clone() },
        identity,
        signals,
        proof: Proof::Element(Arc::clone(page), title),
    })
}

/// Doorways come by the dozen, side by side: those of one folder are one wound.
fn folder(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rfind('/').map_or("/", |slash| &path[..=slash])
}

fn distinct<'a>(terms: impl Iterator<Item = &'a Term>) -> Vec<&'a Term> {
    let mut seen: Vec<&Term> = Vec::new();
    for term in terms {
        if !seen.contains(&term) {
            seen.push(term);
        }
    }
    seen
}

fn is_gone(observation: &Observation<'_>, identity: Identity) -> bool {
    let last = observation.view(identity).and_then(|view| view.hops.last());
    last.is_some_and(|hop| matches!(hop.status, 404 | 410))
}

fn shape_signals(page: &Page) -> Vec<Signal> {
    let mut signals = Vec::new();
    if TEMPLATE_HEADERS.iter().any(|header| page.visible_text.contains(header)) {
        signals.push(Signal::new(SignalKind::Lexicon, "template header"));
    }
    if has_glued_words(&page.title) || has_glued_words(&page.visible_text) {
        signals.push(Signal::new(SignalKind::Doorway, "glued-words"));
    }
    if is_kit_path(page.url.path()) {
        signals.push(Signal::new(SignalKind::Doorway, "kit-address"));
    }
    signals
}

/// A long run of letters with Vietnamese marks in it and no space.
fn has_glued_words(words: &str) -> bool {
    words
        .split_ascii_whitespace()
        .filter(|word| word.len() > GLUED_LETTERS)
        .flat_map(|word| word.split(|c: char| !c.is_alphabetic()))
        .filter(|run| run.len() > GLUED_LETTERS && text::has_vietnamese_marks(run))
        .any(|run| run.chars().count() >= GLUED_LETTERS)
}

/// `/<digits>/viewspace-<digits>.html`
fn is_kit_path(path: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    path.rsplit_once("/viewspace-").is_some_and(|(before, after)| {
        digits(before.rsplit('/').next().unwrap_or_default())
            && after.strip_suffix(".html").is_some_and(digits)
    })
}

fn is_dense(page: &Page, observation: &Observation<'_>) -> bool {
    let prose: String = page.visible_text.chars().take(20_000).collect();
    let words = prose.split_whitespace().count();
    let terms = observation.knowledge.lexicon.in_words(&prose, observation.target.sector);
    let strong = terms.iter().filter(|term| term.strong).count();
    strong >= DENSE_TERMS && strong * DENSE_SHARE >= words
}

fn foreign_host<'a>(observation: &Observation<'_>, page: &'a Page) -> Option<&'a str> {
    let away = page.links.iter().filter_map(|link| link.url.as_ref());
    away.filter(|url| observation.is_foreign(url)).find_map(|url| url.host_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_machine_made_runs_are_glued_words() {
        assert!(has_glued_words("Theonghịđịnhquyđịnhchitiếtmộtsốđiềucủaluậtbảohiểm"));
        assert!(!has_glued_words("Theo nghị định quy định chi tiết một số điều"));
        assert!(!has_glued_words("aHR0cHM6Ly9wb3J0YWwuZ292LnZuL2Jhbi1pbi10cmFuZw"));
    }

    #[test]
    fn kit_paths_are_known() {
        assert!(is_kit_path("/48213/viewspace-99213.html"));
        assert!(!is_kit_path("/tin-tuc/viewspace-1.html"));
        assert!(!is_kit_path("/2024/bai-viet-1.html"));
    }
}
