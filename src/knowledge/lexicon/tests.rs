use super::{table::add, *};

fn lexicon() -> Lexicon {
    Lexicon::parse(include_str!("../../../data/lexicon.tsv"))
}

fn words(text: &str) -> Vec<String> {
    lexicon().in_words(text, None).iter().map(|term| term.text.clone()).collect()
}

#[test]
fn the_table_that_comes_with_the_program_is_in_order() {
    let mut terms = Vec::new();
    assert_eq!(add(&mut terms, include_str!("../../../data/lexicon.tsv")), Ok(()));
    assert!(terms.len() > 1_000);
}

fn has_strong(text: &str) -> bool {
    lexicon().in_words(text, None).iter().any(|term| term.strong)
}

#[test]
fn terms_are_found_with_and_without_marks() {
    assert!(has_strong("Nhà cái uy tín nhất"));
    assert!(has_strong("nha cai uy tin"));
    assert!(has_strong("NHÀ CÁI UY TÍN"));
}

#[test]
fn words_with_marks_are_not_read_without_them() {
    // Without marks `hoãn cuộc` (to postpone a meeting) would read as `hoàn cược` (cash back).
    assert!(!words("Thông báo hoãn cuộc họp").iter().any(|term| term.contains("cược")));
    assert!(has_strong("Tìm kiếm: nha cai uy tin - Sở Y tế"));
}

#[test]
fn terms_match_whole_tokens_only() {
    assert!(words("windows và darwin").is_empty());
    assert!(words("xw88z").is_empty());
    assert!(words("đăng ký W88 ngay").contains(&"w88".to_owned()));
}

#[test]
fn addresses_are_taken_apart() {
    let lexicon = lexicon();
    let found = lexicon.in_address("https://w88.example/nha-cai-uy-tin?id=3", None);
    assert!(found.iter().any(|term| term.text == "w88"));
    assert!(found.iter().any(|term| term.strong && term.category != "brand"));
}

#[test]
fn a_longer_term_that_does_not_fit_hides_no_shorter_one() {
    // `nhà cái uy tín` begins here and does not end on a boundary.
    assert!(words("nhà cái uy tính").contains(&"nhà cái".to_owned()));
}

#[test]
fn terms_of_any_length_are_found_wherever_a_token_begins() {
    let mut lexicon = lexicon();
    lexicon.extend("b9\tstrong\tbrand\tany\nk8x\tstrong\tbrand\tany\n").unwrap();
    for text in
        ["b9", "vào b9", "k8x", "(k8x)", "–k8x–", "“b9”", "ở k8x.", "สมัครbet365", "线上赌场"]
    {
        assert!(!lexicon.in_words(text, None).is_empty(), "{text}");
    }
    for text in ["xb9", "b99", "ởk8x", "k8xy"] {
        assert!(lexicon.in_words(text, None).is_empty(), "{text}");
    }
}

#[test]
fn words_of_agencies_read_without_marks_are_no_spam() {
    let lexicon = lexicon();
    for path in [
        "/bien-phap-ngua-thai-an-toan",
        "/dang-ky-tang-giam-lao-dong",
        "/truyen-dam-cho-nguoi-benh",
        "/so-sanh-cuoc-song-hom-nay",
        "/ty-le-keo-dai-thoi-gian",
        "/hoan-tra-cuoc-vien-thong",
        "/ve-so-do-gia-pha",
        "/nguoi-dan-de-nghi-mo-duong",
        "/lo-de-thi-vao-lop-10",
        "/vay-nong-nghiep-nong-thon",
        "/cap-ban-bang-tot-nghiep",
        "/danh-doi-thuong-xuyen",
        "/mua-ban-ca-giong",
        "/hoan-cuoc-hop",
        "/sodo-to-chuc",
    ] {
        let url = format!("https://portal.gov.example{path}");
        let found = lexicon.in_address(&url, None);
        assert!(!found.iter().any(|term| term.strong), "{path}: {found:?}");
    }
}

#[test]
fn words_of_agencies_are_no_spam() {
    for title in [
        "Kết quả xổ số kiến thiết",
        "Giải bóng đá thiếu niên",
        "Vay vốn hộ nghèo, lãi suất ưu đãi",
        "Chiếu phim lưu động phục vụ đồng bào",
        "Đăng ký tặng sách cho thư viện",
        "Giải đua ngựa Thái Nguyên",
        "Cách nấu xôi lạc",
        "Chốt đề án sắp xếp xã",
        "Giáo dục giới tính cho học sinh",
        "Buổi làm việc về casino và trò chơi có thưởng",
        "Chọi trâu Đồ Sơn",
        "Mua bán tài khoản ngân hàng là phạm pháp",
        "Quy định về thuốc phá thai",
        "风俗习惯",
        "娱乐场所管理",
        "カジノ計画",
        "ピエロ",
    ] {
        assert!(!has_strong(title), "{title}: {:?}", words(title));
    }
}

#[test]
fn the_trade_is_told_in_its_languages() {
    for title in [
        "Situs slot gacor hari ini",
        "สล็อตเว็บตรง สมัครฟรี",
        "澳门新葡京官网注册",
        "線上賭場推薦",
        "ナイキ エアマックス 激安通販 送料無料",
        "온라인카지노 추천",
        "онлайн казино вулкан",
        "Buy viagra online without prescription",
        "write my essay for me",
        "replica rolex watches",
        "canlı bahis siteleri",
        "làm bằng đại học uy tín",
        "vay tiền nhanh trong ngày",
        "nhacaiuytin",
    ] {
        assert!(has_strong(title), "{title}");
    }
}

#[test]
fn a_share_counts_every_time_a_term_occurs() {
    let share_of = |text| lexicon().share_of(&text::fold(text).accented);
    let share = share_of("Nhà cái uy tín. Nhà cái uy tín, tài xỉu online. Vé số.");
    assert_eq!((share.terms, share.distinct, share.words), (3, 2, 13));
    let share = share_of("สล็อตออนไลน์บาคาร่า");
    assert_eq!((share.terms, share.distinct), (2, 2));
    assert!(share.words > 3);
}

#[test]
fn lottery_words_are_at_home_on_a_lottery_portal() {
    let lexicon = lexicon();
    let title = "Kết quả xổ số kiến thiết";
    assert!(lexicon.in_words(title, Some(Sector::Lottery)).is_empty());
    assert!(!lexicon.in_words(title, None).is_empty());
}
