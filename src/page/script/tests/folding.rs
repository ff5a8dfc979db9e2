//! How constants are worked out: every line ends at the same address.

use super::{read, targets};

const BET: &str = "https://bet88.example/";

#[test]
fn constants_are_worked_out() {
    for source in [
        "location = 'https' + '://bet' + 88 + '.example/'",
        "location = `https://${'bet' + 88}.example/`",
        r"location = '\x68ttps://\u0062et88.example\57'",
        "location = String.fromCharCode(104,116,116,112,115) + '://bet88.example/'",
        "location = String.fromCharCode.apply(null, [104,116,116,112,115]) + '://bet88.example/'",
        "location = String.fromCharCode(...[104,116,116,112,115]) + '://bet88.example/'",
        "location = atob('aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw==')",
        "location = window['at' + 'ob']('aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw==')",
        "location = unescape('%68%74tps://bet88%2eexample/')",
        "location = decodeURIComponent('https%3A%2F%2Fbet88.example%2F')",
        "location = decodeURIComponent(escape('https://bet88.example/'))",
        "location = 'x/elpmaxe.88teb//:sptth'.split('').reverse().join('').slice(0, -1)",
        "location = 'elpmaxe.88teb//:sptth'['split']('')['re' + 'verse']()['join']('') + '/'",
        "location = ['https:', '', 'bet88.example', ''].join('/')",
        "location = 'h!t!t!p!s!:!/!/bet88.example/'.replace(/!/g, '')",
        "location = 'https://bet88#example/'.replace('#', '.')",
        "location = 'HTTPS://BET88.EXAMPLE/'.toLowerCase()",
        "location = 'xxhttps://bet88.example/yy'.substring(2, 24)",
        "location = 'xxhttps://bet88.example/yy'.substr(2, 22)",
        "location = ['', 'a'].concat(['https://bet88.example/'])[2]",
        "var o = { a: { b: 'https://bet88.example/' } }; location = o['a'].b",
        "var a = 'https://', b = 'bet88.example/', c; c = a + b; location = c",
        "window.u = 'https://bet88.example/'; location = u",
        "var s = ''; s += 'https:'; s += '//bet88.'; s += 'example/'; location = s",
        "var _0x = ['\\x6c\\x6f\\x63\\x61\\x74\\x69\\x6f\\x6e', 'https://bet88.example/']; window[_0x[0]] = _0x[1]",
        "function d(s) { return s.replace(/~/g, '') } location = d('h~ttps://bet88.ex~ample/')",
        "function d(a) { var r = ''; for (var i = 0; i < a.length; i++) r += String.fromCharCode(a[i] ^ 7); return r }
         location = d([111,115,115,119,116,61,40,40,101,98,115,63,63,41,98,127,102,106,119,107,98,40])",
        "location = [105,117,117,113,116,59,48,48,99,102,117,57,57,47,102,121,98,110,113,109,102,48].map(c => String.fromCharCode(c - 1)).join('')",
        "location = 'uggcf://org88.rknzcyr/'.replace(/[a-z]/g, function (c) { var n = c.charCodeAt(0) + 13; return String.fromCharCode(n > 122 ? n - 26 : n) })",
        "(function (a, b) { location = a + b })('https://bet88', '.example/')",
        "location = (1, 'https://bet88.example/')",
        "location = 1 > 2 ? 'x' : 'https://bet88.example/'",
        "location = JSON.parse('{\"u\": [\"https://bet88.example/\"]}').u[0]",
        "eval('location = \"https://bet88.example/\"')",
        "eval(atob('bG9jYXRpb249Imh0dHBzOi8vYmV0ODguZXhhbXBsZS8i'))",
        "new Function('u', 'location = u')('https://bet88.example/')",
        "[].filter.constructor('location = \"https://bet88.example/\"')()",
        "document.write('<script>location = \"https://bet88.example/\"<' + '/script>')",
        "var u = 'https://bet88.example/'; eval('eval(\"location = u\")')",
        "eval(function(p,a,c,k,e,d){while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+c+'\\\\b','g'),k[c]);return p}('0=\\'1://2.3/\\'',4,4,'location|https|bet88|example'.split('|'),0,{}))",
        "var a = ['bet88.example/', 'https://']; (function (l, n) { while (n--) l.push(l.shift()) })(a, 1); location = a[0] + a[1]",
        "var f = function (i) { return f.t = ['https://bet88', '.example/'], ['https://bet88', '.example/'][i - 100] }; location = f(100) + f(0x65)",
        "location = [...'/elpmaxe.88teb//:sptth'].reverse().join('')",
        "location = (+!![] + [])[0] === '1' && 'https://bet88.example/'",
        "location = new TextDecoder().decode(new Uint8Array([104,116,116,112,115])) + '://bet88.example/'",
        "location = new TextDecoder('utf-8').decode(Uint8Array.from(atob('aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw=='), c => c.charCodeAt(0)))",
        "location = decodeURIComponent(Array.prototype.map.call(atob('aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw=='), c => '%' + ('00' + c.charCodeAt(0).toString(16)).slice(-2)).join(''))",
        "location = Array.from('https://bet88.example/').join('')",
        "location = location.protocol + '//bet88.example/' ? 'https://bet88.example/' : 0",
        "switch (3) { case 1: location = 'x'; break; case 3: location = 'https://bet88.example/' }",
        "for (const part of ['https://bet88.example/']) location = part",
        "for (var k in { 'https://bet88.example/': 1 }) location = k",
    ] {
        assert_eq!(targets(source), [BET], "{source}");
    }
}

#[test]
fn forms_of_obfuscation_are_undone() {
    // Letters out of `false`, `true`, `undefined` and the source of a built-in function.
    let (f, t, u) = ("(![]+[])", "(!![]+[])", "([][[]]+[])");
    let flat = format!("[][{f}[0]+{f}[+!+[]+!+[]]+{f}[+!+[]]+{t}[+[]]]");
    let code = format!("({flat}+[])");
    let constructor = format!(
        "{code}[3]+({t}+{flat})[10]+{u}[1]+{f}[3]+{t}[0]+{t}[1]+{u}[0]+{code}[3]+{t}[0]+({t}+{flat})[10]+{t}[1]"
    );
    for source in [
        format!("{flat}[{constructor}]('location=\"https://bet88.example/\"')()"),
        "window['ev'+'al'](window['at'+'ob']('bG9jYXRpb249Imh0dHBzOi8vYmV0ODguZXhhbXBsZS8i'))".into(),
        "new Function(unescape('%6c%6f%63%61%74%69%6f%6e=\"https://bet88.example/\"'))()".into(),
        "setTimeout('loc' + 'ation=\"https://bet88.example/\"', 1)".into(),
        "window.addEventListener('load', async () => { await 0; top['location'] = 'https://bet88' + '.example/' })".into(),
        "var d = document; d.write('<scr' + 'ipt>' + atob('bG9jYXRpb249Imh0dHBzOi8vYmV0ODguZXhhbXBsZS8i') + '</scr' + 'ipt>')".into(),
    ] {
        assert_eq!(targets(&source), [BET], "{source}");
    }
}

#[test]
fn decoding_is_noted_and_plain_text_is_not() {
    for (source, encoded) in [
        (r"location = '\x68ttps://a.example'", true),
        ("location = atob('aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw==')", true),
        ("eval(unescape('location%3D%27https%3A//a.example/%27'))", true),
        ("location = 'https://' + 'a.example'", false),
        (r"location = 'https:\/\/a.example\u002f'", false),
        ("eval('location = \"https://a.example/\"')", false),
    ] {
        let facts = read(source);
        assert_eq!(facts.navigations[0].encoded, encoded, "{source}");
        assert_eq!(facts.encoded, encoded, "{source}");
    }
}

#[test]
fn a_list_of_words_names_the_sink_and_the_beginning() {
    let source = r#"var _0x=["\x6c\x6f\x63\x61\x74\x69\x6f\x6e","https://bet88.example/?"];
        window[_0x[0]]=_0x[1]+Math.random()"#;
    assert_eq!(targets(source), ["https://bet88.example/?…"]);
}

#[test]
fn rotated_string_arrays_are_followed() {
    let source = "var _0x1=['3x','https://bet88','7y','.example/'];
        (function(a,t){var d=_0x2;while(!![]){try{var n=parseInt(d(0x64))+parseInt(d(0x66));
        if(n===t)break;else a['push'](a['shift']());}catch(e){a['push'](a['shift']());}}}(_0x1,10));
        function _0x2(i){i=i-0x64;var s=_0x1[i];return s;}
        location['href']=_0x2(0x65)+_0x2(0x67);";
    assert_eq!(targets(source), [BET]);
}

#[test]
fn values_that_may_differ_are_not_taken_for_constants() {
    assert_eq!(targets("var u = 'https://a.example/'; u = other(); location = u"), ["?"]);
    assert_eq!(targets("function f(u) { location = u } f(x)"), ["?"]);
    assert_eq!(targets("location = 'abc'.charAt(n)"), ["?"]);
    assert_eq!(targets("for (var i in unknown) location = i"), ["?"]);
}

#[test]
fn addresses_are_collected_from_constants_only() {
    let facts = read(
        "// https://comment.example/
        var a = 'https://a.example/x', b = '//b.example/', c = 'https://c' + '.example/';
        var again = 'https://a.example/x'; f('text with http://d.example inside'); g('ftp://e.example/')",
    );
    assert_eq!(
        facts.addresses,
        ["https://a.example/x", "//b.example/", "https://c.example/", "http://d.example"]
    );
}
