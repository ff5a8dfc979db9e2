//! Signals in plain words: an owner who reads `hidden:offscreen` does not know what to look for.

mod changes;
mod details;

use self::details::*;
use super::defang;
use crate::finding::{Lang, Signal, SignalKind, Text};

/// Signals of one kind as one phrase, and the kind as the machine formats name it.
pub(super) struct Phrase {
    /// `A foreign host …: bad[.]example, worse[.]example`.
    pub words: String,
    /// `host`.
    pub code: &'static str,
}

/// What a kind of signal means.
pub(super) fn kind_in_words(kind: SignalKind) -> Text {
    vocabulary(kind).0
}

/// The most details of one kind that are shown; the others are counted.
const MOST: usize = 8;

/// Signals as phrases, one for each kind, in the order of their first appearance; hosts in them
/// are defanged.
pub(super) fn in_words(signals: &[Signal], lang: Lang) -> Vec<Phrase> {
    let mut kinds: Vec<SignalKind> = Vec::new();
    for signal in signals {
        if !kinds.contains(&signal.kind) {
            kinds.push(signal.kind);
        }
    }
    kinds.into_iter().map(|kind| phrase(kind, signals, lang)).collect()
}

fn phrase(kind: SignalKind, signals: &[Signal], lang: Lang) -> Phrase {
    let (head, known) = vocabulary(kind);
    let details: Vec<String> = signals
        .iter()
        .filter(|signal| signal.kind == kind)
        .map(|signal| detail(signal, known, lang))
        .filter(|detail| !detail.is_empty())
        .collect();
    let mut words = head.in_lang(lang).to_owned();
    if !details.is_empty() {
        words.push_str(": ");
        words.push_str(&details.iter().take(MOST).cloned().collect::<Vec<_>>().join(", "));
    }
    if details.len() > MOST {
        words.push_str(&format!(", … (+{})", details.len() - MOST));
    }
    Phrase { words, code: kind.id() }
}

fn detail(signal: &Signal, known: &[(&str, Text)], lang: Lang) -> String {
    match known.iter().find(|(code, _)| *code == signal.detail) {
        Some((_, words)) => words.in_lang(lang).to_owned(),
        None if signal.kind == SignalKind::Host => defang::subject(&signal.detail),
        None => quoted(signal),
    }
}

/// Words of the page stand in quotation marks, to keep them apart from ours.
fn quoted(signal: &Signal) -> String {
    let detail = defang::text(&signal.detail);
    match signal.kind {
        SignalKind::Lexicon | SignalKind::Boast => format!("“{detail}”"),
        _ => detail,
    }
}

/// What a kind of signal means, and the details that are codes instead of words of the page.
fn vocabulary(kind: SignalKind) -> (Text, &'static [(&'static str, Text)]) {
    match kind {
        SignalKind::Hidden => {
            (Text { vi: "Được giấu khỏi người xem", en: "Concealed from visitors" }, HIDING)
        }
        SignalKind::Lexicon => (
            Text {
                vi: "Có từ ngữ không thể thuộc nội dung của cổng",
                en: "A term that has no place on the portal",
            },
            &[],
        ),
        SignalKind::Host => (
            Text {
                vi: "Tên miền lạ, cơ quan chủ quản chưa xác nhận",
                en: "A foreign host that the owner does not vouch for",
            },
            HOSTS,
        ),
        SignalKind::Address => (
            Text {
                vi: "Địa chỉ mang tên thương hiệu cờ bạc hoặc từ khóa rác",
                en: "The address names a brand or a term of spam",
            },
            ADDRESSES,
        ),
        SignalKind::Automatic => (
            Text {
                vi: "Tự động đưa người truy cập đi nơi khác",
                en: "Visitors are moved on without an action of their own",
            },
            TRIGGERS,
        ),
        SignalKind::Condition => (
            Text {
                vi: "Chỉ hoạt động khi thỏa điều kiện về người truy cập",
                en: "Works only under a condition on the visitor",
            },
            CONDITIONS,
        ),
        SignalKind::Identity => (
            Text {
                vi: "Chỉ một số loại người truy cập nhìn thấy",
                en: "Only some kinds of visitor get it",
            },
            VISITORS,
        ),
        SignalKind::Volume => (
            Text {
                vi: "Xuất hiện với số lượng lớn bất thường",
                en: "Unusually many of one kind stand together",
            },
            &[],
        ),
        SignalKind::Encoded => (
            Text {
                vi: "Được mã hóa để người đọc mã nguồn không nhận ra",
                en: "Encoded so that readers of the source do not see it",
            },
            ENCODINGS,
        ),
        SignalKind::Doorway => (
            Text {
                vi: "Mang đặc điểm của trang rác do máy tạo",
                en: "Has the shape of machine-made spam",
            },
            DOORWAYS,
        ),
        SignalKind::Boast => (
            Text { vi: "Lời xưng danh của kẻ tấn công", en: "The attacker's own boast" },
            &[],
        ),
        SignalKind::Announced => (
            Text {
                vi: "Được đặt ở chỗ ai cũng nhìn thấy", en: "Put where nobody can miss it"
            },
            ANNOUNCED,
        ),
        SignalKind::Staged => (
            Text {
                vi: "Trang được dàn dựng theo kiểu trang của kẻ tấn công",
                en: "Dressed up as attackers dress up their pages",
            },
            STAGES,
        ),
        SignalKind::Replaced => (
            Text {
                vi: "Nội dung vốn có của trang đã bị thay thế",
                en: "The page's own content is gone",
            },
            REPLACED,
        ),
        SignalKind::Listed => (
            Text {
                vi: "Tên miền có trong danh sách chặn", en: "The host is on a block list"
            },
            &[],
        ),
        SignalKind::Language => (
            Text {
                vi: "Ngôn ngữ mà cổng không sử dụng",
                en: "A language in which the portal does not write",
            },
            LANGUAGES,
        ),
        SignalKind::Covers => {
            (Text { vi: "Che kín toàn bộ cửa sổ", en: "Covers the whole window" }, COVERS)
        }
        SignalKind::Claim => (
            Text {
                vi: "Trang tự nhận địa chỉ của một tên miền lạ",
                en: "The page names a foreign host as its own address",
            },
            CLAIMS,
        ),
        SignalKind::Hijack => (
            Text {
                vi: "Chiếm thao tác của người truy cập",
                en: "What the visitor does is taken over",
            },
            HIJACKS,
        ),
        SignalKind::Secret => (
            Text {
                vi: "Lấy thứ mà không cơ quan nào cho mã lệnh đọc",
                en: "Takes what no agency has scripts read",
            },
            SECRETS,
        ),
        SignalKind::Place => (
            Text {
                vi: "Nằm ở chỗ mà không mẫu giao diện nào đặt nội dung",
                en: "Stands where no template puts anything",
            },
            PLACES,
        ),
        SignalKind::Ran => (
            Text {
                vi: "Chạy thử mã lệnh của trang cho thấy điều này xảy ra",
                en: "Running the page's scripts shows that it happens",
            },
            RUNS,
        ),
        SignalKind::Loads => (
            Text {
                vi: "Lén kéo mã của tên miền lạ vào trang",
                en: "Code of a foreign host is brought into the page on a furtive way",
            },
            LOADS,
        ),
        SignalKind::Imitates => (
            Text {
                vi: "Tên miền giả dạng một dịch vụ quen thuộc",
                en: "The host's name imitates a well-known service",
            },
            &[],
        ),
        SignalKind::Reflected => (
            Text {
                vi: "Trang chỉ lặp lại nội dung trong địa chỉ; máy chủ không bị sửa đổi",
                en: "The page repeats what its address says; nothing on the server was changed",
            },
            REFLECTED,
        ),
        SignalKind::Silent => (
            Text {
                vi: "Số đêm liên tiếp không đánh giá được cổng",
                en: "Nights in a row on which the portal could not be judged",
            },
            &[],
        ),
        SignalKind::Lasting => (
            Text {
                vi: "Kéo dài hơn mức thông thường", en: "Lasts longer than such things do"
            },
            LASTING,
        ),
        SignalKind::New => (
            Text {
                vi: "Các đêm trước không có, cũng chưa ai phê duyệt",
                en: "Not there on any night before, nor approved by anybody",
            },
            changes::NEW,
        ),
        SignalKind::Still => (
            Text {
                vi: "Ở nơi cả tuần qua không có gì mới",
                en: "Where nothing had been new for a week",
            },
            changes::STILL,
        ),
        SignalKind::Campaign => (
            Text {
                vi: "Cùng xuất hiện trên nhiều cổng, số cổng",
                en: "The same on several portals, so many",
            },
            &[],
        ),
        SignalKind::Outdated => {
            (Text { vi: "Đã có bản mới hơn", en: "A newer version is known" }, &[])
        }
        SignalKind::Ended => (
            Text {
                vi: "Nhà phát triển không còn vá lỗi", en: "No longer mended by its makers"
            },
            &[],
        ),
        SignalKind::Vulnerable => (
            Text {
                vi: "Có lỗ hổng đã công bố, với mọi phiên bản có thể",
                en: "A hole is known that every possible version has",
            },
            &[],
        ),
        SignalKind::Exploited => (
            Text {
                vi: "Lỗ hổng đang bị kẻ tấn công khai thác",
                en: "Attackers are known to use the hole",
            },
            &[],
        ),
        SignalKind::Exposed => (
            Text {
                vi: "Công cụ dành cho người làm web lại mở cho mọi người",
                en: "A tool for those who build the portal is open to all",
            },
            &[],
        ),
        SignalKind::Context => {
            (Text { vi: "Giảm nghi ngờ vì", en: "Less suspicious because" }, CONTEXTS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(signals: &[(SignalKind, &str)], lang: Lang) -> Vec<String> {
        let signals: Vec<Signal> =
            signals.iter().map(|(kind, detail)| Signal::new(*kind, *detail)).collect();
        in_words(&signals, lang).into_iter().map(|phrase| phrase.words).collect()
    }

    #[test]
    fn codes_become_words_and_words_of_the_page_stay() {
        assert_eq!(
            words(&[(SignalKind::Hidden, "offscreen")], Lang::Vi),
            ["Được giấu khỏi người xem: đẩy ra ngoài màn hình"]
        );
        assert_eq!(
            words(&[(SignalKind::Lexicon, "nhà cái")], Lang::En),
            ["A term that has no place on the portal: “nhà cái”"]
        );
    }

    #[test]
    fn one_kind_is_one_phrase_with_its_hosts_defanged() {
        let hosts = (0..12).map(|n| format!("bad{n}.unknowntop")).collect::<Vec<_>>();
        let mut signals = vec![(SignalKind::Host, "unvouched"), (SignalKind::Hidden, "clip")];
        signals.extend(hosts.iter().map(|host| (SignalKind::Host, host.as_str())));
        let words = words(&signals, Lang::En);
        assert_eq!(words.len(), 2);
        assert!(
            words[0].starts_with("A foreign host that the owner does not vouch for: bad0[.]unk")
        );
        assert!(words[0].ends_with("bad7[.]unknowntop, … (+4)"), "{}", words[0]);
    }
}
