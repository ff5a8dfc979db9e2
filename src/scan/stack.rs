//! Which software a portal runs: gathered from the answers that a look brings anyway, and weighed when
//! the look is over.

use jiff::{Timestamp, civil::Date, tz};
use url::Url;

use crate::{
    detect::{Asked, Hit, NOTHING_USUAL, Observation, Rule, Running, examine},
    knowledge::{Knowledge, Library, Sightings},
    outcome::{Hole, Software, VersionTold},
    page::Page,
    software::{
        Answer, Assessment, Evidence, Exposed, Extent, Inventory, Says, StaticFile, Subject,
        Traces, Version, Versions, exposed, product,
    },
    target::Target,
};

/// Things open to all that are kept of one portal.
const MOST_EXPOSED: usize = 50;
/// Libraries that only an operator's file knows.
const MOST_LIBRARIES: usize = 100;

/// What the answers of one portal show of its software.
#[derive(Debug, Default)]
pub struct Stack {
    inventory: Inventory,
    exposed: Vec<(Exposed, Url)>,
    /// What an operator's rules for technologies saw.
    sightings: Sightings,
    /// Libraries that only an operator's repository knows.
    libraries: Vec<(Library, Evidence)>,
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
    pub fn answer(
        &mut self,
        url: &Url,
        headers: &[(String, String)],
        page: Option<&Page>,
        knowledge: &Knowledge,
    ) {
        let traces = Traces::of_answer(url, headers, page);
        self.inventory.add(&traces);
        if let Some(technologies) = knowledge.software.technologies() {
            self.sightings.add(technologies, &traces);
        }
        if let Some(libraries) = knowledge.software.libraries() {
            for address in traces.loaded_from() {
                self.libraries(libraries.of_address(address), &traces);
            }
        }
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
        if let Some(libraries) = knowledge.software.libraries() {
            self.libraries(libraries.of_file(file), &traces);
        }
    }

    /// Takes in libraries by an operator's repository: those that are products too are told as such.
    fn libraries(&mut self, libraries: Vec<Library>, traces: &Traces<'_>) {
        for library in libraries {
            if let Some(product) = product(&library.name) {
                let copy = library.clue.excerpt.clone();
                self.inventory.hear(product, library.clue.of_copy(&copy), traces);
                continue;
            }
            let same = |(own, _): &&mut (Library, Evidence)| {
                (&own.name, &own.version) == (&library.name, &library.version)
            };
            if let Some((_, known)) = self.libraries.iter_mut().find(same) {
                known.answers = known.answers.saturating_add(1);
            } else if self.libraries.len() < MOST_LIBRARIES {
                let clue = library.clue.clone();
                let evidence = Evidence { clue, url: traces.url().to_string(), answers: 1 };
                self.libraries.push((library, evidence));
            }
        }
    }

    /// Static files that would tell the versions of what was found, each once.
    pub fn extra_files(&self) -> Vec<Url> {
        let mut files: Vec<Url> = Vec::new();
        for file in self.inventory.found().iter().flat_map(|found| found.extra_files()) {
            if !files.contains(&file) {
                files.push(file);
            }
        }
        files
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
            let name = (found.product.id, found.product.name);
            weighed.software.push(told(name, &found.answer, &assessment, &found.evidence));
            let shown = found.evidence.first().and_then(|own| Url::parse(&own.url).ok());
            let url = shown.unwrap_or_else(|| target.url.clone());
            let products = [(found, assessment)];
            let hits = judge(&url, Running { products: &products, exposed: &[] });
            weighed.hits.push((url, hits));
        }
        weighed.software.extend(self.by_others(knowledge, today));
        for own in &self.exposed {
            let running = Running { products: &[], exposed: std::slice::from_ref(own) };
            weighed.hits.push((own.1.clone(), judge(&own.1, running)));
        }
        weighed.hits.retain(|(_, hits)| !hits.is_empty());
        weighed
    }
}

impl Stack {
    /// What only an operator's files know.
    fn by_others(&self, knowledge: &Knowledge, today: Date) -> Vec<Software> {
        let assess = |name: &str, answer: &Answer| {
            let subject =
                Subject { name, kind: answer.kind, versions: &answer.versions, package: None };
            knowledge.software.assess_as(name, subject, today)
        };
        let mut others = Vec::new();
        for (library, evidence) in &self.libraries {
            let name = library.name.as_str();
            let only = Says::Versions(Versions::exactly(library.version.clone()));
            let answer = Answer::of([&only]);
            let assessment = assess(name, &answer);
            others.push(told((name, name), &answer, &assessment, std::slice::from_ref(evidence)));
        }
        for own in
            knowledge.software.technologies().iter().flat_map(|all| self.sightings.found(all))
        {
            let assessment = assess(&own.name, &own.answer);
            others.push(told((&own.name, &own.name), &own.answer, &assessment, &own.evidence));
        }
        others
    }
}

/// The day in Vietnam, which is seven hours ahead.
fn day(at: Timestamp) -> Date {
    at.to_zoned(tz::TimeZone::fixed(tz::offset(7))).date()
}

fn told(
    (id, name): (&str, &str),
    answer: &Answer,
    assessment: &Assessment,
    evidence: &[Evidence],
) -> Software {
    let text = |version: Option<&Version>| version.map(ToString::to_string);
    let holes = assessment.advisories.iter().map(|hole| Hole {
        id: hole.advisory.id.clone(),
        certain: hole.extent == Extent::Wholly,
        exploited: hole.advisory.exploited,
        letter: hole.advisory.letter.clone(),
    });
    Software {
        id: id.to_owned(),
        product: name.to_owned(),
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
        evidence: evidence.iter().map(Evidence::line).collect(),
    }
}
