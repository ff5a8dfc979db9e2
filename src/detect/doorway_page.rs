//! `doorway-page`: a page of the portal that exists to be found by gamblers.

use std::sync::Arc;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    language::foreign_language,
    lead::Lead,
    pitch::Pitch,
    prose::is_reporting,
    shape::{has_shop_markup, shapes_of},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::Page,
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
            "a title of trending phrases that run into each other after a name",
            &[Answer::all(
                "<title>vk99 lịch nghỉ tếttra cứu điểm thi kết quả xổ số</title><body><p>vk99 tra cứu điểm thi.</p></body>",
            )],
        ),
        Example::page(
            "a page whose own links are all spam",
            &[Answer::all(
                r#"<title>Trang chủ</title><body><a href="/1">Kèo nhà cái</a><a href="/2">Soi kèo hôm nay</a><a href="/3">Tài xỉu online</a><a href="/4">Nổ hũ đổi thưởng</a><a href="/5">Xóc đĩa online</a><a href="/6">Lô đề online</a><a href="/7">Liên hệ</a></body>"#,
            )],
        ),
        Example::page(
            "a doorway that pretends to warn",
            &[Answer::all(
                r#"<title>Cảnh báo: nhà cái TP88 lừa đảo? Đánh giá TP88, link vào mới nhất</title><body><h1>Nhà cái TP88</h1><p>Nhà cái uy tín, tài xỉu online, nổ hũ đổi thưởng, xóc đĩa online, lô đề online: đăng ký, nạp rút nhanh, khuyến mãi.</p><a href="https://tp88.example/">Đăng ký</a></body>"#,
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
            "a feature that quotes what betting sites promise",
            &[Answer::all(
                r#"<title>Ma trận cá cược bóng đá trên mạng</title><body><h1>Ma trận cá cược bóng đá trên mạng</h1><p>Các trang 8xbet, W88, Fun88 chào mời: nhà cái uy tín, nạp rút siêu tốc, khuyến mãi nạp đầu, đăng ký nhận thưởng. Công an khuyến cáo người dân không tham gia cá độ bóng đá; cơ quan chức năng sẽ xử lý tổ chức đánh bạc.</p></body>"#,
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

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.open_pages() {
        // A page in another language is `foreign-language-page`.
        if foreign_language(page).is_none()
            && let Some(signals) = judge(observation, identity, page)
        {
            hits.push(hit(identity, page, signals));
        }
    }
}

/// The hit that a page as a whole is.
pub(super) fn hit(identity: Identity, page: &Arc<Page>, signals: Vec<Signal>) -> Hit {
    Hit {
        key: folder(page.url.path()).to_owned(),
        subject: if page.title.is_empty() { page.url.path().into() } else { page.title.clone() },
        identity,
        signals,
        proof: Proof::Element(Arc::clone(page), page.first("title")),
    }
}

fn judge(
    observation: &Observation<'_>,
    identity: Identity,
    page: &Arc<Page>,
) -> Option<Vec<Signal>> {
    let shapes = shapes_of(observation, page);
    let pitch = Pitch::of(observation, page, &shapes);
    if pitch.is_empty() && shapes.is_empty() {
        return Some(slug_of(observation, identity, page, &pitch)).filter(|slug| !slug.is_empty());
    }
    let by_machine = !shapes.is_empty();
    let in_template = shapes.iter().any(|signal| signal.detail == "template-header");
    let lead = Lead::of(observation, page);
    let mut signals = doorways(observation, page, &pitch, &lead);
    signals.extend(shapes);
    if pitch.is_reporting() && signals.is_empty() {
        return Some(pitch.in_context());
    }
    if in_template && !pitch.is_empty() {
        signals.push(Signal::new(SignalKind::Language, "chinese"));
    }
    signals.extend(pitch.signals());
    signals.extend(surroundings(observation, identity, page, &pitch));
    signals.extend(lead.signals(by_machine));
    Some(signals)
}

/// Shapes of pages that do nothing but sell.
pub(super) fn doorways(
    observation: &Observation<'_>,
    page: &Page,
    pitch: &Pitch<'_>,
    lead: &Lead<'_>,
) -> Vec<Signal> {
    let mut signals = Vec::new();
    let mut note = |name| signals.push(Signal::new(SignalKind::Doorway, name));
    if pitch.sells() || pitch.contradicts_itself() {
        note("selling");
    }
    // Whoever pretends to warn and leads there all the same, warns of nothing.
    if (!pitch.is_reporting() || lead.baits) && pitch.is_dense(observation) {
        note("dense");
    }
    if !pitch.is_empty() && !pitch.is_reporting() && has_shop_markup(&page.source) {
        note("shop-markup");
    }
    signals
}

/// What the address of a page says.
pub(super) fn surroundings(
    observation: &Observation<'_>,
    identity: Identity,
    page: &Page,
    pitch: &Pitch<'_>,
) -> Vec<Signal> {
    let mut signals = slug_of(observation, identity, page, pitch);
    if is_uploaded_page(&page.url) {
        signals.push(Signal::new(SignalKind::Place, "upload-folder"));
    }
    signals
}

/// Strong terms in the address of the page that its title does not have: most addresses are made
/// from titles. The address of a page that is gone says nothing of what is there.
fn slug_of(
    observation: &Observation<'_>,
    identity: Identity,
    page: &Page,
    pitch: &Pitch<'_>,
) -> Vec<Signal> {
    let path = page.url.path();
    let reporting = || is_reporting(&path.replace(['-', '_', '/'], " "));
    if pitch.is_reporting() || is_gone(observation, identity) || reporting() {
        return Vec::new();
    }
    let slug = observation.offers_in_address(path).into_iter();
    let own = slug.filter(|term| !pitch.names(term)).take(3);
    own.map(|term| Signal::new(SignalKind::Address, &*term.text)).collect()
}

/// Doorways come by the dozen, side by side: those of one folder are one wound.
fn folder(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rfind('/').map_or("/", |slash| &path[..=slash])
}

fn is_gone(observation: &Observation<'_>, identity: Identity) -> bool {
    let last = observation.view(identity).and_then(|view| view.hops.last());
    last.is_some_and(|hop| matches!(hop.status, 404 | 410))
}
