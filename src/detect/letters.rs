//! Letters of a script in which the page does not write.

use crate::page::Page;

/// Links in a foreign script that are no choice of languages.
const ENOUGH: usize = 3;
/// So many letters of a script in the text, and the page writes in it.
const AT_HOME: usize = 40;
/// Characters of the page that are looked at.
const MOST: usize = 20_000;

/// The language whose letters at least [`ENOUGH`] of the texts have, if the page has nearly none.
pub(super) fn foreign_letters<'a>(
    page: &Page,
    texts: impl Iterator<Item = &'a str>,
) -> Option<&'static str> {
    let mut found: Vec<(&str, usize)> = Vec::new();
    for language in texts.filter_map(language_of) {
        match found.iter_mut().find(|(known, _)| *known == language) {
            Some((_, count)) => *count += 1,
            None => found.push((language, 1)),
        }
    }
    let (language, _) = found.into_iter().find(|(_, count)| *count >= ENOUGH)?;
    let own = page.visible_text.chars().take(MOST).filter(|c| script_of(*c) == Some(language));
    (own.take(AT_HOME).count() < AT_HOME).then_some(language)
}

/// The language of a text that is told by its letters.
fn language_of(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let mut languages = text.chars().filter_map(script_of);
    let first = languages.next()?;
    // Japanese is written with Chinese letters among its own.
    if first == "chinese" && languages.any(|other| other == "japanese") {
        return Some("japanese");
    }
    Some(first)
}

fn script_of(c: char) -> Option<&'static str> {
    Some(match u32::from(c) {
        0x0400..=0x052F => "russian",
        0x0600..=0x06FF => "arabic",
        0x0E00..=0x0E7F => "thai",
        0x3040..=0x30FF => "japanese",
        0x3400..=0x9FFF => "chinese",
        0xAC00..=0xD7A3 => "korean",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::language_of;

    #[test]
    fn languages_are_told_by_their_letters() {
        assert_eq!(language_of("激安 通販"), Some("chinese"));
        assert_eq!(language_of("激安バッグ"), Some("japanese"));
        assert_eq!(language_of("สล็อตเว็บตรง"), Some("thai"));
        assert_eq!(language_of("Tin tức trong huyện"), None);
    }
}
