//! Approving a part of what changed.

use super::{Baseline, ChangeKind, Site, Watch, told};
use crate::baseline::Facet;

fn planted(night: u32) -> Site {
    Site {
        footer: "<a href='https://tong-dai.example/'>Tổng đài</a><a href='https://bet88.example/'>88</a>".into(),
        head: "<script src=/js/moi.js></script>".into(),
        ..Site::on(night)
    }
}

#[test]
fn one_host_of_several_changes_is_approved_by_itself() {
    let mut watch = Watch::approved_after(14);
    let mut changes = watch.look(&planted(14));
    assert_eq!(changes.len(), 3, "{:?}", told(&changes));
    changes.retain(|change| change.value == "tong-dai.example");
    watch.approve(&changes);
    let left = watch.look(&planted(15));
    let expected =
        [(ChangeKind::InjectedLink, "bet88.example"), (ChangeKind::NewScript, "/js/moi.js")];
    assert_eq!(told(&left), expected);
}

#[test]
fn a_changed_library_is_approved_with_its_body_and_its_hosts() {
    let mut watch = Watch::approved_after(14);
    let site = |night| Site {
        library: "function menu(a){return a.show('https://ban-do.example/'+a.id)}".into(),
        ..Site::on(night)
    };
    let changes = watch.look(&site(14));
    assert_eq!(told(&changes), [(ChangeKind::ChangedScript, "/js/menu.js")]);
    watch.approve(&changes);
    assert_eq!(told(&watch.look(&site(15))), []);
    let baseline = watch.baseline.as_ref().unwrap();
    assert!(baseline.has(Facet::CodeHost, "ban-do.example"));
    assert_eq!(baseline.version, 2);
}

#[test]
fn what_waits_for_a_person_is_not_proposed() {
    let mut watch = Watch::after(14);
    watch.look(&planted(14));
    let proposal = Baseline::propose("tuan-giao", &watch.memory, &[]);
    assert!(proposal.has(Facet::Link, "dienbien.gov.vn"));
    assert!(proposal.has(Facet::Script, "/js/menu.js"));
    for host in ["bet88.example", "tong-dai.example"] {
        assert!(!proposal.has(Facet::Link, host), "{host}");
    }
    let waiting = watch.memory.waiting();
    let names: Vec<_> = waiting.iter().filter_map(|(entry, _)| entry.as_fact()).collect();
    let expected = [
        (Facet::Link, "bet88.example", None),
        (Facet::Link, "tong-dai.example", None),
        (Facet::Script, "/js/moi.js", None),
    ];
    assert_eq!(names, expected);
    assert!(waiting.iter().all(|(_, first)| first.0 == 14));
    assert!(proposal.with(&[waiting[1].0.clone()]).has(Facet::Link, "tong-dai.example"));
}

#[test]
fn what_is_taken_out_is_told_again() {
    let mut watch = Watch::approved_after(14);
    let without = watch.baseline.as_ref().unwrap().without(Facet::Link, "chinhphu.vn");
    watch.baseline = Some(without);
    let changes = watch.look(&Site::on(14));
    assert_eq!(told(&changes), [(ChangeKind::InjectedLink, "chinhphu.vn")]);
}
