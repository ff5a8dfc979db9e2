//! Makes hostile addresses harmless to whoever reads a report: `hxxps://bad[.]example/path`.
//!
//! Mail programs, chat windows and terminals turn everything that looks like an address into a
//! link. One careless tap would lead the reader where the attacker wants visitors to go.

use std::ops::Range;

use url::Url;

use super::inert;
use crate::target::is_below;

/// The most characters of one text that a report shows; addresses can be made very long.
const MOST: usize = 1_000;

/// Top-level names that are reserved for examples and tests, and so missing from the public list.
const RESERVED: [&str; 4] = ["example", "test", "invalid", "localhost"];

/// Objects of the browser: `window.open` is code, although `open` is a top-level domain.
const BROWSER_OBJECTS: [&str; 12] = [
    "window",
    "document",
    "location",
    "self",
    "top",
    "parent",
    "this",
    "navigator",
    "screen",
    "history",
    "style",
    "event",
];

/// Free text with every address and host in it defanged and every deceiving character shown.
/// Longer texts end in `…`.
pub fn text(text: &str) -> String {
    let (shown, rest) = split(text);
    let [out, _, _] = rewrite(shown, &(shown.len()..shown.len()), &teeth(shown));
    out + rest
}

/// The part of a text that is shown, and the sign that there is more.
fn split(text: &str) -> (&str, &'static str) {
    match text.char_indices().nth(MOST) {
        Some((at, _)) => (&text[..at], "…"),
        None => (text, ""),
    }
}

/// Free text as [`text`] shows it, split into what stands before, in and after `mark` (a byte
/// range of `text`). An address that is cut in two by the mark is defanged in both parts.
pub(super) fn marked(text: &str, mark: &Range<usize>) -> [String; 3] {
    rewrite(text, mark, &teeth(text))
}

/// What a finding is about: an address, a bare host under any top-level name, or free text.
pub fn subject(subject: &str) -> String {
    match host(subject) {
        Some(host) if subject.starts_with(host) => {
            let rest = subject.get(host.len()..).unwrap_or_default();
            format!("{}{}", text(&host.replace('.', "[.]")), text(rest))
        }
        _ => text(subject),
    }
}

/// The address of a page of the portal whose home page is `home`: left as it is, so that it can
/// be copied; only addresses that it carries along are defanged. Any other address is defanged.
pub fn own_page(url: &str, home: &str) -> String {
    let (Ok(page), Ok(home)) = (Url::parse(url), Url::parse(home)) else { return text(url) };
    let Some(host) = page.host_str() else { return text(url) };
    let owned = home
        .host_str()
        .map(bare)
        .is_some_and(|own| bare(host) == own || (home.domain().is_some() && is_below(host, own)));
    if !owned {
        return text(url);
    }
    // Written anew by the parser, so that no user name or odd slash hides in front of the host.
    let path = &page[url::Position::BeforePath..];
    let port = page.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = if schemes(path).is_empty() { plain(path) } else { text(path) };
    format!("{}://{}{port}{path}", page.scheme(), plain(host))
}

/// The host that a subject names, if it is an address or a bare host with an optional path.
pub(super) fn host(subject: &str) -> Option<&str> {
    let rest = match subject.find("//") {
        Some(at) if subject[..at].is_empty() || subject[..at].ends_with(':') => &subject[at + 2..],
        _ => subject,
    };
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once('@') {
        Some((_, host)) => host,
        None => authority,
    };
    let host = host.split(':').next().unwrap_or_default();
    let labels = host.trim_end_matches('.').split('.');
    let named = labels.clone().count() > 1 && labels.clone().all(|label| !label.is_empty());
    (named && host.chars().all(in_host)).then_some(host)
}

fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// Text that leads nowhere, such as the name of a file, with every deceiving character shown.
pub fn plain(text: &str) -> String {
    let (shown, rest) = split(text);
    let mut out = String::with_capacity(shown.len());
    shown.chars().for_each(|c| inert::push(&mut out, c));
    out + rest
}

fn rewrite(text: &str, mark: &Range<usize>, teeth: &[usize]) -> [String; 3] {
    let mut parts = [String::new(), String::new(), String::new()];
    let [before, within, after] = &mut parts;
    let mut teeth = teeth.iter().copied().peekable();
    for (at, c) in text.char_indices() {
        let out = match at {
            at if at < mark.start => &mut *before,
            at if at < mark.end => &mut *within,
            _ => &mut *after,
        };
        if teeth.next_if_eq(&at).is_none() {
            inert::push(out, c);
            continue;
        }
        match c {
            '.' => out.push_str("[.]"),
            'T' => out.push('X'),
            _ => out.push('x'),
        }
    }
    parts
}

/// Byte offsets of the characters that make text an address: both `t` of `http`, the dots of a
/// host. In order, without repetition.
fn teeth(text: &str) -> Vec<usize> {
    let mut teeth = schemes(text);
    let mut from = 0;
    while let Some(start) = text[from..].find(in_host).map(|at| from + at) {
        let rest = &text[start..];
        let end = start + rest.find(|c| !in_host(c)).unwrap_or(rest.len());
        let run = text[start..end].trim_end_matches('.');
        let addressed = text[..start].ends_with(['/', '\\', '@', ':']);
        if (addressed && follows_scheme(&text[..start])) || is_host(run, &text[end..]) {
            teeth.extend(run.match_indices('.').map(|(at, _)| start + at));
        }
        from = end;
    }
    teeth.sort_unstable();
    teeth.dedup();
    teeth
}

/// Whether what comes next must be a host: after `//` in any writing, `user@`, `http:`.
fn follows_scheme(before: &str) -> bool {
    let bytes = before.as_bytes();
    let last = |n: usize| &bytes[bytes.len().saturating_sub(n)..];
    let slashes = last(4).iter().rev().take_while(|&&b| b == b'/' || b == b'\\').count();
    slashes >= 2
        || last(1) == b"@"
        || [5, 6].iter().any(|&n| {
            let word = last(n).to_ascii_lowercase();
            word == b"http:" || word == b"https:"
        })
}

/// Whether a run of characters is a host by its looks alone.
fn is_host(run: &str, after: &str) -> bool {
    let Some((first, _)) = run.split_once('.') else { return false };
    let Some((_, top)) = run.rsplit_once('.') else { return false };
    if first.is_empty() || BROWSER_OBJECTS.contains(&first) || after.starts_with('(') {
        return false;
    }
    let top = top.to_lowercase();
    RESERVED.contains(&top.as_str())
        || psl::suffix(top.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

/// Byte offsets of both `t` in every `http:`, `https:` and their percent-encoded forms.
fn schemes(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for at in memchr::memchr2_iter(b'h', b'H', bytes) {
        let Some(rest) = bytes[at + 1..]
            .split_first_chunk::<3>()
            .filter(|(name, _)| name.eq_ignore_ascii_case(b"ttp"))
        else {
            continue;
        };
        let rest = rest.1.strip_prefix(b"s").or(rest.1.strip_prefix(b"S")).unwrap_or(rest.1);
        if rest.starts_with(b":") || rest.get(..3).is_some_and(|c| c.eq_ignore_ascii_case(b"%3a")) {
            found.extend([at + 1, at + 2]);
        }
    }
    found
}

fn in_host(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_teeth_in_every_writing() {
        for (hostile, harmless) in [
            ("https://bad.example/a.html?b=c.d", "hxxps://bad[.]example/a.html?b=c.d"),
            ("HTTP://BAD.Example:8080", "HXXP://BAD[.]Example:8080"),
            (r"https:\/\/bad.example\/x", r"hxxps:\/\/bad[.]example\/x"),
            ("//bad.unknowntop/x", "//bad[.]unknowntop/x"),
            ("http:bad.unknowntop", "hxxp:bad[.]unknowntop"),
            ("http://203.0.113.9/x", "hxxp://203[.]0[.]113[.]9/x"),
            ("https://a.gov.vn@bad.unknowntop/", "hxxps://a[.]gov[.]vn@bad[.]unknowntop/"),
            ("xem tại www.bet88.com.", "xem tại www[.]bet88[.]com."),
            ("u=https%3A%2F%2Fbad.example", "u=hxxps%3A%2F%2Fbad[.]example"),
            ("http://cá-cược.unknowntop", "hxxp://cá-cược[.]unknowntop"),
        ] {
            assert_eq!(text(hostile), harmless);
        }
    }

    #[test]
    fn code_and_prose_stay_readable() {
        for same in ["window.open(u)", "index.php", "jquery.min.js", "ngày 20.11.2026", "Hết. Rồi"]
        {
            assert_eq!(text(same), same);
        }
    }

    #[test]
    fn a_mark_that_cuts_an_address_leaves_no_teeth() {
        let source = r#"<a href="https://bad.unknowntop/x">"#;
        let mark = source.find("ad.un").unwrap()..source.find("/x").unwrap();
        assert_eq!(
            marked(source, &mark),
            [r#"<a href="hxxps://b"#, "ad[.]unknowntop", r#"/x">"#].map(String::from)
        );
    }

    #[test]
    fn subjects_are_defanged_under_any_top_level_name() {
        assert_eq!(subject("bad.unknowntop"), "bad[.]unknowntop");
        assert_eq!(subject("bad.unknowntop/a.b"), "bad[.]unknowntop/a.b");
        assert_eq!(subject("https://bad.unknowntop/a"), "hxxps://bad[.]unknowntop/a");
        assert_eq!(subject("Hacked by X"), "Hacked by X");
        assert_eq!(subject("/uploads/a.html"), "/uploads/a.html");
    }

    #[test]
    fn own_pages_can_be_copied_and_others_cannot() {
        let home = "https://xa-a.gov.vn/";
        let page = "https://xa-a.gov.vn/tin/bai-1.html?p=2";
        assert_eq!(own_page(page, home), page);
        assert_eq!(
            own_page("https://xa-a.gov.vn/tim?k=http://bad.example", home),
            "https://xa-a.gov.vn/tim?k=hxxp://bad[.]example"
        );
        let below = "https://mail.xa-a.gov.vn/";
        assert_eq!(own_page(below, home), below);
        assert_eq!(own_page("https://bad-xa-a.gov.vn/", home), "hxxps://bad-xa-a[.]gov[.]vn/");
        assert_eq!(own_page("https://bad.example/", home), "hxxps://bad[.]example/");
        assert_eq!(
            own_page("https://xa-a.gov.vn@bad.example/", home),
            "hxxps://xa-a[.]gov[.]vn@bad[.]example/"
        );
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_has_no_teeth_left(
            hostile in r"(https?:|HTTP|//|\\\\/|%3A|@|\.|[a-z]|com|é|\x1b|\u{202e}| |\[){0,40}",
            start in 0..60usize,
            length in 0..60usize,
        ) {
            let shown = text(&hostile);
            proptest::prop_assert_eq!(teeth(&shown), Vec::<usize>::new(), "{}", shown);
            proptest::prop_assert!(!shown.chars().any(inert::deceives));
            let parts = marked(&hostile, &(start..start + length));
            proptest::prop_assert_eq!(parts.concat(), shown);
        }
    }

    #[test]
    fn long_text_is_cut_with_a_sign() {
        let long = text(&"á".repeat(MOST + 1));
        assert_eq!(long.chars().count(), MOST + 1);
        assert!(long.ends_with('…'));
        let home = "https://xa-a.gov.vn/";
        assert!(own_page(&format!("{home}{}", "a".repeat(MOST)), home).ends_with("a…"));
    }
}
