//! What is left of the portal on a page.

use crate::{detect::Observation, page::Page};

/// A page with fewer links of its own than this leads nowhere in the portal.
const FEW_LINKS: usize = 5;
/// Letters up to which a page says nothing.
const SILENT: usize = 3;
/// Letters up to which there is no room for a story.
const FEW_WORDS: usize = 600;
/// Letters up to which nothing of the portal's own can be said.
const SOME_TEXT: usize = 3_000;
/// Letters up to which a text may be the attacker's: a manifesto, a picture made of letters.
const LONG_TEXT: usize = 20_000;

/// How much of the portal's own content a page still has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Left {
    /// No word, no link, no form.
    Nothing,
    /// A few words and no navigation.
    FewWords,
    /// A text and no navigation.
    SomeText,
    /// A long text and no navigation.
    LongText,
    /// The portal's page.
    Page,
}

pub(super) fn left(observation: &Observation<'_>, page: &Page) -> Left {
    let own = page.links.iter().filter_map(|link| link.url.as_ref());
    let own = own.filter(|url| !observation.leads_away(url)).count();
    if own >= FEW_LINKS {
        return Left::Page;
    }
    // What browsers show where they cannot play a film is not said by anybody.
    let said = page.blocks().filter(|block| !block.contains("browser does not support"));
    let letters = said.flat_map(str::chars).filter(|c| c.is_alphanumeric()).take(LONG_TEXT).count();
    if letters < SILENT && page.links_total == 0 && page.forms.is_empty() {
        return Left::Nothing;
    }
    let kinds =
        [(FEW_WORDS, Left::FewWords), (SOME_TEXT, Left::SomeText), (LONG_TEXT, Left::LongText)];
    let fits = |(most, _): &&(usize, Left)| letters < *most;
    kinds.iter().find(fits).map_or(Left::Page, |(_, left)| *left)
}
