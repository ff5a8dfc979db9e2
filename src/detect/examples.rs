//! Every rule on its own examples: documentation that is tested.

use std::{collections::HashSet, sync::Arc};

use url::Url;

use super::*;
use crate::{
    fetch::Hop,
    finding::Severity,
    knowledge::Knowledge,
    page::{Loaded, Reader},
    target::Target,
    upload,
};

const ADDRESS: &str = "https://portal.gov.example/tin-tuc";

fn view(reader: &Reader, identity: Identity, example: &Example) -> View {
    let own = example.answers.iter().find(|answer| answer.to.contains(&identity));
    let answer = own.unwrap_or(&example.answers[0]);
    let url = Url::parse(ADDRESS).unwrap();
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
    };
    View { identity, hops: vec![hop], leaves_to, page, document }
}

/// What a rule hits, with visitors who got the same answer sharing one page.
fn hits(rule: &Rule, example: &Example) -> Vec<Hit> {
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
    let url = Url::parse(ADDRESS).unwrap();
    let target = Target::ad_hoc(url.clone());
    let mut hits = Vec::new();
    (rule.examine)(
        &Observation {
            target: &target,
            knowledge: &Knowledge::builtin(),
            url: &url,
            views: &views,
        },
        &mut hits,
    );
    hits
}

#[test]
fn every_rule_catches_its_examples_at_high_and_keeps_quiet_on_the_clean_ones() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for example in rule.caught {
            let worst = hits(rule, example).iter().map(|hit| severity(&hit.signals)).max();
            if worst < Some(Severity::High) {
                wrong.push(format!("{} misses: {} ({worst:?})", rule.id, example.says));
            }
        }
        for example in rule.clean {
            let worst = hits(rule, example).iter().map(|hit| severity(&hit.signals)).max();
            if worst >= Some(Severity::Medium) {
                wrong.push(format!("{} accuses: {} ({worst:?})", rule.id, example.says));
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
