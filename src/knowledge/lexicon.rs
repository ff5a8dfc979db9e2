//! The words by which spam betrays itself, and where a word counts.
//!
//! The same words stand in police warnings, in law texts and in sports news. A term is therefore
//! only ever looked for in a place that its author chose to be found by: an anchor, a title, a
//! heading, an address, hidden text. Running prose is never searched for single terms.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::{page::text, target::Sector};

/// One term of the lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term, lower case, NFC.
    pub text: String,
    /// Without marks, hyphens as spaces: the forms of one term share it.
    plain: String,
    /// Whether it says enough by itself.
    pub strong: bool,
    /// What is sold: `casino`, `loan`, `brand` ….
    pub category: String,
    /// `vi`, `vi-ascii` (marks removed), `any`, `en`, `id`, `th` ….
    pub language: String,
}

impl Term {
    /// Whether two terms are one, with and without its marks.
    pub fn is_form_of(&self, other: &Term) -> bool {
        self.plain == other.plain
    }

    /// Whether the agencies of a sector have to do with what the term means: they write about it,
    /// where others could only advertise it.
    pub fn is_at_home_in(&self, sector: Option<Sector>) -> bool {
        match sector {
            Some(Sector::Lottery) => self.category == "lottery",
            Some(Sector::Health) => self.category == "pharma",
            Some(Sector::Finance) => self.category == "loan",
            Some(Sector::Police | Sector::Justice) => self.category != "brand",
            _ => false,
        }
    }
}

/// How much of a text is about what the lexicon knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Terms, strong and weak, each time they occur.
    pub terms: usize,
    /// Distinct ones among them.
    pub distinct: usize,
    /// All words.
    pub words: usize,
}

/// All terms, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Lexicon {
    terms: Vec<Term>,
    /// Terms as they are written, for text with diacritics.
    accented: Searcher,
    /// Terms without marks, for text that carries none: addresses, careless anchors.
    plain: Searcher,
    /// Strong terms with all spaces gone, for words that were glued, or spaced out letter by letter.
    joined: Searcher,
}

#[derive(Clone, Debug)]
struct Searcher {
    automaton: AhoCorasick,
    /// Index into the terms for each pattern.
    terms: Vec<usize>,
}

impl Lexicon {
    /// From a table that is known to be in order: `data/lexicon.tsv`.
    pub(super) fn parse(table: &str) -> Self {
        let mut terms = Vec::new();
        // A test holds the table that comes with the program to its form.
        let _ = add(&mut terms, table);
        Self::of(terms)
    }

    /// Adds an operator's terms. A term that is there already takes the new strength; `off` takes
    /// it out.
    ///
    /// # Errors
    /// The number of the first line, from 1, that is no term, and what was expected.
    pub(super) fn extend(&mut self, table: &str) -> Result<(), (usize, String)> {
        let mut terms = std::mem::take(&mut self.terms);
        add(&mut terms, table)?;
        *self = Self::of(terms);
        Ok(())
    }

    fn of(terms: Vec<Term>) -> Self {
        let accented = Searcher::new(&terms, |term| {
            (!matches!(&*term.language, "vi-ascii" | "slug"))
                .then(|| text::fold(&term.text).accented)
        });
        let plain = Searcher::new(&terms, |term| has_plain_form(term).then(|| term.plain.clone()));
        let joined = Searcher::new(&terms, |term| {
            let joined: String = term.plain.split_whitespace().collect();
            (term.strong && joined.is_ascii() && joined.len() >= 6).then_some(joined)
        });
        Self { terms, accented, plain, joined }
    }

    /// Distinct terms in a text that was written to be found, in order of appearance.
    pub fn in_words(&self, words: &str, sector: Option<Sector>) -> Vec<&Term> {
        let folded = text::fold(words);
        let mut found = Vec::new();
        self.accented.find(&folded.accented, &mut found);
        if !text::has_vietnamese_marks(words) {
            self.plain.find(&folded.plain, &mut found);
        }
        self.joined.find(&folded.plain, &mut found);
        self.distinct(found, sector)
    }

    /// Distinct terms in an address: host labels, path and query, taken apart at every sign.
    pub fn in_address(&self, address: &str, sector: Option<Sector>) -> Vec<&Term> {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let decoded = percent_decoded(rest);
        let words: String = decoded
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let folded = text::fold(&words);
        let mut found = Vec::new();
        self.accented.find(&folded.accented, &mut found);
        self.plain.find(&folded.plain, &mut found);
        self.joined.find(&folded.plain, &mut found);
        self.distinct(found, sector)
    }

    /// How much of a text is about what the lexicon knows; words of state lotteries do not count.
    pub fn share_of(&self, text: &str) -> Share {
        let folded = text::fold(text);
        let (mut accented, mut plain) = (Vec::new(), Vec::new());
        self.accented.find(&folded.accented, &mut accented);
        if !text::has_vietnamese_marks(text) {
            self.plain.find(&folded.plain, &mut plain);
        }
        // Both read the same text: what one finds the other may find again.
        let found = if plain.len() > accented.len() { plain } else { accented };
        let is_trade =
            |index: &usize| self.terms.get(*index).is_some_and(|term| term.category != "lottery");
        let terms: Vec<usize> =
            found.into_iter().map(|(_, index)| index).filter(is_trade).collect();
        let distinct: HashSet<usize> = terms.iter().copied().collect();
        let spaceless = folded.accented.chars().filter(|c| is_spaceless(*c)).count();
        Share {
            terms: terms.len(),
            distinct: distinct.len(),
            words: folded.accented.split_whitespace().count() + spaceless / LETTERS_OF_A_WORD,
        }
    }

    fn distinct(&self, mut found: Vec<(usize, usize)>, sector: Option<Sector>) -> Vec<&Term> {
        found.sort_unstable();
        let mut seen = Vec::new();
        for (_, index) in found {
            let Some(term) = self.terms.get(index) else { continue };
            let known = seen.iter().any(|known: &&Term| known.plain == term.plain);
            let usual = !term.strong && term.is_at_home_in(sector);
            if !known && !usual {
                seen.push(term);
            }
        }
        seen
    }
}

impl Searcher {
    fn new(terms: &[Term], pattern: impl Fn(&Term) -> Option<String>) -> Self {
        let (patterns, terms): (Vec<String>, Vec<usize>) = terms
            .iter()
            .enumerate()
            .filter_map(|(index, term)| Some((pattern(term)?, index)))
            .unzip();
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .unwrap_or_else(|_| unreachable_automaton());
        Self { automaton, terms }
    }

    /// Matches on token boundaries, as (position, term): where several overlap, the first one, and
    /// of those that begin together the longest.
    fn find(&self, text: &str, found: &mut Vec<(usize, usize)>) {
        let mut hits: Vec<(usize, Reverse<usize>, usize)> = self
            .automaton
            .find_overlapping_iter(text)
            .filter(|hit| on_boundaries(text, hit.start(), hit.end()))
            .filter_map(|hit| {
                let term = self.terms.get(hit.pattern().as_usize())?;
                Some((hit.start(), Reverse(hit.end()), *term))
            })
            .collect();
        hits.sort_unstable();
        let mut free = 0;
        for (start, Reverse(end), term) in hits {
            if start >= free {
                found.push((start, term));
                free = end;
            }
        }
    }
}

/// The patterns are a few kilobytes of embedded text, so building cannot run out of states.
fn unreachable_automaton() -> AhoCorasick {
    AhoCorasickBuilder::new()
        .build(std::iter::empty::<&str>())
        .unwrap_or_else(|error| unreachable!("an automaton without patterns: {error}"))
}

/// Terms that are also looked for where no marks are written.
fn has_plain_form(term: &Term) -> bool {
    matches!(&*term.language, "vi-ascii" | "slug" | "any" | "en" | "id")
}

/// Characters that a word has on average where no spaces are put between words.
const LETTERS_OF_A_WORD: usize = 3;

/// Thai, Chinese, Japanese.
fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0E7F | 0x2E80..=0x9FFF | 0xF900..=0xFAFF)
}

/// Korean sets its words apart, and hangs particles on their ends.
fn takes_particles(c: char) -> bool {
    matches!(u32::from(c), 0xAC00..=0xD7A3)
}

/// Languages that put no spaces between words have no token boundaries to ask for.
fn on_boundaries(text: &str, start: usize, end: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    let first = text[start..end].chars().next();
    let last = text[start..end].chars().next_back();
    let open = text[..start].chars().next_back().is_none_or(|c| !is_word(c));
    let close = text[end..].chars().next().is_none_or(|c| !is_word(c));
    (open || first.is_some_and(is_spaceless))
        && (close || last.is_some_and(|c| is_spaceless(c) || takes_particles(c)))
}

fn percent_decoded(text: &str) -> String {
    let decoded: Vec<u8> = url::form_urlencoded::parse(text.replace('=', "%3D").as_bytes())
        .flat_map(|(key, value)| [key.into_owned(), value.into_owned(), " ".into()])
        .flat_map(String::into_bytes)
        .collect();
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Reads a table into terms: term, strength, category, language, note, a tab between them. Empty
/// lines, `#` comments and the header are left out.
fn add(terms: &mut Vec<Term>, table: &str) -> Result<(), (usize, String)> {
    let mut known: HashMap<String, usize> =
        terms.iter().enumerate().map(|(index, term)| (term.text.clone(), index)).collect();
    let mut off = HashSet::new();
    for (index, line) in table.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') || line.starts_with("term\t") {
            continue;
        }
        let (strength, term) = parse_term(line).map_err(|why| (index + 1, why))?;
        match (strength, known.get(&term.text)) {
            (Strength::Off, _) => {
                off.insert(term.text);
            }
            (Strength::Counts, Some(known)) => {
                if let Some(known) = terms.get_mut(*known) {
                    known.strong = term.strong;
                }
            }
            (Strength::Counts, None) => {
                known.insert(term.text.clone(), terms.len());
                terms.push(term);
            }
        }
    }
    terms.retain(|term| !off.contains(&term.text));
    Ok(())
}

enum Strength {
    Counts,
    Off,
}

fn parse_term(line: &str) -> Result<(Strength, Term), String> {
    let expected = "expected: term, strength (strong, weak or off), category, language, note, with \
                    a tab between them";
    let columns: Vec<&str> = line.split('\t').collect();
    let [text, strength, category, language, ..] = columns.as_slice() else {
        return Err(format!("{} columns; {expected}", columns.len()));
    };
    let (strength, strong) = match *strength {
        "strong" => (Strength::Counts, true),
        "weak" => (Strength::Counts, false),
        "off" => (Strength::Off, false),
        other => return Err(format!("strength `{other}`; {expected}")),
    };
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Err(format!("no term; {expected}"));
    }
    let plain = text::fold(&text.replace('-', " ")).plain;
    let (category, language) = ((*category).to_owned(), (*language).to_owned());
    Ok((strength, Term { text, plain, strong, category, language }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::parse(include_str!("../../data/lexicon.tsv"))
    }

    fn words(text: &str) -> Vec<String> {
        lexicon().in_words(text, None).iter().map(|term| term.text.clone()).collect()
    }

    #[test]
    fn the_table_that_comes_with_the_program_is_in_order() {
        let mut terms = Vec::new();
        assert_eq!(add(&mut terms, include_str!("../../data/lexicon.tsv")), Ok(()));
        assert!(terms.len() > 1_000);
    }

    fn has_strong(text: &str) -> bool {
        lexicon().in_words(text, None).iter().any(|term| term.strong)
    }

    #[test]
    fn terms_are_found_with_and_without_marks() {
        assert!(has_strong("Nhà cái uy tín nhất"));
        assert!(has_strong("nha cai uy tin"));
        assert!(has_strong("NHÀ CÁI UY TÍN"));
    }

    #[test]
    fn a_text_with_marks_is_not_read_without_them() {
        // Without marks `hoãn cuộc` (to postpone a meeting) would read as `hoàn cược` (cash back).
        assert!(!words("Thông báo hoãn cuộc họp").iter().any(|term| term.contains("cược")));
    }

    #[test]
    fn terms_match_whole_tokens_only() {
        assert!(words("windows và darwin").is_empty());
        assert!(words("xw88z").is_empty());
        assert!(words("đăng ký W88 ngay").contains(&"w88".to_owned()));
    }

    #[test]
    fn addresses_are_taken_apart() {
        let lexicon = lexicon();
        let found = lexicon.in_address("https://w88.example/nha-cai-uy-tin?id=3", None);
        assert!(found.iter().any(|term| term.text == "w88"));
        assert!(found.iter().any(|term| term.strong && term.category != "brand"));
    }

    #[test]
    fn a_longer_term_that_does_not_fit_hides_no_shorter_one() {
        // `nhà cái uy tín` begins here and does not end on a boundary.
        assert!(words("nhà cái uy tính").contains(&"nhà cái".to_owned()));
    }

    #[test]
    fn words_of_agencies_read_without_marks_are_no_spam() {
        let lexicon = lexicon();
        for path in [
            "/bien-phap-ngua-thai-an-toan",
            "/dang-ky-tang-giam-lao-dong",
            "/truyen-dam-cho-nguoi-benh",
            "/so-sanh-cuoc-song-hom-nay",
            "/ty-le-keo-dai-thoi-gian",
            "/hoan-tra-cuoc-vien-thong",
            "/ve-so-do-gia-pha",
            "/nguoi-dan-de-nghi-mo-duong",
            "/lo-de-thi-vao-lop-10",
            "/vay-nong-nghiep-nong-thon",
            "/cap-ban-bang-tot-nghiep",
            "/danh-doi-thuong-xuyen",
            "/mua-ban-ca-giong",
            "/hoan-cuoc-hop",
            "/sodo-to-chuc",
        ] {
            let url = format!("https://portal.gov.example{path}");
            let found = lexicon.in_address(&url, None);
            assert!(!found.iter().any(|term| term.strong), "{path}: {found:?}");
        }
    }

    #[test]
    fn words_of_agencies_are_no_spam() {
        for title in [
            "Kết quả xổ số kiến thiết",
            "Giải bóng đá thiếu niên",
            "Vay vốn hộ nghèo, lãi suất ưu đãi",
            "Chiếu phim lưu động phục vụ đồng bào",
            "Đăng ký tặng sách cho thư viện",
            "Giải đua ngựa Thái Nguyên",
            "Cách nấu xôi lạc",
            "Chốt đề án sắp xếp xã",
            "Giáo dục giới tính cho học sinh",
            "Buổi làm việc về casino và trò chơi có thưởng",
            "Chọi trâu Đồ Sơn",
            "Mua bán tài khoản ngân hàng là phạm pháp",
            "Quy định về thuốc phá thai",
            "风俗习惯",
            "娱乐场所管理",
            "カジノ計画",
            "ピエロ",
        ] {
            assert!(!has_strong(title), "{title}: {:?}", words(title));
        }
    }

    #[test]
    fn the_trade_is_told_in_its_languages() {
        for title in [
            "Situs slot gacor hari ini",
            "สล็อตเว็บตรง สมัครฟรี",
            "澳门新葡京官网注册",
            "線上賭場推薦",
            "ナイキ エアマックス 激安通販 送料無料",
            "온라인카지노 추천",
            "онлайн казино вулкан",
            "Buy viagra online without prescription",
            "write my essay for me",
            "replica rolex watches",
            "canlı bahis siteleri",
            "làm bằng đại học uy tín",
            "vay tiền nhanh trong ngày",
            "nhacaiuytin",
        ] {
            assert!(has_strong(title), "{title}");
        }
    }

    #[test]
    fn a_share_counts_every_time_a_term_occurs() {
        let share = lexicon().share_of("Nhà cái uy tín. Nhà cái uy tín, tài xỉu online. Vé số.");
        assert_eq!((share.terms, share.distinct, share.words), (3, 2, 13));
        let share = lexicon().share_of("สล็อตออนไลน์บาคาร่า");
        assert_eq!((share.terms, share.distinct), (2, 2));
        assert!(share.words > 3);
    }

    #[test]
    fn lottery_words_are_at_home_on_a_lottery_portal() {
        let lexicon = lexicon();
        let title = "Kết quả xổ số kiến thiết";
        assert!(lexicon.in_words(title, Some(Sector::Lottery)).is_empty());
        assert!(!lexicon.in_words(title, None).is_empty());
    }
}
