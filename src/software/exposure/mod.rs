//! What a portal shows that is meant for those who build it: error pages with their insides, tools
//! for debugging, installers, listings of folders. Each a file with what gives it away.
//!
//! People write about such pages, and quote them. So it never counts what a page says, only what it
//! is: its own title, its own tags, its own code.

mod aspnet_error;
mod codeigniter_error;
mod directory_listing;
mod django_debug;
mod drupal_installer;
mod ignition;
mod joomla_installer;
mod nukeviet_installer;
mod php_debugbar;
mod php_info;
mod phpmyadmin_setup;
mod symfony_error;
mod symfony_profiler;
mod whoops;
mod wordpress_installer;
mod yii_debug;

#[cfg(test)]
mod examples;

use std::{fmt, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

pub(super) use self::php_info::heading as phpinfo;
use super::{Clue, Shown, Traces};
use crate::{finding::Text, page::Page};

/// Everything that is looked for, in the order in which it is reported.
pub const EXPOSURES: &[Exposure] = &[
    ignition::EXPOSURE,
    whoops::EXPOSURE,
    symfony_error::EXPOSURE,
    symfony_profiler::EXPOSURE,
    php_debugbar::EXPOSURE,
    codeigniter_error::EXPOSURE,
    yii_debug::EXPOSURE,
    aspnet_error::EXPOSURE,
    django_debug::EXPOSURE,
    php_info::EXPOSURE,
    directory_listing::EXPOSURE,
    wordpress_installer::EXPOSURE,
    joomla_installer::EXPOSURE,
    drupal_installer::EXPOSURE,
    nukeviet_installer::EXPOSURE,
    phpmyadmin_setup::EXPOSURE,
];

/// The exposure of this name.
pub fn exposure(id: &str) -> Option<&'static Exposure> {
    EXPOSURES.iter().find(|exposure| exposure.id == id)
}

/// Something that should not be open to all.
pub struct Exposure {
    /// Its name in data files, lower case with dashes.
    pub id: &'static str,
    /// Its name in reports.
    pub name: &'static str,
    /// What it gives away, or lets anybody do.
    pub shows: Text,
    /// Texts of which one stands in the source of every such page: a page that has none of them, and
    /// none of the headers, is not looked at.
    pub marks: &'static [&'static str],
    /// Headers, lower case, of which one is sent with every such page that has no mark.
    pub headers: &'static [&'static str],
    /// What shows that a page is one.
    pub clue: fn(&Traces<'_>, &Page) -> Option<Clue>,
    /// Pages in which it is seen.
    pub seen: &'static [Example],
    /// Pages in which it must not be seen.
    pub unseen: &'static [Example],
}

/// An exposure that was found.
#[derive(Clone, Debug)]
pub struct Exposed {
    /// What it is.
    pub exposure: &'static Exposure,
    /// What shows it.
    pub clue: Clue,
}

/// A page, with its headers.
pub struct Example {
    /// What it is.
    pub says: &'static str,
    /// What was answered.
    pub shown: &'static [Shown],
    /// What the excerpt of the clue contains; of no meaning where nothing must be seen.
    pub excerpt: &'static str,
}

/// The exposure to which each mark belongs, and what looks for all of them at once.
static MARKS: LazyLock<(Vec<usize>, Option<AhoCorasick>)> = LazyLock::new(|| {
    let marks = EXPOSURES.iter().enumerate();
    let marks = marks.flat_map(|(at, exposure)| exposure.marks.iter().map(move |mark| (at, mark)));
    let (owners, marks): (Vec<usize>, Vec<&str>) = marks.unzip();
    // Of all kinds this one is looked for fastest; that no mark hides another is tested.
    (owners, AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostFirst).build(marks).ok())
});

/// What an answer exposes.
pub fn exposed(traces: &Traces<'_>) -> Vec<Exposed> {
    let Some(page) = traces.page() else { return Vec::new() };
    let mut is_marked = [false; EXPOSURES.len()];
    let (owners, automaton) = &*MARKS;
    let found = automaton.iter().flat_map(|own| own.find_iter(&*page.source));
    let owner = |found: aho_corasick::Match| owners.get(found.pattern().as_usize());
    for &at in found.filter_map(owner) {
        if let Some(marked) = is_marked.get_mut(at) {
            *marked = true;
        }
    }
    let is_sent = |name: &&str| traces.header(name).next().is_some();
    EXPOSURES
        .iter()
        .zip(is_marked)
        .filter(|(exposure, is_marked)| *is_marked || exposure.headers.iter().any(is_sent))
        .filter_map(|(exposure, _)| {
            Some(Exposed { exposure, clue: (exposure.clue)(traces, page)? })
        })
        .collect()
}

/// The first form whose start tag has a text.
fn form_with<'a>(traces: &Traces<'a>, text: &str) -> Option<&'a str> {
    let tags = traces.tags_with(text).map(|tag| tag.split('>').next().unwrap_or(tag));
    tags.into_iter().find(|tag| {
        tag.contains(text) && tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("<form"))
    })
}

impl Example {
    const fn seen(says: &'static str, shown: &'static [Shown], excerpt: &'static str) -> Self {
        Self { says, shown, excerpt }
    }

    const fn unseen(says: &'static str, shown: &'static [Shown]) -> Self {
        Self { says, shown, excerpt: "" }
    }
}

impl fmt::Debug for Exposure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exposure").field("id", &self.id).finish_non_exhaustive()
    }
}
