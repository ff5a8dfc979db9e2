//! Text as people read it, and its folded form in which terms are looked for.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

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
    let accented = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.chars()
            .filter(|&c| !is_invisible(c))
            .nfkc()
            .flat_map(lower)
            .map(resolve)
            .nfc()
            .collect()
    };
    let accented = join_spaced(accented);
    let plain = without_marks(&accented).into_owned();
    Folded { accented, plain }
}

/// Whether a text carries marks that only Vietnamese puts on letters: `ă`, `ơ`, `ư`, `đ`, and
/// letters with a hook, a dot below or two marks.
pub fn has_vietnamese_marks(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    text.chars().nfc().any(|c| {
        matches!(c, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư')
            || matches!(c, '\u{1ea0}'..='\u{1ef9}')
    })
}

/// NFC, for a text that has combining marks; any other is returned as it is.
pub(super) fn compose(text: String) -> String {
    // U+0300 to U+036F begin with these bytes.
    if memchr::memchr2(0xcc, 0xcd, text.as_bytes()).is_none() {
        return text;
    }
    text.nfc().collect()
}

/// Appends a text with its white space folded, up to about `most` bytes in all.
pub(super) fn push_words(to: &mut String, text: &str, most: usize) {
    if text.starts_with(char::is_whitespace) {
        push_space(to);
    }
    let mut first = true;
    for word in text.split_whitespace() {
        if to.len() + word.len() > most {
            return;
        }
        if !first {
            to.push(' ');
        }
        first = false;
        to.push_str(word);
    }
    if !first && text.ends_with(char::is_whitespace) {
        push_space(to);
    }
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

/// Characters that take no room: zero-width spaces and joiners, soft hyphens, direction marks,
/// variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}'
            | '\u{034f}'
            | '\u{061c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The Latin letter for which a lower-case letter of another script is taken. The general table
/// of confusables is no help here: it turns `m` into `rn` and `0` into `o`.
fn resolve(c: char) -> char {
    match c {
        // Cyrillic.
        'а' => 'a',
        'ӑ' => 'ă',
        'в' => 'b',
        'с' | 'ҫ' => 'c',
        'ԁ' => 'd',
        'е' | 'ҽ' => 'e',
        'ё' => 'ë',
        'һ' | 'н' => 'h',
        'і' | 'ӏ' => 'i',
        'ї' => 'ï',
        'ј' => 'j',
        'к' | 'ӄ' => 'k',
        'м' => 'm',
        'п' => 'n',
        'о' => 'o',
        'р' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' => 't',
        'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'ҳ' => 'x',
        'у' | 'ү' => 'y',
        // Greek.
        'α' => 'a',
        'β' => 'b',
        'ϲ' => 'c',
        'ε' => 'e',
        'η' => 'n',
        'ι' => 'i',
        'ϳ' => 'j',
        'κ' => 'k',
        'ν' => 'v',
        'ο' | 'σ' => 'o',
        'ρ' => 'p',
        'τ' => 't',
        'υ' => 'u',
        'χ' => 'x',
        'ω' => 'w',
        // Latin letters that NFKC leaves alone.
        'ı' | 'ɩ' => 'i',
        'ɑ' => 'a',
        'ɡ' => 'g',
        'ð' | 'ɖ' => 'đ',
        'ᴀ' => 'a',
        'ʙ' => 'b',
        'ᴄ' => 'c',
        'ᴅ' => 'd',
        'ᴇ' => 'e',
        'ɢ' => 'g',
        'ʜ' => 'h',
        'ɪ' => 'i',
        'ᴊ' => 'j',
        'ᴋ' => 'k',
        'ʟ' => 'l',
        'ᴍ' => 'm',
        'ɴ' => 'n',
        'ᴏ' => 'o',
        'ᴘ' => 'p',
        'ʀ' => 'r',
        'ꜱ' => 's',
        'ᴛ' => 't',
        'ᴜ' => 'u',
        'ᴠ' => 'v',
        'ᴡ' => 'w',
        'ʏ' => 'y',
        'ᴢ' => 'z',
        other => other,
    }
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

/// Letters, one by one, with the same separator between: at least this many make a word.
const SPACED: usize = 5;

/// Draws `c-a-s-i-n-o` and `n.h.à c.á.i` together. A wider gap between spaced letters is the gap
/// between words: `n h à  c á i`.
fn join_spaced(text: String) -> String {
    let separators = text.bytes().filter(|&byte| is_separator(char::from(byte))).count();
    if separators + 1 < SPACED {
        return text;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut joined = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = characters.get(at) {
        let starts =
            at.checked_sub(1).and_then(|i| characters.get(i)).is_none_or(|c| !c.is_alphanumeric());
        if starts && let Some((word, after)) = spaced_word(&characters, at) {
            joined.push_str(&word);
            at = after;
        } else {
            joined.push(c);
            at += 1;
        }
    }
    joined
}

/// The letters of a spaced word that begins here, and where it ends.
fn spaced_word(characters: &[char], start: usize) -> Option<(String, usize)> {
    let mut word = String::new();
    let mut letters = 0;
    let mut at = start;
    let mut separator = None;
    loop {
        let letter = characters.get(at).copied().filter(|c| c.is_alphanumeric())?;
        let next = characters.get(at + 1).copied();
        if next.is_some_and(char::is_alphanumeric) {
            // A longer word begins here: what came before it stands.
            at = at.checked_sub(1)?;
            break;
        }
        word.push(letter);
        letters += 1;
        at += 1;
        let own = next.filter(|&c| is_separator(c));
        let Some(own) = own else { break };
        if separator.is_some_and(|known| known != own) && own != ' ' {
            break;
        }
        let gap = characters.iter().skip(at).take(4).take_while(|&&c| c == own || c == ' ').count();
        let follows = characters.get(at + gap).is_some_and(|c| c.is_alphanumeric());
        if gap > 3 || !follows {
            break;
        }
        let between_words = gap > 1 || separator.is_some_and(|known| known != ' ' && own == ' ');
        if between_words {
            word.push(' ');
        } else {
            separator = separator.or(Some(own));
        }
        at += gap;
    }
    // Page numbers are spaced too.
    let says_something = word.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (letters >= SPACED && separator.is_some() && says_something)
        .then_some((word.trim_end().to_owned(), at))
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '_' | '*' | '|' | '·')
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
