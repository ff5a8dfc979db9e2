//! What was found, as every paper tells it.

use super::Case;
use crate::{
    detect::{NIGHT_RULES, RULES},
    finding::Lang,
    identity::Identity,
    outcome::Fate,
    report::{defang, handling, labels, signals},
};

pub(super) struct Wound {
    pub id: String,
    pub portal: String,
    pub home: String,
    pub host: String,
    pub agency: String,
    pub family: &'static str,
    pub rule: String,
    pub severity: &'static str,
    pub subject: String,
    /// Why it matters, what to do; empty where the rule is no longer known.
    pub why: &'static str,
    pub repair: &'static str,
    pub pages: Vec<String>,
    /// Pages that are only counted.
    pub more_pages: usize,
    pub line: u32,
    pub column: u32,
    pub excerpt: [String; 3],
    pub signals: Vec<String>,
    pub identity: &'static str,
    pub confirmed: &'static str,
    pub first_seen: String,
    pub first_seen_utc: String,
    pub opened_at: String,
    pub last_seen: String,
    pub last_seen_utc: String,
    pub came_back: String,
    pub standing: String,
    pub rsit: &'static str,
    pub attack: &'static str,
}

impl Wound {
    pub fn new(case: &Case<'_>, lang: Lang) -> Self {
        let own = &case.story.incident;
        let home = case.home();
        let pages = RULES.iter().map(|rule| (rule.id, rule.why, rule.repair));
        let nights = NIGHT_RULES.iter().map(|rule| (rule.id, rule.why, rule.repair));
        let rule = pages.chain(nights).find(|(id, ..)| *id == own.rule);
        let taxonomy = own.family.taxonomy();
        Self {
            id: defang::text(&own.id.0),
            portal: case.portal_name(),
            home: defang::own_page(home, home),
            host: defang::host(home).map(defang::plain).unwrap_or_default(),
            agency: case.agency().unwrap_or_default(),
            family: labels::family(own.family).in_lang(lang),
            rule: defang::text(&own.rule),
            severity: labels::severity(own.severity).in_lang(lang),
            subject: defang::subject(&own.subject),
            why: rule.map(|(_, why, _)| why.in_lang(lang)).unwrap_or_default(),
            repair: rule.map(|(.., repair)| repair.in_lang(lang)).unwrap_or_default(),
            pages: own.pages.iter().map(|page| defang::own_page(page, home)).collect(),
            more_pages: own.pages_total.saturating_sub(own.pages.len()),
            line: own.place.line,
            column: own.place.column,
            excerpt: defang::marked(&own.excerpt.text, &own.excerpt.mark),
            signals: signals::in_words(&own.signals, lang)
                .into_iter()
                .map(|phrase| format!("{} [{}]", phrase.words, phrase.code))
                .collect(),
            identity: labels::identity(own.identity).in_lang(lang),
            confirmed: labels::confirmed(own.confirmed).in_lang(lang),
            first_seen: labels::moment(own.first_seen, lang),
            first_seen_utc: labels::utc(own.first_seen),
            opened_at: labels::moment(own.opened_at, lang),
            last_seen: labels::moment(own.last_seen, lang),
            last_seen_utc: labels::utc(own.last_seen),
            came_back: match own.times_reopened {
                0 => String::new(),
                times => handling::came_back(times, lang),
            },
            standing: standing(own.fate, lang),
            rsit: taxonomy.rsit,
            attack: taxonomy.attack.unwrap_or_default(),
        }
    }
}

fn standing(fate: Fate, lang: Lang) -> String {
    match (fate, lang) {
        (Fate::Open, Lang::Vi) => "vẫn còn ở lần quét gần nhất".to_owned(),
        (Fate::Open, Lang::En) => "still there at the latest look".to_owned(),
        (Fate::Clearing { nights, .. }, Lang::Vi) => {
            format!("không còn thấy trong {nights} đêm, chưa đủ để coi là đã khắc phục")
        }
        (Fate::Clearing { nights: 1, .. }, Lang::En) => {
            "not seen for 1 night, not yet long enough to call it healed".to_owned()
        }
        (Fate::Clearing { nights, .. }, Lang::En) => {
            format!("not seen for {nights} nights, not yet long enough to call it healed")
        }
        (Fate::Healed { at, .. }, Lang::Vi) => {
            format!("đã khắc phục, xác nhận lúc {}", labels::moment(at, lang))
        }
        (Fate::Healed { at, .. }, Lang::En) => {
            format!("healed, as the look of {} showed", labels::moment(at, lang))
        }
    }
}

/// The name of a visitor whose id stands in a file; an unknown id is shown as it is.
pub(super) fn visitor(id: &str, lang: Lang) -> String {
    match Identity::ALL.into_iter().find(|identity| identity.id() == id) {
        Some(identity) => labels::identity(identity).in_lang(lang).to_owned(),
        None => defang::text(id),
    }
}
