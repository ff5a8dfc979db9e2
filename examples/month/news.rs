//! The news of a portal: what is published on which day, and what articles say and cite.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::{calendar, chance::Chance, portal::Portal};

/// Articles that were there before the month began were published over so many days.
const BEFORE: i64 = 12;
/// So many of the newest are served; what is older is gone.
const SERVED: usize = 30;

/// One article.
#[derive(Clone)]
pub struct Article {
    /// Counts up on each portal; part of its address.
    pub number: u64,
    pub born: i64,
    pub title: String,
    pub path: String,
    key: String,
}

const WHO: &[&str] = &[
    "Đoàn công tác của tỉnh",
    "Ban Chỉ huy phòng, chống thiên tai",
    "Hội Nông dân xã",
    "Lãnh đạo cơ quan",
    "Trung tâm Y tế khu vực",
    "Đoàn Thanh niên",
    "Hội Liên hiệp Phụ nữ",
    "Ban quản lý dự án",
    "Thường trực Hội đồng nhân dân",
    "Trường Tiểu học số 2",
];
const DOES: &[&str] = &[
    "tổ chức hội nghị sơ kết",
    "kiểm tra tiến độ",
    "phát động phong trào",
    "trao quà nhân dịp triển khai",
    "hướng dẫn người dân về",
    "ra quân thực hiện",
    "thăm và làm việc về",
    "tuyên truyền, phổ biến",
];
const WHAT: &[&str] = &[
    "công tác chuyển đổi số",
    "xây dựng nông thôn mới",
    "tiêm chủng mở rộng",
    "chương trình giảm nghèo bền vững",
    "vệ sinh môi trường khu dân cư",
    "kế hoạch năm học mới",
    "phòng cháy, chữa cháy rừng",
    "cấp căn cước cho học sinh",
    "khám bệnh miễn phí cho người cao tuổi",
    "bảo tồn lễ hội truyền thống",
    "hiến máu tình nguyện",
    "làm đường giao thông liên bản",
];
const SAYS: &[&str] = &[
    "Theo kế hoạch, công việc được chia thành ba giai đoạn và hoàn thành trước cuối năm.",
    "Phát biểu tại buổi làm việc, đại diện địa phương cảm ơn sự quan tâm của các cấp, các ngành.",
    "Toàn xã hiện có hơn một nghìn hộ dân, trong đó phần lớn sống bằng nghề nông.",
    "Các đơn vị phối hợp chặt chẽ, bảo đảm đúng tiến độ và an toàn cho người dân.",
    "Người dân tham gia đông đủ, đóng góp nhiều ý kiến thiết thực.",
    "Kinh phí thực hiện được bố trí từ ngân sách và nguồn xã hội hoá.",
    "Trong thời gian tới, đơn vị tiếp tục đẩy mạnh tuyên truyền trên hệ thống loa truyền thanh.",
    "Kết quả bước đầu cho thấy tỷ lệ hồ sơ trực tuyến tăng rõ rệt so với cùng kỳ.",
    "Dịp này, ban tổ chức trao mười suất quà cho các gia đình có hoàn cảnh khó khăn.",
    "Mọi thắc mắc xin gửi về bộ phận tiếp nhận và trả kết quả trong giờ hành chính.",
];

impl Portal {
    /// How many articles appear on a day: on some days none, on others 2 to 6.
    fn published(&self, chance: Chance, day: i64) -> u64 {
        let key = format!("{}/published/{day}", self.id);
        if chance.below(10, &key) < 4 { 0 } else { 2 + chance.below(5, &format!("{key}/count")) }
    }

    /// The articles that are served on a night, newest first.
    pub fn articles(&self, chance: Chance, night: i64) -> Vec<Article> {
        let mut number = 1_040 + chance.below(5_000, &self.id);
        let mut all = Vec::new();
        for born in -BEFORE..=night {
            for _ in 0..self.published(chance, born) {
                number += 1;
                all.push(self.article(chance, number, born));
            }
        }
        all.reverse();
        all.truncate(SERVED);
        all
    }

    /// Two old articles that the home page keeps showing.
    pub fn pinned(&self, chance: Chance) -> Vec<Article> {
        (1..=2).map(|number| self.article(chance, number, -200)).collect()
    }

    fn article(&self, chance: Chance, number: u64, born: i64) -> Article {
        let key = format!("{}/article/{number}", self.id);
        let part = |from, name| *chance.pick(from, &format!("{key}/{name}"));
        let title = format!("{} {} {}", part(WHO, "who"), part(DOES, "does"), part(WHAT, "what"));
        let path = self.style(born).address(number, &slug(&title));
        Article { number, born, title, path, key }
    }

    /// The article's text as markup.
    pub fn text(&self, chance: Chance, article: &Article) -> String {
        let key = &article.key;
        let count = 4 + chance.below(4, &format!("{key}/length")) as usize;
        let mut parts: Vec<String> = chance
            .some(SAYS, count, key)
            .into_iter()
            .map(|says| format!("<p>{says}</p>"))
            .collect();
        let dated = calendar::date_text(article.born);
        parts.insert(0, format!("<p>Ngày {dated}, {} tại {}.</p>", article.title, self.name));
        parts.extend(cited(chance, article));
        parts.push(format!(
            "<p class=\"anh\"><img src=\"/uploads/anh/{}.jpg\" alt=\"{}\"></p>",
            article.number, article.title
        ));
        parts.concat()
    }
}

/// What an article cites: mostly nothing, else newspapers and other agencies; now and then a host
/// that the portal never named before.
fn cited(chance: Chance, article: &Article) -> Option<String> {
    const PAPERS: &[(&str, &str)] = &[
        ("https://nhandan.vn/", "Báo Nhân Dân"),
        ("https://baochinhphu.vn/", "Báo Chính phủ"),
        ("https://tuoitre.vn/", "Tuổi Trẻ"),
        ("https://vnexpress.net/", "VnExpress"),
        ("https://moh.gov.vn/", "Bộ Y tế"),
        ("https://moet.gov.vn/", "Bộ Giáo dục và Đào tạo"),
        ("https://mic.gov.vn/", "Bộ Khoa học và Công nghệ"),
    ];
    let (key, number) = (&article.key, article.number);
    let (host, name) = match chance.below(100, &format!("{key}/cites")) {
        0..30 => {
            let (paper, name) = chance.pick(PAPERS, &format!("{key}/paper"));
            (format!("{paper}bai-viet-{number}.html"), *name)
        }
        30..38 => (format!("https://www.youtube.com/watch?v=v{number}"), "Xem phóng sự"),
        38..42 => (format!("https://www.facebook.com/doan.xa.{number}"), "Trang của Đoàn xã"),
        42..46 => (format!("https://benhvien-{number}.example/dat-lich"), "Bệnh viện đa khoa"),
        46..48 => (format!("https://hoithao-{number}.example/"), "Trang của hội thảo"),
        _ => return None,
    };
    Some(format!("<p>Nguồn: <a href=\"{host}\">{name}</a></p>"))
}

/// A title as a part of an address: without marks, words joined by hyphens.
pub fn slug(title: &str) -> String {
    let folded = title.to_lowercase().replace('đ', "d");
    let folded: String = folded.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let words = folded.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
