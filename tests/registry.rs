//! The registry as an administrator meets it: what is read, and what is said about mistakes.

#![allow(clippy::unwrap_used, reason = "the functions that tests share are tests too")]

use std::{fs, path::Path};

use canhcong::{
    finding::{Lang, Severity},
    identity::Identity,
    target::{
        Keeping, Registry, Robots, Secret, Sector, Settings, Span, Target, Tls, check, from_csv,
    },
};
use url::Url;

fn parse(text: &str) -> Registry {
    Registry::parse("targets.toml", text.to_owned()).unwrap()
}

/// The mistakes of a text as `line:column message`.
fn mistakes(text: &str) -> Vec<String> {
    let problems = Registry::parse("targets.toml", text.to_owned()).unwrap_err();
    problems
        .mistakes()
        .map(|mistake| {
            let (line, column) = (mistake.line.unwrap(), mistake.column.unwrap());
            format!("{line}:{column} {}", mistake.message)
        })
        .collect()
}

/// The only mistake of a text, with its help.
fn mistake(text: &str) -> (String, Option<String>) {
    let problems = Registry::parse("targets.toml", text.to_owned()).unwrap_err();
    let all: Vec<_> = problems.mistakes().collect();
    assert_eq!(all.len(), 1, "{problems}");
    (all[0].message.to_owned(), all[0].help.map(str::to_owned))
}

/// The only mistake that one more line makes in a portal that is right otherwise.
fn mistake_in_portal(line: &str) -> String {
    let (message, help) = mistake(&format!("{PORTAL}{line}\n"));
    help.map_or(message.clone(), |help| format!("{message} ({help})"))
}

const PORTAL: &str = "[[portal]]\nid = \"a\"\nname = \"Cổng A\"\nurl = \"https://a.example/\"\n";

#[test]
fn everything_that_can_be_said_of_a_portal_is_read() {
    let registry = parse(
        r#"
        [user_agents]
        contact = "https://doi.example/may-quet"
        phone = "Phone ({contact})"
        [[contact]]
        id = "pa05"
        role = "cyber-unit"
        name = "PA05"
        phone = "0215 3 123 456"
        verified_on = 2026-11-01
        [[portal]]
        id = "xo-so"
        name = "Xổ số kiến thiết"
        agency = "Công ty"
        province = "Điện Biên"
        sector = "lottery"
        url = "https://xoso.example/trang-chu#top"
        start_pages = ["/ket-qua", "https://www.xoso.example/lich"]
        vouches_for = ["*.Doi-Tac.example", "minhngoc.example", "báo.example"]
        notify = ["pa05"]
        pages = 200
        requests_per_second = 2
        robots = "ignore"
        enabled = false
        "#,
    );
    let target = &registry.targets[0];
    assert_eq!(target.sector, Some(Sector::Lottery));
    assert_eq!(target.url.as_str(), "https://xoso.example/trang-chu");
    let pages: Vec<_> = target.start_pages.iter().map(Url::as_str).collect();
    assert_eq!(pages, ["https://xoso.example/ket-qua", "https://www.xoso.example/lich"]);
    assert_eq!(target.vouched, ["*.doi-tac.example", "minhngoc.example", "xn--bo-mia.example"]);
    assert!(target.vouches_for("cdn.doi-tac.example"));
    assert_eq!((target.pages, target.requests_per_second), (200, Some(2.0)));
    assert_eq!((target.robots, target.enabled), (Robots::Ignore, false));
    assert!(target.registered);
    assert_eq!(registry.contact(&target.notify[0]).unwrap().name, "PA05");
    let agents = &registry.user_agents;
    assert_eq!(agents.text(Identity::Phone), "Phone (https://doi.example/may-quet)");
    assert!(agents.text(Identity::Citizen).ends_with("(+https://doi.example/may-quet)"));
}

#[test]
fn how_evidence_is_kept_is_read_and_nobody_keeps_it_for_less_than_a_week() {
    let kept = |text: &str| parse(&format!("{text}{PORTAL}")).evidence;
    assert_eq!(kept(""), Keeping::default());
    assert!(kept("").keep_days >= 365, "what Decree 53/2022 asks for");
    let own = kept("[evidence]\nkeep_days = 730\nmax_gib = 5\nscreenshot = true\n");
    assert_eq!(own, Keeping { keep_days: 730, max_gib: 5, screenshot: true });
    for (line, told) in
        [("keep_days = 6", "keep_days"), ("max_gib = 0", "max_gib"), ("keep_for = 1", "keep_for")]
    {
        let (message, _) = mistake(&format!("[evidence]\n{line}\n{PORTAL}"));
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn the_report_form_is_configuration_and_unverified_until_somebody_says_so() {
    let shipped = parse(PORTAL).report_form;
    assert_eq!((shipped.deadline_days, shipped.verified_on), (5, None));
    assert!(shipped.name.contains("20/2017/TT-BTTTT"));
    let text = "[report_form]\nname = \"Nghị định mẫu\"\nversion = \"2026\"\n\
                deadline_days = 1\nverified_on = 2026-11-01\n";
    let own = parse(&format!("{text}{PORTAL}")).report_form;
    assert_eq!((own.name.as_str(), own.version.as_str()), ("Nghị định mẫu", "2026"));
    assert_eq!((own.deadline_days, own.verified_on), (1, "2026-11-01".parse().ok()));
    let text = "[report_form]\ndeadline_days = 0\nverfied_on = 2026-11-01\n";
    assert_eq!(
        mistakes(&format!("{text}{PORTAL}")),
        [
            "2:17 `deadline_days` must be a whole number from 1 to 365; found `0`",
            "3:1 unknown key `verfied_on`"
        ]
    );
}

#[test]
fn a_portal_needs_three_lines() {
    let registry = parse(PORTAL);
    let target = &registry.targets[0];
    assert_eq!(target.pages, Target::PAGES);
    assert_eq!(target.requests_per_second, None);
    assert_eq!(target.robots, Robots::Respect);
    assert!(target.enabled);
}

#[test]
fn an_address_finds_its_registration() {
    let registry = parse(
        r#"
        [[portal]]
        id = "a"
        name = "A"
        url = "https://www.a.example/"
        [[portal]]
        id = "first"
        name = "First"
        url = "http://127.0.0.1:8001/"
        [[portal]]
        id = "second"
        name = "Second"
        url = "http://127.0.0.1:8002/"
        "#,
    );
    let id = |url: &str| registry.for_url(&Url::parse(url).unwrap()).map(|target| &*target.id);
    assert_eq!(id("http://a.example/tin-tuc?trang=2"), Some("a"));
    assert_eq!(id("https://a.example:8443/"), Some("a"));
    assert_eq!(id("http://127.0.0.1:8002/x"), Some("second"));
    assert_eq!(id("http://127.0.0.1:8003/"), None);
    assert_eq!(id("https://b.a.example/"), None);
    assert_eq!(id("https://a.example.nhacai.example/"), None);
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = r#"
[[portal]]
id = "Điện Biên"
name = ""
url = "ftp://a.example/"
sector = "lotery"
pages = 0

[[portal]]
nmae = "B"
id = "b"
url = "https://b.example/"
"#;
    assert_eq!(
        mistakes(text),
        [
            "3:6 `Điện Biên` must be 1 to 64 characters of a-z, 0-9 and `-`",
            "4:8 `name` must not be empty",
            "5:7 `ftp://a.example/` must begin with http:// or https://",
            "6:10 `sector` must be one of government, lottery, police, justice, health, education, \
             culture, press, finance, other; found `lotery`",
            "7:9 `pages` must be a whole number from 1 to 10000; found `0`",
            "9:1 `name` is missing",
            "10:1 unknown key `nmae`",
        ]
    );
}

#[test]
fn a_mistake_is_shown_with_its_line_and_what_was_expected() {
    let text = "[[portal]]\nid = \"so-tu-phap\"\nname = \"Sở Tư pháp\"\n\
                url = \"https://sotuphap.example/\"\nsector = \"justise\"\n";
    let problems = Registry::parse("targets.toml", text.to_owned()).unwrap_err();
    insta::assert_snapshot!(problems.render(false), @r#"
  × `sector` must be one of government, lottery, police, justice, health, education, culture,
  │ press, finance, other; found `justise`
   ╭─[targets.toml:5:10]
 4 │ url = "https://sotuphap.example/"
 5 │ sector = "justise"
   ·          ────┬────
   ·              ╰── not one of them
   ╰────
  help: did you mean `justice`?

1 mistake in targets.toml
"#);
}

#[test]
fn what_is_said_twice_is_shown_in_both_places() {
    let text = "[[portal]]\nid = \"a\"\nname = \"A\"\nurl = \"https://a.example/\"\n\n\n\n\
                [[portal]]\nid = \"a\"\nname = \"Á\"\nurl = \"http://www.a.example/khac\"\n";
    let problems = Registry::parse("targets.toml", text.to_owned()).unwrap_err();
    insta::assert_snapshot!(problems.render(false), @r#"
  × portal id `a` is used twice
   ╭─[targets.toml:2:6]
 1 │ [[portal]]
 2 │ id = "a"
   ·      ─┬─
   ·       ╰── first here
 3 │ name = "A"
   ╰────
    ╭─[targets.toml:9:6]
  8 │ [[portal]]
  9 │ id = "a"
    ·      ─┬─
    ·       ╰── again
 10 │ name = "Á"
    ╰────

  × `www.a.example` is registered twice
   ╭─[targets.toml:4:7]
 3 │ name = "A"
 4 │ url = "https://a.example/"
   ·       ──────────┬─────────
   ·                 ╰── first here
 5 │ 
   ╰────
    ╭─[targets.toml:11:7]
 10 │ name = "Á"
 11 │ url = "http://www.a.example/khac"
    ·       ─────────────┬─────────────
    ·                    ╰── again
    ╰────
  help: one host is one portal: further sections of it go into `start_pages`

2 mistakes in targets.toml
"#);
}

#[test]
fn columns_are_counted_in_characters() {
    let text = "[[portal]]\nid = \"a\"\nname = \"A\"\nurl = \"https://a.example/\"\n\
                vouches_for = [\"điện.example\", \"https://biên.example/\"]\n";
    let problems = Registry::parse("targets.toml", text.to_owned()).unwrap_err();
    insta::assert_snapshot!(problems.render(false), @r#"
  × `https://biên.example/` must be a host such as `hoc.example`, not an address
   ╭─[targets.toml:5:32]
 4 │ url = "https://a.example/"
 5 │ vouches_for = ["điện.example", "https://biên.example/"]
   ·                                ───────────────────────
   ╰────

1 mistake in targets.toml
"#);
}

#[test]
fn a_syntax_mistake_has_a_place_and_does_not_hide_mistakes_elsewhere() {
    let text = "[[portal]]\nid = \"a\"\nname = \"A\nurl = \"https://a.example/\"\n\n\
                [[portal]]\nid = \"b\"\nname = \"B\"\nurl = \"https://b.example/\"\npages = 99999\n";
    let problems = Registry::parse("targets.toml", text.to_owned()).unwrap_err();
    insta::assert_snapshot!(problems.render(false), @r#"
  × not TOML: invalid basic string, expected `"`
   ╭─[targets.toml:3:10]
 2 │ id = "a"
 3 │ name = "A
   ·          ▲
 4 │ url = "https://a.example/"
   ╰────

  × `pages` must be a whole number from 1 to 10000; found `99999`
    ╭─[targets.toml:10:9]
  9 │ url = "https://b.example/"
 10 │ pages = 99999
    ·         ─────
    ╰────

2 mistakes in targets.toml
"#);
}

#[test]
fn each_key_says_what_it_wants() {
    let told = [
        "pages = \"many\"",
        "pages = 10001",
        "requests_per_second = 0",
        "requests_per_second = nan",
        "robots = \"ignored\"",
        "enabled = \"yes\"",
        "start_pages = [\"https://b.example/\"]",
        "start_pages = [\"//b.example/\"]",
        "start_pages = \"/tin-tuc\"",
        "vouches_for = [\"*.vn\"]",
        "vouches_for = [\"*.gov.vn\"]",
        "vouches_for = [\"*.blogspot.com\"]",
        "vouches_for = [\"a.*.example\"]",
        "vouches_for = [\"b.example:8080\"]",
        "vouches_for = [7]",
        "notify = [\"pa05\"]",
        "agency = \"a\\nb\"",
        "Sector = \"police\"",
        "x = 1",
    ]
    .map(|line| format!("{line}\n  {}", mistake_in_portal(line)));
    insta::assert_snapshot!(told.join("\n"), @r#"
pages = "many"
  `pages` must be a whole number from 1 to 10000; found the text `many`
pages = 10001
  `pages` must be a whole number from 1 to 10000; found `10001`
requests_per_second = 0
  `requests_per_second` must be a number from 0.01 to 1000; found `0`
requests_per_second = nan
  `requests_per_second` must be a number from 0.01 to 1000; found `nan`
robots = "ignored"
  `robots` must be one of respect, ignore; found `ignored` (did you mean `ignore`?)
enabled = "yes"
  `enabled` must be true or false; found the text `yes`
start_pages = ["https://b.example/"]
  start page on `b.example` is not on the portal's host `a.example` (register another host as a portal of its own)
start_pages = ["//b.example/"]
  `//b.example/` must be a whole address such as `https://portal.example/`
start_pages = "/tin-tuc"
  `start_pages` must be a list of texts such as ["a", "b"]; found the text `/tin-tuc`
vouches_for = ["*.vn"]
  `*.vn` is too wide: anybody can get a name below `vn`; name the hosts one by one
vouches_for = ["*.gov.vn"]
  `*.gov.vn` needs no vouching here: `gov.vn` is vouched for on every portal
vouches_for = ["*.blogspot.com"]
  `*.blogspot.com` is too wide: anybody can get a name below `blogspot.com`; name the hosts one by one
vouches_for = ["a.*.example"]
  `a.*.example` may have `*.` at its beginning only
vouches_for = ["b.example:8080"]
  `b.example:8080` must be a host such as `hoc.example`, not an address
vouches_for = [7]
  `vouches_for` must be a text in quotation marks; found `7`
notify = ["pa05"]
  `notify` names an unknown contact `pa05` (contacts are declared with [[contact]] and an `id`)
agency = "a\nb"
  `agency` must be one line of text, without control characters
Sector = "police"
  unknown key `Sector` (did you mean `sector`?)
x = 1
  unknown key `x` (known here: id, name, url, agency, province, sector, start_pages, vouches_for, notify, pages, requests_per_second, robots, enabled)
"#);
}

#[test]
fn addresses_that_are_none_are_refused() {
    let told = ["a.example", "https://", "javascript:alert(1)", "https://an:secret@a.example/"]
        .map(|url| mistake(&format!("[[portal]]\nid = \"a\"\nname = \"A\"\nurl = \"{url}\"\n")).0);
    insta::assert_snapshot!(told.join("\n"), @r#"
`a.example` must be a whole address such as `https://portal.example/`
`https://` is no address: empty host
`javascript:alert(1)` must begin with http:// or https://
`https://an:secret@a.example/` must not carry a user name or password
"#);
}

#[test]
fn contacts_are_checked_too() {
    let text = r#"
[user_agents]
contact = "Điện Biên"
citizen = "Mozilla/5.0"
tablet = "x"
[[contact]]
id = "pa05"
role = "police"
name = "PA05"
email = "nobody"
[[contact]]
id = "pa05"
role = "owner"
name = "Again"
verified_on = "hôm qua"
[[portal]]
id = "a"
name = "A"
url = "https://a.example/"
notify = ["pa-05"]
"#;
    insta::assert_snapshot!(mistakes(text).join("\n"), @r#"
3:11 `Điện Biên` must be at most 500 plain ASCII characters: it goes into a header
4:11 `Mozilla/5.0` must hold `{contact}`: administrators want to know who looks
5:1 unknown key `tablet`
8:8 `role` must be one of owner, cyber-unit, national; found `police`
10:9 `nobody` must be a mail address such as `pa05@congan.example`
11:1 this contact can not be reached
12:6 contact id `pa05` is used twice
15:15 `verified_on` must be a date such as 2026-11-01; found the text `hôm qua`
20:11 `notify` names an unknown contact `pa-05`
"#);
}

#[test]
fn files_that_can_not_be_read_say_why() {
    let dir = tempfile::tempdir().unwrap();
    let said = |name: &str| {
        let problems = Registry::load(&dir.path().join(name)).unwrap_err();
        problems.render(false).replace(&dir.path().display().to_string(), "DIR")
    };
    fs::write(dir.path().join("latin"), b"# ok\nname = \"\xd0i\xean\"\n").unwrap();
    fs::write(dir.path().join("large"), vec![b'#'; (16 << 20) + 1]).unwrap();
    fs::create_dir(dir.path().join("folder")).unwrap();
    assert!(said("missing.toml").contains("DIR/missing.toml does not exist"));
    assert!(said("latin").contains("DIR/latin is not UTF-8: line 2"));
    assert!(said("large").contains("DIR/large is larger than 16 MiB"));
    assert!(said("folder").contains("DIR/folder is a folder, not a file"));
}

#[test]
fn a_file_that_is_no_registry_at_all_is_refused_quickly_and_briefly() {
    let begun = std::time::Instant::now();
    for text in [
        format!("x = {}", "[".repeat(200_000)),
        format!("x = {}", "{a=".repeat(200_000)),
        format!("[{}b]", "a.".repeat(200_000)),
        "{\"portals\":[{\"id\":1}]},".repeat(20_000),
        "<p>không phải TOML</p>\n".repeat(20_000),
        format!("x = \"{}\"", "y".repeat(1 << 20)),
    ] {
        let shown = Registry::parse("targets.toml", text).unwrap_err().render(false);
        assert!(shown.len() < 1 << 20, "{} bytes", shown.len());
    }
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn the_shipped_registry_is_right_and_touches_nobody() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("targets.toml");
    let registry = check(&path, false).unwrap();
    assert_eq!(registry.targets.iter().filter(|target| !target.enabled).count(), 11);
    for target in registry.enabled() {
        let host = target.url.host_str().unwrap();
        assert!(host.ends_with(".example"), "{host} may be somebody's");
    }
    for target in &registry.targets {
        let host = target.url.host_str().unwrap();
        assert!(host.ends_with(".example") || host.ends_with(".dienbien.gov.vn"), "{host}");
    }
}

#[test]
fn a_list_from_a_spreadsheet_becomes_a_registry() {
    let list = "\u{feff}id;name;url\r\n\
                ;Sở Tư pháp – Điện Biên;sotuphap.example\r\n\
                ;\"Đảng ủy; khối \"\"cơ quan\"\"\";HTTPS://danguy.example/home\r\n\
                \r\n\
                thu-vien;Thư viện tỉnh;http://thuvien.example:8080\r\n";
    let registry = parse(&from_csv(list).unwrap());
    let read: Vec<_> =
        registry.targets.iter().map(|t| (&*t.id, &*t.name, t.url.as_str())).collect();
    assert_eq!(
        read,
        [
            ("so-tu-phap-dien-bien", "Sở Tư pháp – Điện Biên", "https://sotuphap.example/"),
            ("dang-uy-khoi-co-quan", "Đảng ủy; khối \"cơ quan\"", "https://danguy.example/home"),
            ("thu-vien", "Thư viện tỉnh", "http://thuvien.example:8080/"),
        ]
    );
}

#[test]
fn names_that_give_the_same_id_are_numbered() {
    let list = "name,url\nTrường THCS,a.example\ntrường thcs,b.example\n!!!,c.example\n";
    let registry = parse(&from_csv(list).unwrap());
    let ids: Vec<_> = registry.targets.iter().map(|target| &*target.id).collect();
    assert_eq!(ids, ["truong-thcs", "truong-thcs-2", "portal"]);
}

#[test]
fn every_line_of_a_list_that_can_not_be_used_is_named() {
    let list = "a,Cổng A,a.example\n\
                b,Cổng B\n\
                C D,Cổng C,c.example\n\
                a,Cổng D,d.example\n\
                e,Cổng E,https://www.a.example/khac\n\
                f,Cổng F,ftp://f.example\n";
    let problems = from_csv(list).unwrap_err();
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
line 2: expected id, name, url; found 2 column(s): b | Cổng B
line 3: id `C D` must be 1 to 64 characters of a-z, 0-9 and `-`
line 4: id `a` is used in line 1 already
line 5: `a.example` stands in line 1 already
line 6: `ftp://f.example` must begin with http:// or https://
"#);
    assert_eq!(
        from_csv("").unwrap_err()[0].to_string(),
        "line 1: no portal found; expected lines of id,name,url"
    );
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange_to_be_told_so(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "[[portal]]\n", "[[contact]]", "[user_agents]\r\n", "id", "url", "pages", "notify",
                " = ", "\"", "'", "\"\"\"", "[", "]", "{", "}", ",", "\n", "\r", "\t", "#", "=",
                "\"a\"", "\"https://a.example/\"", "1e999", "0x_", "2026-13-01", "\u{feff}", "\0",
                "điện", "e\u{301}", "🇻🇳", "\u{202e}", ";", "\\u12", "-inf",
            ]),
            0..40,
        )
    ) {
        let text = pieces.concat();
        let _ = from_csv(&text);
        if let Err(problems) = Registry::parse("targets.toml", text) {
            proptest::prop_assert!(problems.mistakes().count() > 0);
            proptest::prop_assert!(problems.render(true).contains("targets.toml"));
        }
    }
}

// -- Heightened watch

const WATCH: &str = "[[watch]]\nid = \"w\"\nname = \"Đợt\"\nevery_minutes = 30\n";

/// The only mistake that some lines make in a period that is right otherwise, and its line.
fn mistake_in_watch(lines: &str) -> String {
    let all = mistakes(&format!("{PORTAL}province = \"Điện Biên\"\n{WATCH}{lines}\n"));
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

#[test]
fn periods_of_heightened_watch_are_read() {
    let registry = parse(&format!(
        "[nightly]\nat = \"23:05\"\n{PORTAL}sector = \"press\"\nprovince = \"Điện Biên\"\n\
         {WATCH}from = \"tet-7\"\nto = \"tet\"\n\
         [[watch]]\nid = \"le\"\nname = \"Lễ\"\nfrom = \"12-30\"\nto = \"01-02\"\nevery_minutes = 5\n\
         provinces = [\"Điện Biên\"]\nsectors = [\"press\", \"police\"]\n\
         [[watch]]\nid = \"bau-cu\"\nname = \"Bầu cử\"\nfrom = 2026-03-10\nto = \"2026-03-20\"\n\
         every_minutes = 1440\nportals = [\"a\"]\n"
    ));
    let spans: Vec<Span> = registry.watch.iter().map(|period| period.span).collect();
    let dated = Span::Dated("2026-03-10".parse().unwrap(), "2026-03-20".parse().unwrap());
    assert_eq!(spans, [Span::Tet(-7, 0), Span::Yearly((12, 30), (1, 2)), dated]);
    assert!(registry.watch.iter().all(|period| period.scope.has(&registry.targets[0])));
    let other = Target { sector: None, id: "b".to_owned(), ..registry.targets[0].clone() };
    let has: Vec<bool> = registry.watch.iter().map(|period| period.scope.has(&other)).collect();
    assert_eq!(has, [true, false, false]);
    assert_eq!(registry.nightly_at.unwrap().to_string(), "23:05:00");
}

#[test]
fn mistakes_in_periods_have_their_line_and_what_is_expected() {
    let table = [
        ("from = \"04-31\"\nto = \"05-02\"", "10:8 `04-31` must be a day"),
        ("from = \"4-29\"\nto = \"05-02\"", "10:8 `4-29` must be a day"),
        ("from = \"lunar 12-23\"\nto = \"tet\"", "10:8 `lunar 12-23` must be a day"),
        ("from = \"tet-99\"\nto = \"tet\"", "10:8 `tet-99` must be a day"),
        ("from = \"tet\"", "6:1 `to` is missing"),
        ("from = \"tet\"\nto = \"01-02\"", "11:6 `from` and `to` are not written in the same way"),
        ("from = \"tet+1\"\nto = \"tet-1\"", "11:6 the period ends before it begins"),
        ("from = 2026-03-10\nto = 2026-03-09", "11:6 the period ends before it begins"),
        ("from = 2026\nto = \"tet\"", "10:8 `from` must be a text"),
        ("from = \"tet\"\nto = \"tet\"\nportals = [\"b\"]", "12:12 no portal fits `b`"),
        (
            "from = \"tet\"\nto = \"tet\"\nprovinces = [\"Dien Bien\"]",
            "12:14 no portal fits `Dien Bien`",
        ),
        ("from = \"tet\"\nto = \"tet\"\nsectors = [\"x\"]", "12:12 `x` must be one of government"),
        (
            "from = \"tet\"\nto = \"tet\"\nportals = [\"a\"]\nsectors = [\"press\"]",
            "12:12 `portals` names the portals one by one",
        ),
    ];
    for (lines, expected) in table {
        let found = mistake_in_watch(lines);
        assert!(found.starts_with(expected), "{lines}: {found}");
    }
    let twice = format!(
        "{PORTAL}{WATCH}from = \"tet\"\nto = \"tet\"\n{WATCH}from = \"tet\"\nto = \"tet\"\n"
    );
    assert_eq!(mistakes(&twice), ["12:6 watch id `w` is used twice"]);
    let rare = format!("{PORTAL}{}from = \"tet\"\nto = \"tet\"\n", WATCH.replace("30", "4"));
    assert!(
        mistakes(&rare)[0]
            .starts_with("8:17 `every_minutes` must be a whole number from 5 to 1440")
    );
    assert!(mistakes("[nightly]\nat = \"24:00\"\n")[0].starts_with("2:6 `24:00` must be an hour"));
}

/// The examples that are commented out, with the "#" taken away.
#[test]
fn the_periods_of_the_shipped_registry_can_be_used() {
    let mut is_example = false;
    let lines = include_str!("../targets.toml").lines().map(|line| {
        is_example = match line {
            "# [[watch]]" | "# [nightly]" => true,
            _ => is_example && !line.is_empty(),
        };
        line.strip_prefix("# ").filter(|_| is_example).unwrap_or(line)
    });
    let registry = parse(&lines.collect::<Vec<_>>().join("\n"));
    assert_eq!(registry.watch.len(), 4);
    assert!(registry.nightly_at.is_some());
}

const MAIL: &str = "[[channel]]\nid = \"thu\"\nkind = \"email\"\nserver = \"mail.example\"\nfrom = \"a@b.example\"\n";
const PERSON: &str =
    "[[contact]]\nid = \"x\"\nrole = \"owner\"\nname = \"X\"\nemail = \"x@b.example\"\n";

#[test]
fn channels_and_what_contacts_say_of_them_are_read() {
    let registry = Registry::parse(
        "/etc/canhcong/targets.toml",
        format!(
            "notify = [\"pa05\"]\nduty = \"Trong 05 ngày\"\n{MAIL}user = \"u\"\npassword_file = \"bí mật\"\n{}",
            r#"
            [[channel]]
            id = "cau"
            kind = "webhook"
            url = "https://cau.example/x"
            secret_env = "KEY"
            [[channel]]
            id = "siem"
            kind = "syslog"
            server = "2001:db8::1"
            transport = "tls"
            ca_file = "/ca.pem"
            [[channel]]
            id = "thu-muc"
            kind = "drop-folder"
            folder = "ra"
            [[contact]]
            id = "pa05"
            role = "cyber-unit"
            name = "PA05"
            email = "a@b.example"
            [[contact]]
            id = "chu"
            role = "owner"
            name = "Chủ"
            channels = ["siem", "cau", "siem"]
            lang = "en"
            floor = "critical"
            quiet_hours = "22:00-06:00"
            digest_at = "8:15"
            most_per_hour = 3
            "#
        ),
    )
    .unwrap();
    let Settings::Email(mail) = &registry.channel("thu").unwrap().settings else { panic!() };
    assert_eq!((mail.port, mail.tls), (587, Tls::Starttls));
    assert_eq!(mail.password, Some(Secret::File("/etc/canhcong/bí mật".into())));
    let Settings::Syslog(siem) = &registry.channel("siem").unwrap().settings else { panic!() };
    assert_eq!((siem.server.as_str(), siem.port), ("2001:db8::1", 6514));
    assert_eq!(siem.ca_file.as_deref(), Some(Path::new("/ca.pem")));
    let Settings::DropFolder(out) = &registry.channel("thu-muc").unwrap().settings else {
        panic!()
    };
    assert_eq!(out.folder, Path::new("/etc/canhcong/ra"));

    let [unit, owner] = &registry.contacts[..] else { panic!() };
    assert_eq!(unit.channels, ["thu"], "the only channel for mail");
    assert_eq!((unit.floor, unit.lang), (Severity::Medium, Lang::Vi));
    assert_eq!(unit.digest_at.unwrap().to_string(), "07:00:00");
    assert_eq!(owner.channels, ["siem", "cau"]);
    assert_eq!((owner.floor, owner.lang, owner.most_per_hour), (Severity::Critical, Lang::En, 3));
    assert_eq!(owner.digest_at.unwrap().to_string(), "08:15:00");
    assert_eq!(
        (registry.notify.as_slice(), registry.duty.as_deref()),
        (&["pa05".to_owned()][..], Some("Trong 05 ngày"))
    );
}

#[test]
fn mistakes_in_channels_are_told_with_their_place() {
    for (text, expected) in [
        (format!("{MAIL}password = \"abc\"\n"), "1:1 `password` must not stand in this file"),
        (format!("{MAIL}tls = \"none\"\n"), "6:7 without TLS everybody on the way can read and change what is told"),
        (format!("{MAIL}user = \"u\"\n"), "6:8 `user` and `password_file` (or `password_env`) belong together"),
        (format!("{MAIL}sever = \"x\"\n"), "6:1 unknown key `sever`"),
        (MAIL.replace("mail.example", "mail.example:25"), "4:10 `mail.example:25` must be a name without a port; the port goes into `port`"),
        (MAIL.replace("email", "mail"), "3:8 `kind` must be one of email, webhook, syslog, drop-folder; found `mail`"),
        (MAIL.replace("a@b.example", "a@b.example>,<c@d.example"), "5:8 `a@b.example>,<c@d.example` must be a mail address such as `pa05@congan.example`"),
        (format!("{MAIL}{MAIL}"), "7:6 channel id `thu` is used twice"),
        ("[[channel]]\nid = \"w\"\nkind = \"webhook\"\nurl = \"http://cau.example/\"\nsecret_file = \"k\"\n".into(), "4:7 without TLS everybody on the way can read what is told"),
        ("[[channel]]\nid = \"w\"\nkind = \"webhook\"\nurl = \"https://cau.example/\"\n".into(), "1:1 `secret_file` is missing"),
        (format!("{MAIL}{PERSON}channels = [\"tu\"]\n"), "11:13 `channels` names an unknown channel `tu`"),
        (format!("{PERSON}quiet_hours = \"22-6\"\n"), "6:15 `22-6` must be two different times such as `22:00-06:00`, in Việt Nam time"),
        (format!("{PERSON}floor = \"hihg\"\n"), "6:9 `floor` must be one of critical, high, medium, low, info; found `hihg`"),
        (format!("notify = [\"y\"]\n{PERSON}"), "1:11 `notify` names an unknown contact `y`"),
        (format!("{MAIL}{}{PERSON}", MAIL.replace("thu", "hai")), "11:1 over which channel is this contact told?"),
        (format!("{MAIL}[[contact]]\nid = \"x\"\nrole = \"owner\"\nname = \"X\"\nphone = \"1\"\nchannels = [\"thu\"]\n"), "11:13 `x` has no `email`"),
    ] {
        assert_eq!(mistakes(&text), [expected], "{text}");
    }
    // What a secret is must not end up in a log.
    let text = format!("{MAIL}password = \"bí-mật\"\n");
    let problems = Registry::parse("targets.toml", text).unwrap_err();
    assert!(!problems.render(false).contains("bí-mật"), "{problems}");
}
