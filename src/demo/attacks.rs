//! The ways of the incidents, each on one portal of the demo.

use super::exchange::{Answer, Visitor};
use crate::finding::Text;

/// One attack on one portal.
pub struct Attack {
    /// The portal's id.
    pub portal: &'static str,
    /// What the attacker did.
    pub says: Text,
    /// A rule that must find it.
    pub rule: &'static str,
    /// What the finding must be about: a part of its subject or of its page's address.
    pub about: &'static str,
    /// Changes what one visitor gets.
    pub(super) strike: fn(&Visitor<'_>, &mut Answer),
}

/// All attacks, in the order in which the demo tells of them.
pub const ATTACKS: &[Attack] = &[
    Attack {
        portal: "so-van-hoa",
        says: Text {
            vi: "chèn khối liên kết cờ bạc ra ngoài màn hình ở chân trang",
            en: "a block of gambling links moved off the screen in the footer",
        },
        rule: "hidden-link",
        about: "nha-cai.example",
        strike: |_, answer| {
            answer.insert_before(
                "</footer>",
                concat!(
                    "<div style=\"position:absolute;left:-9999px;top:-9999px\">",
                    "<a href=\"https://nha-cai.example/\">nhà cái uy tín</a> ",
                    "<a href=\"https://tai-xiu.example/\">tài xỉu online</a> ",
                    "<a href=\"https://no-hu.example/\">nổ hũ đổi thưởng</a></div>",
                ),
            );
        },
    },
    Attack {
        portal: "so-van-hoa",
        says: Text {
            vi: "tải lên một tệp .html quảng cáo cờ bạc, chỉ máy tìm kiếm thấy trong sơ đồ trang",
            en: "an uploaded .html that advertises gambling, in the sitemap for the crawler only",
        },
        rule: "doorway-page",
        about: "/uploads/2024/08/nha-cai-uy-tin.html",
        strike: |visitor, answer| {
            const PAGE: &str = "/uploads/2024/08/nha-cai-uy-tin.html";
            if visitor.path == "/sitemap.xml" && visitor.is_crawler() {
                let entry = format!("<url><loc>{}{PAGE}</loc></url></urlset>", visitor.origin);
                answer.body = answer.body.replace("</urlset>", &entry);
            }
            if visitor.path == PAGE {
                answer.status = 200;
                answer.body = "<html><head><title>Nhà cái uy tín - tài xỉu online đổi thưởng</title></head>\
                    <body><h1>Nhà cái uy tín số 1</h1><p>Đăng ký nhận khuyến mãi tại nhà cái uy tín, \
                    tài xỉu online, nổ hũ đổi thưởng, game bài đổi thưởng.</p>\
                    <a href=\"https://dang-ky.example/\">Đăng ký nhà cái uy tín</a></body></html>".into();
            }
        },
    },
    Attack {
        portal: "huyen-muong-hoa",
        says: Text {
            vi: "chèn JavaScript đã mã hoá: ai đến từ Google thì bị chuyển đi ngay",
            en: "encoded JavaScript that moves on at once whoever comes from Google",
        },
        rule: "script-redirect",
        about: "chuyen-huong.example",
        strike: |visitor, answer| {
            if visitor.path == "/" {
                answer.insert_before("</body>", concat!(
                    "<script>var _0x=[\"\\x6c\\x6f\\x63\\x61\\x74\\x69\\x6f\\x6e\",",
                    "atob(\"aHR0cHM6Ly9jaHV5ZW4taHVvbmcuZXhhbXBsZS8=\")];",
                    "if(document.referrer.indexOf(\"google\")>-1){window[_0x[0]]=_0x[1];}</script>",
                ));
            }
        },
    },
    Attack {
        portal: "huyen-muong-hoa",
        says: Text {
            vi: "máy chủ chuyển hướng điện thoại đến từ kết quả tìm kiếm",
            en: "the server redirects phones that come from a search result",
        },
        rule: "conditional-redirect",
        about: "tai-app.example",
        strike: |visitor, answer| {
            if visitor.path == "/tin-tuc/nong-thon-moi.html" && visitor.is_phone() {
                answer.redirect("https://tai-app.example/?ref=gov");
            }
        },
    },
    Attack {
        portal: "bao-dien-tu",
        says: Text {
            vi: "máy tìm kiếm nhận một trang cờ bạc, người đọc nhận bài báo",
            en: "the crawler gets a gambling page, readers get the article",
        },
        rule: "cloaked-content",
        about: "casino.example",
        strike: |visitor, answer| {
            if visitor.path == "/" && visitor.is_crawler() {
                answer.body =
                    "<html><head><title>Casino trực tuyến - nhà cái uy tín</title></head>\
                    <body><h1>Nhà cái uy tín, cá cược bóng đá trực tuyến</h1>\
                    <a href=\"https://casino.example/\">Link vào nhà cái uy tín</a>\
                    <a href=\"/kinh-te/ca-phe.html\">tin</a></body></html>"
                        .into();
            }
        },
    },
    Attack {
        portal: "bao-dien-tu",
        says: Text {
            vi: "người trong cuộc bán liên kết nhìn thấy được trong một bài viết",
            en: "an insider sold visible links in an article",
        },
        rule: "spam-link",
        about: "w88.example",
        strike: |visitor, answer| {
            if visitor.path == "/kinh-te/ca-phe.html" {
                answer.insert_before(
                    "</main>",
                    concat!(
                        "<p>Xem thêm: <a href=\"https://w88.example/\">nhà cái uy tín W88</a>, ",
                        "<a href=\"https://fb88.example/vao\">link vào FB88</a></p>",
                    ),
                );
            }
        },
    },
    Attack {
        portal: "xo-so",
        says: Text {
            vi: "thay một trang bằng lời tuyên bố của kẻ tấn công",
            en: "a page replaced by the attacker's boast",
        },
        rule: "defaced-page",
        about: "/tin/trao-thuong.html",
        strike: |visitor, answer| {
            if visitor.path == "/tin/trao-thuong.html" {
                answer.body = "<html><head><title>Hacked by Demo Team</title></head>\
                    <body bgcolor=\"black\"><h1>Hacked by Demo Team</h1>\
                    <p>Your security is low! Greetz to all.</p></body></html>"
                    .into();
            }
        },
    },
    Attack {
        portal: "xo-so",
        says: Text {
            vi: "trang liên hệ tự chuyển sang trang lô đề bằng thẻ meta refresh",
            en: "the contact page moves on to an illegal lottery by a meta refresh",
        },
        rule: "meta-refresh",
        about: "lo-de.example",
        strike: |visitor, answer| {
            if visitor.path == "/lien-he.html" {
                answer.body = answer.body.replace(
                    "<meta charset=\"utf-8\">",
                    "<meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"1;url=https://lo-de.example/soi-cau\">",
                );
            }
        },
    },
    Attack {
        portal: "xo-so",
        says: Text {
            vi: "một trang bị máy chủ chuyển hướng cho mọi người",
            en: "a page that the server redirects for everybody",
        },
        rule: "header-redirect",
        about: "bong88.example",
        strike: |visitor, answer| {
            if visitor.path == "/co-cau.html" {
                answer.redirect("https://bong88.example/");
            }
        },
    },
];
