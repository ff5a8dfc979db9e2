//! What people's acts amount to: acts are kept as they were done, and read anew each time.

use jiff::{Timestamp, civil::Date, tz};

use crate::{
    finding::Severity,
    outcome::{Act, Deed, Handling},
};

/// The time of Việt Nam, where people say when and until when (UTC+7).
pub fn zone() -> tz::TimeZone {
    tz::TimeZone::fixed(tz::offset(7))
}

/// The day in Việt Nam, where people say until when something is muted.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(zone()).date()
}

/// What acts, oldest first, amount to now, for a finding that last came to be at `opened_at`.
pub fn handling(acts: &[Act], opened_at: Timestamp, now: Timestamp) -> Handling {
    let mut handling = Handling::default();
    for act in acts {
        match act.deed {
            // Whoever cared for it then believes that it is done.
            Deed::Acknowledged if act.at < opened_at => {}
            Deed::Acknowledged => handling.acknowledged = Some(act.clone()),
            Deed::Muted(_) | Deed::Closed => handling.set_aside = Some(act.clone()),
            Deed::Reopened => handling.set_aside = None,
        }
    }
    handling.set_aside = handling.set_aside.filter(|act| match act.deed {
        Deed::Muted(until) => day(now) <= until,
        _ => true,
    });
    handling
}

/// Why a closed finding has to be judged again, as what changed into what: it is graver than when
/// it was closed, or it is about something else.
pub fn outgrown(closed: &Act, severity: Severity, subject: &str) -> Option<String> {
    if closed.deed != Deed::Closed {
        None
    } else if severity > closed.severity {
        Some(format!("{} → {severity}", closed.severity))
    } else if subject != closed.subject {
        Some(format!("{} → {subject}", closed.subject))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn act(day: &str, deed: Deed) -> Act {
        Act {
            by: "Lò Văn A".to_owned(),
            at: at(&format!("{day}T03:00:00Z")),
            deed,
            why: None,
            severity: Severity::Medium,
            subject: "nhacai.example".to_owned(),
        }
    }

    const FIRST: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn a_mute_ends_with_its_day_in_viet_nam() {
        let muted = [act("2026-11-20", Deed::Muted("2026-11-30".parse().unwrap()))];
        let set_aside = |now| handling(&muted, FIRST, at(now)).set_aside.is_some();
        assert!(set_aside("2026-11-30T16:59:59Z"), "23:59 in Hà Nội");
        assert!(!set_aside("2026-11-30T17:00:00Z"), "midnight in Hà Nội");
    }

    #[test]
    fn the_last_word_stands() {
        let closed = act("2026-11-20", Deed::Closed);
        let back = act("2026-11-21", Deed::Reopened);
        let now = at("2026-11-25T00:00:00Z");
        let aside = |acts: &[Act]| handling(acts, FIRST, now).set_aside;
        assert_eq!(aside(std::slice::from_ref(&closed)), Some(closed.clone()));
        assert_eq!(aside(&[closed.clone(), back.clone()]), None);
        assert_eq!(aside(&[closed.clone(), back, closed.clone()]), Some(closed));
    }

    #[test]
    fn an_acknowledgement_is_of_what_was_open_then() {
        let acts = [act("2026-11-20", Deed::Acknowledged)];
        let now = at("2026-11-25T00:00:00Z");
        assert!(handling(&acts, FIRST, now).acknowledged.is_some());
        assert!(handling(&acts, at("2026-11-22T00:00:00Z"), now).acknowledged.is_none());
    }

    #[test]
    fn what_is_closed_is_judged_again_when_it_is_graver_or_another_thing_only() {
        let closed = act("2026-11-20", Deed::Closed);
        let same = "nhacai.example";
        assert_eq!(outgrown(&closed, Severity::Medium, same), None);
        assert_eq!(outgrown(&closed, Severity::Low, same), None);
        assert_eq!(outgrown(&closed, Severity::High, same).unwrap(), "medium → high");
        assert!(outgrown(&closed, Severity::Low, "bet88.example").is_some());
        let muted = act("2026-11-20", Deed::Muted("2026-11-30".parse().unwrap()));
        assert_eq!(outgrown(&muted, Severity::Critical, same), None);
    }
}
