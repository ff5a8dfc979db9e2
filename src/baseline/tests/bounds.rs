//! What hostile pages may cost.

use super::{Look, Site, Watch};
use crate::{
    baseline::{Comparison, Drift, Facet, Memory, Night},
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
fn the_memory_comes_back_from_the_store() {
    let watch = Watch::after(10);
    let kept = serde_json::to_string(&watch.memory).unwrap();
    let memory: Memory = serde_json::from_str(&kept).unwrap();
    assert_eq!(serde_json::to_string(&memory).unwrap(), kept);
    let look = watch.read(&Site::on(10));
    assert!(Comparison::new(None, &memory, Night(10)).look(&look).changes.is_empty());
    assert_eq!(memory.nights(), 10);
}
