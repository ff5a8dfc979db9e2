//! Scripts made to hurt the reader: each ends in time, and none ends the run.

use std::time::{Duration, Instant};

use super::{read, targets};

/// Generous, for machines under load; what is meant is that no time grows with the square.
const LIMIT: Duration = Duration::from_secs(5);

fn ends_in_time(name: &str, source: &str) {
    let start = Instant::now();
    read(source);
    let taken = start.elapsed();
    assert!(taken < LIMIT, "{name} took {taken:?}");
}

#[test]
fn endless_nesting_ends() {
    for (part, times) in [
        ("(", 200_000),
        ("[", 200_000),
        ("{", 200_000),
        ("!", 200_000),
        ("-", 200_000),
        ("- ", 200_000),
        ("~", 200_000),
        ("a=>", 100_000),
        ("(a)=>", 90_000),
        ("if(1)", 100_000),
        ("if(1){}else ", 40_000),
        ("if(1);else ", 40_000),
        ("a?b:", 100_000),
        ("a?", 100_000),
        ("a=", 200_000),
        ("a:", 100_000),
        ("typeof ", 70_000),
        ("new ", 100_000),
        ("await ", 80_000),
        ("void ", 100_000),
        ("do ", 100_000),
        ("while(1)", 60_000),
        ("for(;;)", 70_000),
        ("with(a)", 70_000),
        ("`${", 100_000),
        ("function f(){", 20_000),
        ("(function(){", 20_000),
        ("()=>{", 50_000),
        ("a**", 100_000),
        ("[a=", 100_000),
        ("{a:", 100_000),
        ("({a:", 100_000),
        ("class extends ", 30_000),
        ("class a{static{", 20_000),
        ("try{", 50_000),
        ("switch(1){case 1:", 25_000),
        ("import(", 50_000),
        ("a(", 100_000),
        ("a[", 100_000),
        ("(a,", 100_000),
        ("(a=", 100_000),
        ("async ", 80_000),
        ("async(", 80_000),
        ("yield ", 80_000),
        ("/\"/,(", 90_000),
        ("<", 100_000),
        ("...", 100_000),
        ("\\", 200_000),
        ("'", 200_001),
        ("`", 200_001),
        ("/*", 200_001),
        ("/[", 200_001),
    ] {
        ends_in_time(part, &part.repeat(times));
    }
}

#[test]
fn nesting_that_is_just_allowed_ends() {
    for depth in [100, 400, 1_400] {
        for (open, middle, close) in [
            ("(", "1", ")"),
            ("[", "1", "]"),
            ("(a,", "1", ")"),
            ("(a=", "1", ")"),
            ("((a)=>", "1", ")"),
            ("f(", "1", ")"),
            ("[a=", "1", "]"),
            ("({a:", "1", "})"),
            ("async(", "1", ")"),
            ("!", "1", ""),
            ("{", "", "}"),
            ("`${", "1", "}`"),
            ("(function(){", "", "})()"),
            ("a=>", "1", ""),
            ("if(1)", "x", ""),
            ("a?b:", "c", ""),
            ("a=", "c", ""),
        ] {
            let source = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
            ends_in_time(&format!("{depth} {open}"), &source);
        }
    }
}

#[test]
fn long_chains_end_and_are_still_read() {
    let go = ";location='https://a.example/'";
    for (name, chain) in [
        ("+", format!("x={}'a'", "'a'+".repeat(60_000))),
        ("-", format!("x={}1", "1-".repeat(100_000))),
        (".", format!("a{}", ".b".repeat(100_000))),
        ("()", format!("f{}", "()".repeat(100_000))),
        ("[]", format!("f{}", "[0]".repeat(100_000))),
        ("||", format!("a{}", "||b".repeat(100_000))),
        (",", format!("a{}", ",b".repeat(100_000))),
        (";", "a=1;".repeat(100_000)),
        ("?.", format!("a{}", "?.b".repeat(100_000))),
        ("``", format!("a{}", "``".repeat(100_000))),
    ] {
        let source = chain + go;
        ends_in_time(name, &source);
        assert_eq!(targets(&source), ["https://a.example/"], "{name}");
    }
}

#[test]
fn code_that_would_never_end_ends() {
    for source in [
        "while (true) {}",
        "for (;;) x += 'a'",
        "var s = 'a'; while (1) s += s",
        "var a = []; while (1) a.push(a)",
        "var a = [1]; for (var x of a) a.push(x)",
        "function f() { f(); f() } f()",
        "function f(a) { return f(a + 1) + f(a + 2) } f(1)",
        "var f = function () { g() }, g = function () { f() }; f()",
        "(function f(n) { setTimeout(function () { f(n + 1) }, 1) })(0)",
        "var o = {}; o.o = o; for (var k in o) o[k] = o; location = o",
        "var a = []; a[0] = a; location = a.join() + a",
        "'a'.repeat(1e9); 'a'.padStart(1e9); new Array(1e9).join('x')",
        "var s = 'a'.repeat(1e6); for (var i = 0; i < 1e6; i++) s.split('').reverse().join('')",
        "var s = 'a'.repeat(1e6); for (var i = 0; i < 1e6; i++) s.replace(/(a+)+b/g, 'x')",
        "var s = 'é'.repeat(4e5); for (var i = 0; i < 4e5; i++) x = s.charAt(i)",
        "for (var i = 0; i < 1e5; i++) new RegExp('a' + i).test('x')",
        "for (var i = 0; i < 1e5; i++) x.push(new Array(9999))",
        "var s = 'a'.repeat(9e4), x = []; for (var i = 0; i < 1e5; i++) x.push(s.split(''), [...s])",
        "var c = 'eval(c)'; eval(c)",
        "var o = { toString: function () { return '' + o } }; location = o",
        "var o = { get a() { return o.a } }; location = o.a",
        "var f = open.bind(window); for (;;) f = f.bind(window, f); f()",
        "new Promise(function f(r) { new Promise(f); r(f) }).then(function g(x) { g(x) })",
        "for (;;) document.querySelectorAll('a').forEach(a => a.forEach(b => b.href = a))",
        "var d = document.body; for (;;) d.style.cssText = 'position:fixed;inset:0'",
        "for (var i = 0; i < 1e6; i++) fetch('https://a.example/' + i).then(eval)",
        "var t = 'a,'.repeat(3e5); for (;;) $(t).click(f)",
        "var t = 'data:text/javascript,' + '%41'.repeat(3e5), s = document.createElement('script'); for (;;) s.src = t",
        "var t = 'https://a.example/' + 'a'.repeat(9e5); for (;;) new URL(t)",
        "var t = '<script src=x>'.repeat(6e4); for (;;) $('body').append(t)",
        "var t = '<p>'.repeat(3e5); for (;;) document.write(t)",
        "var a = new Uint8Array(9999); for (;;) new TextDecoder().decode(a)",
        "var c = 'setTimeout(c, 1)'; eval(c)",
        "document.write('<script>document.write(document.x)</script>'.repeat(5000))",
        "label: while (1) { while (1) { continue label } }",
        "do { x = 1 } while (1 == 1)",
        "while (x) { while (y) { while (z) { if (a) break } } }",
    ] {
        ends_in_time(source, source);
    }
}

#[test]
fn doubling_functions_and_branches_do_not_explode() {
    let mut calls = String::from("function f0(a) { return a }");
    let mut branches = String::from("var u = 'a';");
    for n in 1..200 {
        calls += &format!("function f{n}(a) {{ return f{0}(a) + f{0}(a) }}", n - 1);
        branches += &format!("if (x{n}) u = u + {n}; else u = {n} + u;");
    }
    ends_in_time("calls", &(calls + "; location = f199('x')"));
    ends_in_time("branches", &(branches + "; location = u"));
    ends_in_time("nested branches", &("if (x) { u += 1; ".repeat(500) + &"}".repeat(500)));
}

#[test]
fn many_patterns_end() {
    ends_in_time("patterns", &r"/(\w+\s?){9}x/i.test('a');".repeat(15_000));
}

proptest::proptest! {
    #[test]
    fn no_order_of_words_ends_the_run(words in proptest::collection::vec(0..WORDS.len(), 0..80)) {
        let source: String = words.into_iter().map(|word| WORDS[word]).collect();
        read(&source);
    }
}

/// What the strange programs of the test above are made of.
const WORDS: [&str; 64] = [
    "a",
    "b",
    " ",
    ";",
    ";",
    "\n",
    ",",
    ".",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{",
    "}",
    "=",
    "=",
    "+",
    "-",
    "=>",
    "?",
    ":",
    "!",
    "&&",
    "||",
    "++",
    "'x'",
    "'https://a.example/'",
    "`a${",
    "}`",
    "/x/g",
    "0",
    "1e3",
    "-1",
    "var ",
    "let ",
    "const ",
    "function ",
    "function f(a){",
    "return ",
    "if(a)",
    "else ",
    "for(",
    "of ",
    "in ",
    "while(1)",
    "break ",
    "continue ",
    "try{",
    "}catch(e){",
    "new ",
    "eval(",
    "window",
    "location",
    ".replace(",
    ".split('')",
    ".join('')",
    ".length",
    "...",
    "[a,b]",
    "class A{",
];

#[test]
fn symbols_alone_are_read() {
    let letter = "(![]+[])[+!+[]]+(!![]+[])[+[]]+([][[]]+[])[+!+[]]+";
    let source = format!("x={}[]", letter.repeat(300_000 / letter.len()));
    ends_in_time("symbols", &source);
    assert!(!read(&source).unreadable);
}

#[test]
fn what_is_too_large_or_too_deep_still_gives_its_addresses() {
    let large = format!("var a = 'https://a.example/';{}", "x();".repeat(200_000));
    let deep = format!("var a = 'https://a.example/';{}", "(".repeat(50_000));
    for source in [large, deep] {
        let facts = read(&source);
        assert_eq!(facts.addresses, ["https://a.example/"]);
        assert!(facts.opaque);
    }
}

#[test]
fn odd_bytes_do_no_harm() {
    for source in
        ["", " ", "\0", "\u{feff}x", "\u{2028}", "'\u{d7ff}", "#!x\ny", "\\u{110000}", "a\u{200b}b"]
    {
        read(source);
        super::super::read_handler(source, &super::super::Trigger::Load);
    }
    let facts = read("location = 'https://a.example/' + '\\ud800' + '\\udc00đ'.slice(1)");
    assert_eq!(facts.navigations.len(), 1);
}

#[test]
fn lists_of_facts_are_bounded() {
    let many = (0..2_000).map(|n| {
        format!("location='https://a{n}.example/';document.write('<p>{n}');$('#i{n}').hide();$.getScript('/{n}');")
    });
    let facts = read(&many.collect::<String>());
    assert_eq!((facts.navigations.len(), facts.writes.len()), (50, 50));
    assert_eq!((facts.loads.len(), facts.hides.len(), facts.addresses.len()), (50, 50, 500));
}
