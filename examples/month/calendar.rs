//! Which day a night belongs to.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Weekday, date},
    tz::TimeZone,
};

/// Night 1: the national day of 2 September is night 14.
const FIRST: Date = date(2026, 8, 20);

/// The day of a night; night 0 is the day before the month, when portals are learned.
pub fn day(night: i64) -> Date {
    FIRST.saturating_add((night - 1).days())
}

/// When a night's scan begins, in UTC.
pub fn begins(night: i64) -> anyhow::Result<Timestamp> {
    let local = day(night).at(10, 31, 0, 0);
    Ok(local.to_zoned(TimeZone::fixed(jiff::tz::offset(7)))?.timestamp())
}

/// As portals show it, `Thứ sáu, 20/11/2026 10:31`; the minutes run from visit to visit.
pub fn clock_text(night: i64, visit: u64) -> String {
    let day = day(night);
    let name = match day.weekday() {
        Weekday::Monday => "Thứ hai",
        Weekday::Tuesday => "Thứ ba",
        Weekday::Wednesday => "Thứ tư",
        Weekday::Thursday => "Thứ năm",
        Weekday::Friday => "Thứ sáu",
        Weekday::Saturday => "Thứ bảy",
        Weekday::Sunday => "Chủ nhật",
    };
    format!("{name}, {} {}:{:02}", date_text(night), 10 + visit / 60 % 12, visit % 60)
}

/// `20/11/2026`.
pub fn date_text(night: i64) -> String {
    day(night).strftime("%d/%m/%Y").to_string()
}

pub fn is_sunday(night: i64) -> bool {
    day(night).weekday() == Weekday::Sunday
}

/// Weeks change on Mondays.
pub fn week(night: i64) -> i64 {
    // Night 1 is a Thursday.
    (night + 2).div_euclid(7)
}

/// The week of 2 September.
pub fn is_holiday(night: i64) -> bool {
    (date(2026, 8, 31)..=date(2026, 9, 6)).contains(&day(night))
}
