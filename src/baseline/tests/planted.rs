//! What somebody planted is a change, on every night until a person approves it.

use url::Url;

use super::{Change, ChangeKind, Comparison, Night, PageFacts, Site, Standout, Watch, told};
use crate::{
    baseline::Facet,
    fetch::Hop,
    page::{Loaded, Reader},
};

/// The changes of the night on which something was planted, by a portal that is approved and by one
/// that is not; they must be the same on the nights after.
fn after(plant: impl Fn(&mut Site)) -> Vec<Change> {
    let mut results = Vec::new();
    for mut watch in [Watch::approved_after(14), Watch::after(14)] {
        for night in 14..24 {
            let mut site = Site::on(night);
            plant(&mut site);
            results.push(watch.look(&site));
        }
    }
    let first = results[0].clone();
    for (night, changes) in results.iter().enumerate() {
        assert_eq!(told(changes), told(&first), "look {night}");
    }
    first
}

#[test]
fn an_innocent_link_in_the_footer_stands_out() {
    let changes = after(|site| {
        site.footer = "<a href='https://thiet-ke-nha.example/'>Thiết kế nhà đẹp</a>".into()
    });
    assert_eq!(told(&changes), [(ChangeKind::InjectedLink, "thiet-ke-nha.example")]);
    let change = &changes[0];
    assert_eq!(change.count, 5);
    assert_eq!(change.setting.standout(), Standout::Strong);
    assert_eq!(change.part, crate::page::Region::Footer);
    assert_eq!(change.after.as_deref(), Some("https://thiet-ke-nha.example/"));
    assert_eq!(change.url.as_ref().map(|url| url.path()), Some("/lich-su"), "an old page");
    assert!(change.spot.at > 0);
}

#[test]
fn one_more_link_in_the_list_of_the_footer_stands_out_too() {
    let changes = after(|site| {
        site.footer = "<ul><li><a href='https://noi-that.example/'>Nội thất</a></ul>".into()
    });
    assert_eq!(told(&changes), [(ChangeKind::InjectedLink, "noi-that.example")]);
    assert_eq!(changes[0].setting.class, Some(crate::baseline::Class::Constant));
}

#[test]
fn a_link_in_an_old_article_stands_out() {
    let changes =
        after(|site| site.article = "Xem <a href='https://vay-nhanh.example/'>ở đây</a>".into());
    assert_eq!(told(&changes), [(ChangeKind::InjectedLink, "vay-nhanh.example")]);
    assert_eq!(changes[0].count, 1);
    assert_eq!(changes[0].setting.standout(), Standout::Strong);
}

#[test]
fn a_library_whose_body_changed_is_told_with_the_hosts_that_it_brings() {
    let changes = after(|site| {
        site.library
            .push_str(";if(/bing/.test(document.referrer))location.href='https://bet88.example/'");
    });
    assert_eq!(told(&changes), [(ChangeKind::ChangedScript, "/js/menu.js")]);
    assert!(changes[0].brings.contains("bet88.example"));
    assert_eq!(changes[0].acts.iter().next().unwrap(), "location.href bet88.example");
    let (before, after) = (changes[0].before.as_ref(), changes[0].after.as_ref());
    assert!(before.is_some_and(|digest| digest.starts_with("sha256:")) && before != after);
}

#[test]
fn a_library_that_only_names_another_text_is_the_same_library() {
    assert_eq!(
        after(|site| site.library = "function menu(b){return b.open('y')}".replace('b', "a")).len(),
        0
    );
}

#[test]
fn a_library_that_moves_visitors_to_another_page_of_the_portal_changed() {
    let library = |to: &str| format!("function menu(a){{return a.open('x')}}location.href='{to}'");
    let mut watch = Watch::default();
    for night in 0..10 {
        watch.look(&Site { library: library("/tim"), ..Site::on(night) });
    }
    let changes = watch.look(&Site { library: library("/uploads/x.html"), ..Site::on(10) });
    assert_eq!(told(&changes), [(ChangeKind::ChangedScript, "/js/menu.js")]);
}

#[test]
fn code_that_leads_to_a_page_beside_its_own_is_the_same_on_all_pages() {
    let watch = Watch::default();
    let name = |path: &str| {
        let facts = watch.facts(path, "<script>location.href='tiep'</script>", &Loaded::default());
        facts.of_facet(Facet::Inline).next().unwrap().value.clone()
    };
    assert_eq!(name("/tin/a"), name("/van-ban/so/b"));
}

#[test]
fn known_code_that_names_another_host_is_a_changed_script() {
    let changes = after(|site| {
        site.library = "function menu(a){return a.open('https://bet88.example/')}".into();
    });
    assert_eq!(told(&changes), [(ChangeKind::ChangedScript, "/js/menu.js")]);
    assert!(changes[0].brings.contains("bet88.example"));
}

#[test]
fn new_loaders_are_told_whether_inline_a_file_or_of_another_host() {
    let inline = after(|site| {
        site.head = "<script>var s=document.createElement('script');s.src='https://la.example/x.js';document.head.appendChild(s)</script>".into();
    });
    assert_eq!(
        inline.iter().map(|change| change.kind).collect::<Vec<_>>(),
        [ChangeKind::NewScript]
    );
    assert!(inline[0].brings.contains("la.example"));
    let own = after(|site| site.head = "<script src=/uploads/a.js></script>".into());
    assert_eq!(told(&own), [(ChangeKind::NewScript, "/uploads/a.js")]);
    let foreign = after(|site| site.head = "<script src=//la.example/x.js></script>".into());
    assert_eq!(told(&foreign), [(ChangeKind::NewScript, "la.example/x.js")]);
}

#[test]
fn a_new_frame_form_target_refresh_base_and_canonical_are_each_told() {
    let end = |markup: &str| {
        let markup = markup.to_owned();
        after(move |site| site.end.clone_from(&markup))
    };
    let head = |markup: &str| {
        let markup = markup.to_owned();
        after(move |site| site.head.clone_from(&markup))
    };
    let frame = end("<iframe src='https://la.example/khung'></iframe>");
    assert_eq!(told(&frame), [(ChangeKind::NewFrame, "la.example")]);
    let form = end("<form action='https://la.example/nhan'><input type=password></form>");
    assert_eq!(told(&form), [(ChangeKind::NewFormTarget, "la.example")]);
    let refresh = head("<meta http-equiv=refresh content='5;url=https://la.example/'>");
    assert_eq!(told(&refresh), [(ChangeKind::NewRedirect, "la.example")]);
    let canonical = head("<link rel=canonical href='https://la.example/'>");
    assert_eq!(told(&canonical), [(ChangeKind::NewClaim, "canonical la.example")]);
    let base = head("<base href='https://la.example/'>");
    assert!(told(&base).contains(&(ChangeKind::NewClaim, "base la.example")));
}

#[test]
fn a_concealed_block_is_told_where_nothing_was_concealed() {
    let changes = after(|site| site.end = "<div style='display:none'>lời lạ</div>".into());
    assert_eq!(told(&changes), [(ChangeKind::HiddenBlock, "display-none html > body > div")]);
    assert_eq!(changes[0].count, 5);
    let linked = after(|site| {
        site.end = "<div style='display:none'><a href='https://bet88.example'>88</a></div>".into();
    });
    assert!(told(&linked).contains(&(ChangeKind::InjectedLink, "bet88.example")));
}

#[test]
fn a_page_that_was_replaced_is_told_and_never_learned() {
    let changes = after(|site| {
        site.replaced =
            Some("<title>Owned</title><h1>Hacked by nobody</h1><p>Your security is low</p>".into());
    });
    assert!(told(&changes).contains(&(ChangeKind::ReplacedContent, "/lich-su")));
}

#[test]
fn an_article_with_another_text_in_its_old_template_was_replaced() {
    let changes = after(|site| {
        let text = "<h1>Nhà cái uy tín</h1><p>Đăng ký ngay hôm nay.</p><p>Nạp rút siêu tốc.</p>";
        site.replaced = Some(site.wrap("Lịch sử", text));
    });
    assert_eq!(told(&changes), [(ChangeKind::ReplacedContent, "/lich-su")]);
}

#[test]
fn a_title_alone_is_told() {
    let mut watch = Watch::approved_after(14);
    let changes = watch.look(&Site { title: "Nhà cái số một".into(), ..Site::on(14) });
    assert_eq!(told(&changes), [(ChangeKind::ChangedTitle, "/")]);
    assert_eq!(changes[0].before.as_deref(), Some("UBND huyện Tuần Giáo"));
    assert_eq!(changes[0].after.as_deref(), Some("Nhà cái số một"));
}

#[test]
fn an_answer_that_redirects_away_and_sets_a_cookie_is_told() {
    let watch = Watch::approved_after(14);
    let site = Site::on(14);
    let (path, source) = site.pages().remove(3);
    let page =
        Reader::new().read(source.as_str().into(), &Site::url(&path), &[], &Loaded::default());
    let hop = |status, location: Option<&str>, headers: &[(&str, &str)]| Hop {
        url: Site::url(&path),
        status,
        location: location.map(str::to_owned),
        headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        address: None,
        certificate: None,
        exchange: None,
    };
    let hops = [
        hop(302, Some("https://bet88.example/vao"), &[]),
        hop(200, None, &[("set-cookie", "theo_doi=1; path=/"), ("x-la", "1")]),
    ];
    let is_own = |url: &Url| url.host_str() == Some("so.example");
    let facts = PageFacts::of(&page, &hops, &Loaded::default(), &is_own, &watch.shapes);
    let changes = Comparison::new(watch.baseline.as_ref(), &watch.memory, Night(14)).page(&facts);
    let expected = [
        (ChangeKind::NewRedirect, "bet88.example"),
        (ChangeKind::NewHeader, "theo_doi"),
        (ChangeKind::NewHeader, "x-la"),
    ];
    assert_eq!(told(&changes), expected);
}

#[test]
fn links_of_a_new_page_that_is_unlike_all_others_are_not_usual() {
    let mut watch = Watch::approved_after(14);
    let mut site = Site::on(14);
    let page =
        "<center><table><tr><td><h4><a href='https://bet88.example/'>88</a></h4></table></center>";
    site.more.push(("/uploads/khuyen-mai.html".to_owned(), page.to_owned()));
    let changes = watch.look(&site);
    assert_eq!(told(&changes), [(ChangeKind::InjectedLink, "bet88.example")]);
    assert_eq!(changes[0].setting.standout(), Standout::Some);
    assert!(changes[0].setting.akin < 0.1);
}
