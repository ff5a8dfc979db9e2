//! `spam-upload`: a document on the portal that sells what no agency sells.
//!
//! A page of the same kind is `doorway-page`, wherever it lies.

use super::{
    Answer, Example, Hit, Observation, Proof, Rule, View, destination::signals_to,
    prose::is_reporting,
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    knowledge::Term,
    page::text,
    upload::{Document, DocumentLink},
};

pub(super) const RULE: Rule = Rule {
    id: "spam-upload",
    family: Family::Backlink,
    what: Text {
        vi: "Tệp PDF hoặc DOCX trên cổng thông tin có tiêu đề, tên tệp, nội dung hoặc liên kết quảng cáo cờ bạc, vay, thuốc, phim lậu, giấy tờ giả.",
        en: "A PDF or DOCX file on the portal whose title, name, text or links advertise gambling, loans, drugs, pirated films or forged papers.",
    },
    why: Text {
        vi: "Kẻ xấu lợi dụng chức năng tải tệp lên để máy tìm kiếm đưa người dân đến quảng cáo dưới tên miền của cơ quan nhà nước.",
        en: "Somebody uses an upload form so that search engines lead people to an advertisement under the name of the agency.",
    },
    repair: Text {
        vi: "Xoá tệp và trả về 410; tìm biểu mẫu hoặc tài khoản đã tải lên; chỉ cho phép tải lên sau khi đăng nhập và duyệt; yêu cầu Google xoá khỏi kết quả.",
        en: "Delete the file and answer 410; find the form or account it came through; allow uploads only after login and review; ask the search engine to drop it.",
    },
    examine,
    caught: &[
        Example::page(
            "a PDF of a betting site, by its title and its link",
            &[Answer::all(
                "%PDF-1.7\n1 0 obj<</Title(Nhà cái uy tín số 1 - tài xỉu online đổi thưởng)>>endobj 2 0 obj<</Subtype/Link/A<</S/URI/URI(https://nc.example/)>>>>endobj trailer<</Info 1 0 R>>",
            )],
        ),
        Example::page(
            "a PDF without a title whose text is about nothing else",
            &[Answer::all(
                "%PDF-1.4\n1 0 obj<</Type/Page/Contents 2 0 R/Resources<</Font<</F<</Subtype/Type1>>>>>>>>endobj 2 0 obj<<>>stream\nBT /F 12 Tf (Nha cai uy tin, tai xiu online, no hu doi thuong, ca cuoc bong da truc tuyen, game bai doi thuong, lo de online, xoc dia online.) Tj ET\nendstream endobj",
            )],
        ),
    ],
    clean: &[
        Example::page(
            "a report of the police that names what it found",
            &[Answer::all(
                "%PDF-1.7\n1 0 obj<</Title(Công an tỉnh triệt phá đường dây cá độ bóng đá qua nhà cái W88)/Keywords(cá độ bóng đá, tài xỉu online)>>endobj 2 0 obj<</S/URI/URI(https://w88.example/)>>endobj trailer<</Info 1 0 R>>",
            )],
        ),
        Example::page(
            "a letter with its letterhead, under a title that a program gave it",
            &[Answer::all(
                "%PDF-1.4\n1 0 obj<</Title(Microsoft Word - cv)>>endobj 3 0 obj<</Type/Page/Contents 2 0 R/Resources<</Font<</F<</Subtype/Type1>>>>>>>>endobj 2 0 obj<<>>stream\nBT /F 12 Tf (CONG HOA XA HOI CHU NGHIA VIET NAM. Danh sach trang: nha cai uy tin, tai xiu online, no hu doi thuong, ca cuoc bong da truc tuyen, game bai doi thuong, lo de online, xoc dia online) Tj ET\nendstream endobj 4 0 obj<</S/URI/URI(https://w88.example/)>>endobj trailer<</Info 1 0 R>>",
            )],
        ),
        Example::page(
            "a form for a social loan",
            &[Answer::all(
                "%PDF-1.7\n1 0 obj<</Title(Giấy đề nghị vay vốn hộ nghèo, lãi suất ưu đãi)>>endobj 2 0 obj<</S/URI/URI(https://vbsp.org.vn/)>>endobj trailer<</Info 1 0 R>>",
            )],
        ),
    ],
};

/// How far into a text its opening goes, in characters: a heading and a first sentence.
const OPENING: usize = 200;
/// How far into a text a letterhead stands, in characters.
const HEAD: usize = 1_000;
/// Characters of the text in which terms are counted.
const ENOUGH_TEXT: usize = 20_000;
/// So many strong terms, and one in so many words, and the text is about nothing else.
const DENSE_TERMS: usize = 5;
const DENSE_SHARE: usize = 60;
/// Or so many passages of so many words with a strong term, and every other passage.
const DENSE_PASSAGES: usize = 3;
const PASSAGE: usize = 50;
/// Fewer characters of text than this are none.
const SOME_TEXT: usize = 20;
/// The most terms, and the most links, that one finding names.
const MOST: usize = 5;

/// How letters and judgements begin, folded to letters without marks: those that speak of gambling
/// or drugs do not sell them.
const LETTERHEADS: &[&str] =
    &["cong hoa xa hoi chu nghia", "doc lap - tu do", "toa an nhan dan", "uy ban nhan dan"];
/// What papers are that come without a letterhead: their first words.
const KINDS: &[&str] = &[
    "phu luc",
    "bao cao",
    "bien ban",
    "ke hoach",
    "quyet dinh",
    "to trinh",
    "luan van",
    "luan an",
    "khoa luan",
    "bo giao duc",
    "truong dai hoc",
];

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (view, document) in observation.open_documents() {
        hits.extend(judge(observation, view, document));
    }
}

fn judge(observation: &Observation<'_>, view: &View, document: &Document) -> Option<Hit> {
    let url = view.hops.last().map_or(observation.url, |hop| &hop.url);
    let opening = start_of(&document.text, OPENING);
    let chosen: Vec<&str> = std::iter::once(document.title.as_str())
        .chain(document.described.iter().map(String::as_str))
        .chain([opening])
        .collect();
    let (mut offered, mut shown): (Vec<&Term>, Option<&str>) = (Vec::new(), None);
    for words in &chosen {
        let terms = observation.offers(words);
        shown = shown.or((!terms.is_empty()).then_some(words));
        offered.extend(terms);
    }
    distinct(&mut offered);
    let links: Vec<Link<'_>> =
        document.links.iter().filter_map(|link| Link::read(observation, link)).collect();
    let mut signals = named(SignalKind::Lexicon, &offered);
    if let Some(context) = context_of(&chosen, url.path(), &document.text) {
        signals.push(Signal::new(SignalKind::Context, context));
    } else {
        signals.extend(signs_of_spam(observation, document, url.path(), offered.len(), &links));
    }
    if signals.iter().all(|signal| signal.kind == SignalKind::Context) {
        return None;
    }
    let file = url.path().rsplit('/').next().unwrap_or_default();
    let link = links.iter().find(|link| link.sells()).map(|link| link.link.href.as_str());
    let title = Some(document.title.as_str()).filter(|title| !title.is_empty());
    Some(Hit {
        key: folder(url.path()).to_owned(),
        subject: title.unwrap_or(file).to_owned(),
        identity: view.identity,
        signals,
        proof: Proof::Words(shown.or(link).unwrap_or(opening).to_owned()),
    })
}

/// What speaks for a document: it reports on crime or law, or is an agency's or a school's paper.
fn context_of(chosen: &[&str], path: &str, text: &str) -> Option<&'static str> {
    let name = path.replace(['-', '_', '/', '.'], " ");
    let mut words = chosen.iter().copied().chain([name.as_str()]);
    if words.any(is_reporting) {
        Some("reporting")
    } else {
        is_official(text).then_some("official")
    }
}

/// What a document shows beside the words that it was written to be found by.
fn signs_of_spam(
    observation: &Observation<'_>,
    document: &Document,
    path: &str,
    offered: usize,
    links: &[Link<'_>],
) -> Vec<Signal> {
    let mut signals = named(SignalKind::Address, &observation.offers_in_address(path));
    if offered >= 2 {
        signals.push(Signal::new(SignalKind::Volume, offered.to_string()));
    }
    if is_dense(observation, &document.text) {
        signals.push(Signal::new(SignalKind::Doorway, "dense"));
    }
    let mut selling = links.iter().filter(|link| link.sells()).take(MOST).peekable();
    if selling.peek().is_some() && document.text.len() < SOME_TEXT {
        signals.push(Signal::new(SignalKind::Doorway, "no-text"));
    }
    signals.extend(selling.flat_map(Link::own_signals));
    // A foreign link says nothing alone, and much beside the rest.
    if offered > 0 || !signals.is_empty() {
        signals.extend(links.iter().take(MOST).flat_map(|link| link.place.iter().cloned()));
    }
    signals.sort_unstable();
    signals.dedup();
    signals
}

/// A link to a host that nobody vouches for.
struct Link<'a> {
    link: &'a DocumentLink,
    /// Strong terms in what people read.
    words: Vec<&'a Term>,
    /// What speaks against where it leads.
    place: Vec<Signal>,
}

impl<'a> Link<'a> {
    fn read(observation: &Observation<'a>, link: &'a DocumentLink) -> Option<Self> {
        let place = signals_to(observation, link.url.as_ref()?)?;
        let mut words = observation.offers(&link.text);
        if !words.is_empty() && is_reporting(&link.text) {
            words.clear();
        }
        Some(Self { link, words, place })
    }

    /// Whether the link says by its words or its address what it sells.
    fn sells(&self) -> bool {
        !self.words.is_empty() || self.place.iter().any(|signal| signal.kind != SignalKind::Host)
    }

    fn own_signals(&self) -> Vec<Signal> {
        named(SignalKind::Lexicon, &self.words).into_iter().chain(self.place.clone()).collect()
    }
}

fn named(kind: SignalKind, terms: &[&Term]) -> Vec<Signal> {
    terms.iter().take(MOST).map(|term| Signal::new(kind, &*term.text)).collect()
}

fn distinct(terms: &mut Vec<&Term>) {
    let mut seen: Vec<&Term> = Vec::new();
    terms.retain(|term| {
        let new = !seen.contains(term);
        if new {
            seen.push(term);
        }
        new
    });
}

/// Uploads come by the dozen, side by side: those of one folder are one wound.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("/", |slash| &path[..=slash])
}

/// Whether a text has the form of an agency's or a school's papers.
fn is_official(text: &str) -> bool {
    let head = text::fold(start_of(text, HEAD)).plain;
    KINDS.iter().any(|kind| head.starts_with(kind))
        || LETTERHEADS.iter().any(|letterhead| head.contains(letterhead))
}

fn is_dense(observation: &Observation<'_>, text: &str) -> bool {
    let prose = start_of(text, ENOUGH_TEXT);
    let words: Vec<&str> = prose.split(' ').collect();
    let strong = observation.offers(prose).len();
    if strong == 0 || strong >= DENSE_TERMS && strong * DENSE_SHARE >= words.len() {
        return strong > 0;
    }
    let offers = |passage: &&[&str]| !observation.offers(&passage.join(" ")).is_empty();
    let passages = words.chunks(PASSAGE).filter(offers).count();
    passages >= DENSE_PASSAGES && passages * PASSAGE * 2 >= words.len()
}

/// The first characters of a text.
fn start_of(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}
