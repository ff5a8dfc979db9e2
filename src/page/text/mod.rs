//! Text as people read it, and its folded form in which terms are looked for.

mod latin;
mod look_alike;
mod spaced;
mod writing;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

pub(super) use self::look_alike::is_invisible;
pub use self::writing::Writing;
use self::{
    look_alike::resolve,
    spaced::{has_single_letters, join_spaced},
};

/// A text in the two forms in which terms are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Lower case, NFC, invisible characters left out, look-alike letters resolved, letters that
    /// are spaced or dotted apart drawn together. Marks are kept: `bắn cá` is not `bán cá`.
    pub accented: String,
    /// The same without marks, and with `d` for `đ`.
    pub plain: String,
}

/// Folds a text for looking up terms. Linear in its length; meant for anchors, titles, slugs and
/// visible text, not for raw pages.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    folded.push(text);
    folded
}

/// Folds texts, each on a line of its own: one that needs the tables of Unicode does not make the
/// others slow.
pub(super) fn fold_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Folded {
    let mut folded = Folded::default();
    for line in lines {
        folded.push(line);
        folded.accented.push('\n');
        folded.plain.push('\n');
    }
    folded
}

impl Folded {
    fn push(&mut self, text: &str) {
        let (accented, plain) = (self.accented.len(), self.plain.len());
        if latin::fold(text, &mut self.accented, &mut self.plain) {
            // Both have the same letters in the same places.
            if has_single_letters(&self.plain[plain..]) {
                let joined = join_spaced(&self.accented[accented..]);
                self.accented.replace_range(accented.., &joined);
                let joined = join_spaced(&self.plain[plain..]);
                self.plain.replace_range(plain.., &joined);
            }
        } else {
            let folded = fold_by_tables(text);
            self.accented.push_str(&folded.accented);
            self.plain.push_str(&folded.plain);
        }
    }
}

fn fold_by_tables(text: &str) -> Folded {
    let visible = text.chars().filter(|&c| !is_invisible(c));
    let mut accented: String = visible.nfkc().flat_map(lower).map(resolve).nfc().collect();
    if has_single_letters(&accented) {
        accented = join_spaced(&accented);
    }
    let plain = without_marks(&accented).into_owned();
    Folded { accented, plain }
}

/// Whether a text carries marks that only Vietnamese puts on letters: `ă`, `ơ`, `ư`, `đ`, and
/// letters with a hook, a dot below or two marks.
pub fn has_vietnamese_marks(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    text.chars().nfc().any(is_vietnamese)
}

fn is_vietnamese(c: char) -> bool {
    matches!(c, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư')
        || matches!(c, '\u{1ea0}'..='\u{1ef9}')
}

/// NFC, for a text that has combining marks; any other is returned as it is.
pub(super) fn compose(text: String) -> String {
    if has_loose_marks(&text) { text.nfc().collect() } else { text }
}

/// Whether a text has combining marks: U+0300 to U+036F begin with these bytes.
pub(super) fn has_loose_marks(text: &str) -> bool {
    memchr::memchr2(0xcc, 0xcd, text.as_bytes()).is_some()
}

/// Appends a text with its white space folded, up to about `most` bytes in all.
pub(super) fn push_words(to: &mut String, text: &str, most: usize) {
    if text.starts_with(char::is_whitespace) {
        push_space(to);
    }
    // The lead bytes of the white space that is not ASCII: most texts have none.
    let plain = memchr::memchr3(0xc2, 0xe2, 0xe3, text.as_bytes()).is_none();
    let whole = if plain && is_tidy(text.as_bytes()) && to.len() + text.len() <= most {
        let words = text.trim_matches(' ');
        to.push_str(words);
        !words.is_empty()
    } else if plain {
        push_all(to, text.split_ascii_whitespace(), most)
    } else {
        push_all(to, text.split_whitespace(), most)
    };
    if whole && text.ends_with(char::is_whitespace) {
        push_space(to);
    }
}

/// Whether all white space is single spaces.
fn is_tidy(text: &[u8]) -> bool {
    let odd = text.iter().filter(|&&byte| (byte < b' ') | (byte == 0x7f)).count();
    odd == 0 && text.windows(2).filter(|two| (two[0] == b' ') & (two[1] == b' ')).count() == 0
}

/// Whether there were words and all of them found room.
fn push_all<'a>(to: &mut String, words: impl Iterator<Item = &'a str>, most: usize) -> bool {
    let mut first = true;
    for word in words {
        if to.len() + word.len() > most {
            return false;
        }
        if !first {
            to.push(' ');
        }
        first = false;
        to.push_str(word);
    }
    !first
}

/// Appends a space unless there is one.
pub(super) fn push_space(to: &mut String) {
    if !to.is_empty() && !to.ends_with(' ') {
        to.push(' ');
    }
}

fn lower(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase()
}

/// The text without its marks, and with `d` for `đ`.
fn without_marks(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let is_mark = |c: &char| matches!(c, '\u{300}'..='\u{36f}');
    let stripped = text.nfd().filter(|c| !is_mark(c)).map(|c| if c == 'đ' { 'd' } else { c });
    Cow::Owned(stripped.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_kept_in_one_form_and_left_out_in_the_other() {
        let folded = fold("Nhà Cái Đổi Thưởng");
        assert_eq!(folded.accented, "nhà cái đổi thưởng");
        assert_eq!(folded.plain, "nha cai doi thuong");
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same() {
        let decomposed: String = "Tài Xỉu Đổi thưởng".nfd().collect();
        assert_eq!(fold(&decomposed), fold("tài xỉu đổi thưởng"));
    }

    #[test]
    fn invisible_characters_do_not_split_words() {
        let split = "ca\u{200b}si\u{ad}no n\u{2060}h\u{feff}à c\u{200d}ái\u{fe0f}";
        assert_eq!(fold(split).accented, "casino nhà cái");
    }

    #[test]
    fn letters_of_other_scripts_are_read_as_what_they_look_like() {
        assert_eq!(fold("сasinо").plain, "casino");
        assert_eq!(fold("ｃａｓｉｎｏ").plain, "casino");
        assert_eq!(fold("𝐂𝐚𝐬𝐢𝐧𝐨 𝟖𝟖").plain, "casino 88");
        assert_eq!(fold("ᴄᴀꜱɪɴᴏ").plain, "casino");
        assert_eq!(fold("m88 club").plain, "m88 club");
    }

    #[test]
    fn letters_set_apart_are_drawn_together() {
        assert_eq!(fold("n h à  c á i").accented, "nhà cái");
        assert_eq!(fold("n.h.à c.á.i").accented, "nhà cái");
        assert_eq!(fold("n.h.a.c.a.i").plain, "nhacai");
        assert_eq!(fold("vào c-a-s-i-n-o ngay").accented, "vào casino ngay");
        assert_eq!(fold("c a s i n o").plain, "casino");
    }

    #[test]
    fn ordinary_text_is_not_drawn_together() {
        for text in [
            "điều 1 - 2 - 3 của nghị định",
            "thứ 2, ngày 1.1.2026",
            "a b c của lớp",
            "ông a - bà b - con",
            "a. mục một b. mục hai",
            "trang 1 2 3 4 5 6 7",
        ] {
            assert_eq!(fold(text).accented, text);
        }
    }

    #[test]
    fn vietnamese_is_told_by_its_marks() {
        assert!(has_vietnamese_marks("Sở Y tế"));
        assert!(has_vietnamese_marks(&"người dân".nfd().collect::<String>()));
        assert!(!has_vietnamese_marks("nha cai uy tin"));
        assert!(!has_vietnamese_marks("café à la carte"));
    }

    #[test]
    fn white_space_is_folded() {
        let mut text = String::new();
        push_words(&mut text, " \n Cổng\u{a0} thông\t\ttin ", usize::MAX);
        assert_eq!(text, "Cổng thông tin ");
    }

    #[test]
    fn long_input_is_folded_in_linear_time() {
        let hostile = "a ".repeat(500_000);
        assert_eq!(fold(&hostile).plain.trim_end().len(), 500_000);
        let mixed = "a.b-".repeat(250_000);
        assert!(!fold(&mixed).plain.is_empty());
    }
}
