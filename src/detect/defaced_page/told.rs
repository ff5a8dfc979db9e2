//! Telling those who tell of a hack from those who did it.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::reading::plain;
use crate::{detect::prose::is_reporting, page::Page};

/// The most bytes of text that are searched.
const MOST: usize = 64 << 10;
/// A block of text with fewer bytes than this is a menu entry or a headline, no sentence.
const SENTENCE: usize = 100;
/// So many words of the trade make a text about it.
const TRADE: usize = 3;
/// So many words of news a headline is worth.
const HEADLINE: usize = 2;

/// How news and notices speak of a hack.
static NEWS_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:cho biet|khac phuc|su co|dieu tra|ghi nhan|theo ong|theo ba|dai dien|nguoi dung",
        r"|co quan chuc nang|phat hien|khoi phuc|bao chi|xin loi|xac minh|trinh bao|canh bao|huong dan",
        r"|according to|spokes\w*|officials?|investigat\w*|restor\w*|incident|researchers?|experts?",
        r"|reported|announced|apologi\w*|inconvenience|training|tutorial|how to|example",
        r"|back soon|suspended|maintenance|bao tri|tam ngung|tam dung|thong cam|dien tap",
        r"|menurut|kepala dinas|pemulihan|segun|portavoz|disculp\w*|selon|segundo|desculp\w*",
        r"|haberi?|aciklama\w*|сообщ\w*|заяви\w*)\b"
    ))
    .ok()
});

/// Words of the trade of those who attack and those who defend.
static TRADE_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:hackers?|hacking|tin tac|tan cong|an ninh mang|an toan thong tin|bao mat|ma doc|lo hong",
        r"|xam nhap|malware|cyber\w*|attack\w*|vulnerab\w*|breach\w*|phish\w*|ransomware|defac\w*",
        r"|exploit\w*|firewall|website security|pentest\w*|peretas|siber|keamanan|saldiri\w*",
        r"|guvenlik|ataques?|ciberseguridad|seguranca|attaque\w*|cybersecurite|piratage",
        r"|взлом\w*|хакер\w*|атак\w*)\b",
        r"|اختراق|قراصنه|السيبراني|هجوم|هكر|سايبري|حملات|黑客|攻击|漏洞|网络安全|駭客|資安",
        r"|ハッカー|攻撃|脆弱性|해커|공격|보안|แฮกเกอร์|โจมตี|হ্যাকার|हैकर"
    ))
    .ok()
});

/// How many words of news or of an owner's notice a page has, and how many headlines that report.
pub(super) fn news(page: &Page) -> usize {
    let headlines = std::iter::once(&page.title).chain(&page.headings);
    headlines.filter(|headline| is_reporting(headline)).count() * HEADLINE
        + distinct(&NEWS_WORDS, &plain(head(&page.visible_text)))
}

/// Whether the sentences of a page are about attacks on computers.
pub(super) fn is_about_attacks(page: &Page) -> bool {
    let mut sentences = String::new();
    for block in page.blocks().filter(|block| block.len() >= SENTENCE) {
        if sentences.len() > MOST {
            break;
        }
        sentences.push_str(block);
        sentences.push('\n');
    }
    distinct(&TRADE_WORDS, &plain(&sentences)) >= TRADE
}

fn distinct(words: &LazyLock<Option<Regex>>, text: &str) -> usize {
    let found = words.iter().flat_map(|words| words.find_iter(text));
    found.map(|word| word.as_str()).collect::<BTreeSet<_>>().len()
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST)]
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{is_about_attacks, news};
    use crate::page::{Loaded, Page, Reader};

    fn page(source: &str) -> Page {
        let url = Url::parse("https://portal.example/").unwrap();
        Reader::new().read(source.into(), &url, &[], &Loaded::default())
    }

    #[test]
    fn menus_about_security_are_no_article_about_an_attack() {
        let menu = "<li>An toàn thông tin<li>An ninh mạng<li>Cảnh báo tấn công<li>Mã độc";
        assert!(!is_about_attacks(&page(menu)));
        let story = "<p>Tin tặc đã tấn công trang của trường qua một lỗ hổng của phần mềm quản trị, \
            rồi thay trang chủ; đơn vị bảo mật đang xử lý cùng nhà trường.</p>";
        assert!(is_about_attacks(&page(story)));
    }

    #[test]
    fn owners_who_apologise_bring_news() {
        assert!(news(&page("<p>Trang bị hack, chúng tôi xin lỗi và đang khôi phục</p>")) >= 2);
        assert_eq!(news(&page("<p>Hacked by Demo Fox. Patch your server, admin!</p>")), 0);
    }
}
