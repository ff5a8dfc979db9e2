//! Pages made to break the sandbox, blind it or get out of it: each ends within its budget, what
//! it did is told where it can be, and the page after it is judged right.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use canhcong::sandbox::{Cut, Job, Limits, Ran, Sandbox};

use super::{PAGE, said, sandbox, targets, walls};

/// Far above what a page may cost on a machine that is busy with other tests.
const TIME: Duration = Duration::from_secs(30);

/// A page with this script, and little time for it: there are many of them.
fn job(script: &str) -> Job {
    let limits = Limits { cpu_ms: 150, wall_ms: 25_000, ..Limits::default() };
    Job { limits, ..super::job(script) }
}

/// Runs a hostile page, then an ordinary one with the same children.
fn survives(sandbox: &Sandbox, job: &Job) -> Ran {
    let begin = Instant::now();
    let ran = sandbox.run(job);
    let script = job.code(0).map(|code| code.chars().take(120).collect::<String>());
    assert!(begin.elapsed() < TIME, "{script:?} took {:?}", begin.elapsed());
    assert_ne!(ran.cut, Some(Cut::Wall), "{script:?} was not ended from within");
    let after = sandbox.run(&super::job("location='https://bet88.example/';alert([1,2].join())"));
    assert_eq!(targets(&after), ["https://bet88.example/"], "after {script:?}: {after:?}");
    assert_eq!((said(&after), after.cut), (vec!["1,2"], None), "after {script:?}");
    ran
}

/// Runs scripts, each as a page of its own; all must be cut for one of these reasons.
fn all_are_cut(scripts: &[&str], reasons: &[Cut]) {
    let sandbox = sandbox(1);
    for script in scripts {
        let ran = survives(&sandbox, &job(script));
        assert!(
            ran.cut.is_some_and(|cut| reasons.contains(&cut)),
            "{script}: {:?} {:?}",
            ran.cut,
            ran.end
        );
    }
    drop(sandbox);
}

#[test]
fn endless_loops() {
    all_are_cut(
        &[
            "while(true);",
            "for(;;){try{for(;;);}catch(e){}finally{continue}}",
            "do{try{throw 1}catch(e){}}while(1)",
            "var o={get x(){return this.y},get y(){for(;;);}};o.x",
            "new Proxy({},{get:function(){for(;;);}}).x",
            "function*g(){for(;;)yield 1}for(var x of g());",
            "var o={toString:function(){for(;;);}};document.title=o",
            "[3,1,2].sort(function(){for(;;);})",
            "JSON.stringify({toJSON:function(){for(;;);}})",
            "'x'.replace(/x/,function(){for(;;);})",
            "location={toString:function(){for(;;);}}",
            "label:for(;;){continue label}",
            "document.addEventListener('click',function(){for(;;);})",
            "Promise.resolve().then(function f(){for(;;);})",
            "eval('for(;;);')",
            "document.write('<script>for(;;);<\\/script>')",
        ],
        &[Cut::Time],
    );
}

#[test]
fn endless_work() {
    all_are_cut(
        &[
            "(function f(){Promise.resolve().then(f)})()",
            "(async function(){for(;;)await 0})()",
            "(function f(){setTimeout(f,0);setTimeout(f,0)})()",
            "(function f(){queueMicrotask(f)})()",
            "document.body.addEventListener('x',function f(e){document.body.dispatchEvent(new Event('x'));for(;;);});document.body.dispatchEvent(new Event('x'))",
        ],
        &[Cut::Time, Cut::Work],
    );
    // Intervals and chains end by themselves: they are what slide shows are made of.
    for script in [
        "setInterval(function(){},1);setInterval('1',1)",
        "(function f(){setTimeout(f,0)})()",
        "(function f(){requestAnimationFrame(f)})()",
    ] {
        assert_eq!(survives(&sandbox(1), &job(script)).cut, None);
    }
}

#[test]
fn recursion_ends_its_script_only() {
    let sandbox = sandbox(1);
    for script in [
        "(function f(){f()})()",
        "(function f(){try{f()}finally{f()}})",
        "var o={};o.toString=function(){return o+''};o+''",
        "var p=new Proxy({},{get:function(t,n,r){return r[n]}});p.x",
        "eval('('.repeat(200000))",
        "JSON.parse('['.repeat(200000))",
        "var a=[];for(var i=0;i<100000;i++)a=[a];JSON.stringify(a)",
        "new RegExp('('.repeat(100000)+')'.repeat(100000))",
        "var s='x';for(var i=0;i<5000;i++)s='f('+s+')';eval(s)",
        "document.body.onclick=function f(){document.body.click()}",
        "(function f(){document.write('<script>('+f+')()<\\/script>')})()",
        "class A{constructor(){new A}}new A",
    ] {
        let ran = survives(&sandbox, &job(script));
        assert_ne!(ran.cut, Some(Cut::Died), "{script}");
    }
}

#[test]
fn memory_bombs() {
    let sandbox = sandbox(1);
    for script in [
        "var a=[];for(;;)a.push(new Array(1000).fill(1))",
        "var s='x';for(;;)s+=s",
        "var a=[];for(;;)a.push('x'.repeat(1e7)+a.length)",
        "var a=[];for(;;)a.push(new ArrayBuffer(1e7))",
        "new ArrayBuffer(1e12)",
        "new Uint8Array(2e9)",
        "'x'.repeat(2**30)",
        "'x'.padEnd(2**30)",
        "var m=new Map;for(var i=0;;i++)m.set(i,{i:i})",
        "Array.from({length:1e9})",
        "new Array(1e8).fill(0)",
        "var a=[];for(;;)try{for(;;)a.push(a.slice())}catch(e){}",
        "(function f(x){return f(x+x)})('xxxxxxxxxxxxxxxx')",
        "var o={};for(var i=0;;i++)o['k'+i]=i",
        "(async()=>{for(;;){await null;(globalThis.k||=[]).push(new Array(10000).fill(0))}})()",
        "for(;;)document.body.appendChild(document.createElement('div'))",
        "var e=document.createElement('p');for(;;)e.textContent+='xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'+e.textContent",
        "for(;;)document.body.innerHTML+=document.body.innerHTML",
        "var n=document.body;for(;;){var c=document.createElement('i');n.appendChild(c);n=c}",
        "for(var i=0;;i++)document.body.setAttribute('a'+i,'x'.repeat(1000))",
        "for(var i=0;;i++)localStorage.setItem('k'+i,'x'.repeat(10000))",
        "for(var i=0;;i++)document.cookie='k'+i+'='+'x'.repeat(3000)",
        "for(;;)document.addEventListener('click',function(){})",
    ] {
        survives(&sandbox, &job(script));
    }
}

#[test]
fn loops_inside_the_engine() {
    let sandbox = sandbox(1);
    for script in [
        "new Array(1e9)+''",
        "new Array(1e9).join('x')",
        "Array.prototype.join.call({length:2**53-1},'')",
        "Array.prototype.indexOf.call({length:2**32},1)",
        "Array.prototype.includes.call({length:2**53-1},1)",
        "Array.prototype.reverse.call({length:2**53-1})",
        "Array.prototype.flat.call({length:2**53-1})",
        "new Array(2**32-1).sort()",
        "Array.prototype.lastIndexOf.call({length:2**53-1},1)",
        "/(a+)+$/.test('a'.repeat(40)+'!')",
        "/(.*)*x/.test('a'.repeat(100000))",
        "'a'.repeat(100000).replace(/(a*)*b/g,'')",
        "2n**(2n**30n)",
        "var x=3n;for(;;)x*=x",
        "BigInt('9'.repeat(1e6)).toString()",
        "'x'.repeat(1e6).split('').join('').normalize('NFKD').repeat(5)",
        "new Function('x'.repeat(100000)+';'.repeat(1e6))",
        "Object.defineProperty([],'length',{value:2**32-1}).forEach(function(){})",
        "String.prototype.localeCompare.call('x'.repeat(1e7),'x'.repeat(1e7)+'y')",
        "structuredClone(new Array(1e6).fill({}))",
        "document.querySelectorAll('* '.repeat(9)+'b')",
        "for(;;)document.querySelectorAll('div:not(.x) a[href*=y]')",
        "document.body.innerHTML='<i '+'a=1 '.repeat(1e6)+'>';",
        "document.body.innerHTML='<b>'.repeat(1e6)",
        "for(;;)document.write('<a')",
        "var s='';for(var i=0;i<1e5;i++)s+='a'+i+':b;';for(;;){document.body.style.cssText=s;document.body.style.color='red'}",
    ] {
        survives(&sandbox, &job(script));
    }
}

#[test]
fn what_was_done_before_a_bomb_is_told() {
    let sandbox = sandbox(1);
    for bomb in [
        "for(;;);",
        "try{new Array(1e9)+''}catch(e){};Array.prototype.reverse.call({length:2**53-1})",
        "var a=[];for(;;)a.push(new Array(1e5).fill(1))",
    ] {
        let ran =
            survives(&sandbox, &job(&format!("location.href='https://bet88.example/x';{bomb}")));
        assert_eq!(targets(&ran), ["https://bet88.example/x"], "{bomb}");
        assert!(ran.cut.is_some(), "{bomb}");
    }
    // A bomb in one script does not silence the next.
    let page = "<script>for(;;);</script><script>location='https://bet88.example/y'</script>";
    let ran = survives(&sandbox, &Job::of_markup(PAGE, page, &[]));
    assert_eq!(targets(&ran), ["https://bet88.example/y"]);
    assert_eq!(ran.cut, Some(Cut::Time));
}

#[test]
fn sabotage_of_the_recorder() {
    let sandbox = sandbox(1);
    for sabotage in [
        "Array.prototype.push=Array.prototype.join=Array.prototype.forEach=function(){};",
        "Object.defineProperty(Array.prototype,'0',{set:function(){},get:function(){return 'no'}});",
        "Object.defineProperty(Object.prototype,'target',{set:function(){}});Object.prototype.get=Object.prototype.set=Object.prototype.value=1;",
        "Object.prototype.toJSON=String.prototype.toJSON=function(){return null};JSON.stringify=JSON.parse=null;",
        "Function.prototype.call=Function.prototype.apply=Function.prototype.bind=function(){};",
        "Reflect.apply=Reflect.construct=Object.defineProperty=Object.create=Object.setPrototypeOf=null;",
        "String.prototype.toWellFormed=String.prototype.toString=function(){return ''};String=Number=Object=Array=Symbol=Map=Promise=Proxy=null;",
        "Array.prototype[Symbol.iterator]=function(){throw 1};Symbol.iterator=null;",
        "Object.freeze(Object.prototype);Object.freeze(Array.prototype);Object.freeze(Function.prototype);Object.freeze(window);",
        "for(var k of Object.getOwnPropertyNames(window))try{if(k!='location')delete window[k]}catch(e){};",
        "for(var k of Reflect.ownKeys(window))try{if(!/^(location|Infinity|NaN|undefined)$/.test(String(k)))window[k]=null}catch(e){};",
        "for(var p of [Node,Element,HTMLElement,EventTarget,Document,Event])for(var k of Reflect.ownKeys(p.prototype))try{delete p.prototype[k]}catch(e){};",
        "Error=null;Error.prepareStackTrace=function(){throw 1};",
        "Error.stackTraceLimit=0;Error.prepareStackTrace=function(){return 'fake'};",
        "Object.defineProperty(window,'location',{value:{}});",
        "location.__proto__.href=1;Object.defineProperty(location,'href',{set:function(){}});",
        "eval=Function=null;window.eval=null;Function.prototype.constructor=null;",
        "Object.prototype.__defineSetter__('href',function(){});Object.prototype.__defineSetter__('by',function(){});",
        "Promise.prototype.then=null;Date=null;Math=null;RegExp.prototype.exec=function(){return null};",
        "window.__proto__=null;Window.prototype.__proto__=null;",
    ] {
        let script =
            format!("try{{{sabotage}}}catch(e){{}};location.href='https://bet88.example/';");
        let ran = survives(&sandbox, &job(&script));
        assert_eq!(targets(&ran), ["https://bet88.example/"], "{sabotage} {:?}", ran.end);
        assert_eq!(ran.cut, None, "{sabotage}");
    }
    // Neither can a page keep the visitor from acting, nor hide a request, by breaking the language.
    for sabotage in [
        "Array.prototype[Symbol.iterator]=function(){throw 1};",
        "Object.assign=Object.defineProperty=Object.keys=null;Promise.resolve=Promise.reject=null;",
        "Object.defineProperty(Array.prototype,'length',{writable:false});Array.from=Array.isArray=null;",
        "RegExp.prototype.exec=RegExp.prototype.test=RegExp.prototype[Symbol.replace]=function(){throw 1};",
        "String.prototype.split=String.prototype.toLowerCase=String.prototype.indexOf=function(){throw 1};",
        "Event.prototype.constructor=null;Object.prototype.bubbles=false;Object.prototype.type='x';",
    ] {
        let script = format!(
            "{sabotage}document.onclick=function(){{open('https://bet88.example/c');\
             fetch('https://bet88.example/f');new Image().src='https://bet88.example/i'}};"
        );
        let ran = survives(&sandbox, &job(&script));
        let opened = ran.opened.first().map(|opened| opened.target.as_str());
        assert_eq!(opened, Some("https://bet88.example/c"), "{sabotage} {:?}", ran.end);
        let sent: Vec<&str> = ran.sent.iter().map(|sent| sent.target.as_str()).collect();
        let wanted = ["https://bet88.example/f", "https://bet88.example/i"];
        assert!(sent.starts_with(&wanted), "{sabotage} {sent:?} {:?}", ran.end);
    }
    // Built and written things are told as well, whatever was done to the prototypes before.
    let ran = survives(
        &sandbox,
        &job(
            "Array.prototype.push=Object.prototype.get=function(){throw 1};Function.prototype.call=Function.prototype.apply=null;\
              Object.defineProperty(Array.prototype,'0',{set:function(){}});\
              document.write('<a href=\"https://bet88.example/w\">w</a>');\
              var s=document.createElement('script');s.src='https://bet88.example/s.js';document.body.appendChild(s);\
              eval('1+1');open('https://bet88.example/o');fetch('https://bet88.example/f')",
        ),
    );
    assert_eq!(ran.writes.len(), 1);
    assert_eq!(ran.loads[0].target, "https://bet88.example/s.js");
    assert_eq!(ran.layers[0].code, "1+1");
    assert_eq!(ran.opened[0].target, "https://bet88.example/o");
    assert_eq!(ran.sent[0].target, "https://bet88.example/f");
}

#[test]
fn halves_of_characters_and_zeros_hide_nothing() {
    let sandbox = sandbox(1);
    for script in [
        "location='https://bet88.example/#\\ud800'",
        "location='https://bet88.example/#'+String.fromCharCode(0)",
        "eval('location=\"https://bet88.example/#\\ud800\"')",
        "var x='\0';location='https://bet88.example/#0'",
        "document.write('<script>var x=\"\\ud800\\0\";location=\"https://bet88.example/#1\"<\\/script>')",
    ] {
        let ran = survives(&sandbox, &job(script));
        assert!(targets(&ran)[0].starts_with("https://bet88.example/#"), "{script}");
    }
}

#[test]
fn ways_out_that_are_not_there() {
    let ran = survives(
        &sandbox(1),
        &job(
            "var seen=[];['std','os','qjs:std','fs','./x.js','file:///etc/passwd','/etc/passwd','http://bet88.example/m.js'].forEach(function(m){\
              import(m).then(function(){alert('imported '+m)},function(){seen.push(m)})});\
              ['require','process','std','os','scriptArgs','load','loadScript','read','Deno','Bun','Java','bridge','__loadScript','gc','Atomics','SharedArrayBuffer','WebAssembly']\
              .forEach(function(n){if(typeof globalThis[n]!=='undefined')alert('has '+n)});\
              try{new Function('return this')().constructor.constructor('return process')();alert('process')}catch(e){}\
              try{alert(''+document.createElement('iframe').contentWindow.eval('typeof std'))}catch(e){alert('undefined')}\
              setTimeout(function(){alert(seen.length)},100)",
        ),
    );
    assert_eq!(said(&ran), ["undefined", "8"]);
    assert_eq!(ran.cut, None);
}

#[test]
fn floods_are_bounded() {
    let sandbox = sandbox(1);
    for script in [
        "for(var i=0;i<1e5;i++)location='https://bet88.example/'+i",
        "for(var i=0;i<1e5;i++)open('https://bet88.example/'+'x'.repeat(1e5))",
        "for(;;)document.write('<a href=//bet88.example/>'+'x'.repeat(1e4))",
        "for(;;)eval('1;'+'x'.repeat(0)+'/*'+'y'.repeat(1e5)+'*/')",
        "for(;;)alert('x'.repeat(1e6))",
        "for(var i=0;;i++)fetch('/'+i)",
        "for(;;){var s=document.createElement('script');s.src='//bet88.example/'+'x'.repeat(1e5);document.body.appendChild(s)}",
        "for(;;){var a=document.createElement('a');for(var i=0;i<300;i++)a.setAttribute('a'+i,'x'.repeat(1e4));document.body.appendChild(a)}",
        "for(;;)document.querySelector('a').href='x'.repeat(1e6)",
        "for(;;)history.pushState(1,'','/x')",
        "for(;;)new Worker('x'.repeat(1e6))",
        "for(var i=0;;i++)setTimeout('throw '+i,0)",
    ] {
        let ran = survives(&sandbox, &job(script));
        let size = serde_json::to_vec(&ran).unwrap().len();
        assert!(size < 6 << 20, "{script}: {size} bytes");
        assert_ne!(ran.cut, Some(Cut::Flood), "{script}");
        assert!(
            ran.navigations.len() + ran.opened.len() <= 96 && ran.layers.len() <= 40,
            "{script}"
        );
    }
}

#[test]
fn odd_jobs_do_no_harm() {
    let sandbox = sandbox(1);
    let mut odd = job("alert(document.body === null)");
    Arc::make_mut(&mut odd.elements).iter_mut().for_each(|element| element.parent = Some(999));
    odd.scripts[0].element = Some(12_345);
    odd.url = "not an address".into();
    survives(&sandbox, &odd);
    survives(
        &sandbox,
        &Job { elements: Vec::new().into(), ..job("document.write('x');document.body.x") },
    );
    survives(&sandbox, &Job { scripts: vec![Default::default(); 5_000], ..job("") });
    let mut deep = job("document.querySelectorAll('i i i b')");
    let first = u32::try_from(deep.elements.len()).unwrap();
    let nested = (0..20_000).map(|n| canhcong::sandbox::Element {
        tag: "i".into(),
        parent: Some(if n == 0 { 0 } else { first + n - 1 }),
        ..Default::default()
    });
    deep.elements = deep.elements.iter().cloned().chain(nested).collect();
    survives(&sandbox, &deep);
}

#[test]
fn no_child_is_left_behind() {
    let sandbox = sandbox(2);
    let limits = Limits { wall_ms: 200, cpu_ms: 60_000, ..Default::default() };
    for _ in 0..3 {
        sandbox.run(&Job { limits: limits.clone(), ..job("for(;;);") });
    }
    sandbox.run(&job("1"));
    drop(sandbox);
    // Other tests of this process have children of their own: those are alive, not left behind.
    let zombies: Vec<u32> = walls::children()
        .into_iter()
        .filter(|child| {
            std::fs::read_to_string(format!("/proc/{child}/stat"))
                .is_ok_and(|stat| stat.rsplit_once(')').unwrap().1.starts_with(" Z"))
        })
        .collect();
    assert!(zombies.len() <= 2, "{zombies:?}");
}
