//! Offers of what has honest traders too, worded as none of them words them: a loan to whoever shows
//! an identity card, a drug without its prescription, a diploma without the exam.
//!
//! The lexicon knows phrases; here any order of the words will do. The press writes of all this, so
//! an offer is brief, quotes nobody and says hardly anything else.

use std::sync::LazyLock;

use super::words::WordLists;
use crate::page::text::{self, Folded};

/// A trade as it advertises itself, in one language.
struct Trade {
    language: Option<&'static str>,
    /// So many promises beside what is sold are an offer.
    enough: usize,
    /// What is sold; what nobody honest promises; promises; words of banks, schools and agencies.
    words: WordLists,
}

impl Trade {
    fn new(language: Option<&'static str>, enough: usize, words: [&str; 4]) -> Self {
        Self { language, enough, words: WordLists::new(&words) }
    }

    /// Of drugs that have the same name everywhere.
    fn of_drugs(language: Option<&'static str>, enough: usize, words: [&str; 4]) -> Self {
        let [goods, telling, promises, official] = words;
        let goods = format!("{goods};{DRUG_NAMES}");
        Self::new(language, enough, [&goods, telling, promises, official])
    }
}

static TRADES: LazyLock<[Trade; 6]> = LazyLock::new(|| {
    [
        Trade::new(None, 2, LOANS),
        Trade::new(Some("english"), 2, LOANS_IN_ENGLISH),
        Trade::of_drugs(None, 2, DRUGS),
        Trade::of_drugs(Some("english"), 1, DRUGS_IN_ENGLISH),
        Trade::new(None, 3, FILMS),
        Trade::new(None, 3, PAPERS),
    ]
});

const LOANS: [&str; 4] = [
    "vay",
    "chỉ cần; chỉ cần cmnd; chỉ cần cccd; chỉ cần chứng minh thư; chỉ cần căn cước; chỉ cần sim;
    bằng cmnd; bằng cccd; bằng sim; không thẩm định; không cần thẩm định; không gặp mặt; không cần gặp;
    không chứng minh thu nhập; không cần chứng minh thu nhập; không cần giấy tờ; không gọi người thân;
    không gọi tham chiếu; bao nợ xấu; dính nợ xấu; kể cả nợ xấu; hỗ trợ nợ xấu; không check cic;
    duyệt tự động; bao duyệt",
    "trong ngày; 5 phút; 10 phút; 15 phút; 30 phút; 24/7; cần tiền gấp; có ngay; siêu tốc; siêu nhanh; nhanh; gấp; nóng; online; qua app; không thế chấp; không cần thế chấp;
    không cần tài sản; giải ngân ngay; giải ngân nhanh; nhận tiền ngay; có tiền ngay; uy tín;
    duyệt nhanh; lãi thấp",
    "vốn; ngân hàng; bank; ưu đãi; chính sách; hộ nghèo; nông dân; nông nghiệp; sinh viên; học sinh;
    doanh nghiệp; sản xuất; mua nhà; quỹ; tiết kiệm",
];

const LOANS_IN_ENGLISH: [&str; 4] = [
    "loan; loans; cash advance",
    "bad credit; no credit check; without credit check; guaranteed approval; no documents",
    "instant; same day; fast; quick; online; apply now; payday; cheap; easy",
    "bank; student; students; programme; program; project; agreement; ministry; housing",
];

const DRUGS: [&str; 4] = [
    "thuốc phá thai; thuốc kích dục; thuốc mê; thuốc cường dương; thuốc tăng cường sinh lý",
    "mua; bán; giao hàng; ship; giao tận nơi; giao tận nhà; kín đáo; không cần đơn",
    "giá rẻ; giá bao nhiêu; chính hãng; tại nhà; online; uy tín; tphcm; hà nội; loại tốt; zalo; 24/7",
    "bệnh viện; khoa; quản lý; sử dụng; tác hại; danh mục; thầu; mua sắm; kê đơn; đơn thuốc; an toàn;
    thông tin; cập nhật; hướng dẫn; kiểm nghiệm; bệnh nhân",
];

const DRUG_NAMES: &str = "
    viagra; cialis; levitra; kamagra; sildenafil; tadalafil; vardenafil; tramadol; xanax;
    alprazolam; valium; diazepam; ambien; zolpidem; phentermine; modafinil; oxycodone; hydrocodone;
    oxycontin; percocet; adderall; ritalin; codeine; clomid; propecia; priligy; dapoxetine; accutane;
    misoprostol; cytotec; mifepristone; stromectol; soma; lasix; zithromax; amoxicillin; prednisone
";

const DRUGS_IN_ENGLISH: [&str; 4] = [
    "abortion pills; ed pills; pain pills; sleeping pills",
    "buy; order; purchase; cheap; cheapest; for sale; overnight; without prescription;
    without a prescription; no prescription; no rx",
    "price; prices; cost; online; pills; discount; coupon; coupons; fast shipping; free shipping;
    next day",
    "study; trial; guideline; guidelines; safety; warning; list; leaflet; recall",
];

const FILMS: [&str; 4] = [
    "phim; bóng đá",
    "vietsub; full hd; không che; bản đẹp full; lậu",
    "xem; trực tiếp; miễn phí; free; online; hd; link; tốc độ cao; không quảng cáo; trọn bộ; full;
    thuyết minh",
    "tài liệu; lưu động; thiếu nhi; phục vụ; cách mạng; rạp; giải; đội; hội",
];

const PAPERS: [&str; 4] = [
    "bằng đại học; bằng cấp; bằng cấp 3; bằng tốt nghiệp; bằng lái; bằng lái xe;
    giấy phép lái xe; chứng chỉ; giấy khám sức khỏe; giấy khám sức khoẻ; giấy tờ; cccd; cmnd; hộ chiếu;
    học bạ; diploma; degree; passport; driver license; driving licence",
    "không cần thi; không phải thi; không cần học; không cần khám; không cần đến; bao check;
    bao soi; bao công chứng; có hồ sơ gốc; phôi thật; phôi gốc; không cọc; without exam; no exam",
    "uy tín; giá rẻ; nhanh; lấy ngay; trong ngày; cấp tốc; giao tận nơi; toàn quốc; bao đậu; trọn gói;
    ship; làm; mua",
    "cấp đổi; đổi; cấp lại; thủ tục; tra cứu; luyện; ôn; đào tạo; khai giảng; tuyển sinh; mẫu",
];

/// The longest offer, in words and bytes.
const MOST_WORDS: usize = 16;
const MOST_BYTES: usize = 200;

/// An offer.
pub(super) struct Bait {
    /// As it is worded, folded.
    pub words: String,
    /// It promises what nobody honest does.
    pub is_telling: bool,
    /// Its language, where the portal does not write in it.
    pub language: Option<&'static str>,
}

/// All that is sold: most texts name none of it.
static GOODS: LazyLock<WordLists> = LazyLock::new(|| {
    let goods =
        [LOANS, LOANS_IN_ENGLISH, DRUGS, DRUGS_IN_ENGLISH, FILMS, PAPERS].map(|[goods, ..]| goods);
    WordLists::new(&[&goods[..], &[DRUG_NAMES]].concat())
});

/// What a few words offer.
pub(super) fn bait(words: &str) -> Option<Bait> {
    bait_in(words, &text::fold(words))
}

/// The same in words that are folded already.
pub(super) fn bait_in(words: &str, folded: &Folded) -> Option<Bait> {
    let is_long = words.len() > MOST_BYTES || words.split_whitespace().nth(MOST_WORDS).is_some();
    if is_long || words.contains(['"', '“', '«']) {
        return None;
    }
    let folded = &folded.accented;
    GOODS.find(folded).next()?;
    let found = TRADES.iter().find_map(|trade| Some((trade, trade.offer(folded)?)))?;
    let (trade, is_telling) = found;
    Some(Bait { words: folded.clone(), is_telling, language: trade.language })
}

impl Trade {
    /// Whether a text is an offer, and then whether it is a telling one.
    fn offer(&self, folded: &str) -> Option<bool> {
        let mut counts = [0; 4];
        let (mut seen, mut said) = (Vec::new(), 0);
        for found in self.words.find(folded).filter(|found| found.is_a_word(folded)) {
            said += letters(found.text(folded));
            if !seen.contains(&found.word) {
                seen.push(found.word);
                *counts.get_mut(found.list)? += 1;
            }
        }
        let [goods, telling, promises, official] = counts;
        let offers = goods > 0 && official == 0 && (telling > 0 || promises >= self.enough);
        (offers && said * 2 >= letters(folded)).then_some(telling > 0)
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(words: &str) -> Option<bool> {
        bait(words).map(|bait| bait.is_telling)
    }

    #[test]
    fn offers_are_known_in_any_order_of_their_words() {
        for words in [
            "Vay tiền online chỉ cần CMND",
            "Chỉ cần CCCD, vay nhanh 10 triệu",
            "Cần tiền gấp? Vay 20 triệu chỉ cần sim chính chủ, có ngay sau 10 phút",
            "Misoprostol giao tận nhà, kín đáo, zalo 24/7",
            "vay tien khong can gap mat",
            "Cho vay kể cả nợ xấu",
            "personal loans with bad credit",
            "order tramadol without prescription",
            "Bán thuốc mê, giao hàng kín đáo",
            "Phim vietsub hay",
            "Bằng lái xe không cần thi",
        ] {
            assert_eq!(offers(words), Some(true), "{words}");
        }
        for words in [
            "Vay nhanh trong ngày không thế chấp",
            "vay tiền gấp uy tín",
            "cialis 20mg price",
            "fast cash loans online",
        ] {
            assert_eq!(offers(words), Some(false), "{words}");
        }
    }

    #[test]
    fn banks_agencies_and_the_press_are_none() {
        for words in [
            "Vay vốn không thế chấp cho hộ nghèo",
            "Ngân hàng Chính sách: vay nhanh, lãi thấp",
            "Vay tiền qua app: tiện lợi nhưng nhiều rủi ro",
            "Vay nhanh qua app, một phụ nữ phải bán nhà để trả nợ",
            "Núp bóng “vay nhanh trong ngày, chỉ cần CCCD”",
            "Tỷ lệ nợ xấu cho vay tiêu dùng tăng",
            "Student loans online",
            "Váy công sở giá rẻ giao tận nơi",
            "Tramadol: safety information",
            "Danh mục thuốc mê, thuốc tê",
            "Gói thầu mua sắm Tramadol, Diazepam",
            "Tra cứu giá thuốc kê đơn online",
            "Chiếu phim lưu động miễn phí",
            "Xem phim tài liệu về Điện Biên Phủ",
            "Xem trực tiếp giải bóng đá thiếu niên",
            "Cấp đổi giấy phép lái xe nhanh trong ngày",
            "Luyện thi chứng chỉ tiếng Anh cấp tốc",
            "Làm hộ chiếu online",
            "Mua thuốc phá thai qua mạng, cô gái trẻ nhập viện",
        ] {
            assert_eq!(offers(words), None, "{words}");
        }
    }
}
