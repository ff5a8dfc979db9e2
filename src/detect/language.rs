//! In which language a page is written, where that is none in which a Vietnamese portal writes.

use std::{collections::HashSet, sync::LazyLock};

use super::{prose::chosen_words, words::WordLists};
use crate::page::{
    Page,
    text::{self, Writing},
};

/// Characters of a page's text that tell its language.
const ENOUGH_TEXT: usize = 4_000;
/// Letters in a foreign script that are more than a quotation.
const A_PARAGRAPH: usize = 60;
/// A text shorter than this has no say against the title.
const SHORT: usize = 120;

/// The foreign language of a page: its title is written in it, and so is its text. Lao, Khmer and
/// the minorities' scripts are at home; so is English.
pub(super) fn foreign_language(page: &Page) -> Option<&'static str> {
    let title = title_of(page);
    if title.is_ascii() {
        return is_indonesian(page).then_some("indonesian");
    }
    let title = Writing::of(title, 300);
    let (language, letters) = foreign_script(&title)?;
    // Names of brands are Latin everywhere.
    if title.vietnamese > 0 || letters * 5 < title.letters() * 2 {
        return None;
    }
    let text = Writing::of(&page.visible_text, ENOUGH_TEXT);
    let theirs = foreign_script(&text).map_or(0, |(_, letters)| letters);
    (theirs >= A_PARAGRAPH || text.letters() < SHORT).then_some(language)
}

fn title_of(page: &Page) -> &str {
    if page.title.is_empty() {
        page.headings.first().map_or("", String::as_str)
    } else {
        &page.title
    }
}

/// The foreign script with the most letters, and how many.
pub(super) fn foreign_script(writing: &Writing) -> Option<(&'static str, usize)> {
    let scripts = foreign_scripts(writing).into_iter();
    scripts.max_by_key(|(_, letters)| *letters).filter(|(_, letters)| *letters >= 4)
}

fn foreign_scripts(writing: &Writing) -> [(&'static str, usize); 6] {
    let Writing { han, kana, hangul, thai, cyrillic, arabic, .. } = *writing;
    [
        ("japanese", if kana > 0 { han + kana } else { 0 }),
        ("chinese", if kana == 0 { han } else { 0 }),
        ("korean", hangul),
        ("thai", thai),
        ("russian", cyrillic),
        ("arabic", arabic),
    ]
}

/// The languages of which a text has at least so many letters, as far as the letters tell.
pub fn languages_in(text: &str, least: usize) -> impl Iterator<Item = &'static str> {
    let scripts = foreign_scripts(&Writing::of(text, usize::MAX)).into_iter();
    scripts.filter(move |(_, letters)| *letters >= least).map(|(language, _)| language)
}

/// The commonest words of Indonesian and Malay that are none in English or in Vietnamese without
/// marks.
static INDONESIAN: LazyLock<WordLists> = LazyLock::new(|| {
    WordLists::new(&["
        dan; yang; dengan; untuk; adalah; anda; dari; ini; itu; pada; akan; bisa; dapat; tidak; dalam;
        kami; juga; situs; daftar; permainan; pemain; terbaik; terpercaya; resmi; hari; terbaru;
        mudah; bermain; oleh; karena
    "])
});

/// Distinct ones of these in a title with description, or in a text.
const IN_TITLE: usize = 2;
const IN_TEXT: usize = 7;

fn is_indonesian(page: &Page) -> bool {
    let declared = page.lang.as_deref().is_some_and(|lang| lang.starts_with("id"));
    if !declared && indonesian_words(&chosen_words(page, 3).join(" ")) < IN_TITLE {
        return false;
    }
    let text = page.visible_text.get(..page.visible_text.floor_char_boundary(ENOUGH_TEXT));
    let text = text.unwrap_or_default();
    text.len() < SHORT || indonesian_words(text) >= IN_TEXT
}

/// How many different words there are.
fn indonesian_words(text: &str) -> usize {
    let folded = text::fold(text).accented;
    let words = INDONESIAN.find(&folded).filter(|found| found.is_a_word(&folded));
    words.map(|found| found.word).collect::<HashSet<usize>>().len()
}
