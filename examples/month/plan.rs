//! Who is attacked how, and when.

use crate::attacks::{Attack, Kind};

/// All attacks of the month. The first eight portals have some of each kind, so that a short month
/// has them too. Several fall on nights on which something ordinary happens to the same portal.
pub const ATTACKS: &[Attack] = &[
    attack(0, 6, 12, Kind::FooterLink("Thiết kế web"), &["thiet-ke-an-nhien.example"]),
    // The same night as the owner's new library.
    attack(5, 10, 15, Kind::FooterLink("Đối tác"), &["doi-tac-viet.example"]),
    attack(1, 5, 12, Kind::ArticleLink("tài liệu tham khảo"), &["tai-lieu-so.example"]),
    attack(12, 14, 24, Kind::ArticleLink("nguồn ảnh"), &["kho-anh-dep.example"]),
    // One buyer, three portals, one night.
    attack(2, 11, 16, Kind::FooterLink("Du lịch Tây Bắc"), &["du-lich-tay-bac.example"]),
    attack(10, 11, 16, Kind::FooterLink("Du lịch Tây Bắc"), &["du-lich-tay-bac.example"]),
    attack(16, 11, 16, Kind::FooterLink("Du lịch Tây Bắc"), &["du-lich-tay-bac.example"]),
    attack(3, 7, 11, Kind::ChangedLibrary, &["thong-ke-truy-cap.example", "jquery.min.js"]),
    attack(15, 19, 25, Kind::ChangedLibrary, &["do-luong.example", "jquery.min.js"]),
    attack(4, 6, 9, Kind::LoaderFile, &["cdn-thong-ke.example"]),
    attack(7, 9, 12, Kind::LoaderInline, &["static-widget.example"]),
    // In the week of the holiday's script.
    attack(18, 14, 19, Kind::LoaderFile, &["cdn-le-hoi.example"]),
    attack(
        6,
        8,
        15,
        Kind::ReplacedPage("/gioi-thieu.html"),
        &["Khu nghỉ Hồ Xanh", "/gioi-thieu.html"],
    ),
    attack(20, 20, 22, Kind::ReplacedPage("/"), &["Nhà nghỉ Suối Mơ"]),
    attack(1, 9, 11, Kind::TitleOnly, &["Nội thất Phú Gia"]),
    attack(19, 23, 26, Kind::TitleOnly, &["Vườn ươm Hoa Nắng"]),
    attack(
        3,
        10,
        14,
        Kind::HiddenBlock,
        &["tin-tuc-mot.example", "tin-tuc-hai.example", "offscreen"],
    ),
    attack(
        13,
        22,
        27,
        Kind::HiddenBlock,
        &["bao-moi-ba.example", "bao-moi-bon.example", "offscreen"],
    ),
    attack(0, 11, 14, Kind::Frame, &["phim-tai-lieu.example"]),
    attack(21, 18, 22, Kind::Frame, &["truyen-hinh-xa.example"]),
    attack(7, 11, 14, Kind::MovedForm, &["gop-y-truc-tuyen.example"]),
    attack(17, 16, 20, Kind::MovedForm, &["tiep-nhan-ho-so.example"]),
    attack(4, 9, 11, Kind::SlugBurst, &["/san-pham/"]),
    attack(22, 25, 29, Kind::SlugBurst, &["/shop/"]),
    attack(23, 28, 31, Kind::LoaderInline, &["hop-thoai.example"]),
];

const fn attack(
    portal: usize,
    from: i64,
    repaired: i64,
    kind: Kind,
    marks: &'static [&'static str],
) -> Attack {
    Attack { portal, from, repaired, kind, marks }
}
