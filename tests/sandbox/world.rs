//! The world in which pages' scripts run: ordinary code must not fall over in it.

use canhcong::sandbox::{Job, Ran};

use super::{PAGE, job, run, said, sandbox};

/// Runs expressions, each on its own, and compares what they give with what browsers give.
fn gives(pairs: &[(&str, &str)]) {
    let script: String = pairs
        .iter()
        .map(|(code, _)| format!("try{{alert({code})}}catch(e){{alert('threw '+e)}}\n"))
        .collect();
    let ran = run(&script);
    let wanted: Vec<&str> = pairs.iter().map(|(_, wanted)| *wanted).collect();
    let said = said(&ran);
    for (n, (code, wanted)) in pairs.iter().enumerate() {
        assert_eq!(said.get(n), Some(wanted), "{code}: {:?}", ran.end.messages);
    }
    assert_eq!(said.len(), wanted.len());
}

#[test]
fn document_and_nodes() {
    gives(&[
        ("document.readyState", "loading"),
        ("document.title + document.domain + document.characterSet", "Tinportal.testUTF-8"),
        ("document.getElementById('menu').className", "nav top"),
        ("document.getElementsByTagName('A').length", "1"),
        ("document.getElementsByClassName('top nav')[0].tagName", "DIV"),
        ("document.querySelector('#menu > a').href", "http://portal.test/gioi-thieu"),
        ("document.querySelector('a').getAttribute('href')", "/gioi-thieu"),
        ("document.querySelector('a').hostname", "portal.test"),
        ("document.forms.search === document.forms[0]", "true"),
        ("document.forms[0].elements.length + document.forms[0].action", "1http://portal.test/tim"),
        ("document.currentScript.tagName", "SCRIPT"),
        ("document.body === document.querySelector('body')", "true"),
        ("document.body instanceof HTMLElement && document.body instanceof Node", "true"),
        ("String(document.createElement('div'))", "[object HTMLDivElement]"),
        ("Object.prototype.toString.call(document)", "[object HTMLDocument]"),
        ("document.getElementById('text').firstChild.nodeType", "3"),
        ("document.getElementById('text').textContent", "Tin tức"),
        ("document.getElementById('none')", "null"),
        (
            "(document.body.insertAdjacentHTML('beforeend','<b id=n1>x<i>y</i></b>'),document.getElementById('n1').outerHTML)",
            "<b id=\"n1\">x<i>y</i></b>",
        ),
        ("document.getElementById('n1').lastChild.parentNode.id", "n1"),
        ("document.getElementById('n1').cloneNode(true).innerHTML", "x<i>y</i>"),
        (
            "(document.getElementById('n1').classList.add('k','l'),document.getElementById('n1').className)",
            "k l",
        ),
        (
            "document.getElementById('n1').classList.toggle('k')+document.getElementById('n1').className",
            "falsel",
        ),
        (
            "(document.getElementById('n1').dataset.someKey='v',document.getElementById('n1').getAttribute('data-some-key'))",
            "v",
        ),
        (
            "(document.getElementById('n1').style.backgroundColor='red',document.getElementById('n1').style.cssText)",
            "background-color: red;",
        ),
        ("getComputedStyle(document.getElementById('n1')).display", "block"),
        ("document.getElementById('n1').closest('body') === document.body", "true"),
        ("document.getElementById('n1').matches('b.l')", "true"),
        ("(document.getElementById('n1').remove(),document.getElementById('n1'))", "null"),
        ("document.createDocumentFragment().appendChild(document.createTextNode('t')).data", "t"),
        ("document.implementation.createHTMLDocument('').body.childNodes.length", "0"),
        (
            "new DOMParser().parseFromString('<p>q</p>','text/html').querySelector('p').textContent",
            "q",
        ),
        ("document.body.contains(document.querySelector('p'))", "true"),
        (
            "document.querySelector('p').compareDocumentPosition(document.querySelector('form'))",
            "4",
        ),
        ("document.all", "undefined"),
        (
            "document.body.offsetParent + '' + document.body.firstChild.offsetParent.tagName",
            "nullBODY",
        ),
        ("document.forms[0].q.value + document.forms[0].q.name", "xq"),
        ("document.body instanceof ShadowRoot", "false"),
        ("document.createElement('canvas').getContext('2d').measureText('ab').width > 0", "true"),
        (
            "(document.body.insertAdjacentHTML('beforeend','<select id=s><option value=1>a<option value=2 selected>b</select>'),document.getElementById('s').value)",
            "2",
        ),
    ]);
}

#[test]
fn forms_and_frames_go_by_their_names() {
    let page = "<form name=frm action=/x><input name=q value=1><input name=action value=2></form>\
        <iframe name=inner></iframe><script>alert(document.frm.q.value+frm.q.name+frm.action+\
        (typeof inner.document)+(frames['inner']===inner));var frm=1;alert(frm)</script>";
    let ran = sandbox(1).run(&Job::of_markup(PAGE, page, &[]));
    assert_eq!(said(&ran), ["1qhttp://portal.test/xobjecttrue", "1"], "{:?}", ran.end);
}

#[test]
fn pages_that_look_again_and_again_get_to_look_when_the_visitor_acts() {
    for wait in ["setTimeout(look,50)", "setInterval(look,50)"] {
        let ran = run(&format!(
            "var clicked,told,looks=0;document.onclick=function(){{clicked=1}};\
             function look(){{looks++;if(clicked&&!told){{told=1;alert('seen')}}\
             if('{wait}'[3]=='T')setTimeout(look,50)}}{wait};\
             window.onbeforeunload=function(){{alert(looks<100)}}"
        ));
        assert_eq!((said(&ran), ran.cut), (vec!["seen", "true"], None), "{wait}");
    }
}

#[test]
fn window_and_visitor() {
    gives(&[
        ("window === self && self === top && top === parent && frames === globalThis", "true"),
        ("String(window)", "[object Window]"),
        ("this === window", "true"),
        (
            "location.href + location.pathname + location",
            "http://portal.test/tin/bai-viet.html/tin/bai-viet.htmlhttp://portal.test/tin/bai-viet.html",
        ),
        ("navigator.webdriver + navigator.language + navigator.platform", "falsevi-VNWin32"),
        ("screen.width + 'x' + screen.height + innerWidth", "1920x10801920"),
        ("'ontouchstart' in window", "false"),
        ("matchMedia('(max-width: 768px)').matches", "false"),
        ("new Date(0).getTimezoneOffset()", "-420"),
        ("new Date().getFullYear() + Date().slice(0,3)", "2026Mon"),
        ("new Date() instanceof Date && typeof Date.now()", "number"),
        ("Intl.DateTimeFormat().resolvedOptions().timeZone", "Asia/Ho_Chi_Minh"),
        ("(localStorage.setItem('a','b'),localStorage.a+localStorage.length)", "b1"),
        (
            "(document.cookie='x=1; path=/',document.cookie='y=2',document.cookie='x=; expires=Thu, 01 Jan 1970 00:00:00 GMT',document.cookie)",
            "y=2",
        ),
        ("new URL('../b?c=d#e','http://a.test/x/y/z').href", "http://a.test/x/b?c=d#e"),
        ("new URLSearchParams('?a=1&b=%C3%A9').get('b')", "é"),
        (
            "(u=>{u.searchParams.set('k','v');return u.href})(new URL('http://a.test/'))",
            "http://a.test/?k=v",
        ),
        ("new URL('nowhere')", "threw TypeError: Invalid URL"),
        ("new TextDecoder().decode(new TextEncoder().encode('ệ'))", "ệ"),
        ("btoa('abc') + atob('YWJj')", "YWJjabc"),
        ("escape('ệ') + unescape('%u1EC7')", "%u1EC7ệ"),
        ("typeof XMLHttpRequest + typeof fetch + typeof WebSocket", "functionfunctionfunction"),
        (
            "typeof SharedArrayBuffer + typeof Atomics + typeof require + typeof process",
            "undefinedundefinedundefinedundefined",
        ),
        (
            "[document.querySelector,eval,Document,alert].every(f=>/^function \\w+\\(\\) {\\s*\\[native code\\]/.test(f))",
            "true",
        ),
        ("(function(){ return 'long enough to be told apart' }).toString().length", "51"),
        ("Function('a','b','return a+b')(1,2) + '' + (new Function instanceof Function)", "3true"),
        ("(history.pushState({n:1},''),history.state.n)", "1"),
        ("crypto.getRandomValues(new Uint8Array(4)).length", "4"),
        ("performance.now() >= 0", "true"),
        ("window.open('') !== null", "true"),
    ]);
}

#[test]
fn events_find_their_listeners() {
    let ran = run("var said=[];function say(t){said.push(t)}\
         window.addEventListener('t',function(e){say('window '+(e.currentTarget===window))});\
         document.addEventListener('t',function(){say('capture')},true);\
         document.body.ont=1;document.body.addEventListener('t',{handleEvent:function(){say('object')}});\
         var p=document.getElementById('text');p.addEventListener('t',function(e){say('target '+e.detail);},{once:true});\
         p.dispatchEvent(new CustomEvent('t',{bubbles:true,detail:7}));\
         p.dispatchEvent(new CustomEvent('t',{bubbles:false}));\
         p.onclick=function(e){e.preventDefault();say('click '+(this===p))};p.click();\
         p.setAttribute('onfocus','say(this.id+event.type)');p.dispatchEvent(new Event('focus'));\
         document.addEventListener('readystatechange',function(){say(document.readyState)});\
         document.addEventListener('DOMContentLoaded',function(){say('content')});\
         var onload=function(){say('load')};\
         setTimeout(function(a){say('timer '+a);alert(said.join())},10,'x');");
    assert_eq!(
        said(&ran),
        [
            "capture,target 7,object,window true,capture,click true,textfocus,interactive,content,complete,load,timer x"
        ]
    );
    assert_eq!(ran.end.errors, 0, "{:?}", ran.end.messages);
}

#[test]
fn waiting_in_a_loop_ends() {
    let ran = run("var t=Date.now();while(Date.now()-t<500);alert('waited')");
    assert_eq!(said(&ran), ["waited"]);
    assert_eq!(ran.cut, None);
}

#[test]
fn what_is_seen_is_seen_once() {
    let ran = run(
        "new IntersectionObserver(function(e){alert(e[0].isIntersecting)}).observe(document.body);\
         new MutationObserver(function(list){alert(list[0].addedNodes.length>0)}).observe(document,{childList:true});\
         requestAnimationFrame(function(t){alert(t>0)});postMessage('m','*');\
         onmessage=function(e){alert(e.data)}",
    );
    let mut said = said(&ran);
    said.sort_unstable();
    assert_eq!(said, ["m", "true", "true", "true"]);
}

/// The library is known and not run; what scripts do with it works all the same.
fn with_jquery(script: &str) -> Ran {
    sandbox(1).run(&Job { stand_in_jquery: true, ..job(script) })
}

#[test]
fn a_stand_in_for_jquery() {
    let ran = with_jquery(
        "jQuery(function($){\
           $('#menu').find('a').addClass('on').attr('title','t').unknownPlugin({a:1}).css({color:'red'});\
           $('body').append('<div class=\"ad\" style=\"display:none\"><a href=\"https://bet88.example/\">x</a></div>');\
           $('.ad').show();$(document).on('click','#menu a',function(){location.href='https://bet88.example/click';return false});\
           $.get('/api',function(){}).fail(function(){alert('failed')});\
           $.each([1,2],function(n,v){alert(v)});alert($('a.on').length+$('#menu').html())});",
    );
    assert_eq!(
        said(&ran),
        [
            "1",
            "2",
            "1<a href=\"/gioi-thieu\" class=\"on\" title=\"t\" style=\"color: red;\">Giới thiệu</a>",
            "failed"
        ]
    );
    assert_eq!(super::targets(&ran), ["https://bet88.example/click"]);
    assert!(ran.hidden.is_empty());
    assert_eq!(ran.end.errors, 0, "{:?}", ran.end.messages);
    // Without being asked for there is none: scripts that load it see that it is missing.
    let ran = sandbox(1).run(&Job::of_markup(PAGE, "<script>alert(typeof jQuery)</script>", &[]));
    assert_eq!(said(&ran), ["undefined"]);
}
