//! Words that sell. Agencies use many of them too; beside a term of the lexicon they say that the
//! thing is not reported on but offered.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::page::text;

/// So many different words that sell, and the words around a term are an offer.
pub(super) const AN_OFFER: usize = 3;

const SELLING: &[&str] = &[
    // Vietnamese
    "uy tín",
    "đăng ký",
    "đăng nhập",
    "nạp tiền",
    "nạp rút",
    "rút tiền",
    "nạp đầu",
    "tải app",
    "tải apk",
    "tải game",
    "tải về",
    "tải xuống",
    "khuyến mãi",
    "ưu đãi",
    "tặng",
    "nhận thưởng",
    "nhận ngay",
    "link vào",
    "link truy cập",
    "bị chặn",
    "mới nhất",
    "số 1",
    "hàng đầu",
    "hợp pháp",
    "chơi",
    "trực tuyến",
    "online",
    "tốt nhất",
    "giá rẻ",
    "giá tốt",
    "chính hãng",
    "cam kết",
    "giao hàng",
    "mua ngay",
    "đặt hàng",
    "hoàn tiền",
    "hoa hồng",
    "miễn phí",
    "đổi thưởng",
    "xanh chín",
    "24/7",
    "hotline",
    "zalo",
    "giải ngân",
    "duyệt nhanh",
    "thế chấp",
    "siêu tốc",
    "nhanh chóng",
    "top 10",
    "đánh giá",
    "full hd",
    "vietsub",
    "trải nghiệm",
    "tân thủ",
    "lừa đảo không",
    "kiếm tiền",
    "trang chủ",
    "nhất việt nam",
    "nhất hiện nay",
    "nhất hôm nay",
    "yêu thích",
    "giải trí",
    "chính thức",
    "android",
    "ios",
    "apk",
    "mạnh nhất",
    "kín đáo",
    "không che",
    "xem phim",
    "toàn quốc",
    "nợ xấu",
    "chơi ngay",
    "bao check",
    "phôi thật",
    "thắng lớn",
    "chính xác",
    "hôm nay",
    "trực tiếp",
    "cao thủ",
    "chốt số",
    "siêu nhanh",
    "lãi suất",
    // English
    "buy",
    "cheap",
    "cheapest",
    "order",
    "discount",
    "free shipping",
    "for sale",
    "on sale",
    "best",
    "bonus",
    "bonuses",
    "register",
    "sign up",
    "login",
    "download",
    "win",
    "winning",
    "no prescription",
    "without prescription",
    "overnight",
    "coupon",
    "promo",
    "deposit",
    "free",
    "trusted",
    "legit",
    "real money",
    "outlet",
    "wholesale",
    "price",
    "prices",
    "shop",
    "store",
    "review",
    "reviews",
    "top",
    "guaranteed",
    "money back",
    "watch",
    "stream",
    "full movie",
    "hd",
    "apply now",
    "instant",
    "approval",
    "get free",
    "no human verification",
    "unlimited",
    // Indonesian
    "daftar",
    "terpercaya",
    "terbaik",
    "terbaru",
    "resmi",
    "mudah",
    "menang",
    "link alternatif",
    "situs",
    "agen",
    "bandar",
    "terlengkap",
    "tanpa potongan",
    "hari ini",
    "pulsa",
    "bocoran",
    "terbesar",
    "server",
    // Thai
    "สมัคร",
    "ฝาก",
    "ถอน",
    "โบนัส",
    "เครดิตฟรี",
    "เว็บตรง",
    "อันดับ 1",
    "แตกง่าย",
    "ออโต้",
    "ดีที่สุด",
    "โปรโมชั่น",
    "ทางเข้า",
    "เล่น",
    "ฟรี",
    // Chinese
    "注册",
    "註冊",
    "登录",
    "登入",
    "登錄",
    "官网",
    "官網",
    "官方",
    "下载",
    "下載",
    "平台",
    "入口",
    "最新",
    "优惠",
    "優惠",
    "代理",
    "客服",
    "手机版",
    "安装",
    "免费",
    "免費",
    "信誉",
    "提现",
    "充值",
    "存款",
    "开户",
    "推荐",
    "推薦",
    "app",
    "网址",
    "网站",
    // Japanese
    "公式",
    "激安",
    "送料無料",
    "通販",
    "人気",
    "新作",
    "最安値",
    "セール",
    "正規品",
    "即納",
    "楽天",
    "特価",
    "新品",
    "中古",
    "限定",
    "ランキング",
    "価格",
    "販売",
    "在庫",
    "割引",
    "口コミ",
    "おすすめ",
    "登録",
    "ボーナス",
    "入金",
    "無料",
    "購入",
    "カート",
    "税込",
    "円",
    "お買い得",
    "レディース",
    "メンズ",
    // Korean
    "추천",
    "가입",
    "주소",
    "검증",
    "바로가기",
    "보너스",
    "이벤트",
    "구매",
    "할인",
    "무료",
    "순위",
    // Turkish
    "veren",
    "güncel",
    "giriş",
    "en iyi",
    "bedava",
    // Russian
    "купить",
    "цена",
    "бонус",
    "официальный сайт",
    "регистрация",
    "скачать",
    "играть",
    "бесплатно",
    "зеркало",
    "онлайн",
    "доставка",
    "отзывы",
];

/// The words with their marks, then all of them without.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = || SELLING.iter().map(|word| text::fold(word));
    let patterns = words().map(|word| word.accented).chain(words().map(|word| word.plain));
    AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(patterns).ok()
});

/// Notes the words that sell in a text, by their number in the list.
pub(super) fn note_selling_words(words: &str, seen: &mut Vec<usize>) {
    let Some(automaton) = WORDS.as_ref() else { return };
    let folded = text::fold(words).accented;
    for hit in automaton.find_iter(&folded) {
        let word = hit.pattern().as_usize() % SELLING.len();
        if !seen.contains(&word) && stands_alone(&folded, hit.start(), hit.end()) {
            seen.push(word);
        }
    }
}

/// Between letters of its own script a word is part of another, where words are set apart at all.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let splits = |c: char| !c.is_alphanumeric() || u32::from(c) >= 0x0E00;
    text[start..].starts_with(|c: char| u32::from(c) >= 0x0E00)
        || (text[..start].chars().next_back().is_none_or(splits)
            && text[end..].chars().next().is_none_or(splits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(words: &str) -> usize {
        let mut seen = Vec::new();
        note_selling_words(words, &mut seen);
        seen.len()
    }

    #[test]
    fn offers_are_full_of_words_that_sell() {
        for title in [
            "Nhà cái uy tín – đăng ký nhận ngay 188K, link vào không bị chặn",
            "Buy cheap pills online without prescription",
            "Situs slot terpercaya, daftar dan menang",
            "สมัคร ฝาก ถอน ออโต้",
            "澳门官网注册登录入口",
            "激安通販 人気 新作 送料無料",
        ] {
            assert!(count(title) >= AN_OFFER, "{title}: {}", count(title));
        }
        assert_eq!(count("Hội nghị tổng kết công tác năm 2024 của Ủy ban nhân dân huyện"), 0);
        assert_eq!(count("the best best best"), 1);
    }
}
