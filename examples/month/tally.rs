//! What was told of each attack and when, and what was told of nothing.

use std::collections::{BTreeSet, HashMap};

use canhcong::{
    finding::{Finding, Severity},
    outcome::{Report, Reported, State},
};

use crate::{
    attacks::Attack,
    plan::ATTACKS,
    portal::Portal,
    upkeep::{UPKEEP, Upkeep},
};

/// Portals are young for so many nights: only what is grave counts against them.
pub const YOUNG: i64 = 7;
/// At most one false alarm at `high` or above in so many page-nights.
const HIGH_IN: usize = 10_000;
/// At most one at `medium` in so many page-nights after the first week.
const MEDIUM_IN: usize = 1_000;

/// The count of a month.
#[derive(Default)]
pub struct Tally {
    pub pages: usize,
    /// Those of them after the first week.
    pub pages_grown: usize,
    /// By place in [`ATTACKS`].
    pub attacks: HashMap<usize, Story>,
    /// By place in [`UPKEEP`]: how many findings told of it.
    pub upkeep: HashMap<usize, usize>,
    pub alarms: Vec<Alarm>,
    /// Portal-nights that could not be judged.
    pub not_judged: usize,
    /// The gravest that was told of a finding before, by portal and fingerprint.
    told: HashMap<(String, String), Severity>,
}

/// What came of an attack.
#[derive(Default)]
pub struct Story {
    /// The first night on which the scan got to see it.
    pub shown: Option<i64>,
    /// The first night on which anything named it, and the gravest finding of that night.
    pub told: Option<(i64, Severity, &'static str)>,
    /// The same at `medium` or above.
    pub raised: Option<(i64, Severity, &'static str)>,
}

/// A finding that nothing explains.
pub struct Alarm {
    pub night: i64,
    pub portal: String,
    pub severity: Severity,
    pub rule: &'static str,
    pub subject: String,
    pub url: String,
}

impl Story {
    /// Whether it was raised on the night on which it could first be seen.
    pub fn holds(&self) -> bool {
        matches!((self.shown, self.raised), (Some(shown), Some((raised, ..))) if shown == raised)
    }
}

impl Tally {
    /// Takes in a night.
    pub fn add(&mut self, night: i64, report: &Report, portals: &[String], seen: &BTreeSet<usize>) {
        for place in seen {
            self.attacks.entry(*place).or_default().shown.get_or_insert(night);
        }
        for portal in &report.portals {
            self.pages += portal.coverage.fetched;
            self.pages_grown += if night > YOUNG { portal.coverage.fetched } else { 0 };
            let judged = matches!(portal.state, State::Clean | State::Findings);
            self.not_judged += usize::from(!judged);
            let Some(index) = portals.iter().position(|id| *id == portal.portal) else { continue };
            for reported in &portal.findings {
                self.hear(night, index, &portal.portal, reported);
            }
        }
    }

    fn hear(&mut self, night: i64, index: usize, id: &str, reported: &Reported) {
        let finding = &reported.finding;
        let is_attack = self.explained_by_attack(night, index, finding);
        let key = (id.to_owned(), finding.id.0.clone());
        let before = self.told.insert(key, finding.severity);
        // A finding that was told of before is news only where it has become graver.
        let is_news = before.is_none_or(|before| before < finding.severity)
            || reported.standing == canhcong::finding::Standing::Reopened;
        if is_attack || !is_news || finding.severity < Severity::Medium {
            return;
        }
        if self.explained_by_owner(night, index, finding) {
            return;
        }
        self.alarms.push(Alarm {
            night,
            portal: id.to_owned(),
            severity: finding.severity,
            rule: finding.rule,
            subject: finding.subject.clone(),
            url: finding.url.clone(),
        });
    }

    fn explained_by_attack(&mut self, night: i64, index: usize, finding: &Finding) -> bool {
        let mut explained = false;
        for (place, attack) in ATTACKS.iter().enumerate() {
            if attack.portal != index || !attack.is_on(night) || !names(attack, finding) {
                continue;
            }
            explained = true;
            let story = self.attacks.entry(place).or_default();
            let tonight = (night, finding.severity, finding.rule);
            note(&mut story.told, tonight);
            if finding.severity >= Severity::Medium {
                note(&mut story.raised, tonight);
            }
        }
        explained
    }

    fn explained_by_owner(&mut self, night: i64, index: usize, finding: &Finding) -> bool {
        let explains = |own: &(usize, &Upkeep)| own.1.explains(index, night, finding);
        let Some((place, upkeep)) = UPKEEP.iter().enumerate().find(explains) else { return false };
        let count = self.upkeep.entry(place).or_default();
        *count += 1;
        *count <= upkeep.room()
    }

    /// The attacks that a month of so many nights and portals has.
    pub fn expected(nights: i64, portals: usize) -> impl Iterator<Item = (usize, &'static Attack)> {
        let all = ATTACKS.iter().enumerate();
        all.filter(move |(_, attack)| attack.portal < portals && attack.from <= nights)
    }

    /// How many false alarms there are at `high` or above.
    pub fn high(&self) -> usize {
        self.alarms.iter().filter(|alarm| alarm.severity >= Severity::High).count()
    }

    /// How many at `medium`, after the first week.
    pub fn medium(&self) -> usize {
        let counts = |alarm: &&Alarm| alarm.severity == Severity::Medium && alarm.night > YOUNG;
        self.alarms.iter().filter(counts).count()
    }

    /// Whether the figures are as they have to be.
    pub fn holds(&self, nights: i64, portals: usize) -> bool {
        let raised = Self::expected(nights, portals)
            .all(|(place, _)| self.attacks.get(&place).is_some_and(Story::holds));
        raised
            && self.high() * HIGH_IN <= self.pages
            && self.medium() * MEDIUM_IN <= self.pages_grown
    }
}

/// The first night counts, and of it the gravest.
fn note(first: &mut Option<(i64, Severity, &'static str)>, tonight: (i64, Severity, &'static str)) {
    match first {
        Some(known) if known.0 != tonight.0 || known.1 >= tonight.1 => {}
        _ => *first = Some(tonight),
    }
}

/// Whether a finding names what was planted.
fn names(attack: &Attack, finding: &Finding) -> bool {
    let places = [&finding.subject, &finding.url, &finding.excerpt.text];
    attack.marks.iter().any(|mark| places.iter().any(|place| place.contains(mark)))
}

/// The ids of the portals, by index.
pub fn ids(portals: &[Portal]) -> Vec<String> {
    portals.iter().map(|portal| portal.id.clone()).collect()
}
