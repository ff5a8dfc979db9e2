//! The sinks that move the window.

use super::super::{Trigger, read_handler};
use super::{read, targets};

const BET: &str = "https://bet88.example/";

#[test]
fn every_sink_is_recognised() {
    for (source, sink) in [
        ("location = U", "location"),
        ("var location = U", "location"),
        ("window.location = U", "window.location"),
        ("document.location = U", "document.location"),
        ("self.location = U", "window.location"),
        ("globalThis.location = U", "window.location"),
        ("top.location = U", "top.location"),
        ("parent.location.href = U", "top.location"),
        ("top.location.replace(U)", "top.location"),
        ("location.href = U", "location.href"),
        ("window['location']['href'] = U", "location.href"),
        ("window['loc' + 'ation'].href = U", "location.href"),
        ("var w = window; w.location = U", "window.location"),
        ("var l = location; l.href = U", "location.href"),
        ("(function (w, d) { d.location.href = U })(window, document)", "location.href"),
        ("const { location: l } = window; l.assign(U)", "location.assign"),
        ("location.replace(U)", "location.replace"),
        ("window.location['re' + 'place'](U)", "location.replace"),
        ("location.replace.call(location, U)", "location.replace"),
        ("window.open(U)", "window.open"),
        ("open(U, '_self')", "window.open"),
        ("location.hostname = 'bet88.example'", "location.host"),
        ("$(location).attr('href', U)", "location.href"),
        ("navigation.navigate(U)", "navigation.navigate"),
        ("Reflect.set(window, 'location', U)", "window.location"),
        ("Reflect.set(location, 'href', U)", "location.href"),
        ("Reflect.apply(location.assign, location, [U])", "location.assign"),
        ("Object.assign(location, { href: U })", "location.href"),
        ("with (location) { href = U }", "location.href"),
        ("with (location) replace(U)", "location.replace"),
        ("with (document) with (location) href = U", "location.href"),
        ("var go = location.replace.bind(location, U); go()", "location.replace"),
        ("setTimeout(location.replace.bind(location, U), 9)", "location.replace"),
        ("setTimeout(window.open, 9, U)", "window.open"),
        ("location.href = [U]", "location.href"),
        ("location.href = { toString() { return U } }", "location.href"),
        ("new Promise(function (done) { done(U) }).then(u => location.href = u)", "location.href"),
        ("var o = { get u() { return U } }; location.href = o.u", "location.href"),
        (
            "var f = document.createElement('form'); f.action = U; HTMLFormElement.prototype.submit.call(f)",
            "form.submit",
        ),
        (
            "var a = document.createElement('a'); a.href = U; a.dispatchEvent(new MouseEvent('click'))",
            "a.click",
        ),
        ("jQuery(window).attr('location', U)", "window.location"),
        (
            "var f = document.createElement('form'); f.action = U; document.body.appendChild(f); f.submit()",
            "form.submit",
        ),
        (
            "document.getElementById('f').action = U; document.getElementById('f').submit()",
            "form.submit",
        ),
        ("var a = document.createElement('a'); a.href = U; a.click()", "a.click"),
        ("var a = document.createElement('a'); a.setAttribute('href', U); a.click()", "a.click"),
        ("$('<a>', { href: U })[0].click(); $('<a>').attr('href', U).get(0).click()", "a.click"),
    ] {
        let facts = read(&source.replace('U', &format!("'{BET}'")));
        let first = facts.navigations.first().unwrap_or_else(|| panic!("nothing: {source}"));
        assert_eq!(first.sink, sink, "{source}");
        let host = if sink == "location.host" { "//bet88.example" } else { BET };
        assert_eq!(super::shown(&first.target), host, "{source}");
        assert!(!facts.opaque, "{source}");
    }
}

#[test]
fn the_page_itself_is_no_destination() {
    for source in [
        "location.reload()",
        "location.href = location.href",
        "location = location",
        "top.location = self.location",
        "if (top != self) top.location.href = document.location.href",
        "location.href = location.href.replace('http:', 'https:')",
        "location = 'https://' + location.host + location.pathname",
        "history.pushState({}, '', 'https://bet88.example/')",
        "history.replaceState(null, null, '/a')",
        "location.hash = 'top'",
        "frame.contentWindow.location.replace('https://bet88.example/')",
        "document.getElementById('f').contentWindow.location.href = 'https://bet88.example/'",
        "var location = { href: '' }; function f() { var location = {}; location.href = 'x' } f()",
        "location.href = ''",
    ] {
        let facts = read(source);
        assert_eq!(targets(source), [""; 0], "{source}");
        assert!(!facts.opaque, "{source}");
    }
    assert_eq!(targets("location = '#top'"), ["#top"]);
}

#[test]
fn addresses_are_read_out_of_objects() {
    for source in [
        "location = new URL('https://bet88.example/')",
        "location.href = new URL('/', 'https://bet88.example/x').toString()",
        "var u = new URL('https://bet88.example'); location = u.href",
        "location.assign`https://bet88.example/`",
    ] {
        assert_eq!(targets(source), [BET], "{source}");
    }
    assert_eq!(targets("var u = new URL('https://a.example/'); u.host = b; location = u"), ["?"]);
    assert_eq!(targets("location = new URL('/x', location.href)"), [""; 0]);
}

#[test]
fn elements_of_the_page_are_named_by_their_selectors() {
    for (source, selector) in [
        ("document.getElementById('f').submit()", "#f"),
        ("document.forms[0].submit()", "form"),
        ("document.forms['f'].submit()", "form[name=\"f\"]"),
        ("document.forms.f.submit()", "form[name=\"f\"]"),
        ("document.f.submit()", "form"),
        ("$('#f').submit()", "#f"),
        ("$('#go')[0].click()", "#go"),
        ("document.querySelector('a.go').click()", "a.go"),
        ("document.getElementsByTagName('form')[0].submit()", "form"),
    ] {
        assert_eq!(targets(source), [format!("<{selector}>")], "{source}");
    }
    assert_eq!(targets("$('#menu').click(function () { open() })"), [""; 0]);
    assert_eq!(targets("document.getElementById('f').action = 'https://a.example/'"), [""; 0]);
}

#[test]
fn what_a_visitor_chooses_is_unknown_and_not_opaque() {
    for source in [
        "document.getElementById('s').onchange = function () { location.href = this.value }",
        "location.href = document.getElementById('s').value",
        "$('a').click(function () { location.href = $(this).attr('href') })",
        "document.onclick = function (e) { location = e.target.dataset.url }",
        "if (confirm('?')) location.href = data.url",
    ] {
        assert_eq!(targets(source), ["?"], "{source}");
        assert!(!read(source).opaque, "{source}");
    }
}

#[test]
fn code_that_acts_at_once_on_the_unknown_is_opaque() {
    for source in [
        "location.href = data.url",
        "setTimeout(function () { location = decode(secret) }, 10)",
        "eval(unpack(text))",
        "document.write(payload)",
        "new Function(decrypt(x))()",
    ] {
        assert!(read(source).opaque, "{source}");
    }
    for source in [
        "function go() { location.href = data.url }",
        "var x = eval('(' + answer + ')')",
        "document.write('<p>' + new Date().getFullYear())",
        "element.innerHTML = text",
    ] {
        assert!(!read(source).opaque, "{source}");
    }
}

#[test]
fn a_beginning_counts_when_it_names_the_host() {
    for (source, target) in [
        (
            "location = 'https://bet88.example/?r=' + document.referrer",
            "https://bet88.example/?r=…",
        ),
        ("location = `https://bet88.example/${Math.random()}`", "https://bet88.example/…"),
        ("location = '/tim-kiem?q=' + q", "/tim-kiem?q=…"),
        ("location = 'https://' + host + '/'", "?"),
        ("location = 'https://www.' + host", "?"),
    ] {
        assert_eq!(targets(source), [target], "{source}");
    }
}

#[test]
fn one_of_several_targets_gives_them_all() {
    assert_eq!(
        targets(
            "location = /iPhone/.test(navigator.userAgent) ? 'https://a.example/' : 'https://b.example/'"
        ),
        ["https://a.example/", "https://b.example/"]
    );
    let lottery = "var u = ['https://a.example/', 'https://b.example/'];
        location.href = u[Math.floor(Math.random() * u.length)]";
    assert_eq!(targets(lottery), ["https://a.example/", "https://b.example/"]);
    assert_eq!(read(lottery).navigations[0].conditions, [super::super::Condition::Time]);
    assert_eq!(targets("location = options.url || 'https://a.example/'"), ["https://a.example/"]);
}

#[test]
fn javascript_addresses_are_code() {
    assert_eq!(
        targets("location = \"javascript:location='https://a.example/'\""),
        ["https://a.example/"]
    );
}

#[test]
fn handlers_are_bodies_of_functions() {
    for source in [
        "location.href='https://a.example/'; return false",
        "javascript:location.href='https://a.example/'",
        " JavaScript: void(location.href='https://a.example/')",
    ] {
        let facts = read_handler(source, &Trigger::Load);
        let span = facts.navigations[0].span.clone();
        assert_eq!(&source[span], "location.href='https://a.example/'", "{source}");
    }
    let facts = read_handler(
        "location = this.options[this.selectedIndex].value",
        &Trigger::Event("change".into()),
    );
    assert_eq!(facts.navigations.len(), 1);
    assert_eq!(facts.navigations[0].trigger, Trigger::Event("change".into()));
    assert!(!facts.opaque);
}

#[test]
fn spans_cover_the_construct() {
    let source = "var đ = 1; location.href = 'https://a.example/';";
    let span = read(source).navigations[0].span.clone();
    assert_eq!(&source[span], "location.href = 'https://a.example/'");
}

#[test]
fn scripts_in_old_comments_and_modules_are_read() {
    for source in [
        "<!--\nlocation = 'https://a.example/'\n//-->",
        "import x from './x.js'; location = 'https://a.example/'",
        "export default 1; await 1; location = 'https://a.example/'",
    ] {
        assert_eq!(targets(source), ["https://a.example/"], "{source}");
    }
    assert!(read("{\"@context\": \"https://schema.example\", }}").unreadable);
}
