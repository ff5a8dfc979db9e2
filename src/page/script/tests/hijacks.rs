//! Code that waits for whatever the visitor does.

use super::super::Trigger;
use super::read;

/// The trigger of the one move that a script makes to the foreign host.
fn trigger(source: &str) -> Trigger {
    let source = source.replace("GO", "open(\"https://a.example/\")");
    let facts = read(&source);
    assert_eq!(facts.navigations.len(), 1, "{source}");
    facts.navigations[0].trigger.clone()
}

#[test]
fn events_of_the_whole_page_are_told_from_those_of_an_element() {
    for (source, event) in [
        ("document.addEventListener('click', () => { GO })", "click"),
        ("document.onclick = function () { GO }", "click"),
        ("onclick = function () { GO }", "click"),
        ("addEventListener('mousedown', () => { GO }, { once: true })", "mousedown"),
        ("document.body.addEventListener('touchstart', () => { GO })", "touchstart"),
        ("document.body.onclick = () => { GO }", "click"),
        ("document.body.setAttribute('onclick', 'GO')", "click"),
        ("document.documentElement.onmousemove = () => { GO }", "mousemove"),
        ("document.querySelector('html').onscroll = () => { GO }", "scroll"),
        ("window.onpopstate = function () { GO }", "popstate"),
        ("$(document).on('click', function () { GO })", "click"),
        ("$('body').one('click', function () { GO })", "click"),
        ("$(window).scroll(function () { GO })", "scroll"),
        ("document.onclick = function () { setTimeout(function () { GO }, 50) }", "click"),
        ("['click', 'keydown'].forEach(e => document.addEventListener(e, () => { GO }))", "click"),
        ("$('a').click(function () { GO })", "click"),
        ("$(document).on('click', 'a', function () { GO })", "click"),
        ("document.querySelectorAll('a').forEach(a => a.onclick = () => { GO })", "click"),
        ("for (const a of document.links) a.addEventListener('click', () => { GO })", "click"),
        (
            "var d = document.createElement('div'); d.style.cssText = 'position:fixed;inset:0';
             d.onclick = () => { GO }; document.body.appendChild(d)",
            "click",
        ),
    ] {
        assert_eq!(trigger(source), Trigger::Anywhere(event.into()), "{source}");
    }
    for source in [
        "document.getElementById('x').addEventListener('click', () => { GO })",
        "document.querySelector('a').onclick = () => { GO }",
        "document.querySelectorAll('a.x').forEach(a => a.onclick = () => { GO })",
        "$('.x').click(function () { GO })",
        "$(document).on('click', '.x', function () { GO })",
        "$(document).delegate('.x', 'click', function () { GO })",
        "$('#menu a').on('click', function () { GO })",
    ] {
        assert_eq!(trigger(source), Trigger::Event("click".into()), "{source}");
    }
}

#[test]
fn links_that_are_all_led_elsewhere_are_a_move_on_a_click_anywhere() {
    for source in [
        "document.querySelectorAll('a').forEach(a => a.href = U)",
        "document.querySelectorAll('a[href]').forEach(a => a.setAttribute('href', U))",
        "var l = document.getElementsByTagName('a'); for (var i = 0; i < l.length; i++) l[i].href = U",
        "for (var i = 0; i < document.links.length; i++) document.links[i].href = U",
        "for (const a of document.querySelectorAll('a')) a.href = U",
        "[].forEach.call(document.querySelectorAll('a'), function (a) { a.href = U })",
        "Array.from(document.querySelectorAll('a')).forEach(a => { a.href = U })",
        "[...document.querySelectorAll('a')].map(a => a.href = U)",
        "$('a').attr('href', U)",
        "$('a').each(function () { this.href = U })",
        "$('a').each(function () { $(this).attr('href', U) })",
        "setTimeout(() => $('body a').prop('href', U), 9)",
        "var b = document.createElement('base'); b.href = U; document.head.prepend(b)",
    ] {
        let facts = read(&source.replace('U', "'https://a.example/'"));
        let moves: Vec<_> = facts.navigations.iter().map(|one| (one.sink, &one.trigger)).collect();
        let click = Trigger::Anywhere("click".into());
        assert_eq!(moves, [("a.href", &click)], "{source}");
    }
    for source in [
        "document.querySelector('a').href = U",
        "document.querySelectorAll('a.logo').forEach(a => a.href = U)",
        "$('#menu a').attr('href', U)",
        "$('a').attr('target', '_blank')",
        "button.onclick = function () { $('a').attr('href', U) }",
    ] {
        let facts = read(&source.replace('U', "'https://a.example/'"));
        assert!(facts.navigations.is_empty(), "{source}");
    }
}
