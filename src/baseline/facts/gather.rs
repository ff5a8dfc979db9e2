//! From a page to its facts, in one pass over each of its lists.

mod elements;

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet},
};

use url::Url;

use super::{Code, Fact, PageFacts, code::Shapes};
use crate::{
    baseline::{
        facet::Facet,
        normal::{foreign_host, hash, normal_text, page_place, path_shape},
        region::{Area, part_of},
        sketch::Sketch,
    },
    fetch::Hop,
    page::{Link, Loaded, Page, Region, Spot},
};

/// Facts of one facet on one page.
const MOST_FACTS: usize = 500;
/// Links whose area and target are kept.
const MOST_TARGETS: usize = 5_000;
/// Pages of the portal to which one page links.
const MOST_PAGES: usize = 2_000;
/// Blocks of visible text.
const MOST_BLOCKS: usize = 400;
/// Bytes of a text that is shown.
const MOST_SHOWN: usize = 200;

struct Gatherer<'a> {
    is_own: &'a dyn Fn(&Url) -> bool,
    counts: HashMap<Facet, usize>,
    seen: HashSet<(Facet, u64, u64, u64)>,
    areas: BTreeSet<u64>,
    out: PageFacts,
}

pub(super) fn gather(
    page: &Page,
    hops: &[Hop],
    loaded: &Loaded,
    is_own: &dyn Fn(&Url) -> bool,
    shapes: &Shapes,
) -> PageFacts {
    let meta = |name: &str| page.metas.iter().find(|(own, _)| own == name);
    let out = PageFacts {
        url: page.url.clone(),
        place: page_place(&page.url),
        shape: path_shape(&page.url),
        facts: Vec::new(),
        title: line(&page.title).into_owned(),
        description: meta("description")
            .map_or_else(String::new, |(_, text)| line(text).into_owned()),
        text_bytes: page.visible_text.len(),
        blocks: BTreeSet::new(),
        skeleton: Sketch::default(),
        targets: Vec::new(),
        leads_to: Vec::new(),
    };
    let mut gatherer = Gatherer {
        is_own,
        counts: HashMap::new(),
        seen: HashSet::new(),
        areas: BTreeSet::new(),
        out,
    };
    gatherer.texts(page);
    gatherer.links(page);
    for script in &page.scripts {
        gatherer.script(page, script, loaded, shapes);
    }
    gatherer.elements(page);
    gatherer.concealed(page);
    gatherer.answers(hops);
    gatherer.out.skeleton = Sketch::of(gatherer.areas.into_iter());
    gatherer.out
}

impl Gatherer<'_> {
    fn push(&mut self, facet: Facet, value: String, code: Option<Code>, shown: &str, spot: &Spot) {
        let area = Area::of(spot);
        let part = part_of(&area);
        self.push_in(facet, value, code, shown, (area, part, spot));
    }

    fn push_in(
        &mut self,
        facet: Facet,
        value: String,
        code: Option<Code>,
        shown: &str,
        (area, part, spot): (Area, Region, &Spot),
    ) {
        // Concealed texts are remembered whole; of anything else its place is enough.
        let said = if facet == Facet::Hidden { hash(shown) } else { 0 };
        let count = self.counts.entry(facet).or_default();
        if *count < MOST_FACTS && self.seen.insert((facet, hash(&value), area.number(), said)) {
            *count += 1;
            let (shown, spot) = (line(shown).into_owned(), spot.clone());
            self.out.facts.push(Fact { facet, value, code, said, shown, area, part, spot });
        }
    }

    fn texts(&mut self, page: &Page) {
        let blocks = page.blocks().map(normal_text).filter(|block| block.len() > 1);
        let hashes = blocks.map(|block| (hash(&block) >> 32) as u32);
        self.out.blocks.extend(hashes.take(MOST_BLOCKS));
    }

    fn links(&mut self, page: &Page) {
        let mut seen = BTreeSet::new();
        for link in &page.links {
            let Some(url) = &link.url else { continue };
            let area = Area::of(&link.spot);
            let number = area.number();
            self.areas.insert(number);
            let foreign = foreign_host(url, self.is_own);
            let target = match &foreign {
                Some(host) => host.clone(),
                None if (self.is_own)(url) => page_place(url),
                None => continue,
            };
            let target_number = hash(&target);
            if self.out.targets.len() < MOST_TARGETS {
                self.out.targets.push((number, target_number));
            }
            if let Some(host) = foreign {
                self.foreign_link(link, url, host, area);
            } else if self.out.leads_to.len() < MOST_PAGES && seen.insert(target_number) {
                self.out.leads_to.push((path_shape(url), target_number));
            }
        }
    }

    fn foreign_link(&mut self, link: &Link, url: &Url, host: String, area: Area) {
        let facet = if link.concealed.is_empty() { Facet::Link } else { Facet::HiddenLink };
        self.push_in(facet, host, None, url.as_str(), (area, link.region, &link.spot));
    }

    fn concealed(&mut self, page: &Page) {
        for hidden in &page.hidden_text {
            let Some(reason) = hidden.concealed.first() else { continue };
            let area = Area::of(&hidden.spot);
            let value = format!("{} {}", reason.form.id(), area.as_str());
            let part = part_of(&area);
            let place = (area, part, &hidden.spot);
            self.push_in(Facet::Hidden, value, None, &hidden.text, place);
        }
    }
}

/// One line of bounded length.
fn line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let short = text.get(..text.floor_char_boundary(MOST_SHOWN)).unwrap_or_default();
    if short.contains(|c: char| c.is_control()) {
        Cow::Owned(
            short
                .split(|c: char| c.is_control())
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        )
    } else {
        Cow::Borrowed(short)
    }
}
