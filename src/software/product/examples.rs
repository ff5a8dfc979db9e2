//! Every product on its own examples: documentation that is tested.

use std::collections::{BTreeSet, HashSet};

use proptest::prelude::*;
use url::Url;

use super::{super::*, *};
use crate::page::{Loaded, Reader};

fn look(example: &Example) -> Vec<Found> {
    let home = Url::parse("https://portal.gov.example/").unwrap();
    let mut inventory = Inventory::default();
    let mut headers = Vec::new();
    for shown in example.shown {
        match *shown {
            Shown::Header(name, value) => headers.push((name.to_owned(), value.to_owned())),
            Shown::Page(body) => add(&mut inventory, &home.join("/tin-tuc").unwrap(), body),
            Shown::PageAt(path, body) => add(&mut inventory, &home.join(path).unwrap(), body),
            Shown::File(path, body) => {
                let file = StaticFile::of(home.join(path).unwrap(), body.as_bytes()).unwrap();
                inventory.add(&Traces::of_file(&file));
            }
        }
    }
    inventory.add(&Traces::of_answer(&home, &headers, None));
    inventory.found()
}

fn add(inventory: &mut Inventory, url: &Url, body: &str) {
    let page = Reader::new().read(body.into(), url, &[], &Loaded::default());
    inventory.add(&Traces::of_answer(url, &[], Some(&page)));
}

#[test]
fn every_product_is_seen_in_its_examples_and_in_no_others() {
    let mut wrong = Vec::new();
    for product in PRODUCTS {
        for example in product.seen {
            let found = look(example);
            let is_own = |found: &&Found| found.product.id == product.id;
            let told = found.iter().filter(is_own).map(|own| &own.answer);
            let told: Vec<String> =
                told.map(|own| format!("{}: {}", own.kind.id(), own.versions)).collect();
            if told.join("; ") != example.version {
                wrong.push(format!("{} in {}: {told:?}", product.id, example.says));
            }
            let others = found.iter().filter(|found| !is_own(found));
            let others: BTreeSet<&str> = others.map(|other| other.product.id).collect();
            if others != example.beside.iter().copied().collect() {
                wrong.push(format!("beside {} in {}: {others:?}", product.id, example.says));
            }
        }
        for example in product.unseen {
            if look(example).iter().any(|found| found.product.id == product.id) {
                wrong.push(format!("{} in {}", product.id, example.says));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_product_has_examples_of_both_kinds_and_a_name_of_its_own() {
    let (mut ids, mut names) = (HashSet::new(), HashSet::new());
    for product in PRODUCTS {
        assert!(ids.insert(product.id) && names.insert(product.name), "{} twice", product.id);
        assert!(!product.seen.is_empty() && !product.unseen.is_empty(), "{}", product.id);
        assert!(product.extra_files.len() <= 3, "{}", product.id);
        let parts = product.contains.iter();
        assert!(parts.copied().all(|part| super::product(part).is_some()), "{}", product.id);
    }
}

/// Every body and header value of an example.
fn texts() -> Vec<&'static str> {
    let products = PRODUCTS.iter().flat_map(|product| product.seen.iter().chain(product.unseen));
    let shown = products.flat_map(|example| example.shown);
    let text = |shown: &Shown| match *shown {
        Shown::Page(text) | Shown::PageAt(_, text) => text,
        Shown::Header(_, text) | Shown::File(_, text) => text,
    };
    shown.map(text).collect()
}

/// An answer made of pieces of examples, each cut wherever it may be.
fn torn() -> impl Strategy<Value = String> {
    let piece = (proptest::sample::select(texts()), any::<usize>(), any::<usize>());
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| {
        let cut = |(text, from, to): (&str, usize, usize)| {
            let (from, to) = (from % (text.len() + 1), to % (text.len() + 1));
            let (from, to) = (from.min(to), from.max(to));
            text.get(text.floor_char_boundary(from)..text.floor_char_boundary(to))
                .map(str::to_owned)
        };
        pieces.into_iter().filter_map(cut).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn torn_answers_are_looked_at_like_any_others(text in torn(), path in "[a-z/.]{0,12}") {
        let url = Url::parse(&format!("https://portal.gov.example/{path}")).unwrap();
        let header = |name: &str| (name.to_owned(), text.clone());
        let names = [
            "liferay-portal",
            "set-cookie",
            "microsoftsharepointteamservices",
            "link",
            "server",
            "x-powered-by",
            "x-debug-token-link",
        ];
        let page = Reader::new().read(text.as_str().into(), &url, &[], &Loaded::default());
        let headers = names.map(header);
        let mut inventory = Inventory::default();
        let traces = Traces::of_answer(&url, &headers, Some(&page));
        inventory.add(&traces);
        let exposed = exposed(&traces);
        prop_assert!(exposed.iter().all(|own| own.clue.excerpt.chars().count() <= EXCERPT));
        let libraries = &["jquery.js", "ckeditor.js", "tinymce.js", "fckeditor.js", "lodash.js"];
        let files = PRODUCTS.iter().flat_map(|product| product.extra_files);
        for name in files.chain(libraries) {
            let file = StaticFile::of(url.join(&format!("/{name}")).unwrap(), text.as_bytes());
            file.iter().for_each(|file| inventory.add(&Traces::of_file(file)));
        }
        for found in inventory.found() {
            prop_assert!(found.evidence.len() <= MOST_CLUES);
            prop_assert!(found.evidence.iter().all(|own| own.clue.excerpt.chars().count() <= EXCERPT));
            prop_assert!(found.answer.exact().is_none_or(|only| found.answer.versions.contains(only)));
        }
    }
}
