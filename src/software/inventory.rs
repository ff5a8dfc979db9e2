//! What was found out about the software of one portal, gathered from its answers.

use std::collections::BTreeMap;

use super::{Answer, Clue, Kind, PRODUCTS, Place, Product, Says, Traces};

/// The most different clues to one product that are kept: what is said again on the next page is
/// only counted.
pub const MOST_CLUES: usize = 40;

/// Gathers the clues of all answers of one portal. What it holds is bounded by the number of
/// products, whatever the portal answers.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// By the place of the product in [`PRODUCTS`].
    gathered: BTreeMap<usize, Vec<Evidence>>,
}

/// A product that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The product.
    pub product: &'static Product,
    /// Its version.
    pub answer: Answer,
    /// What shows it, in the order in which it was seen.
    pub evidence: Vec<Evidence>,
    /// The distribution that packages the product, if a version that was told is one of its packages.
    pub package: Option<&'static str>,
}

/// A clue, and where it was seen.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The clue as it was first seen.
    pub clue: Clue,
    /// Where that was.
    pub url: String,
    /// How many answers say the same.
    pub answers: u32,
}

impl Inventory {
    /// Takes a clue to a product that somebody else has, such as an operator's table of digests.
    pub fn hear(&mut self, product: &Product, clue: Clue, traces: &Traces<'_>) {
        if let Some(at) = PRODUCTS.iter().position(|own| own.id == product.id) {
            keep(self.gathered.entry(at).or_default(), clue, traces);
        }
    }

    /// Asks every product for what it sees in an answer.
    pub fn add(&mut self, traces: &Traces<'_>) {
        for (at, product) in PRODUCTS.iter().enumerate() {
            let mut clues = Vec::new();
            (product.clues)(traces, &mut clues);
            for clue in clues {
                keep(self.gathered.entry(at).or_default(), clue, traces);
            }
        }
    }

    /// The products that something proves, in the order of [`PRODUCTS`]. A product of which several
    /// copies lie side by side (two jQuery in one portal) is there once for each answer, and copies of
    /// which nothing is known are left out beside others.
    pub fn found(&self) -> Vec<Found> {
        let gathered = self.gathered.iter();
        let gathered = gathered.filter_map(|(&at, evidence)| Some((PRODUCTS.get(at)?, evidence)));
        let mut found: Vec<Found> =
            gathered.flat_map(|(product, evidence)| copies(product, evidence)).collect();
        let inside: Vec<&str> =
            found.iter().flat_map(|found| found.product.contains).copied().collect();
        found.retain(|found| !inside.contains(&found.product.id));
        found
    }
}

/// What the evidence says of each copy of a product; those with the same answer are one.
fn copies(product: &'static Product, evidence: &[Evidence]) -> Vec<Found> {
    let mut named: Vec<Option<&str>> = Vec::new();
    for copy in evidence.iter().map(|own| own.clue.copy.as_deref()) {
        if copy.is_some() && !named.contains(&copy) {
            named.push(copy);
        }
    }
    if named.is_empty() {
        named.push(None);
    }
    let mut found: Vec<Found> = Vec::new();
    for copy in named {
        let of_copy = |own: &&Evidence| own.clue.copy.is_none() || own.clue.copy.as_deref() == copy;
        let own: Vec<&Evidence> = evidence.iter().filter(of_copy).collect();
        if !own.iter().any(|own| own.clue.proves) {
            continue;
        }
        let answer = Answer::of(own.iter().map(|own| &own.clue.says));
        let package = own.iter().find_map(|own| own.clue.package);
        match found.iter_mut().find(|known| known.answer == answer) {
            Some(known) => {
                let more = own.into_iter().filter(|own| own.clue.copy.is_some());
                known.evidence.extend(more.cloned());
                known.package = known.package.or(package);
            }
            None => {
                let evidence = own.into_iter().cloned().collect();
                found.push(Found { product, answer, evidence, package });
            }
        }
    }
    if found.iter().any(|found| found.answer.kind != Kind::Unknown) {
        found.retain(|found| found.answer.kind != Kind::Unknown);
    }
    found
}

/// Keeps a clue, or counts it if it was known.
fn keep(known: &mut Vec<Evidence>, clue: Clue, traces: &Traces<'_>) {
    let same = |own: &&mut Evidence| {
        let (own, new) = (&own.clue, &clue);
        (&own.says, &own.place, own.proves, &own.copy)
            == (&new.says, &new.place, new.proves, &new.copy)
    };
    if let Some(own) = known.iter_mut().find(same) {
        own.answers = own.answers.saturating_add(1);
    } else if known.len() < MOST_CLUES {
        known.push(Evidence { clue, url: traces.url().to_string(), answers: 1 });
    }
}

impl Evidence {
    /// The evidence as one line: `meta generator: NukeViet v4.5 (from 4.5.00)`.
    pub fn line(&self) -> String {
        let (place, excerpt) = (self.clue.place.id(), &self.clue.excerpt);
        let place = match &self.clue.place {
            Place::Header(name) | Place::File(name) => format!("{place} {name}"),
            Place::Meta(name) => format!("{place} {name}"),
            _ => place.to_owned(),
        };
        match &self.clue.says {
            Says::Product => format!("{place}: {excerpt}"),
            Says::Versions(versions) | Says::Shipped(versions) => {
                format!("{place}: {excerpt} ({versions})")
            }
            Says::NotShipped => format!("{place}: {excerpt} (no known release)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::{
        page::{Loaded, Reader},
        software::Kind,
    };

    fn add(inventory: &mut Inventory, html: &str) {
        let url = Url::parse("https://so.gov.example/").unwrap();
        let page = Reader::new().read(html.into(), &url, &[], &Loaded::default());
        inventory.add(&Traces::of_answer(&url, &[], Some(&page)));
    }

    fn generator(version: &str) -> String {
        format!("<meta name=generator content='WordPress {version}'><p>Tin</p>")
    }

    #[test]
    fn what_pages_say_again_is_counted() {
        let mut inventory = Inventory::default();
        add(&mut inventory, &generator("6.4.1"));
        add(&mut inventory, &generator("6.4.1"));
        add(&mut inventory, "<script src=/wp-includes/js/a.js></script>");
        let found = inventory.found();
        assert_eq!(found.len(), 1);
        let answers: Vec<u32> = found[0].evidence.iter().map(|own| own.answers).collect();
        assert_eq!((answers, found[0].answer.kind), (vec![2, 1], Kind::Exact));
        assert_eq!(found[0].evidence[0].line(), "meta generator: WordPress 6.4.1 (6.4.1)");
    }

    #[test]
    fn a_portal_cannot_fill_the_memory() {
        let mut inventory = Inventory::default();
        let lies: String = (0..200).map(|number| generator(&format!("6.{number}"))).collect();
        add(&mut inventory, &lies);
        let hostile = [
            "<a id=\"dnn_ctr\"".repeat(50_000),
            "id=\"dnn_ctr\" ".repeat(50_000),
            format!("<script src=\"/wp-includes/{}\"></script>", "a".repeat(2_000_000)),
            "<script>nv_base_siteurl".repeat(20_000),
            "<!-- DNN Platform ".repeat(50_000),
        ];
        hostile.iter().for_each(|html| add(&mut inventory, html));
        let found = inventory.found();
        let wordpress = found.iter().find(|own| own.product.id == "wordpress").unwrap();
        assert_eq!(
            (wordpress.evidence.len(), wordpress.answer.kind),
            (MOST_CLUES, Kind::Contradictory)
        );
        for own in found.iter().flat_map(|own| &own.evidence) {
            assert!(own.clue.excerpt.len() <= 4 * crate::software::EXCERPT);
        }
    }

    #[test]
    fn what_is_part_of_another_product_is_told_once() {
        let mut inventory = Inventory::default();
        add(&mut inventory, "<meta name=generator content='NukeViet v4.4'><p>Tin</p>");
        assert_eq!(inventory.found()[0].product.id, "nukeviet");
        add(&mut inventory, "<script src=/themes/egov/js/main.js></script>");
        let ids: Vec<_> = inventory.found().iter().map(|own| own.product.id).collect();
        assert_eq!(ids, ["nukeviet-egov"]);
    }
}
