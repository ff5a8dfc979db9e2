//! Words that were glued together: by kits that take the spaces out so that nobody recognises a
//! copied text, and by others that string trending phrases into a title.

use std::sync::LazyLock;

use regex::Regex;

use crate::page::text;

/// A Vietnamese word has at most seven letters; so many without a space were glued by a machine.
const GLUED_LETTERS: usize = 40;

/// A Vietnamese syllable, without its marks.
static SYLLABLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "^(?:ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$",
    )
    .ok()
});

/// A long run of letters with Vietnamese marks in it and no space.
pub(super) fn has_glued_words(words: &str) -> bool {
    words
        .split_ascii_whitespace()
        .filter(|word| word.len() > GLUED_LETTERS)
        .flat_map(|word| word.split(|c: char| !c.is_alphabetic()))
        .filter(|run| run.len() > GLUED_LETTERS && text::has_vietnamese_marks(run))
        .any(|run| run.chars().count() >= GLUED_LETTERS)
}

/// A title with its words set apart, and how often its phrases ran into each other:
/// `xem kết quảlịch thi đấubảng xếp hạng`.
pub(super) fn unglued(title: &str) -> (String, usize) {
    if !text::has_vietnamese_marks(title) {
        return (title.to_owned(), 0);
    }
    let (mut apart, mut pairs) = (String::with_capacity(title.len() + 8), 0);
    for word in title.split_inclusive(|c: char| !c.is_alphabetic() && c != '#') {
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        if let Some(seam) = seam_of(letters) {
            let (first, second) = word.split_at(seam);
            apart.extend([first, " ", second]);
            pairs += 1;
        } else {
            apart.push_str(word);
        }
    }
    (apart, pairs)
}

/// Where two words meet without a space: two syllables, or one with its marks and a word without
/// any. Names and tags in which a capital letter marks the seam are spelled so on purpose.
fn seam_of(word: &str) -> Option<usize> {
    if word.is_ascii() || word.starts_with('#') || word.chars().skip(1).any(char::is_uppercase) {
        return None;
    }
    let syllable = SYLLABLE.as_ref()?;
    let plain = text::fold(word).plain;
    let seams: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    if !(4..=24).contains(&plain.len()) || plain.len() != seams.len() || syllable.is_match(&plain) {
        return None;
    }
    let is_foreign = |part: &str| part.len() >= 3 && part.is_ascii();
    (1..plain.len()).rev().find_map(|letters| {
        let (first, second) = plain.split_at(letters);
        let seam = *seams.get(letters)?;
        let (before, after) = word.split_at(seam);
        let fits = (syllable.is_match(first), syllable.is_match(second));
        let meets = match fits {
            (true, true) => true,
            (true, false) => !before.is_ascii() && is_foreign(after),
            (false, true) => !after.is_ascii() && is_foreign(before),
            (false, false) => false,
        };
        meets.then_some(seam)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_machine_made_runs_are_glued_words() {
        assert!(has_glued_words("Theonghịđịnhquyđịnhchitiếtmộtsốđiềucủaluậtbảohiểm"));
        assert!(!has_glued_words("Theo nghị định quy định chi tiết một số điều"));
        assert!(!has_glued_words("aHR0cHM6Ly9wb3J0YWwuZ292LnZuL2Jhbi1pbi10cmFuZw"));
    }

    #[test]
    fn titles_of_glued_phrases_are_told_from_slips() {
        let (apart, pairs) = unglued("abc kết quả bóng đáxổ số, lịch thi đấubảng xếp hạng");
        assert_eq!((&*apart, pairs), ("abc kết quả bóng đá xổ số, lịch thi đấu bảng xếp hạng", 2));
        assert_eq!(unglued("Kế hoạchphát triển kinh tế huyện").1, 1);
        for title in [
            "Nghiêng mình tưởng niệm các anh hùng liệt sĩ",
            "#ChuyểnĐổiSố #NôngThônMới",
            "Hội nghị Đăk Nông – Krông Búk – Pleiku",
            "KẾ HOẠCH PHÁT TRIỂN KINH TẾ",
            "Un anuncio de última página sobre educación y economía",
            "Thị trấn Đắk Hà, buôn Êđê",
        ] {
            assert_eq!(unglued(title), (title.to_owned(), 0));
        }
    }
}
