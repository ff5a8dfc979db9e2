//! Software as the template shows it.

use crate::{
    finding::Lang,
    outcome::Software,
    report::{defang, labels},
};

/// Holes that are named.
const MOST_HOLES: usize = 10;

pub(super) struct SoftwareView {
    pub product: String,
    pub version: String,
    pub standing: &'static str,
    pub standing_id: String,
    pub why: String,
    pub holes: String,
    pub evidence: Vec<String>,
}

impl SoftwareView {
    pub fn new(software: &Software, lang: Lang) -> Self {
        let certain = software.holes.iter().filter(|hole| hole.certain);
        let holes: Vec<&str> = certain.take(MOST_HOLES).map(|hole| hole.id.as_str()).collect();
        Self {
            product: defang::text(&software.product),
            version: defang::text(&software.version.all),
            standing: labels::software(&software.standing).in_lang(lang),
            standing_id: software.standing.clone(),
            why: defang::text(software.why.in_lang(lang)),
            holes: defang::text(&holes.join(", ")),
            evidence: software.evidence.iter().map(|line| defang::text(line)).collect(),
        }
    }
}
