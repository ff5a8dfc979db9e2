//! Input that is made to hurt: each page here hangs, overflows or fills the memory of a reader
//! without bounds.

use std::time::{Duration, Instant};

use super::{planted, read, read_with_stylesheet};
use crate::page::Page;

/// Generous for an unoptimised build on a busy machine; without bounds these take minutes.
const PATIENCE: Duration = Duration::from_secs(20);

const LINK: &str = "<a href=//bet88.example>nhà cái</a>";

/// Reads a page, which must end in time and name the limit, if one is expected.
fn survives(source: &str, limit: Option<&str>) -> Page {
    let start = Instant::now();
    let page = read(source);
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "{taken:?}");
    if let Some(limit) = limit {
        assert!(page.limits_hit.contains(&limit), "{:?}", page.limits_hit);
    }
    eprintln!("{taken:?} {} KiB {:?}", source.len() / 1024, page.limits_hit);
    page
}

#[test]
fn deep_nesting() {
    let page = survives(&format!("{}{LINK}", "<div>".repeat(200_000)), Some("depth"));
    assert_eq!(planted(&page).text, "nhà cái");
}

#[test]
fn deep_nesting_that_is_closed_again() {
    let depth = 100_000;
    let source = format!("{}x{}<footer>{LINK}", "<div>".repeat(depth), "</div>".repeat(depth));
    let page = survives(&source, Some("depth"));
    assert_eq!(planted(&page).spot.css, "html > body > footer:nth-child(2) > a:nth-child(1)");
}

#[test]
fn nested_formatting() {
    for tag in ["b", "i", "nobr", "a", "a href=x", "font"] {
        survives(&format!("{}{LINK}", format!("<{tag}>").repeat(200_000)), None);
    }
    let mut fonts: String = (0..100_000).map(|size| format!("<font size={size}>")).collect();
    fonts.push_str(LINK);
    survives(&fonts, Some("depth"));
}

#[test]
fn formatting_that_is_reopened_in_every_paragraph() {
    let fonts: String = (0..500).map(|size| format!("<font size={size}>")).collect();
    survives(&format!("{fonts}{}", "<p>x".repeat(300_000)), Some("elements"));
}

#[test]
fn misnested_formatting() {
    survives(&"<b><p></b><i></p>".repeat(50_000), None);
    survives(&"<a><div></a>".repeat(100_000), None);
    survives(&format!("{}{}", "<b><i><u>".repeat(50_000), "</b>x".repeat(50_000)), None);
    survives(&"<a><table><tr><td></a>".repeat(50_000), None);
}

#[test]
fn many_attributes_on_one_tag() {
    let attributes: String = (0..400_000).map(|n| format!(" a{n}")).collect();
    let page = survives(&format!("<p>x<div{attributes}>{LINK}</div><p>sau"), Some("attributes"));
    assert!(page.visible_text.ends_with("sau"));
    let located = page.locate(&planted(&page).spot);
    assert_eq!(&page.source[located.range], LINK);
}

#[test]
fn many_tags_with_many_attributes() {
    let attributes: String = (0..5_000).map(|n| format!(" a{n}")).collect();
    survives(&format!("<div{attributes}></div>").repeat(100), Some("attributes"));
}

#[test]
fn many_attributes_where_a_scan_takes_them_for_text() {
    let attributes: String = (0..200_000).map(|n| format!(" a{n}")).collect();
    survives(&format!("<svg><title><div{attributes}>"), Some("attributes"));
}

#[test]
fn attributes_added_to_the_root_again_and_again() {
    let bodies: String = (0..100_000).map(|n| format!("<body a{n}>")).collect();
    survives(&bodies, Some("roots"));
}

#[test]
fn long_data_addresses_are_no_attributes() {
    let picture = "A".repeat(1024 * 1024);
    let page = survives(&format!("<img src='data:image/png;base64,{picture}'>{LINK}"), None);
    assert_eq!(page.limits_hit, [""; 0]);
    assert_eq!(planted(&page).text, "nhà cái");
}

#[test]
fn more_links_than_are_kept() {
    let links: String = (0..100_000).map(|n| format!("<a href=/{n}>{n}</a> ")).collect();
    let page = survives(&links, Some("links"));
    assert_eq!((page.links.len(), page.links_total), (Page::MAX_LINKS, 100_000));
}

#[test]
fn more_links_than_elements_are_kept() {
    let page = survives(&"<a href=x>".repeat(400_000), Some("elements"));
    assert_eq!(page.links_total, 400_000);
}

#[test]
fn links_hidden_many_times_over() {
    let open = "<div style='display:none;opacity:0;left:-9999px;position:absolute'>".repeat(400);
    let page = survives(&format!("{open}{}", LINK.repeat(20_000)), None);
    assert!(page.links.iter().all(|link| link.concealed.len() <= 8));
}

#[test]
fn one_token_of_four_mebibytes() {
    let long = "x".repeat(4 * 1024 * 1024);
    survives(&long, None);
    survives(&format!("<{long}>"), None);
    survives(&format!("<a href='{long}'>x</a>"), None);
    survives(&format!("<a {long}=1>x</a>"), None);
    survives(&format!("<!--{long}"), None);
    survives(&format!("<!--<a {long}"), None);
    survives(&format!("<script>{long}"), None);
    survives(&format!("<script>{long}</script>"), None);
    survives(&format!("<style>{long}"), None);
    survives(&format!("<title>{long}"), None);
    survives(&format!("<p style='{long}'>{LINK}"), None);
    survives(&format!("&{long}"), None);
    survives(&"&amp".repeat(1024 * 1024), None);
    survives(&"<".repeat(4 * 1024 * 1024), None);
    survives(&"<!--".repeat(1024 * 1024), None);
    survives(&format!("<body>{}", "</p>".repeat(1024 * 1024)), Some("elements"));
}

#[test]
fn null_bytes_and_control_characters() {
    let page = survives(&format!("\0\0<p>\0a\0b</p>\u{1}{LINK}\0{}", "\0".repeat(500_000)), None);
    assert_eq!(planted(&page).text, "nhà cái");
}

#[test]
fn unclosed_paragraphs_and_items() {
    for tag in ["<p>", "<li>", "<dd>", "<option>", "<tr>", "<td>", "<p>x<b>"] {
        let page = survives(&format!("{}{LINK}", tag.repeat(100_000)), None);
        assert!(page.links_total == 1, "{tag}");
    }
}

#[test]
fn tables_that_push_everything_out() {
    survives(&format!("<table>{}", "x<b>y".repeat(100_000)), None);
    survives(&"<table>".repeat(100_000), None);
    survives(&"<table><tr><td>".repeat(50_000), Some("depth"));
    survives(&format!("<table>{}", LINK.repeat(50_000)), None);
}

#[test]
fn nests_of_select_template_and_foreign_elements() {
    for open in [
        "<select>",
        "<template>",
        "<svg>",
        "<math><mi>",
        "<svg><foreignObject>",
        "<object>",
        "<button>",
        "<form>",
        "<frameset>",
        "<noscript>",
        "<svg><desc><b>",
        "<ruby><rt>",
        "<h1>",
    ] {
        survives(&open.repeat(50_000), None);
        survives(&format!("{}{LINK}", format!("{open}<p>").repeat(30_000)), None);
    }
}

#[test]
fn many_comments_with_links() {
    survives(&format!("<!--{LINK}-->").repeat(50_000), Some("pieces"));
}

#[test]
fn many_hidden_blocks() {
    survives(&"<p hidden>x</p>".repeat(100_000), Some("hidden-text"));
}

#[test]
fn a_stylesheet_of_many_rules() {
    let rules: String = (0..60_000)
        .map(|n| format!(".c{n},#i{n} p:not(.x) > a{{display:none;color:#fff}}"))
        .collect();
    let start = Instant::now();
    let page = read_with_stylesheet(&format!("<div class=c7>{LINK}</div>"), &rules);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(page.limits_hit.contains(&"css-rules"));
    assert!(!planted(&page).concealed.is_empty());
}

#[test]
fn selectors_that_look_at_everything() {
    let elements = "<div class=a><p class=b><i>x</i></p></div>".repeat(10_000);
    for (rule, limit) in [
        ("* * * * * * * * i{display:none}", None),
        (":not(:not(:not(i))){display:none}", None),
        ("div ~ div ~ div ~ div{display:none}", None),
        ("div ~ div{opacity:0}", None),
        ("div:nth-child(2n+1):nth-last-child(3n){display:none}", None),
        ("div:nth-of-type(3n+1){display:none}", None),
        ("body:has(div:has(p:has(i))){display:none}", None),
        ("[class*=a] [class*=b] [class]{opacity:0}", None),
    ] {
        let css = rule.repeat(2000);
        survives(&format!("<style>{css}</style>{elements}"), limit);
    }
}

#[test]
fn deep_at_rules_and_blocks() {
    for css in ["@media all{", "@supports(a){", "a{", "a{b:(", "a{b:[{(", "@layer x{a{color:rgb("] {
        let source = format!("<style>{}</style>{LINK}", css.repeat(100_000));
        assert!(planted(&survives(&source, None)).concealed.is_empty());
    }
}

#[test]
fn inline_styles_of_many_declarations() {
    let style = "left:-1px;color:rgb(1,2,3);".repeat(50_000);
    survives(&format!("<p style='{style}'>{LINK}"), None);
    let differing: String =
        (0..50_000).map(|n| format!("<p style='color:#{n:06x};width:{n}px'>x</p>")).collect();
    survives(&differing, None);
}

#[test]
fn many_handlers_and_classes() {
    survives(&"<p onclick='a()' onload='b()'>x".repeat(20_000), Some("handlers"));
    let classes: String = (0..200_000).map(|n| format!("c{n} ")).collect();
    survives(&format!("<style>.c7{{display:none}}</style><p class='{classes}'>{LINK}"), None);
}
