//! Words whose letters are set apart so that nobody finds them.

/// Letters, one by one, with the same separator between: at least this many make a word.
const SPACED: usize = 5;

/// Draws `c-a-s-i-n-o` and `n.h.à c.á.i` together. A wider gap between spaced letters is the gap
/// between words: `n h à  c á i`.
pub(super) fn join_spaced(text: String) -> String {
    if !has_single_letters(&text) {
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

/// Whether single letters follow one another at all; the ends of a run may touch other signs.
fn has_single_letters(text: &str) -> bool {
    let mut run = 0;
    text.split(is_separator).any(|part| {
        let mut letters = part.chars();
        match (letters.next(), letters.next()) {
            (None, _) => {}
            (Some(_), None) => run += 1,
            _ => run = 0,
        }
        run + 2 >= SPACED
    })
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
