//! Names made as betting sites make theirs: a short word and a lucky number, `bet`, `win`.
//!
//! There are more of these sites than any list can hold, and new ones every day. The shape is a
//! reason to look closer and never enough: measured on public lists it fits two of three betting
//! hosts, and one of four thousand others.

use std::sync::LazyLock;

use regex::Regex;

static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        "^(?:",
        // bong88, sv388, go88vn, w88yes
        "[a-z]{1,8}(?:88|888|79|68|66|666|86|99|999|789|777|77|799|988|388)",
        "(?:[a-z]{0,6}[0-9]{0,3})",
        // 88viet, 789f
        "|(?:88|888|789|777|79|68)[a-z]{1,8}[0-9]{0,2}",
        // 12bet, v9bet, 33win, 789club
        "|[a-z]{0,6}[0-9]{1,3}(?:bet|win|club|vip)(?:[0-9]{0,3}|vn)",
        // dabet, iwin, xbet184
        "|[a-z]{1,6}(?:bet|win|vip|club)[0-9]{1,3}",
        "|[a-z0-9]{1,6}bet|[a-z0-9]{1,4}win",
        "|[a-z0-9]{1,5}bet[a-z]{0,4}[0-9]{1,4}|[a-z]*[0-9][a-z]*bet[a-z]{1,5}",
        // bet168
        "|bet[0-9]{2,4}(?:[a-z]{0,3})",
        // nohu90, 365daga
        "|(?:nohu|daga|lode|xoso|slot|cado|judi|soikeo|poker|xidach)[0-9]+",
        "|[0-9]+(?:nohu|daga|lode|xoso|slot|cado|judi)",
        ")$",
    ))
    .ok()
});

/// Games and trades that no host names by accident.
const STEMS: &[&str] = &[
    "nhacai",
    "taixiu",
    "doithuong",
    "gamebai",
    "baccarat",
    "cacuoc",
    "xocdia",
    "casino",
    "soicau",
    "keonhacai",
    "togel",
    "slotgacor",
    "slotonline",
    "judionline",
    "hitclub",
    "rikvip",
    "sunwin",
    "thethaobet",
    "xoilac",
];

/// Words and names that happen to end so.
const WORDS: &[&str] = &[
    "abet", "alphabet", "awin", "corbet", "darwin", "dwin", "edwin", "erwin", "gibet", "godwin",
    "gobet", "gwin", "irwin", "nabet", "sherbet", "sorbet", "swin", "tibet", "twin", "unwin",
];

/// Endings of names that are sold to this trade.
const ENDINGS: &[&str] = &["bet", "casino", "poker"];

/// Whether a host is named as betting sites are: the label that its owner chose, not what stands
/// below it (`cdn77.news.example`).
pub fn is_brand_like_host(host: &str) -> bool {
    let Some(domain) = psl::domain_str(host) else { return false };
    let (label, ending) = domain.split_once('.').unwrap_or((domain, ""));
    let label: String = label.chars().filter(|&c| c != '-').collect();
    has_shape(&label) || ENDINGS.contains(&ending) || STEMS.iter().any(|stem| label.contains(stem))
}

/// The first word of a title (lower case) that is shaped as the name of a betting site. Letters
/// alone are not enough here, and numbers of documents (`nd88`, `tt78`) look the same.
pub fn brand_like_word(words: &str) -> Option<&str> {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| (4..=16).contains(&word.len()) && word.is_ascii())
        .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
        .find(|word| has_shape(word) && !is_document(word))
}

fn has_shape(label: &str) -> bool {
    label.len() <= 20
        && !WORDS.contains(&label)
        && SHAPE.as_ref().is_some_and(|shape| shape.is_match(label))
}

/// A short kind of document before its number, as in `NĐ88` and `QĐ79`.
fn is_document(word: &str) -> bool {
    const KINDS: &[&str] = &[
        "bc", "cd", "ct", "cv", "gm", "gp", "hd", "kh", "kl", "nd", "nq", "pl", "qc", "qd", "qh",
        "tb", "tt", "ttlt", "ttr", "vb", "vbhn",
    ];
    KINDS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_the_trade_are_told_by_their_name() {
        for host in [
            "bong88.com",
            "m.bong88.com",
            "go88vn.net",
            "w88yes.com",
            "12bet.com",
            "nha-cai-uy-tin.net",
            "abc789.club",
            "taixiuonline.vip",
            "nohu90.com",
            "bet168.com",
            "bet88vn.com",
            "any.casino",
        ] {
            assert!(is_brand_like_host(host), "{host}");
        }
    }

    #[test]
    fn other_hosts_are_not() {
        for host in [
            "dienbien.gov.vn",
            "cdn77.news.com",
            "media11.news.com",
            "alphabet.com",
            "tibet.net",
            "vtv1.vn",
            "k12.com",
            "thcs-so2.edu.vn",
            "vnpt.vn",
            "s100.copyright.com",
            "sierraclub.org",
            "windows.com",
            "mic.gov.vn",
            "web30s.vn",
            "mp3.zing.vn",
            "f5.com",
            "vietnam24h.vn",
            "bet.com",
            "betterworld2030.org",
        ] {
            assert!(!is_brand_like_host(host), "{host}");
        }
    }

    #[test]
    fn documents_years_and_models_are_no_brands() {
        assert_eq!(brand_like_word("nd88 hướng dẫn tt78, qd66/2024, covid19, 2024, k79, 5g"), None);
        assert_eq!(brand_like_word("trang chủ xyz88 - đăng ký nhận thưởng"), Some("xyz88"));
    }
}
