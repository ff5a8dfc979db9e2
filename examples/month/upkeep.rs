//! What owners change on purpose and announce: libraries and a redesign.

use canhcong::finding::{Finding, Severity};

/// A change that the owner announced.
pub struct Upkeep {
    pub portal: usize,
    pub night: i64,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Library,
    Redesign,
}

/// The announced changes of the month.
pub const UPKEEP: &[Upkeep] = &[
    Upkeep { portal: 2, night: 8, kind: Kind::Library },
    Upkeep { portal: 5, night: 10, kind: Kind::Library },
    Upkeep { portal: 4, night: 11, kind: Kind::Redesign },
    Upkeep { portal: 11, night: 13, kind: Kind::Library },
    Upkeep { portal: 9, night: 17, kind: Kind::Library },
    Upkeep { portal: 13, night: 22, kind: Kind::Library },
];

/// What the redesign brings from a network of others.
pub const CDN: &str = "https://cdn.jsdelivr.net/npm/swiper@11/swiper-bundle.min.js";

pub fn is_redesigned(portal: usize, night: i64) -> bool {
    done(portal, night, Kind::Redesign)
}

pub fn has_new_library(portal: usize, night: i64) -> bool {
    done(portal, night, Kind::Library)
}

fn done(portal: usize, night: i64, kind: Kind) -> bool {
    UPKEEP.iter().any(|own| own.portal == portal && own.kind == kind && night >= own.night)
}

impl Upkeep {
    /// A person has to approve a change; so many findings about it are their right number.
    pub fn room(&self) -> usize {
        match self.kind {
            Kind::Library => 1,
            // Skeleton, two scripts of its own, the network's, a title or two.
            Kind::Redesign => 6,
        }
    }

    /// Whether a finding tells of this change, and no louder than it should. A page that had not its
    /// turn that night shows it within a week.
    pub fn explains(&self, portal: usize, night: i64, finding: &Finding) -> bool {
        let marks: &[&str] = match self.kind {
            Kind::Library => &["jquery.min.js"],
            Kind::Redesign => {
                &["giao-dien-2026", "cdn.jsdelivr.net", "layout-2026", "swiper", "template"]
            }
        };
        let rules: &[&str] = match self.kind {
            Kind::Library => &[],
            Kind::Redesign => &["replaced-content"],
        };
        let excerpt = &finding.excerpt.text;
        let says =
            marks.iter().any(|mark| finding.subject.contains(mark) || excerpt.contains(mark));
        self.portal == portal
            && (self.night..=self.night + 7).contains(&night)
            && finding.severity <= Severity::Medium
            && (says || rules.contains(&finding.rule))
    }
}
