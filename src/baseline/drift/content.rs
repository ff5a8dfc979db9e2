//! Title, text and template of a page against what they were.

use std::collections::HashSet;

use super::{Change, ChangeKind, Setting, page::Comparison};
use crate::baseline::{
    approved::Entry,
    facts::PageFacts,
    memory::{PageMemory, Wording},
    normal::normal_text,
    sketch::Sketch,
};

/// Less than these shares left is another page.
const ANOTHER_TEXT: f32 = 0.15;
const ANOTHER_TEMPLATE: f32 = 0.3;
/// A page whose own text stayed the same for so many nights is an article, not a list.
const AN_ARTICLE: u32 = 7;
/// A page that was seen on so many nights is known.
const KNOWN: u32 = 3;
/// Blocks of its own that an article has at least, its title among them.
const FEWEST_BLOCKS: usize = 2;

/// What is left of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Enough.
    Itself,
    /// The text, in another template.
    Text,
    /// Nothing of its own.
    Nothing,
}

impl Kept {
    pub fn of(
        facts: &PageFacts,
        known: &PageMemory,
        approved: Option<&Sketch>,
        common: &HashSet<u32>,
        setting: Setting,
    ) -> Self {
        let core: Vec<u32> = known.core().collect();
        let share = |of: &[u32]| {
            let left = of.iter().filter(|block| facts.blocks.contains(block)).count();
            if of.is_empty() { 1.0 } else { left as f32 / of.len() as f32 }
        };
        let text = share(&core);
        let template = [Some(&known.skeleton), approved]
            .into_iter()
            .flatten()
            .map(|own| own.likeness(&facts.skeleton))
            .fold(0.0, f32::max);
        if text < ANOTHER_TEXT && (template < ANOTHER_TEMPLATE || setting.nights >= KNOWN) {
            return Self::Nothing;
        }
        if template < ANOTHER_TEMPLATE {
            return Self::Text;
        }
        if setting.nights < KNOWN || setting.still < AN_ARTICLE {
            return Self::Itself;
        }
        let own: Vec<u32> = core.iter().filter(|block| !common.contains(block)).copied().collect();
        let is_gone = own.len() >= FEWEST_BLOCKS && share(&own) < ANOTHER_TEXT;
        if is_gone { Self::Nothing } else { Self::Itself }
    }

    pub fn into_change(self, facts: &PageFacts, setting: Setting) -> Option<Change> {
        let kind = match self {
            Self::Itself => return None,
            Self::Text => ChangeKind::ReplacedTemplate,
            Self::Nothing => ChangeKind::ReplacedContent,
        };
        let mut change = Change::about(kind, facts.place.clone(), setting).on(facts);
        change.after = Some(facts.title.clone());
        change.entries.push(Entry::Page {
            place: facts.place.clone(),
            title: String::new(),
            skeleton: facts.skeleton.clone(),
        });
        Some(change)
    }
}

impl Comparison<'_> {
    /// A title or description that the page never had for long.
    pub(super) fn wording(
        &self,
        facts: &PageFacts,
        known: &PageMemory,
        setting: Setting,
    ) -> Option<Change> {
        let changed = |own: &Wording, now: &str| {
            !now.is_empty() && !own.moves() && !own.knows(now) && own.usual().is_some()
        };
        let approved = self.baseline.and_then(|baseline| baseline.pages.get(&facts.place));
        let is_approved =
            approved.is_some_and(|page| normal_text(&page.title) == normal_text(&facts.title));
        let (before, after, spot) = if !is_approved && changed(&known.title, &facts.title) {
            (known.title.usual(), &facts.title, "title")
        } else if changed(&known.description, &facts.description) {
            (known.description.usual(), &facts.description, "meta")
        } else {
            return None;
        };
        let mut change =
            Change::about(ChangeKind::ChangedTitle, facts.place.clone(), setting).on(facts);
        change.before = before.map(str::to_owned);
        change.after = Some(after.clone());
        change.spot.tag = spot;
        if approved.is_some() && spot == "title" {
            change.entries.push(Entry::Page {
                place: facts.place.clone(),
                title: facts.title.clone(),
                skeleton: Sketch::default(),
            });
        }
        Some(change)
    }
}
