//! When a notice that was not taken is tried again, and when no longer.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

/// How long to wait after the first failure, the second, and so on; the last one repeats.
const WAITS: [SignedDuration; 6] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(3),
    SignedDuration::from_hours(6),
];
/// No wait is longer, whatever the other side asks for. A time further ahead was written before the
/// clock was set back.
const LONGEST: SignedDuration = SignedDuration::from_hours(8);
/// A mail server may be down over a long weekend.
const PATIENCE: SignedDuration = SignedDuration::from_hours(5 * 24);
/// Before so many tries nothing is given up: a clock that was set ahead, or a machine that was off for
/// a week, must not make the first failure the last.
const FEWEST: u32 = 8;

/// When a notice is tried again that was tried so often (at least once) and not taken at `now`; `None`
/// once there is no hope. `asked` is how long the other side asked to wait.
pub fn next_try(
    id: &str,
    made_at: Timestamp,
    attempts: u32,
    asked: Option<Duration>,
    now: Timestamp,
) -> Option<Timestamp> {
    if attempts >= FEWEST && now.duration_since(made_at) >= PATIENCE {
        return None;
    }
    let nth = (attempts.max(1) as usize - 1).min(WAITS.len() - 1);
    let wait = WAITS.get(nth).copied().unwrap_or(LONGEST);
    let wait = SignedDuration::from_secs(wait.as_secs() * (100 + jitter(id, attempts)) / 100);
    let asked = asked.and_then(|asked| SignedDuration::try_from(asked).ok()).unwrap_or_default();
    now.checked_add(wait.max(asked).min(LONGEST)).ok()
}

/// Whether a notice that is to be tried at `next` is due.
pub fn is_due(next: Timestamp, now: Timestamp) -> bool {
    next <= now || next.duration_since(now) > LONGEST
}

/// From -20 to 20, so that what failed together does not come back together; the same each time.
fn jitter(id: &str, attempts: u32) -> i64 {
    let mut hash = Sha256::new();
    hash.update(id.as_bytes());
    hash.update(attempts.to_le_bytes());
    i64::from(hash.finalize().first().copied().unwrap_or_default() % 41) - 20
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: Timestamp = Timestamp::UNIX_EPOCH;

    fn minutes(attempts: u32, asked: Option<Duration>) -> i64 {
        next_try("news-1", MADE, attempts, asked, MADE).unwrap().duration_since(MADE).as_mins()
    }

    #[test]
    fn waits_grow_and_stay_within_a_fifth_of_the_plan() {
        for (attempts, plan) in [(1, 1), (2, 5), (3, 15), (4, 60), (5, 180), (6, 360), (40, 360)] {
            let waited = minutes(attempts, None);
            assert!(
                waited * 10 >= plan * 8 - 10 && waited * 10 <= plan * 12,
                "{attempts}: {waited}"
            );
        }
        let different = (0..9).map(|nth| next_try(&format!("news-{nth}"), MADE, 6, None, MADE));
        assert!(different.collect::<std::collections::HashSet<_>>().len() > 5);
    }

    #[test]
    fn who_asks_for_patience_gets_it_within_reason() {
        assert_eq!(minutes(1, Some(Duration::from_secs(2 * 3_600))), 120);
        assert_eq!(minutes(1, Some(Duration::MAX)), 1, "no time at all");
        assert_eq!(minutes(1, Some(Duration::from_secs(90 * 86_400))), 8 * 60);
    }

    #[test]
    fn it_is_given_up_after_days_and_tries_only() {
        let days = |days: i64| MADE + SignedDuration::from_hours(24 * days);
        let ends = |attempts, now| next_try("news-1", MADE, attempts, None, now).is_none();
        assert!(!ends(30, days(4)));
        assert!(ends(30, days(5)));
        assert!(!ends(1, days(30)), "the machine was off, or its clock is wrong");
    }

    #[test]
    fn a_clock_that_was_set_back_holds_nothing_for_longer_than_the_longest_wait() {
        let now = MADE + SignedDuration::from_hours(1_000);
        let ahead = |hours| now + SignedDuration::from_hours(hours);
        assert!(is_due(now, now) && is_due(ahead(-900), now));
        assert!(!is_due(ahead(6), now));
        assert!(is_due(ahead(9), now), "written when the clock was ahead");
    }
}
