//! Links in a script in which the page does not write.

use super::language::foreign_script;
use crate::page::{Page, text::Writing};

/// Links in a foreign script that are no choice of languages.
const ENOUGH: usize = 3;
/// So many letters of a script in the text, and the page writes in it.
const AT_HOME: usize = 40;
/// Characters of the page, and of one link, that are looked at.
const MOST: usize = 20_000;
const MOST_OF_LINK: usize = 200;

/// The language in whose script at least [`ENOUGH`] of the texts are, if the page is not.
pub(super) fn foreign_letters<'a>(
    page: &Page,
    texts: impl Iterator<Item = &'a str>,
) -> Option<&'static str> {
    let language = |text: &str| foreign_script(&Writing::of(text, MOST_OF_LINK));
    let languages: Vec<&str> = texts.filter_map(language).map(|(language, _)| language).collect();
    let enough = |&one: &&str| languages.iter().filter(|other| **other == one).count() >= ENOUGH;
    let language = languages.iter().copied().find(enough)?;
    let own = foreign_script(&Writing::of(&page.visible_text, MOST));
    own.is_none_or(|(own, letters)| own != language || letters < AT_HOME).then_some(language)
}
