//! Signals in plain words: an owner who reads `hidden:offscreen` does not know what to look for.

mod changes;

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

const LANGUAGES: &[(&str, Text)] = &[
    ("japanese", Text { vi: "tiếng Nhật", en: "Japanese" }),
    ("chinese", Text { vi: "tiếng Trung", en: "Chinese" }),
    ("thai", Text { vi: "tiếng Thái", en: "Thai" }),
    ("korean", Text { vi: "tiếng Hàn", en: "Korean" }),
    ("russian", Text { vi: "tiếng Nga", en: "Russian" }),
    ("arabic", Text { vi: "tiếng Ả Rập", en: "Arabic" }),
    ("indonesian", Text { vi: "tiếng Indonesia", en: "Indonesian" }),
    ("english", Text { vi: "tiếng Anh", en: "English" }),
];

const COVERS: &[(&str, Text)] = &[
    ("frame", Text { vi: "khung của trang lạ", en: "a frame of another site" }),
    ("banner", Text { vi: "biểu ngữ quảng cáo", en: "a banner" }),
];

const CLAIMS: &[(&str, Text)] = &[
    ("canonical", Text { vi: "địa chỉ chính thức (canonical)", en: "canonical address" }),
    ("alternate", Text { vi: "bản thay thế (alternate)", en: "alternate version" }),
    ("amphtml", Text { vi: "bản AMP", en: "AMP version" }),
    ("base", Text { vi: "gốc của mọi liên kết (base)", en: "base of all links" }),
    ("og-url", Text { vi: "địa chỉ khi chia sẻ (og:url)", en: "address for sharing (og:url)" }),
    ("icon", Text { vi: "biểu tượng trang", en: "icon" }),
    ("structured-data", Text { vi: "dữ liệu cấu trúc (JSON-LD)", en: "structured data (JSON-LD)" }),
];

const HIJACKS: &[(&str, Text)] = &[
    ("click", Text { vi: "cú nhấp đầu tiên", en: "the first click" }),
    ("back", Text { vi: "nút quay lại", en: "the way back" }),
    ("links", Text { vi: "mọi liên kết của trang", en: "every link of the page" }),
    ("password", Text { vi: "mật khẩu được nhập", en: "a password that is typed" }),
    ("move", Text { vi: "di chuột, cuộn trang hoặc gõ phím", en: "moving, scrolling or typing" }),
    ("leave", Text { vi: "việc rời khỏi trang", en: "leaving the page" }),
    ("forms", Text { vi: "mọi biểu mẫu của trang", en: "every form of the page" }),
    ("typed", Text { vi: "những gì người truy cập nhập", en: "what visitors type" }),
    ("card", Text { vi: "số thẻ thanh toán được nhập", en: "numbers of payment cards" }),
    ("all-fields", Text { vi: "mọi ô nhập của trang", en: "every field of the page" }),
    ("keys", Text { vi: "từng phím được gõ", en: "each key that is pressed" }),
];

const SECRETS: &[(&str, Text)] = &[
    ("card", Text { vi: "số thẻ thanh toán", en: "numbers of payment cards" }),
    (
        "password",
        Text {
            vi: "mật khẩu, trước khi người dùng bấm gửi",
            en: "passwords, before the visitor sends them",
        },
    ),
];

const PLACES: &[(&str, Text)] = &[
    ("before-begin", Text { vi: "trước khi trang bắt đầu", en: "before the page begins" }),
    ("after-end", Text { vi: "sau khi trang kết thúc", en: "after the page's end" }),
    (
        "upload-folder",
        Text {
            vi: "trong thư mục chứa tệp tải lên", en: "in a folder for uploaded files"
        },
    ),
    ("behind-footer", Text { vi: "sau chân trang", en: "behind the footer" }),
    ("in-attribute", Text { vi: "trong thuộc tính của một thẻ", en: "in an attribute of a tag" }),
    ("in-title", Text { vi: "trong tiêu đề của trang", en: "in the page's title" }),
];

const ENCODINGS: &[(&str, Text)] = &[
    ("host", Text { vi: "tên máy chủ", en: "the name of a host" }),
    ("code", Text { vi: "toàn bộ mã lệnh", en: "all of the code" }),
    (
        "eval",
        Text {
            vi: "mã lệnh tải về dưới dạng văn bản", en: "code that is fetched as text"
        },
    ),
];

const RUNS: &[(&str, Text)] = &[
    ("agrees", Text { vi: "khớp với mã nguồn", en: "as its source says" }),
    ("alone", Text { vi: "đọc mã nguồn không thấy được", en: "its source does not show it" }),
];

const LOADS: &[(&str, Text)] = &[
    ("script", Text { vi: "tập lệnh", en: "a script" }),
    ("iframe", Text { vi: "khung (iframe)", en: "a frame" }),
    ("frame", Text { vi: "khung (iframe)", en: "a frame" }),
    (
        "eval",
        Text {
            vi: "văn bản tải về rồi chạy như mã lệnh", en: "text that is fetched and run"
        },
    ),
];

const CONTEXTS: &[(&str, Text)] = &[
    (
        "official",
        Text {
            vi: "đây là văn bản hành chính", en: "it is an agency's or a school's paper"
        },
    ),
    (
        "reporting",
        Text {
            vi: "đây là tin về tội phạm hoặc pháp luật", en: "it reports on crime or law"
        },
    ),
    (
        "sector",
        Text {
            vi: "từ ngữ thuộc lĩnh vực của cơ quan",
            en: "the word belongs to the agency's work",
        },
    ),
    (
        "noindex",
        Text {
            vi: "trang không cho công cụ tìm kiếm lập chỉ mục",
            en: "the page asks search engines not to list it",
        },
    ),
    (
        "asked-for",
        Text {
            vi: "nơi đến do chính địa chỉ của trang chỉ định",
            en: "the page's address names where to go",
        },
    ),
    ("vouched", Text { vi: "tên miền được tin cậy", en: "the host is vouched for" }),
    (
        "menu",
        Text {
            vi: "trình đơn, hộp thoại cũng được giấu như vậy",
            en: "menus and dialogs are concealed in this way",
        },
    ),
    ("comment", Text { vi: "nằm trong chú thích mã nguồn", en: "it stands in a comment" }),
    ("asked", Text { vi: "người truy cập được hỏi trước", en: "visitors are asked before" }),
    (
        "announced",
        Text {
            vi: "nơi đến ghi ngay trong địa chỉ", en: "the page's address names the place"
        },
    ),
    (
        "namesake",
        Text {
            vi: "cùng tên với cổng, chỉ khác đuôi tên miền",
            en: "the portal's own name under another ending",
        },
    ),
];

const LASTING: &[(&str, Text)] =
    &[("over-a-week", Text { vi: "quá một tuần", en: "more than a week" })];

const REFLECTED: &[(&str, Text)] = &[
    ("title", Text { vi: "trong tiêu đề", en: "in the title" }),
    ("heading", Text { vi: "trong đề mục", en: "in a heading" }),
    ("redirect", Text { vi: "trong lệnh chuyển tiếp", en: "in the redirect" }),
];

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
    (
        "speck",
        Text {
            vi: "liên kết chỉ là một dấu câu hoặc điểm ảnh", en: "a link of one sign or pixel"
        },
    ),
];

const ADDRESSES: &[(&str, Text)] = &[(
    "brand-like",
    Text {
        vi: "tên đặt theo kiểu trang cá cược", en: "a name made as betting sites make theirs"
    },
)];

const HOSTS: &[(&str, Text)] = &[("unvouched", Text { vi: "", en: "" })];

const TRIGGERS: &[(&str, Text)] = &[
    ("load", Text { vi: "ngay khi mở trang", en: "as soon as the page opens" }),
    ("timer", Text { vi: "sau một khoảng thời gian", en: "after some time" }),
    ("header", Text { vi: "bằng trả lời của máy chủ", en: "by the server's answer" }),
    ("meta-refresh", Text { vi: "bằng thẻ meta refresh", en: "by a meta refresh" }),
    ("anywhere", Text { vi: "dù thao tác ở bất kỳ chỗ nào", en: "wherever on the page they act" }),
];

const DOORWAYS: &[(&str, Text)] = &[
    (
        "keyword",
        Text {
            vi: "chữ của liên kết là từ khóa tìm kiếm", en: "the link is a search phrase"
        },
    ),
    (
        "uploaded",
        Text {
            vi: "tệp được tải lên hoặc trang do địa chỉ tạo ra",
            en: "an uploaded file, or a page made up by its address",
        },
    ),
    (
        "selling",
        Text {
            vi: "lời mời chào mua bán, đăng ký", en: "words that sell stand beside it"
        },
    ),
    (
        "spam-menu",
        Text {
            vi: "phần lớn liên kết nội bộ là từ khóa rác",
            en: "most links to pages of the portal are spam",
        },
    ),
    (
        "link-ring",
        Text {
            vi: "liên kết vòng tới hàng chục trang không liên quan",
            en: "links to dozens of sites that have nothing to do with each other",
        },
    ),
    (
        "template-header",
        Text { vi: "khung giao diện tiếng Trung", en: "the furniture of a Chinese template" },
    ),
    (
        "glued-title",
        Text {
            vi: "tiêu đề ghép nhiều cụm từ dính liền", en: "phrases run together in the title"
        },
    ),
    (
        "unfilled-slots",
        Text {
            vi: "mẫu trang chưa điền nội dung", en: "a template whose slots were not filled"
        },
    ),
    (
        "shop-markup",
        Text {
            vi: "dữ liệu cấu trúc của sản phẩm, trò chơi",
            en: "structured data of a shop or game",
        },
    ),
    (
        "dense",
        Text {
            vi: "toàn bộ nội dung chỉ nói về một việc", en: "the text is about nothing else"
        },
    ),
    (
        "no-text",
        Text {
            vi: "tài liệu không có chữ, chỉ để dẫn tới liên kết",
            en: "a document without text, only with the link",
        },
    ),
    ("glued-words", Text { vi: "nhiều từ bị viết dính liền", en: "words glued together" }),
    (
        "spam-folder",
        Text {
            vi: "địa chỉ rác chiếm phần lớn một thư mục hoặc cả danh sách",
            en: "spam addresses fill a folder or the list",
        },
    ),
    (
        "kit-address",
        Text {
            vi: "địa chỉ theo mẫu của bộ công cụ đã biết", en: "the address of a known kit"
        },
    ),
];

const REPLACED: &[(&str, Text)] = &[
    (
        "empty-page",
        Text { vi: "trang không còn nội dung nào khác", en: "nothing else is on the page" },
    ),
    (
        "other-page",
        Text { vi: "trang hoàn toàn khác", en: "a page that has nothing to do with it" },
    ),
    ("covered", Text { vi: "nội dung của trang bị che lấp", en: "the page's content is covered" }),
    ("links", Text { vi: "đích của các liên kết", en: "where its links lead" }),
];

const ANNOUNCED: &[(&str, Text)] = &[
    ("title", Text { vi: "tiêu đề trang", en: "the title" }),
    ("heading", Text { vi: "đề mục", en: "a heading" }),
    ("dialog", Text { vi: "hộp thoại tự mở", en: "a box that opens by itself" }),
    ("script", Text { vi: "mã lệnh viết vào trang", en: "written into the page by code" }),
    ("frame", Text { vi: "trang lồng trong khung", en: "a page inside a frame" }),
    ("block", Text { vi: "một dòng riêng", en: "a line of its own" }),
    ("image", Text { vi: "lời thay cho ảnh", en: "the words that stand for a picture" }),
    ("meta", Text { vi: "phần tự mô tả của trang", en: "the page's description of itself" }),
];

const STAGES: &[(&str, Text)] = &[
    ("black-ground", Text { vi: "nền đen", en: "black ground" }),
    ("loud-letters", Text { vi: "chữ màu gắt", en: "loud letters" }),
    ("effects", Text { vi: "hiệu ứng nhấp nháy, mưa chữ", en: "flicker, falling letters" }),
    ("sound", Text { vi: "âm thanh tự phát", en: "sound that plays by itself" }),
    ("guarded", Text { vi: "chặn chuột phải, phím", en: "right click or keys blocked" }),
    (
        "upload-host",
        Text {
            vi: "tệp đặt ở kho tải lên vô danh", en: "files on anonymous upload hosts"
        },
    ),
    ("image-header", Text { vi: "mở đầu giả dạng ảnh", en: "begins as a picture" }),
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
