//! Words whose letters are set apart so that nobody finds them.

/// Letters, one by one, with the same separator between: at least this many make a word.
const SPACED: usize = 5;

/// Draws `c-a-s-i-n-o` and `n.h.à c.á.i` together. A wider gap between spaced letters is the gap
/// between words: `n h à  c á i`.
pub(super) fn join_spaced(text: &str) -> String {
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

/// Whether single letters follow one another at all, without which there is nothing to join; the
/// ends of a run may touch other signs.
pub(super) fn has_single_letters(text: &str) -> bool {
    has_lone_letters(text.as_bytes()) && has_run_of_letters(text)
}

/// Bytes that are looked at together, and how many behind them.
const STEP: usize = 64;
const AHEAD: usize = 4;

/// Whether a letter stands alone anywhere. Nearly all texts end here, so it looks at many bytes at
/// a time without a branch, and takes some short words for one letter.
fn has_lone_letters(text: &[u8]) -> bool {
    (0..text.len()).step_by(STEP).any(|at| {
        // The end of the text separates as well.
        let mut bytes = [b' '; STEP + AHEAD];
        let here = &text[at..text.len().min(at + STEP + AHEAD)];
        bytes[..here.len()].copy_from_slice(here);
        let parts = bytes.map(is_separating);
        let mut lone = false;
        for n in 0..STEP {
            let long = bytes[n + 1] >= 0xc0;
            let ends = parts[n + 2] | (long & (parts[n + 3] | parts[n + 4]));
            lone |= parts[n] & !parts[n + 1] & ends;
        }
        lone
    })
}

/// Whether a byte is a separator; the last of the dot in the middle is the last of letters too.
fn is_separating(byte: u8) -> bool {
    (byte == b' ')
        | (byte == b'.')
        | (byte == b'-')
        | (byte == b'_')
        | (byte == b'*')
        | (byte == b'|')
        | (byte == 0xb7)
}

fn has_run_of_letters(text: &str) -> bool {
    let (mut run, mut letters) = (0, 0_u32);
    let mut last = 0;
    for byte in text.bytes() {
        // The dot in the middle is the only separator of two bytes: the first counts as a letter.
        let middle_dot = byte == 0xb7 && last == 0xc2;
        last = byte;
        if middle_dot || byte.is_ascii() && is_separator(char::from(byte)) {
            match letters - u32::from(middle_dot) {
                0 => {}
                1 => run += 1,
                _ => run = 0,
            }
            if run + 2 >= SPACED {
                return true;
            }
            letters = 0;
        } else if byte & 0xc0 != 0x80 {
            letters += 1;
        }
    }
    run + usize::from(letters == 1) + 2 >= SPACED
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
