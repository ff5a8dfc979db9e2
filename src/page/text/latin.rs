//! Composed Latin letters and their punctuation, which is nearly all that Vietnamese pages have: for
//! them the tables of Unicode, which cost more than a parse, need not be asked.

use std::{ops::Range, sync::LazyLock};

use unicode_normalization::UnicodeNormalization as _;

use super::look_alike::{is_invisible, resolve};

/// Latin with marks, up to Latin Extended-B.
const MARKED: Range<u32> = 0..0x250;
/// The Vietnamese part of Latin Extended Additional.
const VIETNAMESE: Range<u32> = 0x1EA0..0x1EFA;
/// The dashes and quotation marks of ordinary text.
const PUNCTUATION: Range<u32> = 0x2010..0x2040;

/// A letter in lower case, with its marks and without.
#[derive(Clone, Copy)]
struct Letter {
    accented: char,
    plain: char,
}

/// The letters of the three ranges, one after another; `None` for those that folding takes apart or
/// leaves out.
static LETTERS: LazyLock<[Vec<Option<Letter>>; 3]> = LazyLock::new(|| {
    [MARKED, VIETNAMESE, PUNCTUATION]
        .map(|range| range.map(|code| char::from_u32(code).and_then(letter)).collect())
});

/// Appends a text in lower case, with and without marks; appends nothing and says `false` if it is
/// not all ASCII and composed Latin letters.
pub(super) fn fold(text: &str, accented: &mut String, plain: &mut String) -> bool {
    accented.reserve(text.len());
    plain.reserve(text.len());
    let begins = (accented.len(), plain.len());
    let letters = &*LETTERS;
    for c in text.chars() {
        let Some(letter) = letter_of(letters, c) else {
            accented.truncate(begins.0);
            plain.truncate(begins.1);
            return false;
        };
        accented.push(letter.accented);
        plain.push(letter.plain);
    }
    true
}

fn letter_of(letters: &[Vec<Option<Letter>>; 3], c: char) -> Option<Letter> {
    if c.is_ascii() {
        let lower = c.to_ascii_lowercase();
        return Some(Letter { accented: lower, plain: lower });
    }
    let code = u32::from(c);
    let [marked, vietnamese, punctuation] = letters;
    let (range, letters) = match code {
        0..0x250 => (MARKED, marked),
        0x1EA0..0x1EFA => (VIETNAMESE, vietnamese),
        _ => (PUNCTUATION, punctuation),
    };
    *letters.get(code.checked_sub(range.start)? as usize)?
}

fn letter(c: char) -> Option<Letter> {
    let mut lower = c.to_lowercase();
    let (Some(lower), None) = (lower.next(), lower.next()) else { return None };
    if is_invisible(c) || !std::iter::once(c).nfkc().eq(std::iter::once(c)) {
        return None;
    }
    let accented = resolve(lower);
    let plain = if accented == 'đ' { Some('d') } else { std::iter::once(accented).nfd().next() };
    Some(Letter { accented, plain: plain? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::text::{Folded, fold_by_tables};

    #[test]
    fn every_letter_is_folded_as_the_tables_of_unicode_would() {
        for c in '\u{80}'..=char::MAX {
            let text = format!("A{c}");
            let mut whole = Folded::default();
            if fold(&text, &mut whole.accented, &mut whole.plain) {
                assert_eq!(whole, fold_by_tables(&text), "U+{:04X}", u32::from(c));
            }
        }
    }
}
