//! What happens on ordinary nights is no change.

use super::{ChangeKind, Site, Standout, Watch, told};
use crate::baseline::{Comparison, Look, Night};
use crate::page::Loaded;

#[test]
fn a_month_of_news_banners_counters_clocks_polls_and_tokens_is_quiet() {
    for mut watch in [Watch::after(7), Watch::approved_after(7)] {
        for night in 7..37 {
            let changes = watch.look(&Site::on(night));
            assert_eq!(told(&changes), [], "night {night}");
        }
    }
}

#[test]
fn the_first_look_has_nothing_to_be_compared_with() {
    assert_eq!(told(&Watch::default().look(&Site::on(0))), []);
}

#[test]
fn a_new_article_with_a_link_to_a_newspaper_is_told_as_usual_for_its_place() {
    let mut watch = Watch::approved_after(14);
    let mut site = Site::on(14);
    let main =
        "<h1>Hội nghị</h1><p>Theo <a href='https://bao-moi.example/tin'>báo</a> đưa tin.</p>";
    site.more.push(("/tin-tuc/hoi-nghi-tong-ket-nam".to_owned(), site.wrap("Hội nghị", main)));
    let changes = watch.look(&site);
    assert_eq!(told(&changes), [(ChangeKind::InjectedLink, "bao-moi.example")]);
    assert_eq!(changes[0].setting.standout(), Standout::Usual);
    assert_eq!(changes[0].setting.nights, 0);
}

#[test]
fn a_page_asked_for_with_its_query_in_another_order_is_the_same_page() {
    let mut watch = Watch::after(10);
    let page = |watch: &Watch, path: &str| {
        let source = Site::on(9).wrap("Tin", "<p>Một tin đã cũ</p>");
        let mut look = Look::default();
        look.add(watch.facts(path, &source, &Loaded::default()), true);
        look
    };
    let look = page(&watch, "/xem?id=7&muc=2");
    let drift = watch.compare(&look, 9);
    assert_eq!(drift.new_pages, 1);
    watch.memory.learn(&look, &drift, Night(9));
    let drift = watch.compare(&page(&watch, "/xem?muc=2&PHPSESSID=ab12&id=7"), 10);
    assert_eq!((drift.new_pages, drift.compared), (0, 1));
}

#[test]
fn what_stands_on_a_page_that_is_not_clean_is_not_learned() {
    let mut watch = Watch::default();
    let site = Site { footer: "<a href='https://bet88.example'>88</a>".into(), ..Site::on(0) };
    let read = watch.read(&site);
    let mut look = Look::default();
    for facts in read.pages() {
        look.add(facts.clone(), false);
    }
    let drift = watch.compare(&look, 0);
    watch.memory.learn(&look, &drift, Night(0));
    assert_eq!(watch.memory.last_night(), None);
    watch.look(&Site::on(3));
    assert_eq!(
        told(&watch.look(&Site { night: 6, ..site })),
        [(ChangeKind::InjectedLink, "bet88.example")]
    );
}

#[test]
fn a_title_that_stays_becomes_the_pages_own_after_three_quiet_nights() {
    let mut watch = Watch::approved_after(14);
    let site =
        |night| Site { title: "Cổng huyện Tuần Giáo mới".into(), ..Site::on(night) };
    for night in 14..17 {
        assert_eq!(told(&watch.look(&site(night))), [(ChangeKind::ChangedTitle, "/")], "{night}");
    }
    assert_eq!(told(&watch.look(&site(17))), []);
}

#[test]
fn several_looks_of_the_first_night_see_banners_take_turns() {
    let mut watch = Watch::default();
    for banner in 0..3 {
        let mut look = Look::default();
        for facts in watch.read(&Site::on(banner)).pages() {
            look.add(facts.clone(), true);
        }
        let drift = watch.compare(&look, 0);
        watch.memory.learn(&look, &drift, Night(0));
    }
    for night in 1..10 {
        assert_eq!(told(&watch.look(&Site::on(night))), [], "night {night}");
    }
    assert_eq!(watch.memory.nights(), 10);
}

#[test]
fn a_concealed_text_that_never_changed_is_told_and_one_of_each_day_is_not() {
    let changed = |site: &Site| {
        let pages = site.pages().into_iter();
        pages
            .map(|(path, source)| (path, source.replace("đường dây nóng", "<i hidden>chữ lạ</i>")))
            .collect::<Vec<_>>()
    };
    let mut still = Watch::default();
    let look = |watch: &mut Watch, pages: &[(String, String)], night| {
        let mut look = Look::default();
        for (path, source) in pages {
            look.add(watch.facts(path, source, &Loaded::default()), true);
        }
        let drift = watch.compare(&look, night);
        watch.memory.learn(&look, &drift, Night(night));
        drift.changes
    };
    for night in 0..10 {
        look(&mut still, &changed(&Site::on(night)), night);
    }
    let mut other = changed(&Site::on(10));
    for (_, source) in &mut other {
        *source = source.replace("chữ lạ", "chữ khác");
    }
    let changes = look(&mut still, &other, 10);
    let blocks: Vec<_> =
        changes.iter().filter(|change| change.kind == ChangeKind::HiddenBlock).collect();
    assert_eq!(blocks.len(), 1, "{:?}", told(&changes));
    assert_eq!(blocks[0].after.as_deref(), Some("chữ khác"));
}

#[test]
fn a_young_memory_knows_that_it_is_young() {
    let (young, grown) = (Watch::after(6), Watch::after(7));
    let is_young =
        |watch: &Watch| Comparison::new(None, &watch.memory, Night(9)).look(&Look::default()).young;
    assert!(is_young(&young) && !is_young(&grown));
}
