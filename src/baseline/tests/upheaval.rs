//! What changes much at once is told in few words, with what was planted beside it.

use super::{ChangeKind, Site, Watch, told};

/// The same texts in another template.
fn redesigned(site: &Site) -> Vec<(String, String)> {
    let tags = [
        ("<header>", "<section class=dau><div>"),
        ("</header>", "</div></section>"),
        ("<nav>", "<section id=menu-moi><b>"),
        ("</nav>", "</b></section>"),
        ("<ul>", "<table><tbody>"),
        ("</ul>", "</tbody></table>"),
        ("<li>", "<tr><td>"),
        ("</li>", "</td></tr>"),
        ("<div id=quang-cao>", "<section id=banner-moi>"),
        ("<div id=noi-dung>", "<div id=than-trang><section>"),
        ("<footer>", "<section id=cuoi-trang>"),
        ("</footer>", "</section>"),
        ("<form action=/tim>", "<section><form action=/tim-kiem>"),
        ("<script src='/js", "<meta name=x><script src='/js"),
        ("display:none' id=thong-bao-nho", "display:none' class=nho"),
    ];
    let body = "<body>";
    let change = |source: String| {
        let source = tags.iter().fold(source, |source, (old, new)| source.replace(old, new));
        let (head, rest) = source.split_once(body).unwrap();
        format!("{head}{body}<main id=vo>{rest}")
    };
    site.pages().into_iter().map(|(path, source)| (path, change(source))).collect()
}

fn look_at(watch: &mut Watch, pages: &[(String, String)], night: u32) -> Vec<super::Change> {
    let loaded = crate::page::Loaded::default();
    let mut look = super::Look::default();
    for (path, source) in pages {
        look.add(watch.facts(path, source, &loaded), true);
    }
    let drift = watch.compare(&look, night);
    watch.memory.learn(&look, &drift, super::Night(night));
    drift.changes
}

#[test]
fn a_redesign_is_one_change_and_what_was_planted_with_it_another() {
    let mut watch = Watch::approved_after(14);
    let pages = redesigned(&Site::on(14));
    let changes = look_at(&mut watch, &pages, 14);
    assert_eq!(told(&changes), [(ChangeKind::ReplacedTemplate, "/")]);
    assert_eq!(changes[0].count, 5);

    let site = Site { footer: "<a href='https://bet88.example'>88</a>".into(), ..Site::on(15) };
    let planted = look_at(&mut watch, &redesigned(&site), 15);
    let expected =
        [(ChangeKind::InjectedLink, "bet88.example"), (ChangeKind::ReplacedTemplate, "/")];
    assert_eq!(told(&planted), expected);

    watch.approve(&changes);
    for night in 16..20 {
        let changes = look_at(&mut watch, &redesigned(&Site::on(night)), night);
        assert_eq!(told(&changes), [], "night {night}");
    }
}

#[test]
fn another_ending_of_all_titles_is_one_change() {
    let mut watch = Watch::approved_after(14);
    let renamed = |night| {
        let pages = Site::on(night).pages().into_iter();
        let rename = |source: String| source.replace("</title>", " | Xã Tuần Giáo</title>");
        pages.map(|(path, source)| (path, rename(source))).collect::<Vec<_>>()
    };
    let changes = look_at(&mut watch, &renamed(14), 14);
    assert_eq!(told(&changes), [(ChangeKind::ChangedTitle, "/")]);
    assert_eq!(changes[0].count, 5);
    watch.approve(&changes);
    assert_eq!(told(&look_at(&mut watch, &renamed(15), 15)), []);
}

#[test]
fn a_portal_whose_pages_all_say_the_same_has_vanished() {
    let mut watch = Watch::approved_after(14);
    let parked: Vec<_> = Site::on(14)
        .pages()
        .into_iter()
        .map(|(path, _)| {
            (path, "<title>Welcome</title><h1>It works</h1><p>Default page</p>".to_owned())
        })
        .collect();
    let changes = look_at(&mut watch, &parked, 14);
    assert!(told(&changes).contains(&(ChangeKind::VanishedPortal, "/")), "{:?}", told(&changes));
    assert!(changes.iter().all(|change| change.kind != ChangeKind::ReplacedContent));
    let again = look_at(&mut watch, &parked, 15);
    assert_eq!(told(&again), told(&changes), "it does not become the portal by staying");
}

#[test]
fn a_flood_of_new_addresses_is_a_burst_and_a_days_news_are_not() {
    let mut watch = Watch::approved_after(14);
    let heard = |site: &mut Site, folder: &str, count: u32| {
        let links: String =
            (0..count).map(|n| format!("<a href='{folder}{}'>{n}</a>", word_of(n))).collect();
        site.more.push(("/so-do".to_owned(), site.wrap("Sơ đồ", &links)));
    };
    let mut news = Site::on(14);
    heard(&mut news, "/tin-tuc/chuyen-", 8);
    assert_eq!(told(&watch.look(&news)), []);

    for folder in ["/tin-tuc/nha-cai-", "/wp-content/cache/"] {
        let mut flood = Site::on(15);
        heard(&mut flood, folder, 400);
        let changes = watch.look(&flood);
        let bursts: Vec<_> =
            changes.iter().filter(|change| change.kind == ChangeKind::SlugBurst).collect();
        assert_eq!(bursts.len(), 1, "{:?}", told(&changes));
        // The day's news are among them.
        assert!((400..405).contains(&bursts[0].count), "{}", bursts[0].count);
        assert!(folder.starts_with(&bursts[0].value));
    }
}

fn word_of(number: u32) -> String {
    format!("x{}", super::word(number))
}

#[test]
fn addresses_of_a_sitemap_count_too() {
    let watch = Watch::approved_after(14);
    let mut look = watch.read(&Site::on(14));
    let urls: Vec<_> = (0..200).map(|n| Site::url(&format!("/la/{}", word_of(n)))).collect();
    look.list(&urls);
    let drift = watch.compare(&look, 14);
    assert_eq!(told(&drift.changes), [(ChangeKind::SlugBurst, "/la/")]);
}
