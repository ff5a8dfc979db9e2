//! What the details of each kind of signal mean.

use crate::finding::Text;

pub(super) const LANGUAGES: &[(&str, Text)] = &[
    ("japanese", Text { vi: "tiếng Nhật", en: "Japanese" }),
    ("chinese", Text { vi: "tiếng Trung", en: "Chinese" }),
    ("thai", Text { vi: "tiếng Thái", en: "Thai" }),
    ("korean", Text { vi: "tiếng Hàn", en: "Korean" }),
    ("russian", Text { vi: "tiếng Nga", en: "Russian" }),
    ("arabic", Text { vi: "tiếng Ả Rập", en: "Arabic" }),
    ("indonesian", Text { vi: "tiếng Indonesia", en: "Indonesian" }),
    ("english", Text { vi: "tiếng Anh", en: "English" }),
];

pub(super) const COVERS: &[(&str, Text)] = &[
    ("frame", Text { vi: "khung của trang lạ", en: "a frame of another site" }),
    ("banner", Text { vi: "biểu ngữ quảng cáo", en: "a banner" }),
];

pub(super) const CLAIMS: &[(&str, Text)] = &[
    ("canonical", Text { vi: "địa chỉ chính thức (canonical)", en: "canonical address" }),
    ("alternate", Text { vi: "bản thay thế (alternate)", en: "alternate version" }),
    ("amphtml", Text { vi: "bản AMP", en: "AMP version" }),
    ("base", Text { vi: "gốc của mọi liên kết (base)", en: "base of all links" }),
    ("og-url", Text { vi: "địa chỉ khi chia sẻ (og:url)", en: "address for sharing (og:url)" }),
    ("icon", Text { vi: "biểu tượng trang", en: "icon" }),
    ("structured-data", Text { vi: "dữ liệu cấu trúc (JSON-LD)", en: "structured data (JSON-LD)" }),
];

pub(super) const HIJACKS: &[(&str, Text)] = &[
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

pub(super) const SECRETS: &[(&str, Text)] = &[
    ("card", Text { vi: "số thẻ thanh toán", en: "numbers of payment cards" }),
    (
        "password",
        Text {
            vi: "mật khẩu, trước khi người dùng bấm gửi",
            en: "passwords, before the visitor sends them",
        },
    ),
];

pub(super) const PLACES: &[(&str, Text)] = &[
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

pub(super) const ENCODINGS: &[(&str, Text)] = &[
    ("host", Text { vi: "tên máy chủ", en: "the name of a host" }),
    ("code", Text { vi: "toàn bộ mã lệnh", en: "all of the code" }),
    (
        "eval",
        Text {
            vi: "mã lệnh tải về dưới dạng văn bản", en: "code that is fetched as text"
        },
    ),
];

pub(super) const RUNS: &[(&str, Text)] = &[
    ("agrees", Text { vi: "khớp với mã nguồn", en: "as its source says" }),
    ("alone", Text { vi: "đọc mã nguồn không thấy được", en: "its source does not show it" }),
];

pub(super) const LOADS: &[(&str, Text)] = &[
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

pub(super) const CONTEXTS: &[(&str, Text)] = &[
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

pub(super) const LASTING: &[(&str, Text)] =
    &[("over-a-week", Text { vi: "quá một tuần", en: "more than a week" })];

pub(super) const REFLECTED: &[(&str, Text)] = &[
    ("title", Text { vi: "trong tiêu đề", en: "in the title" }),
    ("heading", Text { vi: "trong đề mục", en: "in a heading" }),
    ("redirect", Text { vi: "trong lệnh chuyển tiếp", en: "in the redirect" }),
];

pub(super) const HIDING: &[(&str, Text)] = &[
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

pub(super) const ADDRESSES: &[(&str, Text)] = &[(
    "brand-like",
    Text {
        vi: "tên đặt theo kiểu trang cá cược", en: "a name made as betting sites make theirs"
    },
)];

pub(super) const HOSTS: &[(&str, Text)] = &[("unvouched", Text { vi: "", en: "" })];

pub(super) const TRIGGERS: &[(&str, Text)] = &[
    ("load", Text { vi: "ngay khi mở trang", en: "as soon as the page opens" }),
    ("timer", Text { vi: "sau một khoảng thời gian", en: "after some time" }),
    ("header", Text { vi: "bằng trả lời của máy chủ", en: "by the server's answer" }),
    ("meta-refresh", Text { vi: "bằng thẻ meta refresh", en: "by a meta refresh" }),
    ("anywhere", Text { vi: "dù thao tác ở bất kỳ chỗ nào", en: "wherever on the page they act" }),
];

pub(super) const DOORWAYS: &[(&str, Text)] = &[
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

pub(super) const REPLACED: &[(&str, Text)] = &[
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

pub(super) const ANNOUNCED: &[(&str, Text)] = &[
    ("title", Text { vi: "tiêu đề trang", en: "the title" }),
    ("heading", Text { vi: "đề mục", en: "a heading" }),
    ("dialog", Text { vi: "hộp thoại tự mở", en: "a box that opens by itself" }),
    ("script", Text { vi: "mã lệnh viết vào trang", en: "written into the page by code" }),
    ("frame", Text { vi: "trang lồng trong khung", en: "a page inside a frame" }),
    ("block", Text { vi: "một dòng riêng", en: "a line of its own" }),
    ("image", Text { vi: "lời thay cho ảnh", en: "the words that stand for a picture" }),
    ("meta", Text { vi: "phần tự mô tả của trang", en: "the page's description of itself" }),
];

pub(super) const STAGES: &[(&str, Text)] = &[
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

pub(super) const CONDITIONS: &[(&str, Text)] = &[
    ("referrer", Text { vi: "đến từ trang nào (referrer)", en: "the page they come from" }),
    ("device", Text { vi: "loại thiết bị, trình duyệt", en: "device or browser" }),
    ("screen", Text { vi: "kích thước màn hình", en: "screen size" }),
    ("cookie", Text { vi: "đã từng truy cập hay chưa (cookie)", en: "a cookie or stored value" }),
    ("time", Text { vi: "thời điểm hoặc ngẫu nhiên", en: "time or chance" }),
    ("address", Text { vi: "địa chỉ của chính trang", en: "the page's own address" }),
    ("language", Text { vi: "ngôn ngữ của người truy cập", en: "the visitor's language" }),
    ("framed", Text { vi: "trang có nằm trong khung hay không", en: "whether the page is framed" }),
];

pub(super) const VISITORS: &[(&str, Text)] = &[
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
