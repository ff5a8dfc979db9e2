//! A text in the form in which boasts are looked for.

use crate::page::text;

/// The most bytes of one text that are searched.
pub(super) const MOST: usize = 256 << 10;

/// A text in lower-case letters without marks, as it is spelled and as it is spoken.
pub(super) struct Reading {
    /// `h4ck3d by x-404`
    pub plain: String,
    /// `hacked by x-404`: byte for byte the same, digits and signs inside words read as letters.
    pub spoken: String,
}

impl Reading {
    /// Reads what is shown; tags that are shown as text are left out.
    pub fn of(text: &str) -> Self {
        let text = head(text);
        if text.contains('<') { Self::raw(&without_tags(text)) } else { Self::raw(text) }
    }

    /// Reads a source as it is.
    pub fn raw(text: &str) -> Self {
        let plain = plain(head(text));
        let spoken = spoken(&plain);
        Self { plain, spoken }
    }

    /// Reads what has been folded, without marks.
    pub fn of_folded(text: &str) -> Self {
        let plain = simplified(head(text));
        let spoken = spoken(&plain);
        Self { plain, spoken }
    }
}

/// Letters without marks, one form of the Arabic letters that are written in several, and no signs
/// but those of ASCII: ornaments become blanks.
pub(super) fn plain(text: &str) -> String {
    // Line by line: one ornament does not make the whole of a long text slow.
    let folded = text.split('\n').map(|line| text::fold(line).plain).collect::<Vec<_>>().join("\n");
    simplified(&folded)
}

fn simplified(folded: &str) -> String {
    let mut simple = String::with_capacity(folded.len());
    let mut rest = folded;
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (run, others) = rest.split_at(ascii);
        simple.push_str(run);
        let mut others = others.chars();
        simple.extend(others.next().and_then(simple_letter));
        rest = others.as_str();
    }
    simple
}

fn simple_letter(c: char) -> Option<char> {
    match c {
        // Drawn out, or vowel signs.
        '\u{640}' | '\u{64b}'..='\u{655}' => None,
        'ک' => Some('ك'),
        'ی' | 'ى' => Some('ي'),
        'ە' | 'ہ' | 'ة' => Some('ه'),
        '‐'..='―' => Some('-'),
        '«' | '»' | '•' | '·' => Some('|'),
        '‘' | '’' => Some('\''),
        '“' | '”' => Some('"'),
        other if other.is_alphanumeric() => Some(other),
        _ => Some(' '),
    }
}

/// The first word that is a nickname by its digits: `d4rk`, `x0r`, `ghost404`.
pub(super) fn nickname(text: &str) -> Option<&str> {
    let inside = |three: &[u8]| {
        matches!(three, [before, digit, after] if before.is_ascii_alphabetic()
            && digit.is_ascii_digit() && after.is_ascii_alphabetic())
    };
    let numbered = |word: &str| {
        let name = ["404", "1337", "666"].iter().find_map(|number| word.strip_suffix(number));
        name.is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphabetic()))
    };
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.find(|word| numbered(word) || word.as_bytes().windows(3).any(inside))
}

/// Whether a word is what crews call themselves.
pub(super) fn is_crew(word: &str) -> bool {
    matches!(word, "team" | "crew" | "squad" | "army" | "gang")
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST)]
}

fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        kept.push_str(before);
        let named = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let end = tag.bytes().take(400).position(|byte| byte == b'>').filter(|_| named);
        kept.push(if end.is_some() { '\n' } else { '<' });
        rest = &tag[end.unwrap_or_default() + 1..];
    }
    kept.push_str(rest);
    kept
}

/// Reads digits and signs as the letters they stand for, in words that have letters too.
fn spoken(plain: &str) -> String {
    let mut spoken = String::with_capacity(plain.len());
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || stands_for_letter(byte);
    let mut rest = plain;
    while let Some(sign) = rest.bytes().position(stands_for_letter) {
        let begin = rest[..sign].bytes().rposition(|byte| !is_part(byte)).map_or(0, |at| at + 1);
        let length = rest[begin..].bytes().take_while(|&byte| is_part(byte)).count();
        let (before, word) = rest[..begin + length].split_at(begin);
        spoken.push_str(before);
        if word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            let follows = word.bytes().skip(1).map(|byte| byte.is_ascii_alphanumeric());
            let letters = word.bytes().zip(follows.chain([false])).enumerate();
            spoken
                .extend(letters.map(|(place, (byte, follows))| {
                    char::from(letter(byte, place > 0 && follows))
                }));
        } else {
            spoken.push_str(word);
        }
        rest = &rest[begin + length..];
    }
    spoken.push_str(rest);
    spoken
}

fn stands_for_letter(byte: u8) -> bool {
    byte < b'A' && letter(byte, true) != byte
}

fn letter(byte: u8, is_inside: bool) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' => b'i',
        b'3' => b'e',
        b'4' => b'a',
        b'5' => b's',
        b'7' => b't',
        b'8' => b'b',
        b'9' => b'g',
        b'@' => b'a',
        b'$' => b's',
        // Behind a word it is what it looks like.
        b'!' if is_inside => b'i',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;

    #[test]
    fn leet_letters_are_read_as_letters_and_numbers_are_not() {
        for (written, spoken) in [
            ("H4CK3D 8Y d4rk", "hacked by dark"),
            ("0wn3d! h@x0r3d", "owned! haxored"),
            ("ngày 12/3, phòng 404", "ngay 12/3, phong 404"),
            ("h a c k e d by", "hacked by"),
            ("Hаckеd bу", "hacked by"),
            ("<title>Hacked</title> by 1 < 2", "\nhacked\n by 1 < 2"),
        ] {
            assert_eq!(Reading::of(written).spoken, spoken);
        }
        let reading = Reading::of("0wn3d bởi H4ng");
        assert_eq!(reading.plain.len(), reading.spoken.len());
    }
}
