//! Composed Latin letters and their punctuation, which is nearly all that Vietnamese pages have: for
//! them the tables of Unicode, which cost more than a parse, need not be asked.

use std::{ops::Range, sync::LazyLock};

use unicode_normalization::UnicodeNormalization as _;

use super::look_alike::{is_invisible, resolve};

/// Latin with marks, up to Latin Extended-B, the Vietnamese part of Latin Extended Additional, and
/// the dashes and quotation marks of ordinary text.
const BLOCKS: [Range<u32>; 3] = [0xA0..0x250, 0x1EA0..0x1EFA, 0x2010..0x2040];

/// A letter in lower case, with its marks and without.
#[derive(Clone, Copy)]
struct Letter {
    accented: char,
    plain: char,
}

/// The letters of the blocks; `None` for those that folding takes apart or leaves out.
static LETTERS: LazyLock<[Vec<Option<Letter>>; 3]> = LazyLock::new(|| {
    BLOCKS.map(|block| block.map(|code| char::from_u32(code).and_then(letter)).collect())
});

/// A text in lower case, with and without marks; `None` if it is not all ASCII and composed Latin
/// letters.
pub(super) fn fold(text: &str) -> Option<(String, String)> {
    let mut accented = String::with_capacity(text.len());
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let letter = if c.is_ascii() {
            let lower = c.to_ascii_lowercase();
            Letter { accented: lower, plain: lower }
        } else {
            letter_of(c)?
        };
        accented.push(letter.accented);
        plain.push(letter.plain);
    }
    Some((accented, plain))
}

fn letter_of(c: char) -> Option<Letter> {
    let code = u32::from(c);
    let mut blocks = BLOCKS.iter().zip(LETTERS.iter());
    let (block, letters) = blocks.find(|(block, _)| block.contains(&code))?;
    *letters.get((code - block.start) as usize)?
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
            if let Some((accented, plain)) = fold(&text) {
                let whole = Folded { accented, plain };
                assert_eq!(whole, fold_by_tables(&text), "U+{:04X}", u32::from(c));
            }
        }
    }
}
