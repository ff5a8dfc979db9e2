//! What hostile pages may cost.

use proptest::prelude::*;

use super::{Look, Site, Watch};
use crate::{
    baseline::{
        Comparison, Drift, Facet, Memory, Night,
        normal::{code_shape, file_place, normal_text, page_place, path_shape},
    },
    page::Loaded,
};

#[test]
fn a_page_of_endless_links_leaves_a_memory_that_is_bounded() {
    let mut watch = Watch::default();
    for night in 0..6_u32 {
        let links: String = (0..3_000)
            .map(|n| format!("<a href='https://h{night}-{n}.example/'>x</a><a href='/la/{night}/{n}'>y</a><i hidden>{n}</i>"))
            .collect();
        let mut look = Look::default();
        look.add(watch.facts(&format!("/{night}"), &links, &Loaded::default()), true);
        watch.memory.learn(&look, &Drift::default(), Night(night));
    }
    let kept = serde_json::to_string(&watch.memory).unwrap().len();
    assert!(kept < 2 << 20, "{kept} bytes");
    assert!(watch.memory.learned(Facet::Link).count() <= 3_000);
}

#[test]
fn a_flood_of_changes_is_counted_and_not_kept() {
    let watch = Watch::approved_after(8);
    let mut site = Site::on(8);
    for page in 0..6 {
        let links: String =
            (0..450).map(|n| format!("<a href='https://h{page}-{n}.example/'>x</a>")).collect();
        site.more.push((format!("/la/{page}"), links));
    }
    let drift = watch.compare(&watch.read(&site), 8);
    assert_eq!((drift.changes.len(), drift.left_out), (2_000, 700));
}

#[test]
fn the_memory_comes_back_from_the_store() {
    let watch = Watch::after(10);
    let kept = serde_json::to_string(&watch.memory).unwrap();
    let memory: Memory = serde_json::from_str(&kept).unwrap();
    assert_eq!(serde_json::to_string(&memory).unwrap(), kept);
    let look = watch.read(&Site::on(10));
    assert!(Comparison::new(None, &memory, Night(10)).look(&look).changes.is_empty());
    assert_eq!(memory.nights(), 10);
}

proptest! {
    #[test]
    fn no_text_address_or_code_breaks_what_makes_it_plain(text in ".{0,300}", code in "[a-z0-9'\"`${}()\\[\\]/\\\\,;+ệ\n]{0,200}") {
        let _ = normal_text(&text);
        let _ = (code_shape(&text), code_shape(&code));
        if let Ok(url) = Site::url("/").join(&text) {
            let _ = (page_place(&url), file_place(&url), path_shape(&url));
        }
        prop_assert_eq!(code_shape(&code), code_shape(&code.replace(' ', "  ")));
    }
}
