//! Signals in plain words: an owner who reads `hidden:offscreen` does not know what to look for.

use super::defang;
use crate::finding::{Lang, Signal, SignalKind, Text};

/// A signal as a phrase; hosts in it are defanged.
pub(super) fn in_words(signal: &Signal, lang: Lang) -> String {
    let (head, known) = vocabulary(signal.kind);
    let detail = known.iter().find(|(code, _)| *code == signal.detail);
    let detail = match detail {
        Some((_, words)) => words.in_lang(lang).to_owned(),
        None if signal.kind == SignalKind::Host => defang::subject(&signal.detail),
        None => quoted(signal),
    };
    match (detail.is_empty(), head.in_lang(lang)) {
        (true, head) => head.to_owned(),
        (false, head) => format!("{head}: {detail}"),
    }
}

/// Words of the page stand in quotation marks, to keep them apart from ours.
fn quoted(signal: &Signal) -> String {
    let detail = defang::text(&signal.detail);
    match signal.kind {
        SignalKind::Lexicon | SignalKind::WeakTerm | SignalKind::Boast => format!("“{detail}”"),
        _ => detail,
    }
}

/// The signal as the machine formats write it; hosts in it are defanged.
pub(super) fn code(signal: &Signal) -> String {
    let detail = match signal.kind {
        SignalKind::Host => defang::subject(&signal.detail),
        _ => defang::text(&signal.detail),
    };
    format!("{}:{detail}", signal.kind.id())
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
        SignalKind::WeakTerm => (
            Text {
                vi: "Có từ ngữ đáng ngờ khi đi cùng dấu hiệu khác",
                en: "A term that is suspicious beside other signals",
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
            &[],
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
            &[],
        ),
        SignalKind::Doorway => (
            Text {
                vi: "Mang đặc điểm của trang rác do máy tạo",
                en: "Has the shape of machine-made spam",
            },
            &[],
        ),
        SignalKind::Boast => (
            Text { vi: "Lời xưng danh của kẻ tấn công", en: "The attacker's own boast" },
            &[],
        ),
        SignalKind::Replaced => (
            Text {
                vi: "Nội dung vốn có của trang đã bị thay thế",
                en: "The page's own content is gone",
            },
            &[],
        ),
        SignalKind::Language => (
            Text {
                vi: "Có ngôn ngữ, chữ viết mà cổng không sử dụng",
                en: "A language or script that the portal does not use",
            },
            &[],
        ),
    }
}

const HIDING: &[(&str, Text)] = &[
    ("display-none", Text { vi: "không cho hiển thị (display)", en: "not displayed" }),
    ("visibility", Text { vi: "đặt ở chế độ vô hình (visibility)", en: "made invisible" }),
    ("opacity", Text { vi: "trong suốt hoàn toàn", en: "fully transparent" }),
    ("zero-size", Text { vi: "thu kích thước về không", en: "shrunk to no size" }),
    ("offscreen", Text { vi: "đẩy ra ngoài màn hình", en: "moved off the screen" }),
    ("clip", Text { vi: "cắt khỏi vùng nhìn thấy", en: "clipped away" }),
    ("transform", Text { vi: "biến hình đến mức không còn thấy", en: "transformed out of sight" }),
    ("font-size", Text { vi: "cỡ chữ quá nhỏ để đọc", en: "letters too small to read" }),
    ("colour", Text { vi: "chữ trùng màu nền", en: "letters in the colour of the background" }),
    ("behind", Text { vi: "đặt phía sau nội dung khác", en: "put behind other content" }),
    ("marquee", Text { vi: "chữ chạy có kích thước bằng không", en: "a marquee of no size" }),
    ("attribute", Text { vi: "thuộc tính hidden", en: "the hidden attribute" }),
    (
        "noscript",
        Text { vi: "chỉ hiện khi tắt JavaScript", en: "shown only where scripts are off" },
    ),
    (
        "not-rendered",
        Text {
            vi: "nằm trong phần không bao giờ được vẽ ra", en: "in an element never drawn"
        },
    ),
    ("comment", Text { vi: "nằm trong chú thích mã nguồn", en: "in a comment" }),
    ("after-end", Text { vi: "nằm sau thẻ đóng của trang", en: "after the end of the page" }),
];

const HOSTS: &[(&str, Text)] = &[("unvouched", Text { vi: "", en: "" })];

const TRIGGERS: &[(&str, Text)] = &[
    ("load", Text { vi: "ngay khi mở trang", en: "as soon as the page opens" }),
    ("timer", Text { vi: "sau một khoảng thời gian", en: "after some time" }),
    ("header", Text { vi: "bằng trả lời của máy chủ", en: "by the server's answer" }),
    ("meta-refresh", Text { vi: "bằng thẻ meta refresh", en: "by a meta refresh" }),
];

const CONDITIONS: &[(&str, Text)] = &[
    ("referrer", Text { vi: "đến từ trang nào (referrer)", en: "the page they come from" }),
    ("device", Text { vi: "loại thiết bị, trình duyệt", en: "device or browser" }),
    ("screen", Text { vi: "kích thước màn hình", en: "screen size" }),
    ("cookie", Text { vi: "đã từng truy cập hay chưa (cookie)", en: "a cookie or stored value" }),
    ("time", Text { vi: "thời điểm hoặc ngẫu nhiên", en: "time or chance" }),
    ("address", Text { vi: "địa chỉ của chính trang", en: "the page's own address" }),
    ("language", Text { vi: "ngôn ngữ của người truy cập", en: "the visitor's language" }),
    ("framed", Text { vi: "trang có nằm trong khung hay không", en: "whether the page is framed" }),
];

const VISITORS: &[(&str, Text)] = &[
    ("citizen", Text { vi: "người truy cập trực tiếp", en: "direct visitors" }),
    (
        "from-search",
        Text {
            vi: "người đến từ kết quả tìm kiếm", en: "visitors from a search result"
        },
    ),
    ("phone", Text { vi: "người dùng điện thoại", en: "phone users from a search result" }),
    (
        "search-crawler",
        Text { vi: "trình thu thập của công cụ tìm kiếm", en: "search engine crawlers" },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_words_and_words_of_the_page_stay() {
        let words = |kind, detail, lang| in_words(&Signal::new(kind, detail), lang);
        assert_eq!(
            words(SignalKind::Hidden, "offscreen", Lang::Vi),
            "Được giấu khỏi người xem: đẩy ra ngoài màn hình"
        );
        assert_eq!(
            words(SignalKind::Lexicon, "nhà cái", Lang::En),
            "A term that has no place on the portal: “nhà cái”"
        );
        assert_eq!(
            words(SignalKind::Host, "unvouched", Lang::En),
            "A foreign host that the owner does not vouch for"
        );
    }

    #[test]
    fn hosts_in_signals_are_defanged() {
        let signal = Signal::new(SignalKind::Host, "bad.unknowntop");
        assert!(in_words(&signal, Lang::Vi).ends_with(": bad[.]unknowntop"));
    }
}
