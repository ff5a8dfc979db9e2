//! The difference between tonight and what is known: facts about changes, not what they are worth.

mod code;
mod content;
mod difference;
mod page;
mod site;

use std::collections::BTreeSet;

pub use difference::{Difference, Part};
pub use page::Comparison;
use serde::{Deserialize, Serialize};

use super::{approved::Entry, facet::Facet, memory::Class, normal::digest, region::Area};
use url::Url;

use crate::page::{Region, Spot};

/// The kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A link to a foreign host that was unknown.
    InjectedLink,
    /// A known script has another body, or known code names another host.
    ChangedScript,
    /// Code that was unknown.
    NewScript,
    /// A frame that leads where none led.
    NewFrame,
    /// A form that sends where none sent.
    NewFormTarget,
    /// The page speaks of itself as belonging to a foreign host.
    NewClaim,
    /// A refresh or an answer that leads where none led.
    NewRedirect,
    /// Something is concealed where nothing was, or says something new in a place that is
    /// otherwise the same every night.
    HiddenBlock,
    /// A header or cookie that was unknown.
    NewHeader,
    /// The title or description of a page that had another.
    ChangedTitle,
    /// What a page was is gone.
    ReplacedContent,
    /// The text of pages stayed, the template around it did not.
    ReplacedTemplate,
    /// Many more new pages in a folder than on any night before.
    SlugBurst,
    /// The pages answer, but nothing that is known is there.
    VanishedPortal,
}

impl ChangeKind {
    /// The name in signals and in texts for machines.
    pub fn id(self) -> &'static str {
        match self {
            Self::InjectedLink => "injected-link",
            Self::ChangedScript => "changed-script",
            Self::NewScript => "new-script",
            Self::NewFrame => "new-frame",
            Self::NewFormTarget => "new-form-target",
            Self::NewClaim => "new-claim",
            Self::NewRedirect => "new-redirect",
            Self::HiddenBlock => "hidden-block",
            Self::NewHeader => "new-header",
            Self::ChangedTitle => "changed-title",
            Self::ReplacedContent => "replaced-content",
            Self::ReplacedTemplate => "replaced-template",
            Self::SlugBurst => "slug-burst",
            Self::VanishedPortal => "vanished-portal",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What kind.
    pub kind: ChangeKind,
    /// The facet that changed; `None` for titles, contents and folders.
    pub facet: Option<Facet>,
    /// What it is about: a host, an address, a digest, the name of a page or folder. Together with
    /// the kind it names the change from night to night.
    pub value: String,
    /// What was there, as far as it can be shown; one line.
    pub before: Option<String>,
    /// What is there now; one line.
    pub after: Option<String>,
    /// For a script file, its text and the one that it had.
    #[serde(default)]
    pub replaced: Option<Replaced>,
    /// Hosts that code newly names.
    pub brings: BTreeSet<String>,
    /// What the code does: see [`Code::acts`](super::Code::acts).
    pub acts: BTreeSet<String>,
    /// Where code acts in a way that could not be worked out.
    pub opaque: bool,
    /// SHA-256 of the text of a script file, 64 hexadecimal digits, where it is at hand.
    #[serde(skip)]
    pub digest: Option<String>,
    /// The part of the page.
    pub part: Region,
    /// The area of the template.
    pub area: Area,
    /// Where it stands on the page at `url`.
    #[serde(skip)]
    pub spot: Spot,
    /// The page on which it stands out most; `None` for a burst.
    pub url: Option<Url>,
    /// The pages on which it was seen, by the names under which they are remembered, at most 50 unless
    /// they were replaced; for a burst in folders that are new, the folders.
    pub on: BTreeSet<String>,
    /// On how many pages, or how many pages are new.
    pub count: usize,
    /// What is usual there.
    pub setting: Setting,
    entries: Vec<Entry>,
}

/// A text that took the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// SHA-256 of the text that was there, 64 hexadecimal digits; that of the text that is there is
    /// the [`Change::digest`].
    pub before: String,
    /// How one became the other, where both texts are at hand.
    pub difference: Option<Difference>,
}

/// What is usual where a change was found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Nights on which the page was seen before; 0 for a new page.
    pub nights: u32,
    /// Days for which the page had been known when this was first seen anywhere; 0 for what came
    /// with the page.
    pub later: u32,
    /// Nights since the text of the page had something new, tonight left out.
    pub still: u32,
    /// Share of the page's text that is new tonight, from 0 to 1.
    pub renewed: f32,
    /// How the area behaves; `None` for an area that is new to the portal.
    pub class: Option<Class>,
    /// The chance that something new stands in that area on an ordinary night, from 0 to 1.
    pub unseen: f32,
    /// How like its template is to that of the known page most like it, from 0 to 1; 1 for a page
    /// that is known.
    pub akin: f32,
    /// Whether the memory is young: much is new then.
    pub young: bool,
}

/// How much a change stands out from what its place usually does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standout {
    /// New things are usual here: a list of news, one more article.
    Usual,
    /// Neither.
    Some,
    /// Nothing is ever new here, or has been for a week: a footer, an old article.
    Strong,
}

impl Setting {
    /// How much something new stands out here.
    pub fn standout(&self) -> Standout {
        const A_WEEK: u32 = 7;
        const AKIN: f32 = 0.3;
        let moves = self.class.is_some_and(Class::moves);
        let constant = self.class == Some(Class::Constant);
        let old_page = self.nights >= 3 && self.still >= A_WEEK && self.renewed < 0.5;
        let one_more = self.nights == 0 && self.akin >= AKIN;
        if constant || old_page {
            Standout::Strong
        } else if one_more || moves {
            Standout::Usual
        } else {
            Standout::Some
        }
    }
}

impl Change {
    /// A name for people, the same from night to night: eight hexadecimal digits.
    pub fn id(&self) -> String {
        let facet = self.facet.map_or("", Facet::id);
        let mut id = digest(&format!("{} {facet} {}", self.kind.id(), self.value));
        id.truncate(8);
        id
    }

    /// What a person approves who approves this change; empty where the memory alone has to
    /// [accept](super::Memory::accept) it.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// All changes of one look.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    /// Each change once, whatever the number of its pages; at most 2,000.
    pub changes: Vec<Change>,
    /// Changes beyond the first 2,000, which are only counted.
    pub left_out: usize,
    /// Pages that are known and were seen.
    pub compared: usize,
    /// Pages that were never seen before.
    pub new_pages: usize,
    /// Whether the memory is young.
    pub young: bool,
    /// Whether this is the difference to what a person approved; else only to what was learned.
    pub approved: bool,
    /// Pages of which nothing must be learned: they were replaced.
    pub(super) held: BTreeSet<String>,
    /// Folders of which nothing must be learned.
    pub(super) bursts: BTreeSet<String>,
}
