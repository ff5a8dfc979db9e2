//! Which software a portal runs: gathered from the answers that a look brings anyway, and weighed when
//! the look is over.

use jiff::{Timestamp, civil::Date, tz};
use url::Url;

use crate::{
    detect::{Asked, Hit, NOTHING_USUAL, Observation, Rule, Running, examine},
    knowledge::Knowledge,
    outcome::{Hole, Software, VersionTold},
    page::Page,
    software::{Assessment, Exposed, Extent, Found, Inventory, StaticFile, Traces, exposed},
    target::Target,
};

/// Things open to all that are kept of one portal.
const MOST_EXPOSED: usize = 50;

/// What the answers of one portal show of its software.
#[derive(Debug, Default)]
pub struct Stack {
    inventory: Inventory,
    exposed: Vec<(Exposed, Url)>,
}

/// What it comes to.
#[derive(Default)]
pub struct Weighed {
    /// The products.
    pub software: Vec<Software>,
    /// What rules say, each with the address that shows it.
    pub hits: Vec<(Url, Vec<(&'static Rule, Hit)>)>,
}

impl Stack {
    /// Takes in an answer: its headers with names in lower case, and the page if it is one.
    pub fn answer(&mut self, url: &Url, headers: &[(String, String)], page: Option<&Page>) {
        let traces = Traces::of_answer(url, headers, page);
        self.inventory.add(&traces);
        for own in exposed(&traces) {
            let known = self.exposed.iter().any(|(known, _)| known.exposure.id == own.exposure.id);
            if !known && self.exposed.len() < MOST_EXPOSED {
                self.exposed.push((own, url.clone()));
            }
        }
    }

    /// Takes in a static file of the portal.
    pub fn file(&mut self, file: &StaticFile, knowledge: &Knowledge) {
        let traces = Traces::of_file(file);
        self.inventory.add(&traces);
        for (product, clue) in knowledge.software.clues(&traces) {
            self.inventory.hear(product, clue, &traces);
        }
    }

    /// What was found, and how it stands at this time.
    pub fn weigh(&self, target: &Target, knowledge: &Knowledge, at: Timestamp) -> Weighed {
        let today = day(at);
        let mut weighed = Weighed::default();
        let judge = |url: &Url, running: Running<'_>| {
            let asked = Asked::Software(running);
            examine(&Observation {
                target,
                knowledge,
                url,
                asked,
                views: &[],
                usual: &NOTHING_USUAL,
            })
        };
        for found in self.inventory.found() {
            let assessment = knowledge.software.assess(&found, today);
            weighed.software.push(told(&found, &assessment));
            let shown = found.evidence.first().and_then(|own| Url::parse(&own.url).ok());
            let url = shown.unwrap_or_else(|| target.url.clone());
            let products = [(found, assessment)];
            let hits = judge(&url, Running { products: &products, exposed: &[] });
            weighed.hits.push((url, hits));
        }
        for own in &self.exposed {
            let running = Running { products: &[], exposed: std::slice::from_ref(own) };
            weighed.hits.push((own.1.clone(), judge(&own.1, running)));
        }
        weighed.hits.retain(|(_, hits)| !hits.is_empty());
        weighed
    }
}

/// The day in Vietnam, which is seven hours ahead.
fn day(at: Timestamp) -> Date {
    at.to_zoned(tz::TimeZone::fixed(tz::offset(7))).date()
}

fn told(found: &Found, assessment: &Assessment) -> Software {
    let answer = &found.answer;
    let text = |version: Option<&crate::software::Version>| version.map(ToString::to_string);
    let holes = assessment.advisories.iter().map(|hole| Hole {
        id: hole.advisory.id.clone(),
        certain: hole.extent == Extent::Wholly,
        exploited: hole.advisory.exploited,
        letter: hole.advisory.letter.clone(),
    });
    Software {
        id: found.product.id.to_owned(),
        product: found.product.name.to_owned(),
        version: VersionTold {
            kind: answer.kind.id().to_owned(),
            exact: text(answer.exact()),
            at_least: text(answer.at_least()),
            below: text(answer.below()),
            up_to: text(answer.up_to()),
            all: answer.versions.to_string(),
        },
        standing: assessment.standing.id().to_owned(),
        priority: assessment.severity,
        newest: assessment.newest.as_ref().map(|newest| newest.version.to_string()),
        as_of: assessment.as_of,
        package: assessment.package.map(str::to_owned),
        holes: holes.collect(),
        why: assessment.why.clone(),
        evidence: found.evidence.iter().map(|own| own.line()).collect(),
    }
}
