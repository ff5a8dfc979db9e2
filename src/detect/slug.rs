//! What an address in a list says by itself, before anybody has looked at its page.

use std::sync::LazyLock;

use regex::Regex;
use url::{Position, Url};

use super::{
    Listed, Observation,
    echo::{decoded, spaced},
    language::languages_in,
    prose::is_reporting,
    shape::is_kit_path,
};
use crate::{page::text, upload::is_uploaded_page};

/// An address that no editor would choose.
#[derive(Debug, Default)]
pub(super) struct Odd {
    /// Strong terms of the lexicon, and names like those of gambling brands.
    pub words: Vec<String>,
    /// The address has the form of a known kit's.
    pub kit: bool,
    /// Letters in which the portal does not write, by language.
    pub language: Option<&'static str>,
    /// A page in a folder for files.
    pub upload: bool,
}

/// What news of crime say in their address beyond what they say in titles.
const NEWS: &[&str] = &[
    "doi tuong",
    "bat nhom",
    "bat qua tang",
    "bi bat",
    "bi phat",
    "linh an",
    "pha an",
    "vu an",
    "hau toa",
    "phap luat",
    "an ninh",
    "trat tu",
    "noi khong voi",
    "tac hai",
];

/// Names made as gambling brands are: `kubet77`, `8xbet`, `789club`.
static BRAND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[a-z]{0,6}[0-9]{0,2}bet[0-9]{2,3}|[0-9]{1,3}[a-z]?bet",
        r"|[a-z]{1,6}(?:club|vip|fun)[0-9]{2,3}|[0-9]{2,3}(?:club|win|vip|fun))$",
    ))
    .ok()
});

/// So many letters are a word.
const A_WORD: usize = 4;

/// What the folder of a version in another language is called.
const LANGUAGES: &[&str] = &[
    "ja", "jp", "ja-jp", "zh", "cn", "zh-cn", "zh-tw", "zh-hans", "ko", "kr", "ko-kr", "th",
    "th-th", "ru", "ru-ru", "ar", "lo", "la", "km", "en", "fr",
];

/// What is odd about an address, if anything.
pub(super) fn odd(observation: &Observation<'_>, listed: &Listed, url: &Url) -> Option<Odd> {
    let path = decoded(&url[Position::BeforePath..Position::AfterQuery]);
    let words = spaced(&path);
    let mut odd = Odd {
        words: Vec::new(),
        kit: is_kit_path(url.path()),
        language: foreign_letters(url, &path, listed),
        upload: is_uploaded_page(url),
    };
    let terms = observation.offers_in_address(&url[Position::BeforePath..]);
    odd.words.extend(terms.into_iter().map(|term| term.text.clone()));
    odd.words.extend(brands(&words).map(str::to_owned));
    if !odd.words.is_empty() && reports(&words) {
        odd.words.clear();
    }
    (!odd.words.is_empty() || odd.kit || odd.language.is_some()).then_some(odd)
}

fn brands(words: &str) -> impl Iterator<Item = &str> {
    words.split(' ').filter(|word| {
        word.len() <= 12
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && BRAND.as_ref().is_some_and(|brand| brand.is_match(word))
    })
}

fn reports(words: &str) -> bool {
    let plain = text::fold(words).plain;
    is_reporting(words) || NEWS.iter().any(|news| plain.contains(news))
}

/// The language of an address in letters in which the portal does not write, unless it belongs to
/// a version that says so.
fn foreign_letters(url: &Url, path: &str, listed: &Listed) -> Option<&'static str> {
    if path.is_ascii() {
        return None;
    }
    let writes = listed.writes.as_ref()?;
    // Japanese is written with Chinese letters too.
    let is_written =
        |own: &&str| writes.contains(own) || (*own == "chinese" && writes.contains("japanese"));
    let language = languages_in(path, A_WORD).into_iter().find(|own| !is_written(own))?;
    let says_so = |part: &str| LANGUAGES.iter().any(|own| part.eq_ignore_ascii_case(own));
    let folders = url.path().split('/').take(3);
    let labels = url.host_str().unwrap_or_default().split('.').take(1);
    let values = url.query_pairs().any(|(_, value)| says_so(&value));
    (!folders.chain(labels).any(says_so) && !values).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brands_are_told_from_numbers_of_decrees_and_systems() {
        for word in ["kubet77", "8xbet", "188bet", "789club", "hitclub88", "bet88", "55win"] {
            assert_eq!(brands(word).count(), 1, "{word}");
        }
        for word in [
            "nd68",
            "win10",
            "alphabet",
            "tibet2024",
            "covid19",
            "qd88",
            "bet",
            "club",
            "vip",
            "68",
        ] {
            assert_eq!(brands(word).count(), 0, "{word}");
        }
    }

    #[test]
    fn a_version_in_another_language_says_so_or_the_portal_writes_in_it() {
        let language = |url: &str, writes: Option<&[&'static str]>| {
            let writes = writes.map(|writes| writes.iter().copied().collect());
            let (url, listed) = (Url::parse(url).unwrap(), Listed { writes, ..Listed::default() });
            foreign_letters(&url, &decoded(url.path()), &listed)
        };
        let (shop, none) = ("https://a.example/激安-バッグ", Some(&[][..]));
        assert_eq!(language(shop, none), Some("japanese"));
        assert_eq!(language("https://a.example/中国-新闻", none), Some("chinese"));
        assert_eq!(language("https://a.example/ja/観光-ガイド", none), None);
        assert_eq!(language("https://cn.a.example/新闻", none), None);
        assert_eq!(language("https://a.example/tin-tức/đại-hội", none), None);
        assert_eq!(language(shop, Some(&["japanese"])), None);
        assert_eq!(language(shop, None), None, "nobody knows in what the portal writes");
    }
}
