//! Each kind of fact.

use super::{planted, read, url};
use crate::page::{Loaded, Origin, Reader, Region, Role, ScriptKind};

#[test]
fn links_are_resolved_against_the_base() {
    let page =
        read("<base href='/goc/'><a href='trang?a=1&amp;b=2' rel='nofollow'> Trang \n chủ </a>");
    let link = &page.links[0];
    assert_eq!(link.href, "trang?a=1&b=2");
    assert_eq!(link.url, Some(url("https://so.example/goc/trang?a=1&b=2")));
    assert_eq!((link.text.as_str(), link.rel.as_str()), ("Trang chủ", "nofollow"));
    assert_eq!(page.references[0].role, Role::Base);
    assert_eq!(page.references[0].url, url("https://so.example/goc/"));
}

#[test]
fn a_link_without_text_is_read_by_its_image_or_title() {
    let page = read(
        "<a href=/1><img src=a.png alt=' Quốc huy '></a><a href=/2 title='Xem thêm'></a>\
         <map><area href=/3 alt='Bản đồ'></map><a href=/4>Chữ<img alt=ảnh></a><a name=x>neo</a>",
    );
    let texts: Vec<_> = page.links.iter().map(|link| link.text.as_str()).collect();
    assert_eq!(texts, ["Quốc huy", "Xem thêm", "Bản đồ", "Chữ"]);
    assert_eq!(page.images, ["a.png"]);
    assert_eq!(page.image_texts, ["Quốc huy", "ảnh"]);
}

#[test]
fn links_know_the_region_they_stand_in() {
    let page = read(
        "<header><a href=/1>1</a><nav><a href=/2>2</a></nav></header><a href=/3>3</a>\
         <div id=sidebar><a href=/4>4</a></div><div class='site-footer'><nav><a href=/5>5</a></nav></div>",
    );
    let regions: Vec<_> = page.links.iter().map(|link| link.region).collect();
    assert_eq!(regions, [Region::Header, Region::Nav, Region::Main, Region::Aside, Region::Footer]);
}

#[test]
fn spots_lead_back_to_line_column_and_source() {
    let source = "<!doctype html>\n<body>\n<p>Đây là <b>tin</b>\n  ấn vào <a\n href='//bet88.example'>đây</a> nhé";
    let page = read(source);
    let located = page.locate(&planted(&page).spot);
    assert_eq!((located.line, located.column), (4, 10));
    assert_eq!(&source[located.range], "<a\n href='//bet88.example'>đây</a>");
    assert_eq!(planted(&page).spot.css, "html > body > p:nth-child(1) > a:nth-child(2)");
}

#[test]
fn spots_are_right_behind_scripts_comments_and_odd_markup() {
    let source = "\u{feff}<script>if (a<b) '<a href=x>'</script><!-- <a> -->\r\n<table><a href=/1>1</a>\
                  <tr><td><select><option><a href=/2></select><svg><a href=/3>3</a></svg></table>\
                  <div id=k><noscript>\n <a href=//bet88.example>x</a>";
    let page = read(source);
    for link in &page.links {
        let located = page.locate(&link.spot);
        let tag = &source[located.range];
        assert!(tag.starts_with("<a href=") && tag.contains(&link.href), "{tag}");
    }
    assert_eq!(page.locate(&planted(&page).spot).line, 3);
    assert_eq!(planted(&page).spot.css, "div#k > noscript:nth-child(1) > a:nth-child(1)");
}

#[test]
fn metas_title_headings_and_language_are_read() {
    let page = read(
        "<html lang='vi-VN'><title>Sở Y tế\n  tỉnh</title><meta name=Description content='Cổng  thông tin'>\
         <meta property='og:title' content=x><meta charset=utf-8>\
         <h1>Tin <i>mới</i></h1><h3><svg><title>không</title></svg>Ba</h3><h4>bốn</h4><h2 style='display:none'>ẩn</h2>",
    );
    assert_eq!(page.lang.as_deref(), Some("vi-vn"));
    assert_eq!(page.title, "Sở Y tế tỉnh");
    assert_eq!(page.headings, ["Tin mới", "Ba"]);
    assert_eq!(
        page.metas,
        [
            ("description".to_owned(), "Cổng thông tin".to_owned()),
            ("og:title".to_owned(), "x".to_owned())
        ]
    );
}

#[test]
fn visible_text_leaves_out_code_and_parts_blocks() {
    let page = read(
        "<title>t</title><style>p{}</style><p>Một</p><p>hai<b>ba</b></p><script>var a=1</script>\
         <ul><li>bốn<li>năm</ul>sáu<br>bảy<p hidden>ẩn",
    );
    assert_eq!(page.visible_text, "Một haiba bốn năm sáu bảy");
    assert_eq!(page.blocks().collect::<Vec<_>>(), ["Một", "haiba", "bốn", "năm", "sáu", "bảy"]);
    assert_eq!(page.hidden_text[0].text, "ẩn");
}

#[test]
fn text_with_loose_marks_is_composed() {
    let page = read("<p>Nha\u{300}</p> <p>ca\u{301}i<br>Ho\u{301}a</p>");
    assert_eq!(page.visible_text, "Nhà cái Hóa");
    assert_eq!(page.blocks().collect::<Vec<_>>(), ["Nhà", "cái", "Hóa"]);
}

#[test]
fn references_of_a_page_to_itself_are_read() {
    let page = read(
        "<link rel=canonical href=/a><link rel='alternate' hreflang=en href=/en><link rel=amphtml href=/amp>\
         <link rel='shortcut icon' href=/x.ico><meta property=og:url content=/og><link rel=stylesheet href=/s>",
    );
    let found: Vec<_> =
        page.references.iter().map(|found| (found.role, found.url.path())).collect();
    assert_eq!(
        found,
        [
            (Role::Canonical, "/a"),
            (Role::Alternate, "/en"),
            (Role::AmpHtml, "/amp"),
            (Role::Icon, "/x.ico"),
            (Role::OgUrl, "/og"),
        ]
    );
}

#[test]
fn headers_speak_too() {
    let headers = [
        ("refresh".to_owned(), "3; url=//bet88.example/".to_owned()),
        ("link".to_owned(), "</p>; rel=\"canonical\", </s.css>; rel=preload".to_owned()),
    ];
    let page = Reader::new().read(
        "<p>x".into(),
        &url("https://so.example/"),
        &headers,
        &Loaded::default(),
    );
    assert!(page.refreshes[0].header);
    assert_eq!(page.refreshes[0].url, Some(url("https://bet88.example/")));
    assert_eq!(page.references[0].role, Role::Canonical);
    assert_eq!(page.references.len(), 1);
}

#[test]
fn meta_refreshes_are_read_wherever_they_stand() {
    let page = read(
        "<noscript><meta http-equiv=REFRESH content='0;URL=/khong-js'></noscript>\
         <body><meta http-equiv='refresh' content=\"5, url='//bet88.example/'\"><meta http-equiv=refresh content=300>",
    );
    assert_eq!(page.refreshes.len(), 3);
    assert!(page.refreshes[0].in_noscript);
    assert_eq!(page.refreshes[1].url, Some(url("https://bet88.example/")));
    assert_eq!(page.refreshes[1].seconds, 5.0);
    assert_eq!(page.refreshes[2].url, None);
}

#[test]
fn frames_that_cover_the_window_are_told_from_others() {
    let covers = |source: &str| read(source).frames[0].covers_window;
    assert!(covers(
        "<iframe src=//bet88.example style='position:fixed;top:0;left:0;width:100%;height:100%'>"
    ));
    assert!(covers(
        "<iframe src=//bet88.example style='position:absolute;inset:0;width:100vw;height:100vh'>"
    ));
    assert!(covers(
        "<style>#f{position:fixed;top:0;bottom:0;left:0;right:0}</style>\
         <div id=f><iframe src=//bet88.example width='100%' height='100%'></iframe></div>"
    ));
    assert!(covers("<frameset cols='*'><frame src=//bet88.example></frameset>"));
    assert!(covers(
        "<div><iframe src=//bet88.example style='position:absolute;inset:0;width:100%;height:100%'>"
    ));
    assert!(!covers(
        "<div style='position:relative;padding-top:56%'><div>\
         <iframe src=//video.example style='position:absolute;top:0;left:0;width:100%;height:100%'>"
    ));
    assert!(!covers("<iframe src=//video.example width=560 height=315>"));
    assert!(!covers("<div><iframe src=//video.example width='100%' height=400></iframe></div>"));
}

#[test]
fn frames_of_no_size_are_concealed() {
    let page = read(
        "<iframe src=//bet88.example width=0 height=0></iframe><iframe src=/b width=1 height=1></iframe>\
         <object data=/c></object><embed src=/d style='display:none'>",
    );
    let concealed: Vec<_> = page.frames.iter().map(|frame| !frame.concealed.is_empty()).collect();
    assert_eq!(concealed, [true, true, false, true]);
}

#[test]
fn forms_and_their_password_fields_are_read() {
    let page = read("<form action=/login><p><input type=Password></p></form><form><input></form>");
    assert_eq!(page.forms[0].action, Some(url("https://so.example/login")));
    assert!(page.forms[0].password);
    assert_eq!((page.forms[1].action.clone(), page.forms[1].password), (None, false));
}

#[test]
fn scripts_of_all_kinds_are_found_and_data_is_not() {
    let page = read(
        "<body onload='go()'><script>var a</script><script src=/a.js></script>\
         <script type=application/ld+json>{}</script><script type=text/template><a href=//bet88.example></script>\
         <a href=' java\nscript:go()'>x</a><a href='javascript:void(0);'>y</a>",
    );
    let kinds: Vec<_> = page.scripts.iter().map(|script| script.kind.clone()).collect();
    assert_eq!(
        kinds,
        [
            ScriptKind::Handler("load".into()),
            ScriptKind::Inline,
            ScriptKind::Loaded,
            ScriptKind::Address
        ]
    );
    assert_eq!(page.scripts[2].src, Some(url("https://so.example/a.js")));
    assert!(page.links.is_empty());
}

#[test]
fn links_in_frames_without_frames_are_not_drawn() {
    let page = read(
        "<frameset><frame src=/a><noframes><a href=//bet88.example>x</a></noframes></frameset>",
    );
    assert_eq!(planted(&page).origin, Origin::Markup);
    assert!(!planted(&page).concealed.is_empty());
}

#[test]
fn spots_are_right_behind_character_references() {
    let source =
        "<p>A&nbsp;<a href=/1>1</a>&amp<a href=/2>2</a>&foo;<a href=/3>3</a>&#39;<a href=/4>4</a>&";
    let page = read(source);
    for link in &page.links {
        let located = page.locate(&link.spot);
        assert_eq!(source[located.range], format!("<a href={0}>{1}</a>", link.href, link.text));
    }
}

#[test]
fn spots_are_right_wherever_line_breaks_fall() {
    for shift in 0..8 {
        let line = "<p>tin</p>\r\n<a href=/x>x</a>\r\n";
        let source = format!("{}{}", " ".repeat(shift), line.repeat(2_000));
        let page = read(&source);
        for link in &page.links {
            let located = page.locate(&link.spot);
            assert!(page.source[located.range].starts_with("<a"), "{shift}: {:?}", link.spot);
        }
    }
}

#[test]
fn what_is_said_of_a_link_out_of_sight_is_its_label() {
    for (source, text, label) in [
        ("<a href=/x>Xem</a>", "Xem", ""),
        ("<a href=/x title='Tài xỉu'>Xem</a>", "Xem", "Tài xỉu"),
        ("<a href=/x title='Xem'>Xem</a>", "Xem", ""),
        ("<a href=/x aria-label='Nhà cái'>Xem</a>", "Xem", "Nhà cái"),
        ("<a href=/x><img src='/b/nha-cai_88.gif?v=1' alt=Ảnh></a>", "Ảnh", "Ảnh | nha cai 88 gif"),
        ("<a href=/x>Xem<i hidden> nhà cái</i></a>", "Xem", "nhà cái"),
        ("<a href=/x><img src='data:image/gif;base64,AAAA'></a>", "", ""),
    ] {
        let link = &read(source).links[0];
        assert_eq!((link.text.as_str(), link.label.as_str()), (text, label), "{source}");
    }
}
