//! What sets code off, and on what it depends.

use super::super::{Condition, Trigger};
use super::read;

#[test]
fn triggers_are_told_apart() {
    let timer = Trigger::Timer(Some(50));
    let event = |name: &str| Trigger::Event(name.to_owned());
    for (source, trigger) in [
        ("GO", Trigger::Load),
        ("(function () { GO })()", Trigger::Load),
        ("(() => { GO })()", Trigger::Load),
        ("!function () { GO }()", Trigger::Load),
        ("function f() { GO } f()", Trigger::Load),
        ("f(); function f() { g() } function g() { GO }", Trigger::Load),
        ("var app = { init: function () { GO } }; app.init()", Trigger::Load),
        ("window.onload = function () { GO }", Trigger::Load),
        ("onload = () => { GO }", Trigger::Load),
        ("addEventListener('load', function () { GO })", Trigger::Load),
        ("document.addEventListener('DOMContentLoaded', f); function f() { GO }", Trigger::Load),
        ("window.attachEvent('onload', function () { GO })", Trigger::Load),
        ("$(function () { GO })", Trigger::Load),
        ("$(document).ready(function () { GO })", Trigger::Load),
        ("jQuery(window).on('load', function () { GO })", Trigger::Load),
        ("requestAnimationFrame(function () { GO })", Trigger::Load),
        ("Promise.resolve(1).then(() => { GO })", Trigger::Load),
        ("(async () => { await x; GO })()", Trigger::Load),
        ("[1].forEach(function () { GO })", Trigger::Load),
        ("setTimeout(function () { GO }, 50)", timer.clone()),
        ("setTimeout('GO', 50)", timer.clone()),
        ("window.setInterval(f, 50); function f() { GO }", timer.clone()),
        ("setTimeout(() => GO, 25 * 2)", timer),
        ("setTimeout(() => GO, delay)", Trigger::Timer(None)),
        ("element.addEventListener('click', () => { GO })", event("click")),
        ("document.addEventListener('animationstart', () => { GO })", Trigger::Load),
        ("$('#x').click(function () { GO })", event("click")),
        ("$('#x').on('click.ns', '.y', function () { GO })", event("click")),
        (
            "element.addEventListener('click', f); function f() { setTimeout(g, 5) } function g() { GO }",
            event("click"),
        ),
        (
            "var el = document.createElement('div'); el.setAttribute('onclick', 'GO')",
            event("click"),
        ),
        ("new Slider({ onClick: function () { GO } })", event("Click")),
        ("function f() { GO }", Trigger::Uncalled),
        ("var f = () => { GO }", Trigger::Uncalled),
        ("class A { go() { GO } }", Trigger::Uncalled),
        ("if (false) { GO }", Trigger::Uncalled),
    ] {
        let source = source.replace("GO", "location = \"https://a.example/\"");
        let facts = read(&source);
        assert_eq!(facts.navigations.len(), 1, "{source}");
        assert_eq!(facts.navigations[0].trigger, trigger, "{source}");
    }
}

#[test]
fn the_soonest_trigger_counts() {
    let facts = read(
        "function go() { location = 'https://a.example/' }
        document.onclick = go; setTimeout(go, 9); go()",
    );
    assert_eq!(facts.navigations.len(), 1);
    assert_eq!(facts.navigations[0].trigger, Trigger::Load);
}

#[test]
fn a_flag_that_an_event_sets_keeps_the_branch() {
    let facts = read(
        "var clicked = false; document.onclick = function () { clicked = true };
        setInterval(function () { if (clicked) location = 'https://a.example/' }, 100)",
    );
    assert_eq!(facts.navigations[0].trigger, Trigger::Timer(Some(100)));
}

#[test]
fn conditions_on_the_path_are_named() {
    use Condition::*;
    for (source, conditions) in [
        ("if (document.referrer.indexOf('google') > -1) GO", vec![Referrer]),
        ("var r = document.referrer; if (r.match(/google|bing/i)) GO", vec![Referrer]),
        ("var d = document, s = d['refer' + 'rer']; s && (GO)", vec![Referrer]),
        ("/iphone/i.test(navigator.userAgent) && (GO)", vec![Device]),
        ("navigator.maxTouchPoints > 1 ? GO : 0", vec![Device]),
        ("if ('ontouchstart' in window) GO", vec![Device]),
        ("if (screen.width < 700 || innerWidth < 700) GO", vec![Screen]),
        ("if (window.matchMedia('(max-width: 9px)').matches) GO", vec![Screen]),
        ("if ($(window).width() < 700) GO", vec![Screen]),
        ("if (!localStorage.getItem('x')) GO", vec![Cookie]),
        ("if (document.cookie.indexOf('a=') == -1) GO", vec![Cookie]),
        ("if (new Date().getHours() > 20) GO", vec![Time]),
        ("if (Math.random() < 0.5) { GO }", vec![Time]),
        ("if (location.hostname != 'a.gov.vn') GO", vec![Address]),
        ("switch (navigator.language) { case 'vi': GO }", vec![Language]),
        ("if (top === self) GO", vec![Framed]),
        ("if (window.self !== window.top) { GO }", vec![Framed]),
        ("(function () { if (!document.referrer) return; GO })()", vec![Referrer]),
        (
            "function bot() { return /bot/.test(navigator.userAgent) } if (!bot() && document.referrer) GO",
            vec![Referrer, Device],
        ),
        (
            "var m = false; (function (a) { if (/mobi/.test(a)) m = true })(navigator.userAgent); if (m) GO",
            vec![Device],
        ),
        ("if (confirm('?')) GO", vec![Choice]),
        ("document.onclick = function (e) { if (e.target.id == 'x') GO }", vec![Choice]),
        (
            "document.onclick = function (e) { if (!e.target.closest('.x')) return; GO }",
            vec![Choice],
        ),
        ("document.onclick = function (e) { if (e.target.closest('.x')) return; GO }", vec![]),
        ("document.onclick = function (e) { e = e || event; if (e.isTrusted) GO }", vec![]),
        ("if (ready) GO", vec![]),
        ("var a = document.referrer; GO", vec![]),
        ("if (document.referrer) { f() } GO", vec![]),
        ("if (screen.width < 9) { setTimeout(function () { GO }, 5) }", vec![Screen]),
    ] {
        let source = source.replace("GO", "location = \"https://a.example/\"");
        let facts = read(&source);
        assert_eq!(facts.navigations.len(), 1, "{source}");
        assert_eq!(facts.navigations[0].conditions, conditions, "{source}");
    }
}
