//! Which open findings people are reminded of, and how often.

use jiff::civil::Date;

use crate::finding::Severity;

/// What somebody cares for needs a word once a week at most.
const ACKNOWLEDGED: i64 = 7;

/// Whether people are reminded `today` of a finding that is open since the day `opened`, of which they
/// were reminded last on the day `last`. Days are those of Việt Nam.
pub fn is_reminded(
    severity: Severity,
    is_acknowledged: bool,
    opened: Date,
    last: Option<Date>,
    today: Date,
) -> bool {
    let every = match severity {
        Severity::Critical => 1,
        Severity::High => 3,
        Severity::Medium => 7,
        Severity::Low | Severity::Info => return false,
    };
    let every = if is_acknowledged { ACKNOWLEDGED.max(every) } else { every };
    let days_since = |day: Date| i64::from((today - day).get_days());
    // A reminder of a day to come was written before the clock was set back.
    let last = last.filter(|last| *last <= today);
    days_since(last.map_or(opened, |last| last.max(opened))) >= every
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    /// The days after the first on which people are reminded, within three weeks.
    fn days(severity: Severity, is_acknowledged: bool) -> Vec<i32> {
        let opened: Date = "2026-12-25".parse().unwrap();
        let mut last = None;
        let mut reminded = Vec::new();
        for nth in 0..=21 {
            let today = opened + nth.days();
            if is_reminded(severity, is_acknowledged, opened, last, today) {
                last = Some(today);
                reminded.push(nth);
            }
        }
        reminded
    }

    #[test]
    fn the_graver_the_sooner_and_the_more_often() {
        assert_eq!(days(Severity::Critical, false), (1..=21).collect::<Vec<_>>());
        assert_eq!(days(Severity::High, false), [3, 6, 9, 12, 15, 18, 21]);
        assert_eq!(days(Severity::Medium, false), [7, 14, 21]);
        assert_eq!(days(Severity::Low, false), [0; 0]);
        assert_eq!(days(Severity::Critical, true), [7, 14, 21]);
    }

    #[test]
    fn what_came_back_is_counted_from_then_and_a_clock_set_back_silences_nothing() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let due = |opened, last, today| {
            is_reminded(Severity::High, false, day(opened), Some(day(last)), day(today))
        };
        assert!(!due("2026-11-20", "2026-11-10", "2026-11-22"));
        assert!(due("2026-11-20", "2026-11-10", "2026-11-23"));
        assert!(due("2026-11-20", "2027-05-01", "2026-11-23"));
    }
}
