//! Every exposure on its own examples.

use std::collections::HashSet;

use url::Url;

use super::{
    super::{Shown, Traces},
    EXPOSURES, Example, Exposed, exposed,
};
use crate::page::{Loaded, Reader};

/// What the pages of an example expose.
fn look(example: &Example) -> Vec<Exposed> {
    let home = Url::parse("https://portal.gov.example/tin-tuc").unwrap();
    let header = |shown: &Shown| match *shown {
        Shown::Header(name, value) => Some((name.to_owned(), value.to_owned())),
        _ => None,
    };
    let headers: Vec<_> = example.shown.iter().filter_map(header).collect();
    let mut found = Vec::new();
    for shown in example.shown {
        let (path, body) = match *shown {
            Shown::Page(body) => ("/tin-tuc", body),
            Shown::PageAt(path, body) => (path, body),
            Shown::Header(..) => continue,
            Shown::File(..) => panic!("{}: a file exposes nothing", example.says),
        };
        let url = home.join(path).unwrap();
        let page = Reader::new().read(body.into(), &url, &[], &Loaded::default());
        found.extend(exposed(&Traces::of_answer(&url, &headers, Some(&page))));
    }
    found
}

#[test]
fn every_exposure_is_seen_in_its_examples_and_in_no_others() {
    let mut wrong = Vec::new();
    for exposure in EXPOSURES {
        for example in exposure.seen {
            let found = look(example);
            let is_own = |own: &Exposed| own.exposure.id == exposure.id;
            let told = found.first().map_or("", |own| &own.clue.excerpt);
            if found.len() != 1 || !found.iter().all(is_own) || !told.contains(example.excerpt) {
                wrong.push(format!("{} in {}: {found:?}", exposure.id, example.says));
            }
        }
        for example in exposure.unseen {
            let found = look(example);
            if !found.is_empty() {
                wrong.push(format!("{} in {}: {found:?}", exposure.id, example.says));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_exposure_has_examples_of_both_kinds_and_a_name_of_its_own() {
    let mut names = HashSet::new();
    for exposure in EXPOSURES {
        assert!(names.insert(exposure.id) && names.insert(exposure.name), "{}", exposure.id);
        assert!(!exposure.seen.is_empty() && !exposure.unseen.is_empty(), "{}", exposure.id);
        assert!(exposure.seen.iter().all(|own| !own.excerpt.is_empty()), "{}", exposure.id);
    }
}

#[test]
fn no_mark_hides_another() {
    let all: Vec<&str> = EXPOSURES.iter().flat_map(|own| own.marks).copied().collect();
    for (at, mark) in all.iter().enumerate() {
        let others = all.iter().enumerate().filter(|(other, _)| *other != at);
        assert!(others.map(|(_, own)| own).all(|own| !mark.contains(own)), "{mark}");
    }
}
