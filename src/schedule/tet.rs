//! The first day of the lunar year in Việt Nam.

use std::ops::RangeInclusive;

use jiff::civil::{Date, date};

/// The years whose Tết is known.
pub const YEARS: RangeInclusive<i16> = 2024..=2035;

/// In Việt Nam the day of a new moon is that of UTC+7: the lunar year 2030 begins a day before China's.
/// The dates were computed, and a test computes them anew.
const FIRST_DAYS: [Date; 12] = [
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
    date(2029, 2, 13),
    date(2030, 2, 2),
    date(2031, 1, 23),
    date(2032, 2, 11),
    date(2033, 1, 31),
    date(2034, 2, 19),
    date(2035, 2, 8),
];

/// The first day of the lunar year that begins in a solar year; `None` beyond [`YEARS`].
pub fn first_day(year: i16) -> Option<Date> {
    FIRST_DAYS.iter().find(|day| day.year() == year).copied()
}

#[cfg(test)]
mod tests {
    //! New moons and the sun's longitude after Meeus, Astronomical Algorithms (second edition), chapters
    //! 49 and 25, without the terms that move a new moon by less than half a minute each. Times come out
    //! right to a few minutes, and no new moon of the table is that near to midnight.

    use super::*;

    /// Days between the time of the ephemerides and UTC in these years: 69 to 75 seconds.
    const DELTA_T: f64 = 72.0 / 86_400.0;

    fn sin(degrees: f64) -> f64 {
        degrees.to_radians().sin()
    }

    /// The new moon of a number (0 is that of 6 January 2000), as a Julian day in UTC.
    fn new_moon(k: f64) -> f64 {
        let t = k / 1236.85;
        let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t;
        let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t * t;
        let sun = 2.5534 + 29.105_356_70 * k - 0.000_001_4 * t * t;
        let moon = 201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t;
        let f = 160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t;
        let node = 124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t;
        let terms = [
            (-0.407_20, moon),
            (0.172_41 * e, sun),
            (0.016_08, 2.0 * moon),
            (0.010_39, 2.0 * f),
            (0.007_39 * e, moon - sun),
            (-0.005_14 * e, moon + sun),
            (0.002_08 * e * e, 2.0 * sun),
            (-0.001_11, moon - 2.0 * f),
            (-0.000_57, moon + 2.0 * f),
            (0.000_56 * e, 2.0 * moon + sun),
            (-0.000_42, 3.0 * moon),
            (0.000_42 * e, sun + 2.0 * f),
            (0.000_38 * e, sun - 2.0 * f),
            (-0.000_24 * e, 2.0 * moon - sun),
            (-0.000_17, node),
        ];
        mean + terms.iter().map(|(size, angle)| size * sin(*angle)).sum::<f64>() - DELTA_T
    }

    /// The sun's apparent longitude in degrees, 0 to 360, at a Julian day in UTC.
    fn sun(jd: f64) -> f64 {
        let t = (jd + DELTA_T - 2_451_545.0) / 36_525.0;
        let mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t * t;
        let m = 357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t * t;
        let centre = (1.914_602 - 0.004_817 * t) * sin(m)
            + (0.019_993 - 0.000_101 * t) * sin(2.0 * m)
            + 0.000_289 * sin(3.0 * m);
        (mean + centre - 0.005_69 - 0.004_78 * sin(125.04 - 1934.136 * t)).rem_euclid(360.0)
    }

    /// The number of the day in Việt Nam to which a moment belongs: that of its Julian day at noon.
    fn day(jd: f64) -> f64 {
        (jd + 0.5 + 7.0 / 24.0).floor()
    }

    /// The moment at which a day begins in Việt Nam.
    fn begins(day: f64) -> f64 {
        day - 0.5 - 7.0 / 24.0
    }

    fn date_of(day: f64) -> Date {
        // Julian day 2451545 is 1 January 2000.
        date(2000, 1, 1) + jiff::Span::new().days(day as i64 - 2_451_545)
    }

    /// The number of the new moon that begins the eleventh month: the one with the winter solstice.
    fn eleventh_month(year: i16) -> f64 {
        let mut solstice = 2_451_545.0 + (f64::from(year) - 2000.0) * 365.2425 + 340.0;
        while sun(solstice) < 270.0 {
            solstice += 0.001;
        }
        let mut k = ((solstice - 2_451_550.0) / 29.530_588).round() + 1.0;
        while day(new_moon(k)) > day(solstice) {
            k -= 1.0;
        }
        k
    }

    /// Months are counted from the eleventh; where thirteen lie between two of them, the first without
    /// one of the twelve middles of the sun's way is counted twice.
    fn computed(year: i16) -> (f64, Date) {
        let (first, next) = (eleventh_month(year - 1), eleventh_month(year));
        let middle = |k: f64| (sun(begins(day(new_moon(k)))) / 30.0).floor();
        let is_leap = |nth: &f64| middle(first + nth) == middle(first + nth + 1.0);
        let leap = (next - first == 13.0).then(|| [1.0, 2.0].into_iter().find(is_leap)).flatten();
        let k = first + if leap.is_some() { 3.0 } else { 2.0 };
        (new_moon(k), date_of(day(new_moon(k))))
    }

    #[test]
    fn the_table_says_what_moon_and_sun_say() {
        for year in YEARS {
            let (moon, computed) = computed(year);
            assert_eq!(first_day(year), Some(computed), "{year}");
            // Five minutes from midnight would be too near for what is left out above.
            let minutes = (moon + 0.5 + 7.0 / 24.0).fract() * 1440.0;
            assert!((5.0..1435.0).contains(&minutes), "{year}: {minutes}");
        }
        assert_eq!((first_day(2023), first_day(2036)), (None, None));
    }

    #[test]
    fn what_is_computed_agrees_with_years_that_are_known_to_differ_from_chinas() {
        // Việt Nam and China began these lunar years on other days than each other.
        for (year, first) in [(1985, date(1985, 1, 21)), (2007, date(2007, 2, 17))] {
            assert_eq!(computed(year).1, first);
        }
        // After the leap eleventh month of 2033, which many old tables have wrong.
        assert_eq!(computed(2034).1, date(2034, 2, 19));
    }
}
