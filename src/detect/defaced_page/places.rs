//! Where on a page somebody can leave a boast.

use super::{
    boast::{Boast, boasts},
    reading::{MOST, Reading},
};
use crate::{
    finding::{Signal, SignalKind},
    page::{
        Page, Spot,
        script::{Showing, Trigger},
    },
};

/// So many characters of a boast are looked for in the source.
const SOUGHT: usize = 14;

/// Hidden texts that are looked at one by one.
const MOST_HIDDEN: usize = 500;

/// A boast and where it is.
#[derive(Clone)]
pub(super) struct Found {
    pub boast: Boast,
    pub place: Place,
    /// The element, where it is known.
    spot: Option<Spot>,
}

impl Found {
    /// Where it stands in the source, as near as can be told.
    pub fn spot(&self, page: &Page) -> Spot {
        if let Some(spot) = &self.spot {
            return spot.clone();
        }
        if self.place == Place::Title {
            return page.first("title");
        }
        let start: String = self.boast.words.chars().take(SOUGHT).collect();
        match page.source.to_ascii_lowercase().find(&start) {
            Some(at) => Spot { tag: "", at, css: String::new() },
            None => page.first("body"),
        }
    }
}

/// Where a boast is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Heading,
    /// A box that opens by itself.
    Dialog,
    /// What a script puts on the page.
    Script,
    /// A document that a frame brings along.
    Frame,
    Block,
    /// What stands for an image.
    Image,
    Meta,
    /// Concealed from people: the form of hiding.
    Hidden(&'static str),
    /// A comment before the page begins.
    Before,
    /// Anywhere in the source.
    Source,
}

impl Place {
    /// What the place adds to a boast that stands there alone.
    pub fn signal(self) -> Option<Signal> {
        let announced = |detail| Some(Signal::new(SignalKind::Announced, detail));
        match self {
            Self::Title => announced("title"),
            Self::Heading => announced("heading"),
            Self::Dialog => announced("dialog"),
            Self::Script => announced("script"),
            Self::Frame => announced("frame"),
            Self::Block => announced("block"),
            Self::Image => announced("image"),
            Self::Meta => announced("meta"),
            Self::Hidden(form) => Some(Signal::new(SignalKind::Hidden, form)),
            Self::Before => Some(Signal::new(SignalKind::Place, "before-begin")),
            Self::Source => None,
        }
    }
}

/// Metas by which a page names or describes itself.
const METAS: &[&str] = &[
    "title",
    "description",
    "keywords",
    "author",
    "abstract",
    "copyright",
    "og:title",
    "og:site_name",
    "og:description",
    "twitter:title",
    "twitter:description",
];

/// All boasts of a page, in order of prominence.
pub(super) fn found(page: &Page, visible: &Reading) -> Vec<Found> {
    let mut all = Vec::new();
    let mut add = |place: Place, text: &Reading, spot: Option<&Spot>| {
        let found = boasts(text).into_iter();
        all.extend(found.map(|boast| Found { boast, place, spot: spot.cloned() }));
    };
    add(Place::Title, &Reading::of(&page.title), None);
    add(Place::Heading, &Reading::of(&lines(page.headings.iter().map(String::as_str))), None);
    for (place, text, spot) in put_by_scripts(page) {
        add(place, &Reading::of(text), Some(spot));
    }
    for inner in &page.inner_documents {
        add(Place::Frame, &Reading::of(&inner.markup), Some(&inner.spot));
    }
    add(Place::Block, visible, None);
    add(Place::Image, &Reading::of(&lines(page.image_texts.iter().map(String::as_str))), None);
    let metas = page.metas.iter().filter(|(name, _)| METAS.contains(&name.as_str()));
    add(Place::Meta, &Reading::of(&lines(metas.map(|(_, content)| content.as_str()))), None);
    let hidden = page.hidden_text.iter().map(|hidden| hidden.text.as_str());
    if !boasts(&Reading::of(&lines(hidden))).is_empty() {
        for hidden in page.hidden_text.iter().take(MOST_HIDDEN) {
            let Some(concealment) = hidden.concealed.first() else { continue };
            let place = Place::Hidden(concealment.form.id());
            add(place, &Reading::of(&hidden.text), Some(&hidden.spot));
        }
    }
    if let Some(comment) = comment_before(&page.source) {
        add(Place::Before, &Reading::of(comment), Some(&Spot::default()));
    }
    all
}

/// What scripts show and write as soon as the page opens, up to a bound.
fn put_by_scripts(page: &Page) -> impl Iterator<Item = (Place, &str, &Spot)> {
    let read =
        page.scripts.iter().filter_map(|script| Some((script.facts.as_ref()?, &script.spot)));
    let all = read.flat_map(|(facts, spot)| {
        let by_itself = |trigger: &Trigger| matches!(trigger, Trigger::Load | Trigger::Timer(_));
        let shows = facts.shows.iter().filter(move |one| by_itself(&one.trigger));
        let shows = shows.map(|one| match one.place {
            Showing::Dialog => (Place::Dialog, one.text.as_str()),
            Showing::Title => (Place::Title, one.text.as_str()),
            Showing::Page => (Place::Script, one.text.as_str()),
        });
        // What is written in place is part of the page already.
        let writes = facts.writes.iter().filter(|write| !write.in_place);
        let writes = writes.map(|write| (Place::Script, write.markup.as_str()));
        shows.chain(writes).map(move |(place, text)| (place, text, spot))
    });
    let mut room = MOST;
    all.take_while(move |(_, text, _)| {
        let fits = text.len() <= room;
        room = room.saturating_sub(text.len());
        fits
    })
}

/// Boasts anywhere in the source of a page: in comments, attributes, constants.
pub(super) fn found_in_source(page: &Page) -> Vec<Found> {
    let head = &page.source[..page.source.floor_char_boundary(MOST)];
    // An attribute and a constant are lines of their own.
    let lines = head.replace(['"', '\'', '`', '<', '>'], "\n");
    let signed = boasts(&Reading::raw(&lines)).into_iter().filter(|boast| {
        // `hacked by me to please old browsers` is what programmers write.
        boast.signed && boast.stands_alone && !tells_why(&boast.words)
    });
    signed.map(|boast| Found { boast, place: Place::Source, spot: None }).collect()
}

fn tells_why(words: &str) -> bool {
    words.split_whitespace().any(|word| matches!(word, "to" | "for" | "because" | "so"))
}

/// The visible text with a line for each block.
pub(super) fn visible(page: &Page) -> Reading {
    if page.visible_text.contains('<') {
        return Reading::of(&lines(page.blocks()));
    }
    Reading::of_folded(&page.folded().plain)
}

/// Texts on lines of their own, as many as are searched.
fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut lines = String::new();
    for text in texts {
        if lines.len() > MOST {
            break;
        }
        lines.push_str(text);
        lines.push('\n');
    }
    lines
}

/// The comment with which a source begins.
fn comment_before(source: &str) -> Option<&str> {
    let inside = source.trim_start_matches('\u{feff}').trim_start().strip_prefix("<!--")?;
    inside.get(..inside.find("-->")?)
}
