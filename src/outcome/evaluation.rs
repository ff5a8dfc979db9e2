//! How the rules did on pages of which people have said what they are.

use std::{cmp::Ordering, collections::BTreeMap, path::PathBuf};

use super::Rate;
use crate::finding::{Finding, Sentence, Severity};

/// Recall and false alarms, counted page by page: a page is as grave as its gravest finding.
#[derive(Debug)]
pub struct Evaluation {
    /// The severity from which an attack counts as found.
    pub fail_on: Severity,
    /// By set and label.
    pub tallies: BTreeMap<(String, String), Tally>,
    /// Benign pages with a finding at the lowest of [`Evaluation::levels`] or graver, gravest first.
    pub accused: Shortlist<LabelledPage>,
    /// Attacks below `fail_on`, the quietest first.
    pub missed: Shortlist<LabelledPage>,
    /// Lines that could not be followed.
    pub faults: Shortlist<Fault>,
    /// Labels that are left out, and how many lines have them.
    pub skipped: BTreeMap<String, usize>,
}

/// What became of the files of one label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines with this label.
    pub files: usize,
    /// Files that are something else than a page, such as a script.
    pub no_pages: usize,
    /// Files that could not be judged; each is among the faults.
    pub faulty: usize,
    /// Judged pages without any finding.
    pub quiet: usize,
    /// Judged pages by their gravest finding, in the order of [`Severity::ALL`].
    graded: [usize; Severity::ALL.len()],
}

/// A judged page and what people say of it.
#[derive(Debug)]
pub struct LabelledPage {
    /// The set that it belongs to.
    pub set: String,
    /// What people say it is.
    pub label: String,
    /// The file.
    pub path: PathBuf,
    /// The address under which it was judged.
    pub url: String,
    /// Its gravest finding.
    pub gravest: Option<Box<Finding>>,
}

/// A line of a manifest that could not be followed.
#[derive(Debug)]
pub struct Fault {
    /// The manifest.
    pub manifest: PathBuf,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong and what was expected.
    pub reason: Sentence,
}

/// What became of one line of a manifest.
#[derive(Debug)]
pub enum Seen {
    /// It was judged.
    Page(LabelledPage),
    /// The file of this set and label is no page.
    NoPage(String, String),
    /// It could not be followed; the set and label if it says them.
    Fault(Option<(String, String)>, Fault),
    /// Its label is left out.
    Skipped(String),
}

impl Evaluation {
    /// Nothing seen yet; lists will hold at most so many entries, and some labels are left out.
    pub fn new(fail_on: Severity, most: usize, skip: &[String]) -> Self {
        Self {
            fail_on,
            tallies: BTreeMap::new(),
            accused: Shortlist::new(most, |a, b| b.severity().cmp(&a.severity())),
            missed: Shortlist::new(most, |a, b| a.severity().cmp(&b.severity())),
            faults: Shortlist::new(most, |_, _| Ordering::Equal),
            skipped: skip.iter().map(|label| (label.clone(), 0)).collect(),
        }
    }

    /// Whether pages of this label must stay quiet. Every other label is an attack.
    pub fn is_benign(label: &str) -> bool {
        label.starts_with("benign")
    }

    /// The severities at which false alarms are counted, gravest first.
    pub fn levels(&self) -> Vec<Severity> {
        let mut levels = vec![self.fail_on, Severity::High, Severity::Medium];
        levels.sort_unstable_by(|a, b| b.cmp(a));
        levels.dedup();
        levels
    }

    /// Takes in one line.
    pub fn add(&mut self, seen: Seen) {
        match seen {
            Seen::Page(page) => self.add_page(page),
            Seen::NoPage(set, label) => self.tally(set, label).no_pages += 1,
            Seen::Fault(place, fault) => {
                if let Some((set, label)) = place {
                    self.tally(set, label).faulty += 1;
                }
                self.faults.push(fault);
            }
            Seen::Skipped(label) => *self.skipped.entry(label).or_default() += 1,
        }
    }

    fn add_page(&mut self, page: LabelledPage) {
        let severity = page.severity();
        self.tally(page.set.clone(), page.label.clone()).grade(severity);
        let floor = self.fail_on.min(Severity::Medium);
        if Self::is_benign(&page.label) {
            if severity >= Some(floor) {
                self.accused.push(page);
            }
        } else if severity < Some(self.fail_on) {
            self.missed.push(page);
        }
    }

    /// The tally of a label, in which one more file is counted.
    fn tally(&mut self, set: String, label: String) -> &mut Tally {
        let tally = self.tallies.entry((set, label)).or_default();
        tally.files += 1;
        tally
    }

    /// Everything benign, or every attack, together.
    pub fn total(&self, benign: bool) -> Tally {
        let mut total = Tally::default();
        for ((_, label), tally) in &self.tallies {
            if Self::is_benign(label) == benign {
                total.take_in(tally);
            }
        }
        total
    }
}

impl Tally {
    fn grade(&mut self, severity: Option<Severity>) {
        match Severity::ALL.iter().position(|known| Some(*known) == severity) {
            Some(at) => self.graded[at] += 1,
            None => self.quiet += 1,
        }
    }

    fn take_in(&mut self, other: &Self) {
        self.files += other.files;
        self.no_pages += other.no_pages;
        self.faulty += other.faulty;
        self.quiet += other.quiet;
        for (mine, others) in self.graded.iter_mut().zip(other.graded) {
            *mine += others;
        }
    }

    /// Pages that were judged.
    pub fn judged(&self) -> usize {
        self.quiet + self.graded.iter().sum::<usize>()
    }

    /// Judged pages whose gravest finding is exactly so grave.
    pub fn at(&self, severity: Severity) -> usize {
        self.grades().find(|(known, _)| *known == severity).map_or(0, |(_, count)| count)
    }

    /// How many of the judged pages are so grave or graver.
    pub fn at_least(&self, floor: Severity) -> Rate {
        let grave = self.grades().filter(|(severity, _)| *severity >= floor);
        Rate { hits: grave.map(|(_, count)| count).sum(), of: self.judged() }
    }

    fn grades(&self) -> impl Iterator<Item = (Severity, usize)> {
        Severity::ALL.into_iter().zip(self.graded)
    }
}

impl LabelledPage {
    /// How grave it is.
    pub fn severity(&self) -> Option<Severity> {
        self.gravest.as_ref().map(|finding| finding.severity)
    }
}

/// The first entries of an order, and how many there were. However many come, only about twice
/// as many as are wanted are held.
#[derive(Debug)]
pub struct Shortlist<T> {
    kept: Vec<T>,
    most: usize,
    total: usize,
    order: fn(&T, &T) -> Ordering,
}

impl<T> Shortlist<T> {
    fn new(most: usize, order: fn(&T, &T) -> Ordering) -> Self {
        Self { kept: Vec::new(), most, total: 0, order }
    }

    fn push(&mut self, entry: T) {
        self.total += 1;
        self.kept.push(entry);
        if self.kept.len() > self.most.saturating_mul(2) {
            // Stable, so of equals those that came first stay.
            self.kept.sort_by(self.order);
            self.kept.truncate(self.most);
        }
    }

    /// The entries in order, at most as many as were wanted.
    pub fn first(&self) -> Vec<&T> {
        let mut kept: Vec<&T> = self.kept.iter().collect();
        kept.sort_by(|a, b| (self.order)(a, b));
        kept.truncate(self.most);
        kept
    }

    /// How many there were.
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many of them [`Shortlist::first`] leaves out.
    pub fn left_out(&self) -> usize {
        self.total - self.kept.len().min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortlist_holds_the_first_of_an_order_however_many_come() {
        let mut list = Shortlist::new(3, |a: &(u32, char), b| a.0.cmp(&b.0));
        for entry in "kdfjahgbceil".chars().zip([5, 1, 7, 1, 9, 1, 2, 1, 8, 0, 3, 1]) {
            list.push((entry.1, entry.0));
            assert!(list.kept.len() <= 6);
        }
        assert_eq!(list.first(), [&(0, 'e'), &(1, 'd'), &(1, 'j')]);
        assert_eq!((list.total(), list.left_out()), (12, 9));
    }

    #[test]
    fn what_counts_follows_fail_on_and_every_file_is_accounted_for() {
        let page = |label: &str| {
            Seen::Page(LabelledPage {
                set: "s".into(),
                label: label.into(),
                path: PathBuf::new(),
                url: String::new(),
                gravest: None,
            })
        };
        let mut evaluation = Evaluation::new(Severity::Low, 20, &[]);
        let fault = |place| {
            let reason = Sentence { vi: String::new(), en: String::new() };
            Seen::Fault(place, Fault { manifest: PathBuf::new(), line: 2, reason })
        };
        evaluation.add(page("benign_vn"));
        evaluation.add(page("defaced"));
        evaluation.add(Seen::NoPage("s".into(), "defaced".into()));
        evaluation.add(fault(Some(("s".into(), "defaced".into()))));
        evaluation.add(fault(None));
        let attacks = evaluation.total(false);
        assert_eq!((attacks.files, attacks.judged()), (3, 1));
        assert_eq!(attacks.at_least(Severity::Low), Rate { hits: 0, of: 1 });
        assert_eq!(evaluation.total(true).files, 1);
        assert_eq!(
            [evaluation.missed.total(), evaluation.accused.total(), evaluation.faults.total()],
            [1, 0, 2]
        );
        assert_eq!(evaluation.levels(), [Severity::High, Severity::Medium, Severity::Low]);
    }
}
