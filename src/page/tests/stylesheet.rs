//! The cascade, as far as it decides what is seen.

use super::{forms, planted, read, read_with_stylesheet};
use crate::page::{Declared, HidingForm as Form};

/// A page with a style sheet and an element around the planted link.
fn hides(css: &str, open: &str) -> bool {
    let page =
        read(&format!("<style>{css}</style><body>{open}<a href=//bet88.example>x</a></div>"));
    !forms(planted(&page)).is_empty()
}

#[test]
fn the_weightier_rule_wins_and_then_the_later_one() {
    assert!(hides(".m{display:none}", "<div class=m>"));
    assert!(!hides(".m{display:none}.m.open{display:block}", "<div class='m open'>"));
    assert!(!hides(".m.open{display:block}.m{display:none}", "<div class='m open'>"));
    assert!(hides(".m{display:block}.m{display:none}", "<div class=m>"));
    assert!(!hides(".m{display:none}.m{display:block}", "<div class=m>"));
    assert!(!hides(".m{display:none}#a{display:block}", "<div class=m id=a>"));
    assert!(hides("#a{display:none}div.m{display:block}", "<div class=m id=a>"));
}

#[test]
fn important_and_inline_come_before_weight() {
    assert!(hides(".m{display:none!important}#a{display:block}", "<div class=m id=a>"));
    assert!(!hides(".m{display:none}", "<div class=m style='display:block'>"));
    assert!(hides(".m{display:none!important}", "<div class=m style='display:block'>"));
    assert!(!hides(".m{display:none!important}", "<div class=m style='display:block!important'>"));
}

#[test]
fn properties_of_several_rules_work_together() {
    assert!(hides(".a{position:absolute}.b{left:-9999px}", "<div class='a b'>"));
    assert!(!hides(".b{left:-9999px}", "<div class='a b'>"));
    assert!(!hides(".b{position:absolute;left:-9999px}div.b{left:0}", "<div class=b>"));
    assert!(hides(".a{overflow:hidden}", "<div class=a style='height:0'>"));
}

#[test]
fn selectors_of_all_kinds_are_understood() {
    for css in [
        "body > div.x{display:none}",
        "html body div{display:none}",
        "[data-k='1']{display:none}",
        "div[class^=x]{display:none}",
        "h1, .x, h2{display:none}",
        "a[href*='bet88']{display:none}",
        "div:not(.y){display:none}",
        "*{display:none}",
        "div:first-child > a:link{display:none}",
        "@media screen{.x{display:none}}",
        "@media (min-width:1000px) and (max-width:2000px){.x{display:none}}",
        "@supports (display:grid){@media all{.x{display:none}}}",
        "@layer base{.x{display:none}}",
        "@container (min-width:1px){.x{display:none}}",
        "@media screen and (-webkit-min-device-pixel-ratio:0){.x{display:none}}",
        ".x/* old */{display:none}",
        "body{.x{display:none}}",
        "div{color:red;&.x{display:none}}",
        ".y,.x{@media screen{display:none}}",
        "body{div{.y &{color:red} &.x{position:absolute;left:-9999px}}}",
        ":root{--d:none}.x{display:var(--d)}",
        ".x{display:var(--d, none)}",
        ":root{--a:9999px;--b:calc(-1*var(--a))}.x{position:absolute;left:var(--b)}",
        ".y{color:red;;broken{}.x{display:none}} .x{display:none}",
    ] {
        assert!(hides(css, "<div class=x data-k=1>"), "{css}");
    }
    for css in [
        "div.y{display:none}",
        ".x:hover{display:none}",
        ".x::before{display:none}",
        "@media print{.x{display:none}}",
        "@media (max-width:600px){.x{display:none}}",
        "@font-face{display:none}",
        "/* .x{display:none} */",
        "p > div.x{display:none}",
        ".y{.x{display:none}}",
        ".x{&:hover{display:none}}",
        ".x{@media print{display:none}}",
        ":root{--d:block}.y{--d:none}.x{display:var(--d)}",
        ".x{display:var(--d)}",
    ] {
        assert!(!hides(css, "<div class=x data-k=1>"), "{css}");
    }
}

#[test]
fn style_elements_for_print_or_for_no_scripts_do_not_count() {
    for style in [
        "<style media=print>.x{display:none}</style>",
        "<noscript><style>.x{display:none}</style></noscript>",
    ] {
        let page = read(&format!("{style}<div class=x><a href=//bet88.example>x</a></div>"));
        assert_eq!(forms(planted(&page)), [], "{style}");
    }
}

#[test]
fn stylesheets_of_the_site_count_when_they_were_fetched() {
    let page = read_with_stylesheet(
        "<div class=x><a href=//bet88.example>x</a></div>",
        ".x{position:absolute;left:-9999px}",
    );
    assert_eq!(forms(planted(&page)), [Form::Offscreen]);
    assert_eq!(planted(&page).concealed[0].declared, Declared::Stylesheet);
}

#[test]
fn white_letters_on_a_dark_ground_of_the_stylesheet_are_seen() {
    let page = read_with_stylesheet(
        "<div class=footer><ul><li><a href=//bet88.example>x</a></ul></div>",
        ".footer{background-color:#123456}.footer a{color:#fff}",
    );
    assert_eq!(forms(planted(&page)), []);
    let page = read_with_stylesheet(
        "<div class=footer><ul><li><a href=//bet88.example>x</a></ul></div>",
        ".footer{background-color:#123456}.footer a{color:#123456}",
    );
    assert_eq!(forms(planted(&page)), [Form::Colour]);
}

#[test]
fn inline_styles_know_the_custom_properties_of_the_page() {
    let css = ":root{--away:-9999px}";
    assert!(hides(css, "<div style='position:absolute;left:var(--away)'>"));
    assert!(!hides(css, "<div style='position:absolute;left:var(--here)'>"));
}
