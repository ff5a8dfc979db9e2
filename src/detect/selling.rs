//! Words that sell. Beside a term of the lexicon they say that the thing is not reported on but
//! offered.

use std::sync::LazyLock;

use super::words::WordLists;
use crate::page::text;

/// So many different words that sell are an offer, if one of them is of the trade.
const AN_OFFER: usize = 3;

/// Words of those who sell what nobody may sell: agencies do not use them.
const TRADE: &str = "
    uy tín; nạp tiền; nạp rút; rút tiền; nạp đầu; nạp tối thiểu; tải app; tải apk; tải game;
    khuyến mãi; nhận thưởng; nhận ngay; nhận tiền; trả thưởng; tân thủ; link vào;
    link truy cập; bị chặn; số 1; giá rẻ; giá tốt; chính hãng; giao hàng; mua ngay; đặt hàng;
    hoàn tiền; hoa hồng; đổi thưởng; xanh chín; hotline; giải ngân; duyệt nhanh; siêu tốc;
    siêu nhanh; top 10; full hd; vietsub; lừa đảo không; kiếm tiền; người chơi; chơi ngay;
    tạo tài khoản; đặt tiền; đặt cược; luôn thắng; thắng lớn; tỷ lệ ăn; mẹo; chiến thuật;
    bí quyết; cách chơi; cổng vào; jackpot; cao thủ; chốt số; bao check; phôi thật; mạnh nhất;
    kín đáo; không che; nợ xấu; lãi thấp; apk; link xem; xem bóng đá;
    buy; cheap; cheapest; discount; free shipping; for sale; on sale; bonus; bonuses; winning;
    no prescription; without prescription; overnight; coupon; promo; deposit; real money;
    outlet; wholesale; guaranteed; money back; order now; apply now; instant; approval;
    no human verification; full movie; stream;
    terpercaya; menang; link alternatif; bandar; tanpa potongan; pulsa; bocoran; veren; bedava;
    en iyi;
    สมัคร; ฝาก; ถอน; โบนัส; เครดิตฟรี; เว็บตรง; อันดับ 1; แตกง่าย; ออโต้; โปรโมชั่น; ทางเข้า;
    เล่น;
    注册; 註冊; 登录; 登入; 登錄; 官网; 官網; 入口; 优惠; 優惠; 代理; 手机版; 信誉; 提现; 充值;
    存款; 开户;
    激安; 送料無料; 通販; 最安値; セール; 正規品; 即納; 特価; 新品; 中古; 在庫; 割引; 口コミ;
    ボーナス; 入金; カート; 税込; お買い得; レディース; メンズ;
    가입; 검증; 보너스; 구매; 할인; 순위; купить; бонус; играть; зеркало; промокод
";

/// Words that sell in this company; agencies use them every day.
const EVERYDAY: &str = "
    đăng ký; đăng nhập; tải về; tải xuống; ưu đãi; tặng; mới nhất; hàng đầu; hợp pháp; chơi;
    trực tuyến; online; tốt nhất; cam kết; miễn phí; 24/7; zalo; thế chấp; lãi suất;
    nhanh chóng; đánh giá; trải nghiệm; trang chủ; nhất việt nam; nhất hiện nay; nhất hôm nay;
    yêu thích; giải trí; chính thức; android; ios; xem phim; toàn quốc; anh em; an toàn;
    kinh nghiệm; chỉ cần; chính xác; hôm nay; trực tiếp;
    order; best; register; sign up; login; download; win; free; trusted; legit; price; prices;
    shop; store; review; reviews; top; watch; hd; get free; unlimited;
    daftar; terbaik; terbaru; resmi; mudah; situs; agen; terlengkap; hari ini; terbesar;
    server; güncel; giriş;
    ดีที่สุด; ฟรี; 官方; 下载; 下載; 平台; 最新; 客服; 安装; 免费; 免費; 推荐; 推薦; app; 网址;
    网站; 公式; 人気; 新作; 楽天; 限定; ランキング; 価格; 販売; おすすめ; 登録; 無料; 購入; 円;
    추천; 주소; 바로가기; 이벤트; 무료; цена; официальный сайт; регистрация; скачать;
    бесплатно; онлайн; доставка; отзывы
";

static WORDS: LazyLock<WordLists> = LazyLock::new(|| WordLists::new(&[TRADE, EVERYDAY]));

/// The different words that sell in some texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Selling {
    seen: Vec<usize>,
    of_trade: bool,
}

impl Selling {
    /// Notes the words of a text.
    pub fn note(&mut self, words: &str) {
        self.note_folded(&text::fold(words).accented);
    }

    /// Notes the words of a text that is folded already, with its marks.
    pub fn note_folded(&mut self, folded: &str) {
        for found in WORDS.find(folded) {
            if !self.seen.contains(&found.word) && found.is_a_word(folded) {
                self.seen.push(found.word);
                self.of_trade |= found.list == 0;
            }
        }
    }

    /// How many there are.
    pub fn words(&self) -> usize {
        self.seen.len()
    }

    /// Whether they make an offer, with so many further reasons.
    pub fn is_offer(&self, reasons: usize) -> bool {
        self.of_trade && self.words() + reasons >= AN_OFFER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_offer(words: &str) -> bool {
        let mut selling = Selling::default();
        selling.note(words);
        selling.is_offer(0)
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
            assert!(is_offer(title), "{title}");
        }
    }

    #[test]
    fn agencies_ask_people_to_register_too() {
        for title in [
            "Hội nghị tổng kết công tác năm 2024 của Ủy ban nhân dân huyện",
            "Hướng dẫn đăng ký, đăng nhập dịch vụ công trực tuyến miễn phí, nhanh chóng",
            "best best best best",
        ] {
            assert!(!is_offer(title), "{title}");
        }
    }
}
