//! Markup that is written, elements that are made, elements that are hidden.

use super::{read, shown};

#[test]
fn written_markup_is_kept() {
    for (source, in_place) in [
        ("document.write('<div hidden>', 'x')", true),
        ("document.writeln('<div hidden>x')", true),
        ("var d = document; d['wri' + 'te']('<div hidden>x')", true),
        ("document.write(String.fromCharCode(60,100,105,118,32,104,105,100,100,101,110,62,120))", true),
        ("document.write(unescape('%3Cdiv hidden%3Ex'))", true),
        ("document.body.innerHTML += '<div hidden>x'", false),
        ("document.getElementById('a').outerHTML = '<div hidden>x'", false),
        ("unknown.innerHTML = '<div hidden>x'", false),
        ("document.body.insertAdjacentHTML('beforeend', '<div hidden>x')", false),
        ("$('body').append('<div hidden>x')", false),
        ("$('#a').html('<div hidden>' + 'x')", false),
        ("$('<div hidden>x').appendTo('body')", false),
        (
            "document.addEventListener('DOMContentLoaded', function () {
                var o = document.createElement('div'); o.innerHTML = '<div hidden>x'; document.body.appendChild(o) })",
            false,
        ),
    ] {
        let facts = read(source);
        let markups: Vec<&str> = facts.writes.iter().map(|one| &*one.markup).collect();
        assert_eq!(markups, ["<div hidden>x"], "{source}");
        assert_eq!(facts.writes[0].in_place, in_place, "{source}");
    }
    assert!(read("e.innerHTML = 'no markup'; document.write('none')").writes.is_empty());
    let escaped =
        "document.write(unescape('%3Cscript src=%22' + location.protocol + '//a.example%22%3E'))";
    assert_eq!(read(escaped).writes[0].markup, "<script src=\"");
    assert_eq!(read("document.write('<p>' + x + '</p>')").writes[0].markup, "<p>");
}

#[test]
fn decoded_markup_says_so() {
    assert!(read("document.write(atob('PGRpdj4='))").writes[0].encoded);
    assert!(!read("document.write('<div>')").writes[0].encoded);
}

#[test]
fn elements_that_load_are_reported_once_in_the_page() {
    for (source, element, target) in [
        (
            "var s = document.createElement('script'); s.src = 'https://a.example/x.js'; document.head.appendChild(s)",
            "script",
            "https://a.example/x.js",
        ),
        (
            "(function (d, t) { var g = d.createElement(t), s = d.getElementsByTagName(t)[0];
             g.async = 1; g.src = '//a.example/' + id; s.parentNode.insertBefore(g, s) })(document, 'script')",
            "script",
            "//a.example/…",
        ),
        (
            "var f = document.createElement('IFRAME'); f.setAttribute('src', '/x'); document.body.append(f)",
            "iframe",
            "/x",
        ),
        ("$('<script>').attr('src', '//a.example/x').appendTo('head')", "script", "//a.example/x"),
        ("$.getScript('//a.example/x.js')", "script", "//a.example/x.js"),
        ("import('https://a.example/m.js')", "script", "https://a.example/m.js"),
        ("importScripts('/w.js')", "script", "/w.js"),
    ] {
        let facts = read(source);
        let loads: Vec<_> =
            facts.loads.iter().map(|one| (&*one.element, shown(&one.target), one.hidden)).collect();
        assert_eq!(loads, [(element, target.to_owned(), false)], "{source}");
    }
    assert!(read("var i = new Image(); i.src = 'https://a.example/?' + t").loads.is_empty());
}

#[test]
fn hidden_elements_are_hidden() {
    for style in [
        "f.style.display = 'none'",
        "f.width = 0",
        "f.style.cssText = 'position:absolute; left: -9999px'",
        "f.setAttribute('style', 'visibility: hidden')",
        "f.style.setProperty('opacity', '0')",
        "f.hidden = true",
    ] {
        let source = format!(
            "var f = document.createElement('iframe'); f.src = '//a.example/';
             document.body.appendChild(f); {style}"
        );
        assert!(read(&source).loads[0].hidden, "{style}");
    }
}

#[test]
fn a_hidden_list_of_links_built_by_code_is_seen() {
    let source =
        "var links = [{ u: 'https://a.example/', t: 'a' }, { u: 'https://b.example/', t: 'b' }];
        var container = document.createElement('div');
        container.style.display = \"none\";
        links.forEach(function (link) {
            var a = document.createElement(\"a\");
            a.href = link.u; a.textContent = link.t;
            container.appendChild(a);
        });
        document.body.appendChild(container);";
    let loop_ = source
        .replace(
            "links.forEach(function (link) {",
            "for (var i = 0; i < links.length; i++) { var link = links[i];",
        )
        .replace("});\n", "}\n");
    for source in [source, &loop_] {
        let loads = read(source).loads;
        let shown: Vec<_> =
            loads.iter().map(|one| (&*one.element, shown(&one.target), one.hidden)).collect();
        let link = |target: &str| ("a", target.to_owned(), true);
        assert_eq!(shown, [link("https://a.example/"), link("https://b.example/")], "{source}");
    }
}

#[test]
fn hidden_selectors_are_named() {
    for (source, selectors) in [
        ("document.getElementById('x').style.display = 'none'", vec!["#x"]),
        ("var e = document.querySelector('.y'); e.style.visibility = 'hidden'", vec![".y"]),
        ("document.getElementById('x').style.cssText = 'height:0;overflow:hidden'", vec!["#x"]),
        ("document.getElementsByClassName('a b')[0].style.display = 'none'", vec![".a.b"]),
        ("$('#x, .y').hide()", vec!["#x", ".y"]),
        ("$('#x').css('display', 'none')", vec!["#x"]),
        ("jQuery('#x').css({ position: 'absolute', left: '-9999px' })", vec!["#x"]),
        ("document.getElementById('x').style.display = 'block'", vec![]),
        ("$('#x').click(function () { $('#menu').hide() })", vec![]),
    ] {
        assert_eq!(read(source).hides, selectors, "{source}");
    }
}

#[test]
fn scripts_added_as_text_are_read() {
    for source in [
        "var s = document.createElement('script'); s.text = CODE; document.head.appendChild(s)",
        "var s = document.createElement('script'); s.appendChild(document.createTextNode(CODE)); document.head.appendChild(s)",
    ] {
        let source = source.replace("CODE", "\"location = 'https://a.example/'\"");
        assert_eq!(super::targets(&source), ["https://a.example/"], "{source}");
    }
}

#[test]
fn texts_that_are_shown_are_kept_with_their_place() {
    use crate::page::script::{Showing, Trigger, read_handler};
    for (source, place) in [
        ("alert('xin chào')", Showing::Dialog),
        ("window.confirm('xin ' + 'chào')", Showing::Dialog),
        ("prompt(atob('eGluIGNo') + 'ào')", Showing::Dialog),
        ("document.title = 'xin chào'", Showing::Title),
        ("document.write('xin chào')", Showing::Page),
        ("document.getElementById('a').innerText = 'xin chào'", Showing::Page),
        ("$('#a').text('xin chào')", Showing::Page),
        ("unknown.textContent = 'xin chào'", Showing::Page),
    ] {
        let facts = read(source);
        let shown: Vec<_> = facts.shows.iter().map(|one| (&*one.text, one.place)).collect();
        assert_eq!(shown, [("xin chào", place)], "{source}");
        assert_eq!(facts.shows[0].trigger, Trigger::Load, "{source}");
    }
    let click = Trigger::Event("click".into());
    let facts = read_handler("alert('chưa nhập tên')", &click);
    assert_eq!(facts.shows[0].trigger, click);
    assert!(read("alert(x); alert('!'); document.write('<p>x')").shows.is_empty());
}
