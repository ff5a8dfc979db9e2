//! Every product on its own examples: documentation that is tested.

use std::collections::HashSet;

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
            let own = found.iter().find(|found| found.product.id == product.id);
            let told = own.map(|own| format!("{}: {}", own.answer.kind.id(), own.answer.versions));
            if told.as_deref() != Some(example.version) {
                wrong.push(format!("{} in {}: {told:?}", product.id, example.says));
            }
            let others = found.iter().filter(|found| found.product.id != product.id);
            wrong.extend(others.map(|other| format!("{:?} in {}", other.product, example.says)));
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
    let mut names = HashSet::new();
    for product in PRODUCTS {
        assert!(names.insert(product.id) && names.insert(product.name), "{} twice", product.id);
        assert!(!product.seen.is_empty() && !product.unseen.is_empty(), "{}", product.id);
        assert!(product.extra_files.len() <= 3, "{}", product.id);
        let parts = product.contains.iter();
        assert!(parts.copied().all(|part| super::product(part).is_some()), "{}", product.id);
    }
}
