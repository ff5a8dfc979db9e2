//! The words of those who leave their name on pages that are not theirs, in the languages in which
//! they do.
//!
//! Latin phrases are patterns over letters without marks: `_` is a gap between two words, `_?` a
//! gap or none. Others are looked for as they stand.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::plain;

/// Signed: done *by somebody*, with words that hardly anybody else uses.
const SIGNED: &[&str] = &[
    r"(?:hacked|defaced|pwned)[/.:|\x5f-]{0,3}by",
    concat!(
        r"(?:(?:ha+[ckx]{1,4}|heck)(?:[eo]r+)?'?(?:e+d+|d+|t)|def+a+ce+d+|p[ao]?w+n+z?(?:e*d+)?)",
        r"(?:_(?:again|successfully|once more))?(?:_(?:and|n|dan|ve|y|e|va))?",
        r"(?:_(?:own|pwn|root|touch|stamp|infect|fuck|exploit|lock|destroy|deface|secure|patch)\w*)?",
        r"_by\b"
    ),
    r"(?:hack|haxor|deface|fuck(?:ed)?)_by\b",
    // Greetings to other crews: nobody else spells them so.
    r"gre+(?:tz|zt)\b",
    r"(?:gre+ts|shoutz)_(?:(?:to|2)_)?all\b",
    // Vietnamese, Indonesian, Malay, Filipino.
    r"(?:hack|deface|pwn)(?:_thanh_cong)?_boi\b",
    r"(?:di_?)?retas_oleh\b",
    r"di_?(?:hack|hek|heker|deface|pwn|bobol|jebol|bajak|godam)\w{0,3}_(?:oleh|by|sama)\b",
    r"(?:na_?hack|hinack)_n[gi]\b",
    // Spanish, Portuguese, French, Italian, Romanian.
    r"[hj]a(?:c?k|qu)ead[oa]s?_(?:por|pel[oa]s?|by)\b",
    r"(?:defacead|desfigurad|pwnead|ownead)[oa]s?_(?:por|pel[oa]s?|by)\b",
    r"(?:hack|defac|pwn)ee?s?_par\b",
    r"(?:hackerat|hackat|defacciat|bucat)[oaie]_da(?:l|i|gli|lla|lle)?\b",
    r"hackuita?_de\b",
    // German, Dutch, the North.
    r"gehack(?:t|ed)_(?:von|durch|door|by)\b",
    r"hack(?:ad|ade|at|et)_a[vf]\b",
    // Polish, Serbian and its neighbours, Albanian, Kurdish.
    r"[zs]hac?kowan[yaei]_przez\b",
    r"hak(?:ovan|iran)\w?_(?:od|by)\b",
    r"hac?k\w*_nga\b",
    r"hack_?kirin_ji_aliye\b",
];

/// Signed, with the name in front.
const SIGNED_BEHIND: &[&str] = &[
    r"(?:hacked|pwned|defaced|rooted)_(?:your|ur|this)_(?:web_?)?(?:site|server|system|page|ass)\b",
    r"tarafindan_(?:hack|hek|deface|index|pwn)\w*",
    r"(?:site|sayfa|server)\w*_(?:\w+_){0,6}tarafindan_ele_gecir\w*",
];

/// Signed in other scripts, in two parts: what was done and by whom, in the order of the language.
const SIGNED_OTHERS: &[(&str, &str)] = &[
    // Arabic, Persian, Kurdish.
    ("تم اختراق", "من قبل"),
    ("تم اختراق", "بواسطة"),
    ("تم الاختراق", "من قبل"),
    ("تم الاختراق", "بواسطة"),
    ("تم تهكير", "من قبل"),
    ("تم تهكير", "بواسطة"),
    ("مخترق", "من قبل"),
    ("هک شد", "توسط"),
    ("توسط", "هک شد"),
    ("هاک کرا", "لەلایەن"),
    ("لەلایەن", "هاک کرا"),
    // Russian, Ukrainian, Hebrew, Greek.
    ("взлом", "командой"),
    ("взлом", "группой"),
    ("взлом", " by "),
    ("зламан", " by "),
    ("נפרץ", "על ידי"),
    ("χακαρ", "απο"),
    // Chinese, Japanese, Korean, Thai, Bengali, Hindi, Urdu.
    ("被黑", " by "),
    ("被", "入侵"),
    ("によって", "ハッ"),
    ("에 의해", "해킹"),
    ("ถูกแฮ", "โดย"),
    ("দ্বারা", "হ্যাক"),
    ("द्वारा", "हैक"),
    ("طرف سے", "ہیک"),
];

/// Claimed: it was done, by nobody in particular. An owner may say so as well.
const CLAIMED: &[&str] = &[
    concat!(
        r"(?:you|u)(?:_(?:have|has|were|are|r|ve|got|get|been|be|just)){1,4}",
        r"_(?:hacked|haxe?d|pwned|owned|rooted|defaced|haxored)\b"
    ),
    concat!(
        r"(?:web_?site|site|web|server|system|page|portal|database|security|admin|root)",
        r"(?:_(?:is|are|was|has|have|been|got|get|now|just)){0,3}",
        r"_(?:hacked|haxe?d|pwned|defaced|haxored|breached|rooted)\b"
    ),
    r"(?:system|server|web_?site|site)_owned[^a-z0-9\n]*$",
    r"(?:we|i)(?:_(?:have|just|ve))?_(?:hacked|pwned|owned|rooted|defaced)_(?:you|your|ur|this)\b",
    concat!(
        r"(?:your|ur|this|the)(?:_(?:web|site|website|server|system|s))*_security",
        r"_(?:(?:is|was|so|very)_)*(?:low|weak|bad|shit|poor|down|suck|fuck|broken|zero|0|null)"
    ),
    r"(?:hacked|defaced|pwned)_from\b",
    r"(?:we_are|chung_toi_la)_(?:anonymous|legion)\b",
    r"we_(?:do_not|dont|don_t|never)_(?:forgive|forget)\b",
    r"expect_us\b",
    // Vietnamese, Indonesian.
    r"bi_(?:hack|deface|hacker_(?:kiem_soat|chiem|danh_sap|ha_guc))\b",
    r"dot_nhap_thanh_cong\b",
    concat!(
        r"(?:trang|web|website|site|he_thong|may_chu)_(?:\w+_){0,3}",
        r"bi_(?:ha_guc|danh_sap|chiem_quyen|xam_nhap)\b"
    ),
    r"(?:telah|sudah|udah|berhasil|kena)_(?:di_?)?(?:hack|retas|deface|bobol)\w*",
    r"(?:situs|website|web|sistem|server|telah)_(?:\w+_){0,3}diretas\b",
    r"kami_(?:retas|hack|deface)\b",
    // Turkish, Kurdish.
    r"hacklen(?:di|mis)\w*",
    r"hack_?ed(?:il|ild)\w*",
    r"ha(?:t|te)_hack_?kirin\b",
    // Spanish, Portuguese, French, Italian, German, Polish.
    concat!(
        r"(?:sitio|pagina|web|site|sistema|servidor|portal)(?:_(?:ha|foi|fue|sido|esta|web)){0,3}",
        r"_(?:hackead|hakead|jaquead|invadid|pwnead|ownead|desfigurad|pichad|vulnerad)[oa]s?\b"
    ),
    r"(?:site|page|serveur|systeme)(?:_(?:web|a|ete|est)){0,4}_(?:hacke|pirate|deface|pwne)e?\b",
    r"(?:sito|server|pagina|sistema)(?:_(?:web|e|stato|stata)){0,3}_(?:hackerat|hackat|violat)[oa]\b",
    r"(?:seite|website|webseite|server|system)(?:_(?:wurde|ist|worden)){1,2}_gehackt\b",
    r"[zs]hac?kowan[yaoi]\b",
    r"(?:feltort(?:e|ek|uk)|hacknut[oay]?)\b",
    r"(?:system|security)_breach(?:ed)?_detected\b",
    // Those who want a ransom.
    r"we_have_(?:all_)?(?:of_)?your_(?:data|database|files)\b",
    r"(?:your|all)_(?:\w+_){0,2}(?:files|data)_(?:\w+_){0,3}(?:have|has|are|were)_(?:been_)?encrypted\b",
];

/// The sentences of a slogan. One or two of them are quoted everywhere.
const CREED: &[&str] = &[
    r"we_are_anonymous",
    r"we_are_legion",
    r"(?:we_)?(?:do_not|dont|don_t|never)_(?:forgive|forget)",
    r"(?:you_should_(?:have_)?)?expect(?:ed)?_us",
    r"chung_toi_la_(?:anonymous|legion)",
    r"(?:chung_toi_)?khong_(?:tha_thu|lang_quen|quen)",
    r"hay_(?:cho|doi)_chung_toi",
];

/// The same in other scripts.
const CLAIMED_OTHERS: &[&str] = &[
    // Russian, Ukrainian.
    "взломан",
    "взломано",
    "взломана",
    "взломали",
    "хакнут",
    "зламано",
    // Arabic, Persian, Kurdish, Urdu.
    "تم اختراق",
    "تم الاختراق",
    "تم تهكير",
    "تم التهكير",
    "اخترق من قبل",
    "موقع مخترق",
    "تحت سيطرة",
    "مر من هنا",
    "هک شد",
    "هک گردید",
    "هک شدید",
    "توسط هکر",
    "هاک کرا",
    "هاککرا",
    "ہیک کر",
    "ہیک ہو",
    // Bengali, Hindi, Hebrew, Greek.
    "হ্যাক করা",
    "হ্যাক করেছ",
    "হ্যাক হয়েছে",
    "হ্যাকড",
    "हैक कर",
    "हैक हो",
    "हैक किया",
    "נפרץ על ידי",
    "האתר נפרץ",
    "χακαρ",
    // Chinese, Japanese, Korean, Thai.
    "已被黑",
    "被黑客",
    "黑客入侵",
    "网站被黑",
    "系统被黑",
    "被我黑",
    "黑了你",
    "你被黑",
    "入侵成功",
    "成功入侵",
    "攻击成功",
    "到此一游",
    "駭客入侵",
    "被駭",
    "ハッキングされ",
    "ハックされ",
    "乗っ取りました",
    "해킹당",
    "해킹되었",
    "해킹됐",
    "해킹했",
    "ถูกแฮก",
    "ถูกแฮ็ก",
    "โดนแฮก",
    "โดนแฮ็ก",
    "แฮกโดย",
];

/// Verbs that others sign with too, though seldom where nothing else is on the page.
const TAGGED: &[&str] = &[
    concat!(
        r"(?:touch(?:ed)?|stamp(?:ed)?|root(?:ed)?|infected|invaded|exploited|breached|conquered",
        r"|infiltrated|raped|penetrated?)(?:_(?:security|site|system|server|website|web))?_by\b"
    ),
    r"bi_(?:tan_cong|chiem_quyen(?:_\w+)?(?:_\w+)?|xam_nhap)_boi\b",
    r"(?:invadid|piratead|vulnerad|violad|tomad|comprometid)[oa]_(?:por|pel[oa])\b",
    r"pirate_par\b",
    r"hacker\w*_(?:\w+_){0,4}(?:da|tung)_(?:ghe|o|den)_(?:tham|qua|day)\b",
    r"violat[oa]_da\b",
];

/// Verbs that others sign with every day.
const AMBIGUOUS: &[&str] = &[concat!(
    r"(?:lock(?:ed)?|own(?:e|z)?d|destroyed|crash(?:ed)?|vandali[sz]ed|bypass(?:ed)?|attacked",
    r"|seized|captured|inject(?:ed)?|struck|taken_(?:down|over))",
    r"(?:_(?:security|site|system|server|web))?_by\b"
)];

pub(super) static SIGNATURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!("{}|(?P<behind>{})|(?P<other>{})", signed(), behind(), others())).ok()
});

pub(super) static CLAIM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?m){}", claimed())).ok());

pub(super) static WEAK_SIGNATURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!("(?P<tagged>{})|{}", pattern(TAGGED), pattern(AMBIGUOUS))).ok()
});

/// What Anonymous says of itself, sentence after sentence: nobody else says so much of it.
pub(super) static SLOGAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sentence = pattern(CREED);
    Regex::new(&format!(r"{sentence}(?:[\x00-/:-@\[-`{{-\x7f]{{1,12}}{sentence}){{2,}}")).ok()
});

/// The verbs that tag walls.
pub(super) static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&pattern(TAGGED)).ok());

/// Any of the above: nearly all texts have none, and can be let go after one look.
pub(super) static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let weak = [pattern(TAGGED), pattern(AMBIGUOUS)];
    let [tagged, ambiguous] = weak;
    let all = [signed(), behind(), others(), tagged, ambiguous, claimed()];
    Regex::new(&format!("(?m){}", all.join("|"))).ok()
});

fn signed() -> String {
    pattern(SIGNED)
}

fn behind() -> String {
    pattern(SIGNED_BEHIND)
}

fn others() -> String {
    let others = SIGNED_OTHERS
        .iter()
        .map(|(one, other)| format!(r"{}[^\n]{{0,40}}?{}", literal(one), literal(other)));
    others.collect::<Vec<_>>().join("|")
}

fn claimed() -> String {
    let others = CLAIMED_OTHERS.iter().map(|&phrase| literal(phrase)).collect::<Vec<_>>().join("|");
    // A line that says nothing else.
    let words = "hacked|p[ao]?wned|defaced|haxored|owned|rooted|hackead[oa]|hackerat[oa]|gehackt";
    let alone = format!(r"^[^a-z0-9\n]*(?:{words})(?: :?(?:p|d|xd|lol))?[^a-z0-9\n]*$");
    format!("{}|{others}|{alone}", pattern(CLAIMED))
}

/// `x was here`, with the name.
pub(super) static CAME_BY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let rest = r"[^a-z0-9\n]*(?:hacked|pwned|owned)?[^a-z0-9\n]*";
    Regex::new(&format!("(?m)^[^\\n]{{1,40}}? (?:was|were) here{rest}$")).ok()
});

/// One regular expression for phrases, each at the beginning of a word.
///
/// Text without marks is ASCII in nearly all languages that have Latin letters, so the classes are
/// kept to ASCII: a hundred phrases with those of Unicode take megabytes.
pub(super) fn pattern(phrases: &[&str]) -> String {
    let any = phrases.join("|").replace("_?", "[^a-z0-9]{0,4}").replace('_', "[^a-z0-9]{1,8}");
    let any = any.replace(r"\w", "[a-z0-9]").replace("[^a-z0-9]", r"[\x00-/:-`{-\x7f]");
    let any = any.replace(r"\b", r"(?-u:\b|\x5f)");
    format!(r"(?-u:\b|\x5f)(?:{any})")
}

/// A phrase in letters that are no ASCII.
pub(super) fn literal(phrase: &str) -> String {
    plain(phrase).split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"[\x00-/]{1,8}")
}
