//! Code in attributes, addresses and frames, and what it sets off.

use super::{read, url};
use crate::page::{Page, ScriptKind, script::Trigger};

/// The triggers of all moves of a page's scripts.
fn triggers(page: &Page) -> Vec<Trigger> {
    let facts = page.scripts.iter().filter_map(|script| script.facts.as_ref());
    facts.flat_map(|facts| &facts.navigations).map(|one| one.trigger.clone()).collect()
}

#[test]
fn events_that_loading_brings_are_told_from_those_of_visitors() {
    const GO: &str = "location='//bet88.example'";
    for loading in [
        format!("<body onload={GO}>"),
        format!("<body onpageshow={GO}>"),
        format!("<img src=x onerror={GO}>"),
        format!("<svg onload={GO}></svg>"),
        format!("<svg><animate onbegin={GO} attributeName=x dur=1s></svg>"),
        format!("<b onanimationstart={GO}>x</b>"),
        format!("<details open ontoggle={GO}>x</details>"),
        format!("<input autofocus onfocus={GO}>"),
        format!("<video autoplay onplay={GO}></video>"),
        format!("<marquee onstart={GO}>x</marquee>"),
        format!("<svg><script>{GO}</script></svg>"),
        format!("<script src=\"data:text/javascript,{GO}\"></script>"),
        format!("<script>document.body.innerHTML += \"<img src=x onerror={GO}>\"</script>"),
    ] {
        assert_eq!(triggers(&read(&loading)), [Trigger::Load], "{loading}");
    }
    for (waiting, event) in [
        ("<details ontoggle=GO>x</details>", "toggle"),
        ("<input onfocus=GO>", "focus"),
        ("<video onplay=GO></video>", "play"),
        ("<a href=# onclick=GO>x</a>", "click"),
        ("<div onclick=GO style='position:fixed;right:0;bottom:0;width:300px'>x</div>", "click"),
    ] {
        let source = waiting.replace("GO", GO);
        assert_eq!(triggers(&read(&source)), [Trigger::Event(event.into())], "{source}");
    }
    for anywhere in [
        "<body onclick=GO>",
        "<div onclick=GO style='position:fixed;inset:0'>x</div>",
        "<div onclick=GO style='position:absolute;top:0;left:0;width:100%;height:100vh'>x</div>",
    ] {
        let source = anywhere.replace("GO", GO);
        assert_eq!(triggers(&read(&source)), [Trigger::Anywhere("click".into())], "{source}");
    }
}

#[test]
fn documents_that_frames_bring_along_are_read_for_what_reaches_out() {
    const GO: &str = "top.location='//bet88.example'";
    for source in [
        format!("<iframe srcdoc=\"<script>{GO}</script>\"></iframe>"),
        format!("<iframe srcdoc=\"<img src=x onerror={GO}>\"></iframe>"),
        format!("<iframe src=\"data:text/html,<script>{GO}</script>\"></iframe>"),
        format!("<iframe src=\"javascript:{GO}\"></iframe>"),
        format!("<iframe src=\"java&#115;cript:{GO}\"></iframe>"),
    ] {
        let page = read(&source);
        assert_eq!(page.scripts[0].kind, ScriptKind::Framed, "{source}");
        assert_eq!(triggers(&page), [Trigger::Load], "{source}");
    }
    let page = read("<iframe srcdoc='<p>Xin chào</p><script>go()</script>'></iframe>");
    assert!(page.scripts.is_empty());
}

#[test]
fn elements_that_scripts_set_off_lead_where_they_say() {
    let to = |source: &str| read(source).set_off.first().map(|(_, url)| url.clone());
    let bet = Some(url("https://bet88.example/?a&b"));
    for source in [
        "<form id=f action='//bet88.example/?a&amp;b'></form><script>document.getElementById('f').submit()</script>",
        "<form name=f action=//bet88.example/?a&b></form><script>document.forms.f.submit()</script>",
        "<form></form><form id=f action=//bet88.example/?a&b><button id=b>x</button></form><script>$('#b').click()</script>",
        "<a class='x go' href=//bet88.example/?a&b>x</a><script>document.querySelector('a.go').click()</script>",
        "<body onload='document.forms[0].submit()'><form action=//bet88.example/?a&b></form>",
        "<script>document.body.innerHTML+='<form id=f action=//bet88.example/?a&b></form>';document.getElementById('f').submit()</script>",
    ] {
        assert_eq!(to(source), bet, "{source}");
    }
    for source in [
        "<a id=go href=//bet88.example>x</a><script>function f(){document.getElementById('go').click()}</script>",
        "<a id=go href=//bet88.example>x</a><script>b.onclick=()=>document.getElementById('go').click()</script>",
        "<div id=go><a href=//bet88.example>x</a></div><script>document.getElementById('go').click()</script>",
    ] {
        assert_eq!(to(source), None, "{source}");
    }
}

#[test]
fn links_over_the_whole_window_are_noted() {
    for source in [
        "<a href=//bet88.example style='position:fixed;inset:0;opacity:0'></a>",
        "<a href=//bet88.example style='position:fixed;top:0;left:0;width:100vw;height:100vh'></a>",
        "<script>var a=document.createElement('a');a.href='//bet88.example';a.style.cssText='position:fixed;inset:0';document.body.append(a)</script>",
        "<script>document.body.innerHTML+='<a href=//bet88.example style=\"position:fixed;inset:0\"></a>'</script>",
    ] {
        let overlays = read(source).overlays;
        assert_eq!(overlays.len(), 1, "{source}");
        assert_eq!(overlays[0].url, url("https://bet88.example/"), "{source}");
    }
    for source in [
        "<a href=//bet88.example style='position:fixed;right:0;bottom:0;width:80px;height:80px'>x</a>",
        "<div style='position:relative'><a href=//bet88.example style='position:absolute;inset:0'>x</a></div>",
        "<script>document.querySelector('.the').innerHTML='<a href=//bet88.example style=\"position:absolute;inset:0\">x</a>'</script>",
        "<a href=//bet88.example style='display:block;width:100%;height:100%'>x</a>",
    ] {
        assert!(read(source).overlays.is_empty(), "{source}");
    }
}

#[test]
fn a_meta_that_code_makes_refreshes_as_one_that_is_written() {
    for source in [
        "var m=document.createElement('meta');m.httpEquiv='refresh';m.content='0;url=//bet88.example';document.head.append(m)",
        "var m=document.createElement('meta');m.setAttribute('http-equiv','refresh');m.setAttribute('content','3; url=\"//bet88.example\"');document.head.append(m)",
    ] {
        let page = read(&format!("<script>{source}</script>"));
        assert_eq!(page.refreshes.len(), 1, "{source}");
        assert_eq!(page.refreshes[0].url, Some(url("https://bet88.example/")), "{source}");
    }
}

#[test]
fn the_text_of_an_inline_script_is_found_again() {
    let page = read(
        "<p>a</p><SCRIPT type='text/javascript'>go('</b>')</Script ><script src=a.js></script>",
    );
    assert_eq!(page.code_at(&page.scripts[0].spot), "go('</b>')");
    assert_eq!(page.code_at(&page.scripts[1].spot), "");
    assert_eq!(page.code_at(&page.first("p")), "");
}
