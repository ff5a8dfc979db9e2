//! What is due, and when the next thing is.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Time};

use super::{begins, occurrence, zone};
use crate::target::{NIGHTLY_AT, Registry, Target, WatchPeriod};

/// A nightly run that was missed is not made up for when the next one is as near as this.
const TOO_LATE: SignedDuration = SignedDuration::from_hours(2);

/// Looks that are due within this of each other are one run.
const TOGETHER: SignedDuration = SignedDuration::from_secs(30);

/// What was done, as it is on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// When the last nightly run began that came to its end.
    pub night: Option<Timestamp>,
    /// When each portal was last looked at, in whichever run.
    pub looks: HashMap<String, Timestamp>,
}

/// What is to be done, and when; it is late if that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Due<'a> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub task: Task<'a>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Task<'a> {
    /// The run over all portals.
    Night,
    /// A look at these portals.
    Looks(Vec<&'a Target>),
}

/// Whether what is on record lies ahead of the clock. Whoever sees this writes it down, and goes on as
/// if the last nightly run had begun now: no night is doubled, and none is lost until the clock is
/// where it was.
pub fn clock_was_set_back(done: &Done, now: Timestamp) -> bool {
    done.night.is_some_and(|night| now < night)
}

/// What comes next. Where several are due, looks come before the night: they are short.
pub fn next<'a>(registry: &'a Registry, done: &Done, now: Timestamp) -> Due<'a> {
    let night = night(registry.nightly_at.unwrap_or(NIGHTLY_AT), done.night, now);
    let looks = looks(registry, done, now);
    let first = looks.iter().map(|(at, _)| *at).min().filter(|first| *first <= night.max(now));
    let Some(first) = first else { return Due { at: night, task: Task::Night } };
    let until = first.max(now).saturating_add(TOGETHER).unwrap_or(Timestamp::MAX);
    let together = looks.into_iter().filter(|(at, _)| *at <= until).map(|(_, target)| target);
    Due { at: first, task: Task::Looks(together.collect()) }
}

/// The portals that are to be looked at by now.
pub fn looks_due<'a>(registry: &'a Registry, done: &Done, now: Timestamp) -> Vec<&'a Target> {
    let due = looks(registry, done, now).into_iter().filter(|(at, _)| *at <= now);
    due.map(|(_, target)| target).collect()
}

/// When each portal of a period is to be looked at.
fn looks<'a>(registry: &'a Registry, done: &Done, now: Timestamp) -> Vec<(Timestamp, &'a Target)> {
    let look = |target: &'a Target| Some((look(registry, target, done, now)?, target));
    registry.enabled().filter_map(look).collect()
}

/// The next so many things, if each is done when it is due.
pub fn upcoming<'a>(
    registry: &'a Registry,
    done: &Done,
    now: Timestamp,
    count: usize,
) -> Vec<Due<'a>> {
    let (mut done, mut at) = (done.clone(), now);
    let mut coming = Vec::new();
    for _ in 0..count {
        let due = next(registry, &done, at);
        at = at.max(due.at);
        match &due.task {
            Task::Night => {
                done.night = Some(at);
                done.looks.extend(registry.enabled().map(|target| (target.id.clone(), at)));
            }
            Task::Looks(targets) => {
                done.looks.extend(targets.iter().map(|target| (target.id.clone(), at)));
            }
        }
        coming.push(Due { at, ..due });
    }
    coming
}

/// When the nightly run is due.
fn night(hour: Time, last: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let today = now.to_zoned(zone()).date();
    let on = |date: jiff::civil::Date| {
        let midnight = begins(date);
        let hour = hour.duration_since(Time::midnight());
        midnight.saturating_add(hour).unwrap_or(midnight)
    };
    let (before, after) = match on(today) {
        today_at if today_at <= now => (today_at, on(today.saturating_add(1.day()))),
        today_at => (on(today.saturating_sub(1.day())), today_at),
    };
    match last {
        Some(last) if last >= before => after,
        _ if after.duration_since(now) <= TOO_LATE => after,
        Some(_) => before,
        // Nothing is known of any portal yet.
        None => now,
    }
}

/// When a portal is to be looked at, by the periods that it belongs to: the shortest interval counts.
fn look(registry: &Registry, target: &Target, done: &Done, now: Timestamp) -> Option<Timestamp> {
    // A look that lies ahead was made by a clock that was wrong.
    let last = done.looks.get(&target.id).copied().filter(|last| *last <= now);
    let own = registry.watch.iter().filter(|period| period.scope.has(target));
    own.filter_map(|period| in_period(period, last, now)).min()
}

fn in_period(period: &WatchPeriod, last: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let own = occurrence(period, now)?;
    let every = SignedDuration::from_mins(i64::from(period.every_minutes));
    let due = last.and_then(|last| last.checked_add(every).ok());
    let due = due.unwrap_or(now).max(own.begins());
    if due < own.ends() {
        return Some(due);
    }
    // It is over before it would be looked at again.
    occurrence(period, own.ends()).map(|next| due.max(next.begins()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry(periods: &str) -> Registry {
        let portals: String = ["a", "b", "c"]
            .map(|id| {
                format!(
                    "[[portal]]\nid = \"{id}\"\nname = \"{id}\"\nurl = \"https://{id}.example/\"\n"
                )
            })
            .concat();
        Registry::parse("targets.toml", portals + periods).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        let text = format!("{text}:00+07:00");
        text.replacen(' ', "T", 1).parse().unwrap()
    }

    fn minutes(minutes: i64) -> SignedDuration {
        SignedDuration::from_mins(minutes)
    }

    #[test]
    fn the_nightly_run_is_due_at_its_hour_and_made_up_for_once() {
        let one = Time::constant(1, 30, 0, 0);
        let eve = Time::constant(23, 45, 0, 0);
        let midnight = Time::midnight();
        // Hour, when the last one began, now, when the next is due.
        let table = [
            (one, "2026-11-20 01:30", "2026-11-20 03:00", "2026-11-21 01:30"),
            (one, "2026-11-20 01:30", "2026-11-21 01:29", "2026-11-21 01:30"),
            (one, "2026-11-20 01:30", "2026-11-21 01:30", "2026-11-21 01:30"),
            // Stopped over one hour or over a month: the last is made up for, the others are not.
            (one, "2026-11-20 01:30", "2026-11-21 09:00", "2026-11-21 01:30"),
            (one, "2026-10-20 01:30", "2026-11-21 09:00", "2026-11-21 01:30"),
            (one, "2026-11-21 09:00", "2026-11-21 10:00", "2026-11-22 01:30"),
            (one, "2026-11-20 01:30", "2026-11-21 23:29", "2026-11-21 01:30"),
            (one, "2026-11-20 01:30", "2026-11-21 23:31", "2026-11-22 01:30"),
            // One that was asked for by hand counts, but not for the hour after it.
            (one, "2026-11-21 01:00", "2026-11-21 01:10", "2026-11-21 01:30"),
            (one, "2026-11-21 01:45", "2026-11-21 02:00", "2026-11-22 01:30"),
            (eve, "2026-12-31 23:45", "2026-12-31 23:50", "2027-01-01 23:45"),
            (eve, "2026-12-30 23:45", "2027-01-01 00:10", "2026-12-31 23:45"),
            (midnight, "2026-12-31 00:00", "2026-12-31 23:59", "2027-01-01 00:00"),
            (midnight, "2026-12-31 00:00", "2027-01-01 00:00", "2027-01-01 00:00"),
        ];
        for (hour, last, now, due) in table {
            assert_eq!(night(hour, Some(at(last)), at(now)), at(due), "{hour} {last} {now}");
        }
        // The first of all.
        let now = at("2026-11-21 12:00");
        assert_eq!(night(one, None, now), now);
        assert_eq!(night(one, None, at("2026-11-21 01:00")), at("2026-11-21 01:30"));
    }

    #[test]
    fn a_portal_is_looked_at_as_often_as_the_shortest_of_its_periods_says() {
        let registry = registry(
            "[[watch]]\nid = \"le\"\nname = \"Lễ\"\nfrom = \"04-29\"\nto = \"05-02\"\nevery_minutes = 60\n\
             [[watch]]\nid = \"gap\"\nname = \"Gấp\"\nfrom = 2026-05-01\nto = 2026-05-01\n\
             every_minutes = 10\nportals = [\"b\"]\n",
        );
        // Portal, last look, now, when the next is due.
        let table = [
            ("a", Some("2026-04-20 00:00"), "2026-04-28 10:00", "2026-04-29 00:00"),
            ("a", Some("2026-04-28 23:50"), "2026-04-29 00:00", "2026-04-29 00:50"),
            ("a", None, "2026-04-29 08:00", "2026-04-29 08:00"),
            ("a", Some("2026-04-29 08:00"), "2026-04-29 08:10", "2026-04-29 09:00"),
            // Missed for hours, done once.
            ("a", Some("2026-04-29 08:00"), "2026-04-29 20:00", "2026-04-29 09:00"),
            ("a", Some("2026-05-02 23:30"), "2026-05-02 23:40", "2027-04-29 00:00"),
            ("a", Some("2026-05-02 23:30"), "2026-05-03 00:00", "2027-04-29 00:00"),
            ("b", Some("2026-04-30 23:55"), "2026-04-30 23:56", "2026-05-01 00:05"),
            ("b", Some("2026-05-01 08:00"), "2026-05-01 08:01", "2026-05-01 08:10"),
            ("b", Some("2026-05-01 23:55"), "2026-05-01 23:56", "2026-05-02 00:55"),
            // A look that lies ahead.
            ("b", Some("2026-05-02 08:00"), "2026-05-01 08:00", "2026-05-01 08:00"),
        ];
        for (portal, last, now, due) in table {
            let looks = last.map(|last| (portal.to_owned(), at(last))).into_iter().collect();
            let done = Done { night: None, looks };
            let target = registry.targets.iter().find(|target| target.id == portal).unwrap();
            let found = look(&registry, target, &done, at(now)).unwrap();
            assert_eq!(found, at(due), "{portal} {last:?} {now}");
        }
    }

    #[test]
    fn looks_that_are_due_together_are_one_run_and_come_before_the_night() {
        let registry = registry(
            "[nightly]\nat = \"02:00\"\n[[watch]]\nid = \"le\"\nname = \"Lễ\"\nfrom = 2026-05-01\n\
             to = 2026-05-01\nevery_minutes = 60\n",
        );
        let now = at("2026-05-01 02:00");
        let last = [("a", 60), ("b", 90), ("c", 30)];
        let looks = last.map(|(id, ago)| (id.to_owned(), now - minutes(ago))).into();
        let mut done = Done { night: Some(now - minutes(24 * 60)), looks };
        let due = next(&registry, &done, now);
        let Task::Looks(targets) = &due.task else { panic!("{due:?}") };
        assert_eq!(targets.iter().map(|own| own.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(due.at, now - minutes(30));
        done.looks.extend([("a".to_owned(), now), ("b".to_owned(), now)]);
        assert_eq!(next(&registry, &done, now), Due { at: now, task: Task::Night });
        done.night = Some(now);
        assert_eq!(next(&registry, &done, now).at, now + minutes(30));
    }

    /// A program that does what is due, as it would be seen from outside.
    struct Guard {
        registry: Registry,
        done: Done,
        nights: Vec<Timestamp>,
        looks: Vec<Timestamp>,
    }

    impl Guard {
        fn new(periods: &str) -> Self {
            let done = Done { night: Some(at("2026-02-01 01:30")), looks: HashMap::new() };
            Self { registry: registry(periods), done, nights: Vec::new(), looks: Vec::new() }
        }

        /// Runs, looking at the clock each minute.
        fn runs(&mut self, from: &str, minutes_long: i64) {
            for minute in 0..minutes_long {
                let now = at(from) + minutes(minute);
                if clock_was_set_back(&self.done, now) {
                    self.done.night = Some(now);
                }
                loop {
                    let due = next(&self.registry, &self.done, now);
                    if due.at > now {
                        break;
                    }
                    match due.task {
                        Task::Night => {
                            self.nights.push(now);
                            self.done.night = Some(now);
                        }
                        Task::Looks(targets) => {
                            self.looks.push(now);
                            let ids = targets.iter().map(|target| (target.id.clone(), now));
                            self.done.looks.extend(ids);
                        }
                    }
                }
            }
        }
    }

    const DAY: i64 = 24 * 60;
    const TET: &str = "[[watch]]\nid = \"tet\"\nname = \"Tết\"\nfrom = \"tet-1\"\nto = \"tet+1\"\n\
                       every_minutes = 30\n";

    #[test]
    fn a_month_has_a_night_each_day_and_looks_round_the_clock_at_tet() {
        let mut guard = Guard::new(TET);
        guard.runs("2026-02-01 12:00", 28 * DAY);
        assert_eq!(guard.nights.len(), 28);
        assert_eq!(guard.looks.len(), 3 * 48);
        assert_eq!(guard.looks.first(), Some(&at("2026-02-16 00:00")));
        assert_eq!(guard.looks.last(), Some(&at("2026-02-18 23:30")));
    }

    #[test]
    fn a_clock_that_jumps_doubles_nothing_and_loses_nothing() {
        let mut guard = Guard::new("");
        guard.runs("2026-02-01 12:00", DAY);
        assert_eq!(guard.nights, [at("2026-02-02 01:30")]);
        // Set back a day: the hour comes once more, a day after it came last.
        guard.nights.clear();
        guard.runs("2026-02-01 12:00", DAY);
        assert_eq!(guard.nights, [at("2026-02-02 01:30")]);
        // A month ahead: one night is made up for.
        guard.nights.clear();
        guard.runs("2026-03-05 12:00", 60);
        assert_eq!(guard.nights, [at("2026-03-05 12:00")]);
        // And back again: the nights that come are not taken for done.
        guard.nights.clear();
        guard.runs("2026-02-02 13:00", 2 * DAY);
        assert_eq!(guard.nights, [at("2026-02-03 01:30"), at("2026-02-04 01:30")]);
    }

    #[test]
    fn a_program_that_is_stopped_makes_up_for_one_night_and_one_look() {
        let mut guard = Guard::new(TET);
        guard.runs("2026-02-15 12:00", DAY);
        let before = guard.looks.len();
        guard.nights.clear();
        guard.runs("2026-02-17 20:00", 29);
        assert_eq!(guard.nights, [at("2026-02-17 20:00")]);
        assert_eq!(guard.looks.len(), before + 1);
    }

    #[test]
    fn what_comes_next_is_told_in_its_order() {
        let registry = registry(
            "[[watch]]\nid = \"le\"\nname = \"Lễ\"\nfrom = \"05-01\"\nto = \"05-01\"\n\
             every_minutes = 1440\nportals = [\"c\"]\n",
        );
        let done = Done { night: Some(at("2026-04-30 01:30")), looks: HashMap::new() };
        let coming: Vec<Timestamp> = upcoming(&registry, &done, at("2026-04-30 12:00"), 3)
            .into_iter()
            .map(|due| due.at)
            .collect();
        let expected = ["2026-05-01 00:00", "2026-05-01 01:30", "2026-05-02 01:30"];
        assert_eq!(coming, expected.map(at));
    }
}
