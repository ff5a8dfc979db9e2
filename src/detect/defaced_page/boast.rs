//! Boasts in a text, and how each stands on its line.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    phrases::{ANY, CAME_BY, CLAIM, SIGNATURE, SLOGAN, TAG, WEAK_SIGNATURE},
    reading::{Reading, is_crew, nickname},
};

/// The most boasts of one text that are looked at.
const MOST: usize = 40;
/// The longest line that is nothing but a boast, in letters.
const LONGEST_LINE: usize = 120;
/// The longest line that is a few words, in letters.
const BRIEF_LINE: usize = 50;
/// The most words of a name.
const LONGEST_NAME: usize = 6;
/// So many words say what was hacked, and that it was.
const SENTENCE: usize = 3;
/// So many characters of a boast are shown.
const SHOWN: usize = 60;

/// A boast within a text.
#[derive(Clone)]
pub(super) struct Boast {
    /// With what follows on its line, folded: `hacked by x-404`.
    pub words: String,
    /// Signed, not merely claimed.
    pub signed: bool,
    /// A line of its own, opened by the boast, with the name that signs: not a sentence about it.
    pub stands_alone: bool,
    /// A short line, whatever else stands on it.
    pub is_brief: bool,
    /// It says what was hacked as well.
    pub is_sentence: bool,
    /// In quotation marks, behind other words.
    pub is_quoted: bool,
    /// What stands around it tells of a hack: `our site was …`, `… by our team`, `… by accident`.
    pub is_told: bool,
}

/// Signed and claimed boasts of a text, signed ones first.
pub(super) fn boasts(text: &Reading) -> Vec<Boast> {
    let came_here = memchr::memmem::find(text.plain.as_bytes(), b"re here").is_some()
        || memchr::memmem::find(text.plain.as_bytes(), b"as here").is_some();
    if !came_here && !ANY.as_ref().is_some_and(|any| any.is_match(&text.spoken)) {
        return Vec::new();
    }
    let signed = SIGNATURE.iter().flat_map(|signature| {
        signature.captures_iter(&text.spoken).take(MOST).filter_map(|found| {
            let name = match (found.name("behind"), found.name("other")) {
                (Some(_), _) => Name::Before,
                (_, Some(_)) => Name::Anywhere,
                _ => Name::Behind,
            };
            Some(Boast::at(text, found.get(0)?.range(), true, name))
        })
    });
    // Others touch and own as well, but they do not spell it so, nor have they such names.
    let weak = WEAK_SIGNATURE.iter().flat_map(|weak| weak.find_iter(&text.spoken));
    let weak = weak.take(MOST).map(|found| found.range());
    let weak = weak.filter(|range| {
        // `Infected by H5N1` is no nickname.
        let tags = ["touch", "stamp", "root", "own", "lock"];
        let tags = tags.iter().any(|verb| text.spoken[range.clone()].starts_with(verb));
        let after = line_after(&text.plain, range.end);
        is_leet(text, range) || tags && nickname(after).is_some() || is_by_crew(text, range)
    });
    let came_by = CAME_BY.iter().flat_map(|came_by| came_by.find_iter(&text.plain));
    let came_by = came_by.take(MOST).filter(|found| nickname(found.as_str()).is_some());
    let slogans = SLOGAN.iter().flat_map(|slogan| slogan.find_iter(&text.spoken)).take(MOST);
    let claimed = CLAIM.iter().flat_map(|claim| claim.find_iter(&text.spoken));
    let claimed = claimed.take(MOST).filter(|found| {
        // `Has your site been hacked?` asks.
        let asks = line_after(&text.plain, found.end()).contains('?');
        let is_word = matches!(found.as_str().trim(), "owned" | "rooted");
        !asks && (!is_word || is_leet(text, &found.range()))
    });
    signed
        .chain(weak.map(|range| Boast::at(text, range, true, Name::Behind)))
        .chain(came_by.map(|found| Boast::at(text, found.range(), true, Name::Anywhere)))
        .chain(slogans.map(|found| Boast::at(text, found.range(), true, Name::Anywhere)))
        .chain(claimed.map(|found| {
            // Which word stands first is known of Latin phrases only.
            let side = if found.as_str().is_ascii() { Name::Behind } else { Name::Anywhere };
            Boast::at(text, found.range(), false, side)
        }))
        .collect()
}

/// Whether a verb that tags walls is followed by the name of a crew: `invadido por Demo Team`.
fn is_by_crew(text: &Reading, range: &Range<usize>) -> bool {
    let verb = &text.spoken[range.clone()];
    let mut words = name(line_after(&text.plain, range.end))
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(LONGEST_NAME);
    // `By the team`, `por el equipo`: somebody's own. People are touched by teams, too.
    words.next().is_some_and(|first| !ARTICLES.contains(&first) && !is_crew(first))
        && words.any(is_crew)
        && !verb.starts_with("touch")
        && TAG.as_ref().is_some_and(|tag| tag.is_match(verb))
}

const ARTICLES: &[&str] =
    &["the", "el", "la", "los", "las", "o", "os", "le", "les", "il", "un", "una", "um", "uma"];

/// Whether it is spelled with digits or signs for letters.
fn is_leet(text: &Reading, range: &Range<usize>) -> bool {
    text.plain.get(range.clone()) != text.spoken.get(range.clone())
}

/// Where the name of somebody who signs stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Behind,
    Before,
    Anywhere,
}

impl Boast {
    fn at(text: &Reading, range: Range<usize>, signed: bool, side: Name) -> Self {
        let before = text.plain[..range.start].rsplit('\n').next().unwrap_or_default();
        let after = line_after(&text.plain, range.end);
        let words = |text: &str| text.split_whitespace().filter(|word| has_letters(word)).count();
        let name = name(after);
        // A picture made of signs may stand around it.
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let whole = letters(before) + letters(&text.plain[range.clone()]) + letters(after);
        let alone = match side {
            Name::Behind if signed => opens(before) && words(name) <= LONGEST_NAME,
            Name::Behind => opens(before) && words(after) <= 1,
            Name::Before => words(before) <= LONGEST_NAME && !has_letters(after),
            Name::Anywhere => words(before) + words(after) <= LONGEST_NAME,
        };
        let own = text.plain[range].split_whitespace().collect::<Vec<_>>().join(" ");
        let own = match side {
            Name::Before => format!("{} {own}", before.trim()),
            _ => format!("{own} {}", name.trim()),
        };
        Self {
            words: own.trim().chars().take(SHOWN).collect(),
            signed,
            stands_alone: alone && whole <= LONGEST_LINE,
            is_brief: whole <= BRIEF_LINE,
            is_sentence: words(before) + words(&own) >= SENTENCE,
            is_quoted: has_letters(before) && before.trim_end().ends_with(['"', '\'']),
            is_told: is_told(after) || tells(before),
        }
    }
}

/// What ends the name of somebody who signs.
const ENDS_OF_NAME: &[char] = &['|', ',', ';', ':', '~', ']', '}'];

/// The name of somebody who signs, behind the boast.
fn name(after: &str) -> &str {
    let name = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = name.split(ENDS_OF_NAME).next().unwrap_or_default();
    name.split(" - ").next().unwrap_or_default()
}

fn has_letters(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn line_after(text: &str, end: usize) -> &str {
    let rest = &text[end..];
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}

/// Whether what stands before a boast on its line is nothing, or the thing that was hacked.
pub(super) fn opens(before: &str) -> bool {
    let own = before.rsplit(['|', ':', '>', '<', ']', '}']).next();
    let own = own.and_then(|own| own.rsplit(" - ").next()).unwrap_or_default();
    own.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| OWN_WORDS.contains(&word))
}

/// Words in which a boast names what it stands on: `this website was …`, `trang này đã …`.
const OWN_WORDS: &[&str] = &[
    "this", "your", "ur", "you", "website", "web", "site", "page", "portal", "server", "system",
    "database", "admin", "has", "have", "been", "was", "is", "got", "now", "just", "sorry",
    "hello", "hi", "opps", "ops", "oops", "lol", "x", "xx", "xxx", "and", "trang", "nay", "da",
    "bi", "duoc", "vua", "cong", "he", "thong", "may", "chu", "cua", "ban", "situs", "ini",
    "servidor", "sistema", "serveur", "sayt", "telah", "anda", "bu", "seu", "este", "esta", "o",
    "foi", "sitio", "ha", "sido", "pagina", "votre", "ce", "a", "ete", "questo", "sito", "e",
    "stato", "diese", "seite", "wurde",
];

/// Whether a boast goes on as a sentence that tells of somebody.
pub(super) fn is_told(after: &str) -> bool {
    TELLING.as_ref().is_some_and(|telling| telling.is_match(after))
}

/// Whether what stands before tells of it: an owner (`our website was …`), a search (`results
/// for: …`).
fn tells(before: &str) -> bool {
    let mut words = before.split(|c: char| !c.is_alphanumeric());
    let says = |phrase: &&str| before.contains(phrase);
    OTHERS_SAY.iter().any(says) || words.any(|word| matches!(word, "our" | "my"))
}

/// How an owner or a search begins.
const OTHERS_SAY: &[&str] =
    &["chung toi", "tim kiem", "tu khoa", "ket qua", "search", "results", "keyword", "tag:"];

/// How a sentence goes on that tells of a hack: by whom in general, or by what.
static TELLING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^ *(?:(?:a|an|our|your|their|his|her|its|my|some|someone|somebody|two|three)\b",
        r"|(?:attackers?|(?:cyber ?)?criminals?|strangers?|students?|teens?|ai|robots?|bots?)\b",
        r"|(?:accident|default|design|mistake|means|using|phish|malware|ransomware)",
        r"|(?:exploiting|sending|clicking|the (?:russian|chinese|north|state|same))",
        r"|(?:mot|nhung|cac|nhom tin tac|tin tac|hacker nuoc ngoai)\b)"
    ))
    .ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<Boast> {
        boasts(&Reading::of(text)).into_iter().next()
    }

    #[test]
    fn boasts_are_read_in_many_languages() {
        for text in [
            "Hacked by x",
            "H4CK3D-BY_X",
            "hacked & owned by x",
            "#HackedByX",
            "Pwnd by x",
            "Haxored by x",
            "Website này đã bị hack bởi x",
            "Diretas oleh x",
            "Di-hack oleh x",
            "Hackeado por x",
            "Hacké par x",
            "Hackerato da x",
            "Gehackt von x",
            "x tarafından hacklendi",
            "Zhackowane przez x",
            "Hakovano od x",
            "Hackad av x",
            "Invadido por Demo Team",
            "Rooted by Demo Ghost Squad",
            "-=[ HACKED BY DEMO TEAM ]=- Your security is low, admin!",
            "We are Anonymous.\nWe are Legion.\nWe do not forgive. We do not forget. Expect us!",
        ] {
            assert!(first(text).is_some_and(|boast| boast.signed && boast.stands_alone), "{text}");
        }
        for text in [
            "You have been hacked!",
            "HELLO ADMIN, SYSTEM HACKED",
            "[ H4CK3D ]",
            "Trang web của bạn đã bị hack",
            "Situs ini telah diretas",
            "Sitemiz hacklendi",
            "Seu site foi invadido",
            "Votre site a été piraté",
            "Ваш сайт взломан",
            "تم اختراق الموقع",
            "این سایت هک شد",
            "ئەم سایتە هاک کرا",
            "你的网站已被黑",
            "해킹당했습니다",
            "ハッキングされました",
            "ওয়েবসাইটটি হ্যাক করা হয়েছে",
            "यह वेबसाइट हैक कर ली गई",
            "เว็บไซต์นี้ถูกแฮก",
            "YOUR SECURITY IS LOW",
        ] {
            assert!(first(text).is_some_and(|boast| !boast.signed), "{text}");
        }
    }

    #[test]
    fn sentences_that_tell_of_a_hack_do_not_stand_alone() {
        for text in [
            "The website of the ministry was hacked by x",
            "Website VFF bị hack bởi x",
            "University hacked by x, students say",
            "Hacked by the same group that last year had taken the sites of eleven agencies",
        ] {
            assert!(first(text).is_some_and(|boast| !boast.stands_alone), "{text}");
        }
        let quoted =
            "The masked man says \"we are anonymous, we are legion, expect us\" to the camera";
        assert!(first(quoted).is_some_and(|boast| !boast.stands_alone));
        assert!(first("Everything hacked by our team in 24 hours").is_some_and(|b| b.is_told));
        for text in [
            "Is your website hacked? We help",
            "Hackathon 2026",
            "Life hacks by readers",
            "Owned by the state",
            "Touched by an angel",
            "Hack the box",
            "Secured by x",
            "The hacker by night",
            "Touched by the whole team",
            "Touched by Green Team",
            "Tomado por el Team Demo",
            "Invaded by weeds, crew at work",
        ] {
            assert!(first(text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_name_ends_where_the_site_begins() {
        let boast = first("Trang chủ - HaCkEd By D4rk Demo | Sở Y tế").unwrap();
        assert_eq!(boast.words, "hacked by d4rk demo");
        assert!(boast.stands_alone);
    }
}
