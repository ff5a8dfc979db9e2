//! Words that prove nothing one by one: taunts, nicknames, crews, offers of stolen access. On a
//! page that says nothing else, and is dressed up besides, they are as good as a signature.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::{
    boast::{is_told, opens},
    phrases::{CAME_BY, WEAK_SIGNATURE, literal, pattern},
    reading::{Reading, is_crew, nickname},
};
use crate::page::Page;

/// The most letters around a tag on a wall.
const AROUND_TAG: usize = 12;
/// The longest text that has no room for anything but taunts, in letters.
const SHORT: usize = 100;
/// The longest line that is a signature, in bytes.
const LINE: usize = 80;
/// So many groups of words in a short text are enough by themselves; those to the administrator
/// count twice.
const MANY: usize = 3;
const ADMIN: usize = 1;
/// So many characters of them are shown.
const SHOWN: usize = 60;
/// Headings that are looked at.
const HEADINGS: usize = 5;

/// Groups of words; each group counts once.
const GROUPS: &[&[&str]] = &[
    // Taunts about security.
    &[
        r"illusion_of_security",
        r"security_(?:is|was)_(?:(?:just|only|an|a|not|but)_)*(?:illusion|myth|joke|dream|lie|low|weak|bad|zero)",
        r"no_(?:system|site|website|server|one)_(?:is|are)_(?:safe|secure)",
        r"(?:nothing|nobody)_is_(?:safe|secure)",
        r"(?:patch|fix|secure)_(?:your|ur|it|this)\b",
        r"entry_points_for_ha(?:c)?kers",
        r"(?:keamanan|bug|celah)_(?:\w+_){0,3}(?:lemah|rendah|buruk|jelek|anda|website|situs)\b",
        r"perbaiki_(?:bug|celah|keamanan|sistem|website|web|situs)",
        r"bao_mat_(?:\w+_){0,3}(?:kem|yeu|te|lom|thap)\b",
        r"va_(?:loi|lo_hong|bug)\b",
        r"found_a_(?:bug|hole|vuln\w*)_in_your",
        r"guvenlik_(?:acig|zaf|zaaf)\w*",
        r"(?:su|tu|sua)_segur(?:idad|anca)\b",
        r"(?:su|tu|seu)_(?:sitio|site|sistema)_(?:\w+_)?vulnera(?:ble|vel)\b",
    ],
    // Words to the administrator.
    &[
        r"(?:sorry|hello|hi|hey|dear|poor|stupid|fuck|bye|o+p+s|lol|noob)_(?:\w+_)?(?:admin\w*|webmaster)\b",
        r"(?:ola|hola|merhaba|selam|halo|hai|maaf|maap|bonjour|chao)_(?:\w+_)?(?:admin\w*|min|webmaster)\b",
        r"(?:fix|patch) it admin\b",
        r"admin_(?:oi|hay|nen|goblok|tolol|bodoh|noob|sucks?|lol|please|wake|sleep)\b",
    ],
    // Threats, causes.
    &[
        r"fuck",
        r"free_(?:palestine|gaza|kashmir|kurdistan|syria|tibet)",
        r"we_will_(?:be_back|never_stop|return|strike|leak|not_stop)",
        r"you_(?:are|re|r)_not_safe",
        r"death_to_\w+",
        r"just_for_fun",
        r"catch_me_if",
        r"ne_mutlu_turk\w*",
        r"under_(?:my|our)_(?:control|feet)",
    ],
    // Crews.
    &[
        concat!(
            r"(?:cyber|siber|electronic|digital|black_?hat|grey_?hat|hackers?|haxor|ghost|anonymous)",
            r"_(?:\w+_)?(?:team|army|crew|squad|force|legion|brigade|tim|ordu\w*|gang|alliance)\b"
        ),
        r"(?:team|tim|crew|army|squad)_(?:\w+_)?(?:cyber|siber|hackers?|haxor|black_?hat|ghost)\b",
        r"\w*(?:haxor|xploit|exploiter|defacer|hacktiv|blackhat|scriptkid)\w*",
        r"(?:ha(?:c)?kers?|cyber)\b",
        r"saldiri_birim\w*",
    ],
    // Where they publish what they did, and what a shell says of the server.
    &[
        r"linux (?:[!-~]+ ){1,8}smp\b",
        r"zone_?h\b",
        r"zone_?xsec\b",
        r"(?:haxor|defacer)_(?:id|my|net)\b",
        r"deface_(?:page|generator|script)",
    ],
];

/// Crews and taunts in other scripts.
const OTHERS: &[&str] = &[
    "хакер",
    "هكر",
    "هاكر",
    "الجيش الالكتروني",
    "الجيش الإلكتروني",
    "الكتروني",
    "ثغرة",
    "ارتش سایبری",
    "تیم امنیتی",
    "黑客",
    "駭客",
    "漏洞",
    "ハッカー",
    "해커",
    "แฮกเกอร์",
    "হ্যাকার",
    "हैकर",
];

/// How crews sign, and where they are to be found.
const SIGNED_OFF: &[&str] =
    &[r"by_(?:\w+_){1,3}(?:team|crew|squad|army|gang)\b", r"t_me\b", r"discord_gg\b"];

/// What only those sell who have broken in.
const MARKET: &[&str] = &[
    r"(?:sell|selling|buy|jual)_(?:\w+_){0,5}(?:(?:web_?)?shells?|oday|o_day)\b",
    r"web_?shells?\b",
];

static GROUPED: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let others = OTHERS.iter().map(|&one| literal(one)).collect::<Vec<_>>().join("|");
    RegexSet::new(GROUPS.iter().map(|group| pattern(group)).chain([others])).ok()
});

static SIGNED_OFF_BY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&pattern(SIGNED_OFF)).ok());

static MARKETED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&pattern(MARKET)).ok());

/// What of such words a page has.
#[derive(Default)]
pub(super) struct WeakWords {
    /// The clearest of them.
    pub words: String,
    /// How many different things there are: a signature, a nickname, an offer, groups of words.
    pub count: usize,
    /// How many groups of words there are.
    pub taunts: usize,
    /// A line is a weak signature.
    pub signs: bool,
    /// The title or a heading is one.
    pub heads: bool,
    /// It is one that tags walls, or says `x was here`.
    pub is_nearly_signed: bool,
    /// A crew's name, or the place where it is to be found.
    pub is_signed_off: bool,
    /// The page was tagged like a wall: a signature and nothing else at all.
    pub is_tag: bool,
}

impl WeakWords {
    /// Of a page on which nothing else is left.
    pub fn of(page: &Page, visible: &Reading) -> Self {
        let title = Reading::of(&page.title);
        let heads = Reading::of(&page.headings[..page.headings.len().min(HEADINGS)].join("\n"));
        let letters = visible.plain.chars().filter(|c| c.is_alphanumeric()).count();
        let lonely = page.links_total <= 2 && page.forms.is_empty();
        let short = letters <= SHORT && lonely;
        let found = |regex: &LazyLock<Option<Regex>>| {
            let found = regex.as_ref()?.find(&visible.spoken)?;
            visible.plain.get(found.range())
        };

        let mut own = Self::default();
        let head = signature(&title).or_else(|| signature(&heads));
        if let Some((line, tags)) = head.or_else(|| signature(visible)) {
            own.add(line, tags && lonely && letters <= line.len() + AROUND_TAG);
            own.signs = true;
            own.heads = head.is_some();
            own.is_nearly_signed = own.heads && tags;
        }
        if let Some(words) = found(&CAME_BY) {
            own.add(words, false);
            own.is_nearly_signed = true;
        } else if let Some(words) = found(&MARKETED) {
            own.add(words, short);
        }
        let named = nickname(&visible.plain).filter(|_| short);
        if let Some(name) = nickname(&title.plain).or_else(|| nickname(&heads.plain)).or(named) {
            own.add(name, named.is_some() && is_here(&visible.plain));
            own.is_signed_off = visible.plain.split(|c: char| !c.is_alphanumeric()).any(is_crew);
        }
        own.is_signed_off |= found(&SIGNED_OFF_BY).is_some();
        let said = [&title, &heads, visible].map(|text| groups(&text.spoken));
        own.taunts =
            (0..=GROUPS.len()).filter(|group| said.iter().any(|s| s.contains(group))).count();
        own.count += own.taunts;
        let greets = said.iter().any(|said| said.contains(&ADMIN));
        let many = own.taunts + usize::from(named.is_some()) + usize::from(greets) >= MANY;
        own.is_tag |= short && own.taunts >= 2 && many;
        if own.words.is_empty() {
            let words = if title.plain.is_empty() { visible } else { &title };
            own.words =
                words.plain.lines().next().unwrap_or_default().chars().take(SHOWN).collect();
        }
        own
    }

    fn add(&mut self, words: &str, is_tag: bool) {
        self.count += 1;
        self.is_tag |= is_tag;
        if self.words.is_empty() {
            self.words = words.trim().chars().take(SHOWN).collect();
        }
    }
}

fn groups(text: &str) -> Vec<usize> {
    GROUPED.as_ref().map(|groups| groups.matches(text).iter().collect()).unwrap_or_default()
}

/// Whether somebody left a weak signature of the kind that tags walls.
pub(super) fn is_tagged(text: &Reading) -> bool {
    signature(text).is_some_and(|(_, tagged)| tagged)
}

/// A line that a weak signature opens, and whether it is one that tags walls.
fn signature(text: &Reading) -> Option<(&str, bool)> {
    let found = WEAK_SIGNATURE.as_ref()?.captures(&text.spoken)?;
    let range = found.get(0)?.range();
    let before = text.plain[..range.start].rsplit('\n').next().unwrap_or_default();
    let line = text.plain[range.start..].split('\n').next().unwrap_or_default();
    let stands = opens(before)
        && line.len() <= LINE
        && !is_told(line.get(range.len()..).unwrap_or_default());
    stands.then_some((line, found.name("tagged").is_some()))
}

fn is_here(text: &str) -> bool {
    text.contains(" is here") || text.contains(" are here")
}
