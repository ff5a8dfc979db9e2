//! Each form of hiding: by the element, inline, and in a style sheet.

use super::{forms, planted, read};
use crate::page::{Declared, HidingForm as Form, Origin, Region};

const LINK: &str = "<a href='https://bet88.example/'>nhà cái</a>";

/// Ways to write each form of hiding as declarations.
const DECLARATIONS: &[(Form, &str)] = &[
    (Form::Display, "display:none"),
    (Form::Display, "DISPLAY : None ! important"),
    (Form::Visibility, "visibility:hidden"),
    (Form::Visibility, "visibility: collapse"),
    (Form::Opacity, "opacity:0"),
    (Form::Opacity, "opacity: 0.01"),
    (Form::Opacity, "filter: opacity(0%)"),
    (Form::Opacity, "filter: blur(2px) opacity(0)"),
    (Form::ZeroSize, "height:0;overflow:hidden"),
    (Form::ZeroSize, "overflow-y:hidden; max-height: 0px"),
    (Form::ZeroSize, "position:absolute;width:1px;height:1px;overflow:hidden"),
    (Form::ZeroSize, "height:1px;overflow:hidden"),
    (Form::ZeroSize, "display:block;height:3px;overflow:hidden"),
    (Form::ZeroSize, "height:0;overflow:auto"),
    (Form::ZeroSize, "inline-size:0;overflow:clip"),
    (Form::ZeroSize, "contain:strict"),
    (Form::ZeroSize, "line-height:0;overflow:hidden"),
    (Form::Offscreen, "position:absolute;left:-9999px"),
    (Form::Offscreen, "position:fixed; top: -999em"),
    (Form::Offscreen, "position:relative;right:-5000px"),
    (Form::Offscreen, "position:absolute;inset:-9999px auto auto 0"),
    (Form::Offscreen, "position:absolute;left:calc(-1 * 9999px)"),
    (Form::Offscreen, "margin-left:-2000px"),
    (Form::Offscreen, "margin-left:9999px;white-space:nowrap"),
    (Form::Offscreen, "margin: 0 0 0 -3000px"),
    (Form::Offscreen, "text-indent:-9999px"),
    (Form::Offscreen, "position:absolute;left:-300vw"),
    (Form::Offscreen, "position:fixed;inset-inline:-9999px auto"),
    (Form::Offscreen, "position:fixed;left:100%"),
    (Form::Offscreen, "position:fixed;top:100vh;left:100vw"),
    (Form::Offscreen, "text-indent:100%;white-space:nowrap;overflow:hidden"),
    (Form::Clip, "position:absolute;clip:rect(0,0,0,0)"),
    (Form::Clip, "clip: rect(1px 1px 1px 1px)"),
    (Form::Clip, "clip-path:inset(50%)"),
    (Form::Clip, "clip-path:circle(0)"),
    (Form::Clip, "-webkit-clip-path:inset(100%)"),
    (Form::Clip, "clip-path:inset(0 100% 0 0)"),
    (Form::Clip, "clip-path:inset(0 0 100%)"),
    (Form::Clip, "clip-path:polygon(0 0)"),
    (Form::Clip, "clip-path:polygon(50% 50%, 50% 50%, 50% 50%)"),
    (Form::Transform, "transform:scale(0)"),
    (Form::Transform, "-webkit-transform:scale(0)"),
    (Form::Transform, "zoom:.01"),
    (Form::Transform, "translate:-9999px 0"),
    (Form::Transform, "transform:rotateY(.25turn)"),
    (Form::Transform, "transform:rotate3d(1,0,0,90deg)"),
    (Form::Transform, "rotate:x 90deg"),
    (Form::Transform, "transform:matrix3d(0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1)"),
    (Form::Transform, "transform: translateX(-9999px)"),
    (Form::Transform, "transform:matrix(0,0,0,0,0,0)"),
    (Form::FontSize, "font-size:0"),
    (Form::FontSize, "font-size:1px"),
    (Form::FontSize, "font: bold 1px/2px serif"),
    (Form::FontSize, "font:0/0 a"),
    (Form::FontSize, "letter-spacing:-1em"),
    (Form::Behind, "position:absolute;z-index:-9999"),
];

#[test]
fn every_form_is_seen_inline() {
    for (form, style) in DECLARATIONS {
        let page = read(&format!("<body><div style='{style}'><p>{LINK}</p></div>"));
        let link = planted(&page);
        assert_eq!(forms(link), [*form], "{style}");
        assert_eq!(link.concealed[0].declared, Declared::Inline, "{style}");
        assert_eq!(link.block, Some(0), "{style}");
    }
}

#[test]
fn every_form_is_seen_in_a_style_sheet() {
    for (form, style) in DECLARATIONS {
        let page =
            read(&format!("<style>.x {{ {style} }}</style><div class='box x'><p>{LINK}</p></div>"));
        let link = planted(&page);
        assert_eq!(forms(link), [*form], "{style}");
        assert_eq!(link.concealed[0].declared, Declared::PageStyle, "{style}");
    }
}

#[test]
fn the_detail_is_what_was_declared() {
    let page = read(&format!("<div style='position:absolute; left: -9999px'>{LINK}</div>"));
    assert_eq!(planted(&page).concealed[0].detail, "left: -9999px");
}

#[test]
fn ordinary_styles_hide_nothing() {
    for style in [
        "display:block",
        "opacity:.9",
        "height:0",
        "overflow:hidden;height:200px",
        "left:-9999px",
        "position:absolute;left:-20px",
        "text-indent:-10px",
        "margin:-5px auto 0",
        "position:relative;z-index:-1",
        "clip-path:inset(10%)",
        "clip-path:inset(0 30% 0 0)",
        "clip-path:inset(0)",
        "position:absolute;left:100%",
        "position:fixed;top:100%;transform:translateY(-100%)",
        "transform:translateX(-50%) scale(1.1)",
        "font-size:11px",
        "color:#fff;background:#c00",
        "color:#333",
        "background:url(x.png);color:#fff",
        "filter:drop-shadow(0 0 2px #000)",
        // A film keeps its shape, a column grows, a band reaches to both edges.
        "height:0;padding-bottom:56.25%;overflow:hidden",
        "width:0;flex:1;overflow:hidden",
        "max-width:0;overflow:hidden;text-overflow:ellipsis",
        "margin-left:-9999px;padding-left:9999px",
        "float:left;margin-left:-100%",
        "rotate:90deg",
        "transform:rotate(90deg)",
        "line-height:0",
        "letter-spacing:-4px",
        "display:none;display:block",
        "background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent",
    ] {
        let page = read(&format!("<div style='{style}'>{LINK}</div>"));
        assert_eq!(forms(planted(&page)), [], "{style}");
    }
}

#[test]
fn letters_in_the_colour_of_their_ground_are_hidden() {
    for link in [
        "<a style='color:#fff' href=//bet88.example>x</a>",
        "<a style='color:#fefefe' href=//bet88.example>x</a>",
        "<a style='color:transparent' href=//bet88.example>x</a>",
        "<a style='color:rgba(10,10,10,0)' href=//bet88.example>x</a>",
        "<div style='background:#102030'><a style='color:rgb(16 32 48)' href=//bet88.example>x</a></div>",
        "<table bgcolor=black><tr><td><a href=//bet88.example><font color=#000>x</font></a></table>",
        "<a style='color:hsl(0,0%,100%)' href=//bet88.example>x</a>",
        "<a style='color:#333;-webkit-text-fill-color:#fff' href=//bet88.example>x</a>",
        "<div style='color:#fff'><a style='color:currentColor' href=//bet88.example>x</a></div>",
    ] {
        assert_eq!(forms(planted(&read(link))), [Form::Colour], "{link}");
    }
}

#[test]
fn a_ground_that_is_not_known_hides_nothing() {
    for page in [
        "<body background=x.gif><a style='color:#fff' href=//bet88.example>x</a>",
        "<div style='background:linear-gradient(red,blue)'><a style='color:white' href=//bet88.example>x</a></div>",
        "<style>.dark{background:#000}.dark a{color:#fff}</style><div class=dark><a href=//bet88.example>x</a></div>",
        // Links have a colour of their own.
        "<div style='color:#fff'><a href=//bet88.example>x</a></div>",
    ] {
        assert_eq!(forms(planted(&read(page))), [], "{page}");
    }
}

#[test]
fn links_that_take_the_colour_around_them_vanish_with_it() {
    let page = read(
        "<style>a{color:inherit}</style><div style='color:#fff'>chữ <a href=//bet88.example>x</a></div>",
    );
    assert_eq!(forms(planted(&page)), [Form::Colour]);
}

#[test]
fn children_can_free_themselves_from_some_forms_and_not_from_others() {
    let freed = |outer, inner| {
        let source = format!("<div style='{outer}'><p style='{inner}'>{LINK}</p></div>");
        forms(planted(&read(&source))).is_empty()
    };
    assert!(freed("visibility:hidden", "visibility:visible"));
    assert!(freed("font-size:0", "font-size:14px"));
    assert!(!freed("display:none", "display:block"));
    assert!(!freed("opacity:0", "opacity:1"));
}

#[test]
fn elements_hide_what_is_in_them() {
    for (form, source) in [
        (Form::Attribute, format!("<div hidden>{LINK}</div>")),
        (Form::Noscript, format!("<noscript>{LINK}</noscript>")),
        (Form::NotRendered, format!("<template>{LINK}</template>")),
        (Form::NotRendered, format!("<video>{LINK}</video>")),
        (Form::NotRendered, format!("<noframes>{LINK}</noframes>")),
        (Form::Marquee, format!("<marquee height=1 width=1>{LINK}</marquee>")),
        (Form::Marquee, format!("<marquee scrollamount=9000>{LINK}</marquee>")),
        (Form::Comment, format!("<p><!-- cũ {LINK} --></p>")),
        (Form::Marquee, format!("<marquee scrolldelay=99999>{LINK}</marquee>")),
        (Form::Attribute, format!("<dialog>{LINK}</dialog>")),
        (Form::Attribute, format!("<div popover>{LINK}</div>")),
        (Form::Attribute, format!("<details>{LINK}</details>")),
        (Form::FontSize, format!("<font size=0>{LINK}</font>")),
        (Form::ZeroSize, format!("<table><tr><td width=0>{LINK}</table>")),
        (Form::ZeroSize, format!("<svg width=0 height=0>{LINK}</svg>")),
    ] {
        let page = read(&format!("<body>{source}<p>Tin tức"));
        let link = planted(&page);
        assert_eq!(forms(link), [form], "{source}");
        assert_eq!(link.concealed[0].declared, Declared::Element, "{source}");
        assert_eq!(page.visible_text, "Tin tức", "{source}");
    }
}

#[test]
fn a_marquee_that_can_be_read_is_not_hidden() {
    let page = read(&format!("<marquee scrollamount=5 height=40>{LINK}</marquee>"));
    assert_eq!(forms(planted(&page)), []);
}

#[test]
fn what_comes_after_the_end_is_marked() {
    let page = read(&format!(
        "<html><body><a href=/a>Trang chủ</a></body></html>\n<div>{LINK}</div><p>Bản quyền"
    ));
    assert_eq!(forms(planted(&page)), [Form::AfterEnd]);
    assert_eq!(planted(&page).region, Region::AfterEnd);
    assert_eq!(page.links[0].concealed, []);
    // Browsers draw it, and people read it.
    assert_eq!(page.visible_text, "Trang chủ nhà cái Bản quyền");
}

#[test]
fn a_link_whose_text_is_all_hidden_is_hidden() {
    let page = read("<a href=//bet88.example><span style='display:none'>nhà cái uy tín</span></a>");
    assert_eq!(forms(planted(&page)), [Form::Display]);
    assert_eq!(planted(&page).text, "nhà cái uy tín");

    let page = read("<a href=//bet88.example>Xem <span style='display:none'>thêm</span></a>");
    assert_eq!(forms(planted(&page)), []);
    assert_eq!(planted(&page).text, "Xem");
}

#[test]
fn blocks_are_told_apart() {
    let page = read(
        "<div style='display:none'><p style='opacity:0'><a href=/1>1</a></p><a href=/2>2</a></div>\
         <a href=/3>3</a><div style='display:none'><a href=/4>4</a></div>",
    );
    let blocks: Vec<_> = page.links.iter().map(|link| link.block).collect();
    assert_eq!(blocks, [Some(0), Some(0), None, Some(1)]);
    assert_eq!(forms(&page.links[0]), [Form::Opacity, Form::Display]);
    assert_eq!(page.hidden_text.len(), 2);
    assert_eq!(page.hidden_text[0].text, "1 2");
    assert_eq!(page.hidden_text[0].spot.tag, "div");
}

#[test]
fn comments_keep_their_place_among_the_links() {
    let page = read("<a href=/1>1</a><!-- <a href=/2>2</a> --><a href=/3>3</a>");
    let hrefs: Vec<_> = page.links.iter().map(|link| link.href.as_str()).collect();
    assert_eq!(hrefs, ["/1", "/2", "/3"]);
    assert_eq!(page.links[1].origin, Origin::Markup);
    assert_eq!(page.links[1].spot.tag, "#comment");
}

#[test]
fn the_summary_of_closed_details_is_seen() {
    let page = read(&format!("<details><summary>Xem {LINK}</summary>kín</details><p>sau"));
    assert_eq!(forms(planted(&page)), []);
    let page = read(&format!("<details open>{LINK}</details>"));
    assert_eq!(forms(planted(&page)), []);
}

#[test]
fn what_lies_behind_a_painted_ground_is_hidden() {
    let behind = format!("<div style='position:absolute;z-index:-1'>{LINK}</div>");
    let page = read(&format!("<div style='background:#fff'>{behind}</div>"));
    assert_eq!(forms(planted(&page)), [Form::Behind]);
    // The page's own ground lies behind everything.
    let page = read(&format!("<body style='background:#fff'>{behind}"));
    assert_eq!(forms(planted(&page)), []);
}

#[test]
fn links_with_nothing_to_click_on_are_specks() {
    for inside in [".", "\u{200b}", "、", "<img src=x.gif width=1 height=1>", ""] {
        let page = read(&format!("<p>Tin<a href=//bet88.example>{inside}</a>"));
        assert_eq!(forms(planted(&page)), [Form::Speck], "{inside}");
    }
    for inside in [
        "»",
        "x",
        "<i class=icon></i>",
        "<img src=x.gif width=1 height=1 data-src=large.jpg>",
        "<img src=x.gif>",
    ] {
        let page = read(&format!("<p>Tin<a href=//bet88.example>{inside}</a>"));
        assert_eq!(forms(planted(&page)), [], "{inside}");
    }
    let page = read("<p>Tin<a class=facebook href=//bet88.example></a>");
    assert_eq!(forms(planted(&page)), []);
}

#[test]
fn pictures_have_no_letters_to_hide() {
    let image = "<img src=x.gif>";
    for style in ["color:#fff", "font-size:0", "text-indent:-9999px"] {
        let page = read(&format!("<a style='{style}' href=//bet88.example>chữ {image}</a>"));
        assert_eq!(forms(planted(&page)), [], "{style}");
        assert_eq!(planted(&page).block, None);
    }
    let page = read(&format!("<a style='opacity:0' href=//bet88.example>{image}</a>"));
    assert_eq!(forms(planted(&page)), [Form::Opacity]);
}

#[test]
fn what_comes_before_the_beginning_is_marked() {
    for begin in ["<!doctype html><html><body>", "<html><body>"] {
        let page = read(&format!("{LINK}{begin}<a href=/a>Trang chủ</a>"));
        assert_eq!(forms(planted(&page)), [Form::BeforeBegin]);
        assert_eq!(planted(&page).region, Region::BeforeBegin);
        assert_eq!(page.links[1].concealed, []);
    }
    let page = read(&format!("<!-- x --><!doctype html><body>{LINK}"));
    assert_eq!(forms(planted(&page)), []);
    let page = read(&format!("{LINK}<p>no document at all"));
    assert_eq!(forms(planted(&page)), []);
}
