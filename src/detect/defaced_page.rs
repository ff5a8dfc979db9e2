//! `defaced-page`: somebody signed the page.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::{Answer, Example, Hit, Observation, Proof, Rule, prose::is_reporting};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::{Page, text},
};

pub(super) const RULE: Rule = Rule {
    id: "defaced-page",
    family: Family::Defacement,
    what: Text {
        vi: "Trang bị thay bằng lời tuyên bố của kẻ tấn công (hacked by, defaced by, đã bị hack bởi …).",
        en: "The page carries the boast of an attacker (hacked by, defaced by …).",
    },
    why: Text {
        vi: "Kẻ tấn công đã ghi được lên máy chủ; nội dung xuyên tạc trên cổng của cơ quan nhà nước gây hại ngay.",
        en: "The attacker can write to the server; false content on a state portal does harm at once.",
    },
    repair: Text {
        vi: "Chuyển trang sang chế độ bảo trì, giữ nguyên chứng cứ (nhật ký, tệp lạ), khôi phục từ bản sao sạch, vá lỗ hổng rồi mới mở lại.",
        en: "Put the site in maintenance, keep the evidence (logs, foreign files), restore from a clean copy, close the hole, then reopen.",
    },
    examine,
    caught: &[
        Example::page(
            "the whole page replaced",
            &[Answer::all(
                "<title>Hacked by X-Team</title><body bgcolor=black><h1>Hacked by X-Team</h1><p>Your security is low! Greetz to all</p></body>",
            )],
        ),
        Example::page(
            "in Vietnamese",
            &[Answer::all("<body><h1>Website này đã bị hack bởi Nhóm Đen</h1></body>")],
        ),
        Example::page(
            "in leet letters",
            &[Answer::all("<title>H4ck3d By d4rk</title><body>:)</body>")],
        ),
    ],
    clean: &[
        Example::page(
            "an article about a hack",
            &[Answer::all(
                r#"<title>Xử lý sự cố website bị tấn công</title><body><nav><a href="/">Trang chủ</a><a href="/tin">Tin</a></nav><h1>Khắc phục sự cố: website bị hack</h1><p>Ngày 12/3, trang của một trường học hiện dòng chữ hacked by kèm tên lạ. Đơn vị đã khôi phục dữ liệu.</p></body>"#,
            )],
        ),
        Example::page(
            "a page about hacked-site cleanup",
            &[Answer::all("<title>Hacked Website Cleanup</title><body><p>How we help.</p></body>")],
        ),
    ],
};

/// Phrases by which attackers sign; looked for in text folded to plain lower-case letters.
static SIGNATURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:h[a4@]ck[e3]?d|d[e3]f[a4@]c[e3]d|pwn[e3]d|[o0]wn[e3]d|r[o0][o0]t[e3]d|st[a4]mp[e3]d|touched)\s+by\b",
        r"|\bbi (?:hack|deface|tan cong) boi\b",
        r"|\byour (?:security|site|website|system|server) (?:is|was|has been|got) (?:low|hacked|owned|pwned|down|breached)\b",
        r"|\b(?:greetz|greets) (?:to|:|all)",
        r"|\bwe are anonymous\b",
    ))
    .ok()
});

/// A page with less text and fewer links of its own than this has nothing else to say.
const SMALL_TEXT: usize = 3_000;
const FEW_LINKS: usize = 5;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    let Some(signature) = SIGNATURE.as_ref() else { return };
    for (identity, page) in observation.pages() {
        let bare = is_bare(observation, page);
        let title = matched(signature, &page.title);
        let heading = || page.headings.iter().find_map(|heading| matched(signature, heading));
        // News of a hack quote the boast in their text, under a title of their own.
        let quoted =
            || is_reporting(&page.title) || page.headings.iter().any(|own| is_reporting(own));
        let body = || {
            let phrase = if bare { matched(signature, &page.visible_text) } else { None };
            phrase.filter(|_| !quoted())
        };
        let Some(phrase) = title.clone().or_else(heading).or_else(body) else { continue };
        let mut signals = vec![Signal::new(SignalKind::Boast, phrase.as_str())];
        if bare {
            signals.push(Signal::new(SignalKind::Replaced, "empty-page"));
        }
        let spot = page.first(if title.is_some() { "title" } else { "body" });
        hits.push(Hit {
            key: page.url.path().to_owned(),
            subject: phrase,
            identity,
            signals,
            proof: Proof::Element(Arc::clone(page), spot),
        });
    }
}

fn matched(signature: &Regex, words: &str) -> Option<String> {
    let head = &words[..words.floor_char_boundary(SMALL_TEXT * 2)];
    let plain = text::fold(head).plain;
    let hit = signature.find(&plain)?;
    let end = plain[hit.end()..].chars().take(30).map(char::len_utf8).sum::<usize>() + hit.end();
    Some(plain[hit.start()..end].trim().to_owned())
}

fn is_bare(observation: &Observation<'_>, page: &Page) -> bool {
    let own = page.links.iter().filter_map(|link| link.url.as_ref());
    let own = own.filter(|url| !observation.leads_away(url)).count();
    page.visible_text.len() < SMALL_TEXT && own < FEW_LINKS
}
