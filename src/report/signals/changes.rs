//! What is new, and where.

use crate::finding::Text;

pub(super) const NEW: &[(&str, Text)] = &[
    ("link", Text { vi: "liên kết", en: "a link" }),
    ("hidden", Text { vi: "khối bị giấu", en: "a concealed block" }),
    ("script", Text { vi: "mã lệnh", en: "a script" }),
    ("body", Text { vi: "nội dung của mã lệnh", en: "what a script says" }),
    ("frame", Text { vi: "khung", en: "a frame" }),
    ("form", Text { vi: "nơi nhận biểu mẫu", en: "where a form sends to" }),
    ("claim", Text { vi: "địa chỉ mà trang tự khai", en: "the address that the page claims" }),
    ("redirect", Text { vi: "chuyển hướng", en: "a redirect" }),
    ("title", Text { vi: "tiêu đề", en: "the title" }),
    ("content", Text { vi: "nội dung trang", en: "the page's content" }),
    ("template", Text { vi: "giao diện", en: "the template" }),
    ("pages", Text { vi: "các trang", en: "pages" }),
];

pub(super) const STILL: &[(&str, Text)] = &[
    ("header", Text { vi: "đầu trang", en: "the header" }),
    ("nav", Text { vi: "menu", en: "the menu" }),
    (
        "main",
        Text {
            vi: "phần chính, hoặc bài viết cũ", en: "the main part, or an old article"
        },
    ),
    ("aside", Text { vi: "cột bên", en: "a side column" }),
    ("footer", Text { vi: "chân trang", en: "the footer" }),
    ("before-begin", Text { vi: "trước đầu trang", en: "before the page begins" }),
    ("after-end", Text { vi: "sau cuối trang", en: "after the page's end" }),
    ("file", Text { vi: "tệp mã lệnh", en: "a script file" }),
    ("title", Text { vi: "tiêu đề", en: "the title" }),
    ("template", Text { vi: "giao diện", en: "the template" }),
    ("folder", Text { vi: "thư mục đã biết", en: "a known folder" }),
    ("unknown-folder", Text { vi: "thư mục chưa từng thấy", en: "a folder never seen before" }),
];
