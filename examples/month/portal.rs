//! The portals of the month: the demo's own, some of five kinds of software, and real templates.

use canhcong::{demo, target::Sector};

use crate::{
    real::Template,
    style::{REDESIGN, STYLES, Style},
    upkeep,
};

/// One portal.
pub struct Portal {
    pub index: usize,
    pub id: String,
    pub name: String,
    pub sector: Sector,
    pub fixed: Vec<Fixed>,
    style: &'static Style,
    /// The frame of a real page around what is ours.
    pub template: Option<Template>,
}

/// A page that stays as it is.
pub struct Fixed {
    pub path: String,
    pub title: String,
    pub text: String,
}

const MADE: &[(&str, &str, Sector)] = &[
    ("so-y-te", "Sở Y tế tỉnh", Sector::Health),
    ("truong-thpt-chuyen", "Trường THPT chuyên", Sector::Education),
    ("xa-na-son", "UBND xã Nà Sơn", Sector::Government),
    ("huyen-tuan-mau", "UBND huyện Tuần Mẫu", Sector::Government),
    ("so-tu-phap", "Sở Tư pháp", Sector::Justice),
    ("so-giao-duc", "Sở Giáo dục và Đào tạo", Sector::Education),
    ("cong-an-huyen", "Công an huyện", Sector::Police),
    ("dai-truyen-hinh", "Đài Phát thanh và Truyền hình", Sector::Press),
    ("quy-phat-trien", "Quỹ Đầu tư phát triển", Sector::Finance),
    ("phuong-him-lam", "UBND phường Him Lam", Sector::Government),
];

const ABOUT: &[(&str, &str, &str)] = &[
    (
        "/gioi-thieu.html",
        "Giới thiệu chung",
        "Cơ quan thực hiện chức năng quản lý nhà nước trên địa bàn theo quy định của pháp luật.",
    ),
    (
        "/co-cau-to-chuc.html",
        "Cơ cấu tổ chức",
        "Lãnh đạo cơ quan, văn phòng và năm phòng chuyên môn, hai đơn vị sự nghiệp trực thuộc.",
    ),
    (
        "/thu-tuc-hanh-chinh.html",
        "Thủ tục hành chính",
        "Danh mục thủ tục thuộc thẩm quyền giải quyết, hồ sơ nộp tại bộ phận một cửa.",
    ),
    (
        "/lich-tiep-dan.html",
        "Lịch tiếp công dân",
        "Tiếp công dân định kỳ vào ngày mười và ngày hai mươi hằng tháng tại trụ sở.",
    ),
];

impl Portal {
    /// All portals, at most so many; some of each kind also among the first eight.
    pub fn all(templates: Vec<Template>, most: usize) -> Vec<Self> {
        let mut of_demo = demo::PORTALS.iter().map(Self::of_demo);
        let mut made = MADE.iter().enumerate().map(|(index, made)| Self::made(index, made));
        let mut real = templates.into_iter().map(Self::real);
        let mut all: Vec<Self> = Vec::new();
        all.extend(of_demo.by_ref().take(2));
        all.extend(made.by_ref().take(4));
        all.extend(real.by_ref().take(2));
        all.extend(of_demo);
        all.extend(made);
        all.extend(real);
        all.truncate(most);
        all.iter_mut().enumerate().for_each(|(index, portal)| portal.index = index);
        all
    }

    fn new(id: &str, name: &str, sector: Sector, style: usize) -> Self {
        let fixed = ABOUT.iter().map(|(path, title, text)| Fixed {
            path: (*path).into(),
            title: (*title).into(),
            text: format!("{text} {name}."),
        });
        let style = &STYLES[style % STYLES.len()];
        let (id, name, fixed) = (id.to_owned(), name.to_owned(), fixed.collect());
        Self { index: 0, id, name, sector, fixed, style, template: None }
    }

    fn made(index: usize, (id, name, sector): &(&str, &str, Sector)) -> Self {
        Self::new(id, name, *sector, index)
    }

    fn of_demo(own: &demo::Portal) -> Self {
        let mut portal = Self::new(own.id, own.name, own.sector, 4);
        let pages = own.pages.iter().filter(|(path, ..)| *path != "/" && *path != "/lien-he.html");
        portal.fixed.extend(pages.map(|(path, title, text)| Fixed {
            path: (*path).into(),
            title: (*title).into(),
            text: (*text).into(),
        }));
        portal
    }

    fn real(template: Template) -> Self {
        let name = format!("Cổng thông tin {}", template.name);
        let id = format!("mau-{}", template.name);
        Self { template: Some(template), ..Self::new(&id, &name, Sector::Government, 3) }
    }

    /// The look on a night.
    pub fn style(&self, night: i64) -> &'static Style {
        if upkeep::is_redesigned(self.index, night) { &REDESIGN } else { self.style }
    }
}
