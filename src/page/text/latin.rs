//! Composed Latin letters, which is nearly all that Vietnamese pages have: for them the tables of
//! Unicode, which cost more than a parse, need not be asked.

use std::{ops::Range, sync::LazyLock};

use unicode_normalization::UnicodeNormalization as _;

use super::look_alike::resolve;

/// Latin with marks, up to Latin Extended-B, and the Vietnamese part of Latin Extended Additional.
const BLOCKS: [Range<u32>; 2] = [0xC0..0x250, 0x1EA0..0x1EFA];

/// The lower-case letter with and without marks, for each letter of the two blocks; `None` for
/// those that folding takes apart.
static LETTERS: LazyLock<[Vec<Option<(char, char)>>; 2]> = LazyLock::new(|| {
    BLOCKS.map(|block| block.map(|code| char::from_u32(code).and_then(letter)).collect())
});

/// A text in lower case, with and without marks; `None` if it is not all ASCII and composed Latin
/// letters.
pub(super) fn fold(text: &str) -> Option<(String, String)> {
    let mut accented = String::with_capacity(text.len());
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let (lower, bare) = if c.is_ascii() {
            let lower = c.to_ascii_lowercase();
            (lower, lower)
        } else {
            letter_of(c)?
        };
        accented.push(lower);
        plain.push(bare);
    }
    Some((accented, plain))
}

fn letter_of(c: char) -> Option<(char, char)> {
    let code = u32::from(c);
    let mut blocks = BLOCKS.iter().zip(LETTERS.iter());
    let (block, letters) = blocks.find(|(block, _)| block.contains(&code))?;
    *letters.get((code - block.start) as usize)?
}

fn letter(c: char) -> Option<(char, char)> {
    let mut lower = c.to_lowercase();
    let (Some(lower), None) = (lower.next(), lower.next()) else { return None };
    if !std::iter::once(c).nfkc().eq(std::iter::once(c)) {
        return None;
    }
    let lower = resolve(lower);
    let bare = if lower == 'đ' { Some('d') } else { std::iter::once(lower).nfd().next() };
    Some((lower, bare?))
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
