//! How grave it is that a product is old.

use super::{Applying, Assessment, Extent, Standing};
use crate::{
    finding::Severity,
    software::{Confidence, Part},
};

/// For how long something newer must have been there before being behind it is worth a look.
const PATIENCE_DAYS: i32 = 90;

/// The gravest of what is known, or nothing where there is nothing to tell. Banners of servers are
/// notes: distributions mend what they package and keep its number.
pub(super) fn severity(assessment: &Assessment) -> Option<Severity> {
    let note = assessment.package.is_some() || assessment.part == Some(Part::Server);
    let holes = assessment.advisories.iter().map(of_hole);
    let gravest = holes.chain(of_standing(assessment)).max()?;
    Some(if note { gravest.min(Severity::Info) } else { gravest })
}

/// `Critical` if every possible version is affected and attackers are known to use it, or anybody
/// can run code; in a library that pages load, for instance, holes are never that bad by themselves.
fn of_hole(hole: &Applying) -> Severity {
    let advisory = &hole.advisory;
    let own = advisory.severity;
    if hole.extent == Extent::Possibly {
        return own.min(if advisory.exploited { Severity::Medium } else { Severity::Low });
    }
    let graver = match (advisory.exploited, own) {
        (true, Severity::High | Severity::Critical) => Severity::Critical,
        (true, _) => Severity::High,
        (false, own) => own,
    };
    match advisory.confidence {
        Confidence::Inferred => graver.min(Severity::Medium),
        Confidence::Vendor | Confidence::CveText => graver,
    }
}

fn of_standing(assessment: &Assessment) -> Option<Severity> {
    let is_portal = assessment.part == Some(Part::Portal);
    let patient = assessment.behind_days.is_none_or(|days| days <= PATIENCE_DAYS);
    match assessment.standing {
        Standing::EndOfLife if is_portal => Some(Severity::High),
        Standing::EndOfLife => Some(Severity::Medium),
        Standing::Outdated if patient => Some(Severity::Low),
        Standing::Outdated => Some(Severity::Medium),
        Standing::PossiblyOutdated => Some(Severity::Info),
        Standing::NoNewerKnown | Standing::Unknown => None,
    }
}
