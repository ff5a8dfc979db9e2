//! Pages and sitemaps made to exhaust a scanner: the real binary looks at them on a real socket,
//! in bounded memory, and must end in time with a report that still shows the planted link.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod web;

use std::{
    process::Command,
    time::{Duration, Instant},
};

use serde_json::Value;
use web::{Answer, Web};

/// Address space of the scanner, in KiB. Far above what an ordinary page needs (stacks and
/// allocator reserves count too), far below what any of these pages would take unbounded.
const MEMORY: u64 = 4 << 20;

/// A scan of one hostile page looks at it four times and at a dozen small answers.
const TIME: Duration = Duration::from_secs(60);

const PLANT: &str = "<div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>";

/// Scans a site within the bounds and returns the portal's part of the report.
fn scan(web: &Web) -> Value {
    let begin = Instant::now();
    let command = format!(
        "ulimit -v {MEMORY}; exec {} scan {} --allow-private --rate 1000 --pages 8 --format json \
         --lang en -q",
        env!("CARGO_BIN_EXE_canhcong"),
        web.url("/"),
    );
    let output = Command::new("sh").args(["-c", &command]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(begin.elapsed() < TIME, "took {:?}: {errors}", begin.elapsed());
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}; exit {:?}: {errors}", output.status.code()));
    report["portals"][0].clone()
}

/// Scans a home page and asserts that the planted link was found on it.
fn finds_the_plant(home: impl Into<Vec<u8>>) -> Value {
    let home = home.into();
    let web = Web::serve(move |request| match request.path.as_str() {
        "/" => Answer::html(home.clone()),
        _ => Answer::not_found(),
    });
    let portal = scan(&web);
    let findings = portal["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|finding| finding["rule"] == "hidden-link"),
        "the planted link was not found: {portal:#}"
    );
    portal
}

fn has_note(portal: &Value, words: &str) -> bool {
    let notes = portal["coverage"]["notes"].as_array().unwrap();
    notes.iter().any(|note| note.as_str().unwrap().contains(words))
}

#[test]
fn nested_tags() {
    let portal = finds_the_plant(format!("<body>{PLANT}{}", "<div>".repeat(200_000)));
    assert!(has_note(&portal, "nested too deeply"), "{portal:#}");
    finds_the_plant(format!("<body>{PLANT}{}", "<b><font><i>".repeat(60_000)));
    finds_the_plant(format!("<body>{PLANT}{}", "<table><tr><td>".repeat(60_000)));
}

#[test]
fn attributes() {
    let attributes: String = (0..400_000).map(|n| format!(" a{n}=1")).collect();
    finds_the_plant(format!("<body>{PLANT}<p{attributes}>x</p>"));
}

#[test]
fn links() {
    let links: String = (0..100_000).map(|n| format!("<a href=/{n}>tin {n}</a>")).collect();
    let portal = finds_the_plant(format!("<body>{PLANT}{links}"));
    assert!(portal["coverage"]["fetched"].as_u64().unwrap() <= 8);
}

#[test]
fn style_rules() {
    let rules: String = (0..60_000)
        .map(|n| format!(".c{n} div:not(.d{n}) > p~a{{display:none;left:-{n}px}}"))
        .collect();
    let elements = "<div class=c1><p><a href=/>x</a></p></div>".repeat(5_000);
    finds_the_plant(format!("<head><style>{rules}</style></head><body>{PLANT}{elements}"));
}

#[test]
fn zero_bytes_and_one_endless_word() {
    finds_the_plant(format!("<body>{}{PLANT}", "\0".repeat(100_000)));
    finds_the_plant(format!("<body>{PLANT}{}", "a".repeat(3_900_000)));
}

#[test]
fn a_page_larger_than_is_read() {
    let portal = finds_the_plant(format!("<body>{PLANT}{}", "<p>tin tức</p>".repeat(7_000_000)));
    assert!(has_note(&portal, "larger than is read"), "{portal:#}");
}

#[test]
fn hidden_blocks_without_end() {
    let block = "<div style=display:none><a href=https://h.example/>x</a></div>".repeat(40_000);
    finds_the_plant(format!("<body>{PLANT}{block}"));
}

#[test]
fn planted_blocks_without_end_are_one_finding() {
    let block = |n| {
        format!("<div style=display:none><a href=https://h{n}.example/>nhà cái uy tín</a></div>")
    };
    let blocks: String = (0..20_000).map(block).collect();
    let portal = finds_the_plant(format!("<body>{PLANT}{blocks}"));
    let findings = portal["findings"].as_array().unwrap();
    // The plant that was moved off the screen, and all that are not displayed.
    assert_eq!(findings.len(), 2, "{portal:#}");
    assert!(findings.iter().any(|finding| {
        finding["signals"].as_array().unwrap().iter().any(|signal| signal == "volume:19999")
    }));
}

#[test]
fn links_to_differing_hosts() {
    let links: String = (0..120_000)
        .map(|n| format!("<a href=//h{n}.example/tai-xiu-online>nhà cái</a>"))
        .collect();
    finds_the_plant(format!("<body>{PLANT}{links}"));
    let hidden = format!("<div style=left:-9999px;position:fixed>{links}</div>");
    finds_the_plant(format!("<body>{PLANT}{hidden}"));
}

#[test]
fn rules_inside_rules_and_properties_made_of_properties() {
    let nested = format!("{}{}", "a,b,c,d{& i,& u{x:y;".repeat(20_000), "}".repeat(40_000));
    let flat = format!(
        "{}{{{}}}",
        vec![".a"; 2_000].join(","),
        ".b,.c,.d,.e,.f,.g{display:none}".repeat(4_000)
    );
    let variables: String = (0..40_000)
        .map(|n| format!(":root{{--v{n}:var(--v{})}}.c{n}{{left:var(--v{n},-9px)}}", n + 1))
        .collect();
    let inline = "<p style='--a:var(--a);left:var(--a,var(--v1));display:var(--b,none)'>x</p>";
    finds_the_plant(format!(
        "<style>{nested}</style><style>{flat}</style><style>{variables}</style><body>{PLANT}{}",
        inline.repeat(10_000)
    ));
}

#[test]
fn scripts_nested_beyond_any_stack() {
    let nested = ["(", "[", "!", "a=>", "if(1)", "{", "a?b:", "-", "new ", "`${"];
    let scripts: String =
        nested.iter().map(|part| format!("<script>{}</script>", part.repeat(30_000))).collect();
    finds_the_plant(format!("<body>{PLANT}{scripts}"));
}

#[test]
fn frames_that_bring_documents_along() {
    let inner = "&lt;script&gt;top.x=1&lt;/script&gt;".repeat(50);
    let frames = format!("<iframe srcdoc=\"{inner}\"></iframe>").repeat(2_000);
    let nested = "<iframe src=\"data:text/html,<iframe src='data:text/html,top".repeat(20_000);
    finds_the_plant(format!("<body>{PLANT}{frames}{nested}"));
}

#[test]
fn links_and_handlers_with_places_of_their_own() {
    let rules: String = (0..2_000).map(|n| format!("div div a:not(.d{n}){{left:{n}px}}")).collect();
    let link = "<a style=position:absolute;inset:0 href=https://h.example/ onclick=go()>x</a>";
    let deep = "<div style=position:absolute;inset:0>".repeat(60);
    let links = link.repeat(30_000);
    finds_the_plant(format!("<style>{rules}</style><body>{PLANT}{deep}{links}"));
}

#[test]
fn scripts_that_name_hosts_without_end_and_set_off_what_is_not_there() {
    let addresses: String =
        (0..500).map(|n| format!("'https://jquery-{n}.host{n}.example/',")).collect();
    let clicks: String =
        (0..200).map(|n| format!("document.querySelector('a.c{n}').click();")).collect();
    let scripts: String = (0..60)
        .map(|n| format!("<script>var a{n}=[{addresses}];{clicks}document.f.submit()</script>"))
        .collect();
    let elements = "<a class='b c' href=/x>x</a>".repeat(20_000);
    finds_the_plant(format!("<body>{PLANT}{scripts}{elements}"));
}

#[test]
fn every_term_of_the_lexicon() {
    let terms: Vec<&str> =
        include_str!("../data/lexicon.tsv").lines().filter_map(|l| l.split('\t').next()).collect();
    let title = terms.join(" ");
    let links: String = terms
        .iter()
        .map(|term| format!("<a href='https://t.example/'>{term}</a>"))
        .collect::<String>()
        .repeat(10);
    finds_the_plant(format!("<title>{title}</title><body>{PLANT}{links}"));
}

#[test]
fn a_wrong_charset_does_not_hide_the_plant() {
    let home = format!("<body>{PLANT}<p>Ủy ban nhân dân</p>").into_bytes();
    let web = Web::serve(move |request| match request.path.as_str() {
        "/" => Answer::of("text/html; charset=utf-16", home.clone()),
        _ => Answer::not_found(),
    });
    let portal = scan(&web);
    assert!(portal["findings"].as_array().unwrap().iter().any(|f| f["rule"] == "hidden-link"));
}

#[test]
fn sitemaps_without_end() {
    // Each sitemap names itself, the one before and two new ones.
    let web = Web::serve(|request| {
        let Some(number) = request.path.strip_prefix("/sitemap") else {
            return match request.path.as_str() {
                "/" => Answer::html(format!("<body>{PLANT}")),
                _ => Answer::not_found(),
            };
        };
        let number: u64 = number.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(1);
        let next = [number / 2, number, 2 * number, 2 * number + 1];
        let entries: String = next
            .iter()
            .map(|n| {
                format!("<sitemap><loc>http://{}/sitemap{n}.xml</loc></sitemap>", request.host)
            })
            .collect();
        Answer::of("application/xml", format!("<sitemapindex>{entries}</sitemapindex>"))
    });
    let portal = scan(&web);
    assert!(has_note(&portal, "sitemaps"), "{portal:#}");
}

#[test]
fn a_sitemap_of_entities() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\">\
        <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\
        <!ENTITY d SYSTEM \"file:///etc/passwd\">]><urlset><url><loc>/&c;&d;</loc></url></urlset>";
    let web = Web::serve(move |request| match request.path.as_str() {
        "/" => Answer::html(format!("<body>{PLANT}")),
        "/sitemap.xml" => Answer::of("application/xml", bomb),
        _ => Answer::not_found(),
    });
    let portal = scan(&web);
    assert!(portal["coverage"]["known"].as_u64().unwrap() < 5, "{portal:#}");
}

#[test]
fn a_sitemap_that_never_ends() {
    let web = Web::serve(|request| match request.path.as_str() {
        "/" => Answer::html(format!("<body>{PLANT}")),
        "/sitemap.xml" => Answer::endless(
            "application/xml",
            "<urlset>",
            format!("<url><loc>http://{}/trang-khac</loc></url>", request.host),
        ),
        _ => Answer::not_found(),
    });
    let portal = scan(&web);
    assert_eq!(portal["state"], "findings", "{portal:#}");
}
