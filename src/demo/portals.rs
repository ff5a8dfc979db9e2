//! The portals of the demo before anybody attacks them.

use crate::target::Sector;

/// One portal of the demo.
pub struct Portal {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What the agency deals with.
    pub sector: Sector,
    /// Path, title and text of its pages; the first one is the home page.
    pub pages: &'static [(&'static str, &'static str, &'static str)],
}

/// A department, a district, a newspaper and a lottery company.
pub const PORTALS: &[Portal] = &[
    Portal {
        id: "so-van-hoa",
        name: "Sở Văn hoá, Thể thao và Du lịch",
        sector: Sector::Culture,
        pages: &[
            (
                "/",
                "Trang chủ",
                "Lễ hội Hoa Ban năm nay diễn ra tại quảng trường trung tâm với nhiều hoạt động văn hoá, thể thao truyền thống.",
            ),
            (
                "/the-thao/giai-bong-da.html",
                "Giải bóng đá thiếu niên toàn tỉnh",
                "Bảng xếp hạng, lịch thi đấu và kết quả các trận bóng đá vòng bảng được cập nhật hằng ngày.",
            ),
            (
                "/le-hoi/choi-trau.html",
                "Hội chọi trâu đầu xuân",
                "Ban tổ chức nghiêm cấm mọi hình thức cá cược, đánh bạc trong thời gian diễn ra lễ hội.",
            ),
            (
                "/van-ban/quyet-dinh-12.html",
                "Quyết định số 12/QĐ-SVHTTDL",
                "Về việc ban hành kế hoạch chuyển đổi số của Sở trong năm.",
            ),
            (
                "/lien-he.html",
                "Liên hệ",
                "Địa chỉ, điện thoại và thư điện tử của các phòng chuyên môn.",
            ),
        ],
    },
    Portal {
        id: "huyen-muong-hoa",
        name: "UBND huyện Mường Hoa",
        sector: Sector::Government,
        pages: &[
            (
                "/",
                "Trang chủ",
                "Huyện tổ chức tiếp công dân định kỳ vào ngày 15 hằng tháng tại trụ sở UBND huyện.",
            ),
            (
                "/tin-tuc/nong-thon-moi.html",
                "Ba xã đạt chuẩn nông thôn mới",
                "Đoàn thẩm định của tỉnh đánh giá cao sự đồng thuận của người dân.",
            ),
            (
                "/tin-tuc/vay-von.html",
                "Giải ngân vốn vay hộ nghèo",
                "Ngân hàng Chính sách xã hội cho vay hộ nghèo với lãi suất ưu đãi để phát triển chăn nuôi.",
            ),
            (
                "/canh-bao/co-bac-qua-mang.html",
                "Công an huyện cảnh báo cờ bạc qua mạng",
                "Các đối tượng lập nhà cái, tài xỉu, game bài đổi thưởng như 8xbet để lừa đảo, chiếm đoạt tài sản của người dân.",
            ),
            (
                "/thu-tuc/dat-dai.html",
                "Thủ tục đất đai",
                "Hồ sơ nộp tại bộ phận một cửa hoặc trên Cổng dịch vụ công quốc gia.",
            ),
        ],
    },
    Portal {
        id: "bao-dien-tu",
        name: "Báo điện tử tỉnh",
        sector: Sector::Press,
        pages: &[
            (
                "/",
                "Trang nhất",
                "Tin tức thời sự, kinh tế, xã hội trong tỉnh được cập nhật liên tục trong ngày.",
            ),
            (
                "/phap-luat/triet-pha.html",
                "Triệt phá đường dây cá độ bóng đá",
                "Công an tỉnh khởi tố 12 bị can về tội tổ chức đánh bạc, gá bạc bằng hình thức lô đề, cá độ bóng đá.",
            ),
            (
                "/kinh-te/ca-phe.html",
                "Cà phê được mùa",
                "Giá cà phê tăng giúp nông dân các xã vùng cao có thu nhập ổn định.",
            ),
            (
                "/van-hoa/phim-tai-lieu.html",
                "Chiếu phim tài liệu lưu động",
                "Đội chiếu phim phục vụ đồng bào tại mười hai bản vùng biên.",
            ),
            ("/quang-cao.html", "Quảng cáo", "Bảng giá quảng cáo trên báo in và báo điện tử."),
        ],
    },
    Portal {
        id: "xo-so",
        name: "Công ty Xổ số kiến thiết tỉnh",
        sector: Sector::Lottery,
        pages: &[
            (
                "/",
                "Trang chủ",
                "Kết quả xổ số kiến thiết, cơ cấu giải thưởng và danh sách đại lý vé số.",
            ),
            (
                "/ket-qua.html",
                "Kết quả xổ số miền Bắc hôm nay",
                "Giải đặc biệt, giải nhất và các giải khác; lịch quay số mở thưởng XSMB.",
            ),
            (
                "/co-cau.html",
                "Cơ cấu giải thưởng",
                "Giá trị các giải thưởng và thủ tục lĩnh thưởng cho khách hàng trúng thưởng.",
            ),
            (
                "/tin/trao-thuong.html",
                "Trao thưởng cho khách hàng trúng giải đặc biệt",
                "Công ty trao thưởng cho khách hàng mua vé số tại đại lý thành phố.",
            ),
            ("/lien-he.html", "Liên hệ", "Trụ sở và các chi nhánh của công ty."),
        ],
    },
];

/// The stylesheet that all portals share: menus and dialogs are hidden by design.
pub(super) const STYLE: &str = "body{font:16px sans-serif;margin:0}nav ul ul{display:none}\
    nav li:hover ul{display:block}.skip{position:absolute;left:-9999px}.modal{display:none}\
    footer{background:#063;color:#fff}";

/// The script that all portals share.
pub(super) const SCRIPT: &str = "document.addEventListener('DOMContentLoaded',function(){\
    var box=document.getElementById('links');if(box){box.onchange=function(){\
    if(this.value){window.open(this.value)}}}});";

impl Portal {
    /// One page of the portal, or its "not found" page.
    pub(super) fn page(&self, path: &str) -> (u16, String) {
        let page = self.pages.iter().find(|(own, ..)| *own == path);
        let (status, title, text) = match page {
            Some((_, title, text)) => (200, *title, *text),
            None => {
                (404, "Không tìm thấy trang", "Địa chỉ bạn nhập không tồn tại trên cổng thông tin.")
            }
        };
        (status, self.layout(title, text))
    }

    fn layout(&self, title: &str, text: &str) -> String {
        let name = self.name;
        let menu: String = self
            .pages
            .iter()
            .map(|(path, title, _)| format!("<li><a href=\"{path}\">{title}</a></li>"))
            .collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
             <title>{title} - {name}</title>\n\
             <meta name=\"description\" content=\"Cổng thông tin điện tử {name}\">\n\
             <link rel=\"stylesheet\" href=\"/style.css\">\n<script src=\"/portal.js\"></script>\n\
             </head>\n<body>\n<a class=\"skip\" href=\"#main\">Bỏ qua đến nội dung</a>\n\
             <header><h2>{name}</h2></header>\n\
             <nav><ul><li><a href=\"/\">Trang chủ</a><ul>{menu}</ul></li></ul></nav>\n\
             <main id=\"main\">\n<h1>{title}</h1>\n<p>{text}</p>\n<ul>{menu}</ul>\n</main>\n\
             <aside><h4>Liên kết website</h4><select id=\"links\">\
             <option value=\"https://chinhphu.vn/\">Chính phủ</option>\
             <option value=\"https://dichvucong.gov.vn/\">Dịch vụ công</option></select>\n\
             <a href=\"https://chinhphu.vn/\">Cổng Chính phủ</a> \
             <a href=\"https://nhandan.vn/\">Báo Nhân Dân</a></aside>\n\
             <div class=\"modal\"><a href=\"https://zalo.me/0215\">Trao đổi qua Zalo</a></div>\n\
             <footer><p>Bản quyền thuộc về {name}. Ghi rõ nguồn khi phát hành lại thông tin.</p>\
             </footer>\n</body>\n</html>\n"
        )
    }

    /// The portal's sitemap.
    pub(super) fn sitemap(&self, origin: &str) -> String {
        let urls: String = self
            .pages
            .iter()
            .map(|(path, ..)| format!("<url><loc>{origin}{path}</loc></url>"))
            .collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>"
        )
    }
}
