//! Several portals and one culprit, with the real binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    process::{Command, Output, Stdio},
    sync::{Arc, Mutex, mpsc::channel},
};

use program::canhcong;
use serde_json::{Value, json};
use tempfile::TempDir;
use web::{Answer, Web};

/// What a portal shows beside its own content.
#[derive(Clone, Default)]
struct Shows {
    /// Markup at the end of the page.
    markup: String,
    /// A file of code: where it is, and what it says.
    file: Option<(String, String)>,
    /// Nobody gets an answer that could be judged.
    silent: bool,
}

/// Registered portals of one province, each with words of its own.
struct Portals {
    folder: TempDir,
    webs: Vec<Web>,
    shows: Vec<Arc<Mutex<Shows>>>,
}

const NAMES: [&str; 4] = ["xa-an", "xa-binh", "xa-chung", "xa-dong"];

impl Portals {
    fn new(count: usize) -> Self {
        let shows: Vec<Arc<Mutex<Shows>>> = (0..count).map(|_| Arc::default()).collect();
        let webs = shows.iter().zip(NAMES).map(|(shows, name)| serve(name, Arc::clone(shows)));
        let webs: Vec<Web> = webs.collect();
        let folder = TempDir::new().unwrap();
        let portals = webs.iter().zip(NAMES).map(|(web, name)| {
            format!(
                "[[portal]]\nid = \"{name}\"\nname = \"{name}\"\nurl = \"{}\"\n\
                 requests_per_second = 1000\npages = 6\n",
                web.url("/")
            )
        });
        fs::write(folder.path().join("targets.toml"), portals.collect::<String>()).unwrap();
        Self { folder, webs, shows }
    }

    fn planted(count: usize, markup: &str) -> Self {
        let portals = Self::new(count);
        portals.each(|_, shows| shows.markup = markup.to_owned());
        portals
    }

    fn each(&self, change: impl Fn(usize, &mut Shows)) {
        let all = self.shows.iter().enumerate();
        all.for_each(|(nth, shows)| change(nth, &mut shows.lock().unwrap()));
    }

    fn run(&self, arguments: &[&str]) -> Output {
        canhcong(self.folder.path(), arguments)
    }

    fn night(&self) -> Value {
        let output = self.run(&["nightly", "--allow-private", "--format", "json", "-q"]);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// What is on record of a rule: the severity of each incident.
    fn on_record(&self, rule: &str) -> Vec<String> {
        let output = self.run(&["incidents", "list", "--format", "json"]);
        let list: Value = serde_json::from_slice(&output.stdout).unwrap();
        let all = list["incidents"].as_array().unwrap().iter().map(rule_and_severity);
        all.filter(|own| own.0 == rule).map(|own| own.1).collect()
    }
}

fn serve(name: &'static str, shows: Arc<Mutex<Shows>>) -> Web {
    Web::serve(move |request| {
        let Shows { markup, file, silent } = shows.lock().unwrap().clone();
        let path = file.as_ref().map(|(path, _)| path.as_str());
        match request.path.as_str() {
            _ if silent => Answer::status(403),
            "/" => {
                let tag = path.map(|path| format!("<script src={path}></script>"));
                Answer::html(format!(
                    "<title>UBND {name}</title><body><h1>UBND {name}</h1><p>Hội nghị tổng kết năm \
                     của {name}</p><footer><a href=/lien-he>Liên hệ {name}</a>{markup}</footer>{}",
                    tag.unwrap_or_default()
                ))
            }
            "/lien-he" => Answer::html(format!("<title>Liên hệ</title><body><p>{name}</p>")),
            asked if Some(asked) == path => {
                Answer::of("text/javascript", file.map(|(_, text)| text).unwrap_or_default())
            }
            _ => Answer::not_found(),
        }
    })
}

fn rule_and_severity(finding: &Value) -> (String, String) {
    let text = |field: &str| finding[field].as_str().unwrap().to_owned();
    (text("rule"), text("severity"))
}

/// Rule and severity of what each portal has.
fn found(report: &Value) -> Vec<Vec<(String, String)>> {
    let portals = report["portals"].as_array().unwrap().iter();
    portals
        .map(|own| own["findings"].as_array().unwrap().iter().map(rule_and_severity).collect())
        .collect()
}

/// The severities of what each portal has of `spam-link`.
fn links(report: &Value) -> Vec<Vec<String>> {
    let of = |own: Vec<(String, String)>| {
        own.into_iter().filter(|one| one.0 == "spam-link").map(|one| one.1).collect()
    };
    found(report).into_iter().map(of).collect()
}

fn is(rule: &str, severity: &str) -> (String, String) {
    (rule.to_owned(), severity.to_owned())
}

/// A link that says nothing, to a host whose name does: `medium` on one portal.
const LINK: &str = "<a href=https://bet88.example/>Đối tác</a>";

#[test]
fn the_same_plant_on_three_portals_is_graver_and_one_campaign() {
    let alone = Portals::planted(1, LINK).night();
    assert_eq!(found(&alone), [vec![is("spam-link", "medium")]]);
    assert_eq!(alone["campaigns"], json!([]));

    let portals = Portals::planted(3, LINK);
    let report = portals.night();
    assert_eq!(found(&report), vec![vec![is("spam-link", "high")]; 3]);
    let finding = &report["portals"][0]["findings"][0];
    assert!(finding["signals"].as_array().unwrap().contains(&json!("campaign:3")), "{finding}");
    let campaign = &report["campaigns"][0];
    assert_eq!(campaign["name"], "bet88.example");
    assert_eq!(campaign["what"][0], json!({"kind": "host", "value": "bet88.example"}));
    assert_eq!((&campaign["findings"], &campaign["severity"]), (&json!(3), &json!("high")));
    let names: Vec<_> =
        campaign["portals"].as_array().unwrap().iter().map(|own| &own["portal"]).collect();
    assert_eq!(names, NAMES[..3].iter().collect::<Vec<_>>());
    assert_eq!(campaign["portals"][0]["findings"], json!([finding["id"]]));
    assert_eq!(portals.on_record("spam-link"), ["high"; 3]);

    // A look at one of them tells of the others, a look at another portal does not.
    let other = serve("xa-khac", Arc::default());
    for (url, count) in [(portals.webs[0].url("/"), 1), (other.url("/"), 0)] {
        let options = ["--state", "state", "--allow-private", "--rate", "1000", "-q"];
        let arguments = [&["scan", &url, "--format", "json"], &options[..]].concat();
        let look: Value = serde_json::from_slice(&portals.run(&arguments).stdout).unwrap();
        assert_eq!(look["campaigns"].as_array().unwrap().len(), count, "{look:#}");
    }

    // The same night told to people.
    for (format, lang, says) in [
        ("terminal", "en", "3 portals, one culprit: bet88[.]example"),
        ("terminal", "vi", "3 cổng, cùng một thủ phạm: bet88[.]example"),
        ("html", "en", "<b>3 portals, one culprit</b>"),
        ("html", "vi", "<b>3 cổng, cùng một thủ phạm</b>"),
    ] {
        let options = ["nightly", "--allow-private", "-q", "--format", format, "--lang", lang];
        let output = portals.run(&options);
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.contains(says), "{told}");
    }
}

#[test]
fn what_is_looked_at_without_a_memory_is_joined_too() {
    let portals = Portals::planted(2, LINK);
    let urls: Vec<String> = portals.webs.iter().map(|web| web.url("/")).collect();
    let options = ["--allow-private", "--rate", "1000", "--format", "json", "-q"];
    let mut arguments = vec!["scan", &urls[0], &urls[1]];
    arguments.extend(options);
    let report: Value = serde_json::from_slice(&portals.run(&arguments).stdout).unwrap();
    assert_eq!(found(&report), vec![vec![is("spam-link", "high")]; 2]);
    assert_eq!(report["campaigns"][0]["portals_total"], 2);
}

#[test]
fn what_a_supplier_gives_to_every_portal_is_no_night_of_alarms() {
    let sign_in = "<form action=https://dang-nhap.example/><input type=password name=p></form>";
    let report = Portals::planted(4, sign_in).night();
    assert_eq!(found(&report), vec![vec![is("foreign-form", "medium")]; 4]);
    assert_eq!(report["campaigns"][0]["may_be_rolled_out"], true);
    // Code that names a host that nobody knows, and comes to all on one day.
    let code = "<script>window.mau={may:'https://thong-ke.example/',ten:document.title}</script>";
    let night = |count| {
        let portals = Portals::new(count);
        portals.night();
        portals.each(|_, shows| shows.markup = code.to_owned());
        portals.night()
    };
    assert_eq!(found(&night(1)), [vec![is("new-script", "low")]]);
    let report = night(4);
    assert_eq!(found(&report), vec![vec![is("new-script", "medium")]; 4]);
    assert_eq!(report["campaigns"][0]["name"], "thong-ke.example");
    assert_eq!(report["campaigns"][0]["may_be_rolled_out"], true);
    // A service that everybody uses is not even a line.
    let portals = Portals::new(4);
    portals.night();
    let known = "<script src='https://www.googletagmanager.com/gtag/js?id=G-1'></script>";
    portals.each(|_, shows| shows.markup = known.to_owned());
    let report = portals.night();
    assert_eq!(found(&report), vec![vec![is("new-script", "low")]; 4]);
    assert_eq!(report["campaigns"], json!([]));
}

#[test]
fn code_is_known_by_what_it_says_and_a_concealed_text_by_its_words() {
    let portals = Portals::new(3);
    let code = "window.mau = function () { return document.title.length + 7 };";
    let file = |nth: usize, text: String| Some((format!("/thu-muc-{nth}/tep-{nth}.js"), text));
    portals.each(|nth, shows| shows.file = file(nth, code.to_owned()));
    portals.night();
    portals.each(|nth, shows| {
        shows.file = file(nth, format!("{code} for (var i = 0; i < 9; i++) window.mau.so = i;"));
        shows.markup = format!(
            "<div style='position:absolute;left:-9999px'>Nhà cái uy tín nhất, tài xỉu online, \
             nạp rút nhanh, khuyến mãi mỗi ngày cho thành viên mới đăng ký {nth}</div>"
        );
    });
    let report = portals.night();
    let told = |own: &Value| {
        let kinds = own["what"].as_array().unwrap().iter();
        let kinds: Vec<Value> = kinds.map(|own| own["kind"].clone()).collect();
        (kinds, own["portals_total"].clone(), own["may_be_rolled_out"].clone())
    };
    let all: Vec<_> = report["campaigns"].as_array().unwrap().iter().map(told).collect();
    let of = |kind, may_be_rolled_out| (vec![json!(kind)], json!(3), json!(may_be_rolled_out));
    assert_eq!(all, [of("text", false), of("script", true)]);
    for own in found(&report) {
        // Another version on many portals is what suppliers are there for.
        assert!(own.contains(&is("changed-script", "low")), "{own:?}");
    }
}

#[test]
fn a_portal_that_is_looked_at_alone_is_joined_with_what_is_still_open_elsewhere() {
    let portals = Portals::planted(3, LINK);
    portals.each(|nth, shows| shows.silent = nth > 0);
    assert_eq!(links(&portals.night()), [&["medium"][..], &[], &[]]);
    // Then the second, while nobody can look at the first and the third.
    portals.each(|nth, shows| shows.silent = nth != 1);
    let report = portals.night();
    assert_eq!(links(&report)[1], ["high"]);
    assert_eq!(portals.on_record("spam-link"), ["high"; 2]);
    let campaign = &report["campaigns"][0];
    assert_eq!((&campaign["portals_total"], &campaign["findings"]), (&json!(2), &json!(2)));
    // One is repaired: that makes the other no better.
    portals.each(|nth, shows| {
        *shows = Shows { markup: if nth == 0 { "" } else { LINK }.into(), ..Shows::default() };
        shows.silent = nth == 2;
    });
    let report = portals.night();
    assert_eq!(report["portals"][0]["clearing"].as_array().unwrap().len(), 1);
    assert_eq!(links(&report)[1], ["high"]);
    // The whole of it was closed by somebody who looked: then it says nothing of the other.
    let id = report["portals"][0]["clearing"][0]["id"].as_str().unwrap();
    let closed = portals.run(&["incidents", "close", id, "--by", "A", "--reason", "đã hỏi"]);
    assert_eq!(closed.status.code(), Some(0));
    assert_eq!(links(&portals.night())[1], ["medium"]);
}

#[test]
fn a_killed_night_joins_when_it_goes_on_and_names_stay() {
    let portals = Portals::planted(2, LINK);
    let first = portals.night();
    let ids = |report: &Value| -> Vec<Vec<Value>> {
        let portals = report["portals"].as_array().unwrap().iter();
        let id = |own: &Value| {
            let all = own["findings"].as_array().unwrap().iter();
            all.filter(|one| one["rule"] == "spam-link").map(|one| one["id"].clone()).collect()
        };
        portals.map(id).collect()
    };
    // The second portal tells when it is asked for its page, and then never answers.
    let (tell, asked) = channel();
    let tell = Mutex::new(tell);
    let stuck = Web::serve(move |request| {
        if request.path == "/" {
            tell.lock().unwrap().send(()).ok();
            Answer::endless("text/html", "<p>", "<p>".into())
        } else {
            Answer::not_found()
        }
    });
    let registry = portals.folder.path().join("targets.toml");
    let before = fs::read_to_string(&registry).unwrap();
    let (own, other) = (portals.webs[1].host(), stuck.host());
    fs::write(&registry, before.replace(&own, &other)).unwrap();
    let mut killed = Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args(["nightly", "--allow-private", "--portals-at-once", "1", "-q"])
        .current_dir(portals.folder.path())
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    asked.recv().unwrap();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(portals.on_record("spam-link"), ["high"; 2], "nothing is lost");
    fs::write(&registry, before).unwrap();
    let resumed = portals.night();
    assert_eq!(ids(&resumed), ids(&first));
    assert_eq!(links(&resumed), [["high"], ["high"]]);
    assert_eq!(resumed["campaigns"][0]["id"], first["campaigns"][0]["id"]);
    let again = portals.night();
    assert_eq!(found(&again), found(&resumed));
}
