//! Words written so that programs read something else than people.

/// Digits and signs that stand for letters in such words.
const LETTERS: &[(char, char)] = &[
    ('0', 'o'),
    ('1', 'i'),
    ('3', 'e'),
    ('4', 'a'),
    ('5', 's'),
    ('7', 't'),
    ('@', 'a'),
    ('$', 's'),
];

/// Signs that stand between words in place of spaces.
const SPACES: &[char] = &['-', '_', '*', '|', '+', '~', '/', '•', '·', '.', '='];

/// What people read of a text that is turned around, has signs in place of spaces, or digits in
/// place of letters; `None` if it has nothing of the kind.
pub(super) fn undisguised(text: &str) -> Option<String> {
    let turned = text.contains('\u{202e}');
    let signs = text.contains(SPACES);
    let digits = has_digits_in_words(text);
    if !turned && !signs && !digits {
        return None;
    }
    let mut plain: String = if turned { text.chars().rev().collect() } else { text.to_owned() };
    if signs {
        plain = plain.replace(SPACES, " ");
    }
    if digits {
        plain = plain.chars().map(letter).collect();
    }
    Some(plain)
}

fn letter(c: char) -> char {
    LETTERS.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, letter)| *letter)
}

/// Whether a digit or sign stands beside a letter.
fn has_digits_in_words(text: &str) -> bool {
    let mut previous = ' ';
    text.chars().any(|c| {
        let mixed = letter(c) != c && previous.is_alphabetic()
            || c.is_alphabetic() && letter(previous) != previous;
        previous = c;
        mixed
    })
}

#[cfg(test)]
mod tests {
    use super::undisguised;

    #[test]
    fn words_are_read_as_people_read_them() {
        assert_eq!(undisguised("nhà*cái*uy*tín").as_deref(), Some("nhà cái uy tín"));
        assert_eq!(undisguised("nh4 c41").as_deref(), Some("nha cai"));
        assert_eq!(undisguised("8xb3t").as_deref(), Some("8xbet"));
        assert_eq!(undisguised("\u{202e}ent").as_deref(), Some("tne\u{202e}"));
        assert_eq!(undisguised("Nghị định 144"), None);
    }
}
