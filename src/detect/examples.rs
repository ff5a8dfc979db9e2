//! Every rule on its own examples: documentation that is tested.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use jiff::civil::Date;
use url::Url;

use super::*;
use crate::{
    baseline::{self, Change, Comparison, Drift, Memory, Night, PageFacts, Shapes},
    fetch::{Hop, Sitemap},
    finding::Severity,
    knowledge::Knowledge,
    page::{Loaded, Reader},
    software::{Assessment, Exposed, Found, Inventory, Traces, exposed},
    target::Target,
    upload,
};

/// For so many nights, pages of examples were what they were before.
const NIGHTS: u32 = 10;

fn address(at: At) -> Url {
    let home = Url::parse("https://portal.gov.example/").unwrap();
    let path = match at {
        At::Anywhere | At::Changed(_) | At::Software => "/tin-tuc",
        At::Page(path) => path,
        At::Nowhere => "/khong-co-trang-0a1b2c3d-nha-cai-uy-tin.html",
        At::List => "/sitemap.xml",
    };
    home.join(path).unwrap()
}

fn answer(example: &Example, identity: Identity) -> &Answer {
    let own = example.answers.iter().find(|answer| answer.to.contains(&identity));
    own.unwrap_or(&example.answers[0])
}

fn view(reader: &Reader, identity: Identity, example: &Example) -> View {
    let answer = answer(example, identity);
    let url = address(example.at);
    let target = Target::ad_hoc(url.clone());
    let leaves_to = answer
        .location
        .and_then(|location| Url::parse(location).ok())
        .filter(|to| !target.owns(to.host_str().unwrap()));
    let document = upload::read(answer.body.as_bytes()).map(Arc::new);
    let page = (answer.location.is_none() && document.is_none())
        .then(|| Arc::new(reader.read(answer.body.into(), &url, &[], &Loaded::default())));
    let hop = Hop {
        url,
        status: if answer.location.is_some() { 302 } else { 200 },
        location: answer.location.map(str::to_owned),
        headers: Vec::new(),
        address: None,
        certificate: None,
        exchange: None,
    };
    View { identity, hops: vec![hop], leaves_to, page, document }
}

fn listed(example: &Example, url: &Url) -> Listed {
    let urls = |identity| {
        Sitemap::parse(answer(example, identity).body.as_bytes(), url, Sitemap::MOST).pages
    };
    let by = [Identity::Citizen, Identity::SearchCrawler].map(|own| (own, urls(own)));
    let open = by[0].1.iter().map(Listed::place).collect();
    Listed { by: by.into(), open: Arc::new(open), writes: Some(BTreeSet::new()) }
}

/// What a rule hits.
fn hits(rule: &Rule, example: &Example) -> Vec<Hit> {
    let mut hits = Vec::new();
    observe(example, |observation| (rule.examine)(observation, &mut hits));
    hits
}

/// Has a look at an example, with visitors who got the same answer sharing one page.
fn observe(example: &Example, look: impl FnOnce(&Observation<'_>)) {
    let reader = Reader::new();
    let mut views: Vec<View> = Vec::new();
    for identity in Identity::ALL {
        let mut view = view(&reader, identity, example);
        if let Some(page) = &view.page {
            let same = views.iter().filter_map(|other| other.page.as_ref());
            let same = same.into_iter().find(|other| other.source == page.source);
            view.page = Some(Arc::clone(same.unwrap_or(page)));
        }
        if let Some(document) = &view.document {
            let same = views.iter().filter_map(|other| other.document.as_ref());
            let same = same.into_iter().find(|other| *other == document);
            view.document = Some(Arc::clone(same.unwrap_or(document)));
        }
        views.push(view);
    }
    let url = address(example.at);
    let target = Target::ad_hoc(url.clone());
    let listed = listed(example, &url);
    let elsewhere = HashSet::new();
    let changes = match example.at {
        At::Changed(before) => changes(&reader, before, example.answers[0].body, &url),
        _ => Vec::new(),
    };
    let knowledge = Knowledge::builtin();
    let (products, exposed) = match (example.at, &views[0].page) {
        (At::Software, Some(page)) => software_of(&knowledge, &url, page),
        _ => Default::default(),
    };
    let asked = match example.at {
        At::Software => Asked::Software(Running { products: &products, exposed: &exposed }),
        At::Changed(_) => Asked::Changes(Changed {
            changes: &changes,
            identity: Identity::Citizen,
            page: views[0].page.as_ref(),
        }),
        At::Anywhere | At::Page(_) => Asked::Page,
        At::Nowhere => Asked::Nowhere(&elsewhere),
        At::List => Asked::List(&listed),
    };
    look(&Observation {
        target: &target,
        knowledge: &knowledge,
        url: &url,
        asked,
        usual: &NOTHING_USUAL,
        views: if matches!(example.at, At::List | At::Changed(_) | At::Software) {
            &[]
        } else {
            &views
        },
    });
}

type Products = Vec<(Found, Assessment)>;

/// What a page shows of the portal's software, as it stood on a day.
fn software_of(knowledge: &Knowledge, url: &Url, page: &Page) -> (Products, Vec<(Exposed, Url)>) {
    const TODAY: Date = jiff::civil::date(2026, 11, 20);
    let traces = Traces::of_answer(url, &[], Some(page));
    let mut inventory = Inventory::default();
    inventory.add(&traces);
    let found = inventory.found().into_iter();
    let products = found.map(|found| {
        let assessment = knowledge.software.assess(&found, TODAY);
        (found, assessment)
    });
    let exposed = exposed(&traces).into_iter().map(|own| (own, url.clone()));
    (products.collect(), exposed.collect())
}

/// What is new on a page that was the same for some nights.
fn changes(reader: &Reader, before: &str, now: &str, url: &Url) -> Vec<Change> {
    let (shapes, loaded) = (Shapes::default(), Loaded::default());
    let target = Target::ad_hoc(url.clone());
    let is_own = |url: &Url| url.host_str().is_some_and(|host| target.owns(host));
    let look = |body: &str| {
        let page = reader.read(body.into(), url, &[], &loaded);
        let mut look = baseline::Look::default();
        look.add(PageFacts::of(&page, &[], &loaded, &is_own, &shapes), true);
        look
    };
    let mut memory = Memory::default();
    for night in 1..=NIGHTS {
        memory.learn(&look(before), &Drift::default(), Night(night));
    }
    Comparison::new(None, &memory, Night(NIGHTS + 1)).look(&look(now)).changes
}

#[test]
fn every_rule_catches_its_examples_at_high_and_keeps_quiet_on_the_clean_ones() {
    let mut wrong = Vec::new();
    for rule in RULES {
        // Where a page repeats its address nothing was planted.
        let reflects = rule.id == reflected_search::RULE.id;
        // What is only new is for somebody to look at.
        let is_new = matches!(rule.caught[0].at, At::Changed(_));
        // Old software is a reason to look sooner, and no incident.
        let is_software = rule.caught[0].at == At::Software;
        let floor = match () {
            () if is_software => Severity::Low,
            () if reflects || is_new => Severity::Medium,
            () => Severity::High,
        };
        for example in rule.caught {
            let worst = hits(rule, example).iter().map(|hit| severity(&hit.signals)).max();
            if worst < Some(floor) {
                wrong.push(format!("{} misses: {} ({worst:?})", rule.id, example.says));
            }
        }
        for example in rule.clean {
            let worst = hits(rule, example).iter().map(|hit| severity(&hit.signals)).max();
            if worst >= Some(if is_software { Severity::Low } else { Severity::Medium }) {
                wrong.push(format!("{} accuses: {} ({worst:?})", rule.id, example.says));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_accuses_what_another_leaves_alone() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for example in rule.clean {
            let mut found = Vec::new();
            observe(example, |observation| found = examine(observation));
            for (other, hit) in found {
                if severity(&hit.signals) >= Severity::Medium {
                    wrong.push(format!("{} of {}: {}", other.id, rule.id, example.says));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_examples_of_both_kinds_and_a_name_of_its_own() {
    let mut names = HashSet::new();
    for rule in RULES {
        assert!(names.insert(rule.id), "{} twice", rule.id);
        assert!(!rule.caught.is_empty() && !rule.clean.is_empty(), "{}", rule.id);
    }
}
