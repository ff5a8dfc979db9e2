//! Telling what an agency writes about spam from spam.
//!
//! Police warnings, arrests, trials and law texts use the very words of the gambling sites. They
//! also say what they are: somebody is warned, arrested, tried, forbidden.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::page::{Page, text};

/// Words of warning, police, courts and law, folded to letters without marks.
const REPORTING: &[&str] = &[
    "canh bao",
    "khuyen cao",
    "triet pha",
    "bat giu",
    "bat tam giam",
    "tam giu",
    "khoi to",
    "truy to",
    "xet xu",
    "tuyen phat",
    "phat tu",
    "bi cao",
    "bi can",
    "dieu tra",
    "cong an",
    "cuc an toan",
    "lua dao",
    "phong chong",
    "phong ngua",
    "dau tranh",
    "ngan chan",
    "xu ly",
    "xu phat",
    "vi pham",
    "toi pham",
    "toi danh bac",
    "to chuc danh bac",
    "duong day",
    "chuyen an",
    "te nan",
    "nghiem cam",
    "bo luat",
    "nghi dinh",
    "thong tu",
    "quy dinh",
    "tuyen truyen",
    "hau qua",
    "chiem doat",
    "trai phep",
    "trai phap luat",
    "arrest",
    "warn",
    "police",
    "scam",
    "fraud",
    "illegal",
];

static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(REPORTING).ok());

/// Whether a title or sentence reports on crime or law rather than selling something.
pub(super) fn is_reporting(words: &str) -> bool {
    let folded = text::fold(words).plain;
    WORDS.as_ref().is_some_and(|automaton| {
        automaton.find_iter(&folded).any(|hit| {
            let before = folded[..hit.start()].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    })
}

/// What a page was written to be found by: title, description, and its headings unless it has more
/// than `most` of them.
pub(super) fn chosen_words(page: &Page, most: usize) -> Vec<&str> {
    let headings = if page.headings.len() <= most { page.headings.as_slice() } else { &[] };
    let described = page.metas.iter().filter(|(name, _)| {
        matches!(name.as_str(), "description" | "keywords" | "og:title" | "og:description")
    });
    std::iter::once(page.title.as_str())
        .chain(described.map(|(_, content)| content.as_str()))
        .chain(headings.iter().map(String::as_str))
        .filter(|words| !words.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_reporting;

    #[test]
    fn warnings_and_trials_are_told_from_offers() {
        assert!(is_reporting("Công an cảnh báo: nhà cái 8xbet lừa đảo"));
        assert!(is_reporting("Xét xử vụ án tổ chức đánh bạc Rikvip"));
        assert!(!is_reporting("Nhà cái uy tín số 1 Việt Nam, nạp rút nhanh"));
        assert!(!is_reporting("Tài xỉu online đổi thưởng"));
    }
}
