//! Composed Latin letters, which is nearly all that Vietnamese pages have: for them the tables of
//! Unicode, which cost more than a parse, need not be asked.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// Latin with marks, up to Latin Extended-B, and the Vietnamese part of Latin Extended Additional.
const BLOCKS: [std::ops::Range<u32>; 2] = [0xC0..0x250, 0x1EA0..0x1EFA];

/// The letter without marks for each letter of the two blocks.
static BARE: LazyLock<[Vec<char>; 2]> = LazyLock::new(|| {
    BLOCKS.map(|block| block.map(|code| char::from_u32(code).map_or(' ', stripped)).collect())
});

/// Whether a text is ASCII and composed Latin letters only: then it is NFC and NFKC already but
/// for the compatibility letters of these blocks, and no letter in it looks like another.
pub(super) fn is_composed(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || (is_latin(c) && !is_compatibility(c)))
}

/// A letter without its marks, and `d` for `đ`; anything else as it is.
pub(super) fn bare(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let place = BLOCKS.iter().position(|block| block.contains(&u32::from(c)));
    place
        .and_then(|at| BARE.get(at)?.get((u32::from(c) - BLOCKS.get(at)?.start) as usize))
        .copied()
        .unwrap_or(c)
}

fn is_latin(c: char) -> bool {
    BLOCKS.iter().any(|block| block.contains(&u32::from(c)))
}

/// `ĳ`, `ŀ`, `ŉ`, `ſ`, `ǆ` …: NFKC takes them apart.
fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}' | '\u{17f}'
        | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}')
}

fn stripped(c: char) -> char {
    match c {
        'đ' => 'd',
        'Đ' => 'D',
        c => std::iter::once(c).nfd().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_for_composed_is_the_same_in_every_form() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            if is_composed(&text) {
                assert!(text.nfkc().eq(text.chars()), "U+{:04X}", u32::from(c));
                let bare_by_tables = text.nfd().find(|c| !('\u{300}'..='\u{36f}').contains(c));
                if !matches!(c, 'đ' | 'Đ') {
                    assert_eq!(Some(bare(c)), bare_by_tables, "U+{:04X}", u32::from(c));
                }
            }
        }
    }
}
