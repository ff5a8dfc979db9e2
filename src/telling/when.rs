//! When something is told: at once, when the run has ended, in the morning.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
};

use super::Subscription;
use crate::{
    finding::Severity,
    history,
    notice::{Event, Happening},
};

/// When people are reminded who get no digest.
const MORNING: Time = Time::constant(7, 0, 0, 0);

/// For so long a digest waits for the end of a run that is under way.
const WAITS_FOR_RUN: SignedDuration = SignedDuration::from_hours(2);

/// Whether an event cannot wait: visitors are being led away now, and a second look saw it too.
pub fn is_urgent(event: &Event) -> bool {
    let came = matches!(event.happening, Happening::New | Happening::Worse | Happening::Reopened);
    let is_confirmed = event.wound.as_ref().is_some_and(|wound| wound.confirmed);
    came && is_confirmed && event.severity == Severity::Critical
}

/// Whether somebody is told now of an event; `is_held` while its run is under way, because more may
/// come that belongs to it.
pub fn goes_now(who: &Subscription, is_urgent: bool, is_held: bool, now: Timestamp) -> bool {
    is_urgent || (!is_held && !is_quiet(who, now))
}

/// The day in Việt Nam whose digest is due, if that day's hour has come; while a run is under way, it
/// waits for its end for a time.
pub fn digest_day(who: &Subscription, is_running: bool, now: Timestamp) -> Option<Date> {
    let local = now.to_zoned(history::zone());
    let at = who.digest_at?;
    let at = if is_running { at.saturating_add(WAITS_FOR_RUN) } else { at };
    (local.time() >= at).then(|| local.date())
}

/// The day in Việt Nam whose reminder is due: it comes with the digest, or in the morning, and wakes
/// nobody.
pub fn reminder_day(who: &Subscription, now: Timestamp) -> Option<Date> {
    let local = now.to_zoned(history::zone());
    let is_time = local.time() >= who.digest_at.unwrap_or(MORNING);
    (is_time && !is_quiet(who, now)).then(|| local.date())
}

fn is_quiet(who: &Subscription, now: Timestamp) -> bool {
    who.quiet_hours.is_some_and(|hours| hours.end(now).is_some())
}
