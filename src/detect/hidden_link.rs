//! `hidden-link`: links that search engines follow and people do not see.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    Answer, Example, Hit, Observation, Rule,
    anchor::{Anchor, hints_in, hosts_in, key_of, signals_of},
    letters::foreign_letters,
    running::proof_of_link,
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::{Concealment, Declared, HidingForm, Link, Origin, Page, Region},
};

pub(super) const RULE: Rule = Rule {
    id: "hidden-link",
    family: Family::Backlink,
    what: Text {
        vi: "Liên kết ra ngoài bị che giấu khỏi người đọc nhưng máy tìm kiếm vẫn đọc được.",
        en: "Links to other sites that people do not see and search engines follow.",
    },
    why: Text {
        vi: "Kẻ tấn công mượn uy tín của cổng thông tin để đẩy trang cờ bạc, lừa đảo lên đầu kết quả tìm kiếm.",
        en: "Attackers borrow the portal's standing to lift gambling or fraud sites in search results.",
    },
    repair: Text {
        vi: "Gỡ khối liên kết khỏi giao diện, mô-đun hoặc cơ sở dữ liệu; tìm lỗ hổng đã bị lợi dụng; đổi mật khẩu quản trị.",
        en: "Remove the block from the theme, module or database; find the hole it came through; change administrators' passwords.",
    },
    examine,
    caught: &[
        Example::page(
            "a block moved off the screen",
            &[Answer::all(
                r#"<body><p>Tin tức</p><div style="position:absolute;left:-9999px"><a href="https://bet88.example/">nhà cái uy tín</a><a href="https://w88.example/">link vào W88</a></div></body>"#,
            )],
        ),
        Example::page(
            "hidden by a class of the page's own style",
            &[Answer::all(
                r#"<head><style>.x1{height:0;overflow:hidden}</style></head><body><div class="x1"><a href="https://tx.example/">tài xỉu online</a></div></body>"#,
            )],
        ),
        Example::page(
            "a marquee of no size",
            &[Answer::all(
                r#"<body><marquee width="0" height="0"><a href="https://lo.example/">soi cầu lô đề</a></marquee></body>"#,
            )],
        ),
        Example::page(
            "a class whose rule hides by way of a custom property",
            &[Answer::all(
                r#"<head><style>:root{--away:-9999px} main{.k{position:absolute;left:var(--away)}}</style></head><body><main><div class="k"><a href="https://tx.example/">tài xỉu online</a></div></main></body>"#,
            )],
        ),
        Example::page(
            "a full stop that leads to a betting site",
            &[Answer::all(
                r#"<body><p>Tin tức trong huyện<a href="https://tin.example/nha-cai-uy-tin">.</a></p></body>"#,
            )],
        ),
        Example::page(
            "put before the page begins",
            &[Answer::all(
                r#"<a href="https://tin.example/">nhà cái uy tín</a><!DOCTYPE html><html><body><p>Tin tức</p></body></html>"#,
            )],
        ),
        Example::page(
            "to a page that somebody put on another agency's site",
            &[Answer::all(
                r#"<body><div style="text-indent:-9999px"><a href="https://so.gov.vn/uploads/nha-cai.html">nhà cái uy tín</a></div></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a mega menu with the portal's own pages and those of companies",
            &[Answer::all(
                r#"<head><style>.sub{position:absolute;left:-9999px}</style></head><body><ul class="sub"><li><a href="/tin">Tin tức</a></li><li><a href="/van-ban">Văn bản</a></li><li><a href="/lien-he">Liên hệ</a></li><li><a href="https://cap-nuoc.example/">Cấp nước</a></li><li><a href="https://dien-luc.test/">Điện lực</a></li><li><a href="https://moi-truong.invalid/">Môi trường</a></li></ul></body>"#,
            )],
        ),
        Example::page(
            "hidden tabs with news about crime",
            &[Answer::all(
                r#"<body><div style="display:none"><a href="https://bao.example/triet-pha-duong-day-ca-do-bong-da.html">Triệt phá đường dây cá độ bóng đá nghìn tỷ</a></div></body>"#,
            )],
        ),
        Example::page(
            "a menu that opens on a click, with links to ministries",
            &[Answer::all(
                r#"<body><ul style="display:none"><li><a href="https://moh.gov.vn/">Bộ Y tế</a></li><li><a href="https://chinhphu.vn/">Chính phủ</a></li></ul></body>"#,
            )],
        ),
        Example::page(
            "a skip link for screen readers",
            &[Answer::all(
                r##"<body><a href="#main" style="position:absolute;left:-9999px">Bỏ qua đến nội dung</a></body>"##,
            )],
        ),
        Example::page(
            "a dialog with one partner's address, hidden until it is opened",
            &[Answer::all(
                r#"<body><div style="display:none"><a href="https://partner.example/">Đơn vị thiết kế</a></div></body>"#,
            )],
        ),
    ],
};

/// What a concealed block is for, as far as that shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    /// Its links say what they sell.
    Spam,
    /// Its links report on crime.
    Reports,
    /// Concealed as nothing is that people ever get to see.
    Furtive,
    /// Concealed as scripts and old stylesheets may do it, too.
    Doubtful,
    /// A menu, a tab, a dialog.
    Ordinary,
}

/// Links around which the same element is concealed.
#[derive(Default)]
struct Block<'a> {
    anchors: Vec<Anchor<'a>>,
    /// Links to the portal itself and to where everybody links.
    others: usize,
}

/// Concealed blocks of one kind are one wound, however many they are.
fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        let mut groups: BTreeMap<(Purpose, BTreeSet<HidingForm>), Vec<Block<'_>>> = BTreeMap::new();
        for block in blocks(observation, page) {
            let forms = block.anchors.iter().flat_map(|anchor| &anchor.link.concealed);
            let forms = forms.map(|concealment| concealment.form).collect();
            groups.entry((purpose(&block), forms)).or_default().push(block);
        }
        for ((purpose, forms), blocks) in groups {
            hits.extend(judge(identity, page, purpose, &forms, blocks));
        }
    }
}

/// The concealed blocks of a page that have a link worth looking at.
fn blocks<'a>(observation: &Observation<'a>, page: &'a Page) -> Vec<Block<'a>> {
    // Links that stand alone are told apart by how they are concealed.
    let place = |link: &Link| {
        (link.block, link.block.is_none().then(|| link.concealed.first().map(|c| c.form)))
    };
    let mut blocks: HashMap<_, Block<'a>> = HashMap::new();
    let mut order = Vec::new();
    for link in page.links.iter().filter(|link| !link.concealed.is_empty()) {
        let place = place(link);
        let block = blocks.entry(place).or_insert_with(|| {
            order.push(place);
            Block::default()
        });
        let anchor = Anchor::read(observation, link).or_else(|| Anchor::own(observation, link));
        let counts = |anchor: &Anchor<'_>| {
            let counter = observation.knowledge.loaders.contains(&anchor.host);
            (anchor.foreign && !counter) || anchor.says_something() || anchor.is_spam()
        };
        match anchor.filter(counts) {
            Some(anchor) => block.anchors.push(anchor),
            None => block.others += 1,
        }
    }
    let blocks = order.into_iter().filter_map(|place| blocks.remove(&place));
    blocks.filter(|block| !block.anchors.is_empty()).collect()
}

fn purpose(block: &Block<'_>) -> Purpose {
    let way = block.anchors.iter().map(|anchor| way(anchor.link)).max();
    let way = way.unwrap_or(Purpose::Ordinary);
    let hinted = || hints_in(&block.anchors) >= if way == Purpose::Furtive { 1 } else { 2 };
    if block.anchors.iter().any(|anchor| anchor.is_spam() && !anchor.own) || hinted() {
        return Purpose::Spam;
    }
    if way != Purpose::Ordinary && block.anchors.iter().any(|anchor| anchor.brand_like) {
        return Purpose::Spam;
    }
    if block.anchors.iter().all(|anchor| anchor.own) {
        // Sections of the portal stand in its menus, but not pages that somebody uploaded.
        let uploaded = block.anchors.iter().any(|anchor| anchor.uploaded);
        let planted = uploaded || way == Purpose::Furtive;
        return if planted { Purpose::Spam } else { Purpose::Ordinary };
    }
    if block.anchors.iter().any(|anchor| anchor.reports) && way != Purpose::Furtive {
        return Purpose::Reports;
    }
    // A menu leads to the portal's own pages, too; a banner or a carousel to a few hosts.
    match way {
        _ if block.others >= block.anchors.len() => Purpose::Ordinary,
        Purpose::Doubtful if hosts_in(&block.anchors) < MANY_HOSTS => Purpose::Ordinary,
        way => way,
    }
}

/// How a link is concealed. What is hidden twice over waits to be opened by a script: one would do.
fn way(link: &Link) -> Purpose {
    // A script that makes a link hides it from somebody.
    let made = |reason: &Concealment| reason.declared == Declared::Script;
    if link.origin == Origin::Script && link.concealed.iter().any(made) {
        return Purpose::Furtive;
    }
    let ways = link.concealed.iter().filter_map(|reason| way_of(reason, link.region));
    ways.max().unwrap_or(Purpose::Ordinary)
}

fn way_of(reason: &Concealment, region: Region) -> Option<Purpose> {
    use HidingForm as Form;
    let in_menu = matches!(region, Region::Nav | Region::Header);
    // A stylesheet is written for all pages, by those who made the template.
    let by_template = matches!(reason.declared, Declared::Stylesheet | Declared::PageStyle);
    Some(match reason.form {
        Form::Comment | Form::AfterEnd | Form::BeforeBegin => return None,
        form if is_plain(form) => Purpose::Ordinary,
        // Nothing at all: left behind by an editor, or drawn by a stylesheet.
        Form::Speck if reason.detail.is_empty() => Purpose::Ordinary,
        Form::Speck if reason.detail.starts_with('<') => Purpose::Doubtful,
        Form::Speck | Form::Behind | Form::Marquee => Purpose::Furtive,
        // A logo or an icon in place of the text.
        Form::Offscreen if by_template && reason.detail.starts_with("text-indent") => {
            Purpose::Doubtful
        }
        Form::Offscreen if !by_template || !in_menu => Purpose::Furtive,
        Form::ZeroSize | Form::FontSize | Form::Colour if !by_template => Purpose::Furtive,
        _ => Purpose::Doubtful,
    })
}

/// The forms in which menus, tabs and dialogs wait to be opened.
fn is_plain(form: HidingForm) -> bool {
    use HidingForm as Form;
    matches!(
        form,
        Form::Display | Form::Visibility | Form::Attribute | Form::Noscript | Form::NotRendered
    )
}

/// So many hosts in a concealed block are no oversight.
const MANY_HOSTS: usize = 3;

fn judge(
    identity: Identity,
    page: &Arc<Page>,
    purpose: Purpose,
    forms: &BTreeSet<HidingForm>,
    blocks: Vec<Block<'_>>,
) -> Option<Hit> {
    let many_blocks = blocks.len();
    let mut anchors: Vec<Anchor<'_>> = blocks.into_iter().flat_map(|block| block.anchors).collect();
    if purpose == Purpose::Ordinary {
        anchors.retain(|anchor| !anchor.own);
    }
    let first = anchors.iter().find(|anchor| anchor.is_spam()).or(anchors.first())?;
    let mut signals = signals_of(&anchors, purpose == Purpose::Spam);
    // A headline with such a word in it, in a tab of news that waits to be opened.
    let by_chance = purpose == Purpose::Spam
        && anchors.iter().all(|anchor| !anchor.is_spam() || !anchor.is_about_it());
    // What stands in a comment is inert, however it is styled: a sign of an earlier wound.
    let inert = forms.contains(&HidingForm::Comment);
    for form in forms {
        signals.extend(match form {
            HidingForm::AfterEnd | HidingForm::BeforeBegin => {
                Some(Signal::new(SignalKind::Place, form.id()))
            }
            HidingForm::Comment => Some(Signal::new(SignalKind::Context, form.id())),
            _ if inert || purpose == Purpose::Reports || (by_chance && is_plain(*form)) => None,
            _ => Some(Signal::new(SignalKind::Hidden, form.id())),
        });
    }
    let hosts = hosts_in(&anchors);
    match purpose {
        Purpose::Spam if hosts >= MANY_HOSTS || many_blocks >= MANY_HOSTS => {
            signals.push(Signal::new(SignalKind::Volume, anchors.len().to_string()));
        }
        Purpose::Furtive if hosts >= MANY_HOSTS => {
            signals.push(Signal::new(SignalKind::Volume, hosts.to_string()));
            let letters = foreign_letters(page, anchors.iter().map(|anchor| &*anchor.link.text));
            signals.extend(letters.map(|language| Signal::new(SignalKind::Language, language)));
        }
        Purpose::Ordinary => signals.push(Signal::new(SignalKind::Context, "menu")),
        _ => {}
    }
    Some(Hit {
        key: key_of(&anchors),
        subject: first.url().to_owned(),
        identity,
        signals,
        proof: proof_of_link(page, first.link),
    })
}
