//! On which days a period is in force.

use jiff::{Timestamp, ToSpan as _, civil::Date};

use super::{begins, tet, zone};
use crate::target::{Span, WatchPeriod};

/// A period as it comes about once: from the beginning of the first day to the end of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Occurrence {
    /// When it begins.
    pub fn begins(&self) -> Timestamp {
        begins(self.from)
    }

    /// When it is over.
    pub fn ends(&self) -> Timestamp {
        begins(self.to.saturating_add(1.day()))
    }

    /// Whether it is in force.
    pub fn is_now(&self, now: Timestamp) -> bool {
        self.begins() <= now && now < self.ends()
    }
}

/// The occurrence of a period that is in force, else the next one; `None` where it is over for good, or
/// where nobody knows when it comes.
pub fn occurrence(period: &WatchPeriod, now: Timestamp) -> Option<Occurrence> {
    let year = now.to_zoned(zone()).year();
    // A period of the year before may reach into this one, or this one's may be over; Tết of the
    // next year may begin in this one.
    let years = (year - 1)..=(year + 1);
    let all = years.filter_map(|year| in_year(period.span, year));
    all.filter(|own| now < own.ends()).min()
}

/// The occurrence that belongs to a year.
fn in_year(span: Span, year: i16) -> Option<Occurrence> {
    match span {
        Span::Dated(from, to) => Some(Occurrence { from, to }),
        Span::Tet(from, to) => {
            let first = tet::first_day(year)?;
            let [from, to] = [from, to].map(|days| first.saturating_add(i64::from(days).days()));
            Some(Occurrence { from, to })
        }
        Span::Yearly(from, to) => {
            let until = if to < from { year + 1 } else { year };
            Some(Occurrence { from: day(year, from)?, to: day(until, to)? })
        }
    }
}

/// A day of a year; 28 February stands for the 29th where there is none.
fn day(year: i16, (month, day): (i8, i8)) -> Option<Date> {
    Date::new(year, month, day).or_else(|_| Date::new(year, month, day - 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Scope;

    fn period(span: Span) -> WatchPeriod {
        let (id, name) = (String::new(), String::new());
        WatchPeriod { id, name, span, every_minutes: 30, scope: Scope::default() }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// A moment in UTC, and the days of the occurrence that is in force (`+`) or comes next (`-`).
    fn assert_occurs(span: Span, table: &[(&str, &str)]) {
        for (now, expected) in table {
            let at: Timestamp = now.parse().unwrap();
            let found = occurrence(&period(span), at).map(|own| {
                let sign = if own.is_now(at) { '+' } else { '-' };
                format!("{sign}{} {}", own.from, own.to)
            });
            assert_eq!(found.unwrap_or_default(), *expected, "{now} {span:?}");
        }
    }

    #[test]
    fn days_begin_at_midnight_in_viet_nam() {
        assert_occurs(
            Span::Yearly((4, 29), (5, 2)),
            &[
                ("2026-04-28T16:59:59Z", "-2026-04-29 2026-05-02"),
                ("2026-04-28T17:00:00Z", "+2026-04-29 2026-05-02"),
                ("2026-05-02T16:59:59Z", "+2026-04-29 2026-05-02"),
                ("2026-05-02T17:00:00Z", "-2027-04-29 2027-05-02"),
            ],
        );
    }

    #[test]
    fn a_period_may_go_over_the_turn_of_the_year_and_have_a_day_that_some_years_lack() {
        assert_occurs(
            Span::Yearly((12, 30), (1, 2)),
            &[
                ("2026-12-29T16:59:59Z", "-2026-12-30 2027-01-02"),
                ("2026-12-31T16:59:59Z", "+2026-12-30 2027-01-02"),
                ("2026-12-31T17:00:00Z", "+2026-12-30 2027-01-02"),
                ("2027-01-02T16:59:59Z", "+2026-12-30 2027-01-02"),
                ("2027-01-02T17:00:00Z", "-2027-12-30 2028-01-02"),
            ],
        );
        assert_occurs(
            Span::Yearly((2, 29), (3, 1)),
            &[
                ("2027-02-28T10:00:00Z", "+2027-02-28 2027-03-01"),
                ("2028-02-28T10:00:00Z", "-2028-02-29 2028-03-01"),
            ],
        );
    }

    #[test]
    fn tet_is_counted_from_the_first_day_of_the_lunar_year() {
        assert_occurs(
            Span::Tet(-7, 10),
            &[
                ("2026-02-09T16:59:59Z", "-2026-02-10 2026-02-27"),
                ("2026-02-09T17:00:00Z", "+2026-02-10 2026-02-27"),
                ("2026-02-27T17:00:00Z", "-2027-01-30 2027-02-16"),
                ("2035-02-18T17:00:00Z", ""),
            ],
        );
        // Far enough before Tết it is still the old year.
        assert_occurs(Span::Tet(-40, 0), &[("2027-12-20T00:00:00Z", "+2027-12-17 2028-01-26")]);
    }

    #[test]
    fn what_has_a_date_is_once() {
        let span = Span::Dated(day("2026-03-10"), day("2026-03-10"));
        assert_occurs(
            span,
            &[
                ("2025-01-01T00:00:00Z", "-2026-03-10 2026-03-10"),
                ("2026-03-10T16:59:59Z", "+2026-03-10 2026-03-10"),
                ("2026-03-10T17:00:00Z", ""),
            ],
        );
    }
}
