//! What is known of releases and holes of software, and of how others tell it: the program's own
//! tables, and an operator's folder `software/` on top of them.
//!
//! `lifecycles.toml` and `advisories.toml` are ours; a mistake in an operator's is a [`Problem`]. Files
//! that others make are read as they are: an operator fetches them by night and never looks into them,
//! so one that is damaged is refused and named, and the rest is used.

mod advisories;
mod digests;
mod endoflife;
mod folder;
mod json;
mod kev;
mod libraries;
mod lifecycles;
mod pattern;
mod table;
mod technologies;

pub use libraries::{Libraries, Library};
pub use technologies::{Sighted, Sighting, Sightings, Technologies};

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;

#[cfg(test)]
mod tests;

use self::digests::Digests;
use crate::{
    knowledge::Problem,
    software::{
        Advisory, Assessment, Clue, Found, Lifecycle, Part, Place, Product, Subject, Traces,
        assess, product,
    },
};

/// The most advisories in all.
const MOST_ADVISORIES: usize = 100_000;

/// Everything that is known of software beforehand.
#[derive(Clone, Debug, Default)]
pub struct Software {
    /// By product.
    lifecycles: BTreeMap<String, Lifecycle>,
    advisories: BTreeMap<String, Vec<Advisory>>,
    /// Products by the names that they have in others' files.
    others: BTreeMap<String, String>,
    /// Products whose branches are mended after their end.
    mending: HashSet<String>,
    digests: BTreeMap<String, Arc<Digests>>,
    libraries: Option<Arc<Libraries>>,
    technologies: Option<Arc<Technologies>>,
    notes: Vec<String>,
    refused: Vec<Problem>,
}

impl Software {
    /// What comes with the program.
    pub(super) fn builtin() -> Self {
        let mut known = Self::default();
        // Tests hold the files that come with the program to their form.
        if let Ok(told) = lifecycles::read(include_str!("../../../data/software/lifecycles.toml")) {
            known.take_lifecycles(told);
        }
        if let Ok(told) = advisories::read(include_str!("../../../data/software/advisories.toml")) {
            known.take_advisories(told);
        }
        known
    }

    /// How a product that was found stands on the day `today`.
    pub fn assess(&self, found: &Found, today: Date) -> Assessment {
        self.assess_as(found.product.id, found.into(), today)
    }

    /// The same for what has no [`Found`], such as a library of [`Software::libraries`]; `product` is
    /// its name in data files.
    pub fn assess_as(&self, product: &str, subject: Subject<'_>, today: Date) -> Assessment {
        let own = self.own_name(product);
        let advisories = self.advisories.get(&own).into_iter().flatten();
        assess(subject, self.lifecycles.get(&own), advisories, today)
    }

    /// What is known of the releases of a product.
    pub fn lifecycle(&self, product: &str) -> Option<&Lifecycle> {
        self.lifecycles.get(&self.own_name(product))
    }

    /// The holes that are known of a product.
    pub fn advisories(&self, product: &str) -> &[Advisory] {
        self.advisories.get(&self.own_name(product)).map(Vec::as_slice).unwrap_or_default()
    }

    /// What an operator's tables of digests say of a file; each clue counts only beside one that names
    /// the product.
    pub fn clues(&self, traces: &Traces<'_>) -> Vec<(&'static Product, Clue)> {
        let Some(file) = traces.file() else { return Vec::new() };
        let clue = |(name, digests): (&String, &Arc<Digests>)| {
            let place = Place::File(file.url.path().to_owned());
            let clue = Clue::hint(place, file.url.as_str()).saying(digests.says(file)?);
            Some((product(name)?, clue))
        };
        self.digests.iter().filter_map(clue).collect()
    }

    /// Libraries by the repository of retire.js, if the operator has it.
    pub fn libraries(&self) -> Option<&Libraries> {
        self.libraries.as_deref()
    }

    /// Others' technologies, if the operator has rules for them.
    pub fn technologies(&self) -> Option<&Technologies> {
        self.technologies.as_deref()
    }

    /// What was left out of the operator's files, for the operator.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Files of the operator's folder that could not be used.
    pub fn refused(&self) -> &[Problem] {
        &self.refused
    }

    /// The program's name of a product, by the one that it has in others' files: `apache` for
    /// `apache-http-server`, `moment` for `moment.js`.
    fn own_name(&self, name: &str) -> String {
        let plain = name.to_lowercase();
        let plain = plain.strip_suffix(".js").unwrap_or(&plain);
        self.others.get(plain).map_or(plain, String::as_str).to_owned()
    }

    fn take_lifecycles(&mut self, told: Vec<lifecycles::Told>) {
        for own in told {
            let product = own.lifecycle.product.clone();
            self.others.extend(own.also.into_iter().map(|other| (other, product.clone())));
            if own.mends_ended {
                self.mending.insert(product.clone());
            } else {
                self.mending.remove(&product);
            }
            self.lifecycles.insert(product, own.lifecycle);
        }
    }

    fn take_advisories(&mut self, told: Vec<Advisory>) {
        for own in told {
            let known = self.advisories.values().map(Vec::len).sum::<usize>();
            if known < MOST_ADVISORIES {
                self.advisories.entry(self.own_name(&own.product)).or_default().push(own);
            }
        }
    }

    /// Takes a file of endoflife.date, unless it is older than what is known.
    fn take_endoflife(&mut self, name: &str, text: &str) -> Result<(), table::Mistake> {
        let product = self.own_name(name);
        let known = self.lifecycles.get(&product);
        let part = known.map_or(Part::Library, |known| known.part);
        let mut told = endoflife::read(text, &product, part, self.mending.contains(&product))?;
        if let Some(known) = known {
            if told.lifecycle.as_of < known.as_of {
                let (own, its) = (known.as_of, told.lifecycle.as_of);
                self.notes
                    .push(format!("endoflife/{name}.json: of {its}, the program knows {own}"));
                return Ok(());
            }
            told = told.beside(known);
        }
        self.notes
            .extend(told.doubts.into_iter().map(|doubt| format!("endoflife/{name}.json: {doubt}")));
        self.lifecycles.insert(product, told.lifecycle);
        Ok(())
    }

    fn take_libraries(&mut self, name: &str, text: &str) -> Result<(), table::Mistake> {
        let told = libraries::read(text)?;
        self.note_unread(name, told.unread);
        // A hole that the program knows itself is known with more certainty there.
        let is_known =
            |own: &Advisory| self.advisories(&own.product).iter().any(|known| known.id == own.id);
        let new = told.advisories.into_iter().filter(|own| !is_known(own)).collect();
        self.take_advisories(new);
        self.libraries = Some(Arc::new(told.libraries));
        Ok(())
    }

    fn mark_exploited(&mut self, exploited: &HashSet<String>) {
        for own in self.advisories.values_mut().flatten() {
            own.exploited |= exploited.contains(&own.id);
        }
    }

    fn note_unread(&mut self, name: &str, unread: usize) {
        if unread > 0 {
            self.notes.push(format!("{name}: {unread} entries are not understood and left out"));
        }
    }
}
