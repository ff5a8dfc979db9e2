//! When the nightly run and the looks of heightened watch are due. Nothing here knows what time it is:
//! it is told, and it is told what was done, so that a program that was stopped, killed or set to
//! another time finds the same answer as one that ran on.

mod due;
mod period;
pub mod tet;

use jiff::{
    Timestamp,
    civil::Date,
    tz::{self, TimeZone},
};

pub use due::{Done, Due, Task, clock_was_set_back, looks_due, next, upcoming};
pub use period::{Occurrence, occurrence};

/// Việt Nam's time: seven hours ahead, without a summer time.
pub fn zone() -> TimeZone {
    TimeZone::fixed(tz::offset(7))
}

/// The moment at which a day begins in Việt Nam.
fn begins(day: Date) -> Timestamp {
    // Only the last days of the year 9999 have no moment.
    day.to_zoned(zone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}
