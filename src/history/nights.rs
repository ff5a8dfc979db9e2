//! Nights in a row, counted so that several looks of one night are one.

use jiff::{SignedDuration, Timestamp};

/// Looks that are closer together than this are of one night: whoever looks five times in an hour
/// after a repair has not waited for what would put the wound back.
const NIGHT: SignedDuration = SignedDuration::from_hours(12);

/// What is gone is healed after so many clean nights. One may be chance: some plants show
/// themselves to a part of the visits, and what plants them again often runs once a day.
pub const CLEAN_NIGHTS: u32 = 2;

/// A portal is looked at more closely for 30 nights after something was healed: in that time
/// about 12 % of cleaned sites are broken into again.
pub const WATCHED_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Nights in a row on which something was so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nights {
    /// How many.
    pub count: u32,
    /// The first look.
    pub since: Timestamp,
    /// The look that was counted last.
    pub counted_at: Timestamp,
}

impl Nights {
    /// The first night.
    pub fn first(at: Timestamp) -> Self {
        Self { count: 1, since: at, counted_at: at }
    }

    /// With one look more; it counts if it is of another night than the one counted last.
    pub fn and(self, at: Timestamp) -> Self {
        if at.duration_since(self.counted_at) < NIGHT {
            return self;
        }
        Self { count: self.count.saturating_add(1), counted_at: at, ..self }
    }

    /// The nights of some looks, oldest first; `None` where there are none.
    pub fn of(looks: impl IntoIterator<Item = Timestamp>) -> Option<Self> {
        let add =
            |nights: Option<Self>, at| Some(nights.map_or(Self::first(at), |own| own.and(at)));
        looks.into_iter().fold(None, add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(nth: i64) -> Timestamp {
        Timestamp::from_second(nth * 3_600).unwrap()
    }

    #[test]
    fn five_looks_in_an_evening_are_one_night_and_the_next_evening_is_another() {
        let nights = Nights::of([0, 1, 2, 3, 11].map(hour)).unwrap();
        assert_eq!((nights.count, nights.since), (1, hour(0)));
        let nights = nights.and(hour(24));
        assert_eq!((nights.count, nights.since, nights.counted_at), (2, hour(0), hour(24)));
        assert_eq!(Nights::of([]), None);
    }

    #[test]
    fn a_clock_that_was_set_back_counts_nothing() {
        assert_eq!(Nights::of([100, 2, 90].map(hour)).unwrap().count, 1);
    }
}
